//! Events of PETRARCH-2's dictionaries: what a clause means is made of its verb, its parties and the clauses under it.
//!
//! Each clause has the events of its verb: who stands in the subject, who in the objects or else in the prepositional
//! phrases, and the code. A verb without a party of its own takes the events of the clauses under it: it becomes their
//! source where they have none (`wants to help Tarn`), or they become its target. The codes are put together, a
//! transformation of the dictionary makes one event of two, and an event about an event that nothing makes one is left out.

use super::fit::Fit;
use super::{Chosen, Sentence};
use crate::dictionary::Origin;
use crate::dictionary::pattern::Pattern;
use crate::dictionary::verbs::VerbEntry;
use crate::events::frame::Frame;
use crate::events::grammar::{WIDTH, is_infinitive};
use crate::events::misparse;
use crate::lexicons::events::Slot;
use sayso_language::{Deprel, Upos, Xpos};

/// How deep clauses are read under clauses.
const DEPTH: u8 = 12;

/// What became of a code on its way up.
#[derive(Clone, Debug)]
pub(in crate::events) struct Step {
    /// The line of a dictionary that did it.
    pub(in crate::events) origin: Option<Origin>,
    /// What stands there.
    pub(in crate::events) entry: String,
    /// What it did.
    pub(in crate::events) says: String,
}

/// An event of a clause.
#[derive(Clone, Default)]
pub(super) struct Meaning<'a> {
    /// The verb that tells it.
    pub(super) head: u32,
    /// Coded phrases, by number.
    pub(super) source: Vec<usize>,
    pub(super) target: Vec<usize>,
    /// None where its verb has none.
    pub(super) code: Option<String>,
    /// Whether its source is whoever the verb above gives it: that of an infinitive.
    pub(super) waits: bool,
    /// Whether the code says already that it is not done.
    pub(super) refused: bool,
    /// Tokens of the action besides the verb.
    pub(super) words: Vec<u32>,
    /// The verb's line, its pattern, and the code that they gave.
    pub(super) entry: Option<&'a VerbEntry>,
    pub(super) pattern: Option<&'a Pattern>,
    /// What became of that.
    pub(super) steps: Vec<Step>,
}

impl<'a> Sentence<'_, 'a> {
    /// The events of the sentence: those of the clauses that stand under no other.
    pub(super) fn meanings(&self) -> Vec<Meaning<'a>> {
        let analysis = self.context.analysis;
        let (Some(first), Some(last)) = (self.words.first(), self.words.last()) else { return Vec::new() };
        let mut found = Vec::new();
        for at in first.token..=last.token {
            let token = analysis.token(at);
            let own = match token.deprel {
                Deprel::Root | Deprel::Parataxis | Deprel::Discourse | Deprel::Dep => true,
                // `rebels attacked, officials said`: what stands before the verb of saying stands beside it.
                Deprel::Ccomp => self.is_before(at, token.head),
                Deprel::Conj => self.is_clause(at) && !self.is_clause(token.head),
                Deprel::Advcl => self.is_unmarked(at),
                Deprel::Acl => self.misread_subject(at).is_some(),
                _ => misparse::hidden_verb(self.context, at).is_some(),
            };
            if own {
                found.extend(self.clause(at, DEPTH));
            }
        }
        found
    }

    fn is_before(&self, clause: u32, verb: u32) -> bool {
        clause < verb && self.context.analysis.subtree(clause).end <= verb
    }

    /// The subject of a verb that the parser took for what describes a noun, in a sentence without another verb: `warplanes
    /// bombed rebels`, where a participle would have no object.
    fn misread_subject(&self, at: u32) -> Option<u32> {
        let analysis = self.context.analysis;
        let token = analysis.token(at);
        let lacks = |of: u32, wanted: &[Deprel]| wanted.iter().all(|d| analysis.child(of, *d).is_none());
        let verb = token.deprel == Deprel::Acl
            && matches!(token.xpos, Xpos::Vbn | Xpos::Vbd)
            && analysis.child(at, Deprel::Obj).is_some()
            && lacks(at, &[Deprel::AuxPass, Deprel::OblAgent]);
        let alone = analysis.token(token.head).deprel == Deprel::Root
            && analysis.token(token.head).upos == Upos::Noun
            && lacks(token.head, &[Deprel::Cop, Deprel::Nsubj]);
        (verb && alone).then_some(token.head)
    }

    /// Whether a clause is finite and nothing brings it in, so that it stands beside the verb and not under it.
    fn is_unmarked(&self, at: u32) -> bool {
        let analysis = self.context.analysis;
        let finite = matches!(analysis.token(at).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
            || analysis.child(at, Deprel::Aux).is_some();
        finite && analysis.child(at, Deprel::Nsubj).is_some() && analysis.child(at, Deprel::Mark).is_none()
    }

    fn is_clause(&self, at: u32) -> bool {
        let analysis = self.context.analysis;
        matches!(analysis.token(at).upos, Upos::Verb | Upos::Aux)
            || [Deprel::Nsubj, Deprel::Cop].into_iter().any(|d| analysis.child(at, d).is_some())
    }

    /// The events of a clause and of those that `and` joins with it.
    fn clause(&self, head: u32, depth: u8) -> Vec<Meaning<'a>> {
        let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
        let analysis = self.context.analysis;
        let frame = Frame::of(self.context, head);
        let chosen = self.chosen_at(head);
        let mut found = self.own(&frame, chosen, depth);
        for auxiliary in frame.fillers(Slot::Auxiliary) {
            self.under_auxiliary(auxiliary, &mut found);
        }
        if frame.has(Slot::Negation) && !chosen.is_some_and(|c| c.refused) {
            found = found.into_iter().filter_map(|one| self.negated(one)).collect();
        }
        for &child in analysis.children(head).iter().take(WIDTH) {
            if analysis.token(child).deprel == Deprel::Conj && self.is_clause(child) && self.is_clause(head) {
                found.extend(self.clause(child, depth));
            }
        }
        found
    }

    /// The events of the clause of one verb.
    fn own(&self, frame: &Frame, chosen: Option<&Chosen<'a>>, depth: u8) -> Vec<Meaning<'a>> {
        let head = frame.head;
        let up = self.upper(frame, chosen);
        let waits = up.is_empty() && self.is_bare(head);
        let mut outer = Meaning { head, source: up, waits, ..Meaning::default() };
        let passive = frame.passive && self.misread_subject(head).is_none();
        let mut fit = &Fit::default();
        let mut swapped = false;
        if let Some(chosen) = chosen {
            swapped = chosen.code.forward.is_none();
            fit = &chosen.fit;
            outer.code = chosen.code.forward.as_ref().or(chosen.code.backward.as_ref()).cloned();
            outer.refused = chosen.refused;
            outer.words.clone_from(&chosen.words);
            outer.entry = Some(chosen.entry);
            outer.pattern = chosen.pattern;
        }
        if outer.code.is_some() && (passive || swapped) {
            let agents = if passive { self.agents(frame) } else { self.lower(frame, fit, &outer.source) };
            let target = std::mem::replace(&mut outer.source, agents);
            outer.target = if target.is_empty() { self.aims(head) } else { target };
            if let Some(bound) = fit.source {
                outer.source = self.group(bound);
            }
            return vec![outer];
        }
        if fit.both {
            outer.source = fit.compound.map(|c| self.group(c)).unwrap_or_default();
            outer.target = outer.source.clone();
            return vec![outer];
        }
        let low = self.lower(frame, fit, &outer.source);
        if low.is_empty() || outer.code.is_none() {
            let inner = self.under(head, depth);
            if inner.is_empty() {
                outer.target = low;
                return vec![outer];
            }
            // What the dictionary has no verb for may still say who is to act: `cajoled Holm to help`.
            let object = frame.fillers(Slot::Object).any(|at| at > head && !self.inside(at, &outer.source).is_empty());
            let resolved = inner.into_iter().filter_map(|(how, mut one)| {
                if object && how == Deprel::Xcomp && one.source.is_empty() {
                    one.source.clone_from(&low);
                }
                self.resolve(one, how, &outer)
            });
            return resolved.collect();
        }
        // `asked Holm to help`: Holm is whom the clause is about.
        let controlled = self.controlled(head, outer.code.as_deref());
        let mut found = Vec::new();
        for clause in controlled {
            for mut one in self.clause(clause, depth) {
                if one.source.is_empty() {
                    one.source.clone_from(&low);
                }
                found.extend(self.resolve(one, Deprel::Xcomp, &outer));
            }
        }
        if found.is_empty() {
            outer.target = low;
            found.push(outer);
        }
        found
    }

    /// Whether a clause under a verb has no subject of its own.
    fn is_bare(&self, head: u32) -> bool {
        let analysis = self.context.analysis;
        matches!(analysis.token(head).deprel, Deprel::Xcomp | Deprel::Advcl | Deprel::Ccomp | Deprel::Acl)
            && analysis.child(head, Deprel::Nsubj).is_none()
            && analysis.child(head, Deprel::NsubjPass).is_none()
    }

    /// The phrases of the subject that stands with the verb; of a passive too.
    fn upper(&self, frame: &Frame, chosen: Option<&Chosen>) -> Vec<usize> {
        let analysis = self.context.analysis;
        let head = frame.head;
        if !frame.passive
            && let Some(bound) = chosen.and_then(|c| c.fit.source)
        {
            return self.group(bound);
        }
        if let Some(noun) = self.misread_subject(head) {
            let own = self.context.analysis.subtree(head);
            let described = self.inside(noun, &[]);
            let phrase = described.first().and_then(|n| self.phrases.get(*n));
            return if phrase.is_some_and(|p| p.tokens.start < own.start) { described } else { Vec::new() };
        }
        if self.is_bare(head) {
            return Vec::new();
        }
        let slot = if frame.passive { Slot::Object } else { Slot::Subject };
        let verbal = matches!(analysis.token(head).upos, Upos::Verb | Upos::Aux);
        let subject = analysis.child(head, Deprel::Nsubj).filter(|_| !verbal);
        // The subject next to the verb: a dateline before it may look like another.
        let mut subjects: Vec<u32> = subject.into_iter().chain(frame.fillers(slot)).collect();
        subjects.sort_by_key(|at| (*at > head, at.abs_diff(head)));
        subjects.into_iter().map(|at| self.inside(at, &[])).find(|p| !p.is_empty()).unwrap_or_default()
    }

    /// The first coded phrase in the phrase of a head, and those joined with it. What a relative clause tells of it does
    /// not count.
    fn inside(&self, head: u32, other: &[usize]) -> Vec<usize> {
        let analysis = self.context.analysis;
        let tokens = analysis.subtree(head);
        let from = self.phrases.partition_point(|p| p.tokens.end <= tokens.start);
        let inside = self.phrases.iter().enumerate().skip(from).take(WIDTH);
        let inside = inside.take_while(|(_, p)| p.tokens.start < tokens.end);
        let in_relative_clause = |at: u32| {
            let way = std::iter::once(at).chain(analysis.ancestors(at)).take(usize::from(DEPTH));
            way.take_while(|w| *w != head).any(|w| analysis.token(w).deprel == Deprel::AclRelcl)
        };
        let mut inside = inside.filter(|(n, p)| !other.contains(n) && !in_relative_clause(p.head));
        inside.next().map(|(first, _)| self.group(first)).unwrap_or_default()
    }

    /// Who is acted on: the first coded phrase among the objects, else among the prepositional phrases.
    fn lower(&self, frame: &Frame, fit: &Fit, other: &[usize]) -> Vec<usize> {
        let analysis = self.context.analysis;
        if let Some(bound) = fit.target.or(fit.compound.filter(|_| !fit.both)) {
            return self.group(bound);
        }
        let objects = [Slot::Object, Slot::Indirect].into_iter().flat_map(|slot| frame.fillers(slot));
        let objects = objects.filter(|at| *at > frame.head);
        let phrases = analysis.children(frame.head).iter().take(WIDTH).copied().filter(|c| {
            let token = analysis.token(*c);
            *c > frame.head && matches!(token.deprel, Deprel::Obl | Deprel::Nmod | Deprel::OblUnmarked | Deprel::Advmod)
        });
        objects.chain(phrases).map(|at| self.inside(at, other)).find(|p| !p.is_empty()).unwrap_or_default()
    }

    /// Who does what a passive tells: `by`, `from`, and `in` where what happens is under it (`killed in a raid by Tarn`);
    /// who is only the place does nothing.
    fn agents(&self, frame: &Frame) -> Vec<usize> {
        let analysis = self.context.analysis;
        let by = frame.fillers(Slot::Subject).map(|at| self.inside(at, &[])).find(|p| !p.is_empty());
        by.or_else(|| {
            ["from", "in"].into_iter().find_map(|preposition| {
                let found = self.with_preposition(frame.head, &[preposition]).find_map(|at| {
                    let found = self.inside(at, &[]);
                    let place = found.first().and_then(|p| self.phrases.get(*p)).is_some_and(|p| {
                        preposition == "in" && (p.name.is_none_or(|name| name.contains(at)) && p.tokens.contains(at))
                    });
                    (!found.is_empty() && !place).then_some(found)
                });
                found.filter(|_| analysis.token(frame.head).upos == Upos::Verb)
            })
        })
        .unwrap_or_default()
    }

    /// Whom a passive without a coded subject is aimed at: `was fired at Tarn`.
    fn aims(&self, verb: u32) -> Vec<usize> {
        let places = self.with_preposition(verb, &["at", "against", "into", "towards"]);
        places.map(|at| self.inside(at, &[])).find(|p| !p.is_empty()).unwrap_or_default()
    }

    fn with_preposition<'p>(&'p self, verb: u32, wanted: &'p [&'p str]) -> impl Iterator<Item = u32> + 'p {
        let analysis = self.context.analysis;
        analysis.children(verb).iter().take(WIDTH).copied().filter(move |child| {
            matches!(analysis.token(*child).deprel, Deprel::Obl | Deprel::OblAgent | Deprel::Nmod)
                && analysis.child(*child, Deprel::Case).is_some_and(|case| wanted.contains(&analysis.lemma(case)))
        })
    }

    /// The events of the clauses under a verb, with how they stand under it.
    fn under(&self, head: u32, depth: u8) -> Vec<(Deprel, Meaning<'a>)> {
        let analysis = self.context.analysis;
        let mut found = Vec::new();
        for &child in analysis.children(head).iter().take(WIDTH) {
            let how = analysis.token(child).deprel;
            let counts = match how {
                Deprel::Xcomp => true,
                Deprel::Ccomp => !self.is_before(child, head),
                // `after leaving Holm` is a phrase and no clause.
                Deprel::Advcl => {
                    let marked = analysis.child(child, Deprel::Mark).is_some();
                    !self.is_unmarked(child) && (!marked || analysis.token(child).xpos != Xpos::Vbg)
                }
                _ => false,
            };
            if counts {
                found.extend(self.clause(child, depth).into_iter().map(|one| (how, one)));
            }
        }
        found
    }

    /// The clauses under a verb whose subject is its object: `asked Holm to help`, for the parser often a purpose.
    fn controlled(&self, head: u32, code: Option<&str>) -> Vec<u32> {
        let analysis = self.context.analysis;
        let children = analysis.children(head).iter().take(WIDTH).copied();
        children
            .filter(|child| match analysis.token(*child).deprel {
                Deprel::Xcomp => true,
                Deprel::Advcl | Deprel::Ccomp => {
                    code.is_some_and(super::is_about_acts) && is_infinitive(self.context, *child)
                }
                _ => false,
            })
            .collect()
    }
}
