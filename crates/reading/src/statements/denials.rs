//! What a denial denies: which of the statements before it.
//!
//! A denial names what it denies (`the allegations`, `this`), tells it again (`that its troops shelled the hospital`), or
//! says what the speaker is not guilty of (`any involvement`). To reject an offer, an order or a plea denies nothing that
//! was said: it answers it.

use super::links::MEMORY;
use super::pieces::count;
use crate::Context;
use crate::draft::{Actor, Actors, Statement};
use crate::lexicons::cues::CueClass;
use rustc_hash::FxHashSet;
use sayso_language::{Deprel, Upos};
use sayso_record::{Act, ActorKind};

/// How many words of a content that tells no matter of its own: `any wrongdoing`, `its part in it`.
const BARE: u32 = 5;
/// Sentences between a denial and what was said right before it.
const NEAR: u32 = 3;
/// What a statement must weigh to be what is denied by name.
const ENOUGH: u32 = 3;

/// What a denial or refusal says of the statements before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It denies these.
    Denied(Vec<usize>),
    /// It turns these down.
    Refused(Vec<usize>),
}

/// What the content of a denial points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// `this`, `it`: what was said last.
    Last,
    /// `the allegations`: statements of that act.
    Named(Act),
    /// `the offer`: a statement of that act, which is turned down and not denied.
    Turned(Act),
    /// `any wrongdoing`: what the speaker was accused of.
    Guilt,
    /// It tells the matter itself.
    Matter,
    /// A person, who may be rejected but not denied.
    Nothing,
}

/// The statements among `candidates`, the nearest first, that the statement `at` denies or turns down. `words` are the
/// lemmas of each statement's content.
pub(super) fn find(
    context: &Context,
    actors: &Actors,
    statements: &[Statement],
    words: &[FxHashSet<&str>],
    at: usize,
    candidates: &[usize],
) -> Found {
    let denial = &statements[at];
    let (content, owner) = content(context, actors, denial);
    let others = candidates.iter().copied().filter(|c| !is_of_one_side(actors, &statements[*c], denial));
    let owns = |c: &usize| owner.is_none_or(|owner| is_of(actors, owner, statements[*c].source.actor));
    let others = others.filter(owns);
    let sentence = |s: &Statement| context.analysis.token(s.cue_head).sentence;
    let apart = |c: usize| sentence(denial).saturating_sub(sentence(&statements[c]));
    let against = |c: usize| is_against(context, actors, &statements[c], denial);
    match content {
        Content::Last => {
            let last =
                others.filter(|c| apart(*c) <= 1).find(|c| asserts(statements[*c].act) || asks(statements[*c].act));
            let last: Vec<usize> = last.into_iter().collect();
            if last.iter().any(|c| asks(statements[*c].act)) { Found::Refused(last) } else { Found::Denied(last) }
        }
        Content::Turned(act) => {
            Found::Refused(others.filter(|c| asks_alike(statements[*c].act, act)).take(1).collect())
        }
        Content::Named(act) => {
            let weight = |c: usize| {
                let like = likeness(statements[c].act, act)?;
                let common = shared(words, at, c).0;
                let near = u32::from(apart(c) <= 1);
                let aimed = u32::from(against(c) || owner.is_some());
                let weight = like + 2 * aimed + near + common.min(2);
                (weight >= ENOUGH && (aimed > 0 || near > 0 || common >= 2)).then_some(weight)
            };
            Found::Denied(best(others.filter_map(|c| Some((weight(c)?, c)))))
        }
        Content::Guilt => {
            let accuses = |c: &usize| matches!(statements[*c].act, Act::Accuse | Act::Claim | Act::Criticize);
            let plainly = |c: &usize| apart(*c) <= 1 && statements[*c].act == Act::Accuse;
            let accused = others.filter(accuses).filter(|c| against(*c) || plainly(c));
            Found::Denied(best(accused.map(|c| (u32::from(statements[c].act == Act::Accuse), c))))
        }
        Content::Matter => {
            let told = words[at].len();
            let weight = |c: usize| {
                let (common, no_names) = shared(words, at, c);
                // Two fifths of what is denied must have been said, less right before it, and not names alone.
                let fifths = if apart(c) <= NEAR { 1 } else { 2 };
                let enough = common >= 2 && no_names > 0 && common as usize * 5 >= told * fifths;
                let around = denial.within == Some(c);
                (enough && !around).then_some(common.min(5) + likeness(statements[c].act, Act::Accuse).unwrap_or(0))
            };
            Found::Denied(best(others.filter_map(|c| Some((weight(c)?, c)))))
        }
        Content::Nothing => Found::Denied(Vec::new()),
    }
}

/// Those that weigh most, or nearly so; at most three, in text order.
fn best(weighed: impl Iterator<Item = (u32, usize)>) -> Vec<usize> {
    let mut weighed: Vec<(u32, usize)> = weighed.take(MEMORY).collect();
    weighed.sort_by_key(|(weight, c)| (std::cmp::Reverse(*weight), std::cmp::Reverse(*c)));
    let most = weighed.first().map_or(0, |w| w.0);
    let mut chosen: Vec<usize> = weighed.into_iter().filter(|w| w.0 + 1 >= most).take(3).map(|w| w.1).collect();
    chosen.sort_unstable();
    chosen
}

/// What the content of a denial points at, and whose claim or offer it names.
fn content(context: &Context, actors: &Actors, denial: &Statement) -> (Content, Option<usize>) {
    let analysis = context.analysis;
    let within = |at: u32| denial.content.iter().any(|c| c.contains(at));
    let head = denial.content.iter().flat_map(|c| c.iter()).take(200).find(|t| {
        let token = analysis.token(*t);
        token.deprel != Deprel::Punct && (token.head == *t || !within(token.head))
    });
    let Some(head) = head else { return (Content::Matter, None) };
    match analysis.token(head).upos {
        Upos::Pron | Upos::Det => {
            let points = matches!(analysis.lemma(head), "this" | "that" | "it" | "which" | "these" | "those" | "they");
            return (if points { Content::Last } else { Content::Nothing }, None);
        }
        Upos::Noun | Upos::Propn => {}
        _ => return (Content::Matter, None),
    }
    let below = analysis.children(head).iter().copied().take(32);
    let owns = |c: &u32| matches!(analysis.token(*c).deprel, Deprel::NmodPoss | Deprel::Amod);
    let owner = below.clone().filter(owns).filter_map(|c| actors.covering(c)).find(|a| Some(*a) != denial.source.actor);
    let tells = |c: u32| {
        c > head && matches!(analysis.token(c).deprel, Deprel::Acl | Deprel::Ccomp | Deprel::Nmod | Deprel::AclRelcl)
    };
    let tells_it = below.into_iter().any(tells);
    let act = context.lexicons.cues.rows(analysis.lemma(head), CueClass::Noun).first().map(|row| row.act);
    let content = match act {
        Some(act) if asks(act) => Content::Turned(act),
        Some(act) if !tells_it || act == Act::Accuse || owner.is_some() => Content::Named(act),
        Some(_) => Content::Matter,
        None if count(&denial.content) <= BARE => Content::Guilt,
        None => Content::Matter,
    };
    (content, owner)
}

/// Whether what `source` said is `owner`'s: `Israel's claim`, `the Israeli claims`, of Israel or its government.
fn is_of(actors: &Actors, owner: usize, source: Option<usize>) -> bool {
    let of = |actor: usize| actors.list.get(actor);
    let of_country =
        |owner: &Actor, source: &Actor| owner.kind == ActorKind::Country && owner.country == source.country;
    source == Some(owner) || of(owner).zip(source.and_then(of)).is_some_and(|(owner, source)| of_country(owner, source))
}

/// Whether that act says that something is so.
fn asserts(act: Act) -> bool {
    matches!(act, Act::Say | Act::Claim | Act::Accuse | Act::Criticize | Act::Warn | Act::Believe | Act::Expect)
}

/// Whether that act asks or offers something, which one may turn down.
fn asks(act: Act) -> bool {
    matches!(act, Act::Request | Act::Demand | Act::Offer | Act::Promise | Act::Ask)
}

fn asks_alike(one: Act, other: Act) -> bool {
    let offers = |act| matches!(act, Act::Offer | Act::Promise);
    asks(one) && offers(one) == offers(other)
}

/// How well a statement of act `one` is called by a noun of act `other`: `the claim` may be of an accusation.
fn likeness(one: Act, other: Act) -> Option<u32> {
    let told = |act| matches!(act, Act::Say | Act::Claim);
    let blames = |act| matches!(act, Act::Accuse | Act::Claim | Act::Criticize);
    let thinks = |act| matches!(act, Act::Believe | Act::Expect);
    match (one, other) {
        _ if one == other => Some(2),
        _ if told(one) && told(other) || thinks(one) && thinks(other) => Some(1),
        _ if blames(one) && blames(other) || one == Act::Claim && thinks(other) => Some(1),
        _ => None,
    }
}

/// How many lemmas two statements have in common, and how many of them are no names.
fn shared(words: &[FxHashSet<&str>], one: usize, other: usize) -> (u32, u32) {
    let is_name = |word: &str| word.starts_with(char::is_uppercase);
    let common = words[one].intersection(&words[other]);
    common.fold((0, 0), |(all, plain), word| (all + 1, plain + u32::from(!is_name(word))))
}

/// Whether a statement speaks of the denier.
fn is_against(context: &Context, actors: &Actors, statement: &Statement, denial: &Statement) -> bool {
    let Some(denier) = denial.source.actor else { return false };
    let content = statement.content.iter().flat_map(|c| c.iter()).take(200);
    let beside = context.analysis.children(statement.cue_head).iter().copied().take(32);
    let named = content.chain(beside).any(|t| actors.covering(t) == Some(denier));
    named && statement.source.actor != Some(denier)
}

/// Whether both speak for one state.
fn is_of_one_side(actors: &Actors, one: &Statement, other: &Statement) -> bool {
    let state = |s: &Statement| {
        let actor = actors.list.get(s.source.actor?)?;
        let code = actor.code.as_deref()?;
        let country = code.get(..3).filter(|_| actor.country.is_some())?;
        let speaks_for_it = actor.kind == ActorKind::Country || matches!(code.get(3..), Some("" | "GOV" | "MIL"));
        speaks_for_it.then_some(country)
    };
    matches!((state(one), state(other)), (Some(a), Some(b)) if a == b)
}
