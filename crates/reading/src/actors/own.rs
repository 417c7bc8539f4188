//! The text's own people, who go before those whom the lexicon knows by a last name alone: `Merkel` in a text on the farmer
//! Anna Merkel.

use super::called::title_before;
use super::names::{Class, Named};
use super::roster::known;
use crate::Context;
use crate::lexicons::world::{Known, term_at};
use rustc_hash::FxHashSet;

/// Who has a full name in the text.
pub(super) struct OwnPeople<'t> {
    /// Last words of full names that the lexicon doesn't know, and whether a given name comes before.
    last: FxHashSet<(&'t str, bool)>,
    /// Known people whom the text names in full, or with their office.
    told: FxHashSet<u32>,
}

impl<'t> OwnPeople<'t> {
    pub(super) fn new(context: &Context<'t>, names: &[Named], states: &FxHashSet<u32>) -> Self {
        let mut own = Self { last: FxHashSet::default(), told: FxHashSet::default() };
        let people = || names.iter().filter(|n| n.class == Class::Person && !n.nested);
        for name in people().filter(|n| n.tokens.len() > 1) {
            if let Some(Known::Person(person)) = known(context, name, states) {
                own.told.insert(person);
            } else {
                let given = context.lexicons.world.genders.of_name(context.form(name.tokens.start)).is_some();
                own.last.insert((context.form(name.tokens.end - 1), given));
            }
        }
        if own.last.is_empty() {
            return own;
        }
        let world = &context.lexicons.world;
        for name in people().filter(|n| n.tokens.len() == 1 && !n.known.is_empty()) {
            let Some(title) = title_before(context, name.tokens.start) else { continue };
            if let Some(Known::Person(person)) = known(context, name, states)
                && let Some(row) = world.people.get(person as usize)
                && row.terms.iter().any(|t| world.kin.may_stand_for(title.name, t.title))
            {
                own.told.insert(person);
            }
        }
        own
    }

    /// Whether somebody of the text is meant by a name alone, and not the one whom the lexicon knows by it. Who is in office
    /// gives way only to a name that is surely a person's: `Vote Merkel` is none.
    pub(super) fn go_before(&self, context: &Context, name: &Named, known: Known) -> bool {
        let Known::Person(person) = known else { return false };
        if name.tokens.len() > 1 || self.told.contains(&person) {
            return false;
        }
        let form = context.form(name.tokens.start);
        let terms = context.lexicons.world.people.get(person as usize).map_or(&[][..], |p| &p.terms);
        let day = context.document.date;
        let ruling = || day.is_none() || term_at(terms, day).is_some();
        self.last.contains(&(form, true)) || self.last.contains(&(form, false)) && !ruling()
    }
}
