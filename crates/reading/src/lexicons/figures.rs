//! Numbers in words and digits, the words that bound them, and the words that say what they count.

use super::LexiconError;
use rustc_hash::FxHashMap;

/// How a figure is bounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// `at least`, `more than`.
    AtLeast,
    /// `up to`, `fewer than`.
    AtMost,
    /// `about`.
    About,
}

/// The table of figures.
#[derive(Clone, Debug)]
pub(crate) struct Figures {
    numbers: FxHashMap<&'static str, u64>,
    bounds: Vec<(Vec<&'static str>, Bound)>,
    counted: FxHashMap<&'static str, &'static str>,
}

impl Figures {
    /// Reads the table.
    pub(super) fn read() -> Result<Self, LexiconError> {
        let mut figures = Self { numbers: FxHashMap::default(), bounds: Vec::new(), counted: FxHashMap::default() };
        for row in table!("figures.tsv", ["kind", "words", "meaning"])?.rows() {
            let row = row?;
            let meaning = row.cell(2);
            match row.cell(0) {
                "number" => {
                    let value = meaning.parse().map_err(|_| row.error(format!("`{meaning}` is no number")))?;
                    figures.numbers.extend(row.list(1).map(|word| (word, value)));
                }
                "bound" => {
                    let bound = match meaning {
                        "least" => Bound::AtLeast,
                        "most" => Bound::AtMost,
                        "about" => Bound::About,
                        other => return Err(row.error(format!("`{other}` is no bound; it is least, most or about"))),
                    };
                    figures.bounds.extend(row.list(1).map(|words| (words.split(' ').collect(), bound)));
                }
                "counted" => figures.counted.extend(row.list(1).map(|word| (word, meaning))),
                other => return Err(row.error(format!("`{other}` is no kind; it is number, bound or counted"))),
            }
        }
        Ok(figures)
    }

    /// The number that a word is: `twelve`, `1,200`.
    pub(crate) fn number(&self, form: &str) -> Option<u64> {
        if form.bytes().next().is_some_and(|b| b.is_ascii_digit()) {
            let digits: String = form.chars().filter(|c| *c != ',').collect();
            return digits.parse().ok();
        }
        let lower = form.to_lowercase();
        self.numbers.get(lower.as_str()).copied()
    }

    /// How the words before a figure bound it.
    pub(crate) fn bound(&self, before: &[&str]) -> Option<Bound> {
        self.bounds.iter().find(|(words, _)| before.ends_with(words)).map(|(_, bound)| *bound)
    }

    /// What a word counts.
    pub(crate) fn counted(&self, lemma: &str) -> Option<&'static str> {
        self.counted.get(lemma).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Figures};

    #[test]
    fn figures_come_in_words_and_digits_with_bounds() {
        let figures = Figures::read().expect("the table parses");
        assert_eq!(figures.number("twelve"), Some(12));
        assert_eq!(figures.number("1,200"), Some(1200));
        assert_eq!(figures.number("2.5"), None);
        assert_eq!(figures.bound(&["said", "at", "least"]), Some(Bound::AtLeast));
        assert_eq!(figures.counted("kill"), figures.counted("dead"));
    }
}
