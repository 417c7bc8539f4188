//! What stands around a verb: the words that its patterns may name, before and after it, and the coded phrases among them.
//!
//! PETRARCH walked the brackets of a constituent tree: from the verb back to the begin of its clause and of those that
//! hold it, and on to the end of its verb phrase. The same words are those of its own subtree, and of the words above it.

use crate::Context;
use crate::dictionary::coded::CodedPhrase;
use crate::dictionary::words::Word;
use sayso_language::{Deprel, Tokens, Upos};

/// How many steps up the tree, and how many words on a side are looked at.
const STEPS: usize = 12;
const WORDS: usize = 120;

/// The surroundings of a verb.
pub(super) struct Scene<'s> {
    /// The words of the sentence.
    pub(super) words: &'s [Word],
    /// Numbers of the words before the verb, the nearest first.
    pub(super) before: Vec<usize>,
    /// Numbers of the words after it.
    pub(super) after: Vec<usize>,
    /// Coded phrases of the document.
    pub(super) phrases: &'s [CodedPhrase],
    /// For each word of the sentence the number of the phrase that it stands in.
    pub(super) by_word: &'s [Option<usize>],
}

impl<'s> Scene<'s> {
    /// The scene of the words `from..to`, of which token `verb` is the verb.
    pub(super) fn of(
        context: &Context,
        verb: u32,
        (from, to): (usize, usize),
        words: &'s [Word],
        phrases: &'s [CodedPhrase],
        by_word: &'s [Option<usize>],
    ) -> Self {
        let before = before(context, verb);
        let after = after(context, verb);
        let within = |places: &[Tokens], number: &usize| {
            words.get(*number).is_some_and(|w| places.iter().any(|place| place.contains(w.token)))
        };
        Self {
            before: (0..from).rev().filter(|n| within(&before, n)).take(WORDS).collect(),
            after: (to..words.len()).filter(|n| within(&after, n)).take(WORDS).collect(),
            words,
            phrases,
            by_word,
        }
    }

    /// The coded phrase that a word stands in.
    pub(super) fn phrase_of(&self, word: usize) -> Option<usize> {
        self.by_word.get(word).copied().flatten()
    }

    /// Whether `and` joins two phrases.
    pub(super) fn same_group(&self, one: usize, other: usize) -> bool {
        let group = |number: usize| self.phrases.get(number).map(|p| p.group);
        group(one).is_some() && group(one) == group(other)
    }

    /// Whether a phrase is joined with another.
    pub(super) fn is_joined(&self, phrase: usize) -> bool {
        (phrase.saturating_sub(12)..phrase + 12).any(|other| other != phrase && self.same_group(other, phrase))
    }

    /// The phrase and those joined with it.
    pub(super) fn group(&self, phrase: usize) -> Vec<usize> {
        group(self.phrases, phrase)
    }
}

/// A phrase and those joined with it.
pub(super) fn group(phrases: &[CodedPhrase], phrase: usize) -> Vec<usize> {
    let number = |at: usize| phrases.get(at).map(|p| p.group);
    let near = phrase.saturating_sub(12)..(phrase + 12).min(phrases.len());
    near.filter(|other| number(*other) == number(phrase)).collect()
}

/// Places of the words before a verb: its own, and those of the clauses that hold it.
fn before(context: &Context, verb: u32) -> Vec<Tokens> {
    let analysis = context.analysis;
    let mut places = vec![Tokens::new(analysis.subtree(verb).start, verb)];
    let mut here = verb;
    for above in analysis.ancestors(verb).take(STEPS) {
        let relation = analysis.token(here).deprel;
        let own_subject = [Deprel::Nsubj, Deprel::NsubjPass].iter().any(|d| analysis.child(here, *d).is_some());
        if own_subject && matches!(relation, Deprel::Advcl | Deprel::AclRelcl | Deprel::Parataxis) {
            break;
        }
        let coordinated = relation == Deprel::Conj && matches!(analysis.token(here).upos, Upos::Verb | Upos::Aux);
        for &child in analysis.children(above).iter().take(64) {
            let token = analysis.token(child);
            let tokens = analysis.subtree(child);
            let clause = matches!(token.deprel, Deprel::Advcl | Deprel::Parataxis | Deprel::Ccomp)
                || (token.deprel == Deprel::Conj && token.upos == Upos::Verb);
            if tokens.end <= verb && !clause && !(coordinated && child > above) {
                places.push(tokens);
            }
        }
        if above < verb && !coordinated {
            places.push(Tokens::new(above, above + 1));
        }
        here = above;
    }
    places
}

/// Places of the words after a verb: those of its subtree, without clauses that are only joined to its own.
fn after(context: &Context, verb: u32) -> Vec<Tokens> {
    let analysis = context.analysis;
    let mut places = Vec::new();
    let mut from = verb + 1;
    for &child in analysis.children(verb).iter().take(64) {
        let token = analysis.token(child);
        let tokens = analysis.subtree(child);
        let joined = (token.deprel == Deprel::Conj && matches!(token.upos, Upos::Verb | Upos::Aux))
            || token.deprel == Deprel::Parataxis;
        if joined && tokens.start > verb {
            places.push(Tokens::new(from, tokens.start));
            from = tokens.end;
        }
    }
    places.push(Tokens::new(from, analysis.subtree(verb).end));
    places
}
