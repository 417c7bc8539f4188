//! How the statements of a document bear on each other: which lies within which, which denies, supports or
//! answers an earlier one.

use super::denials::{self, Found};
use super::pieces::{count, covers};
use crate::Context;
use crate::draft::{Actors, Statement};
use crate::lexicons::cues::{CueClass, Stance};
use rustc_hash::FxHashSet;
use sayso_language::{Tokens, Upos};
use sayso_record::Basis;

/// How many statements back an answer may reach.
pub(super) const MEMORY: usize = 40;

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
        let (stance, targets) = match stance {
            Stance::Denies => match denials::find(context, actors, statements, &words, at, &candidates) {
                Found::Denied(denied) => (Stance::Denies, denied),
                Found::Refused(refused) => (Stance::Answers, refused),
            },
            Stance::Supports | Stance::Answers => (stance, about_the_same(statements, &words, at, &candidates)),
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
