//! Actor dictionaries: names, their synonyms, and codes with the days in which they hold.
//!
//! ```text
//! MARGRAVE_ANSELM_            a name; `_` joins its words
//! +THE_MARGRAVE               a synonym
//!     [HLMGOV 980301-041231]  a code for a stretch of days, `<990101` before, `>990101` after a day
//!     [HLM]                   the code otherwise
//! ```

use super::index::Index;
use super::lines::{brackets, lines};
use super::words::of_phrase;
use super::{Origin, Problems};
use jiff::civil::Date;

/// Names of a dictionary and their codes.
#[derive(Clone, Debug, Default)]
pub(crate) struct ActorNames {
    names: Index<u32>,
    entries: Vec<ActorEntry>,
}

/// A name with its synonyms.
#[derive(Clone, Debug)]
pub(crate) struct ActorEntry {
    /// Where it stands.
    pub(crate) origin: Origin,
    codes: Vec<DatedCode>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct DatedCode {
    code: String,
    from: Option<Date>,
    to: Option<Date>,
}

impl ActorEntry {
    /// Whether a dated code of it holds on `day`.
    pub(crate) fn is_dated(&self, day: Option<Date>) -> bool {
        let holds = |c: &&DatedCode, day: Date| {
            (c.from.is_some() || c.to.is_some()) && c.from.is_none_or(|d| d <= day) && c.to.is_none_or(|d| day <= d)
        };
        day.is_some_and(|day| self.codes.iter().any(|c| holds(&c, day)))
    }

    /// The code on `day`: the first that is dated and holds, else the one without dates. Where the text has no day, the
    /// one without dates, else the latest.
    pub(crate) fn code(&self, day: Option<Date>) -> Option<&str> {
        let dated = |c: &&DatedCode| c.from.is_some() || c.to.is_some();
        let undated = self.codes.iter().find(|c| !dated(c));
        let found = match day {
            Some(day) => {
                let holds = |c: &&DatedCode| c.from.is_none_or(|d| d <= day) && c.to.is_none_or(|d| day <= d);
                self.codes.iter().filter(dated).find(holds).or(undated)
            }
            None => undated.or_else(|| self.codes.iter().max_by_key(|c| c.from)),
        };
        found.map(|c| c.code.as_str())
    }
}

impl ActorNames {
    /// Adds a file; how many names it has.
    pub(super) fn add(&mut self, file: u16, text: &str, stems: bool, problems: &mut Problems) -> usize {
        let mut open: Option<Open> = None;
        let mut count = 0;
        for line in lines(text) {
            let origin = Origin { file, line: line.number };
            let (name, codes) = match brackets(line.text) {
                Ok(found) => found,
                Err(problem) => {
                    problems.add(line.number, problem);
                    continue;
                }
            };
            let synonym = name.strip_prefix('+');
            if synonym.is_none() && !name.is_empty() {
                count += self.close(open.take(), stems, problems);
                open = Some(Open { origin, names: Vec::new(), codes: Vec::new() });
            }
            let Some(open) = &mut open else {
                problems.add(line.number, "a synonym or code before the first name");
                continue;
            };
            let name = synonym.unwrap_or(name).trim();
            if !name.is_empty() {
                open.names.push(name.to_owned());
            }
            for code in codes {
                match dated_code(code) {
                    Ok(code) => open.codes.push(code),
                    Err(problem) => problems.add(line.number, problem),
                }
            }
        }
        count += self.close(open, stems, problems);
        count
    }

    fn close(&mut self, open: Option<Open>, stems: bool, problems: &mut Problems) -> usize {
        let Some(open) = open else { return 0 };
        if open.codes.is_empty() {
            problems.add(open.origin.line, format!("`{}` has no code", open.names.first().map_or("", String::as_str)));
            return 0;
        }
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        for name in &open.names {
            self.names.add(stemmed(name, stems), number);
        }
        self.entries.push(ActorEntry { origin: open.origin, codes: open.codes });
        open.names.len()
    }

    /// The names.
    pub(crate) fn names(&self) -> &Index<u32> {
        &self.names
    }

    /// Entry `number`.
    pub(crate) fn entry(&self, number: u32) -> Option<&ActorEntry> {
        self.entries.get(number as usize)
    }
}

struct Open {
    origin: Origin,
    names: Vec<String>,
    codes: Vec<DatedCode>,
}

/// The words of a name; in a file of TABARI's those that no `_` closes are stems.
pub(super) fn stemmed(name: &str, stems: bool) -> Vec<(String, bool)> {
    let words = of_phrase(name);
    let last = words.len().saturating_sub(1);
    let closed = name.ends_with('_');
    words.into_iter().enumerate().map(|(at, word)| (word, stems && at == last && !closed)).collect()
}

fn dated_code(text: &str) -> Result<DatedCode, String> {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>')).unwrap_or(text.len());
    let (code, rest) = text.split_at(end);
    if code.is_empty() || !code.chars().all(|c| c.is_ascii_alphanumeric() || "/+-#".contains(c)) {
        return Err(format!("`[{text}]` is no code; one looks like [USAGOV] or [USAGOV 930120-010120]"));
    }
    let days: String = rest.chars().filter(|c| !c.is_whitespace()).collect();
    let (from, to) = match days.as_bytes().first() {
        None => (None, None),
        Some(b'<') => (None, Some(day(&days[1..])?.yesterday().unwrap_or(Date::MIN))),
        Some(b'>') => (Some(day(&days[1..])?.tomorrow().unwrap_or(Date::MAX)), None),
        Some(_) => {
            let (from, to) = days.split_once('-').ok_or_else(|| no_day(&days))?;
            (Some(day(from)?), Some(day(to)?))
        }
    };
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err(format!("`[{text}]` ends before it begins"));
    }
    Ok(DatedCode { code: code.to_uppercase(), from, to })
}

/// A day as dictionaries write it: `930120` or `19930120`. Years of two digits up to 30 are this century's, as PETRARCH
/// has it. Days past the end of a month are its last.
fn day(text: &str) -> Result<Date, String> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let part = |from: usize, to: usize| text.get(from..to).and_then(|t| t.parse::<i16>().ok());
    let (year, rest) = match text.len() {
        6 if digits => (part(0, 2).map(|y| if y <= 30 { 2000 + y } else { 1900 + y }), 2),
        8 if digits => (part(0, 4), 4),
        _ => return Err(no_day(text)),
    };
    let small = |n: Option<i16>| n.and_then(|n| i8::try_from(n).ok());
    let (month, day) = (small(part(rest, rest + 2)), small(part(rest + 2, rest + 4)));
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return Err(no_day(text)) };
    let first = Date::new(year, month, 1).map_err(|_| no_day(text))?;
    if !(1..=31).contains(&day) {
        return Err(no_day(text));
    }
    Ok(Date::new(year, month, day).unwrap_or_else(|_| first.last_of_month()))
}

fn no_day(text: &str) -> String {
    format!("`{text}` is no day; days look like 930120 or 19930120, stretches like 930120-010120, <930120 or >930120")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn code_of(line: &str, day: Option<Date>) -> Option<String> {
        let (mut names, mut problems) = (ActorNames::default(), Problems::new("a"));
        names.add(0, line, false, &mut problems);
        assert!(problems.list.is_empty(), "{:?}", problems.list);
        names.entry(0).and_then(|e| e.code(day)).map(str::to_owned)
    }

    #[test]
    fn codes_hold_in_their_days_and_the_undated_one_otherwise() {
        let anselm = "ANSELM\n\t[HLM]\n\t[HLMGOV 980301-041231] # margrave\n\t[HLMELI > 20041231]\n+THE_MARGRAVE";
        let on = |y, m, d| code_of(anselm, Some(date(y, m, d)));
        assert_eq!(on(1998, 2, 28).as_deref(), Some("HLM"));
        assert_eq!(on(1998, 3, 1).as_deref(), Some("HLMGOV"));
        assert_eq!(on(2004, 12, 31).as_deref(), Some("HLMGOV"));
        assert_eq!(on(2005, 1, 1).as_deref(), Some("HLMELI"));
        assert_eq!(code_of(anselm, None).as_deref(), Some("HLM"));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_the_rest_is_kept() {
        let (mut names, mut problems) = (ActorNames::default(), Problems::new("a"));
        let text = "+EARLY\nNOCODE\nHOLM [HLM]\nTARN [TRN 9903]\n\t[TRN]\nBECK [BCK\nFELL [FEL 990101-980101] [FEL]\n";
        assert_eq!(names.add(0, text, false, &mut problems), 3);
        assert_eq!(problems.list.iter().map(|p| p.line).collect::<Vec<_>>(), [1, 2, 4, 6, 7]);
    }
}
