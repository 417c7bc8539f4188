//! Fitting the finder: a first look, lists of names that it finds in the news pool, the first look again with those
//! lists, and a second look that is learned from what first looks say of documents that they were not fitted to.

use super::crf::{Crf, Fit, Instance};
use super::data::Document;
use super::{SCALE, Tag, lists};
use anyhow::Result;
use rustc_hash::FxHashMap;
use sayso_language::Words;
use sayso_language::hashed::{Case, form_hash};
use sayso_language::names::document::Memory;
use sayso_language::names::features::{self, Facts, Features, INNER, OPENS};
use sayso_language::names::section::{Parts, Weights};
use sayso_language::names::{COLUMNS, Input, NONE, Names, may_follow, spans};
use std::path::Path;

/// Parts of the documents for the second look.
const FOLDS: usize = 4;

/// How to fit, and what with.
pub(super) struct Recipe<'r> {
    pub(super) fit: Fit,
    /// How often a feature must occur.
    pub(super) cutoff: u32,
    /// Most features that are kept.
    pub(super) features: usize,
    /// Million tokens of the news pool that names are looked for in.
    pub(super) millions: f64,
    pub(super) words: Words<'r>,
    pub(super) tag: &'r Tag<'r>,
    pub(super) shared: &'r Path,
}

/// The section of names from annotated documents; inner words are listed from the first `listed` of them.
pub(super) fn section(recipe: &Recipe<'_>, documents: &[Document], listed: usize) -> Result<Vec<u8>> {
    let mut parts = Parts { words: inner_words(&documents[..listed]), ..Parts::default() };
    if recipe.millions > 0.0 {
        let short = Fit { epochs: recipe.fit.epochs.min(5), ..recipe.fit };
        let looks = extract(documents, &parts, recipe)?;
        let crf = fitted(&looks, short, |_| true);
        let finder = quantise(&crf, &looks.hashes, parts.clone(), recipe.features).write();
        let found = lists::from_news(recipe, Names::open(&finder)?)?;
        eprintln!("{} words and {} phrases from the news", found.words.len(), found.phrases.len());
        parts = lists::with(parts, found);
    }
    let looks = extract(documents, &parts, recipe)?;
    eprintln!("{} runs, {} features", looks.runs.len(), looks.hashes.len());
    let crf = fitted(&looks, recipe.fit, |_| true);
    let again = second_look(recipe, documents, &parts, &looks, &crf)?;
    let mut first = quantise(&crf, &looks.hashes, parts, recipe.features);
    let second = quantise(&again.0, &again.1, Parts::default(), usize::MAX);
    first.rows.extend(second.rows);
    Ok(first.write())
}

/// Runs of tokens as the first look sees them.
struct Looks {
    runs: Vec<Instance>,
    hashes: Vec<u64>,
}

fn fitted(looks: &Looks, fit: Fit, wanted: impl Fn(u32) -> bool) -> Crf {
    let runs: Vec<&Instance> = looks.runs.iter().filter(|run| wanted(run.document)).collect();
    let mut crf = Crf::new(looks.hashes.len());
    crf.fit(&runs, fit);
    crf
}

/// Weights of the features that look at the whole document, on top of the scores of first looks.
fn second_look(
    recipe: &Recipe<'_>,
    documents: &[Document],
    parts: &Parts,
    looks: &Looks,
    crf: &Crf,
) -> Result<(Crf, Vec<u64>)> {
    let short = Fit { epochs: recipe.fit.epochs.min(6), ..recipe.fit };
    let fold_of = |document: u32| document as usize % FOLDS;
    let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
    let mut hashes = Vec::new();
    let mut runs: Vec<Instance> = Vec::new();
    for fold in 0..FOLDS {
        let crf = fitted(looks, short, |document| fold_of(document) != fold);
        let section = quantise(&crf, &looks.hashes, parts.clone(), recipe.features).write();
        let (names, weights) = (Names::open(&section)?, Weights::open(&section)?);
        let mut base: FxHashMap<(u32, u32), &Instance> = FxHashMap::default();
        for run in looks.runs.iter().filter(|run| fold_of(run.document) == fold) {
            base.insert((run.document, run.first), run);
        }
        for (number, document) in (0_u32..).zip(documents).filter(|(number, _)| fold_of(*number) == fold) {
            let forms: Vec<&str> = document.forms.iter().map(String::as_str).collect();
            let input = Input { forms: &forms, tags: &document.tags, ends: &document.ends };
            // There are no weights yet for a second look, so these are the labels of the first.
            let labels = names.label(input, recipe.words);
            let (mut memory, mut facts) = (Memory::default(), Facts::default());
            features::each_sentence(input, |sentence| {
                facts.read(&sentence, recipe.words, &weights);
                for run in facts.runs() {
                    memory.note_words(sentence.first + run.start, &run, &facts);
                }
            });
            memory.each_run(&labels, |first, features| {
                let Some(run) = base.get(&(number, first as u32)) else { return };
                let mut again = Instance { features: Vec::new(), ends: Vec::new(), ..(*run).clone() };
                again.base = crf.scores(run, &run.features, &run.ends);
                for token in features {
                    for hash in token.hashes() {
                        let next = numbers.len() as u32;
                        let feature = *numbers.entry(*hash).or_insert_with(|| {
                            hashes.push(*hash);
                            next
                        });
                        again.features.push(feature);
                    }
                    again.ends.push(again.features.len() as u32);
                }
                runs.push(again);
            });
        }
    }
    let mut again = Crf { transitions: crf.transitions, ..Crf::new(hashes.len()) };
    let runs: Vec<&Instance> = runs.iter().collect();
    again.fit(&runs, Fit { given_transitions: true, dropout: 0.0, rate: 0.05, ..short });
    Ok((again, hashes))
}

/// Words without a capital that annotated names have inside, and those that they begin with.
fn inner_words(documents: &[Document]) -> Vec<(u64, u32)> {
    let mut counts: FxHashMap<&str, [u32; 2]> = FxHashMap::default();
    for document in documents {
        for name in spans(&document.labels) {
            for at in name.tokens.iter() {
                let form = document.forms[at as usize].as_str();
                if !form.chars().any(char::is_uppercase) {
                    counts.entry(form).or_default()[usize::from(at == name.tokens.start)] += 1;
                }
            }
        }
    }
    let mut found: Vec<_> = counts.into_iter().filter(|(_, [inner, opens])| inner + opens > 1).collect();
    found.sort_unstable();
    let entry = |[inner, opens]: [u32; 2]| if opens > 1 { OPENS | INNER } else { u32::from(inner > 0) * INNER };
    found.into_iter().map(|(form, counts)| (form_hash(form, Case::Lower), entry(counts))).collect()
}

/// The runs of the documents, and the features that occur in them often enough.
fn extract(documents: &[Document], parts: &Parts, recipe: &Recipe<'_>) -> Result<Looks> {
    let section = parts.write();
    let weights = Weights::open(&section)?;
    let mut runs = Vec::new();
    let mut numbers: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
    let mut facts = Facts::default();
    let mut found = Features::default();
    for (number, document) in (0_u32..).zip(documents) {
        let forms: Vec<&str> = document.forms.iter().map(String::as_str).collect();
        let input = Input { forms: &forms, tags: &document.tags, ends: &document.ends };
        features::each_sentence(input, |sentence| {
            facts.read(&sentence, recipe.words, &weights);
            for run in facts.runs() {
                let mut instance = Instance {
                    document: number,
                    first: (sentence.first + run.start) as u32,
                    weight: document.weight,
                    labels: document.labels[sentence.first + run.start..sentence.first + run.end].to_vec(),
                    ..Instance::default()
                };
                repair(&mut instance.labels);
                for at in run.clone() {
                    facts.features(at, &run, &mut found);
                    for hash in found.hashes() {
                        let next = numbers.len() as u32;
                        let entry = numbers.entry(*hash).or_insert((next, 0));
                        entry.1 += 1;
                        instance.features.push(entry.0);
                    }
                    instance.ends.push(instance.features.len() as u32);
                }
                runs.push(instance);
            }
        });
    }
    let mut all: Vec<(u32, u64, u32)> =
        numbers.into_iter().map(|(hash, (number, count))| (number, hash, count)).collect();
    all.sort_unstable();
    let mut renumbered = vec![u32::MAX; all.len()];
    let mut hashes = Vec::new();
    for (number, hash, count) in all {
        if count >= recipe.cutoff {
            renumbered[number as usize] = hashes.len() as u32;
            hashes.push(hash);
        }
    }
    for run in &mut runs {
        let mut features = Vec::with_capacity(run.features.len());
        let mut start = 0;
        for end in &mut run.ends {
            let kept = run.features[start..*end as usize].iter().map(|f| renumbered[*f as usize]);
            start = *end as usize;
            features.extend(kept.filter(|f| *f != u32::MAX));
            *end = features.len() as u32;
        }
        run.features = features;
    }
    Ok(Looks { runs, hashes })
}

/// Takes away labels of names that a run cuts in two.
fn repair(labels: &mut [u8]) {
    let whole = spans(labels);
    for (at, label) in labels.iter_mut().enumerate() {
        if !whole.iter().any(|name| name.tokens.contains(at as u32)) {
            *label = NONE;
        }
    }
}

/// The most useful rows in 16 bits.
fn quantise(crf: &Crf, hashes: &[u64], lists: Parts, most: usize) -> Parts {
    let quantised = |weight: f32| (weight * SCALE).round().clamp(-32_000.0, 32_000.0) as i16;
    let size = |row: &[f32; COLUMNS]| row.iter().map(|w| w * w).sum::<f32>();
    let mut order: Vec<usize> = (0..hashes.len()).collect();
    order.sort_by(|a, b| size(&crf.rows[*b]).total_cmp(&size(&crf.rows[*a])).then(a.cmp(b)));
    order.truncate(most);
    let rows = order.iter().map(|at| (hashes[*at], crf.rows[*at].map(quantised))).collect();
    let mut transitions = Vec::new();
    for (before, row) in (0_u8..).zip(&crf.transitions) {
        for (after, weight) in (0_u8..).zip(row) {
            if may_follow(before, after) {
                transitions.push((before, after, quantised(*weight)));
            }
        }
    }
    Parts { transitions, rows, ..lists }
}
