//! Tokens to sentences.
//!
//! The tokenizer has told full stops from those of abbreviations. What remains are the marks that end most sentences
//! but not all: before small letters, in quoted questions (`“Why?” she asked`), after list numbers and abbreviations.

use super::characters::{Class, class_at};
use super::tables::{Kinds, Words};
use super::{Gap, Segmented, dateline};
use crate::{SentenceTokens, Tokens};
use sayso_record::Span;

/// What a token can do for the end of a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// `.` by itself.
    Stop,
    /// `!`, `?`, `?!`.
    Strong,
    /// `...`, `…`.
    Dots,
    /// A word with a stop of its own: `Inc.`, `U.S.`
    Abbreviation,
    /// A closing bracket or quotation mark.
    Closer,
    None,
}

/// The sentence under way.
struct Sentence<'t> {
    text: &'t str,
    words: &'t Words,
    tokens: &'t [Span],
    gaps: &'t [Gap],
    start: u32,
    /// The mark that may end it, the word before that mark (or with it), and the closers after it.
    mark: Mark,
    word: u32,
    closers: u32,
}

/// Tokens of the longest sentence. Lists, tables and texts without full stops would else be one sentence of any
/// length, and what looks at pairs of a sentence's words would take for ever.
const LONGEST: u32 = 400;

/// Divides the tokens into sentences and numbers the paragraphs.
pub(super) fn cut(text: &str, words: &Words, out: &mut Segmented) {
    let Segmented { tokens, gaps, sentences } = out;
    sentences.clear();
    let mut paragraph = 0u32;
    let mut here = Sentence { text, words, tokens, gaps, start: 0, mark: Mark::None, word: 0, closers: 0 };
    let mut behind_dateline = 0;
    for number in 0..here.len() {
        let line = here.gap(number).line();
        let whole = here.ends_before(number) || number - here.start >= LONGEST || number == behind_dateline;
        if number > here.start && (line || whole) {
            let tokens = Tokens::new(here.start, number);
            sentences.push(SentenceTokens { tokens, paragraph, root: here.start });
            here.start = number;
            here.mark = Mark::None;
            paragraph += u32::from(line);
        }
        if line {
            behind_dateline = number + here.dateline(number);
        }
        here.take(number);
    }
    if here.len() > here.start {
        sentences.push(SentenceTokens { tokens: Tokens::new(here.start, here.len()), paragraph, root: here.start });
    }
}

impl Sentence<'_> {
    fn len(&self) -> u32 {
        u32::try_from(self.tokens.len()).unwrap_or(u32::MAX)
    }

    fn form(&self, number: u32) -> &str {
        self.tokens.get(number as usize).map_or("", |span| span.of(self.text))
    }

    fn gap(&self, number: u32) -> Gap {
        self.gaps.get(number as usize).copied().unwrap_or_default()
    }

    fn class(&self, number: u32) -> Class {
        class_at(self.form(number), 0).0
    }

    /// How many tokens from here on are the dateline of a paragraph that begins here.
    fn dateline(&self, number: u32) -> u32 {
        let token = |at: usize| {
            let at = number as usize + at;
            Some((self.tokens.get(at)?.of(self.text), *self.gaps.get(at)?))
        };
        u32::try_from(dateline::length(token, |form| self.words.exact(form.as_bytes()).is(Kinds::AGENCY))).unwrap_or(0)
    }

    /// Adds token `number` to the sentence.
    fn take(&mut self, number: u32) {
        match mark_of(self.form(number), self.gap(number).blank()) {
            Mark::Closer if self.mark != Mark::None => self.closers += 1,
            // `[4]` after a stop is a note to what came before.
            Mark::None if self.mark != Mark::None && self.note(number) => self.closers += 1,
            mark => {
                self.mark = mark;
                self.closers = 0;
                let stop = matches!(mark, Mark::Stop | Mark::Strong | Mark::Dots);
                self.word = if stop { number.saturating_sub(1).max(self.start) } else { number };
            }
        }
    }

    /// Whether `[` or the figure of a note stands here.
    fn note(&self, number: u32) -> bool {
        let figure = |number| self.class(number) == Class::Digit;
        match self.form(number) {
            "[" => figure(number + 1) && self.form(number + 2) == "]",
            _ => number > 0 && self.form(number - 1) == "[" && figure(number) && self.form(number + 1) == "]",
        }
    }

    fn ends_before(&self, number: u32) -> bool {
        if matches!(self.mark, Mark::None | Mark::Closer) {
            return false;
        }
        let next = self.form(number);
        if matches!(next, "," | "." | ";" | ":" | ")" | "]" | ":)" | ":-)" | ";)" | ":(") || self.note(number) {
            return false;
        }
        let blank = self.gap(number).blank();
        if !blank && mark_of(next, false) == Mark::Closer {
            return false;
        }
        let class = self.class(number);
        let word = self.form(self.word);
        match self.mark {
            Mark::Stop => {
                // `2. The next point`
                let listed = self.word == self.start && word.bytes().all(|b| b.is_ascii_digit());
                let forgotten = class == Class::Letter && (self.closers > 0 || word.len() < 4);
                (blank || class == Class::Upper) && !forgotten && !listed
            }
            Mark::Strong if self.closers > 0 => blank && class == Class::Upper && !self.says(number),
            Mark::Strong => blank && (matches!(class, Class::Upper | Class::Digit) || opens(next)),
            Mark::Dots => class == Class::Upper && !(self.closers > 0 && self.says(number)),
            Mark::Abbreviation => {
                let stem = word.strip_suffix('.').unwrap_or(word).as_bytes();
                let kinds = self.words.abbreviation(stem);
                let never = kinds.is(Kinds::TITLE.or(Kinds::GIVEN_SHORT).or(Kinds::NUMBER)) || stem.len() == 1;
                let starts = self.words.exact(next.as_bytes()).is(Kinds::STARTER)
                    || (kinds.is(Kinds::ENDING) && class == Class::Upper);
                blank && starts && !never
            }
            Mark::Closer | Mark::None => false,
        }
    }

    /// Whether the speaker of a quoted question is named here: `“Why?” Orlova asked`.
    fn says(&self, number: u32) -> bool {
        let near = number..self.len().min(number + 4);
        near.into_iter().any(|near| self.words.lower(self.form(near).as_bytes()).is(Kinds::SPEECH))
    }
}

fn mark_of(form: &str, blank_before: bool) -> Mark {
    match form.as_bytes() {
        b"." => Mark::Stop,
        [b'!' | b'?', ..] => Mark::Strong,
        [b'.', b'.', ..] | b"[...]" => Mark::Dots,
        [.., b'.'] => Mark::Abbreviation,
        b")" | b"]" | b"}" | b"''" => Mark::Closer,
        b"\"" | b"'" if !blank_before => Mark::Closer,
        _ => match form {
            "…" => Mark::Dots,
            "”" | "’" | "»" | "’’" => Mark::Closer,
            _ => Mark::None,
        },
    }
}

fn opens(form: &str) -> bool {
    matches!(form, "\"" | "“" | "‘" | "'" | "(" | "[" | "«" | "``" | "-" | "–" | "—" | "*" | "•")
}
