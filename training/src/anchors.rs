//! The dates of events scored against `../shared/data/time/*.events.jsonl`.
//!
//! An event of TimeBank or AQUAINT that a link puts into a time expression with a calendar value, or into the day of
//! writing, happened then. An event's date is right to the day, month or year where both dates agree so far, of the
//! events whose gold date is that fine. The text's own time expressions are used, not the gold ones, so that the figure
//! holds the errors of finding and normalising too.

use crate::times::{CodePoints, documents};
use anyhow::Context as _;
use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use sayso_language::Language;
use sayso_reading::{Context, Lexicons};
use sayso_record::Basis;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
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

/// First and last day.
type Days = (Date, Date);

/// Events of one kind, and how many of them got a date, and the right one.
#[derive(Default)]
struct Tally {
    events: usize,
    covered: usize,
    /// Events with a gold date as fine as a day, a month, a year, and how many of them are right that far.
    levels: [(usize, usize); 3],
}

impl Tally {
    fn count(&mut self, gold: Days, found: Option<Days>) {
        self.events += 1;
        self.covered += usize::from(found.is_some());
        for (level, (of, right)) in self.levels.iter_mut().enumerate().skip(fineness(gold)) {
            *of += 1;
            *right += usize::from(found.is_some_and(|found| agree(gold, found, level)));
        }
    }

    fn print(&self, name: &str) {
        let percent = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        let levels: Vec<String> = ["day", "month", "year"]
            .iter()
            .zip(self.levels)
            .map(|(level, (of, right))| format!("{level} {right}/{of} ({:.1} %)", percent(right, of)))
            .collect();
        print(&format!(
            "{name:22} events {:4}  dated {:4} ({:.1} %)  right to the {}\n",
            self.events,
            self.covered,
            percent(self.covered, self.events),
            levels.join("  ")
        ));
    }
}

/// Dates every event of the dev files that gold dates, and prints how many dates are right.
pub(crate) fn score(options: &ScoreAnchors) -> anyhow::Result<()> {
    let language = Language::english()?;
    let lexicons = Lexicons::english()?;
    let (mut all, mut text, mut writing) = (Tally::default(), Tally::default(), Tally::default());
    let mut by_basis: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut shown = 0;
    for file in ["timebank", "aquaint"] {
        let path = options.shared.join(format!("data/time/{file}.events.jsonl"));
        for (document, gold) in documents(&path)? {
            let analysis = language.analyze(&document.text);
            let times = sayso_reading::times(&document, &analysis, &lexicons);
            let context = Context { document: &document, analysis: &analysis, lexicons: &lexicons };
            let points = CodePoints::new(&document.text);
            for (at, days, of_text) in dated_events(&gold, document.date) {
                let token = analysis.tokens().iter().position(|t| points.at(t.span.end) > at);
                let token = u32::try_from(token.context("an event outside the text")?)?;
                let when = sayso_reading::when(&context, &times, token);
                all.count(days, when.days);
                if of_text { &mut text } else { &mut writing }.count(days, when.days);
                let basis = match when.basis {
                    None => "no date",
                    Some(Basis::Stated) => "basis stated",
                    Some(Basis::Event) => "basis event",
                    Some(Basis::Publication) => "basis publication",
                };
                by_basis.entry(basis).or_default().count(days, when.days);
                let ok = when.days.is_some_and(|found| agree(days, found, fineness(days).min(2)));
                if !ok && shown < options.errors {
                    shown += 1;
                    let sentence = analysis.span(analysis.sentence_of(token).tokens);
                    let words = sentence.of(&document.text).replace('\n', " ");
                    print(&format!(
                        "{} {:?} gold {}/{} found {:?} {basis}: {words}\n",
                        document.id,
                        context.form(token),
                        days.0,
                        days.1,
                        when.days
                    ));
                }
            }
        }
    }
    all.print("all");
    text.print("in a date of the text");
    writing.print("in the day of writing");
    for (basis, tally) in by_basis {
        tally.print(basis);
    }
    Ok(())
}

/// Events that gold puts into a stretch of the calendar: where their word begins, the stretch, and whether the text
/// names it (else it is the day of writing). An event put into several is dated by the finest.
fn dated_events(gold: &Value, written: Option<Date>) -> Vec<(u32, Days, bool)> {
    let list = |name: &str| gold[name].as_array().into_iter().flatten();
    let mut stretches: HashMap<&str, (Days, bool)> =
        list("timexes").filter_map(|t| Some((t["tid"].as_str()?, (days(t["value"].as_str()?)?, true)))).collect();
    stretches.extend(gold["dct_tid"].as_str().zip(written).map(|(id, day)| (id, ((day, day), false))));
    let events: HashMap<&str, u32> = list("events")
        .filter_map(|e| Some((e["eid"].as_str()?, u32::try_from(e["span"][0].as_u64()?).ok()?)))
        .collect();
    let mut dated: BTreeMap<u32, (Days, bool)> = BTreeMap::new();
    for link in list("tlinks") {
        let part = |at: usize| link[at].as_str().unwrap_or_default();
        let (event, time) = match part(1) {
            "IS_INCLUDED" => (part(0), part(2)),
            "INCLUDES" => (part(2), part(0)),
            "SIMULTANEOUS" if events.contains_key(part(0)) => (part(0), part(2)),
            "SIMULTANEOUS" => (part(2), part(0)),
            _ => continue,
        };
        let (Some(at), Some(stretch)) = (events.get(event), stretches.get(time)) else { continue };
        let length = |days: Days| days.0.until(days.1).map_or(i32::MAX, |span| span.get_days());
        let known = dated.entry(*at).or_insert(*stretch);
        if length(stretch.0) < length(known.0) {
            *known = *stretch;
        }
    }
    dated.into_iter().map(|(at, (days, of_text))| (at, days, of_text)).collect()
}

/// How fine a stretch is: 0 a day, 1 up to a month, 2 up to a year, 3 longer.
fn fineness((first, last): Days) -> usize {
    match first.until(last).map_or(i32::MAX, |span| span.get_days()) {
        ..=0 => 0,
        1..31 => 1,
        31..366 => 2,
        _ => 3,
    }
}

/// Whether two dates are of one day (level 0), month (1) or year (2). Coarser than the level is not enough.
fn agree(gold: Days, found: Days, level: usize) -> bool {
    if fineness(found) > level {
        return false;
    }
    let overlap = gold.0 <= found.1 && found.0 <= gold.1;
    match level {
        0 => gold == found,
        // Weeks may reach over a month's end: they agree where they share a day.
        1 => overlap || (gold.0.year(), gold.0.month()) == (found.0.year(), found.0.month()),
        _ => overlap || gold.0.year() == found.0.year(),
    }
}

/// The days of a TIMEX3 value on the calendar.
fn days(value: &str) -> Option<Days> {
    let value = value.split('T').next()?;
    let year: i16 = value.get(..4)?.parse().ok()?;
    let first = Date::new(year, 1, 1).ok()?;
    let months = |from: i8, count: i32| {
        let begin = Date::new(year, from, 1).ok()?;
        let end = begin.checked_add((count - 1).months()).ok()?.last_of_month();
        Some((begin, end))
    };
    match value.get(5..).unwrap_or_default().as_bytes() {
        [] | [b'X', ..] => Some((first, first.last_of_year())),
        b"SP" => months(3, 3),
        b"SU" => months(6, 3),
        b"FA" => months(9, 3),
        b"WI" => months(12, 3),
        [b'Q', quarter @ b'1'..=b'4'] => months(i8::try_from((quarter - b'1') * 3 + 1).ok()?, 3),
        [b'W', ..] => {
            let week = value.get(6..)?.split('-').next()?.parse().ok()?;
            let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
            let (from, length): (i64, i64) = if value.ends_with("WE") { (5, 1) } else { (0, 6) };
            let begin = monday.checked_add(from.days()).ok()?;
            Some((begin, begin.checked_add(length.days()).ok()?))
        }
        [_, _] | [_, _, b'-', b'X', ..] => months(value.get(5..7)?.parse().ok()?, 1),
        _ => value.get(..10)?.parse().ok().map(|day: Date| (day, day)),
    }
}

#[allow(clippy::print_stdout)] // a command's result
fn print(text: &str) {
    print!("{text}");
}
