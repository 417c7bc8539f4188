//! Dates through another happening: `hours after the talks on Monday`, `two days after the vote`, `when they met`.
//!
//! One of the two is dated by the text, and the words between them say how far apart they are. A bare `after` says no
//! more than that one came later, and dates nothing.

use super::calendar::{Unit, move_day};
use super::when::stated;
use crate::Context;
use crate::draft::{Timex, When};
use jiff::civil::Date;
use sayso_language::{Deprel, Tokens};
use sayso_record::{Basis, TimeKind};

/// How many dependents of a word are looked at.
const DEPENDENTS: usize = 32;

/// How far a happening lies from the one that its clause is hung on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    /// On the same day or days.
    No,
    /// This one is so many units after the other.
    By(i64, Unit),
}

/// The date of what `at` tells of by that of a clause or phrase below it, or by that of the verb above.
pub(super) fn through(context: &Context, times: &[Timex], at: u32) -> Option<When> {
    let analysis = context.analysis;
    let hung = |below: u32| {
        let relation = analysis.token(below).deprel;
        matches!(relation, Deprel::Advcl | Deprel::AdvclRelcl | Deprel::Obl | Deprel::Nmod)
    };
    let below = analysis.children(at).iter().copied().take(DEPENDENTS).filter(|c| hung(*c));
    for other in below {
        if let Some(apart) = apart(context, times, other)
            && let Some(when) = moved(times, stated_in(context, times, other, analysis.subtree(other)), apart, 1)
        {
            return Some(when);
        }
    }
    let above = analysis.token(at).head;
    if above == at || !hung(at) {
        return None;
    }
    let apart = apart(context, times, at)?;
    moved(times, stated(context, times, above), apart, -1)
}

/// What dates `at`, if it stands in its own clause: else it may be the date that is sought.
fn stated_in(context: &Context, times: &[Timex], at: u32, clause: Tokens) -> Option<usize> {
    stated(context, times, at).filter(|t| times.get(*t).is_some_and(|t| clause.contains(t.tokens.start)))
}

/// The days of time `index` so far away; one day only where they are counted from.
fn moved(times: &[Timex], index: Option<usize>, apart: Apart, sign: i64) -> Option<When> {
    let (first, last) = times.get(index?)?.days?;
    let days: (Date, Date) = match apart {
        Apart::No => (first, last),
        Apart::By(count, unit) if first == last => {
            let day = move_day(first, count.checked_mul(sign)?, unit)?;
            (day, day)
        }
        Apart::By(..) => return None,
    };
    Some(When { time: index, days: Some(days), basis: Some(Basis::Event) })
}

/// What the words at the head of the clause or phrase of `at` say; `None` where they do not say how far apart the two
/// happenings are.
fn apart(context: &Context, times: &[Timex], at: u32) -> Option<Apart> {
    let analysis = context.analysis;
    let joins = |c: &u32| matches!(analysis.token(*c).deprel, Deprel::Mark | Deprel::Case | Deprel::Advmod);
    let mut marks = analysis.children(at).iter().copied().take(DEPENDENTS).filter(|c| *c < at && joins(c));
    let (mark, sign) = marks.find_map(|mark| match analysis.lemma(mark) {
        "when" | "while" => Some((mark, 0)),
        "as" if analysis.token(mark).deprel == Deprel::Mark => Some((mark, 0)),
        "after" | "following" => Some((mark, 1)),
        "before" => Some((mark, -1)),
        _ => None,
    })?;
    if sign == 0 {
        return Some(Apart::No);
    }
    let before = mark.checked_sub(1)?;
    let word = context.form(before).to_ascii_lowercase();
    match word.as_str() {
        "hours" | "minutes" | "moments" | "seconds" | "shortly" | "immediately" | "hour" | "soon" | "right" => {
            return Some(Apart::No);
        }
        "day" if before > 0 && context.form(before - 1).eq_ignore_ascii_case("the") => {
            return Some(Apart::By(sign, Unit::Day));
        }
        _ => {}
    }
    let index = times.partition_point(|t| t.tokens.end < mark);
    let length = times.get(index).filter(|t| t.tokens.end == mark && t.kind == TimeKind::Duration)?;
    let (count, unit) = counted(&length.value)?;
    Some(if unit < Unit::Day { Apart::No } else { Apart::By(count.checked_mul(sign)?, unit) })
}

/// Count and unit of a TIMEX3 length of one unit that days can be counted in: `P2D`, `P3W`, `PT5H`.
fn counted(value: &str) -> Option<(i64, Unit)> {
    let body = value.strip_prefix('P')?;
    let (body, clock) = body.strip_prefix('T').map_or((body, false), |rest| (rest, true));
    let unit = match (body.chars().next_back()?, clock) {
        ('D', false) => Unit::Day,
        ('W', false) => Unit::Week,
        ('H' | 'M' | 'S', true) => Unit::Hour,
        _ => return None,
    };
    let number = body.get(..body.len() - 1)?;
    let count = if clock { 0 } else { number.parse().ok()? };
    Some((count, unit))
}
