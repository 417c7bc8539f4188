//! Questions to a ledger. Each is a method of [`Ledger`](crate::Ledger) that takes a [`Filter`] and hands its typed
//! rows, one after another, to whoever asks. But for a timeline, no answer is held in memory as a whole.

mod actors;
mod claims;
mod condition;
mod conflicts;
mod events;
mod happenings;
mod row;
mod search;
mod show;
mod sql;
mod statements;
mod stats;
mod timeline;

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
use condition::Query;
use jiff::civil::Date;
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

    /// Gives every row of `query` to `take`.
    fn rows<T>(
        &self,
        query: &Query,
        read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
        mut take: impl FnMut(T) -> Taken,
    ) -> Result<()> {
        let of = |e| self.error(e);
        if let Some(plans) = self.plans.borrow_mut().as_mut() {
            let mut plan = self.connection.prepare(&format!("EXPLAIN QUERY PLAN {}", query.sql)).map_err(of)?;
            let lines = plan.query_map(rusqlite::params_from_iter(&query.values), |row| row.get(3)).map_err(of)?;
            plans.extend(lines.collect::<rusqlite::Result<Vec<String>>>().map_err(of)?);
            return Ok(());
        }
        let mut statement = self.connection.prepare(&query.sql).map_err(of)?;
        let mut rows = statement.query(rusqlite::params_from_iter(&query.values)).map_err(of)?;
        while let Some(row) = rows.next().map_err(of)? {
            take(read(row).map_err(of)?)?;
        }
        Ok(())
    }
}
