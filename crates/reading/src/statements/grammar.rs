//! What the readers of attributions ask of a dependency tree: subjects, agents, prepositions, phrases.

use super::pieces::{trim, without};
use crate::Context;
use sayso_language::{Deprel, Tokens, Upos, Xpos};

/// How far up a tree a missing subject is looked for.
const CLIMB: usize = 8;

/// The word's own subject.
pub(super) fn subject(context: &Context, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    let is_subject =
        |d| matches!(d, Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter | Deprel::Csubj | Deprel::CsubjPass);
    analysis.children(verb).iter().copied().find(|c| is_subject(analysis.token(*c).deprel))
}

/// Whether the verb is in the passive.
pub(super) fn is_passive(context: &Context, verb: u32) -> bool {
    let analysis = context.analysis;
    let marked = |d| matches!(d, Deprel::AuxPass | Deprel::NsubjPass | Deprel::CsubjPass);
    analysis.children(verb).iter().any(|c| marked(analysis.token(*c).deprel))
        || (analysis.token(verb).xpos == Xpos::Vbn
            && matches!(analysis.token(verb).deprel, Deprel::Acl | Deprel::Advcl | Deprel::Amod)
            // With an object it is the active past that the tagger mistook: `news agency Belta quoted him`.
            && !analysis.children(verb).iter().any(|c| matches!(analysis.token(*c).deprel, Deprel::Aux | Deprel::Obj)))
}

/// Who does what a passive verb tells: `by …`.
pub(super) fn agent(context: &Context, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    analysis.children(verb).iter().copied().find(|c| {
        let deprel = analysis.token(*c).deprel;
        deprel == Deprel::OblAgent || (deprel == Deprel::Obl && case_is(context, *c, "by"))
    })
}

/// Whether a preposition or conjunction `word` introduces the phrase or clause headed by `at`.
pub(super) fn case_is(context: &Context, at: u32, word: &str) -> bool {
    let analysis = context.analysis;
    let introduces = |d| matches!(d, Deprel::Case | Deprel::Mark | Deprel::Advmod);
    analysis
        .children(at)
        .iter()
        .take_while(|c| **c < at)
        .any(|c| introduces(analysis.token(*c).deprel) && context.form(*c).eq_ignore_ascii_case(word))
}

/// The first preposition of `words` that introduces `at`.
pub(super) fn case_among(context: &Context, at: u32, words: &[&'static str]) -> Option<&'static str> {
    words.iter().copied().find(|w| case_is(context, at, w))
}

/// Whose deed the verb is: its subject, or its agent in the passive, or what it inherits as a conjunct, a
/// participle (`…, accusing …`), an infinitive (`went on to say`) or a modifier (`a letter saying …`).
pub(super) fn doer(context: &Context, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    let mut here = verb;
    for step in 0..CLIMB {
        if is_passive(context, here) {
            // `was asked to say`: whoever was asked is to say it.
            return if step == 0 { agent(context, here) } else { subject(context, here) };
        }
        if let Some(subject) = subject(context, here) {
            let speaks = analysis.token(subject).deprel != Deprel::Expl;
            return speaks.then(|| behind_phrase(context, subject, here).unwrap_or(subject));
        }
        if analysis.child(here, Deprel::Expl).is_some() {
            return None;
        }
        let token = analysis.token(here);
        let head = token.head;
        match token.deprel {
            Deprel::Xcomp => {
                let object = analysis
                    .children(head)
                    .iter()
                    .copied()
                    .find(|c| matches!(analysis.token(*c).deprel, Deprel::Obj | Deprel::Iobj) && *c < here);
                if object.is_some() && here != verb {
                    return object;
                }
                if let Some(object) = object {
                    return Some(object);
                }
            }
            Deprel::Conj if let Some(partner) = super::joined::partner(context, here) => {
                here = partner;
                continue;
            }
            Deprel::Conj | Deprel::Advcl | Deprel::Parataxis | Deprel::Ccomp | Deprel::Dep => {}
            Deprel::Acl | Deprel::AclRelcl => {
                if is_nominal(context, head) {
                    return Some(head);
                }
            }
            _ => return None,
        }
        if is_nominal(context, head) && subject_of_predicate(context, head).is_none() {
            return None;
        }
        here = head;
    }
    None
}

/// Who acts where the parser took a phrase with a preposition that opens the sentence for the subject's head:
/// `At his daily news conference | State Department spokesman Ned Price | told …`. No subject has a preposition.
fn behind_phrase(context: &Context, subject: u32, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    let with_preposition = |at: u32| {
        let mut below = analysis.children(at).iter().copied().take_while(|c| *c < at);
        below.any(|c| {
            let token = analysis.token(c);
            token.deprel == Deprel::Case && token.upos == Upos::Adp && token.xpos != Xpos::Pos
        })
    };
    if subject > verb || !with_preposition(subject) {
        return None;
    }
    let mut below = analysis.children(subject).iter().copied();
    below.find(|c| {
        let after = *c > subject && *c < verb && is_nominal(context, *c);
        after && analysis.subtree(*c).start == subject + 1 && !with_preposition(*c)
    })
}

fn subject_of_predicate(context: &Context, noun: u32) -> Option<u32> {
    subject(context, noun)
}

/// Whether the word is a noun, name, pronoun or number.
pub(super) fn is_nominal(context: &Context, at: u32) -> bool {
    matches!(context.analysis.token(at).upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
}

/// Whether the clause of `verb` is negated: `did not say`, `never said`.
pub(super) fn is_negated(context: &Context, verb: u32) -> bool {
    let analysis = context.analysis;
    let negates = |word: &str| ["not", "n't", "n’t", "never"].iter().any(|n| word.eq_ignore_ascii_case(n));
    analysis.children(verb).iter().any(|c| negates(context.form(*c)))
}

/// The words of a phrase: all below `head` without the preposition that ties it to its verb, the `'s` at its
/// end, or the clause with the cue itself (`a statement | saying that …`).
pub(super) fn phrase(context: &Context, head: u32, cue: u32) -> Tokens {
    let analysis = context.analysis;
    let mut tokens = analysis.subtree(head);
    if tokens.contains(cue) && cue != head {
        let branch = analysis.children(head).iter().copied().find(|c| analysis.subtree(*c).contains(cue));
        if let Some(branch) = branch {
            let parts = without(tokens, analysis.subtree(branch));
            tokens = parts.into_iter().find(|p| p.contains(head)).unwrap_or(Tokens::new(head, head + 1));
        }
    }
    let ties = |d| matches!(d, Deprel::Case | Deprel::Cc | Deprel::CcPreconj | Deprel::Punct | Deprel::Mark);
    for child in analysis.children(head).iter().copied() {
        let own = analysis.subtree(child);
        if child < head && own.start == tokens.start && ties(analysis.token(child).deprel) {
            tokens.start = own.end.min(head);
        }
    }
    let tokens = trim(context, tokens);
    match tokens.end.checked_sub(1) {
        Some(last) if last > head && analysis.token(last).xpos == Xpos::Pos => Tokens::new(tokens.start, last),
        _ => tokens,
    }
}
