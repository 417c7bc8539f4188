//! `train-statements`: cues, then roles, then the verdict on whole attributions, each learned from what the models
//! before it make of articles that they were not trained on.

use super::data::{self, Article};
use super::examples::{CueExample, RoleExample, cue_examples, head_words, role_examples};
use super::learn::{Field, Logistic};
use super::{TrainStatements, data_file, leak, score, score_articles};
use anyhow::{Context as _, Result};
use sayso_reading::statements::candidates::{Candidate, FLAG, candidates};
use sayso_reading::statements::learned::{Weighed, settle};
use sayso_reading::statements::model::{Labelling, Survey, Weights, decode, verdict_features, write};
use sayso_reading::{Context, Lexicons};

/// Bits of the tables of cues, roles, pairs and verdicts.
const BITS: [u32; 4] = [18, 19, 14, 16];
const FOLDS: usize = 4;

/// What a training works on.
struct Work<'a> {
    options: &'a TrainStatements,
    lexicons: &'a Lexicons,
    articles: &'a [Article],
}

/// An attribution with whether it is right.
struct VerdictExample {
    features: Vec<u32>,
    is_right: bool,
}

pub(super) fn train(options: &TrainStatements) -> Result<()> {
    let (language, lexicons) = crate::bundle::open(&options.from)?;
    let lexicons = lexicons.with_attribution(None);
    let started = std::time::Instant::now();
    let mut articles = data::read(&data_file(&options.shared, "train"), &language)?;
    articles.truncate(options.limit.unwrap_or(usize::MAX));
    let dev = data::read(&data_file(&options.shared, "dev"), &language)?;
    let words = head_words(&articles, &lexicons);
    let heads: Vec<&str> = words.iter().map(String::as_str).collect();
    eprintln!("{} articles, {} words that may head a cue, {:?}", articles.len(), heads.len(), started.elapsed());
    let work = Work { options, lexicons: &lexicons, articles: &articles };

    // Weights without rows that only know which words may head a cue.
    let vocabulary = leak(write([&[0.0; 256], &[0.0; 1024], &[0.0; 4096], &[0.0; 256]], &heads, 0.0))?;
    let cue_data: Vec<Vec<CueExample>> = articles.iter().map(|a| cue_examples(a, &lexicons, &vocabulary)).collect();
    let fold_cues = in_pairs(FOLDS, |fold| work.cues(&cue_data, Some(fold)));
    let cues = work.cues(&cue_data, None);
    eprintln!("cues learned, {:?}", started.elapsed());

    // The labelling sees which other words are cues; in training it must see what the first model would say of
    // articles that it was not trained on.
    let mut examples: Vec<Vec<RoleExample>> = Vec::new();
    for (number, (article, weighed)) in articles.iter().zip(&cue_data).enumerate() {
        let model = &fold_cues[number % FOLDS];
        let flagged: Vec<u32> = weighed.iter().filter(|e| model.odds(&e.features) >= FLAG).map(|e| e.at).collect();
        let mut out = Vec::new();
        role_examples(article, &lexicons, &flagged, &mut out);
        examples.push(out);
    }
    let fold_roles = in_pairs(FOLDS, |fold| work.roles(&examples, Some(fold)));
    let roles = work.roles(&examples, None);
    eprintln!("roles learned, {:?}", started.elapsed());

    let mut verdict_data: Vec<Vec<VerdictExample>> = Vec::new();
    verdict_data.resize_with(articles.len(), Vec::new);
    let mut fold_weights = Vec::new();
    for (cues, roles) in fold_cues.iter().zip(&fold_roles) {
        fold_weights.push(leak(write([&cues.weights, &roles.0, &roles.1, &[0.0; 256]], &heads, 0.0))?);
    }
    for (number, slot) in verdict_data.iter_mut().enumerate() {
        *slot = work.verdict_examples(&articles[number], &fold_weights[number % FOLDS]);
    }
    let fold_verdicts = in_pairs(FOLDS, |fold| work.verdicts(&verdict_data, Some(fold)));
    let verdicts = work.verdicts(&verdict_data, None);
    eprintln!("verdicts learned, {:?}", started.elapsed());
    let threshold = work.threshold(&fold_weights, &verdict_data, &fold_verdicts);

    let tables = [&cues.weights[..], &roles.0, &roles.1, &verdicts.weights];
    let weights = leak(write(tables, &heads, threshold))?;
    told(&dev, &lexicons, &weights);
    for shift in [-0.6, -0.3, 0.0, 0.3, 0.6_f32] {
        let weights = leak(write(tables, &heads, threshold + shift))?;
        let lexicons = lexicons.clone().with_attribution(Some(weights));
        eprintln!("dev, threshold {:.2}: {}", threshold + shift, score_articles(&dev, &lexicons, None)?);
    }
    let section = write(tables, &heads, threshold);
    eprintln!(
        "{} bytes, {} compressed, {:?}",
        section.len(),
        zstd::encode_all(&section[..], 19)?.len(),
        started.elapsed()
    );
    std::fs::write(&options.out, section).with_context(|| options.out.display().to_string())
}

/// `work` for the numbers below `count`, two at a time, results in order.
fn in_pairs<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let mut done = Vec::with_capacity(count);
    for first in (0..count).step_by(2) {
        std::thread::scope(|scope| {
            let second = (first + 1 < count).then(|| scope.spawn(|| work(first + 1)));
            done.push(work(first));
            done.extend(second.map(|s| s.join().expect("training does not panic")));
        });
    }
    done
}

impl Work<'_> {
    /// The parts that belong to articles outside `fold`.
    fn outside<T>(data: &[Vec<T>], fold: Option<usize>) -> impl Iterator<Item = &T> {
        data.iter().enumerate().filter(move |(n, _)| Some(n % FOLDS) != fold).flat_map(|(_, e)| e)
    }

    fn cues(&self, data: &[Vec<CueExample>], fold: Option<usize>) -> Logistic {
        let examples: Vec<&CueExample> = Self::outside(data, fold).filter(|e| !e.is_open).collect();
        let mut model = Logistic::new(BITS[0], self.options.cue_rate, self.options.cue_decay);
        for pass in 0..self.options.cue_epochs {
            model.pass(examples.iter().map(|e| (&e.features[..], e.is_cue)), pass);
        }
        model
    }

    fn roles(&self, data: &[Vec<RoleExample>], fold: Option<usize>) -> (Vec<f32>, Vec<f32>) {
        let examples: Vec<&RoleExample> = Self::outside(data, fold).collect();
        let mut field = Field::new([BITS[1], BITS[2]], self.options.rate, self.options.decay);
        field.count(&examples);
        for epoch in 0..self.options.epochs {
            let loss = field.epoch(&examples, epoch);
            if fold.is_none() {
                eprintln!("roles, pass {}: loss {loss:.4} a cue", epoch + 1);
            }
        }
        field.averaged()
    }

    fn verdicts(&self, data: &[Vec<VerdictExample>], fold: Option<usize>) -> Logistic {
        let examples: Vec<&VerdictExample> = Self::outside(data, fold).collect();
        let mut model = Logistic::new(BITS[3], self.options.verdict_rate, self.options.verdict_decay);
        for pass in 0..self.options.verdict_epochs {
            model.pass(examples.iter().map(|e| (&e.features[..], e.is_right)), pass);
        }
        model
    }

    fn verdict_examples(&self, article: &Article, weights: &Weights) -> Vec<VerdictExample> {
        self.candidates(article, weights, |survey, found| {
            let spans: Vec<_> = found.iter().map(|c| super::spans(article, c.parts())).collect();
            let right = score::right(&article.document.text, &article.gold_spans, &spans);
            let examples = right.iter().enumerate().map(|(which, right)| {
                let mut features = Vec::new();
                verdict_features(survey, &found, which, &mut features);
                VerdictExample { features, is_right: right[0] }
            });
            examples.collect()
        })
    }

    fn candidates<T>(
        &self,
        article: &Article,
        weights: &Weights,
        take: impl FnOnce(&Survey, Vec<Candidate>) -> T,
    ) -> T {
        let context = Context { document: &article.document, analysis: &article.analysis, lexicons: self.lexicons };
        let mut survey = Survey::of(&context);
        let found = candidates(&context, &mut survey, weights);
        take(&survey, found)
    }

    /// The threshold that does best where no model was trained on what it reads.
    fn threshold(&self, weights: &[Weights], data: &[Vec<VerdictExample>], verdicts: &[Logistic]) -> f32 {
        let thresholds: Vec<f32> = (0..16).map(|n| -1.8 + 0.15 * n as f32).collect();
        let mut totals = vec![score::Result::default(); thresholds.len()];
        for (number, article) in self.articles.iter().enumerate().step_by(3) {
            let odds: Vec<f32> = data[number].iter().map(|e| verdicts[number % FOLDS].odds(&e.features)).collect();
            self.candidates(article, &weights[number % FOLDS], |survey, found| {
                for (threshold, total) in thresholds.iter().zip(&mut totals) {
                    let weighed = found.iter().zip(&odds);
                    let weighed = weighed.map(|(c, odds)| Weighed { odds: *odds, candidate: c.clone() }).collect();
                    let kept = settle(survey, weighed, *threshold);
                    let spans: Vec<_> = kept.iter().map(|c| super::spans(article, c.parts())).collect();
                    total.add(&article.document.text, &article.gold_spans, &spans);
                }
            });
        }
        let worth = |total: &score::Result| total.matched.f1() + total.strict.f1();
        let best = totals.iter().zip(&thresholds).max_by(|a, b| worth(a.0).total_cmp(&worth(b.0)));
        if let Some((total, threshold)) = best {
            eprintln!("train, held out, threshold {threshold:.2}: {total}");
        }
        best.map_or(0.0, |b| *b.1)
    }
}

/// Tells how well the labelling does where the cues are given.
fn told(dev: &[Article], lexicons: &Lexicons, weights: &Weights) {
    let mut told = Vec::new();
    for article in dev {
        let context = Context { document: &article.document, analysis: &article.analysis, lexicons };
        let heads: Vec<u32> = article.gold.iter().filter_map(|g| data::cue_head(&context, g)).collect();
        role_examples(article, lexicons, &heads, &mut told);
    }
    let (mut fits, mut fits_well, mut possible) = (0, 0, 0);
    let mut labelling = Labelling::default();
    for example in &told {
        decode(weights, &example.features, example.cue, &mut labelling);
        let pairs = || labelling.labels.iter().zip(&example.labels);
        let both = pairs().filter(|(p, g)| **p as u8 == 2 && **g == 2).count();
        let any = pairs().filter(|(p, g)| **p as u8 == 2 || **g == 2).count();
        let share = both as f64 / any.max(1) as f64;
        fits += usize::from(share >= 0.5);
        fits_well += usize::from(share >= 0.8);
        possible += usize::from(example.labels.contains(&2));
    }
    eprintln!(
        "with gold cues: {} cues, content in the window {possible}, at least half right {fits}, nearly right {fits_well}",
        told.len()
    );
}
