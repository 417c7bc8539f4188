//! Reuters' pseudo-SGML of 1987: articles between `<REUTERS>` tags, Latin-1, with control characters in them.

use crate::draft::Made;
use crate::markup::{self, attribute};
use crate::source::{At, Context, Sink};
use crate::{Article, Problem, charset, date, text};
use sayso_record::{DateFrom, Document};
use std::ops::ControlFlow;

/// Hands on the articles of a file.
pub(crate) fn articles(bytes: &[u8], context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let text = charset::decode(bytes, &["windows-1252"]);
    let mut rest = &*text;
    // The file's name is no article's.
    let context = &Context { called: None, ..context.clone() };
    let mut number = 0;
    while let Some(begin) = rest.find("<REUTERS") {
        rest = &rest[begin..];
        let next = rest[1..].find("<REUTERS").map_or(rest.len(), |at| at + 1);
        let end = rest[..next].find("</REUTERS>");
        number += 1;
        let at = Some(At::Record(number));
        if end.is_none() {
            sink(context.broken(at, Problem::Truncated("</REUTERS> is missing".to_owned())))?;
        }
        sink(context.draft(at, Made::Sgml(rest[..end.unwrap_or(next)].to_owned())))?;
        rest = &rest[next..];
    }
    ControlFlow::Continue(())
}

/// The article between two tags.
pub(crate) fn article(raw: &str) -> Result<Article, Problem> {
    let head = &raw[..raw.find('>').unwrap_or(raw.len())];
    let date = element(raw, "DATE").and_then(|d| date::parse(&clean(d)));
    let title = element(raw, "TITLE").map(|t| clean(t).split_whitespace().collect::<Vec<_>>().join(" "));
    // Articles that were never taken apart have their words straight in TEXT.
    let body = element(raw, "BODY").or_else(|| {
        let text = element(raw, "TEXT")?;
        Some(
            text.rfind("</")
                .filter(|_| text.contains("<TITLE>"))
                .map_or(text, |at| text[at..].split_once('>').map_or("", |(_, rest)| rest)),
        )
    });
    let document = Document {
        id: attribute(head, "NEWID").map(|id| format!("reuters-{id}")).unwrap_or_default(),
        date,
        date_from: date.map(|_| DateFrom::Metadata),
        title: title.filter(|t| !t.is_empty()),
        publisher: Some("Reuters".to_owned()),
        text: paragraphs(&clean(body.unwrap_or_default())),
        ..Document::default()
    };
    Ok(Article { document, ..Article::default() })
}

fn clean(raw: &str) -> String {
    text::clean(markup::decoded(raw).into_owned()).trim_end().to_owned()
}

/// What stands in the element `name`; its end tag may be missing.
fn element<'t>(raw: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = raw;
    loop {
        let at = rest.find('<')?;
        rest = &rest[at + 1..];
        let Some(behind) = rest.strip_prefix(name) else { continue };
        if !behind.starts_with(['>', ' ']) {
            continue;
        }
        let (_, inside) = behind.split_once('>')?;
        let end = inside.find(&format!("</{name}>")).unwrap_or(inside.len());
        return Some(&inside[..end]);
    }
}

/// Lines of a fixed width put together; a line that is set in opens a paragraph.
fn paragraphs(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        if !whole.is_empty() {
            whole.push_str(if line.starts_with("   ") { "\n\n" } else { " " });
        }
        whole.push_str(words);
    }
    // The agency signs its articles on a line of their own.
    for sign in ["Reuter", "REUTER"] {
        if let Some(before) = whole.strip_suffix(sign).filter(|b| b.trim_end().ends_with(['.', '"', ')'])) {
            return before.trim_end().to_owned();
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use crate::{Options, Source, articles};

    #[test]
    fn articles_come_with_date_title_and_paragraphs() {
        let file = b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS TOPICS=\"YES\" NEWID=\"7\">\n<DATE>26-FEB-1987 15:01:01.01</DATE>\n\
            <TEXT>&#2;\n<TITLE>PORT &lt;ODS> REOPENS</TITLE>\n<DATELINE>    ODESA, Feb 26 - </DATELINE><BODY>The port reopened\non Monday.\n    \
            It had been closed.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n<REUTERS NEWID=\"8\"><TEXT>cut";
        let all = articles(Source::stream("x", &file[..]), &Options::default());
        let document = &all[0].as_ref().expect("the first is whole").document;
        assert_eq!((document.id.as_str(), document.title.as_deref()), ("reuters-7", Some("PORT <ODS> REOPENS")));
        assert_eq!(document.date.map(|d| d.to_string()).as_deref(), Some("1987-02-26"));
        assert_eq!(document.text, "The port reopened on Monday.\n\nIt had been closed.");
        let error = all[1].as_ref().expect_err("the second is cut");
        assert_eq!(error.to_string(), "x, record 2: the data break off here: </REUTERS> is missing");
    }
}
