//! Attributions by the trained reader: cues that weigh enough, each with the words labelled for it.

use super::grammar::is_nominal;
use super::model::{Label, RoleFeatures, Survey, Weights, cue_features, decode, role_features, window};
use super::pieces::{count, covers, shared, tidy};
use super::proposal::Proposal;
use crate::Context;
use crate::lexicons::cues::{CueClass, CueRow, Frame, Strength};
use sayso_language::{Tokens, Upos};

/// A cue that the model found, with its log odds.
#[derive(Clone, Copy, Debug)]
struct Weighed {
    at: u32,
    odds: f32,
}

/// Whether a word may head a cue at all.
pub(super) fn may_head(context: &Context, weights: &Weights, at: u32) -> bool {
    let token = context.analysis.token(at);
    match token.upos {
        Upos::Verb => true,
        Upos::Det | Upos::Pron | Upos::Cconj | Upos::Num => false,
        _ => weights.may_head(context.form(at)),
    }
}

/// The attributions of a document, in order of their cues.
pub(super) fn all<'l>(context: &Context<'l>, survey: &mut Survey<'l>, weights: &Weights) -> Vec<Proposal<'l>> {
    let mut features = Vec::new();
    let mut cues: Vec<Weighed> = Vec::new();
    for at in 0..context.analysis.len() {
        if may_head(context, weights, at) {
            cue_features(survey, at, &mut features);
            let odds = weights.cue(&features);
            if odds >= weights.threshold() - leniency(survey, at) {
                cues.push(Weighed { at, odds });
            }
        }
    }
    let heads: Vec<u32> = cues.iter().map(|c| c.at).collect();
    survey.mark_cues(&heads);
    let mut found: Vec<(f32, Proposal<'l>)> = Vec::new();
    let mut roles = RoleFeatures::default();
    let mut labels = Vec::new();
    for cue in cues {
        let around = window(survey, cue.at);
        role_features(survey, cue.at, around, &mut roles);
        decode(weights, &roles, (cue.at - around.start.min(cue.at)) as usize, &mut labels);
        let proposal = build(context, survey, cue.at, around, &labels);
        if !proposal.content.is_empty() {
            found.push((cue.odds, proposal));
        }
    }
    settle(survey, found)
}

/// How much less a cue of which the lexicon is sure, in a clear frame, needs to weigh.
fn leniency(survey: &Survey, cue: u32) -> f32 {
    let clear = |f: Option<Frame>| matches!(f, Some(Frame::That | Frame::Quote | Frame::Quoted | Frame::ObjOf));
    let sure = |r: &CueRow| r.strength == Strength::Sure;
    let rule = survey.rule(cue).filter(|r| r.source_head.is_some() && clear(r.frame) && r.row.is_some_and(sure));
    if rule.is_some() { 0.7 } else { 0.0 }
}

/// A proposal from the labels of a window.
fn build<'l>(context: &Context<'l>, survey: &Survey<'l>, cue: u32, around: Tokens, labels: &[Label]) -> Proposal<'l> {
    let rule = survey.rule(cue);
    let row = rule.and_then(|r| r.row).or_else(|| row_of(context, cue));
    let mut found = Proposal::new(cue, row);
    let runs = |wanted: Label| {
        let mut runs: Vec<Tokens> = Vec::new();
        for (at, label) in around.iter().zip(labels) {
            if *label == wanted {
                match runs.last_mut() {
                    Some(last) if last.end == at => last.end = at + 1,
                    _ => runs.push(Tokens::new(at, at + 1)),
                }
            }
        }
        runs
    };
    found.cue = tidy(context, runs(Label::Cue));
    if !covers(&found.cue, cue) {
        found.cue = vec![Tokens::new(cue, cue + 1)];
    }
    found.source = tidy(context, runs(Label::Source));
    found.source_head = head_of(context, &found.source);
    found.content = inside_marks(survey, tidy(context, runs(Label::Content)));
    if let Some(rule) = rule {
        found.frame = rule.frame;
        if reaches_further(rule, &found.content) {
            found.content.clone_from(&rule.content);
        }
        found.addressee = rule.addressee.filter(|a| !covers(&found.content, *a) || rule.frame.is_some());
        if !rule.via.is_empty() {
            found.via.clone_from(&rule.via);
            found.source.clone_from(&rule.source);
            found.source_head = rule.source_head;
        }
    }
    found
}

/// Whether the clause of a sure cue begins where the labelled content does and goes on after it: the labelling
/// stops too soon at commas (`that Lu warned the envoy to the US, | Asad Majeed, that …`).
fn reaches_further(rule: &Proposal, content: &[Tokens]) -> bool {
    let ([clause], [labelled]) = (&rule.content[..], content) else { return false };
    let sure = rule.row.is_some_and(|r| r.strength == Strength::Sure);
    sure && rule.frame == Some(Frame::That) && clause.start == labelled.start && labelled.end < clause.end
}

fn row_of<'l>(context: &Context<'l>, cue: u32) -> Option<&'l CueRow> {
    let lemma = context.analysis.lemma(cue);
    let rows = |class| context.lexicons.cues.rows(lemma, class).first();
    let first = match context.analysis.token(cue).upos {
        Upos::Noun => CueClass::Noun,
        Upos::Adj => CueClass::Adjective,
        _ => CueClass::Verb,
    };
    let word = context.form(cue).to_ascii_lowercase();
    rows(first)
        .or_else(|| context.lexicons.cues.rows(&word, CueClass::Preposition).first())
        .or_else(|| [CueClass::Verb, CueClass::Adjective, CueClass::Noun].into_iter().find_map(rows))
}

/// The head word of a phrase in pieces: of its first piece, where that has a noun.
fn head_of(context: &Context, pieces: &[Tokens]) -> Option<u32> {
    let first = *pieces.first()?;
    let analysis = context.analysis;
    let heads = first.iter().filter(|at| analysis.is_root(*at) || !first.contains(analysis.token(*at).head));
    let (mut best, mut any) = (None, None);
    for at in heads {
        any = any.or(Some(at));
        if best.is_none() && is_nominal(context, at) {
            best = Some(at);
        }
    }
    best.or(any)
}

/// Pieces that are a whole quotation lose its marks: the content is what stands inside.
fn inside_marks(survey: &Survey, pieces: Vec<Tokens>) -> Vec<Tokens> {
    let inside = |piece: Tokens| {
        let words = survey.quotes.around(piece.start + 1).or_else(|| survey.quotes.around(piece.start))?;
        let quotation = survey.quotes.get(words)?;
        let starts = quotation.open == Some(piece.start) || quotation.tokens.start == piece.start;
        let ends =
            quotation.close.is_some_and(|c| c + 1 == piece.end || c == piece.end) || quotation.tokens.end == piece.end;
        (starts && ends).then_some(quotation.tokens)
    };
    pieces.into_iter().map(|p| inside(p).unwrap_or(p)).collect()
}

/// Takes out what is said twice: cues inside another cue, cues that claim the words of a surer cue. Cues inside
/// another's content stay where the lexicon is sure of them: they are what the other reports.
fn settle<'l>(survey: &Survey, found: Vec<(f32, Proposal<'l>)>) -> Vec<Proposal<'l>> {
    let mut keep = vec![true; found.len()];
    for at in 0..found.len() {
        for other in at + 1..found.len().min(at + 6) {
            let (Some((a_odds, a)), Some((b_odds, b))) = (found.get(at), found.get(other)) else { continue };
            if !keep[at] || !keep[other] {
                continue;
            }
            let nested = covers(&a.content, b.head) || covers(&b.content, a.head);
            let one_cue = covers(&a.cue, b.head) || covers(&b.cue, a.head);
            let common = shared(&a.content, &b.content);
            let same = common * 2 > count(&a.content).max(count(&b.content));
            if one_cue || (same && !nested) {
                let loser = if a_odds >= b_odds { other } else { at };
                keep[loser] = false;
            }
        }
    }
    let kept: Vec<(f32, Proposal<'l>)> = found.into_iter().zip(keep).filter(|(_, k)| *k).map(|(f, _)| f).collect();
    let reported: Vec<bool> = (0..kept.len()).map(|at| is_reported(&kept, at)).collect();
    // The corpus marks outermost attributions only, so what the model says of the inner ones is a guess; only
    // those with a clear clause, told in the article's own words, make a chain that a reader can trust.
    let is_sure = |p: &Proposal| {
        let Some(rule) = survey.rule(p.head).filter(|r| r.source_head.is_some()) else { return false };
        let least = match rule.frame {
            Some(Frame::That | Frame::Quoted | Frame::ObjOf) => Strength::Sure,
            Some(Frame::Whether) => Strength::Likely,
            _ => return false,
        };
        survey.quotes.around(p.head).is_none() && rule.row.is_some_and(|r| r.strength >= least)
    };
    let stay = kept.into_iter().zip(reported);
    stay.filter(|((_, p), reported)| !reported || is_sure(p)).map(|((_, p), _)| p).collect()
}

/// Whether the cue stands in the content of another statement nearby.
fn is_reported(found: &[(f32, Proposal)], at: usize) -> bool {
    let Some((_, own)) = found.get(at) else { return false };
    let near = found.iter().enumerate().skip(at.saturating_sub(20)).take(40);
    near.filter(|(n, _)| *n != at).any(|(_, (_, p))| covers(&p.content, own.head) && !covers(&own.content, p.head))
}
