//! What speaks for an attribution once its parts are known: the second look, at cue, source and content together
//! and at the attributions beside it.

use super::super::candidates::Candidate;
use super::super::grammar::{is_negated, is_passive};
use super::super::pieces::{count, covers, shared};
use super::hash::{feature, word};
use super::survey::Survey;
use sayso_language::{Tokens, Upos};

/// About how many features an attribution has.
pub const VERDICT_FEATURES: usize = 80;

/// How many attributions before and after it one is compared with.
const NEAR: usize = 16;

/// Fills `out` with the features of attribution number `which` of a document.
pub fn verdict_features(survey: &Survey, all: &[Candidate], which: usize, out: &mut Vec<u32>) {
    out.clear();
    each_verdict_feature(survey, all, which, |template, a, b| out.push(feature(template, a, b)));
}

/// Hands the features of attribution number `which` to `add`: template and two values.
pub(in crate::statements) fn each_verdict_feature(
    survey: &Survey,
    all: &[Candidate],
    which: usize,
    mut add: impl FnMut(u32, u32, u32),
) {
    let Some(own) = all.get(which) else { return };
    let context = survey.context;
    let analysis = context.analysis;
    let proposal = &own.proposal;
    let cue = proposal.head;
    let token = analysis.token(cue);
    let (lemma, xpos, deprel) = (survey.lemma_of(Some(cue)), token.xpos as u32, token.deprel as u32);
    let content = &proposal.content;

    let odds = part(own.odds, 2.0, 10);
    let fit = part(own.fit, 10.0, 10);
    let path = part(own.path, 1.0, 12);
    add(301, 0, 0);
    add(302, part(own.odds, 4.0, 24), 0);
    add(303, odds, fit);
    add(304, fit, path);
    add(305, odds, xpos);
    add(306, lemma, fit / 2);
    add(307, lemma, xpos);
    add(308, xpos, deprel);

    let source_kind = match proposal.source_head {
        None => 0,
        Some(head) if analysis.token(head).upos == Upos::Pron => 1,
        Some(head) => 2 + survey.name_of(head),
    };
    add(309, source_kind, odds);
    add(310, source_kind, xpos);
    add(311, source_kind, lemma);
    add(312, survey.lemma_of(proposal.source_head), 0);
    let middle = |at: Option<u32>| at.and_then(|a| survey.clusters.get(a as usize)).map_or(0, |c| u32::from(c.middle));
    add(313, middle(proposal.source_head), xpos);
    add(314, part(own.source_chance, 8.0, 8), source_kind);

    let length = count(content);
    let (begin, end) = (content.first().map_or(0, |c| c.start), content.last().map_or(0, |c| c.end));
    let side = match (begin < cue, end > cue) {
        (true, true) => 2,
        (true, false) => 1,
        _ => 0,
    };
    let gap = if side == 0 { begin.saturating_sub(cue) } else { cue.saturating_sub(end) };
    let pieces = u32::try_from(content.len().min(4)).unwrap_or(4);
    let size = super::hash::steps(i64::from(length));
    add(315, size, side);
    add(316, size, xpos);
    add(317, size, fit);
    add(318, gap.min(8), side * 8 + pieces);
    add(319, gap.min(8), lemma);
    add(320, side, lemma);

    let head = content.iter().max_by_key(|c| c.len()).and_then(|c| top_of(survey, *c));
    let tie = head.map_or(0, |h| {
        let hangs = analysis.token(h).head;
        let above = u32::from(hangs == cue) + 2 * u32::from(analysis.token(cue).head == h);
        1 + above * 64 + analysis.token(h).deprel as u32
    });
    let head_xpos = survey.xpos_of(head);
    add(321, tie, xpos);
    add(322, tie, lemma);
    add(323, tie, odds);
    add(324, head_xpos, tie);
    add(325, head_xpos, lemma);
    let (first, before) = (survey.form_of(Some(begin)), survey.form_of(begin.checked_sub(1)));
    add(326, first, side);
    add(327, first, lemma);
    add(328, before, side);
    add(329, survey.xpos_of(Some(begin)), survey.xpos_of(begin.checked_sub(1)));
    add(330, survey.form_of(Some(end)), side);
    let sentence = analysis.sentence_of(cue);
    let reaches_end = u32::from(end + 2 >= sentence.tokens.end);
    let reaches_begin = u32::from(begin <= sentence.tokens.start + 1);
    add(331, reaches_end * 2 + reaches_begin, side);

    let quoted = quoted_share(survey, content, cue);
    let speech = u32::from(survey.quotes.around(cue).is_some());
    add(332, quoted, side);
    add(333, quoted, lemma);
    add(334, quoted, fit);
    add(335, speech, odds);
    add(336, speech, xpos);

    let rule = survey.rule(cue);
    let frame = rule.map_or(0, |r| r.frame.map_or(1, |f| f as u32 + 2));
    let agree = rule.map_or(9, |r| {
        let common = shared(&r.content, content);
        (common * 8) / (count(&r.content) + length - common).max(1)
    });
    let strength = proposal.row.map_or(0, |r| r.strength as u32 + 1);
    let act = proposal.row.map_or(99, |r| r.act as u32);
    add(337, frame, agree);
    add(338, agree, odds);
    add(339, agree, strength);
    add(340, strength, odds);
    add(341, act, tie);
    add(342, act, source_kind);

    let mood = u32::from(is_passive(context, cue)) * 2 + u32::from(is_negated(context, cue));
    add(343, mood, xpos);
    add(344, mood, lemma);
    let words = proposal.cue.iter().flat_map(|c| c.iter()).take(8);
    let phrase = words.fold(0u32, |hash, at| hash.wrapping_mul(31) ^ survey.lemma_of(Some(at)));
    add(345, phrase, 0);
    add(346, count(&proposal.cue).min(8), xpos);
    for child in analysis.children(cue).iter().copied().take(16) {
        let relation = analysis.token(child).deprel as u32;
        if matches!(analysis.token(child).upos, Upos::Aux | Upos::Part | Upos::Sconj | Upos::Adv) {
            add(347, relation, word(context.form(child)));
        }
        add(348, relation, xpos);
    }
    let above = (token.head != cue).then_some(token.head);
    add(349, deprel, survey.lemma_of(above));
    add(350, deprel, odds);
    add(351, u32::from(sentence.paragraph == 0), odds);
    add(352, middle(Some(cue)), fit);

    // The attributions beside it: is it what another one tells, does it tell of them, do two claim the same?
    let (mut covering, mut covered, mut same, mut one_cue) = (None, None, None, None);
    let (mut coverers, mut mutual) = (0u32, 0u32);
    for (other, theirs) in all.iter().enumerate().skip(which.saturating_sub(NEAR)).take(2 * NEAR + 1) {
        if other == which {
            continue;
        }
        let (over, under) = (covers(&theirs.proposal.content, cue), covers(content, theirs.proposal.head));
        let best = |slot: &mut Option<f32>| *slot = Some(slot.map_or(theirs.odds, |s: f32| s.max(theirs.odds)));
        match (over, under) {
            (true, true) => mutual += 1,
            (true, false) => {
                best(&mut covering);
                coverers += 1;
            }
            (false, true) => best(&mut covered),
            (false, false) => {
                let common = shared(&theirs.proposal.content, content);
                if common * 2 > length.max(count(&theirs.proposal.content)) {
                    best(&mut same);
                }
            }
        }
        if covers(&theirs.proposal.cue, cue) || covers(&proposal.cue, theirs.proposal.head) {
            best(&mut one_cue);
        }
    }
    for (template, rival) in [(360, covering), (364, covered), (368, same), (372, one_cue)] {
        let step = rival.map_or(30, |r| part(r, 1.0, 8));
        let lead = rival.map_or(30, |r| part(own.odds - r, 1.0, 6));
        add(template, step, 0);
        add(template + 1, step, odds);
        add(template + 2, lead, fit / 2);
        add(template + 3, lead, xpos);
    }
    add(376, coverers.min(4), odds);
    add(377, mutual.min(3), odds);
    add(378, covering.map_or(30, |r| part(r, 1.0, 8)), tie);
    add(379, covering.map_or(30, |r| part(r, 1.0, 8)), lemma);
}

/// A number as one of `2 * most + 1` steps.
fn part(value: f32, steps: f32, most: i32) -> u32 {
    let step = (value * steps).round().clamp(-(most as f32), most as f32) as i32;
    u32::try_from(step + most).unwrap_or(0)
}

/// The word of a piece that stands highest in its tree.
fn top_of(survey: &Survey, piece: Tokens) -> Option<u32> {
    let analysis = survey.context.analysis;
    let outside = |at: &u32| analysis.is_root(*at) || !piece.contains(analysis.token(*at).head);
    piece.iter().take(400).filter(|at| analysis.token(*at).upos != Upos::Punct).find(outside)
}

/// How much of the content stands in quotation marks that the cue is outside of: 0 nothing to 4 all of it.
fn quoted_share(survey: &Survey, content: &[Tokens], cue: u32) -> u32 {
    let words = || content.iter().flat_map(|c| c.iter()).take(200);
    let inside = |at: &u32| {
        let quotation = survey.quotes.around(*at).and_then(|q| survey.quotes.get(q));
        quotation.is_some_and(|q| !q.tokens.contains(cue))
    };
    let all = words().count().max(1);
    let quoted = words().filter(inside).count();
    u32::try_from((quoted * 4).div_ceil(all)).unwrap_or(4)
}
