//! The words at a place in a text, on one line.

use crate::Span;

/// The words of `text` at `spans` (bytes) on one line, with ` … ` between places that are apart.
#[must_use]
pub fn words(text: &str, spans: &[Span]) -> String {
    let lengths = spans.iter().map(|span| span.of(text).len() + " … ".len());
    let mut words = String::with_capacity(lengths.sum());
    for span in spans {
        for word in span.of(text).split_whitespace() {
            words.push_str(word);
            words.push(' ');
        }
        words.push_str("… ");
    }
    words.truncate(words.trim_end_matches(['…', ' ']).len());
    words
}
