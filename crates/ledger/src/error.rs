//! What can go wrong with a ledger, and what its owner can do about it.

use std::path::PathBuf;

/// Why a ledger could not be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// There is no such file.
    #[error("{0}: there is no ledger of that name; `sayso add PATH... --ledger {0}` makes one")]
    Missing(PathBuf),
    /// The file is something else.
    #[error("{0}: this is no ledger ({1}); name another file")]
    NoLedger(PathBuf, /** What it is. */ &'static str),
    /// A later version of the program wrote it.
    #[error("{path}: the ledger is of version {found}, this program knows versions up to {known}; use a newer program")]
    Newer {
        /// The ledger.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The latest that this program knows.
        known: i64,
    },
    /// It is of an earlier version and can't be written to bring it up to date.
    #[error(
        "{0}: the ledger is of version {1} and must be brought up to date first, but can't be written; copy it to a place where it can"
    )]
    Older(PathBuf, i64),
    /// The file or its folder forbids writing.
    #[error("{0}: the ledger can't be written (the file or its folder is read-only)")]
    ReadOnly(PathBuf),
    /// It can't be opened or made.
    #[error("{0}: the ledger can't be opened; does its folder exist, and may you use it?")]
    CannotOpen(PathBuf),
    /// Another program holds it.
    #[error(
        "{0}: another program is writing to the ledger; nothing of what is finished is lost, try again when it is done"
    )]
    Busy(PathBuf),
    /// The disk is full.
    #[error("{0}: the disk is full; what was added so far is safe, make room and run the same command again")]
    Full(PathBuf),
    /// The file is damaged.
    #[error("{0}: the ledger is damaged: {1}")]
    Damaged(PathBuf, String),
    /// A question that can't be answered as asked.
    #[error("{0}")]
    Question(String),
    /// What takes the rows of an answer could not take one.
    #[error("the answer can't be written")]
    Output(#[from] std::io::Error),
    /// A row holds what this program never writes.
    #[error("{0}: the ledger holds {1}, which no version of this program writes")]
    Content(PathBuf, String),
    /// A document with more rows than a ledger can hold.
    #[error("{0}: the document has more than 16 million sentences or findings")]
    TooLarge(String),
    /// The file can't be read.
    #[error("{0}: {1}")]
    Io(PathBuf, std::io::Error),
    /// Anything else that SQLite tells.
    #[error("{0}: {1}")]
    Sqlite(PathBuf, rusqlite::Error),
}

impl LedgerError {
    /// An error of SQLite's in our words, where we have better ones.
    pub(crate) fn of(path: &std::path::Path, error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{
            CannotOpen, DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase, ReadOnly,
        };
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => Self::Busy(path),
            Some(DiskFull) => Self::Full(path),
            Some(CannotOpen) => Self::CannotOpen(path),
            Some(ReadOnly) => Self::ReadOnly(path),
            Some(NotADatabase) => Self::NoLedger(path, "not an SQLite file"),
            Some(DatabaseCorrupt) => Self::Damaged(path, error.to_string()),
            _ => Self::Sqlite(path, error),
        }
    }
}
