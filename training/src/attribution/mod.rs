//! Attributions: the trained reader of `sayso-reading`'s statements made from PolNeAR, and scored on it.

mod data;
mod examples;
mod learn;
mod score;
mod train;

use anyhow::{Result, bail};
use data::Article;
use sayso_language::{Language, Tokens};
use sayso_reading::statements::model::Weights;
use sayso_reading::{Context, Lexicons, statements};
use sayso_record::Span;
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
    /// Passes over the data for verdicts.
    #[arg(long, default_value_t = 6)]
    verdict_epochs: usize,
    /// Step size for verdicts.
    #[arg(long, default_value_t = 0.02)]
    verdict_rate: f32,
    /// How much weights of verdicts shrink at each step.
    #[arg(long, default_value_t = 1e-3)]
    verdict_decay: f32,
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

fn data_file(shared: &std::path::Path, part: &str) -> PathBuf {
    shared.join(format!("data/attribution/polnear-{part}.jsonl.gz"))
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

fn spans(article: &Article, parts: [&[Tokens]; 3]) -> [Vec<Span>; 3] {
    parts.map(|tokens| tokens.iter().map(|t| article.analysis.span(*t)).collect())
}

fn score_articles(dev: &[Article], lexicons: &Lexicons, out: Option<&std::path::Path>) -> Result<score::Result> {
    let mut total = score::Result::default();
    let mut lines = String::new();
    for article in dev {
        let context = Context { document: &article.document, analysis: &article.analysis, lexicons };
        let actors = sayso_reading::draft::Actors::default();
        let found = statements::find(&context, &actors, &[]);
        let predicted: Vec<[Vec<Span>; 3]> =
            found.iter().map(|s| spans(article, [&s.source.tokens, &s.cue, &s.content])).collect();
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

impl TrainStatements {
    /// Checks that the data are there before anything is built.
    pub(crate) fn run(&self) -> Result<()> {
        if !data_file(&self.shared, "train").exists() {
            bail!("{} is not there", data_file(&self.shared, "train").display());
        }
        train::train(self)
    }
}
