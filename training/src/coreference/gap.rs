//! GAP: does `he` or `she` mean the one name, the other, or neither?

use super::{lines, print};
use sayso_language::{Analysis, Language, Tokens};
use sayso_reading::draft::Actors;
use sayso_reading::{Choice, Lexicons};
use sayso_record::Document;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Options of `score-gap`.
#[derive(clap::Args)]
pub(crate) struct ScoreGap {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Which part.
    #[arg(long, default_value = "development")]
    split: String,
    /// Print this many errors.
    #[arg(long, default_value_t = 0)]
    errors: usize,
}

/// A snippet, read.
pub(super) struct Snippet {
    pub(super) text: String,
    female: bool,
    word: String,
    gold: Vec<(String, bool)>,
    /// The pronoun's token.
    pub(super) pronoun: u32,
    /// Tokens of the two names, and whether the pronoun means them.
    pub(super) names: [(Tokens, bool); 2],
    pub(super) actors: Actors,
    pub(super) choices: Vec<Choice>,
}

/// All snippets of a part of GAP, read by Sayso.
pub(super) fn read(
    shared: &Path,
    split: &str,
    language: &Language,
    lexicons: &Lexicons,
) -> anyhow::Result<Vec<Snippet>> {
    let mut snippets = Vec::new();
    for value in lines(&shared.join("data/coref/gap.jsonl"))? {
        if value["split"].as_str() != Some(split) {
            continue;
        }
        let text = value["text"].as_str().unwrap_or_default().to_owned();
        let document = Document { id: "gap".to_owned(), text: text.clone(), ..Document::default() };
        let analysis = language.analyze(&text);
        let (actors, choices) = sayso_reading::choices(&document, &analysis, lexicons);
        let span = |key: &str| tokens(&analysis, &text, &value, key);
        let pronoun = tokens(&analysis, &text, &value, "pronoun").start;
        let names = ["a", "b"].map(|k| (span(k), value[format!("{k}_coref")].as_bool().unwrap_or_default()));
        let word = value["pronoun"].as_str().unwrap_or_default().to_lowercase();
        let gold = ["a", "b"].map(|k| {
            (
                value[k].as_str().unwrap_or_default().to_owned(),
                value[format!("{k}_coref")].as_bool().unwrap_or_default(),
            )
        });
        snippets.push(Snippet {
            gold: gold.to_vec(),
            word: word.clone(),
            text,
            female: word.starts_with("sh") || word.starts_with("her"),
            pronoun,
            names,
            actors,
            choices,
        });
    }
    Ok(snippets)
}

/// The tokens of what stands under `key` and `key_offset`.
fn tokens(analysis: &Analysis, text: &str, value: &Value, key: &str) -> Tokens {
    let words = value[key].as_str().unwrap_or_default();
    let offset = value[format!("{key}_offset")].as_u64().unwrap_or_default() as usize;
    let start = text.char_indices().nth(offset).map_or(text.len(), |(at, _)| at);
    let end = start + words.len();
    let first = analysis.tokens().partition_point(|t| (t.span.end as usize) <= start);
    let past = analysis.tokens().partition_point(|t| (t.span.start as usize) < end);
    Tokens::new(first as u32, past as u32)
}

impl Snippet {
    /// Whether the actor is mentioned within `name`.
    pub(super) fn is(&self, actor: usize, name: Tokens) -> bool {
        self.actors.list.get(actor).is_some_and(|a| a.mentions.iter().any(|m| m.tokens.overlaps(name)))
    }

    /// Whether Sayso says that the pronoun means each name.
    fn says(&self) -> [bool; 2] {
        let actor = self.actors.by_head.get(self.pronoun as usize).copied().flatten();
        self.names.map(|(name, _)| actor.is_some_and(|a| self.is(a as usize, name)))
    }
}

#[derive(Clone, Copy, Default)]
struct Count {
    right: f64,
    said: f64,
    gold: f64,
}

impl Count {
    fn add(&mut self, gold: bool, said: bool) {
        self.right += f64::from(u8::from(gold && said));
        self.said += f64::from(u8::from(said));
        self.gold += f64::from(u8::from(gold));
    }

    fn f1(self) -> f64 {
        200.0 * self.right / (self.said + self.gold).max(1.0)
    }
}

impl ScoreGap {
    /// Scores.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let (language, lexicons) = (Language::english()?, Lexicons::english()?);
        let (mut all, mut female, mut male) = (Count::default(), Count::default(), Count::default());
        let mut left = self.errors;
        let (mut unseen, mut silent) = (0, 0);
        for snippet in read(&self.shared, &self.split, &language, &lexicons)? {
            let says = snippet.says();
            for ((name, gold), said) in snippet.names.iter().zip(says) {
                all.add(*gold, said);
                (if snippet.female { &mut female } else { &mut male }).add(*gold, said);
                unseen += usize::from(
                    *gold && !snippet.actors.list.iter().any(|a| a.mentions.iter().any(|m| m.tokens.overlaps(*name))),
                );
            }
            let actor = snippet.actors.by_head.get(snippet.pronoun as usize).copied().flatten();
            silent += usize::from(actor.is_none());
            if left > 0 && snippet.names.iter().zip(says).any(|((_, gold), said)| *gold != said) {
                left -= 1;
                let name = actor.and_then(|a| snippet.actors.list.get(a as usize)).map_or("-", |a| &a.name);
                let held = snippet.choices.iter().find(|c| c.pronoun == snippet.pronoun);
                let gold = |a: usize| snippet.names.iter().any(|(n, gold)| *gold && snippet.is(a, *n));
                let lacks = held.is_none_or(|c| !c.candidates.iter().any(|(a, ..)| gold(*a)));
                let mark = if lacks { " (the right one is no candidate)" } else { "" };
                let names = &snippet.actors.list.iter().map(|a| (&a.name, a.kind)).collect::<Vec<_>>();
                print(&format!(
                    "pronoun {} at token {} → {name}{mark}; gold {:?}\n  {}\n  {names:?}",
                    snippet.word, snippet.pronoun, snippet.gold, snippet.text
                ));
            }
        }
        let (p, r) = (100.0 * all.right / all.said.max(1.0), 100.0 * all.right / all.gold.max(1.0));
        print(&format!(
            "GAP {}: F1 {:.1} (precision {p:.1}, recall {r:.1}); he {:.1}, she {:.1}; gold names not found {unseen}, pronouns unresolved {silent}",
            self.split,
            all.f1(),
            male.f1(),
            female.f1()
        ));
        Ok(())
    }
}
