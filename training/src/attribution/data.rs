//! PolNeAR's articles analysed by our own models, and its attributions as tokens of that analysis.

use anyhow::{Context as _, Result};
use sayso_language::{Analysis, Language, Upos};
use sayso_reading::Context;
use sayso_record::{Document, Span};
use serde::Deserialize;
use std::io::BufRead;
use std::path::Path;

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    attributions: Vec<Marked>,
}

#[derive(Deserialize)]
struct Marked {
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

/// An article with its analysis and its gold attributions.
pub(super) struct Article {
    pub(super) document: Document,
    pub(super) analysis: Analysis,
    pub(super) gold: Vec<Gold>,
    /// Source, cue and content of each, as bytes.
    pub(super) gold_spans: Vec<[Vec<Span>; 3]>,
}

/// A gold attribution: the tokens of its parts, in order.
pub(super) struct Gold {
    pub(super) source: Vec<u32>,
    pub(super) cue: Vec<u32>,
    pub(super) content: Vec<u32>,
}

pub(super) fn read(path: &Path, language: &Language) -> Result<Vec<Article>> {
    let mut articles = Vec::new();
    for line in crate::pool::open(path)?.lines() {
        let line: Line = serde_json::from_str(&line?).with_context(|| path.display().to_string())?;
        let analysis = language.analyze(&line.text);
        let mut starts: Vec<u32> =
            line.text.char_indices().map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        starts.push(u32::try_from(line.text.len())?);
        let bytes = |spans: &[(usize, usize)]| -> Vec<Span> {
            let at = |point: usize| starts.get(point).or(starts.last()).copied().unwrap_or(0);
            spans.iter().map(|(s, e)| Span::new(at(*s), at(*e))).collect()
        };
        let mut gold = Vec::new();
        let mut gold_spans = Vec::new();
        for marked in &line.attributions {
            let spans = [bytes(&marked.source), bytes(&marked.cue), bytes(&marked.content)];
            let [source, cue, content] = spans.each_ref().map(|s| tokens(&analysis, s));
            gold.push(Gold { source, cue, content });
            gold_spans.push(spans);
        }
        let document = Document { id: line.id, text: line.text, ..Document::default() };
        articles.push(Article { document, analysis, gold, gold_spans });
    }
    Ok(articles)
}

/// The tokens that share a byte with the spans.
fn tokens(analysis: &Analysis, spans: &[Span]) -> Vec<u32> {
    let all = analysis.tokens();
    let mut found = Vec::new();
    for span in spans {
        let first = all.partition_point(|t| t.span.end <= span.start);
        let inside = all.iter().enumerate().skip(first).take_while(|(_, t)| t.span.start < span.end);
        found.extend(inside.map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The word of a gold cue that heads it: a reporting verb or noun of the lexicon where there is one, else the
/// word that stands highest in the tree.
pub(super) fn cue_head(context: &Context, gold: &Gold) -> Option<u32> {
    let analysis = context.analysis;
    let weight = |at: u32| {
        let token = analysis.token(at);
        let bears = matches!(token.upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Propn);
        let highest = !gold.cue.contains(&token.head) || token.head == at;
        u32::from(bears) * 4
            + u32::from(highest) * 3
            + u32::from(token.upos == Upos::Verb) * 2
            + u32::from(context.lexicons.is_cue(analysis, at)) * 3
    };
    // Of equals the last: `went on to say`.
    gold.cue.iter().copied().max_by_key(|at| (weight(*at), *at))
}

/// A line for `score_attribution.py`.
pub(super) fn prediction(article: &Article, found: &[[Vec<Span>; 3]]) -> Result<String> {
    let text = &article.document.text;
    let points = |spans: &[Span]| -> Vec<(usize, usize)> {
        let count = |byte: u32| text.get(..byte as usize).map_or(0, |t| t.chars().count());
        spans.iter().map(|s| (count(s.start), count(s.end))).collect()
    };
    let attributions: Vec<serde_json::Value> = found
        .iter()
        .map(|[source, cue, content]| {
            serde_json::json!({"source": points(source), "cue": points(cue), "content": points(content)})
        })
        .collect();
    let line = serde_json::json!({"id": article.document.id, "attributions": attributions});
    Ok(serde_json::to_string(&line)? + "\n")
}
