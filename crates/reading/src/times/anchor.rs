//! Which time expression dates an event or a statement.
//!
//! What dates a word stands in its own clause: an oblique, an adverbial noun or a modifier below it. A clause
//! without a time of its own borrows one only where English lets it: a coordinated verb from a date set before the
//! verbs, an open complement or a participle from the verb it completes, `the day when …` from the day itself, an
//! event's noun from a verb that says no more than that it took place. A date inside another clause, or below
//! another happening, dates that and not this.

use crate::Context;
use crate::draft::Timex;
use sayso_language::{Deprel, Upos};
use sayso_record::TimeKind;

/// How far a borrowed time may be fetched.
const STEPS: usize = 4;
/// How many words around a happening its date is looked for, so that a text without full stops takes no longer.
const AROUND: u32 = 200;

/// The time expression, by index in `times`, that dates what the word `at` tells of (an event's or a statement's
/// head word). `None` where the text gives no time for it. `times` must be in text order, as [`super::find`] gives them.
pub(super) fn anchor(context: &Context, times: &[Timex], at: u32) -> Option<usize> {
    if at >= context.analysis.len() {
        return None;
    }
    let mut here = at;
    for step in 0..STEPS {
        // A date after the first of several verbs is that verb's own.
        let only_before = step > 0 && context.analysis.token(at).deprel == Deprel::Conj;
        if let Some(index) = below(context, times, here, only_before.then_some(here)) {
            return Some(index);
        }
        if let Some(index) = day_when(context, times, here) {
            return Some(index);
        }
        here = lender(context, here)?;
    }
    None
}

/// The nearest date that depends on `at`, through nothing but names and bare nouns; before `before`, if given.
fn below(context: &Context, times: &[Timex], at: u32, before: Option<u32>) -> Option<usize> {
    let analysis = context.analysis;
    let sentence = analysis.sentence_of(at).tokens;
    let first = times.partition_point(|t| t.tokens.start < sentence.start.max(at.saturating_sub(AROUND)));
    let end = sentence.end.min(at.saturating_add(AROUND));
    let inside = times.iter().enumerate().skip(first).take_while(|(_, t)| t.tokens.start < end);
    let dated = inside.filter(|(_, t)| matches!(t.kind, TimeKind::Date | TimeKind::Time) && t.days.is_some());
    let near = dated.filter_map(|(index, time)| {
        let head = analysis.head_of(time.tokens)?;
        if before.is_some_and(|b| head > b) {
            return None;
        }
        let steps = steps_up(context, head, at)?;
        Some((steps, head.abs_diff(at), index))
    });
    near.min().map(|n| n.2)
}

/// How many words lie between a date's head and `at` above it; `None` where `at` is not above it, or another
/// happening or clause stands between.
fn steps_up(context: &Context, date: u32, at: u32) -> Option<u32> {
    let analysis = context.analysis;
    if date == at {
        return None;
    }
    let mut here = date;
    for steps in 0..4 {
        let head = analysis.token(here).head;
        if head == here {
            return None;
        }
        let relation = analysis.token(here).deprel;
        let crosses = matches!(
            relation,
            Deprel::Ccomp | Deprel::Advcl | Deprel::Acl | Deprel::AclRelcl | Deprel::Parataxis | Deprel::Csubj
        );
        if crosses || relation == Deprel::Conj && steps > 0 {
            return None;
        }
        if head == at {
            return Some(steps);
        }
        // Places and people take no dates, so a date that the parser hung on one belongs further up.
        let plain = steps == 0 && analysis.token(head).upos == Upos::Noun && analysis.token(at).upos == Upos::Verb;
        if analysis.token(head).upos != Upos::Propn && !light_noun(context, head) && !plain {
            return None;
        }
        here = head;
    }
    None
}

/// The date that stands anywhere in the clause or phrase of `at`, however the parser hung it there: `seized the ship in
/// a raid on the port on May 5`. Not one that names another thing by its time (`the May attack`, `last year's result`),
/// nor one that belongs to the subject.
pub(super) fn in_clause(context: &Context, times: &[Timex], at: u32) -> Option<usize> {
    let analysis = context.analysis;
    let clause = analysis.subtree(at);
    let first = times.partition_point(|t| t.tokens.start < clause.start);
    let inside = times.iter().enumerate().skip(first).take_while(|(_, t)| t.tokens.start < clause.end).take(DATES);
    let dated = inside.filter(|(_, t)| matches!(t.kind, TimeKind::Date | TimeKind::Time) && t.days.is_some());
    let near = dated.filter_map(|(index, time)| {
        let head = analysis.head_of(time.tokens)?;
        let names = matches!(
            analysis.token(head).deprel,
            Deprel::Compound | Deprel::Amod | Deprel::Nummod | Deprel::NmodPoss | Deprel::Nsubj | Deprel::NsubjPass
        );
        (!names && reaches(context, head, at)).then_some((head.abs_diff(at), index))
    });
    near.min().map(|n| n.1)
}

/// The date that a sentence opens with, for the first verb behind it: `In June, the two sides signed`. Needs no tree.
pub(super) fn opening(context: &Context, times: &[Timex], at: u32) -> Option<usize> {
    let analysis = context.analysis;
    let sentence = analysis.sentence_of(at).tokens;
    let index = times.partition_point(|t| t.tokens.start < sentence.start);
    let time = times.get(index).filter(|t| t.tokens.end <= at && t.days.is_some())?;
    let opens = time.tokens.start.saturating_sub(sentence.start) <= 2;
    let is_verb = |at: u32| analysis.token(at).upos == Upos::Verb;
    let near = opens && at.saturating_sub(time.tokens.end) <= OPENING;
    (near && is_verb(at) && !(sentence.start..at).any(is_verb)).then_some(index)
}

/// How far behind an opening date its verb may stand.
const OPENING: u32 = 24;

/// How many dates of a clause are looked at.
const DATES: usize = 16;

/// Whether the way from `date` up to `at` stays in the clause.
fn reaches(context: &Context, date: u32, at: u32) -> bool {
    let analysis = context.analysis;
    let mut here = date;
    for _ in 0..6 {
        let token = analysis.token(here);
        let leaves = matches!(
            token.deprel,
            Deprel::Ccomp
                | Deprel::Advcl
                | Deprel::AdvclRelcl
                | Deprel::Acl
                | Deprel::AclRelcl
                | Deprel::Parataxis
                | Deprel::Csubj
                | Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Conj
        );
        if leaves || token.head == here {
            return false;
        }
        if token.head == at {
            return true;
        }
        here = token.head;
    }
    false
}

/// A noun that only says when or how: `at the end of March`, `on the night of 3 May`.
fn light_noun(context: &Context, at: u32) -> bool {
    const WORDS: [&str; 14] = [
        "day",
        "night",
        "evening",
        "morning",
        "afternoon",
        "end",
        "beginning",
        "start",
        "middle",
        "eve",
        "week",
        "month",
        "year",
        "time",
    ];
    WORDS.contains(&context.analysis.lemma(at))
}

/// The date of a clause that explains it: `on February 25, the day when …`, `on Monday, when …`.
fn day_when(context: &Context, times: &[Timex], at: u32) -> Option<usize> {
    let analysis = context.analysis;
    let token = analysis.token(at);
    if !matches!(token.deprel, Deprel::AclRelcl | Deprel::Acl | Deprel::AdvclRelcl | Deprel::Advcl) {
        return None;
    }
    let clause = analysis.subtree(at);
    let opens = |at: u32| ["when", "that", "which"].iter().any(|w| context.form(at).eq_ignore_ascii_case(w));
    let relative = clause.iter().take(4).any(opens);
    let mut noun = token.head;
    for _ in 0..3 {
        if let Some(index) = covering(times, noun) {
            return (relative || times[index].tokens.end <= clause.start).then_some(index);
        }
        if !light_noun(context, noun) {
            return None;
        }
        let beside = analysis.children(noun).iter().filter(|c| analysis.token(**c).deprel == Deprel::Appos);
        let beside = beside.filter_map(|c| covering(times, *c));
        if let Some(index) = beside.min() {
            return Some(index);
        }
        let head = analysis.token(noun).head;
        if head == noun {
            return None;
        }
        noun = head;
    }
    None
}

/// The date that token `at` is part of.
fn covering(times: &[Timex], at: u32) -> Option<usize> {
    let first = times.partition_point(|t| t.tokens.end <= at);
    times.get(first).filter(|t| t.tokens.contains(at) && t.days.is_some()).map(|_| first)
}

/// The word whose time `at` may share.
fn lender(context: &Context, at: u32) -> Option<u32> {
    let analysis = context.analysis;
    let token = analysis.token(at);
    let head = token.head;
    if head == at {
        return None;
    }
    let subject = |at: u32| {
        let subjects = [Deprel::Nsubj, Deprel::NsubjPass];
        analysis.children(at).iter().any(|c| subjects.contains(&analysis.token(*c).deprel))
    };
    let lends = match token.deprel {
        Deprel::Conj | Deprel::Xcomp => true,
        Deprel::Advcl => !subject(at) && token.upos == Upos::Verb,
        Deprel::Obj | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl => {
            token.upos == Upos::Noun && takes_place(context, head)
        }
        _ => false,
    };
    lends.then_some(head)
}

/// Verbs that say of an event no more than that it takes place.
fn takes_place(context: &Context, at: u32) -> bool {
    context.lexicons.times.takes_place(context.analysis.lemma(at))
}

/// `on May 5, the day when they met`: the time that the noun above a relative clause stands beside.
pub(super) fn apposed(context: &Context, times: &[Timex], at: u32) -> Option<usize> {
    let analysis = context.analysis;
    let token = analysis.token(at);
    let noun = token.head;
    let names_time = matches!(analysis.lemma(noun), "day" | "date" | "week" | "month" | "year" | "night" | "time");
    if !matches!(token.deprel, Deprel::AclRelcl | Deprel::Advcl | Deprel::AdvclRelcl) || noun == at || !names_time {
        return None;
    }
    let start = analysis.subtree(noun).start;
    let past = times.partition_point(|t| t.tokens.start < start);
    let last = past.checked_sub(1)?;
    let before = times.get(last)?;
    (before.days.is_some() && start.saturating_sub(before.tokens.end) <= 2).then_some(last)
}

/// `the visit of their leader to the capital on May 5`: a time that stands after a noun's own phrases, no verb between.
pub(super) fn beside(context: &Context, times: &[Timex], at: u32) -> Option<usize> {
    let analysis = context.analysis;
    if analysis.token(at).upos != Upos::Noun {
        return None;
    }
    let next = times.partition_point(|t| t.tokens.start <= at);
    let time = times.get(next).filter(|t| t.days.is_some())?;
    let near = time.tokens.start.saturating_sub(at) <= 9
        && analysis.token(time.tokens.start).sentence == analysis.token(at).sentence;
    let clear = near
        && (at + 1..time.tokens.start)
            .all(|t| !matches!(analysis.token(t).upos, Upos::Verb | Upos::Aux | Upos::Punct | Upos::Sconj));
    clear.then_some(next)
}
