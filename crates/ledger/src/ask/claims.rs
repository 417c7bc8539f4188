//! Claims: what several statements say, who asserts it and who denies it.

use super::condition;
use super::events::who;
use super::query::Query;
use super::row::{json_list, row};
use super::{Filter, Taken};
use crate::{Ledger, Result};

row! {
    /// A claim with its statements.
    ClaimRow {
        /// Id of the claim.
        id: String,
        /// Its content in the words of one statement.
        words: String,
        /// When it was first asserted.
        first_asserted: Option<String>,
        /// Who asserts it.
        asserted_by: Vec<String>,
        /// When it was first denied.
        first_denied: Option<String>,
        /// Who denies it.
        denied_by: Vec<String>,
        /// How many statements assert it.
        assertions: i64,
        /// How many deny it.
        denials: i64,
        /// Ids of the statements.
        statements: Vec<String>,
    }
}

fn over(what: &str, stance: &str) -> String {
    format!(
        "(SELECT json_group_array(DISTINCT {what}) FROM positions p JOIN statements s ON s.key = p.statement
         {} WHERE p.claim = c.key{stance})",
        who("s")
    )
}

impl Ledger {
    /// Claims by the day on which they first came up; filters ask for a claim of which one statement is so.
    ///
    /// # Errors
    /// Those of SQLite and of `take`, and filters that can't be understood.
    pub fn claims(&self, filter: &Filter, take: impl FnMut(ClaimRow) -> Taken) -> Result<()> {
        let mut condition = Query::default();
        if !filter.is_empty() {
            condition.push(" AND c.key IN (SELECT p.claim FROM positions p WHERE 1");
            condition.append(condition::statements(filter)?.of_few("p.statement", "statements", "s")).push(")");
        }
        condition.push(" ORDER BY min(ifnull(c.first_asserted, '~'), ifnull(c.first_denied, '~')), c.id").limit(filter);
        self.claims_where(condition, take)
    }

    pub(super) fn claims_where(&self, condition: Query, take: impl FnMut(ClaimRow) -> Taken) -> Result<()> {
        let name = "coalesce(i.name, a.name, nullif(s.source_words, ''), 'an unnamed source')";
        let mut keys = Query::new("SELECT c.key FROM claims c WHERE 1");
        keys.append(condition);
        let mut query = Query::new("SELECT c.id, c.words, c.first_asserted, ");
        query.push(&over(name, " AND p.stance = 'asserts'")).push(", c.first_denied, ");
        query.push(&over(name, " AND p.stance = 'denies'")).push(", c.assertions, c.denials, ");
        query.push(&over("s.id", "")).push(" FROM claims c WHERE c.key = ?1");
        let read = |row: &rusqlite::Row<'_>| {
            Ok(ClaimRow {
                id: row.get(0)?,
                words: row.get(1)?,
                first_asserted: row.get(2)?,
                asserted_by: json_list(row.get(3)?),
                first_denied: row.get(4)?,
                denied_by: json_list(row.get(5)?),
                assertions: row.get(6)?,
                denials: row.get(7)?,
                statements: json_list(row.get(8)?),
            })
        };
        self.rows_of(&keys, &query.sql, read, take)
    }
}
