//! The best labelling of a window by the field's weights, and how sure the field is of each word's label.

use super::roles::{LABELS, Label, RoleFeatures};
use super::weights::Weights;

/// What the field makes of a window.
#[derive(Clone, Debug, Default)]
pub struct Labelling {
    /// The labels of the best path, the cue's own word fixed.
    pub labels: Vec<Label>,
    /// The chance of each label for each word, in the order of [`LABELS`].
    pub chances: Vec<[f32; 4]>,
    /// The logarithm of the chance of the best path.
    pub path: f32,
    own: Vec<[f32; 4]>,
    pairs: Vec<[f32; 16]>,
    forward: Vec<[f32; 4]>,
}

/// A label that can't be.
const NEVER: f32 = -1e4;

/// Labels a window whose word number `cue` is the cue.
pub fn decode(weights: &Weights, features: &RoleFeatures, cue: usize, out: &mut Labelling) {
    let length = features.word_ends.len();
    out.labels.clear();
    out.labels.resize(length, Label::None);
    out.own.clear();
    out.pairs.clear();
    for n in 0..length {
        let (words, pairs) = features.at(n);
        let own = weights.roles(words);
        out.own.push(if n == cue { [NEVER, NEVER, NEVER, own[3]] } else { own });
        out.pairs.push(if n == 0 { [0.0; 16] } else { weights.pairs(pairs) });
    }
    let whole = chances(out);
    best(out);
    out.path = path_score(out) - whole;
}

/// Viterbi's best path.
fn best(out: &mut Labelling) {
    let length = out.own.len();
    let mut from: Vec<[u8; 4]> = Vec::with_capacity(length);
    let mut earlier = [0.0_f32; 4];
    for (own, pair) in out.own.iter().zip(&out.pairs) {
        let mut here = [0.0_f32; 4];
        let mut pointers = [0u8; 4];
        for label in 0..4 {
            let mut top = (f32::NEG_INFINITY, 0u8);
            for last in 0..4u8 {
                let score = earlier[last as usize] + pair[last as usize * 4 + label];
                if score > top.0 {
                    top = (score, last);
                }
            }
            here[label] = top.0 + own[label];
            pointers[label] = top.1;
        }
        earlier = here;
        from.push(pointers);
    }
    let mut label = (0..4u8).max_by(|a, b| earlier[*a as usize].total_cmp(&earlier[*b as usize])).unwrap_or(0);
    for (slot, pointers) in out.labels.iter_mut().zip(&from).rev() {
        *slot = LABELS[label as usize];
        label = pointers[label as usize];
    }
}

/// Forward and backward; gives the logarithm of the sum over all paths.
fn chances(out: &mut Labelling) -> f32 {
    let length = out.own.len();
    out.forward.clear();
    for (n, (own, pair)) in out.own.iter().zip(&out.pairs).enumerate() {
        let last = n.checked_sub(1).and_then(|n| out.forward.get(n)).copied();
        let here = std::array::from_fn(|label| match last {
            Some(last) => own[label] + log_sum(std::array::from_fn(|l| last[l] + pair[l * 4 + label])),
            None => own[label],
        });
        out.forward.push(here);
    }
    let whole = out.forward.last().map_or(0.0, |last| log_sum(*last));
    out.chances.clear();
    out.chances.resize(length, [0.0; 4]);
    let mut backward = [0.0_f32; 4];
    for n in (0..length).rev() {
        if let (Some(own), Some(pair)) = (out.own.get(n + 1), out.pairs.get(n + 1)) {
            let after = backward;
            let onward = |label: usize| std::array::from_fn(|next| after[next] + own[next] + pair[label * 4 + next]);
            backward = std::array::from_fn(|label| log_sum(onward(label)));
        }
        if let (Some(slot), Some(forward)) = (out.chances.get_mut(n), out.forward.get(n)) {
            *slot = std::array::from_fn(|label| (forward[label] + backward[label] - whole).exp());
        }
    }
    whole
}

fn path_score(out: &Labelling) -> f32 {
    let mut last = 0;
    let mut score = 0.0;
    for ((label, own), pair) in out.labels.iter().zip(&out.own).zip(&out.pairs) {
        let label = *label as usize;
        score += own[label] + pair[last * 4 + label];
        last = label;
    }
    score
}

fn log_sum(terms: [f32; 4]) -> f32 {
    let top = terms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    top + terms.iter().map(|t| (t - top).exp()).sum::<f32>().ln()
}
