//! Attributions: who said what, on whose word.
//!
//! Words of the cue lexicon propose ([`propose`]); their clauses ([`frames`], [`nominal`]) and the quotations
//! beside them ([`quoted`]) give the content, and marks alone where there is no word ([`marked`]); [`parts`] adds kind, addressee, time; [`links`] ties statements
//! to each other: which lies within which, which denies, backs or answers which.

mod beside;
pub mod candidates;
mod circumstances;
mod denials;
mod frames;
mod grammar;
mod joined;
pub mod learned;
mod links;
mod marked;
pub mod model;
mod nominal;
mod parts;
mod pieces;
mod proposal;
mod propose;
mod quoted;
mod reasons;
mod speaker;
mod trailing;

pub(crate) use reasons::reasons;

use crate::Context;
use crate::draft::{Actors, Statement, Timex};

/// Statements of the document, in order of their cues.
#[must_use]
pub fn find(context: &Context, actors: &Actors, times: &[Timex]) -> Vec<Statement> {
    let mut survey = model::Survey::of(context);
    let mut found = match &context.lexicons.attribution {
        Some(weights) => learned::all(context, &mut survey, weights),
        None => std::mem::take(&mut survey.rules),
    };
    found.sort_by_key(|p| p.head);
    found.iter_mut().for_each(|p| speaker::without_time(context, times, p));
    found.iter_mut().for_each(|p| trailing::complete(context, &survey.quotes, p));
    beside::settle(context, actors, &mut found);
    let complete = |p| parts::complete(context, actors, &survey.quotes, p);
    let mut statements: Vec<Statement> = found.iter().map(complete).collect();
    parts::date(context, times, &mut statements);
    links::link(context, actors, &mut statements);
    statements
}

/// Whether the word at `at` may head a cue: what `train-statements` trains on.
#[must_use]
pub fn may_head(context: &Context, weights: &model::Weights, at: u32) -> bool {
    candidates::may_head(context, weights, at)
}
