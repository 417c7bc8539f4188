//! Words as linking compares them: without case, endings and the accidents of transliteration.

use std::borrow::Cow;

/// A word of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) text: &'t str,
    /// The same in lower case.
    lower: Cow<'t, str>,
    /// First byte of it.
    pub(super) start: usize,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is_capital(&self) -> bool {
        without_article(self.text).chars().next().is_some_and(char::is_uppercase)
    }

    pub(super) fn lower(&self) -> &str {
        &self.lower
    }
}

/// The words of `text`, whose first byte is number `start` of the whole.
pub(super) fn tokens(text: &str, start: usize) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut begin = None;
    let mut close = |begin: &mut Option<usize>, end: usize| {
        if let Some(at) = begin.take() {
            let word = text[at..end].trim_end_matches([',', '.', '-', '\'']);
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
            if !word.is_empty() {
                found.push(Token { text: word, lower: lower(word), start: start + at });
            }
        }
    };
    for (at, c) in text.char_indices() {
        let inside = c.is_alphanumeric() || (begin.is_some() && matches!(c, ',' | '.' | '-' | '\'' | '\u{2019}'));
        // A comma or dot stays only between digits, so that `1,200` and `3.5` are one word.
        let stays = !matches!(c, ',' | '.') || {
            let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            digit(text[..at].chars().next_back()) && digit(text[at + c.len_utf8()..].chars().next())
        };
        if inside && stays {
            begin.get_or_insert(at);
        } else {
            close(&mut begin, at);
        }
    }
    close(&mut begin, text.len());
    found
}

fn lower(word: &str) -> Cow<'_, str> {
    let plain = word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
    if plain { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
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
    use super::{skeleton, stem, tokens};

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
    fn endings_go_and_the_stem_stays() {
        assert_eq!(stem("targeted"), stem("targeting"));
        assert_eq!(stem("houses"), stem("house"));
        assert_eq!(stem("press"), "press");
    }
}
