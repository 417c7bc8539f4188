//! Which state a text is about at a given word.
//!
//! `Police arrested the opposition leader` names no state; the text around it does. States named, and the
//! states of people, bodies and places named, count the more the nearer they are.

use super::roster::{Entity, Identity};
use crate::Context;
use crate::lexicons::cues::CueClass;
use crate::lexicons::world::{Known, term_at};
use sayso_language::Deprel;

/// How many names before and after a word are looked at.
const BEFORE: usize = 30;
const AFTER: usize = 6;

/// Whether what an actor is of tells what the text is about. News agencies report from anywhere, and companies and
/// charities are at work there: `Reuters` makes no mayor British.
pub(super) fn lends(context: &Context, entity: &Entity) -> bool {
    let world = &context.lexicons.world;
    match entity.identity {
        Identity::Body(body) => {
            let terms = world.bodies.get(body as usize).map_or(&[][..], |b| &b.terms);
            let term = term_at(terms, context.document.date).or_else(|| terms.first());
            // `GBRMED`, but `NGOHRI`.
            term.is_none_or(|t| world.sectors.lends(world.sectors_of(t.code)))
        }
        Identity::Text => entity.told.iter().all(|t| world.sectors.lends(t.sector)),
        _ => true,
    }
}

/// The states that a document names, in text order.
#[derive(Clone, Debug, Default)]
pub(super) struct Focus {
    /// Token, sentence, state by number, weight.
    told: Vec<(u32, u32, u32, f32)>,
    /// Weight of each state over the document, by number, heaviest first.
    all: Vec<(u32, f32)>,
}

impl Focus {
    /// The states named at tokens, in text order.
    pub(super) fn new(context: &Context, named: impl Iterator<Item = (u32, u32, f32)>) -> Self {
        let mut told: Vec<(u32, u32, u32, f32)> =
            named.map(|(at, state, weight)| (at, context.analysis.token(at).sentence, state, weight)).collect();
        told.sort_by_key(|t| t.0);
        let mut all: Vec<(u32, f32)> = Vec::new();
        let mut by_state: Vec<(u32, f32)> = told.iter().map(|t| (t.2, t.3)).collect();
        by_state.sort_by_key(|s| s.0);
        for (state, weight) in by_state {
            match all.last_mut() {
                Some(last) if last.0 == state => last.1 += weight,
                _ => all.push((state, weight)),
            }
        }
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Self { told, all }
    }

    /// The state that the text is about at token `at`.
    pub(super) fn at(&self, context: &Context, at: u32) -> Option<u32> {
        let sentence = context.analysis.token(at).sentence;
        let next = self.told.partition_point(|t| t.0 < at);
        let before = self.told.get(next.saturating_sub(BEFORE)..next).unwrap_or_default();
        let after = self.told.iter().skip(next).take(AFTER).filter(|t| t.1 == sentence);
        let total: f32 = self.all.iter().map(|a| a.1).sum::<f32>().max(1.0);
        let mut scores: Vec<(u32, f32)> = self.all.iter().take(3).map(|(s, w)| (*s, 1.5 * w / total)).collect();
        for (_, said, state, weight) in before.iter().chain(after) {
            let near = 0.7_f32.powi(i32::try_from(sentence.abs_diff(*said)).unwrap_or(i32::MAX).min(20));
            let score = weight * near;
            match scores.iter_mut().find(|s| s.0 == *state) {
                Some(known) => known.1 += score,
                None => scores.push((*state, score)),
            }
        }
        scores.into_iter().reduce(|best, s| if s.1 > best.1 { s } else { best }).map(|s| s.0)
    }

    /// The state that the sentence of token `at` names, where it names no other.
    pub(super) fn alone(&self, context: &Context, at: u32) -> Option<u32> {
        let sentence = context.analysis.token(at).sentence;
        let first = self.told.partition_point(|t| t.1 < sentence);
        let mut here = self.told.iter().skip(first).take_while(|t| t.1 == sentence).map(|t| t.2);
        let state = here.next()?;
        here.all(|other| other == state).then_some(state)
    }

    /// The state that spoke in the sentence before token `at`: `Finland denied it. "No," spokesman Harju said.`
    pub(super) fn speaking(&self, context: &Context, at: u32) -> Option<u32> {
        let analysis = context.analysis;
        let before = analysis.token(at).sentence.checked_sub(1)?;
        let past = self.told.partition_point(|t| t.1 <= before);
        let here = self.told.iter().take(past).rev().take_while(|t| t.1 == before);
        let speaks = |t: &&(u32, u32, u32, f32)| {
            let token = analysis.token(t.0);
            let verb = analysis.lemma(token.head);
            // Agencies and officials of a state speak too, but not for it.
            let known = context.lexicons.world.names().longest(context, t.0);
            known.is_some_and(|(_, all)| all.iter().any(|(_, k)| matches!(k, Known::State(_) | Known::Capital(_))))
                && token.deprel == Deprel::Nsubj
                && analysis.is_root(token.head)
                && !context.lexicons.cues.rows(verb, CueClass::Verb).is_empty()
        };
        here.filter(speaks).map(|t| t.2).next()
    }

    /// The state that the whole document names most.
    pub(super) fn most_named(&self) -> Option<u32> {
        self.all.first().map(|a| a.0)
    }
}
