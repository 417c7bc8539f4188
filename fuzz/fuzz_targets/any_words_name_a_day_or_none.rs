//! Any words are a date or none; what is found as a date is one that can be written and read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_intake::inside::day_in;
use sayso_intake::parse_date;

fuzz_target!(|words: &str| {
    for day in [parse_date(words), day_in(words)].into_iter().flatten() {
        assert_eq!(parse_date(&day.to_string()), Some(day), "{words}");
    }
});
