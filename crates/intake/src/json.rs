//! JSON Lines: an object a line, its fields under the names that news archives give them.

use crate::{Article, Problem, credits, date, id, text};
use jiff::civil::Date;
use sayso_record::{DateFrom, Document};
use serde_json::{Map, Value};

/// Names of the fields, best first; read without regard to case, `_`, `-` and blanks (`publishDate` is
/// `publish_date`). From Media Cloud, NewsAPI, GDELT, Common Crawl's news-please, schema.org, RSS.
const TEXT: &[&str] =
    &["text", "body", "content", "article", "articlebody", "fulltext", "maintext", "plaintext", "story", "bodytext"];
const DATE: &[&str] = &[
    "date",
    "publishdate",
    "published",
    "pubdate",
    "datepublished",
    "publicationdate",
    "publishedat",
    "publisheddate",
    "publishedon",
    "datepublish",
    "dct",
    "datetime",
    "timestamp",
];
const TITLE: &[&str] = &["title", "headline"];
const ID: &[&str] = &["id", "docid", "documentid", "articleid", "storyid", "storiesid", "guid", "uuid"];
const URL: &[&str] = &["url", "link", "uri", "sourceurl", "weburl", "permalink"];
const PUBLISHER: &[&str] = &[
    "publisher",
    "medianame",
    "source",
    "sourcename",
    "outlet",
    "newspaper",
    "publication",
    "sitename",
    "sourcedomain",
    "domain",
];
const LANGUAGE: &[&str] = &["language", "lang", "inlanguage"];

/// Whether a line that opens so is meant to be a JSON object (`{` alone may open prose).
pub(crate) fn looks_like(line: &[u8]) -> bool {
    let mut bytes = line.iter().filter(|b| !b.is_ascii_whitespace());
    bytes.next() == Some(&b'{') && matches!(bytes.next(), None | Some(b'"' | b'}'))
}

/// The article in a line.
pub(crate) fn article(line: &str, max_document: usize) -> Result<Article, Problem> {
    let object: Map<String, Value> = serde_json::from_str(line).map_err(|e| Problem::Json(reason(&e)))?;
    let mut fields = Fields(object.into_iter().map(|(name, value)| (normal(&name), name, value)).collect());

    let text = match fields.take(TEXT) {
        Some((name, value)) => string(name, value)?,
        None if fields.0.iter().any(|(key, ..)| TEXT.contains(&key.as_str())) => String::new(), // null
        None => return Err(Problem::NoText { tried: TEXT.join(", ") }),
    };
    let mut text = text::clean(text);
    if text.len() > max_document {
        return Err(Problem::TooLong { limit: max_document });
    }
    let provenance = credits::take(&mut text);
    let date = fields.take(DATE).map(|(_, value)| day(&value)).transpose()?.flatten();
    let mut words = |names| {
        let value = fields.take(names).map(|(name, value)| string(name, value)).transpose()?;
        let value = value.map(|v| text::clean(v).trim().to_owned());
        Ok::<_, Problem>(value.filter(|v| !v.is_empty()))
    };
    let document = Document {
        date,
        date_from: date.map(|_| DateFrom::Metadata),
        title: words(TITLE)?,
        publisher: words(PUBLISHER)?,
        url: words(URL)?,
        language: words(LANGUAGE)?.map(language),
        id: words(ID)?.unwrap_or_else(|| id::from_text(&text)),
        text,
    };
    Ok(Article { document, provenance })
}

/// A line's fields: normal name, name as written, value.
struct Fields(Vec<(String, String, Value)>);

impl Fields {
    /// The first of `names` that is there and holds something.
    fn take(&mut self, names: &[&str]) -> Option<(String, Value)> {
        let at = names.iter().find_map(|n| self.0.iter().position(|(key, _, v)| key == n && !v.is_null()))?;
        let (_, name, value) = self.0.swap_remove(at);
        Some((name, value))
    }
}

fn normal(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// A string; a list of strings as paragraphs; a number in digits; the name of a thing that has one
/// (`"source": {"id": null, "name": "…"}` is how NewsAPI has it).
fn string(field: String, value: Value) -> Result<String, Problem> {
    let found = match value {
        Value::String(string) => return Ok(string),
        Value::Number(number) => return Ok(number.to_string()),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            let paragraphs: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            return Ok(paragraphs.join("\n"));
        }
        Value::Object(mut thing) => match thing.remove("name").or_else(|| thing.remove("title")) {
            Some(Value::String(name)) => return Ok(name),
            _ => "an object",
        },
        Value::Array(_) => "a list",
        Value::Bool(_) => "true or false",
        Value::Null => "null",
    };
    Err(Problem::Field { field, found, wanted: "a string" })
}

/// The day in a date field; none where it is empty.
fn day(value: &Value) -> Result<Option<Date>, Problem> {
    let (day, written) = match value {
        Value::String(written) if written.trim().is_empty() => return Ok(None),
        Value::String(written) => (date::parse(written), written.clone()),
        // 20220407 is a day in digits; as seconds it would be in August 1970, before any archive we know.
        Value::Number(number) => {
            let seconds = number.as_i64().or_else(|| number.as_f64().map(|s| s as i64));
            let written = number.to_string();
            (date::parse(&written).or_else(|| seconds.and_then(date::from_epoch)), written)
        }
        other => (None, other.to_string()),
    };
    day.map(Some).ok_or_else(|| Problem::Date(written.chars().take(60).collect()))
}

/// ISO 639-1 where we know it: `en-GB`, `eng` and `English` are `en`.
fn language(written: String) -> String {
    let written = written.to_lowercase();
    let code = written.split(['-', '_']).next().unwrap_or_default();
    if matches!(code, "english" | "eng") { "en".to_owned() } else { code.to_owned() }
}

/// Serde's reason without its line number, which is always 1.
fn reason(error: &serde_json::Error) -> String {
    let column = error.column();
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    format!("{reason} at column {column}")
}

#[cfg(test)]
mod tests {
    use super::article;
    use crate::Problem;

    fn read(line: &str) -> sayso_record::Document {
        article(line, 1000).expect("the line is a good one").document
    }

    #[test]
    fn fields_go_by_many_names() {
        for line in [
            r#"{"id":"7","date":"2022-04-07","title":"T","text":"Body.","url":"u","publisher":"P"}"#,
            r#"{"stories_id":7,"publish_date":"2022-04-07 10:00:00","headline":"T","body":"Body.","link":"u","media_name":"P"}"#,
            r#"{"docId":"7","datePublished":"2022-04-07T10:00Z","title":"T","articleBody":"Body.","url":"u","source":{"id":null,"name":"P"}}"#,
            r#"{"guid":"7","pubDate":"Thu, 07 Apr 2022 10:00:00 GMT","Title":"T","content":["Body."],"URL":"u","source":"P"}"#,
            r#"{"id":"7","timestamp":1649326500,"title":"T","text":"Body.","uri":"u","outlet":"P"}"#,
        ] {
            let document = read(line);
            assert_eq!(document.id, "7", "{line}");
            assert_eq!(document.date.map(|d| d.to_string()).as_deref(), Some("2022-04-07"), "{line}");
            assert_eq!(document.title.as_deref(), Some("T"), "{line}");
            assert_eq!(document.text, "Body.", "{line}");
            assert_eq!(document.url.as_deref(), Some("u"), "{line}");
            assert_eq!(document.publisher.as_deref(), Some("P"), "{line}");
        }
    }

    #[test]
    fn a_line_without_an_id_is_called_by_its_text() {
        let document = read(r#"{"text":"Body.","language":"en-GB","date":null}"#);
        assert!(document.id.starts_with("doc_"));
        assert_eq!(document.id, read(r#"{"body":"Body."}"#).id);
        assert_eq!(document.language.as_deref(), Some("en"));
        assert_eq!((document.date, document.date_from), (None, None));
    }

    #[test]
    fn what_is_wrong_with_a_line_is_told() {
        assert!(matches!(article("{", 9), Err(Problem::Json(_))));
        assert!(matches!(article(r#"{"id":"a"}"#, 9), Err(Problem::NoText { .. })));
        assert!(matches!(article(r#"{"text":true}"#, 9), Err(Problem::Field { .. })));
        assert!(matches!(article(r#"{"text":"a","date":"04/07/2022"}"#, 9), Err(Problem::Date(_))));
        assert!(matches!(article(r#"{"text":"more than nine bytes"}"#, 9), Err(Problem::TooLong { limit: 9 })));
    }
}
