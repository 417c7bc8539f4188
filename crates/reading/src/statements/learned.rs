//! Attributions by the trained reader: of all that might be one, those whose parts together weigh enough.

use super::candidates::{Candidate, candidates, is_mark};
use super::circumstances::{is_condition, is_silence};
use super::model::{Survey, Weights, verdict_features};
use super::pieces::{count, covers, shared};
use super::proposal::Proposal;
use crate::Context;
use crate::lexicons::cues::{Frame, Strength};
use sayso_language::{Upos, Xpos};

/// An attribution with the log odds of its verdict.
pub struct Weighed<'l> {
    /// The verdict's log odds.
    pub odds: f32,
    /// The attribution.
    pub candidate: Candidate<'l>,
}

/// The attributions of a document, in order of their cues.
pub(super) fn all<'l>(context: &Context<'l>, survey: &mut Survey<'l>, weights: &Weights) -> Vec<Proposal<'l>> {
    let mut candidates = candidates(context, survey, weights);
    let no_words = |p: &Proposal| is_condition(context, p) || is_silence(context, p);
    candidates.retain(|c| !no_words(&c.proposal));
    let mut features = Vec::new();
    let verdicts: Vec<f32> = (0..candidates.len())
        .map(|which| {
            verdict_features(survey, &candidates, which, &mut features);
            weights.verdict(&features)
        })
        .collect();
    let found = candidates.into_iter().zip(verdicts).map(|(candidate, odds)| Weighed { odds, candidate }).collect();
    settle(survey, found, weights.threshold()).into_iter().map(|c| c.proposal).collect()
}

/// Keeps what weighs enough, and of two that claim the same words the weightier one; and of those told by
/// another one the ones of which the lexicon is sure, since they make a chain.
#[must_use]
pub fn settle<'l>(survey: &Survey, found: Vec<Weighed<'l>>, threshold: f32) -> Vec<Candidate<'l>> {
    let enough = |w: &Weighed| w.odds >= threshold - leniency(survey, &w.candidate.proposal);
    let mut order: Vec<usize> = (0..found.len()).filter(|at| enough(&found[*at])).collect();
    order.sort_by(|a, b| found[*b].odds.total_cmp(&found[*a].odds).then(a.cmp(b)));
    let mut keep = vec![false; found.len()];
    for at in order {
        let clashes = near(at, found.len()).any(|other| keep[other] && is_same(&found[at], &found[other]));
        keep[at] = !clashes;
    }
    // What another one tells stays out unless the rules are sure of it: then the two make a chain.
    let inner: Vec<bool> = (0..found.len()).map(|at| is_told(&found, &keep, at)).collect();
    for at in 0..found.len() {
        if inner[at] {
            let clashes = || near(at, found.len()).any(|other| keep[other] && is_same(&found[at], &found[other]));
            let odds = found[at].candidate.odds;
            let proposal = &found[at].candidate.proposal;
            let sure = odds >= TOLD && is_sure(survey, proposal)
                || is_own(survey, proposal) && odds >= if is_absolute(survey, proposal.head) { TOLD } else { PLAIN };
            let sure = sure && !reaches_out(&found, &keep, at);
            keep[at] = sure && !clashes();
        }
    }
    found.into_iter().zip(keep).filter(|(_, k)| *k).map(|(f, _)| f.candidate).collect()
}

/// The log odds as a cue that one needs which another one tells of.
const TOLD: f32 = -1.0;

/// The log odds as a cue of one that another one tells of and whose clause the rules do not read.
const PLAIN: f32 = 1.5;

/// Whether a verb that the lexicon is sure of has its own subject for a source, in the article's own words.
fn is_own(survey: &Survey, proposal: &Proposal) -> bool {
    let sure = proposal.row.is_some_and(|r| r.strength == Strength::Sure);
    let speaks = super::grammar::subject(survey.context, proposal.head);
    let own = speaks.is_some_and(|s| covers(&proposal.source, s));
    sure && own && survey.quotes.around(proposal.head).is_none()
}

/// `with officials warning of …`: a participle with its subject, set beside what another one tells.
fn is_absolute(survey: &Survey, verb: u32) -> bool {
    let context = survey.context;
    let participle = context.analysis.token(verb).xpos == Xpos::Vbg;
    participle && super::grammar::case_is(context, verb, "with")
}

/// How much less one needs to weigh that the rules read as somebody quoted by another, or as a sure cue with its clause.
fn leniency(survey: &Survey, proposal: &Proposal) -> f32 {
    if is_mark(survey, proposal.head) {
        return f32::INFINITY;
    }
    let Some(rule) = survey.rule(proposal.head).filter(|r| r.source_head.is_some()) else { return 0.0 };
    let sure = rule.row.is_some_and(|r| r.strength == Strength::Sure);
    match rule.frame {
        Some(Frame::Quoted) if sure => 3.0,
        // `Khan's claims that …`: few clauses are as clear, and the corpus leaves many of them out that lie in another's.
        Some(Frame::That) if sure && is_noun(survey, proposal.head) => 2.0,
        Some(Frame::That | Frame::ObjOf) if sure => 1.0,
        _ => 0.0,
    }
}

fn is_noun(survey: &Survey, at: u32) -> bool {
    survey.context.analysis.token(at).upos == Upos::Noun
}

fn near(at: usize, length: usize) -> impl Iterator<Item = usize> {
    (at.saturating_sub(20)..length.min(at + 21)).filter(move |other| *other != at)
}

/// Whether one that is kept tells of this one.
fn is_told(found: &[Weighed], keep: &[bool], at: usize) -> bool {
    let own = &found[at].candidate.proposal;
    let tells = |other: &Proposal| covers(&other.content, own.head) && !covers(&own.content, other.head);
    near(at, found.len()).any(|other| keep[other] && tells(&found[other].candidate.proposal))
}

/// Whether its content lies outside of what the one that tells of it says: no speaker's words end in another's.
fn reaches_out(found: &[Weighed], keep: &[bool], at: usize) -> bool {
    let own = &found[at].candidate.proposal;
    let tells = |other: &Proposal| covers(&other.content, own.head) && !covers(&own.content, other.head);
    let outside = |other: &Proposal| tells(other) && shared(&other.content, &own.content) == 0;
    near(at, found.len()).any(|other| keep[other] && outside(&found[other].candidate.proposal))
}

/// Whether two claim one cue, or the same words without one telling of the other.
fn is_same(a: &Weighed, b: &Weighed) -> bool {
    let (a, b) = (&a.candidate.proposal, &b.candidate.proposal);
    let nested = covers(&a.content, b.head) || covers(&b.content, a.head);
    let one_cue = covers(&a.cue, b.head) || covers(&b.cue, a.head);
    one_cue || (!nested && shared(&a.content, &b.content) * 2 > count(&a.content).max(count(&b.content)))
}

/// Whether the rules read a clear clause here, told in the article's own words: the corpus marks outermost
/// attributions only, so what the model says of the inner ones is a guess.
fn is_sure(survey: &Survey, proposal: &Proposal) -> bool {
    if survey.quotes.around(proposal.head).is_none() && has_clause(survey, proposal) {
        return true;
    }
    let Some(rule) = survey.rule(proposal.head).filter(|r| r.source_head.is_some()) else { return false };
    let least = match rule.frame {
        Some(Frame::That | Frame::Quoted | Frame::ObjOf) => Strength::Sure,
        Some(Frame::Whether) => Strength::Likely,
        _ => return false,
    };
    survey.quotes.around(proposal.head).is_none() && rule.row.is_some_and(|r| r.strength >= least)
}

/// Whether a sure cue has a source and a content that begins with `that`, whatever the trees say of them.
fn has_clause(survey: &Survey, proposal: &Proposal) -> bool {
    let sure = proposal.row.is_some_and(|r| r.strength == Strength::Sure && r.has(Frame::That));
    let begin = proposal.content.first().filter(|c| c.start > proposal.head);
    sure && !proposal.source.is_empty()
        && begin.is_some_and(|c| survey.context.form(c.start).eq_ignore_ascii_case("that"))
}
