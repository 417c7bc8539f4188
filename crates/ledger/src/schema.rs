//! The versions of the ledger's tables, and the way from each to the next.
//!
//! A version that was released is never changed: what is new comes as a further step, and `tests/data` keeps a ledger
//! of every version to try the way on.

use crate::link;
use rusqlite::{Connection, TransactionBehavior};

/// What tells a ledger from other SQLite files: `Says` in ASCII.
pub const APPLICATION_ID: i64 = 0x5361_7973;

/// The way to a version: tables, and what SQL can't fill them with.
struct Step {
    tables: &'static str,
    fill: fn(&Connection) -> rusqlite::Result<()>,
}

/// Steps to versions 1, 2, …
const STEPS: [Step; 3] = [
    Step { tables: include_str!("schema/1.sql"), fill: |_| Ok(()) },
    Step { tables: include_str!("schema/2.sql"), fill: link::bring_names },
    Step { tables: include_str!("schema/3.sql"), fill: link::bring_blocks },
];

/// The version that this program writes.
pub const VERSION: i64 = STEPS.len() as i64;

/// The version of the tables; 0 where there are none yet.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Brings the tables to [`VERSION`], all steps or none.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have done it while this one waited.
    let from = usize::try_from(version(&transaction)?).unwrap_or_default();
    for step in STEPS.iter().skip(from) {
        transaction.execute_batch(step.tables)?;
        (step.fill)(&transaction)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}
