//! How long: `two years and three months`, `a couple of days`, `half an hour`, `2 1/2 years`.

use super::calendar::Unit;
use super::classes::Class;
use super::slots::Slots;

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Length {
    /// How many units; `None` where the text leaves it open.
    pub(crate) count: Option<Count>,
    pub(crate) unit: Unit,
}

/// A number of units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Count {
    pub(crate) whole: i32,
    /// Hundredths of a unit.
    pub(crate) hundredths: i32,
    /// The rest is told in the next smaller unit: `2 1/2 years` is two years and six months.
    pub(crate) split: bool,
}

impl Count {
    fn whole(whole: i32) -> Self {
        Self { whole, hundredths: 0, split: false }
    }
}

/// The lengths that the slots name, longest unit first as the text has them.
pub(crate) fn lengths(slots: Slots) -> Vec<Length> {
    let mut lengths: Vec<Length> = Vec::new();
    let mut numbers: Vec<i32> = Vec::new();
    let (mut fuzzy, mut half, mut point, mut slash) = (false, false, false, false);
    let mut article = false;
    for (class, value) in slots.0 {
        match class {
            Class::Num => {
                // `a three-year period` is three years, not one.
                if std::mem::take(&mut article) {
                    numbers.pop();
                }
                numbers.push(*value);
            }
            Class::Scale => {
                article = false;
                let factor = numbers.pop().unwrap_or(1);
                numbers.push(factor.saturating_mul(*value));
            }
            Class::Article => {
                article = true;
                numbers.push(*value);
            }
            Class::Fuzzy => fuzzy = true,
            Class::Point => point = true,
            Class::Slash => slash = true,
            Class::Half => half = true,
            Class::Unit | Class::Units | Class::ShortUnit => {
                let Some(unit) = Unit::numbered(*value) else { continue };
                let plural = *class == Class::Units;
                let count = match (fuzzy, &numbers[..]) {
                    (true, _) => None,
                    (_, [whole, part]) if point => {
                        Some(Count { whole: *whole, hundredths: hundredths(*part), split: false })
                    }
                    (_, [above, below]) if slash && *below > 0 => {
                        Some(Count { whole: 0, hundredths: above.saturating_mul(100) / below, split: true })
                    }
                    (_, [whole, above, below]) if slash && *below > 0 => Some(Count {
                        whole: *whole,
                        hundredths: (above.saturating_mul(100) / below).min(99),
                        split: true,
                    }),
                    (_, []) if half => Some(Count { whole: 0, hundredths: 50, split: true }),
                    (_, []) if plural => None,
                    (_, []) => Some(Count::whole(1)),
                    // `half an hour`, but `two and a half hours`.
                    (_, [1]) if half && !plural && article => Some(Count { whole: 0, hundredths: 50, split: true }),
                    // Of `two to six days` the tail `six days` is the length; the first number is a limit.
                    (_, [.., whole]) => {
                        Some(Count { whole: *whole, hundredths: if half { 50 } else { 0 }, split: false })
                    }
                };
                lengths.push(Length { count, unit });
                numbers.clear();
                (fuzzy, half, point, slash, article) = (false, false, false, false, false);
            }
            _ => {}
        }
    }
    // `a year and a half`
    if let Some(Length { count: Some(count), .. }) = lengths.last_mut().filter(|_| half) {
        count.hundredths = 50;
    }
    lengths
}

/// Two digits after the point.
fn hundredths(digits: i32) -> i32 {
    match digits {
        0..=9 => digits * 10,
        10..=99 => digits,
        _ => 0,
    }
}

/// The TIMEX3 value of lengths.
pub(crate) fn value(lengths: &[Length]) -> Option<String> {
    let mut date = String::new();
    let mut clock = String::new();
    for length in lengths {
        let (letter, times, timed) = match length.unit {
            Unit::Second => ("S", 1, true),
            Unit::Minute => ("M", 1, true),
            Unit::Hour => ("H", 1, true),
            Unit::Day => ("D", 1, false),
            Unit::Weekend => ("WE", 1, false),
            Unit::Week => ("W", 1, false),
            Unit::Fortnight => ("W", 2, false),
            Unit::Month => ("M", 1, false),
            Unit::Quarter => ("Q", 1, false),
            Unit::Half => ("M", 6, false),
            Unit::Year => ("Y", 1, false),
            Unit::Decade => ("Y", 10, false),
            Unit::Century => ("Y", 100, false),
            Unit::Millennium => ("Y", 1000, false),
        };
        let number = match length.count {
            None if times > 1 => return Some("PXY".to_owned()),
            None => "X".to_owned(),
            Some(Count { whole, hundredths, split: true }) if matches!(length.unit, Unit::Hour | Unit::Year) => {
                let (out, finer) = if timed { (&mut clock, 60) } else { (&mut date, 12) };
                if whole > 0 {
                    out.push_str(&format!("{whole}{letter}"));
                }
                out.push_str(&format!("{}M", hundredths * finer / 100));
                continue;
            }
            Some(Count { whole, hundredths, .. }) => {
                let all = (i64::from(whole) * 100 + i64::from(hundredths)) * times;
                match (all / 100, all % 100) {
                    (whole, 0) => whole.to_string(),
                    (whole, part) if part % 10 == 0 => format!("{whole}.{}", part / 10),
                    (whole, part) => format!("{whole}.{part:02}"),
                }
            }
        };
        let out = if timed { &mut clock } else { &mut date };
        out.push_str(&number);
        out.push_str(letter);
    }
    match (date.is_empty(), clock.is_empty()) {
        (true, true) => None,
        (_, true) => Some(format!("P{date}")),
        _ => Some(format!("P{date}T{clock}")),
    }
}
