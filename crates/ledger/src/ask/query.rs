//! SQL that grows, with its values in order.

use super::Filter;
use rusqlite::types::Value;

/// A piece of SQL with its values.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Query {
    pub(super) fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sql.is_empty()
    }

    pub(super) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a value, of which a `?` in the text tells the place.
    pub(super) fn value(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self
    }

    pub(super) fn append(&mut self, other: Self) -> &mut Self {
        self.sql.push_str(&other.sql);
        self.values.extend(other.values);
        self
    }

    /// The same with its first column called `key`.
    pub(super) fn named(mut self) -> Self {
        self.sql = self.sql.replacen("SELECT rowid FROM", "SELECT rowid AS key FROM", 1);
        self
    }

    pub(super) fn limit(&mut self, filter: &Filter) -> &mut Self {
        if let Some(limit) = filter.limit {
            self.push(" LIMIT ?").value(i64::try_from(limit).unwrap_or(i64::MAX));
        }
        self
    }
}

/// What rows of a table are asked for: their keys are in all of some sets, and something holds of their columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Condition {
    sets: Vec<Query>,
    /// ` AND …`, with a letter for the table before each column.
    pub(super) columns: Query,
}

impl Condition {
    /// Keys must be among those that `set` selects.
    pub(super) fn within(&mut self, set: Query) {
        self.sets.push(set);
    }

    /// Whether only columns are asked for.
    pub(super) fn has_no_set(&self) -> bool {
        self.sets.is_empty()
    }

    /// ` AND …` for rows of a table that is called `row`.
    pub(super) fn of_rows(self, row: &str) -> Query {
        let mut query = self.columns.clone();
        query.append(self.of_sets(&format!("{row}.key")));
        query
    }

    /// ` AND …` for a column that holds keys of `table`, which is called `row` where the condition names its columns.
    /// Rows of the table are looked at only where it does.
    pub(super) fn of_keys(self, column: &str, table: &str, row: &str) -> Query {
        if self.columns.is_empty() {
            return self.of_sets(column);
        }
        let mut query = Query::new(&format!(" AND {column} IN (SELECT {row}.key FROM {table} {row} WHERE 1"));
        query.append(self.of_rows(row)).push(")");
        query
    }

    /// The same where few rows hold the column: one after another is looked at.
    pub(super) fn of_few(self, column: &str, table: &str, row: &str) -> Query {
        if self.columns.is_empty() {
            return self.of_sets(column);
        }
        let mut query = Query::new(&format!(" AND EXISTS (SELECT 1 FROM {table} {row} WHERE {row}.key = {column}"));
        query.append(self.columns.clone()).append(self.of_sets(column)).push(")");
        query
    }

    fn of_sets(self, column: &str) -> Query {
        let mut query = Query::default();
        for set in self.sets {
            query.push(&format!(" AND {column} IN (")).append(set).push(")");
        }
        query
    }
}
