//! Text to tokens: blanks, punctuation, apostrophes, and where a word begins.
//!
//! The conventions were read off the English Web Treebank and GUM; `words.rs` has those for words.

use super::characters::{Class, class_at, class_before};
use super::tables::{Kinds, Words};
use super::{Gap, Segmented};
use sayso_record::Span;

/// The tokenizer at work.
pub(super) struct Cutter<'t, 'o> {
    pub(super) text: &'t str,
    pub(super) words: &'t Words,
    out: &'o mut Segmented,
    gap: Gap,
}

/// Cuts `text` into tokens.
pub(super) fn cut(text: &str, words: &Words, out: &mut Segmented) {
    out.tokens.clear();
    out.gaps.clear();
    out.sentences.clear();
    let mut cutter = Cutter { text, words, out, gap: Gap::PARAGRAPH };
    let mut at = 0;
    loop {
        let (class, len) = class_at(text, at);
        at = match class {
            Class::End => return,
            Class::Blank => {
                if cutter.gap == Gap::NONE {
                    cutter.gap = Gap::SPACE;
                }
                at + len
            }
            Class::Newline => cutter.newline(at, len),
            Class::Upper | Class::Letter | Class::Digit | Class::Mark => cutter.word(at),
            Class::Apostrophe => cutter.apostrophe(at, len),
            Class::Hyphen | Class::Symbol => cutter.symbol(at, len),
        };
    }
}

impl Cutter<'_, '_> {
    /// Puts out the token `start..end`.
    pub(super) fn emit(&mut self, start: usize, end: usize) {
        // The text is shorter than 4 GiB, so its offsets fit.
        self.out.tokens.push(Span::new(start as u32, end as u32));
        self.out.gaps.push(self.gap);
        self.gap = Gap::NONE;
    }

    /// The byte at `at`; 0 outside the text.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The bytes `start..end`.
    pub(super) fn bytes(&self, start: usize, end: usize) -> &[u8] {
        self.text.as_bytes().get(start..end).unwrap_or_default()
    }

    pub(super) fn class(&self, at: usize) -> Class {
        class_at(self.text, at).0
    }

    /// The last token but `back` and what stands before it, if it is on the same line.
    pub(super) fn before(&self) -> Option<&str> {
        if self.gap.line() {
            return None;
        }
        self.out.tokens.last().map(|span| span.of(self.text))
    }

    fn blank_before(&self) -> bool {
        self.gap.blank() || self.before() == Some("(")
    }

    /// Where the run of letters, digits and marks from `at` on ends.
    pub(super) fn run(&self, mut at: usize) -> usize {
        loop {
            let (class, len) = class_at(self.text, at);
            if !class.in_word() {
                return at;
            }
            at += len;
        }
    }

    fn newline(&mut self, at: usize, len: usize) -> usize {
        let windows = self.byte(at) == b'\r' && self.byte(at + 1) == b'\n';
        self.gap = if self.gap.line() { Gap::PARAGRAPH } else { Gap::LINE };
        at + if windows { 2 } else { len }
    }

    /// Where the clitic that begins with the apostrophe at `at` ends, if one does: `'s`, `'ll`.
    pub(super) fn clitic(&self, at: usize, len: usize) -> Option<usize> {
        let tail = at + len;
        let two = [self.byte(tail) | 0x20, self.byte(tail + 1) | 0x20];
        let end = match two {
            [b'l', b'l'] | [b'r' | b'v', b'e'] => tail + 2,
            [b's' | b'm' | b'd', _] => tail + 1,
            _ => return None,
        };
        (!self.class(end).in_word()).then_some(end)
    }

    /// An apostrophe or single quotation mark that no word before it has claimed.
    fn apostrophe(&mut self, at: usize, len: usize) -> usize {
        let free = !class_before(self.text, at).in_word();
        let opening = self.bytes(at, at + len) == "‘".as_bytes();
        let doubled = class_at(self.text, at + len);
        let end =
            if self.byte(at) == b'\'' && self.byte(at + 1) == b'\'' || doubled == (Class::Apostrophe, 3) && len == 3 {
                at + len + doubled.1
            } else if free {
                self.elided(at, len).or_else(|| if opening { None } else { self.clitic(at, len) }).unwrap_or(at + len)
            } else {
                self.clitic(at, len).unwrap_or(at + len)
            };
        self.emit(at, end);
        end
    }

    /// The end of a word whose first letters or digits an apostrophe stands for: `'em`, `'90s`.
    fn elided(&self, at: usize, len: usize) -> Option<usize> {
        let end = self.run(at + len);
        match self.bytes(at + len, end) {
            [a, b] | [a, b, b's'] if a.is_ascii_digit() && b.is_ascii_digit() => Some(end),
            _ if self.words.lower(self.bytes(at, end)).is(Kinds::ELISION) => Some(end),
            _ => None,
        }
    }

    /// A punctuation mark or symbol; some come in runs that are one token.
    fn symbol(&mut self, at: usize, len: usize) -> usize {
        let end = match self.byte(at) {
            b'.' if self.class(at + 1) == Class::Digit && !class_before(self.text, at).in_word() => {
                return self.word_from(at, at + 1);
            }
            // `.FTSE`: an index on the stock exchange.
            b'.' if self.class(at + 1) == Class::Upper
                && self.class(at + 2) == Class::Upper
                && !class_before(self.text, at).in_word()
                && self.blank_before() =>
            {
                return self.word_from(at, at + 1);
            }
            b'!' | b'?' => self.run_of(at, |byte| matches!(byte, b'!' | b'?')),
            b'[' if self.bytes(at, at + 5) == b"[...]" => at + 5,
            b'`' => at + if self.byte(at + 1) == b'`' { 2 } else { 1 },
            b'@' | b'#' if self.class(at + 1).letter() && !class_before(self.text, at).in_word() => {
                return self.word_from(at, at + 1);
            }
            b':' | b';' => self.emoticon(at).unwrap_or(at + len),
            byte @ (b'.' | b'-' | b'*' | b'=' | b'_' | b'~' | b'+' | b'<' | b'>' | b'|' | b'#') => {
                self.run_of(at, |next| next == byte)
            }
            0..=0x7f => at + 1,
            _ => self.wide_symbol(at, len),
        };
        self.emit(at, end);
        end
    }

    fn run_of(&self, at: usize, same: impl Fn(u8) -> bool) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| same(**byte)).count()
    }

    /// `:)`, `;-(` where blanks stand around it.
    fn emoticon(&self, at: usize) -> Option<usize> {
        let mouth = at + if self.byte(at + 1) == b'-' { 2 } else { 1 };
        let face = matches!(self.byte(mouth), b')' | b'(' | b'D' | b'P' | b'p')
            && self.class(mouth + 1).blank()
            && class_before(self.text, at).blank();
        face.then_some(mouth + 1)
    }

    /// Dashes and dots of one kind come together; emoji with the marks and joined signs that follow.
    fn wide_symbol(&self, at: usize, len: usize) -> usize {
        let first = self.bytes(at, at + len);
        let repeats = first == "…".as_bytes() || first == "–".as_bytes() || first == "—".as_bytes();
        let mut end = at + len;
        loop {
            let (class, next) = class_at(self.text, end);
            let joined = self.bytes(end, end + next) == "\u{200d}".as_bytes();
            match class {
                Class::Mark if joined => end += next + class_at(self.text, end + next).1,
                Class::Mark => end += next,
                Class::Symbol if repeats && self.bytes(end, end + next) == first => end += next,
                _ => return end,
            }
        }
    }
}
