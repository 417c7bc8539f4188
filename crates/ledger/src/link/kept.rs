//! What linking keeps in memory from one batch to the next, so that it is not read again. All of it stands in the ledger
//! too; it is dropped where a batch fails or another program has written.

use super::blocks::Blocks;
use super::claims::Contents;
use super::hand::InHand;
use super::identities::Met;
use super::terms_seen::Counts;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Counts of words kept at most, in number; what is more is looked up again.
const TERMS: usize = 1 << 19;

/// What linking has read or written, as it stands in the ledger.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// In how many documents words occur.
    pub(super) terms: Counts,
    pub(super) hand: InHand,
    /// Claims that changed since what is said of them was worked out.
    pub(super) claims: BTreeSet<i64>,
    pub(super) contents: Contents,
    pub(super) met: Met,
    pub(super) blocks: Blocks,
    /// SQLite's number of the state that other programs left the file in.
    state: Option<i64>,
}

impl Kept {
    /// What was kept, where nobody else has written since; else nothing. To be asked inside a transaction that writes.
    pub(crate) fn or_nothing(self, connection: &Connection) -> rusqlite::Result<Self> {
        let state = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        let kept = if self.state == Some(state) { self } else { Self::default() };
        Ok(Self { state: Some(state), ..kept })
    }

    /// Lets go of what would take too much room.
    pub(super) fn trim(&mut self) {
        if self.terms.seen.len() > TERMS {
            self.terms.seen.clear();
        }
        self.hand.trim();
        self.met.trim();
    }
}
