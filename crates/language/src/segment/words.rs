//! Where a word ends: hyphens, stops, clitics, figures with their units, addresses.

use super::characters::{Class, class_at, class_before};
use super::tables::Kinds;
use super::tokens::Cutter;

/// What to do at a character that may hold two parts of a word together.
enum Joint {
    /// The word ends before it.
    Ends,
    /// It belongs to the word, this many bytes of it.
    Holds(usize),
    /// It opens or continues an address, which goes on to the next blank.
    Address,
}

impl Cutter<'_, '_> {
    /// Cuts off the word that begins at `start`; gives where it ends.
    pub(super) fn word(&mut self, start: usize) -> usize {
        self.word_from(start, start)
    }

    /// The same where the characters up to `at` are known to belong to it.
    pub(super) fn word_from(&mut self, start: usize, mut at: usize) -> usize {
        // Where the last hyphenated part and the last part between stops begin.
        let (mut part, mut segment) = (start, start);
        loop {
            at = self.run(at);
            let (class, len) = class_at(self.text, at);
            let joint = match class {
                Class::Blank | Class::Newline | Class::End => Joint::Ends,
                Class::Apostrophe => match self.apostrophe_in_word(start, part, at, len) {
                    Ok(joint) => joint,
                    Err(end) => return end,
                },
                Class::Hyphen => self.hyphen(part, at, len),
                _ => self.symbol_in_word(start, segment, at),
            };
            match joint {
                Joint::Ends => return self.close(start, part, at),
                Joint::Address => {
                    let end = self.address(at);
                    self.emit(start, end);
                    return end;
                }
                Joint::Holds(bytes) => {
                    if class == Class::Hyphen {
                        part = at + bytes;
                    }
                    segment = at + bytes;
                    at += bytes;
                }
            }
        }
    }

    /// Puts out the word `start..at`, with its full stop if it has one of its own.
    fn close(&mut self, start: usize, part: usize, at: usize) -> usize {
        let stop = self.byte(at) == b'.' && self.byte(at + 1) != b'.' && self.abbreviation(part, at);
        let dollar = self.byte(at) == b'$'
            && matches!(self.bytes(start, at), b"US" | b"A" | b"C" | b"HK" | b"NZ" | b"S" | b"AU" | b"NT");
        let end = at + usize::from(stop || dollar);
        if let Some(cut) = self.inner_cut(start, end) {
            self.emit(start, cut);
            self.emit(cut, end);
        } else {
            self.emit(start, end);
        }
        end
    }

    /// Where to cut two words written as one (`cannot`), or a figure from its unit (`5km`).
    fn inner_cut(&self, start: usize, end: usize) -> Option<usize> {
        let word = self.bytes(start, end);
        if word.first().is_some_and(u8::is_ascii_digit) {
            let figures = word.iter().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b':')).count();
            let unit = word.get(figures..)?;
            return (!unit.is_empty() && self.words.exact(unit).is(Kinds::UNIT)).then_some(start + figures);
        }
        let fused = matches!(word.len(), 5 | 6) && self.words.lower(word).is(Kinds::FUSED);
        fused.then_some(start + 3)
    }

    /// An apostrophe after part of a word. `Err` where a clitic was cut off, with its end.
    fn apostrophe_in_word(&mut self, start: usize, part: usize, at: usize, len: usize) -> Result<Joint, usize> {
        let after = self.class(at + len);
        if !after.letter() || !class_before(self.text, at).in_word() {
            return Ok(Joint::Ends);
        }
        let negated = matches!(self.byte(at.wrapping_sub(1)), b'n' | b'N')
            && matches!(self.byte(at + len), b't' | b'T')
            && !self.class(at + len + 1).in_word();
        if negated {
            if at - 1 > start {
                self.emit(start, at - 1);
            }
            let not = (at - 1).max(start);
            self.emit(not, at + len + 1);
            return Err(at + len + 1);
        }
        if let Some(end) = self.clitic(at, len) {
            if matches!(self.bytes(start, at), [.., b'0'..=b'9', b'0']) && matches!(self.byte(at + len), b's') {
                return Ok(Joint::Holds(end - at)); // the 1990's
            }
            self.close(start, part, at);
            self.emit(at, end);
            return Err(end);
        }
        Ok(if class_before(self.text, at).letter() { Joint::Holds(len) } else { Joint::Ends })
    }

    /// The treebanks split at hyphens, but keep affixes, given names of East Asia and telephone numbers whole.
    fn hyphen(&self, part: usize, at: usize, len: usize) -> Joint {
        let next = at + len;
        if !self.class(next).in_word() {
            return Joint::Ends;
        }
        let end = self.run(next);
        let (left, right) = (self.bytes(part, at), self.bytes(next, end));
        let kinds = self.words.lower(left);
        let shouting = left.len() > 1 && left.iter().all(u8::is_ascii_uppercase);
        let affix = kinds.is(Kinds::PREFIX) && (!shouting || right.iter().all(u8::is_ascii_uppercase))
            || self.words.lower(right).is(Kinds::SUFFIX)
            || self.words.lower(self.bytes(part, end)).is(Kinds::WORD);
        let given = kinds.is(Kinds::GIVEN)
            && self.words.lower(right).is(Kinds::GIVEN)
            && left.first().is_some_and(u8::is_ascii_uppercase)
            && self.before().is_some_and(|word| word.starts_with(|c: char| c.is_uppercase()));
        if affix || given || self.number(part, at, next, end) { Joint::Holds(len) } else { Joint::Ends }
    }

    /// `555-0199`, `11-20-2000`, `2001-09-11` are one number; `1939-1945` and `5-10` are two.
    fn number(&self, part: usize, at: usize, next: usize, end: usize) -> bool {
        let digits = |start, end| self.bytes(start, end).iter().all(u8::is_ascii_digit);
        if !digits(part, at) || !digits(next, end) {
            return false;
        }
        // A date's other hyphen stands before or behind.
        let third = self.byte(end) == b'-' && self.class(end + 1) == Class::Digit
            || self.byte(part.wrapping_sub(1)) == b'-' && self.class(part.wrapping_sub(2)) == Class::Digit;
        matches!((at - part, end - next), (3, 3 | 4)) || third
    }

    /// A symbol after part of a word.
    fn symbol_in_word(&self, start: usize, segment: usize, at: usize) -> Joint {
        let before = class_before(self.text, at);
        let next = self.class(at + 1);
        let between_digits = before == Class::Digit && next == Class::Digit;
        match self.byte(at) {
            b'.' if next.in_word() && self.mail(at) => Joint::Address,
            b'.' => self.stop_in_word(start, segment, at),
            b',' if between_digits && self.run(at + 1) == at + 4 => Joint::Holds(1),
            b':' if between_digits => Joint::Holds(1),
            b':' if self.bytes(at, at + 3) == b"://" => Joint::Address,
            b'/' if between_digits && at - segment < 4 => Joint::Holds(1),
            b'/' if self.host(start, at) => Joint::Address,
            b'/' if self.words.lower(self.bytes(start, self.run(at + 1))).is(Kinds::WORD) => Joint::Holds(1),
            b'&' if before == Class::Upper && next == Class::Upper && at - start <= 3 => Joint::Holds(1),
            b'_' if next.in_word() => Joint::Holds(1),
            b'@' if before.in_word() && next.in_word() => Joint::Address,
            _ => Joint::Ends,
        }
    }

    /// A full stop between two parts of a word: `3.5`, `U.S.`, `example.org`, but `war.The` is two words.
    fn stop_in_word(&self, start: usize, segment: usize, at: usize) -> Joint {
        let next = at + 1;
        let after = self.class(next);
        if !after.in_word() {
            return Joint::Ends;
        }
        let left = self.bytes(segment, at);
        let end = self.run(next);
        let right = self.bytes(next, end);
        let letters = left.iter().filter(|b| !b.is_ascii_digit()).count();
        let figures = left.last().is_some_and(u8::is_ascii_digit) && after == Class::Digit;
        let initials = letters == 1 && self.class_of_last(at).letter() && right.len() == 1 && after.letter();
        // `(GOGL.N)`, `(2651.T)`: a share and its exchange.
        let share = right.len() <= 3
            && right.iter().all(u8::is_ascii_uppercase)
            && matches!(self.byte(end), b')' | b',' | b'>')
            && matches!(self.before(), Some("(" | "<"));
        let host = self.byte(end) == b'.' && self.words.lower(self.bytes(end + 1, self.run(end + 1))).is(Kinds::DOMAIN);
        let degree = matches!((left, right), (b"Ph", b"D") | (b"M" | b"B", b"Sc"));
        let web = left == b"www"
            || (left.len() > 1 && self.words.lower(right).is(Kinds::DOMAIN) && !upper_after_lower(left, right));
        let shouting = left.len() > 1 && [left, right].iter().all(|part| part.iter().all(u8::is_ascii_uppercase));
        let inside_address =
            start < segment && self.byte(segment.wrapping_sub(1)) == b'.' && segment - start > 3 && letters > 1;
        if figures
            || share
            || (host && !upper_after_lower(left, right))
            || initials
            || degree
            || web
            || shouting
            || inside_address
        {
            Joint::Holds(1)
        } else {
            Joint::Ends
        }
    }

    fn class_of_last(&self, at: usize) -> Class {
        class_before(self.text, at)
    }

    /// Whether the name goes on to an `@`: `anna.lind@example.org`.
    fn mail(&self, at: usize) -> bool {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        rest.iter().take(48).find(|b| !name(b)) == Some(&b'@')
    }

    /// Whether `start..at` reads like the name of a host.
    fn host(&self, start: usize, at: usize) -> bool {
        let word = self.bytes(start, at);
        let last = word.rsplit(|b| *b == b'.').next().unwrap_or_default();
        last.len() < word.len() && self.words.lower(last).is(Kinds::DOMAIN)
    }

    /// Where the address that goes through `at` ends: at a blank or a quotation mark, less final punctuation.
    fn address(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        let ends =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '“' | '”' | '«' | '»');
        let address = rest.split(ends).next().unwrap_or("");
        let kept = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '’', '*', '…']);
        at + kept.len().max(1)
    }

    /// Whether the full stop at `at` belongs to the word `part..at` before it.
    fn abbreviation(&self, part: usize, at: usize) -> bool {
        let word = self.bytes(part, at);
        let next = self.next_word(at + 1);
        if word.contains(&b'.') {
            let short =
                word.split(|b| *b == b'.').all(|s| (1..=2).contains(&s.len()) && !s.iter().any(u8::is_ascii_digit));
            return short
                || word.last_chunk::<4>().is_some_and(|tail| matches!(tail, [b'0'..=b'9', b'a' | b'p', b'.', b'm']));
        }
        if let Ok(word) = std::str::from_utf8(word) {
            let mut letters = word.chars();
            if let (Some(letter), None) = (letters.next(), letters.next()) {
                return self.initial(letter, next);
            }
        }
        let kinds = self.words.abbreviation(word);
        if !kinds.abbreviation() {
            return false;
        }
        let always = Kinds::TITLE.or(Kinds::GIVEN_SHORT).or(Kinds::MONTH).or(Kinds::COMPANY).or(Kinds::ENDING);
        let after_comma = self.before() == Some(",");
        kinds.is(always)
            || kinds.is(Kinds::NUMBER.or(Kinds::DAY)) && next.class == Class::Digit
            || kinds.is(Kinds::DAY.or(Kinds::STATE)) && next.byte == b','
            || kinds.is(Kinds::STATE) && (after_comma || next.class == Class::Letter)
            || kinds.is(Kinds::OTHER)
                && (next.class != Class::End && next.class != Class::Upper
                    || word.first().is_some_and(u8::is_ascii_uppercase))
    }

    /// Whether a single letter with a stop is an initial (`J. Smith`) and not the end of a sentence (`Plan B.`).
    fn initial(&self, letter: char, next: Next) -> bool {
        let after_name = self.before().is_some_and(|word| word.starts_with(char::is_uppercase));
        match letter {
            'I' => after_name && next.class == Class::Upper,
            'A'..='Z' => {
                matches!(next.class, Class::Upper) || next.byte == b',' || (next.class == Class::Letter && after_name)
            }
            'v' => next.class == Class::Upper,
            'p' | 'c' | 'b' | 'd' | 'm' => next.class == Class::Digit,
            _ => letter.is_uppercase() && next.class == Class::Upper,
        }
    }

    /// The next character that is not blank, on this line or the next.
    fn next_word(&self, mut at: usize) -> Next {
        let mut lines = 0;
        for _ in 0..8 {
            let (class, len) = class_at(self.text, at);
            lines += usize::from(class == Class::Newline);
            if !class.blank() && lines < 2 {
                return Next { class, byte: self.byte(at) };
            }
            at += len;
        }
        Next { class: Class::End, byte: 0 }
    }
}

/// What follows a full stop.
#[derive(Clone, Copy)]
struct Next {
    class: Class,
    byte: u8,
}

/// `end.The`: a capital after a small letter begins a sentence rather than the last part of a host.
fn upper_after_lower(left: &[u8], right: &[u8]) -> bool {
    left.last().is_some_and(u8::is_ascii_lowercase) && right.first().is_some_and(u8::is_ascii_uppercase)
}
