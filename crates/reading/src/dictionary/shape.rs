//! The build of a pattern of PETRARCH-2: which phrases stand before and after the verb, and with which prepositions.
//!
//! ```text
//! &POLICE * {FISHING BOAT} (IN PORT)
//! ```
//! A word is the head of a noun phrase, `{…}` a phrase with its head last and what describes it before, `(…)` a preposition
//! and the phrases under it.

use super::pattern::{What, WordSets};
use super::words::of_phrase;

/// The phrases of a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Before the verb: its subject.
    pub(crate) before: Vec<Phrase>,
    /// After it: its objects and adverbs.
    pub(crate) after: Vec<Phrase>,
    /// Prepositional phrases on either side.
    pub(crate) prepositions: Vec<Preposition>,
}

/// A noun phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its head.
    pub(crate) head: What,
    /// Words that stand with it.
    pub(crate) modifiers: Vec<What>,
}

/// A prepositional phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Preposition {
    /// The preposition.
    pub(crate) word: What,
    /// What stands under it; any phrase where it is empty.
    pub(crate) phrases: Vec<Phrase>,
}

/// The shape of a pattern; none where a set in it is unknown or it has no verb.
pub(super) fn shape(text: &str, sets: &WordSets) -> Option<Shape> {
    let mut shape = Shape::default();
    let mut side = Vec::new();
    let mut seen_verb = false;
    let mut noun: Option<Vec<What>> = None;
    let mut preposition: Option<Preposition> = None;
    let mut at_preposition = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut step = c.len_utf8();
        match c {
            ' ' | '\t' | '_' => {}
            '*' => {
                shape.before = std::mem::take(&mut side);
                seen_verb = true;
            }
            '{' => noun = Some(Vec::new()),
            '}' => {
                let phrase = noun.take().and_then(phrase);
                preposition.as_mut().map_or(&mut side, |p| &mut p.phrases).extend(phrase);
            }
            '(' => at_preposition = true,
            ')' => {
                at_preposition = false;
                shape.prepositions.extend(preposition.take());
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || "(){}*".contains(c)).unwrap_or(rest.len());
                step = end.max(step);
                let parts = atom(rest.get(..step)?, sets)?;
                if at_preposition {
                    let word = parts.into_iter().next()?;
                    preposition = Some(Preposition { word, phrases: Vec::new() });
                    at_preposition = false;
                } else if let Some(noun) = &mut noun {
                    noun.extend(parts);
                } else {
                    preposition.as_mut().map_or(&mut side, |p| &mut p.phrases).extend(phrase(parts));
                }
            }
        }
        rest = rest.get(step..)?;
    }
    shape.after = side;
    seen_verb.then_some(shape)
}

/// The words of what stands between blanks: the members of a phrase that `_` joins, or a sign.
fn atom(text: &str, sets: &WordSets) -> Option<Vec<What>> {
    let mut found = Vec::new();
    let mut rest = text.trim_end_matches('~');
    while let Some(c) = rest.chars().next() {
        let (what, step) = match c {
            '_' => (None, 1),
            '+' => (Some(What::Target), 1),
            '$' => (Some(What::Source), 1),
            '^' => (Some(What::PassedOver), 1),
            '%' => (Some(What::Compound), 1),
            '&' => {
                let (number, length) = sets.named(rest.get(1..)?)?;
                (Some(What::Set(number)), 1 + length)
            }
            _ => {
                let end = rest.find(|c: char| "_+$^%&".contains(c)).unwrap_or(rest.len());
                let exact = rest.get(end..) == Some("_");
                let words = of_phrase(rest.get(..end)?);
                found.extend(words.into_iter().map(|form| What::Word { form, exact }));
                (None, end)
            }
        };
        found.extend(what);
        rest = rest.get(step..)?;
    }
    Some(found)
}

fn phrase(mut words: Vec<What>) -> Option<Phrase> {
    let head = words.pop()?;
    Some(Phrase { head, modifiers: words })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(form: &str) -> What {
        What::Word { form: form.into(), exact: false }
    }

    #[test]
    fn brackets_part_phrases() {
        let mut sets = WordSets::default();
        let police = sets.declare("POLICE");
        let shape = shape("&POLICE * {FISHING BOAT} UP (IN {OLD PORT})", &sets).expect("it parses");
        let one = |head: What| Phrase { head, modifiers: Vec::new() };
        assert_eq!(shape.before, [one(What::Set(police))]);
        let boat = Phrase { head: word("BOAT"), modifiers: vec![word("FISHING")] };
        assert_eq!(shape.after, [boat, one(word("UP"))]);
        let port = Phrase { head: word("PORT"), modifiers: vec![word("OLD")] };
        assert_eq!(shape.prepositions, [Preposition { word: word("IN"), phrases: vec![port] }]);
    }

    #[test]
    fn signs_and_bare_prepositions() {
        let sets = WordSets::default();
        let found = shape("$ * GRAIN (FROM +) (TO)", &sets).expect("it parses");
        assert_eq!(found.before.first().map(|p| p.head.clone()), Some(What::Source));
        let [from, to] = found.prepositions.as_slice() else { panic!("{found:?}") };
        assert_eq!(from.phrases.first().map(|p| p.head.clone()), Some(What::Target));
        assert!(to.phrases.is_empty());
        assert_eq!(shape("GRAIN", &sets), None);
        assert_eq!(shape("* &NOWHERE", &sets), None);
    }
}
