//! JSON: an object a line, objects one after the other, a list of objects, or one object around such a list.

use crate::draft::Made;
use crate::fields::{Fields, ours};
use crate::lines::{self, Line};
use crate::peek::Peek;
use crate::source::{At, Context, Sink};
use crate::{Article, Options, Problem, charset, feed};
use serde_json::{Map, Value};
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

/// Whether a text that opens so is meant to be a JSON object (`{` alone may open prose).
pub(crate) fn looks_like(text: &[u8]) -> bool {
    let mut bytes = text.iter().filter(|b| !b.is_ascii_whitespace());
    bytes.next() == Some(&b'{') && matches!(bytes.next(), None | Some(b'"' | b'}'))
}

/// Whether a text that opens so is meant to be a list of JSON objects.
pub(crate) fn looks_like_list(text: &[u8]) -> bool {
    let mut bytes = text.iter().filter(|b| !b.is_ascii_whitespace());
    bytes.next() == Some(&b'[') && bytes.next() == Some(&b'{')
}

/// The article in an object.
pub(crate) fn article(text: &str, options: &Options) -> Result<Article, Problem> {
    let object: Map<String, Value> = match serde_json::from_str(text) {
        Ok(object) => object,
        // Python writes numbers that are none, which JSON does not have.
        Err(error) => match without_nan(text).and_then(|mended| serde_json::from_str(&mended).ok()) {
            Some(object) => object,
            None => return Err(Problem::Json(reason(&error))),
        },
    };
    Fields::new(object, options).article()
}

/// The text with `null` for `NaN` and `Infinity` outside of strings; `None` where it holds none.
fn without_nan(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len());
    let (mut in_string, mut escaped, mut found) = (false, false, false);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if !in_string && let Some(word) = ["NaN", "-Infinity", "Infinity"].iter().find(|word| rest.starts_with(**word))
        {
            mended.push_str("null");
            rest = &rest[word.len()..];
            found = true;
            continue;
        }
        (in_string, escaped) = match c {
            _ if escaped => (in_string, false),
            '\\' => (in_string, in_string),
            '"' => (!in_string, false),
            _ => (in_string, false),
        };
        mended.push(c);
        rest = &rest[c.len_utf8()..];
    }
    found.then_some(mended)
}

/// The article in a row.
pub(crate) fn row(fields: Vec<(String, Vec<u8>)>, options: &Options) -> Result<Article, Problem> {
    let text = |value: Vec<u8>| match String::from_utf8(value) {
        Ok(text) => text,
        Err(error) => charset::decode(error.as_bytes(), &[]).into_owned(),
    };
    Fields::new(fields.into_iter().map(|(name, value)| (name, Value::String(text(value)))), options).article()
}

/// Hands on the values of `input`.
pub(crate) fn values(input: &mut Peek<impl Read>, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    if input.head().trim_ascii_start().first() == Some(&b'[') || input.head().starts_with(b"\xef\xbb\xbf[") {
        return many(input, Vec::new(), context, sink);
    }
    // JSON writes characters as up to six bytes, and a line holds more than the text.
    let limit = context.options.max_document.saturating_mul(2).saturating_add(1 << 20);
    let mut line = Vec::new();
    let mut number = 0;
    let mut first = true;
    loop {
        number += 1;
        let read = match lines::read(input, &mut line, limit) {
            Ok(read) => read,
            Err(error) => return sink(context.broken(Some(At::Line(number)), error)),
        };
        if number == 1 && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        match read {
            Line::End => return ControlFlow::Continue(()),
            Line::Whole if line.trim_ascii().is_empty() => continue,
            Line::TooLong if first && object_of_many(&line) => return many(input, line, context, sink),
            Line::TooLong => {
                if let Err(error) = lines::skip(input) {
                    return sink(context.broken(Some(At::Line(number)), error));
                }
                sink(context.broken(Some(At::Line(number)), Problem::TooLong { limit: context.options.max_document }))?;
            }
            Line::Whole => {
                if first && (object_of_many(&line) || goes_on(&line, input)) {
                    return many(input, line, context, sink);
                }
                sink(context.draft(Some(At::Line(number)), Made::Json(std::mem::take(&mut line))))?;
            }
        }
        first = false;
    }
}

/// Whether the object that begins in this line is a list of articles with a frame around it: a JSON Feed, an
/// answer of a news service. Its text would be its items', so it has none of its own.
fn object_of_many(line: &[u8]) -> bool {
    let head = &line[..line.len().min(4096)];
    let head = String::from_utf8_lossy(head);
    let squeezed: String = head.chars().filter(|c| !c.is_whitespace()).collect();
    squeezed.contains("\"version\":\"https://jsonfeed.org")
        || squeezed.contains("\"version\":\"https:\\/\\/jsonfeed.org")
        || LISTS.iter().any(|list| squeezed.contains(&format!("\"{list}\":[{{")))
            && !crate::fields::TEXT[..4].iter().any(|text| squeezed.starts_with(&format!("{{\"{text}\":")))
}

/// Fields under which services put their articles.
const LISTS: [&str; 9] = ["articles", "items", "docs", "stories", "results", "news", "documents", "posts", "hits"];

/// Whether a first line that is no object by itself goes on in the next one.
fn goes_on(line: &[u8], input: &mut impl BufRead) -> bool {
    let open = serde_json::from_slice::<Value>(line).is_err_and(|error| error.is_eof());
    // Who waits for an answer to a whole line sends no other before.
    if !open {
        return false;
    }
    // An object that begins in the next line is the next one.
    let next = input.fill_buf().unwrap_or_default().trim_ascii_start().first();
    next.is_some_and(|byte| *byte != b'{')
}

/// Values one after the other or in a list, each wherever its brackets close.
fn many(input: &mut Peek<impl Read>, begin: Vec<u8>, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let limit = context.options.longest_whole();
    let mut input = io::Cursor::new(begin).chain(input);
    let mut number = 0;
    loop {
        let mut value = Vec::new();
        let end = match next_value(&mut input, &mut value, limit) {
            Ok(end) => end,
            Err(error) => return sink(context.broken(Some(At::Record(number + 1)), error)),
        };
        match end {
            End::Input if value.is_empty() => return ControlFlow::Continue(()),
            End::Input => {
                let problem = Problem::Truncated("inside a JSON value".to_owned());
                return sink(context.broken(Some(At::Record(number + 1)), problem));
            }
            End::TooLong => {
                number += 1;
                let problem = Problem::TooLong { limit: context.options.max_document.min(limit) };
                sink(context.broken(Some(At::Record(number)), problem))?;
            }
            End::Value => {
                let inside = unframed(&value);
                match inside {
                    Frame::Feed(feed) => feed::json_items(feed, context, sink)?,
                    Frame::List(list) => {
                        for value in list {
                            number += 1;
                            let value = value.to_string().into_bytes();
                            sink(context.draft(Some(At::Record(number)), Made::Json(value)))?;
                        }
                    }
                    Frame::None => {
                        number += 1;
                        sink(context.draft(Some(At::Record(number)), Made::Json(value)))?;
                    }
                }
            }
        }
    }
}

enum Frame {
    Feed(Map<String, Value>),
    List(Vec<Value>),
    None,
}

/// The list that an object is a frame of.
fn unframed(value: &[u8]) -> Frame {
    if !object_of_many(value) {
        return Frame::None;
    }
    let Ok(Value::Object(mut object)) = serde_json::from_slice(value) else { return Frame::None };
    if object.get("version").and_then(Value::as_str).is_some_and(|v| v.contains("jsonfeed.org")) {
        return Frame::Feed(object);
    }
    if object.keys().any(|key| ours(key) == Some("text") && object[key].is_string()) {
        return Frame::None;
    }
    if let Some(Value::Object(inner)) = object.get_mut("response") {
        object = std::mem::take(inner);
    }
    let list = LISTS.iter().find_map(|name| match object.remove(*name) {
        Some(Value::Array(list)) if list.iter().all(Value::is_object) => Some(list),
        _ => None,
    });
    list.map_or(Frame::None, Frame::List)
}

enum End {
    Value,
    TooLong,
    Input,
}

/// Reads the next object at the top, or in a list at the top, as bytes; brackets and commas between are passed over.
fn next_value(input: &mut impl BufRead, value: &mut Vec<u8>, limit: usize) -> io::Result<End> {
    let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
    let mut length = 0usize;
    loop {
        let block = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            block => block?,
        };
        if block.is_empty() {
            return Ok(End::Input);
        }
        let mut used = block.len();
        let mut begin = (depth == 0).then_some(block.len());
        let mut done = false;
        for (at, byte) in block.iter().enumerate() {
            match *byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' if depth > 0 => in_string = !in_string,
                _ if in_string => {}
                b'{' => {
                    if depth == 0 {
                        begin = Some(at);
                    }
                    depth += 1;
                }
                b'[' if depth > 0 => depth += 1,
                b'}' | b']' if depth > 0 => {
                    depth -= 1;
                    if depth == 0 {
                        (used, done) = (at + 1, true);
                        break;
                    }
                }
                _ => {}
            }
        }
        let part = &block[begin.unwrap_or(0).min(used)..used];
        length += part.len();
        if length <= limit {
            value.extend_from_slice(part);
        }
        input.consume(used);
        if done {
            return Ok(if length > limit { End::TooLong } else { End::Value });
        }
    }
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
    use crate::{Options, Problem, Source, articles};

    fn read(line: &str) -> sayso_record::Document {
        article(line, &Options::default()).expect("the line is a good one").document
    }

    fn ids(input: &str) -> Vec<String> {
        let all = articles(Source::stream("x", input.as_bytes()), &Options::default());
        all.into_iter().map(|a| a.map_or_else(|e| e.to_string(), |a| a.document.id)).collect()
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
        let article = |line, max_document| article(line, &Options { max_document, ..Options::default() });
        assert!(matches!(article("{", 9), Err(Problem::Json(_))));
        assert!(matches!(article(r#"{"id":"a"}"#, 9), Err(Problem::NoText { .. })));
        assert!(matches!(article(r#"{"text":true}"#, 9), Err(Problem::Field { .. })));
        assert!(matches!(article(r#"{"text":"a","date":"04/07/2022"}"#, 9), Err(Problem::Date(_))));
        assert!(matches!(article(r#"{"text":"more than nine bytes"}"#, 9), Err(Problem::TooLong { limit: 9 })));
    }

    #[test]
    fn lists_frames_and_objects_over_several_lines_are_read() {
        assert_eq!(ids(r#"[{"id":"a","text":"[}"},{"id":"b","text":"\"]"}]"#), ["a", "b"]);
        assert_eq!(
            ids("{\n  \"id\": \"a\",\n  \"text\": \"One.\"\n}\n{\n  \"id\": \"b\",\n \"text\": \"Two.\"\n}"),
            ["a", "b"]
        );
        assert_eq!(
            ids(
                r#"{"status":"ok","totalResults":2,"articles":[{"id":"a","content":"One."},{"id":"b","content":"Two."}]}"#
            ),
            ["a", "b"]
        );
        assert_eq!(
            ids("[\n {\"id\":\"a\",\"text\":\"One.\"},\n {\"id\":\"b\",\"text\":\"Tw"),
            ["a", "x, record 2: the data break off here: inside a JSON value"]
        );
    }

    #[test]
    fn numbers_that_are_none_do_not_spoil_an_object() {
        assert_eq!(read(r#"{"text":"NaN \" NaN","price":NaN,"low":-Infinity}"#).text, "NaN \" NaN");
    }

    #[test]
    fn the_users_own_names_come_first() {
        let map = vec![("text".to_owned(), "Lead".to_owned()), ("date".to_owned(), "d".to_owned())];
        let options = Options { map, ..Options::default() };
        let document = article(r#"{"text":"No.","lead":"Yes.","d":"2022-04-07"}"#, &options).expect("good").document;
        assert_eq!((document.text.as_str(), document.date.is_some()), ("Yes.", true));
    }
}
