//! What we know of the world: states and their bodies, people in office, role nouns, first names, places.
//!
//! Offices and codes are looked up by the document's day: a name means its office on that day. A text
//! without a date gets the weightiest that is known.

mod agents;
mod bodies;
mod genders;
mod kin;
mod people;
mod places;
mod rows;
mod sectors;
mod states;
mod terms;

pub(crate) use agents::{Agent, Agents};
pub(crate) use bodies::Body;
pub(crate) use genders::{Gender, Genders};
pub(crate) use kin::Kin;
pub(crate) use people::Person;
pub(crate) use places::Place;
pub(crate) use rows::row_of;
pub(crate) use sectors::{Home, Sectors};
pub(crate) use states::State;
pub(crate) use terms::{Code, Term, term_at};

use super::name_words::NameWords;
use super::phrases::{Case, Phrases, first_word};
use super::{LexiconError, beside};
use rustc_hash::FxHashMap;

/// What a name may be the name of, by number in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Known {
    /// A state by its name.
    State(u32),
    /// A state by an adjective or noun of nationality.
    Demonym(u32),
    /// A capital, which may stand for its government.
    Capital(u32),
    /// A body of a state, a party, an armed group, an international organisation.
    Body(u32),
    /// Somebody who holds or held an office.
    Person(u32),
    /// A city, region or water.
    Place(u32),
}

/// The tables of the world.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// States and territories.
    pub(crate) states: Vec<State>,
    /// Bodies.
    pub(crate) bodies: Vec<Body>,
    /// People.
    pub(crate) people: Vec<Person>,
    /// Role nouns and titles.
    pub(crate) agents: Agents,
    /// First names and nouns that tell a person's gender.
    pub(crate) genders: Genders,
    /// Role nouns that may stand for each other.
    pub(crate) kin: Kin,
    /// Which state an actor is of whose phrase names none.
    pub(crate) sectors: Sectors,
    /// Words that tell what the names beside them are of.
    pub(crate) name_words: NameWords,
    /// Cities, regions, waters.
    pub(crate) places: Vec<Place>,
    names: Phrases<Known>,
    by_code: FxHashMap<Code, u32>,
    /// People by the hash of their last name, in order.
    surnames: Vec<(u64, u32)>,
}

impl World {
    /// Reads the tables. That of people is as long as all others together, and is read beside them.
    pub(super) fn read() -> Result<Self, LexiconError> {
        let mut names: Vec<(&'static str, Known)> = Vec::with_capacity(32_000);
        let reading = beside(|| {
            let mut names = Vec::with_capacity(16_000);
            Ok((people::read(&mut names)?, names))
        });
        let mut states = states::read(&mut names)?;
        let bodies = bodies::read(&mut names)?;
        let (agents, genders, kin) = (Agents::read()?, Genders::read()?, Kin::read()?);
        let name_words = NameWords::read()?;
        let sectors = Sectors::read()?;
        let (people, named) = reading()?;
        names.extend(named);
        let places = places::read(&mut names)?;
        let mut surnames: Vec<(u64, u32)> = Vec::with_capacity(people.len());
        for (number, person) in (0..).zip(&people) {
            for last in people::last_names(&name_words, person.name) {
                surnames.push((first_word(last), number));
            }
        }
        surnames.sort_unstable();
        let by_code: FxHashMap<Code, u32> = (0..).zip(&states).map(|(number, state)| (state.code, number)).collect();
        for (number, place) in (0..).zip(&places).filter(|(_, p)| p.state) {
            if let Some(state) = by_code.get(place.country).and_then(|s| states.get_mut(*s as usize)) {
                state.place = Some(number);
            }
        }
        Ok(Self {
            by_code,
            states,
            bodies,
            people,
            agents,
            genders,
            kin,
            name_words,
            sectors,
            places,
            names: Phrases::new(names, Case::Exact),
            surnames,
        })
    }

    /// Names of several words and one.
    pub(crate) fn names(&self) -> &Phrases<Known> {
        &self.names
    }

    /// The state with that ISO code.
    pub(crate) fn state(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The sectors of an actor's code, which may begin with a state: `GOV` of `RUSGOV`, all of `NGOHRI`, nothing of `RUS`.
    pub(crate) fn sectors_of<'c>(&self, code: &'c str) -> &'c str {
        let state = code.get(..3).and_then(|state| self.state(state)).is_some();
        if state { code.get(3..).unwrap_or_default() } else { code }
    }

    /// The people whose last name is `word`.
    pub(crate) fn people_named(&self, word: &str) -> impl Iterator<Item = u32> + '_ {
        let key = first_word(word);
        let first = self.surnames.partition_point(|(hash, _)| *hash < key);
        let found = self.surnames.iter().skip(first).take_while(move |(hash, _)| *hash == key);
        let word: String = folded(word);
        found
            .filter(move |(_, p)| {
                let person = self.people.get(*p as usize);
                person.is_some_and(|p| people::last_names(&self.name_words, p.name).any(|last| folded(last) == word))
            })
            .map(|(_, person)| *person)
    }
}

/// The word without accents, in lower case.
pub(crate) fn folded(word: &str) -> String {
    word.chars().map(super::phrases::plain).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_name_means_its_office_on_the_day() {
        let world = World::read().expect("the tables are part of the program");
        let Some(Known::Person(putin)) = world.names.get("Vladimir Putin") else { panic!("he is known") };
        let terms = &world.people[*putin as usize].terms;
        let title = |day| term_at(terms, Some(day)).map(|t| t.title);
        assert_eq!(title(date(2005, 3, 1)), Some("president"));
        assert_eq!(title(date(2010, 3, 1)), Some("prime minister"));
        assert_eq!(title(date(1970, 3, 1)), None);
    }

    #[test]
    fn last_names_lead_to_people() {
        let world = World::read().expect("the tables are part of the program");
        let found: Vec<&str> = world.people_named("Zelenskyy").map(|p| world.people[p as usize].name).collect();
        let other: Vec<&str> = world.people_named("Zelensky").map(|p| world.people[p as usize].name).collect();
        assert!(found.len() + other.len() > 0, "{found:?} {other:?}");
    }
}
