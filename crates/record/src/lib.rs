//! The nouns of Sayso's ledger, and their `sayso/1` JSON.
//!
//! A [`Record`] is what one document says: times, actors, statements, events, voices, conflicts.
//! Everything here is a plain value. There is no I/O and no algorithm beyond ids and the change of
//! span units: how a record comes about is the business of `sayso-reading`.
//!
//! Inside Sayso every [`Span`] counts UTF-8 bytes; in `sayso/1` it counts Unicode code points. The one
//! place where the two meet is [`mod@json`].

mod actor;
mod document;
mod event;
mod id;
pub mod json;
mod span;
mod statement;
mod time;
mod words;

pub use actor::{Actor, ActorKind, Role};
pub use document::{DateFrom, Document, Sentence};
pub use event::{Action, Basis, By, Conflict, ConflictKind, Event, EventTime, Factuality, Party, Place, Plover, Voice};
pub use id::content_id;
pub use span::{Span, Spans};
pub use statement::{Act, Addressee, Content, Cue, QuoteKind, Setting, Source, Statement, StatementTime, Via};
pub use time::{Time, TimeKind};
pub use words::words;

use serde::{Deserialize, Serialize};

/// The version of the record format that this crate writes and reads.
pub const SCHEMA: &str = "sayso/1";

/// All that is on record of one document, in the order of `sayso/1`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The document itself; every span points into its `text`.
    pub document: Document,
    /// Sentences in text order.
    pub sentences: Vec<Sentence>,
    /// Time expressions in text order.
    pub times: Vec<Time>,
    /// Who is spoken of.
    pub actors: Vec<Actor>,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// Where accounts within the document contradict each other.
    pub conflicts: Vec<Conflict>,
    /// Credits that the article gives for itself.
    pub provenance: Vec<String>,
}
