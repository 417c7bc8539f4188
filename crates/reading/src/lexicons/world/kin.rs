//! Role nouns that may stand for each other in one text: `envoy` and `ambassador`, `the leader` for a president (`kin.tsv`).

use crate::lexicons::LexiconError;
use rustc_hash::FxHashMap;

/// The table.
#[derive(Clone, Debug)]
pub(crate) struct Kin {
    /// For a word, the rows in which it may be used.
    words: FxHashMap<&'static str, Vec<u32>>,
    /// For a word, the rows whose words may stand for it.
    covered: FxHashMap<&'static str, Vec<u32>>,
    /// For a word, the sectors of bodies that it may stand for.
    sectors: FxHashMap<&'static str, Vec<&'static str>>,
}

impl Kin {
    pub(super) fn read() -> Result<Self, LexiconError> {
        let table = sayso_lexicon::table!("kin.tsv", ["words", "covers", "sectors"])?;
        let mut kin =
            Self { words: FxHashMap::default(), covered: FxHashMap::default(), sectors: FxHashMap::default() };
        for (number, row) in (0..).zip(table.rows()) {
            let row = row?;
            for word in row.list(0) {
                kin.words.entry(word).or_default().push(number);
                if !row.cell(2).is_empty() {
                    kin.sectors.entry(word).or_default().extend(row.list(2));
                }
                kin.covered.entry(word).or_default().push(number);
            }
            for word in row.list(1) {
                kin.covered.entry(word).or_default().push(number);
            }
        }
        Ok(kin)
    }

    /// Whether `word` (lower case) may refer to a body with a name whose CAMEO code is `code`.
    pub(crate) fn may_name_sector(&self, word: &str, code: &str) -> bool {
        self.sectors.get(word).into_iter().flatten().any(|sector| code.contains(sector))
    }

    /// Whether `word` (lower case) may refer to somebody introduced as `title`: by the words themselves or by their heads.
    pub(crate) fn may_stand_for(&self, word: &str, title: &str) -> bool {
        if word == title || (title.ends_with(word) && title[..title.len() - word.len()].ends_with(' ')) {
            return true;
        }
        let Some(rows) = self.words.get(word) else { return false };
        let covers = |title: &str| self.covered.get(title).is_some_and(|c| c.iter().any(|row| rows.contains(row)));
        covers(title) || title.rsplit(' ').next().is_some_and(covers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn general_words_stand_for_special_ones_and_not_the_other_way() {
        let kin = Kin::read().expect("the table is part of the program");
        assert!(kin.may_stand_for("envoy", "ambassador"));
        assert!(kin.may_stand_for("leader", "prime minister"));
        assert!(!kin.may_stand_for("prime minister", "leader"));
        assert!(kin.may_stand_for("minister", "finance minister"));
        assert!(!kin.may_stand_for("ambassador", "president"));
    }
}
