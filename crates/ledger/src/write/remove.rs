//! Removing a document with all its rows, to make room for a corrected one.

use crate::DocumentKey;
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

/// Removes the rows of `document`, whose words are not indexed any more.
pub(super) fn document(transaction: &Transaction<'_>, document: DocumentKey) -> rusqlite::Result<()> {
    let rows = document.rows();
    let range = [*rows.start(), *rows.end()];
    for (table, column) in TABLES {
        transaction.execute(&format!("DELETE FROM {table} WHERE {column} BETWEEN ?1 AND ?2"), range)?;
    }
    transaction.execute("DELETE FROM texts WHERE document = ?1", [document])?;
    transaction.execute("DELETE FROM heads WHERE key = ?1", [document])?;
    Ok(())
}
