//! Which role phrases belong to a name: titles before it, appositions on either side, `X is the Y`.

use super::names::{Class, Named};
use super::nominals::{Covered, Nominal, Pointing};
use crate::Context;
use crate::lexicons::name_words::Beside;
use sayso_language::{Deprel, Upos};
use sayso_record::ActorKind;

/// How a role phrase belongs to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// `President Putin`, `news agency PTI`, `Chadema party`: part of the name's own phrase.
    Title,
    /// `Putin, the president`, `a diplomat, Donald Lu`, `Putin is the president`: a phrase of its own.
    Apposed,
}

/// The name, by number, that a role phrase belongs to.
pub(super) fn name_of(
    context: &Context,
    names: &[Named],
    covered: &Covered,
    nominal: &Nominal,
) -> Option<(usize, How)> {
    title(context, names, covered, nominal)
        .map(|n| (n, How::Title))
        .or_else(|| apposition(context, names, covered, nominal).map(|n| (n, How::Apposed)))
        .or_else(|| copula(context, names, covered, nominal).map(|n| (n, How::Apposed)))
}

fn at<'n>(names: &'n [Named<'n>], covered: &Covered, token: u32) -> Option<(usize, &'n Named<'n>)> {
    let number = covered.name(token)?;
    Some((number, names.get(number)?))
}

fn agrees(nominal: &Nominal, name: &Named) -> bool {
    match name.class {
        Class::Person => nominal.kind == ActorKind::Person && !nominal.plural,
        Class::Body => nominal.kind != ActorKind::Person && !nominal.plural,
        Class::State | Class::Place => false,
    }
}

/// `President Putin`, `rebel group M23`, and the other way round `Chadema party`.
fn title(context: &Context, names: &[Named], covered: &Covered, nominal: &Nominal) -> Option<usize> {
    let mut next = nominal.words.end;
    // `spokesman for the governor Ali Hasan` is no title of Ali Hasan's alone, but `the 'Tiger'`‐like marks may stand between.
    if next < context.analysis.len() && matches!(context.form(next), "\"" | "“" | "‘" | "The" | "the") {
        next += 1;
    }
    next = past_titles(context, names, covered, nominal, next);
    if let Some((number, name)) = at(names, covered, next)
        && (name.tokens.start == next || name.tokens.start == nominal.words.end)
        && name.tokens.start >= nominal.words.end
        && agrees(nominal, name)
    {
        return Some(number);
    }
    let before = nominal.words.start.checked_sub(1)?;
    let (number, name) = at(names, covered, before)?;
    let general = name.class == Class::Body
        && name.tokens.end == nominal.words.start
        && nominal.kind == ActorKind::Organization
        && context.lexicons.world.name_words.is(context.analysis.lemma(nominal.head), Beside::Body);
    general.then_some(number)
}

/// Where the titles end that stand between a title and its name: `Lt Gen Sir Jim Hall`, `Chairman and Chief Executive Ann Cole`.
fn past_titles(context: &Context, names: &[Named], covered: &Covered, nominal: &Nominal, from: u32) -> u32 {
    if nominal.kind != ActorKind::Person || nominal.plural {
        return from;
    }
    let agents = &context.lexicons.world.agents;
    let sentence = context.analysis.sentence_of(nominal.head).tokens.end;
    let mut next = from;
    for _ in 0..2 {
        let joined =
            next < sentence && nominal.with.pointing == Pointing::Bare && matches!(context.form(next), "and" | "&");
        let mut at = next + u32::from(joined);
        // `Deputy Pentagon Press Secretary Ann Cole`: what the next title is of.
        if let Some((_, of)) = self::at(names, covered, at)
            && nominal.with.pointing == Pointing::Bare
            && matches!(of.class, Class::Body | Class::State)
            && of.tokens.start == at
            && context.form(nominal.head).starts_with(char::is_uppercase)
        {
            at = of.tokens.end;
        }
        if at >= sentence || covered.name(at).is_some() {
            break;
        }
        let title = agents
            .longest(context, at)
            .filter(|(_, row)| agents.row(*row).is_some_and(|row| row.title && row.kind == ActorKind::Person));
        match title {
            Some((words, _)) if words.end < sentence => next = words.end,
            _ => break,
        }
    }
    if covered.name(next).is_some() { next } else { from }
}

fn closes(context: &Context, token: u32) -> bool {
    let analysis = context.analysis;
    token >= analysis.len()
        || matches!(analysis.token(token).upos, Upos::Punct)
        || matches!(context.form(token), "who" | "which" | "whose" | "that")
}

fn apposition(context: &Context, names: &[Named], covered: &Covered, nominal: &Nominal) -> Option<usize> {
    let analysis = context.analysis;
    let told = analysis.token(nominal.head);
    // After the name: `Ned Price, spokesman for the State Department, said`.
    if let Some(comma) = nominal.tokens.start.checked_sub(1)
        && matches!(context.form(comma), "," | "(" | "-" | "–" | "—")
        && let Some((number, name)) = comma.checked_sub(1).and_then(|t| at(names, covered, t))
        && agrees(nominal, name)
        && analysis.token(comma).sentence == told.sentence
    {
        let tree = told.deprel == Deprel::Appos && name.tokens.contains(told.head);
        let acts = matches!(told.deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj);
        let listed = is_listed(context, nominal.head);
        let closed = closes(context, nominal.whole.end) || closes(context, nominal.tokens.end);
        if tree || (closed && !acts && !listed) {
            return Some(number);
        }
    }
    // Before the name: `a US diplomat, Donald Lu,`.
    for end in [nominal.whole.end, nominal.tokens.end] {
        if end + 1 >= analysis.len() || !matches!(context.form(end), "," | "-" | "–" | "—") {
            continue;
        }
        let Some((number, name)) = at(names, covered, end + 1) else { continue };
        if name.tokens.start != end + 1 || !agrees(nominal, name) {
            continue;
        }
        let tree = analysis.token(name.head).deprel == Deprel::Appos && analysis.token(name.head).head == nominal.head;
        let closed = closes(context, name.tokens.end) && nominal.with.pointing != Pointing::Bare;
        let listed = is_listed(context, name.head);
        if tree || (closed && !listed) {
            return Some(number);
        }
    }
    None
}

/// Whether a word is one of several joined by a conjunction. The parser takes many an apposition for a list (`the envoy
/// to the US, Asad Majeed, that …`), but no list does without its `and`.
fn is_listed(context: &Context, at: u32) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(at);
    let joins = |word: u32| analysis.child(word, Deprel::Cc).is_some();
    let others = || analysis.children(token.head).iter().filter(|c| analysis.token(**c).deprel == Deprel::Conj);
    token.deprel == Deprel::Conj && (joins(token.head) || others().any(|other| joins(*other)))
}

/// `Putin is the president of Russia`, `he became prime minister`.
fn copula(context: &Context, names: &[Named], covered: &Covered, nominal: &Nominal) -> Option<usize> {
    let analysis = context.analysis;
    let head = nominal.head;
    if nominal.plural || analysis.child(head, Deprel::Cop).is_none() {
        return None;
    }
    let subject = analysis.child(head, Deprel::Nsubj)?;
    let (number, name) = at(names, covered, subject)?;
    (agrees(nominal, name) && name.head == subject).then_some(number)
}
