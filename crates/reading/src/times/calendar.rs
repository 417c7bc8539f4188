//! Stretches of the calendar, their TIMEX3 values and their days. Calendar arithmetic is jiff's; nothing
//! here leaves the years 1 to 9999 (BC years have a value and no days).

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan};

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    const ALL: [(Self, &'static str); 14] = [
        (Self::Second, "second"),
        (Self::Minute, "minute"),
        (Self::Hour, "hour"),
        (Self::Day, "day"),
        (Self::Weekend, "weekend"),
        (Self::Week, "week"),
        (Self::Fortnight, "fortnight"),
        (Self::Month, "month"),
        (Self::Quarter, "quarter"),
        (Self::Half, "half"),
        (Self::Year, "year"),
        (Self::Decade, "decade"),
        (Self::Century, "century"),
        (Self::Millennium, "millennium"),
    ];

    /// The unit of that name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|u| u.1 == name).map(|u| u.0)
    }

    /// The unit of that number.
    pub(crate) fn numbered(number: i32) -> Option<Self> {
        usize::try_from(number).ok().and_then(|at| Self::ALL.get(at)).map(|u| u.0)
    }
}

/// A quarter of the year by weather.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    /// The season that TIMEX3 writes so.
    pub(crate) fn coded(code: &str) -> Option<Self> {
        Some(match code {
            "SP" => Self::Spring,
            "SU" => Self::Summer,
            "FA" => Self::Autumn,
            "WI" => Self::Winter,
            _ => return None,
        })
    }

    fn code(self) -> &'static str {
        ["SP", "SU", "FA", "WI"][self as usize]
    }

    /// Its first month, in the north.
    pub(crate) fn first_month(self) -> i8 {
        [3, 6, 9, 12][self as usize]
    }
}

/// A stretch of the calendar that a word can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Day(Date),
    /// ISO year and week.
    Week(i16, i8),
    Weekend(i16, i8),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    Season(i16, Season),
    /// A year; negative for BC.
    Year(i16),
    /// 198 for the 1980s.
    Decade(i16),
    /// 19 for the twentieth century.
    Century(i16),
}

impl Moment {
    /// The stretch of kind `unit` around `day`.
    pub(crate) fn around(day: Date, unit: Unit) -> Self {
        let (year, month) = (day.year(), day.month());
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(day),
            Unit::Week | Unit::Fortnight => Self::Week(day.iso_week_date().year(), day.iso_week_date().week()),
            Unit::Weekend => Self::Weekend(day.iso_week_date().year(), day.iso_week_date().week()),
            Unit::Month => Self::Month(year, month),
            Unit::Quarter => Self::Quarter(year, (month - 1) / 3 + 1),
            Unit::Half => Self::Half(year, (month - 1) / 6 + 1),
            Unit::Year => Self::Year(year),
            Unit::Decade => Self::Decade(year / 10),
            Unit::Century | Unit::Millennium => Self::Century(year / 100),
        }
    }

    /// The stretch of kind `unit` that holds this one's first day; itself where it is coarser.
    pub(crate) fn widen(self, unit: Unit) -> Self {
        match self {
            Self::Year(year) if year < 1 => self,
            _ if self.unit() >= unit => self,
            _ => self.days().map_or(self, |(first, _)| Self::around(first, unit)),
        }
    }

    /// How fine it is.
    pub(crate) fn unit(self) -> Unit {
        match self {
            Self::Day(_) => Unit::Day,
            Self::Week(..) => Unit::Week,
            Self::Weekend(..) => Unit::Weekend,
            Self::Month(..) => Unit::Month,
            Self::Quarter(..) | Self::Season(..) => Unit::Quarter,
            Self::Half(..) => Unit::Half,
            Self::Year(_) => Unit::Year,
            Self::Decade(_) => Unit::Decade,
            Self::Century(_) => Unit::Century,
        }
    }

    /// The year that it lies in, where it lies in one.
    pub(crate) fn year(self) -> Option<i16> {
        match self {
            Self::Day(day) => Some(day.year()),
            Self::Week(year, _) | Self::Weekend(year, _) | Self::Month(year, _) | Self::Quarter(year, _) => Some(year),
            Self::Half(year, _) | Self::Season(year, _) | Self::Year(year) => Some(year),
            Self::Decade(_) | Self::Century(_) => None,
        }
    }

    /// The TIMEX3 value.
    pub(crate) fn value(self) -> String {
        let of = |year: i16| {
            if year < 0 { format!("BC{:04}", -i32::from(year)) } else { format!("{year:04}") }
        };
        match self {
            Self::Day(day) => day.to_string(),
            Self::Week(year, week) => format!("{}-W{week:02}", of(year)),
            Self::Weekend(year, week) => format!("{}-W{week:02}-WE", of(year)),
            Self::Month(year, month) => format!("{}-{month:02}", of(year)),
            Self::Quarter(year, quarter) => format!("{}-Q{quarter}", of(year)),
            Self::Half(year, half) => format!("{}-H{half}", of(year)),
            Self::Season(year, season) => format!("{}-{}", of(year), season.code()),
            Self::Year(year) => of(year),
            Self::Decade(decade) if decade < 0 => format!("BC{:03}", -i32::from(decade)),
            Self::Decade(decade) => format!("{decade:03}"),
            Self::Century(century) if century < 0 => format!("BC{:02}", -i32::from(century) - 1),
            Self::Century(century) => format!("{century:02}"),
        }
    }

    /// First and last day; `None` outside the years 1 to 9999.
    pub(crate) fn days(self) -> Option<(Date, Date)> {
        let months = |year: i16, first: i8, count: i64| {
            let first = Date::new(year, first, 1).ok()?;
            // The last month of 9999 ends with the calendar.
            let last = first.checked_add((count - 1).months()).ok()?.last_of_month();
            Some((first, last))
        };
        let in_era = |year: i16| (1..=9999).contains(&year).then_some(year);
        let years = |first: i16, count: i16| {
            let first = in_era(first.max(1))?;
            let last = in_era(first.checked_add(count - 1)?.min(9999))?;
            Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
        };
        let (first, last) = match self {
            Self::Day(day) => (day, day),
            Self::Week(year, week) => {
                let monday = ISOWeekDate::new(in_era(year)?, week, Weekday::Monday).ok()?.date();
                (monday, add_days(monday, 6)?)
            }
            Self::Weekend(year, week) => {
                let saturday = ISOWeekDate::new(in_era(year)?, week, Weekday::Saturday).ok()?.date();
                (saturday, add_days(saturday, 1)?)
            }
            Self::Month(year, month) => months(in_era(year)?, month, 1)?,
            Self::Quarter(year, quarter) => months(in_era(year)?, (quarter - 1) * 3 + 1, 3)?,
            Self::Half(year, half) => months(in_era(year)?, (half - 1) * 6 + 1, 6)?,
            Self::Season(year, season) => months(in_era(year)?, season.first_month(), 3)?,
            Self::Year(year) => years(in_era(year)?, 1)?,
            Self::Decade(decade) if decade < 0 => return None,
            Self::Decade(decade) => years(in_era(decade.checked_mul(10)?.max(1))?, 10)?,
            Self::Century(century) if century < 0 => return None,
            Self::Century(century) => years(in_era(century.checked_mul(100)?.max(1))?, 100)?,
        };
        (in_era(first.year()).is_some() && in_era(last.year()).is_some()).then_some((first, last))
    }

    /// The stretch `count` units later, or earlier, as fine as this one.
    pub(crate) fn shift(self, count: i64, unit: Unit) -> Option<Self> {
        let years = |year: i16| -> Option<i16> {
            let scale = match unit {
                Unit::Year => 1,
                Unit::Decade => 10,
                Unit::Century => 100,
                Unit::Millennium => 1000,
                _ => return None,
            };
            // There is no year 0: 1 BC is followed by AD 1.
            let astronomical = i64::from(year) + i64::from(year < 0);
            let moved = astronomical.checked_add(count.checked_mul(scale)?)?;
            let moved = if moved <= 0 { moved - 1 } else { moved };
            i16::try_from(moved).ok().filter(|y| (-9999..=9999).contains(y))
        };
        match self {
            Self::Day(day) => move_day(day, count, unit).map(Self::Day),
            Self::Year(year) => years(year).map(Self::Year),
            Self::Month(year, month) if unit >= Unit::Year => Some(Self::Month(years(year)?, month)),
            Self::Quarter(year, quarter) if unit >= Unit::Year => Some(Self::Quarter(years(year)?, quarter)),
            Self::Half(year, half) if unit >= Unit::Year => Some(Self::Half(years(year)?, half)),
            Self::Season(year, season) if unit >= Unit::Year => Some(Self::Season(years(year)?, season)),
            Self::Decade(decade) if unit == Unit::Decade => {
                let moved = i64::from(decade).checked_add(count)?;
                i16::try_from(moved).ok().filter(|d| (-999..=999).contains(d)).map(Self::Decade)
            }
            Self::Century(century) if unit == Unit::Century => {
                let moved = i64::from(century).checked_add(count)?;
                i16::try_from(moved).ok().filter(|c| (-99..=99).contains(c)).map(Self::Century)
            }
            Self::Decade(_) | Self::Century(_) => None,
            _ => {
                let (first, _) = self.days()?;
                Some(Self::around(move_day(first, count, unit)?, self.unit()))
                    .filter(|m| m.unit() <= unit.max(self.unit()))
            }
        }
    }
}

/// `day` moved by whole units.
pub(crate) fn move_day(day: Date, count: i64, unit: Unit) -> Option<Date> {
    let limit = |n: i64| (-4_000_000..=4_000_000).contains(&n).then_some(n);
    let times = |n: i64| limit(count.checked_mul(n)?);
    let span = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => return Some(day),
        Unit::Day => Span::new().try_days(times(1)?),
        Unit::Week | Unit::Weekend => Span::new().try_days(times(7)?),
        Unit::Fortnight => Span::new().try_days(times(14)?),
        Unit::Month => Span::new().try_months(times(1)?),
        Unit::Quarter => Span::new().try_months(times(3)?),
        Unit::Half => Span::new().try_months(times(6)?),
        Unit::Year => Span::new().try_months(times(12)?),
        Unit::Decade => Span::new().try_months(times(120)?),
        Unit::Century => Span::new().try_months(times(1200)?),
        Unit::Millennium => Span::new().try_months(times(12_000)?),
    };
    day.checked_add(span.ok()?).ok().filter(|d| (1..=9999).contains(&d.year()))
}

/// `day` and some days more.
pub(crate) fn add_days(day: Date, count: i64) -> Option<Date> {
    move_day(day, count, Unit::Day)
}

/// The weekday of that number, Monday being 1.
pub(crate) fn weekday(number: i32) -> Option<Weekday> {
    i8::try_from(number).ok().and_then(|n| Weekday::from_monday_one_offset(n).ok())
}

/// A date, where the calendar has it.
pub(crate) fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    (1..=9999).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}
