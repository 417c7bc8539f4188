//! What comes in is what comes out, once, and whole or not at all.

mod common;

use common::{READER, example, item, scratch};
use sayso_ledger::{Added, Known, Ledger, LedgerError, fingerprint};
use sayso_record::Record;

fn add(ledger: &mut Ledger, number: i64, record: &Record) -> Added {
    let fingerprint = fingerprint(&record.document, &record.provenance);
    let mut batch = ledger.batch(&READER.clone()).expect("nobody else writes");
    let added = batch.add(&item(number), record, fingerprint).expect("the record is sound");
    batch.commit().expect("there is room");
    added
}

fn dump(ledger: &Ledger) -> String {
    let mut out = Vec::new();
    ledger.dump(&mut out).expect("the ledger is sound");
    String::from_utf8(out).expect("JSON is UTF-8")
}

#[test]
fn a_record_comes_back_as_it_was_added() {
    let folder = scratch("back");
    let mut ledger = Ledger::open_to_add(&folder.join("x.ledger")).expect("a new ledger");
    let record = example();
    assert!(!record.document.text.is_ascii(), "the example must show that spans change their unit and back");
    assert_eq!(add(&mut ledger, 1, &record), Added::New);
    let key = ledger.document(&record.document.id).expect("readable").expect("added");
    assert_eq!(ledger.record(key).expect("readable"), Some(record));
}

#[test]
fn the_same_document_again_changes_nothing() {
    let folder = scratch("again");
    let mut ledger = Ledger::open_to_add(&folder.join("x.ledger")).expect("a new ledger");
    let record = example();
    let print = fingerprint(&record.document, &record.provenance);
    assert_eq!(ledger.known(&item(1), &record.document, print).expect("readable"), Known::New);
    add(&mut ledger, 1, &record);
    let before = dump(&ledger);
    assert_eq!(ledger.known(&item(1), &record.document, print).expect("readable"), Known::Noted);
    assert_eq!(add(&mut ledger, 1, &record), Added::Unchanged);
    assert_eq!(dump(&ledger), before);
}

#[test]
fn a_corrected_document_takes_the_place_of_the_old_one() {
    let folder = scratch("corrected");
    let mut ledger = Ledger::open_to_add(&folder.join("x.ledger")).expect("a new ledger");
    let (old, mut new) = (example(), example());
    add(&mut ledger, 1, &old);
    new.document.text.push_str("\nA correction.");
    new.events.truncate(1);
    new.conflicts.clear();
    assert_eq!(add(&mut ledger, 1, &new), Added::Replaced(old.document.id.clone()));

    // The ledger is now the one that never saw the old text.
    let mut fresh = Ledger::open_to_add(&folder.join("fresh.ledger")).expect("a new ledger");
    add(&mut fresh, 1, &new);
    assert_eq!(dump(&ledger), dump(&fresh));
    let count = |ledger: &Ledger, sql: &str| -> i64 {
        ledger.connection().query_row(sql, [], |row| row.get(0)).expect("a count")
    };
    for table in ["sentences", "times", "actors", "statements", "subjects", "events", "parties", "voices", "conflicts"]
    {
        let sql = format!("SELECT count(*) FROM {table}");
        assert_eq!(count(&ledger, &sql), count(&fresh, &sql), "{table}");
    }
    let words = "SELECT count(*) FROM sentence_words WHERE sentence_words MATCH 'the'";
    assert_eq!(count(&ledger, words), count(&fresh, words));
}

#[test]
fn the_same_address_is_the_same_document_whatever_its_id() {
    let folder = scratch("address");
    let mut ledger = Ledger::open_to_add(&folder.join("x.ledger")).expect("a new ledger");
    let mut record = example();
    record.document.url = Some("https://news.example/ferries".to_owned());
    add(&mut ledger, 1, &record);
    let old = std::mem::replace(&mut record.document.id, "renamed".to_owned());
    assert_eq!(add(&mut ledger, 2, &record), Added::Unchanged);
    record.document.text.push('!');
    assert_eq!(add(&mut ledger, 3, &record), Added::Replaced(old));
    assert_eq!(ledger.documents().expect("readable").len(), 1);
}

#[test]
fn a_batch_without_commit_leaves_no_trace() {
    let folder = scratch("dropped");
    let mut ledger = Ledger::open_to_add(&folder.join("x.ledger")).expect("a new ledger");
    let record = example();
    let mut batch = ledger.batch(&READER.clone()).expect("nobody else writes");
    batch.add(&item(1), &record, 7).expect("the record is sound");
    drop(batch);
    assert_eq!(dump(&ledger), "");
}

#[test]
fn a_full_disk_keeps_what_is_finished() {
    let folder = scratch("full");
    let path = folder.join("x.ledger");
    let mut ledger = Ledger::open_to_add(&path).expect("a new ledger");
    let mut record = example();
    add(&mut ledger, 1, &record);
    let before = dump(&ledger);
    ledger.limit_pages(1).expect("a limit below the size is the size");
    record.document.id = "another".to_owned();
    record.document.text = record.document.text.repeat(200);
    let mut batch = ledger.batch(&READER.clone()).expect("nobody else writes");
    let full = batch.add(&item(2), &record, 8).and_then(|_| batch.commit());
    assert!(matches!(full, Err(LedgerError::Full(_))), "{full:?}");
    drop(ledger);

    // With room again, the same addition succeeds.
    let mut ledger = Ledger::open_to_add(&path).expect("the ledger opens");
    assert_eq!(dump(&ledger), before);
    assert_eq!(add(&mut ledger, 2, &record), Added::New);
}
