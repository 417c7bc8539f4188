//! One input as its articles: the format told by the content, memory bounded by the largest document.

use crate::lines::{self, Line};
use crate::{Article, IntakeError, Problem, id, json, text};
use jiff::civil::Date;
use sayso_record::DateFrom;
use std::io::{BufRead, Read};
use std::path::Path;

/// How inputs are read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Day of publication for articles that carry none.
    pub date: Option<Date>,
    /// Longest text of one article, in bytes.
    pub max_document: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { date: None, max_document: 2 << 20 }
    }
}

/// The articles of one input, in its order. After an error the articles behind it still come, where the
/// input has any.
#[derive(Debug)]
pub struct Articles<R> {
    input: R,
    /// The input's name as the user gave it.
    file: String,
    /// What an article without an id is called, where the input is one article.
    id: Option<String>,
    options: Options,
    format: Format,
    line: u64,
    buffer: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Unknown,
    Lines,
    Done,
}

impl<R: BufRead> Articles<R> {
    /// The articles of the file at `path`, whose content comes from `input`.
    pub fn of_file(path: &Path, input: R, options: Options) -> Self {
        Self::new(input, path.display().to_string(), id::from_path(path), options)
    }

    /// The articles of an input without a file; `name` is for messages.
    pub fn of_stream(name: &str, input: R, options: Options) -> Self {
        Self::new(input, name.to_owned(), None, options)
    }

    fn new(input: R, file: String, id: Option<String>, options: Options) -> Self {
        Self { input, file, id, options, format: Format::Unknown, line: 0, buffer: Vec::new() }
    }

    /// JSON writes characters as up to six bytes, and a line holds more than the text.
    fn longest_line(&self) -> usize {
        self.options.max_document.saturating_mul(2).saturating_add(1 << 20)
    }

    /// The next line that is not blank. Its number is `self.line`.
    fn next_line(&mut self) -> std::io::Result<Line> {
        let limit = self.longest_line();
        loop {
            let line = lines::read(&mut self.input, &mut self.buffer, limit)?;
            self.line += 1;
            if self.line == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") {
                self.buffer.drain(..3);
            }
            if line != Line::Whole || !self.buffer.trim_ascii().is_empty() {
                return Ok(line);
            }
        }
    }

    /// Reads the first line and tells the format by it.
    fn begin(&mut self) -> Option<Result<Article, Problem>> {
        let first = match self.next_line() {
            Ok(Line::End) => {
                self.format = Format::Done;
                return None;
            }
            Ok(line) => line,
            Err(error) => {
                self.format = Format::Done;
                return Some(Err(error.into()));
            }
        };
        if let Some(problem) = other_kind(&self.buffer) {
            self.format = Format::Done;
            return Some(Err(problem));
        }
        if json::looks_like(&self.buffer) {
            self.format = Format::Lines;
            return Some(self.json(first));
        }
        self.format = Format::Done;
        Some(self.text())
    }

    /// The whole input as one article; its first line is in the buffer.
    fn text(&mut self) -> Result<Article, Problem> {
        let limit = self.options.max_document;
        // A header may stand above a text of the full length.
        let room = limit.saturating_add(4096).saturating_sub(self.buffer.len());
        self.input.by_ref().take(u64::try_from(room).unwrap_or(u64::MAX)).read_to_end(&mut self.buffer)?;
        let whole = std::mem::take(&mut self.buffer);
        if whole.len() >= limit.saturating_add(4096) {
            return Err(Problem::TooLong { limit });
        }
        let article = text::article(utf8(whole)?)?;
        if article.document.text.len() > limit {
            return Err(Problem::TooLong { limit });
        }
        Ok(article)
    }

    /// The line in the buffer as an article.
    fn json(&mut self, line: Line) -> Result<Article, Problem> {
        if line == Line::TooLong {
            lines::skip(&mut self.input)?;
            return Err(Problem::TooLong { limit: self.options.max_document });
        }
        let line = std::str::from_utf8(&self.buffer).map_err(|e| encoding(&self.buffer, e))?;
        json::article(line, self.options.max_document)
    }

    /// Gives the article what it does not have of its own.
    fn complete(&self, mut article: Article) -> Article {
        let document = &mut article.document;
        if document.id.is_empty() {
            document.id = self.id.clone().unwrap_or_else(|| id::from_text(&document.text));
        }
        if let (None, Some(date)) = (document.date, self.options.date) {
            document.date = Some(date);
            document.date_from = Some(DateFrom::Option);
        }
        article
    }
}

impl<R: BufRead> Iterator for Articles<R> {
    type Item = Result<Article, IntakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let article = match self.format {
            Format::Unknown => self.begin()?,
            Format::Done => return None,
            Format::Lines => match self.next_line() {
                Ok(Line::End) => {
                    self.format = Format::Done;
                    return None;
                }
                Ok(line) => self.json(line),
                Err(error) => {
                    self.format = Format::Done;
                    Err(error.into())
                }
            },
        };
        let line = (self.format == Format::Lines).then_some(self.line);
        let error = |problem| IntakeError { file: self.file.clone(), line, problem };
        Some(article.map(|a| self.complete(a)).map_err(error))
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(bytes).map_err(|e| encoding(e.as_bytes(), e.utf8_error()))
}

fn encoding(bytes: &[u8], error: std::str::Utf8Error) -> Problem {
    let position = error.valid_up_to();
    Problem::Encoding { position, byte: bytes.get(position).copied().unwrap_or_default() }
}

/// The problem with an input that is neither text nor JSON Lines, told by its first bytes.
fn other_kind(line: &[u8]) -> Option<Problem> {
    const KINDS: [(&[u8], &str, &str); 9] = [
        (b"\x1f\x8b", "a gzip file", "Unpack it on the way: `zcat FILE | sayso read -`."),
        (b"\xfd7zXZ\0", "an xz file", "Unpack it on the way: `xzcat FILE | sayso read -`."),
        (b"\x28\xb5\x2f\xfd", "a Zstandard file", "Unpack it on the way: `zstdcat FILE | sayso read -`."),
        (b"BZh", "a bzip2 file", "Unpack it on the way: `bzcat FILE | sayso read -`."),
        (b"PK\x03\x04", "a zip file (or a Word or Excel file)", "Unpack it, or save the article as plain text."),
        (b"%PDF", "a PDF file", "Take its text out first, for example with `pdftotext`."),
        (b"PAR1", "a Parquet file", "Write it as JSON Lines first, for example with DuckDB's `COPY … TO 'x.jsonl'`."),
        (b"\xff\xfe", "UTF-16 text", "Convert it first: `iconv -f utf-16 -t utf-8 FILE > NEW`."),
        (b"\xfe\xff", "UTF-16 text", "Convert it first: `iconv -f utf-16 -t utf-8 FILE > NEW`."),
    ];
    if let Some((_, kind, remedy)) = KINDS.into_iter().find(|(magic, ..)| line.starts_with(magic)) {
        return Some(Problem::Kind(kind, remedy));
    }
    let line = line.trim_ascii_start();
    let html: [&[u8]; 2] = [b"<!doctype html", b"<html"];
    if html.iter().any(|tag| line.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag))) {
        return Some(Problem::Kind("an HTML page", "Save the article as plain text first."));
    }
    let mut bytes = line.iter().filter(|b| !b.is_ascii_whitespace());
    if bytes.next() == Some(&b'[') && bytes.next() == Some(&b'{') {
        return Some(Problem::Kind("one JSON list", "Write an object a line: `jq -c '.[]' FILE | sayso read -`."));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Articles, Options};
    use crate::Problem;
    use sayso_record::DateFrom;
    use std::path::Path;

    fn read(path: &str, input: &[u8], max_document: usize) -> Vec<Result<crate::Article, crate::IntakeError>> {
        let date = Some("2020-02-02".parse().expect("a date"));
        Articles::of_file(Path::new(path), input, Options { date, max_document }).collect()
    }

    #[test]
    fn the_content_tells_the_format() {
        let articles =
            read("a/x.txt", b"\xef\xbb\xbf\n{\"text\":\"One.\"}\r\n\n{ \"id\": \"b\", \"text\":\"Two.\"}", 99);
        let ids: Vec<_> = articles.into_iter().map(|a| a.expect("both lines are good").document.id).collect();
        assert!(ids[0].starts_with("doc_"));
        assert_eq!(ids[1], "b");
        let articles = read("a/x.jsonl", b"{Prose in braces} goes on.", 99);
        assert_eq!(articles.len(), 1);
        let document = &articles[0].as_ref().expect("it is text").document;
        assert_eq!((document.id.as_str(), document.date_from), ("x", Some(DateFrom::Option)));
    }

    #[test]
    fn a_bad_line_is_told_and_the_rest_goes_on() {
        let lines = b"{\"text\":\"One.\"}\n{\"text\":\nno\n{\"text\":\"\xff\"}\n{\"text\":\"Two.\"}\n";
        let articles = read("news.jsonl", lines, 99);
        let errors: Vec<_> =
            articles.iter().filter_map(|a| a.as_ref().err()).map(|e| (e.line, e.to_string())).collect();
        assert_eq!(articles.iter().filter(|a| a.is_ok()).count(), 2);
        assert_eq!(errors.iter().map(|e| e.0).collect::<Vec<_>>(), [Some(2), Some(3), Some(4)]);
        assert!(errors[0].1.starts_with("news.jsonl:2: not a JSON object"), "{}", errors[0].1);
        assert!(errors[2].1.contains("0xff at position 9"), "{}", errors[2].1);
    }

    #[test]
    fn a_document_beyond_the_limit_is_told_and_the_rest_goes_on() {
        let long = "x".repeat(3 << 20);
        let lines = format!("{{\"text\":\"{long}\"}}\n{{\"text\":\"short\"}}\n");
        let articles = read("news.jsonl", lines.as_bytes(), 99);
        assert!(matches!(articles[0].as_ref().map_err(|e| &e.problem), Err(Problem::TooLong { limit: 99 })));
        assert!(articles[1].is_ok());
        let articles = read("news.txt", long.as_bytes(), 99);
        assert!(matches!(articles[0].as_ref().map_err(|e| &e.problem), Err(Problem::TooLong { limit: 99 })));
    }

    #[test]
    fn an_input_without_a_word_has_no_article() {
        assert!(read("empty.txt", b"", 99).is_empty());
        assert!(read("blank.txt", b" \n\r\n\t\n", 99).is_empty());
    }

    #[test]
    fn other_kinds_of_files_are_named() {
        for input in [&b"\x1f\x8b\x08\0"[..], b"[{\"text\":\"a\"}]", b"\n<!DOCTYPE HTML>", b"%PDF-1.7", b"\xff\xfea\0"]
        {
            let articles = read("x", input, 99);
            assert!(matches!(articles[0].as_ref().map_err(|e| &e.problem), Err(Problem::Kind(..))));
        }
    }

    #[test]
    fn a_file_cut_inside_a_character_is_told_with_its_position() {
        let articles = read("x.txt", b"Caf\xc3", 99);
        let error = articles[0].as_ref().expect_err("the text is cut");
        assert_eq!(error.to_string(), "x.txt: not UTF-8 text: byte 0xc3 at position 3");
    }
}
