//! On what occasion something was said, and whether the one who said it stays unnamed.

use super::grammar::{case_among, phrase, subject};
use super::pieces::covers;
use super::proposal::Proposal;
use crate::Context;
use crate::draft::{Actors, MentionForm, Phrase};
use sayso_language::{Deprel, NameKind, Tokens, Upos, Xpos};

/// The occasion: a phrase beside the cue whose noun the lexicon has with its preposition (`at a press briefing`), or
/// a place's name (`in Geneva`).
pub(super) fn setting(context: &Context, found: &Proposal) -> Option<Phrase> {
    let analysis = context.analysis;
    let mut verb = found.head;
    for _ in 0..4 {
        let mut below = analysis.children(verb).iter().copied();
        if let Some(noun) = below.find(|c| is_occasion(context, found, *c)) {
            let own = analysis.subtree(noun);
            // What hangs below the occasion and is the content itself (`in a statement that he …`) is no part of it.
            let others = found.content.iter().chain(&found.source).map(|c| c.start);
            let end = others.filter(|s| own.contains(*s) && *s > noun).min().unwrap_or(own.end);
            let end = if own.contains(found.head) && found.head > noun { end.min(found.head) } else { end };
            let tokens = super::pieces::trim(context, Tokens::new(own.start, end));
            return Some(Phrase { tokens: vec![tokens], head: Some(noun), actor: None });
        }
        // `On Monday, at a rally, he went on to say …`: the phrase may hang on the verb above.
        let token = analysis.token(verb);
        let climbs = matches!(token.deprel, Deprel::Xcomp | Deprel::Conj | Deprel::Advcl) && token.head != verb;
        if !climbs || covers(&found.content, token.head) {
            return None;
        }
        verb = token.head;
    }
    None
}

fn is_occasion(context: &Context, found: &Proposal, noun: u32) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(noun);
    // A subject with a preposition is a phrase that the parser mistook.
    let ties = matches!(token.deprel, Deprel::Obl | Deprel::Nmod | Deprel::Nsubj);
    if !ties || covers(&found.content, noun) || covers(&found.source, noun) || covers(&found.cue, noun) {
        return false;
    }
    let with = context.lexicons.occasions.prepositions(analysis.lemma(noun));
    if case_among(context, noun, with).is_some() {
        return true;
    }
    let is_place = || {
        let names = analysis.names();
        let first = names.partition_point(|n| n.tokens.end <= noun);
        names
            .get(first)
            .is_some_and(|n| n.tokens.contains(noun) && matches!(n.kind, NameKind::Location | NameKind::Country))
    };
    token.upos == Upos::Propn && case_among(context, noun, &["in", "at", "from"]).is_some() && is_place()
}

/// Whether somebody speaks whom the article does not name: a common noun for a person or group, without a name in
/// the phrase, that points at nobody known (`officials`, `a senior diplomat who asked not to be named`).
pub(super) fn is_anonymous(context: &Context, actors: &Actors, found: &Proposal) -> bool {
    let analysis = context.analysis;
    let Some(head) = found.source_head else { return false };
    let head = if matches!(analysis.token(head).xpos, Xpos::Wp | Xpos::Wdt) { antecedent(context, head) } else { head };
    if named(actors, head) {
        return false;
    }
    let counted = analysis.token(head).upos == Upos::Num
        || ["some", "many", "several", "others", "another", "most", "few", "one"]
            .iter()
            .any(|w| context.form(head).eq_ignore_ascii_case(w));
    let teller = context.lexicons.occasions.teller(analysis.lemma(head));
    let Some(rarely) = teller.or_else(|| counted.then_some(true)) else { return false };
    let determined = analysis.children(head).iter().copied().any(|c| {
        let the = ["the", "this", "that", "these", "those", "his", "her", "its", "their"];
        c < head && the.iter().any(|w| context.form(c).eq_ignore_ascii_case(w))
    });
    let has_name = analysis.children(head).iter().any(|c| {
        matches!(analysis.token(*c).deprel, Deprel::Appos | Deprel::Flat) && analysis.token(*c).upos == Upos::Propn
    });
    !has_name && (rarely || !determined || asks_not_to_be_named(context, head))
}

/// Whether the actor of the word has a name of its own in the article.
fn named(actors: &Actors, head: u32) -> bool {
    let actor = actors.headed_by(head).and_then(|a| actors.list.get(a));
    actor.is_some_and(|a| a.mentions.iter().any(|m| m.form == MentionForm::Name))
}

fn antecedent(context: &Context, relative: u32) -> u32 {
    let analysis = context.analysis;
    let clause = analysis.ancestors(relative).take(6).find(|a| analysis.token(*a).deprel == Deprel::AclRelcl);
    clause.map_or(relative, |c| analysis.token(c).head)
}

/// `a diplomat who | asked not to be named | said`: on what condition somebody speaks, and nothing that is said.
pub(super) fn is_condition(context: &Context, found: &Proposal) -> bool {
    let analysis = context.analysis;
    let modifies = matches!(analysis.token(found.head).deprel, Deprel::AclRelcl | Deprel::Acl | Deprel::Advcl);
    let mut words = found.content.iter().flat_map(|c| c.iter());
    let hides = |at: u32| {
        let passive = super::grammar::is_passive(context, at);
        passive && matches!(analysis.lemma(at), "name" | "identify" | "quote")
    };
    modifies && super::pieces::count(&found.content) <= 8 && words.any(hides)
}

/// `did not respond to a request for comment`, `did not comment on the report`: that nothing was said is no statement.
/// `declined to comment` is one: it says no.
pub(super) fn is_silence(context: &Context, found: &Proposal) -> bool {
    let silent = matches!(context.analysis.lemma(found.head), "respond" | "reply" | "comment" | "return");
    silent && super::grammar::is_negated(context, found.head) && !is_clause(context, found)
}

/// Whether the content begins with a conjunction of its own: `did not comment | that …`.
fn is_clause(context: &Context, found: &Proposal) -> bool {
    let first = found.content.first().map_or("", |words| context.form(words.start));
    ["that", "whether", "if"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// `who asked not to be named`, `on condition of anonymity`, `who was not authorised to speak`.
fn asks_not_to_be_named(context: &Context, head: u32) -> bool {
    let analysis = context.analysis;
    let sentence = analysis.sentence_of(head).tokens;
    let words = phrase(context, head, head);
    let near = Tokens::new(words.start, words.end.max(head + 1).min(sentence.end));
    let lemma = |at: u32| analysis.lemma(at);
    sentence.iter().any(|at| lemma(at) == "anonymity")
        || near.iter().any(|at| {
            let hides = matches!(lemma(at), "name" | "identify" | "authorise" | "authorize" | "permit");
            hides && analysis.token(at).upos == Upos::Verb && at > head && subject(context, at) != Some(head)
        })
}
