//! When an event happened: by the time expression that dates its words, else on the day of publication where
//! the words tell it as news.

use crate::Context;
use crate::draft::Timex;
use crate::times::anchor;
use sayso_language::{Deprel, Upos, Xpos};
use sayso_record::Basis;

/// How far up the tree a date is looked for.
const STEPS: usize = 4;

/// The time of what `head` tells of, and what that rests on.
pub(super) fn when(context: &Context, times: &[Timex], head: u32) -> (Option<usize>, Option<Basis>) {
    let analysis = context.analysis;
    let mut here = head;
    for _ in 0..STEPS {
        if let Some((time, basis)) = anchor(context, times, here) {
            return (Some(time), Some(basis));
        }
        if let Some(time) = apposed(context, times, here).or_else(|| beside(context, times, here)) {
            return (Some(time), Some(Basis::Stated));
        }
        // What dates the verb dates its objects and what it controls, not what is said in a clause below it.
        let token = analysis.token(here);
        let shared = matches!(
            token.deprel,
            Deprel::Obj | Deprel::Xcomp | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl | Deprel::Conj
        );
        if token.head == here || !shared {
            break;
        }
        here = token.head;
    }
    if is_news(context, head) { (None, Some(Basis::Publication)) } else { (None, None) }
}

/// `on May 5, the day when they met`: the time that the noun above a relative clause stands beside.
fn apposed(context: &Context, times: &[Timex], at: u32) -> Option<usize> {
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
fn beside(context: &Context, times: &[Timex], at: u32) -> Option<usize> {
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

/// Whether a verb tells news: in the past, the present or the present perfect, not in the past perfect, and
/// neither in the future nor of what might be.
fn is_news(context: &Context, head: u32) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(head);
    let auxiliaries = analysis
        .children(head)
        .iter()
        .take(64)
        .filter(|c| matches!(analysis.token(**c).deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop));
    let mut finite = matches!(token.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    for &auxiliary in auxiliaries {
        let is_had = analysis.lemma(auxiliary) == "have" && analysis.token(auxiliary).xpos == Xpos::Vbd;
        if is_had || analysis.token(auxiliary).xpos == Xpos::Md {
            return false;
        }
        finite |= matches!(analysis.token(auxiliary).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
    }
    let plain = matches!(token.deprel, Deprel::Root | Deprel::Conj | Deprel::Parataxis | Deprel::Ccomp);
    finite && plain
}
