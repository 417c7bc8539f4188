//! What a happening is known by: the tellings of it that are kept, each as its document told it.
//!
//! A new telling is held against each of them and not against all in one: what many documents have told taken together
//! has something in common with everything.

use super::evidence::{across, sum};
use super::lexicon::LEXICON;
use super::profile::{Profile, Telling, Weights};

/// How many tellings are kept: the first ones, and as many of the last.
const ENDS: usize = 3;

/// The tellings of a happening.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    /// How many there were.
    pub(super) count: u16,
    pub(super) kept: Vec<Profile>,
}

impl Known {
    pub(super) fn of(telling: Profile) -> Self {
        Self { count: 1, kept: vec![telling] }
    }

    /// Takes in another telling.
    pub(super) fn push(&mut self, telling: Profile) {
        self.count = self.count.saturating_add(1);
        if self.kept.len() >= 2 * ENDS {
            self.kept.remove(ENDS);
        }
        self.kept.push(telling);
    }

    pub(super) fn class(&self) -> &str {
        self.kept.first().map_or("", |p| p.class.as_str())
    }

    /// How likely the telling is of this happening, as the logarithm of odds: the mean over the tellings kept. `again`
    /// says that its document told the happening already.
    pub(super) fn likeness(&self, telling: &Telling<'_>, again: bool, terms: &impl Weights) -> f64 {
        let sums = self.kept.iter().map(|other| sum(&across(telling, other, again, terms), &LEXICON.across));
        let count = u32::try_from(self.kept.len()).unwrap_or(u32::MAX).max(1);
        sums.sum::<f64>() / f64::from(count)
    }
}
