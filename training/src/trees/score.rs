//! `score-trees`: tags and trees against the dev parts of EWT and GUM.

use super::keep;
use crate::treebank::{Sentence, read};
use anyhow::{Context, Result};
use sayso_language::model::Model;
use sayso_language::syntax::{self, Syntax};
use std::path::PathBuf;

/// Scores tags and trees: gold tokens, all labels with subtypes, punctuation counted.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The data.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Folder of trained sections.
    #[arg(long, default_value = "/work/dev-models")]
    from: PathBuf,
    /// A bundle to score instead.
    #[arg(long)]
    model: Option<PathBuf>,
}

#[derive(Default)]
struct Scores {
    words: u32,
    penn: u32,
    universal: u32,
    heads: u32,
    labelled: u32,
    labelled_on_gold: u32,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let bytes = match &options.model {
        Some(path) => zstd::decode_all(std::fs::File::open(path).with_context(|| path.display().to_string())?)?,
        None => crate::bundle::packed(&options.from)?,
    };
    let syntax = Syntax::open(&Model::open(keep(&bytes)?)?).context("the model lacks tagger, parser or clusters")?;
    let ewt = read(&options.shared.join("data/treebank/ewt-dev.conllu.gz"))?;
    let gum = read(&options.shared.join("data/treebank/gum-dev.conllu.gz"))?;
    println!("             XPOS   UPOS    UAS    LAS  LAS on gold tags");
    print("EWT dev", &score(&syntax, ewt.iter()));
    print("GUM dev", &score(&syntax, gum.iter()));
    print("GUM dev news", &score(&syntax, gum.iter().filter(|s| s.news)));
    Ok(())
}

fn print(name: &str, scores: &Scores) {
    let share = |part: u32| 100.0 * f64::from(part) / f64::from(scores.words.max(1));
    println!(
        "{name:12} {:.2}  {:.2}  {:.2}  {:.2}  {:.2}",
        share(scores.penn),
        share(scores.universal),
        share(scores.heads),
        share(scores.labelled),
        share(scores.labelled_on_gold)
    );
}

fn score<'s>(syntax: &Syntax<'_>, sentences: impl Iterator<Item = &'s Sentence>) -> Scores {
    let mut scores = Scores::default();
    let mut work = syntax::Sentence::default();
    for gold in sentences {
        syntax.analyze(gold.forms.iter().map(String::as_str), &mut work);
        for at in 0..gold.forms.len() {
            scores.words += 1;
            scores.penn += u32::from(work.tags[at].0 == gold.xpos[at]);
            scores.universal += u32::from(work.tags[at].1 == gold.upos[at]);
            let head = work.tree.state.heads[at + 1] == gold.heads[at];
            scores.heads += u32::from(head);
            scores.labelled += u32::from(head && work.tree.state.relations[at + 1] == gold.relations[at] as u8);
        }
        work.tags = gold.xpos.iter().copied().zip(gold.upos.iter().copied()).collect();
        syntax.parse(&mut work);
        for at in 0..gold.forms.len() {
            let head = work.tree.state.heads[at + 1] == gold.heads[at];
            scores.labelled_on_gold += u32::from(head && work.tree.state.relations[at + 1] == gold.relations[at] as u8);
        }
    }
    scores
}
