//! When a happening took place: by the time expression that dates its words ([`anchor`]), by another happening that
//! the text dates ([`through`]), else on the day of publication where the words tell it as news. What is told as
//! background has no date but a stated one.

use super::anchor::{anchor, apposed, beside, in_clause, opening};
use super::through::through;
use crate::Context;
use crate::draft::{Timex, When};
use sayso_language::{Deprel, Xpos};
use sayso_record::Basis;

/// How far up the tree a date is looked for.
const STEPS: usize = 4;

/// When that took place which the word `head` tells of.
pub(crate) fn when(context: &Context, times: &[Timex], head: u32) -> When {
    if let Some(time) = stated(context, times, head) {
        let days = times.get(time).and_then(|t| t.days);
        return When { time: Some(time), days, basis: Some(Basis::Stated) };
    }
    through(context, times, head).unwrap_or_else(|| assumed(context, head))
}

/// The time expression that dates `head`, if any: first the one that grammar gives it, else any of its clause.
pub(super) fn stated(context: &Context, times: &[Timex], head: u32) -> Option<usize> {
    let by_tree = by_grammar(context, times, head).or_else(|| in_clause(context, times, head));
    by_tree.or_else(|| opening(context, times, head))
}

fn by_grammar(context: &Context, times: &[Timex], head: u32) -> Option<usize> {
    let analysis = context.analysis;
    let mut here = head;
    for _ in 0..STEPS {
        let found = anchor(context, times, here);
        let found = found.or_else(|| apposed(context, times, here)).or_else(|| beside(context, times, here));
        if found.is_some() {
            return found;
        }
        // What dates the verb dates its objects and what it controls, not what is said in a clause below it.
        let token = analysis.token(here);
        let shared = matches!(
            token.deprel,
            Deprel::Obj | Deprel::Xcomp | Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obl | Deprel::Conj
        );
        if token.head == here || !shared {
            return None;
        }
        here = token.head;
    }
    None
}

/// The day of publication for what is told as news; no date for anything else.
pub(crate) fn assumed(context: &Context, head: u32) -> When {
    match context.document.date {
        Some(day) if is_news(context, head) => {
            When { time: None, days: Some((day, day)), basis: Some(Basis::Publication) }
        }
        _ => When::default(),
    }
}

/// Whether a verb tells news: in the past, the present or the present perfect, not in the past perfect, and
/// neither in the future nor of what might be.
fn is_news(context: &Context, head: u32) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(head);
    // `accusing them of lies` is told with the verb that it goes with.
    if token.xpos == Xpos::Vbg && token.deprel == Deprel::Advcl && token.head != head {
        return is_told(context, token.head);
    }
    is_told(context, head)
}

fn is_told(context: &Context, head: u32) -> bool {
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
    let plain = match token.deprel {
        Deprel::Root | Deprel::Conj | Deprel::Parataxis | Deprel::Ccomp => true,
        // An open complement is not finite: the parser erred, and no subordinator says otherwise.
        Deprel::Xcomp => true,
        // `as` and `while` set two pieces of news side by side; `when`, `after`, `because` tell what was before.
        Deprel::Advcl => {
            let marks = analysis.children(head).iter().take(64).filter(|c| analysis.token(**c).deprel == Deprel::Mark);
            marks.into_iter().any(|c| matches!(analysis.lemma(*c), "as" | "while" | "though" | "although"))
        }
        _ => false,
    };
    finite && plain
}
