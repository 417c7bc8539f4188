//! Line breaks that end no paragraph: text that was wrapped at some width.

use super::characters::{Class, class_at};
use super::{Gap, Segmented};

/// No line longer than this in wrapped text.
const WIDEST: usize = 120;
/// A shorter line was not broken for lack of room.
const NARROWEST: usize = 40;

/// The lines of a text between tokens.
#[derive(Default)]
struct Lines {
    breaks: usize,
    /// Breaks with a small letter after them, in the middle of a sentence.
    running: usize,
    longest: usize,
}

/// Turns the breaks of wrapped lines into spaces.
///
/// In a text whose lines are all short and often break before a small letter, a break is one of wrapping where
/// the next word would not have fitted on the line. Elsewhere only a long line that breaks off without
/// a final mark before a small letter is taken for wrapped.
pub(super) fn join_wrapped_lines(text: &str, out: &mut Segmented) {
    let mut lines = Lines::default();
    each_break(text, out, |_, length, _, running| {
        lines.breaks += 1;
        lines.running += usize::from(running);
        lines.longest = lines.longest.max(length);
        false
    });
    if lines.running == 0 {
        return;
    }
    let wrapped = lines.longest <= WIDEST && lines.longest >= NARROWEST && lines.running * 5 >= lines.breaks;
    each_break(text, out, |indented, length, word, running| {
        let full = wrapped && !indented && length + word + 1 > lines.longest;
        full || (running && length >= NARROWEST)
    });
}

/// Shows each single line break to `soft`: whether the next line is indented, the length of the line before, that
/// of the word after, and whether a sentence seems to run on. Where `soft` agrees the break becomes a space.
fn each_break(text: &str, out: &mut Segmented, mut soft: impl FnMut(bool, usize, usize, bool) -> bool) {
    let Segmented { tokens, gaps, .. } = out;
    let mut line = 0;
    let mut before = None;
    for (span, gap) in tokens.iter().zip(gaps.iter_mut()) {
        let start = span.start as usize;
        if let (true, Some(end)) = (gap.line(), before) {
            let length = usize::saturating_sub(end, line);
            let open =
                !text.get(..end).unwrap_or("").ends_with(['.', '!', '?', ':', '"', '”', '’', '\'', ')', ']', '…']);
            let running = open && class_at(text, start).0 == Class::Letter;
            let indented = text.get(..start).unwrap_or("").ends_with(['\t', ' ']);
            line = start;
            if !gap.paragraph() && soft(indented, length, span.len() as usize, running) {
                *gap = Gap::SPACE;
            }
        }
        before = Some(span.end as usize);
    }
}
