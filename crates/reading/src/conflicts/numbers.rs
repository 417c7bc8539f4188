//! Two figures for one thing: `190 were dead` against `killed twelve`.
//!
//! A figure is bound to what it counts (the dead, the injured, those arrested) by the words around it:
//! `figures.tsv` says which words count what. Figures are ranges: `at least 40` does not contradict 43. An article has
//! many figures of the dead, most of them of other happenings, other people or a part of all: what is held against each
//! other must count the same people, and as a whole.

use crate::Context;
use crate::draft::{Account, Actor, Actors, Conflict, Event, Statement, Timex};
use sayso_language::{Deprel, Upos, Xpos};
use sayso_lexicon::Bound;
use sayso_record::{ActorKind, ConflictKind};

/// How many figures of one kind are held against each other.
const COMPARED: usize = 40;
/// How many sentences apart two figures may stand to be of one happening.
const SENTENCES: u32 = 12;
/// How many times the other a figure may be, where the article itself gives one of them. Sources may well differ by more,
/// but an article that tells of five dead and of a thousand tells of two happenings.
const TIMES: f64 = 5.0;

struct Figure<'a> {
    /// What is counted.
    counted: &'static str,
    /// Of whom, where it is not just people: the noun's lemma, and their country.
    whom: Option<&'a str>,
    country: Option<&'a str>,
    /// Whether it is a sum over a stretch of time: `since the war began`.
    sum: bool,
    low: f64,
    high: f64,
    said: f64,
    /// The account that gives it: a statement, or an event of the narrator's.
    account: Option<Account>,
    /// The statement that gives it; none for the narrator.
    statement: Option<usize>,
    sentence: u32,
    /// What tells this happening from others: its day, and the places that the sentence puts it in, as actors.
    setting: Option<u32>,
    places: Vec<usize>,
}

pub(super) fn find(
    context: &Context,
    actors: &Actors,
    times: &[Timex],
    statements: &[Statement],
    events: &[Event],
) -> Vec<Conflict> {
    let figures = figures(context, actors, times, statements, events);
    let mut conflicts: Vec<Conflict> = Vec::new();
    for (at, one) in figures.iter().enumerate() {
        for other in figures.iter().skip(at + 1).take(COMPARED) {
            if other.sentence.saturating_sub(one.sentence) > SENTENCES
                || !one.contradicts(other)
                || !may_be_of_one_place(actors, &one.places, &other.places)
                || same_source(statements, one, other)
            {
                continue;
            }
            let (Some(first), Some(second)) = (one.account, other.account) else { continue };
            if first == second || conflicts.iter().any(|c| c.between == [first, second]) {
                continue;
            }
            conflicts.push(Conflict {
                kind: ConflictKind::Number,
                between: [first, second],
                why: format!("{{0}} counts {} {}, {{1}} {}", one.said, one.counted, other.said),
            });
        }
    }
    conflicts
}

impl Figure<'_> {
    /// Whether both count the same people and can't both be right.
    fn contradicts(&self, other: &Self) -> bool {
        let are_of_the_same = self.counted == other.counted
            && self.whom == other.whom
            && self.country == other.country
            && self.sum == other.sum
            && self.setting == other.setting;
        let are_claimed = self.statement.is_some() && other.statement.is_some();
        let (less, more) = (self.said.min(other.said), self.said.max(other.said));
        are_of_the_same
            && self.statement != other.statement
            && (self.low > other.high || other.low > self.high)
            && (are_claimed || more <= less * TIMES)
    }
}

fn same_source(statements: &[Statement], one: &Figure<'_>, other: &Figure<'_>) -> bool {
    let source = |figure: &Figure<'_>| statements.get(figure.statement?).and_then(|s| s.source.actor);
    matches!((source(one), source(other)), (Some(a), Some(b)) if a == b)
}

fn figures<'a>(
    context: &Context<'a>,
    actors: &'a Actors,
    times: &[Timex],
    statements: &[Statement],
    events: &[Event],
) -> Vec<Figure<'a>> {
    let analysis = context.analysis;
    let contents = crate::events::Contents::new(analysis.len(), statements);
    let mut found = Vec::new();
    for at in 0..analysis.len() {
        let token = analysis.token(at);
        if token.xpos != Xpos::Cd && token.upos != Upos::Num {
            continue;
        }
        let figures = &context.lexicons.figures;
        let word = |at: u32| context.form(at).to_lowercase();
        let value = |at: u32| figures.value(&word(at), None).map(|(low, _)| low);
        // `three million`, `twenty-eight`: one figure, which stands at its first word.
        let multiplies = at > 0 && figures.is_times(&word(at)) && value(at - 1).is_some();
        let is_joined = at > 1 && context.form(at - 1) == "-" && value(at - 2).is_some();
        let joined = (at + 2 < analysis.len() && context.form(at + 1) == "-").then(|| value(at + 2)).flatten();
        let next = (at + 1 < analysis.len()).then(|| word(at + 1));
        let Some((number, _)) = figures.value(&word(at), next.as_deref()).filter(|_| !multiplies && !is_joined) else {
            continue;
        };
        let number = number + joined.unwrap_or_default();
        let Some(counted) = counted(context, at) else { continue };
        if is_measure(context, times, at) || is_a_part(context, at) {
            continue;
        }
        let (whom, country) = whom(context, actors, at);
        let bound = bound(context, at);
        let (low, high) = bound.map_or((number, number), |bound| bound.range((number, number)));
        let statement = contents.of(at);
        let account = match statement {
            Some(s) => Some(Account::Statement(s)),
            None => event_near(context, events, at).map(Account::Event),
        };
        let setting = setting(context, events, at);
        let (sum, places, sentence) = (is_sum(context, at), places(context, actors, at), token.sentence);
        found.push(Figure {
            counted,
            whom,
            country,
            sum,
            low,
            high,
            said: number,
            account,
            statement,
            sentence,
            setting,
            places,
        });
    }
    found
}

/// What a figure counts: told by its noun, or by the verb or adjective whose subject or object it is.
fn counted(context: &Context, at: u32) -> Option<&'static str> {
    let analysis = context.analysis;
    let figures = &context.lexicons.figures;
    let mut here = at;
    for _ in 0..4 {
        let token = analysis.token(here);
        if here != at
            && let Some(counted) = figures.counted(analysis.lemma(here))
        {
            return Some(counted);
        }
        // `killed five and wounded 110`: what stands right of the figure is of another verb.
        let leads = matches!(
            token.deprel,
            Deprel::Nummod
                | Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Obj
                | Deprel::Nmod
                | Deprel::Compound
                | Deprel::Obl
        ) || (token.deprel == Deprel::Conj && token.upos != Upos::Verb);
        if !leads || token.head == here {
            break;
        }
        // `12 people dead`, `150 troops killed`: a participle or adjective below the noun counts it.
        for &child in analysis.children(token.head).iter().take(32) {
            let relation = analysis.token(child).deprel;
            if matches!(relation, Deprel::Acl | Deprel::Amod | Deprel::Xcomp)
                && let Some(counted) = figures.counted(analysis.lemma(child))
            {
                return Some(counted);
            }
        }
        here = token.head;
    }
    None
}

/// Whether a number belongs to a day or a length of time, or measures something: `$12`, `60%`, `a 40-year-old`.
fn is_measure(context: &Context, times: &[Timex], at: u32) -> bool {
    let analysis = context.analysis;
    let measures = |at: u32| {
        let token = analysis.token(at);
        token.upos == Upos::Sym || context.lexicons.figures.measures(&context.form(at).to_lowercase())
    };
    let beside = [at.checked_sub(1), Some(at + 1).filter(|n| *n < analysis.len())];
    let before = times.partition_point(|t| t.tokens.end <= at);
    times.get(before).is_some_and(|t| t.tokens.contains(at)) || beside.into_iter().flatten().any(measures)
}

/// Whether the words beside a figure say that it is a part of all, or comes on top of others: `another 11 people`,
/// `including four women`, `six of its employees`.
fn is_a_part(context: &Context, at: u32) -> bool {
    let analysis = context.analysis;
    let sentence = analysis.sentence_of(at).tokens;
    let apart = |at: u32| {
        let bounds = at + 1 < sentence.end && analysis.lemma(at + 1) == "than";
        !bounds && context.lexicons.figures.is_apart(analysis.lemma(at))
    };
    let (before, after) = (at.saturating_sub(3).max(sentence.start)..at, at + 1..(at + 4).min(sentence.end));
    let is_number = |at: u32| analysis.token(at).upos == Upos::Num;
    let has_whole =
        |at: u32| analysis.children(at).iter().take(16).any(|c| *c > at && analysis.token(*c).deprel == Deprel::Nmod);
    let of_number = |noun: u32| analysis.token(noun).deprel == Deprel::Nmod && is_number(analysis.token(noun).head);
    before.chain(after).any(apart) || has_whole(at) || noun(context, at).is_some_and(of_number)
}

/// The noun that a figure stands with.
fn noun(context: &Context, at: u32) -> Option<u32> {
    let token = context.analysis.token(at);
    (token.deprel == Deprel::Nummod).then_some(token.head)
}

/// Of whom a figure is: the lemma of its noun, but for those who are just people, and the country that the phrase names.
fn whom<'a>(context: &Context<'a>, actors: &'a Actors, at: u32) -> (Option<&'a str>, Option<&'a str>) {
    let analysis = context.analysis;
    let Some(noun) = noun(context, at) else { return (None, None) };
    let country = |at: u32| {
        let actor = actors.list.get(actors.covering(at)?)?;
        actor.country.as_deref().filter(|_| actor.kind == ActorKind::Country || analysis.token(at).upos == Upos::Propn)
    };
    let beside = analysis.children(noun).iter().take(16).copied().find_map(country);
    let own = country(noun);
    let (lemma, figures) = (analysis.lemma(noun), &context.lexicons.figures);
    let people = own.is_some() || figures.is_people(lemma) || figures.counted(lemma).is_some();
    ((!people).then(|| figures.part(lemma).unwrap_or(lemma)), own.or(beside))
}

/// Whether a figure is a sum over time: `since the war began`.
fn is_sum(context: &Context, at: u32) -> bool {
    let sentence = context.analysis.sentence_of(at).tokens;
    (sentence.start..sentence.end).any(|t| context.lexicons.figures.is_sum(context.analysis.lemma(t)))
}

/// `at least`, `more than`, `up to`, `about` before a figure.
fn bound(context: &Context, at: u32) -> Option<Bound> {
    let from = at.saturating_sub(3);
    let words: Vec<&str> = (from..at).map(|t| context.analysis.lemma(t)).collect();
    context.lexicons.figures.bound(&words)
}

/// The event whose words stand nearest above the figure.
fn event_near(context: &Context, events: &[Event], at: u32) -> Option<usize> {
    let mut here = at;
    for _ in 0..6 {
        let first = events.partition_point(|e| e.head < here);
        if events.get(first).is_some_and(|e| e.head == here) {
            return Some(first);
        }
        let above = context.analysis.token(here).head;
        if above == here {
            break;
        }
        here = above;
    }
    // Else any event of the same sentence: what dates and places the figure.
    let sentence = context.analysis.sentence_of(at).tokens;
    let first = events.partition_point(|e| e.head < sentence.start);
    events.get(first).filter(|e| sentence.contains(e.head)).map(|_| first)
}

/// The time that the event around a figure is dated by: figures for happenings of other days are not compared.
fn setting(context: &Context, events: &[Event], at: u32) -> Option<u32> {
    let event = events.get(event_near(context, events, at)?)?;
    event.when.time.and_then(|t| u32::try_from(t).ok())
}

/// The places that the sentence of a figure puts something in.
fn places(context: &Context, actors: &Actors, at: u32) -> Vec<usize> {
    let analysis = context.analysis;
    let sentence = analysis.sentence_of(at).tokens;
    let is_in = |at: u32| {
        let lies = |c: &u32| {
            analysis.token(*c).deprel == Deprel::Case && matches!(analysis.lemma(*c), "in" | "at" | "near" | "across")
        };
        analysis.children(at).iter().take(16).any(lies)
    };
    let heads = (sentence.start..sentence.end).filter(|t| is_in(*t));
    let placed = heads.filter_map(|t| actors.covering(t));
    placed.filter(|a| actors.list.get(*a).is_some_and(is_place)).collect()
}

fn is_place(actor: &Actor) -> bool {
    matches!(actor.kind, ActorKind::Place | ActorKind::Country)
}

/// Whether two sentences may tell of one place: one names none, or both the same, or one the country of the other's.
fn may_be_of_one_place(actors: &Actors, one: &[usize], other: &[usize]) -> bool {
    let within = |a: &usize, b: &usize| {
        let (Some(a), Some(b)) = (actors.list.get(*a), actors.list.get(*b)) else { return false };
        a.country == b.country && (a.kind == ActorKind::Country || b.kind == ActorKind::Country)
    };
    one.is_empty() || other.is_empty() || one.iter().any(|a| other.iter().any(|b| a == b || within(a, b)))
}
