//! Markup as a stream of tags and texts: HTML, XML and SGML as they are met, which is seldom as they should be.
//!
//! Nothing is refused: what can't be a tag is text, what is not closed ends with the input. Every byte is
//! looked at a bounded number of times, and entities stand for single characters only, so neither depth nor
//! expansion can make a page costly.

use std::borrow::Cow;

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    /// Text whose entities are still to be decoded.
    Text(&'t str),
    /// Text as it stands: a CDATA section, a script.
    Verbatim(&'t str),
    /// `<name attributes>`, and whether it closes itself.
    Open { name: &'t str, attributes: &'t str, closed: bool },
    /// `</name>`
    Close(&'t str),
}

/// The tokens of a text.
#[derive(Clone, Debug)]
pub(crate) struct Markup<'t> {
    text: &'t str,
    at: usize,
    html: bool,
    /// The element whose content is text up to its end tag.
    raw: Option<&'t str>,
}

/// HTML elements that hold no markup.
const RAW: [&str; 10] =
    ["script", "style", "textarea", "title", "iframe", "xmp", "noembed", "noframes", "template", "svg"];

impl<'t> Markup<'t> {
    pub(crate) fn html(text: &'t str) -> Self {
        Self { text, at: 0, html: true, raw: None }
    }

    pub(crate) fn xml(text: &'t str) -> Self {
        Self { text, at: 0, html: false, raw: None }
    }

    /// Where the next token begins.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The content of an element without markup.
    fn raw(&mut self, name: &'t str) -> Option<Token<'t>> {
        let rest = self.rest();
        let mut from = 0;
        let end = loop {
            let Some(at) = rest.as_bytes().get(from..).and_then(|r| memchr::memchr(b'<', r)) else { break rest.len() };
            let at = from + at;
            let behind = rest.as_bytes()[at + 1..].strip_prefix(b"/").unwrap_or_default();
            if behind.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
                && !behind.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
            {
                break at;
            }
            from = at + 1;
        };
        self.at += end;
        let text = &rest[..end];
        let decoded = name.eq_ignore_ascii_case("title") || name.eq_ignore_ascii_case("textarea");
        (!text.is_empty()).then_some(if decoded { Token::Text(text) } else { Token::Verbatim(text) })
    }

    /// Passes over `<!…>` and `<?…>`; gives the content of a CDATA section.
    fn declaration(&mut self) -> Option<Token<'t>> {
        let rest = self.rest();
        let (skipped, end) = if rest.starts_with("<!--") {
            (4, "-->")
        } else if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").unwrap_or(data.len());
            self.at += 9 + (end + 3).min(data.len());
            return Some(Token::Verbatim(&data[..end]));
        } else if rest.starts_with("<!DOCTYPE") && rest[..rest.find('>').unwrap_or(rest.len())].contains('[') {
            (2, "]>")
        } else {
            (2, ">")
        };
        self.at += rest[skipped..].find(end).map_or(rest.len(), |at| skipped + at + end.len());
        None
    }

    /// The tag that begins here, where one does.
    fn tag(&mut self) -> Option<Token<'t>> {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let closing = bytes.get(1) == Some(&b'/');
        let begin = 1 + usize::from(closing);
        if !bytes.get(begin).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_') {
            return None;
        }
        let name_end = bytes[begin..].iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'<'));
        let name_end = name_end.map_or(bytes.len(), |at| begin + at);
        let name = &rest[begin..name_end];
        // The tag ends at the first `>` that is not inside a quoted value.
        let (mut at, mut after_equals) = (name_end, false);
        while let Some(byte) = bytes.get(at) {
            match *byte {
                quote @ (b'"' | b'\'') if after_equals => {
                    let value = &bytes[at + 1..];
                    at += 1 + memchr::memchr(quote, value).unwrap_or(value.len());
                    after_equals = false;
                }
                b'>' => break,
                b'=' => after_equals = true,
                other => after_equals &= other.is_ascii_whitespace(),
            }
            at += 1;
        }
        let at = at.min(bytes.len());
        let attributes = &rest[name_end..at];
        self.at += (at + 1).min(rest.len());
        if closing {
            return Some(Token::Close(name));
        }
        let closed = attributes.ends_with('/');
        if self.html && !closed && RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name)) {
            self.raw = Some(name);
        }
        Some(Token::Open { name, attributes, closed })
    }
}

impl<'t> Iterator for Markup<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        if let Some(name) = self.raw.take()
            && let Some(text) = self.raw(name)
        {
            return Some(text);
        }
        loop {
            let rest = self.rest();
            if rest.is_empty() {
                return None;
            }
            if rest.starts_with("<!") || rest.starts_with("<?") {
                match self.declaration() {
                    Some(token) => return Some(token),
                    None => continue,
                }
            }
            if rest.starts_with('<')
                && let Some(token) = self.tag()
            {
                return Some(token);
            }
            // A `<` that opens nothing belongs to the text.
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest[first..].find('<').map_or(rest.len(), |at| at + first);
            self.at += end;
            return Some(Token::Text(&rest[..end]));
        }
    }
}

/// The attributes of a tag: name and raw value.
pub(crate) fn attributes(mut rest: &str) -> impl Iterator<Item = (&str, &str)> {
    let space = |b: u8| b.is_ascii_whitespace();
    std::iter::from_fn(move || {
        // All borders are ASCII, so that bytes can be looked at instead of characters.
        let begin = rest.bytes().position(|b| !space(b) && b != b'/')?;
        rest = &rest[begin..];
        let end = rest.bytes().position(|b| space(b) || b == b'=' || b == b'/').unwrap_or(rest.len());
        // A lone `=` is no name; it is passed over.
        let end = end.max(1);
        let name = &rest[..end];
        rest = rest[end..].trim_ascii_start();
        let Some(value) = rest.strip_prefix('=') else { return Some((name, "")) };
        let value = value.trim_ascii_start();
        let value = match value.bytes().next() {
            Some(quote @ (b'"' | b'\'')) => {
                let value = &value[1..];
                let end = memchr::memchr(quote, value.as_bytes()).unwrap_or(value.len());
                rest = value.get(end + 1..).unwrap_or_default();
                &value[..end]
            }
            _ => {
                let end = value.bytes().position(space).unwrap_or(value.len());
                rest = &value[end..];
                &value[..end]
            }
        };
        Some((name, value))
    })
}

/// The value of an attribute, decoded.
pub(crate) fn attribute<'t>(all: &'t str, wanted: &str) -> Option<Cow<'t, str>> {
    attributes(all).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| decoded(value))
}

/// `text` with its entities decoded.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        match entity(rest) {
            Some((decoded, used)) => {
                whole.push_str(&decoded);
                rest = &rest[used..];
            }
            None => {
                whole.push('&');
                rest = &rest[1..];
            }
        }
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

/// The entity that begins here: what it stands for, and its length.
fn entity(text: &str) -> Option<(Cow<'_, str>, usize)> {
    let body = &text[1..];
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16),
            None => (number, 10),
        };
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(digits.get(..end)?, radix).ok()?;
        let used = text.len() - digits.len() + end + usize::from(digits[end..].starts_with(';'));
        // Numbers between 128 and 159 are meant as Windows has them.
        let decoded = match u8::try_from(code) {
            Ok(byte @ 0x80..0xa0) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.into_owned(),
            _ => char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER).to_string(),
        };
        return Some((decoded.into(), used));
    }
    let end = body.bytes().take(32).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(body.len().min(32));
    let end = body.floor_char_boundary(end);
    if body.as_bytes().get(end) == Some(&b';') {
        let written = &text[..end + 2];
        let decoded = html_escape::decode_html_entities(written);
        return (decoded != written).then_some((decoded, written.len()));
    }
    // These few were never closed in the old web.
    const OPEN: [(&str, &str); 5] = [("nbsp", "\u{a0}"), ("amp", "&"), ("quot", "\""), ("lt", "<"), ("gt", ">")];
    OPEN.iter().find(|(name, _)| body[..end] == **name).map(|(name, text)| (Cow::Borrowed(*text), name.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::{Markup, Token, attribute, decoded};

    #[test]
    fn tags_and_texts_come_apart() {
        let tokens: Vec<_> =
            Markup::html("<p class='a>b'>1 < 2 &amp; <br/><!-- <i> --></P><script>if (a</b) {}</script>x").collect();
        assert_eq!(
            tokens,
            [
                Token::Open { name: "p", attributes: " class='a>b'", closed: false },
                Token::Text("1 "),
                Token::Text("< 2 &amp; "),
                Token::Open { name: "br", attributes: "/", closed: true },
                Token::Close("P"),
                Token::Open { name: "script", attributes: "", closed: false },
                Token::Verbatim("if (a</b) {}"),
                Token::Close("script"),
                Token::Text("x"),
            ]
        );
        assert_eq!(Markup::xml("<a><![CDATA[<b>]]></a>").nth(1), Some(Token::Verbatim("<b>")));
    }

    #[test]
    fn what_is_not_closed_ends_with_the_input() {
        for text in
            ["<a href=\"x", "<!-- x", "<![CDATA[x", "<", "</", "<script>x", "<!DOCTYPE a [", "<é>", "&#", "<a =>"]
        {
            assert!(Markup::html(text).count() <= 3, "{text}");
        }
    }

    #[test]
    fn attributes_and_entities_are_decoded() {
        assert_eq!(attribute(" A=1 b = 'x &lt; y' c", "b").as_deref(), Some("x < y"));
        assert_eq!(attribute(" A=1 b c", "c").as_deref(), Some(""));
        assert_eq!(decoded("caf&eacute; &#8217;&#146;&#x41; &nosuch; & &amp"), "café ’’A &nosuch; & &");
        assert_eq!(decoded("&amp &lt;b&gt"), "& <b>");
    }
}
