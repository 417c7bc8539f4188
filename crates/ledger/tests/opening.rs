//! Files that are no ledger, that are older or newer, that are protected, and that others use at the same time.

mod common;

use common::{READER, example, item, scratch};
use sayso_ledger::ask::Filter;
use sayso_ledger::{Ledger, LedgerError, VERSION};
use sayso_record::Record;
use std::path::Path;
use std::time::Duration;

fn made(path: &Path) -> Ledger {
    let mut ledger = Ledger::open_to_add(path).expect("a new ledger");
    let mut batch = ledger.batch(&READER.clone()).expect("nobody else writes");
    batch.add(&item(1), &example(), 7).expect("sound");
    batch.commit().expect("there is room");
    ledger
}

fn documents(ledger: &Ledger) -> usize {
    ledger.documents().expect("readable").len()
}

#[test]
fn what_is_no_ledger_stays_as_it_is() {
    let folder = scratch("no-ledger");
    let missing = folder.join("missing.ledger");
    assert!(matches!(Ledger::open_to_ask(&missing), Err(LedgerError::Missing(_))));
    assert!(!missing.exists(), "a question makes no file");

    let text = folder.join("text.txt");
    std::fs::write(&text, "No ledger at all, but an article of some length.").expect("writable");
    let other = folder.join("other.sqlite");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/other-program.sqlite"), &other)
        .expect("the file is there");
    for path in [&text, &other, &folder] {
        let before = std::fs::read(path).ok();
        assert!(matches!(Ledger::open_to_add(path), Err(LedgerError::NoLedger(..))), "{}", path.display());
        assert!(matches!(Ledger::open_to_ask(path), Err(LedgerError::NoLedger(..))), "{}", path.display());
        assert_eq!(std::fs::read(path).ok(), before);
    }
    let empty = folder.join("empty.ledger");
    std::fs::write(&empty, "").expect("writable");
    assert!(matches!(Ledger::open_to_ask(&empty), Err(LedgerError::NoLedger(..))));
    assert_eq!(documents(&made(&empty)), 1, "an empty file may become a ledger");
}

#[test]
fn a_newer_ledger_is_left_alone() {
    let path = scratch("newer").join("x.ledger");
    made(&path).connection().pragma_update(None, "user_version", VERSION + 1).expect("writable");
    let newer = |e| matches!(e, LedgerError::Newer { found, known, .. } if found == VERSION + 1 && known == VERSION);
    assert!(Ledger::open_to_ask(&path).is_err_and(newer));
    assert!(Ledger::open_to_add(&path).is_err_and(newer));
}

/// `tests/data/ledger-N.sqlite` was made by the first program of version N, from the example:
/// `UPDATE=1 cargo test -p sayso-ledger --test opening`, once a version.
fn keep_this_version() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/ledger-{VERSION}.sqlite"));
    let path = scratch("kept").join("x.ledger");
    let ledger = made(&path);
    let small = "PRAGMA journal_mode = delete; PRAGMA page_size = 512; VACUUM";
    ledger.connection().execute_batch(small).expect("writable");
    drop(ledger);
    std::fs::copy(&path, &kept).expect("writable");
}

#[test]
fn every_version_so_far_can_be_read_and_added_to() {
    if std::env::var_os("UPDATE").is_some() {
        keep_this_version();
    }
    for version in 1..=VERSION {
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/ledger-{version}.sqlite"));
        let path = scratch(&format!("old-{version}")).join("x.ledger");
        std::fs::copy(&kept, &path).unwrap_or_else(|e| panic!("{}: {e}", kept.display()));
        let ledger = Ledger::open_to_ask(&path).expect("it is brought up to date");
        let key = ledger.document("example").expect("readable").expect("it holds the example");
        let record = ledger.record(key).expect("readable").expect("it is there");
        assert_eq!(record.events.len(), example().events.len());
        let mentions = |record: &Record| record.actors.iter().map(|a| a.mentions.clone()).collect::<Vec<_>>();
        assert_eq!(mentions(&record), mentions(&example()), "version {version}");
        let tamm = Filter { by: Some("Maret Tamm".to_owned()), ..Filter::default() };
        let mut said = 0;
        let count = |_| {
            said += 1;
            Ok(())
        };
        ledger.statements(&tamm, count).expect("readable");
        assert!(said > 0, "version {version}: names are found");
        drop(ledger);
        let mut ledger = Ledger::open_to_add(&path).expect("writable");
        let mut another = example();
        another.document.id = "another".to_owned();
        let mut batch = ledger.batch(&READER.clone()).expect("nobody else writes");
        batch.add(&item(2), &another, 8).expect("sound");
        batch.commit().expect("there is room");
        assert_eq!(documents(&ledger), 2);
    }
}

#[test]
fn a_protected_ledger_can_be_asked_and_not_changed() {
    let folder = scratch("protected");
    let path = folder.join("x.ledger");
    drop(made(&path));
    let mut permissions = std::fs::metadata(&path).expect("it is there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("it is ours");
    assert!(matches!(Ledger::open_to_add(&path), Err(LedgerError::ReadOnly(_))));
    assert_eq!(documents(&Ledger::open_to_ask(&path).expect("reading is allowed")), 1);
}

#[cfg(unix)]
#[test]
fn a_ledger_in_a_protected_folder_can_be_asked() {
    use std::os::unix::fs::PermissionsExt;
    let folder = scratch("protected-folder");
    let path = folder.join("x.ledger");
    drop(made(&path));
    std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o555)).expect("it is ours");
    // The administrator may write all the same; then this shows no more than the test above.
    let asked = Ledger::open_to_ask(&path).map(|ledger| documents(&ledger));
    std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).expect("it is ours");
    assert_eq!(asked.expect("reading is allowed"), 1);
}

#[test]
fn readers_see_what_is_finished_while_somebody_writes() {
    let path = scratch("meanwhile").join("x.ledger");
    let mut writer = made(&path);
    let mut another = example();
    another.document.id = "another".to_owned();
    let mut batch = writer.batch(&READER.clone()).expect("nobody else writes");
    batch.add(&item(2), &another, 8).expect("sound");
    let reader = Ledger::open_to_ask(&path).expect("reading is allowed");
    assert_eq!(documents(&reader), 1);
    batch.commit().expect("there is room");
    assert_eq!(documents(&reader), 2);
}

#[test]
fn a_second_writer_waits_and_then_says_why_it_gives_up() {
    let path = scratch("two").join("x.ledger");
    let (mut one, mut other) = (made(&path), Ledger::open_to_add(&path).expect("both may open it"));
    let batch = one.batch(&READER.clone()).expect("nobody else writes");
    other.set_patience(Duration::from_millis(50)).expect("a setting");
    let busy = other.batch(&READER.clone()).map(drop);
    assert!(matches!(busy, Err(LedgerError::Busy(_))), "{busy:?}");
    drop(batch);
    assert!(other.batch(&READER.clone()).is_ok());
}
