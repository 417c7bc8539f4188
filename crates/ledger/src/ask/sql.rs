//! SQL of the user's own, for reading only.

use super::{Cell, Taken};
use crate::{Ledger, LedgerError, Result};
use rusqlite::types::ValueRef;

impl Ledger {
    /// Gives the names of the columns of `sql` to `head`, then its rows to `take`.
    ///
    /// # Errors
    /// Where it is no SQL, would change something, or holds more than one statement; those of `head` and `take`.
    pub fn sql(
        &self,
        sql: &str,
        head: impl FnOnce(&[&str]) -> Taken,
        mut take: impl FnMut(Vec<Cell>) -> Taken,
    ) -> Result<()> {
        let wrong = |e: rusqlite::Error| LedgerError::Question(format!("SQL: {e}"));
        let mut statement = self.connection.prepare(sql).map_err(wrong)?;
        if !statement.readonly() {
            return Err(LedgerError::Question("SQL: this would change the ledger; `sql` only reads".to_owned()));
        }
        head(&statement.column_names().collect::<Vec<_>>())?;
        let columns = statement.column_count();
        let mut rows = statement.query([]).map_err(wrong)?;
        while let Some(row) = rows.next().map_err(wrong)? {
            let cells = (0..columns).map(|at| row.get_ref(at).map(cell));
            take(cells.collect::<rusqlite::Result<_>>().map_err(wrong)?)?;
        }
        Ok(())
    }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::None,
        ValueRef::Integer(n) => Cell::Integer(n),
        ValueRef::Real(x) => Cell::Real(x),
        ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Cell::Text(bytes.iter().map(|b| format!("{b:02x}")).collect()),
    }
}
