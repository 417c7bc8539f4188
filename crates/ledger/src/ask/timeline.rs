//! What happened day by day: one row for each happening, with how many accounts it rests on.

use super::row::row;
use super::{EventRow, Filter, Taken};
use crate::{Ledger, Result};
use std::collections::HashMap;

row! {
    /// A happening, or an event that is linked to none, on a timeline.
    TimelineRow {
        /// First day.
        time_begin: String,
        /// Last day.
        time_end: String,
        /// `stated`, or `publication` where no account states a day.
        time_basis: Option<String>,
        /// Id of the happening, or of the event.
        id: String,
        /// Who acts, as the first account has it.
        source: Vec<String>,
        /// CAMEO code.
        code: String,
        /// Its name.
        name: String,
        /// Who is acted on.
        target: Vec<String>,
        /// The words of the first account that name the action.
        action: String,
        /// Where.
        place: Option<String>,
        /// Who commits to it, and how far, in all accounts of the answer.
        voices: Vec<String>,
        /// Accounts of it.
        accounts: i64,
        /// Documents that give them, copies left out.
        documents: i64,
        /// Id of the document of the first account.
        document: String,
        /// Number of its sentence.
        sentence: i64,
    }
}

impl Ledger {
    /// Dated events by day, the accounts of one happening in one row.
    ///
    /// # Errors
    /// Those of SQLite and of `take`, and filters that can't be understood.
    pub fn timeline(&self, filter: &Filter, mut take: impl FnMut(TimelineRow) -> Taken) -> Result<()> {
        let mut rows: Vec<TimelineRow> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        let of_events = Filter { limit: None, ..filter.clone() };
        self.events(&of_events, |event| {
            let known = event.happening.as_ref().and_then(|id| places.get(id)).and_then(|at| rows.get_mut(*at));
            if let Some(row) = known {
                join(row, event);
            } else if let Some(row) = begin(event) {
                places.insert(row.id.clone(), rows.len());
                rows.push(row);
            }
            Ok(())
        })?;
        let limit = filter.limit.map_or(usize::MAX, |l| usize::try_from(l).unwrap_or(usize::MAX));
        rows.into_iter().take(limit).try_for_each(|row| take(row).map_err(Into::into))
    }
}

/// The row of an event; `None` where it has no day.
fn begin(event: EventRow) -> Option<TimelineRow> {
    let time_begin = event.time_begin?;
    Some(TimelineRow {
        time_end: event.time_end.unwrap_or_else(|| time_begin.clone()),
        time_begin,
        time_basis: event.time_basis,
        id: event.happening.unwrap_or(event.id),
        source: event.source,
        code: event.code,
        name: event.name,
        target: event.target,
        action: event.action,
        place: event.place,
        voices: event.voices,
        accounts: event.accounts,
        documents: event.documents,
        document: event.document,
        sentence: event.sentence,
    })
}

/// Takes a further account into the row of its happening.
fn join(row: &mut TimelineRow, event: EventRow) {
    if event.time_basis.as_deref() == Some("stated") {
        row.time_basis = event.time_basis;
    }
    row.place = row.place.take().or(event.place);
    for voice in event.voices {
        if !row.voices.contains(&voice) {
            row.voices.push(voice);
        }
    }
}
