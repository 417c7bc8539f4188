//! Treebank documents as the texts they were, with the tokens and sentences that annotators cut.

use anyhow::{Context, Result};
use sayso_language::Xpos;
use sayso_record::Span;
use std::io::BufRead;
use std::ops::Range;
use std::path::Path;

/// A document's text and its annotation.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    /// Paragraphs end with a line break, sentences are parted by a space where the treebank has one.
    pub(super) text: String,
    pub(super) words: Vec<Word>,
    /// Numbers of each sentence's words.
    pub(super) sentences: Vec<Range<usize>>,
    /// `news`, `fiction` …, or `ewt-email` ….
    pub(super) genre: String,
}

/// A word as annotated.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) lemma: String,
    pub(super) xpos: Xpos,
}

/// A written unit: one word, or several that are written together.
struct Unit {
    form: String,
    words: Vec<(String, String, Xpos)>,
    space_after: bool,
}

/// Reads a CoNLL-U file.
pub(super) fn read(path: &Path) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    let mut document = Document::default();
    let mut units: Vec<Unit> = Vec::new();
    let (mut paragraph, mut within) = (false, 0);
    for (number, line) in crate::pool::open(path)?.lines().enumerate() {
        let line = line?;
        let place = || format!("{}:{}", path.display(), number + 1);
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            documents.push(std::mem::take(&mut document));
            let gum = id.strip_prefix("GUM_").and_then(|id| id.split('_').next());
            document.genre = gum.map_or_else(|| format!("ewt-{}", id.split('-').next().unwrap_or("")), str::to_owned);
        } else if line.starts_with("# newpar") {
            paragraph = true;
        } else if line.is_empty() {
            document.sentence(&std::mem::take(&mut units), paragraph);
            paragraph = false;
        } else if !line.starts_with('#') {
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, form, lemma, _, xpos, .., misc] = columns[..] else { continue };
            let space_after = !misc.split('|').any(|m| m == "SpaceAfter=No");
            if let Some((first, last)) = id.split_once('-') {
                within = last.parse::<usize>().with_context(place)? + 1 - first.parse::<usize>().with_context(place)?;
                units.push(Unit { form: form.to_owned(), words: Vec::new(), space_after });
            } else if !id.contains('.') {
                let word = (form.to_owned(), lemma.to_owned(), Xpos::named(xpos).with_context(place)?);
                match units.last_mut() {
                    Some(unit) if within > 0 => {
                        unit.words.push(word);
                        within -= 1;
                    }
                    _ => units.push(Unit { form: form.to_owned(), words: vec![word], space_after }),
                }
            }
        }
    }
    documents.push(document);
    documents.retain(|document| !document.words.is_empty());
    Ok(documents)
}

impl Document {
    fn sentence(&mut self, units: &[Unit], paragraph: bool) {
        if paragraph && !self.text.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            self.text.push('\n');
        }
        let first = self.words.len();
        for unit in units {
            let start = self.text.len();
            self.text.push_str(&unit.form);
            let whole = unit.words.iter().map(|(form, ..)| form.len()).sum::<usize>() == unit.form.len();
            let mut from = start;
            for (form, lemma, xpos) in &unit.words {
                // Where the words of a contraction are not its letters (`ain't` read as `is not`), all get the whole.
                let to = if whole { from + form.len() } else { self.text.len() };
                let span = Span::new(from as u32, to as u32);
                self.words.push(Word { span, lemma: lemma.clone(), xpos: *xpos });
                from = if whole { to } else { start };
            }
            if unit.space_after {
                self.text.push(' ');
            }
        }
        if self.words.len() > first {
            self.sentences.push(first..self.words.len());
        }
    }

    /// Bytes of the sentences.
    pub(super) fn sentence_spans(&self) -> impl Iterator<Item = Span> + '_ {
        self.sentences.iter().map(|s| Span::new(self.words[s.start].span.start, self.words[s.end - 1].span.end))
    }
}
