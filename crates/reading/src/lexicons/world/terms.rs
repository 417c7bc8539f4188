//! Spans of days with the code and title that hold in them.

use crate::lexicons::LexiconError;
use jiff::civil::Date;
use sayso_lexicon::Row;

/// A code of the tables: ISO 3166-1 alpha-3, or CAMEO's for actors.
pub(crate) type Code = &'static str;

/// From when to when somebody or something has a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// ISO 3166-1 alpha-3; empty for the international.
    pub(crate) country: Code,
    /// CAMEO actor code.
    pub(crate) code: Code,
    /// Office, in lower case; empty for bodies.
    pub(crate) title: &'static str,
    /// First day.
    pub(crate) from: Option<Date>,
    /// Last day.
    pub(crate) to: Option<Date>,
}

impl Term {
    /// Whether it holds on `day`.
    pub(crate) fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// How much the term counts where no day decides: government before others, the latest first.
    fn weight(&self) -> (bool, bool, Option<Date>) {
        (self.rules(), self.code.contains("GOV"), self.from)
    }

    /// Whether it is the office of one who rules a state.
    pub(crate) fn rules(&self) -> bool {
        matches!(self.title, "president" | "prime minister" | "king" | "queen" | "chancellor")
    }
}

/// The term of `terms` that holds on `day`: the weightiest where several do; without a day, of all.
pub(crate) fn term_at(terms: &[Term], day: Option<Date>) -> Option<&Term> {
    let holds = terms.iter().filter(|t| day.is_none_or(|d| t.holds(d)));
    // The first of equals: the table puts the main office first.
    holds.rev().max_by_key(|t| t.weight())
}

/// The term of a row with the given columns.
pub(super) fn term(
    row: &Row<'static>,
    [country, code, title, from, to]: [usize; 5],
    has_title: bool,
) -> Result<Term, LexiconError> {
    Ok(Term {
        country: row.cell(country),
        code: row.cell(code),
        title: if has_title { row.cell(title) } else { "" },
        from: row.day(from, false)?,
        to: row.day(to, true)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn without_a_day_the_head_of_state_outweighs_later_offices() {
        let term = |title, code, from, to| Term { country: "AAA", code, title, from: Some(from), to };
        let terms = [
            term("president", "AAAGOV", date(1990, 1, 1), Some(date(1999, 12, 31))),
            term("senator", "AAALEG", date(2000, 1, 1), None),
        ];
        assert_eq!(term_at(&terms, None).map(|t| t.title), Some("president"));
        assert_eq!(term_at(&terms, Some(date(2005, 1, 1))).map(|t| t.title), Some("senator"));
        assert_eq!(term_at(&terms, Some(date(1980, 1, 1))), None);
    }
}
