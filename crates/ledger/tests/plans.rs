//! No question reads a whole large table where what it asks for stands in an index.

mod common;

use common::{READER, example, item, scratch};
use sayso_ledger::Ledger;
use sayso_ledger::ask::Filter;

type Ask = fn(&Ledger, &Filter) -> sayso_ledger::Result<()>;

const QUESTIONS: [(&str, Ask); 8] = [
    ("events", |ledger, filter| ledger.events(filter, |_| Ok(()))),
    ("statements", |ledger, filter| ledger.statements(filter, |_| Ok(()))),
    ("timeline", |ledger, filter| ledger.timeline(filter, |_| Ok(()))),
    ("happenings", |ledger, filter| ledger.happenings(filter, |_| Ok(()))),
    ("claims", |ledger, filter| ledger.claims(filter, |_| Ok(()))),
    ("conflicts", |ledger, filter| ledger.conflicts(filter, |_| Ok(()))),
    ("actors", |ledger, filter| ledger.actors(filter, |_| Ok(()))),
    ("search", |ledger, filter| ledger.search("harbour", filter, |_| Ok(()))),
];

/// Tables that grow with the documents, by their names and as the questions call them. There are few conflicts.
const LARGE: [&str; 22] = [
    "events",
    "e",
    "statements",
    "s",
    "m",
    "actors",
    "a",
    "o",
    "b",
    "parties",
    "p",
    "voices",
    "v",
    "heads",
    "d",
    "texts",
    "sentences",
    "n",
    "happenings",
    "h",
    "accounts",
    "claims",
];

fn filters() -> Vec<(&'static str, Filter)> {
    let some = |word: &str| Some(word.to_owned());
    let day = |day: &str| day.parse().ok();
    vec![
        ("actor by name", Filter { actors: vec!["Maret Tamm".to_owned()], ..Filter::default() }),
        ("actor by code", Filter { actors: vec!["FINGOV".to_owned()], ..Filter::default() }),
        (
            "actor and month",
            Filter {
                actors: vec!["Finland".to_owned()],
                since: day("2023-03-01"),
                until: day("2023-03-31"),
                ..Filter::default()
            },
        ),
        ("days", Filter { since: day("2023-03-01"), until: day("2023-03-31"), ..Filter::default() }),
        ("source", Filter { source: some("Finland"), ..Filter::default() }),
        ("target", Filter { target: some("Finland"), ..Filter::default() }),
        ("by", Filter { by: some("Harju"), ..Filter::default() }),
        ("about", Filter { about: some("Finland"), ..Filter::default() }),
        ("voice", Filter { voice: some("Harju"), ..Filter::default() }),
        ("code", Filter { codes: vec!["04".to_owned()], ..Filter::default() }),
        ("place", Filter { place: some("Tallinn"), ..Filter::default() }),
        ("country of a place", Filter { place: some("EST"), ..Filter::default() }),
        ("text", Filter { text: some("ferries"), ..Filter::default() }),
        ("document", Filter { document: some("example"), ..Filter::default() }),
    ]
}

#[test]
fn no_question_reads_a_large_table_from_end_to_end() {
    let mut ledger = Ledger::open_to_add(&scratch("plans").join("x.ledger")).expect("a new ledger");
    let mut batch = ledger.batch(&READER.clone()).expect("nobody else writes");
    batch.add(&item(1), &example(), 7).expect("sound");
    batch.commit().expect("there is room");
    let mut wrong = Vec::new();
    for (question, ask) in QUESTIONS {
        for (asked, filter) in filters() {
            let plan = ledger.plans(|ledger| ask(ledger, &filter)).expect("the question is sound");
            assert!(!plan.is_empty(), "{question} by {asked}");
            for line in plan {
                let scanned = line.strip_prefix("SCAN ").and_then(|rest| rest.split_whitespace().next());
                if scanned.is_some_and(|table| LARGE.contains(&table)) && !line.contains("VIRTUAL TABLE") {
                    wrong.push(format!("{question} by {asked}: {line}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
