//! Removing a document with all its rows, to make room for a corrected one.

use crate::{DocumentKey, Kind};
use rusqlite::Transaction;

/// Tables whose rows lie in their document's range of keys, by the name of that column.
const TABLES: [(&str, &str); 11] = [
    ("sentences", "key"),
    ("times", "key"),
    ("actors", "key"),
    ("statements", "key"),
    ("vias", "statement"),
    ("answers", "statement"),
    ("subjects", "actor"),
    ("events", "key"),
    ("parties", "event"),
    ("voices", "event"),
    ("conflicts", "key"),
];

/// Removes the rows of `document`.
pub(super) fn document(transaction: &Transaction<'_>, document: DocumentKey) -> rusqlite::Result<()> {
    let rows = document.rows();
    let range = [*rows.start(), *rows.end()];
    let of_title = document.row(Kind::Sentence, 0);
    transaction.execute("DELETE FROM sentence_words WHERE rowid = ?1", [of_title])?;
    transaction.execute(
        "DELETE FROM sentence_words WHERE rowid IN (SELECT key FROM sentences WHERE key BETWEEN ?1 AND ?2)",
        range,
    )?;
    transaction.execute("DELETE FROM id_words WHERE rowid = ?1", [document])?;
    for (table, column) in TABLES {
        transaction.execute(&format!("DELETE FROM {table} WHERE {column} BETWEEN ?1 AND ?2"), range)?;
    }
    transaction.execute("DELETE FROM texts WHERE document = ?1", [document])?;
    transaction.execute("DELETE FROM heads WHERE key = ?1", [document])?;
    Ok(())
}
