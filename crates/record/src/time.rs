//! Time expressions (TIMEX3).

use crate::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A time expression and the calendar days it covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Time {
    /// Id within the ledger, from content.
    pub id: String,
    /// The expression.
    pub span: Span,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimeKind,
    /// TIMEX3 value; for a stretch named in one expression, its begin.
    pub value: String,
    /// First day covered; `None` where the expression names no calendar days.
    pub begin: Option<Date>,
    /// Last day covered, inclusive.
    pub end: Option<Date>,
}

/// TIMEX3 types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeKind {
    /// A calendar date: `February 25`, `last week`.
    Date,
    /// A time of day: `Monday morning`.
    Time,
    /// How long: `three years`.
    Duration,
    /// How often: `every Friday`.
    Set,
}
