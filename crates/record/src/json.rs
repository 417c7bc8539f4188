//! Records as `sayso/1` JSON: the one place where byte spans become code points and back.

use crate::{Record, SCHEMA, Span};
use std::io::Write;

/// Why a line is no `sayso/1` record.
#[derive(Debug, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or not of the record's shape.
    #[error("not a sayso/1 record: {0}")]
    Shape(#[from] serde_json::Error),
    /// Another format or version.
    #[error("the record is of schema `{0}`; this program reads `{SCHEMA}`")]
    Schema(String),
    /// A span that ends after its text.
    #[error("span [{}, {}] lies outside the document's text of {length} code points", span.start, span.end)]
    Span {
        /// The span as it came.
        span: Span,
        /// Code points in the text.
        length: u32,
    },
}

/// Writes `record` as one line of `sayso/1`, spans in code points, with its line feed.
///
/// # Errors
/// Only those of `out`.
pub fn write(record: &Record, out: &mut impl Write) -> std::io::Result<()> {
    let text = &record.document.text;
    if text.is_ascii() {
        serde_json::to_writer(&mut *out, record)?;
    } else {
        let index = CodePoints::of(text);
        let mut record = record.clone();
        for span in record.spans_mut() {
            *span = Span::new(index.count(text, span.start), index.count(text, span.end));
        }
        serde_json::to_writer(&mut *out, &record)?;
    }
    out.write_all(b"\n")
}

/// Reads one line of `sayso/1` back into a record with byte spans.
///
/// # Errors
/// Where the line is not such a record, or a span lies outside its text.
pub fn read(line: &str) -> Result<Record, JsonError> {
    let mut record: Record = serde_json::from_str(line)?;
    if record.schema != SCHEMA {
        return Err(JsonError::Schema(record.schema));
    }
    to_bytes(&mut record)?;
    Ok(record)
}

/// Turns the spans of `record`, which count code points as in `sayso/1`, into those that count bytes.
///
/// # Errors
/// Where a span lies outside the text.
pub fn to_bytes(record: &mut Record) -> Result<(), JsonError> {
    let text = std::mem::take(&mut record.document.text);
    let mut starts: Vec<u32> = text.char_indices().map(|(at, _)| to_u32(at)).collect();
    starts.push(to_u32(text.len()));
    let length = to_u32(starts.len() - 1);
    for span in record.spans_mut() {
        let at = |point: u32| starts.get(point as usize).copied();
        match (at(span.start), at(span.end)) {
            (Some(start), Some(end)) => *span = Span::new(start, end),
            _ => return Err(JsonError::Span { span: *span, length }),
        }
    }
    record.document.text = text;
    Ok(())
}

/// Code points before every 64th byte of a text, so that a look-up counts at most 64 bytes.
#[derive(Clone, Debug)]
pub struct CodePoints(Vec<u32>);

impl CodePoints {
    const STEP: usize = 64;

    /// Counts those of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut before = 0;
        let count = |bytes: &[u8]| to_u32(bytes.iter().filter(|b| is_start(**b)).count());
        Self(
            text.as_bytes()
                .chunks(Self::STEP)
                .map(|chunk| {
                    let here = before;
                    before += count(chunk);
                    here
                })
                .collect(),
        )
    }

    /// Code points before byte number `byte` of `text`, the text that was counted.
    #[must_use]
    pub fn count(&self, text: &str, byte: u32) -> u32 {
        let byte = (byte as usize).min(text.len());
        let block = byte / Self::STEP;
        let Some(before) = self.0.get(block).or(self.0.last()) else { return 0 };
        let from = block.min(self.0.len() - 1) * Self::STEP;
        before + to_u32(text.as_bytes()[from..byte].iter().filter(|b| is_start(**b)).count())
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl Record {
    /// Every span of the record, in the order of its fields.
    pub fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        let sentences = self.sentences.iter_mut().map(|s| &mut s.span);
        let times = self.times.iter_mut().map(|t| &mut t.span);
        let actors = self.actors.iter_mut().flat_map(|a| &mut a.mentions);
        let statements = self.statements.iter_mut().flat_map(|s| {
            let addressee = s.addressee.iter_mut().flat_map(|a| &mut a.spans);
            let via = s.via.iter_mut().flat_map(|v| &mut v.spans);
            let setting = s.setting.iter_mut().flat_map(|p| &mut p.spans);
            let parts = s.source.spans.iter_mut().chain(&mut s.cue.spans).chain(&mut s.content.spans);
            parts.chain(addressee).chain(via).chain(setting)
        });
        let events = self.events.iter_mut().flat_map(|e| {
            let parties = e.source.iter_mut().chain(&mut e.target).flat_map(|p| &mut p.spans);
            let place = e.place.iter_mut().flat_map(|p| &mut p.spans);
            parties.chain(&mut e.action.spans).chain(place)
        });
        sentences.chain(times).chain(actors).chain(statements).chain(events)
    }
}
