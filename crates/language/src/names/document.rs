//! The second look: what a word was elsewhere in the document says what it is here.

use super::chain::Chain;
use super::features::{Facts, Features};
use super::section::Weights;
use super::{COLUMNS, NONE, Place, unlabel};
use crate::hashed::mix;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The capitalised words of a document's runs, with their first scores.
#[derive(Debug, Default)]
pub struct Memory {
    tokens: Vec<Seen>,
    runs: Vec<Range<usize>>,
    /// Scores of the first look, token by token.
    pub(super) scores: Vec<[i32; COLUMNS]>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    /// Number in the document.
    at: usize,
    word: u64,
}

/// How often a word had which kind, alone and in names of several words; and how often it was no name.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    kinds: [u16; 8],
    last: [u16; 8],
    none: u16,
}

impl Memory {
    /// Remembers a run whose first token is token `first` of the document.
    pub(super) fn note(&mut self, first: usize, run: &Range<usize>, facts: &Facts, chain: &Chain) {
        self.note_words(first, run, facts);
        self.scores.extend_from_slice(&chain.scores);
    }

    /// The same without scores, for training.
    pub fn note_words(&mut self, first: usize, run: &Range<usize>, facts: &Facts) {
        let start = self.tokens.len();
        for (offset, at) in run.clone().enumerate() {
            let word = if facts.is_capital(at) { facts.facts[at].lower } else { 0 };
            self.tokens.push(Seen { at: first + offset, word });
        }
        self.runs.push(start..self.tokens.len());
    }

    /// Decides all runs again, by their first scores and by the labels of the first look.
    pub(super) fn revise(&self, weights: &Weights<'_>, labels: &mut [u8], chain: &mut Chain) {
        let first = labels.to_vec();
        let counts = self.counts(&first);
        let mut features = Features::default();
        for run in &self.runs {
            chain.clear();
            for number in run.clone() {
                chain.scores.push(self.scores.get(number).copied().unwrap_or([0; COLUMNS]));
                self.features(number, &first, &counts, &mut features);
                if let Some(scores) = chain.scores.last_mut() {
                    weights.add(&features, scores);
                }
            }
            let Some(start) = self.tokens.get(run.start).map(|t| t.at) else { continue };
            if let Some(labels) = labels.get_mut(start..start + run.len()) {
                chain.decode(weights, labels);
            }
        }
    }

    /// Calls `each` with every run's first token and the features of its tokens, for training.
    pub fn each_run(&self, labels: &[u8], mut each: impl FnMut(usize, &[Features])) {
        let counts = self.counts(labels);
        for run in &self.runs {
            let mut features = vec![Features::default(); run.len()];
            for (number, into) in run.clone().zip(&mut features) {
                self.features(number, labels, &counts, into);
            }
            if let Some(first) = self.tokens.get(run.start) {
                each(first.at, &features);
            }
        }
    }

    fn counts(&self, labels: &[u8]) -> FxHashMap<u64, Counts> {
        let mut counts: FxHashMap<u64, Counts> = FxHashMap::default();
        for token in self.tokens.iter().filter(|t| t.word != 0) {
            counts.entry(token.word).or_default().add(label_at(labels, token.at));
        }
        counts
    }

    fn features(&self, number: usize, labels: &[u8], counts: &FxHashMap<u64, Counts>, into: &mut Features) {
        into.clear();
        let Some(token) = self.tokens.get(number).filter(|t| t.word != 0) else { return };
        let Some(of) = counts.get(&token.word) else { return };
        let own = label_at(labels, token.at);
        let others = of.without(own);
        let Some((kind, count)) = others.most(&others.kinds) else {
            into.push(100, u64::from(others.none.min(3)) << 8 | u64::from(own));
            return;
        };
        let total = others.kinds.iter().map(|c| u32::from(*c)).sum::<u32>() + u32::from(others.none);
        let share = if u32::from(count) == total { 2 } else { u64::from(u32::from(count) * 2 > total) };
        let strength = share << 8 | u64::from(count.min(4));
        let own = u64::from(own);
        into.push(101, u64::from(kind));
        into.push(102, mix(u64::from(kind), strength));
        into.push(103, mix(u64::from(kind) << 8 | share, own));
        if let Some((kind, count)) = others.most(&others.last) {
            into.push(104, u64::from(kind) << 8 | u64::from(count.min(2)));
            into.push(105, u64::from(kind) << 8 | own);
        }
    }
}

fn label_at(labels: &[u8], at: usize) -> u8 {
    labels.get(at).copied().unwrap_or(NONE)
}

impl Counts {
    fn add(&mut self, label: u8) {
        match unlabel(label) {
            None => self.none = self.none.saturating_add(1),
            Some((kind, place)) => {
                let kind = kind as usize;
                self.kinds[kind] = self.kinds[kind].saturating_add(1);
                if place == Place::Last {
                    self.last[kind] = self.last[kind].saturating_add(1);
                }
            }
        }
    }

    /// The counts without one occurrence of that label.
    fn without(mut self, label: u8) -> Self {
        match unlabel(label) {
            None => self.none = self.none.saturating_sub(1),
            Some((kind, place)) => {
                let kind = kind as usize;
                self.kinds[kind] = self.kinds[kind].saturating_sub(1);
                if place == Place::Last {
                    self.last[kind] = self.last[kind].saturating_sub(1);
                }
            }
        }
        self
    }

    /// The commonest kind, of equals the first.
    fn most(&self, of: &[u16; 8]) -> Option<(u8, u16)> {
        let mut best = None;
        for (kind, count) in (0_u8..).zip(of) {
            if *count > best.map_or(0, |(_, most)| most) {
                best = Some((kind, *count));
            }
        }
        best
    }
}
