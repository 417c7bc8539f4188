//! What a ledger answers.

mod common;

use common::{READER, example, item, scratch};
use sayso_ledger::ask::{Cell, Filter, Row, Taken};
use sayso_ledger::{Ledger, LedgerError, fingerprint};
use sayso_record::{Act, Factuality};
use std::path::Path;

/// A ledger of the example, and of the same story with another id, a year later.
fn ledger(name: &str) -> Ledger {
    ledger_at(&scratch(name).join("x.ledger"))
}

fn ledger_at(path: &Path) -> Ledger {
    let mut ledger = Ledger::open_to_add(path).expect("a new ledger");
    let mut batch = ledger.batch(&READER.clone()).expect("nobody else writes");
    let record = example();
    let mut later = example();
    let text = |line: String| sayso_record::json::read(&line).expect("still a record");
    let mut line = Vec::new();
    sayso_record::json::write(&later, &mut line).expect("memory never fails");
    let line = String::from_utf8(line).expect("JSON is UTF-8");
    // Other ids and another year; the words stay where they are.
    let prefixes = ["tx_", "ac_", "st_", "ev_", "cf_"];
    let renamed = prefixes.iter().fold(line, |line, prefix| line.replace(prefix, &format!("{prefix}z")));
    later = text(renamed.replace("\"2023-", "\"2024-"));
    later.document.id = "ferries-again".to_owned();
    for (number, record) in [(1, &record), (2, &later)] {
        batch.add(&item(number), record, fingerprint(&record.document, &record.provenance)).expect("sound");
    }
    batch.commit().expect("there is room");
    drop(ledger);
    Ledger::open_to_ask(path).expect("it is there")
}

/// The answers to a question, by one column.
fn column<R: Row>(name: &str, ask: impl FnOnce(&mut dyn FnMut(R) -> Taken) -> sayso_ledger::Result<()>) -> Vec<Cell> {
    let at = R::COLUMNS.iter().position(|c| *c == name).expect("there is such a column");
    let mut cells = Vec::new();
    ask(&mut |row: R| {
        cells.push(row.cells()[at].clone());
        Ok(())
    })
    .expect("the question is sound");
    cells
}

fn events(ledger: &Ledger, filter: &Filter, name: &str) -> Vec<Cell> {
    column(name, |take| ledger.events(filter, take))
}

fn statements(ledger: &Ledger, filter: &Filter, name: &str) -> Vec<Cell> {
    column(name, |take| ledger.statements(filter, take))
}

fn text(words: &[&str]) -> Vec<Cell> {
    words.iter().map(|w| Cell::Text((*w).to_owned())).collect()
}

fn some(word: &str) -> Option<String> {
    Some(word.to_owned())
}

#[test]
fn events_come_by_day_and_filters_hold_together() {
    let ledger = ledger("events");
    let all = Filter::default();
    assert_eq!(events(&ledger, &all, "id").len(), 14);
    let days = events(&ledger, &all, "time_begin");
    assert_eq!(days.first(), text(&["2023-03-02"]).first());

    let day = |d: &str| d.parse().ok();
    let march = Filter { since: day("2023-03-01"), until: day("2023-03-31"), ..Filter::default() };
    assert_eq!(events(&ledger, &march, "code"), text(&["042", "042", "040", "173", "112", "130"]));

    let visits = Filter { codes: vec!["04".to_owned()], ..march.clone() };
    assert_eq!(events(&ledger, &visits, "code"), text(&["042", "042", "040"]));
    let visits = Filter { place: some("tallinn"), ..visits };
    assert_eq!(events(&ledger, &visits, "code"), text(&["042", "042"]));
    let police = Filter { source: some("ESTCOP"), ..march.clone() };
    assert_eq!(events(&ledger, &police, "code"), text(&["173"]));
    let accused = Filter { target: some("Finland"), codes: vec!["ACCUSE".to_owned()], ..march.clone() };
    assert_eq!(events(&ledger, &accused, "code"), text(&["112"]));
    let inspections = Filter { text: some("\"inspectors visited\""), ..march };
    assert_eq!(events(&ledger, &inspections, "code"), text(&["042", "042"]));
    let nobody = Filter { actors: vec!["Napoleon".to_owned()], ..Filter::default() };
    assert!(events(&ledger, &nobody, "id").is_empty());
}

#[test]
fn voices_tell_what_stands_on_whose_word() {
    let ledger = ledger("voices");
    let first = Filter { document: Some(example().document.id), ..Filter::default() };
    let narrator = Filter { narrator_only: true, ..first.clone() };
    let told = events(&ledger, &narrator, "code");
    assert_eq!(told, text(&["040", "173", "112", "130"]), "what others say stays out");
    let harju = Filter { voice: some("Jussi Harju"), ..first.clone() };
    assert_eq!(events(&ledger, &harju, "time_begin"), text(&["2023-03-02"]));
    let sure = Filter { min_factuality: Some(Factuality::CertainlySo), ..first.clone() };
    let perhaps = Filter { min_factuality: Some(Factuality::PossiblySo), ..first };
    assert_eq!(
        events(&ledger, &perhaps, "id").len(),
        events(&ledger, &sure, "id").len() + 1,
        "the embargo is possible"
    );
}

#[test]
fn statements_by_about_and_what_they_do() {
    let ledger = ledger("statements");
    let first = Filter { document: Some(example().document.id), ..Filter::default() };
    let harju = Filter { by: some("Harju"), ..first.clone() };
    assert_eq!(statements(&ledger, &harju, "act"), text(&["deny", "say", "criticize", "demand"]));
    let denials = Filter { acts: vec![Act::Deny], ..first.clone() };
    assert_eq!(statements(&ledger, &denials, "source"), text(&["Finland", "Jussi Harju"]));
    let about = Filter { about: some("Finnish inspectors"), ..first.clone() };
    assert_eq!(statements(&ledger, &about, "source").len(), 2);
    let topic = Filter { about: some("the fees"), ..first.clone() };
    assert_eq!(statements(&ledger, &topic, "source"), text(&["Pekka Laine", "Estonia"]));
    let words = Filter { text: some("welcome half"), ..first.clone() };
    assert_eq!(statements(&ledger, &words, "source"), text(&["Pekka Laine", "Estonia"]));
    let own = Filter { narrator_only: true, ..words };
    assert_eq!(statements(&ledger, &own, "source"), text(&["Pekka Laine"]), "the offer is Laine's to tell");
    let visits = Filter { codes: vec!["042".to_owned()], ..first.clone() };
    assert_eq!(statements(&ledger, &visits, "act"), text(&["say", "say"]));
    let unsure = Filter { min_factuality: Some(Factuality::ProbablySo), ..first };
    let wrong = ledger.statements(&unsure, |_| Ok(()));
    assert!(matches!(wrong, Err(LedgerError::Question(_))));
}

#[test]
fn actors_timeline_conflicts_and_search() {
    let ledger = ledger("others");
    let code = Filter { actors: vec!["FINGOV".to_owned()], ..Filter::default() };
    let names = column("name", |take| ledger.actors(&code, take));
    assert_eq!(names.len(), 3, "{names:?}");
    let documents = column("documents", |take| ledger.actors(&code, take));
    assert!(documents.iter().all(|d| *d == Cell::Integer(2)), "{documents:?}");

    let tamm = Filter { actors: vec!["Maret Tamm".to_owned()], ..Filter::default() };
    assert_eq!(column("time_begin", |take| ledger.timeline(&tamm, take)).len(), 4);

    let kinds = column("kind", |take| ledger.conflicts(&Filter::default(), take));
    assert_eq!(kinds.len(), 4);
    let visits = Filter { codes: vec!["042".to_owned()], ..Filter::default() };
    let words = column("first_words", |take| ledger.conflicts(&visits, take));
    assert!(matches!(&words[..], [Cell::Text(one), _] if one.contains("visited Tallinn")), "{words:?}");

    let first = Filter { document: Some(example().document.id), ..Filter::default() };
    let found = column("sentence", |take| ledger.search("harbour closing", &first, take));
    assert_eq!(found.len(), 1, "words are found in other forms: would close its harbours");
    let nothing = ledger.search("...", &first, |_| Ok(()));
    assert!(matches!(nothing, Err(LedgerError::Question(_))));
}

#[test]
fn show_tells_all_about_an_id() {
    let ledger = ledger("show");
    let record = example();
    let visit = record.events.iter().find(|e| e.code == "042").expect("the example has a visit");
    let shown = ledger.show(&visit.id).expect("readable").expect("it is there");
    assert_eq!(shown.what, "event");
    let passage = shown.passage.expect("an event stands in a text");
    assert_eq!(passage.marks.iter().map(|m| m.of(&passage.text)).collect::<Vec<_>>(), ["visited"]);
    assert!(passage.text.contains("Tallinn"));
    let related: Vec<_> = shown.related.iter().map(|r| r.relation.as_str()).collect();
    assert!(related.contains(&"told in") && related.contains(&"conflict"), "{related:?}");

    for (id, what) in [
        (&record.document.id, "document"),
        (&record.statements[0].id, "statement"),
        (&record.actors[0].id, "actor"),
        (&record.times[0].id, "time"),
        (&record.conflicts[0].id, "conflict"),
    ] {
        assert_eq!(ledger.show(id).expect("readable").map(|s| s.what), Some(what), "{id}");
    }
    assert_eq!(ledger.show("ev_nothing").expect("readable"), None);
}

#[test]
fn sql_only_reads() {
    let ledger = ledger("sql");
    let mut rows = Vec::new();
    let count = |rows: &mut Vec<Vec<Cell>>, sql: &str| {
        ledger.sql(
            sql,
            |_| Ok(()),
            |row| {
                rows.push(row);
                Ok(())
            },
        )
    };
    count(&mut rows, "SELECT count(*), NULL, 1.5, 'x' FROM documents").expect("it is SQL");
    assert_eq!(rows, [[Cell::Integer(2), Cell::None, Cell::Real(1.5), Cell::Text("x".to_owned())]]);
    for wrong in ["DELETE FROM documents", "SELECT 1; SELECT 2", "SELEC", "CREATE TABLE x (y)"] {
        assert!(matches!(count(&mut rows, wrong), Err(LedgerError::Question(_))), "{wrong}");
    }
    let mut documents = None;
    ledger
        .stats(|row| {
            documents = documents.take().or(Some(row.value));
            Ok(())
        })
        .expect("readable");
    assert_eq!(documents, Some(Cell::Integer(2)));
}

/// Linking writes identities; here a test does, to see that questions find actors by all names of an identity.
#[test]
fn an_identity_is_found_by_each_of_its_names() {
    let path = scratch("identities").join("x.ledger");
    drop(ledger_at(&path));
    let writer = Ledger::open_to_add(&path).expect("writable");
    let identify = "UPDATE actors SET identity = NULL;
        INSERT INTO identities (key, id, name, kind) VALUES (900001, 'id_test', 'Maret Tamm', 'person');
        INSERT INTO identity_names (key, name) VALUES (900001 << 8 | 1, 'm. thamm');
        INSERT INTO identity_words (rowid, name) VALUES (900001 << 8, 'maret tamm'), (900001 << 8 | 1, 'm. thamm');
        UPDATE actors SET identity = 900001 WHERE name = 'Maret Tamm';
        UPDATE statements SET who = 900001 WHERE source IN (SELECT key FROM actors WHERE identity = 900001)";
    writer.connection().execute_batch(identify).expect("writable");
    let thamm = Filter { by: some("Thamm"), ..Filter::default() };
    let found = statements(&writer, &thamm, "source").len();
    assert!(found > 0);
    let tamm = Filter { by: some("Maret Tamm"), ..Filter::default() };
    assert_eq!(statements(&writer, &tamm, "source").len(), found);
    let unname = "INSERT INTO identity_words (identity_words, rowid, name)
        SELECT 'delete', key, name FROM identity_names WHERE identity = 900001";
    writer.connection().execute_batch(unname).expect("writable");
    assert_eq!(statements(&writer, &thamm, "source").len(), 0);
}

/// Most events begin and end in one month, and days are looked for among those; these must not hide the others.
#[test]
fn what_goes_on_for_months_is_found_by_each_of_them() {
    let path = scratch("months").join("x.ledger");
    drop(ledger_at(&path));
    let writer = Ledger::open_to_add(&path).expect("writable");
    let stretch = "UPDATE events SET time_begin = '2020-12-30', time_end = '2021-03-02'
        WHERE key = (SELECT min(event) FROM parties WHERE who IN (SELECT identity FROM actors WHERE name = 'Finland'))";
    writer.connection().execute_batch(stretch).expect("writable");
    let day = |day: &str| day.parse().ok();
    for actors in [vec![], vec!["Finland".to_owned()]] {
        let in_days = |since, until| {
            let filter = Filter { since: day(since), until: day(until), actors: actors.clone(), ..Filter::default() };
            events(&writer, &filter, "id").len()
        };
        assert_eq!(in_days("2020-12-01", "2020-12-31"), 1, "it begins");
        assert_eq!(in_days("2021-02-01", "2021-02-28"), 1, "it goes on");
        assert_eq!(in_days("2021-03-02", "2021-03-31"), 1, "it ends");
        assert_eq!(in_days("2020-12-01", "2020-12-29"), 0, "it has not begun");
        assert_eq!(in_days("2021-03-03", "2021-03-31"), 0, "it is over");
    }
}
