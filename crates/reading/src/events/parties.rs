//! From a word to the side of an event that it stands for.
//!
//! Often the word itself is no actor, but something of an actor's is: `homes of the two party leaders`,
//! `a Russian convoy`, `access to Gaza`. Then the actor nearest below it in the tree stands for it.

use super::grammar::referent;
use crate::Context;
use crate::draft::{Actors, MentionForm, Party};
use sayso_language::{Deprel, NameKind, Tokens, Upos, Xpos};
use sayso_record::ActorKind;

/// How many words below a phrase's head are looked at for an actor, and how deep.
const BREADTH: usize = 24;
const DEPTH: u8 = 3;
/// How many words before a noun are searched for its adjectives.
const BEFORE: u32 = 8;
/// How many coordinated phrases are taken.
const CONJUNCTS: usize = 12;

/// A word and the actor it stands for.
#[derive(Clone, Debug)]
pub(super) struct Filler {
    /// The head word looked at.
    pub(super) head: u32,
    /// The actor found, the words that name it.
    pub(super) party: Party,
}

/// The head words of coordinated phrases, `head` first.
pub(super) fn conjuncts(context: &Context, head: u32) -> Vec<u32> {
    let analysis = context.analysis;
    let others = analysis.children(head).iter().copied().take(64).filter(|c| {
        let token = analysis.token(*c);
        token.deprel == Deprel::Conj && !matches!(token.upos, Upos::Verb | Upos::Aux)
    });
    std::iter::once(head).chain(others).take(CONJUNCTS).collect()
}

/// Whether a party only tells where the phrase's head is, and the head is no actor: `a blast near Samarra`.
pub(super) fn is_whereabouts(context: &Context, actors: &Actors, filler: &Filler) -> bool {
    let analysis = context.analysis;
    if filler.party.tokens.contains(filler.head) || actors.headed_by(filler.head).is_some() {
        return false;
    }
    let Some(named) = analysis.head_of(filler.party.tokens) else { return false };
    let chain = std::iter::once(named).chain(analysis.ancestors(named)).take(DEPTH as usize + 2);
    let top = chain.take_while(|at| *at != filler.head).last();
    let case = top.and_then(|top| analysis.child(top, Deprel::Case));
    case.is_some_and(|case| {
        matches!(
            analysis.lemma(case),
            "in" | "near" | "at" | "outside" | "around" | "over" | "across" | "inside" | "off"
        )
    })
}

/// The actors that the phrases coordinated under `head` stand for.
pub(super) fn fillers(context: &Context, actors: &Actors, head: u32) -> Vec<Filler> {
    let mut found: Vec<Filler> = Vec::new();
    // `ties between Oslo and Rome` are of both.
    let head = those_between(context, actors, head).unwrap_or(head);
    for head in conjuncts(context, head) {
        let Some(party) = party(context, actors, head) else {
            for party in plural(context, actors, head) {
                add(&mut found, Filler { head, party });
            }
            continue;
        };
        let mut others: Vec<Party> = shared(actors, head).collect();
        if others.is_empty() {
            others = of_each_state(context, actors, head, &party);
        }
        for party in others {
            add(&mut found, Filler { head, party });
        }
        add(&mut found, Filler { head, party });
    }
    found
}

/// Who stands with `between` at a word that is no actor itself.
fn those_between(context: &Context, actors: &Actors, head: u32) -> Option<u32> {
    let analysis = context.analysis;
    if actors.headed_by(head).is_some() {
        return None;
    }
    analysis.children(head).iter().copied().take(BREADTH).find(|child| {
        let case = analysis.child(*child, Deprel::Case);
        matches!(analysis.token(*child).deprel, Deprel::Nmod | Deprel::Obl)
            && case.is_some_and(|case| analysis.lemma(case) == "between")
    })
}

fn add(found: &mut Vec<Filler>, filler: Filler) {
    let known = |f: &Filler| same(&f.party, &filler.party) || f.party.actor.is_none() && f.party == filler.party;
    if !found.iter().any(known) {
        found.push(filler);
    }
}

/// The other actors that the phrase with the head word `head` stands for: `leaders of Iran and Iraq`.
fn shared(actors: &Actors, head: u32) -> impl Iterator<Item = Party> + '_ {
    actors.also_headed_by(head).filter_map(move |actor| {
        let known = actors.list.get(actor)?;
        let code = known.code.clone().or_else(|| known.country.clone());
        let tokens = mention(actors, actor, head).unwrap_or(Tokens::new(head, head + 1));
        Some(Party { actor: Some(actor), code, tokens })
    })
}

/// `Russian and Ukrainian officials`: the officials of the other states that adjectives before the word name, each with
/// the sectors that the word's own party has.
fn of_each_state(context: &Context, actors: &Actors, head: u32, party: &Party) -> Vec<Party> {
    let analysis = context.analysis;
    let Some(code) = party.code.as_deref().filter(|code| code.len() >= 3) else { return Vec::new() };
    let first = analysis.sentence_of(head).tokens.start.max(head.saturating_sub(BEFORE));
    let mut states: Vec<Party> = Vec::new();
    let mut joined = false;
    for at in (first..head).rev() {
        let token = analysis.token(at);
        let nation = state_adjective(context, actors, at);
        match (nation, token.upos) {
            (Some(nation), _) if states.is_empty() || joined => {
                states.push(nation);
                joined = false;
            }
            (None, Upos::Cconj) if !states.is_empty() && analysis.lemma(at) == "and" => joined = true,
            (None, Upos::Punct) if !states.is_empty() && context.form(at) == "," => joined = true,
            (None, Upos::Noun | Upos::Adj | Upos::Propn) if states.is_empty() => {}
            _ => break,
        }
    }
    let sectors = code.get(3..).unwrap_or_default();
    let own = states.iter().position(|s| s.code.as_deref() == code.get(..3));
    if states.len() < 2 || own.is_none() {
        return Vec::new();
    }
    let others = states.into_iter().rev().filter(|s| s.code.as_deref() != code.get(..3));
    others.map(|s| Party { code: s.code.map(|c| format!("{c}{sectors}")), ..s }).collect()
}

/// The state that an adjective names: `Russian`, and `US` and `UK` as they stand before nouns.
fn state_adjective(context: &Context, actors: &Actors, at: u32) -> Option<Party> {
    let analysis = context.analysis;
    let known = actors.list.get(actors.covering(at)?)?;
    let country = known.country.as_ref().filter(|_| known.kind == ActorKind::Country)?;
    let mention = mention(actors, actors.covering(at)?, at)?;
    let capitals = !context.form(at).chars().any(char::is_lowercase);
    let adjective = known.mentions.iter().any(|m| m.tokens == mention && m.form == MentionForm::Demonym)
        && !matches!(analysis.token(at).xpos, Xpos::Nns | Xpos::Nnps);
    if !adjective && !capitals {
        return None;
    }
    Some(Party { actor: actors.covering(at), code: Some(country.clone()), tokens: mention })
}

/// Whom `they` are, where they are no actor of their own: those coordinated as the subject of the clause above.
fn plural(context: &Context, actors: &Actors, at: u32) -> Vec<Party> {
    let analysis = context.analysis;
    if !matches!(context.form(at), "they" | "They" | "them" | "their" | "both") {
        return Vec::new();
    }
    let subjects = analysis.ancestors(at).take(6).filter_map(|verb| analysis.child(verb, Deprel::Nsubj));
    for subject in subjects.filter(|subject| *subject < at) {
        let several = conjuncts(context, subject);
        if several.len() > 1 {
            return several.into_iter().filter_map(|head| party(context, actors, head)).collect();
        }
    }
    Vec::new()
}

/// Whether two sides are one.
pub(super) fn same(one: &Party, other: &Party) -> bool {
    match (one.actor, other.actor) {
        (Some(a), Some(b)) => a == b,
        _ => one.tokens == other.tokens,
    }
}

/// The actor that a phrase stands for: its head's, else the nearest below it that has a code.
pub(super) fn party(context: &Context, actors: &Actors, head: u32) -> Option<Party> {
    let head = referent(context, head);
    let own = of_word(context, actors, head);
    // `the leaders are among 14 members who …`: who the members are is told by the subject.
    if context.analysis.child(head, Deprel::Cop).is_some()
        && let Some(subject) = context.analysis.child(head, Deprel::Nsubj)
        && let Some(told) = of_word(context, actors, subject).or_else(|| search(context, actors, subject))
        && told.code.as_ref().map_or(0, String::len) > own.as_ref().and_then(|o| o.code.as_ref()).map_or(0, String::len)
    {
        return Some(told);
    }
    if own.as_ref().is_some_and(|party| party.code.is_some()) {
        return own;
    }
    let below = search(context, actors, head);
    match (own, below) {
        // A person without a known country takes the code of what the text says of them (`Kenya's finance
        // minister`), but stays the person.
        (Some(own), Some(below)) if own.actor.is_some() => Some(Party { code: below.code, ..own }),
        (own, below) => below.or(own),
    }
}

/// The actor that a word itself stands for.
pub(super) fn of_word(context: &Context, actors: &Actors, at: u32) -> Option<Party> {
    let actor = actors.headed_by(at).or_else(|| {
        // The head of a name in the tree is not always the word the actors took for it.
        let inside = actors.covering(at)?;
        let mention = mention(actors, inside, at)?;
        let head = context.analysis.head_of(mention)?;
        (head == at).then_some(inside)
    })?;
    let known = actors.list.get(actor)?;
    let code = known.code.clone().or_else(|| known.country.clone());
    let tokens = mention(actors, actor, at).unwrap_or(Tokens::new(at, at + 1));
    Some(Party { actor: Some(actor), code, tokens })
}

/// The words of an actor's mention around token `at`.
fn mention(actors: &Actors, actor: usize, at: u32) -> Option<Tokens> {
    let mentions = &actors.list.get(actor)?.mentions;
    let past = mentions.partition_point(|m| m.tokens.start <= at);
    let near = mentions.get(past.saturating_sub(4)..past)?;
    near.iter().rev().find(|m| m.tokens.contains(at)).map(|m| m.tokens)
}

/// The nearest actor with a code below a word, breadth first; possessors before `of` before the rest.
fn search(context: &Context, actors: &Actors, head: u32) -> Option<Party> {
    let analysis = context.analysis;
    let mut queue: Vec<(u32, u8)> = vec![(head, 0)];
    let mut next = 0;
    while let Some(&(at, depth)) = queue.get(next) {
        next += 1;
        if at != head
            && let Some(party) = of_word(context, actors, at).or_else(|| place(context, at))
            && party.code.is_some()
        {
            return Some(officials(context, actors, at).unwrap_or(party));
        }
        if depth >= DEPTH {
            continue;
        }
        let mut below: Vec<(u8, u32)> = Vec::new();
        for &child in analysis.children(at).iter().take(BREADTH) {
            let rank = match analysis.token(child).deprel {
                Deprel::NmodPoss => 0,
                Deprel::Appos => 1,
                Deprel::Compound | Deprel::Amod | Deprel::Flat | Deprel::NmodDesc => 2,
                Deprel::Nmod => 3,
                // `are among 14 members who …`: what is said of the members is said of the subject.
                Deprel::Nsubj if analysis.child(at, Deprel::Cop).is_some() => 4,
                Deprel::Conj if depth > 0 => 5,
                // `positions belonging to the army`.
                Deprel::Acl if analysis.lemma(child) == "belong" => 3,
                Deprel::Obl if analysis.lemma(at) == "belong" => 3,
                _ => continue,
            };
            below.push((rank, child));
        }
        below.sort_unstable();
        for (_, child) in below {
            if queue.len() < BREADTH {
                queue.push((child, depth + 1));
            }
        }
    }
    None
}

/// `the Sudanese government` by its adjective, where the parser hung the two apart.
fn officials(context: &Context, actors: &Actors, adjective: u32) -> Option<Party> {
    let next = adjective + 1;
    if next >= context.analysis.sentence_of(adjective).tokens.end || context.analysis.token(adjective).head == next {
        return None;
    }
    let actor = actors.headed_by(next)?;
    let mention = mention(actors, actor, next).filter(|m| m.start <= adjective)?;
    let code = actors.list.get(actor)?.code.clone()?;
    (code.len() > 3).then_some(Party { actor: Some(actor), code: Some(code), tokens: mention })
}

/// The country of a place name that is no actor of its own.
pub(super) fn place(context: &Context, at: u32) -> Option<Party> {
    let names = context.analysis.names();
    let past = names.partition_point(|n| n.tokens.start <= at);
    let name = names.get(past.checked_sub(1)?)?;
    if !name.tokens.contains(at) || !matches!(name.kind, NameKind::Location | NameKind::Country) {
        return None;
    }
    let country = super::place::country_of(context, name.tokens)?;
    Some(Party { actor: None, code: Some(country), tokens: name.tokens })
}
