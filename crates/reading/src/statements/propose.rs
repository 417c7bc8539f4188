//! From the words of the cue lexicon to attributions with source and content.

use super::frames;
use super::grammar::{doer, phrase};
use super::marked;
use super::nominal;
use super::pieces::{all_without, count, covers, shared, tidy};
use super::proposal::Proposal;
use super::quoted::{Beside, Quotes, follow_on, join};
use crate::Context;
use crate::lexicons::cues::{CueClass, CueRow, Frame, Strength};
use sayso_language::{Deprel, Tokens, Upos, Xpos};

/// Attributions by the rules, in no particular order.
pub(super) fn all<'l>(context: &Context<'l>, quotes: &Quotes) -> Vec<Proposal<'l>> {
    let mut found: Vec<Proposal<'l>> = Vec::new();
    for at in 0..context.analysis.len() {
        found.extend(at_word(context, quotes, at));
    }
    found.extend(marked::all(context, quotes));
    let mut owner = claim(context, quotes, &mut found);
    follow_on(context, quotes, &mut found, &mut owner);
    for proposal in &mut found {
        finish(context, proposal);
    }
    found.retain(|p| !p.content.is_empty());
    drop_repeated(&mut found);
    found
}

/// What the word at `at` proposes.
fn at_word<'l>(context: &Context<'l>, quotes: &Quotes, at: u32) -> Option<Proposal<'l>> {
    let analysis = context.analysis;
    let cues = &context.lexicons.cues;
    let token = analysis.token(at);
    let lemma = analysis.lemma(at);
    let rows = |class| cues.rows(lemma, class);
    match token.upos {
        Upos::Verb if matches!(token.deprel, Deprel::Case | Deprel::Fixed) => preposition(context, at),
        Upos::Verb | Upos::Aux | Upos::Adj | Upos::Noun | Upos::Adp | Upos::Adv => {
            if context.form(at).eq_ignore_ascii_case("according") {
                return preposition(context, at);
            }
            let verb = || match token.xpos {
                Xpos::Vb | Xpos::Vbd | Xpos::Vbg | Xpos::Vbn | Xpos::Vbp | Xpos::Vbz => {
                    rows(CueClass::Verb).iter().find_map(|row| verb(context, quotes, at, row))
                }
                _ => None,
            };
            let adjective = || {
                let describes = matches!(token.upos, Upos::Adj | Upos::Verb);
                let mut rows = rows(CueClass::Adjective).iter().filter(|_| describes);
                rows.find_map(|row| nominal::adjective(context, at, row))
            };
            let noun = || {
                let mut rows = rows(CueClass::Noun).iter().filter(|_| token.upos == Upos::Noun);
                rows.find_map(|row| nominal::noun(context, at, row))
            };
            let adverb = || {
                let mut rows = rows(CueClass::Adverb).iter().filter(|r| r.strength > Strength::Weak);
                rows.find_map(|row| nominal::adverb(context, at, row))
            };
            verb().or_else(adjective).or_else(noun).or_else(adverb)
        }
        _ => None,
    }
}

fn preposition<'l>(context: &Context<'l>, at: u32) -> Option<Proposal<'l>> {
    let word = context.form(at).to_ascii_lowercase();
    let mut rows = context.lexicons.cues.rows(&word, CueClass::Preposition).iter();
    rows.find_map(|row| nominal::according(context, at, row))
}

/// What a verb proposes in one of its senses; `None` where neither clause nor quotation fits.
fn verb<'l>(context: &Context<'l>, quotes: &Quotes, at: u32, row: &'l CueRow) -> Option<Proposal<'l>> {
    let analysis = context.analysis;
    // `alleged killings`, `the said man`: a modifier reports nothing.
    if matches!(analysis.token(at).deprel, Deprel::Amod | Deprel::Compound | Deprel::Case | Deprel::Fixed) {
        return None;
    }
    let mut found = Proposal::new(at, Some(row));
    found.source_head = doer(context, at);
    found.is_certain = super::joined::partner(context, at).is_some();
    if let Some(name) = super::joined::before_brackets(context, at, found.source_head) {
        found.source_head = Some(name);
        found.is_certain = true;
    }
    nominal::source_words(context, &mut found);
    let beside = quotes.beside(context, &found);
    found.beside_quotation = beside.before.or(beside.after).is_some();
    frames::fill(context, &mut found, row);
    if found.frame == Some(Frame::Quoted) {
        found.source.clear();
        nominal::source_words(context, &mut found);
        // `the minister | as saying that …`
        for saying in found.cue.iter().filter(|c| c.start > at) {
            found.source = all_without(&found.source, analysis.subtree(saying.start));
        }
    }
    let quotable = found.beside_quotation && (row.has(Frame::Quote) || row.has(Frame::Quoted));
    let clear = match found.frame {
        Some(Frame::That | Frame::Whether | Frame::Quoted) => true,
        Some(_) => row.strength > Strength::Weak,
        None => quotable,
    };
    // A verb without anyone who does it reports only in the passive or in a clear frame: `to deny charges` is a plan.
    let spoken = found.source_head.is_some() || matches!(found.frame, Some(Frame::That | Frame::Quoted) | None);
    (clear && spoken).then_some(found)
}

/// Gives each quotation to the nearest cue that may take it, and joins it with what that cue's clause gave.
/// Returns the owner of each quotation.
fn claim(context: &Context, quotes: &Quotes, found: &mut [Proposal]) -> Vec<Option<u32>> {
    let mut owner: Vec<Option<u32>> = vec![None; context.analysis.quotations().len()];
    let mut nearest: Vec<u32> = vec![u32::MAX; owner.len()];
    let takes = |p: &Proposal| {
        p.frame == Some(Frame::Source) || p.row.is_some_and(|r| r.has(Frame::Quote) || r.has(Frame::Quoted))
    };
    let beside: Vec<Beside> =
        found.iter().map(|p| if takes(p) { quotes.beside(context, p) } else { Beside::default() }).collect();
    for ((number, proposal), beside) in (0u32..).zip(found.iter()).zip(&beside) {
        for quotation in [beside.before, beside.after].into_iter().flatten() {
            let Some(words) = quotes.get(quotation).map(|q| q.tokens) else { continue };
            let distance = if words.end <= proposal.head {
                proposal.head - words.end
            } else {
                words.start - proposal.head.min(words.start)
            };
            if let (Some(best), Some(slot)) = (nearest.get_mut(quotation as usize), owner.get_mut(quotation as usize))
                && distance < *best
            {
                *best = distance;
                *slot = Some(number);
            }
        }
    }
    for ((number, proposal), beside) in (0u32..).zip(found.iter_mut()).zip(beside) {
        let own = |q: Option<u32>| q.filter(|q| owner.get(*q as usize).copied().flatten() == Some(number));
        let beside = Beside { before: own(beside.before), after: own(beside.after) };
        let takes_quotes = takes(proposal);
        for quotation in join(quotes, proposal, beside, takes_quotes) {
            if let Some(slot) = owner.get_mut(quotation as usize) {
                slot.get_or_insert(number);
            }
        }
    }
    owner
}

/// Trims the parts, and takes the cue and its source out of the content.
fn finish(context: &Context, found: &mut Proposal) {
    let mut content = std::mem::take(&mut found.content);
    super::joined::without_partners(context, found.head, &mut content);
    content.retain(|p| !p.is_empty());
    for cue in &found.cue {
        content = all_without(&content, *cue);
    }
    // In `he was accused of lying` the source is absent; in `he says he left` the content has its own `he`.
    for source in &found.source {
        content = all_without(&content, *source);
    }
    found.content = tidy(context, content);
    found.cue = tidy_cue(&found.cue);
    if found.source.is_empty() && found.source_head.is_some() {
        found.source.extend(found.source_head.map(|h| phrase(context, h, found.head)));
    }
}

fn tidy_cue(cue: &[Tokens]) -> Vec<Tokens> {
    let mut cue = cue.to_vec();
    cue.sort_unstable();
    let mut joined: Vec<Tokens> = Vec::with_capacity(cue.len());
    for piece in cue {
        match joined.last_mut() {
            Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
            _ => joined.push(piece),
        }
    }
    joined
}

/// Of neighbours with nearly the same content (`went on | to say`) the later cue stays; it is the nearer one.
fn drop_repeated(found: &mut Vec<Proposal>) {
    found.sort_by_key(|p| p.head);
    let mut keep = vec![true; found.len()];
    for (at, pair) in found.windows(2).enumerate() {
        let [a, b] = pair else { continue };
        let same = shared(&a.content, &b.content) * 10 >= count(&a.content).max(count(&b.content)) * 9;
        let nested = covers(&a.content, b.head);
        if same && !nested && a.source_head == b.source_head {
            // `was quoted as saying`: who passed it on stands with the first.
            keep[if a.frame == Some(Frame::Quoted) { at + 1 } else { at }] = false;
        }
    }
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or(true));
}
