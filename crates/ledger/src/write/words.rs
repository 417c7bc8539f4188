//! The indexes of words. Texts for them wait until a batch ends and are indexed in one go.
//!
//! FTS5 gathers words in a table of its own before it writes them. Between other rows, that table is gone from the
//! processor's memory with every document, and some of them have FTS5 write to the disk what it has gathered so far.

use crate::{DocumentKey, Key, Kind};
use rusqlite::{Connection, params};

/// What waits to be indexed.
#[derive(Debug, Default)]
pub(crate) struct Words {
    sentences: Waiting,
    actors: Waiting,
    ids: Waiting,
}

/// Texts one behind the other, each with the number of its row and where it ends.
#[derive(Debug, Default)]
struct Waiting {
    text: String,
    rows: Vec<(i64, usize)>,
}

impl Words {
    /// Takes a sentence, or a title.
    pub(super) fn sentence(&mut self, key: Key, text: &str) {
        self.sentences.put(key.0, [text]);
    }

    /// Takes the name of an actor that has no identity, and is found by no name of one.
    pub(super) fn actor(&mut self, key: Key, name: &str) {
        self.actors.put(key.0, [name]);
    }

    /// Takes the ids that a document is asked by.
    pub(super) fn ids<'i>(&mut self, document: DocumentKey, ids: impl IntoIterator<Item = &'i str>) {
        self.ids.put(document.0, ids);
    }

    /// Indexes what waits.
    pub(super) fn write(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.sentences.write(connection, "INSERT INTO sentence_words (rowid, text) VALUES (?1, ?2)")?;
        self.actors.write(connection, "INSERT INTO actor_words (rowid, name) VALUES (?1, ?2)")?;
        self.ids.write(connection, "INSERT INTO id_words (rowid, ids) VALUES (?1, ?2)")
    }
}

/// Takes the words of `document` out of the indexes, while all its rows are there and its actors have their identities.
pub(super) fn remove(connection: &Connection, document: DocumentKey) -> rusqlite::Result<()> {
    const SENTENCES: &str = "DELETE FROM sentence_words
        WHERE rowid IN (SELECT key FROM sentences WHERE key BETWEEN ?1 AND ?2 UNION ALL SELECT ?3)";
    const ACTORS: &str = "INSERT INTO actor_words (actor_words, rowid, name)
        SELECT 'delete', key, name FROM actors WHERE key BETWEEN ?1 AND ?2 AND identity IS NULL";
    let (rows, title) = (document.rows(), document.row(Kind::Sentence, 0));
    connection.execute(SENTENCES, params![rows.start(), rows.end(), title])?;
    connection.execute(ACTORS, params![rows.start(), rows.end()])?;
    connection.execute("DELETE FROM id_words WHERE rowid = ?1", [document]).map(drop)
}

impl Waiting {
    fn put<'w>(&mut self, row: i64, words: impl IntoIterator<Item = &'w str>) {
        for word in words {
            self.text.push_str(word);
            self.text.push(' ');
        }
        self.rows.push((row, self.text.len()));
    }

    fn write(&mut self, connection: &Connection, sql: &str) -> rusqlite::Result<()> {
        let mut put = connection.prepare_cached(sql)?;
        let mut from = 0;
        for (row, to) in self.rows.drain(..) {
            put.execute(params![row, &self.text[from..to]])?;
            from = to;
        }
        self.text.clear();
        Ok(())
    }
}
