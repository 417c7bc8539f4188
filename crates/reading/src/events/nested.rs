//! Acts about acts: what is intended, asked for, refused or threatened, and the CAMEO code of the two together.

use super::frame::Frame;
use super::matching::{Match, Reader, known};
use super::parties::{self, Filler};
use crate::lexicons::cameo::Nesting;
use crate::lexicons::events::{Path, Pos, Slot};
use crate::lexicons::hedges::HedgePos;
use sayso_language::{Deprel, Upos};

/// How deep under a word the act that it is about is looked for, and among how many words.
const DEPTH: u8 = 4;
const BREADTH: usize = 24;

impl<'a> Reader<'_, 'a> {
    /// `Finland will lend Estonia money` tells of an intent and `will not lend` of a refusal, as CAMEO has it: of cooperation to
    /// come its own side or the article speaks. What others say that somebody will do is what they say.
    pub(super) fn future(&self, frame: &Frame<'a>, source: &[Filler], code: &str) -> Option<&'static str> {
        let analysis = self.context.analysis;
        let head = frame.head;
        // `said that it would lend` is `will lend` reported.
        let reported = analysis.token(head).deprel == Deprel::Ccomp
            && self.by_cue.contains_key(&analysis.token(head).head)
            && !self.on_condition(head);
        let will = frame.fillers(Slot::Auxiliary).any(|aux| match analysis.lemma(aux) {
            "will" | "shall" => true,
            "would" => reported,
            _ => false,
        });
        // Cooperation to come is an intent; force, sanctions and protests to come are a threat.
        let acts = code.get(..2).is_some_and(|root| ("04".."09").contains(&root) || ("14".."21").contains(&root));
        if !will || !acts || frame.passive || !known(source) {
            return None;
        }
        let nesting = match frame.has(Slot::Negation) {
            true => Nesting::Reject,
            false if self.on_condition(head) => Nesting::Threaten,
            false => Nesting::Intend,
        };
        let token = analysis.token(head);
        if token.deprel == Deprel::Ccomp {
            let side = |code: &Option<String>| code.as_deref().and_then(|c| c.get(..3)).map(str::to_owned);
            let speakers: Vec<Filler> = Frame::of(self.context, token.head)
                .fillers(Slot::Subject)
                .flat_map(|subject| parties::fillers(self.context, self.actors, subject))
                .collect();
            let own = speakers.iter().any(|s| source.iter().any(|f| side(&f.party.code) == side(&s.party.code)));
            // `a statement said`, `officials said`: of no other side.
            let other = speakers.iter().any(|s| s.party.code.as_deref().is_some_and(|code| code.len() >= 3));
            if !own && other {
                return None;
            }
        }
        self.context.lexicons.cameo.nested(nesting, code)
    }

    /// Whether a clause with `unless` stands with a verb: `will withdraw unless they disarm` threatens.
    fn on_condition(&self, verb: u32) -> bool {
        let analysis = self.context.analysis;
        let mut clauses = analysis.children(verb).iter().filter(|c| analysis.token(**c).deprel == Deprel::Advcl);
        clauses.any(|c| analysis.child(*c, Deprel::Mark).is_some_and(|mark| analysis.lemma(mark) == "unless"))
    }

    /// The act that a word is about, the code that the two have together, and the words on the way to it.
    pub(super) fn inner(&self, frame: &Frame<'a>, nesting: Nesting) -> Option<(u32, &'static str, Vec<u32>)> {
        let analysis = self.context.analysis;
        let mut queue: Vec<(u32, u8)> = Vec::new();
        let mut above: Vec<usize> = Vec::new();
        let prepositions = ["for", "to", "of", "on", "against", "with", "from"].map(Slot::Preposition);
        let slots = [Slot::Complement, Slot::Object].into_iter().chain(prepositions);
        for slot in slots {
            queue.extend(self.heads(Path { slot, then: None, below: false }, frame).into_iter().map(|head| (head, 0)));
        }
        above.resize(queue.len(), usize::MAX);
        let mut next = 0;
        while let Some(&(at, depth)) = queue.get(next) {
            next += 1;
            let threat = nesting == Nesting::Intend && self.on_condition(at);
            let nesting = if threat { Nesting::Threaten } else { nesting };
            if let Some(about) = self.bare_code(at)
                && let Some(code) = self.about(nesting, about)
            {
                let mut between = Vec::new();
                let mut here = above.get(next - 1).copied().unwrap_or(usize::MAX);
                while let Some(&(word, _)) = queue.get(here) {
                    between.push(word);
                    here = above.get(here).copied().unwrap_or(usize::MAX);
                }
                return Some((at, code, between));
            }
            if depth >= DEPTH || queue.len() >= BREADTH {
                continue;
            }
            for &child in analysis.children(at).iter().take(BREADTH) {
                let leads = match analysis.token(child).deprel {
                    Deprel::Xcomp
                    | Deprel::Ccomp
                    | Deprel::Acl
                    | Deprel::Obj
                    | Deprel::Nmod
                    | Deprel::Obl
                    | Deprel::Conj => true,
                    // `a truce proposal` is about a truce, `a strike team` about no strike.
                    Deprel::Compound => {
                        self.context.lexicons.hedges.effect(analysis.lemma(at), HedgePos::Noun, false).is_some()
                    }
                    _ => false,
                };
                if leads {
                    queue.push((child, depth + 1));
                    above.push(next - 1);
                }
            }
        }
        None
    }

    /// `called for Sudan to withdraw and for Ethiopia to free them`: further acts beside the one that is asked for, each with
    /// a subject of its own that is asked.
    pub(super) fn beside(&self, one: &Match<'a>) -> Vec<Match<'a>> {
        let analysis = self.context.analysis;
        let asked = one.rule.nesting.filter(|n| matches!(n, Nesting::Appeal | Nesting::Demand));
        let (Some(nesting), Some(&first)) = (asked, one.about.first()) else { return Vec::new() };
        let next = analysis.children(first).iter().copied().take(BREADTH).filter(|next| {
            let token = analysis.token(*next);
            token.deprel == Deprel::Conj && token.upos == Upos::Verb
        });
        let found = next.filter_map(|next| {
            let subject = analysis.child(next, Deprel::Nsubj)?;
            let code = self.bare_code(next).and_then(|about| self.about(nesting, about))?;
            let target = parties::fillers(self.context, self.actors, subject);
            let target = known(&target).then(|| target.into_iter().map(|f| f.party).collect())?;
            Some(Match { code, target, about: vec![next], ..one.clone() })
        });
        found.collect()
    }

    /// The code of an act that `nesting` relates to an act of code `about`. Who says that he will not refuse, refuses.
    fn about(&self, nesting: Nesting, about: &'static str) -> Option<&'static str> {
        if nesting == Nesting::Reject && about.starts_with("12") {
            return Some(about);
        }
        self.context.lexicons.cameo.nested(nesting, about)
    }

    pub(super) fn inner_pos(&self, at: u32) -> Option<Pos> {
        match self.context.analysis.token(at).upos {
            Upos::Verb => Some(Pos::Verb),
            Upos::Noun => Some(Pos::Noun),
            Upos::Adj => Some(Pos::Adjective),
            _ => None,
        }
    }

    /// The code of a word as an act, whoever its sides are; words that are about acts themselves have none.
    pub(super) fn bare_code(&self, at: u32) -> Option<&'static str> {
        let pos = self.inner_pos(at)?;
        let lemma = self.context.analysis.lemma(at);
        let rules = &self.context.lexicons.events;
        if !rules.knows(lemma, pos) {
            return None;
        }
        let mut frame = Frame::of(self.context, at);
        let rule = rules.of(lemma, pos).find(|rule| {
            if rule.transitive && !frame.has(Slot::Object) {
                frame.object_from_subject();
            }
            self.holds(rule, &frame)
        })?;
        if rule.nesting.is_some() { None } else { rule.code }
    }
}
