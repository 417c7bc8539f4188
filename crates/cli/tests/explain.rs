//! `sayso explain` as a shell sees it.

mod common;

use common::sayso;

const ARTICLE: &str =
    "date 2023-05-11 Lopez accused the army of torturing prisoners. The army denied the accusation.\n";

fn record() -> (String, Vec<String>) {
    found("statements", ARTICLE)
}

/// The record of an article, and the ids of its findings of one kind.
fn found(kind: &str, article: &str) -> (String, Vec<String>) {
    let (_, line, _) = sayso(&["read", "-", "--format", "jsonl", "--quiet"], article);
    let record: serde_json::Value = serde_json::from_str(&line).expect("a record is JSON");
    let findings = record[kind].as_array().expect("findings are a list").clone();
    let ids = findings.iter().map(|s| s["id"].as_str().expect("ids are strings").to_owned()).collect();
    (line, ids)
}

#[test]
fn an_article_and_its_record_explain_alike() {
    let (line, ids) = record();
    assert_eq!(ids.len(), 2);
    let (status, from_article, _) = sayso(&["explain", &ids[0], "-"], ARTICLE);
    assert_eq!(status, 0);
    assert!(from_article.contains("source      Lopez"), "{from_article}");
    assert!(from_article.contains("lexicons/en/cues.tsv:"), "{from_article}");
    assert!(from_article.contains("`accuse`: act accuse"), "{from_article}");
    let (status, from_record, _) = sayso(&["explain", &ids[0], "-"], &line);
    assert_eq!(status, 0);
    let body = |page: &str| page.split_once('\n').expect("it has lines").1.to_owned();
    assert_eq!(body(&from_article), body(&from_record));
}

#[test]
fn the_row_that_is_named_is_the_row_of_the_cue() {
    let (line, ids) = record();
    let (_, page, _) = sayso(&["explain", &ids[1], "-"], &line);
    let at = page.split("cues.tsv:").nth(1).and_then(|rest| rest.split(' ').next()).expect("a row is named");
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/../../lexicons/en/cues.tsv");
    let table = std::fs::read_to_string(table).expect("the table is there");
    let row = table.lines().nth(at.parse::<usize>().expect("a line number") - 1).expect("the line is there");
    assert!(row.starts_with("deny\tverb\t"), "{row}");
}

/// The row of a table that a page names, and the word that it names it for.
fn named_row(page: &str, table: &str) -> String {
    let after = page.split(&format!("{table}:")).nth(1).unwrap_or_else(|| panic!("no row of {table} in {page}"));
    let line: usize = after.split(' ').next().and_then(|at| at.parse().ok()).expect("a line number");
    let path = format!("{}/../../lexicons/en/{table}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the table is there");
    text.lines().nth(line - 1).expect("the line is there").to_owned()
}

#[test]
fn an_event_is_explained_by_its_rule_and_the_rows_of_its_actors() {
    let article = "date 2023-05-11 The Kremlin demanded that Latvia release the sailors.\n";
    let (line, ids) = found("events", article);
    assert_eq!(ids.len(), 1, "{line}");
    let (status, page, _) = sayso(&["explain", &ids[0], "-"], article);
    assert_eq!(status, 0);
    assert!(page.contains("source      Kremlin") && page.contains("target      Latvia"), "{page}");
    assert!(named_row(&page, "events.tsv").split('\t').nth(2).is_some_and(|w| w.contains("demand")), "{page}");
    assert!(named_row(&page, "institutions.tsv").contains("Kremlin"), "{page}");
    assert!(named_row(&page, "countries.tsv").starts_with("LVA\t"), "{page}");
    assert!(page.contains("about the act `release`"), "{page}");
    assert!(page.contains("its day is assumed"), "{page}");
    let (status, from_record, _) = sayso(&["explain", &ids[0], "-"], &line);
    assert_eq!(status, 0);
    let body = |page: &str| page.split_once('\n').expect("it has lines").1.to_owned();
    assert_eq!(body(&page), body(&from_record));
}

#[test]
fn an_event_in_somebody_s_words_says_by_whose_cue() {
    let article = "date 2023-05-11 Estonia said that Russian troops had attacked Kharkiv.\n";
    let (line, ids) = found("events", article);
    assert!(!ids.is_empty(), "{line}");
    let pages: Vec<String> = ids.iter().map(|id| sayso(&["explain", id, "-"], article).1).collect();
    let attack = pages.iter().find(|p| p.contains("`attack`")).unwrap_or_else(|| panic!("no attack: {pages:?}"));
    assert!(attack.contains("by the cue `say` commits to it as CT+"), "{attack}");
    assert!(attack.contains("the article itself commits to it as Uu"), "{attack}");
    assert!(named_row(attack, "agents.tsv").contains("troops"), "{attack}");
}

#[test]
fn an_id_that_is_not_there_is_told() {
    let (status, out, error) = sayso(&["explain", "st_nothing", "-"], ARTICLE);
    assert_eq!(status, 1);
    assert!(out.is_empty());
    assert!(error.contains("no statement or event `st_nothing`"), "{error}");
}

#[test]
fn a_file_that_is_not_there_is_an_error() {
    let (status, _, error) = sayso(&["explain", "st_nothing", "no-such-file.txt"], "");
    assert_eq!(status, 2);
    assert!(error.contains("no-such-file.txt"), "{error}");
}
