//! Bytes to dated documents: plain text with a header line, and JSON Lines.
//!
//! [`Articles`] reads one input and gives its articles one after another, in memory that does not grow
//! with the input. What can't be read comes as an [`IntakeError`] that names the place and the remedy,
//! in the place where the article would have come; the articles after it still come.
//!
//! This room knows formats and no language: what the words say is not its business, but for the header
//! above the text and the credits below it.

mod articles;
mod credits;
mod date;
mod error;
mod id;
mod json;
mod lines;
mod text;

pub use articles::{Articles, Options};
pub use date::parse as parse_date;
pub use error::{IntakeError, Problem};

use sayso_record::Document;

/// A document, and the credits that its article gives for itself (they stand in the record, not in the text).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The dated text.
    pub document: Document,
    /// Credits such as `With inputs from agencies`.
    pub provenance: Vec<String>,
}
