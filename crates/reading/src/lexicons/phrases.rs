//! Phrases found in a text: names and set expressions of one or more words, the longest first.
//!
//! Entries are compared with the text itself, not with tokens, and have to begin and end where tokens do.
//! So an entry is written as people write it (`al-Qaeda`, `U.S.`) and still matches when the tokenizer
//! parts it at hyphens. Hyphens and blanks count as the same, and so do letters with and without accents.

use crate::Context;
use rustc_hash::FxHashMap;
use sayso_language::Tokens;

/// Whether capitals matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Names: `US` is not `us`. A text in capitals throughout (`IRAN`) still matches from four letters on.
    Exact,
    /// Common words.
    Folded,
}

/// A set of phrases with something known of each.
#[derive(Clone, Debug)]
pub(crate) struct Phrases<V> {
    /// By first word, longest first, equal ones side by side.
    entries: Vec<(&'static str, V)>,
    /// For the hash of a first word, its entries.
    begins: FxHashMap<u64, (u32, u32)>,
    case: Case,
}

impl<V: Clone> Phrases<V> {
    /// An index over `entries`; values of equal phrases keep their order.
    pub(crate) fn new(entries: Vec<(&'static str, V)>, case: Case) -> Self {
        let mut keyed: Vec<(u64, &'static str, V)> =
            entries.into_iter().map(|(phrase, value)| (first_word(phrase), phrase, value)).collect();
        keyed.sort_by(|a, b| (a.0, b.1.len(), a.1).cmp(&(b.0, a.1.len(), b.1)));
        let mut begins: FxHashMap<u64, (u32, u32)> = FxHashMap::default();
        begins.reserve(keyed.len() / 2);
        for (at, (key, ..)) in (0_u32..).zip(&keyed) {
            begins.entry(*key).or_insert((at, at)).1 = at + 1;
        }
        Self { entries: keyed.into_iter().map(|(_, phrase, value)| (phrase, value)).collect(), begins, case }
    }

    /// The longest phrase that begins with token `at`: its tokens, and all that is known of it.
    pub(crate) fn longest(&self, context: &Context, at: u32) -> Option<(Tokens, &[(&'static str, V)])> {
        let text = &context.document.text;
        let tokens = context.analysis.tokens();
        let start = tokens.get(at as usize)?.span.start as usize;
        let rest = text.get(start..)?;
        let (from, to) = *self.begins.get(&first_word(rest))?;
        let candidates = self.entries.get(from as usize..to as usize)?;
        let mut known_not = "";
        for (number, (phrase, _)) in candidates.iter().enumerate() {
            if *phrase == known_not {
                continue;
            }
            if let Some(length) = matched(phrase, rest, self.case)
                && let Some(last) = ends_at(context, at, start + length)
            {
                let equal = candidates.iter().skip(number).take_while(|(other, _)| other == phrase).count();
                return Some((Tokens::new(at, last + 1), &candidates[number..number + equal]));
            }
            known_not = phrase;
        }
        None
    }

    /// What is known of exactly `phrase`.
    #[cfg(test)]
    pub(crate) fn get(&self, phrase: &str) -> Option<&V> {
        let (from, to) = *self.begins.get(&first_word(phrase))?;
        let candidates = self.entries.get(from as usize..to as usize)?;
        candidates.iter().find(|(entry, _)| matched(entry, phrase, self.case) == Some(phrase.len())).map(|(_, v)| v)
    }
}

/// The token from `at` on that ends at byte `end`.
fn ends_at(context: &Context, at: u32, end: usize) -> Option<u32> {
    let tokens = context.analysis.tokens().get(at as usize..)?;
    let past = tokens.iter().take_while(|t| (t.span.end as usize) < end).count();
    let found = tokens.get(past)?;
    (found.span.end as usize == end).then(|| at + u32::try_from(past).unwrap_or(u32::MAX))
}

/// How many bytes of the begin of `text` are `phrase`.
fn matched(phrase: &str, text: &str, case: Case) -> Option<usize> {
    let mut said = text.char_indices().peekable();
    let (mut same, mut capitals) = (true, true);
    for wanted in phrase.chars() {
        let (_, found) = said.next()?;
        if wanted == found {
            capitals &= !found.is_lowercase();
            continue;
        }
        if is_gap(wanted) {
            if !is_gap(found) {
                return None;
            }
            while said.next_if(|(_, c)| *c == ' ' || *c == '\u{a0}').is_some() {}
            continue;
        }
        if is_apostrophe(wanted) && is_apostrophe(found) {
            continue;
        }
        if wanted.is_ascii() && found.is_ascii() && !wanted.eq_ignore_ascii_case(&found) {
            return None;
        }
        let (wanted, found) = (plain(wanted), plain(found));
        if wanted != found {
            if wanted.to_lowercase().ne(found.to_lowercase()) {
                return None;
            }
            same = false;
        }
        capitals &= !found.is_lowercase();
    }
    let length = said.next().map_or(text.len(), |(at, _)| at);
    (same || case == Case::Folded || (capitals && length >= 4)).then_some(length)
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '-' | '\u{a0}' | '\u{2010}' | '\u{2011}' | '\u{2013}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' | '`')
}

/// A number for the first run of letters and digits, whatever its case and accents.
pub(super) fn first_word(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64; // FNV-1a
    let ascii = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        for byte in text.bytes().take(ascii) {
            hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
        }
        return hash;
    }
    for c in text.chars().take_while(|c| c.is_alphanumeric()) {
        for lower in plain(c).to_lowercase() {
            hash = (hash ^ u64::from(u32::from(lower))).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// The letter without its accent; other characters as they are.
pub(crate) fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ā' | 'Ă' | 'Ą' => 'A',
        'ç' | 'ć' | 'č' | 'ĉ' => 'c',
        'Ç' | 'Ć' | 'Č' | 'Ĉ' => 'C',
        'ď' | 'đ' => 'd',
        'Ď' | 'Đ' => 'D',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ė' | 'Ę' | 'Ě' => 'E',
        'ĝ' | 'ğ' | 'ġ' => 'g',
        'Ğ' | 'Ġ' => 'G',
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => 'i',
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ī' | 'İ' => 'I',
        'ķ' => 'k',
        'ł' | 'ľ' | 'ļ' => 'l',
        'Ł' | 'Ľ' => 'L',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'Ñ' | 'Ń' | 'Ň' => 'N',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'Ő' => 'O',
        'ŕ' | 'ř' => 'r',
        'Ř' => 'R',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'Ś' | 'Ş' | 'Š' | 'Ș' => 'S',
        'ţ' | 'ť' | 'ț' => 't',
        'Ţ' | 'Ť' | 'Ț' => 'T',
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'Ù' | 'Ú' | 'Û' | 'Ü' | 'Ū' | 'Ů' => 'U',
        'ý' | 'ÿ' => 'y',
        'Ý' => 'Y',
        'ź' | 'ż' | 'ž' => 'z',
        'Ź' | 'Ż' | 'Ž' => 'Z',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, first_word, matched};

    #[test]
    fn names_keep_their_capitals_unless_all_is_capitals() {
        assert_eq!(matched("US", "us all", Case::Exact), None);
        assert_eq!(matched("US", "US troops", Case::Exact), Some(2));
        assert_eq!(matched("Iran", "IRAN SAYS", Case::Exact), Some(4));
        assert_eq!(matched("Chad", "chad", Case::Exact), None);
        assert_eq!(matched("prime minister", "Prime Minister", Case::Folded), Some(14));
    }

    #[test]
    fn hyphens_blanks_and_accents_do_not_matter() {
        assert_eq!(matched("al Qaeda", "al-Qaeda fighters", Case::Exact), Some(8));
        assert_eq!(matched("Erdogan", "Erdoğan said", Case::Exact), Some("Erdoğan".len()));
        assert_eq!(first_word("Erdoğan"), first_word("ERDOGAN said"));
    }
}
