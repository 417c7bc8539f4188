//! Objects that the parser gave to another word or took for something else, found by where they stand.

use crate::Context;
use crate::lexicons::cues::CueClass;
use sayso_language::{Deprel, Upos, Xpos};

/// How far behind its verb an object is looked for, in words.
const FAR: u32 = 12;
/// How many words of a noun phrase are looked at.
const PHRASE: usize = 10;

/// Whether an oblique is the object: `killed three Albanians`, `kidnapped up to 16 advisers`. No preposition stands before
/// it, or only that of `up to` before a number.
pub(super) fn bare_object(context: &Context, verb: u32, child: u32, passive: bool) -> bool {
    let analysis = context.analysis;
    let counted = analysis.child(child, Deprel::Nummod).is_some();
    // `accused the United States of …`: a name right after its verb.
    let names = analysis.names();
    let past = names.partition_point(|n| n.tokens.start <= child);
    let named = past.checked_sub(1).and_then(|n| names.get(n)).is_some_and(|n| n.tokens.contains(child));
    let next = named && analysis.subtree(child).start == verb + 1;
    // `opened direct peace talks`: what says when is marked otherwise.
    let plain = analysis.token(child).deprel == Deprel::Obl
        && analysis.token(child).xpos == Xpos::Nns
        && !context.lexicons.events.is_measure(analysis.lemma(child));
    if passive
        || !(counted || next || plain)
        || child < verb
        || child > verb + FAR
        || analysis.child(verb, Deprel::Obj).is_some()
    {
        return false;
    }
    match analysis.child(child, Deprel::Case) {
        None => matches!(analysis.token(child).upos, Upos::Noun | Upos::Propn),
        Some(case) => case > 0 && analysis.lemma(case) == "to" && analysis.lemma(case - 1) == "up",
    }
}

/// Whether the preposition of an oblique is the verb's particle, and the oblique its object: `called off the strike`.
pub(super) fn particle_object(context: &Context, verb: u32, child: u32) -> bool {
    let analysis = context.analysis;
    analysis.child(verb, Deprel::Obj).is_none()
        && analysis
            .child(child, Deprel::Case)
            .is_some_and(|case| case == verb + 1 && matches!(analysis.lemma(case), "off" | "up" | "down"))
}

/// Whether a complement is the object: `called off a strike`, a noun after a verb without an object.
pub(super) fn noun_complement(context: &Context, verb: u32, child: u32, passive: bool) -> bool {
    let analysis = context.analysis;
    !passive
        && child > verb
        && analysis.token(child).upos == Upos::Noun
        && [Deprel::Cop, Deprel::Nsubj, Deprel::Case].into_iter().all(|deprel| analysis.child(child, deprel).is_none())
        && analysis.child(verb, Deprel::Obj).is_none()
}

/// The noun phrase that directly follows a verb without an object, and that the parser gave to another verb:
/// `bulldozers demolished homes, officials said` with the homes as who said so.
pub(super) fn stranded_object(context: &Context, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    let token = analysis.token(verb);
    if !matches!(token.xpos, Xpos::Vbd | Xpos::Vbn) || matches!(token.deprel, Deprel::Amod | Deprel::Conj) {
        return None;
    }
    let filled = [Deprel::Obj, Deprel::AuxPass, Deprel::NsubjPass, Deprel::OblAgent];
    if filled.into_iter().any(|deprel| analysis.child(verb, deprel).is_some()) {
        return None;
    }
    // `lifted the emergency declared in March` is no clause that somebody lifted; `said the emergency …` is one.
    let clause = [Deprel::Ccomp, Deprel::Xcomp].into_iter().any(|deprel| analysis.child(verb, deprel).is_some());
    if clause && !context.lexicons.cues.rows(analysis.lemma(verb), CueClass::Verb).is_empty() {
        return None;
    }
    let end = analysis.sentence_of(verb).tokens.end;
    let phrase = (verb + 1..end).take(PHRASE).take_while(|at| {
        let token = analysis.token(*at);
        matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num)
            || matches!(token.xpos, Xpos::Dt | Xpos::Prps | Xpos::Pos)
    });
    let head = phrase.last().filter(|at| matches!(analysis.token(*at).upos, Upos::Noun | Upos::Propn))?;
    let taken = matches!(analysis.token(head).deprel, Deprel::Nsubj | Deprel::NsubjPass);
    (taken && analysis.token(head).head != verb).then_some(head)
}

/// The subject and the object of a verb that the parser took for an adjective of its object: `Israel reimposed blockades`
/// as blockades that Israel is.
pub(super) fn hidden_verb(context: &Context, verb: u32) -> Option<(u32, u32)> {
    let analysis = context.analysis;
    let token = analysis.token(verb);
    let noun = token.head;
    let participle = matches!(token.xpos, Xpos::Vbn | Xpos::Vbd) || is_like_participle(context, verb);
    if token.deprel != Deprel::Amod || !participle || noun < verb {
        return None;
    }
    // `The US presented evidence` as evidence presented, with a subject all the same.
    if let Some(subject) = analysis.child(verb, Deprel::Nsubj).filter(|subject| *subject < verb) {
        return Some((subject, noun));
    }
    if analysis.child(noun, Deprel::Cop).is_some() {
        return None;
    }
    if let Some(subject) = analysis.child(noun, Deprel::Nsubj).filter(|subject| *subject < verb) {
        return Some((subject, noun));
    }
    // `troops shelled guerrillas` as troops of theirs, without a preposition that says so.
    let object = analysis.token(noun);
    let before = verb.checked_sub(1).filter(|at| analysis.token(*at).sentence == token.sentence)?;
    let hung = match object.deprel {
        Deprel::Nmod | Deprel::NmodUnmarked | Deprel::NmodDesc | Deprel::Appos => true,
        Deprel::Conj => analysis.child(noun, Deprel::Cc).is_none(),
        Deprel::Obj => matches!(analysis.token(object.head).upos, Upos::Noun | Upos::Propn),
        _ => false,
    };
    let bare = analysis.child(noun, Deprel::Case).is_none();
    let phrase = matches!(analysis.token(before).upos, Upos::Noun | Upos::Propn);
    (hung && bare && phrase && object.head < verb).then_some((object.head, noun))
}

/// Whether an adjective is the past of a verb by its look and its place, right after a plural: `bulldozers demolished homes`.
pub(super) fn is_like_participle(context: &Context, at: u32) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(at);
    let Some(before) = at.checked_sub(1) else { return false };
    token.xpos == Xpos::Jj
        && token.deprel == Deprel::Amod
        && context.form(at).ends_with("ed")
        && analysis.token(before).sentence == token.sentence
        && matches!(analysis.token(before).xpos, Xpos::Nns | Xpos::Nnps)
}

/// What the verb of a form in `-ed` may be called: `demolish`, `raze`, `ban`.
pub(super) fn verbs_of(form: &str) -> impl Iterator<Item = String> {
    let stem = form.strip_suffix("ed").unwrap_or(form);
    let mut letters = stem.chars().rev();
    let doubled = matches!((letters.next(), letters.next()), (Some(a), Some(b)) if a == b);
    let single = doubled.then(|| stem.chars().take(stem.chars().count().saturating_sub(1)).collect());
    [Some(stem.to_owned()), Some(format!("{stem}e")), single].into_iter().flatten()
}

/// Whether a particle is that of `up to 16 advisers`.
pub(super) fn up_to(context: &Context, particle: u32) -> bool {
    let analysis = context.analysis;
    let end = analysis.sentence_of(particle).tokens.end;
    particle + 2 < end
        && analysis.lemma(particle) == "up"
        && analysis.lemma(particle + 1) == "to"
        && analysis.token(particle + 2).upos == Upos::Num
}

/// What the `that` of `demanded that Iran release them` holds, where the parser took its verb for a noun.
pub(super) fn nominal_clause(context: &Context, that: u32) -> Option<u32> {
    let analysis = context.analysis;
    if analysis.lemma(that) != "that" { None } else { analysis.child(that, Deprel::Obj) }
}

/// The other of `between Syria and the rebels`, where the parser coordinated it with something further up.
pub(super) fn second_of_two(context: &Context, first: u32) -> Option<u32> {
    let analysis = context.analysis;
    if analysis.child(first, Deprel::Conj).is_some() {
        return None;
    }
    let and = analysis.subtree(first).end;
    let end = analysis.sentence_of(first).tokens.end;
    if and >= end || analysis.token(and).upos != Upos::Cconj {
        return None;
    }
    let second = analysis.token(and).head;
    (second > and && second < end && analysis.token(second).deprel == Deprel::Conj).then_some(second)
}
