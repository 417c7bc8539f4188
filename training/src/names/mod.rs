//! `train-names` and `score-names`: the finder of names, from annotated names and from the news pool.

mod crf;
mod data;
mod fit;
mod kinds;
mod lists;
mod score;

use anyhow::{Context, Result};
use crf::Fit;
use kinds::Kinds;
use sayso_language::model::Model;
use sayso_language::names::Names;
use sayso_language::tagger::Tagger;
use sayso_language::{Words, Xpos, syntax};
use std::path::{Path, PathBuf};

/// Fits the finder of names to annotated news and to the news pool.
#[derive(Debug, clap::Args)]
pub(crate) struct TrainNames {
    /// Folder with the shared data.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Folder of trained sections: clusters and the tagger are read.
    #[arg(long, default_value = "target/models")]
    from: PathBuf,
    /// Folder to write the section `names` to.
    #[arg(long, default_value = "target/models")]
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
    /// Million tokens of the news pool in which names are looked for, to learn what they are; 0 for none.
    #[arg(long, default_value_t = 8.0)]
    millions: f64,
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
    let model = Model::open(crate::trees::keep(&crate::bundle::packed(&options.from)?)?)?;
    let words = Words::open(model.section("clusters").context("clusters are trained first")?)?;
    let tagger = Tagger::open(|name| model.section(name)).context("the tagger is trained before the names")?;
    let tag = |forms: &[&str], ends: &[u32]| tags(&tagger, &words, forms, ends);
    let kinds = Kinds::read(&options.kinds)?;
    let mut documents = Vec::new();
    let gold = |file, split| data::gold(&options.shared, file, split);
    documents.extend(data::labelled(&gold("conllpp.jsonl.gz", "train")?, &kinds, 1.0));
    documents.extend(data::labelled(&gold("crossner-politics.jsonl", "train")?, &kinds, 3.0));
    let listed = documents.len();
    documents.extend(data::labelled(&gold("wnut17.jsonl", "train")?, &kinds, 0.3));
    documents.extend(data::polnear(&options.shared, &kinds, options.polnear)?);
    for document in &mut documents {
        let forms: Vec<&str> = document.forms.iter().map(String::as_str).collect();
        document.tags = tag(&forms, &document.ends);
    }
    let recipe = fit::Recipe {
        fit: Fit {
            epochs: options.epochs,
            rate: options.rate,
            dropout: options.dropout,
            decay: options.decay,
            given_transitions: false,
        },
        cutoff: options.cutoff,
        features: options.features,
        millions: options.millions,
        words,
        tag: &tag,
        shared: &options.shared,
    };
    let section = fit::section(&recipe, &documents, listed)?;
    crate::trees::write(&options.out, "names", &section)?;
    let compressed = zstd::bulk::compress(&section, 19)?;
    eprintln!("names: {} bytes, {} compressed", section.len(), compressed.len());
    report(&options.shared, &section, words, &tag).map(drop)
}

/// Gives the forms of a text their tags; the text's sentences end before the tokens that `ends` names.
pub(super) type Tag<'t> = dyn Fn(&[&str], &[u32]) -> Vec<Xpos> + 't;

fn tags(tagger: &Tagger<'_>, words: &Words<'_>, forms: &[&str], ends: &[u32]) -> Vec<Xpos> {
    let (mut looked_up, mut tagged) = (Vec::new(), Vec::new());
    let mut tags = Vec::with_capacity(forms.len());
    let mut start = 0;
    for end in ends.iter().map(|end| *end as usize).chain([forms.len()]) {
        let Some(sentence) = forms.get(start..end).filter(|sentence| !sentence.is_empty()) else { continue };
        syntax::look_up(words, sentence.iter().copied(), &mut looked_up);
        tagger.tag(&looked_up, &mut tagged);
        tags.extend(tagged.iter().map(|(xpos, _)| *xpos));
        start = end;
    }
    tags
}

pub(crate) fn score(options: &ScoreNames) -> Result<()> {
    let scored = &options.scored;
    let model = Model::open(scored.sections()?)?;
    let section = model.section("names").context("the model has no names")?;
    let words = Words::open(model.section("clusters").context("the model has no clusters")?)?;
    let tagger = Tagger::open(|name| model.section(name)).context("the model has no tagger")?;
    let tag = |forms: &[&str], ends: &[u32]| tags(&tagger, &words, forms, ends);
    scored.hold(&report(&scored.shared, section, words, &tag)?)
}

/// Prints the scores, and gives F1 over all kinds by data set.
#[expect(clippy::print_stdout, reason = "a score is what this command is for")]
fn report(shared: &Path, section: &[u8], words: Words<'_>, tag: &Tag<'_>) -> Result<Vec<(String, f64)>> {
    let names = Names::open(section)?;
    let mut figures = Vec::new();
    for (name, gold, scheme) in score::dev_sets(shared)? {
        let counts = score::score(&gold, scheme, names, words, tag);
        println!("{}", counts.print(name));
        figures.push((name.to_owned(), counts.f1("all")));
    }
    Ok(figures)
}
