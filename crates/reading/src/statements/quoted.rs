//! Quotations as contents: which cue a quotation belongs to, and how far the words reach that it brings in.

use super::grammar::phrase;
use super::pieces::{count, shared};
use super::proposal::Proposal;
use crate::Context;
use crate::lexicons::cues::Frame;
use sayso_language::{Quotation, Tokens, Upos, Xpos};

/// How many tokens may stand between a cue and a quotation after it.
const REACH: u32 = 12;
/// How many tokens may stand between a quotation and the cue after it, the source's left out.
const GAP: u32 = 6;

/// The quotations of a document, by token.
pub(super) struct Quotes<'a> {
    all: &'a [Quotation],
    /// The innermost quotation around each token.
    inside: Vec<Option<u32>>,
}

/// The quotations that a cue may claim: the one that ends before it and the one that begins after it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside {
    /// It ends before the cue.
    pub(super) before: Option<u32>,
    /// It begins after the cue.
    pub(super) after: Option<u32>,
}

impl<'a> Quotes<'a> {
    pub(super) fn of(context: &Context<'a>) -> Self {
        let all = context.analysis.quotations();
        let mut inside = vec![None; context.analysis.tokens().len()];
        let mut open: Vec<u32> = Vec::new();
        let mut next = 0usize;
        for (at, slot) in (0u32..).zip(&mut inside) {
            while let Some(quotation) = all.get(next).filter(|q| q.tokens.start <= at) {
                if quotation.tokens.end > at {
                    open.push(u32::try_from(next).unwrap_or(u32::MAX));
                }
                next += 1;
            }
            while open.last().is_some_and(|q| all.get(*q as usize).is_none_or(|q| q.tokens.end <= at)) {
                open.pop();
            }
            *slot = open.last().copied();
        }
        Self { all, inside }
    }

    pub(super) fn get(&self, quotation: u32) -> Option<&'a Quotation> {
        self.all.get(quotation as usize)
    }

    /// The innermost quotation around a token.
    pub(super) fn around(&self, at: u32) -> Option<u32> {
        self.inside.get(at as usize).copied().flatten()
    }

    /// The outermost quotation around `at` that does not hold `outside`.
    pub(super) fn outermost(&self, at: u32, outside: u32) -> Option<u32> {
        let mut here = self.around(at).filter(|q| !self.holds(*q, outside))?;
        while let Some(outer) = self.get(here)?.within.filter(|q| *q < here && !self.holds(*q, outside)) {
            here = outer;
        }
        Some(here)
    }

    fn holds(&self, quotation: u32, at: u32) -> bool {
        self.get(quotation).is_some_and(|q| q.tokens.contains(at))
    }

    /// The quotations right before and after a cue, given the tokens of its source.
    pub(super) fn beside(&self, context: &Context, found: &Proposal) -> Beside {
        let before = |limit: u32| self.ending_before(context, found.head, limit);
        let passing = found.via.iter().map(|v| phrase(context, *v, found.head).start);
        let left = found.source.iter().map(|s| s.start).chain(passing).min().map_or(found.head, |s| s.min(found.head));
        Beside { before: before(left).or_else(|| before(found.head)), after: self.starting_after(context, found) }
    }

    fn ending_before(&self, context: &Context, cue: u32, limit: u32) -> Option<u32> {
        let analysis = context.analysis;
        let mut passed = 0;
        for at in (0..limit).rev() {
            if let Some(quotation) = self.outermost(at, cue) {
                let is_speech = passed > 0 || analysis.token(at).upos == Upos::Punct;
                return is_speech.then_some(quotation);
            }
            let token = analysis.token(at);
            let passes = match token.upos {
                Upos::Punct => !matches!(token.xpos, Xpos::Stop | Xpos::Openquote | Xpos::Openbracket),
                Upos::Adv | Upos::Aux | Upos::Cconj | Upos::Part => true,
                _ => false,
            };
            passed += 1;
            if !passes || passed > GAP {
                return None;
            }
        }
        None
    }

    fn starting_after(&self, context: &Context, found: &Proposal) -> Option<u32> {
        let analysis = context.analysis;
        let sentence = analysis.sentence_of(found.head).tokens;
        let from = found.head + 1;
        let first = self.all.partition_point(|q| q.tokens.start < from);
        let quotation = self.all.get(first)?;
        let open = quotation.open.unwrap_or(quotation.tokens.start);
        let colon = |at: u32| matches!(context.form(at), "," | ":");
        let near = quotation.tokens.start <= found.head + REACH || open.checked_sub(1).is_some_and(colon);
        // A colon may end the sentence of the cue: `He said:` and the quotation in a paragraph of its own.
        let same_place = quotation.tokens.start < sentence.end + 1
            || (open <= sentence.end && sentence.end.checked_sub(1).is_some_and(|at| context.form(at) == ":"));
        if !near || !same_place {
            return None;
        }
        let before = open.checked_sub(1)?;
        let led_in = before == found.head || colon(before) || found.cue.iter().any(|c| c.contains(before));
        let capital = context.form(quotation.tokens.start).chars().next().is_some_and(char::is_uppercase);
        (led_in || capital).then(|| u32::try_from(first).ok()).flatten()
    }
}

/// Joins what the clause gave with the quotations beside the cue. Returns the quotations it took.
pub(super) fn join(quotes: &Quotes, found: &mut Proposal, beside: Beside, takes_quotes: bool) -> Vec<u32> {
    let mut taken = Vec::new();
    let (before, after): (Vec<Tokens>, Vec<Tokens>) = found.content.iter().partition(|p| p.start < found.head);
    let mut content = Vec::new();
    for (pieces, quotation, is_before) in [(before, beside.before, true), (after, beside.after, false)] {
        let range = |q: u32| quotes.get(q).map(|q| (q.tokens, q.open.unwrap_or(q.tokens.start)));
        let overlapping = quotation.or_else(|| partly_quoted(quotes, &pieces, found.head));
        match overlapping.and_then(|q| Some((q, range(q)?))) {
            Some((number, (words, open))) => {
                let brought = pieces.iter().map(|p| p.start).min();
                let overlaps = shared(&pieces, &[words]) > 0;
                match brought {
                    // The clause begins before the quotation does: `that “we will fight on”`.
                    Some(start) if overlaps && start < open => {
                        let end = pieces.iter().map(|p| p.end).max().unwrap_or(words.end);
                        let close = quotes.get(number).and_then(|q| q.close).map_or(words.end, |c| c + 1);
                        content.push(Tokens::new(start, end.max(close)));
                        taken.push(number);
                    }
                    // The clause lies elsewhere: the quotation is only near.
                    Some(_) if !(overlaps || takes_quotes && is_before) => content.extend(pieces),
                    _ if takes_quotes || overlaps => {
                        content.push(words);
                        taken.push(number);
                    }
                    _ => content.extend(pieces),
                }
            }
            None => content.extend(pieces),
        }
    }
    if !taken.is_empty() && found.frame.is_none() {
        found.frame = Some(Frame::Quote);
    }
    found.content = content;
    taken
}

/// The quotation in which the pieces begin and of which they hold the most part, or that runs over their end.
fn partly_quoted(quotes: &Quotes, pieces: &[Tokens], cue: u32) -> Option<u32> {
    let first = pieces.first()?;
    let last = pieces.last()?;
    let at_start = quotes.outermost(first.start, cue).or_else(|| quotes.outermost(first.start + 1, cue));
    let runs_over = quotes
        .outermost(last.end.checked_sub(1)?, cue)
        .filter(|q| quotes.get(*q).is_some_and(|q| q.tokens.end > last.end || q.tokens.start <= first.start + 2));
    let mostly = |q: &u32| quotes.get(*q).is_some_and(|q| shared(pieces, &[q.tokens]) * 3 >= count(pieces) * 2);
    at_start.filter(mostly).or(runs_over)
}

/// Gives quotations that stand alone, in sentences of their own right after a quoted statement, to its
/// speaker: `“A,” he said. “B.”`
pub(super) fn follow_on(context: &Context, quotes: &Quotes, found: &mut [Proposal], owner: &mut [Option<u32>]) {
    let analysis = context.analysis;
    let mut last: Option<(u32, u32)> = None; // who speaks, and the sentence up to which
    for (number, quotation) in (0u32..).zip(quotes.all) {
        let slot = owner.get(number as usize).copied().flatten();
        let Some(end) = quotation.tokens.end.checked_sub(1).filter(|_| !quotation.tokens.is_empty()) else { continue };
        if let Some(speaker) = slot {
            let cue = found.get(speaker as usize).map_or(0, |p| analysis.token(p.head).sentence);
            last = Some((speaker, cue.max(analysis.token(end).sentence)));
            continue;
        }
        if quotation.within.is_some() {
            continue;
        }
        let Some((speaker, reached)) = last else { continue };
        let first = analysis.token(quotation.tokens.start).sentence;
        let open = quotation.open.unwrap_or(quotation.tokens.start);
        let close = quotation.close.map_or(quotation.tokens.end, |c| c + 1);
        let starts = analysis.sentences().get(first as usize).is_some_and(|s| open <= s.tokens.start + 1);
        let ends = analysis.sentences().get(analysis.token(end).sentence as usize);
        let ends = ends.is_some_and(|s| close + 1 >= s.tokens.end);
        let follows = starts && ends && first <= reached + 1;
        let places = (found.get_mut(speaker as usize), owner.get_mut(number as usize));
        if let (true, (Some(proposal), Some(slot))) = (follows, places) {
            proposal.content.push(quotation.tokens);
            *slot = Some(speaker);
            last = Some((speaker, analysis.token(end).sentence));
        }
    }
}
