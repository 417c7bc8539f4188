//! What the finder sees of a token: itself, its neighbours, and the stretch of capitals it stands in.

use super::Input;
use super::runs::{Part, runs};
use super::section::Weights;
use crate::hashed::{Case, form_hash, mix};
use crate::{Clusters, Words, Xpos};
use std::ops::Range;

/// A sentence of the input.
#[derive(Clone, Copy, Debug)]
pub struct Sentence<'t> {
    /// Number of its first token in the document.
    pub first: usize,
    /// Its tokens' characters.
    pub forms: &'t [&'t str],
    /// Their tags.
    pub tags: &'t [Xpos],
}

/// Calls `each` with every sentence of the input; tokens after the last end count as a sentence.
pub fn each_sentence<'t>(input: Input<'t>, mut each: impl FnMut(Sentence<'t>)) {
    let length = input.forms.len().min(input.tags.len());
    let mut first = 0;
    for end in input.ends.iter().map(|e| *e as usize).chain([length]) {
        let end = end.min(length);
        if end > first {
            each(Sentence { first, forms: &input.forms[first..end], tags: &input.tags[first..end] });
            first = end;
        }
    }
}

/// The features of a token, as hashes.
#[derive(Clone, Debug, Default)]
pub struct Features {
    hashes: Vec<u64>,
}

impl Features {
    /// The hashes.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Forgets all features.
    pub fn clear(&mut self) {
        self.hashes.clear();
    }

    /// Appends the feature of a template with a value.
    pub fn push(&mut self, template: u64, value: u64) {
        self.hashes.push(mix(value, template));
    }
}

/// What a word's letters look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
enum Shape {
    #[default]
    Mark,
    Lower,
    Capitalised,
    Initial,
    ShortCapitals,
    LongCapitals,
    MixedFromCapital,
    MixedFromLower,
    Dotted,
    Digits,
    DigitsAndLetters,
    Hyphenated,
}

/// How a sentence uses capitals, which decides what a capital says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
enum Style {
    #[default]
    Prose,
    /// Headlines In Title Case.
    Title,
    /// HEADLINES IN CAPITALS.
    Capitals,
    /// Too few words to tell: bylines, table cells.
    Short,
}

/// What is known of a token apart from its neighbours.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fact {
    /// Hash of the form in lower case.
    pub(super) lower: u64,
    clusters: Clusters,
    shape: Shape,
    tag: u8,
    /// First and last four bytes in lower case.
    prefix: u32,
    suffix: u32,
    /// How much commoner the form is in lower case than as it stands.
    rarity: u8,
    /// The word's entry in the list of words.
    word: u32,
    /// How the phrases that were found cover the token.
    phrase: u32,
}

/// The facts of a sentence's tokens.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub(super) facts: Vec<Fact>,
    parts: Vec<Part>,
    runs: Vec<Range<usize>>,
    style: Style,
}

/// Bits of a word's entry: what stands in names without a capital.
pub const INNER: u32 = 1;
/// Bit of a word's entry: names begin with it though it has no capital.
pub const OPENS: u32 = 2;
/// Longest phrase of the list, in tokens.
pub const PHRASE: usize = 6;

const BEFORE: Fact = edge(1);
const AFTER: Fact = edge(2);

const fn edge(lower: u64) -> Fact {
    let clusters = Clusters { coarse: 0, middle: 0, fine: 0, frequency: 0 };
    Fact { lower, clusters, shape: Shape::Mark, tag: 255, prefix: 0, suffix: 0, rarity: 0, word: 0, phrase: 0 }
}

impl Facts {
    /// Reads a sentence.
    pub fn read(&mut self, sentence: &Sentence<'_>, words: Words<'_>, weights: &Weights<'_>) {
        self.facts.clear();
        self.parts.clear();
        self.runs.clear();
        self.style = style(sentence.forms);
        for (at, (form, tag)) in sentence.forms.iter().zip(sentence.tags).enumerate() {
            let shape = shape(form);
            let lower = form_hash(form, Case::Lower);
            let acronym = shape == Shape::ShortCapitals && self.style != Style::Capitals;
            let word = acronym.then(|| weights.word(form_hash(form, Case::AsWritten))).flatten();
            let word = word.or_else(|| weights.word(lower)).unwrap_or_default();
            let folded = at == 0 || self.style != Style::Prose;
            let clusters = if folded { words.clusters_at_start(form) } else { words.clusters(form) };
            let capital = capital(shape);
            let (prefix, suffix) = affixes(form);
            let rarity = if capital { rarity(words, form, shape) } else { 0 };
            self.facts.push(Fact { lower, clusters, shape, tag: *tag as u8, prefix, suffix, rarity, word, phrase: 0 });
            self.parts.push(match shape {
                _ if capital => Part::Capital,
                Shape::Digits => Part::Opener,
                _ if word & OPENS != 0 => Part::Opener,
                _ if word & INNER != 0 => Part::Inner,
                _ => Part::Outside,
            });
        }
        runs(&self.parts, |run| self.runs.push(run));
        self.match_phrases(weights);
    }

    /// The runs of the sentence: ranges of its tokens that may belong to names.
    pub fn runs(&self) -> impl Iterator<Item = Range<usize>> + use<> {
        self.runs.clone().into_iter()
    }

    /// Marks the longest known phrase from each place on, left to right.
    fn match_phrases(&mut self, weights: &Weights<'_>) {
        for run in &self.runs {
            let mut at = run.start;
            while at < run.end {
                let mut hash = 0;
                let mut longest = None;
                for (length, fact) in self.facts[at..run.end.min(at + PHRASE)].iter().enumerate() {
                    hash = phrase_hash(hash, fact.lower);
                    if length > 0
                        && let Some(entry) = weights.phrase(hash)
                    {
                        longest = Some((length + 1, entry));
                    }
                }
                let Some((length, entry)) = longest else {
                    at += 1;
                    continue;
                };
                for (place, fact) in self.facts[at..at + length].iter_mut().enumerate() {
                    let place = if place == 0 {
                        1
                    } else if place + 1 == length {
                        3
                    } else {
                        2
                    };
                    fact.phrase = entry << 2 | place;
                }
                at += length;
            }
        }
    }

    fn at(&self, at: usize, offset: isize) -> &Fact {
        match at.checked_add_signed(offset) {
            None => &BEFORE,
            Some(at) => self.facts.get(at).unwrap_or(&AFTER),
        }
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.parts.get(at) == Some(&Part::Capital)
    }

    /// The features of token `at` of `run`.
    pub fn features(&self, at: usize, run: &Range<usize>, into: &mut Features) {
        into.clear();
        let [before2, before, here, after, after2] = [-2, -1, 0, 1, 2].map(|offset| self.at(at, offset));
        let style = self.style as u64;
        let start = u64::from(at == 0);
        let shape = |f: &Fact| f.shape as u64;
        let coarse = |f: &Fact| u64::from(f.clusters.coarse);
        let middle = |f: &Fact| u64::from(f.clusters.middle);
        let fine = |f: &Fact| u64::from(f.clusters.fine);
        let tag = |f: &Fact| u64::from(f.tag);
        let word = |f: &Fact| u64::from(f.word);
        let pair = |a: u64, b: u64| a << 16 | b;
        let shapes = pair(shape(before), pair(shape(here), shape(after)));
        // The word itself and its neighbours.
        into.push(0, style);
        into.push(1, here.lower);
        into.push(2, before.lower);
        into.push(3, after.lower);
        into.push(4, before2.lower);
        into.push(5, after2.lower);
        into.push(6, mix(before.lower, here.lower));
        into.push(7, mix(here.lower, after.lower));
        into.push(8, mix(here.lower, pair(shape(here), style)));
        // Letters.
        into.push(9, pair(shape(here), style << 1 | start));
        into.push(10, pair(shape(before), shape(here)));
        into.push(11, pair(shape(here), shape(after)));
        into.push(12, shapes << 2 | style);
        into.push(13, u64::from(here.prefix & 0xff_ffff));
        into.push(14, u64::from(here.prefix));
        into.push(15, u64::from(here.suffix & 0xffff));
        into.push(16, u64::from(here.suffix & 0xff_ffff));
        into.push(17, u64::from(here.suffix));
        into.push(18, pair(u64::from(here.rarity), pair(shape(here), style << 1 | start)));
        // Clusters.
        into.push(19, fine(here));
        into.push(20, fine(before));
        into.push(21, fine(after));
        into.push(22, fine(before2));
        into.push(23, fine(after2));
        into.push(24, pair(fine(here), shape(here) << 3 | style));
        into.push(25, middle(here));
        into.push(26, pair(middle(before), middle(here)));
        into.push(27, pair(middle(here), middle(after)));
        into.push(28, pair(middle(before), middle(after)));
        into.push(29, coarse(here));
        into.push(30, pair(coarse(before), pair(coarse(here), coarse(after))));
        into.push(31, pair(coarse(before2), pair(coarse(before), coarse(here))));
        into.push(32, pair(coarse(here), pair(coarse(after), coarse(after2))));
        into.push(33, pair(fine(before), fine(here)));
        into.push(34, pair(fine(here), fine(after)));
        // Tags.
        into.push(35, pair(tag(here), style));
        into.push(36, pair(tag(before), tag(here)));
        into.push(37, pair(tag(here), tag(after)));
        into.push(38, pair(tag(before), pair(tag(here), tag(after))));
        // Lists.
        into.push(39, pair(word(here), style));
        into.push(40, word(before));
        into.push(41, word(after));
        into.push(42, word(before) << 32 | word(here));
        into.push(43, word(here) << 32 | word(after));
        if here.phrase != 0 {
            into.push(44, u64::from(here.phrase));
        }
        self.stretch(at, run, into);
    }

    /// Features of the unbroken capitals around a token: its last word is the head of most names, and what stands
    /// before and after it decides the kind of names of several words.
    fn stretch(&self, at: usize, run: &Range<usize>, into: &mut Features) {
        if !self.is_capital(at) {
            into.push(45, u64::from(at == run.start) << 1 | u64::from(at + 1 == run.end));
            return;
        }
        let mut start = at;
        while start > run.start && at - start < 6 && self.is_capital(start - 1) {
            start -= 1;
        }
        let mut end = at + 1;
        while end < run.end && end - at < 6 && self.is_capital(end) {
            end += 1;
        }
        let [first, last] = [self.at(start, 0), self.at(end - 1, 0)];
        let [before, after] = [self.at(start, -1), self.at(end, 0)];
        let place = (at - start).min(3) as u64;
        let rest = (end - 1 - at).min(3) as u64;
        let length = (end - start).min(5) as u64;
        let position = place << 4 | rest << 2 | self.style as u64;
        into.push(46, position);
        into.push(47, last.lower);
        into.push(48, mix(last.lower, position));
        into.push(49, mix(first.lower, position));
        into.push(50, mix(before.lower, position));
        into.push(51, mix(after.lower, position));
        into.push(52, mix(before.lower, 1));
        into.push(53, mix(after.lower, 1));
        into.push(54, u64::from(last.clusters.fine) << 8 | rest);
        into.push(55, u64::from(first.clusters.fine) << 8 | place);
        into.push(56, u64::from(before.clusters.fine) << 8 | length);
        into.push(57, u64::from(after.clusters.fine) << 8 | length);
        let around = u64::from(before.clusters.middle) << 16 | u64::from(after.clusters.middle);
        into.push(58, around << 8 | length);
        into.push(59, u64::from(self.at(start, -2).clusters.fine) << 8 | length);
        into.push(60, u64::from(self.at(end, 1).clusters.fine) << 8 | length);
    }
}

/// Continues the hash of a phrase by a word.
#[must_use]
pub fn phrase_hash(phrase: u64, lower: u64) -> u64 {
    mix(phrase.rotate_left(7), lower)
}

fn capital(shape: Shape) -> bool {
    !matches!(shape, Shape::Mark | Shape::Lower | Shape::Digits)
}

fn shape(form: &str) -> Shape {
    let (mut upper, mut lower, mut digits, mut dots, mut hyphens) = (0, 0, 0, 0, 0);
    for c in form.chars() {
        match c {
            'a'..='z' => lower += 1,
            'A'..='Z' => upper += 1,
            '0'..='9' => digits += 1,
            '.' => dots += 1,
            '-' | '–' => hyphens += 1,
            c if c.is_ascii() => {}
            c if c.is_uppercase() => upper += 1,
            c if c.is_lowercase() => lower += 1,
            c if c.is_alphabetic() => upper += 1,
            _ => {}
        }
    }
    let starts_upper =
        form.chars().next().is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    match (upper, lower, digits) {
        (0, 0, 0) => Shape::Mark,
        (0, 0, _) => Shape::Digits,
        (0, _, _) => Shape::Lower,
        (.., 1..) => Shape::DigitsAndLetters,
        (1, 0, _) => Shape::Initial,
        _ if hyphens > 0 && lower > 0 => Shape::Hyphenated,
        (_, 0, _) if dots > 1 => Shape::Dotted,
        (2..=5, 0, _) => Shape::ShortCapitals,
        (_, 0, _) => Shape::LongCapitals,
        (1, ..) if starts_upper => Shape::Capitalised,
        _ if starts_upper => Shape::MixedFromCapital,
        _ => Shape::MixedFromLower,
    }
}

fn style(forms: &[&str]) -> Style {
    let (mut lower, mut title, mut capitals) = (0, 0, 0);
    for form in forms {
        match shape(form) {
            Shape::Lower if form.len() > 3 => lower += 1,
            Shape::Capitalised | Shape::MixedFromCapital | Shape::Hyphenated => title += 1,
            Shape::ShortCapitals | Shape::LongCapitals if form.len() > 2 => capitals += 1,
            _ => {}
        }
    }
    let words = lower + title + capitals;
    if capitals * 10 >= words * 7 && capitals > 0 {
        Style::Capitals
    } else if lower == 0 && words < 4 {
        Style::Short
    } else if lower * 4 <= words {
        Style::Title
    } else {
        Style::Prose
    }
}

fn affixes(form: &str) -> (u32, u32) {
    let mut prefix = [0_u8; 4];
    let mut suffix = [0_u8; 4];
    for (to, from) in prefix.iter_mut().zip(form.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    for (to, from) in suffix.iter_mut().zip(form.bytes().rev()) {
        *to = from.to_ascii_lowercase();
    }
    (u32::from_le_bytes(prefix), u32::from_le_bytes(suffix))
}

/// Compares how often the news write a capitalised word so, and how often in lower case: `Brown`, `The`, `Ouagadougou`.
fn rarity(words: Words<'_>, form: &str, shape: Shape) -> u8 {
    let case = if shape == Shape::LongCapitals { Case::Capitalised } else { Case::AsWritten };
    let frequency = |case| words.exact(form, case).map_or(0, |c| c.frequency);
    let (written, lower) = (frequency(case), frequency(Case::Lower));
    match (written, lower) {
        (0, 0) => 0,
        (_, 0) => 1 + written.min(16) / 4,
        (0, _) => 6 + lower.min(16) / 4,
        _ => (lower + 20).saturating_sub(written).clamp(12, 28),
    }
}
