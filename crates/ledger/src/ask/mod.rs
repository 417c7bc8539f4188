//! Questions to a ledger. Each is a method of [`Ledger`](crate::Ledger) that takes a [`Filter`] and hands its typed
//! rows, one after another, to whoever asks. But for a timeline, no answer is held in memory as a whole.

mod actors;
mod claims;
mod condition;
mod conflicts;
mod events;
mod happenings;
mod query;
mod row;
mod search;
mod show;
mod sql;
mod statements;
mod stats;
mod timeline;
mod who;

pub use actors::ActorRow;
pub use claims::ClaimRow;
pub use conflicts::ConflictRow;
pub use events::EventRow;
pub use happenings::HappeningRow;
pub use row::{Cell, Row};
pub use search::SearchRow;
pub use show::{Passage, Related, Shown};
pub use statements::StatementRow;
pub use stats::StatRow;
pub use timeline::TimelineRow;

use crate::{Ledger, Result};
use jiff::civil::Date;
use query::Query;
use rusqlite::params_from_iter;
use rusqlite::types::Value;
use sayso_record::{Act, Factuality};

/// What an answer is limited to. Everything that is given must hold.
///
/// An actor is given by its name or a part of it in whole words (`Putin`), by a CAMEO code or the begin of one
/// (`RUS`, `RUSGOV`), or by an id. What a filter means for a question that is not about its kind of row is said there.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Not before this day.
    pub since: Option<Date>,
    /// Not after this day.
    pub until: Option<Date>,
    /// Who takes part, on any side.
    pub actors: Vec<String>,
    /// Who acts.
    pub source: Option<String>,
    /// Who is acted on.
    pub target: Option<String>,
    /// Who speaks.
    pub by: Option<String>,
    /// Of whom or what is spoken: an actor, or words.
    pub about: Option<String>,
    /// What a speaker does by speaking, one of these.
    pub acts: Vec<Act>,
    /// CAMEO code or the begin of one (`19`), or PLOVER event (`ASSAULT`), one of these.
    pub codes: Vec<String>,
    /// Name of a place, or its country (ISO 3166-1 alpha-3).
    pub place: Option<String>,
    /// On whose word.
    pub voice: Option<String>,
    /// Words in the sentence; a phrase stands in quotation marks.
    pub text: Option<String>,
    /// Id of the document.
    pub document: Option<String>,
    /// Only what articles say in their own voice.
    pub narrator_only: bool,
    /// Only what a voice is at least so sure of.
    pub min_factuality: Option<Factuality>,
    /// At most so many rows.
    pub limit: Option<u64>,
}

/// Takes the rows of an answer.
pub type Taken = std::io::Result<()>;

impl Ledger {
    /// How SQLite would answer what `ask` asks, in place of the answers.
    #[doc(hidden)]
    pub fn plans(&self, ask: impl FnOnce(&Self) -> Result<()>) -> Result<Vec<String>> {
        self.plans.replace(Some(Vec::new()));
        let asked = ask(self);
        let plans = self.plans.take().unwrap_or_default();
        asked.map(|()| plans)
    }

    /// Whether `named`, as in a [`Filter`], means anybody.
    ///
    /// # Errors
    /// Those of SQLite, and where there is no word in it.
    pub fn knows(&self, named: &str) -> Result<bool> {
        let mut known = false;
        let mut query = who::known(named)?;
        query.push(" LIMIT 1");
        self.rows(
            &query,
            |_| Ok(()),
            |()| {
                known = true;
                Ok(())
            },
        )?;
        Ok(known)
    }

    /// Gives every row of `query` to `take`.
    fn rows<T>(
        &self,
        query: &Query,
        read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
        mut take: impl FnMut(T) -> Taken,
    ) -> Result<()> {
        if self.plan(&query.sql, &query.values)? {
            return Ok(());
        }
        let of = |e| self.error(e);
        let mut statement = self.connection.prepare(&query.sql).map_err(of)?;
        let mut rows = statement.query(params_from_iter(&query.values)).map_err(of)?;
        while let Some(row) = rows.next().map_err(of)? {
            take(read(row).map_err(of)?)?;
        }
        Ok(())
    }

    /// Gives the rows of `keys`, in their order, to `take`; `sql` makes the one of key `?1`. So nothing of a row is
    /// worked out before it is known that the row is wanted, and where it stands.
    fn rows_of<T>(
        &self,
        keys: &Query,
        sql: &str,
        read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
        mut take: impl FnMut(T) -> Taken,
    ) -> Result<()> {
        let of = |e| self.error(e);
        if self.plan(sql, &[])? {
            return self.plan(&keys.sql, &keys.values).map(drop);
        }
        let mut found = Vec::new();
        self.rows(
            keys,
            |row| row.get::<_, i64>(0),
            |key| {
                found.push(key);
                Ok(())
            },
        )?;
        let mut statement = self.connection.prepare(sql).map_err(of)?;
        for key in found {
            let mut rows = statement.query([key]).map_err(of)?;
            while let Some(row) = rows.next().map_err(of)? {
                take(read(row).map_err(of)?)?;
            }
        }
        Ok(())
    }

    /// Where plans are collected, adds that of `sql` and says so.
    fn plan(&self, sql: &str, values: &[Value]) -> Result<bool> {
        let mut plans = self.plans.borrow_mut();
        let Some(plans) = plans.as_mut() else { return Ok(false) };
        let explain = || -> rusqlite::Result<Vec<String>> {
            let mut plan = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            // A key whose row is made stands for any.
            let unbound = plan.parameter_count().saturating_sub(values.len());
            let values = values.iter().cloned().chain(std::iter::repeat_n(Value::Null, unbound));
            plan.query_map(params_from_iter(values), |row| row.get(3))?.collect()
        };
        plans.extend(explain().map_err(|e| self.error(e))?);
        Ok(true)
    }
}
