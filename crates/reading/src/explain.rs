//! Why a finding is on record: its words, the rows of the lexicons and the scores of the models that made it.
//!
//! Nothing here decides anything: the readers run again over the same text, and tell what they went by. Each kind
//! of finding adds its reasons in its own room (`statements`, `events`, `actors`); this page knows only their shapes.

use crate::{Context, Lexicons, actors, events, read, statements, times};
use sayso_language::Analysis;
use sayso_record::{Document, Event, Party, Record, Span};

/// Why a finding is on record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// The words of each of its parts, with the part's name.
    pub parts: Vec<(&'static str, Vec<Span>)>,
    /// What spoke for it.
    pub reasons: Vec<Reason>,
}

/// What spoke for a finding.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// A row of a lexicon.
    Row {
        /// File below `lexicons/en`.
        table: &'static str,
        /// Line, from 1.
        line: usize,
        /// The word or phrase of the row.
        entry: String,
        /// What the row says of it.
        says: String,
    },
    /// A line of a dictionary of the user's.
    Dictionary {
        /// The file, as the user named it.
        file: String,
        /// Line, from 1.
        line: usize,
        /// The words of the line, or those that it met.
        entry: String,
        /// What it says of them.
        says: String,
    },
    /// A rule of English that the program has in code.
    Rule(String),
    /// Log odds of a model, with what weighed most, and the odds that are needed.
    Score {
        /// What was weighed.
        of: &'static str,
        /// Log odds.
        odds: f32,
        /// From which log odds on it counts, where that is fixed.
        needed: Option<f32>,
        /// What weighed most, for or against.
        because: Vec<(&'static str, f32)>,
    },
    /// How likely a model holds its answer, with what weighed most.
    Guess {
        /// What it answers.
        of: String,
        /// From 0 to 1.
        chance: f32,
        /// What weighed most, for or against, as logarithms of odds.
        because: Vec<(String, f32)>,
    },
    /// How sure a model is of a part.
    Chance {
        /// The part.
        of: &'static str,
        /// From 0 to 1.
        chance: f32,
    },
}

/// Why the finding `id` is on the record of the document; `None` where it is not there.
#[must_use]
pub fn explain(document: &Document, analysis: &Analysis, lexicons: &Lexicons, id: &str) -> Option<Explanation> {
    let record = read(document, analysis, lexicons);
    let context = Context { document, analysis, lexicons };
    let times = times::find(&context);
    let actors = actors::find(&context);
    let drafts = statements::find(&context, &actors, &times);
    if let Some(at) = record.events.iter().position(|e| e.id == id) {
        let reasons = events::reasons(&context, &actors, &times, &drafts, at);
        return record.events.get(at).map(|event| Explanation { parts: event_parts(&record, event), reasons });
    }
    let at = record.statements.iter().position(|s| s.id == id)?;
    let (statement, draft) = (record.statements.get(at)?, drafts.get(at)?);
    let mut parts = vec![
        ("source", statement.source.spans.to_vec()),
        ("cue", statement.cue.spans.to_vec()),
        ("content", statement.content.spans.to_vec()),
    ];
    parts.extend(statement.addressee.iter().map(|a| ("addressee", a.spans.to_vec())));
    parts.extend(statement.via.iter().map(|v| ("via", v.spans.to_vec())));
    parts.extend(statement.setting.iter().map(|s| ("setting", s.spans.to_vec())));
    Some(Explanation { parts, reasons: statements::reasons(&context, draft) })
}

fn event_parts(record: &Record, event: &Event) -> Vec<(&'static str, Vec<Span>)> {
    let sides = |parties: &[Party]| parties.iter().flat_map(|p| p.spans.iter().copied()).collect();
    let mut parts = vec![
        ("source", sides(&event.source)),
        ("action", event.action.spans.to_vec()),
        ("target", sides(&event.target)),
    ];
    let time = event.time.timex.as_ref().and_then(|id| record.times.iter().find(|t| t.id == *id));
    parts.extend(time.map(|t| ("time", vec![t.span])));
    parts.extend(event.place.iter().map(|p| ("place", p.spans.to_vec())));
    parts
}
