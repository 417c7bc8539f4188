//! Attributions that stand beside one another in a sentence: the one says where the other ends, or whose it is.

use super::pieces::{covers, trim};
use super::proposal::Proposal;
use crate::Context;
use crate::draft::Actors;
use crate::lexicons::cues::Frame;
use sayso_language::{Tokens, Upos, Xpos};

/// How many attributions before and after one are looked at.
const NEAR: usize = 8;

/// Mends what one attribution of a sentence knows of the other; `found` is in order of the cues.
pub(super) fn settle(context: &Context, actors: &Actors, found: &mut [Proposal]) {
    for at in 0..found.len() {
        share_speaker(context, found, at);
        pass_on(context, actors, found, at);
    }
}

/// `“No,” said | Ruiz, | referring to …`: the participle behind a speaker is the speaker's.
fn share_speaker(context: &Context, found: &mut [Proposal], at: usize) {
    let analysis = context.analysis;
    let Some(own) = found.get(at).filter(|p| p.source.is_empty()) else { return };
    let cue = own.cue.iter().map(|c| c.start).min().unwrap_or(own.head);
    if analysis.token(own.head).xpos != Xpos::Vbg {
        return;
    }
    let Some(comma) = cue.checked_sub(1).filter(|c| context.form(*c) == ",") else { return };
    let speaks = |p: &&Proposal| p.source.last().is_some_and(|words| words.end == comma) && p.head < cue;
    let speaker = found[at.saturating_sub(NEAR)..at].iter().rev().find(speaks);
    let Some((source, head)) = speaker.map(|p| (p.source.clone(), p.source_head)) else { return };
    if let Some(own) = found.get_mut(at) {
        own.source = source;
        own.source_head = head;
    }
}

/// `Ruiz said that nobody will go, | according to news agency PTI`: what Ruiz said ends before the phrase, and an agency
/// or paper passed it on.
fn pass_on(context: &Context, actors: &Actors, found: &mut [Proposal], at: usize) {
    let Some(outer) = found.get(at).filter(|p| p.frame == Some(Frame::Source)) else { return };
    let (Some(first), Some(last)) = (outer.cue.first().copied(), outer.source.last().copied()) else { return };
    let passes = outer.source_head.filter(|head| is_medium(actors, *head));
    let said = outer.content.clone();
    let near = at.saturating_sub(NEAR)..(at + NEAR).min(found.len());
    let outer_head = outer.head;
    for inner in found[near].iter_mut().filter(|p| p.head != outer_head && covers(&said, p.head)) {
        // Words in quotation marks may hold an `according to` of their own.
        let held = |piece: &&mut Tokens| {
            piece.contains(outer_head) && piece.start > inner.head && only_marks(context, last.end, piece.end)
        };
        let Some(piece) = inner.content.iter_mut().find(held) else { continue };
        *piece = trim(context, Tokens::new(piece.start, first.start));
        inner.via.extend(passes);
    }
    for proposal in found.iter_mut().skip(at.saturating_sub(NEAR)).take(2 * NEAR) {
        proposal.content.retain(|piece| !piece.is_empty());
    }
}

fn is_medium(actors: &Actors, head: u32) -> bool {
    let actor = actors.headed_by(head).and_then(|a| actors.list.get(a));
    actor.and_then(|a| a.code.as_deref()).is_some_and(|code| code.contains("MED"))
}

fn only_marks(context: &Context, from: u32, end: u32) -> bool {
    (from..end.max(from)).all(|at| context.analysis.token(at).upos == Upos::Punct)
}
