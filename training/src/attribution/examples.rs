//! What the models learn from: words as cues, words around a cue in their roles, attributions as right or wrong.

use super::data::{self, Article, Gold};
use sayso_reading::statements::model::{RoleFeatures, Survey, Weights, cue_features, role_features, window};
use sayso_reading::{Context, Lexicons, statements};
use std::collections::BTreeMap;

/// A word weighed as the head of a cue.
pub(super) struct CueExample {
    pub(super) at: u32,
    pub(super) features: Vec<u32>,
    pub(super) is_cue: bool,
    /// Whether the corpus's rules leave the word unmarked whatever it is: it lies inside a content or a cue. Nothing
    /// is learned from it, but the labelling must see such words flagged as it will when it runs.
    pub(super) is_open: bool,
}

/// A cue with the words around it and what they are to it.
pub(super) struct RoleExample {
    pub(super) features: RoleFeatures,
    pub(super) labels: Vec<u8>,
    pub(super) cue: usize,
}

/// Words that are no verbs and head at least two cues.
pub(super) fn head_words(articles: &[Article], lexicons: &Lexicons) -> Vec<String> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for article in articles {
        let context = Context { document: &article.document, analysis: &article.analysis, lexicons };
        for gold in &article.gold {
            if let Some(head) = data::cue_head(&context, gold) {
                *counts.entry(context.form(head).to_ascii_lowercase()).or_default() += 1;
            }
        }
    }
    counts.into_iter().filter(|(_, n)| *n >= 2).map(|(w, _)| w).collect()
}

pub(super) fn cue_examples(article: &Article, lexicons: &Lexicons, vocabulary: &Weights) -> Vec<CueExample> {
    let context = Context { document: &article.document, analysis: &article.analysis, lexicons };
    let survey = Survey::of(&context);
    let length = article.analysis.tokens().len();
    let mut kind = vec![0u8; length];
    for gold in &article.gold {
        // What lies inside a content is not marked by the corpus's rules: nothing is learned from it.
        for at in gold.content.iter().chain(&gold.cue) {
            if let Some(slot) = kind.get_mut(*at as usize) {
                *slot = (*slot).max(1);
            }
        }
    }
    for gold in &article.gold {
        if let Some(slot) = data::cue_head(&context, gold).and_then(|h| kind.get_mut(h as usize)) {
            *slot = 2;
        }
    }
    let mut examples = Vec::new();
    for (at, kind) in (0u32..).zip(kind) {
        if !statements::may_head(&context, vocabulary, at) {
            continue;
        }
        let mut features = Vec::new();
        cue_features(&survey, at, &mut features);
        examples.push(CueExample { at, features, is_cue: kind == 2, is_open: kind == 1 });
    }
    examples
}

pub(super) fn role_examples(article: &Article, lexicons: &Lexicons, flagged: &[u32], out: &mut Vec<RoleExample>) {
    let context = Context { document: &article.document, analysis: &article.analysis, lexicons };
    let mut survey = Survey::of(&context);
    survey.mark_cues(flagged);
    for gold in &article.gold {
        let Some(cue) = data::cue_head(&context, gold) else { continue };
        if gold.content.is_empty() {
            continue;
        }
        let around = window(&survey, cue);
        let mut features = RoleFeatures::default();
        role_features(&survey, cue, around, &mut features);
        let labels = around.iter().map(|at| label(gold, at, cue)).collect();
        out.push(RoleExample { features, labels, cue: (cue - around.start) as usize });
    }
}

fn label(gold: &Gold, at: u32, cue: u32) -> u8 {
    let has = |tokens: &[u32]| tokens.binary_search(&at).is_ok();
    if at == cue || has(&gold.cue) {
        3
    } else if has(&gold.source) {
        1
    } else if has(&gold.content) {
        2
    } else {
        0
    }
}
