//! What can be wrong with an input, where, and what its owner can do about it.

/// An article that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {problem}", line.map(|l| format!(":{l}")).unwrap_or_default())]
pub struct IntakeError {
    /// The input's name as the user gave it.
    pub file: String,
    /// Line, counted from 1, where the input is read line by line.
    pub line: Option<u64>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with an article.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// The input could not be read at all.
    #[error("{}", reason(.0))]
    Io(#[from] std::io::Error),
    /// Bytes that are no UTF-8.
    #[error("not UTF-8 text: byte {byte:#04x} at position {position}")]
    Encoding {
        /// Bytes before it, in the file or in the line.
        position: usize,
        /// The first byte that does not fit.
        byte: u8,
    },
    /// A file of another kind.
    #[error("this is {0}, not text or JSON Lines")]
    Kind(&'static str, /** What to do instead. */ &'static str),
    /// A line of JSON Lines that is no JSON object.
    #[error("not a JSON object: {0}")]
    Json(String),
    /// A JSON object without a text.
    #[error("no text: none of the fields {tried} is there")]
    NoText {
        /// The names that were looked for.
        tried: String,
    },
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
        match self {
            Self::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
                "Check the path; `-` reads standard input.".to_owned()
            }
            Self::Io(_) => "Check that the file can be read.".to_owned(),
            Self::Encoding { .. } => {
                "Convert it first, for example `iconv -f windows-1252 -t utf-8 FILE > NEW`.".to_owned()
            }
            Self::Kind(_, remedy) => (*remedy).to_owned(),
            Self::Json(_) => "Each line must hold one whole JSON object; `jq -c . FILE` writes them so.".to_owned(),
            Self::NoText { .. } => "Put the article's text into the field `text`.".to_owned(),
            Self::Field { .. } => "Mend the line; the other lines are read.".to_owned(),
            Self::Date(_) => "Write it as YYYY-MM-DD, or leave it out and give --date.".to_owned(),
            Self::TooLong { .. } => {
                "Split it into articles, or raise the limit with --max-document (memory grows with it).".to_owned()
            }
        }
    }
}

/// The system's reason without its number.
fn reason(error: &std::io::Error) -> String {
    let reason = error.to_string();
    reason.split(" (os error").next().unwrap_or_default().to_owned()
}
