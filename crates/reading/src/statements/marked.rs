//! Attributions that punctuation alone makes: a quotation signed behind a dash (`“…” — Ana Ruiz`), and the turns of a
//! transcript (`RUIZ: We will not go.`). Where there is a verb, other files read it.

use super::proposal::Proposal;
use super::quoted::Quotes;
use crate::Context;
use crate::lexicons::cues::Frame;
use rustc_hash::FxHashMap;
use sayso_language::{Tokens, Upos, Xpos};

/// Most words of a speaker's name before a turn or behind a dash.
const NAME: u32 = 5;
/// Most words that may stand in a signature's paragraph behind the dash: name, town, date.
const SIGNATURE: u32 = 14;
/// How many turns make a transcript; fewer colons may be a list.
const TURNS: usize = 3;

/// The attributions of signatures and turns.
pub(super) fn all<'l>(context: &Context<'l>, quotes: &Quotes) -> Vec<Proposal<'l>> {
    let mut found: Vec<Proposal> = Vec::new();
    for at in 1..context.analysis.len() {
        if is_dash(context.form(at)) {
            found.extend(signature(context, quotes, at));
        }
    }
    let turns: Vec<Turn> = turns(context);
    if is_dialogue(context, &turns) {
        for turn in turns {
            let mut proposal = proposal(turn.colon, turn.speaker, vec![turn.words]);
            proposal.content.extend(continued(context, &turn));
            found.push(proposal);
        }
    }
    found
}

fn proposal<'l>(cue: u32, speaker: Tokens, content: Vec<Tokens>) -> Proposal<'l> {
    let mut found = Proposal::new(cue, None);
    found.frame = Some(Frame::Quote);
    found.source_head = speaker.end.checked_sub(1);
    found.source = vec![speaker];
    found.content = content;
    found
}

fn is_dash(form: &str) -> bool {
    matches!(form, "―" | "—" | "–" | "-" | "--")
}

/// The tokens of the paragraph of token `at`.
fn paragraph(context: &Context, at: u32) -> Tokens {
    let sentences = context.analysis.sentences();
    let own = context.analysis.sentence_of(at);
    let first = sentences.partition_point(|s| s.paragraph < own.paragraph);
    let past = sentences.partition_point(|s| s.paragraph <= own.paragraph);
    let start = sentences.get(first).map_or(own.tokens.start, |s| s.tokens.start);
    let end = past.checked_sub(1).and_then(|last| sentences.get(last)).map_or(own.tokens.end, |s| s.tokens.end);
    Tokens::new(start, end)
}

/// `“He lied.” — Ana Ruiz, Lima`: a quotation of whole sentences, a dash, and a name that ends the paragraph.
fn signature<'l>(context: &Context<'l>, quotes: &Quotes, dash: u32) -> Option<Proposal<'l>> {
    let analysis = context.analysis;
    let last = dash.checked_sub(1)?;
    if analysis.token(last).xpos != Xpos::Closequote {
        return None;
    }
    let number = quotes.around(last.checked_sub(1)?)?;
    let quotation = quotes.get(number).filter(|q| q.close == Some(last))?;
    let open = quotation.open.unwrap_or(quotation.tokens.start);
    let opens = analysis.sentence_of(quotation.tokens.start).tokens.start;
    let rest = paragraph(context, dash).end;
    let name = name(context, dash + 1, rest)?;
    // What follows the name tells where and when; a verb would make it a sentence that goes on.
    let plain = rest - dash <= SIGNATURE
        && (name.end..rest).all(|at| !matches!(analysis.token(at).upos, Upos::Verb | Upos::Aux | Upos::Sconj));
    (plain && open <= opens + 1).then(|| proposal(dash, name, vec![quotation.tokens]))
}

/// Words with capitals that begin at `from`, at most [`NAME`] of them.
fn name(context: &Context, from: u32, end: u32) -> Option<Tokens> {
    let mut past = from;
    while past < end && past < from + NAME && is_capital(context, past) {
        past += 1;
    }
    // A name that is longer is none.
    let ends = past == end || context.analysis.token(past).upos == Upos::Punct;
    (past > from && ends).then_some(Tokens::new(from, past))
}

fn is_capital(context: &Context, at: u32) -> bool {
    context.form(at).chars().next().is_some_and(char::is_uppercase)
}

/// A paragraph that opens with a name and a colon.
struct Turn {
    speaker: Tokens,
    colon: u32,
    words: Tokens,
    /// Whether the paragraph opens with a quotation mark, as every paragraph of a quoted transcript does.
    is_quoted: bool,
}

fn turns(context: &Context) -> Vec<Turn> {
    let analysis = context.analysis;
    let mut turns = Vec::new();
    let mut before = None;
    for sentence in analysis.sentences() {
        if before == Some(sentence.paragraph) {
            continue;
        }
        before = Some(sentence.paragraph);
        let start = sentence.tokens.start;
        let is_quoted = start < sentence.tokens.end && is_quote_mark(context, start);
        let first = start + u32::from(is_quoted);
        let colon = (first..sentence.tokens.end).take(NAME as usize + 1).find(|at| context.form(*at) == ":");
        let Some(colon) = colon.filter(|c| *c > first) else { continue };
        let end = paragraph(context, start).end;
        if colon + 2 < end && (first..colon).all(|at| is_capital(context, at) || context.form(at) == ".") {
            let words = Tokens::new(colon + 1, end);
            turns.push(Turn { speaker: Tokens::new(first, colon), colon, words, is_quoted });
        }
    }
    turns
}

fn is_quote_mark(context: &Context, at: u32) -> bool {
    matches!(context.analysis.token(at).xpos, Xpos::Openquote | Xpos::Closequote)
}

/// Whether at least two speakers take turns, and one of them speaks again.
fn is_dialogue(context: &Context, turns: &[Turn]) -> bool {
    let mut counts: FxHashMap<&str, u32> = FxHashMap::default();
    for turn in turns {
        *counts.entry(context.form(turn.colon.saturating_sub(1))).or_default() += 1;
    }
    turns.len() >= TURNS && counts.len() >= 2 && counts.values().any(|n| *n >= 2)
}

/// The further paragraphs of a turn in a quoted transcript: they open with a mark and name no speaker.
fn continued(context: &Context, turn: &Turn) -> Vec<Tokens> {
    let mut more = Vec::new();
    let mut start = turn.words.end;
    while turn.is_quoted && start < context.analysis.len() && more.len() < 8 {
        let next = paragraph(context, start);
        let speaks = (next.start..next.end).take(NAME as usize + 2).any(|at| context.form(at) == ":");
        if next.is_empty() || !is_quote_mark(context, next.start) || speaks {
            break;
        }
        more.push(next);
        start = next.end;
    }
    more
}
