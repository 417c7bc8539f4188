//! Opening a ledger: what the file is, of which version, and for what it can be used.

use crate::link::Kept;
use crate::schema::{self, APPLICATION_ID, VERSION};
use crate::{LedgerError, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::cell::RefCell;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long to wait for another program's batch. A batch takes well below a second.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long before what can't wait is tried again.
const PAUSE: Duration = Duration::from_millis(5);

/// Kibibytes of pages kept in memory by whoever asks, and by whoever adds: new rows stand at the end of tables, but all
/// over the indexes. Pages are read one by one and not mapped: around each page of a mapped file the system reads as
/// much as it takes a file's reader to want next (megabytes on some machines), of which a question wants next to nothing.
const CACHE: i64 = 32 << 10;
pub(crate) const CACHE_TO_ADD: i64 = 80 << 10;

/// Bytes of a page of a new ledger.
const PAGE: i64 = 16 << 10;
/// Bytes of the log from which on what it holds is brought into the file.
const LOG: i64 = 128 << 20;

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    pub(crate) kept: Kept,
    /// Where plans of questions are collected in place of answers, for tests.
    pub(crate) plans: RefCell<Option<Vec<String>>>,
}

/// What a file turned out to be.
enum Found {
    Nothing,
    Sqlite,
}

impl Ledger {
    /// Opens the ledger at `path` to add to it; makes it where there is none.
    ///
    /// # Errors
    /// Where the file is something else, of a later version, or can't be written.
    pub fn open_to_add(path: &Path) -> Result<Self> {
        let found = look(path)?;
        let read_only = std::fs::metadata(path).is_ok_and(|m| m.permissions().readonly());
        if read_only {
            // The system lets its administrator write all the same; a ledger that was protected is meant to stay.
            return Err(LedgerError::ReadOnly(path.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut ledger = Self::connect(path, flags)?;
        let version = match found {
            Found::Nothing => 0,
            Found::Sqlite => ledger.check()?,
        };
        let of = |e| LedgerError::of(path, e);
        let connection = &mut ledger.connection;
        if matches!(found, Found::Nothing) {
            // Pages are written one by one: large ones take half the time to write, and the file is smaller.
            connection.pragma_update(None, "page_size", PAGE).map_err(of)?;
        }
        // In this mode reading goes on while something is added, and what was added survives a crash.
        patiently(|| connection.pragma_update(None, "journal_mode", "wal")).map_err(of)?;
        connection.pragma_update(None, "synchronous", "normal").map_err(of)?;
        // Seldom: a batch changes pages all over the indexes, and a page that many batches changed is then brought over once.
        let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0)).map_err(of)?;
        connection.pragma_update(None, "wal_autocheckpoint", LOG / page.max(1)).map_err(of)?;
        // A batch writes what refers before what is referred to, and is whole at its end; the tests check the references.
        connection.pragma_update(None, "foreign_keys", false).map_err(of)?;
        // Otherwise every query with `LIMIT ?` is planned anew for each number that it is given.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(of)?;
        if version < VERSION {
            schema::migrate(connection).map_err(of)?;
            ledger.check()?;
        }
        Ok(ledger)
    }

    /// Opens the ledger at `path` to ask it; nothing can change it then.
    ///
    /// # Errors
    /// Where there is none, or it is something else, or of another version and can't be brought up to date.
    pub fn open_to_ask(path: &Path) -> Result<Self> {
        if matches!(look(path)?, Found::Nothing) {
            let missing = !path.exists();
            return Err(if missing {
                LedgerError::Missing(path.to_owned())
            } else {
                LedgerError::NoLedger(path.to_owned(), "an empty file")
            });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let ledger = Self::connect(path, flags)?;
        match ledger.check() {
            Ok(VERSION) => Ok(ledger),
            Ok(older) => {
                drop(ledger);
                Self::open_to_add(path).map_err(|_| LedgerError::Older(path.to_owned(), older))?;
                let ledger = Self::connect(path, flags)?;
                ledger.check().map(|_| ledger)
            }
            // A folder that can't be written has no room for the log that readers and writers share. Without a log
            // the file is complete.
            Err(LedgerError::CannotOpen(_) | LedgerError::ReadOnly(_)) if !has_log(path) => {
                let address = format!("file:{}?immutable=1", escaped(path));
                let flags = flags | OpenFlags::SQLITE_OPEN_URI;
                let ledger = Self::connected(Connection::open_with_flags(address, flags), path)?;
                match ledger.check()? {
                    VERSION => Ok(ledger),
                    older => Err(LedgerError::Older(path.to_owned(), older)),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Where the ledger lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The connection, for questions that this crate does not know.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Waits that long for another program's batch, in place of the usual 20 seconds.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn set_patience(&self, patience: Duration) -> Result<()> {
        self.connection.busy_timeout(patience).map_err(|e| self.error(e))
    }

    /// Lets the file grow to `pages` pages and no further, as if the disk were full then.
    ///
    /// # Errors
    /// Those of SQLite.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: i64) -> Result<()> {
        self.connection.pragma_update(None, "max_page_count", pages).map_err(|e| self.error(e))
    }

    pub(crate) fn error(&self, error: rusqlite::Error) -> LedgerError {
        LedgerError::of(&self.path, error)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self> {
        Self::connected(Connection::open_with_flags(path, flags), path)
    }

    fn connected(connection: rusqlite::Result<Connection>, path: &Path) -> Result<Self> {
        let of = |e| LedgerError::of(path, e);
        let connection = connection.map_err(of)?;
        connection.busy_timeout(PATIENCE).map_err(of)?;
        connection.pragma_update(None, "cache_size", -CACHE).map_err(of)?;
        connection.pragma_update(None, "temp_store", "memory").map_err(of)?;
        connection.set_prepared_statement_cache_capacity(128);
        Ok(Self { connection, path: path.to_owned(), kept: Kept::default(), plans: RefCell::default() })
    }

    /// The version of its tables.
    fn check(&self) -> Result<i64> {
        let of = |e| self.error(e);
        let version = schema::version(&self.connection).map_err(of)?;
        let application: i64 =
            self.connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(of)?;
        let tables: i64 =
            self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(of)?;
        match (application, version) {
            // A run that was killed before its first commit leaves an SQLite file with nothing in it.
            (0, 0) if tables == 0 => Ok(0),
            (APPLICATION_ID, 1..=VERSION) => Ok(version),
            (APPLICATION_ID, _) if version > VERSION => {
                Err(LedgerError::Newer { path: self.path.clone(), found: version, known: VERSION })
            }
            _ => Err(LedgerError::NoLedger(self.path.clone(), "an SQLite file of another program")),
        }
    }
}

/// Does what SQLite does at once or not at all, where another program that makes the same ledger is in the way.
fn patiently(step: impl Fn() -> rusqlite::Result<()>) -> rusqlite::Result<()> {
    let begin = Instant::now();
    loop {
        match step() {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && begin.elapsed() < PATIENCE => {
                std::thread::sleep(PAUSE);
            }
            done => return done,
        }
    }
}

/// What lies at `path`, told by its first bytes.
fn look(path: &Path) -> Result<Found> {
    let io = |e| LedgerError::Io(path.to_owned(), e);
    if path.is_dir() {
        return Err(LedgerError::NoLedger(path.to_owned(), "a folder"));
    }
    let mut head = Vec::new();
    match File::open(path) {
        Ok(file) => file.take(16).read_to_end(&mut head).map_err(io)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(io(error)),
    };
    match head.as_slice() {
        [] => Ok(Found::Nothing),
        b"SQLite format 3\0" => Ok(Found::Sqlite),
        _ => Err(LedgerError::NoLedger(path.to_owned(), "not an SQLite file")),
    }
}

/// Whether changes wait beside the file.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|m| m.len() > 0)
}

/// A path as part of a `file:` address.
fn escaped(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
