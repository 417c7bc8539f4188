//! `train-tagger`: Penn and universal tags from EWT and GUM, and tags for the parser to train on.

use super::{Example, examples, keep, section, write};
use crate::treebank;
use crate::weights::{Many, Random};
use anyhow::{Context, Result};
use sayso_language::features::{Features, Word};
use sayso_language::model::{Model, pack};
use sayso_language::tagger::{MASKS, PENN, Tagger, UNIVERSAL, penn_features, universal_features};
use sayso_language::{Upos, Words, Xpos};
use std::path::PathBuf;

/// File with the jackknifed tags of the training sentences, two bytes a token; it is no part of the bundle.
pub(crate) const JACKKNIFE: &str = "tags.jackknife";
/// Weights of one unit become this many in the table.
const SCALE: f32 = 24.0;
/// Rows that the tables have room for.
const ROWS: [usize; 2] = [400_000, 30_000];
/// The same for the taggers of the jackknife, which see less.
const FEWER_ROWS: [usize; 2] = [260_000, 30_000];

/// Trains the tagger.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The data.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Folder of trained sections: `clusters` is read, the tagger's are written.
    #[arg(long, default_value = "target/models")]
    out: PathBuf,
    #[arg(long, default_value_t = 8)]
    epochs: u32,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many models are added up, each from a seed of its own.
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// Parts for the jackknife; 0 for none.
    #[arg(long, default_value_t = 5)]
    folds: usize,
    /// How often gold counts for each time of silver; 0 leaves silver out.
    #[arg(long, default_value_t = 0)]
    gold: usize,
    /// How many models that saw gold alone are added to those that saw silver.
    #[arg(long, default_value_t = 0)]
    gold_seeds: u64,
    /// Rounds over silver.
    #[arg(long, default_value_t = 2)]
    rounds: u32,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let clusters = section(&options.out, "clusters")?;
    let clusters = Words::open(&clusters)?;
    let train = examples(&treebank::train(&options.shared)?, &clusters);
    if options.folds > 1 {
        let mut bytes = Vec::new();
        let mut tags: Vec<Vec<(Xpos, Upos)>> = vec![Vec::new(); train.len()];
        for fold in 0..options.folds {
            let others = train.iter().enumerate().filter(|(at, _)| at % options.folds != fold);
            let rest: Vec<&Example> = others.map(|(_, example)| example).collect();
            let trained = train_on(&rest, options.epochs.min(5), options.seed).sections(1, FEWER_ROWS);
            let model = Model::open(keep(&pack(&borrowed(&trained))?)?)?;
            let tagger = Tagger::open(|name| model.section(name)).context("a tagger just trained")?;
            for at in (fold..train.len()).step_by(options.folds) {
                tagger.tag(&train[at].words, &mut tags[at]);
            }
        }
        let (mut right, mut all) = (0, 0);
        for (sentence, tags) in train.iter().zip(&tags) {
            for (gold, tag) in sentence.gold.iter().zip(tags) {
                right += usize::from(gold.0 == tag.0);
                all += 1;
                bytes.extend([tag.0 as u8, tag.1 as u8]);
            }
        }
        eprintln!("jackknifed Penn tags right: {:.2}", 100.0 * right as f64 / all as f64);
        write(&options.out, JACKKNIFE, &bytes)?;
    }
    let mut all: Vec<&Example> = train.iter().collect();
    let mut epochs = options.epochs;
    let silver;
    if options.gold > 0 {
        silver = examples(&super::silver::read(&options.out)?, &clusters);
        all = std::iter::repeat_n(all, options.gold).flatten().chain(&silver).collect();
        epochs = options.rounds;
    }
    let mut trained = train_on(&all, epochs, options.seed).average();
    for more in 1..options.seeds {
        trained.absorb(&train_on(&all, epochs, options.seed + more).average());
    }
    // Models that saw gold alone err otherwise than those that saw silver too.
    let gold: Vec<&Example> = train.iter().collect();
    for more in 0..options.gold_seeds {
        trained.absorb(&train_on(&gold, options.epochs, options.seed + more).average());
    }
    let models = options.seeds + options.gold_seeds;
    for (name, bytes) in trained.sections(models, ROWS) {
        write(&options.out, name, &bytes)?;
    }
    Ok(())
}

fn borrowed<'s>(sections: &'s [(&'static str, Vec<u8>)]) -> Vec<(&'static str, &'s [u8])> {
    sections.iter().map(|(name, bytes)| (*name, &bytes[..])).collect()
}

/// Both models while they learn.
pub(crate) struct Trained {
    penn: Many,
    universal: Many,
    masks: Vec<u32>,
}

/// Trains both models.
pub(crate) fn train_on(train: &[&Example], epochs: u32, seed: u64) -> Trained {
    let mut order: Vec<&Example> = train.to_vec();
    let mut random = Random(seed);
    let mut penn = Many::new(Xpos::ALL.len());
    let mut universal = Many::new(Upos::ALL.len());
    let masks = masks(train);
    let mut features = Features::default();
    for epoch in 0..epochs {
        random.shuffle(&mut order);
        let (mut wrong, mut all) = (0, 0);
        for sentence in &order {
            let (mut last, mut before) = (u64::MAX, u64::MAX);
            for (at, (gold, _)) in sentence.gold.iter().enumerate() {
                penn_features(&sentence.words, at, last, before, &mut features);
                let guess = best(&penn.score(features.all()), Xpos::ALL.len(), u64::MAX);
                let gold = *gold as usize;
                penn.tick();
                all += 1;
                if guess != gold {
                    wrong += 1;
                    penn.correct(features.all(), gold, guess, 1.0);
                }
                (last, before) = (guess as u64, last);
            }
            if epoch < 5 {
                universal_epoch(sentence, &masks, &mut universal, &mut features);
            }
        }
        eprintln!("epoch {epoch}: {:.2} right", 100.0 - 100.0 * wrong as f64 / all as f64);
    }
    Trained { penn, universal, masks }
}

impl Trained {
    /// The sections of the model, which may be the sum of several.
    fn sections(&self, models: u64, rows: [usize; 2]) -> Vec<(&'static str, Vec<u8>)> {
        let scale = SCALE / models as f32;
        vec![
            (PENN, self.penn.section(scale, rows[0])),
            (UNIVERSAL, self.universal.section(scale, rows[1])),
            (MASKS, self.masks.iter().flat_map(|mask| mask.to_le_bytes()).collect()),
        ]
    }

    /// Settles on the averages: no more learning after this.
    pub(crate) fn average(mut self) -> Self {
        self.penn.average();
        self.universal.average();
        self
    }

    /// Adds another's weights: the sum of models that saw the sentences in other orders errs less than any of them.
    fn absorb(&mut self, other: &Self) {
        self.penn.absorb(&other.penn);
        self.universal.absorb(&other.universal);
    }

    /// Adds the scores of the Penn tags of a sentence to `sums`.
    pub(crate) fn add_scores(&self, words: &[Word], sums: &mut [[f32; 64]]) {
        let mut features = Features::default();
        let (mut last, mut before) = (u64::MAX, u64::MAX);
        for (at, sum) in sums.iter_mut().enumerate() {
            penn_features(words, at, last, before, &mut features);
            let scores = self.penn.score(features.all());
            sum.iter_mut().zip(scores).for_each(|(sum, score)| *sum += score);
            (last, before) = (best(&scores, Xpos::ALL.len(), u64::MAX) as u64, last);
        }
    }

    /// Penn tags with the highest sums, and universal tags that go with them.
    pub(crate) fn choose(&self, words: &[Word], sums: &[[f32; 64]]) -> Vec<(Xpos, Upos)> {
        let penn: Vec<Xpos> = sums.iter().map(|sum| Xpos::ALL[best(sum, Xpos::ALL.len(), u64::MAX)]).collect();
        let mut features = Features::default();
        let universal = |at: usize, xpos: Xpos| {
            let mask = self.masks[xpos as usize];
            if mask.is_power_of_two() {
                return Upos::ALL[mask.trailing_zeros() as usize];
            }
            let around = std::array::from_fn(|offset| {
                (at + offset).checked_sub(3).and_then(|at| penn.get(at)).map(|xpos| *xpos as u8)
            });
            universal_features(words, at, &around, &mut features);
            Upos::ALL[best(&self.universal.score(features.all()), Upos::ALL.len(), u64::from(mask))]
        };
        let universal: Vec<Upos> =
            penn.iter().enumerate().scan(universal, |f, (at, xpos)| Some(f(at, *xpos))).collect();
        penn.into_iter().zip(universal).collect()
    }
}

fn universal_epoch(sentence: &Example, masks: &[u32], universal: &mut Many, features: &mut Features) {
    for (at, (xpos, gold)) in sentence.gold.iter().enumerate() {
        let mask = masks[*xpos as usize];
        if mask.is_power_of_two() {
            continue;
        }
        let penn = std::array::from_fn(|offset| {
            (at + offset).checked_sub(3).and_then(|at| sentence.gold.get(at)).map(|(xpos, _)| *xpos as u8)
        });
        universal_features(&sentence.words, at, &penn, features);
        let guess = best(&universal.score(features.all()), Upos::ALL.len(), u64::from(mask));
        universal.tick();
        if guess != *gold as usize {
            universal.correct(features.all(), *gold as usize, guess, 1.0);
        }
    }
}

/// Universal tags seen with each Penn tag more than once in five hundred times.
fn masks(train: &[&Example]) -> Vec<u32> {
    let mut counts = vec![[0_u32; 32]; Xpos::ALL.len()];
    for (xpos, upos) in train.iter().flat_map(|sentence| &sentence.gold) {
        counts[*xpos as usize][*upos as usize] += 1;
    }
    counts
        .iter()
        .map(|counts| {
            let all: u32 = counts.iter().sum();
            let mask = (0..32).filter(|upos| counts[*upos] * 500 > all).fold(0, |mask, upos| mask | 1 << upos);
            if mask == 0 { 1 << Upos::X as u32 } else { mask }
        })
        .collect()
}

/// The class with the highest score among those allowed.
pub(crate) fn best(scores: &[f32; 64], classes: usize, allowed: u64) -> usize {
    let mut best = (f32::NEG_INFINITY, 0);
    for (class, score) in scores.iter().enumerate().take(classes) {
        if allowed >> class & 1 == 1 && *score > best.0 {
            best = (*score, class);
        }
    }
    best.1
}
