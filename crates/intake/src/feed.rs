//! Feeds: RSS 0.9 to 2.0, RDF, Atom and JSON Feed. An item is an article, as far as the feed carries it.
//!
//! Read from the stream of tags and not from a tree, since feeds are broken more often than any other XML:
//! an item that is not closed ends where the next one begins, and the others are read.

use crate::draft::Made;
use crate::fields::language;
use crate::markup::{self, Markup, Token, attribute};
use crate::source::{At, Context, Sink};
use crate::{Article, charset, date, html, text};
use sayso_record::{DateFrom, Document};
use serde_json::{Map, Value};
use std::ops::ControlFlow;

/// Hands on the items of an XML feed.
pub(crate) fn items(bytes: &[u8], context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let declared = xml_charset(bytes);
    let feed = charset::decode(bytes, declared.as_slice());
    let mut tokens = Markup::xml(&feed);
    // The file's name is no item's.
    let context = &Context { called: None, ..context.clone() };
    let (mut publisher, mut tongue) = (None, None);
    let mut number = 0;
    loop {
        let Some(token) = tokens.next() else { return ControlFlow::Continue(()) };
        let Token::Open { name, attributes, closed } = token else { continue };
        match local(name) {
            "item" | "entry" => {
                number += 1;
                let item = if closed { Item::default() } else { read_item(&feed, &mut tokens, attributes) };
                let article = item.article(publisher.as_ref(), tongue.as_ref());
                sink(context.draft(Some(At::Record(number)), Made::Markup(Box::new(article))))?;
            }
            // A picture and an input field have titles too, and they stand behind the channel's as a rule.
            "title" if !closed && publisher.is_none() => publisher = line(content(&feed, &mut tokens, name)),
            "language" if !closed => tongue = line(content(&feed, &mut tokens, name)).map(language),
            "feed" | "rss" => tongue = attribute(attributes, "xml:lang").map(|l| language(l.into_owned())),
            "image" | "textInput" | "textinput" if !closed => {
                // RSS 1.0 has them beside the items, as empty references before.
                content(&feed, &mut tokens, name);
            }
            _ => {}
        }
    }
}

fn xml_charset(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(1024)];
    let at = head.windows(9).position(|w| w == b"encoding=")?;
    let value = &head[at + 9..];
    let quote = value.first().filter(|b| matches!(b, b'"' | b'\''))?;
    let value = &value[1..];
    std::str::from_utf8(&value[..value.iter().position(|b| b == quote)?]).ok()
}

/// The name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// What an item says of its article, as written.
#[derive(Debug, Default)]
struct Item {
    id: Option<String>,
    title: Option<String>,
    link: Option<String>,
    author: Option<String>,
    publisher: Option<String>,
    language: Option<String>,
    /// Date and how much it is worth: that of publication before that of the last change.
    date: Option<(u8, String)>,
    /// Markup and how much it is worth: the whole content before its summary.
    text: Option<(u8, String)>,
}

/// Reads the children of an item up to its end.
fn read_item(feed: &str, tokens: &mut Markup<'_>, attributes: &str) -> Item {
    let about = attribute(attributes, "rdf:about").map(String::from);
    let mut item = Item { id: about, ..Item::default() };
    loop {
        let before = tokens.clone();
        let (name, attributes, closed) = match tokens.next() {
            None => return item,
            Some(Token::Close(name)) if matches!(local(name), "item" | "entry" | "channel") => return item,
            // The item was not closed.
            Some(Token::Open { name: "item" | "entry", .. }) => {
                *tokens = before;
                return item;
            }
            Some(Token::Open { name, attributes, closed }) => (name, attributes, closed),
            Some(_) => continue,
        };
        if local(name) == "link" && attributes.contains("href") {
            let relation = attribute(attributes, "rel").unwrap_or("alternate".into());
            if relation == "alternate" && item.link.is_none() {
                item.link = attribute(attributes, "href").map(String::from);
            }
        }
        if closed {
            continue;
        }
        let inside = content(feed, tokens, name);
        match (name.split_once(':').map_or("", |(prefix, _)| prefix), local(name)) {
            (_, "guid" | "id" | "identifier") => item.id = line(inside).or(item.id),
            ("media" | "itunes" | "podcast" | "thr", _) => {}
            (_, "title") => item.title = line(inside).or(item.title),
            (_, "link") => item.link = item.link.or(line(inside)),
            (_, "origLink") => item.link = line(inside).or(item.link),
            (_, "author" | "creator") if item.author.is_none() => item.author = author(inside),
            (_, "source" | "publisher") if item.publisher.is_none() => {
                let title = if inside.contains("<title") { "" } else { inside };
                item.publisher = line(title);
            }
            (_, "language") => item.language = line(inside),
            (_, "pubDate" | "published" | "issued" | "date" | "pubdate") => item.dated(3, inside),
            (_, "created") => item.dated(2, inside),
            (_, "updated" | "modified") => item.dated(1, inside),
            (_, "encoded" | "content") => item.says(3, html_of(inside, attributes)),
            (_, "body" | "fullitem") => item.says(3, html_of(inside, attributes)),
            (_, "description") => item.says(2, html_of(inside, attributes)),
            (_, "summary") => item.says(1, html_of(inside, attributes)),
            _ => {}
        }
    }
}

impl Item {
    fn dated(&mut self, worth: u8, written: &str) {
        if let Some(written) = line(written)
            && self.date.as_ref().is_none_or(|(other, _)| *other < worth)
        {
            self.date = Some((worth, written));
        }
    }

    fn says(&mut self, worth: u8, markup: String) {
        if !markup.trim().is_empty() && self.text.as_ref().is_none_or(|(other, _)| *other < worth) {
            self.text = Some((worth, markup));
        }
    }

    /// The article; its text is still markup.
    fn article(self, publisher: Option<&String>, tongue: Option<&String>) -> Article {
        let date = self.date.and_then(|(_, written)| date::parse(&written).or_else(|| date::find(&written)));
        // Where a feed gives no more than a headline, the headline is the text.
        let escaped = |title: &String| title.replace('&', "&amp;").replace('<', "&lt;");
        let text = self.text.map(|(_, text)| text).or_else(|| self.title.as_ref().map(escaped));
        let document = Document {
            id: self.id.or_else(|| self.link.clone()).unwrap_or_default(),
            date,
            date_from: date.map(|_| DateFrom::Metadata),
            title: self.title,
            publisher: self.publisher.or_else(|| publisher.cloned()),
            url: self.link,
            language: self.language.or_else(|| tongue.cloned()),
            text: text.unwrap_or_default(),
        };
        Article::by(self.author, document)
    }
}

/// What stands between the tag `name` that was just read and its end tag; the reader stands behind that.
fn content<'t>(feed: &'t str, tokens: &mut Markup<'_>, name: &str) -> &'t str {
    let begin = tokens.offset();
    let mut depth = 1usize;
    loop {
        let end = tokens.offset();
        let before = tokens.clone();
        match tokens.next() {
            None => return feed.get(begin..).unwrap_or_default(),
            Some(Token::Open { name: other, closed: false, .. }) if other == name => depth += 1,
            Some(Token::Close(other)) if other == name => {
                depth -= 1;
                if depth == 0 {
                    return feed.get(begin..end).unwrap_or_default();
                }
            }
            // Its end tag is missing.
            Some(Token::Close("item" | "entry" | "channel" | "feed" | "rss")) => {
                *tokens = before;
                return feed.get(begin..end).unwrap_or_default();
            }
            Some(_) => {}
        }
    }
}

/// The text of a field that holds no markup, on one line.
fn line(raw: &str) -> Option<String> {
    let plain = html::plain(&html_of(raw, "")).ok()?;
    let words: Vec<&str> = plain.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The name of an author, be it in an element of its own or behind an address.
fn author(raw: &str) -> Option<String> {
    let name = raw.split_once("<name>").and_then(|(_, rest)| rest.split_once("</name>")).map_or(raw, |(name, _)| name);
    let name = line(name)?;
    // RSS: `desk@paper.example (Ann Lee)`
    match name.split_once('(') {
        Some((address, rest)) if address.contains('@') => rest.split_once(')').map(|(name, _)| name.trim().to_owned()),
        _ => Some(name),
    }
}

/// The markup in a field: it may stand in a CDATA section, be escaped, or be XHTML as it is.
fn html_of(raw: &str, attributes: &str) -> String {
    let kind = attribute(attributes, "type").unwrap_or_default();
    let mode = attribute(attributes, "mode").unwrap_or_default();
    if kind == "text" || kind == "text/plain" {
        // Said to be plain: what looks like markup in it is none.
        let mut plain = String::new();
        for token in Markup::xml(raw) {
            match token {
                Token::Text(text) => plain.push_str(text),
                Token::Verbatim(text) => plain.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
                _ => {}
            }
        }
        return plain;
    }
    if mode == "xml" || (raw.contains('<') && !raw.contains("<![CDATA[")) {
        return raw.to_owned();
    }
    let mut markup = String::with_capacity(raw.len());
    for token in Markup::xml(raw) {
        match token {
            Token::Text(text) => markup.push_str(&markup::decoded(text)),
            Token::Verbatim(text) => markup.push_str(text),
            _ => {}
        }
    }
    markup
}

/// Hands on the items of a JSON Feed.
pub(crate) fn json_items(mut feed: Map<String, Value>, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let publisher = feed.get("title").and_then(Value::as_str).map(str::to_owned);
    let Some(Value::Array(items)) = feed.remove("items") else { return ControlFlow::Continue(()) };
    for (number, item) in (1..).zip(items) {
        let Value::Object(mut item) = item else { continue };
        let at = Some(At::Record(number));
        let markup = item.remove("content_html");
        let mut words = |name: &str| match item.remove(name) {
            Some(Value::String(words)) => Some(words),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let plain = words("content_text").or_else(|| if markup.is_none() { words("summary") } else { None });
        let (id, url, title) = (words("id"), words("url"), words("title"));
        let written = words("date_published").or_else(|| words("date_modified"));
        let tongue = words("language").map(language);
        let author = item
            .get("authors")
            .and_then(|a| a.get(0))
            .or_else(|| item.get("author"))
            .and_then(|a| a.get("name"))
            .and_then(Value::as_str)
            .map(str::to_owned);
        let date = written.and_then(|written| date::parse(&written));
        let document = Document {
            id: id.or_else(|| url.clone()).unwrap_or_default(),
            date,
            date_from: date.map(|_| DateFrom::Metadata),
            publisher: publisher.clone(),
            url,
            language: tongue,
            text: plain.clone().or_else(|| title.clone()).map(text::clean).unwrap_or_default(),
            title,
        };
        let mut article = Box::new(Article::by(author, document));
        sink(context.draft(
            at,
            match markup {
                Some(Value::String(markup)) if plain.is_none() => {
                    article.document.text = markup;
                    Made::Markup(article)
                }
                _ => Made::Whole(article),
            },
        ))?;
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use crate::{Article, Options, Source, articles};
    use sayso_record::Document;

    fn read(feed: &str) -> Vec<Document> {
        articles_of(feed).into_iter().map(|a| a.document).collect()
    }

    fn articles_of(feed: &str) -> Vec<Article> {
        let all = articles(Source::stream("x", feed.as_bytes()), &Options::default());
        all.into_iter().map(|a| a.expect("feeds are read as they are")).collect()
    }

    #[test]
    fn rss_gives_an_article_for_each_item() {
        let all = read(
            "<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour Gazette</title><language>en-gb</language>\
             <item><title>Port &amp; pier</title><link>http://a/1</link><guid>1</guid><pubDate>Thu, 07 Apr 2022 23:00:00 -0400</pubDate>\
             <dc:creator>Ann Lee</dc:creator><description>Short.</description>\
             <content:encoded><![CDATA[<p>The port &amp; the pier.</p><p>Both reopened.</p>]]></content:encoded></item>\
             <item><title>Not closed</title><description>&lt;b&gt;Bold&lt;/b&gt; words.</description>\
             <item><title>Headline only</title></item></channel></rss>",
        );
        assert_eq!(all.len(), 3);
        assert_eq!(all[0].text, "The port & the pier.\n\nBoth reopened.");
        assert_eq!(all[0].date.map(|d| d.to_string()).as_deref(), Some("2022-04-07"));
        assert_eq!(all[0].title.as_deref(), Some("Port & pier"));
        assert_eq!((all[0].publisher.as_deref(), all[0].language.as_deref()), (Some("Harbour Gazette"), Some("en")));
        assert_eq!((all[0].id.as_str(), all[0].url.as_deref()), ("1", Some("http://a/1")));
        assert_eq!((all[1].text.as_str(), all[2].text.as_str()), ("Bold words.", "Headline only"));
    }

    #[test]
    fn atom_and_json_feed_are_read_too() {
        let all = articles_of(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>G</title><entry><id>1</id><link rel='self' href='s'/><link href='http://a'/>\
             <updated>2022-04-09T00:00:00Z</updated><published>2022-04-07T00:00:00Z</published><source><title>S</title></source>\
             <author><name>Ann</name></author><title type='text'>A &lt;b></title><content type='xhtml'><div><p>One.</p></div></content></entry></feed>",
        );
        assert_eq!(all[0].provenance, ["By Ann"]);
        let all: Vec<_> = all.into_iter().map(|a| a.document).collect();
        assert_eq!((all[0].text.as_str(), all[0].url.as_deref()), ("One.", Some("http://a")));
        assert_eq!(all[0].date.map(|d| d.to_string()).as_deref(), Some("2022-04-07"));
        let all = read(
            r#"{"version": "https://jsonfeed.org/version/1.1", "title": "G", "items": [{"id": "1", "content_html": "<p>One.</p>", "date_published": "2022-04-07T00:00:00Z"}]}"#,
        );
        assert_eq!(
            (all[0].text.as_str(), all[0].publisher.as_deref(), all[0].date.is_some()),
            ("One.", Some("G"), true)
        );
    }
}
