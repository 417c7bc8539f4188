//! What linking makes of documents that tell of one happening, or of two.

mod common;

use common::{READER, example, item, scratch};
use sayso_ledger::{Ledger, fingerprint};
use sayso_record::{Record, Sentence, Span};
use std::path::Path;

/// A record of which only the words matter: a document of these sentences.
fn told(id: &str, date: &str, sentences: &[&str]) -> Record {
    let mut record = example();
    record.document.id = id.to_owned();
    record.document.date = date.parse().ok();
    record.document.url = None;
    record.document.title = None;
    record.document.text = sentences.join(" ");
    record.sentences.clear();
    let mut start = 0;
    for sentence in sentences {
        let end = start + u32::try_from(sentence.len()).expect("sentences are short");
        record.sentences.push(Sentence { span: Span::new(start, end) });
        start = end + 1;
    }
    record.times.clear();
    record.actors.clear();
    record.statements.clear();
    record.events.clear();
    record.conflicts.clear();
    record
}

fn ledger(path: &Path, batches: &[&[Record]]) -> Ledger {
    let mut ledger = Ledger::open_to_add(path).expect("a new ledger");
    let mut number = 0;
    for records in batches {
        let mut batch = ledger.batch(&READER).expect("a batch");
        for record in *records {
            number += 1;
            let print = fingerprint(&record.document, &record.provenance);
            batch.add(&item(number), record, print).expect("a record is added");
        }
        batch.commit().expect("a batch is written");
    }
    ledger
}

fn dump(ledger: &Ledger) -> String {
    let mut out = Vec::new();
    ledger.dump(&mut out).expect("a ledger is dumped");
    String::from_utf8(out)
        .expect("JSON is UTF-8")
        .lines()
        .filter(|l| !l.contains("\"coverage\""))
        .collect::<Vec<_>>()
        .join("\n")
}

fn count(ledger: &Ledger, sql: &str) -> i64 {
    ledger.connection().query_row(sql, [], |row| row.get(0)).expect("a count")
}

fn news() -> Vec<Record> {
    vec![
        told(
            "one",
            "2019-05-03",
            &[
                "A bomb killed 14 people in the market of Mosul, the governor said.",
                "The mayor Hadi Barzan called the bombing of the market a crime.",
            ],
        ),
        told(
            "two",
            "2019-05-04",
            &["At least 21 people were killed when a bomb tore through the market in Mosul, Hadi Barzan said."],
        ),
        told("three", "2019-05-04", &["A storm sank a ferry with 30 passengers near Manila, the coast guard said."]),
        told(
            "four",
            "2019-05-04",
            &["Gunmen shot dead two judges in Bogota, where Camilo Restrepo is the prosecutor."],
        ),
    ]
}

const SHARED: &str = "SELECT count(*) FROM happenings WHERE documents > 1";

#[test]
fn reports_of_one_happening_are_counted_as_one_and_their_figures_compared() {
    let ledger = ledger(&scratch("one-happening").join("ledger"), &[&news()]);
    assert_eq!(count(&ledger, SHARED), 1);
    assert_eq!(count(&ledger, "SELECT count(*) FROM happenings"), 3);
    let why: String = ledger
        .connection()
        .query_row("SELECT why FROM disputes WHERE kind = 'number'", [], |row| row.get(0))
        .expect("14 and at least 21 can't both be right");
    assert_eq!(why, "{0} counts 14 dead, {1} at least 21");
}

#[test]
fn where_batches_end_changes_nothing() {
    let news = news();
    let whole = ledger(&scratch("whole").join("ledger"), &[&news]);
    let parts = ledger(&scratch("parts").join("ledger"), &[&news[..1], &news[1..2], &news[2..]]);
    assert_eq!(dump(&whole), dump(&parts));
}

#[test]
fn a_corrected_document_leaves_no_trace_of_what_it_said_before() {
    let mut news = news();
    let corrected = told(
        "two",
        "2019-05-04",
        &["At least 14 people were killed when a bomb tore through the market in Mosul, Hadi Barzan said."],
    );
    let after = ledger(&scratch("corrected").join("ledger"), &[&news, std::slice::from_ref(&corrected)]);
    assert_eq!(count(&after, "SELECT count(*) FROM disputes"), 0);
    news[1] = corrected;
    let fresh = ledger(&scratch("fresh").join("ledger"), &[&news]);
    assert_eq!(dump(&after), dump(&fresh));
}

/// How many disputes of that kind there are in a ledger of these documents.
fn disputes(name: &str, kind: &str, records: &[Record]) -> i64 {
    let ledger = ledger(&scratch(name).join("ledger"), &[records]);
    count(&ledger, &format!("SELECT count(*) FROM disputes WHERE kind = '{kind}'"))
}

#[test]
fn a_denial_disputes_what_it_denies_and_nothing_else() {
    let raid = "Rebels said the army had killed nine farmers at Kalvo in a raid.";
    let denied = |denial: &str| {
        let name = format!("denial-{}", denial.len());
        disputes(&name, "denial", &[told("one", "2019-05-03", &[raid, denial])])
    };
    assert_eq!(denied("The army denied that its soldiers had killed any farmers at Kalvo."), 1);
    assert_eq!(denied("The army denied the allegations."), 1);
    assert_eq!(denied("The army denied that it was short of fuel and boots."), 0);
    assert_eq!(denied("The army neither confirmed nor denied the raid on Kalvo."), 0);
    assert_eq!(denied("The army patrols the disputed hills around Kalvo."), 0);
}

#[test]
fn figures_of_a_part_or_of_some_time_dispute_no_whole() {
    let whole = told("one", "2019-05-03", &["A bomb killed 14 people in the market of Mosul, the governor said."]);
    let other = |sentence: &str| {
        let name = format!("part-{}", sentence.len());
        disputes(&name, "number", &[whole.clone(), told("two", "2019-05-04", &[sentence])])
    };
    assert_eq!(other("The governor said a bomb had killed 19 people in the market of Mosul."), 1);
    assert_eq!(other("Of those whom the bomb killed in the market of Mosul 19 of them were women."), 0);
    assert_eq!(other("Another 19 people were killed by a second bomb in the market of Mosul."), 0);
    assert_eq!(other("Bombs killed 19 people in the market of Mosul since the winter, the governor said."), 0);
}
