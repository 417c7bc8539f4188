//! Times of day: `10 p.m. Wednesday`, `16:00 UTC`, `Thursday morning`, `last night`.

use super::calendar::{Moment, Unit, add_days};
use super::classes::Class;
use super::moment::{Laid, Normaliser};
use super::normalise::{Found, Outcome};
use sayso_record::TimeKind;

/// A time of day on the day that the slots name, else on the day spoken of.
pub(crate) fn time(normaliser: &Normaliser) -> Outcome {
    let slots = normaliser.slots;
    let Some(time) = time_of_day(normaliser) else { return Outcome::Pass };
    let dated = [Class::Month, Class::MonthAbbr, Class::Weekday, Class::WeekdayAbbr, Class::Today, Class::Holiday];
    let day = if dated.into_iter().any(|c| slots.has(c)) {
        match normaliser.moment() {
            Laid::On(Moment::Day(day)) => Ok(day),
            Laid::Vague(value) => Err(value),
            Laid::Impossible => return Outcome::Refuse,
            Laid::On(_) | Laid::Nowhere => return Outcome::Pass,
        }
    } else if slots.has(Class::MonthNum) {
        match normaliser.numeric() {
            Laid::On(Moment::Day(day)) => Ok(day),
            Laid::Vague(value) => Err(value),
            _ => return Outcome::Pass,
        }
    } else if let Some(offset) = slots.get(Class::Rel) {
        let day = normaliser.discourse.today().and_then(|t| add_days(t, offset.into()));
        day.ok_or_else(|| "XXXX-XX-XX".to_owned())
    } else {
        let offset = slots.get(Class::AnaRel).unwrap_or(0);
        let spoken_of = normaliser.discourse.reference(normaliser.token, Unit::Day).filter(|m| m.unit() == Unit::Day);
        let spoken_of = spoken_of.and_then(|m| m.days()).and_then(|d| add_days(d.0, offset.into()));
        let written = normaliser.discourse.written.filter(|_| !normaliser.discourse.narrative);
        spoken_of.or(written).ok_or_else(|| "XXXX-XX-XX".to_owned())
    };
    let found = |day: String, days, moment| {
        Outcome::Found(Found { kind: TimeKind::Time, value: format!("{day}T{time}"), days, moment })
    };
    match day {
        Ok(day) => found(day.to_string(), Some((day, day)), Some(Moment::Day(day))),
        Err(day) => found(day, None, None),
    }
}

/// The part of the value after the `T`.
fn time_of_day(normaliser: &Normaliser) -> Option<String> {
    let slots = normaliser.slots;
    let clock = slots.has(Class::Hour) || slots.has(Class::ClockWord);
    if let Some(part) = slots.get(Class::Part).filter(|_| !clock) {
        return Some(normaliser.grammar.text(part).to_owned());
    }
    let zone = slots.get(Class::Zone).map(|z| normaliser.grammar.text(z)).filter(|z| *z == "Z").unwrap_or("");
    if let Some(hour) = slots.get(Class::ClockWord) {
        return Some(if hour == 24 { "24:00".to_owned() } else { format!("{hour}:00{zone}") });
    }
    let mut hour = slots.get(Class::Hour)?;
    let mut minutes = slots.all(Class::Minute);
    let (minute, second) = (minutes.next(), minutes.next());
    let afternoon = slots.get(Class::AmPm).or_else(|| {
        let part = normaliser.grammar.text(slots.get(Class::Part)?);
        Some(if part == "MO" { 0 } else { 12 })
    });
    match afternoon {
        _ if hour > 24 => return None,
        Some(_) if !(1..=12).contains(&hour) => {}
        Some(12) if hour < 12 => hour += 12,
        Some(0) if hour == 12 => hour = 0,
        _ => {}
    }
    let seconds = second.map(|s| format!(":{s:02}")).unwrap_or_default();
    Some(format!("{hour:02}:{:02}{seconds}{zone}", minute.unwrap_or(0)))
}
