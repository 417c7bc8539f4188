//! Records of many documents in one SQLite file, linked across documents, and the questions that it answers.
//!
//! [`Ledger`] opens a file, makes it where there is none, and brings an old one up to date. [`Batch`] adds
//! documents, all of a batch or none. `link` says which actors, happenings and claims of different documents
//! are the same. Every face asks through this crate, and prints the typed rows that it gives.
//!
//! The tables are explained in `docs/codebook.md`, for those who ask by SQL.

pub mod ask;
mod dump;
mod error;
mod fingerprint;
mod key;
mod link;
mod names;
mod open;
mod restore;
mod schema;
mod write;

pub use error::LedgerError;
pub use fingerprint::fingerprint;
pub use key::{DocumentKey, Key, Kind};
pub use link::{Side, Stage, Weighed};
pub use open::Ledger;
pub use schema::{APPLICATION_ID, VERSION};
pub use write::{Added, Batch, Item, Known, Reader};

/// What most of this crate gives.
pub type Result<T> = std::result::Result<T, LedgerError>;
