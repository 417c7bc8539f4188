//! Two accounts of one happening on days that can't both hold.
//!
//! Accounts are of one happening where they are of one kind (a visit and the meeting it was for count as
//! one), between the same countries, at compatible places, and not so far apart in time that they are plainly
//! two happenings: a leader may well visit a capital twice in a decade, but not twice in a week.

use crate::Context;
use crate::draft::{Account, Conflict, Event, Party, Place, Statement, Timex};
use jiff::civil::Date;
use sayso_record::{Basis, ConflictKind, Factuality};

/// Days between two accounts beyond which they are taken for two happenings.
const APART: i32 = 10;
/// Longer stretches (a year, a season) say too little to contradict a day.
const LONGEST: i32 = 7;
/// How many later accounts of a kind one is held against.
const COMPARED: usize = 50;

struct Dated<'e> {
    number: usize,
    event: &'e Event,
    first: Date,
    last: Date,
    value: String,
}

pub(super) fn find(context: &Context, times: &[Timex], statements: &[Statement], events: &[Event]) -> Vec<Conflict> {
    let dated: Vec<Dated> = events.iter().enumerate().filter_map(|(n, event)| dated(times, n, event)).collect();
    let mut conflicts: Vec<Conflict> = Vec::new();
    let mut taken: Vec<(u32, u32)> = Vec::new();
    for (at, one) in dated.iter().enumerate() {
        for other in dated.iter().skip(at + 1).take(COMPARED) {
            let heads = (one.event.head, other.event.head);
            if taken.contains(&heads) || !is_one_happening(one, other) || !differ(one, other) {
                continue;
            }
            if is_one_voice(statements, one.event, other.event)
                || repeated(context, one.event)
                || repeated(context, other.event)
            {
                continue;
            }
            taken.push(heads);
            let what = context.lexicons.cameo(&one.event.code).map_or_else(String::new, |c| c.name.to_lowercase());
            conflicts.push(Conflict {
                kind: ConflictKind::Date,
                between: [Account::Event(one.number), Account::Event(other.number)],
                why: format!("{{0}} puts it ({what}) on {}, {{1}} on {}", told(one), told(other)),
            });
        }
    }
    conflicts
}

fn told(dated: &Dated) -> String {
    if dated.first == dated.last { dated.value.clone() } else { format!("{}/{}", dated.first, dated.last) }
}

/// An event whose day is stated, and that someone says happened.
fn dated<'e>(times: &'e [Timex], number: usize, event: &'e Event) -> Option<Dated<'e>> {
    let stated = matches!(event.when.basis, Some(Basis::Stated | Basis::Event));
    let (first, last) = event.when.days.filter(|_| stated)?;
    let time = times.get(event.when.time?)?;
    let value = if time.days == event.when.days { time.value.clone() } else { first.to_string() };
    let asserted = event
        .voices
        .iter()
        .any(|v| matches!(v.factuality, Factuality::CertainlySo | Factuality::ProbablySo | Factuality::PossiblySo));
    (asserted && days(first, last) < LONGEST).then_some(Dated { number, event, first, last, value })
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

fn differ(one: &Dated, other: &Dated) -> bool {
    one.last < other.first || other.last < one.first
}

fn is_one_happening(one: &Dated, other: &Dated) -> bool {
    let (earlier, later) = if one.first <= other.first { (one, other) } else { (other, one) };
    days(earlier.last, later.first) <= APART
        && kind(&one.event.code) == kind(&other.event.code)
        && (between(one.event) == between(other.event))
        && between(one.event).is_some()
        && compatible(one.event.place.as_ref(), other.event.place.as_ref())
}

/// Codes that tell of one kind of happening: a visit (042, 043) may be told as the meeting (040) it was for.
fn kind(code: &str) -> &str {
    let root = code.get(..2).unwrap_or(code);
    match root {
        "04" => "04",
        // Force is coded by its means, and accounts often differ in what they tell of them.
        "18" | "19" | "20" => "19",
        _ => code.get(..3).unwrap_or(code),
    }
}

/// The two countries of an event, whichever acts.
fn between(event: &Event) -> Option<[&str; 2]> {
    let (source, target) = (country(&event.source)?, country(&event.target)?);
    Some(if source <= target { [source, target] } else { [target, source] })
}

fn country(parties: &[Party]) -> Option<&str> {
    parties.iter().find_map(|p| p.code.as_deref()?.get(..3))
}

fn compatible(one: Option<&Place>, other: Option<&Place>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            one.name == other.name
                || one.country.is_none()
                || other.country.is_none()
                || (one.country == other.country && (one.name.len() < 4 || other.name.len() < 4))
        }
        _ => true,
    }
}

/// Whether both stand on one voice only, the narrator's or one source's.
fn is_one_voice(statements: &[Statement], one: &Event, other: &Event) -> bool {
    let voice = |event: &Event| {
        let committed = event.voices.iter().rfind(|v| v.factuality != Factuality::Uncommitted);
        committed.and_then(|v| v.statement).and_then(|s| statements.get(s)).map(|s| (s.source.actor, s.source.head))
    };
    match (voice(one), voice(other)) {
        (None, None) => true,
        (Some((Some(a), _)), Some((Some(b), _))) => a == b,
        (Some((None, a)), Some((None, b))) => a == b,
        _ => false,
    }
}

/// `again`, `another`, `second`: a happening of its own.
fn repeated(context: &Context, event: &Event) -> bool {
    let analysis = context.analysis;
    analysis
        .children(event.head)
        .iter()
        .take(32)
        .any(|c| matches!(analysis.lemma(*c), "again" | "another" | "second" | "third" | "next" | "new" | "further"))
}
