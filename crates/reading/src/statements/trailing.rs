//! What hangs on the last words of a content and was cut off at the comma: a relative clause, an apposition, `including
//! …`, `with … following`, a second clause with `that`.

use super::pieces::trim;
use super::proposal::Proposal;
use super::quoted::Quotes;
use crate::Context;
use crate::lexicons::cues::Strength;
use sayso_language::{Deprel, Tokens, Upos, Xpos};

/// How many such ends a content may have.
const ENDS: usize = 3;

/// Lengthens the last piece of a content told behind its cue to the end of what hangs on it.
pub(super) fn complete(context: &Context, quotes: &Quotes, found: &mut Proposal) {
    let cue = found.head;
    let sure = found.row.is_some_and(|row| row.strength == Strength::Sure);
    let Some(piece) = found.content.last_mut().filter(|piece| piece.start > cue) else { return };
    // Words in quotation marks end where the marks do. A noun alone is the matter of what was said, and the article tells
    // of it: `blamed the ministry, which kept silent`.
    let quoted = |at: u32| quotes.outermost(at, cue).is_some();
    let clausal = piece.iter().any(|at| matches!(context.analysis.token(at).upos, Upos::Verb | Upos::Aux));
    if piece.is_empty() || !clausal || quoted(piece.start) && quoted(piece.end - 1) {
        return;
    }
    for _ in 0..ENDS {
        let Some(end) = hanging(context, *piece, cue, sure) else { return };
        *piece = trim(context, Tokens::new(piece.start, end));
    }
}

/// The end of what follows the piece behind a comma and hangs on it.
fn hanging(context: &Context, piece: Tokens, cue: u32, sure: bool) -> Option<u32> {
    let analysis = context.analysis;
    let sentence = analysis.sentence_of(piece.end - 1).tokens;
    let next = piece.end + 1;
    if next + 1 >= sentence.end || context.form(piece.end) != "," {
        return None;
    }
    let token = analysis.token(next);
    let is = |at: u32, word: &str| context.form(at).eq_ignore_ascii_case(word);
    // The whole phrase or clause that begins there.
    let begins = |at: &u32| analysis.subtree(*at).start == next;
    let head = analysis.ancestors(next).take(12).take_while(begins).last().or_else(|| Some(next).filter(begins));
    let tied = head.map(|head| analysis.token(head).head);
    let on_piece = tied.is_some_and(|above| piece.contains(above));
    let whole = head.map(|head| analysis.subtree(head).end).filter(|end| *end <= sentence.end);
    let relative = matches!(token.xpos, Xpos::Wdt | Xpos::Wp | Xpos::Wps) || is(next, "where");
    let noun =
        matches!(analysis.token(piece.end - 1).upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Pron | Upos::Punct);
    if relative && noun {
        return if on_piece { whole } else { Some(sentence.end).filter(|_| sure && tied == Some(cue)) };
    }
    if (is(next, "and") || is(next, "but")) && is(next + 1, "that") && token.deprel == Deprel::Cc {
        return Some(analysis.subtree(token.head).end).filter(|end| *end > next && *end <= sentence.end);
    }
    let apposed = head.is_some_and(|head| analysis.token(head).deprel == Deprel::Appos);
    if on_piece && (apposed && token.upos == Upos::Det || is(next, "including")) {
        return whole;
    }
    let goes_on = is(next, "with")
        && sure
        && (next..sentence.end).any(|at| matches!(analysis.token(at).xpos, Xpos::Vbg | Xpos::Vbn));
    goes_on.then_some(sentence.end)
}
