//! What linking keeps in memory from one batch to the next, so that it is not read again. All of it stands in the ledger
//! too; it is dropped where a batch fails or another program has written.

use super::blocks::Blocks;
use super::identities::Met;
use super::known::Known;
use rusqlite::Connection;
use rustc_hash::FxHashMap;

/// Counts of words kept at most, in number; what is more is looked up again.
const TERMS: usize = 1 << 19;
/// Profiles of happenings kept at most.
const PROFILES: usize = 20_000;

/// What linking has read or written, as it stands in the ledger.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// In how many documents words occur.
    pub(super) terms: FxHashMap<u64, i64>,
    /// What happenings are known by; `None` where there is none that this program reads.
    pub(super) profiles: FxHashMap<i64, Option<Known>>,
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
        if self.terms.len() > TERMS {
            self.terms.clear();
        }
        if self.profiles.len() > PROFILES {
            self.profiles.clear();
        }
        self.met.trim();
    }
}
