//! What the tests of the ledger share.

#![allow(dead_code, reason = "every test file uses its part")]

use sayso_ledger::{Item, Reader};
use sayso_record::{Record, json};
use std::path::PathBuf;
use std::sync::LazyLock;

/// Who is said to have read the examples.
pub(crate) static READER: LazyLock<Reader> = LazyLock::new(|| Reader {
    program: "0.1.0".to_owned(),
    model: "a model".to_owned(),
    lexicons: "some lexicons".to_owned(),
});

/// A record with something of everything.
pub(crate) fn example() -> Record {
    json::read(include_str!("../../../cli/tests/data/record.jsonl")).expect("the example is a record")
}

/// An item of an input that the tests made up.
pub(crate) fn item(number: i64) -> Item {
    Item { source: "news.jsonl".to_owned(), number, whole: false }
}

/// An empty folder.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("ledger-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("target can be written to");
    folder
}
