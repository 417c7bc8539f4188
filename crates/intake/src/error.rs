//! What can be wrong with an input, where, and what its owner can do about it.

use crate::source::{At, Bomb};
use std::io;

/// An article that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {problem}", place(*at))]
pub struct IntakeError {
    /// The input's name as the user gave it, with the names of the members of archives inside it.
    pub file: String,
    /// Where in it, where that is known.
    pub at: Option<At>,
    /// What is wrong.
    pub problem: Problem,
}

fn place(at: Option<At>) -> String {
    match at {
        None => String::new(),
        Some(At::Line(line)) => format!(":{line}"),
        Some(At::Record(record)) => format!(", record {record}"),
        Some(At::Byte(byte)) => format!(", byte {byte}"),
    }
}

impl IntakeError {
    /// Where in its input the article is, as the message has it: `:12`, `, record 12`, `, byte 12`, or nothing.
    #[must_use]
    pub fn place(&self) -> String {
        place(self.at)
    }

    /// Whether the input is as it should be and only holds no article: a page of headlines, a picture's page. Such
    /// are passed over with a note; all else is an error.
    #[must_use]
    pub fn is_passed_over(&self) -> bool {
        matches!(self.problem, Problem::NoArticle)
    }
}

/// What is wrong with an article.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The input could not be read at all.
    #[error("{}", reason(.0))]
    Io(io::Error),
    /// A file of another kind.
    #[error("this is {0}")]
    Kind(&'static str, /** What to do instead. */ &'static str),
    /// Packed data that are not as they should be.
    #[error("the packed data are damaged: {0}")]
    Damaged(String),
    /// A zip file without the list of members that stands at its end, without which none is found.
    #[error("the zip file's list of members, which belongs at its end, is missing or damaged: {0}")]
    NoMembers(String),
    /// Data that end before they should.
    #[error("the data break off here: {0}")]
    Truncated(String),
    /// A record that is not as its format wants it.
    #[error("not a {0}: {1}")]
    Form(/** What it should be. */ &'static str, /** Why it is none. */ String),
    /// An archive's member that would land outside the archive's folder.
    #[error("the archive's member `{0}` climbs out of the archive")]
    Climbs(String),
    /// Archives in archives beyond the limit.
    #[error("archives lie more than {0} deep in one another")]
    Nested(usize),
    /// An input that unpacks to far more than any text does.
    #[error("it unpacks to more than {0} times its size")]
    Bomb(u64),
    /// A line of JSON Lines that is no JSON object.
    #[error("not a JSON object: {0}")]
    Json(String),
    /// An object or a table without a text.
    #[error("no text: {tried}")]
    NoText {
        /// What was looked for.
        tried: String,
    },
    /// A page, a feed's item or an archive's record without the text of an article.
    #[error("no article in it")]
    NoArticle,
    /// A field of the wrong type.
    #[error("the field `{field}` is {found}, not {wanted}")]
    Field {
        /// Its name.
        field: String,
        /// What it holds.
        found: &'static str,
        /// What belongs there.
        wanted: &'static str,
    },
    /// A date that can't be understood, or that can be understood in two ways.
    #[error("the date `{0}` can't be understood")]
    Date(String),
    /// A document beyond the limit.
    #[error("the document is longer than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
}

impl Problem {
    /// What the user can do about it, in a sentence or two.
    #[must_use]
    pub fn remedy(&self) -> String {
        let remedy = match self {
            Self::Io(error) if error.kind() == io::ErrorKind::NotFound => "Check the path; `-` reads standard input.",
            Self::Io(_) => "Check that the file can be read.",
            Self::Kind(_, remedy) => remedy,
            Self::Damaged(_) | Self::Truncated(_) => "Fetch or pack it again; what stands before the break is read.",
            Self::NoMembers(_) => {
                "Fetch or pack it again; `zip -FF FILE --out WHOLE` saves the members before the break of one that is cut off."
            }
            Self::Form(..) => "Mend the record; the others are read.",
            Self::Climbs(_) => "Such an archive may be meant to do harm; pack it again without `..` and `/`.",
            Self::Nested(_) => "Unpack the outer archives first.",
            Self::Bomb(_) => "If you trust the file, raise the limit with --max-ratio.",
            Self::Json(_) => "Each line must hold one whole JSON object; `jq -c . FILE` writes them so.",
            Self::NoText { .. } => "Put the article's text into the field `text`, or name its field: --map text=FIELD.",
            Self::NoArticle => "Give the page of one article; pages of headlines hold none.",
            Self::Field { .. } => "Mend the line; the other lines are read.",
            Self::Date(_) => "Write it as YYYY-MM-DD, or leave it out and give --date.",
            Self::TooLong { .. } => {
                "Split it into articles, or raise the limit with --max-document (memory grows with it)."
            }
        };
        remedy.to_owned()
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        if let Some(bomb) = error.get_ref().and_then(|inner| inner.downcast_ref::<Bomb>()) {
            return Self::Bomb(bomb.ratio);
        }
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Truncated(error.to_string()),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Self::Damaged(error.to_string()),
            // The decoders' own errors carry no number of the system.
            io::ErrorKind::Other if error.raw_os_error().is_none() => Self::Damaged(error.to_string()),
            _ => Self::Io(error),
        }
    }
}

/// The system's reason without its number.
fn reason(error: &io::Error) -> String {
    let reason = error.to_string();
    reason.split(" (os error").next().unwrap_or_default().to_owned()
}
