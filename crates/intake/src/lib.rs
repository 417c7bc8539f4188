//! Bytes to dated documents, whatever news comes as.
//!
//! [`drafts`] reads one input, recognises by its content what it is, takes compressions and archives off, and
//! hands on what stands in the place of each article; [`Draft::article`] makes the article of it. What can't be
//! read comes as an [`IntakeError`] that names the place and the remedy, in the place where the article would
//! have come; the articles after it still come. Time and memory are bounded whatever the input holds.
//!
//! ```text
//! bytes ─ recognise ─▶ unpack, archive ─▶ json, table, parquet, warc, feed, sgml ─▶ Draft ─▶ html, fields, text ─▶ Article
//! ```
//!
//! This room knows formats and hardly any language: the header above a text, the credits below it, the lines in
//! it that are none of it, and whether it is English.

mod archive;
mod articles;
mod boilerplate;
mod charset;
mod codepage;
mod credits;
mod date;
mod draft;
mod error;
mod feed;
mod fields;
mod html;
mod http;
mod id;
mod json;
mod language;
mod lines;
mod markup;
mod parquet;
mod peek;
mod plausible;
mod recognise;
mod sgml;
mod source;
mod table;
mod text;
mod unpack;
mod warc;

pub use articles::{Options, articles, drafts};
pub use date::parse as parse_date;
pub use draft::Draft;
pub use error::{IntakeError, Problem};
pub use source::{At, Source};

/// Whether `--map` may name this field of ours.
#[must_use]
pub fn is_field(name: &str) -> bool {
    fields::is_ours(name)
}

/// What training and evaluation need to see of the inside; no part of the interface.
#[doc(hidden)]
pub mod inside {
    pub use crate::html::forest::{DEPTH, Forests, LEAVES, QUESTIONS, Tree, think};
    pub use crate::html::{Measured, measure};
    pub use crate::warc::count_records;

    /// Bytes as text, as a file without a declaration is read.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> String {
        crate::charset::decode(bytes, &[]).into_owned()
    }

    /// Bytes as text, as a page that declares `label` is read.
    #[must_use]
    pub fn decode_declared(bytes: &[u8], label: &str) -> String {
        crate::charset::decode(bytes, &[label]).into_owned()
    }

    /// The day that stands among other words, or in an address.
    #[must_use]
    pub fn day_in(words: &str) -> Option<jiff::civil::Date> {
        crate::date::find(words).or_else(|| crate::date::in_url(words))
    }

    /// Bytes as text in the charset that `label` names; `None` where it is not known.
    #[must_use]
    pub fn decode_as(bytes: &[u8], label: &str) -> Option<String> {
        crate::codepage::Charset::named(label).map(|charset| charset.decode(bytes).0.into_owned())
    }
}

use sayso_record::Document;
use std::sync::Arc;

/// A document, and the credits that its article gives for itself (they stand in the record, not in the text).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// The dated text.
    pub document: Document,
    /// Byline and credits such as `With inputs from agencies`.
    pub provenance: Vec<String>,
    /// The name of the language, where it is surely another one than English and that was asked.
    pub foreign: Option<&'static str>,
    /// The file that holds it alone, with the archives around it, where its id is made of the file's name and of a sign
    /// of its words: what the file held before is an older state of the same article.
    pub file: Option<Arc<str>>,
}

impl Article {
    /// The article with its byline, where one is known: it is the first of its credits.
    pub(crate) fn by(author: Option<String>, document: Document) -> Self {
        let has_by = |name: &String| name.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
        let byline = author.map(|name| if has_by(&name) { name } else { format!("By {name}") });
        Self { document, provenance: byline.into_iter().collect(), foreign: None, file: None }
    }
}
