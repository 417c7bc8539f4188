//! Holidays: days of the year by rule.

use super::calendar::{add_days, date, weekday};
use jiff::civil::Date;

/// On which day of a year a holiday falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feast {
    /// Month and day.
    Fixed(i8, i8),
    /// Month, weekday (Monday being 1), which one; negative from the end.
    Nth(i8, i8, i8),
    /// Days from Easter Sunday of the western churches.
    Easter(i16),
    /// Days from Easter Sunday of the eastern churches.
    Pascha(i16),
}

impl Feast {
    /// From the table: `12-25`, `11 thu 4`, `5 mon -1`, `easter -2`, `pascha 0`.
    pub(crate) fn parse(cell: &str) -> Option<Self> {
        const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        if let Some((month, day)) = cell.split_once('-').filter(|p| !p.0.is_empty() && !p.0.contains(' ')) {
            return Some(Self::Fixed(month.parse().ok()?, day.parse().ok()?));
        }
        let parts: Vec<&str> = cell.split(' ').collect();
        Some(match parts[..] {
            ["easter", days] => Self::Easter(days.parse().ok()?),
            ["pascha", days] => Self::Pascha(days.parse().ok()?),
            [month, day, which] => {
                let day = DAYS.iter().position(|d| *d == day)? + 1;
                Self::Nth(month.parse().ok()?, i8::try_from(day).ok()?, which.parse().ok()?)
            }
            _ => return None,
        })
    }

    /// Its day in `year`.
    pub(crate) fn on(self, year: i16) -> Option<Date> {
        match self {
            Self::Fixed(month, day) => date(year.into(), month.into(), day.into()),
            Self::Nth(month, day, which) => {
                let first = date(year.into(), month.into(), 1)?;
                first.nth_weekday_of_month(which, weekday(day.into())?).ok()
            }
            Self::Easter(days) => add_days(easter(year)?, days.into()),
            Self::Pascha(days) => add_days(pascha(year)?, days.into()),
        }
    }
}

/// Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher's algorithm, J. Meeus,
/// Astronomical Algorithms, 1991, ch. 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let n = h + l - 7 * m + 90;
    let month = n / 25;
    date(y, month, (n - 90 + 33 * month + 19) % 32)
}

/// Easter Sunday in the Julian calendar, as a Gregorian date of 1900 to 2099 (Meeus, same chapter).
fn pascha(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let f = d + e + 114;
    add_days(date(y, f / 31, f % 31 + 1)?, 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_the_almanac_has_it() {
        for (year, western, eastern) in [(2000, "2000-04-23", "2000-04-30"), (2022, "2022-04-17", "2022-04-24")] {
            assert_eq!(Feast::Easter(0).on(year).map(|d| d.to_string()).as_deref(), Some(western));
            assert_eq!(Feast::Pascha(0).on(year).map(|d| d.to_string()).as_deref(), Some(eastern));
        }
    }

    #[test]
    fn a_moving_holiday_is_found_by_its_weekday() {
        let thanksgiving = Feast::parse("11 thu 4").expect("a rule of the table");
        assert_eq!(thanksgiving.on(1999).map(|d| d.to_string()).as_deref(), Some("1999-11-25"));
        let memorial = Feast::parse("5 mon -1").expect("a rule of the table");
        assert_eq!(memorial.on(2022).map(|d| d.to_string()).as_deref(), Some("2022-05-30"));
    }
}
