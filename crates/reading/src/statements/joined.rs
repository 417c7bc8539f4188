//! Verbs that the parser hung on the wrong clause of a long sentence: `The king | said that peace will come and |
//! vowed …`, `The war will go on, | an envoy told | reporters`.

use super::grammar::subject;
use super::proposal::Proposal;
use crate::Context;
use crate::lexicons::cues::{Frame, Strength};
use sayso_language::{Deprel, Tokens, Upos, Xpos};

/// How far up the tree the verb is looked for that a joined one goes with.
const CLIMB: usize = 8;

/// How many words brackets between a speaker and the verb may hold.
const BRACKETS: u32 = 6;

/// The verb of saying that a joined one goes with, where the parser joined it to a verb inside of what is said: the two
/// stand in one tense, and the verb between them in another.
pub(super) fn partner(context: &Context, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    let token = analysis.token(verb);
    if token.deprel != Deprel::Conj || !reports(context, verb) || analysis.child(verb, Deprel::Cc).is_none() {
        return None;
    }
    let own = tense(context, verb)?;
    let host = token.head;
    if host > verb || tense(context, host) == Some(own) || subject(context, verb).is_some() {
        return None;
    }
    let above = analysis.ancestors(host).take(CLIMB);
    above.take_while(|a| *a < verb).find(|a| tense(context, *a) == Some(own) && reports(context, *a))
}

/// The content of `cue` without what is joined to the cue itself.
pub(super) fn without_partners(context: &Context, cue: u32, content: &mut [Tokens]) {
    let analysis = context.analysis;
    for piece in content.iter_mut().filter(|piece| piece.start > cue) {
        let joined = piece.iter().find(|at| {
            analysis.token(*at).deprel == Deprel::Conj && *at > piece.start && partner(context, *at) == Some(cue)
        });
        let and = joined.and_then(|at| analysis.child(at, Deprel::Cc));
        piece.end = and.filter(|and| *and > piece.start).unwrap_or(piece.end);
    }
}

/// Whether the verb is set beside a whole clause with nothing but a comma: no list does without its `and`.
pub(super) fn is_spliced(context: &Context, found: &Proposal) -> bool {
    let analysis = context.analysis;
    let cue = found.head;
    let token = analysis.token(cue);
    let sure = found.row.is_some_and(|row| row.strength == Strength::Sure && row.has(Frame::That));
    let own = analysis.subtree(cue);
    // `…, | which | reported the story`, `…, others | vow | revenge` say something of their own.
    let speaker = subject(context, cue).filter(|s| *s < cue);
    let relative = speaker.is_none_or(|s| {
        let mut words = analysis.subtree(s).iter();
        words.any(|at| matches!(analysis.token(at).xpos, Xpos::Wdt | Xpos::Wp))
    });
    let told = found.row.is_some_and(|row| row.has(Frame::Told));
    let tells = !told && analysis.child(cue, Deprel::Obj).is_some();
    sure && !relative && !tells && token.deprel == Deprel::Conj
        && token.head < own.start
        && analysis.child(cue, Deprel::Cc).is_none()
        && analysis.child(cue, Deprel::Ccomp).is_none()
        // What ends in a quotation mark is found as a quotation.
        && analysis.token(own.start).xpos != Xpos::Closequote
        && own.start.checked_sub(1).is_some_and(|before| context.form(before) == ",")
}

/// The name with brackets behind it that stands right before a verb, where the parser gave the verb another subject:
/// `Three months after Contoso (CTS) | confirmed …`.
pub(super) fn before_brackets(context: &Context, verb: u32, known: Option<u32>) -> Option<u32> {
    let analysis = context.analysis;
    let sentence = analysis.sentence_of(verb).tokens;
    let close = verb.checked_sub(1).filter(|at| analysis.token(*at).xpos == Xpos::Closebracket)?;
    let first = sentence.start.max(close.saturating_sub(BRACKETS));
    let open = (first..close).rev().find(|at| analysis.token(*at).xpos == Xpos::Openbracket)?;
    let name = open.checked_sub(1).filter(|at| *at >= sentence.start && analysis.token(*at).upos == Upos::Propn)?;
    // A subject of the verb's own that is no further away knows better.
    if known.is_some_and(|own| analysis.subtree(own).contains(name) || own > name) {
        return None;
    }
    let above = analysis.ancestors(name).take(CLIMB);
    let within = |at: &u32| *at < open && analysis.token(*at).upos == Upos::Propn && analysis.subtree(*at).end >= open;
    above.take_while(within).last().or(Some(name))
}

fn reports(context: &Context, at: u32) -> bool {
    let analysis = context.analysis;
    analysis.token(at).upos == Upos::Verb && context.lexicons.cues.is_reporting(analysis.lemma(at))
}

/// The form of the finite word of a verb's or predicate's clause: its own, or that of its first auxiliary.
fn tense(context: &Context, at: u32) -> Option<Xpos> {
    let analysis = context.analysis;
    let helps = |c: &u32| matches!(analysis.token(*c).deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop);
    let first = analysis.children(at).iter().copied().find(helps).unwrap_or(at);
    let xpos = analysis.token(first).xpos;
    matches!(xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md).then_some(xpos)
}
