//! `--dictionary` as a shell sees it: beside our tables and instead of them, and what is wrong in a file.

mod common;

use common::sayso;
use std::path::PathBuf;

const ARTICLE: &str = "date 2023-05-11 Holm impounded a boat of Tarn. Latvia accused Estonia of lying.\n";
const ACTORS: &str = "HOLM [HLM]\nTARN [TRN]\n";
const VERBS: &str = "--- IMPOUND [172] ---\nIMPOUND\n- * BOAT [171]\n";

fn file(name: &str, text: &str) -> String {
    let folder: PathBuf = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dictionary");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let path = folder.join(name);
    // Tests that run at the same time use the same files, and none may see one half written.
    let draft = folder.join(format!("{name}-{:?}", std::thread::current().id()));
    std::fs::write(&draft, text).expect("a file can be written");
    std::fs::rename(&draft, &path).expect("a file can be moved");
    path.display().to_string()
}

/// The events of the article as `SOURCE CODE TARGET`, in order.
fn events(line: &str) -> Vec<String> {
    let record: serde_json::Value = serde_json::from_str(line).expect("a record is JSON");
    let events = record["events"].as_array().expect("events are a list");
    let code = |party: &serde_json::Value| party[0]["code"].as_str().unwrap_or("?").to_owned();
    let told = |e: &serde_json::Value| {
        format!("{} {} {}", code(&e["source"]), e["code"].as_str().unwrap_or("?"), code(&e["target"]))
    };
    events.iter().map(told).collect()
}

#[test]
fn dictionaries_stand_beside_our_tables_or_instead_of_them() {
    let (actors, verbs) = (file("a.txt", ACTORS), file("v.txt", VERBS));
    let beside = ["read", "-", "--format", "jsonl", "--dictionary", &actors, "--dictionary", &verbs];
    let (status, line, notes) = sayso(&beside, ARTICLE);
    assert_eq!(status, 0, "{notes}");
    assert_eq!(events(&line), ["HLM 171 TRN", "LVA 112 EST"]);
    assert!(notes.contains("a.txt: actors, 2 names") && notes.contains("v.txt: verbs, 1 verbs, 1 patterns"), "{notes}");
    let alone: Vec<&str> = beside.into_iter().chain(["--dictionary-only"]).collect();
    assert_eq!(events(&sayso(&alone, ARTICLE).1), ["HLM 171 TRN"]);
}

#[test]
fn bad_lines_are_told_with_their_place_and_show_in_the_exit_status() {
    let actors = file("bad.txt", "HOLM [HLM]\nNOWHERE\nTARN [TRN\nTARN [TRN]\n");
    let (status, line, notes) = sayso(&["read", "-", "--format", "jsonl", "--quiet", "--dictionary", &actors], ARTICLE);
    assert_eq!(status, 2);
    assert!(notes.contains("bad.txt:2: `NOWHERE` has no code"), "{notes}");
    assert!(notes.contains("bad.txt:3: a `[` without its `]`"), "{notes}");
    assert!(line.contains("\"HLM\"") && line.contains("\"TRN\""), "{line}");
}

#[test]
fn what_is_no_dictionary_or_not_there_ends_the_run() {
    let other = file("other.json", "{\"a\": [1, 2]}\n");
    for path in [other.as_str(), "no-such-dictionary.txt"] {
        let (status, out, error) = sayso(&["read", "-", "--dictionary", path], ARTICLE);
        assert_eq!((status, out.as_str()), (2, ""), "{error}");
        assert!(error.contains(path), "{error}");
    }
    let (status, _, error) = sayso(&["read", "-", "--dictionary-only"], ARTICLE);
    assert_eq!(status, 2);
    assert!(error.contains("--dictionary <FILE>"), "{error}");
}

#[test]
fn explain_names_the_lines_of_dictionaries() {
    let (actors, verbs) = (file("a.txt", ACTORS), file("v.txt", VERBS));
    let with = ["--dictionary", actors.as_str(), "--dictionary", verbs.as_str()];
    let read: Vec<&str> = ["read", "-", "--format", "jsonl", "--quiet"].into_iter().chain(with).collect();
    let (_, line, _) = sayso(&read, ARTICLE);
    let record: serde_json::Value = serde_json::from_str(&line).expect("a record is JSON");
    let id = record["events"][0]["id"].as_str().expect("ids are strings").to_owned();
    let explain: Vec<&str> = ["explain", &id, "-"].into_iter().chain(with).collect();
    let (status, page, _) = sayso(&explain, &line);
    assert_eq!(status, 0);
    assert!(page.contains("v.txt:3  `* BOAT`: event 171 of `IMPOUND`"), "{page}");
    assert!(page.contains("a.txt:1  `Holm`: actor HLM"), "{page}");
    assert!(page.contains("action      impounded … boat"), "{page}");
}

#[test]
fn explain_names_what_made_one_event_of_two() {
    const NESTING: &str = "--- WANT [030] ---\nWANT\n--- HELP [070] ---\nHELP\n--- RAID [190] ---\nRAID\n- * (IN STORM) [---]\n--- SAY [010] ---\nSAY {SAID}\n~ a (b . RAID) SAY = a b 112\n";
    let (actors, verbs) = (file("a.txt", ACTORS), file("nesting.txt", NESTING));
    let with = ["--dictionary-only", "--dictionary", actors.as_str(), "--dictionary", verbs.as_str()];
    let page = |text: &str| {
        let read: Vec<&str> = ["read", "-", "--format", "jsonl", "--quiet"].into_iter().chain(with).collect();
        let (_, line, _) = sayso(&read, text);
        let record: serde_json::Value = serde_json::from_str(&line).expect("a record is JSON");
        let id = record["events"][0]["id"].as_str().expect("ids are strings").to_owned();
        let explain: Vec<&str> = ["explain", &id, "-"].into_iter().chain(with).collect();
        sayso(&explain, &line).1
    };
    let wish = page("date 2023-05-11 Holm wants to help Tarn.\n");
    assert!(wish.contains("nesting.txt:4  `HELP`: event 070\n"), "{wish}");
    assert!(wish.contains("nesting.txt:2  `WANT`: 030, which with 070 under it makes 033"), "{wish}");
    let blame = page("date 2023-05-11 Holm said that Tarn raided a village.\n");
    assert!(blame.contains("nesting.txt:10  `~ a (b . RAID) SAY = a b 112`: 190 under 010 is 112"), "{blame}");
}

#[test]
fn a_ledger_knows_by_which_dictionaries_it_was_read() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dictionary-ledger");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    let ledger = folder.join("n.ledger").display().to_string();
    let verbs = file("v.txt", VERBS);
    let actors = file("a.txt", ACTORS);
    let add = |more: &[&str]| {
        let arguments: Vec<&str> = ["add", "-", "--ledger", &ledger].into_iter().chain(more.iter().copied()).collect();
        sayso(&arguments, ARTICLE)
    };
    assert_eq!(add(&["--dictionary", &actors, "--dictionary", &verbs]).0, 0);
    let (_, rows, _) = sayso(&["events", "--ledger", &ledger, "--format", "csv"], "");
    assert!(rows.contains("171"), "{rows}");
    let (_, _, notes) = add(&[]);
    assert!(notes.contains("another version of the program, its models or lexicons"), "{notes}");
    let (_, _, notes) = add(&["--again"]);
    assert!(notes.contains("articles: "), "{notes}");
    let (_, rows, _) = sayso(&["events", "--ledger", &ledger, "--format", "csv"], "");
    assert!(!rows.contains("171"), "read again without them: {rows}");
}
