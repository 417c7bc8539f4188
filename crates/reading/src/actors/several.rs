//! Phrases that stand for several actors: `the Indian and Pakistani ministers`, `leaders of Iran and Iraq`,
//! `Presidents Putin and Xi`. Each of them is an actor with its own state and its own words.

use super::names::{Class, Named};
use super::nominals::{Covered, Nominal, Pointing};
use super::resolve::Resolver;
use super::roster::{Told, state_named, words};
use crate::Context;
use crate::draft::MentionForm;
use crate::lexicons::world::Agent;
use sayso_language::{Tokens, Upos, Xpos};
use sayso_record::ActorKind;

/// How many actors a phrase may stand for beside its main one.
const MOST: usize = 4;

/// The names, by number, of the states and bodies that a phrase names beside its main one, in text order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Others {
    names: [Option<usize>; MOST],
}

impl Others {
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        self.names.into_iter().flatten()
    }

    pub(super) fn is_empty(self) -> bool {
        self.names[0].is_none()
    }

    fn push(&mut self, number: usize) {
        if let Some(slot) = self.names.iter_mut().find(|n| n.is_none()) {
            *slot = Some(number);
        }
    }
}

/// Whether a name stands as an adjective of nationality: `French`, and `US` and `UK` as they stand before nouns.
pub(super) fn is_adjective(context: &Context, name: &Named) -> bool {
    let plural = matches!(context.analysis.token(name.head).xpos, Xpos::Nns | Xpos::Nnps);
    let capitals = !context.form(name.tokens.start).chars().any(char::is_lowercase);
    name.class == Class::State && !plural && (name.demonym || capitals)
}

/// The adjectives joined to the one that begins at token `at`, and where the first of them begins.
pub(super) fn before(context: &Context, names: &[Named], covered: &Covered, at: u32, first: u32) -> (Others, u32) {
    let mut found: Vec<usize> = Vec::new();
    let mut start = at;
    while found.len() < MOST {
        let form = |back: u32| start.checked_sub(back).filter(|t| *t >= first).map_or("", |t| context.form(t));
        let joint = match (form(1), form(2)) {
            ("and", ",") if found.is_empty() => 2,
            ("and", _) if found.is_empty() => 1,
            (",", _) if !found.is_empty() => 1,
            _ => break,
        };
        let Some(last) = start.checked_sub(joint + 1).filter(|t| *t >= first) else { break };
        let Some((number, name)) = covered.name(last).and_then(|n| Some((n, names.get(n)?))) else { break };
        if !is_adjective(context, name) || name.tokens.end != last + 1 || name.tokens.start < first {
            break;
        }
        found.push(number);
        start = name.tokens.start;
    }
    let mut others = Others::default();
    found.into_iter().rev().for_each(|number| others.push(number));
    (others, start)
}

/// The names joined to the one that ends before token `end`, and where the last of them ends: `of Iran, Iraq and Syria`.
pub(super) fn after(context: &Context, names: &[Named], covered: &Covered, end: u32) -> (Others, u32) {
    let analysis = context.analysis;
    let none = (Others::default(), end);
    if end >= analysis.len() || end == 0 {
        return none;
    }
    let last = analysis.sentence_of(end - 1).tokens.end;
    let form = |at: u32| if at < last { context.form(at) } else { "" };
    let mut others = Others::default();
    let mut at = end;
    for _ in 0..MOST {
        let closing = form(at) == "and" || (form(at) == "," && form(at + 1) == "and");
        let mut next = match (form(at), form(at + 1)) {
            (",", "and") => at + 2,
            (",", _) | ("and", _) => at + 1,
            _ => return none,
        };
        if next < last && analysis.token(next).upos == Upos::Det {
            next += 1;
        }
        let named = covered.name(next).and_then(|n| Some((n, names.get(n)?)));
        let Some((number, name)) = named.filter(|(_, n)| n.tokens.end <= last && n.class != Class::Person) else {
            return none;
        };
        // `leaders of Iran and US officials`: the second phrase has a head of its own.
        let goes_on = name.tokens.end < last
            && (matches!(analysis.token(name.tokens.end).upos, Upos::Noun | Upos::Propn | Upos::Adj)
                || analysis.token(name.tokens.end).xpos == Xpos::Pos);
        if name.demonym || goes_on {
            return none;
        }
        others.push(number);
        at = name.tokens.end;
        if closing {
            return (others, at);
        }
    }
    none
}

impl Resolver<'_, '_> {
    /// The actors that a phrase stands for beside its main one.
    pub(super) fn others(&mut self, nominal: &Nominal, agent: &Agent, main: &Told) {
        for number in nominal.with.others.iter() {
            let (Some(name), Some(&owner)) = (self.names.get(number), self.owners.get(number)) else { continue };
            let body = (name.class == Class::Body).then_some(owner);
            let state = state_named(self.context, name).or_else(|| self.roster.list.get(owner).and_then(|e| e.state));
            if state == main.state && body == main.of {
                continue;
            }
            let told = Told { state, of: body, ..main.clone() };
            let again = self.one_of_several(nominal, agent, &told).or_else(|| {
                let known = self.groups.get(&(nominal.row, told.state, told.of)).copied();
                known.filter(|_| nominal.with.pointing != Pointing::New)
            });
            let called = self.name_with(nominal, number);
            let entity = again.unwrap_or_else(|| {
                let entity = self.newcomer(nominal, agent, told);
                if let Some(entity) = self.roster.list.get_mut(entity) {
                    entity.name = called;
                }
                entity
            });
            let tokens = self.words_with(nominal, number);
            self.mention(entity, tokens, nominal.head, MentionForm::Nominal);
            self.shared.push((nominal.head, entity));
        }
    }

    /// `They` after `French and German officials` are both.
    pub(super) fn share(&mut self, at: u32, entity: usize) {
        let Some(head) = self.said.iter().rev().find(|s| s.entity == entity).map(|s| s.head) else { return };
        let together = self.shared.iter().rev().take(2 * MOST).filter(|s| s.0 == head && s.1 != entity);
        let others: Vec<usize> = together.map(|s| s.1).collect();
        for other in others {
            self.mention(other, Tokens::new(at, at + 1), at, MentionForm::Pronoun);
            self.shared.extend([(at, other), (at, entity)]);
        }
    }

    /// `the Indian and Pakistani prime ministers` are one each: whoever the text has in that office.
    pub(super) fn one_of_several(&self, nominal: &Nominal, agent: &Agent, told: &Told) -> Option<usize> {
        if nominal.with.others.is_empty() || agent.kind != ActorKind::Person || !agent.title {
            return None;
        }
        self.same_person(nominal, &Told { title: agent.name.to_lowercase(), ..told.clone() })
    }

    /// The words of a phrase that are about one of its states: from its adjective, or up to its name.
    pub(super) fn words_with(&self, nominal: &Nominal, number: usize) -> Tokens {
        match self.names.get(number) {
            Some(name) if name.tokens.end <= nominal.words.start => {
                Tokens::new(name.tokens.start, nominal.tokens.end.max(nominal.words.end))
            }
            Some(name) if name.tokens.start >= nominal.words.end => Tokens::new(nominal.tokens.start, name.tokens.end),
            _ => nominal.tokens,
        }
    }

    /// What the actor is called that a phrase names with one of its states: `Indian ministers`, `leaders of Iraq`.
    pub(super) fn name_with(&self, nominal: &Nominal, number: usize) -> String {
        let Some(name) = self.names.get(number) else { return String::new() };
        let own = words(self.context, name.tokens);
        let role = words(self.context, Tokens::new(nominal.with.role.min(nominal.words.start), nominal.words.end));
        if name.tokens.end <= nominal.words.start {
            format!("{own} {role}")
        } else {
            format!("{role} {} {own}", self.context.form(nominal.words.end))
        }
    }

    /// `Presidents Putin and Xi`, `Senators Ann Lee of Ohio and Bob Roe`: the office is each one's.
    pub(super) fn titles_of_several(&mut self, nominal: &Nominal, agent: &Agent, told: &Told) -> bool {
        if !nominal.plural || !agent.title || agent.kind != ActorKind::Person {
            return false;
        }
        let people = self.people_from(nominal.words.end);
        if people.len() < 2 {
            return false;
        }
        for (place, (owner, of)) in people.into_iter().enumerate() {
            let told = Told { title: agent.name.to_lowercase(), state: of.or(told.state), ..told.clone() };
            self.tell(owner, told, nominal);
            if place == 0 {
                self.titles.push((nominal.words, nominal.head, owner));
            }
        }
        true
    }

    /// The people named one after the other from token `at` on, and the state that each is said to be of.
    fn people_from(&self, at: u32) -> Vec<(usize, Option<u32>)> {
        let analysis = self.context.analysis;
        let mut people = Vec::new();
        let mut at = at;
        while people.len() <= MOST {
            let Some(number) = self.covered.name(at) else { break };
            let (Some(name), Some(&owner)) = (self.names.get(number), self.owners.get(number)) else { break };
            if name.class != Class::Person || name.tokens.start != at {
                break;
            }
            at = name.tokens.end;
            let of = self.covered.name(at + 1).filter(|_| at < analysis.len() && self.context.form(at) == "of");
            let state = of.and_then(|n| self.names.get(n)).and_then(|n| {
                at = n.tokens.end;
                state_named(self.context, n)
            });
            people.push((owner, state));
            let form = |t: u32| if t < analysis.len() { self.context.form(t) } else { "" };
            at += match (form(at), form(at + 1)) {
                (",", "and") => 2,
                (",", _) | ("and", _) => 1,
                _ => break,
            };
        }
        people
    }

    /// The words of a role phrase that are its main actor's.
    pub(super) fn own_words(&self, nominal: &Nominal) -> Tokens {
        match nominal.with.owner.filter(|_| !nominal.with.others.is_empty()) {
            Some(number) => self.words_with(nominal, number),
            None => nominal.tokens,
        }
    }
}
