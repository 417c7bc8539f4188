//! `train-clusters`: word clusters from the news pool and the train parts of the treebanks.

mod corpus;
mod exchange;

use anyhow::{Context, Result};
use corpus::Corpus;
use exchange::{Bigrams, exchange};
use sayso_language::{Clusters, Words, words};
use std::path::PathBuf;

/// Clusters words by their neighbours in the news pool, at three grains.
#[derive(Debug, clap::Args)]
pub(crate) struct TrainClusters {
    /// Folder with the shared data.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Where to write the section.
    #[arg(long, default_value = "target/models/clusters")]
    out: PathBuf,
    /// Rounds of exchange at each grain.
    #[arg(long, default_value_t = 12)]
    rounds: usize,
    /// Most words in the table, the commonest first.
    #[arg(long, default_value_t = 100_000)]
    words: usize,
    /// How often a word must occur.
    #[arg(long, default_value_t = 5)]
    count: u32,
    /// Prints words of each fine cluster for looking at.
    #[arg(long)]
    show: bool,
}

const COARSE: usize = 64;
const MIDDLE: usize = 256;
const FINE: usize = 1000;

pub(crate) fn train(options: &TrainClusters) -> Result<()> {
    let corpus = Corpus::read(&options.shared, options.words, options.count)?;
    eprintln!("{} tokens, {} words", corpus.tokens.len(), corpus.words.len());
    let bigrams = Bigrams::count(&corpus.tokens, corpus.units());
    let coarse = exchange(&bigrams, COARSE, options.rounds);
    let middle = exchange(&bigrams, MIDDLE, options.rounds);
    let fine = exchange(&bigrams, FINE, options.rounds);
    let mut rows = Vec::new();
    for (at, (word, count)) in corpus.words.iter().enumerate() {
        let clusters = Clusters {
            coarse: u8::try_from(coarse[at] + 1).context("coarse clusters fit in 7 bits")?,
            middle: middle[at] + 1,
            fine: fine[at] + 1,
            frequency: u8::try_from(count.max(&1).ilog2()).unwrap_or(31),
        };
        rows.push((word.as_str(), clusters));
    }
    if options.show {
        show(&rows);
    }
    let section = words::write_section(&rows);
    Words::open(&section).context("the section just written")?;
    if let Some(folder) = options.out.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&options.out, &section).with_context(|| options.out.display().to_string())?;
    let compressed = zstd::bulk::compress(&section, 19)?;
    eprintln!("{}: {} bytes, {} compressed", options.out.display(), section.len(), compressed.len());
    Ok(())
}

/// The commonest words of each fine cluster.
fn show(rows: &[(&str, Clusters)]) {
    let mut members: Vec<Vec<&str>> = vec![Vec::new(); FINE + 1];
    for (word, clusters) in rows {
        members[usize::from(clusters.fine)].push(word);
    }
    for (at, words) in members.iter().enumerate() {
        let some: Vec<&str> = words.iter().take(14).copied().collect();
        eprintln!("{at}\t{}\t{}", words.len(), some.join(" "));
    }
}
