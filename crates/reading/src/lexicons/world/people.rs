//! People in the news and the offices they held (`people.tsv`).

use super::terms::term;
use super::{Known, Term};
use crate::lexicons::LexiconError;
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
    let table = table!("people.tsv", ["name", "aliases", "country", "code", "title", "from", "to"])?;
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

/// What a person may be called by alone: the last word of the name, and the same without an article (`al-Assad`, `Assad`).
pub(super) fn last_names(name: &'static str) -> impl Iterator<Item = &'static str> {
    let last = name.rsplit(' ').next().filter(|last| last.len() < name.len());
    let bare =
        last.and_then(|last| last.split_once('-')).filter(|(article, _)| is_article(article)).map(|(_, rest)| rest);
    last.filter(|_| bare.is_none()).into_iter().chain(bare)
}

/// An article of Arabic names.
pub(crate) fn is_article(word: &str) -> bool {
    matches!(word, "al" | "el" | "ul" | "as" | "ad" | "ar" | "Al" | "El" | "an" | "at" | "az" | "ash")
}
