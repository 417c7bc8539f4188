//! What grammar makes of a word: whether a verb is passive or an infinitive, whose subject it shares, what a relative
//! pronoun stands for.

use crate::Context;
use sayso_language::{Deprel, Upos, Xpos};

/// How many dependents of a word, and how many steps up the tree, are looked at. News never comes near;
/// without a bound a sentence of a million words would cost a million squared.
pub(super) const WIDTH: usize = 64;
const STEPS: usize = 8;

/// Whether a verb is passive: by its subject or auxiliary, or as a participle after its noun.
pub(super) fn is_passive(context: &Context, verb: u32) -> bool {
    let analysis = context.analysis;
    let marked = analysis.children(verb).iter().take(WIDTH).any(|c| {
        matches!(analysis.token(*c).deprel, Deprel::NsubjPass | Deprel::AuxPass | Deprel::CsubjPass | Deprel::OblAgent)
    });
    let token = analysis.token(verb);
    // `officials suspended deliveries` as officials who were suspended: what has an object of its own acts.
    let acts = token.deprel == Deprel::Acl && analysis.child(verb, Deprel::Obj).is_some_and(|o| o > verb);
    let bare = token.xpos == Xpos::Vbn && analysis.child(verb, Deprel::Aux).is_none() && !acts;
    let above = analysis.token(token.head);
    marked
        || (bare && matches!(token.deprel, Deprel::Acl | Deprel::Amod | Deprel::Advcl))
        // `another attack ascribed to them`: a participle with a subject and without an object.
        || (bare
            && analysis.child(verb, Deprel::Obj).is_none()
            && analysis.child(verb, Deprel::Nsubj).is_some()
            && !analysis.children(verb).iter().take(WIDTH).any(|c| is_infinitive(context, *c)))
        // `was arrested and jailed`: a participle shares the passive of the verb it is coordinated with.
        || (bare && token.deprel == Deprel::Conj && token.head != verb && above.xpos == Xpos::Vbn
            && analysis.child(token.head, Deprel::AuxPass).is_some())
}

/// Whether a verb is an infinitive with `to`.
pub(super) fn is_infinitive(context: &Context, verb: u32) -> bool {
    let analysis = context.analysis;
    analysis.token(verb).xpos == Xpos::Vb
        && analysis.children(verb).iter().take(WIDTH).any(|c| {
            matches!(analysis.token(*c).deprel, Deprel::Mark | Deprel::Aux) && analysis.token(*c).xpos == Xpos::To
        })
}

/// What a relative pronoun stands for; any other word stands for itself.
pub(super) fn referent(context: &Context, at: u32) -> u32 {
    let analysis = context.analysis;
    let token = analysis.token(at);
    let relative = matches!(token.xpos, Xpos::Wdt | Xpos::Wp | Xpos::Wps)
        || (token.upos == Upos::Pron && matches!(analysis.lemma(at), "that" | "which" | "who"));
    if !relative {
        return at;
    }
    let clause = analysis.ancestors(at).take(STEPS).find(|a| analysis.token(*a).deprel == Deprel::AclRelcl);
    clause.map_or(at, |clause| analysis.token(clause).head)
}

/// Who holds `an attempt to block it`: its possessor, or the subject of the verb it belongs to.
pub(super) fn noun_holder(context: &Context, noun: u32) -> Option<u32> {
    let analysis = context.analysis;
    if let Some(possessor) = analysis.child(noun, Deprel::NmodPoss) {
        return Some(referent(context, possessor));
    }
    let above = analysis.token(noun).head;
    let is_object = matches!(analysis.token(noun).deprel, Deprel::Obj | Deprel::Obl | Deprel::Xcomp);
    if is_object && above != noun { surface_subject(context, above) } else { None }
}

/// The subject that stands with a verb, active or passive.
fn surface_subject(context: &Context, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    let own = analysis
        .children(verb)
        .iter()
        .copied()
        .take(WIDTH)
        .find(|c| matches!(analysis.token(*c).deprel, Deprel::Nsubj | Deprel::NsubjPass));
    own.map(|subject| referent(context, subject)).or_else(|| shared_subject(context, verb))
}

/// The subject that a verb without one shares: with the verb it is coordinated with, or that controls it.
pub(super) fn shared_subject(context: &Context, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    let mut here = verb;
    for _ in 0..STEPS {
        let token = analysis.token(here);
        let above = token.head;
        if above == here {
            return None;
        }
        match token.deprel {
            // `urged them to leave`: the object leaves. `promised them to leave` is rare enough in news.
            Deprel::Xcomp => {
                if let Some(object) = analysis.child(above, Deprel::Obj) {
                    return Some(object);
                }
            }
            Deprel::Acl if !is_infinitive(context, here) => return Some(above),
            Deprel::Acl => return noun_holder(context, above),
            Deprel::AclRelcl => return Some(above),
            // `punished him for visiting`, `accused them of meddling`: whoever suffers the one did the other.
            Deprel::Advcl => {
                let marks = analysis.children(here).iter().take(WIDTH);
                let mut marks = marks.filter(|c| analysis.token(**c).deprel == Deprel::Mark);
                if let Some(object) =
                    analysis.child(above, Deprel::Obj).or_else(|| analysis.child(above, Deprel::NsubjPass))
                    && marks.any(|m| matches!(analysis.lemma(*m), "for" | "of" | "from" | "into" | "against"))
                {
                    return Some(object);
                }
            }
            Deprel::Conj | Deprel::Ccomp | Deprel::Parataxis => {}
            _ => return None,
        }
        // `was attacked by gunmen, killing two`: who attacked killed.
        if token.deprel == Deprel::Advcl
            && token.xpos == Xpos::Vbg
            && let Some(agent) = analysis.child(above, Deprel::OblAgent).filter(|agent| *agent < here)
        {
            return Some(agent);
        }
        let subject = analysis
            .children(above)
            .iter()
            .copied()
            .take(WIDTH)
            .find(|c| matches!(analysis.token(*c).deprel, Deprel::Nsubj | Deprel::NsubjPass));
        if let Some(subject) = subject {
            return Some(referent(context, subject));
        }
        here = above;
    }
    None
}

/// Whether an adverb is a negation.
pub(super) fn is_negation(context: &Context, at: u32) -> bool {
    matches!(context.analysis.lemma(at), "not" | "n't" | "never" | "n’t") || matches!(context.form(at), "n't" | "n’t")
}

pub(super) fn is_particle(lemma: &str) -> bool {
    matches!(lemma, "up" | "out" | "off" | "down" | "over" | "back" | "away" | "aside" | "in")
}
