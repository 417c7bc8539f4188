//! Dictionaries that coders of events own already: actors, agents, verbs and discards as PETRARCH and TABARI have them.
//!
//! A file's kind is told by its content. Nothing here opens files: the program hands in their text, and is handed
//! back what can't be used. `crate::actors::dictionary` names actors by them, `crate::events::dictionary` codes events.

pub(crate) mod actors;
pub(crate) mod agents;
pub(crate) mod coded;
pub(crate) mod index;
mod kind;
mod lines;
pub(crate) mod pattern;
pub(crate) mod shape;
pub(crate) mod transformation;
pub(crate) mod verbs;
pub(crate) mod words;

pub use kind::DictionaryKind;

use crate::lexicons::LexiconError;
use actors::{ActorNames, stemmed};
use agents::AgentNames;
use index::Index;
use verbs::VerbRules;

/// A line of a dictionary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// Number of the file.
    pub(crate) file: u16,
    /// Line, from 1.
    pub(crate) line: usize,
}

/// What was wrong with a file.
pub(crate) struct Problems {
    file: String,
    list: Vec<LexiconError>,
}

impl Problems {
    fn new(file: &str) -> Self {
        Self { file: file.to_owned(), list: Vec::new() }
    }

    fn add(&mut self, line: usize, problem: impl Into<String>) {
        self.list.push(LexiconError { file: self.file.clone(), line, problem: problem.into() });
    }
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// What it is; none where it is no dictionary.
    pub kind: Option<DictionaryKind>,
    /// What it holds, for people: `12 verbs, 40 patterns`.
    pub holds: String,
    /// Lines that can't be used.
    pub problems: Vec<LexiconError>,
}

/// Dictionaries of the user's.
#[derive(Clone, Debug, Default)]
pub struct Dictionaries {
    files: Vec<String>,
    pub(crate) actors: ActorNames,
    pub(crate) agents: AgentNames,
    pub(crate) verbs: VerbRules,
    /// Phrases whose sentence, or where it is true whose article, is left out.
    pub(crate) discards: Index<bool>,
    alone: bool,
    fingerprint: u64,
}

impl Dictionaries {
    /// Adds a file by its text.
    pub fn add(&mut self, name: &str, text: &str) -> Loaded {
        let mut problems = Problems::new(name);
        let file = u16::try_from(self.files.len()).unwrap_or(u16::MAX);
        let kind = kind::of(text);
        let stems = lines::is_tabari(text);
        let holds = match kind {
            Some(DictionaryKind::Actors) => {
                format!("{} names", self.actors.add(file, text, stems, &mut problems))
            }
            Some(DictionaryKind::Agents) => {
                format!("{} role nouns", self.agents.add(file, text, stems, &mut problems))
            }
            Some(DictionaryKind::Verbs) => {
                let held = self.verbs.add(file, text, &mut problems);
                let more = match held.transformations {
                    0 => String::new(),
                    n => format!(", {n} transformations"),
                };
                format!("{} verbs, {} patterns{more}", held.verbs, held.patterns)
            }
            Some(DictionaryKind::Discards) => format!("{} phrases", self.add_discards(text)),
            None => {
                let wanted = "no dictionary of actors, agents, verbs or discards as PETRARCH or TABARI write them";
                problems.add(1, wanted);
                String::new()
            }
        };
        self.files.push(name.to_owned());
        for byte in text.bytes().chain([0]) {
            self.fingerprint = (self.fingerprint ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3); // FNV-1a
        }
        Loaded { kind, holds, problems: problems.list }
    }

    fn add_discards(&mut self, text: &str) -> usize {
        let lines = lines::lines(text);
        for line in &lines {
            let (phrase, story) = line.text.strip_prefix('+').map_or((line.text, false), |phrase| (phrase, true));
            self.discards.add(stemmed(phrase, false), story);
        }
        lines.len()
    }

    /// The same, to be used instead of the tables of this program and not beside them: actors and agents in place of its
    /// actors' codes, verbs in place of its event rules.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.alone = true;
        self
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// A name for what they hold: the same files give the same name.
    #[must_use]
    pub fn version(&self) -> String {
        format!("{:016x}{}", self.fingerprint, if self.alone { "-alone" } else { "" })
    }

    /// Whether they name actors.
    pub(crate) fn name_actors(&self) -> bool {
        !self.actors.names().is_empty() || !self.agents.names().is_empty()
    }

    /// Whether they alone give actors their codes.
    pub(crate) fn actors_alone(&self) -> bool {
        self.alone && self.name_actors()
    }

    /// Whether they alone code events.
    pub(crate) fn events_alone(&self) -> bool {
        self.alone && !self.verbs.is_empty()
    }

    /// The name of a file.
    pub(crate) fn file(&self, origin: Origin) -> &str {
        self.files.get(usize::from(origin.file)).map_or("", String::as_str)
    }
}
