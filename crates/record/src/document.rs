//! The document as it stands after intake.

use crate::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A dated text: what intake makes and everything else reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Given by the input, else made from the file's name or the text's hash.
    pub id: String,
    /// Day of publication.
    pub date: Option<Date>,
    /// Where `date` was found.
    pub date_from: Option<DateFrom>,
    /// Headline, where the input keeps it apart from the text.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// The text after intake: no markup, header line or boilerplate.
    pub text: String,
}

/// Where a document's date comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateFrom {
    /// A line at the head of the text.
    Header,
    /// A field beside the text.
    Metadata,
    /// The reader's `--date`.
    Option,
    /// The file's own date.
    File,
}

/// A sentence of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
}
