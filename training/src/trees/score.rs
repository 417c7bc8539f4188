//! `score-trees`: tags and trees against the dev parts of EWT and GUM.

use crate::floors::Scored;
use crate::treebank::{Sentence, read};
use anyhow::{Context, Result};
use sayso_language::model::Model;
use sayso_language::syntax::{self, Syntax};

/// Scores tags and trees: gold tokens, all labels with subtypes, punctuation counted.
#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    scored: Scored,
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
    let scored = &options.scored;
    let model = Model::open(scored.sections()?)?;
    let syntax = Syntax::open(|name| model.section(name)).context("the model lacks tagger, parser or clusters")?;
    let ewt = read(&scored.shared.join("data/treebank/ewt-dev.conllu.gz"))?;
    let gum = read(&scored.shared.join("data/treebank/gum-dev.conllu.gz"))?;
    println!("             XPOS   UPOS    UAS    LAS  LAS on gold tags");
    let mut figures = Vec::new();
    print("EWT dev", &score(&syntax, ewt.iter()), &mut figures);
    print("GUM dev", &score(&syntax, gum.iter()), &mut figures);
    print("GUM dev news", &score(&syntax, gum.iter().filter(|s| s.news)), &mut figures);
    scored.hold(&figures)
}

fn print(name: &str, scores: &Scores, figures: &mut Vec<(String, f64)>) {
    let share = |part: u32| 100.0 * f64::from(part) / f64::from(scores.words.max(1));
    let Scores { penn, universal, heads, labelled, labelled_on_gold, .. } = *scores;
    println!(
        "{name:12} {:.2}  {:.2}  {:.2}  {:.2}  {:.2}",
        share(penn),
        share(universal),
        share(heads),
        share(labelled),
        share(labelled_on_gold)
    );
    figures.push((format!("{name} XPOS"), share(penn)));
    figures.push((format!("{name} LAS"), share(labelled)));
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
