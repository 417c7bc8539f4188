//! From an analysed text to its record: actors, times, statements, events, voices, conflicts.
//!
//! Each reader is a function from what is known so far to a list of drafts; [`assemble`] gives the
//! drafts their ids. Total and pure: any document gives a record. What the readers know of the world
//! and of words stands in `lexicons/`, which come in through [`Lexicons`].

mod actors;
mod assemble;
mod conflicts;
mod dictionary;
pub mod draft;
mod events;
pub mod explain;
mod lexicons;
pub mod statements;
mod times;

pub use actors::Choice;
pub use dictionary::{Dictionaries, DictionaryKind, Loaded};
pub use events::factuality::{Commitment, commitment};
pub use events::{VerbUse, verb_uses};
pub use lexicons::pronouns::NAMES as FEATURES;
pub use lexicons::{CameoCode, LexiconError, Lexicons};

use sayso_language::Analysis;
use sayso_record::{Document, Record};

/// What every reader looks at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its tokens, trees, names and quotations.
    pub analysis: &'a Analysis,
    /// What we know of words and of the world.
    pub lexicons: &'a Lexicons,
}

impl<'a> Context<'a> {
    /// The characters of token `at`.
    #[must_use]
    pub fn form(&self, at: u32) -> &'a str {
        self.analysis.form(&self.document.text, at)
    }
}

/// The time expressions of a document alone, in text order.
#[must_use]
pub fn times(document: &Document, analysis: &Analysis, lexicons: &Lexicons) -> Vec<draft::Timex> {
    times::find(&Context { document, analysis, lexicons })
}

/// When that happened, or was said, which the word at token `at` tells of; `times` are those that [`times`] gives.
#[must_use]
pub fn when(context: &Context, times: &[draft::Timex], at: u32) -> draft::When {
    if at < context.analysis.len() { times::when(context, times, at) } else { draft::When::default() }
}

/// The actors of a document, and for its pronouns the choices among their candidates.
#[must_use]
pub fn choices(document: &Document, analysis: &Analysis, lexicons: &Lexicons) -> (draft::Actors, Vec<Choice>) {
    actors::with_choices(&Context { document, analysis, lexicons })
}

/// The places that a document names, with their positions.
#[must_use]
pub fn places(document: &Document, analysis: &Analysis, lexicons: &Lexicons) -> Vec<draft::Place> {
    let context = Context { document, analysis, lexicons };
    let actors = actors::find(&context);
    events::place::all(&context, &actors)
}

/// Reads a document: all that it says, on record.
#[must_use]
pub fn read(document: &Document, analysis: &Analysis, lexicons: &Lexicons) -> Record {
    let context = Context { document, analysis, lexicons };
    let times = times::find(&context);
    let actors = actors::find(&context);
    let statements = statements::find(&context, &actors, &times);
    let events = events::find(&context, &actors, &times, &statements);
    let conflicts = conflicts::find(&context, &actors, &times, &statements, &events);
    assemble::record(&context, times, actors, statements, events, conflicts)
}
