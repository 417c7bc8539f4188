//! Annotated names, from whatever files have them, in the finder's own labels.

use super::kinds::{Coarse, Kinds};
use crate::pool;
use anyhow::{Context, Result};
use sayso_language::names::{NONE, Place, label};
use sayso_language::{NameKind, Xpos};
use serde::Deserialize;
use std::io::BufRead;
use std::path::Path;

/// A document: sentences that were written together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    /// Its tokens.
    pub(crate) forms: Vec<String>,
    /// Their tags.
    pub(crate) tags: Vec<Xpos>,
    /// Their labels.
    pub(crate) labels: Vec<u8>,
    /// Where its sentences end.
    pub(crate) ends: Vec<u32>,
    /// How much it counts in training.
    pub(crate) weight: f32,
}

impl Document {
    fn of(weight: f32) -> Self {
        Self { weight, ..Self::default() }
    }

    /// Appends a sentence with its names: first token, token after the last, kind.
    pub(crate) fn push(&mut self, forms: &[String], names: &[(usize, usize, NameKind)]) {
        let first = self.forms.len();
        self.forms.extend_from_slice(forms);
        self.labels.resize(self.forms.len(), NONE);
        self.tags.resize(self.forms.len(), Xpos::Xx);
        for (start, end, kind) in names {
            for at in *start..*end {
                let place = match (at == *start, at + 1 == *end) {
                    (true, true) => Place::Unit,
                    (true, false) => Place::Begin,
                    (false, true) => Place::Last,
                    (false, false) => Place::Inside,
                };
                self.labels[first + at] = label(*kind, place);
            }
        }
        self.ends.push(u32::try_from(self.forms.len()).expect("documents are shorter than 4 G tokens"));
    }
}

#[derive(Deserialize)]
struct Line {
    split: String,
    doc: Option<u32>,
    tokens: Vec<String>,
    tags: Vec<String>,
}

/// Spans of BIO tags.
pub(crate) fn spans(tags: &[String]) -> Vec<(usize, usize, &str)> {
    let mut spans: Vec<(usize, usize, &str)> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        match (tag.split_once('-'), spans.last_mut()) {
            (Some(("I", kind)), Some(last)) if last.1 == at && last.2 == kind => last.1 = at + 1,
            (Some((_, kind)), _) => spans.push((at, at + 1, kind)),
            (None, _) => {}
        }
    }
    spans
}

/// A file of `data/ner` in its own labels: documents of sentences of tokens and spans.
pub(crate) type Gold = Vec<Vec<(Vec<String>, Vec<(usize, usize, String)>)>>;

/// Reads one part of a file of `data/ner`.
pub(crate) fn gold(shared: &Path, file: &str, split: &str) -> Result<Gold> {
    let path = shared.join("data/ner").join(file);
    let mut documents: Gold = Vec::new();
    let mut open = None;
    for (number, line) in pool::open(&path)?.lines().enumerate() {
        let place = || format!("{}:{}", path.display(), number + 1);
        let line: Line = serde_json::from_str(&line.with_context(place)?).with_context(place)?;
        if line.split != split {
            continue;
        }
        let names = spans(&line.tags).into_iter().map(|(s, e, kind)| (s, e, kind.to_owned())).collect();
        if line.doc.is_none() || line.doc != open || documents.is_empty() {
            documents.push(Vec::new());
        }
        open = line.doc;
        documents.last_mut().expect("one was just pushed").push((line.tokens, names));
    }
    Ok(documents)
}

/// Gold documents in the finder's labels.
pub(crate) fn labelled(gold: &Gold, kinds: &Kinds, weight: f32) -> Vec<Document> {
    let mut documents = Vec::new();
    for sentences in gold {
        let mut document = Document::of(weight);
        for (forms, spans) in sentences {
            let names: Vec<_> = spans
                .iter()
                .filter_map(|(start, end, name)| {
                    Some((*start, *end, kinds.refine(Coarse::named(name)?, &forms[*start..*end])))
                })
                .collect();
            document.push(forms, &names);
        }
        documents.push(document);
    }
    documents
}

/// PolNeAR's train part with the names that CoreNLP found.
pub(crate) fn polnear(shared: &Path, kinds: &Kinds, weight: f32) -> Result<Vec<Document>> {
    let path = shared.join("data/attribution/polnear-train-corenlp.conllu.gz");
    let mut documents: Vec<Document> = Vec::new();
    let mut forms: Vec<String> = Vec::new();
    let mut tags: Vec<String> = Vec::new();
    for line in pool::open(&path)?.lines() {
        let line = line.with_context(|| path.display().to_string())?;
        if line.starts_with("# newdoc") {
            documents.push(Document::of(weight));
        }
        if line.is_empty() {
            if let Some(document) = documents.last_mut().filter(|_| !forms.is_empty()) {
                let names: Vec<_> = spans(&tags)
                    .into_iter()
                    .filter_map(|(s, e, kind)| Some((s, e, kinds.refine(Coarse::named(kind)?, &forms[s..e]))))
                    .collect();
                document.push(&forms, &names);
            }
            forms.clear();
            tags.clear();
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if let [number, form, .., misc] = columns[..]
            && number.bytes().all(|b| b.is_ascii_digit())
        {
            let kind = misc.split('|').find_map(|part| part.strip_prefix("NER="));
            let known = kind.filter(|kind| Coarse::named(kind).is_some());
            forms.push(form.to_owned());
            tags.push(known.map_or_else(|| "O".to_owned(), |kind| format!("I-{kind}")));
        }
    }
    Ok(documents)
}
