//! Keys of rows: where a row stands, in one number.
//!
//! `document << 28 | kind << 24 | number`. All rows of a document lie together in their tables, in text order, so that
//! they are found, read back and removed without an index on the document, and written at the end of a table rather
//! than all over it. Keys are the ledger's own; ids (`ev_…`) are what other programs should keep.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlResult, ToSqlOutput, ValueRef};
use std::ops::RangeInclusive;

const NUMBER_BITS: u32 = 24;
const DOCUMENT_BITS: u32 = 28;

/// A document of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentKey(pub i64);

/// A row of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub i64);

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `sentences`; number 0 is the title.
    Sentence = 0,
    /// `times`.
    Time = 1,
    /// `actors`.
    Actor = 2,
    /// `statements`.
    Statement = 3,
    /// `events`.
    Event = 4,
    /// `conflicts`.
    Conflict = 5,
    /// `mentions`.
    Mention = 6,
    /// `tellings`.
    Telling = 7,
}

impl Kind {
    /// All kinds, by their numbers.
    pub const ALL: [Self; 8] = [
        Self::Sentence,
        Self::Time,
        Self::Actor,
        Self::Statement,
        Self::Event,
        Self::Conflict,
        Self::Mention,
        Self::Telling,
    ];
}

impl DocumentKey {
    /// The row of that kind and number (counted from 1); `None` beyond the 16 million that a document may have.
    #[must_use]
    pub fn row(self, kind: Kind, number: usize) -> Option<Key> {
        let number = i64::try_from(number).ok().filter(|n| *n < 1 << NUMBER_BITS)?;
        Some(Key(self.0 << DOCUMENT_BITS | (kind as i64) << NUMBER_BITS | number))
    }

    /// All keys that rows of this document can have.
    #[must_use]
    pub fn rows(self) -> RangeInclusive<i64> {
        self.0 << DOCUMENT_BITS..=((self.0 + 1) << DOCUMENT_BITS) - 1
    }
}

impl Key {
    /// The document of the row.
    #[must_use]
    pub fn document(self) -> DocumentKey {
        DocumentKey(self.0 >> DOCUMENT_BITS)
    }

    /// What the row is.
    #[must_use]
    pub fn kind(self) -> Option<Kind> {
        Kind::ALL.get(((self.0 >> NUMBER_BITS) & 15) as usize).copied()
    }

    /// Its number among the document's rows of the kind, from 1.
    #[must_use]
    pub fn number(self) -> usize {
        usize::try_from(self.0 & ((1 << NUMBER_BITS) - 1)).unwrap_or_default()
    }
}

impl ToSql for Key {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for Key {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Self)
    }
}

impl ToSql for DocumentKey {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.0.to_sql()
    }
}

impl FromSql for DocumentKey {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::{DocumentKey, Kind};

    #[test]
    fn a_key_tells_document_kind_and_number() {
        let key = DocumentKey(20_000).row(Kind::Event, 17).expect("17 is small enough");
        assert_eq!((key.document(), key.kind(), key.number()), (DocumentKey(20_000), Some(Kind::Event), 17));
        assert!(DocumentKey(20_000).rows().contains(&key.0));
        assert!(!DocumentKey(20_001).rows().contains(&key.0));
        assert_eq!(DocumentKey(1).row(Kind::Sentence, 1 << 24), None);
    }
}
