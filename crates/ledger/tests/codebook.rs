//! `docs/codebook.md` has every table with every column, and no other.

mod common;

use common::scratch;
use sayso_ledger::{Ledger, VERSION};
use std::collections::BTreeMap;
use std::path::Path;

type Tables = BTreeMap<String, Vec<String>>;

/// The tables that the page explains.
fn explained(page: &str) -> Tables {
    let mut tables = Tables::new();
    for section in page.split("\n## ").skip(1) {
        let (name, text) = section.split_once('\n').unwrap_or((section, ""));
        let rows = text.lines().skip_while(|line| *line != "|---|---|").skip(1);
        let columns = rows.take_while(|line| line.starts_with('|')).filter_map(|line| line.split('|').nth(1));
        tables.insert(name.to_owned(), columns.map(|column| column.trim().to_owned()).collect());
    }
    tables
}

#[test]
fn the_codebook_explains_every_table_and_column() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/codebook.md"));
    let page = page.expect("the page is there");
    assert!(page.contains(&format!("Version {VERSION}.")), "the page is of another version than {VERSION}");

    let ledger = Ledger::open_to_add(&scratch("codebook").join("x.ledger")).expect("a new ledger");
    // Tables in which FTS5 keeps an index are its own business, and so are its hidden columns.
    let sql = "SELECT t.name, c.name FROM pragma_table_list t, pragma_table_xinfo(t.name) c
        WHERE t.schema = 'main' AND t.type IN ('table', 'virtual', 'view') AND t.name NOT LIKE 'sqlite_%' AND c.hidden <> 1
        ORDER BY t.name, c.cid";
    let mut found = Tables::new();
    let mut statement = ledger.connection().prepare(sql).expect("it is SQL");
    let mut rows = statement.query([]).expect("readable");
    while let Some(row) = rows.next().expect("readable") {
        found.entry(row.get(0).expect("a name")).or_default().push(row.get(1).expect("a name"));
    }
    let explained = explained(&page);
    for (table, columns) in &found {
        assert_eq!(explained.get(table), Some(columns), "{table}");
    }
    assert_eq!(explained.len(), found.len(), "the page explains tables that are not there");
}
