//! Attributions: the trained reader of `sayso-reading`'s statements made from PolNeAR, and scored on it.

mod data;
mod learn;
mod score;

use anyhow::{Context as _, Result, bail};
use data::{Article, Gold};
use learn::{Field, Logistic};
use sayso_language::Language;
use sayso_reading::statements::model::{RoleFeatures, Survey, Weights, cue_features, role_features, window, write};
use sayso_reading::{Context, Lexicons, statements};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Train the reader of attributions on PolNeAR.
#[derive(clap::Args)]
pub(crate) struct TrainStatements {
    /// The folder with the data.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Folder of the trained sections that the texts are analysed with.
    #[arg(long, default_value = "target/models")]
    from: PathBuf,
    /// Where to write the section.
    #[arg(long, default_value = "target/models/statements")]
    out: PathBuf,
    /// Passes over the data for roles.
    #[arg(long, default_value_t = 5)]
    epochs: usize,
    /// Step size for roles.
    #[arg(long, default_value_t = 0.01)]
    rate: f32,
    /// How much weights of roles shrink at each step.
    #[arg(long, default_value_t = 1e-3)]
    decay: f32,
    /// Passes over the data for cues.
    #[arg(long, default_value_t = 6)]
    cue_epochs: usize,
    /// Step size for cues.
    #[arg(long, default_value_t = 0.01)]
    cue_rate: f32,
    /// How much weights of cues shrink at each step.
    #[arg(long, default_value_t = 1e-3)]
    cue_decay: f32,
    /// Read at most so many articles.
    #[arg(long)]
    limit: Option<usize>,
}

/// Score the reader of attributions on PolNeAR dev, from raw text.
#[derive(clap::Args)]
pub(crate) struct ScoreStatements {
    /// The folder with the data.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Another section of weights than the program's.
    #[arg(long)]
    weights: Option<PathBuf>,
    /// Score the rules alone.
    #[arg(long)]
    rules: bool,
    /// Also write the predictions here, for `score_attribution.py`.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Bits of the tables of cues, roles and pairs.
const BITS: [u32; 3] = [18, 19, 14];
const FOLDS: usize = 4;

fn data_file(shared: &std::path::Path, part: &str) -> PathBuf {
    shared.join(format!("data/attribution/polnear-{part}.jsonl.gz"))
}

pub(crate) fn train(options: &TrainStatements) -> Result<()> {
    let (language, lexicons) = crate::bundle::open(&options.from)?;
    let lexicons = lexicons.with_attribution(None);
    let mut articles = data::read(&data_file(&options.shared, "train"), &language)?;
    articles.truncate(options.limit.unwrap_or(usize::MAX));
    let dev = data::read(&data_file(&options.shared, "dev"), &language)?;
    let words = head_words(&articles, &lexicons);
    // Weights without rows that only know which words may head a cue.
    let borrowed: Vec<&str> = words.iter().map(String::as_str).collect();
    let vocabulary = leak(write([&vec![0.0; 256], &vec![0.0; 1024], &vec![0.0; 4096]], &borrowed, 0.0))?;

    eprintln!("{} articles, {} words that may head a cue", articles.len(), words.len());
    let mut cue_data: Vec<Vec<CueExample>> = Vec::new();
    for article in &articles {
        cue_data.push(cue_examples(article, &lexicons, &vocabulary));
    }
    let all: Vec<&CueExample> = cue_data.iter().flatten().filter(|e| !e.is_open).collect();
    eprintln!("{} words weighed, {} of them cues", all.len(), all.iter().filter(|e| e.is_cue).count());

    // The labelling sees which other words are cues; in training it must see what the first model would say of
    // articles that it was not trained on.
    let mut flagged: Vec<Vec<u32>> = vec![Vec::new(); articles.len()];
    for fold in 0..FOLDS {
        let part: Vec<&CueExample> = cue_data
            .iter()
            .enumerate()
            .filter(|(n, _)| n % FOLDS != fold)
            .flat_map(|(_, e)| e)
            .filter(|e| !e.is_open)
            .collect();
        let model = train_cues(&part, options);
        for (n, examples) in cue_data.iter().enumerate().filter(|(n, _)| n % FOLDS == fold) {
            flagged[n] = examples.iter().filter(|e| model.odds(&e.features) >= 0.0).map(|e| e.at).collect();
        }
    }
    let cues = train_cues(&all, options);

    let mut field = Field::new([BITS[1], BITS[2]], options.rate, options.decay);
    let mut examples = Vec::new();
    for (article, flagged) in articles.iter().zip(&flagged) {
        role_examples(article, &lexicons, flagged, &mut examples);
    }
    eprintln!(
        "{} cues with {} words around them",
        examples.len(),
        examples.iter().map(|e| e.labels.len()).sum::<usize>()
    );
    field.count(&examples);
    for epoch in 0..options.epochs {
        let loss = field.epoch(&examples, epoch);
        eprintln!("roles, pass {}: loss {loss:.4} a cue", epoch + 1);
    }
    let averaged = field.averaged();
    let mut told = Vec::new();
    for article in &dev {
        let context = Context { document: &article.document, analysis: &article.analysis, lexicons: &lexicons };
        let mut survey = Survey::of(&context);
        let heads: Vec<u32> = article.gold.iter().filter_map(|g| data::cue_head(&context, g)).collect();
        survey.mark_cues(&heads);
        role_examples(article, &lexicons, &heads, &mut told);
    }
    let weights = leak(write([&cues.weights, &averaged.0, &averaged.1], &borrowed, 0.0))?;
    let (mut fits, mut fits_well, mut possible) = (0, 0, 0);
    for example in &told {
        let mut labels = Vec::new();
        statements::model::decode(&weights, &example.features, example.cue, &mut labels);
        let both = labels.iter().zip(&example.labels).filter(|(p, g)| **p as u8 == 2 && **g == 2).count();
        let any = labels.iter().zip(&example.labels).filter(|(p, g)| **p as u8 == 2 || **g == 2).count();
        let share = both as f64 / any.max(1) as f64;
        fits += usize::from(share >= 0.5);
        fits_well += usize::from(share >= 0.8);
        possible += usize::from(example.labels.contains(&2));
    }
    eprintln!(
        "with gold cues: {} cues, content in the window {possible}, at least half right {fits}, nearly right {fits_well}",
        told.len()
    );
    let mut best = (0.0, 0.0);
    for threshold in [-0.6, -0.3, 0.0, 0.3, 0.6, 0.9_f32] {
        let section = write([&cues.weights, &averaged.0, &averaged.1], &borrowed, threshold);
        let weights = leak(section)?;
        let lexicons = lexicons.clone().with_attribution(Some(weights));
        let result = score_articles(&dev, &lexicons, None)?;
        eprintln!("threshold {threshold}: {result}");
        if result.strict.f1() + result.matched.f1() > best.0 {
            best = (result.strict.f1() + result.matched.f1(), threshold);
        }
    }
    let section = write([&cues.weights, &averaged.0, &averaged.1], &borrowed, best.1);
    eprintln!("{} bytes, {} compressed", section.len(), zstd::encode_all(&section[..], 19)?.len());
    std::fs::write(&options.out, section).with_context(|| options.out.display().to_string())
}

fn leak(section: Vec<u8>) -> Result<Weights<'static>> {
    Ok(Weights::open(Box::leak(section.into_boxed_slice()))?)
}

pub(crate) fn score(options: &ScoreStatements) -> Result<()> {
    let language = Language::english()?;
    let mut lexicons = Lexicons::english()?;
    if let Some(path) = &options.weights {
        lexicons = lexicons.with_attribution(Some(leak(std::fs::read(path)?)?));
    }
    if options.rules {
        lexicons = lexicons.with_attribution(None);
    }
    let dev = data::read(&data_file(&options.shared, "dev"), &language)?;
    let start = std::time::Instant::now();
    let result = score_articles(&dev, &lexicons, options.out.as_deref())?;
    println!("{result}");
    let tokens: usize = dev.iter().map(|a| a.analysis.tokens().len()).sum();
    println!("{tokens} tokens, {:.0} a second", tokens as f64 / start.elapsed().as_secs_f64());
    Ok(())
}

fn score_articles(dev: &[Article], lexicons: &Lexicons, out: Option<&std::path::Path>) -> Result<score::Result> {
    let mut total = score::Result::default();
    let mut lines = String::new();
    for article in dev {
        let context = Context { document: &article.document, analysis: &article.analysis, lexicons };
        let actors = sayso_reading::draft::Actors::default();
        let found = statements::find(&context, &actors, &[]);
        let spans = |tokens: &[sayso_language::Tokens]| -> Vec<sayso_record::Span> {
            tokens.iter().map(|t| article.analysis.span(*t)).collect()
        };
        let predicted: Vec<[Vec<sayso_record::Span>; 3]> =
            found.iter().map(|s| [spans(&s.source.tokens), spans(&s.cue), spans(&s.content)]).collect();
        let nested = found.iter().filter(|s| s.within.is_some()).count();
        total.add(&article.document.text, &article.gold_spans, &predicted);
        total.nested += nested;
        if out.is_some() {
            lines.push_str(&data::prediction(article, &predicted)?);
        }
    }
    if let Some(path) = out {
        std::fs::write(path, lines)?;
    }
    Ok(total)
}

/// A word weighed as the head of a cue.
struct CueExample {
    at: u32,
    features: Vec<u32>,
    is_cue: bool,
    /// Whether the corpus's rules leave the word unmarked whatever it is: it lies inside a content or a cue. Nothing
    /// is learned from it, but the labelling must see such words flagged as it will when it runs.
    is_open: bool,
}

/// A cue with the words around it and what they are to it.
pub(super) struct RoleExample {
    features: RoleFeatures,
    labels: Vec<u8>,
    cue: usize,
}

/// Words that are no verbs and head at least two cues.
fn head_words(articles: &[Article], lexicons: &Lexicons) -> Vec<String> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for article in articles {
        let context = Context { document: &article.document, analysis: &article.analysis, lexicons };
        for gold in &article.gold {
            if let Some(head) = data::cue_head(&context, gold) {
                *counts.entry(context.form(head).to_ascii_lowercase()).or_default() += 1;
            }
        }
    }
    counts.into_iter().filter(|(_, n)| *n >= 2).map(|(w, _)| w).collect()
}

fn cue_examples(article: &Article, lexicons: &Lexicons, vocabulary: &Weights) -> Vec<CueExample> {
    let context = Context { document: &article.document, analysis: &article.analysis, lexicons };
    let survey = Survey::of(&context);
    let length = article.analysis.tokens().len();
    let mut kind = vec![0u8; length];
    for gold in &article.gold {
        // What lies inside a content is not marked by the corpus's rules: nothing is learned from it.
        for at in gold.content.iter().chain(&gold.cue) {
            if let Some(slot) = kind.get_mut(*at as usize) {
                *slot = (*slot).max(1);
            }
        }
    }
    for gold in &article.gold {
        if let Some(slot) = data::cue_head(&context, gold).and_then(|h| kind.get_mut(h as usize)) {
            *slot = 2;
        }
    }
    let mut examples = Vec::new();
    for (at, kind) in (0u32..).zip(kind) {
        if !statements::may_head(&context, vocabulary, at) {
            continue;
        }
        let mut features = Vec::new();
        cue_features(&survey, at, &mut features);
        examples.push(CueExample { at, features, is_cue: kind == 2, is_open: kind == 1 });
    }
    examples
}

fn train_cues(examples: &[&CueExample], options: &TrainStatements) -> Logistic {
    let mut model = Logistic::new(BITS[0], options.cue_rate, options.cue_decay);
    for pass in 0..options.cue_epochs {
        model.pass(examples.iter().map(|e| (&e.features[..], e.is_cue)), pass);
    }
    model
}

fn role_examples(article: &Article, lexicons: &Lexicons, flagged: &[u32], out: &mut Vec<RoleExample>) {
    let context = Context { document: &article.document, analysis: &article.analysis, lexicons };
    let mut survey = Survey::of(&context);
    survey.mark_cues(flagged);
    for gold in &article.gold {
        let Some(cue) = data::cue_head(&context, gold) else { continue };
        if gold.content.is_empty() {
            continue;
        }
        let around = window(&survey, cue);
        let mut features = RoleFeatures::default();
        role_features(&survey, cue, around, &mut features);
        let labels = around.iter().map(|at| label(gold, at, cue)).collect();
        out.push(RoleExample { features, labels, cue: (cue - around.start) as usize });
    }
}

fn label(gold: &Gold, at: u32, cue: u32) -> u8 {
    let has = |tokens: &[u32]| tokens.binary_search(&at).is_ok();
    if at == cue || has(&gold.cue) {
        3
    } else if has(&gold.source) {
        1
    } else if has(&gold.content) {
        2
    } else {
        0
    }
}

impl TrainStatements {
    /// Checks that the data are there before anything is built.
    pub(crate) fn run(&self) -> Result<()> {
        if !data_file(&self.shared, "train").exists() {
            bail!("{} is not there", data_file(&self.shared, "train").display());
        }
        train(self)
    }
}
