//! Bytes to text, whatever charset they are in: declared, undeclared or wrongly declared.
//!
//! Order of trust: a byte order mark; the zeros that UTF-16 and UTF-32 leave between Latin letters; UTF-8,
//! which other text hardly ever is by chance; the declaration, where the bytes can be what it says; the
//! letter statistics of `chardetng`. Charsets of one byte a letter give way to one that clearly makes better
//! words of the bytes ([`plausible`]).

use crate::codepage::Charset;
use crate::plausible;
use encoding_rs::{UTF_8, WINDOWS_1252};
use std::borrow::Cow;
use std::io::{self, Read};

/// Charsets of two or four bytes a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wide {
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

/// Whether text that begins so is UTF-16 or UTF-32, and the length of its byte order mark.
pub(crate) fn wide(head: &[u8]) -> Option<(Wide, usize)> {
    let marks: [(&[u8], Wide); 4] = [
        (b"\xff\xfe\0\0", Wide::Utf32Le),
        (b"\0\0\xfe\xff", Wide::Utf32Be),
        (b"\xff\xfe", Wide::Utf16Le),
        (b"\xfe\xff", Wide::Utf16Be),
    ];
    if let Some((mark, wide)) = marks.into_iter().find(|(mark, _)| head.starts_with(mark)) {
        return Some((wide, mark.len()));
    }
    let head = &head[..head.len().min(1024) & !3];
    if head.len() < 8 {
        return None;
    }
    // Zeros at each place of a group of four, in shares of the groups.
    let groups = head.len() / 4;
    let zeros = |place: usize| head.iter().skip(place).step_by(4).filter(|b| **b == 0).count() * 10 / groups;
    match (zeros(0), zeros(1), zeros(2), zeros(3)) {
        (10, 9.., 3.., ..=2) => Some((Wide::Utf32Be, 0)),
        (..=2, 3.., 9.., 10) => Some((Wide::Utf32Le, 0)),
        (5.., ..=2, 5.., ..=2) => Some((Wide::Utf16Be, 0)),
        (..=2, 5.., ..=2, 5..) => Some((Wide::Utf16Le, 0)),
        _ => None,
    }
}

/// UTF-16 and UTF-32 as a stream of UTF-8.
pub(crate) struct Narrow<R> {
    pub(crate) inner: R,
    pub(crate) wide: Wide,
    /// Bytes that wait for the rest of their character.
    pending: Vec<u8>,
    ready: Vec<u8>,
    given: usize,
}

impl<R: Read> Narrow<R> {
    pub(crate) fn new(inner: R, wide: Wide) -> Self {
        Self { inner, wide, pending: Vec::new(), ready: Vec::new(), given: 0 }
    }

    /// Reads a block; false at the end.
    fn refill(&mut self) -> io::Result<bool> {
        let mut block = [0u8; 8192];
        let read = self.inner.read(&mut block)?;
        self.pending.extend_from_slice(&block[..read]);
        let mut text = String::with_capacity(read);
        let used = self.wide.decode(&self.pending, read == 0, &mut text);
        self.pending.drain(..used);
        self.ready = text.into_bytes();
        self.given = 0;
        Ok(read > 0 || !self.ready.is_empty())
    }
}

impl<R: Read> Read for Narrow<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given >= self.ready.len() {
            if !self.refill()? {
                return Ok(0);
            }
        }
        let ready = &self.ready[self.given..];
        let given = ready.len().min(out.len());
        out[..given].copy_from_slice(&ready[..given]);
        self.given += given;
        Ok(given)
    }
}

impl Wide {
    /// Decodes what is whole (all of it at the `end`) and tells how many bytes that was.
    fn decode(self, bytes: &[u8], end: bool, text: &mut String) -> usize {
        let unit = |pair: &[u8]| match self {
            Self::Utf16Le => u32::from(u16::from_le_bytes([pair[0], pair[1]])),
            _ => u32::from(u16::from_be_bytes([pair[0], pair[1]])),
        };
        let replacement = char::REPLACEMENT_CHARACTER;
        let mut used = 0;
        match self {
            Self::Utf32Le | Self::Utf32Be => {
                for four in bytes.chunks_exact(4) {
                    let four = [four[0], four[1], four[2], four[3]];
                    let code = if self == Self::Utf32Le { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
                    text.push(char::from_u32(code).unwrap_or(replacement));
                    used += 4;
                }
            }
            Self::Utf16Le | Self::Utf16Be => {
                while let Some(pair) = bytes.get(used..used + 2) {
                    let high = unit(pair);
                    let low = bytes.get(used + 2..used + 4).map(unit);
                    match (high, low) {
                        (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) => {
                            let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                            text.push(char::from_u32(code).unwrap_or(replacement));
                            used += 2;
                        }
                        (0xd800..0xdc00, None) if !end => break,
                        _ => text.push(char::from_u32(high).unwrap_or(replacement)),
                    }
                    used += 2;
                }
            }
        }
        if end { bytes.len() } else { used }
    }
}

/// `bytes` as text; `declared` are the charsets that the transport or the markup names, best first.
pub(crate) fn decode<'b>(bytes: &'b [u8], declared: &[&str]) -> Cow<'b, str> {
    if let Some((wide, mark)) = wide(bytes) {
        let mut text = String::new();
        wide.decode(&bytes[mark..], true, &mut text);
        return text.into();
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let escapes = memchr::memchr(0x1b, bytes).is_some(); // ISO-2022-JP is ASCII with escapes
    match std::str::from_utf8(bytes) {
        Ok(text) if !escapes => return Cow::Borrowed(text),
        _ if mostly_utf8(bytes) => return String::from_utf8_lossy(bytes),
        _ => {}
    }
    let mut latin = None;
    for charset in declared.iter().filter_map(|label| Charset::named(label)) {
        // UTF-8 was tried above, and Latin-1, which any bytes can be, is what servers declare when they do not know.
        if charset.is(UTF_8) {
            continue;
        }
        if charset.is(WINDOWS_1252) {
            latin = Some(charset);
            continue;
        }
        let (text, broken) = charset.decode(bytes);
        let letters = text.chars().filter(|c| !c.is_ascii()).count();
        // A stray byte does not make the declaration wrong.
        if !broken || text.matches(char::REPLACEMENT_CHARACTER).count() * 50 < letters {
            if charset.is_single_byte() {
                return plausible::better(charset, bytes).decode(bytes).0;
            }
            return text;
        }
    }
    let guess = guess(bytes);
    let charset = match latin {
        // Latin letters that are declared are believed until others make better words.
        Some(latin) if guess.is_single_byte() => plausible::better(latin, bytes),
        _ => guess,
    };
    plausible::better(charset, bytes).decode(bytes).0
}

/// What the statistics of letters say.
fn guess(bytes: &[u8]) -> Charset {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    // Detection goes byte by byte; what half a megabyte does not tell, more does not either.
    let seen = bytes.len().min(1 << 19);
    detector.feed(&bytes[..seen], seen == bytes.len());
    Charset::Web(detector.guess(None, chardetng::Utf8Detection::Deny))
}

/// UTF-8 with a few bytes broken, as careless concatenation and cutting make it.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad > 0 && good > bad * 20
}

#[cfg(test)]
mod tests {
    use super::{Narrow, Wide, decode, wide};
    use std::io::Read;

    #[test]
    fn a_wrong_declaration_does_not_spoil_the_text() {
        assert_eq!(decode("Žluťoučký kůň".as_bytes(), &["windows-1252"]), "Žluťoučký kůň");
        let cyrillic = b"\xcf\xf0\xe5\xe7\xe8\xe4\xe5\xed\xf2 \xf1\xea\xe0\xe7\xe0\xeb, \xf7\xf2\xee \xef\xee\xe5\xe4\xe5\xf2 \xe2 \xcc\xee\xf1\xea\xe2\xf3.";
        for declared in [&["windows-1251"][..], &["iso-8859-1"], &["utf-8"], &["no such charset"], &[]] {
            assert_eq!(decode(cyrillic, declared), "Президент сказал, что поедет в Москву.", "{declared:?}");
        }
        assert_eq!(decode(b"A caf\xe9 \x96 closed.", &["utf-8"]), "A café – closed.");
    }

    #[test]
    fn a_stray_byte_leaves_utf8_what_it_is() {
        let mut bytes = "é".repeat(50).into_bytes();
        bytes.push(0xe9);
        assert!(decode(&bytes, &["windows-1252"]).starts_with("éé"));
    }

    #[test]
    fn wide_charsets_are_known_with_and_without_a_mark() {
        let utf16: Vec<u8> = "News from 𝒜 harbour".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(wide(&utf16), Some((Wide::Utf16Be, 0)));
        let mut text = String::new();
        Narrow::new(&utf16[..], Wide::Utf16Be).read_to_string(&mut text).expect("memory never fails");
        assert_eq!(text, "News from 𝒜 harbour");
        let utf32: Vec<u8> = "News".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_eq!(wide(&utf32), Some((Wide::Utf32Le, 0)));
        assert_eq!(decode(&utf32, &[]), "News");
        assert_eq!(wide(b"\xff\xfeN\0"), Some((Wide::Utf16Le, 2)));
        assert_eq!(wide(b"plain old text, no zeros"), None);
    }
}
