//! In how many documents words occur, as the ledger counts them, with what was looked up kept.

use super::lexicon::LEXICON;
use super::profile::Weights;
use rusqlite::{Connection, OptionalExtension};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::sync::LazyLock;

/// As if so many documents had been seen before the first, so that the first few do not decide what is rare.
const BACKGROUND: i64 = 1000;
/// In how many of these words stand that the tables know as common.
const COMMON: i64 = 80;
/// Logarithms of the first numbers, which are asked for most.
#[allow(clippy::cast_precision_loss, reason = "small numbers")]
static LOGARITHMS: LazyLock<Vec<f64>> = LazyLock::new(|| (0..4096).map(|n| f64::from(n).ln()).collect());

/// Counts of words in documents.
pub(super) struct Terms<'c> {
    connection: &'c Connection,
    counts: RefCell<FxHashMap<u64, i64>>,
    changed: FxHashSet<u64>,
}

impl<'c> Terms<'c> {
    /// `counts` holds what is known from before.
    pub(super) fn new(connection: &'c Connection, counts: FxHashMap<u64, i64>) -> Self {
        Self { connection, counts: RefCell::new(counts), changed: FxHashSet::default() }
    }

    fn count(&self, term: u64) -> i64 {
        if let Some(count) = self.counts.borrow().get(&term) {
            return *count;
        }
        let read = || {
            self.connection
                .prepare_cached("SELECT documents FROM terms WHERE term = ?1")?
                .query_row([term.cast_signed()], |row| row.get::<_, i64>(0))
                .optional()
        };
        // A fault of the disk shows at the next write; a word not found is a rare one.
        let count = read().ok().flatten().unwrap_or_default();
        self.counts.borrow_mut().insert(term, count);
        count
    }

    /// How many documents were counted.
    pub(super) fn documents(&self) -> usize {
        usize::try_from(self.count(0)).unwrap_or_default()
    }

    /// Counts a document with those words; `by` is −1 where it goes.
    pub(super) fn count_document(&mut self, words: &FxHashSet<u64>, by: i64) {
        for term in words.iter().copied().chain([0]) {
            let count = self.count(term);
            self.counts.borrow_mut().insert(term, count + by);
            self.changed.insert(term);
        }
    }

    /// Writes what was counted, and gives what is known now.
    pub(super) fn write(self) -> rusqlite::Result<FxHashMap<u64, i64>> {
        let counts = self.counts.into_inner();
        let mut changed: Vec<u64> = self.changed.into_iter().collect();
        changed.sort_unstable();
        let mut put = self.connection.prepare_cached("INSERT OR REPLACE INTO terms VALUES (?1, ?2)")?;
        let mut drop = self.connection.prepare_cached("DELETE FROM terms WHERE term = ?1")?;
        for term in changed {
            match counts.get(&term).copied().unwrap_or_default() {
                0 => drop.execute([term.cast_signed()])?,
                count => put.execute([term.cast_signed(), count])?,
            };
        }
        Ok(counts)
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of documents are small")]
    fn weight_of(count: i64, documents: i64) -> f64 {
        let logarithm = |n: i64| match usize::try_from(n).ok().and_then(|n| LOGARITHMS.get(n)) {
            Some(known) => *known,
            None => (n as f64).ln(),
        };
        (1.0 - logarithm(1 + count) / logarithm(BACKGROUND + documents)).max(0.0)
    }
}

impl Weights for Terms<'_> {
    fn weight(&self, term: u64) -> f64 {
        let common = if LEXICON.common.contains(&term) { COMMON } else { 0 };
        Self::weight_of(self.count(term) + common, self.count(0))
    }
}
