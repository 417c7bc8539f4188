//! Part-of-speech tags: a greedy linear model from left to right (Collins 2002), trained as an averaged perceptron.
//!
//! The Penn tag is chosen first. The universal tag follows from it but where it leaves a choice (`have` is auxiliary or
//! verb, `that` is subordinator, pronoun or determiner), which a second model makes, seeing Penn tags on both sides.

use crate::features::{Features, Word};
use crate::tables::{Scores, Wide};
use crate::{Upos, Xpos};

/// The trained tagger.
#[derive(Clone, Copy, Debug)]
pub struct Tagger<'m> {
    penn: Wide<'m>,
    universal: Wide<'m>,
    /// Universal tags that each Penn tag may go with, as bits.
    masks: &'m [u8],
}

/// Sections that hold it.
pub const PENN: &str = "tags.penn";
/// See [`PENN`].
pub const UNIVERSAL: &str = "tags.universal";
/// Four bytes for each Penn tag: the universal tags that training saw with it.
pub const MASKS: &str = "tags.masks";

/// Stands for what lies before the first and after the last word.
const OUTSIDE: u64 = 0x5851_f42d_4c95_7f2d;

fn outside() -> Word {
    Word { lower: OUTSIDE, form: OUTSIDE, shape: OUTSIDE, clusters: [u16::MAX; 3], ..Word::default() }
}

impl<'m> Tagger<'m> {
    /// Reads the sections that `section` gives in place; `None` where one is missing or damaged.
    #[must_use]
    pub fn open(section: impl Fn(&str) -> Option<&'m [u8]>) -> Option<Self> {
        let penn = Wide::open(section(PENN)?)?;
        let universal = Wide::open(section(UNIVERSAL)?)?;
        let masks = section(MASKS)?;
        let fits = penn.classes() == Xpos::ALL.len()
            && universal.classes() == Upos::ALL.len()
            && masks.len() == 4 * Xpos::ALL.len();
        fits.then_some(Self { penn, universal, masks })
    }

    /// Tags the words of one sentence.
    pub fn tag(&self, words: &[Word], tags: &mut Vec<(Xpos, Upos)>) {
        tags.clear();
        let mut features = Features::default();
        let (mut last, mut before) = (u64::MAX, u64::MAX);
        for at in 0..words.len() {
            penn_features(words, at, last, before, &mut features);
            let best = best(&self.penn.score(features.all()), Xpos::ALL.len(), u64::MAX);
            tags.push((Xpos::ALL[best], Upos::X));
            (last, before) = (best as u64, last);
        }
        let mut penn: [Option<u8>; 7];
        for at in 0..words.len() {
            let mask = self.mask(tags[at].0);
            let upos = if mask.is_power_of_two() {
                mask.trailing_zeros() as usize
            } else {
                penn = std::array::from_fn(|offset| {
                    (at + offset).checked_sub(3).and_then(|at| tags.get(at)).map(|(xpos, _)| *xpos as u8)
                });
                universal_features(words, at, &penn, &mut features);
                best(&self.universal.score(features.all()), Upos::ALL.len(), u64::from(mask))
            };
            tags[at].1 = Upos::ALL.get(upos).copied().unwrap_or(Upos::X);
        }
    }

    fn mask(&self, xpos: Xpos) -> u32 {
        let at = xpos as usize * 4;
        self.masks.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
    }
}

/// The class with the highest score among those allowed; the first of equals.
fn best(scores: &Scores, classes: usize, allowed: u64) -> usize {
    let mut best = (i32::MIN, 0);
    for (class, score) in scores.iter().enumerate().take(classes) {
        if allowed >> class & 1 == 1 && i32::from(*score) > best.0 {
            best = (i32::from(*score), class);
        }
    }
    best.1
}

/// What decides the Penn tag of word `at`, given the numbers of the two tags before it.
#[inline]
pub fn penn_features(words: &[Word], at: usize, last: u64, before: u64, out: &mut Features) {
    let outside = outside();
    let word = |offset: usize| (at + offset).checked_sub(2).and_then(|at| words.get(at)).unwrap_or(&outside);
    let (w0, l1, l2, r1, r2) = (word(2), word(1), word(0), word(3), word(4));
    let [coarse, middle, fine] = w0.clusters.map(u64::from);
    let first = u64::from(at == 0);
    out.clear();
    out.add(&[]);
    out.add(&[w0.lower]);
    out.add(&[w0.form, first]);
    for suffix in w0.suffixes {
        out.add(&[suffix]);
    }
    for prefix in w0.prefixes {
        out.add(&[prefix]);
    }
    out.add(&[w0.shape, first]);
    out.add(&[w0.shape, w0.suffixes[2]]);
    out.add(&[coarse]);
    out.add(&[middle]);
    out.add(&[fine]);
    out.add(&[l1.suffixes[2]]);
    out.add(&[l1.lower]);
    out.add(&[u64::from(l1.clusters[1])]);
    out.add(&[l2.lower]);
    out.add(&[r1.lower]);
    out.add(&[r1.suffixes[2]]);
    out.add(&[r1.shape, w0.shape]);
    out.add(&[u64::from(r1.clusters[1])]);
    out.add(&[r1.suffixes[1], w0.suffixes[1]]);
    out.add(&[r2.lower]);
    out.add(&[u64::from(r2.clusters[1])]);
    out.add(&[w0.suffixes[3], w0.prefixes[0], first]);
    out.add(&[last]);
    out.add(&[last, before]);
    out.add(&[last, w0.lower]);
    out.add(&[last, w0.suffixes[2]]);
    out.add(&[last, w0.shape]);
    out.add(&[last, r1.suffixes[2]]);
    out.add(&[last, middle]);
    out.add(&[last, r1.lower]);
    out.add(&[last, w0.suffixes[2], u64::from(r1.clusters[0])]);
    out.add(&[last, before, w0.suffixes[2]]);
    out.add(&[l1.lower, w0.lower]);
    out.add(&[w0.lower, r1.lower]);
    out.add(&[l1.lower, r1.lower]);
    out.add(&[middle, u64::from(r1.clusters[1])]);
    out.add(&[u64::from(l1.clusters[0]), coarse, u64::from(r1.clusters[0])]);
    out.add(&[coarse, u64::from(r1.clusters[0]), u64::from(r2.clusters[0])]);
    out.add(&[w0.suffixes[2], r1.lower]);
    out.add(&[last, before, w0.lower]);
    out.add(&[w0.lower, u64::from(r1.clusters[0]), last]);
    out.add(&[w0.shape, l1.shape, r1.shape]);
    out.add(&[u64::from(w0.frequency), w0.shape]);
}

/// What decides the universal tag of word `at`, given the Penn tags from three before it to three after it.
#[inline]
pub fn universal_features(words: &[Word], at: usize, penn: &[Option<u8>; 7], out: &mut Features) {
    let outside = outside();
    let word = |offset: usize| (at + offset).checked_sub(2).and_then(|at| words.get(at)).unwrap_or(&outside);
    let (w0, l1, l2, r1, r2) = (word(2), word(1), word(0), word(3), word(4));
    let tag = |at: usize| penn[at].map_or(255, u64::from);
    let (p3, p2, p1, x, n1, n2, n3) = (tag(0), tag(1), tag(2), tag(3), tag(4), tag(5), tag(6));
    let adverb = Xpos::Rb as u64;
    let (after, beyond) = if n1 != adverb { (n1, n2) } else { (n2, n3) };
    out.clear();
    out.add(&[x]);
    out.add(&[x, w0.lower]);
    out.add(&[x, w0.form]);
    out.add(&[x, w0.suffixes[2]]);
    out.add(&[x, u64::from(w0.clusters[1])]);
    out.add(&[x, u64::from(w0.clusters[2])]);
    out.add(&[x, p1]);
    out.add(&[x, n1]);
    out.add(&[x, p1, p2]);
    out.add(&[x, n1, n2]);
    out.add(&[x, p1, n1]);
    out.add(&[x, p3, p2, p1]);
    out.add(&[x, n1, n2, n3]);
    out.add(&[w0.lower, p1]);
    out.add(&[w0.lower, n1]);
    out.add(&[w0.lower, p1, p2]);
    out.add(&[w0.lower, n1, n2]);
    out.add(&[w0.lower, p1, n1]);
    out.add(&[w0.lower, n1, n2, n3]);
    out.add(&[w0.lower, after]);
    out.add(&[w0.lower, after, beyond]);
    out.add(&[w0.lower, p1, after]);
    out.add(&[w0.lower, l1.lower]);
    out.add(&[w0.lower, r1.lower]);
    out.add(&[w0.lower, r1.lower, r2.lower]);
    out.add(&[w0.lower, l1.lower, l2.lower]);
    out.add(&[x, r1.lower]);
    out.add(&[x, l1.lower]);
    out.add(&[w0.lower, u64::from(r1.clusters[1])]);
    out.add(&[w0.lower, u64::from(l1.clusters[1])]);
    out.add(&[w0.lower, u64::from(r2.clusters[0]), u64::from(r1.clusters[0])]);
}
