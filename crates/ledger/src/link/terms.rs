//! Words as linking compares them: without case, endings and the accidents of transliteration.

use super::lexicon::{LEXICON, UNKNOWN, Word};
use std::borrow::Cow;

/// A word of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    /// The same in lower case.
    lower: Cow<'t, str>,
    /// First byte of it.
    pub(super) start: usize,
    capital: bool,
    /// Bytes of the ending that says that what it names has something: `Aleppo's`.
    ending: usize,
    /// What the tables know of it, where they were asked.
    pub(super) known: &'static Word,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Its end with `'s`.
    pub(super) fn whole_end(&self) -> usize {
        self.end() + self.ending
    }

    /// Whether what it names has something.
    pub(super) fn owns(&self) -> bool {
        self.ending > 0
    }

    pub(super) fn is_capital(&self) -> bool {
        self.capital
    }

    pub(super) fn lower(&self) -> &str {
        &self.lower
    }

    /// Whether the tables know it as that.
    pub(super) fn is(&self, what: u16) -> bool {
        self.known.is & what != 0
    }
}

/// The words of `text`, whose first byte is number `start` of the whole; `lower` is the same text, its ASCII letters in
/// lower case.
pub(super) fn tokens_of<'t>(text: &'t str, lower: &'t str, start: usize) -> Vec<Token<'t>> {
    let bytes = text.as_bytes();
    let mut found = Vec::with_capacity(bytes.len() / 5);
    let mut begin = None;
    // Behind the last letter of the word.
    let mut end = 0;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let mut width = 1;
        let inside = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                begin.get_or_insert(at);
                at += 1;
                end = at;
                continue;
            }
            b'-' | b'\'' => begin.is_some(),
            // A comma or dot stays only between digits, so that `1,200` and `3.5` are one word.
            b',' | b'.' => {
                let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
                begin.is_some() && digit(at - 1) && digit(at + 1)
            }
            0..128 => false,
            _ => text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| {
                width = c.len_utf8();
                c.is_alphanumeric() || begin.is_some() && c == '\u{2019}'
            }),
        };
        at += width;
        if inside {
            begin.get_or_insert(at - width);
            if width > 1 {
                end = at;
            }
        } else if let Some(from) = begin.take() {
            found.extend(token(text, lower, from, end, start));
        }
    }
    if let Some(from) = begin {
        found.extend(token(text, lower, from, end, start));
    }
    found
}

fn token<'t>(text: &'t str, lower: &'t str, from: usize, to: usize, start: usize) -> Option<Token<'t>> {
    let whole = &text[from..to];
    let word = match whole.as_bytes() {
        [.., b'\'', b's'] => &whole[..whole.len() - 2],
        [.., b's'] => whole.strip_suffix("\u{2019}s").unwrap_or(whole),
        _ => whole,
    };
    let first = *word.as_bytes().first()?;
    let capital = match first {
        b'b'..=b'd' | b'f'..=b'z' | b'0'..=b'9' => false,
        b'B'..=b'D' | b'F'..=b'Z' => true,
        _ => without_article(word).chars().next().is_some_and(char::is_uppercase),
    };
    let lower = match lower.get(from..from + word.len()) {
        Some(lower) if word.is_ascii() => Cow::Borrowed(lower),
        _ => Cow::Owned(word.to_lowercase()),
    };
    let ending = whole.len() - word.len();
    Some(Token { text: word, lower, start: start + from, capital, ending, known: &UNKNOWN })
}

/// Whether a word is negated by its ending.
pub(super) fn ends_in_not(word: &str) -> bool {
    word.ends_with("n't") || word.ends_with("n\u{2019}t")
}

/// Asks the tables of every word.
pub(super) fn ask(tokens: &mut [Token<'_>]) {
    for token in tokens {
        if let Some(known) = LEXICON.words.get(token.lower()) {
            token.known = known;
        }
    }
}

/// The words of a text of a test, as the tables know them.
#[cfg(test)]
pub(super) fn tokens(text: &str, start: usize) -> Vec<Token<'_>> {
    let lower: &'static str = Box::leak(text.to_ascii_lowercase().into_boxed_str());
    let mut tokens = tokens_of(text, lower, start);
    ask(&mut tokens);
    tokens
}

/// A number for a word that is the same on every machine (FNV-1a). It has 32 bits, since a ledger keeps many of them.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    let hash = wide_hash(bytes);
    (hash >> 32) ^ (hash & u64::from(u32::MAX))
}

/// The number of a block, of 47 bits: a ledger of a million documents has a hundred million of them.
pub(super) fn block(bytes: &[u8]) -> i64 {
    block_of_parts(bytes, &[])
}

/// That of one list of bytes and another behind it.
pub(super) fn block_of_parts(first: &[u8], rest: &[u8]) -> i64 {
    let hash = hash_on(wide_hash(first), rest);
    ((hash >> 17) ^ (hash & 0x1_ffff)).cast_signed()
}

/// The same with all 64 bits, where one that two words have in common would do harm.
pub(super) fn wide_hash(bytes: &[u8]) -> u64 {
    hash_on(0xcbf2_9ce4_8422_2325, bytes)
}

fn hash_on(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

/// The hash of what stays of a name.
pub(super) fn name_hash(name: &str) -> u64 {
    let mut bones = [0; 32];
    match bones_of(name, &mut bones) {
        Some(length) => hash(&bones[..length]),
        None => hash(skeleton(name).as_bytes()),
    }
}

/// The same as [`skeleton`] for a short name in ASCII: how many bytes of `bones` it takes.
fn bones_of(name: &str, bones: &mut [u8; 32]) -> Option<usize> {
    let name = without_article(name).as_bytes();
    if name.len() > bones.len() || !name.is_ascii() {
        return None;
    }
    let mut length = 0;
    let mut last = b' ';
    for (at, byte) in name.iter().map(u8::to_ascii_lowercase).enumerate() {
        let byte = match byte {
            byte if name.len() < 6 => byte,
            b'q' | b'g' | b'c' => b'k',
            b'z' => b's',
            b'w' => b'v',
            b'a' | b'e' | b'i' | b'o' | b'u' if at == 0 => b'a',
            b'a' | b'e' | b'i' | b'o' | b'u' => b'-',
            b'y' | b'h' if at > 0 => continue,
            byte => byte,
        };
        if name.len() < 6 || byte != last && byte != b'-' {
            bones[length] = byte;
            length += 1;
        }
        last = byte;
    }
    // Too little stays of it.
    (length >= 3 || name.len() < 6).then_some(length)
}

/// A word of lower case without its ending.
pub(super) fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    for (ending, least) in
        [("ings", 5), ("ing", 5), ("edly", 5), ("ies", 4), ("ied", 4), ("ed", 5), ("es", 5), ("s", 4)]
    {
        if word.len() > least
            && let Some(stem) = word.strip_suffix(ending)
            && !(ending == "s" && stem.ends_with('s'))
        {
            return stem.trim_end_matches('e');
        }
    }
    word.trim_end_matches('e')
}

/// A name without the Arabic article that newsrooms write or leave out: `al-Brega` and `Brega`.
pub(super) fn without_article(name: &str) -> &str {
    let rest = ["al-", "el-", "Al-", "El-"].iter().find_map(|article| name.strip_prefix(article));
    rest.filter(|rest| rest.len() > 2).unwrap_or(name)
}

/// What stays of a name however it is brought into Latin letters: `Younes` and `Younis`, `Gaddafi` and `Qadhafi`.
pub(super) fn skeleton(name: &str) -> String {
    let lower = without_article(name).to_lowercase();
    // Short names differ by their vowels: `Homs` and `Hamas`.
    if lower.chars().count() < 6 {
        return lower;
    }
    let mut bones = String::with_capacity(lower.len());
    let mut last = ' ';
    for (at, c) in lower.chars().enumerate() {
        let c = match c {
            'q' | 'g' | 'c' => 'k',
            'z' => 's',
            'w' => 'v',
            'a' | 'e' | 'i' | 'o' | 'u' if at == 0 => 'a',
            // Vowels are told differently, and the aspirate of `dh`, `gh`, `kh` as well.
            'a' | 'e' | 'i' | 'o' | 'u' => '-',
            'y' | 'h' if at > 0 => continue,
            c => c,
        };
        if c != last && c != '-' {
            bones.push(c);
        }
        last = c;
    }
    if bones.chars().count() < 3 { lower } else { bones }
}

#[cfg(test)]
mod tests {
    use super::{hash, name_hash, skeleton, stem, tokens};

    #[test]
    fn words_keep_their_places_and_figures_their_commas() {
        let found = tokens("Some 1,200 men, Ana's too.", 10);
        let words: Vec<_> = found.iter().map(|t| (t.text, t.start)).collect();
        assert_eq!(words, [("Some", 10), ("1,200", 15), ("men", 21), ("Ana", 26), ("too", 32)]);
    }

    #[test]
    fn a_name_is_the_same_however_it_is_spelt() {
        assert_eq!(skeleton("Gaddafi"), skeleton("Qadhafi"));
        assert_eq!(skeleton("Younes"), skeleton("Younis"));
        assert_eq!(skeleton("el-Brega"), skeleton("Brega"));
        assert_ne!(skeleton("Homs"), skeleton("Hamas"));
        assert_ne!(skeleton("Merkel"), skeleton("Macron"));
    }

    #[test]
    fn the_hash_of_a_name_is_that_of_what_stays_of_it() {
        let names =
            ["Gaddafi", "al-Brega", "Homs", "Aiayou", "O'Hara-Smythe", "Zhou", "Ng", "Çelik", "EL-AGHEILA", "Oui"];
        for name in names {
            assert_eq!(name_hash(name), hash(skeleton(name).as_bytes()), "{name}");
        }
    }

    #[test]
    fn endings_go_and_the_stem_stays() {
        assert_eq!(stem("targeted"), stem("targeting"));
        assert_eq!(stem("houses"), stem("house"));
        assert_eq!(stem("press"), "press");
    }
}
