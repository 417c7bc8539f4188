//! Rows back to the record that they were made of.

mod rows;

use crate::names::Named;
use crate::{DocumentKey, Ledger, Result};
use rusqlite::types::FromSql;
use rusqlite::{OptionalExtension, Row};
use sayso_record::{Document, Record, SCHEMA, Sentence, Span, json};
use serde::de::DeserializeOwned;

impl Ledger {
    /// The document of that id.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn document(&self, id: &str) -> Result<Option<DocumentKey>> {
        let sql = "SELECT key FROM heads WHERE id = ?1";
        let found =
            self.connection.prepare_cached(sql).and_then(|mut sql| sql.query_row([id], |r| r.get(0)).optional());
        found.map_err(|e| self.error(e))
    }

    /// The record of a document as it was added, spans in bytes; `None` where there is no such document.
    ///
    /// # Errors
    /// Those of SQLite, and where the rows were altered to what is no record.
    pub fn record(&self, document: DocumentKey) -> Result<Option<Record>> {
        let of = |e| self.error(e);
        let Some((head, provenance)) = self.head(document).map_err(of)? else { return Ok(None) };
        let rows = document.rows();
        let range = [*rows.start(), *rows.end()];
        let mut record = Record {
            schema: SCHEMA.to_owned(),
            document: head,
            sentences: self.list(range, "SELECT start, end FROM sentences", "key", |row| {
                Ok(Sentence { span: Span::new(row.get(0)?, row.get(1)?) })
            })?,
            times: self.list(range, rows::TIMES, "key", rows::time)?,
            actors: self.list(range, rows::ACTORS, "key", rows::actor)?,
            statements: self.list(range, rows::STATEMENTS, "s.key", rows::statement)?,
            events: self.list(range, rows::EVENTS, "e.key", rows::event)?,
            conflicts: self.list(range, rows::CONFLICTS, "c.key", rows::conflict)?,
            provenance,
        };
        rows::attach(self, range, &mut record)?;
        json::to_bytes(&mut record).map_err(|e| crate::LedgerError::Content(self.path.clone(), e.to_string()))?;
        Ok(Some(record))
    }

    fn head(&self, document: DocumentKey) -> rusqlite::Result<Option<(Document, Vec<String>)>> {
        const SQL: &str = "SELECT id, date, date_from, title, publisher, url, language, text, provenance
            FROM documents WHERE key = ?1";
        let head = |row: &Row<'_>| {
            let document = Document {
                id: row.get(0)?,
                date: parsed(row, 1)?,
                date_from: optional_word(row, 2)?,
                title: row.get(3)?,
                publisher: row.get(4)?,
                url: row.get(5)?,
                language: row.get(6)?,
                text: row.get(7)?,
            };
            Ok((document, from_json(row, 8)?))
        };
        self.connection.prepare_cached(SQL)?.query_row([document], head).optional()
    }

    /// What `read` makes of the rows of `sql` whose key lies in `range`; `order` begins with the key's column.
    fn list<T>(
        &self,
        range: [i64; 2],
        sql: &str,
        order: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let key = order.split(',').next().unwrap_or(order);
        let sql = format!("{sql} WHERE {key} BETWEEN ?1 AND ?2 ORDER BY {order}");
        let list = || {
            self.connection
                .prepare_cached(&sql)?
                .query_map(range, |row| read(row))?
                .collect::<rusqlite::Result<Vec<T>>>()
        };
        list().map_err(|e| self.error(e))
    }
}

/// A cell that some words stand for.
fn word<T: Named>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let word: String = row.get(at)?;
    T::of_word(&word).ok_or_else(|| altered(at, format!("`{word}`")))
}

fn optional_word<T: Named>(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<T>> {
    if row.get_ref(at)? == rusqlite::types::ValueRef::Null { Ok(None) } else { word(row, at).map(Some) }
}

/// A cell that is written as text: a day.
fn parsed<T: std::str::FromStr>(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<T>> {
    let written: Option<String> = row.get(at)?;
    written.map(|w| w.parse().map_err(|_| altered(at, format!("`{w}`")))).transpose()
}

/// A cell of JSON; the default where it is empty.
fn from_json<T: DeserializeOwned + Default>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let written: Option<String> = row.get(at)?;
    let read = |w: String| serde_json::from_str(&w).map_err(|_| altered(at, format!("`{w}`")));
    written.map_or_else(|| Ok(T::default()), read)
}

fn get<T: FromSql>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    row.get(at)
}

/// A cell that this program never writes.
fn altered(at: usize, what: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, what.into())
}
