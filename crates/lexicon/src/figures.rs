//! Numbers in words and digits, the words that bound them, and the words that say what and whom they count.
//!
//! A figure is a range, so that `at least 12` does not contradict 15. Which figure counts what in a sentence is the
//! business of those who know the sentence.

use crate::{LexiconError, Row, table};
use rustc_hash::{FxHashMap, FxHashSet};

/// How a figure is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `at least`, `more than`.
    Least,
    /// `up to`, `fewer than`.
    Most,
    /// `about`.
    About,
}

impl Bound {
    /// The least and the most that a figure may be which is so bounded.
    #[must_use]
    pub fn range(self, (low, high): (f64, f64)) -> (f64, f64) {
        match self {
            Self::Least => (low, f64::INFINITY),
            Self::Most => (0.0, high),
            Self::About => (low * 0.8, high * 1.2),
        }
    }
}

/// The table of figures.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    numbers: FxHashMap<&'static str, f64>,
    times: FxHashMap<&'static str, f64>,
    vague: FxHashMap<&'static str, (f64, f64)>,
    /// The longest first.
    bounds: Vec<(Vec<&'static str>, Bound)>,
    counted: FxHashMap<&'static str, &'static str>,
    parts: FxHashMap<&'static str, &'static str>,
    people: FxHashSet<&'static str>,
    apart: FxHashSet<&'static str>,
    sums: FxHashSet<&'static str>,
    measures: FxHashSet<&'static str>,
}

impl Figures {
    /// Reads the table.
    ///
    /// # Errors
    /// Where a row says what no row may say.
    pub fn read() -> Result<Self, LexiconError> {
        let mut figures = Self::default();
        for row in table!("figures.tsv", ["kind", "words", "meaning"])?.rows() {
            figures.take(&row?)?;
        }
        figures.bounds.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        Ok(figures)
    }

    fn take(&mut self, row: &Row<'static>) -> Result<(), LexiconError> {
        let meaning = row.cell(2);
        let number = |text: &str| text.parse::<f64>().map_err(|_| row.error(format!("`{text}` is no number")));
        match row.cell(0) {
            "number" => {
                let value = number(meaning)?;
                self.numbers.extend(row.list(1).map(|word| (word, value)));
            }
            "times" => {
                let value = number(meaning)?;
                self.times.extend(row.list(1).map(|word| (word, value)));
            }
            "vague" => {
                let Some((low, high)) = meaning.split_once(" to ") else {
                    return Err(row.error(format!("`{meaning}` is no range; ranges look like `3 to 20`")));
                };
                let range = (number(low)?, number(high)?);
                self.vague.extend(row.list(1).map(|word| (word, range)));
            }
            "bound" => {
                let bound = match meaning {
                    "least" => Bound::Least,
                    "most" => Bound::Most,
                    "about" => Bound::About,
                    other => return Err(row.error(format!("`{other}` is no bound; it is least, most or about"))),
                };
                self.bounds.extend(row.list(1).map(|words| (words.split(' ').collect(), bound)));
            }
            "counted" => self.counted.extend(row.list(1).map(|word| (word, meaning))),
            "part" => self.parts.extend(row.list(1).map(|word| (word, meaning))),
            "people" => self.people.extend(row.list(1)),
            "apart" => self.apart.extend(row.list(1)),
            "sum" => self.sums.extend(row.list(1)),
            "measure" => self.measures.extend(row.list(1)),
            other => {
                let kinds = "number, times, vague, bound, counted, people, part, apart, sum or measure";
                return Err(row.error(format!("`{other}` is no kind; it is {kinds}")));
            }
        }
        Ok(())
    }

    /// The least and the most that a word of lower case may be: `twelve`, `1,200`, `dozens`; with the word behind it, which
    /// may multiply it: `3.5 million`.
    #[must_use]
    pub fn value(&self, word: &str, next: Option<&str>) -> Option<(f64, f64)> {
        if let Some(range) = self.vague.get(word) {
            return Some(*range);
        }
        let value = if word.starts_with(|c: char| c.is_ascii_digit()) {
            let digits: String = word.chars().filter(|c| *c != ',').collect();
            digits.parse::<f64>().ok()
        } else {
            self.numbers.get(word).copied()
        }?;
        let value = value * next.and_then(|next| self.times.get(next)).copied().unwrap_or(1.0);
        Some((value, value))
    }

    /// Whether that range is one of a word that leaves open how many: `thousands`.
    #[must_use]
    pub fn is_vague(&self, range: (f64, f64)) -> bool {
        self.vague.values().any(|vague| *vague == range)
    }

    /// Whether a word multiplies the number before it: `million`.
    #[must_use]
    pub fn is_times(&self, word: &str) -> bool {
        self.times.contains_key(word)
    }

    /// How the words before a figure bound it.
    #[must_use]
    pub fn bound(&self, before: &[&str]) -> Option<Bound> {
        self.bounds.iter().find(|(words, _)| before.ends_with(words)).map(|(_, bound)| *bound)
    }

    /// What a figure beside that lemma counts: `dead`, `injured`.
    #[must_use]
    pub fn counted(&self, lemma: &str) -> Option<&'static str> {
        self.counted.get(lemma).copied()
    }

    /// Of whom a figure is, where that is a part of all: `children`.
    #[must_use]
    pub fn part(&self, noun: &str) -> Option<&'static str> {
        self.parts.get(noun).copied()
    }

    /// Whether that noun is of people of no particular kind: `victim`.
    #[must_use]
    pub fn is_people(&self, lemma: &str) -> bool {
        self.people.contains(lemma)
    }

    /// Whether that word beside a figure says that it is not of all: `another`, `including`.
    #[must_use]
    pub fn is_apart(&self, lemma: &str) -> bool {
        self.apart.contains(lemma)
    }

    /// Whether a figure in one sentence with that word is a sum over time: `since`.
    #[must_use]
    pub fn is_sum(&self, lemma: &str) -> bool {
        self.sums.contains(lemma)
    }

    /// Whether a figure beside that word measures something and counts nobody: `miles`, `March`.
    #[must_use]
    pub fn measures(&self, word: &str) -> bool {
        self.measures.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Figures};

    #[test]
    fn figures_come_in_words_and_digits_with_bounds() {
        let figures = Figures::read().expect("the table parses");
        assert_eq!(figures.value("twelve", None), Some((12.0, 12.0)));
        assert_eq!(figures.value("1,200", Some("people")), Some((1200.0, 1200.0)));
        assert_eq!(figures.value("2.5", Some("million")), Some((2.5e6, 2.5e6)));
        assert_eq!(figures.value("dozens", None), Some((24.0, 500.0)));
        assert_eq!(figures.value("people", None), None);
        assert_eq!(figures.bound(&["said", "at", "least"]), Some(Bound::Least));
        assert_eq!(figures.counted("kill"), figures.counted("dead"));
    }

    #[test]
    fn bounds_make_ranges() {
        assert_eq!(Bound::Least.range((12.0, 12.0)), (12.0, f64::INFINITY));
        assert_eq!(Bound::Most.range((40.0, 40.0)), (0.0, 40.0));
        assert_eq!(Bound::About.range((10.0, 10.0)), (8.0, 12.0));
    }
}
