//! Spans as the ledger keeps them: JSON, in code points.

use sayso_record::Span;
use sayso_record::json::CodePoints;

/// A text and its code points.
pub(super) struct Points<'t> {
    pub(super) text: &'t str,
    /// None where every byte is one.
    index: Option<CodePoints>,
}

impl<'t> Points<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self { text, index: (!text.is_ascii()).then(|| CodePoints::of(text)) }
    }

    /// Code points before byte `byte`.
    pub(super) fn at(&self, byte: u32) -> u32 {
        self.index.as_ref().map_or(byte, |index| index.count(self.text, byte))
    }

    /// `[[start, end], …]` without spaces.
    pub(super) fn json(&self, spans: &[Span]) -> String {
        let mut json = String::with_capacity(2 + spans.len() * 12);
        json.push('[');
        for (number, span) in spans.iter().enumerate() {
            json.push_str(if number > 0 { ",[" } else { "[" });
            push(&mut json, self.at(span.start));
            json.push(',');
            push(&mut json, self.at(span.end));
            json.push(']');
        }
        json.push(']');
        json
    }

    /// `[start, length, start, length, …]` without spaces.
    pub(super) fn lengths(&self, spans: &[Span]) -> String {
        let mut json = String::with_capacity(2 + spans.len() * 8);
        json.push('[');
        for (number, span) in spans.iter().enumerate() {
            let (start, end) = (self.at(span.start), self.at(span.end));
            if number > 0 {
                json.push(',');
            }
            push(&mut json, start);
            json.push(',');
            push(&mut json, end.saturating_sub(start));
        }
        json.push(']');
        json
    }

    pub(super) fn words(&self, spans: &[Span]) -> String {
        sayso_record::words(self.text, spans)
    }
}

/// Writes a number; there are many of them, and `write!` takes several times as long.
fn push(json: &mut String, number: u32) {
    json.push_str(itoa::Buffer::new().format(number));
}
