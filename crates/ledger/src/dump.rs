//! All that a ledger holds as lines of JSON in an order that depends on the content alone.
//!
//! Two ledgers with the same content give the same bytes, whatever their keys, their free pages, or the runs that
//! made them. Documents are complete `sayso/1` records; what links them names ids.

use crate::{DocumentKey, Ledger, LedgerError, Result};
use rusqlite::types::ValueRef;
use sayso_record::json;
use serde_json::{Map, Value};
use std::io::Write;

/// What is dumped behind the records: the name of the line, and a query whose columns are its fields. Keys do not
/// occur in them, only ids.
const TABLES: [(&str, &str); 11] = [
    (
        "read_by",
        "SELECT d.id document, program, model, lexicons FROM heads d JOIN readers r ON r.key = d.reader ORDER BY 1",
    ),
    (
        "coverage",
        "SELECT s.name source, item, outcome, d.id document, c.fingerprint = d.fingerprint current, reason
         FROM coverage c JOIN sources s ON s.key = c.source LEFT JOIN heads d ON d.key = c.document ORDER BY 1, 2",
    ),
    ("identity", "SELECT id, name, kind, country, code FROM identities ORDER BY id"),
    (
        "identity_of",
        "SELECT a.id actor, i.id identity, identity_why why FROM actors a JOIN identities i ON i.key = identity ORDER BY 1",
    ),
    (
        "copy",
        "SELECT d.id document, o.id original, similarity FROM copies c JOIN heads d ON d.key = c.document
         JOIN heads o ON o.key = c.original ORDER BY 1",
    ),
    (
        "happening",
        "SELECT id, code, name, time_begin, time_end, place, place_country, accounts, documents FROM happenings ORDER BY 1",
    ),
    (
        "account",
        "SELECT h.id happening, coalesce(e.id, m.id) account, stated_begin, stated_end, doer, denier
         FROM accounts a JOIN happenings h ON h.key = happening LEFT JOIN events e ON e.key = event
         LEFT JOIN mentions m ON m.key = event ORDER BY 1, 2",
    ),
    ("claim", "SELECT id, words, first_asserted, first_denied, assertions, denials FROM claims ORDER BY id"),
    (
        "position",
        "SELECT c.id claim, s.id statement, stance FROM positions p JOIN claims c ON c.key = claim
         JOIN statements s ON s.key = statement ORDER BY 1, 2",
    ),
    (
        "dispute",
        "SELECT d.id, d.kind, h.id happening, c.id claim, coalesce(e1.id, s1.id, m1.id) one, coalesce(e2.id, s2.id, m2.id) other, why
         FROM disputes d LEFT JOIN happenings h ON h.key = d.happening LEFT JOIN claims c ON c.key = d.claim
         LEFT JOIN events e1 ON e1.key = first LEFT JOIN statements s1 ON s1.key = first
         LEFT JOIN events e2 ON e2.key = second LEFT JOIN statements s2 ON s2.key = second
         LEFT JOIN mentions m1 ON m1.key = first LEFT JOIN mentions m2 ON m2.key = second ORDER BY d.id",
    ),
    (
        "figure",
        "SELECT coalesce(e.id, m.id) account, number, counts, unit, low, high, spans FROM figures f
         LEFT JOIN events e ON e.key = account LEFT JOIN mentions m ON m.key = account ORDER BY 1, 2",
    ),
];

impl Ledger {
    /// Keys of all documents, by their ids.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn documents(&self) -> Result<Vec<DocumentKey>> {
        let list = || -> rusqlite::Result<Vec<DocumentKey>> {
            self.connection.prepare("SELECT key FROM heads ORDER BY id")?.query_map([], |row| row.get(0))?.collect()
        };
        list().map_err(|e| self.error(e))
    }

    /// Writes all that the ledger holds to `out`.
    ///
    /// # Errors
    /// Those of SQLite and of `out`.
    pub fn dump(&self, out: &mut impl Write) -> Result<()> {
        let io = |e| LedgerError::Io(self.path.clone(), e);
        for document in self.documents()? {
            if let Some(record) = self.record(document)? {
                json::write(&record, out).map_err(io)?;
            }
        }
        for (name, sql) in TABLES {
            self.each(sql, |line| {
                let line = Value::Object(Map::from_iter([(name.to_owned(), line)]));
                writeln!(out, "{line}").map_err(io)
            })?;
        }
        Ok(())
    }

    /// Gives every row of `sql` to `take`, as an object.
    fn each(&self, sql: &str, mut take: impl FnMut(Value) -> Result<()>) -> Result<()> {
        let of = |e| self.error(e);
        let mut statement = self.connection.prepare(sql).map_err(of)?;
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).map_err(of)?;
        while let Some(row) = rows.next().map_err(of)? {
            let mut line = Map::new();
            for (at, name) in names.iter().enumerate() {
                line.insert(name.clone(), value(row.get_ref(at).map_err(of)?));
            }
            take(Value::Object(line))?;
        }
        Ok(())
    }
}

fn value(cell: ValueRef<'_>) -> Value {
    match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => n.into(),
        ValueRef::Real(x) => x.into(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into(),
    }
}
