//! Scores the kind of event between two marked sides: sentences with a source and a target, and the PLOVER event between them.
//!
//! The marked words are put in other words first: two countries far from the news, so that who the sides are is known, as
//! the task gives it, and only what happened is asked. The answer is the CAMEO root of the event that runs from the one to
//! the other, else of one that has either; a sentence without any is wrong.

use anyhow::{Context as _, Result};
use sayso_language::Language;
use sayso_reading::Lexicons;
use sayso_record::{Document, Event, Party};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Options of `score-plover`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Sentences with their marked sides.
    #[arg(long, default_value = "../shared/data/events/plv.jsonl")]
    data: PathBuf,
    /// Show sentences that are wrong.
    #[arg(long)]
    errors: bool,
}

#[derive(serde::Deserialize)]
struct Line {
    text: String,
    events: Vec<Gold>,
}

/// What a sentence is annotated with.
#[derive(serde::Deserialize)]
pub(crate) struct Gold {
    #[serde(default)]
    plover: String,
    /// CAMEO roots that are right.
    #[serde(default)]
    roots: Vec<String>,
    code: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) target: Option<String>,
    source_text: Option<String>,
    target_text: Option<String>,
}

impl Gold {
    /// The codes of the roots that are right.
    pub(crate) fn codes(&self) -> Vec<String> {
        let own = self.code.as_deref().and_then(|code| code.get(..2)).map(str::to_owned);
        let roots = own.map_or_else(|| self.roots.clone(), |own| vec![own]);
        roots.into_iter().map(|root| format!("{root}0")).collect()
    }
}

/// What the source is called instead, and its code.
pub(crate) const SOURCE: (&str, &str) = ("Norway", "NOR");
/// What the target is called instead, and its code.
pub(crate) const TARGET: (&str, &str) = ("Peru", "PER");

#[allow(clippy::print_stdout)] // a score is what this command is for
pub(crate) fn score(options: &Options) -> Result<()> {
    let language = Language::english()?;
    let lexicons = Lexicons::english()?;
    let text = std::fs::read_to_string(&options.data).with_context(|| options.data.display().to_string())?;
    let mut kinds: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for line in text.lines() {
        let line: Line = serde_json::from_str(line)?;
        let Some(gold) = line.events.first() else { continue };
        let document = Document { text: masked(&line.text, gold), ..Document::default() };
        let record = sayso_reading::read(&document, &language.analyze(&document.text), &lexicons);
        // Of equals the first: the order of the text.
        let best = record.events.iter().rev().max_by_key(|event| fit(event));
        let root = best.map(|event| event.root.to_string());
        let right = root.as_ref().is_some_and(|root| gold.roots.contains(root));
        let (all, hits) = kinds.entry(gold.plover.clone()).or_default();
        *all += 1;
        *hits += u32::from(right);
        if options.errors && !right {
            println!("{} as {}: {}", gold.plover, root.as_deref().unwrap_or("nothing"), document.text);
        }
    }
    for (kind, (all, hits)) in &kinds {
        println!("{kind}: {hits} of {all}");
    }
    let (all, hits) = kinds.values().fold((0, 0), |(all, hits), (a, h)| (all + a, hits + h));
    println!("accuracy {:.3} ({hits} of {all})", f64::from(hits) / f64::from(all.max(1)));
    Ok(())
}

/// The sentence with the marked sides in other words, the longer first: it may hold the shorter.
pub(crate) fn masked(text: &str, gold: &Gold) -> String {
    let mut sides = [(gold.source_text.as_deref(), SOURCE.0), (gold.target_text.as_deref(), TARGET.0)];
    sides.sort_by_key(|(words, _)| std::cmp::Reverse(words.map_or(0, str::len)));
    let mut text = text.to_owned();
    for (words, name) in sides {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            text = text.replacen(words, name, 1);
        }
    }
    text
}

/// How well an event runs between the two: from the one to the other, the other way round, with either of them.
fn fit(event: &Event) -> u32 {
    let of = |parties: &[Party], code: &str| {
        parties.iter().any(|party| party.code.as_deref().is_some_and(|known| known.starts_with(code)))
    };
    let forth = (of(&event.source, SOURCE.1), of(&event.target, TARGET.1));
    let back = (of(&event.source, TARGET.1), of(&event.target, SOURCE.1));
    match (forth, back) {
        ((true, true), _) => 5,
        (_, (true, true)) => 4,
        ((true, false), _) => 3,
        ((false, true), _) => 2,
        (_, (true, false) | (false, true)) => 1,
        _ => 0,
    }
}
