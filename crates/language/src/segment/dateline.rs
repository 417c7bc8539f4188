//! Datelines: `KABUL, April 2 (Reuters) - `, `(CNN) -- `, `MOSCOW — ` before the first sentence of a report.
//!
//! They are no part of the sentence: left in it, the place or the agency becomes the subject of what was done.

use super::Gap;
use super::characters::{Class, class_at};

/// Most tokens of a dateline; there are two cities, a country, a day and two agencies in the longest.
const LONGEST: usize = 24;

/// Most tokens between its brackets.
const LONGEST_AGENCY: usize = 6;

/// How many tokens of a paragraph that begins so are its dateline; 0 where it has none.
///
/// A dateline is a place in capitals, or any names with an agency in brackets, or the agency alone, and then a dash; a
/// sentence follows on the same line. Where no brackets stand around the agency (`Kyiv, Ukraine CNN — `), it must be one
/// that `is_agency` knows, right before a long dash.
pub(super) fn length<'t>(token: impl Fn(usize) -> Option<(&'t str, Gap)>, is_agency: impl Fn(&str) -> bool) -> usize {
    let form = |at: usize| token(at).map_or("", |(form, _)| form);
    let in_capitals = is_in_capitals(form(0));
    let mut at = 0;
    let mut agency = false;
    while at < LONGEST {
        let Some((here, gap)) = token(at) else { return 0 };
        if at > 0 && gap.line() {
            return 0;
        }
        if is_dash(here) {
            let after = token(at + 1);
            let blank = gap.blank() || after.is_some_and(|(_, gap)| gap.blank());
            // `SAINT-DENIS` goes on.
            if blank || here != "-" {
                agency |= at > 0 && here != "-" && is_agency(form(at - 1));
                let begins = after.is_some_and(|(next, gap)| !gap.line() && begins_sentence(next));
                return if (agency || at > 0 && in_capitals) && begins { at + 1 } else { 0 };
            }
        } else if here == "(" && !agency {
            let Some(end) = (at + 2..at + 3 + LONGEST_AGENCY).find(|end| form(*end) == ")") else { return 0 };
            if class_at(form(at + 1), 0).0 != Class::Upper {
                return 0;
            }
            agency = true;
            at = end;
        } else if agency || !(is_name(here) || matches!(here, "," | "/" | "." | "and" | "of" | "the" | "de" | "al")) {
            return 0;
        }
        at += 1;
    }
    0
}

fn is_in_capitals(form: &str) -> bool {
    form.len() > 1 && form.chars().all(|c| c.is_uppercase() || c == '.' || c == '\'' || c == '’')
}

fn is_dash(form: &str) -> bool {
    matches!(form, "-" | "--" | "---" | "–" | "—" | "―" | "_")
}

/// A capital, or the number of a day or year.
fn is_name(form: &str) -> bool {
    matches!(class_at(form, 0).0, Class::Upper | Class::Digit)
}

fn begins_sentence(form: &str) -> bool {
    is_name(form) || matches!(form, "\"" | "“" | "‘" | "'" | "``" | "$" | "€" | "£" | "[" | "(")
}
