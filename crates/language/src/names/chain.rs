//! Scores of a run's labels, and the best sequence of them (Viterbi).

use super::features::Features;
use super::section::Weights;
use super::{COLUMNS, LABELS, NONE};

/// The scores of a run, token by token; "none" scores 0 everywhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    pub(super) scores: Vec<[i32; COLUMNS]>,
    back: Vec<[u8; LABELS]>,
}

/// Worse than any real score, and far enough from the type's edge to be added to.
const IMPOSSIBLE: i32 = i32::MIN / 4;

impl Chain {
    pub(super) fn clear(&mut self) {
        self.scores.clear();
    }

    /// Appends a token.
    pub(super) fn push(&mut self, weights: &Weights<'_>, features: &Features) {
        let mut scores = [0_i32; COLUMNS];
        weights.add(features, &mut scores);
        self.scores.push(scores);
    }

    /// Writes the best labels.
    pub(super) fn decode(&mut self, weights: &Weights<'_>, labels: &mut [u8]) {
        self.back.clear();
        let mut best = [IMPOSSIBLE; LABELS];
        best[usize::from(NONE)] = 0;
        for scores in &self.scores {
            let mut next = [IMPOSSIBLE; LABELS];
            let mut back = [NONE; LABELS];
            for (before, after, weight) in weights.transitions() {
                let score = best[usize::from(before)] + i32::from(weight);
                if score > next[usize::from(after)] {
                    next[usize::from(after)] = score;
                    back[usize::from(after)] = before;
                }
            }
            for (next, score) in next[1..].iter_mut().zip(scores) {
                *next += score;
            }
            // Runs may be as long as the document, so sums are kept near 0.
            let most = next.iter().copied().max().unwrap_or_default();
            best = next.map(|score| (score - most).max(IMPOSSIBLE));
            self.back.push(back);
        }
        // The edge after a run counts as a token in no name.
        let mut last = (IMPOSSIBLE, NONE);
        for (before, after, weight) in weights.transitions() {
            let score = best[usize::from(before)] + i32::from(weight);
            if after == NONE && score > last.0 {
                last = (score, before);
            }
        }
        let mut label = last.1;
        for (slot, back) in labels.iter_mut().zip(&self.back).rev() {
            *slot = label;
            label = back[usize::from(label)];
        }
    }
}
