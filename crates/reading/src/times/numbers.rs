//! Numbers in words: `twenty-two`, `two hundred and ten`, `nineteen ninety-one`, `twenty-second`.

use super::classes::Class;
use super::grammar::{Grammar, Symbol};
use super::items::Piece;

/// A number of one or more words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: i32,
    /// `second`, not `two`.
    pub(crate) ordinal: bool,
    /// Said the way years are.
    pub(crate) year: bool,
    /// How many pieces it takes.
    pub(crate) pieces: usize,
}

/// The number in words that begins with the first piece.
pub(crate) fn in_words(pieces: &[Piece], grammar: &Grammar) -> Option<Number> {
    let read = |at: usize, class: Class| {
        let piece = pieces.get(at).filter(|p| at == 0 || !p.breaks)?;
        grammar.readings(piece.entry?).iter().find(|r| r.0 == class as Symbol).map(|r| r.1)
    };
    let is = |at: usize, word: &str| {
        let piece = pieces.get(at).and_then(|p| p.entry);
        piece.is_some() && grammar.entry(word).is_some_and(|w| piece.is_some_and(|p| p.same(w)))
    };
    // Below a hundred: `seven`, `seventeen`, `twenty`, `twenty-two`, `twenty-second`.
    let below_hundred = |at: usize| -> Option<(i32, bool, usize)> {
        if let Some(n) = read(at, Class::Teens).or_else(|| read(at, Class::Ones)) {
            return Some((n, false, at + 1));
        }
        let tens = read(at, Class::Tens)?;
        let next = if is(at + 1, "-") { at + 2 } else { at + 1 };
        if let Some(ones) = read(next, Class::Ones) {
            return Some((tens + ones, false, next + 1));
        }
        if let Some(ones) = read(next, Class::OrdinalWord).filter(|n| *n < 10) {
            return Some((tens + ones, true, next + 1));
        }
        Some((tens, false, at + 1))
    };
    let (mut value, ordinal, mut at) = match below_hundred(0) {
        Some(number) => number,
        None => (read(0, Class::Scale)?, false, 1),
    };
    if ordinal {
        return Some(Number { value, ordinal, year: false, pieces: at });
    }
    // `nineteen ninety-one`, `twenty ten`.
    if (13..=20).contains(&value) {
        let next = if is(at, "-") { at + 1 } else { at };
        if let Some((rest, false, end)) = below_hundred(next).filter(|n| n.0 >= 10) {
            return Some(Number { value: value * 100 + rest, ordinal: false, year: true, pieces: end });
        }
    }
    let mut year = false;
    let mut total = 0_i32;
    for _ in 0..4 {
        let Some(scale) = read(at, Class::Scale) else { break };
        at += 1;
        value = value.max(1).saturating_mul(scale);
        if scale >= 1000 {
            year |= scale == 1000 && value == 2000;
            total = total.saturating_add(value);
            value = 0;
        }
        let next = if is(at, "and") { at + 1 } else { at };
        if let Some((rest, false, end)) = below_hundred(next) {
            value = value.saturating_add(rest);
            at = end;
        }
    }
    let value = total.saturating_add(value);
    Some(Number { value, ordinal: false, year: year && value < 2100, pieces: at })
}
