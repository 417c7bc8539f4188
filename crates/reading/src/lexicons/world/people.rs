//! People in the news and the offices they held (`people.tsv`).

use super::terms::term;
use super::{Known, Term};
use crate::lexicons::LexiconError;
use crate::lexicons::name_words::{Beside, NameWords};
use rustc_hash::FxHashMap;

/// Somebody and their offices.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Usual name in English news.
    pub(crate) name: &'static str,
    /// Offices held.
    pub(crate) terms: Vec<Term>,
}

/// Reads the table; adds the names to `names`.
pub(super) fn read(names: &mut Vec<(&'static str, Known)>) -> Result<Vec<Person>, LexiconError> {
    let table = sayso_lexicon::table!("people.tsv", ["name", "aliases", "country", "code", "title", "from", "to"])?;
    let mut people: Vec<Person> = Vec::with_capacity(4000);
    let mut known: FxHashMap<&'static str, u32> = FxHashMap::default();
    for row in table.rows() {
        let row = row?;
        let next = u32::try_from(people.len()).unwrap_or(u32::MAX);
        let number = *known.entry(row.cell(0)).or_insert(next);
        if number == next {
            people.push(Person { name: row.cell(0), terms: Vec::with_capacity(1) });
            names.push((row.cell(0), Known::Person(number)));
            names.extend(row.list(1).map(|alias| (alias, Known::Person(number))));
        }
        let term = term(&row, [2, 3, 4, 5, 6], true)?;
        if let Some(person) = people.get_mut(number as usize) {
            person.terms.push(term);
        }
    }
    Ok(people)
}

/// What a person may be called by alone: the last word of the name, without an article (`Assad` for `al-Assad`), and a
/// family name that comes first (`Xi`).
pub(super) fn last_names(words: &NameWords, name: &'static str) -> impl Iterator<Item = &'static str> {
    let several = || name.split(' ').filter(|w| !words.is(w, Beside::Generation));
    let last = several().next_back().filter(|last| last.len() < name.len());
    let bare = last
        .and_then(|last| last.split_once('-'))
        .filter(|(article, _)| words.is(article, Beside::Article))
        .map(|(_, rest)| rest);
    let family = several().next().filter(|first| words.is(first, Beside::Family) && Some(*first) != last);
    last.filter(|_| bare.is_none()).into_iter().chain(bare).chain(family.filter(|f| f.len() < name.len()))
}
