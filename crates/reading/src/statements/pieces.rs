//! Token ranges as the parts of a role: joined, cut, and trimmed at their ends.

use crate::Context;
use sayso_language::{Tokens, Upos, Xpos};

/// The most tokens that one piece of a role may have. No speech of news is as long; the bound keeps work
/// linear on texts made of nothing but nested quotation marks.
const LONGEST: u32 = 4_000;

/// `whole` without the tokens of `cut`.
pub(super) fn without(whole: Tokens, cut: Tokens) -> Vec<Tokens> {
    if !whole.overlaps(cut) {
        return vec![whole];
    }
    let parts = [Tokens::new(whole.start, cut.start.max(whole.start)), Tokens::new(cut.end.min(whole.end), whole.end)];
    parts.into_iter().filter(|p| !p.is_empty()).collect()
}

/// `pieces` without the tokens of `cut`.
pub(super) fn all_without(pieces: &[Tokens], cut: Tokens) -> Vec<Tokens> {
    pieces.iter().flat_map(|p| without(*p, cut)).collect()
}

/// The pieces in text order, those that touch or overlap joined, each trimmed; empty ones are left out.
pub(super) fn tidy(context: &Context, mut pieces: Vec<Tokens>) -> Vec<Tokens> {
    pieces.sort_unstable();
    let mut joined: Vec<Tokens> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => joined.push(piece),
        }
    }
    let trimmed = joined.into_iter().map(|p| trim(context, Tokens::new(p.start, p.end.min(p.start + LONGEST))));
    trimmed.filter(|p| !p.is_empty()).collect()
}

/// Whether any piece has token `at`.
pub(super) fn covers(pieces: &[Tokens], at: u32) -> bool {
    pieces.iter().any(|p| p.contains(at))
}

/// How many tokens the two have in common.
pub(super) fn shared(a: &[Tokens], b: &[Tokens]) -> u32 {
    let common = |x: &Tokens, y: &Tokens| x.end.min(y.end).saturating_sub(x.start.max(y.start));
    a.iter().flat_map(|x| b.iter().map(move |y| common(x, y))).sum()
}

/// How many tokens there are.
pub(super) fn count(pieces: &[Tokens]) -> u32 {
    pieces.iter().map(|p| p.len()).sum()
}

/// `tokens` without punctuation at its ends; a bracket or quotation mark stays where its partner is inside,
/// and so do the marks with which a quotation ends (`Where?`).
pub(super) fn trim(context: &Context, tokens: Tokens) -> Tokens {
    let analysis = context.analysis;
    let Tokens { mut start, mut end } = tokens;
    end = end.min(analysis.len());
    while start < end && is_loose_start(context, start, end) {
        start += 1;
    }
    while start < end && is_loose_end(context, start, end - 1) {
        end -= 1;
    }
    Tokens::new(start, end)
}

fn is_loose_start(context: &Context, at: u32, end: u32) -> bool {
    let token = context.analysis.token(at);
    match token.xpos {
        Xpos::Openquote | Xpos::Openbracket => !has(context, at + 1, end, is_closing),
        _ => token.upos == Upos::Punct,
    }
}

fn is_loose_end(context: &Context, start: u32, at: u32) -> bool {
    let token = context.analysis.token(at);
    match token.xpos {
        Xpos::Closequote | Xpos::Closebracket => !has(context, start, at, is_opening),
        _ if token.upos == Upos::Punct => !ends_quotation(context, at),
        _ => false,
    }
}

/// Looks at most 400 tokens far: longer quotations are trimmed at their marks.
fn has(context: &Context, start: u32, end: u32, wanted: fn(Xpos) -> bool) -> bool {
    (start..end.min(start.saturating_add(400))).any(|at| wanted(context.analysis.token(at).xpos))
}

fn is_opening(xpos: Xpos) -> bool {
    matches!(xpos, Xpos::Openquote | Xpos::Openbracket)
}

fn is_closing(xpos: Xpos) -> bool {
    matches!(xpos, Xpos::Closequote | Xpos::Closebracket)
}

/// Whether `at` is punctuation right before a closing mark: it belongs to what is quoted.
fn ends_quotation(context: &Context, at: u32) -> bool {
    let next = context.analysis.tokens().get(at as usize + 1);
    next.is_some_and(|t| t.xpos == Xpos::Closequote)
}
