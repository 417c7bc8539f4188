//! What the trained reader takes into account: words that may be cues, each with the words labelled for it.

use super::grammar::{is_nominal, phrase, subject};
use super::model::{Label, Labelling, RoleFeatures, Survey, Weights, cue_features, decode, role_features, window};
use super::pieces::{all_without, covers, tidy};
use super::proposal::Proposal;
use super::speaker;
use crate::Context;
use crate::lexicons::cues::{CueClass, CueRow, Frame, Strength};
use sayso_language::{Tokens, Upos};

/// The log odds from which on a word is looked at as a cue at all; the verdict falls when its parts are known.
const OPEN: f32 = -2.5;
/// The log odds from which on the labelling of the words around one cue treats another word as a cue.
pub const FLAG: f32 = 0.0;

/// An attribution that the trained reader weighs.
#[derive(Clone, Debug)]
pub struct Candidate<'l> {
    /// Log odds of the word as a cue.
    pub odds: f32,
    /// Logarithm of the chance of the labelling.
    pub path: f32,
    /// How well the content is expected to fit: chances inside it against those outside.
    pub fit: f32,
    /// The mean chance of the source's words.
    pub source_chance: f32,
    pub(super) proposal: Proposal<'l>,
}

impl Candidate<'_> {
    /// Head word of the cue.
    #[must_use]
    pub fn cue(&self) -> u32 {
        self.proposal.head
    }

    /// The tokens of source, cue and content.
    #[must_use]
    pub fn parts(&self) -> [&[Tokens]; 3] {
        [&self.proposal.source, &self.proposal.cue, &self.proposal.content]
    }
}

/// Whether the rules read an attribution of a dash or a colon.
pub(super) fn is_mark(survey: &Survey, at: u32) -> bool {
    survey.context.analysis.token(at).upos == Upos::Punct && survey.has_rule(at)
}

/// Whether a word may head a cue at all.
pub(super) fn may_head(context: &Context, weights: &Weights, at: u32) -> bool {
    let token = context.analysis.token(at);
    // `so-called`, `oft-quoted`: part of a word.
    let joined = at.checked_sub(1).is_some_and(|before| {
        context.form(before) == "-" && context.analysis.token(before).span.end == token.span.start
    });
    match token.upos {
        _ if joined => false,
        Upos::Verb => true,
        Upos::Det | Upos::Pron | Upos::Cconj | Upos::Num => false,
        _ => weights.may_head(context.form(at)),
    }
}

/// The attributions to weigh in a document, in order of their cues.
#[must_use]
pub fn candidates<'l>(context: &Context<'l>, survey: &mut Survey<'l>, weights: &Weights) -> Vec<Candidate<'l>> {
    let mut features = Vec::new();
    let mut cues: Vec<(u32, f32)> = Vec::new();
    // `was quoted as | saying`: part of the cue that says who is quoted.
    let quoting = survey.rules.iter().filter(|rule| rule.frame == Some(Frame::Quoted));
    let parts: Vec<Tokens> =
        quoting.flat_map(|rule| rule.cue.iter().filter(|part| !part.contains(rule.head))).copied().collect();
    for at in 0..context.analysis.len() {
        if may_head(context, weights, at) && !covers(&parts, at) {
            cue_features(survey, at, &mut features);
            let odds = weights.cue(&features);
            // The corpus has few of those who quote another; the rules know them.
            if odds >= OPEN || survey.rule(at).is_some_and(|r| r.frame == Some(Frame::Quoted)) || is_mark(survey, at) {
                cues.push((at, odds));
            }
        } else if is_mark(survey, at) {
            cues.push((at, OPEN));
        }
    }
    let flagged: Vec<u32> = cues.iter().filter(|c| c.1 >= FLAG).map(|c| c.0).collect();
    survey.mark_cues(&flagged);
    let mut found = Vec::with_capacity(cues.len());
    let mut roles = RoleFeatures::default();
    let mut labelling = Labelling::default();
    for (cue, odds) in cues {
        let around = window(survey, cue);
        role_features(survey, cue, around, &mut roles);
        decode(weights, &roles, (cue - around.start.min(cue)) as usize, &mut labelling);
        let proposal = build(context, survey, cue, around, &labelling.labels);
        if !proposal.content.is_empty() {
            let fit = fit_of_content(&proposal, survey, around, &labelling);
            let source_chance = fit_of_source(&proposal.source, around, &labelling);
            found.push(Candidate { odds, path: labelling.path, fit, source_chance, proposal });
        }
    }
    found
}

/// The expected share of right words among those chosen or missed.
fn fit(pieces: &[Tokens], around: Tokens, labelling: &Labelling, label: Label) -> f32 {
    let (mut right, mut all) = (0.0, 0.0);
    for (at, chances) in around.iter().zip(&labelling.chances) {
        let chance = chances[label as usize];
        if covers(pieces, at) {
            right += chance;
            all += 1.0;
        } else {
            all += chance;
        }
    }
    if all > 0.0 { right / all } else { 0.0 }
}

/// Of the content; of what the labelling gave where the clause of a sure cue reaches further.
fn fit_of_content(proposal: &Proposal, survey: &Survey, around: Tokens, labelling: &Labelling) -> f32 {
    let whole = fit(&proposal.content, around, labelling, Label::Content);
    let by_rule = survey.rule(proposal.head).is_some_and(|r| r.content == proposal.content);
    if !by_rule {
        return whole;
    }
    let labelled = around.iter().zip(&labelling.labels).filter(|(_, l)| **l == Label::Content);
    let labelled: Vec<Tokens> = labelled.map(|(at, _)| Tokens::new(at, at + 1)).collect();
    whole.max(fit(&labelled, around, labelling, Label::Content))
}

fn fit_of_source(pieces: &[Tokens], around: Tokens, labelling: &Labelling) -> f32 {
    if pieces.is_empty() {
        let none = labelling.chances.iter().map(|c| c[Label::Source as usize]).fold(0.0, f32::max);
        return 1.0 - none;
    }
    fit(pieces, around, labelling, Label::Source)
}

/// A proposal from the labels of a window.
fn build<'l>(context: &Context<'l>, survey: &Survey<'l>, cue: u32, around: Tokens, labels: &[Label]) -> Proposal<'l> {
    let rule = survey.rule(cue);
    // Signatures and turns are all form; there is nothing that a labelling could know better.
    if let Some(rule) = rule.filter(|_| is_mark(survey, cue)) {
        return rule.clone();
    }
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
    found.source = after_conjunction(context, tidy(context, runs(Label::Source)), &found.cue);
    found.source = with_subject(context, found.source, cue);
    found.source_head = head_of(context, &found.source);
    found.content = tidy(context, whole_quotations(survey, cue, runs(Label::Content)));
    found.content = inside_marks(survey, with_marks(survey, found.content));
    if let Some(rule) = rule {
        found.frame = rule.frame;
        if reaches_further(rule, &found.content)
            || found.content.is_empty() && is_clear(rule)
            || is_other_side(survey, rule, &found.content)
        {
            found.content.clone_from(&rule.content);
        }
        found.addressee = rule.addressee.filter(|a| !covers(&found.content, *a) || rule.frame.is_some());
        take_source(&mut found, rule);
    }
    speaker::take(context, &mut found);
    super::joined::without_partners(context, cue, &mut found.content);
    found.content = without_addressee(context, &found);
    found
}

/// Whether the labelling took for the content of a cue set behind a whole clause what only tells of its listener: `The
/// vote stands, an aide | told | the BBC, the channel's partner`.
fn is_other_side(survey: &Survey, rule: &Proposal, labelled: &[Tokens]) -> bool {
    let before = rule.content.iter().all(|piece| piece.end <= rule.head);
    let after = labelled.iter().all(|piece| piece.start > rule.head);
    let spoken = labelled.iter().any(|piece| survey.quotes.outermost(piece.start, rule.head).is_some());
    let clausal = labelled.iter().flat_map(|piece| piece.iter()).any(|at| {
        let upos = survey.context.analysis.token(at).upos;
        matches!(upos, Upos::Verb | Upos::Aux | Upos::Sconj)
    });
    // The listener stands between the two.
    let listener =
        super::frames::object_of(survey.context, rule.head).filter(|_| rule.row.is_some_and(|r| r.has(Frame::Told)));
    let told = listener.is_some_and(|l| l > rule.head && !covers(labelled, l));
    is_clear(rule) && told && before && after && !spoken && !clausal && !rule.content.is_empty()
}

/// `politics as Russia | has alleged`: what stands before the conjunction is of another clause, which the parser took
/// for a noun with its preposition. Not so in `outlets such as Reuters`, `a man known as Ali`.
fn after_conjunction(context: &Context, mut source: Vec<Tokens>, cue: &[Tokens]) -> Vec<Tokens> {
    let upos = |at: u32| context.analysis.token(at).upos;
    if let ([only], Some(cue)) = (&mut source[..], cue.first())
        && only.end == cue.start
    {
        let conjunction = (only.start + 1..only.end.saturating_sub(1)).rev().take(8).find(|at| {
            ["as", "while", "after", "because", "since", "although"]
                .iter()
                .any(|w| context.form(*at).eq_ignore_ascii_case(w))
                && upos(at - 1) == Upos::Noun
                && upos(at + 1) == Upos::Propn
        });
        only.start = conjunction.map_or(only.start, |at| at + 1);
    }
    source
}

/// Of several pieces the one with the cue's own subject, where that is no pronoun: `The paper … | engineers | warning`.
fn with_subject(context: &Context, source: Vec<Tokens>, cue: u32) -> Vec<Tokens> {
    let named = subject(context, cue).filter(|s| context.analysis.token(*s).upos != Upos::Pron);
    match source.iter().find(|p| named.is_some_and(|s| p.contains(s))) {
        Some(own) if source.len() > 1 => vec![*own],
        _ => source,
    }
}

/// The source where the rules know better: of one who is quoted by another, which the corpus does not mark; where the
/// labelling found none though the verb has a subject; and where it ran over the subject's borders.
fn take_source<'l>(found: &mut Proposal<'l>, rule: &Proposal<'l>) {
    let Some(head) = rule.source_head else { return };
    let sure = rule.row.is_some_and(|r| r.strength == Strength::Sure);
    let clear = match rule.frame {
        Some(Frame::That | Frame::Quote) => sure,
        Some(Frame::Whether) => true,
        _ => false,
    };
    let missing = found.source.is_empty() && clear;
    let runs_over = covers(&found.source, head) && found.source_head != Some(head) && !rule.is_certain;
    if rule.frame == Some(Frame::Quoted) {
        found.via.clone_from(&rule.via);
        found.cue.clone_from(&rule.cue);
        if !rule.content.is_empty() {
            found.content.clone_from(&rule.content);
        }
    } else if !(missing || runs_over || rule.is_certain && !covers(&found.source, head)) {
        return;
    }
    found.source.clone_from(&rule.source);
    found.source_head = Some(head);
}

/// The content without the one to whom it was said: `warned | the envoy | that …`, `“…?” she asked | the officer`.
fn without_addressee(context: &Context, found: &Proposal) -> Vec<Tokens> {
    let clausal = matches!(found.frame, None | Some(Frame::That | Frame::Whether | Frame::Quote | Frame::Obj));
    let told = found.row.is_some_and(|r| r.has(Frame::Told));
    let listener = found.addressee.or_else(|| super::frames::object_of(context, found.head));
    let Some(listener) = listener.filter(|l| clausal && told && *l > found.head && covers(&found.content, *l)) else {
        return found.content.clone();
    };
    let words = phrase(context, listener, found.head);
    let rest = all_without(&found.content, words);
    let keeps = rest.iter().any(|p| p.len() > 1);
    let cuts_edge = found.content.iter().any(|p| p.start == words.start || *p == words);
    if keeps && cuts_edge { tidy(context, rest) } else { found.content.clone() }
}

/// Whether the clause of a sure cue begins where the labelled content does and goes on after it: the labelling
/// stops too soon at commas (`that Lu warned the envoy to the US, | Asad Majeed, that …`).
fn reaches_further(rule: &Proposal, content: &[Tokens]) -> bool {
    let ([clause], [labelled]) = (&rule.content[..], content) else { return false };
    let sure = rule.row.is_some_and(|r| r.strength == Strength::Sure);
    sure && rule.frame == Some(Frame::That) && clause.start == labelled.start && labelled.end < clause.end
}

/// Whether the clause of a sure cue says what was said.
fn is_clear(rule: &Proposal) -> bool {
    rule.frame == Some(Frame::That) && rule.row.is_some_and(|r| r.strength == Strength::Sure)
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
pub(super) fn head_of(context: &Context, pieces: &[Tokens]) -> Option<u32> {
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

/// Pieces that hold the begin of a quotation up to the end of one of its sentences reach to its end: the speaker
/// does not change in the middle.
fn whole_quotations(survey: &Survey, cue: u32, mut pieces: Vec<Tokens>) -> Vec<Tokens> {
    for piece in &mut pieces {
        let Some(last) = piece.end.checked_sub(1) else { continue };
        let around = survey.quotes.outermost(last, cue).and_then(|q| survey.quotes.get(q));
        let Some(quotation) = around.filter(|q| q.tokens.end > piece.end) else { continue };
        let begun = piece.start <= quotation.tokens.start + 1;
        let sentence = survey.context.analysis.sentence_of(last).tokens;
        let most = (piece.end - piece.start.max(quotation.tokens.start)) * 5 >= quotation.tokens.len() * 3;
        if begun && (most || sentence.end <= piece.end + 1) {
            piece.end = quotation.tokens.end;
        }
    }
    pieces
}

/// Pieces that hold a quotation to its last word, but not its closing mark, get the mark.
fn with_marks(survey: &Survey, mut pieces: Vec<Tokens>) -> Vec<Tokens> {
    for piece in &mut pieces {
        let around = piece.end.checked_sub(1).and_then(|last| survey.quotes.around(last));
        let Some(quotation) = around.and_then(|q| survey.quotes.get(q)) else { continue };
        let opens = quotation.open.is_some_and(|o| piece.contains(o) && o > piece.start);
        if opens && quotation.close == Some(piece.end) {
            piece.end += 1;
        }
    }
    pieces
}

/// Pieces that are a whole quotation lose its marks: the content is what stands inside.
fn inside_marks(survey: &Survey, pieces: Vec<Tokens>) -> Vec<Tokens> {
    let inside = |piece: Tokens| {
        let words = survey.quotes.around(piece.start + 1).or_else(|| survey.quotes.around(piece.start))?;
        let quotation = survey.quotes.get(words)?;
        let starts = quotation.open == Some(piece.start) || quotation.tokens.start == piece.start;
        let mut left = piece.end..quotation.tokens.end;
        let ends = quotation.tokens.end == piece.end
            || quotation.close.is_some_and(|close| {
                close + 1 == piece.end
                    || (piece.end <= close && left.all(|at| survey.context.analysis.token(at).upos == Upos::Punct))
            });
        (starts && ends).then_some(quotation.tokens)
    };
    pieces.into_iter().map(|p| inside(p).unwrap_or(p)).collect()
}
