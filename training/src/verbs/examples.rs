//! Uses of verbs between two actors: those of the news, with what the rules make of them, and those of annotated sentences.

use super::learn::NONE;
use crate::plover::{Gold, SOURCE, TARGET, masked};
use anyhow::{Context, Result};
use sayso_language::Language;
use sayso_reading::{Lexicons, VerbUse, verb_uses};
use sayso_record::Document;
use std::path::Path;

/// Which examples: of the news, of annotated sentences to learn from, of those kept aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    News,
    Gold,
    Aside,
}

/// A use of a verb with what it tells of.
pub(super) struct Told {
    pub(super) lemma: String,
    pub(super) ruled: bool,
    pub(super) evidence: Vec<(String, f32)>,
    /// Roots of CAMEO (`190`) that are right, or that of no event.
    pub(super) kinds: Vec<String>,
    pub(super) part: Part,
    /// Its words, to look at.
    pub(super) shown: String,
}

/// The root of a code, as a code. Assault, fighting and mass violence are one: which of them it is hangs on who is killed
/// how, and the verbs are the same.
pub(super) fn root(code: &str) -> String {
    match code.get(..2).unwrap_or("01") {
        "18" | "19" | "20" => "190".to_owned(),
        root => format!("{root}0"),
    }
}

/// Adds the uses of an article.
pub(super) fn of_news(text: &str, language: &Language, lexicons: &Lexicons, told: &mut Vec<Told>) {
    let document = Document { text: text.to_owned(), ..Document::default() };
    let analysis = language.analyze(text);
    for one in verb_uses(&document, &analysis, lexicons) {
        let kinds = vec![one.code.map_or_else(|| NONE.to_owned(), root)];
        told.push(of_use(one, kinds, Part::News, text, &analysis));
    }
}

fn of_use(one: VerbUse, kinds: Vec<String>, part: Part, text: &str, analysis: &sayso_language::Analysis) -> Told {
    let sentence = analysis.span(analysis.sentence_of(one.at).tokens).of(text).replace('\n', " ");
    let sides = one.sides.map(|side| side.join("+")).join(" > ");
    Told {
        lemma: one.lemma,
        ruled: one.ruled,
        evidence: one.evidence,
        kinds,
        part,
        shown: format!("{sides}\t{sentence}"),
    }
}

#[derive(serde::Deserialize)]
struct Line {
    id: String,
    text: String,
    events: Option<Vec<Gold>>,
}

/// The uses in annotated sentences. A third of them, by a hash of their ids, is kept aside.
pub(super) fn of_gold(shared: &Path, language: &Language, lexicons: &Lexicons) -> Result<Vec<Told>> {
    let mut told = Vec::new();
    for set in ["plv", "plover_gsr", "cameo_manual"] {
        let path = shared.join(format!("data/events/{set}.jsonl"));
        let lines = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for line in lines.lines() {
            let line: Line = serde_json::from_str(line)?;
            let aside = blake3::hash(line.id.as_bytes()).as_bytes()[0].is_multiple_of(3);
            let part = if aside { Part::Aside } else { Part::Gold };
            let Some(events) = line.events else { continue };
            let Some(first) = events.first() else { continue };
            let marked = set == "plv";
            let text = if marked { masked(&line.text, first) } else { line.text };
            let document = Document { text: text.clone(), ..Document::default() };
            let analysis = language.analyze(&text);
            let uses = verb_uses(&document, &analysis, lexicons);
            let told_at = |one: &VerbUse| -> Vec<String> {
                let right = events.iter().filter(|gold| {
                    let (source, target) = if marked {
                        (Some(SOURCE.1), Some(TARGET.1))
                    } else {
                        (gold.source.as_deref(), gold.target.as_deref())
                    };
                    let fits = |side: &[String], gold: Option<&str>| {
                        gold.is_none_or(|gold| side.iter().any(|code| code.get(..3) == gold.get(..3)))
                    };
                    fits(&one.sides[0], source) && fits(&one.sides[1], target)
                });
                right.flat_map(Gold::codes).map(|code| root(&code)).collect()
            };
            // Where several verbs stand between the two, it is the rules' or else the highest in the tree.
            let depth = |one: &VerbUse| analysis.ancestors(one.at).count();
            let fitting = |one: &&VerbUse| !told_at(one).is_empty();
            let by_rule = |one: &&VerbUse| one.code.is_some_and(|code| told_at(one).contains(&root(code)));
            let teller = uses
                .iter()
                .filter(fitting)
                .find(by_rule)
                .or_else(|| uses.iter().filter(fitting).min_by_key(|u| depth(u)));
            let teller = teller.map(|one| one.at);
            for one in uses {
                let kinds = told_at(&one);
                if Some(one.at) == teller {
                    told.push(of_use(one, kinds, part, &text, &analysis));
                } else if kinds.is_empty() && !marked && one.code.is_none() {
                    told.push(of_use(one, vec![NONE.to_owned()], part, &text, &analysis));
                }
            }
        }
    }
    Ok(told)
}
