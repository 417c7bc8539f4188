//! How the statements of a document bear on each other: which lies within which, which denies, supports or
//! answers an earlier one.

use super::pieces::{count, covers};
use crate::Context;
use crate::draft::{Actors, Statement};
use crate::lexicons::cues::{CueClass, Stance};
use rustc_hash::FxHashSet;
use sayso_language::{Tokens, Upos};
use sayso_record::{Act, Basis};

/// How many statements back an answer may reach.
const MEMORY: usize = 40;

/// Fills in `within`, `denies`, `supports` and `responds_to`.
pub(super) fn link(context: &Context, actors: &Actors, statements: &mut [Statement]) {
    nest(context, statements);
    let words: Vec<FxHashSet<&str>> = statements.iter().map(|s| topic(context, &s.content)).collect();
    for at in 0..statements.len() {
        let Some(stance) = stance(context, &statements[at]) else { continue };
        let earlier = (at.saturating_sub(MEMORY)..at).rev();
        let by_other = earlier.filter(|e| is_by_other(&statements[*e], &statements[at]));
        // A denial of Saturday does not deny what was said on Monday, though that is told first.
        let candidates: Vec<usize> = by_other.filter(|e| !was_said_before(&statements[at], &statements[*e])).collect();
        let targets = match stance {
            Stance::Denies => denied(context, actors, statements, &words, at, &candidates),
            Stance::Supports | Stance::Answers => about_the_same(statements, &words, at, &candidates),
        };
        let links = match stance {
            Stance::Denies => &mut statements[at].denies,
            Stance::Supports => &mut statements[at].supports,
            Stance::Answers => &mut statements[at].responds_to,
        };
        *links = targets;
    }
}

/// Each statement lies within the one with the smallest content around its cue.
fn nest(context: &Context, statements: &mut [Statement]) {
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by_key(|s| std::cmp::Reverse((count(&statements[*s].content), *s)));
    let mut owner: Vec<Option<u32>> = vec![None; context.analysis.tokens().len()];
    for at in order {
        // Larger contents are laid down first: what lies on top at the cue is the smallest around it.
        let number = u32::try_from(at).ok();
        for token in statements[at].content.iter().flat_map(|c| c.iter()) {
            if let Some(slot) = owner.get_mut(token as usize) {
                *slot = number;
            }
        }
    }
    for at in 0..statements.len() {
        let around = owner.get(statements[at].cue_head as usize).copied().flatten().map(|o| o as usize);
        statements[at].within = around.filter(|o| *o != at && !mutual(&statements[*o], &statements[at]));
    }
}

/// Whether two statements hold each other's cues: then neither lies within the other.
fn mutual(a: &Statement, b: &Statement) -> bool {
    covers(&b.content, a.cue_head)
}

/// What the cue does to what was said before; a negated denial denies nothing.
fn stance(context: &Context, statement: &Statement) -> Option<Stance> {
    let rows = |class| context.lexicons.cues.rows(&statement.lemma, class);
    let row = rows(CueClass::Verb)
        .iter()
        .chain(rows(CueClass::Noun))
        .find(|r| r.act == statement.act && r.stance.is_some())?;
    row.stance.filter(|s| *s == Stance::Answers || !statement.negated)
}

fn is_by_other(earlier: &Statement, later: &Statement) -> bool {
    match (earlier.source.actor, later.source.actor) {
        (Some(a), Some(b)) => a != b,
        _ => earlier.source.head != later.source.head,
    }
}

/// Whether the text says that the one was said on an earlier day than the other.
fn was_said_before(one: &Statement, other: &Statement) -> bool {
    let days = |s: &Statement| s.when.days.filter(|_| s.when.basis == Some(Basis::Stated));
    days(one).zip(days(other)).is_some_and(|(one, other)| one.1 < other.0)
}

/// The lemmas of the content's own words.
fn topic<'a>(context: &Context<'a>, content: &[Tokens]) -> FxHashSet<&'a str> {
    let analysis = context.analysis;
    let bears =
        |at: &u32| matches!(analysis.token(*at).upos, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj | Upos::Num);
    content.iter().flat_map(|c| c.iter()).filter(bears).take(200).map(|at| analysis.lemma(at)).collect()
}

/// The statements that a denial denies: those about the same things; and for `these allegations` the
/// accusations and claims, those against the denier and those that are what the denial calls them first.
fn denied(
    context: &Context,
    actors: &Actors,
    statements: &[Statement],
    words: &[FxHashSet<&str>],
    at: usize,
    candidates: &[usize],
) -> Vec<usize> {
    let denial = &statements[at];
    let named = named_act(context, denial);
    let names_claims = named.is_some() || count(&denial.content) <= 2;
    let accuses = |s: &Statement| matches!(s.act, Act::Accuse | Act::Claim | Act::Criticize | Act::Warn);
    let against = |s: &Statement| {
        let target = denial.source.actor;
        target.is_some() && s.content.iter().flat_map(|c| c.iter()).take(200).any(|t| actors.covering(t) == target)
    };
    let mut scored: Vec<(u32, usize)> = candidates
        .iter()
        .map(|c| {
            let statement = &statements[*c];
            let common = words[*c].intersection(&words[at]).count();
            let mut score = u32::try_from(common.min(5)).unwrap_or(0);
            if names_claims && accuses(statement) {
                score += 2 + u32::from(against(statement)) * 2 + u32::from(named == Some(statement.act)) * 2;
            } else if common < 2 {
                score = 0;
            }
            (score, *c)
        })
        .filter(|(score, _)| *score >= 2)
        .collect();
    scored.sort_by_key(|(score, c)| (std::cmp::Reverse(*score), std::cmp::Reverse(*c)));
    let best = scored.first().map_or(0, |s| s.0);
    let mut chosen: Vec<usize> = scored.into_iter().filter(|s| s.0 + 1 >= best).take(3).map(|s| s.1).collect();
    chosen.sort_unstable();
    chosen
}

/// What a content that speaks of what was said before calls it: `these allegations`, `the claim`.
fn named_act(context: &Context, denial: &Statement) -> Option<Act> {
    let analysis = context.analysis;
    let mut nouns =
        denial.content.iter().flat_map(|c| c.iter()).take(8).filter(|t| analysis.token(*t).upos == Upos::Noun);
    nouns.find_map(|t| context.lexicons.cues.rows(analysis.lemma(t), CueClass::Noun).first()).map(|row| row.act)
}

/// The nearest statements on the same matter; the very nearest where it answers without naming the matter.
fn about_the_same(statements: &[Statement], words: &[FxHashSet<&str>], at: usize, candidates: &[usize]) -> Vec<usize> {
    let alike = |c: &usize| words[*c].intersection(&words[at]).count() >= 2;
    let near = candidates.iter().copied().filter(alike).take(1);
    let mut chosen: Vec<usize> = near.collect();
    if chosen.is_empty() {
        let previous = candidates.first().copied().filter(|c| statements[*c].within.is_none() && at - c <= 2);
        chosen.extend(previous);
    }
    chosen
}
