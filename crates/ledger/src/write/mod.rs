//! Adding documents: a batch of them in one transaction, all of it or none.

mod events;
mod remove;
mod rows;
mod spans;
mod statements;
mod words;

pub(crate) use rows::insert;
pub(crate) use words::Words;

use crate::link::{self, Kept, Text};
use crate::open::CACHE_TO_ADD;
use crate::{DocumentKey, Ledger, LedgerError, Result};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use sayso_record::{Document, Record};
use std::path::Path;

/// Who made the records: what must be the same for a record to come out the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Version of the program.
    pub program: String,
    /// Which trained models.
    pub model: String,
    /// Which lexicons.
    pub lexicons: String,
}

/// Where a document came from: an input by name, and the document's number in it, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Item {
    /// The input's name.
    pub source: String,
    /// Number of the document in the input.
    pub number: i64,
    /// Whether the document is the whole of the input, and is called by its name: what the input held before is an
    /// older state of the same document.
    pub whole: bool,
}

/// What the ledger knows of a document before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing.
    New,
    /// This item was added, just as it is now.
    Noted,
    /// The same document came from elsewhere.
    Here(DocumentKey),
    /// A document of that id or address is there with another content, under this id.
    Other(String),
}

/// What adding a document did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is new.
    New,
    /// It took the place of the document of this id, which had the same id or address and another content.
    Replaced(String),
    /// It was there.
    Unchanged,
}

/// Documents that are added together.
///
/// A batch that is dropped without [`Batch::commit`] leaves no trace.
#[derive(Debug)]
pub struct Batch<'l> {
    transaction: Transaction<'l>,
    path: &'l Path,
    reader: i64,
    kept: Kept,
    words: Words,
    /// Where it is kept once this batch is in the ledger.
    home: &'l mut Kept,
}

impl Ledger {
    /// Begins a batch of documents read by `reader`. Waits while another program adds a batch of its own.
    ///
    /// # Errors
    /// Where the ledger can't be written, or the other program does not end its batch.
    pub fn batch(&mut self, reader: &Reader) -> Result<Batch<'_>> {
        let Self { connection, path, kept: home, .. } = self;
        let path = path.as_path();
        let of = |e| LedgerError::of(path, e);
        connection.pragma_update(None, "cache_size", -CACHE_TO_ADD).map_err(of)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(of)?;
        let reader = reader_key(&transaction, reader).map_err(of)?;
        let kept = std::mem::take(home).or_nothing(&transaction).map_err(of)?;
        Ok(Batch { transaction, path, reader, kept, words: Words::default(), home })
    }

    /// What the ledger knows of `document`, which is item `item` of the inputs.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn known(&self, item: &Item, document: &Document, fingerprint: i64) -> Result<Known> {
        known(&self.connection, item, document, fingerprint).map_err(|e| self.error(e))
    }

    /// Whether the document of that id was read by `reader`; true where there is none.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn was_read_by(&self, document: &Document, reader: &Reader) -> Result<bool> {
        const SQL: &str = "SELECT 1 FROM heads JOIN readers ON readers.key = reader
            WHERE id = ?1 AND NOT (program = ?2 AND model = ?3 AND lexicons = ?4)";
        let values = params![document.id, reader.program, reader.model, reader.lexicons];
        let other = self.connection.prepare_cached(SQL).and_then(|mut sql| sql.exists(values));
        other.map(|other| !other).map_err(|e| self.error(e))
    }

    /// How many documents were read by another reader than `reader`.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn documents_of_other_readers(&self, reader: &Reader) -> Result<i64> {
        const SQL: &str = "SELECT count(*) FROM heads JOIN readers ON readers.key = reader
            WHERE NOT (program = ?1 AND model = ?2 AND lexicons = ?3)";
        let values = params![reader.program, reader.model, reader.lexicons];
        self.connection.query_row(SQL, values, |row| row.get(0)).map_err(|e| self.error(e))
    }
}

impl Batch<'_> {
    /// Adds a record whose document has that fingerprint.
    ///
    /// # Errors
    /// Those of SQLite, and [`LedgerError::TooLarge`].
    pub fn add(&mut self, item: &Item, record: &Record, fingerprint: i64) -> Result<Added> {
        self.put(item, record, fingerprint, false)
    }

    /// The same, where the record is to be renewed though its document is the same.
    ///
    /// # Errors
    /// As [`Batch::add`].
    pub fn renew(&mut self, item: &Item, record: &Record, fingerprint: i64) -> Result<Added> {
        self.put(item, record, fingerprint, true)
    }

    fn put(&mut self, item: &Item, record: &Record, fingerprint: i64, renew: bool) -> Result<Added> {
        let lists = [record.sentences.len(), record.times.len(), record.actors.len(), record.statements.len()];
        let longest = lists.into_iter().chain([record.events.len(), record.conflicts.len()]).max();
        if longest >= Some(1 << 24) {
            return Err(LedgerError::TooLarge(record.document.id.clone()));
        }
        let path = self.path;
        let of = |e| LedgerError::of(path, e);
        let tx = &self.transaction;
        let document = &record.document;
        let by_id = find_by_id(tx, &document.id).map_err(of)?;
        let by_url = find_by_url(tx, document.url.as_deref()).map_err(of)?;
        let by_source = if by_id.is_some() { None } else { find_by_source(tx, item).map_err(of)? };
        let before = by_id.as_ref().or(by_url.as_ref()).or(by_source.as_ref());
        let added = match before {
            Some((key, _, same)) if *same == fingerprint && !renew => {
                cover(tx, item, *key, fingerprint).map_err(of)?;
                return Ok(Added::Unchanged);
            }
            Some((_, _, same)) if *same == fingerprint => Added::Unchanged,
            Some((_, id, _)) => Added::Replaced(id.clone()),
            None => Added::New,
        };
        if before.is_some() {
            // What came before is linked before anything is undone, as if every document were a batch of its own.
            self.finish()?;
        }
        let tx = &self.transaction;
        let mut key = None;
        for (old, ..) in [&by_id, &by_url, &by_source].into_iter().flatten() {
            // The same document may have been found twice.
            if key != Some(*old) {
                words::remove(tx, *old).map_err(of)?;
                link::forget(tx, *old, &mut self.kept).map_err(of)?;
                remove::document(tx, *old).map_err(of)?;
                key = key.or(Some(*old));
            }
        }
        let key = match key {
            Some(key) => key,
            None => next_key(tx).map_err(of)?,
        };
        let rows = insert(tx, key, record, self.reader, fingerprint, (&mut self.kept, &mut self.words)).map_err(of)?;
        let text = Text::of(&document.text);
        link::update(tx, key, &rows.page(&text), &mut self.kept).map_err(of)?;
        cover(tx, item, key, fingerprint).map_err(of)?;
        Ok(added)
    }

    /// Notes that an item is a document which is here already.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn note(&mut self, item: &Item, document: DocumentKey, fingerprint: i64) -> Result<()> {
        cover(&self.transaction, item, document, fingerprint).map_err(|e| LedgerError::of(self.path, e))
    }

    /// Notes that an item could not be read, and why.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn failed(&mut self, item: &Item, reason: &str) -> Result<()> {
        self.left_out(item, "failed", reason)
    }

    /// Notes that an item was passed over on purpose, and why.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn skipped(&mut self, item: &Item, reason: &str) -> Result<()> {
        self.left_out(item, "skipped", reason)
    }

    fn left_out(&mut self, item: &Item, outcome: &str, reason: &str) -> Result<()> {
        const SQL: &str = "INSERT INTO coverage (source, item, outcome, reason) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET outcome = excluded.outcome, document = NULL, fingerprint = NULL,
            reason = excluded.reason";
        let write = || {
            let source = source_key(&self.transaction, &item.source)?;
            self.transaction.prepare_cached(SQL)?.execute(params![source, item.number, outcome, reason])
        };
        write().map(drop).map_err(|e| LedgerError::of(self.path, e))
    }

    /// Links what was added with all the rest and indexes its words; what [`Batch::commit`] has to work out otherwise.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn finish(&mut self) -> Result<()> {
        link::finish(&self.transaction, &mut self.kept)
            .and_then(|()| self.words.write(&self.transaction))
            .map_err(|e| LedgerError::of(self.path, e))
    }

    /// Finishes the batch and makes it last.
    ///
    /// # Errors
    /// Those of SQLite; nothing of the batch stays then.
    pub fn commit(mut self) -> Result<()> {
        self.finish()?;
        let Self { transaction, path, kept, home, .. } = self;
        transaction.commit().map_err(|e| LedgerError::of(path, e))?;
        *home = kept;
        Ok(())
    }
}

fn known(connection: &Connection, item: &Item, document: &Document, fingerprint: i64) -> rusqlite::Result<Known> {
    const NOTED: &str = "SELECT 1 FROM coverage JOIN sources ON sources.key = source
        WHERE name = ?1 AND item = ?2 AND outcome = 'read' AND fingerprint = ?3";
    let noted = params![item.source, item.number, fingerprint];
    if connection.prepare_cached(NOTED)?.exists(noted)? {
        return Ok(Known::Noted);
    }
    let mut found = find_by_id(connection, &document.id)?;
    if found.is_none() {
        found = find_by_url(connection, document.url.as_deref())?;
    }
    if found.is_none() {
        found = find_by_source(connection, item)?;
    }
    Ok(match found {
        Some((key, _, same)) if same == fingerprint => Known::Here(key),
        Some((_, id, _)) => Known::Other(id),
        None => Known::New,
    })
}

type Found = (DocumentKey, String, i64);

fn find_by_id(connection: &Connection, id: &str) -> rusqlite::Result<Option<Found>> {
    const SQL: &str = "SELECT key, id, fingerprint FROM heads WHERE id = ?1";
    let found = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    connection.prepare_cached(SQL)?.query_row([id], found).optional()
}

fn find_by_url(connection: &Connection, url: Option<&str>) -> rusqlite::Result<Option<Found>> {
    const SQL: &str = "SELECT key, id, fingerprint FROM heads WHERE url = ?1";
    let Some(url) = url else { return Ok(None) };
    let found = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    connection.prepare_cached(SQL)?.query_row([url], found).optional()
}

/// The document that a file held before, where the file is one document and no other has held the same.
fn find_by_source(connection: &Connection, item: &Item) -> rusqlite::Result<Option<Found>> {
    const SQL: &str = "SELECT h.key, h.id, h.fingerprint FROM sources s JOIN coverage c ON c.source = s.key
        JOIN heads h ON h.key = c.document WHERE s.name = ?1 AND c.item = ?2 AND c.outcome = 'read'
        AND c.fingerprint = h.fingerprint AND NOT EXISTS (SELECT 1 FROM coverage o WHERE o.document = c.document
          AND o.fingerprint = h.fingerprint AND NOT (o.source = c.source AND o.item = c.item))";
    if !item.whole {
        return Ok(None);
    }
    let found = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    connection.prepare_cached(SQL)?.query_row(params![item.source, item.number], found).optional()
}

fn next_key(connection: &Connection) -> rusqlite::Result<DocumentKey> {
    const SQL: &str = "SELECT ifnull(max(key), 0) + 1 FROM heads";
    connection.prepare_cached(SQL)?.query_row([], |row| row.get(0))
}

fn reader_key(connection: &Connection, reader: &Reader) -> rusqlite::Result<i64> {
    const FIND: &str = "SELECT key FROM readers WHERE program = ?1 AND model = ?2 AND lexicons = ?3";
    let values = params![reader.program, reader.model, reader.lexicons];
    if let Some(key) = connection.query_row(FIND, values, |row| row.get(0)).optional()? {
        return Ok(key);
    }
    connection.execute("INSERT INTO readers (program, model, lexicons) VALUES (?1, ?2, ?3)", values)?;
    Ok(connection.last_insert_rowid())
}

fn source_key(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    let mut find = connection.prepare_cached("SELECT key FROM sources WHERE name = ?1")?;
    if let Some(key) = find.query_row([name], |row| row.get(0)).optional()? {
        return Ok(key);
    }
    connection.execute("INSERT INTO sources (name) VALUES (?1)", [name])?;
    Ok(connection.last_insert_rowid())
}

fn cover(connection: &Connection, item: &Item, document: DocumentKey, fingerprint: i64) -> rusqlite::Result<()> {
    const SQL: &str =
        "INSERT INTO coverage (source, item, outcome, document, fingerprint) VALUES (?1, ?2, 'read', ?3, ?4)
        ON CONFLICT DO UPDATE SET outcome = 'read', document = excluded.document, fingerprint = excluded.fingerprint,
        reason = NULL";
    let source = source_key(connection, &item.source)?;
    connection.prepare_cached(SQL)?.execute(params![source, item.number, document, fingerprint])?;
    Ok(())
}
