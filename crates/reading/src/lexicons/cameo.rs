//! The CAMEO codebook: what a code is called and stands for, and what becomes of it under `intend`,
//! `appeal`, `demand`, `reject`, `threaten`.
//!
//! CAMEO codes acts about acts by a grid: demanding a release (1053) stands to releasing (084) as demanding
//! a truce (1056) to a truce (0871). `nesting.tsv` is that grid.

use super::LexiconError;
use rustc_hash::FxHashMap;
use sayso_record::Plover;

/// A CAMEO code as the codebook has it.
#[derive(Clone, Debug, PartialEq)]
pub struct CameoCode {
    /// Its name: `Accuse`.
    pub name: String,
    /// Quad class, 1 to 4.
    pub quad: u8,
    /// Goldstein score.
    pub goldstein: f32,
    /// The same event in PLOVER's terms.
    pub plover: Plover,
}

/// What an act does with the act that it is about: a column of `nesting.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nesting {
    /// Plans, promises, offers it.
    Intend,
    /// Asks for it.
    Appeal,
    /// Demands it.
    Demand,
    /// Refuses it.
    Reject,
    /// Threatens it.
    Threaten,
}

impl Nesting {
    const NAMES: [(&'static str, Self); 5] = [
        ("intend", Self::Intend),
        ("appeal", Self::Appeal),
        ("demand", Self::Demand),
        ("reject", Self::Reject),
        ("threaten", Self::Threaten),
    ];

    /// The column of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, nesting)| *nesting)
    }
}

/// The codebook.
#[derive(Clone, Debug)]
pub(crate) struct Cameo {
    codes: FxHashMap<&'static str, CameoCode>,
    /// Codes under each nesting, by the begin of the code of the act they are about.
    nested: FxHashMap<&'static str, [&'static str; 5]>,
}

impl Cameo {
    /// Reads the tables.
    pub(super) fn read() -> Result<Self, LexiconError> {
        let mut codes = FxHashMap::default();
        let table =
            sayso_lexicon::table!("cameo.tsv", ["code", "name", "quad", "goldstein", "event", "mode", "context"])?;
        for row in table.rows() {
            let row = row?;
            let quad = row.cell(2).parse().map_err(|_| row.error("a quad class is 1, 2, 3 or 4"))?;
            let goldstein = row.cell(3).parse().map_err(|_| row.error("a Goldstein score is a number"))?;
            let plover = Plover {
                event: row.cell(4).to_owned(),
                mode: Some(row.cell(5).to_owned()).filter(|mode| !mode.is_empty()),
                context: row.list(6).map(str::to_owned).collect(),
            };
            codes.insert(row.cell(0), CameoCode { name: row.cell(1).to_owned(), quad, goldstein, plover });
        }
        let mut nested = FxHashMap::default();
        let table =
            sayso_lexicon::table!("nesting.tsv", ["about", "intend", "appeal", "demand", "reject", "threaten"])?;
        for row in table.rows() {
            let row = row?;
            let cells = [1, 2, 3, 4, 5].map(|column| row.cell(column));
            if let Some(unknown) = cells.iter().find(|code| !codes.contains_key(*code)) {
                return Err(row.error(format!("`{unknown}` is no CAMEO code")));
            }
            nested.insert(row.cell(0), cells);
        }
        Ok(Self { codes, nested })
    }

    /// What the codebook says of a code.
    pub(crate) fn code(&self, code: &str) -> Option<&CameoCode> {
        self.codes.get(code)
    }

    /// The code below `code` with one more digit.
    pub(crate) fn below(&self, code: &str, digit: &str) -> Option<&'static str> {
        self.codes.get_key_value(format!("{code}{digit}").as_str()).map(|(code, _)| *code)
    }

    /// The code of an act that `nesting` relates to an act of code `about`.
    pub(crate) fn nested(&self, nesting: Nesting, about: &str) -> Option<&'static str> {
        let prefixes = (2..=about.len()).rev().filter_map(|length| about.get(..length));
        let row = prefixes.filter_map(|prefix| self.nested.get(prefix)).next()?;
        row.get(nesting as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Cameo, Nesting};

    #[test]
    fn codes_have_their_names_and_scores() {
        let cameo = Cameo::read().expect("the tables parse");
        let accuse = cameo.code("112").expect("112 is a code");
        assert_eq!((accuse.name.as_str(), accuse.quad, accuse.goldstein), ("Accuse", 3, -2.0));
        assert_eq!((accuse.plover.event.as_str(), accuse.plover.mode.as_deref()), ("ACCUSE", Some("allege")));
        assert!(cameo.code("999").is_none());
    }

    #[test]
    fn an_act_about_an_act_takes_its_code_from_the_longest_begin() {
        let cameo = Cameo::read().expect("the tables parse");
        assert_eq!(cameo.nested(Nesting::Demand, "0841"), Some("1053"));
        assert_eq!(cameo.nested(Nesting::Intend, "085"), Some("0354"));
        assert_eq!(cameo.nested(Nesting::Threaten, "1711"), Some("138"));
    }
}
