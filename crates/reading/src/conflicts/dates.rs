//! Two accounts of one happening on days that can't both hold.
//!
//! Accounts are of one happening where they are of one kind (a visit and the meeting it was for count as
//! one), between the same countries, at compatible places, and not so far apart in time that they are plainly
//! two happenings: a leader may well visit a capital twice in a decade, but not twice in a week. What people do every
//! day gives no such conflict: to demand, to accuse, to threaten; nor do `attacks` and a `war`. An army attacks another
//! more than once a week, so that attacks are one only where both accounts name the place, or the person who was hit.

use crate::Context;
use crate::draft::{Account, Actors, Conflict, Event, Party, Place, Statement, Timex};
use jiff::civil::Date;
use rustc_hash::FxHashSet;
use sayso_language::Xpos;
use sayso_record::{ActorKind, Basis, ConflictKind, Factuality};

/// Days between two accounts beyond which they are taken for two happenings.
const APART: i32 = 10;
/// Longer stretches (a year, a season) say too little to contradict a day.
const LONGEST: i32 = 7;
/// How many words behind a meeting the other side is looked for.
const NEAR: usize = 8;
/// How many later accounts of a kind one is held against.
const COMPARED: usize = 50;
/// The kinds that take in more than one code.
const MEETING: &str = "04";
const FORCE: &str = "19";

struct Dated<'e> {
    number: usize,
    event: &'e Event,
    first: Date,
    last: Date,
    value: String,
    /// The two countries that it lies between, the one that acts first where that matters.
    between: Option<[String; 2]>,
    /// Whether it is force, of which there may be more than one a day.
    force: bool,
}

pub(super) fn find(
    context: &Context,
    actors: &Actors,
    times: &[Timex],
    statements: &[Statement],
    events: &[Event],
) -> Vec<Conflict> {
    let dated = events.iter().enumerate().filter_map(|(n, event)| {
        let dated = dated(times, n, event)?;
        Some(Dated { between: between(context, actors, event), ..dated })
    });
    let dated: Vec<Dated> = dated.collect();
    let mut conflicts: Vec<Conflict> = Vec::new();
    let mut taken: FxHashSet<(u32, u32)> = FxHashSet::default();
    for (at, one) in dated.iter().enumerate() {
        for other in dated.iter().skip(at + 1).take(COMPARED) {
            let heads = (one.event.head, other.event.head);
            if taken.contains(&heads)
                || !is_one_happening(one, other)
                || !differ(one, other)
                || are_of_others(actors, one.event, other.event)
                || (one.force && !hits_the_same(actors, one.event, other.event))
            {
                continue;
            }
            if is_one_voice(context, statements, one.event, other.event)
                || [one, other].into_iter().any(|d| repeated(context, d.event) || d.force && is_many(context, d.event))
            {
                continue;
            }
            taken.insert(heads);
            conflicts.push(Conflict {
                kind: ConflictKind::Date,
                between: [Account::Event(one.number), Account::Event(other.number)],
                why: format!(
                    "{{0}} (“{}”) is on {}, {{1}} (“{}”) on {}",
                    context.form(one.event.head),
                    told(one),
                    context.form(other.event.head),
                    told(other)
                ),
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
    let kind = kind(&event.code)?;
    let dated = Dated { number, event, first, last, value, between: None, force: kind == FORCE };
    (asserted && days(first, last) < LONGEST).then_some(dated)
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
        && one.between.is_some()
        && one.between == other.between
        && compatible(one.event.place.as_ref(), other.event.place.as_ref())
}

/// Whether a visit or meeting is told of people who have no part in the other: the minister's trip is not the
/// inspectors', though both are between the same countries.
fn are_of_others(actors: &Actors, one: &Event, other: &Event) -> bool {
    let named = |event: &Event| -> FxHashSet<usize> {
        let parties = event.source.iter().chain(&event.target).filter_map(|p| p.actor);
        let is_country =
            |a: &usize| actors.list.get(*a).is_none_or(|a| matches!(a.kind, ActorKind::Country | ActorKind::Place));
        parties.filter(|a| !is_country(a)).collect()
    };
    let (one_named, other_named) = (named(one), named(other));
    kind(&one.code) == Some(MEETING)
        && !one_named.is_empty()
        && !other_named.is_empty()
        && one_named.is_disjoint(&other_named)
}

/// Codes that tell of one kind of happening: a visit (042, 043) may be told as the meeting (040) it was for. `None` for
/// what is said, which may be said again any day.
fn kind(code: &str) -> Option<&str> {
    match code.get(..2)? {
        "01" | "02" | "03" | "10" | "11" | "12" | "13" => None,
        "04" => Some(MEETING),
        // Force is coded by its means, and accounts often differ in what they tell of them.
        "15" | "18" | "19" | "20" => Some(FORCE),
        _ => code.get(..3),
    }
}

/// Whether two accounts of force tell of a single act at one place, no whole country, or against one person.
fn hits_the_same(actors: &Actors, one: &Event, other: &Event) -> bool {
    let kind = |actor: usize| actors.list.get(actor).map(|a| a.kind);
    let people = |event: &Event| -> FxHashSet<usize> {
        let actors = event.target.iter().filter_map(|p| p.actor);
        actors.filter(|a| kind(*a) == Some(ActorKind::Person)).collect()
    };
    let spot = |event: &Event| {
        let place = event.place.as_ref()?;
        let is_country = actors.covering(place.tokens.start).and_then(kind) == Some(ActorKind::Country);
        (!is_country).then(|| place.name.clone())
    };
    spot(one).is_some_and(|place| spot(other) == Some(place)) || !people(one).is_disjoint(&people(other))
}

/// Whether an account tells of several acts at once: `attacks`, `fired rockets`.
fn is_many(context: &Context, event: &Event) -> bool {
    let plural = |at: u32| matches!(context.analysis.token(at).xpos, Xpos::Nns | Xpos::Nnps);
    event.action.iter().flat_map(|a| a.iter()).any(plural)
}

/// The two countries of an event, whichever acts. Where only one side of a visit or a meeting is told, the other is the
/// country that it took place in, or that of the next actor named after it.
fn between(context: &Context, actors: &Actors, event: &Event) -> Option<[String; 2]> {
    let (source, target) = match (country(&event.source), country(&event.target)) {
        (Some(source), Some(target)) => (source.to_owned(), target.to_owned()),
        (Some(one), None) | (None, Some(one)) if kind(&event.code) == Some(MEETING) => {
            let host = event.place.as_ref().and_then(|p| p.country.clone()).filter(|host| host != one);
            (one.to_owned(), host.or_else(|| next_country(context, actors, event, one))?)
        }
        _ => return None,
    };
    let either_way = matches!(event.code.get(..2), Some("04" | "05" | "06"));
    Some(if !either_way || source <= target { [source, target] } else { [target, source] })
}

/// The first country other than `one` that an actor close behind an event's word belongs to.
fn next_country(context: &Context, actors: &Actors, event: &Event, one: &str) -> Option<String> {
    let sentence = context.analysis.sentence_of(event.head).tokens;
    let near = (event.head + 1..sentence.end).take(NEAR).filter_map(|at| actors.covering(at));
    let countries = near.filter_map(|actor| actors.list.get(actor)?.country.clone());
    countries.into_iter().find(|country| country != one)
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
fn is_one_voice(context: &Context, statements: &[Statement], one: &Event, other: &Event) -> bool {
    voice(context, statements, one) == voice(context, statements, other)
}

/// On whose word an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Narrator,
    Actor(usize),
    /// A source that is no known actor, by its head word.
    Source(Option<u32>),
    /// A quotation that nobody is known to have said, by number.
    Quotation(usize),
}

fn voice(context: &Context, statements: &[Statement], event: &Event) -> Word {
    let committed = event.voices.iter().rfind(|v| v.factuality != Factuality::Uncommitted);
    match committed.and_then(|v| v.statement).and_then(|s| statements.get(s)) {
        Some(statement) => statement.source.actor.map_or(Word::Source(statement.source.head), Word::Actor),
        // What stands in quotation marks is not the narrator's, even where it is not clear whose it is.
        None => {
            let quotations = context.analysis.quotations();
            let before = quotations.partition_point(|q| q.tokens.start <= event.head);
            let near = quotations.iter().enumerate().take(before).rev().take(8);
            near.into_iter()
                .find(|(_, q)| q.tokens.contains(event.head))
                .map_or(Word::Narrator, |(n, _)| Word::Quotation(n))
        }
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
