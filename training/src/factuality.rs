//! Scores the narrator's factuality on the corpora of `../shared/data/factuality`: mean absolute error and
//! Pearson's r on the scale from -3 to 3, beside the error of always answering +3.

use anyhow::{Context as _, Result};
use sayso_language::Language;
use sayso_reading::{Commitment, Context, Lexicons, commitment};
use sayso_record::{Document, Factuality};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Options of `score-factuality`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder of the corpora.
    #[arg(long, default_value = "../shared/data/factuality")]
    data: PathBuf,
    /// Which part to score.
    #[arg(long, default_value = "dev")]
    split: String,
    /// Show, for each kind of commitment, the mean that annotators gave, so that the scale can be set.
    #[arg(long)]
    kinds: bool,
    /// Show targets that are off by more than this.
    #[arg(long)]
    errors: Option<f32>,
}

#[derive(serde::Deserialize)]
struct Line {
    split: String,
    tokens: Vec<String>,
    targets: Vec<Target>,
}

#[derive(serde::Deserialize)]
struct Target {
    start: usize,
    factuality: f32,
}

#[allow(clippy::print_stdout)] // a score is what this command is for
pub(crate) fn score(options: &Options) -> Result<()> {
    let language = Language::english()?;
    let lexicons = Lexicons::english()?;
    for name in ["uw", "meantime", "uds-ih2"] {
        let path = options.data.join(format!("{name}.jsonl"));
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let mut pairs = Vec::new();
        let mut kinds: BTreeMap<String, Vec<f32>> = BTreeMap::new();
        for line in text.lines() {
            let line: Line = serde_json::from_str(line)?;
            if line.split != options.split {
                continue;
            }
            let starts: Vec<usize> =
                line.tokens.iter().scan(0, |at, t| Some(std::mem::replace(at, *at + t.len() + 1))).collect();
            let document = Document { text: line.tokens.join(" "), ..Document::default() };
            let analysis = language.analyze(&document.text);
            let context = Context { document: &document, analysis: &analysis, lexicons: &lexicons };
            for target in &line.targets {
                let byte = starts.get(target.start).copied().unwrap_or(0);
                let at = analysis.tokens().partition_point(|t| t.span.start as usize <= byte).saturating_sub(1);
                if analysis.is_empty() {
                    continue;
                }
                let found = commitment(&context, u32::try_from(at)?, None);
                let guess = value(found);
                pairs.push((guess, target.factuality));
                kinds.entry(format!("{found:?}")).or_default().push(target.factuality);
                if options.errors.is_some_and(|limit| (guess - target.factuality).abs() > limit) {
                    println!(
                        "{:5.1} {:5.1} [{}] {}",
                        target.factuality, guess, line.tokens[target.start], document.text
                    );
                }
            }
        }
        if pairs.is_empty() {
            continue;
        }
        let count = pairs.len() as f32;
        let error = pairs.iter().map(|(g, w)| (g - w).abs()).sum::<f32>() / count;
        let always = pairs.iter().map(|(_, w)| (3.0 - w).abs()).sum::<f32>() / count;
        println!(
            "{name} {}: {} targets, mean absolute error {error:.3} (always +3: {always:.3}), r {:.3}",
            options.split,
            pairs.len(),
            pearson(&pairs)
        );
        if options.kinds {
            for (kind, mut values) in kinds {
                values.sort_by(f32::total_cmp);
                let mean = values.iter().sum::<f32>() / values.len() as f32;
                println!("  {:6} median {:5.2} mean {mean:5.2} {kind}", values.len(), values[values.len() / 2]);
            }
        }
    }
    Ok(())
}

/// A commitment on the annotators' scale: the medians that `--split train --kinds` shows for UW. They judge what a reader
/// of the news would take away, so what is only said or wanted still counts as rather so.
fn value(commitment: Commitment) -> f32 {
    match commitment.factuality {
        Factuality::CertainlySo => 3.0,
        Factuality::ProbablySo => 2.4,
        Factuality::PossiblySo => 1.4,
        Factuality::Uncommitted if commitment.leaning => 1.6,
        Factuality::Uncommitted => -0.2,
        Factuality::PossiblyNot | Factuality::ProbablyNot => -0.6,
        Factuality::CertainlyNot => -1.5,
    }
}

fn pearson(pairs: &[(f32, f32)]) -> f32 {
    let count = pairs.len() as f32;
    let mean = |of: fn(&(f32, f32)) -> f32| pairs.iter().map(of).sum::<f32>() / count;
    let (a, b) = (mean(|p| p.0), mean(|p| p.1));
    let covariance: f32 = pairs.iter().map(|p| (p.0 - a) * (p.1 - b)).sum();
    let spread =
        |of: fn(&(f32, f32)) -> f32, mean: f32| pairs.iter().map(|p| (of(p) - mean).powi(2)).sum::<f32>().sqrt();
    covariance / (spread(|p| p.0, a) * spread(|p| p.1, b)).max(f32::EPSILON)
}
