//! Which words may head a cue, and what speaks for it.

use super::super::grammar::{doer, is_negated, is_passive, subject};
use super::hash::feature;
use super::survey::Survey;
use crate::lexicons::cues::CueClass;
use sayso_language::{Deprel, Upos, Xpos};

/// About how many features a word has.
pub const CUE_FEATURES: usize = 60;

/// Fills `out` with the features of token `at` as the head of a cue.
pub fn cue_features(survey: &Survey, at: u32, out: &mut Vec<u32>) {
    out.clear();
    each_cue_feature(survey, at, |template, a, b| out.push(feature(template, a, b)));
}

/// Hands the features of token `at` as the head of a cue to `add`: template and two values.
pub(in crate::statements) fn each_cue_feature(survey: &Survey, at: u32, mut add: impl FnMut(u32, u32, u32)) {
    let context = survey.context;
    let analysis = context.analysis;
    let token = analysis.token(at);
    let back = |n: u32| at.checked_sub(n);
    let on = |n: u32| Some(at + n);
    let (form, lemma) = (survey.form_of(Some(at)), survey.lemma_of(Some(at)));
    let (xpos, deprel) = (token.xpos as u32, token.deprel as u32);
    add(1, 0, 0);
    add(2, form, 0);
    add(3, lemma, xpos);
    add(4, xpos, deprel);
    add(5, lemma, deprel);
    let cluster = survey.clusters.get(at as usize).copied().unwrap_or_default();
    add(6, u32::from(cluster.middle), xpos);
    add(7, u32::from(cluster.fine), deprel);
    add(8, survey.form_of(back(1)), lemma);
    add(9, survey.form_of(on(1)), lemma);
    add(10, survey.form_of(back(1)), xpos);
    add(11, survey.form_of(on(1)), xpos);
    add(12, survey.xpos_of(back(1)), lemma);
    add(13, survey.xpos_of(on(1)), lemma);
    add(14, survey.form_of(on(2)), survey.form_of(on(1)));
    add(15, survey.form_of(back(2)), survey.form_of(back(1)));
    add(16, survey.xpos_of(on(1)), survey.xpos_of(on(2)));
    add(17, survey.xpos_of(back(1)), survey.xpos_of(back(2)));

    let rows: Vec<_> = [CueClass::Verb, CueClass::Noun, CueClass::Adjective]
        .into_iter()
        .flat_map(|class| context.lexicons.cues.rows(analysis.lemma(at), class).iter().map(move |r| (class, r)))
        .collect();
    let strength = rows.iter().map(|(_, r)| r.strength as u32 + 1).max().unwrap_or(0);
    add(18, strength, xpos);
    for (class, row) in &rows {
        add(19, row.act as u32, *class as u32);
        add(20, row.frames(), xpos);
    }
    let rule = survey.rule(at);
    let frame = rule.map_or(0, |r| r.frame.map_or(1, |f| f as u32 + 2));
    let rule_source = rule.map_or(2, |r| u32::from(r.source_head.is_some()));
    add(21, frame, rule_source);
    add(22, frame, lemma);
    add(23, frame, strength);

    let head = (token.head != at).then_some(token.head);
    add(24, survey.lemma_of(head), deprel);
    add(25, survey.xpos_of(head), deprel);
    add(26, survey.lemma_of(head), lemma);

    let mut shape = 0u32;
    for child in analysis.children(at).iter().copied().take(24) {
        let own = analysis.token(child);
        let side = u32::from(child > at);
        let relation = own.deprel as u32 * 2 + side;
        if own.deprel == Deprel::Punct {
            add(27, survey.form_of(Some(child)), side);
            continue;
        }
        add(28, relation, lemma);
        add(29, relation, xpos);
        add(30, relation, survey.lemma_of(Some(child)));
        add(31, relation, u32::from(survey.clusters.get(child as usize).copied().unwrap_or_default().middle));
        let opens = analysis.subtree(child).start;
        add(32, relation, survey.form_of(Some(opens)));
        add(33, relation, survey.form_of(Some(opens)).wrapping_mul(31) ^ lemma);
        shape |= match own.deprel {
            Deprel::Ccomp => 1,
            Deprel::Xcomp => 2,
            Deprel::Obj => 4,
            Deprel::Obl => 8,
            Deprel::Parataxis => 16,
            Deprel::Acl => 32,
            Deprel::Nmod => 64,
            Deprel::NmodPoss => 128,
            Deprel::Advcl => 256,
            Deprel::Iobj => 512,
            Deprel::Nsubj => 1024,
            Deprel::NsubjPass => 2048,
            _ => 0,
        };
    }
    add(34, shape, xpos);
    add(35, shape, lemma);
    add(36, shape, strength);

    let speaker = subject(context, at).or_else(|| doer(context, at));
    let speaker_kind = speaker.map_or(0, |s| 1 + survey.name_of(s));
    add(37, speaker_kind, survey.xpos_of(speaker));
    add(38, survey.lemma_of(speaker), lemma);
    add(39, survey.lemma_of(speaker), strength);
    add(40, speaker_kind, lemma);
    let speaker_cluster = speaker.and_then(|s| survey.clusters.get(s as usize)).map_or(0, |c| u32::from(c.middle));
    add(41, speaker_cluster, strength);
    add(42, speaker_cluster, lemma);
    add(43, speaker_kind, shape);
    let mood = u32::from(is_passive(context, at)) * 2 + u32::from(is_negated(context, at));
    add(44, mood, lemma);
    add(45, mood, xpos);

    let beside = rule.map_or_else(
        || {
            let mut probe = super::super::proposal::Proposal::new(at, None);
            probe.source_head = speaker;
            super::super::nominal::source_words(context, &mut probe);
            survey.quotes.beside(context, &probe)
        },
        |r| survey.quotes.beside(context, r),
    );
    let quoted = u32::from(beside.before.is_some()) * 2 + u32::from(beside.after.is_some());
    add(46, quoted, xpos);
    add(47, quoted, lemma);
    add(48, quoted, shape);
    add(49, quoted, survey.form_of(on(1)));
    let sentence = analysis.sentence_of(at);
    let first_words = (at - sentence.tokens.start.min(at)).min(8);
    add(50, first_words, xpos);
    add(51, u32::from(sentence.paragraph == 0), xpos);
    add(52, u32::from(sentence.tokens.len() > 40) + u32::from(sentence.tokens.len() > 12), xpos);
    let capital = context.form(at).chars().next().is_some_and(char::is_uppercase);
    add(53, u32::from(capital), xpos);
    if matches!(token.xpos, Xpos::Colon | Xpos::Comma) || token.upos == Upos::Punct {
        add(54, first_words, survey.name_of(at.saturating_sub(1)));
        add(55, form, u32::from(survey.quotes.around(at + 1).is_some() || survey.quotes.around(at + 2).is_some()));
        add(56, form, u32::from(sentence.paragraph == 0));
        add(57, survey.name_of(at.saturating_sub(1)), u32::from(sentence.paragraph == 0));
    }
    if let Some(head) = head {
        add(58, analysis.token(head).deprel as u32, deprel);
        add(59, survey.form_of(Some(analysis.subtree(at).start)), deprel);
    }
}
