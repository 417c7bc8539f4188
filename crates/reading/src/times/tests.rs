//! What time expressions become: phrase, day of writing, type, value, first and last day.
//!
//! The analyses here have no tags and no trees: what holds without them holds with poor ones.

use super::find;
use crate::{Context, Lexicons, draft::Timex};
use proptest::prelude::*;
use sayso_language::Analysis;
use sayso_record::{Document, TimeKind};
use std::sync::OnceLock;

fn times(text: &str, written: &str) -> Vec<Timex> {
    static LEXICONS: OnceLock<Lexicons> = OnceLock::new();
    let lexicons = LEXICONS.get_or_init(|| Lexicons::english().expect("the tables in the tree parse"));
    let document = Document { text: text.to_owned(), date: written.parse().ok(), ..Document::default() };
    let analysis = Analysis::untagged(text);
    find(&Context { document: &document, analysis: &analysis, lexicons })
}

/// Sentence, expression, type, value, days (`-` for none).
const NEWS: &[(&str, &str, &str, &str, &str)] = &[
    // Absolute
    ("The pact was signed on February 25, 2022.", "February 25, 2022", "DATE", "2022-02-25", "2022-02-25"),
    ("The pact was signed on 25 February 2022.", "25 February 2022", "DATE", "2022-02-25", "2022-02-25"),
    ("The last envoy left in April 1999.", "April 1999", "DATE", "1999-04", "1999-04-01 1999-04-30"),
    ("The law dates from 1987.", "1987", "DATE", "1987", "1987-01-01 1987-12-31"),
    ("The form was stamped 2021-11-05.", "2021-11-05", "DATE", "2021-11-05", "2021-11-05"),
    ("Nothing like it had been seen since the 1980s.", "the 1980s", "DATE", "198", "1980-01-01 1989-12-31"),
    ("He was a man of the nineties.", "the nineties", "DATE", "199", "1990-01-01 1999-12-31"),
    ("It began in nineteen ninety-one.", "nineteen ninety-one", "DATE", "1991", "1991-01-01 1991-12-31"),
    ("Trade in the 20th century was slow.", "the 20th century", "DATE", "19", "1900-01-01 1999-12-31"),
    // Relative to the day of writing, Thursday 7 April 2022
    ("The minister spoke on Tuesday.", "Tuesday", "DATE", "2022-04-05", "2022-04-05"),
    ("Two soldiers were hurt yesterday.", "yesterday", "DATE", "2022-04-06", "2022-04-06"),
    ("He said so last week.", "last week", "DATE", "2022-W13", "2022-03-28 2022-04-03"),
    ("She came earlier this year.", "earlier this year", "DATE", "2022", "2022-01-01 2022-12-31"),
    ("The talks broke off ten days ago.", "ten days ago", "DATE", "2022-03-28", "2022-03-28"),
    ("The talks broke off two years ago.", "two years ago", "DATE", "2020", "2020-01-01 2020-12-31"),
    ("They hold talks until Monday.", "Monday", "DATE", "2022-04-11", "2022-04-11"),
    ("He has been held since March.", "March", "DATE", "2022-03", "2022-03-01 2022-03-31"),
    ("The truce runs through May.", "May", "DATE", "2022-05", "2022-05-01 2022-05-31"),
    (
        "Votes are counted on the first Tuesday of November.",
        "the first Tuesday of November",
        "DATE",
        "2021-11-02",
        "2021-11-02",
    ),
    // Stretches and parts
    (
        "The visit of February 23-24 this year was short.",
        "February 23-24 this year",
        "DATE",
        "2022-02-23",
        "2022-02-23 2022-02-24",
    ),
    ("Rain fell in early March.", "early March", "DATE", "2022-03", "2022-03-01 2022-03-31"),
    (
        "Sales fell in the third quarter of 2021.",
        "the third quarter of 2021",
        "DATE",
        "2021-Q3",
        "2021-07-01 2021-09-30",
    ),
    ("They met in the summer of 1955.", "the summer of 1955", "DATE", "1955-SU", "1955-06-01 1955-08-31"),
    // Holidays
    ("Shops shut on Christmas Eve 2021.", "Christmas Eve 2021", "DATE", "2021-12-24", "2021-12-24"),
    ("Shops shut on Good Friday 2021.", "Good Friday 2021", "DATE", "2021-04-02", "2021-04-02"),
    // Times of day
    ("Shots were heard at 10:30 p.m. Tuesday.", "10:30 p.m. Tuesday", "TIME", "2022-04-05T22:30", "2022-04-05"),
    ("Shots were heard last night.", "last night", "TIME", "2022-04-06TNI", "2022-04-06"),
    // Lengths and repetitions
    ("It was the first visit in the last 23 years.", "the last 23 years", "DURATION", "P23Y", "-"),
    ("A two-day strike began.", "two-day", "DURATION", "P2D", "-"),
    ("The trip takes 2 1/2 hours.", "2 1/2 hours", "DURATION", "PT2H30M", "-"),
    ("It took several months.", "several months", "DURATION", "PXM", "-"),
    ("They march every Friday.", "every Friday", "SET", "XXXX-WXX-5", "-"),
    ("He briefs the press daily.", "daily", "SET", "P1D", "-"),
    // Words for now and then
    ("They are now neighbours.", "now", "DATE", "PRESENT_REF", "-"),
];

#[test]
fn expressions_of_news_are_laid_on_the_calendar() {
    for (text, words, kind, value, days) in NEWS {
        let found = times(text, "2022-04-07");
        let [time] = &found[..] else { panic!("one expression in {text:?}, found {found:?}") };
        assert_eq!(time.span.of(text), *words, "extent in {text:?}");
        assert_eq!(time.value, *value, "value in {text:?}");
        let expected = match *kind {
            "TIME" => TimeKind::Time,
            "DURATION" => TimeKind::Duration,
            "SET" => TimeKind::Set,
            _ => TimeKind::Date,
        };
        assert_eq!(time.kind, expected, "type in {text:?}");
        let laid =
            time.days.map_or(
                "-".to_owned(),
                |(first, last)| {
                    if first == last { first.to_string() } else { format!("{first} {last}") }
                },
            );
        assert_eq!(laid, *days, "days in {text:?}");
    }
}

#[test]
fn days_that_the_calendar_lacks_are_no_dates() {
    for text in ["The bill is due on February 30.", "It was sent on 31 April 2020.", "It is due on February 29, 2021."]
    {
        assert!(times(text, "2022-04-07").is_empty(), "{text}");
    }
}

#[test]
fn everyday_words_are_no_dates() {
    for text in [
        "You may march with us.",
        "The second man sat down in the sun.",
        "A six-year-old was found.",
        "It cost $1990.",
        "An A350 flew past.",
        "The fall of the town came soon.",
    ] {
        assert!(times(text, "2022-04-07").is_empty(), "{text}: {:?}", times(text, "2022-04-07"));
    }
}

#[test]
fn without_a_day_of_writing_nothing_is_guessed() {
    let values = |text| times(text, "").into_iter().map(|t| t.value).collect::<Vec<_>>();
    assert_eq!(values("They met on Tuesday."), ["XXXX-WXX-2"]);
    assert_eq!(values("They met on March 15."), ["XXXX-03-15"]);
    assert_eq!(values("They met last week."), ["PAST_REF"]);
    assert_eq!(values("They met on March 15, 2004. They met again two days later."), ["2004-03-15", "2004-03-17"]);
}

#[test]
fn a_year_earlier_hangs_on_the_time_spoken_of() {
    let values = |text| times(text, "2022-04-07").into_iter().map(|t| t.value).collect::<Vec<_>>();
    assert_eq!(values("Exports rose in the third quarter of 2019 from a year earlier."), ["2019-Q3", "2018-Q3"]);
    assert_eq!(values("In April and June 1955 the sects were fought."), ["1955-04", "1955-06"]);
    assert_eq!(values("The army had struck in 480 BC."), ["BC0480"]);
}

/// Words that time expressions are made of, to be thrown together.
fn pieces() -> impl Strategy<Value = String> {
    let words = [
        "May",
        "march",
        "Feb.",
        "30",
        "31",
        "2022",
        "9999",
        "0001",
        "999999999",
        "BC",
        "the",
        "last",
        "next",
        "year",
        "years",
        "ago",
        "later",
        "million",
        "thousand",
        "hundred",
        "twenty",
        "-",
        "/",
        ":",
        "59",
        "p.m.",
        "Friday",
        "every",
        "quarter",
        "centuries",
        "decade",
        "'",
        "s",
        "of",
        "first",
        "and",
        "a",
        "half",
        "Easter",
        "today",
        "before",
        "after",
        "this",
        "in",
        "millennium",
        "a year earlier",
        "1/0",
        "12/31/9999",
        "the day",
        "\n",
        "€",
        "’",
        "weekend",
        "summer",
        "Q4",
        "80s",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..24).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn whatever_the_text_says_days_stay_in_the_calendar(
        text in prop_oneof![pieces(), "\\PC{0,80}"],
        written in prop_oneof!["0001-01-0[1-9]", "9999-12-[23]1", "20[0-2][0-9]-02-2[0-8]", ""],
    ) {
        let found = times(&text, &written);
        for time in &found {
            if let Some((first, last)) = time.days {
                prop_assert!(first <= last && first.year() >= 1, "{time:?}");
            }
            prop_assert!(!time.span.of(&text).is_empty());
        }
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
    }
}
