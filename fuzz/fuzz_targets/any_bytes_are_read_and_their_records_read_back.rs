//! Any bytes at all: intake gives articles or explained errors, reading gives a record whose spans lie in
//! its text, and the record's JSON reads back as the same record.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_intake::{Options, Source, articles};
use sayso_language::Language;
use sayso_reading::Lexicons;
use sayso_record::json;
use std::sync::LazyLock;

static LANGUAGE: LazyLock<Language> = LazyLock::new(|| Language::english().expect("the build carries the models"));
static LEXICONS: LazyLock<Lexicons> = LazyLock::new(|| Lexicons::english().expect("the lexicons parse"));

fuzz_target!(|bytes: &[u8]| {
    let options = Options { max_document: 1 << 16, ..Options::default() };
    for article in articles(Source::stream("fuzz", bytes), &options) {
        let article = match article {
            Ok(article) => article,
            Err(error) => {
                assert!(!error.to_string().is_empty() && !error.problem.remedy().is_empty());
                continue;
            }
        };
        let text = &article.document.text;
        let analysis = LANGUAGE.analyze(text);
        let mut record = sayso_reading::read(&article.document, &analysis, &LEXICONS);
        record.provenance.extend(article.provenance);
        for span in record.spans_mut() {
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} cuts a character or lies outside");
        }
        let mut line = Vec::new();
        json::write(&record, &mut line).expect("memory never fails");
        let line = String::from_utf8(line).expect("JSON is UTF-8");
        assert_eq!(line.matches('\n').count(), 1, "a record is one line");
        assert_eq!(json::read(&line).expect("what is written can be read"), record);
    }
});
