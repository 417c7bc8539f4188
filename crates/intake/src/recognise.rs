//! What an input is, told by its first bytes; its name says nothing for sure.

use crate::{charset, json, table};

/// Bytes of the head that are looked at.
pub(crate) const HEAD: usize = 1 << 13;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing but white space.
    Empty,
    Gzip,
    Xz,
    Zstd,
    Zip,
    Tar,
    Parquet,
    /// WARC records, or the older ARC's.
    Warc,
    Arc,
    /// UTF-16 or UTF-32.
    Wide(charset::Wide, usize),
    /// JSON, a value after the other or in a list.
    Json,
    Html,
    /// RSS, Atom or RDF.
    Feed,
    /// Reuters' pseudo-SGML.
    Sgml,
    /// Rows with a header, and what stands between the columns.
    Table(u8),
    Text,
    /// Something else: what, and what to do about it.
    Foreign(&'static str, &'static str),
}

/// Kinds that a fixed sequence of bytes opens.
const OPENINGS: &[(&[u8], Kind)] = &[
    (b"\x1f\x8b", Kind::Gzip),
    (b"\xfd7zXZ\0", Kind::Xz),
    (b"\x28\xb5\x2f\xfd", Kind::Zstd),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"PAR1", Kind::Parquet),
    (b"WARC/", Kind::Warc),
    (b"filedesc:", Kind::Arc),
    (b"BZh", Kind::Foreign("a bzip2 file", "Unpack it on the way: `bzcat FILE | sayso read -`.")),
    (b"\x04\x22\x4d\x18", Kind::Foreign("an LZ4 file", "Unpack it on the way: `lz4cat FILE | sayso read -`.")),
    (b"7z\xbc\xaf\x27\x1c", Kind::Foreign("a 7-Zip archive", "Unpack it first: `7z x FILE`.")),
    (b"Rar!", Kind::Foreign("a RAR archive", "Unpack it first: `unrar x FILE`.")),
    (b"%PDF", Kind::Foreign("a PDF file", "Take its text out first, for example with `pdftotext`.")),
    (b"{\\rtf", Kind::Foreign("an RTF file", "Save it as plain text or as HTML first.")),
    (b"\xd0\xcf\x11\xe0", Kind::Foreign("an old Office file", "Save it as plain text, HTML or CSV first.")),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"RIFF", Kind::Foreign("sound or pictures", "Sayso reads text; leave it out.")),
    (b"OggS", Kind::Foreign("sound or pictures", "Sayso reads text; leave it out.")),
    (b"\x7fELF", Kind::Foreign("a program", "Sayso reads text; leave it out.")),
    (b"SQLite format 3\0", Kind::Foreign("an SQLite file", "Export its texts as CSV or JSON Lines first.")),
    (b"ARROW1", Kind::Foreign("an Arrow file", "Write it as Parquet or JSON Lines first.")),
];

const IMAGE: Kind = Kind::Foreign("an image", "Sayso reads text; leave it out.");

const BINARY: Kind = Kind::Foreign("binary data of an unknown kind", "Save it as text, HTML, JSON Lines or CSV first.");

/// What an input that begins with `head` is; `mapped` where the user has named columns.
pub(crate) fn kind(head: &[u8], mapped: bool) -> Kind {
    if let Some((opening, kind)) = OPENINGS.iter().find(|(opening, _)| head.starts_with(opening)) {
        // `BZh` and the like may open prose; what is packed has bytes that prose never has.
        if !opening.is_ascii() || !matches!(kind, Kind::Foreign(..)) || !is_prose(head) {
            return *kind;
        }
    }
    if head.get(257..262) == Some(b"ustar") {
        return Kind::Tar;
    }
    if let Some((wide, mark)) = charset::wide(head) {
        return Kind::Wide(wide, mark);
    }
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if text.is_empty() {
        return Kind::Empty;
    }
    if is_binary(head) {
        return BINARY;
    }
    match text[0] {
        b'<' => markup(text),
        b'{' if json::looks_like(text) => Kind::Json,
        b'[' if json::looks_like_list(text) => Kind::Json,
        _ => table::separator(text, mapped).map_or(Kind::Text, Kind::Table),
    }
}

fn is_prose(head: &[u8]) -> bool {
    head.iter().take(64).all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace())
}

/// Control characters, in greater number than a text has them by accident.
fn is_binary(head: &[u8]) -> bool {
    let control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b) || **b == 0x7f;
    let head = &head[..head.len().min(HEAD)];
    head.iter().filter(control).count() * 10 > head.len()
}

/// What a markup is by its first element, comments, declarations and instructions passed over.
fn markup(text: &[u8]) -> Kind {
    let mut rest = text;
    let mut xml = false;
    for _ in 0..100 {
        rest = rest.trim_ascii_start();
        let after =
            |rest: &'_ [u8], end: &[u8]| rest.windows(end.len()).position(|w| w == end).map(|at| at + end.len());
        if rest.starts_with(b"<!--") {
            rest = &rest[after(rest, b"-->").unwrap_or(rest.len())..];
        } else if rest.starts_with(b"<?") {
            xml |= begins(rest, b"<?xml");
            rest = &rest[after(rest, b">").unwrap_or(rest.len())..];
        } else if begins(rest, b"<!doctype") {
            let name = rest[9..].trim_ascii_start();
            if begins(name, b"lewis") {
                return Kind::Sgml;
            }
            if begins(name, b"html") {
                return Kind::Html;
            }
            // A document type may carry declarations in brackets.
            let close = after(rest, b">").unwrap_or(rest.len());
            let bracket = after(rest, b"[").filter(|open| *open < close).and_then(|_| after(rest, b"]>"));
            rest = &rest[bracket.unwrap_or(close)..];
        } else {
            break;
        }
    }
    let Some(name) = rest.strip_prefix(b"<") else { return if xml { FOREIGN_XML } else { Kind::Html } };
    let end = name.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b':' | b'-' | b'_'));
    let name = name[..end.unwrap_or(name.len())].to_ascii_lowercase();
    match name.as_slice() {
        b"rss" | b"feed" | b"item" | b"rdf:rdf" | b"channel" | b"atom:feed" | b"entry" => Kind::Feed,
        b"reuters" => Kind::Sgml,
        b"html" => Kind::Html,
        // Feeds under a prefix of their own are told by what is in them.
        _ if xml && contains(text, b"<item") && contains(text, b"<channel") => Kind::Feed,
        _ if xml && contains(text, b"<html") => Kind::Html,
        _ if xml => FOREIGN_XML,
        _ => Kind::Html,
    }
}

const FOREIGN_XML: Kind = Kind::Foreign(
    "XML that is neither a feed nor a page",
    "Sayso reads RSS, Atom, XHTML and Reuters' SGML; write other XML as JSON Lines or CSV first.",
);

fn begins(text: &[u8], word: &[u8]) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};

    #[test]
    fn the_first_bytes_tell_the_kind() {
        for (head, expected) in [
            (&b" \r\n"[..], Kind::Empty),
            (b"\x1f\x8b\x08", Kind::Gzip),
            (b"WARC/1.0\r\n", Kind::Warc),
            (b"\n<!-- a --><!DOCTYPE HTML PUBLIC \"x\">", Kind::Html),
            (b"<p>One.</p>", Kind::Html),
            (b"<?xml version='1.0'?><!-- a --><rss version='2.0'>", Kind::Feed),
            (b"<?xml version='1.0'?><!DOCTYPE rdf [<!ENTITY a 'b'>]><rdf:RDF>", Kind::Feed),
            (b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">", Kind::Sgml),
            (b"{\"text\":", Kind::Json),
            (b"[ {\"text\":", Kind::Json),
            (b"[Reuters] Talks began.", Kind::Text),
            (b"{Prose in braces} goes on.", Kind::Text),
            (b"date,title,text\n2022-04-07,\"A\",\"B\"\n", Kind::Table(b',')),
            (b"Texts, dates and titles.\n\nThey matter.", Kind::Text),
            (b"\xff\xfea\0", Kind::Wide(crate::charset::Wide::Utf16Le, 2)),
        ] {
            assert_eq!(kind(head, false), expected, "{}", String::from_utf8_lossy(head));
        }
        assert!(matches!(kind(b"%PDF-1.7\x01\x02", false), Kind::Foreign(..)));
        assert!(matches!(kind(b"\0\x01\x02\x03\x04", false), Kind::Foreign(..)));
        assert_eq!(kind(b"Riffs and GIF8 are words.", false), Kind::Text);
    }
}
