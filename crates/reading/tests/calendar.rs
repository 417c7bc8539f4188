//! Whatever a text says, no date on record leaves the calendar, and nothing panics.

use proptest::prelude::*;
use sayso_language::Language;
use sayso_reading::Lexicons;
use sayso_record::Document;
use std::sync::OnceLock;

fn room() -> &'static (Language, Lexicons) {
    static ROOM: OnceLock<(Language, Lexicons)> = OnceLock::new();
    ROOM.get_or_init(|| {
        let language = Language::english().expect("the build carries its models");
        (language, Lexicons::english().expect("the build carries its lexicons"))
    })
}

/// Words that dates, and clauses around them, are made of.
fn news() -> impl Strategy<Value = String> {
    let words = [
        "Russia",
        "the minister",
        "said",
        "visited",
        "will attack",
        "had met",
        "Moscow",
        "on",
        "in",
        "the day when",
        "hours after",
        "two weeks before",
        "9999 days after",
        "a million years later",
        "the talks",
        ",",
        ".",
        "and",
        "that",
        "December 31, 9999",
        "January 1, 0001",
        "the next day",
        "last century",
        "Friday",
        "10000 BC",
        "February 30",
        "a year earlier",
        "\"",
        "“",
        "”",
        "he",
        "1999-13-40",
        "23-24 May",
        "tomorrow",
        "since",
        "until",
        "the weekend",
        "the quarter ended Sept. 31",
        "yesterday",
        "early next millennium",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 0..28).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn dates_on_record_stay_in_the_calendar(
        text in prop_oneof![news(), "\\PC{0,60}"],
        written in prop_oneof!["0001-01-0[1-9]", "9999-12-[23]1", "20[0-2][0-9]-02-2[0-8]", ""],
    ) {
        let (language, lexicons) = room();
        let document = Document { text, date: written.parse().ok(), ..Document::default() };
        let analysis = language.analyze(&document.text);
        let record = sayso_reading::read(&document, &analysis, lexicons);
        let times = record.times.iter().map(|t| (t.begin, t.end));
        let statements = record.statements.iter().filter_map(|s| s.time.as_ref()).map(|t| (t.begin, t.end));
        let events = record.events.iter().map(|e| (e.time.begin, e.time.end));
        for (begin, end) in times.chain(statements).chain(events) {
            prop_assert_eq!(begin.is_some(), end.is_some());
            if let (Some(begin), Some(end)) = (begin, end) {
                prop_assert!(begin <= end && begin.year() >= 1, "{begin} to {end} in {:?}", document.text);
            }
        }
    }
}
