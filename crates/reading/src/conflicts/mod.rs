//! Where accounts within a document contradict each other: the day of a happening ([`dates`]), a claim
//! and its denial ([`denials`]), a figure ([`numbers`]).
//!
//! A conflict needs two voices: what one voice says twice in other words is no conflict.

mod dates;
mod denials;
mod numbers;

use crate::Context;
use crate::draft::{Actors, Conflict, Event, Statement, Timex};

/// Conflicts between the document's accounts.
pub(crate) fn find(
    context: &Context,
    actors: &Actors,
    times: &[Timex],
    statements: &[Statement],
    events: &[Event],
) -> Vec<Conflict> {
    let mut conflicts = dates::find(context, actors, times, statements, events);
    conflicts.extend(denials::find(statements));
    conflicts.extend(numbers::find(context, actors, times, statements, events));
    conflicts
}
