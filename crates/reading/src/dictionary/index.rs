//! Phrases of dictionaries, found in the words of a text: the longest that begins at a word.

use super::words::Word;
use rustc_hash::FxHashMap;

/// Phrases with a value each.
#[derive(Clone, Debug)]
pub(crate) struct Index<V> {
    by_first: FxHashMap<String, Vec<Entry<V>>>,
    /// Whether any word is a stem, so that all begins of a word have to be looked up.
    stems: bool,
}

#[derive(Clone, Debug)]
struct Entry<V> {
    rest: Box<[Part]>,
    first_is_stem: bool,
    value: V,
}

/// A word of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    word: String,
    stem: bool,
}

impl<V> Default for Index<V> {
    fn default() -> Self {
        Self { by_first: FxHashMap::default(), stems: false }
    }
}

/// Shorter stems would be found everywhere.
const SHORTEST_STEM: usize = 3;

impl<V: Copy> Index<V> {
    /// Adds a phrase of these words; each with whether it is only the begin of a word.
    pub(super) fn add(&mut self, words: Vec<(String, bool)>, value: V) {
        let stem = |(word, stem): (String, bool)| Part { stem: stem && word.len() >= SHORTEST_STEM, word };
        let mut parts = words.into_iter().map(stem);
        let Some(first) = parts.next() else { return };
        self.stems |= first.stem;
        let entry = Entry { rest: parts.collect(), first_is_stem: first.stem, value };
        // Longer phrases come first; equals keep their order.
        let entries = self.by_first.entry(first.word).or_default();
        let place = entries.partition_point(|e| e.rest.len() >= entry.rest.len());
        entries.insert(place, entry);
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// The longest phrase at the begin of `words` whose value `fits`: how many words, and its value.
    pub(crate) fn longest(&self, words: &[Word], fits: impl Fn(V, usize) -> bool) -> Option<(usize, V)> {
        let first = &words.first()?.form;
        let mut best = self.at(first, false, words, &fits);
        if self.stems {
            for cut in SHORTEST_STEM..first.len() {
                let Some(begin) = first.get(..cut) else { continue };
                best = best.max_by_length(self.at(begin, true, words, &fits));
            }
        }
        best
    }

    fn at(&self, first: &str, begin: bool, words: &[Word], fits: &impl Fn(V, usize) -> bool) -> Option<(usize, V)> {
        let entries = self.by_first.get(first)?;
        let found = entries.iter().find(|entry| {
            let length = entry.rest.len() + 1;
            let same = |(part, word): (&Part, &Word)| {
                part.word == word.form || (part.stem && word.form.starts_with(part.word.as_str()))
            };
            (!begin || entry.first_is_stem)
                && words.get(1..length).is_some_and(|rest| entry.rest.iter().zip(rest).all(same))
                && fits(entry.value, length)
        })?;
        Some((found.rest.len() + 1, found.value))
    }
}

trait Longest {
    fn max_by_length(self, other: Self) -> Self;
}

impl<V> Longest for Option<(usize, V)> {
    fn max_by_length(self, other: Self) -> Self {
        match (&self, &other) {
            (Some((own, _)), Some((theirs, _))) if own >= theirs => self,
            (_, Some(_)) => other,
            _ => self,
        }
    }
}
