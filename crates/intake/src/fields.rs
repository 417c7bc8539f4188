//! Named fields to an article: JSON objects, rows of tables and of Parquet files, under the names that
//! news archives give their fields.

use crate::{Article, Options, Problem, date, id, text};
use jiff::civil::Date;
use sayso_record::{DateFrom, Document};
use serde_json::Value;

/// Names of the fields, best first; read without regard to case, `_`, `-` and blanks (`publishDate` is
/// `publish_date`). From Media Cloud, NewsAPI, GDELT, Common Crawl's news-please, schema.org, RSS.
const FIELDS: [(&str, &[&str]); 8] = [
    ("text", TEXT),
    (
        "date",
        &[
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
            "publishtime",
            "publishedtime",
            "publicationdatetime",
            "articledate",
            "newsdate",
            "releasedate",
            "posted",
            "postdate",
            "dct",
            "datetime",
            "timestamp",
            "created",
            "createdat",
            "day",
            "time",
        ],
    ),
    ("title", &["title", "headline", "articletitle", "newstitle", "heading", "header", "subject", "name"]),
    ("id", &["id", "docid", "documentid", "articleid", "storyid", "storiesid", "newsid", "guid", "uuid", "doc"]),
    (
        "url",
        &[
            "url",
            "link",
            "uri",
            "sourceurl",
            "weburl",
            "permalink",
            "articleurl",
            "canonicalurl",
            "canonicallink",
            "href",
        ],
    ),
    (
        "publisher",
        &[
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
            "provider",
            "site",
            "website",
            "agency",
            "medium",
        ],
    ),
    ("author", &["author", "authors", "byline", "creator", "writer", "reporter", "journalist"]),
    ("language", &["language", "lang", "inlanguage"]),
];

pub(crate) const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article",
    "articlebody",
    "fulltext",
    "maintext",
    "plaintext",
    "story",
    "bodytext",
    "articletext",
    "newstext",
    "articlecontent",
    "contenttext",
    "contents",
    "rawtext",
    "cleantext",
    "document",
    "description",
    "summary",
    "abstract",
    "sentence",
    "snippet",
];

/// A record's fields.
pub(crate) struct Fields<'o> {
    /// Normal name, name as written, value.
    fields: Vec<(String, String, Value)>,
    options: &'o Options,
}

impl<'o> Fields<'o> {
    pub(crate) fn new(fields: impl IntoIterator<Item = (String, Value)>, options: &'o Options) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (normal(&name), name, value)).collect();
        Self { fields, options }
    }

    /// The value of one of our fields: by the name that the user gave it, else by its usual names.
    fn take(&mut self, ours: &str) -> Option<(String, Value)> {
        let mapped = self.options.map.iter().find(|(field, _)| field == ours);
        let filled = |value: &Value| !value.is_null() && value.as_str().is_none_or(|s| !s.trim().is_empty());
        let at = match mapped {
            Some((_, theirs)) => self.fields.iter().position(|(key, name, _)| name == theirs || *key == normal(theirs)),
            None => names(ours)
                .iter()
                .find_map(|n| self.fields.iter().position(|(key, _, value)| key == n && filled(value))),
        }?;
        let (_, name, value) = self.fields.swap_remove(at);
        Some((name, value)).filter(|(_, value)| !value.is_null())
    }

    /// Whether the text's field is there at all, be it empty.
    fn has_text(&self) -> bool {
        self.fields.iter().any(|(key, ..)| TEXT.contains(&key.as_str()))
    }

    /// The article that the fields make.
    pub(crate) fn article(mut self) -> Result<Article, Problem> {
        let text = match self.take("text") {
            Some((name, value)) => string(name, value)?,
            None if self.has_text() => String::new(),
            None => {
                return Err(Problem::NoText {
                    tried: format!("none of the fields {} is there", TEXT[..10].join(", ")),
                });
            }
        };
        let text = text::clean(text);
        if text.len() > self.options.max_document {
            return Err(Problem::TooLong { limit: self.options.max_document });
        }
        let date = self.take("date").map(|(_, value)| day(&value)).transpose()?.flatten();
        let mut words = |ours| {
            let value = self.take(ours).map(|(name, value)| string(name, value)).transpose()?;
            let value = value.map(|v| text::clean(v).trim().to_owned());
            Ok::<_, Problem>(value.filter(|v| !v.is_empty()))
        };
        let author = words("author")?;
        let document = Document {
            date,
            date_from: date.map(|_| DateFrom::Metadata),
            title: words("title")?,
            publisher: words("publisher")?,
            url: words("url")?,
            language: words("language")?.map(language),
            id: words("id")?.unwrap_or_else(|| id::from_text(&text)),
            text,
        };
        Ok(Article::by(author, document))
    }
}

fn names(ours: &str) -> &'static [&'static str] {
    FIELDS.iter().find(|(field, _)| *field == ours).map_or(&[], |(_, names)| *names)
}

/// Which of our fields a name is usually used for.
pub(crate) fn ours(name: &str) -> Option<&'static str> {
    let name = normal(name);
    FIELDS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(ours, _)| *ours)
}

/// The names of our own fields, as `--map` takes them.
pub(crate) fn is_ours(name: &str) -> bool {
    FIELDS.iter().any(|(ours, _)| *ours == name)
}

pub(crate) fn normal(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ' | '\u{feff}')).flat_map(char::to_lowercase).collect()
}

/// A string; a list of strings as paragraphs; a number in digits; the name of a thing that has one
/// (`"source": {"id": null, "name": "…"}` is how NewsAPI has it).
fn string(field: String, value: Value) -> Result<String, Problem> {
    let found = match value {
        Value::String(string) => return Ok(string),
        Value::Number(number) => return Ok(number.to_string()),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            let paragraphs: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            let between = if ours(&field) == Some("text") { "\n" } else { ", " };
            return Ok(paragraphs.join(between));
        }
        Value::Object(mut thing) => {
            match thing.remove("name").or_else(|| thing.remove("title")).or_else(|| thing.remove("rendered")) {
                Some(Value::String(name)) => return Ok(name),
                _ => "an object",
            }
        }
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
        Value::String(written) => (date::parse(written).or_else(|| date::find(written)), written.clone()),
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
pub(crate) fn language(written: String) -> String {
    let written = written.to_lowercase();
    let code = written.split(['-', '_']).next().unwrap_or_default();
    if matches!(code, "english" | "eng") { "en".to_owned() } else { code.to_owned() }
}
