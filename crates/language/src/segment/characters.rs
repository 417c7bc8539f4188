//! What a character means to the tokenizer.

/// Classes of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// White space, control characters and characters without width.
    Blank,
    /// A line break.
    Newline,
    /// A capital.
    Upper,
    /// Any other letter, with or without case.
    Letter,
    /// A digit of any script.
    Digit,
    /// A combining mark, a soft hyphen, a joiner: belongs to the character before it.
    Mark,
    /// `'`, `’`, `ʼ`, and `‘`, which some write for it.
    Apostrophe,
    /// `-` and the Unicode hyphens.
    Hyphen,
    /// Everything else: punctuation, symbols, emoji.
    Symbol,
    /// The text ends here.
    End,
}

impl Class {
    /// Whether a word may be made of it.
    pub(super) fn in_word(self) -> bool {
        matches!(self, Self::Upper | Self::Letter | Self::Digit | Self::Mark)
    }

    pub(super) fn letter(self) -> bool {
        matches!(self, Self::Upper | Self::Letter)
    }

    /// Whether nothing is written there.
    pub(super) fn blank(self) -> bool {
        matches!(self, Self::Blank | Self::Newline | Self::End)
    }
}

const fn ascii_class(byte: u8) -> Class {
    match byte {
        b'\n' | b'\r' | 0x0b | 0x0c => Class::Newline,
        0..=b' ' | 0x7f => Class::Blank,
        b'A'..=b'Z' => Class::Upper,
        b'a'..=b'z' => Class::Letter,
        b'0'..=b'9' => Class::Digit,
        b'\'' => Class::Apostrophe,
        b'-' => Class::Hyphen,
        _ => Class::Symbol,
    }
}

static ASCII: [Class; 128] = {
    let mut table = [Class::Symbol; 128];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = ascii_class(byte);
        byte += 1;
    }
    table
};

/// The class of the character at `at`, which must be a character boundary, and its length in bytes.
#[inline]
pub(super) fn class_at(text: &str, at: usize) -> (Class, usize) {
    match text.as_bytes().get(at) {
        None => (Class::End, 0),
        Some(byte) => match ASCII.get(usize::from(*byte)) {
            Some(class) => (*class, 1),
            None => wide_class_at(text, at),
        },
    }
}

/// The class of the character that ends before `at`.
pub(super) fn class_before(text: &str, at: usize) -> Class {
    match text.get(..at).and_then(|t| t.chars().next_back()) {
        None => Class::End,
        Some(c) => class(c),
    }
}

#[cold]
fn wide_class_at(text: &str, at: usize) -> (Class, usize) {
    match text.get(at..).and_then(|t| t.chars().next()) {
        None => (Class::Symbol, 1),
        Some(c) => (class(c), c.len_utf8()),
    }
}

/// The class of `c`.
pub(super) fn class(c: char) -> Class {
    match c {
        '\0'..='\x7f' => ascii_class(c as u8),
        '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Newline,
        '’' | '‘' | 'ʼ' | '‛' => Class::Apostrophe,
        '‐' | '‑' => Class::Hyphen,
        // Marks that the standard library does not count as alphabetic, and joiners inside words.
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' => Class::Mark,
        '\u{64b}'..='\u{65f}' | '\u{94d}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' => Class::Mark,
        '\u{200c}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' => Class::Mark,
        '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' => Class::Mark,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' => {
            Class::Blank
        }
        _ if c.is_whitespace() || c.is_control() => Class::Blank,
        // Superscripts, fractions and circled figures (`²`, `½`) stand alone.
        _ if c.is_numeric() => match c.is_alphabetic() || is_decimal(c) {
            true => Class::Digit,
            false => Class::Symbol,
        },
        _ if c.is_uppercase() => Class::Upper,
        _ if c.is_alphabetic() && c != 'º' && c != 'ª' => Class::Letter,
        _ => Class::Symbol,
    }
}

/// Decimal digits of other scripts: full-width, Arabic, Devanagari, Bengali.
fn is_decimal(c: char) -> bool {
    matches!(c, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{966}'..='\u{96f}' | '\u{9e6}'..='\u{9ef}' | '\u{ff10}'..='\u{ff19}')
}

/// At most the first `len` bytes of `text`, cut between characters.
pub(super) fn head(text: &str, len: usize) -> &str {
    if text.len() <= len {
        return text;
    }
    let end = (0..=len).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or("")
}
