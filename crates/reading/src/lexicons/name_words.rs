//! Words beside names that tell what the names are of: `province`, `party`, `National …`.

use super::LexiconError;
use rustc_hash::FxHashMap;

/// What a word tells of the name beside it: a class of `name-words.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// After a body's name: `party`.
    Body = 1,
    /// Before a people: `ethnic`.
    Ethnic = 2,
    /// At the begin of a body's name: `National`.
    National = 4,
    /// After a place's name: `province`.
    Place = 8,
    /// A preposition with which a capital is a place.
    There = 16,
    /// A verb whose object is a place.
    Visited = 32,
}

/// The table of such words.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameWords {
    classes: FxHashMap<&'static str, u8>,
}

impl NameWords {
    /// Reads the table.
    pub(super) fn read() -> Result<Self, LexiconError> {
        let mut words = Self::default();
        for row in table!("name-words.tsv", ["class", "words"])?.rows() {
            let row = row?;
            let class = match row.cell(0) {
                "body" => Beside::Body,
                "ethnic" => Beside::Ethnic,
                "national" => Beside::National,
                "place" => Beside::Place,
                "there" => Beside::There,
                "visited" => Beside::Visited,
                other => return Err(row.error(format!("`{other}` is no class of words beside names"))),
            };
            for word in row.list(1) {
                *words.classes.entry(word).or_default() |= class as u8;
            }
        }
        Ok(words)
    }

    /// Whether a word is of a class.
    pub(crate) fn is(&self, word: &str, class: Beside) -> bool {
        self.classes.get(word).is_some_and(|classes| classes & class as u8 != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Beside, NameWords};

    #[test]
    fn a_word_may_be_of_several_classes_and_is_of_no_other() {
        let words = NameWords::read().expect("the table parses");
        assert!(words.is("province", Beside::Place));
        assert!(words.is("party", Beside::Body));
        assert!(!words.is("party", Beside::Place));
        assert!(!words.is("Party", Beside::Body));
    }
}
