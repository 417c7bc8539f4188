//! Attributions without a reporting verb: nouns (`Khan's claims that …`), adjectives (`concerned that …`),
//! `according to`, and adverbs of hearsay (`reportedly`).

use super::grammar::{agent, case_is, doer, is_passive, phrase, subject};
use super::pieces::{all_without, without};
use super::proposal::Proposal;
use crate::Context;
use crate::lexicons::cues::{CueClass, CueRow, Frame};
use sayso_language::{Deprel, Tokens, Upos};

/// `Khan's claims that …`, `accusations of fraud`, `he made the claim that …`.
pub(super) fn noun<'l>(context: &Context<'l>, at: u32, row: &'l CueRow) -> Option<Proposal<'l>> {
    let analysis = context.analysis;
    let mut found = Proposal::new(at, Some(row));
    let after = || analysis.children(at).iter().copied().filter(|c| *c > at);
    let clause = after().find(|c| {
        let clausal = matches!(analysis.token(*c).deprel, Deprel::Acl | Deprel::Ccomp | Deprel::AclRelcl | Deprel::Dep);
        let opens = |word: &str| context.form(analysis.subtree(*c).start).eq_ignore_ascii_case(word);
        clausal
            && ((row.has(Frame::That) && opens("that") && case_is(context, *c, "that"))
                || (row.has(Frame::Whether) && opens("whether")))
    });
    let infinitive = || {
        after().find(|c| row.has(Frame::To) && analysis.token(*c).deprel == Deprel::Acl && case_is(context, *c, "to"))
    };
    let prepositions =
        [(Frame::Of, "of"), (Frame::For, "for"), (Frame::About, "about"), (Frame::On, "on"), (Frame::Over, "over")];
    let preposition = || {
        after().find_map(|c| {
            let ties = matches!(analysis.token(c).deprel, Deprel::Nmod | Deprel::Acl);
            let fits = |(f, w): &&(Frame, &str)| row.has(*f) && case_is(context, c, w);
            prepositions.iter().find(fits).filter(|_| ties).map(|(f, _)| (*f, c))
        })
    };
    let (frame, content) =
        clause.map(|c| (Frame::That, c)).or_else(|| infinitive().map(|c| (Frame::To, c))).or_else(preposition)?;
    found.frame = Some(frame);
    found.content = vec![analysis.subtree(content)];
    found.source_head = owner(context, at, content);
    // `accusations of fraud` that nobody makes are a topic, not an attribution.
    (found.source_head.is_some() || frame == Frame::That).then_some(found)
}

/// Whose claim it is: `Khan's claim`, `a claim by Khan`, `Khan made the claim`.
fn owner(context: &Context, noun: u32, content: u32) -> Option<u32> {
    let analysis = context.analysis;
    let by = |c: u32| ["by", "from"].iter().any(|w| case_is(context, c, w));
    let possessor = analysis.child(noun, Deprel::NmodPoss);
    let author = || analysis.children(noun).iter().copied().find(|c| *c != content && *c > noun && by(*c));
    let lender = || {
        let token = analysis.token(noun);
        let verb = token.head;
        let lends = |v: u32| !context.lexicons.cues.rows(analysis.lemma(v), CueClass::Light).is_empty();
        match token.deprel {
            Deprel::Obj if lends(verb) => doer(context, verb),
            Deprel::NsubjPass if lends(verb) => agent(context, verb),
            _ => None,
        }
    };
    possessor.or_else(author).or_else(lender)
}

/// `are concerned that …`, `was adamant that …`.
pub(super) fn adjective<'l>(context: &Context<'l>, at: u32, row: &'l CueRow) -> Option<Proposal<'l>> {
    let analysis = context.analysis;
    let clause = analysis.children(at).iter().copied().find(|c| {
        let clausal = matches!(analysis.token(*c).deprel, Deprel::Ccomp | Deprel::Advcl | Deprel::Xcomp);
        let that = row.has(Frame::That) && (case_is(context, *c, "that") || analysis.token(*c).deprel == Deprel::Ccomp);
        *c > at && clausal && (that || (row.has(Frame::To) && case_is(context, *c, "to")))
    })?;
    let source = subject(context, at).or_else(|| doer(context, at))?;
    let mut found = Proposal::new(at, Some(row));
    found.frame = Some(if case_is(context, clause, "to") { Frame::To } else { Frame::That });
    found.content = vec![analysis.subtree(clause)];
    found.source_head = Some(source);
    Some(found)
}

/// `according to the party`: the clause around it is what the party said.
pub(super) fn according<'l>(context: &Context<'l>, at: u32, row: &'l CueRow) -> Option<Proposal<'l>> {
    let analysis = context.analysis;
    let next = context.analysis.tokens().get(at as usize + 1)?;
    if !row.with.is_empty() && !row.with.iter().any(|w| next.span.of(&context.document.text).eq_ignore_ascii_case(w)) {
        return None;
    }
    // The source heads the phrase, the clause's word stands above it. Where the parser made `according` the
    // head, the source stands below.
    let own = analysis.token(at);
    let (source, host) = if own.deprel == Deprel::Case || own.deprel == Deprel::Fixed {
        (own.head, analysis.token(own.head).head)
    } else {
        let source = analysis.children(at).iter().copied().find(|c| *c > at && analysis.token(*c).upos != Upos::Adp)?;
        (source, own.head)
    };
    if source < at {
        return None;
    }
    let words = analysis.subtree(source);
    let all = Tokens::new(words.start.min(at), words.end);
    let host = if all.contains(host) { return None } else { host };
    let sentence = analysis.sentence_of(at).tokens;
    let leads = all.start <= sentence.start + 1;
    let closes = trailing(context, all.end, sentence);
    let whole = analysis.subtree(clause_above(context, host, leads || closes));
    let mut found = Proposal::new(at, Some(row));
    if !row.with.is_empty() {
        found.cue = vec![Tokens::new(at, at + 2)];
    }
    found.frame = Some(Frame::Source);
    found.content = without(whole, all);
    found.source = vec![super::pieces::trim(context, Tokens::new(found.cue.first()?.end, all.end))];
    found.source_head = Some(source);
    Some(found)
}

/// Whether only punctuation follows up to the sentence's end.
fn trailing(context: &Context, from: u32, sentence: Tokens) -> bool {
    (from..sentence.end.min(from + 4)).all(|at| context.analysis.token(at).upos == Upos::Punct)
        && sentence.end <= from + 4
}

/// The clause that a phrase at `host` speaks of: the whole sentence where the phrase leads or closes it, unless
/// another's words (a complement clause) stand between.
fn clause_above(context: &Context, host: u32, whole: bool) -> u32 {
    let analysis = context.analysis;
    let mut here = host;
    for above in analysis.ancestors(host).take(40) {
        let deprel = analysis.token(here).deprel;
        let nominal = !matches!(analysis.token(here).upos, Upos::Verb | Upos::Aux) && subject(context, here).is_none();
        let climbs = match deprel {
            Deprel::Ccomp | Deprel::Parataxis => false,
            Deprel::Conj | Deprel::Xcomp => true,
            _ => whole || nominal,
        };
        if !climbs {
            break;
        }
        here = above;
    }
    here
}

/// `He was reportedly arrested`: the clause around the adverb, on nobody's word.
pub(super) fn adverb<'l>(context: &Context<'l>, at: u32, row: &'l CueRow) -> Option<Proposal<'l>> {
    let analysis = context.analysis;
    let token = analysis.token(at);
    if token.deprel != Deprel::Advmod || token.head == at {
        return None;
    }
    let host = token.head;
    // `reportedly said`: the verb has a source of its own, and the adverb only hedges.
    if !context.lexicons.cues.rows(analysis.lemma(host), CueClass::Verb).is_empty() && !is_passive(context, host) {
        return None;
    }
    let mut found = Proposal::new(at, Some(row));
    found.frame = Some(Frame::Clause);
    let whole = match analysis.token(host).deprel {
        Deprel::Acl | Deprel::Amod | Deprel::AclRelcl => return None,
        _ => analysis.subtree(host),
    };
    found.content = all_without(&[whole], Tokens::new(at, at + 1));
    Some(found)
}

/// The words of the source of a proposal whose source's head is known.
pub(super) fn source_words(context: &Context, found: &mut Proposal) {
    if let (Some(head), true) = (found.source_head, found.source.is_empty()) {
        let words = phrase(context, head, found.head);
        found.source = if words.is_empty() { Vec::new() } else { vec![words] };
    }
}
