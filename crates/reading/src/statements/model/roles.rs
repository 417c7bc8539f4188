//! The words around one cue labelled as its source, its content, the cue itself, or none of these.

use super::super::grammar::is_passive;
use super::super::pieces::covers;
use super::hash::{feature, steps};
use super::survey::Survey;
use crate::lexicons::cues::{CueClass, Frame};
use sayso_language::{Analysis, Tokens, Upos, Xpos};

/// What a word is to a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Label {
    /// Nothing.
    None,
    /// A word of the source.
    Source,
    /// A word of the content.
    Content,
    /// A word of the cue.
    Cue,
}

/// All labels by number.
pub const LABELS: [Label; 4] = [Label::None, Label::Source, Label::Content, Label::Cue];

/// How many tokens before and after its sentence a cue may reach.
const WIDEST: u32 = 400;

/// The features of the words of a window: those of each word, and those of its pair with the word before.
#[derive(Clone, Debug, Default)]
pub struct RoleFeatures {
    /// Features of the words one after another.
    pub words: Vec<u32>,
    /// Where each word's features end in `words`.
    pub word_ends: Vec<u32>,
    /// Features of the pairs one after another.
    pub pairs: Vec<u32>,
    /// Where each pair's features end in `pairs`.
    pub pair_ends: Vec<u32>,
}

impl RoleFeatures {
    /// The features of word number `n` and of its pair with the word before.
    #[must_use]
    pub fn at(&self, n: usize) -> (&[u32], &[u32]) {
        let part = |all: &'_ [u32], ends: &[u32]| -> std::ops::Range<usize> {
            let start = n.checked_sub(1).and_then(|n| ends.get(n)).map_or(0, |e| *e as usize);
            let end = ends.get(n).map_or(start, |e| *e as usize).min(all.len());
            start.min(end)..end
        };
        (&self.words[part(&self.words, &self.word_ends)], &self.pairs[part(&self.pairs, &self.pair_ends)])
    }
}

/// The words that a cue's source and content are looked for in: its sentence, and the sentences before and
/// after it that a quotation joins to it.
#[must_use]
pub fn window(survey: &Survey, cue: u32) -> Tokens {
    let analysis = survey.context.analysis;
    let own = analysis.sentence_of(cue);
    let sentences = analysis.sentences();
    let number = analysis.token(cue).sentence as usize;
    let (mut start, mut end) = (own.tokens.start, own.tokens.end);
    let (first, last) = (start.saturating_sub(WIDEST), end.saturating_add(WIDEST));
    let mut at = number;
    // Backward while a quotation that began earlier still runs at the begin of the sentence.
    while at > 0 && start > first && runs_over(survey, start, cue) {
        at -= 1;
        start = sentences.get(at).map_or(start, |s| s.tokens.start);
    }
    at = number + 1;
    while let Some(next) = sentences.get(at).filter(|_| end < last) {
        let apart = next.paragraph.saturating_sub(own.paragraph);
        let joined = runs_over(survey, next.tokens.start, cue);
        let opens = quoted_share(survey, next.tokens, cue) >= 80;
        let after_colon = at == number + 1 && end > own.tokens.start && survey.context.form(end - 1) == ":";
        if !(joined || (opens && apart <= 2) || after_colon) {
            break;
        }
        end = next.tokens.end;
        at += 1;
    }
    Tokens::new(start.max(first), end.min(last))
}

/// Whether a quotation that does not hold the cue spans the border before token `at`.
fn runs_over(survey: &Survey, at: u32, cue: u32) -> bool {
    let spans = |q: u32| {
        survey.quotes.get(q).is_some_and(|q| {
            let start = q.open.unwrap_or(q.tokens.start);
            let end = q.close.map_or(q.tokens.end, |c| c + 1);
            start < at && at < end && !q.tokens.contains(cue)
        })
    };
    let around = [at.checked_sub(1), Some(at)].into_iter().flatten().filter_map(|t| survey.quotes.around(t));
    around.into_iter().any(|q| {
        let outer = survey.quotes.get(q).and_then(|x| x.within.filter(|w| *w < q));
        spans(q) || outer.is_some_and(spans)
    })
}

/// How many of a hundred words of a sentence stand in quotation marks that do not hold the cue.
fn quoted_share(survey: &Survey, tokens: Tokens, cue: u32) -> u32 {
    let words = || tokens.iter().take(200).filter(|at| survey.context.analysis.token(*at).upos != Upos::Punct);
    let quoted = words().filter(|at| status(survey, *at, cue) != 0).count() * 100;
    u32::try_from(quoted / words().count().max(1)).unwrap_or(0)
}

/// Whether a token stands in a quotation: 0 no, 1 yes, 2 it is the first or last word of one.
fn status(survey: &Survey, at: u32, cue: u32) -> u32 {
    let mut around = survey.quotes.around(at);
    while let Some((number, quotation)) = around.and_then(|q| Some((q, survey.quotes.get(q)?))) {
        if !quotation.tokens.contains(cue) {
            return if quotation.tokens.start == at || quotation.tokens.end == at + 1 { 2 } else { 1 };
        }
        around = quotation.within.filter(|w| *w < number);
    }
    0
}

/// Where a token hangs, seen from the cue.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// How far above the cue the two meet.
    up: u32,
    /// The word below the meeting point that leads to the token; the token itself where it lies above the cue.
    branch: u32,
    /// How far below the meeting point the token lies.
    down: u32,
    /// The second word on the way down.
    second: u32,
}

const ELSEWHERE: u32 = 63;

fn places(analysis: &Analysis, cue: u32, sentence: Tokens) -> Vec<Place> {
    let none = Place { up: ELSEWHERE, branch: u32::MAX, down: 0, second: u32::MAX };
    let mut places = vec![none; sentence.len() as usize];
    let slot = |at: u32| (at - sentence.start) as usize;
    for (up, above) in (0u32..).zip(std::iter::once(cue).chain(analysis.ancestors(cue).take(50))) {
        if let Some(place) = sentence.contains(above).then(|| places.get_mut(slot(above))).flatten() {
            *place = Place { up, branch: above, down: 0, second: u32::MAX };
        }
    }
    let mut path = Vec::new();
    for at in sentence.iter() {
        let mut here = at;
        path.clear();
        while sentence.contains(here) && places.get(slot(here)).is_some_and(|p| p.up == ELSEWHERE) && path.len() < 200 {
            path.push(here);
            here = analysis.token(here).head;
        }
        while let Some(below) = path.pop() {
            let Some(mut place) = sentence.contains(here).then(|| places.get(slot(here))).flatten().copied() else {
                break;
            };
            place.down += 1;
            match place.down {
                1 => place.branch = below,
                2 => place.second = below,
                _ => {}
            }
            if let Some(slot) = places.get_mut(slot(below)) {
                *slot = place;
            }
            here = below;
        }
    }
    places
}

/// Fills `out` with the features of the words of `window` around `cue`.
pub fn role_features(survey: &Survey, cue: u32, window: Tokens, out: &mut RoleFeatures) {
    let context = survey.context;
    let analysis = context.analysis;
    out.words.clear();
    out.word_ends.clear();
    out.pairs.clear();
    out.pair_ends.clear();
    let sentence = analysis.sentence_of(cue).tokens;
    let places = places(analysis, cue, sentence);
    let outside = Place { up: ELSEWHERE, branch: u32::MAX, down: 0, second: u32::MAX };
    let place_of = |at: u32| {
        let own = at.checked_sub(sentence.start).and_then(|n| places.get(n as usize)).copied();
        own.unwrap_or(outside)
    };
    let ups: Vec<u32> = {
        let mut key = 7;
        let chain = std::iter::once(cue).chain(analysis.ancestors(cue).take(50));
        chain
            .enumerate()
            .map(|(n, at)| {
                let here = key;
                if n < 4 {
                    key = feature(900, key, analysis.token(at).deprel as u32);
                }
                here
            })
            .collect()
    };
    let up_key = |up: u32| ups.get(up as usize).copied().unwrap_or(up);
    let own = analysis.token(cue);
    let (cue_lemma, cue_xpos) = (survey.lemma_of(Some(cue)), own.xpos as u32);
    let row = [CueClass::Verb, CueClass::Noun, CueClass::Adjective]
        .into_iter()
        .find_map(|class| context.lexicons.cues.rows(analysis.lemma(cue), class).first());
    let kind = row.map_or(1, |r| feature(901, r.frames(), r.strength as u32));
    let act = row.map_or(77, |r| r.act as u32);
    let rule = survey.rule(cue);
    let frame = rule.map_or(0, |r| r.frame.map_or(1, |f: Frame| f as u32 + 2));
    let proposed = |at: u32| {
        rule.map_or(0, |r| {
            if covers(&r.content, at) {
                2
            } else if covers(&r.source, at) {
                1
            } else if covers(&r.cue, at) {
                3
            } else {
                4
            }
        })
    };
    let voice = u32::from(is_passive(context, cue));
    let speaker = super::super::grammar::doer(context, cue);
    let speaker_words = speaker.map_or(Tokens::default(), |s| super::super::grammar::phrase(context, s, cue));
    let after_cue = survey.form_of(Some(cue + 1));
    let cue_sentence = own.sentence;
    let deprel_of = |at: u32| analysis.tokens().get(at as usize).map_or(99, |t| t.deprel as u32);

    // Commas and other cues between the cue and each word, counted from the cue outward.
    let (mut commas, mut others) = (vec![0u32; window.len() as usize], vec![0u32; window.len() as usize]);
    for direction in [-1i64, 1] {
        let (mut comma, mut other) = (0u32, 0u32);
        let mut at = i64::from(cue) + direction;
        while let Some(here) = u32::try_from(at).ok().filter(|h| window.contains(*h)) {
            let slot = (here - window.start) as usize;
            if let (Some(c), Some(o)) = (commas.get_mut(slot), others.get_mut(slot)) {
                (*c, *o) = (comma.min(4), other.min(3));
            }
            comma += u32::from(matches!(analysis.token(here).xpos, Xpos::Comma | Xpos::Colon));
            other += u32::from(survey.is_cue.get(here as usize).copied().unwrap_or(false));
            at += direction;
        }
    }

    let mut before: Option<(u32, Place, u32, u32, u32)> = None;
    for at in window.iter() {
        let token = analysis.token(at);
        let slot = (at - window.start) as usize;
        let distance = i64::from(at) - i64::from(cue);
        let side = u32::from(distance > 0) + u32::from(distance == 0) * 2;
        let place = place_of(at);
        let key = feature(902, up_key(place.up), side);
        let branch = (place.branch != u32::MAX).then_some(place.branch);
        let (xpos, deprel) = (token.xpos as u32, token.deprel as u32);
        let branch_deprel = deprel_of(place.branch);
        let hang = feature(903, key, branch_deprel);
        let second = deprel_of(place.second);
        let down = place.down.min(4);
        let opens = branch.map(|b| analysis.subtree(b).start);
        let quoted = status(survey, at, cue);
        let rule_label = proposed(at);
        let claim = survey.claim(at, cue) as u32;
        let apart = (i64::from(token.sentence) - i64::from(cue_sentence)).clamp(-3, 3) as u32 & 7;
        let back = at.checked_sub(1);
        let speaks = u32::from(speaker_words.contains(at)) + u32::from(speaker == Some(at));
        let (comma, other) = (commas.get(slot).copied().unwrap_or(0), others.get(slot).copied().unwrap_or(0));
        let foreign = {
            let mut up = at;
            let mut found = 0;
            for _ in 0..place.down.min(12) {
                if up != cue && survey.is_cue.get(up as usize).copied().unwrap_or(false) {
                    found = 1 + u32::from(up == at);
                }
                up = analysis.token(up).head;
            }
            found
        };
        let clusters = survey.clusters.get(at as usize).copied().unwrap_or_default();
        let words = &mut out.words;
        let mut add = |template: u32, a: u32, b: u32| words.push(feature(template, a, b));
        add(101, side, apart);
        add(102, steps(distance), apart);
        add(103, xpos, side);
        add(104, survey.form_of(Some(at)), side);
        add(105, survey.xpos_of(back), xpos);
        add(106, xpos, survey.xpos_of(Some(at + 1)));
        add(107, survey.form_of(back), side);
        add(108, survey.form_of(Some(at + 1)), side);
        add(109, hang, 0);
        add(110, hang, cue_lemma);
        add(111, hang, second);
        add(112, hang, kind);
        add(113, hang, act);
        add(114, hang, cue_xpos);
        add(115, hang, survey.form_of(opens));
        add(116, hang, down);
        add(117, rule_label, frame);
        add(118, rule_label, hang);
        add(119, quoted, side * 8 + apart);
        add(120, feature(904, quoted, hang), 0);
        add(121, quoted * 4 + side, cue_lemma);
        add(122, survey.name_of(at) * 64 + deprel, hang);
        add(123, comma * 4 + side, apart);
        add(124, other * 4 + side, hang);
        add(125, foreign, hang);
        add(126, deprel, xpos * 4 + side);
        add(127, u32::from(clusters.middle), side);
        add(128, u32::from(clusters.coarse), hang);
        add(129, speaks + 4 * voice, key);
        add(130, speaks, deprel * 64 + xpos);
        add(131, feature(905, cue_lemma, xpos), steps(distance));
        add(132, rule_label * 4 + quoted, side * 8 + apart);
        add(133, hang, after_cue);
        add(134, key, survey.lemma_of(branch));
        add(135, hang, voice * 8 + rule_label);
        add(136, rule_label * 4 + quoted, cue_lemma);
        add(137, feature(906, hang, second), down * 64 + deprel);
        add(138, feature(907, comma * 4 + other, side), branch_deprel);
        add(142, claim, side * 8 + apart);
        add(143, claim * 4 + quoted, side * 8 + apart);
        add(144, claim, hang);
        add(145, claim * 8 + rule_label, other * 4 + side);
        if distance.abs() <= 4 {
            add(139, survey.form_of(Some(at)), steps(distance));
            add(140, feature(908, xpos, steps(distance)), cue_xpos);
            add(141, feature(909, deprel, steps(distance)), place.up * 8 + down);
        }
        out.word_ends.push(u32::try_from(out.words.len()).unwrap_or(u32::MAX));

        if let Some((last, last_place, last_quoted, last_rule, last_claim)) = before {
            let earlier = analysis.token(last);
            let same = u32::from(last_place.branch == place.branch) * 2 + u32::from(last_place.up == place.up);
            let starts = u32::from(opens == Some(at));
            let ended = u32::from(last_place.branch != u32::MAX && analysis.subtree(last_place.branch).end == at);
            let border = u32::from(earlier.sentence != token.sentence);
            let pairs = &mut out.pairs;
            let mut add = |template: u32, a: u32, b: u32| pairs.push(feature(template, a, b));
            add(201, 0, 0);
            add(202, earlier.xpos as u32, xpos);
            let punct = |t: u32, upos: Upos| if upos == Upos::Punct { survey.form_of(Some(t)) } else { 0 };
            add(203, punct(last, earlier.upos), punct(at, token.upos));
            add(204, same, side);
            add(205, feature(910, starts * 2 + ended, side), branch_deprel);
            add(206, last_quoted * 4 + quoted, side);
            add(207, border, last_quoted * 4 + quoted);
            add(208, last_rule * 8 + rule_label, frame);
            add(209, u32::from(at == cue) * 2 + u32::from(last == cue), xpos);
            add(210, feature(911, deprel_of(last_place.branch), branch_deprel), same * 4 + side);
            add(211, survey.form_of(Some(at)), side);
            add(212, feature(912, earlier.deprel as u32, deprel), same);
            add(214, last_claim * 8 + claim, side);
            add(215, last_claim * 8 + claim, border * 16 + last_quoted * 4 + quoted);
            add(213, feature(913, same, xpos), earlier.xpos as u32);
        }
        out.pair_ends.push(u32::try_from(out.pairs.len()).unwrap_or(u32::MAX));
        before = Some((at, place, quoted, rule_label, claim));
    }
}
