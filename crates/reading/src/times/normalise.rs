//! From the slots of a matched rule to a type, a value and days.

use super::calendar::Moment;
use super::classes::Class;
use super::discourse::Direction;
use super::duration;
use super::moment::{Laid, Normaliser};
use super::slots::Slots;
use jiff::civil::Date;
use sayso_record::TimeKind;

/// What a rule makes of its slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    /// A stretch of the calendar.
    Date,
    /// A date in digits: the order of day, month and year is the slots' order.
    Numeric,
    /// Days of one month named together: `February 23-24`.
    Range,
    /// Some units before or after a time.
    Shift,
    /// A length.
    Duration,
    /// A repetition.
    Set,
    /// `now`, `recently`.
    Ref,
    /// A time of day.
    Time,
    /// Some units from now, where the grammar points forward: `will return in two weeks`.
    Ahead,
    /// A weekday by number: `the first Friday of July`.
    Nth,
    /// A year whose era stands after the next one: `480-479 BC`. The expression is the number alone.
    Lead,
    /// What looks like a time expression and is none: `a six-year-old`.
    None,
}

impl Function {
    /// The function of that name in the table of rules.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "date" => Self::Date,
            "numeric" => Self::Numeric,
            "range" => Self::Range,
            "shift" => Self::Shift,
            "duration" => Self::Duration,
            "set" => Self::Set,
            "ref" => Self::Ref,
            "time" => Self::Time,
            "none" => Self::None,
            "lead" => Self::Lead,
            "ahead" => Self::Ahead,
            "nth" => Self::Nth,
            _ => return None,
        })
    }
}

/// A normalised expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) kind: TimeKind,
    pub(crate) value: String,
    pub(crate) days: Option<(Date, Date)>,
    /// What it leaves behind for expressions to come.
    pub(crate) moment: Option<Moment>,
}

/// What became of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Found(Found),
    /// This rule says nothing here; another may.
    Pass,
    /// No time expression, whatever other rules say: `February 30`.
    Refuse,
}

/// Applies a rule's function.
pub(crate) fn apply(function: Function, normaliser: &Normaliser) -> Outcome {
    let (slots, grammar) = (normaliser.slots, normaliser.grammar);
    match function {
        Function::Date => laid(normaliser.moment()),
        Function::Numeric => laid(normaliser.numeric()),
        Function::Shift => laid(normaliser.shifted()),
        Function::Range => range(normaliser),
        Function::Duration => length(slots),
        Function::Set => set(normaliser),
        Function::Ref => {
            let Some(value) = slots.get(Class::Ref) else { return Outcome::Pass };
            let value = grammar.text(value).to_owned();
            Outcome::Found(Found { kind: TimeKind::Date, value, days: None, moment: None })
        }
        Function::Ahead if normaliser.direction() != Direction::Future => Outcome::Pass,
        Function::Ahead => match slots.get(Class::Soon) {
            // `will soon return`; a story that tells what `soon` happened names no time.
            Some(value) => Outcome::Found(Found {
                kind: TimeKind::Date,
                value: grammar.text(value).to_owned(),
                days: None,
                moment: None,
            }),
            None => laid(normaliser.shifted()),
        },
        Function::Nth => laid(normaliser.nth_weekday()),
        Function::Lead => laid(normaliser.moment()),
        Function::None => Outcome::Refuse,
        Function::Time => super::clock::time(normaliser),
    }
}

fn laid(laid: Laid) -> Outcome {
    match laid {
        Laid::On(moment) => Outcome::Found(Found {
            kind: TimeKind::Date,
            value: moment.value(),
            days: moment.days(),
            moment: Some(moment),
        }),
        Laid::Vague(value) => Outcome::Found(Found { kind: TimeKind::Date, value, days: None, moment: None }),
        Laid::Nowhere => Outcome::Pass,
        Laid::Impossible => Outcome::Refuse,
    }
}

/// The first day's slots are all but the last day's; the value is the first day's.
fn range(normaliser: &Normaliser) -> Outcome {
    let last = |class: Class| class == Class::Day || class == Class::Ordinal;
    let Some(split) = normaliser.slots.0.iter().rposition(|s| last(s.0)) else { return Outcome::Pass };
    let Some(first) = normaliser.slots.0.iter().position(|s| last(s.0)).filter(|f| *f < split) else {
        return Outcome::Pass;
    };
    let without = |at: usize| -> Vec<_> {
        normaliser.slots.0.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, s)| *s).collect()
    };
    let day = |slots: &[(Class, i32)]| Normaliser { slots: Slots(slots), ..*normaliser }.moment();
    match (day(&without(split)), day(&without(first))) {
        (Laid::On(begin), Laid::On(end)) => match (begin.days(), end.days()) {
            (Some((from, _)), Some((_, to))) if from <= to => Outcome::Found(Found {
                kind: TimeKind::Date,
                value: begin.value(),
                days: Some((from, to)),
                moment: Some(begin),
            }),
            _ => Outcome::Pass,
        },
        (Laid::Impossible, _) | (_, Laid::Impossible) => Outcome::Refuse,
        (begin, _) => laid(begin),
    }
}

fn length(slots: Slots) -> Outcome {
    match duration::value(&duration::lengths(slots)) {
        Some(value) => Outcome::Found(Found { kind: TimeKind::Duration, value, days: None, moment: None }),
        None => Outcome::Pass,
    }
}

fn set(normaliser: &Normaliser) -> Outcome {
    let slots = normaliser.slots;
    let text = |class| slots.get(class).map(|v| normaliser.grammar.text(v).to_owned());
    let weekday = slots.get(Class::Weekday).or(slots.get(Class::Weekdays)).or(slots.get(Class::WeekdayAbbr));
    let month = slots.get(Class::Month).or(slots.get(Class::MonthAbbr));
    let part = text(Class::Part).or(text(Class::Parts));
    let value = if let Some(frequency) = text(Class::Freq) {
        frequency
    } else if let Some(day) = weekday {
        match part {
            Some(part) => format!("XXXX-WXX-{day}T{part}"),
            None => format!("XXXX-WXX-{day}"),
        }
    } else if let Some(month) = month {
        match slots.get(Class::Day).or(slots.get(Class::Ordinal)) {
            Some(day) => format!("XXXX-{month:02}-{day:02}"),
            None => format!("XXXX-{month:02}"),
        }
    } else if let Some(season) = text(Class::Season).or(text(Class::Seasons)) {
        format!("XXXX-{season}")
    } else if let Some(part) = part {
        format!("XXXX-XX-XXT{part}")
    } else if let Some(value) = duration::value(&duration::lengths(slots)) {
        value
    } else {
        return Outcome::Pass;
    };
    Outcome::Found(Found { kind: TimeKind::Set, value, days: None, moment: None })
}
