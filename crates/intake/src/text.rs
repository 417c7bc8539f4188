//! Plain text: a header (the date, and whatever else is known), an optional title, the article.
//!
//! The header is a date before the first sentence (`date 2022-04-07 The talks …`), a date on a line of its
//! own, or lines such as `Date: 7 April 2022`, `Title: …`, `Source: …`, `URL: …`, `Id: …`.

use crate::{Article, Problem, date};
use sayso_record::{DateFrom, Document};

const LONGEST_TITLE: usize = 200; // characters

/// The article in `raw`, without an id where its header gives none.
pub(crate) fn article(raw: String) -> Result<Article, Problem> {
    let raw = clean(raw);
    let mut document = Document::default();
    let rest = header(&raw, &mut document)?;
    let rest = title(rest, &mut document);
    document.text = rest.trim().to_owned();
    Ok(Article { document, ..Article::default() })
}

/// Line ends as line feeds; no other control characters than those and tabs.
///
/// Agencies' archives are full of them (Reuters-21578 ends its texts with U+0003); no reader of a record
/// can do anything with them, and some, such as PostgreSQL, refuse U+0000.
pub(crate) fn clean(text: String) -> String {
    let unwanted = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{feff}';
    if !text.contains(unwanted) {
        return text;
    }
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\u{0b}' | '\u{0c}' | '\u{85}' => clean.push('\n'),
            c if unwanted(c) => {}
            c => clean.push(c),
        }
    }
    clean
}

/// Reads the header into `document` and gives what stands below it.
fn header<'t>(text: &'t str, document: &mut Document) -> Result<&'t str, Problem> {
    let mut rest = text.trim_start();
    loop {
        let (line, below) = rest.split_once('\n').unwrap_or((rest, ""));
        let line = line.trim();
        if document.date.is_none() {
            let value = keyword(line, &["date", "published", "publication date"]);
            let (written, colon) = value.unwrap_or((line, false));
            if let Some(day) = date::parse(written) {
                document.date = Some(day);
                document.date_from = Some(DateFrom::Header);
                rest = below;
                continue;
            }
            if let (Some((written, _)), Some((day, sentence))) = (value, value.and_then(|v| date_and_text(v.0))) {
                document.date = Some(day);
                document.date_from = Some(DateFrom::Header);
                let at = rest.find(written).unwrap_or(0) + (written.len() - sentence.len());
                return Ok(&rest[at..]);
            }
            if colon {
                return Err(Problem::Date(written.chars().take(60).collect()));
            }
        }
        let fields = [
            (&mut document.title, &["title", "headline"][..]),
            (&mut document.publisher, &["source", "publisher"]),
            (&mut document.url, &["url", "link"]),
            (&mut document.language, &["language", "lang"]),
        ];
        let mut found = false;
        for (field, names) in fields {
            if let (None, Some((value, true))) = (&field, keyword(line, names)) {
                *field = Some(value.to_owned());
                found = true;
            }
        }
        if let (true, Some((value, true))) = (document.id.is_empty(), keyword(line, &["id"])) {
            value.clone_into(&mut document.id);
            found = true;
        }
        if !found {
            return Ok(rest);
        }
        rest = below;
    }
}

/// What follows one of `names` at the begin of a line, and whether a colon stands between.
fn keyword<'t>(line: &'t str, names: &[&str]) -> Option<(&'t str, bool)> {
    names.iter().find_map(|name| {
        let head = line.get(..name.len())?;
        let tail = line[name.len()..].trim_start();
        let rest = tail.strip_prefix(':');
        let value = rest.unwrap_or(tail).trim();
        let apart = rest.is_some() || line[name.len()..].starts_with(char::is_whitespace);
        (head.eq_ignore_ascii_case(name) && apart && !value.is_empty()).then_some((value, rest.is_some()))
    })
}

/// `2022-04-07 The talks …`: the date and the article's first sentence.
fn date_and_text(value: &str) -> Option<(jiff::civil::Date, &str)> {
    let (written, text) = value.split_once(char::is_whitespace)?;
    (written.len() == 10).then_some(())?;
    Some((date::parse(written)?, text.trim_start()))
}

/// Takes the title off the begin of `text`: a first paragraph of one line that does not end as a sentence.
fn title<'t>(text: &'t str, document: &mut Document) -> &'t str {
    let text = text.trim_start();
    let Some((line, below)) = text.split_once('\n') else { return text };
    let line = line.trim();
    let ends_sentence = line.ends_with(['.', '!', ':', ';', ',', '…', '"', '”', '’', ')', '-', '–', '—']);
    let first_of_several = below.lines().next().is_some_and(|l| l.trim().is_empty()) && !below.trim().is_empty();
    let dated = date::parse(line).is_some();
    if document.title.is_some() || ends_sentence || dated || !first_of_several || line.chars().count() > LONGEST_TITLE {
        return text;
    }
    document.title = Some(line.to_owned());
    below.trim_start()
}

#[cfg(test)]
mod tests {
    use super::article;
    use crate::Problem;

    fn day(text: &str) -> Option<String> {
        let article = article(text.to_owned()).expect("the text has a header that can be read");
        article.document.date.map(|d| d.to_string())
    }

    #[test]
    fn a_date_before_the_first_sentence_leaves_the_text() {
        let article = article(" date 2022-04-07 Talks began.\n\nThey ended.".to_owned()).expect("a good header");
        assert_eq!(article.document.text, "Talks began.\n\nThey ended.");
        assert_eq!(article.document.date.map(|d| d.to_string()).as_deref(), Some("2022-04-07"));
        assert_eq!(article.document.title, None);
    }

    #[test]
    fn a_header_of_lines_and_a_title_leave_the_text() {
        let text = "Date: 7 April 2022\r\nSource: Harbour Gazette\r\n\r\nPort reopens\r\n\r\nThe port reopened.";
        let document = article(text.to_owned()).expect("a good header").document;
        assert_eq!(document.publisher.as_deref(), Some("Harbour Gazette"));
        assert_eq!(document.title.as_deref(), Some("Port reopens"));
        assert_eq!(document.text, "The port reopened.");
        assert_eq!(day(text).as_deref(), Some("2022-04-07"));
    }

    #[test]
    fn a_date_may_stand_alone() {
        assert_eq!(day("date 2019-01-24\n\nTitle\n\nText.").as_deref(), Some("2019-01-24"));
        assert_eq!(day("24 January 2019\nText.").as_deref(), Some("2019-01-24"));
    }

    #[test]
    fn prose_is_no_header() {
        let text = "Date palms grow here.\n\nThey have done so since 2001-01-01.";
        let document = article(text.to_owned()).expect("there is no header").document;
        assert_eq!((document.date, document.text.as_str()), (None, text));
        assert!(matches!(article("Date: soon\nText".to_owned()), Err(Problem::Date(_))));
    }

    #[test]
    fn control_characters_leave_the_text() {
        let document = article("One\0 two\u{3}.\rThree.".to_owned()).expect("there is no header").document;
        assert_eq!(document.text, "One two.\nThree.");
    }
}
