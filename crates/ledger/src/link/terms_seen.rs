//! In how many documents words occur, as the ledger counts them, with what was looked up kept.

use super::lexicon::LEXICON;
use super::profile::Weights;
use rusqlite::{Connection, OptionalExtension};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{Cell, RefCell};
use std::sync::LazyLock;

/// As if so many documents had been seen before the first, so that the first few do not decide what is rare.
const BACKGROUND: i32 = 1000;
/// In how many of these words stand that the tables know as common.
const COMMON: i32 = 80;
/// Logarithms of the first numbers, which are asked for most.
static LOGARITHMS: LazyLock<Vec<f64>> = LazyLock::new(|| (0..4096).map(|n| f64::from(n).ln()).collect());

/// What is known of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// In how many documents it occurs.
    documents: i32,
    /// Whether the tables know it as common.
    common: bool,
    /// Whether the ledger has another count.
    changed: bool,
}

/// What is known of words, which is kept from one batch to the next.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) seen: FxHashMap<u64, Seen>,
    /// What has other counts than the ledger.
    changed: Vec<u64>,
    at_hand: AtHand,
}

/// How many weights are at hand.
const AT_HAND: usize = 1 << 11;

/// Weights that were asked for last, in little room: what a document is held against mostly has the same words.
#[derive(Debug, Default)]
struct AtHand {
    /// Each with its word, and the round in which it was worked out.
    weights: Vec<Cell<(u64, u64, f64)>>,
    /// Counts stay as they are for a round.
    round: u64,
}

impl AtHand {
    /// Begins a round.
    fn begin(&mut self) {
        self.weights.resize(AT_HAND, Cell::default());
        self.round += 1;
    }

    /// The weight of `term`, by `work_out` where it is not at hand.
    fn weight(&self, term: u64, work_out: impl FnOnce() -> f64) -> f64 {
        let place = &self.weights[term as usize % AT_HAND];
        let (of, round, weight) = place.get();
        if of == term && round == self.round {
            return weight;
        }
        let weight = work_out();
        place.set((term, self.round, weight));
        weight
    }
}

/// Counts of words in documents.
pub(super) struct Terms<'c> {
    connection: &'c Connection,
    seen: RefCell<FxHashMap<u64, Seen>>,
    changed: Vec<u64>,
    /// How many documents there are, and the logarithm that weights are measured by.
    documents: i32,
    most: f64,
    at_hand: AtHand,
}

impl<'c> Terms<'c> {
    /// `counts` holds what is known from before.
    pub(super) fn new(connection: &'c Connection, counts: Counts) -> Self {
        let Counts { seen, changed, at_hand } = counts;
        let mut terms = Self { connection, seen: RefCell::new(seen), changed, documents: 0, most: 1.0, at_hand };
        terms.set_documents();
        terms
    }

    fn set_documents(&mut self) {
        self.documents = self.seen(0).documents;
        self.most = logarithm(BACKGROUND + self.documents);
        self.at_hand.begin();
    }

    fn seen(&self, term: u64) -> Seen {
        if let Some(seen) = self.seen.borrow().get(&term) {
            return *seen;
        }
        let read = || {
            self.connection
                .prepare_cached("SELECT documents FROM terms WHERE term = ?1")?
                .query_row([term.cast_signed()], |row| row.get::<_, i32>(0))
                .optional()
        };
        // A fault of the disk shows at the next write; a word not found is a rare one.
        let documents = read().ok().flatten().unwrap_or_default();
        let seen = Seen { documents, common: LEXICON.common.contains(&term), changed: false };
        self.seen.borrow_mut().insert(term, seen);
        seen
    }

    /// How many documents were counted.
    pub(super) fn documents(&self) -> usize {
        usize::try_from(self.documents).unwrap_or_default()
    }

    /// Counts a document with those words; `by` is −1 where it goes.
    pub(super) fn count_document(&mut self, words: &FxHashSet<u64>, by: i32) {
        for term in words.iter().copied().chain([0]) {
            let count = |seen: &mut Seen| {
                seen.documents = seen.documents.saturating_add(by);
                !std::mem::replace(&mut seen.changed, true)
            };
            let mut known = self.seen.get_mut().get_mut(&term).map(count);
            if known.is_none() {
                self.seen(term);
                known = self.seen.get_mut().get_mut(&term).map(count);
            }
            if known == Some(true) {
                self.changed.push(term);
            }
        }
        self.set_documents();
    }

    /// What is known now, where more documents are to come before it is written.
    pub(super) fn rest(self) -> Counts {
        Counts { seen: self.seen.into_inner(), changed: self.changed, at_hand: self.at_hand }
    }

    /// Writes what was counted, and gives what is known now.
    pub(super) fn write(self) -> rusqlite::Result<Counts> {
        let (mut seen, mut changed) = (self.seen.into_inner(), self.changed);
        changed.sort_unstable();
        let mut put = self.connection.prepare_cached("INSERT OR REPLACE INTO terms VALUES (?1, ?2)")?;
        let mut drop = self.connection.prepare_cached("DELETE FROM terms WHERE term = ?1")?;
        for term in changed {
            let counted = seen.get_mut(&term).map(|seen| {
                seen.changed = false;
                seen.documents
            });
            match counted.unwrap_or_default() {
                0 => drop.execute([term.cast_signed()])?,
                count => put.execute([term.cast_signed(), i64::from(count)])?,
            };
        }
        Ok(Counts { seen, changed: Vec::new(), at_hand: self.at_hand })
    }
}

fn logarithm(n: i32) -> f64 {
    match usize::try_from(n).ok().and_then(|n| LOGARITHMS.get(n)) {
        Some(known) => *known,
        None => f64::from(n).ln(),
    }
}

impl Weights for Terms<'_> {
    fn weight(&self, term: u64) -> f64 {
        self.at_hand.weight(term, || {
            let seen = self.seen(term);
            let common = if seen.common { COMMON } else { 0 };
            (1.0 - logarithm(1 + seen.documents + common) / self.most).max(0.0)
        })
    }
}
