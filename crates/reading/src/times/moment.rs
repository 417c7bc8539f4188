//! Which stretch of the calendar the slots of a date name.

use super::calendar::{Moment, Season, Unit, add_days, date, weekday};
use super::classes::Class;
use super::discourse::{Direction, Discourse, cost};
use super::grammar::Grammar;
use super::slots::Slots;

/// A match and what it stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Normaliser<'n> {
    pub(crate) slots: Slots<'n>,
    pub(crate) grammar: &'n Grammar,
    pub(crate) discourse: &'n Discourse<'n>,
    /// First and last token of the expression.
    pub(crate) first: u32,
    pub(crate) token: u32,
    /// Year and month that follow in a list or a stretch: `April and [June 1955]`.
    pub(crate) ahead: Option<(i32, i32)>,
    /// Month and day on which the stretch ends: `the quarter [ended Sept. 30]`.
    pub(crate) closes: Option<(i32, i32)>,
}

/// Where on the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Laid {
    On(Moment),
    /// A TIMEX3 value with unknown parts.
    Vague(String),
    /// The slots name no date.
    Nowhere,
    /// The calendar has no such day.
    Impossible,
}

impl From<Option<Moment>> for Laid {
    fn from(moment: Option<Moment>) -> Self {
        moment.map_or(Self::Nowhere, Self::On)
    }
}

impl Normaliser<'_> {
    /// The stretch that the slots name together.
    pub(crate) fn moment(&self) -> Laid {
        let slots = self.slots;
        if slots.has(Class::Sign) {
            return self.shifted();
        }
        if let Some(feast) = slots.get(Class::Holiday) {
            return self.holiday(feast);
        }
        if let Some(offset) = slots.get(Class::Today) {
            return self.today(offset);
        }
        if let Some(month) = slots.get(Class::Month).or(slots.get(Class::MonthAbbr)) {
            let laid = self.in_month(month);
            return match laid {
                // `the week of April 10`
                Laid::On(day @ Moment::Day(_)) if slots.has_unit(Unit::Week) => Laid::On(day.widen(Unit::Week)),
                laid => laid,
            };
        }
        if let Some(day) = slots.get(Class::Ordinal).filter(|_| slots.has_unit(Unit::Month) || slots.has(Class::Nth)) {
            return self.day_of_month(day);
        }
        if let Some(number) = slots.get(Class::Weekday).or(slots.get(Class::WeekdayAbbr)) {
            return self.on_weekday(number);
        }
        if let Some(season) = slots.get(Class::Season).and_then(|v| Season::coded(self.grammar.text(v))) {
            return self.in_season(season);
        }
        if let Some(digit) = slots.get(Class::DecadeWord) {
            let century = slots.get(Class::Teens).or(slots.get(Class::Tens)).filter(|c| (10..=20).contains(c));
            return Laid::On(Moment::Decade((century.unwrap_or(19) * 10 + digit) as i16));
        }
        if slots.get(Class::From) == Some(2) && slots.has(Class::Year) {
            let of_year = self.the_quarter().zip(self.year());
            return Laid::from(of_year.map(|(quarter, year)| match quarter {
                Moment::Quarter(_, number) => Moment::Quarter(year, number),
                _ => Moment::Year(year),
            }));
        }
        let part = [Unit::Quarter, Unit::Half].into_iter().find(|u| slots.has_unit(*u) && slots.has(Class::Ordinal));
        if let Some(unit) = part {
            return self.part_of_year(unit);
        }
        match slots.unit() {
            Some(Unit::Week) if slots.has(Class::Ordinal) || slots.has(Class::Num) => self.week_of_year(),
            Some(Unit::Year) if slots.has(Class::Edge) && slots.0.len() == 2 => self.year_end(),
            Some(Unit::Decade) if slots.has(Class::Year) || slots.has(Class::ShortYear) || slots.has(Class::Num) => {
                self.decade()
            }
            Some(Unit::Century) if slots.has(Class::Ordinal) => self.century(),
            Some(unit) if slots.has(Class::Rel) || slots.has(Class::AnaRel) || slots.has(Class::From) => {
                self.relative(unit)
            }
            _ => self.year().map_or(Laid::Nowhere, |year| Laid::On(Moment::Year(year))),
        }
    }

    /// The year that the slots name, if any: `1999`, `'99`, `480 BC`, `last year`, `the same year`.
    fn year(&self) -> Option<i16> {
        let slots = self.slots;
        let era = slots.get(Class::Era).unwrap_or(1);
        if let Some(year) = slots.get(Class::Year) {
            return i16::try_from(year * era).ok();
        }
        if slots.has(Class::Era) {
            let year = slots.get(Class::Num).or(slots.get(Class::ShortYear))?;
            return i16::try_from(year.checked_mul(era)?).ok().filter(|y| (-9999..=9999).contains(y) && *y != 0);
        }
        if let Some(short) = slots.get(Class::ShortYear) {
            return self.long_year(short);
        }
        if slots.has_unit(Unit::Year) {
            if let Some(offset) = slots.all(Class::Rel).last() {
                let today = self.discourse.today()?;
                return Moment::Year(today.year()).shift(offset.into(), Unit::Year)?.year();
            }
            let offset = slots.all(Class::AnaRel).last().or(slots.get(Class::From).map(|_| 0))?;
            let reference = self.discourse.reference(self.token, Unit::Year)?;
            return Moment::Year(reference.year()?).shift(offset.into(), Unit::Year)?.year();
        }
        None
    }

    /// `'99`: the year with these last digits nearest to the time of the text.
    fn long_year(&self, short: i32) -> Option<i16> {
        let near = match self.discourse.last.and_then(Moment::year).filter(|_| self.discourse.narrative) {
            Some(year) => i32::from(year),
            None => self.discourse.written.map_or(2000, |d| i32::from(d.year())),
        };
        let century = near / 100 * 100;
        let candidates = [century - 100 + short, century + short, century + 100 + short];
        let nearest = candidates.into_iter().min_by_key(|year| {
            let away = year - near;
            if away > 20 { away + 60 } else { away.abs() }
        });
        nearest.and_then(|y| i16::try_from(y).ok())
    }

    pub(crate) fn direction(&self) -> Direction {
        self.discourse.direction(self.first, self.token)
    }

    fn holiday(&self, feast: i32) -> Laid {
        let Some(feast) = usize::try_from(feast).ok().and_then(|at| self.grammar.feasts.get(at)) else {
            return Laid::Nowhere;
        };
        if let Some(year) = self.year() {
            return Laid::from(feast.on(year).map(Moment::Day));
        }
        let Some(today) = self.discourse.today() else { return Laid::Vague("XXXX-XX-XX".to_owned()) };
        let year = today.year();
        let before = || [year, year - 1].into_iter().filter_map(|y| feast.on(y)).find(|d| *d < today);
        let after = || [year, year + 1].into_iter().filter_map(|y| feast.on(y)).find(|d| *d > today);
        let nearest = |direction: Direction| {
            let days = [year - 1, year, year + 1].into_iter().filter_map(|y| feast.on(y));
            days.min_by_key(|d| cost((*d, *d), today, direction))
        };
        let day = match self.slots.get(Class::Rel) {
            Some(-1) => before(),
            Some(0) => feast.on(year),
            Some(_) => after(),
            None => nearest(self.direction()),
        };
        Laid::from(day.map(Moment::Day))
    }

    fn today(&self, offset: i32) -> Laid {
        if self.discourse.narrative && self.discourse.written.is_some() {
            let vague = ["PAST_REF", "PRESENT_REF", "FUTURE_REF"][(offset.signum() + 1) as usize];
            return Laid::Vague(vague.to_owned());
        }
        match self.discourse.today() {
            Some(today) => Laid::from(add_days(today, offset.into()).map(Moment::Day)),
            None => Laid::Vague("XXXX-XX-XX".to_owned()),
        }
    }

    fn in_month(&self, month: i32) -> Laid {
        let slots = self.slots;
        let day = slots.get(Class::Day).or(slots.get(Class::Ordinal));
        let longest = if month == 2 { 29 } else { 30 + (month + month / 8) % 2 };
        if day.is_some_and(|d| d < 1 || d > longest) {
            return Laid::Impossible;
        }
        let weekday = slots.get(Class::Weekday).or(slots.get(Class::WeekdayAbbr));
        let year = self.year().or_else(|| self.year_by_word(month)).or(self.shared_year(month));
        let year = year.or_else(|| self.year_by_weekday(month, day?, weekday?)).or_else(|| {
            let direction = self.direction();
            self.discourse.year_of(month, day, direction)
        });
        let Some(year) = year else {
            let day = day.map(|d| format!("-{d:02}")).unwrap_or_default();
            return Laid::Vague(format!("XXXX-{month:02}{day}"));
        };
        if year < 1 {
            return match day {
                Some(day) => Laid::Vague(format!("{}-{day:02}", Moment::Month(year, month as i8).value())),
                None => Laid::On(Moment::Month(year, month as i8)),
            };
        }
        match day {
            Some(day) => date(year.into(), month, day).map_or(Laid::Impossible, |d| Laid::On(Moment::Day(d))),
            None => Laid::On(Moment::Month(year, month as i8)),
        }
    }

    /// The year that a month shares with the one after it: `April and June 1955`, `26 June - 4 August 1952`.
    fn shared_year(&self, month: i32) -> Option<i16> {
        let (year, next) = self.ahead?;
        i16::try_from(if next < month { year - 1 } else { year }).ok()
    }

    /// The nearest year in which the day has that weekday.
    fn year_by_weekday(&self, month: i32, day: i32, number: i32) -> Option<i16> {
        let year = i32::from(self.discourse.today()?.year());
        let fits = |y: &i32| date(*y, month, day).is_some_and(|d| Some(d.weekday()) == weekday(number));
        [year, year + 1, year - 1].into_iter().find(fits).and_then(|y| i16::try_from(y).ok())
    }

    /// `the first Friday of July`, `the second Monday of next month`.
    pub(crate) fn nth_weekday(&self) -> Laid {
        let slots = self.slots;
        let (Some(number), Some(which)) = (slots.get(Class::Weekday), slots.get(Class::Ordinal)) else {
            return Laid::Nowhere;
        };
        let rest = |c: Class| !matches!(c, Class::Weekday | Class::Ordinal);
        let rest: Vec<_> = slots.0.iter().filter(|s| rest(s.0)).copied().collect();
        let Laid::On(month @ Moment::Month(..)) = (Normaliser { slots: Slots(&rest), ..*self }).moment() else {
            return Laid::Nowhere;
        };
        let first = month.days().map(|d| d.0);
        let (Some(first), Some(wanted), Ok(which)) = (first, weekday(number), i8::try_from(which)) else {
            return Laid::Nowhere;
        };
        first.nth_weekday_of_month(which, wanted).map_or(Laid::Impossible, |d| Laid::On(Moment::Day(d)))
    }

    /// A day of a month that the text leaves out: `Friday the 15th`, `the 20th of next month`.
    fn day_of_month(&self, day: i32) -> Laid {
        let slots = self.slots;
        if slots.has_unit(Unit::Month) {
            let Laid::On(month) = self.relative(Unit::Month) else { return Laid::Nowhere };
            let first = month.days().map(|d| d.0);
            let on = first.and_then(|f| date(f.year().into(), f.month().into(), day));
            return on.map_or(Laid::Impossible, |d| Laid::On(Moment::Day(d)));
        }
        let Some(today) = self.discourse.today() else { return Laid::Vague(format!("XXXX-XX-{day:02}")) };
        let wanted = slots.get(Class::Weekday).or(slots.get(Class::WeekdayAbbr)).and_then(weekday);
        let months = (-6..=6).filter_map(|n| Moment::around(today, Unit::Month).shift(n, Unit::Month)?.days());
        let days = months.filter_map(|(first, _)| date(first.year().into(), first.month().into(), day));
        let days = days.filter(|d| wanted.is_none_or(|w| d.weekday() == w));
        let direction = self.direction();
        Laid::from(days.min_by_key(|d| cost((*d, *d), today, direction)).map(Moment::Day))
    }

    /// `last March`, `next June`, `the previous April`.
    fn year_by_word(&self, month: i32) -> Option<i16> {
        let (offset, from) = match (self.slots.get(Class::Rel), self.slots.get(Class::AnaRel)) {
            (Some(offset), _) => (offset, self.discourse.today()?),
            (_, Some(offset)) => (offset, self.discourse.reference(self.token, Unit::Month)?.days()?.0),
            _ => return None,
        };
        let here = i32::from(from.month());
        Some(match offset {
            -1 if month >= here => from.year() - 1,
            1 if month <= here => from.year() + 1,
            _ => from.year(),
        })
    }

    fn on_weekday(&self, number: i32) -> Laid {
        let slots = self.slots;
        let Some(wanted) = weekday(number) else { return Laid::Nowhere };
        if slots.has_unit(Unit::Week) {
            let Laid::On(week) = self.relative(Unit::Week) else { return Laid::Nowhere };
            let monday = week.days().map(|d| d.0);
            return Laid::from(monday.and_then(|d| add_days(d, i64::from(number) - 1)).map(Moment::Day));
        }
        let from = match (slots.get(Class::Rel), slots.get(Class::AnaRel)) {
            (Some(_), _) => self.discourse.today(),
            (_, Some(_)) => self.discourse.reference(self.token, Unit::Day).and_then(|m| m.days()).map(|d| d.0),
            _ => {
                let day = self.discourse.weekday(number, self.direction());
                return match day {
                    Some(day) => Laid::On(Moment::Day(day)),
                    None => Laid::Vague(format!("XXXX-WXX-{number}")),
                };
            }
        };
        let Some(from) = from else { return Laid::Vague(format!("XXXX-WXX-{number}")) };
        let since = match i64::from(from.weekday().since(wanted)) {
            0 => 7,
            days => days,
        };
        let until = match i64::from(from.weekday().until(wanted)) {
            0 => 7,
            days => days,
        };
        let here = i64::from(from.weekday().to_monday_one_offset());
        let days = match (slots.get(Class::Rel), slots.get(Class::AnaRel)) {
            (Some(-1), _) | (_, Some(-1)) => -since,
            // `this Friday` is this week's, `this coming Friday` the one to come.
            (Some(0), _) if slots.all(Class::Rel).count() == 1 => i64::from(number) - here,
            (Some(0), _) if slots.all(Class::Rel).last() == Some(-1) => -since,
            // `next Tuesday` is next week's.
            (Some(1), _) if slots.all(Class::Rel).count() == 1 => 7 + i64::from(number) - here,
            _ => until,
        };
        Laid::from(add_days(from, days).map(Moment::Day))
    }

    fn in_season(&self, season: Season) -> Laid {
        let slots = self.slots;
        if let Some(year) = self.year() {
            return Laid::On(Moment::Season(year, season));
        }
        let Some(today) = self.discourse.today() else {
            return match self.discourse.last.and_then(Moment::year) {
                Some(year) => Laid::On(Moment::Season(year, season)),
                None => Laid::Vague(format!("XXXX-{}", &Moment::Season(1, season).value()[5..])),
            };
        };
        let (year, month) = (today.year(), today.month());
        let first = season.first_month();
        let offset = match slots.all(Class::Rel).last().or(slots.get(Class::AnaRel)) {
            Some(-1) if month > first + 2 || slots.all(Class::Rel).count() > 1 => 0,
            Some(-1) => -1,
            Some(0) => 0,
            Some(1) if month < first => 0,
            Some(1) => 1,
            _ if self.discourse.narrative => 0,
            _ => match self.direction() {
                Direction::Past if month < first && season != Season::Winter => -1,
                Direction::Future if month > first + 2 => 1,
                _ => 0,
            },
        };
        Laid::On(Moment::Season(year + offset, season))
    }

    fn decade(&self) -> Laid {
        let slots = self.slots;
        let era = slots.get(Class::Era).unwrap_or(1);
        let year = match (slots.get(Class::Year), slots.get(Class::ShortYear)) {
            (Some(year), _) => year,
            (_, Some(short)) => 1900 + short,
            _ if slots.has(Class::Era) => slots.get(Class::Num).unwrap_or(1),
            _ => return Laid::Nowhere,
        };
        if year % 10 != 0 {
            return Laid::Nowhere;
        }
        Laid::from(i16::try_from(year / 10 * era).ok().map(Moment::Decade))
    }

    /// `week 31`, `the first week of 2019`.
    fn week_of_year(&self) -> Laid {
        let number = self.slots.get(Class::Ordinal).or(self.slots.get(Class::Num));
        let Some(number) = number.filter(|n| (1..=53).contains(n)) else { return Laid::Nowhere };
        let year = self.year().or_else(|| self.discourse.today().map(|d| d.year()));
        let week = year.map(|year| Moment::Week(year, number as i8));
        Laid::from(week.filter(|w| w.days().is_some()))
    }

    /// `by year-end`, `since year-end`: the last day of the year.
    fn year_end(&self) -> Laid {
        let Some(today) = self.discourse.today() else { return self.unknown(Unit::Year) };
        let year = i32::from(today.year());
        let direction = self.direction();
        let ends = [year, year - 1].into_iter().filter_map(|y| date(y, 12, 31));
        Laid::from(ends.min_by_key(|d| cost((*d, *d), today, direction)).map(Moment::Day))
    }

    fn century(&self) -> Laid {
        let Some(number) = self.slots.get(Class::Ordinal).filter(|n| (1..=30).contains(n)) else {
            return Laid::Nowhere;
        };
        let number = number as i16;
        Laid::On(Moment::Century(if self.slots.get(Class::Era) == Some(-1) { -number } else { number - 1 }))
    }

    /// `the third quarter`, `the first half of 1999`.
    fn part_of_year(&self, unit: Unit) -> Laid {
        let Some(number) = self.slots.get(Class::Ordinal) else { return Laid::Nowhere };
        let parts = if unit == Unit::Quarter { 4 } else { 2 };
        let number = if number < 0 { parts } else { number };
        if !(1..=parts).contains(&number) {
            return Laid::Nowhere;
        }
        let of = |year: i16| match unit {
            Unit::Quarter => Moment::Quarter(year, number as i8),
            _ => Moment::Half(year, number as i8),
        };
        if let Some(year) = self.year() {
            return Laid::On(of(year));
        }
        let Some(today) = self.discourse.today() else {
            return Laid::Vague(format!("XXXX-{}{number}", if parts == 4 { "Q" } else { "H" }));
        };
        let year = today.year();
        let begun = of(year).days().is_none_or(|d| d.0 <= today);
        let offset = match self.direction() {
            // What is reported is over or under way.
            _ if begun => 0,
            Direction::Future => 0,
            Direction::Past => -1,
            Direction::Unknown => {
                let soon = of(year).days().is_some_and(|d| d.0.month() - today.month() <= 3);
                if soon { 0 } else { -1 }
            }
        };
        Laid::On(of(year + offset))
    }

    /// A date in digits. Slots say by their order what is what; where it could be either, the month comes first.
    pub(crate) fn numeric(&self) -> Laid {
        let slots = self.slots;
        let year = match (slots.get(Class::Year), slots.get(Class::ShortYear)) {
            (Some(year), _) => Some(year),
            (_, Some(short)) => self.long_year(short).map(i32::from),
            _ => None,
        };
        let (Some(month), Some(day)) = (slots.get(Class::MonthNum), slots.get(Class::Day)) else {
            return Laid::Nowhere;
        };
        let year = year.or_else(|| self.discourse.year_of(month, Some(day), self.direction()).map(i32::from));
        match year {
            Some(year) => date(year, month, day).map_or(Laid::Impossible, |d| Laid::On(Moment::Day(d))),
            None => Laid::Vague(format!("XXXX-{month:02}-{day:02}")),
        }
    }
}
