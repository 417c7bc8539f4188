//! The dates of events scored against `../shared/data/time/*.events.jsonl`.
//!
//! An event of TimeBank or AQUAINT that is linked `IS_INCLUDED` or `SIMULTANEOUS` to a time expression of the text with a
//! calendar value happened then. The anchor of the event's word is right to the day, month or year where the two
//! values agree as far as the gold value goes. The text's own time expressions are used, not the gold ones, so the figure
//! holds the errors of finding and normalising too.

use crate::times::{CodePoints, documents};
use anyhow::Context as _;
use sayso_language::Language;
use sayso_reading::{Context, Lexicons};
use std::collections::HashMap;
use std::path::PathBuf;

/// Options of `score-anchors`.
#[derive(clap::Args)]
pub(crate) struct ScoreAnchors {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Print this many errors.
    #[arg(long, default_value_t = 0)]
    errors: usize,
}

/// Anchors every dated event of the dev files and prints how many anchors are right.
pub(crate) fn score(options: &ScoreAnchors) -> anyhow::Result<()> {
    let language = Language::english()?;
    let lexicons = Lexicons::english()?;
    let (mut events, mut covered, mut right, mut shown) = (0_usize, 0_usize, [0_usize; 3], 0_usize);
    let mut gold_at = [0_usize; 3];
    for file in ["timebank", "aquaint"] {
        let path = options.shared.join(format!("data/time/{file}.events.jsonl"));
        for (document, gold) in documents(&path)? {
            let analysis = language.analyze(&document.text);
            let times = sayso_reading::times(&document, &analysis, &lexicons);
            let context = Context { document: &document, analysis: &analysis, lexicons: &lexicons };
            let points = CodePoints::new(&document.text);
            let list = |name: &str| gold[name].as_array().cloned().unwrap_or_default();
            let values: HashMap<String, String> = list("timexes")
                .iter()
                .filter_map(|t| Some((t["tid"].as_str()?.to_owned(), t["value"].as_str()?.to_owned())))
                .collect();
            let spans: HashMap<String, u32> = list("events")
                .iter()
                .filter_map(|e| Some((e["eid"].as_str()?.to_owned(), u32::try_from(e["span"][0].as_u64()?).ok()?)))
                .collect();
            for link in list("tlinks") {
                let part = |at: usize| link[at].as_str().unwrap_or_default();
                if !matches!(part(1), "IS_INCLUDED" | "SIMULTANEOUS") {
                    continue;
                }
                let (Some(at), Some(value)) = (spans.get(part(0)), values.get(part(2))) else { continue };
                let Some(level) = level(value) else { continue };
                events += 1;
                gold_at[level] += 1;
                let token = analysis.tokens().iter().position(|t| points.at(t.span.end) > *at);
                let token = u32::try_from(token.context("an event outside the text")?)?;
                let Some(index) = sayso_reading::anchor(&context, &times, token) else { continue };
                covered += 1;
                let found = &times[index].value;
                let ok = found.get(..value.len().min(10)).is_some_and(|f| value.starts_with(f));
                right[level] += usize::from(ok);
                if !ok && shown < options.errors {
                    shown += 1;
                    print(&format!("{} {:?} gold {value} found {found}\n", document.id, context.form(token)));
                }
            }
        }
    }
    let all: usize = right.iter().sum();
    let percent = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
    print(&format!(
        "events linked to a date of the text {events}: anchored {covered} ({:.1} %), right {all} ({:.1} % of anchored, {:.1} % of all)\n",
        percent(covered, events),
        percent(all, covered),
        percent(all, events),
    ));
    for (level, name) in ["day", "month", "year"].iter().enumerate() {
        print(&format!(
            "  gold to the {name:6} {:5}  right {:5} ({:.1} % of all)\n",
            gold_at[level],
            right[level],
            percent(right[level], gold_at[level])
        ));
    }
    Ok(())
}

/// How fine a calendar value is: 0 day, 1 month (or week or quarter), 2 year; `None` for other values.
fn level(value: &str) -> Option<usize> {
    let year = value.get(..4)?;
    if !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(match value.len() {
        4 => 2,
        5..=8 => 1,
        _ => 0,
    })
}

#[allow(clippy::print_stdout)] // a command's result
fn print(text: &str) {
    print!("{text}");
}
