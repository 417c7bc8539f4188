//! Time expressions (TIMEX3): found, normalised, and laid on the calendar.
//!
//! The text becomes [`items`] (words, numerals and marks with their readings); the rules of
//! `lexicons/en/times-rules.tsv`, one automaton (see [`grammar`]), find the longest expression at each place;
//! the rule's function ([`normalise`]) makes its type, value and days, with what the words before and the
//! grammar around it say ([`discourse`]). [`when`] says which of the expressions dates a happening. TIMEX3 is that of TimeML 1.2.1 as TempEval-3 uses it.

mod anchor;
mod calendar;
mod classes;
mod clock;
mod discourse;
mod duration;
mod grammar;
mod holidays;
mod items;
mod matching;
mod moment;
mod normalise;
mod numbers;
mod pattern;
mod relative;
mod slots;
#[cfg(test)]
mod tests;
mod through;
mod when;

pub(crate) use grammar::Grammar;
pub(crate) use when::{assumed, when};

use crate::{Context, draft::Timex};
use discourse::Discourse;
use items::Items;

/// Time expressions of the document in text order.
#[must_use]
pub(crate) fn find(context: &Context) -> Vec<Timex> {
    let grammar = &context.lexicons.times;
    let items = Items::new(context, grammar);
    let mut discourse = Discourse::new(context, &items);
    matching::find(&items, grammar, &mut discourse)
}
