//! Sentences with tags and trees, from CoNLL-U.

use anyhow::{Context, Result};
use sayso_language::{Deprel, Upos, Xpos};
use std::io::BufRead;
use std::path::Path;

/// A sentence with what annotators, or a model, said about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sentence {
    pub(crate) forms: Vec<String>,
    pub(crate) xpos: Vec<Xpos>,
    pub(crate) upos: Vec<Upos>,
    /// 1 for the first word; 0 for the head of the root.
    pub(crate) heads: Vec<u32>,
    pub(crate) relations: Vec<Deprel>,
    /// From GUM's news genre.
    pub(crate) news: bool,
}

/// Reads a CoNLL-U file; ranges and empty nodes are left out.
pub(crate) fn read(path: &Path) -> Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    let mut sentence = Sentence::default();
    let mut news = false;
    for (number, line) in crate::pool::open(path)?.lines().enumerate() {
        let line = line?;
        let place = || format!("{}:{}", path.display(), number + 1);
        if let Some(document) = line.strip_prefix("# newdoc id = ") {
            news = document.starts_with("GUM_news");
        }
        if line.is_empty() {
            if !sentence.forms.is_empty() {
                sentence.news = news;
                sentences.push(std::mem::take(&mut sentence));
            }
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') || columns.len() < 8 || columns[0].contains(['-', '.']) {
            continue;
        }
        sentence.forms.push(columns[1].to_owned());
        sentence.upos.push(Upos::named(columns[3]).with_context(place)?);
        sentence.xpos.push(Xpos::named(columns[4]).with_context(place)?);
        sentence.heads.push(columns[6].parse().with_context(place)?);
        sentence.relations.push(Deprel::named(columns[7]).with_context(place)?);
    }
    Ok(sentences)
}

/// EWT and GUM, train.
pub(crate) fn train(shared: &Path) -> Result<Vec<Sentence>> {
    let mut sentences = read(&shared.join("data/treebank/ewt-train.conllu.gz"))?;
    sentences.extend(read(&shared.join("data/treebank/gum-train.conllu.gz"))?);
    Ok(sentences)
}
