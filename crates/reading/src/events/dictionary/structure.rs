//! Whether the phrases around a verb are those of a pattern of PETRARCH-2.
//!
//! PETRARCH-2 holds the heads of noun phrases against its patterns: a word before the verb is the head of the subject, one
//! after it the head of an object, one in brackets the head of a prepositional phrase. A passive is read as its active.

use super::fit::Fit;
use crate::Context;
use crate::dictionary::coded::CodedPhrase;
use crate::dictionary::pattern::{What, WordSets};
use crate::dictionary::shape::{Phrase, Shape};
use crate::dictionary::words::Word;
use crate::events::frame::Frame;
use crate::events::grammar::WIDTH;
use crate::lexicons::events::Slot;
use sayso_language::{Deprel, Upos};

/// How deep sets hold sets.
const NESTED: u8 = 4;

/// The phrases around a verb, by the tokens of their heads.
pub(super) struct Surroundings<'s> {
    words: &'s [Word],
    phrases: &'s [CodedPhrase],
    context: &'s Context<'s>,
    before: Vec<u32>,
    after: Vec<u32>,
    /// Prepositions with their nouns.
    prepositions: Vec<(u32, u32)>,
    /// Whether words have to stand in the form of the pattern.
    exact: bool,
}

impl<'s> Surroundings<'s> {
    /// Those of the verb of `frame`.
    pub(super) fn of(
        context: &'s Context<'s>,
        frame: &Frame,
        words: &'s [Word],
        phrases: &'s [CodedPhrase],
    ) -> Surroundings<'s> {
        let analysis = context.analysis;
        let verb = frame.head;
        let mut before: Vec<u32> = frame.fillers(Slot::Subject).collect();
        let slots = [Slot::Object, Slot::Indirect, Slot::Particle];
        let mut after: Vec<u32> = slots.into_iter().flat_map(|slot| frame.fillers(slot)).collect();
        for &child in analysis.children(verb).iter().take(WIDTH) {
            let token = analysis.token(child);
            match token.deprel {
                // `NOT *`, `WILL *`
                Deprel::Aux | Deprel::AuxPass | Deprel::Advmod | Deprel::Mark if child < verb => before.push(child),
                Deprel::Advmod | Deprel::OblUnmarked | Deprel::CompoundPrt => after.push(child),
                // `elected president`
                Deprel::Xcomp if !matches!(token.upos, Upos::Verb | Upos::Aux) => after.push(child),
                _ => {}
            }
        }
        // `FAILED TO *`
        if analysis.token(verb).deprel == Deprel::Xcomp {
            before.push(analysis.token(verb).head);
        }
        for side in [&mut before, &mut after] {
            for at in 0..side.len() {
                let Some(&head) = side.get(at) else { break };
                let joined = analysis.children(head).iter().take(WIDTH);
                let nominal = |at: &u32| !matches!(analysis.token(*at).upos, Upos::Verb | Upos::Aux);
                let joined = joined.copied().filter(|c| analysis.token(*c).deprel == Deprel::Conj && nominal(c));
                side.extend(joined.collect::<Vec<_>>());
            }
        }
        let nominal = |at: &u32| *at != verb && !matches!(analysis.token(*at).upos, Upos::Verb | Upos::Aux);
        let heads = std::iter::once(verb).chain(after.iter().chain(&before).copied().filter(nominal));
        let prepositions = heads.flat_map(|head| hanging_on(context, head)).collect();
        Self { words, phrases, context, before, after, prepositions, exact: true }
    }

    /// The same, but a word matches its other forms too.
    pub(super) fn in_any_form(self) -> Self {
        Self { exact: false, ..self }
    }

    /// How a pattern fits.
    pub(super) fn fit(&self, shape: &Shape, sets: &WordSets) -> Option<Fit> {
        let mut fit = Fit::default();
        let mut prepositions = self.prepositions.clone();
        self.side(&shape.before, &self.before, sets, &mut fit)?;
        fit.both = fit.compound.is_some();
        self.side(&shape.after, &self.after, sets, &mut fit)?;
        for wanted in &shape.prepositions {
            let found = prepositions.iter().find_map(|(case, noun)| {
                let mut words = self.is(&wanted.word, *case, sets, NESTED)?;
                let mut inside = Fit::default();
                let Some((head, rest)) = wanted.phrases.split_first() else { return Some((*noun, words, inside)) };
                self.phrase(head, *noun, sets, &mut inside)?;
                // Further words under one preposition: what describes its noun, or hangs on it.
                for phrase in rest {
                    let tokens = self.context.analysis.subtree(*noun);
                    let word = tokens.iter().take(WIDTH).find_map(|at| self.is(&phrase.head, at, sets, NESTED));
                    match phrase.head {
                        What::Word { .. } | What::Set(_) => words.extend(word?),
                        _ => {}
                    }
                }
                Some((*noun, words, inside))
            });
            let (noun, words, inside) = found?;
            // `(FOR PROBE) (OF MASSACRE)`: what hangs on a phrase counts once that is the pattern's.
            prepositions.extend(hanging_on(self.context, noun));
            fit.words.extend(words.into_iter().chain(inside.words));
            fit.source = inside.source.or(fit.source);
            fit.target = inside.target.or(fit.target);
        }
        Some(fit)
    }

    /// Fits the phrases of one side, each to another head. The last counts first, since `TRADE TIES` without brackets is
    /// one phrase too.
    fn side(&self, wanted: &[Phrase], heads: &[u32], sets: &WordSets, fit: &mut Fit) -> Option<()> {
        let mut free = heads.to_vec();
        let mut last: Option<u32> = None;
        for phrase in wanted.iter().rev() {
            let found = free.iter().position(|head| self.phrase(phrase, *head, sets, fit).is_some());
            if let Some(at) = found {
                last = Some(free.remove(at));
                continue;
            }
            let describing = last.filter(|_| phrase.modifiers.is_empty());
            fit.words.extend(self.modifier(&phrase.head, describing?, sets)?);
        }
        Some(())
    }

    /// Fits one phrase to the phrase of head `at`.
    fn phrase(&self, wanted: &Phrase, at: u32, sets: &WordSets, fit: &mut Fit) -> Option<()> {
        let mut words = match &wanted.head {
            What::PassedOver => Vec::new(),
            What::Source => {
                fit.source = Some(self.coded(at)?);
                Vec::new()
            }
            What::Target => {
                fit.target = Some(self.coded(at)?);
                Vec::new()
            }
            What::Compound => {
                let number = self.coded(at)?;
                let group = |n: usize| self.phrases.get(n).map(|p| p.group);
                let joined = [number.checked_sub(1), Some(number + 1)].into_iter().flatten();
                joined.into_iter().find(|other| group(*other) == group(number))?;
                fit.compound = Some(number);
                Vec::new()
            }
            word => self.is(word, at, sets, NESTED)?,
        };
        for modifier in &wanted.modifiers {
            words.extend(self.modifier(modifier, at, sets)?);
        }
        fit.words.extend(words);
        Some(())
    }

    /// The first coded phrase in the phrase of head `at`.
    fn coded(&self, at: u32) -> Option<usize> {
        let tokens = self.context.analysis.subtree(at);
        let from = self.phrases.partition_point(|p| p.tokens.end <= tokens.start);
        self.phrases.get(from).is_some_and(|p| p.tokens.start < tokens.end).then_some(from)
    }

    /// A word that stands in the phrase of head `at`, before it or as part of its name.
    fn modifier(&self, wanted: &What, at: u32, sets: &WordSets) -> Option<Vec<usize>> {
        let analysis = self.context.analysis;
        let before = (analysis.subtree(at).start..at).rev().take(WIDTH);
        let name = analysis.children(at).iter().take(WIDTH).copied();
        let name = name.filter(|child| analysis.token(*child).deprel == Deprel::Flat);
        before.chain(name).find_map(|token| self.is(wanted, token, sets, NESTED))
    }

    /// Whether token `at` is this word, or ends this member of a set: the words' numbers in the sentence.
    fn is(&self, wanted: &What, at: u32, sets: &WordSets, depth: u8) -> Option<Vec<usize>> {
        let number = self.words.binary_search_by_key(&at, |w| w.token).ok()?;
        let length = self.length(wanted, number, sets, depth)?;
        Some((number + 1 - length..=number).collect())
    }

    /// How many words up to word `number` are `wanted`.
    fn length(&self, wanted: &What, number: usize, sets: &WordSets, depth: u8) -> Option<usize> {
        let depth = depth.checked_sub(1)?;
        match wanted {
            What::Word { form, exact } => {
                let word = self.words.get(number)?;
                let in_set = depth + 1 < NESTED;
                let any_form = !exact && (in_set || !self.exact);
                (word.form == *form || (any_form && word.lemma == *form)).then_some(1)
            }
            What::Set(set) => sets.list.get(*set as usize)?.members.iter().find_map(|member| {
                let mut length = 0;
                for part in member.iter().rev() {
                    length += self.length(part, number.checked_sub(length)?, sets, depth)?;
                }
                (length > 0).then_some(length)
            }),
            _ => None,
        }
    }
}

/// The prepositional phrases that hang on a word: the preposition and the noun.
fn hanging_on(context: &Context, head: u32) -> Vec<(u32, u32)> {
    let analysis = context.analysis;
    let children = analysis.children(head).iter().take(WIDTH).copied();
    let phrases =
        children.filter(|c| matches!(analysis.token(*c).deprel, Deprel::Obl | Deprel::OblAgent | Deprel::Nmod));
    let cases = |child: u32| {
        let cases = analysis.children(child).iter().take(WIDTH).copied();
        cases.filter(|c| analysis.token(*c).deprel == Deprel::Case).map(move |case| (case, child))
    };
    phrases.flat_map(cases).collect()
}
