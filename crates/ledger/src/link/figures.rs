//! Figures in a sentence: how many, at least and at most, of whom, and what became of them.
//!
//! A figure is bound to the word that says what it counts (`figures.tsv`): the nearest one that no other figure
//! stands before. Figures are ranges, so that `at least 12` does not contradict 15.

use super::lexicon::LEXICON;
use super::terms::Token;

/// How far the word may stand that tells what a figure counts.
const AFTER: usize = 9;
const BEFORE: usize = 4;

/// A figure of an account.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    /// `dead`, `injured`, …
    pub(super) counts: &'static str,
    /// Of whom, where it is not just people: `children`.
    pub(super) whom: Option<&'static str>,
    pub(super) low: f64,
    pub(super) high: f64,
    /// Byte range in the text.
    pub(super) span: (usize, usize),
}

impl Figure {
    /// Whether both count the same and can't both be right.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        self.counts == other.counts && self.whom == other.whom && (self.low > other.high || other.low > self.high)
    }

    /// `15`, `at least 12`, `10 to 20`.
    pub(super) fn told(&self) -> String {
        match (self.low, self.high) {
            (low, high) if low == high => format!("{low}"),
            (low, high) if high.is_infinite() => format!("at least {low}"),
            (low, high) if low <= 0.0 => format!("up to {high}"),
            (low, high) => format!("{low} to {high}"),
        }
    }
}

/// What a figure beside that word counts.
pub(super) fn counted(word: &str) -> Option<&'static str> {
    let stems = ["", "s", "d", "ed"].iter().filter_map(|ending| word.strip_suffix(ending));
    stems.filter_map(|stem| LEXICON.figures.counted(stem)).next()
}

/// The figures of the sentence whose words are `tokens`.
pub(super) fn find(tokens: &[Token<'_>]) -> Vec<Figure> {
    let words: Vec<&str> = tokens.iter().map(Token::lower).collect();
    let numbers: Vec<Option<(f64, f64)>> =
        (0..words.len()).map(|at| LEXICON.figures.value(words[at], words.get(at + 1).copied())).collect();
    let counts = |at: usize| counted(words.get(at)?);
    let mut found = Vec::new();
    for (at, value) in numbers.iter().enumerate() {
        let Some((mut low, mut high)) = *value else { continue };
        if at > 0 && numbers[at - 1].is_some()
            || at > 1 && numbers[at - 2].is_some() && words[at - 1] == "to"
            || is_date_or_age(&words, at)
        {
            continue;
        }
        // `10 to 20`, `between 10 and 20`
        let to = match (words.get(at + 1).copied(), numbers.get(at + 2)) {
            (Some(joint), Some(Some((_, most))))
                if *most > low && (joint == "to" || joint == "and" && at > 0 && words[at - 1] == "between") =>
            {
                Some(*most)
            }
            _ => None,
        };
        high = to.unwrap_or(high);
        let at = if to.is_some() { at + 2 } else { at };
        let ahead = (at + 1..tokens.len().min(at + AFTER)).take_while(|n| {
            // `nine killed and six wounded`: what stands behind the next figure is of that one, but
            // `15 people, including three children, were killed` goes on.
            numbers[*n].is_none()
                || words[n - 1] == "including"
                || words[at + 1..*n].iter().any(|w| matches!(*w, "including" | "among"))
        });
        let after = ahead.filter_map(|n| counts(n).map(|c| (n - at, c))).next();
        let back = (at.saturating_sub(BEFORE)..at).rev().take_while(|n| words[*n] != "and" && numbers[*n].is_none());
        let before = back.filter_map(|n| counts(n).map(|c| (at - n, c))).next();
        let (distance, counts) = match (before, after) {
            (Some(b), Some(a)) if b.0 <= a.0.min(3) => b,
            (_, Some(a)) => a,
            (Some(b), None) => b,
            (None, None) => continue,
        };
        let scaled = usize::from(words.get(at + 1).is_some_and(|w| LEXICON.figures.is_times(w)));
        let noun = (at + 1 + scaled..tokens.len().min(at + 5 + scaled))
            .take_while(|n| numbers[*n].is_none())
            .find_map(|n| LEXICON.human.get(words[n]).copied());
        if noun.is_none() && distance > 3 {
            continue;
        }
        if let Some(bound) = LEXICON.figures.bound(&words[at.saturating_sub(4)..at]) {
            (low, high) = bound.range((low, high));
        }
        found.push(Figure {
            counts,
            whom: noun.and_then(|noun| LEXICON.figures.part(noun)),
            low,
            high,
            span: (tokens[at].start, tokens[at].end()),
        });
    }
    found
}

fn is_date_or_age(words: &[&str], at: usize) -> bool {
    let measured = |at: usize| words.get(at).is_some_and(|w| LEXICON.figures.measures(w));
    let year =
        words[at].len() == 4 && words[at].starts_with(['1', '2']) && words[at].bytes().all(|b| b.is_ascii_digit());
    (at > 0 && measured(at - 1)) || measured(at + 1) || year
}

#[cfg(test)]
mod tests {
    use super::super::terms::tokens;
    use super::{Figure, find};

    fn told(text: &str) -> Vec<(String, &'static str, Option<&'static str>)> {
        find(&tokens(text, 0)).iter().map(|f: &Figure| (f.told(), f.counts, f.whom)).collect()
    }

    #[test]
    fn figures_are_bound_to_what_they_count() {
        assert_eq!(
            told("The blast killed 14 people and wounded thirty others in the market."),
            [("14".into(), "dead", None), ("30".into(), "injured", Some("some"))]
        );
        assert_eq!(
            told("Nine people were killed and six wounded."),
            [("9".into(), "dead", None), ("6".into(), "injured", None)]
        );
        assert_eq!(
            told("Eleven people, including two children, were killed."),
            [("11".into(), "dead", None), ("2".into(), "dead", Some("children"))]
        );
    }

    #[test]
    fn bounds_make_ranges_and_ranges_do_not_contradict_what_they_hold() {
        let one = |text: &str| find(&tokens(text, 0)).remove(0);
        let least = one("At least 12 people were killed.");
        assert_eq!(least.told(), "at least 12");
        assert!(!least.contradicts(&one("The attack killed 15 people.")));
        assert!(least.contradicts(&one("The attack killed 9 people.")));
        assert!(!one("Up to 40 people were injured.").contradicts(&one("The storm injured 31 people.")));
        assert!(!one("Dozens of people were killed.").contradicts(&one("The quake killed 61 people.")));
        assert!(!one("Between 10 and 20 people died.").contradicts(&one("13 people died.")));
    }

    #[test]
    fn days_years_and_ages_are_no_figures_of_the_dead() {
        assert!(told("He was killed on June 14, 2009, said a 40 year-old man.").is_empty());
    }
}
