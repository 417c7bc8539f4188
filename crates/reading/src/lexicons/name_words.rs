//! Words in and beside names and role phrases that tell what these are of: `province`, `party`, `former`, `al-`.

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
    /// The article of an Arabic name.
    Article = 64,
    /// After a person's name: `Jr.`
    Generation = 128,
    /// A family name that comes before the others.
    Family = 256,
    /// Before a role that lies in the past: `former`.
    Former = 512,
    /// Before a role that is of no state of the text's own: `foreign`.
    Foreign = 1024,
    /// Before a role of people not named before: `several`.
    Several = 2048,
    /// A noun for a state: `country`.
    Country = 4096,
    /// What one who governs has: `government`.
    Government = 8192,
    /// A preposition that only places stand with: `near`.
    Near = 32768,
    /// After the name of a part of a state that another place has given its name: `County`.
    Division = 16384,
    /// What names neither people nor bodies, though it is written with a capital: `Brexit`.
    Nobody = 1 << 16,
    /// How the name of a cause or belief ends: `ism`.
    Cause = 1 << 17,
    /// A role that a body has somebody for, and no person: `analyst`.
    Staff = 1 << 18,
    /// A title that is a first name as well: `Dean`.
    Given = 1 << 19,
    /// At the end of a company's name: `Inc`.
    Company = 1 << 20,
    /// A noun that names nobody where it has no article: `justice`.
    Abstract = 1 << 21,
    /// A small word within a person's name: `von`.
    Particle = 1 << 22,
    /// What is called by a name and is nobody: `Hurricane`.
    Storm = 1 << 23,
    /// A chamber of a parliament by its bare name: `House`.
    Chamber = 1 << 24,
    /// A role that only labels what stands around a text: `Source:`.
    Label = 1 << 25,
}

/// The table of such words.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameWords {
    classes: FxHashMap<&'static str, u32>,
}

impl NameWords {
    /// Reads the table.
    pub(super) fn read() -> Result<Self, LexiconError> {
        let mut words = Self::default();
        for row in sayso_lexicon::table!("name-words.tsv", ["class", "words"])?.rows() {
            let row = row?;
            let class = match row.cell(0) {
                "body" => Beside::Body,
                "ethnic" => Beside::Ethnic,
                "national" => Beside::National,
                "place" => Beside::Place,
                "there" => Beside::There,
                "visited" => Beside::Visited,
                "article" => Beside::Article,
                "generation" => Beside::Generation,
                "family" => Beside::Family,
                "former" => Beside::Former,
                "foreign" => Beside::Foreign,
                "several" => Beside::Several,
                "country" => Beside::Country,
                "government" => Beside::Government,
                "division" => Beside::Division,
                "near" => Beside::Near,
                "nobody" => Beside::Nobody,
                "cause" => Beside::Cause,
                "staff" => Beside::Staff,
                "given" => Beside::Given,
                "company" => Beside::Company,
                "abstract" => Beside::Abstract,
                "particle" => Beside::Particle,
                "storm" => Beside::Storm,
                "chamber" => Beside::Chamber,
                "label" => Beside::Label,
                other => return Err(row.error(format!("`{other}` is no class of words beside names"))),
            };
            for word in row.list(1) {
                *words.classes.entry(word).or_default() |= class as u32;
            }
        }
        Ok(words)
    }

    /// Whether a word is of a class.
    pub(crate) fn is(&self, word: &str, class: Beside) -> bool {
        self.classes.get(word).is_some_and(|classes| classes & class as u32 != 0)
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
