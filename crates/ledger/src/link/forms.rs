//! Which forms of names the ledger has, so that it is not asked for those that it has not.

use rusqlite::{Connection, OptionalExtension};
use rustc_hash::FxHashSet;

/// After how many questions all forms are read, and how many are kept at most.
const PATIENCE: usize = 4000;
const KEPT: u32 = 1 << 21;

/// The forms of a ledger, as far as they are known.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// All of them, where that was read.
    all: Option<FxHashSet<i64>>,
    asked: usize,
}

impl Forms {
    /// Whether `identity_forms` may have that form.
    pub(super) fn may_have(&mut self, connection: &Connection, form: i64) -> rusqlite::Result<bool> {
        self.asked += 1;
        if self.all.is_none() && matches!(self.asked, 1 | PATIENCE) {
            self.read(connection)?;
        }
        Ok(self.all.as_ref().is_none_or(|all| all.contains(&form)))
    }

    /// Notes a form that was added.
    pub(super) fn note(&mut self, form: i64) {
        if let Some(all) = &mut self.all {
            all.insert(form);
            if all.len() > KEPT as usize {
                self.all = None;
            }
        }
    }

    /// Reads all forms: of an empty ledger at once, else where many are asked for.
    fn read(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if self.asked == 1 {
            let any: Option<i64> =
                connection.query_row("SELECT form FROM identity_forms LIMIT 1", [], |row| row.get(0)).optional()?;
            self.all = any.is_none().then(FxHashSet::default);
            return Ok(());
        }
        let mut statement = connection.prepare("SELECT form FROM identity_forms LIMIT ?1")?;
        let all: FxHashSet<i64> = statement.query_map([KEPT + 1], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        self.all = (all.len() <= KEPT as usize).then_some(all);
        Ok(())
    }
}
