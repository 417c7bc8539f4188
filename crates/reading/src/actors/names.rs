//! Names in the text: what the lexicon knows and what the finder of names found, made one list.

use crate::Context;
use crate::lexicons::world::Known;
use rustc_hash::FxHashSet;
use sayso_language::{Deprel, NameKind, Tokens, Upos, Xpos};

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// One human being.
    Person,
    /// A body: organization, party, armed group.
    Body,
    /// A state by name, demonym, or capital that speaks for its government.
    State,
    /// A place that is no state.
    Place,
}

/// A name in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'w> {
    /// Its tokens.
    pub(super) tokens: Tokens,
    /// Its head word.
    pub(super) head: u32,
    /// What it names.
    pub(super) class: Class,
    /// What the lexicon knows by that name; several where the name is ambiguous.
    pub(super) known: &'w [(&'static str, Known)],
    /// Whether it is an adjective or noun of nationality.
    pub(super) demonym: bool,
    /// Whether it stands inside a longer name (`Russian` in `Russian Foreign Ministry`).
    pub(super) nested: bool,
}

/// The names of the document in text order; those nested in a longer one right after it.
pub(super) fn find<'w>(context: &Context<'w>) -> Vec<Named<'w>> {
    let mut found = Vec::new();
    let names = context.analysis.names();
    let people = names.iter().filter(|n| n.kind == NameKind::Person && n.tokens.len() > 1);
    let last: FxHashSet<&str> = people.map(|n| context.form(n.tokens.end - 1)).collect();
    let mut next = 0;
    let mut at = 0;
    while at < context.analysis.len() {
        while names.get(next).is_some_and(|n| n.tokens.start < at) {
            next += 1;
        }
        let told = names.get(next).filter(|n| n.tokens.start == at);
        let hit = lookup(context, at);
        let end = match (told, hit) {
            (None, None) => at + 1,
            (None, Some((tokens, known))) => {
                if plausible(context, tokens, known, names.get(next).is_some_and(|n| n.tokens.start < tokens.end)) {
                    found.push(of_lexicon(context, tokens, known, None, false));
                    tokens.end
                } else {
                    at + 1
                }
            }
            (Some(name), hit) => {
                let tokens = trimmed(context, name.tokens, name.kind);
                let hit = if tokens.start == at { hit } else { lookup(context, tokens.start) };
                match hit {
                    Some((held, known)) if held.end >= tokens.end && fits(context, known, name.kind, held, &last) => {
                        found.push(of_lexicon(context, held, known, Some(name.kind), false));
                        held.end
                    }
                    _ => {
                        push_told(context, tokens, name.kind, &mut found);
                        name.tokens.end
                    }
                }
            }
        };
        at = end.max(at + 1);
    }
    found
}

type Hit<'w> = (Tokens, &'w [(&'static str, Known)]);

/// The longest name of the lexicon that begins at token `at`.
fn lookup<'w>(context: &Context<'w>, at: u32) -> Option<Hit<'w>> {
    let form = context.form(at);
    let first = form.chars().next()?;
    if !first.is_uppercase() && !first.is_ascii_digit() && !matches!(form, "al" | "el" | "de" | "eBay") {
        return None;
    }
    context.lexicons.world.names().longest(context, at)
}

/// Whether words that the finder of names passed over are a name all the same.
fn plausible(context: &Context, tokens: Tokens, known: &[(&'static str, Known)], overlaps: bool) -> bool {
    let token = context.analysis.token(tokens.start);
    let state = known.iter().any(|(_, k)| matches!(k, Known::State(_) | Known::Demonym(_) | Known::Capital(_)));
    let form = context.form(tokens.start);
    if state {
        // `Turkey` is a bird only in lower case; `Polish` and `Polish up` differ by their tags.
        return matches!(token.upos, Upos::Propn | Upos::Adj | Upos::Noun) || tokens.len() > 1 || overlaps;
    }
    if tokens.len() > 1 {
        return overlaps || tokens.iter().any(|t| context.analysis.token(t).upos == Upos::Propn);
    }
    let begins = context.analysis.sentence_of(tokens.start).tokens.start == tokens.start;
    let capitals = form.len() >= 2 && form.chars().all(|c| c.is_uppercase() || c == '.');
    overlaps || (token.upos == Upos::Propn && !begins) || (capitals && token.upos == Upos::Propn)
}

/// Whether what the lexicon knows can be what the finder of names says it is.
fn fits(
    context: &Context,
    known: &[(&'static str, Known)],
    kind: NameKind,
    tokens: Tokens,
    people: &FxHashSet<&str>,
) -> bool {
    match kind {
        // `Jordan` and `Chad` are people too, where the text has somebody of that last name.
        NameKind::Person => {
            known.iter().any(|(_, k)| matches!(k, Known::Person(_)))
                || tokens.len() > 1
                || !(people.contains(context.form(tokens.start))
                    || known.iter().all(|(_, k)| matches!(k, Known::Place(_) | Known::Capital(_))))
        }
        _ => true,
    }
}

fn of_lexicon<'w>(
    context: &Context<'w>,
    tokens: Tokens,
    known: &'w [(&'static str, Known)],
    told: Option<NameKind>,
    nested: bool,
) -> Named<'w> {
    let state = |k: &Known| matches!(k, Known::State(_) | Known::Demonym(_) | Known::Capital(_));
    let preferred = |k: &Known| match told {
        Some(NameKind::Person) => matches!(k, Known::Person(_)),
        Some(NameKind::Organization | NameKind::Party) => matches!(k, Known::Body(_)),
        _ => state(k),
    };
    let all = || known.iter().map(|(_, k)| k);
    let first = all().find(|k| preferred(k)).or_else(|| all().find(|k| state(k))).or_else(|| all().next());
    let head = context.analysis.head_of(tokens).unwrap_or(tokens.start);
    let class = match first {
        Some(Known::Person(_)) => Class::Person,
        Some(Known::Body(_)) => Class::Body,
        Some(Known::Capital(_)) if is_place(context, head) => Class::Place,
        Some(Known::Place(_)) => Class::Place,
        _ => Class::State,
    };
    Named { tokens, head, class, known, demonym: matches!(first, Some(Known::Demonym(_))), nested }
}

/// Whether a capital's name is meant as a place there: `in Moscow`, `visited Kabul`, not `Moscow said`.
fn is_place(context: &Context, head: u32) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(head);
    let case = analysis.children(head).iter().find(|c| analysis.token(**c).deprel == Deprel::Case);
    let case = case.map(|c| analysis.lemma(*c));
    match token.deprel {
        Deprel::Conj if token.head < head => is_place(context, token.head),
        Deprel::Obj => matches!(
            analysis.lemma(token.head),
            "visit" | "leave" | "reach" | "enter" | "tour" | "bomb" | "shell" | "capture" | "seize" | "hit" | "strike"
        ),
        Deprel::Compound | Deprel::Flat | Deprel::Appos | Deprel::List => true,
        _ => matches!(
            case,
            Some(
                "in" | "at"
                    | "near"
                    | "from"
                    | "to"
                    | "around"
                    | "outside"
                    | "across"
                    | "through"
                    | "into"
                    | "toward"
                    | "towards"
                    | "inside"
                    | "throughout"
                    | "for"
                    | "of"
                    | "over"
                    | "via"
            )
        ),
    }
}

/// A name that the lexicon doesn't know as a whole, and the states named in it.
fn push_told<'w>(context: &Context<'w>, tokens: Tokens, kind: NameKind, found: &mut Vec<Named<'w>>) {
    let class = match kind {
        NameKind::Person | NameKind::Organization if names_place(context, tokens.end) => Some(Class::Place),
        NameKind::Person => Some(Class::Person),
        NameKind::Organization | NameKind::Party => Some(Class::Body),
        NameKind::Location | NameKind::Country => Some(Class::Place),
        NameKind::Event | NameKind::Election | NameKind::Misc => None,
    };
    if let Some(class) = class {
        let head = context.analysis.head_of(tokens).unwrap_or(tokens.start);
        found.push(Named { tokens, head, class, known: &[], demonym: false, nested: false });
    }
    if class == Some(Class::Person) {
        return;
    }
    let mut at = tokens.start;
    while at < tokens.end {
        match lookup(context, at) {
            Some((held, known)) if held.end <= tokens.end && is_state(known) => {
                found.push(of_lexicon(context, held, known, None, class.is_some()));
                at = held.end;
            }
            _ => at += 1,
        }
    }
}

/// Whether the word at `at` says that the name before it is a place's: `Maidan Wardak province`.
fn names_place(context: &Context, at: u32) -> bool {
    at < context.analysis.len()
        && matches!(
            context.form(at),
            "province"
                | "district"
                | "region"
                | "city"
                | "town"
                | "village"
                | "county"
                | "governorate"
                | "river"
                | "island"
                | "valley"
                | "peninsula"
                | "prefecture"
                | "suburb"
                | "oblast"
        )
}

fn is_state(known: &[(&'static str, Known)]) -> bool {
    known.iter().any(|(_, k)| matches!(k, Known::State(_) | Known::Demonym(_)))
}

/// The name without what is no part of it: titles before people's names, a possessive mark, an article.
fn trimmed(context: &Context, tokens: Tokens, kind: NameKind) -> Tokens {
    let mut tokens = tokens;
    while tokens.len() > 1 && context.analysis.token(tokens.end - 1).xpos == Xpos::Pos {
        tokens.end -= 1;
    }
    if kind != NameKind::Person {
        return tokens;
    }
    for _ in 0..3 {
        let Some((title, row)) = context.lexicons.world.agents.longest(context, tokens.start) else { break };
        let is_title = context.lexicons.world.agents.row(row).is_some_and(|r| r.title);
        if !is_title || title.end >= tokens.end {
            break;
        }
        tokens.start = title.end;
    }
    tokens
}
