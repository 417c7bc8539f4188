//! Which charset of one byte a letter makes words of bytes.
//!
//! `chardetng` weighs pairs of letters, but knows no charset that browsers never had to guess, and takes the two pounds
//! in an English page for Polish capitals. What is asked here is simpler: are the letters those of one language, the
//! frequent ones among them, and do capitals and signs stand where capitals and signs stand?

use crate::codepage::Charset;
use encoding_rs::{
    Encoding, IBM866, ISO_8859_2, ISO_8859_5, ISO_8859_7, KOI8_U, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1257, X_MAC_CYRILLIC,
};
use std::collections::HashMap;
use std::sync::LazyLock;
use yore::code_pages::{CP437, CP850, CP852, CP855};

/// Bytes that are looked at: words with letters beyond ASCII in them.
const LOOKED_AT: usize = 8192;

/// How much a letter is worth that its language hardly uses; the most frequent one is worth 1.
const RAREST: f32 = 0.4;

/// Languages: for each letter, what it is worth.
static LANGUAGES: LazyLock<Vec<HashMap<char, f32>>> = LazyLock::new(|| {
    let rows = include_str!("alphabets.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|row| row.split_once('\t'))
        .map(|(_, letters)| {
            let count = letters.chars().count().max(1) as f32;
            letters.chars().zip(0u16..).map(|(c, rank)| (c, 1.0 - (1.0 - RAREST) * f32::from(rank) / count)).collect()
        })
        .collect()
});

/// Charsets whose letters we know; what is guessed outside of them is let stand.
const KNOWN: [&Encoding; 14] = [
    WINDOWS_1252,
    WINDOWS_1250,
    ISO_8859_2,
    WINDOWS_1254,
    WINDOWS_1257,
    WINDOWS_1253,
    ISO_8859_7,
    WINDOWS_1251,
    KOI8_U,
    encoding_rs::KOI8_R,
    IBM866,
    ISO_8859_5,
    X_MAC_CYRILLIC,
    MACINTOSH,
];

/// The charset that makes words of `bytes`: `first`, unless another one clearly does it better.
pub(crate) fn better(first: Charset, bytes: &[u8]) -> Charset {
    if matches!(first, Charset::Web(_)) && !KNOWN.iter().any(|known| first.is(known)) {
        return first;
    }
    let sample = sample(bytes);
    let (of_first, count) = worth(&first, &sample);
    // A letter or two may be anything in some charset or other; those of DOS and of old Macs need more to be thought of.
    let usual = KNOWN.iter().map(|encoding| (Charset::Web(encoding), if *encoding == MACINTOSH { 2.0 } else { 0.5 }));
    let dos = [Charset::Dos(&CP855), Charset::Dos(&CP852), Charset::Dos(&CP850), Charset::Dos(&CP437)];
    let (mut best, mut most) = (first, of_first);
    // The first of equals stays, so that the usual charset is named before the unusual one.
    for (other, doubt) in usual.chain(dos.map(|page| (page, 2.0))) {
        let (worth, _) = worth(&other, &sample);
        let clearly = worth > 0.3 * count && worth - doubt > of_first + 0.03 * count;
        if clearly && worth - doubt > most {
            (best, most) = (other, worth - doubt);
        }
    }
    best
}

/// The words that have letters beyond ASCII, with what stands before and behind them.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| !b.is_ascii())) {
        let found = at + found;
        let letter = |b: &u8| !b.is_ascii() || b.is_ascii_alphanumeric();
        let begin = bytes[at..found].iter().rposition(|b| !letter(b)).map_or(at, |before| at + before);
        let end = bytes[found..].iter().position(|b| !letter(b)).map_or(bytes.len(), |end| found + end + 1);
        sample.extend_from_slice(&bytes[begin..end]);
        sample.push(b' ');
        at = end;
        if sample.len() > LOOKED_AT {
            break;
        }
    }
    sample.truncate(2 * LOOKED_AT);
    sample
}

/// How much the sample is worth in a charset, and how many letters and signs beyond ASCII it has.
fn worth(charset: &Charset, sample: &[u8]) -> (f32, f32) {
    let (text, _) = charset.decode(sample);
    let mut letters: HashMap<char, f32> = HashMap::new();
    let (mut signs, mut count) = (0.0f32, 0.0f32);
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let behind = rest.peek().copied().unwrap_or(' ');
        if !c.is_ascii() {
            count += 1.0;
            if c.is_alphabetic() && script(c) != Script::None {
                *letters.entry(c.to_lowercase().next().unwrap_or(c)).or_default() += 1.0;
                signs -= oddity(before, c, behind);
            } else {
                signs += sign(before, c, behind);
            }
        }
        before = c;
    }
    let in_language = |language: &HashMap<char, f32>| -> f32 {
        // Floats are summed in the order of the letters, since sums must not depend on the order of hashes.
        let mut sums: Vec<(char, f32)> =
            letters.iter().map(|(c, n)| (*c, n * language.get(c).unwrap_or(&-1.0))).collect();
        sums.sort_by_key(|(c, _)| *c);
        sums.iter().map(|(_, sum)| sum).sum()
    };
    let best = LANGUAGES.iter().map(in_language).fold(f32::MIN, f32::max);
    (best + signs, count)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    None,
    Latin,
    Greek,
    Cyrillic,
}

fn script(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | 'À'..='ɏ' => Script::Latin,
        'Ͱ'..='Ͽ' => Script::Greek,
        'Ѐ'..='ԯ' => Script::Cyrillic,
        _ => Script::None,
    }
}

/// What is odd about a letter between these two: a capital behind a small letter, another script, a digit.
fn oddity(before: char, c: char, behind: char) -> f32 {
    let mut odd = 0.0;
    let other = |near: char| near.is_alphabetic() && script(near) != script(c);
    if c.is_uppercase() && before.is_lowercase() {
        odd += 1.0;
    }
    if other(before) || other(behind) {
        odd += 1.0;
    }
    if before.is_ascii_digit() || behind.is_ascii_digit() {
        odd += 1.7;
    }
    odd
}

/// What a sign between these two is worth.
fn sign(before: char, c: char, behind: char) -> f32 {
    let inside = before.is_alphabetic() && behind.is_alphabetic();
    match c {
        '’' | '‘' | '\u{a0}' | '\u{ad}' | '·' | '–' | '—' => 0.5,
        '“' | '”' | '„' | '‚' | '«' | '»' | '‹' | '›' | '…' | '•' | '€' | '£' | '¥' | '¢' | '§' | '°' | '®' | '©'
        | '™' | '´' | '¿' | '¡' | '±' | '×' | '½' | '¼' | '¾' | '¹' | '²' | '³' | 'ª' | 'º' | '№' => {
            if inside {
                -1.0
            } else {
                0.4
            }
        }
        // Controls, boxes, blocks, what stands for nothing.
        _ => -1.5,
    }
}

#[cfg(test)]
mod tests {
    use crate::charset::decode;
    use encoding_rs::{ISO_8859_2, ISO_8859_5, KOI8_R, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC};
    use yore::code_pages::{CP850, CP852, CP855};

    const RUSSIAN: &str = "Министр заявил в понедельник, что порт снова открыт. Рабочие вернулись, и первые суда уже пришвартовались у причала.";
    const CZECH: &str = "Ministr v pondělí řekl, že přístav je opět otevřen. Dělníci se vrátili a první lodě už přistály u břehu, uvedla čtvrteční zpráva šéfa úřadu.";
    const FRENCH: &str = "Le ministre a déclaré lundi que le port était à nouveau ouvert; les premiers bateaux sont déjà arrivés, où l’on fête la réouverture.";

    #[test]
    fn charsets_that_nobody_declared_are_told_by_their_letters() {
        for encoding in [WINDOWS_1251, KOI8_R, ISO_8859_5, X_MAC_CYRILLIC] {
            assert_eq!(decode(&encoding.encode(RUSSIAN).0, &[]), RUSSIAN, "{}", encoding.name());
        }
        assert_eq!(decode(&CP855.encode(RUSSIAN).expect("it has the letters"), &[]), RUSSIAN);
        for encoding in [ISO_8859_2, WINDOWS_1250] {
            assert_eq!(decode(&encoding.encode(CZECH).0, &[]), CZECH, "{}", encoding.name());
        }
        assert_eq!(decode(&CP852.encode(CZECH).expect("it has the letters"), &[]), CZECH);
        let plain = FRENCH.replace('’', "'");
        assert_eq!(decode(&WINDOWS_1252.encode(FRENCH).0, &[]), FRENCH);
        assert_eq!(decode(&CP850.encode(&plain).expect("it has the letters"), &[]), plain);
    }

    #[test]
    fn a_pound_in_english_is_a_pound() {
        for text in [
            "They paid £825 for it, a £2 rise.",
            "It cost €5 – a ‘bargain’…",
            "A café in 30° heat.",
            "Señor Peña: ¿qué?",
        ] {
            let bytes = WINDOWS_1252.encode(text).0;
            for declared in [&[][..], &["iso-8859-1"], &["utf-8"]] {
                assert_eq!(decode(&bytes, declared), text, "{declared:?}");
            }
        }
    }

    #[test]
    fn a_wrong_declaration_is_overruled_by_the_letters() {
        assert_eq!(decode(&KOI8_R.encode(RUSSIAN).0, &["windows-1251"]), RUSSIAN);
        assert_eq!(decode(&WINDOWS_1251.encode(RUSSIAN).0, &["windows-1252"]), RUSSIAN);
        assert_eq!(decode(&ISO_8859_2.encode(CZECH).0, &["iso-8859-1"]), CZECH);
        // A right one stands, however few the letters are.
        assert_eq!(decode(b"Stra\xdfe", &["iso-8859-2"]), "Straße");
        assert_eq!(decode(b"\xcf\xee\xf0\xf2", &["windows-1251"]), "Порт");
    }
}
