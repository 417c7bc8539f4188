//! Dates as files write them: ISO 8601, RFC 2822, `April 7, 2022`, seconds since 1970.
//!
//! A date that can be read in two ways (`04/07/2022`) is none: guessing would put events on wrong days.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The calendar day that `written` names, in the time zone in which it is written; `None` where it
/// names none, or more than one.
#[must_use]
pub fn parse(written: &str) -> Option<Date> {
    let written = written.trim();
    if written.len() > 100 {
        return None;
    }
    iso(written).or_else(|| epoch(written)).or_else(|| with_month_name(written)).or_else(|| slashed(written))
}

/// The day of `seconds` since 1970 in UTC; milliseconds and microseconds are known by their size.
pub(crate) fn from_epoch(seconds: i64) -> Option<Date> {
    let seconds = match seconds.unsigned_abs() {
        0..100_000_000_000 => seconds,
        100_000_000_000..100_000_000_000_000 => seconds / 1_000,
        _ => seconds / 1_000_000,
    };
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::TimeZone::UTC.to_datetime(at).date())
}

/// `2022-04-07`, `2022/04/07`, `20220407`, each alone or with a time behind it.
fn iso(written: &str) -> Option<Date> {
    let bytes = written.as_bytes();
    let (year, month, day, rest) = match bytes {
        [_, _, _, _, b'-' | b'/' | b'.', _, _, mark, ..] if *mark == bytes[4] => {
            (written.get(..4)?, written.get(5..7)?, written.get(8..10)?, written.get(10..)?)
        }
        [_, _, _, _, _, _, _, _] | [_, _, _, _, _, _, _, _, b'T' | b' ', ..] => {
            (written.get(..4)?, written.get(4..6)?, written.get(6..8)?, written.get(8..)?)
        }
        _ => return None,
    };
    is_time(rest).then_some(())?;
    Date::new(number(year)?, number(month)?, number(day)?).ok()
}

/// Whether what follows a date is nothing or a time of day, not the article's first sentence.
fn is_time(rest: &str) -> bool {
    rest.is_empty()
        || rest.strip_prefix(['T', ' ']).is_some_and(|r| r.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// Nine digits or more: seconds, milliseconds or microseconds since 1970.
fn epoch(written: &str) -> Option<Date> {
    let whole = written.split_once('.').map_or(written, |(whole, _)| whole);
    (whole.len() >= 9 && whole.bytes().all(|b| b.is_ascii_digit())).then_some(())?;
    from_epoch(whole.parse().ok()?)
}

/// `April 7, 2022`, `Thu, 07 Apr 2022 10:00:00 +0200`, `Thu Apr 07 10:00:00 2022`, `7th of April 2022`.
fn with_month_name(written: &str) -> Option<Date> {
    let words: Vec<&str> =
        written.split(|c: char| c.is_whitespace() || ",.-/".contains(c)).filter(|w| !w.is_empty()).collect();
    words.iter().all(|w| is_part(w)).then_some(())?;
    let month = words.iter().position(|w| month_named(w).is_some())?;
    let day_at = |at: usize| words.get(at).and_then(|w| day(w)).map(|day| (at, day));
    let before = month.checked_sub(1).and_then(|at| if words[at] == "of" { at.checked_sub(1) } else { Some(at) });
    let (_, day) = before.and_then(day_at).or_else(|| day_at(month + 1))?;
    let year = words.iter().find(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()))?;
    Date::new(number(year)?, month_named(words[month])?, day).ok()
}

/// `25/02/2022` and `02/25/2022`, where only one reading is a date.
fn slashed(written: &str) -> Option<Date> {
    let date = written.split_whitespace().next()?;
    is_time(&written[date.len()..]).then_some(())?;
    let mut parts = date.split(['/', '.', '-']);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    (parts.next().is_none() && year.len() == 4).then_some(())?;
    let (first, second, year) = (number(first)?, number(second)?, number(year)?);
    let readings = [Date::new(year, first, second).ok(), Date::new(year, second, first).ok()];
    match readings {
        [Some(one), Some(other)] if one != other => None,
        [one, other] => one.or(other),
    }
}

/// Whether a word belongs to a date with its time and zone. `On April 7, 2022 talks began` is a sentence.
fn is_part(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let lower = word.to_ascii_lowercase();
    word.starts_with(|c: char| c.is_ascii_digit() || c == '+' || c == '(')
        || (word.len() <= 5 && word.bytes().all(|b| b.is_ascii_uppercase()))
        || ["of", "at", "am", "pm", "a", "p", "m"].contains(&lower.as_str())
        || month_named(word).is_some()
        || (lower.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&lower)))
}

fn month_named(word: &str) -> Option<i8> {
    let word = word.to_ascii_lowercase();
    let known = |month: &&str| *month == word || (word.len() >= 3 && word.len() <= 4 && month.starts_with(&word));
    let at = MONTHS.iter().position(known)?;
    i8::try_from(at + 1).ok()
}

/// `7`, `07`, `7th`.
fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    matches!(&word[digits.len()..], "" | "st" | "nd" | "rd" | "th").then_some(())?;
    number(digits).filter(|day| (1..=31).contains(day))
}

fn number<N: std::str::FromStr>(digits: &str) -> Option<N> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// The day that a line names among other words: `Published on April 7, 2022 by Ann Lee`, `Updated: 2022-04-07`.
pub(crate) fn find(line: &str) -> Option<Date> {
    if line.len() > 400 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let words: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || "|,()•·:;".contains(c)).filter(|word| !word.is_empty()).collect();
    for (at, word) in words.iter().enumerate() {
        let alone = iso(word).or_else(|| slashed(word));
        let dashed = || with_month_name(word).filter(|_| word.len() >= 8);
        let named = || {
            month_named(word.trim_end_matches('.'))?;
            // A year stands within three words behind a month, in most orders two.
            (at.saturating_sub(2)..=at)
                .rev()
                .find_map(|from| (at + 2..=at + 3).find_map(|to| with_month_name(&words.get(from..to)?.join(" "))))
        };
        if let Some(date) = alone.or_else(dashed).or_else(named) {
            return Some(date);
        }
    }
    None
}

/// The day in an address: `/2022/04/07/`, `/2022-04-07-title`, `/2022/apr/07/`, `/20220407/`.
pub(crate) fn in_url(url: &str) -> Option<Date> {
    let path = url.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(['/', '-', '_']).filter(|p| !p.is_empty()).collect();
    let plausible = |year: i16| (1990..2100).contains(&year);
    for (at, part) in parts.iter().enumerate() {
        let year = number::<i16>(part).filter(|year| part.len() == 4 && plausible(*year));
        if let (Some(year), Some(month), Some(day)) = (year, parts.get(at + 1), parts.get(at + 2)) {
            let month = number::<i8>(month).filter(|_| month.len() <= 2).or_else(|| month_named(month));
            let day = number::<i8>(day).filter(|_| day.len() <= 2);
            if let Some(date) = month.zip(day).and_then(|(month, day)| Date::new(year, month, day).ok()) {
                return Some(date);
            }
        }
        if part.len() == 8
            && let Some(date) = iso(part).filter(|date| plausible(date.year()))
        {
            return Some(date);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{from_epoch, parse};

    #[test]
    fn the_usual_ways_to_write_a_day_are_understood() {
        for written in [
            "2022-04-07",
            "2022/04/07",
            "20220407",
            "20220407T101500Z",
            "2022-04-07T23:15:00-04:00",
            "2022-04-07 10:15:00",
            "Thu, 07 Apr 2022 10:15:00 +0200",
            "Thu Apr 07 10:15:00 +0000 2022",
            "April 7, 2022",
            "Thursday, April 7, 2022 10:15 am EDT",
            "7 April 2022",
            "7th of April 2022",
            "Apr. 7, 2022",
            "7-Apr-2022",
            "1649326500",
            "1649326500000",
            "1649326500.25",
        ] {
            assert_eq!(parse(written).map(|d| d.to_string()).as_deref(), Some("2022-04-07"), "{written}");
        }
        assert_eq!(parse("25/02/2022"), parse("02/25/2022"));
        assert_eq!(from_epoch(0).map(|d| d.to_string()).as_deref(), Some("1970-01-01"));
    }

    #[test]
    fn days_are_found_among_other_words_and_in_addresses() {
        for line in [
            "Published on April 7, 2022 by Ann Lee",
            "Updated: 2022-04-07",
            "By Ann Lee | 7 Apr 2022 10:15 GMT",
            "Thursday 7 April 2022 10.15 BST",
            "Ann Lee, Apr. 7th, 2022",
            "Last modified 25/04/2022, 7 April 2022",
        ] {
            let expected = if line.starts_with("Last") { "2022-04-25" } else { "2022-04-07" };
            assert_eq!(super::find(line).map(|d| d.to_string()).as_deref(), Some(expected), "{line}");
        }
        assert_eq!(super::find("In May 12 ships came, 2022 of them"), None);
        for url in [
            "https://a.example/2022/04/07/port",
            "https://a/world/2022/apr/07/port",
            "https://a/20220407/x",
            "https://a/x-2022-04-07",
        ] {
            assert_eq!(super::in_url(url).map(|d| d.to_string()).as_deref(), Some("2022-04-07"), "{url}");
        }
        assert_eq!(super::in_url("https://a/12345678/2022/port"), None);
    }

    #[test]
    fn what_names_no_single_day_is_no_date() {
        for written in [
            "",
            "04/07/2022",
            "yesterday",
            "2022-13-01",
            "2022-02-30",
            "2022",
            "April 2022",
            "12345678901é",
            "2022-04-07 Talks",
            "On April 7, 2022 talks began",
        ] {
            assert_eq!(parse(written), None, "{written}");
        }
    }
}
