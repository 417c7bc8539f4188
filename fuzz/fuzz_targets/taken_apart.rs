//! What every target of intake checks: it ends, panics at nothing, keeps its limits, and explains what it could not read.

use sayso_intake::{Options, Source, articles};

pub fn taken_apart(input: &[u8]) {
    let options = Options { max_document: 1 << 16, ..Options::default() };
    for article in articles(Source::stream("fuzz", input), &options) {
        match article {
            Ok(article) => assert!(article.document.text.len() <= options.max_document),
            Err(error) => assert!(!error.to_string().is_empty() && !error.problem.remedy().is_empty()),
        }
    }
}
