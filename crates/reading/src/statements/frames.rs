//! What a cue's clause says was said: the content by the frames of the lexicon.

use super::grammar::{case_among, case_is, is_nominal, is_passive, phrase, subject};
use super::pieces::without;
use super::proposal::Proposal;
use crate::Context;
use crate::lexicons::cues::{CueClass, CueRow, Frame};
use sayso_language::{Deprel, Tokens, Upos, Xpos};

/// Fills in the content (and the addressee, where the frame names one) from the clause of a verb.
pub(super) fn fill(context: &Context, found: &mut Proposal, row: &CueRow) {
    let passive = is_passive(context, found.head);
    let attempts: [(Frame, Fill); 13] = [
        (Frame::Quoted, quoted),
        (Frame::ObjTo, object_infinitive),
        (Frame::That, clause),
        (Frame::Whether, question),
        (Frame::PrepObjTo, prepositional_infinitive),
        (Frame::ObjOf, object_preposition),
        (Frame::ObjAs, object_as),
        (Frame::Small, predicate),
        (Frame::To, infinitive),
        (Frame::Ing, gerund),
        (Frame::OutObj, particle_object),
        (Frame::Prep, preposition),
        (Frame::Obj, object),
    ];
    for (frame, fill) in attempts {
        if row.has(frame) && fill(context, found, row, passive) {
            found.frame = Some(frame);
            break;
        }
    }
    if row.has(Frame::Told) && found.addressee.is_none() {
        found.addressee = if passive { subject(context, found.head) } else { object_of(context, found.head) };
        found.addressee = found.addressee.filter(|a| !found.content.iter().any(|c| c.contains(*a)));
    }
}

type Fill = fn(&Context, &mut Proposal, &CueRow, bool) -> bool;

/// `said that he left`, `he left, she said`.
fn clause(context: &Context, found: &mut Proposal, _: &CueRow, _: bool) -> bool {
    let analysis = context.analysis;
    let head = found.head;
    let complement = analysis.children(head).iter().copied().filter(|c| {
        let deprel = analysis.token(*c).deprel;
        matches!(deprel, Deprel::Ccomp | Deprel::CsubjPass)
            || (deprel == Deprel::Csubj && is_passive(context, head))
            || (deprel == Deprel::Parataxis && is_clause(context, *c) && (*c < head || follows_colon(context, *c)))
    });
    if let Some(complement) = complement.max_by_key(|c| analysis.subtree(*c).len()) {
        let mut words = analysis.subtree(complement);
        words.start = severed_subject(context, head, complement).map_or(words.start, |s| s.min(words.start));
        found.content = vec![words];
        return true;
    }
    inserted(context, found)
}

/// Where the subject of a clause begins that the parser took for the cue's own object: `said | minutes of the talks |
/// were shared`. No verb of saying has an object and a finite clause without subject and `that`.
fn severed_subject(context: &Context, cue: u32, complement: u32) -> Option<u32> {
    let analysis = context.analysis;
    let own = analysis.subtree(complement);
    let finite = |at: u32| matches!(analysis.token(at).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
    let opens = analysis.children(complement).iter().copied().find(|c| {
        let deprel = analysis.token(*c).deprel;
        *c < complement && matches!(deprel, Deprel::Aux | Deprel::AuxPass | Deprel::Cop)
    });
    let verb = opens.unwrap_or(complement);
    if complement < cue || !finite(verb) || own.start != verb || subject(context, complement).is_some() {
        return None;
    }
    let between = analysis.children(cue).iter().copied().filter(|c| *c > cue && *c < complement);
    let object = between
        .clone()
        .find(|c| matches!(analysis.token(*c).deprel, Deprel::Obj | Deprel::Iobj) && is_nominal(context, *c))?;
    let start = analysis.subtree(object).start;
    // A comma would set off something else.
    let unbroken = (start..own.start).all(|at| context.form(at) != ",") && start == cue + 1;
    unbroken.then_some(start)
}

/// `He left, she said, at noon`: the cue hangs below the clause that it reports.
fn inserted(context: &Context, found: &mut Proposal) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(found.head);
    let host = token.head;
    let beside = token.deprel == Deprel::Parataxis || super::joined::is_spliced(context, found);
    if !beside || host == found.head {
        return false;
    }
    let own = analysis.subtree(found.head);
    let mut parts = without(analysis.subtree(host), own);
    if host < found.head {
        // What follows the cue goes with the cue where it only tells how it was said: `…, she said, without
        // naming anyone`, `…, she said, adding that …`.
        parts.retain(|p| p.start < own.start || !is_manner(context, *p));
    }
    found.content = parts;
    !found.content.is_empty()
}

fn is_manner(context: &Context, piece: Tokens) -> bool {
    let analysis = context.analysis;
    let first = piece.iter().find(|at| analysis.token(*at).upos != Upos::Punct);
    first.is_none_or(|at| {
        context.form(at).eq_ignore_ascii_case("without")
            || context.form(at).eq_ignore_ascii_case("while")
            || analysis.token(at).xpos == Xpos::Vbg
    })
}

/// Whether the head is a verb, or has a subject or copula.
fn is_clause(context: &Context, at: u32) -> bool {
    let analysis = context.analysis;
    matches!(analysis.token(at).upos, Upos::Verb | Upos::Aux)
        || subject(context, at).is_some()
        || analysis.child(at, Deprel::Cop).is_some()
}

fn follows_colon(context: &Context, at: u32) -> bool {
    let start = context.analysis.subtree(at).start;
    let before = |n: u32| start.checked_sub(n).map_or("", |at| context.form(at));
    context.form(start) == ":" || before(1) == ":" || before(2) == ":"
}

/// `asked whether he left`, `questioned people on whether they were attending`.
fn question(context: &Context, found: &mut Proposal, _: &CueRow, _: bool) -> bool {
    let analysis = context.analysis;
    let head = found.head;
    let asks =
        |c: u32| ["whether", "if", "why", "how", "what", "who", "when", "where"].iter().any(|w| case_is(context, c, w));
    let clause = analysis.children(head).iter().copied().find(|c| {
        let clausal = matches!(analysis.token(*c).deprel, Deprel::Ccomp | Deprel::Advcl | Deprel::Xcomp | Deprel::Obl);
        *c > head && clausal && asks(*c)
    });
    let Some(clause) = clause else { return false };
    found.content = vec![analysis.subtree(clause)];
    found.addressee = object_of(context, head).filter(|o| *o < clause);
    true
}

/// The direct object, or the indirect one where there is no other.
pub(super) fn object_of(context: &Context, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    analysis.child(verb, Deprel::Iobj).or_else(|| analysis.child(verb, Deprel::Obj))
}

/// The infinitive below a verb: `vowed | to defy the ban`.
fn infinitive_of(context: &Context, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    analysis.children(verb).iter().copied().find(|c| {
        let clausal = matches!(analysis.token(*c).deprel, Deprel::Xcomp | Deprel::Ccomp | Deprel::Advcl);
        *c > verb && clausal && case_is(context, *c, "to")
    })
}

/// `vowed to defy the ban`; `is said to have left` with its subject.
fn infinitive(context: &Context, found: &mut Proposal, _: &CueRow, passive: bool) -> bool {
    let Some(infinitive) = infinitive_of(context, found.head) else { return false };
    if context.analysis.token(infinitive).deprel == Deprel::Advcl {
        return false;
    }
    found.content = vec![context.analysis.subtree(infinitive)];
    if passive {
        found.content.extend(subject(context, found.head).map(|s| phrase(context, s, found.head)));
    }
    true
}

/// `urged him to leave`: the one who is to act belongs to what is said.
fn object_infinitive(context: &Context, found: &mut Proposal, _: &CueRow, passive: bool) -> bool {
    let analysis = context.analysis;
    let Some(infinitive) = infinitive_of(context, found.head) else { return false };
    let object = if passive { subject(context, found.head) } else { object_of(context, found.head) };
    let Some(object) = object else { return false };
    if !passive && object > infinitive {
        return false;
    }
    let object_tokens = phrase(context, object, found.head);
    found.addressee = Some(object);
    found.content = if passive {
        vec![object_tokens, analysis.subtree(infinitive)]
    } else {
        vec![Tokens::new(object_tokens.start, analysis.subtree(infinitive).end)]
    };
    true
}

/// `called on him to leave`.
fn prepositional_infinitive(context: &Context, found: &mut Proposal, row: &CueRow, _: bool) -> bool {
    let analysis = context.analysis;
    let Some(target) = oblique(context, found.head, &row.with) else { return false };
    let infinitive = infinitive_of(context, found.head).or_else(|| {
        let mut below = analysis.children(target).iter().copied();
        below.find(|c| *c > target && analysis.token(*c).deprel == Deprel::Acl && case_is(context, *c, "to"))
    });
    let Some(infinitive) = infinitive else { return false };
    found.addressee = Some(target);
    add_preposition(context, found, target);
    let target = phrase(context, target, found.head);
    found.content = vec![Tokens::new(target.start, analysis.subtree(infinitive).end)];
    true
}

/// `accused him of leaving`, `praised her for it`.
fn object_preposition(context: &Context, found: &mut Proposal, row: &CueRow, passive: bool) -> bool {
    let object = if passive { subject(context, found.head) } else { object_of(context, found.head) };
    let Some(object) = object else { return false };
    let rest = oblique(context, found.head, &row.with);
    with_rest(context, found, object, rest, passive)
}

/// `described him as absent`.
fn object_as(context: &Context, found: &mut Proposal, _: &CueRow, passive: bool) -> bool {
    let object = if passive { subject(context, found.head) } else { object_of(context, found.head) };
    let Some(object) = object else { return false };
    let rest = oblique(context, found.head, &["as"]);
    with_rest(context, found, object, rest, passive)
}

fn with_rest(context: &Context, found: &mut Proposal, object: u32, rest: Option<u32>, passive: bool) -> bool {
    let Some(rest) = rest.filter(|r| passive || *r > object) else { return false };
    let object = phrase(context, object, found.head);
    let rest = context.analysis.subtree(rest);
    found.content = if passive { vec![object, rest] } else { vec![Tokens::new(object.start, rest.end)] };
    true
}

/// A phrase or clause below the verb that one of `words` introduces.
fn oblique(context: &Context, verb: u32, words: &[&'static str]) -> Option<u32> {
    let analysis = context.analysis;
    analysis.children(verb).iter().copied().find(|c| {
        let ties = matches!(analysis.token(*c).deprel, Deprel::Obl | Deprel::Advcl | Deprel::Xcomp | Deprel::Nmod);
        *c > verb && ties && case_among(context, *c, words).is_some()
    })
}

/// `declared the vote void`.
fn predicate(context: &Context, found: &mut Proposal, _: &CueRow, passive: bool) -> bool {
    let analysis = context.analysis;
    let object = if passive { subject(context, found.head) } else { object_of(context, found.head) };
    let Some(object) = object else { return false };
    let predicate = analysis.child(found.head, Deprel::Xcomp).filter(|x| !case_is(context, *x, "to"));
    with_rest(context, found, object, predicate, passive)
}

/// `described witnessing bodies`.
fn gerund(context: &Context, found: &mut Proposal, _: &CueRow, _: bool) -> bool {
    let analysis = context.analysis;
    let gerund = analysis.children(found.head).iter().copied().find(|c| {
        let token = analysis.token(*c);
        *c > found.head
            && token.xpos == Xpos::Vbg
            && matches!(token.deprel, Deprel::Xcomp | Deprel::Ccomp | Deprel::Obj)
    });
    let Some(gerund) = gerund else { return false };
    found.content = vec![analysis.subtree(gerund)];
    true
}

/// `ruled out a vote`.
fn particle_object(context: &Context, found: &mut Proposal, row: &CueRow, passive: bool) -> bool {
    let analysis = context.analysis;
    let Some(particle) = analysis.child(found.head, Deprel::CompoundPrt) else { return false };
    if !row.with.iter().any(|w| context.form(particle).eq_ignore_ascii_case(w)) {
        return false;
    }
    found.cue.push(Tokens::new(particle, particle + 1));
    object(context, found, row, passive)
}

/// `warned of a split`, `advised against demonstrations`.
fn preposition(context: &Context, found: &mut Proposal, row: &CueRow, _: bool) -> bool {
    let Some(rest) = oblique(context, found.head, &row.with) else { return false };
    found.content = vec![context.analysis.subtree(rest)];
    true
}

/// `claimed responsibility`, `rejected the charges`; in the passive the subject.
fn object(context: &Context, found: &mut Proposal, _: &CueRow, passive: bool) -> bool {
    let analysis = context.analysis;
    let object = if passive { subject(context, found.head) } else { analysis.child(found.head, Deprel::Obj) };
    let Some(object) = object else { return false };
    found.content = vec![phrase(context, object, found.head)];
    is_nominal(context, object)
}

/// `quoted the minister as saying that …`, `was quoted by Interfax as saying …`: the one quoted is the source,
/// who quotes passes it on.
fn quoted(context: &Context, found: &mut Proposal, _: &CueRow, passive: bool) -> bool {
    let analysis = context.analysis;
    let head = found.head;
    let object = if passive { subject(context, head) } else { object_of(context, head) };
    let below = analysis.children(head).iter().chain(object.map_or(&[][..], |o| analysis.children(o))).copied();
    let saying =
        below.clone().find(|c| *c > head && analysis.token(*c).xpos == Xpos::Vbg && case_is(context, *c, "as"));
    // The parser may take who is quoted for the subject of the saying.
    let subject_of_saying = saying.and_then(|s| subject(context, s)).filter(|s| *s > head);
    let Some(object) = object.or(subject_of_saying) else { return false };
    if let Some(saying) = saying {
        found.cue.push(Tokens::new(saying, saying + 1));
        // `quoted the minister as telling | lawmakers | that …`
        let tells =
            context.lexicons.cues.rows(analysis.lemma(saying), CueClass::Verb).iter().any(|r| r.has(Frame::Told));
        let mut clause = analysis.children(saying).iter().rev().copied();
        let clause = clause.find(|c| {
            let deprel = analysis.token(*c).deprel;
            *c > saying && (deprel == Deprel::Ccomp || (deprel == Deprel::Obj && !tells))
        });
        found.addressee = object_of(context, saying).filter(|_| tells);
        found.content.extend(clause.map(|c| analysis.subtree(c)));
        let before = || below.clone().find(|c| *c < head && analysis.token(*c).deprel == Deprel::Ccomp);
        if found.content.is_empty() && !inserted(context, found) {
            found.content.extend(before().map(|c| analysis.subtree(c)));
        }
    } else if !is_nominal(context, object) || !(inserted(context, found) || found.beside_quotation) {
        return false;
    }
    let passing = if passive {
        super::grammar::agent(context, head).or_else(|| saying.and_then(|s| super::grammar::agent(context, s)))
    } else {
        super::grammar::doer(context, head).or_else(|| between_quotation_and(context, head))
    };
    found.source_head = Some(object);
    found.via.extend(passing.filter(|p| *p != object));
    true
}

/// `“…,” | news agency Belta | quoted him`: what stands between the closing mark and the verb passes it on, even where
/// the parser hangs it elsewhere.
fn between_quotation_and(context: &Context, verb: u32) -> Option<u32> {
    let analysis = context.analysis;
    let mut here = verb.checked_sub(1).filter(|at| is_nominal(context, *at))?;
    for above in analysis.ancestors(here).take(6) {
        if above >= verb || !is_nominal(context, above) || analysis.subtree(above).end != verb {
            break;
        }
        here = above;
    }
    let before = analysis.subtree(here).start.checked_sub(1)?;
    (analysis.token(before).xpos == Xpos::Closequote).then_some(here)
}

/// The preposition that ties `target` to the verb belongs to the cue: `called | on`.
fn add_preposition(context: &Context, found: &mut Proposal, target: u32) {
    let analysis = context.analysis;
    let case = analysis.child(target, Deprel::Case).filter(|c| *c == found.head + 1);
    found.cue.extend(case.map(|c| Tokens::new(c, c + 1)));
}
