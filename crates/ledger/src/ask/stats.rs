//! How much a ledger holds.

use super::Taken;
use super::row::{Cell, row};
use crate::{Ledger, Result};
use rusqlite::types::ValueRef;

row! {
    /// A figure about the ledger.
    StatRow {
        /// What it is.
        what: String,
        /// Its value.
        value: Cell,
    }
}

/// Each figure with the query that gives it.
const FIGURES: &[(&str, &str)] = &[
    ("documents", "SELECT count(*) FROM heads"),
    ("documents that are copies", "SELECT count(*) FROM copies WHERE document <> original"),
    ("first day", "SELECT min(date) FROM heads"),
    ("last day", "SELECT max(date) FROM heads"),
    ("documents without a date", "SELECT count(*) FROM heads WHERE date IS NULL"),
    ("characters of text", "SELECT sum(length(text)) FROM texts"),
    ("sentences", "SELECT count(*) FROM sentences"),
    ("time expressions", "SELECT count(*) FROM times"),
    ("actors in documents", "SELECT count(*) FROM actors"),
    ("actors linked across documents", "SELECT count(*) FROM identities"),
    ("statements", "SELECT count(*) FROM statements"),
    ("claims", "SELECT count(*) FROM claims"),
    ("events (accounts)", "SELECT count(*) FROM events"),
    ("happenings", "SELECT count(*) FROM happenings"),
    ("conflicts within documents", "SELECT count(*) FROM conflicts"),
    ("conflicts between documents", "SELECT count(*) FROM disputes"),
    ("inputs", "SELECT count(*) FROM sources"),
    ("items read", "SELECT count(*) FROM coverage WHERE outcome = 'read'"),
    ("items skipped", "SELECT count(*) FROM coverage WHERE outcome = 'skipped'"),
    ("items failed", "SELECT count(*) FROM coverage WHERE outcome = 'failed'"),
    ("versions that read them", "SELECT count(DISTINCT reader) FROM heads"),
    ("bytes of the file", "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
];

impl Ledger {
    /// Counts of everything.
    ///
    /// # Errors
    /// Those of SQLite and of `take`.
    pub fn stats(&self, mut take: impl FnMut(StatRow) -> Taken) -> Result<()> {
        for (what, sql) in FIGURES {
            let read = |row: &rusqlite::Row<'_>| {
                Ok(match row.get_ref(0)? {
                    ValueRef::Integer(n) => Cell::Integer(n),
                    ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
                    _ => Cell::None,
                })
            };
            let value = self.connection.query_row(sql, [], read).map_err(|e| self.error(e))?;
            take(StatRow { what: (*what).to_owned(), value })?;
        }
        Ok(())
    }
}
