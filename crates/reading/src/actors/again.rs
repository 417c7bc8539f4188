//! Role phrases that name somebody again: `the prime minister`, `the party`, `police`.

use super::nominals::{Nominal, Pointing};
use super::resolve::Resolver;
use super::roster::{Entity, Identity, Told};
use crate::lexicons::world::{Agent, term_at};
use sayso_record::ActorKind;

/// How many actors back a role phrase looks for the one it names again.
const BACK: usize = 400;

impl Resolver<'_, '_> {
    /// The actor that a role phrase takes up again.
    pub(super) fn antecedent(&self, nominal: &Nominal, agent: &Agent, told: &Told) -> Option<usize> {
        let several = self.one_of_several(nominal, agent, told);
        if several.is_some() {
            return several;
        }
        match nominal.kind {
            ActorKind::Person if !nominal.plural => self.same_person(nominal, told),
            ActorKind::Organization if nominal.with.pointing == Pointing::Back && told.state.is_none() => {
                self.same_body(nominal, told).or_else(|| self.same_group(nominal, told))
            }
            _ => self.same_group(nominal, told),
        }
    }

    fn same_group(&self, nominal: &Nominal, told: &Told) -> Option<usize> {
        let counted = nominal.with.pointing == Pointing::New;
        if counted {
            return None;
        }
        let known = self.groups.get(&(nominal.row, told.state, told.of)).copied();
        if known.is_some() || told.state.is_some() || told.of.is_some() || nominal.with.foreign {
            return known;
        }
        // `police` again, after `Tanzanian police`.
        let state = self.domestic_state(nominal.head);
        self.groups.get(&(nominal.row, state, None)).copied()
    }

    /// `the prime minister` for the one the text has.
    pub(super) fn same_person(&self, nominal: &Nominal, told: &Told) -> Option<usize> {
        let world = &self.context.lexicons.world;
        let day = self.context.document.date;
        if nominal.with.pointing == Pointing::New || told.former {
            return None;
        }
        if nominal.with.pointing == Pointing::Bare && told.state.is_none() && told.of.is_none() {
            let capital = self.context.form(nominal.head).starts_with(char::is_uppercase);
            if !capital {
                return None;
            }
        }
        let fits = |entity: &Entity| {
            if entity.kind != ActorKind::Person || entity.plural {
                return false;
            }
            let same_state = match (told.state, entity.state) {
                (Some(asked), Some(has)) => asked == has,
                (Some(_), None) => false,
                (None, _) => true,
            };
            let by_told = || {
                entity.told.iter().any(|t| {
                    !t.former
                        && world.kin.may_stand_for(&told.title, &t.title)
                        && (told.of.is_none() || t.of.is_none() || t.of == told.of)
                })
            };
            let by_office = || {
                let Identity::Person(person) = entity.identity else { return false };
                let terms = world.people.get(person as usize).map_or(&[][..], |p| &p.terms);
                term_at(terms, day).is_some_and(|t| world.kin.may_stand_for(&told.title, t.title))
            };
            same_state && (by_told() || by_office())
        };
        let mut seen = 0;
        for mention in self.said.iter().rev().take(BACK) {
            seen += 1;
            if self.roster.list.get(mention.entity).is_some_and(fits) {
                return Some(mention.entity);
            }
        }
        // Named only later, as in headlines: where the state is told too.
        if seen < 30 && told.state.is_some() {
            return self.roster.list.iter().take(60).position(|e| e.named && fits(e));
        }
        None
    }

    /// `the party`, `the ministry`, `the agency` for the body named before.
    fn same_body(&self, nominal: &Nominal, told: &Told) -> Option<usize> {
        let world = &self.context.lexicons.world;
        if nominal.with.start == nominal.words.start {
            return None;
        }
        for mention in self.said.iter().rev().take(40) {
            let Some(entity) = self.roster.list.get(mention.entity) else { continue };
            if !entity.named || !matches!(entity.kind, ActorKind::Organization | ActorKind::Group) {
                continue;
            }
            let name = entity.name.to_lowercase();
            let last = name.rsplit(' ').next().unwrap_or(&name);
            let by_name = world.kin.may_stand_for(&told.title, &name) || world.kin.may_stand_for(&told.title, last);
            let by_told = entity.told.iter().any(|t| world.kin.may_stand_for(&told.title, &t.title));
            let by_code = || {
                let code = match entity.identity {
                    Identity::Body(b) => world
                        .bodies
                        .get(b as usize)
                        .and_then(|b| term_at(&b.terms, self.context.document.date).or_else(|| b.terms.last()))
                        .map_or("", |t| t.code),
                    _ => "",
                };
                let word = self.context.analysis.lemma(nominal.head);
                world.kin.may_name_sector(word, code)
                    || entity.told.iter().any(|t| world.kin.may_name_sector(word, t.sector))
            };
            if by_name || by_told || by_code() {
                return Some(mention.entity);
            }
        }
        None
    }

    /// The state whose police `police` are at token `at`: the one whose office the sentence has named, else what the text is about.
    pub(super) fn domestic_state(&self, at: u32) -> Option<u32> {
        let sentence = self.context.analysis.token(at).sentence;
        let here = self.domestic.filter(|(said, _)| *said == sentence).map(|(_, state)| state);
        here.or_else(|| self.focus.at(self.context, at))
    }
}
