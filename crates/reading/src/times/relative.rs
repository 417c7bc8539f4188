//! Times seen from other times: `last week`, `the same year`, `two days ago`, `a year earlier`, `ten days after Easter`.

use super::calendar::{Moment, Unit, add_days, date};
use super::classes::Class;
use super::discourse::cost;
use super::duration::{Count, lengths};
use super::moment::{Laid, Normaliser};
use super::slots::Slots;

impl Normaliser<'_> {
    /// `last week`, `this month`, `the same year`, `the following day`.
    pub(super) fn relative(&self, unit: Unit) -> Laid {
        let slots = self.slots;
        if let Some(offset) = slots.all(Class::Rel).last() {
            let Some(today) = self.discourse.today() else {
                let vague = ["PAST_REF", "PRESENT_REF", "FUTURE_REF"][(offset.signum() + 1) as usize];
                return Laid::Vague(vague.to_owned());
            };
            // `this weekend` that was is the one just past.
            if unit == Unit::Weekend && offset == 0 {
                return Laid::from(self.the_weekend());
            }
            let here = Moment::around(today, unit);
            return Laid::from(here.shift(offset.into(), if unit == Unit::Weekend { Unit::Week } else { unit }));
        }
        let offset = slots.get(Class::AnaRel).unwrap_or(0);
        if slots.get(Class::From) == Some(3) && unit == Unit::Weekend {
            return Laid::from(self.the_weekend());
        }
        if unit == Unit::Quarter && offset == 0 {
            return Laid::from(self.the_quarter());
        }
        let Some(reference) = self.discourse.reference(self.token, unit) else { return self.unknown(unit) };
        if reference.unit() > unit {
            return self.unknown(unit);
        }
        Laid::from(reference.widen(unit).shift(offset.into(), unit))
    }

    /// `the weekend`: the one just past, unless grammar points to the one that comes.
    fn the_weekend(&self) -> Option<Moment> {
        let today = self.discourse.today()?;
        let here = Moment::around(today, Unit::Weekend);
        let direction = self.direction();
        let near = [here.shift(-1, Unit::Week), Some(here)].into_iter().flatten();
        near.min_by_key(|weekend| weekend.days().map_or(i64::MAX, |days| cost(days, today, direction)))
    }

    /// The quarter that ends with the day named after it. Fiscal quarters end in any month, so that the middle of the
    /// three months tells which of the calendar's it is.
    fn closing_quarter(&self) -> Option<Moment> {
        let (month, day) = self.closes?;
        let year = self.discourse.year_of(month, Some(day), self.direction())?;
        let last = date(year.into(), month, day)?;
        Some(Moment::around(add_days(last, -45)?, Unit::Quarter))
    }

    /// What `the same period a year earlier` is compared with: the month or quarter spoken of just before.
    fn the_period(&self) -> Option<Moment> {
        self.discourse.near_month(self.token).or_else(|| self.the_quarter())
    }

    /// A quarter spoken of as known: the one named before, else the last that was over on the day of writing.
    pub(super) fn the_quarter(&self) -> Option<Moment> {
        if let Some(quarter) = self.discourse.near_quarter(self.token).or_else(|| self.closing_quarter()) {
            return Some(quarter);
        }
        let over = || {
            let today = self.discourse.today()?;
            Moment::around(today, Unit::Quarter).shift(-1, Unit::Quarter)
        };
        self.discourse.quarter.or_else(over)
    }

    pub(super) fn unknown(&self, unit: Unit) -> Laid {
        let year = self.discourse.last.filter(|m| m.unit() == Unit::Year).map(Moment::value);
        let year = year.unwrap_or_else(|| "XXXX".to_owned());
        Laid::Vague(match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => format!("{year}-XX-XX"),
            Unit::Week | Unit::Weekend | Unit::Fortnight => format!("{year}-WXX"),
            Unit::Month => format!("{year}-XX"),
            Unit::Quarter => format!("{year}-QX"),
            Unit::Half => format!("{year}-HX"),
            _ => "XXXX".to_owned(),
        })
    }

    /// `two days ago`, `a year earlier`, `three weeks later`, `in ten days`.
    pub(crate) fn shifted(&self) -> Laid {
        let slots = self.slots;
        let sign = slots.get(Class::Sign).unwrap_or(-1);
        let vague = || Laid::Vague(if sign < 0 { "PAST_REF" } else { "FUTURE_REF" }.to_owned());
        let lengths = lengths(slots);
        let Some(finest) = lengths.iter().map(|l| l.unit).min() else { return Laid::Nowhere };
        let from = slots.get(Class::From);
        let from_text = from.is_some_and(|f| f > 0);
        let dated = [Class::Month, Class::MonthAbbr, Class::Weekday, Class::WeekdayAbbr, Class::Holiday, Class::Year];
        let quarter = || self.discourse.near_quarter(self.token).filter(|_| finest == Unit::Year);
        let start = if let Some(offset) = slots.get(Class::Today) {
            self.discourse.today().and_then(|t| add_days(t, offset.into())).map(Moment::Day)
        } else if dated.into_iter().any(|c| slots.has(c)) {
            let rest = |c: Class| !matches!(c, Class::Sign | Class::Num | Class::Unit | Class::Units | Class::Article);
            let rest: Vec<_> = slots.0.iter().filter(|s| rest(s.0)).copied().collect();
            match (Normaliser { slots: Slots(&rest), ..*self }).moment() {
                Laid::On(moment) => Some(moment),
                _ => return Laid::Nowhere,
            }
        } else if from == Some(2) {
            self.the_period()
        } else if from_text || self.discourse.narrative {
            quarter().or_else(|| self.discourse.reference(self.token, finest))
        } else {
            quarter().or(self.discourse.written.map(Moment::Day))
        };
        let Some(start) = start else { return vague() };
        let mut here = start;
        for length in &lengths {
            let Some(Count { whole, hundredths, .. }) = length.count else { return vague() };
            if hundredths != 0 && length.unit < Unit::Year {
                return vague();
            }
            let moved = i64::from(whole).saturating_mul(sign.into());
            if here.unit() > length.unit {
                return if from_text { self.unknown(finest) } else { Laid::Nowhere };
            }
            match here.shift(moved, length.unit) {
                Some(moment) => here = moment,
                None => return vague(),
            }
        }
        // `two years ago` names a year, `a year earlier` a stretch like the one it is seen from, where the text gives it.
        let exact = from_text && finest >= Unit::Year && !self.discourse.narrative && Some(start) != self.written();
        if exact || finest <= Unit::Fortnight || matches!(here, Moment::Quarter(..)) {
            Laid::On(here)
        } else {
            Laid::On(here.widen(finest))
        }
    }

    fn written(&self) -> Option<Moment> {
        self.discourse.written.map(Moment::Day)
    }
}
