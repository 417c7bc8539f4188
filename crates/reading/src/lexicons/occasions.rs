//! Occasions of speech (`occasions.tsv`), and nouns for people who speak unnamed (`tellers.tsv`).

use super::LexiconError;
use rustc_hash::FxHashMap;

/// Both tables.
#[derive(Clone, Debug, Default)]
pub(crate) struct Occasions {
    prepositions: FxHashMap<&'static str, Vec<&'static str>>,
    tellers: FxHashMap<&'static str, bool>,
}

impl Occasions {
    pub(super) fn read() -> Result<Self, LexiconError> {
        let mut occasions = Self::default();
        let table = sayso_lexicon::table!("occasions.tsv", ["noun", "with"])?;
        for row in table.rows() {
            let row = row?;
            if occasions.prepositions.insert(row.cell(0), row.list(1).collect()).is_some() {
                return Err(row.error("the noun stands here twice"));
            }
        }
        let table = sayso_lexicon::table!("tellers.tsv", ["noun", "named"])?;
        for row in table.rows() {
            let row = row?;
            let rarely = match row.cell(1) {
                "" => false,
                "rarely" => true,
                other => return Err(row.error(format!("`{other}` is neither empty nor `rarely`"))),
            };
            if occasions.tellers.insert(row.cell(0), rarely).is_some() {
                return Err(row.error("the noun stands here twice"));
            }
        }
        Ok(occasions)
    }

    /// The prepositions that make the noun an occasion of speech; none where it is none.
    pub(crate) fn prepositions(&self, noun: &str) -> &[&'static str] {
        self.prepositions.get(noun).map_or(&[], Vec::as_slice)
    }

    /// Whether the noun is of someone who can speak unnamed, and whether that is so even after `the`.
    pub(crate) fn teller(&self, noun: &str) -> Option<bool> {
        self.tellers.get(noun).copied()
    }
}
