//! What names of the news pool are: words and phrases that a first finder gave mostly one kind.
//!
//! Only counts are learned from the texts, as hashes of words: no text of the pool is kept.

use super::fit::Recipe;
use anyhow::Result;
use rustc_hash::FxHashMap;
use sayso_language::hashed::{Case, form_hash};
use sayso_language::names::features::{PHRASE, phrase_hash};
use sayso_language::names::section::Parts;
use sayso_language::names::{Input, NONE, Names, Place, spans, unlabel};
use sayso_language::segment::{Segmented, Segmenter};

/// How often a word, or a phrase, must have been seen.
const OFTEN: [u32; 2] = [6, 3];
/// Files of the pool that names are looked for in, with their shares of the tokens.
const SOURCES: [(&str, f64); 6] = [
    ("intl2024", 0.5),
    ("wikinews", 0.1),
    ("currentevents", 0.1),
    ("reuters-2012", 0.1),
    ("reuters-2009", 0.1),
    ("reuters21578", 0.1),
];

/// How often something had each kind, and was no name at all; of words also their place in names.
#[derive(Clone, Copy, Default)]
struct Counts {
    kinds: [u32; 8],
    none: u32,
    places: [u32; 4],
}

impl Counts {
    /// The commonest kind from 1, how surely it is that (0 to 3), and the commonest place.
    fn entry(&self, often: u32) -> Option<u32> {
        let total = self.kinds.iter().sum::<u32>() + self.none;
        let (kind, most) = (0_u32..).zip(self.kinds).max_by_key(|(kind, count)| (*count, 7 - kind))?;
        if total < often || most * 2 < total {
            return None;
        }
        let sure = match 100 * most / total {
            97.. => 3,
            85.. => 2,
            70.. => 1,
            _ => 0,
        };
        let (place, _) = (0_u32..).zip(self.places).max_by_key(|(place, count)| (*count, 3 - place))?;
        Some(kind + 1 + 16 * sure + 64 * place)
    }
}

/// Words and phrases of the news pool with their entries.
pub(super) fn from_news(recipe: &Recipe<'_>, names: Names<'_>) -> Result<Parts> {
    let segmenter = Segmenter::english();
    let mut segmented = Segmented::default();
    let (mut words, mut phrases) = (FxHashMap::<u64, Counts>::default(), FxHashMap::<u64, Counts>::default());
    for (source, share) in SOURCES {
        let path = recipe.shared.join(format!("data/news/{source}.jsonl.xz"));
        let mut texts = Vec::new();
        crate::pool::articles(&path, |article| texts.push(article.text))?;
        let most = (recipe.millions * 1e6 * share) as usize;
        let all: usize = texts.iter().map(|text| text.len() / 5).sum();
        let step = (all as f64 / most.max(1) as f64).max(1.0);
        let mut next = 0.0;
        for (number, text) in texts.iter().enumerate() {
            if (number as f64) < next {
                continue;
            }
            next += step;
            segmenter.segment(text, &mut segmented);
            let forms: Vec<&str> = segmented.tokens.iter().map(|span| span.of(text)).collect();
            let ends: Vec<u32> = segmented.sentences.iter().map(|sentence| sentence.tokens.end).collect();
            let tags = (recipe.tag)(&forms, &ends);
            let labels = names.label(Input { forms: &forms, tags: &tags, ends: &ends }, recipe.words);
            count(&forms, &labels, &mut words, &mut phrases);
        }
    }
    let entries = |counts: FxHashMap<u64, Counts>, often| {
        let mut entries: Vec<_> =
            counts.into_iter().filter_map(|(hash, counts)| Some((hash, counts.entry(often)?))).collect();
        entries.sort_unstable();
        entries
    };
    Ok(Parts { words: entries(words, OFTEN[0]), phrases: entries(phrases, OFTEN[1]), ..Parts::default() })
}

fn count(forms: &[&str], labels: &[u8], words: &mut FxHashMap<u64, Counts>, phrases: &mut FxHashMap<u64, Counts>) {
    for (form, label) in forms.iter().zip(labels) {
        if !form.chars().next().is_some_and(char::is_uppercase) {
            continue;
        }
        let acronym = form.len() <= 5 && form.chars().all(char::is_uppercase);
        let hash = form_hash(form, if acronym { Case::AsWritten } else { Case::Lower });
        let counts = words.entry(hash).or_default();
        match unlabel(*label) {
            None => counts.none += 1,
            Some((kind, place)) => {
                counts.kinds[kind as usize] += 1;
                counts.places[place as usize] += 1;
            }
        }
    }
    debug_assert!(labels.iter().all(|label| *label == NONE || unlabel(*label).is_some()));
    for name in spans(labels) {
        if (2..=PHRASE as u32).contains(&name.tokens.len()) {
            let phrase = name.tokens.iter().filter_map(|at| forms.get(at as usize));
            let hash = phrase.fold(0, |hash, form| phrase_hash(hash, form_hash(form, Case::Lower)));
            let counts = phrases.entry(hash).or_default();
            counts.kinds[name.kind as usize] += 1;
            counts.places[Place::Begin as usize] += 1;
        }
    }
}

/// Both lists as one: an inner word keeps its bits, and what the news say is put above them.
pub(super) fn with(inner: Parts, found: Parts) -> Parts {
    let mut words: FxHashMap<u64, u32> = inner.words.iter().copied().collect();
    for (hash, entry) in found.words {
        *words.entry(hash).or_default() |= entry << 2;
    }
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_unstable();
    Parts { words, phrases: found.phrases, ..inner }
}
