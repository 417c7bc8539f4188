//! `train-names` and `score-names`: the finder of names, from annotated names and from the news pool.

mod crf;
mod data;
mod kinds;
mod score;

use anyhow::{Context, Result};
use crf::{Crf, Fit, Instance};
use data::Document;
use kinds::Kinds;
use rustc_hash::FxHashMap;
use sayso_language::hashed::{Case, form_hash};
use sayso_language::model::Model;
use sayso_language::names::features::{self, Facts, Features, INNER, OPENS};
use sayso_language::names::section::{Parts, Weights};
use sayso_language::names::{COLUMNS, Input, NONE, Names, may_follow, spans};
use sayso_language::{Words, Xpos};
use std::path::PathBuf;

/// Fits the finder of names to annotated news and to the news pool.
#[derive(Debug, clap::Args)]
pub(crate) struct TrainNames {
    /// Folder with the shared data.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// The section of word clusters.
    #[arg(long, default_value = "target/models/clusters")]
    clusters: PathBuf,
    /// Where to write the section.
    #[arg(long, default_value = "target/models/names")]
    out: PathBuf,
    /// What names are, where corpora say only the coarse kind.
    #[arg(long, default_value = "training/lists/kinds.tsv")]
    kinds: PathBuf,
    /// Rounds over the data.
    #[arg(long, default_value_t = 10)]
    epochs: usize,
    #[arg(long, default_value_t = 0.15)]
    rate: f32,
    #[arg(long, default_value_t = 0.1)]
    dropout: f32,
    #[arg(long, default_value_t = 0.0)]
    decay: f32,
    /// Weight of CoreNLP's names in PolNeAR.
    #[arg(long, default_value_t = 0.3)]
    polnear: f32,
    /// Most features that are kept.
    #[arg(long, default_value_t = 100_000)]
    features: usize,
    #[arg(long, default_value_t = 2)]
    cutoff: u32,
}

/// Scores a finder of names on the dev sets.
#[derive(Debug, clap::Args)]
pub(crate) struct ScoreNames {
    #[command(flatten)]
    scored: crate::floors::Scored,
}

/// One unit of a score in the weights that are written.
const SCALE: f32 = 100.0;

pub(crate) fn train(options: &TrainNames) -> Result<()> {
    let clusters = std::fs::read(&options.clusters).with_context(|| options.clusters.display().to_string())?;
    let words = Words::open(&clusters)?;
    let kinds = Kinds::read(&options.kinds)?;
    let mut documents = Vec::new();
    let gold = |file, split| data::gold(&options.shared, file, split);
    documents.extend(data::labelled(&gold("conllpp.jsonl.gz", "train")?, &kinds, 1.0));
    documents.extend(data::labelled(&gold("crossner-politics.jsonl", "train")?, &kinds, 3.0));
    let listed = documents.len();
    documents.extend(data::labelled(&gold("wnut17.jsonl", "train")?, &kinds, 0.3));
    documents.extend(data::polnear(&options.shared, &kinds, options.polnear)?);
    let lists = Parts { words: inner_words(&documents[..listed]), ..Parts::default() };
    let (runs, hashes) = extract(&documents, &lists, words, options.cutoff)?;
    let tokens: usize = runs.iter().map(|r| r.labels.len()).sum();
    eprintln!("{} runs, {tokens} tokens in them, {} features", runs.len(), hashes.len());
    let mut crf = Crf::new(hashes.len());
    let fit = Fit { epochs: options.epochs, rate: options.rate, dropout: options.dropout, decay: options.decay };
    crf.fit(&runs, fit);
    let parts = quantise(&crf, &hashes, lists, options.features);
    let section = parts.write();
    if let Some(folder) = options.out.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&options.out, &section).with_context(|| options.out.display().to_string())?;
    let compressed = zstd::bulk::compress(&section, 19)?;
    eprintln!("{}: {} bytes, {} compressed", options.out.display(), section.len(), compressed.len());
    report(&options.shared, &section, words).map(drop)
}

pub(crate) fn score(options: &ScoreNames) -> Result<()> {
    let scored = &options.scored;
    let model = Model::open(scored.sections()?)?;
    let section = model.section("names").context("the model has no names")?;
    let words = Words::open(model.section("clusters").context("the model has no clusters")?)?;
    scored.hold(&report(&scored.shared, section, words)?)
}

/// Prints the scores, and gives F1 over all kinds by data set.
#[expect(clippy::print_stdout, reason = "a score is what this command is for")]
fn report(shared: &std::path::Path, section: &[u8], words: Words<'_>) -> Result<Vec<(String, f64)>> {
    let names = Names::open(section)?;
    let mut figures = Vec::new();
    for (name, gold, scheme) in score::dev_sets(shared)? {
        let tag = |forms: &[&str], _: &[u32]| vec![Xpos::Xx; forms.len()];
        let counts = score::score(&gold, scheme, names, words, &tag);
        println!("{}", counts.print(name));
        figures.push((name.to_owned(), counts.f1("all")));
    }
    Ok(figures)
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
fn extract(documents: &[Document], lists: &Parts, words: Words<'_>, cutoff: u32) -> Result<(Vec<Instance>, Vec<u64>)> {
    let section = lists.write();
    let weights = Weights::open(&section)?;
    let mut runs = Vec::new();
    let mut numbers: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
    let mut facts = Facts::default();
    let mut found = Features::default();
    for document in documents {
        let forms: Vec<&str> = document.forms.iter().map(String::as_str).collect();
        let input = Input { forms: &forms, tags: &document.tags, ends: &document.ends };
        features::each_sentence(input, |sentence| {
            facts.read(&sentence, words, &weights);
            for run in facts.runs() {
                let mut instance = Instance {
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
        if count >= cutoff {
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
    Ok((runs, hashes))
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
