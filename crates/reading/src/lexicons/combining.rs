//! What CAMEO codes are made of, so that the code of a verb and that of the verb under it make one (`combining.tsv`).
//!
//! PETRARCH-2 writes a code as four digits: the stance to an act (intend, demand), a change (reduce, yield), a deed (aid,
//! fight) and its matter (money, arms). To want (030) and to send arms (072) make the intent to send arms (0332).

use super::LexiconError;
use rustc_hash::FxHashMap;

/// A code's parts: stance, change, deed, matter; 0 where it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Act([u8; 4]);

impl Act {
    /// Whether it is of the kind that is about other acts.
    pub(crate) fn has_stance(self) -> bool {
        self.0[0] > 0
    }

    /// This act and the one that it is about: of two stances the inner one counts, an act of more weight counts alone, and
    /// otherwise each fills in what the other leaves open. None where they do not fit.
    pub(crate) fn about(self, inner: Self) -> Option<Self> {
        if (self.has_stance() && inner.has_stance()) || inner >= self {
            return Some(inner);
        }
        let mut parts = self.0;
        for (part, other) in parts.iter_mut().zip(inner.0) {
            match (*part, other) {
                (_, 0) => {}
                (0, other) => *part = other,
                (own, other) if own == other => {}
                _ => return None,
            }
        }
        Some(Self(parts))
    }

    /// Whether it is `general` or a kind of it: what `general` leaves open may be anything.
    pub(crate) fn is_kind_of(self, general: Self) -> bool {
        let known = general.0.iter().rposition(|part| *part > 0).map_or(0, |last| last + 1);
        self.0.iter().take(known).eq(general.0.iter().take(known)) && known > 0
    }
}

/// The parts of all codes.
#[derive(Clone, Debug)]
pub(crate) struct Combining {
    acts: FxHashMap<&'static str, Act>,
    codes: FxHashMap<Act, &'static str>,
}

impl Combining {
    /// Reads the table.
    pub(super) fn read() -> Result<Self, LexiconError> {
        let mut read = Self { acts: FxHashMap::default(), codes: FxHashMap::default() };
        let table = sayso_lexicon::table!("combining.tsv", ["code", "stance", "change", "deed", "matter"])?;
        for row in table.rows() {
            let row = row?;
            let mut parts = [0; 4];
            for (column, part) in (1..).zip(&mut parts) {
                let cell = row.cell(column);
                if !cell.is_empty() {
                    *part = cell.parse().map_err(|_| row.error("a part is a small number, or nothing"))?;
                }
            }
            let code = row.cell(0);
            // A second row of a code is another way to make it.
            read.acts.entry(code).or_insert(Act(parts));
            read.codes.entry(Act(parts)).or_insert(code);
        }
        Ok(read)
    }

    /// The parts of a code, or of the general code above it.
    pub(crate) fn act(&self, code: &str) -> Option<Act> {
        let general = || self.acts.get(format!("{}0", code.get(..2)?).as_str());
        self.acts.get(code).or_else(general).copied()
    }

    /// The code of an act.
    pub(crate) fn code(&self, act: Act) -> Option<&'static str> {
        self.codes.get(&act).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Combining;

    fn made(outer: &str, inner: &str) -> Option<&'static str> {
        let table = Combining::read().expect("the table parses");
        let [outer, inner] = [outer, inner].map(|code| table.act(code).expect("it is a code"));
        outer.about(inner).and_then(|act| table.code(act))
    }

    #[test]
    fn what_one_code_leaves_open_the_other_fills() {
        assert_eq!(made("030", "072"), Some("0332"));
        assert_eq!(made("020", "070"), Some("023"));
        assert_eq!(made("160", "071"), Some("1621"));
        assert_eq!(made("030", "190"), Some("138"), "the wish to fight");
    }

    #[test]
    fn of_two_stances_the_inner_counts_and_what_clashes_makes_nothing() {
        assert_eq!(made("010", "036"), Some("036"));
        assert_eq!(made("050", "085"), Some("085"), "a yield weighs more than an agreement");
        assert_eq!(made("060", "040"), Some("040"));
        assert_eq!(made("050", "070"), None);
    }

    #[test]
    fn a_general_act_has_kinds() {
        let table = Combining::read().expect("the table parses");
        let is = |kind: &str, general: &str| table.act(kind).expect("a").is_kind_of(table.act(general).expect("b"));
        assert!(is("194", "190") && is("0332", "030") && is("190", "190"));
        assert!(!is("138", "190") && !is("010", "190"));
    }
}
