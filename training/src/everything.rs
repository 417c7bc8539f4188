//! `train-all`: every training in its order, and the bundle that ships.
//!
//! Each step reads what those before it wrote into the folder of sections. The last steps make what is no section:
//! they show a fit of the weights of pronouns (`lexicons/en/pronouns.tsv`), and write the forests for pages
//! (`crates/intake/src/html/blocks.tsv`). The same data and the same code give the
//! same bytes; `models/en/CARD.md` tells what each step learns from.

use anyhow::{Context, Result};
use clap::Parser;
use std::path::PathBuf;
use std::time::Instant;

/// Trains every part of the model, one after another, and packs them into the bundle that ships.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The data.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Folder for the trained sections.
    #[arg(long, default_value = "target/models")]
    folder: PathBuf,
    /// Where to write the bundle.
    #[arg(long, default_value = "models/en/sayso-en.bin.zst")]
    out: PathBuf,
    /// Begin with this step; what the steps before it make must be in the folder.
    #[arg(long)]
    first: Option<String>,
}

/// The steps: name and further arguments, `{}` being the folder of sections.
///
/// The tagger is trained twice: first on gold alone, for the tags that the silver's parsers learn from, then on silver.
const STEPS: &[(&str, &[&str])] = &[
    ("train-clusters", &["--out", "{}/clusters"]),
    ("train-lemmas", &["--out", "{}/lemmas"]),
    ("train-tagger", &["--out", "{}"]),
    ("make-silver", &["--out", "{}"]),
    (
        "train-tagger",
        &["--out", "{}", "--folds", "0", "--gold", "16", "--rounds", "3", "--seeds", "2", "--gold-seeds", "5"],
    ),
    ("train-parser", &["--out", "{}", "--gold", "6", "--rounds", "3", "--seeds", "2"]),
    ("train-names", &["--from", "{}", "--out", "{}"]),
    ("train-statements", &["--from", "{}", "--out", "{}/statements"]),
    // The forests are a table of the source tree, which the next build takes in; nothing above reads it. The weights of
    // pronouns are such a table too, but are only shown: a fit anew is no better on GAP than the table that stands (69.5
    // F1 either way) and loses findings of the seed article, so that whoever takes it (--write) should look first.
    ("train-pronouns", &["--from", "{}"]),
    ("train-pages", &["--grow"]),
];

pub(crate) fn run(options: &Options) -> Result<()> {
    let folder = options.folder.to_str().context("the folder's name is not UTF-8")?;
    let shared = options.shared.to_str().context("the data folder's name is not UTF-8")?;
    std::fs::create_dir_all(&options.folder).with_context(|| format!("cannot make {folder}"))?;
    let first = match &options.first {
        None => 0,
        Some(name) => STEPS.iter().position(|(step, _)| step == name).with_context(|| {
            let names: Vec<&str> = STEPS.iter().map(|(step, _)| *step).collect();
            format!("{name} is no step; the steps are {}", names.join(", "))
        })?,
    };
    for (step, arguments) in STEPS.iter().skip(first) {
        let begin = Instant::now();
        eprintln!("== {step}");
        let filled = arguments.iter().map(|a| a.replace("{}", folder));
        let words = ["sayso-training", step, "--shared", shared].map(str::to_owned).into_iter().chain(filled);
        crate::run(crate::Command::try_parse_from(words)?).with_context(|| (*step).to_owned())?;
        eprintln!("== {step}: {:.0} s", begin.elapsed().as_secs_f64());
    }
    crate::bundle::bundle(&options.folder, &options.out)
}
