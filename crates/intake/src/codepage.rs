//! Charsets by their names: those of the web, those of DOS, and the ways in which people spell them.

use encoding_rs::Encoding;
use std::borrow::Cow;
use yore::{CodePage, code_pages};

/// A charset of one byte or several a letter, but for UTF-16 and UTF-32.
#[derive(Clone, Copy)]
pub(crate) enum Charset {
    /// One that browsers know.
    Web(&'static Encoding),
    /// A code page of DOS.
    Dos(&'static dyn CodePage),
}

impl Charset {
    /// The charset that `label` names, in whatever spelling.
    pub(crate) fn named(label: &str) -> Option<Self> {
        let label = label.trim();
        if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
            return Some(Self::Web(encoding));
        }
        if label.len() > 40 {
            return None;
        }
        let bare: String = label.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let web = |label: &str| Encoding::for_label(label.as_bytes()).map(Self::Web);
        match bare.as_str() {
            "utf8sig" | "utf8bom" | "utf8mb4" => return web("utf-8"),
            "koi8r" => return web("koi8-r"),
            "koi8u" => return web("koi8-u"),
            "macroman" | "xmacroman" | "mac" => return web("macintosh"),
            "maccyrillic" | "xmaccyrillic" | "macukrainian" | "macukraine" => return web("x-mac-cyrillic"),
            "cspc8codepage437" => return Some(Self::Dos(&code_pages::CP437)),
            "cspc850multilingual" => return Some(Self::Dos(&code_pages::CP850)),
            "cspcp852" => return Some(Self::Dos(&code_pages::CP852)),
            _ => {}
        }
        let digits = bare.find(|c: char| c.is_ascii_digit()).unwrap_or(bare.len());
        let (name, number) = bare.split_at(digits);
        let known = match (name, number.len()) {
            ("cp" | "xcp" | "win" | "windows" | "xwindows" | "microsoft", 4) => web(&format!("windows-{number}")),
            ("iso" | "xiso", 5..) => number.strip_prefix("8859").and_then(|part| web(&format!("iso-8859-{part}"))),
            ("latin", 1 | 2) => web(&format!("latin{number}")),
            ("cp" | "ibm" | "csibm" | "dos" | "oem" | "xcp" | "pc" | "" | "codepage", 3) => dos(number),
            _ => None,
        };
        known.or_else(|| web(&bare)).or_else(|| web(&label.replace('_', "-")))
    }

    /// The bytes as text, and whether some of them can't be what the charset says.
    pub(crate) fn decode<'b>(&self, bytes: &'b [u8]) -> (Cow<'b, str>, bool) {
        match self {
            Self::Web(encoding) => encoding.decode_without_bom_handling(bytes),
            Self::Dos(page) => {
                let text = page.decode_lossy_fallback(bytes, char::REPLACEMENT_CHARACTER);
                let broken = text.contains(char::REPLACEMENT_CHARACTER);
                (text, broken)
            }
        }
    }

    /// Whether each byte is a letter.
    pub(crate) fn is_single_byte(&self) -> bool {
        match self {
            Self::Web(encoding) => encoding.is_single_byte(),
            Self::Dos(_) => true,
        }
    }

    /// Whether it is this one of the web's.
    pub(crate) fn is(&self, other: &'static Encoding) -> bool {
        matches!(self, Self::Web(encoding) if *encoding == other)
    }
}

fn dos(number: &str) -> Option<Charset> {
    let page: &'static dyn CodePage = match number {
        "437" => &code_pages::CP437,
        "737" => &code_pages::CP737,
        "850" => &code_pages::CP850,
        "852" => &code_pages::CP852,
        "855" => &code_pages::CP855,
        "857" => &code_pages::CP857,
        "860" => &code_pages::CP860,
        "861" => &code_pages::CP861,
        "862" => &code_pages::CP862,
        "863" => &code_pages::CP863,
        "864" => &code_pages::CP864,
        "865" => &code_pages::CP865,
        "866" => return Some(Charset::Web(encoding_rs::IBM866)),
        "869" => &code_pages::CP869,
        "874" => return Some(Charset::Web(encoding_rs::WINDOWS_874)),
        _ => return None,
    };
    Some(Charset::Dos(page))
}

#[cfg(test)]
mod tests {
    use super::Charset;

    #[test]
    fn charsets_are_known_in_all_spellings() {
        for (label, byte, letter) in [
            ("IBM855", 0xa0, "а"),
            ("cp-855", 0xa0, "а"),
            ("MacCyrillic", 0xe0, "а"),
            ("windows1251", 0xe0, "а"),
            ("win-1251", 0xe0, "а"),
            ("CP_1251", 0xe0, "а"),
            ("KOI8R", 0xc1, "а"),
            ("866", 0xa0, "а"),
            ("ISO8859_5", 0xd0, "а"),
            ("latin-2", 0xb1, "ą"),
            ("cp437", 0x82, "é"),
            ("IBM850", 0x82, "é"),
            ("macroman", 0x8e, "é"),
            (" Windows-1252 ", 0xe9, "é"),
        ] {
            let charset = Charset::named(label).unwrap_or_else(|| panic!("{label} is known"));
            assert_eq!(charset.decode(&[byte]).0, letter, "{label}");
        }
        for label in ["", "none", "cp", "cp9999", "8859", "windows-"] {
            assert!(Charset::named(label).is_none(), "{label}");
        }
    }
}
