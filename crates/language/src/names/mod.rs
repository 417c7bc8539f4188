//! Names: which tokens name a person, an organization, a party, a country, a place, an event, an election.
//!
//! A linear-chain model (Lafferty et al. 2001) over spans coded as begin, inside, last and unit, as Ratinov and Roth
//! (2009) recommend, with word clusters and with what the names of the news pool were found to be. It looks at a
//! tenth of a text's words twice: once on their own, then knowing what the same words were elsewhere in the
//! document (Krishnan and Manning 2006), so that a family name follows the full name that introduced it.
//!
//! Most tokens can be no part of a name, and cost a look at their letters and no more: see [`runs`].

mod chain;
pub mod document;
pub mod features;
pub(crate) mod joined;
pub mod runs;
pub mod section;

use crate::{Name, NameKind, Tokens, Words, Xpos};
use chain::Chain;
use features::{Facts, Features};
use section::Weights;

/// The finder of names.
#[derive(Clone, Copy, Debug)]
pub struct Names<'m> {
    weights: Weights<'m>,
}

/// A document as the finder sees it: forms and tags of its tokens, and the first token after each sentence.
#[derive(Clone, Copy, Debug)]
pub struct Input<'t> {
    /// The tokens' characters.
    pub forms: &'t [&'t str],
    /// Their tags.
    pub tags: &'t [Xpos],
    /// Where each sentence ends.
    pub ends: &'t [u32],
}

/// Labels: none, then four for each kind in the kinds' order.
pub const LABELS: usize = 1 + COLUMNS;
/// Labels with weights of their own; "none" always scores 0.
pub const COLUMNS: usize = 4 * 8;
/// The label of tokens in no name.
pub const NONE: u8 = 0;

/// Where a token stands in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// First of several.
    Begin,
    /// Between the first and the last.
    Inside,
    /// Last of several.
    Last,
    /// The only one.
    Unit,
}

/// The label of a token of a name.
#[must_use]
pub fn label(kind: NameKind, place: Place) -> u8 {
    1 + 4 * kind as u8 + place as u8
}

/// Kind and place of a label; `None` for [`NONE`] and for what is no label.
#[must_use]
pub fn unlabel(label: u8) -> Option<(NameKind, Place)> {
    let column = label.checked_sub(1)?;
    let kind = NameKind::numbered(column / 4)?;
    Some((kind, [Place::Begin, Place::Inside, Place::Last, Place::Unit][usize::from(column % 4)]))
}

/// Whether `after` may follow `before`; both edges of a run count as [`NONE`].
#[must_use]
pub fn may_follow(before: u8, after: u8) -> bool {
    let open = match unlabel(before) {
        Some((kind, Place::Begin | Place::Inside)) => Some(kind),
        _ => None,
    };
    match (open, unlabel(after)) {
        (Some(kind), Some((same, Place::Inside | Place::Last))) => kind == same,
        (None, None | Some((_, Place::Begin | Place::Unit))) => true,
        _ => false,
    }
}

impl<'m> Names<'m> {
    /// Reads the section `names` of a model in place.
    ///
    /// # Errors
    /// Where the bytes are no such section.
    pub fn open(bytes: &'m [u8]) -> Result<Self, section::NamesError> {
        Ok(Self { weights: Weights::open(bytes)? })
    }

    /// The names of a document in text order; none overlap.
    #[must_use]
    pub fn find(&self, input: Input<'_>, words: Words<'_>) -> Vec<Name> {
        let labels = self.label(input, words);
        spans(&labels)
    }

    /// The label of each token.
    #[must_use]
    pub fn label(&self, input: Input<'_>, words: Words<'_>) -> Vec<u8> {
        let mut labels = vec![NONE; input.forms.len()];
        let mut facts = Facts::default();
        let mut found = Features::default();
        let mut chain = Chain::default();
        let mut memory = document::Memory::default();
        features::each_sentence(input, |sentence| {
            facts.read(&sentence, words, &self.weights);
            for run in facts.runs() {
                chain.clear();
                for at in run.clone() {
                    facts.features(at, &run, &mut found);
                    chain.push(&self.weights, &found);
                }
                let here = sentence.first + run.start..sentence.first + run.end;
                if let Some(labels) = labels.get_mut(here.clone()) {
                    chain.decode(&self.weights, labels);
                }
                memory.note(here.start, &run, &facts, &chain);
            }
        });
        memory.revise(&self.weights, &mut labels, &mut chain);
        labels
    }
}

/// The names that labels spell out. Total: labels that do not fit together give the names that can be made of them.
#[must_use]
pub fn spans(labels: &[u8]) -> Vec<Name> {
    let mut names = Vec::new();
    let mut open: Option<(u32, NameKind)> = None;
    for (at, label) in (0_u32..).zip(labels) {
        match (unlabel(*label), open) {
            (None, _) => open = None,
            (Some((kind, Place::Unit)), _) => {
                names.push(Name { tokens: Tokens::new(at, at + 1), kind });
                open = None;
            }
            (Some((kind, Place::Begin)), _) => open = Some((at, kind)),
            (Some((_, Place::Inside)), _) => {}
            (Some((_, Place::Last)), Some((start, kind))) => {
                names.push(Name { tokens: Tokens::new(start, at + 1), kind });
                open = None;
            }
            (Some((_, Place::Last)), None) => {}
        }
    }
    names
}
