//! First names, titles and nouns that tell a person's gender (`genders.tsv`).

use super::folded;
use crate::lexicons::LexiconError;
use rustc_hash::FxHashMap;

/// What pronoun a person goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Gender {
    /// `she`
    Female,
    /// `he`
    Male,
}

/// The table.
#[derive(Clone, Debug)]
pub(crate) struct Genders {
    names: FxHashMap<&'static str, Gender>,
    words: FxHashMap<&'static str, Gender>,
}

impl Genders {
    pub(super) fn read() -> Result<Self, LexiconError> {
        let table = sayso_lexicon::table!("genders.tsv", ["gender", "kind", "words"])?;
        let (mut names, mut words) = (FxHashMap::default(), FxHashMap::default());
        for row in table.rows() {
            let row = row?;
            let gender = match row.cell(0) {
                "female" => Gender::Female,
                "male" => Gender::Male,
                other => return Err(row.error(format!("`{other}` is no gender of the table"))),
            };
            match row.cell(1) {
                "name" => names.extend(row.list(2).map(|name| (name, gender))),
                "word" => words.extend(row.list(2).map(|word| (word, gender))),
                other => return Err(row.error(format!("`{other}` is neither name nor word"))),
            }
        }
        Ok(Self { names, words })
    }

    /// By a first name; accents and capitals do not matter.
    pub(crate) fn of_name(&self, name: &str) -> Option<Gender> {
        self.names.get(folded(name).as_str()).copied()
    }

    /// By a title or noun in lower case: `spokeswoman`, `king`, `mr`.
    pub(crate) fn of_word(&self, word: &str) -> Option<Gender> {
        let word = word.trim_end_matches('.');
        self.words.get(word).copied().or_else(|| {
            // `spokeswoman`, `chairman`, but not `human` or `woman`, which the table has.
            match word {
                _ if word.len() < 6 => None,
                _ if word.ends_with("woman") || word.ends_with("women") => Some(Gender::Female),
                _ if word.ends_with("sman") || word.ends_with("eman") || word.ends_with("rman") => Some(Gender::Male),
                _ => None,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_nouns_tell_a_gender_where_they_have_one() {
        let genders = Genders::read().expect("the table is part of the program");
        assert_eq!(genders.of_name("Angela"), Some(Gender::Female));
        assert_eq!(genders.of_name("JOSÉ"), Some(Gender::Male));
        assert_eq!(genders.of_name("Robin"), None);
        assert_eq!(genders.of_word("spokeswoman"), Some(Gender::Female));
        assert_eq!(genders.of_word("mr."), Some(Gender::Male));
        assert_eq!(genders.of_word("spokesperson"), None);
        assert_eq!(genders.of_word("human"), None);
    }
}
