//! Tagger and parser: their training and their scores.

pub(crate) mod eisner;
pub(crate) mod oracle;
pub(crate) mod parser;
pub(crate) mod score;
pub(crate) mod silver;
pub(crate) mod tagger;

use crate::treebank::Sentence;
use anyhow::{Context, Result};
use sayso_language::features::Word;
use sayso_language::{Upos, Words, Xpos, syntax};
use std::path::Path;

/// A sentence as the trainers see it.
#[derive(Clone)]
pub(crate) struct Example {
    pub(crate) words: Vec<Word>,
    pub(crate) gold: Vec<(Xpos, Upos)>,
    /// Tags that a tagger gave which had not seen the sentence.
    pub(crate) tags: Vec<(Xpos, Upos)>,
    pub(crate) heads: Vec<u32>,
    pub(crate) relations: Vec<u8>,
}

/// Looks up the words of sentences.
pub(crate) fn examples(sentences: &[Sentence], clusters: &Words<'_>) -> Vec<Example> {
    sentences
        .iter()
        .map(|sentence| {
            let mut words = Vec::new();
            syntax::look_up(clusters, sentence.forms.iter().map(String::as_str), &mut words);
            let gold: Vec<_> = sentence.xpos.iter().copied().zip(sentence.upos.iter().copied()).collect();
            Example {
                words,
                tags: gold.clone(),
                gold,
                heads: std::iter::once(0).chain(sentence.heads.iter().copied()).collect(),
                relations: std::iter::once(0).chain(sentence.relations.iter().map(|r| *r as u8)).collect(),
            }
        })
        .collect()
}

/// Reads a trained section.
pub(crate) fn section(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let path = folder.join(name);
    std::fs::read(&path).with_context(|| format!("cannot read {}; has its training been run?", path.display()))
}

/// Writes a trained section whole or not at all.
pub(crate) fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let temporary = folder.join(format!("{name}.tmp"));
    std::fs::write(&temporary, bytes).with_context(|| format!("cannot write {}", temporary.display()))?;
    Ok(std::fs::rename(temporary, folder.join(name))?)
}

/// A model in memory that lives as long as the program, aligned as tables must be.
pub(crate) fn keep(bytes: &[u8]) -> Result<&'static [u8]> {
    sayso_language::model_on_large_pages(bytes).context("no memory for a model")
}
