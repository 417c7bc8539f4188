//! What intake takes of the whole of `read`, by the processor's time on one thread: JSON Lines, a web archive of
//! plain texts (as Common Crawl's WET files hold them), and one of whole pages.

use crate::speed::{busy, read};
use anyhow::Context;
use sayso_intake::{Article, Options, Source};
use sayso_language::Language;
use sayso_reading::Lexicons;
use serde_json::{Value, json};
use std::io::Read;
use std::path::Path;

/// Measures the share for `lines` of JSON and for the pages (`*.html.gz`) of a folder.
pub(crate) fn measure(lines: &[String], pages: &Path) -> anyhow::Result<Value> {
    let language = Language::english()?;
    let lexicons = Lexicons::english()?;
    let texts = lines.iter().filter_map(|l| Some(serde_json::from_str::<Value>(l).ok()?["text"].as_str()?.to_owned()));
    let wet: Vec<u8> = texts.flat_map(|text| record("conversion", "text/plain", text.as_bytes())).collect();
    let mut warc = Vec::new();
    let folder = std::fs::read_dir(pages).with_context(|| pages.display().to_string())?;
    let mut files: Vec<_> = folder.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.sort();
    for file in files {
        let mut block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec();
        flate2::read::GzDecoder::new(std::fs::File::open(file)?).read_to_end(&mut block)?;
        warc.extend(record("response", "application/http", &block));
    }
    let mut figures = json!({});
    for (name, input) in [("json_lines", lines.join("\n").as_bytes()), ("warc_texts", &wet), ("warc_pages", &warc)] {
        let begin = busy();
        let options = Options { any_language: true, ..Options::default() };
        let articles: Vec<Article> =
            sayso_intake::articles(Source::stream(name, input), &options).into_iter().filter_map(Result::ok).collect();
        let intake = busy().saturating_sub(begin);
        let begin = busy();
        for article in &articles {
            std::hint::black_box(read(article, &language, &lexicons));
        }
        let reading = busy().saturating_sub(begin);
        let whole = (intake + reading).as_secs_f64().max(1e-9);
        let tenth = |number: f64| (number * 10.0).round() / 10.0;
        figures[format!("{name}_articles")] = json!(articles.len());
        figures[format!("{name}_intake_percent")] = json!(tenth(100.0 * intake.as_secs_f64() / whole));
        figures[format!("{name}_intake_per_s")] =
            json!((articles.len() as f64 / intake.as_secs_f64().max(1e-9)).round());
        figures[format!("{name}_megabytes_per_s")] =
            json!(tenth(input.len() as f64 / 1e6 / intake.as_secs_f64().max(1e-9)));
    }
    Ok(figures)
}

fn record(kind: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://news.example/\r\nWARC-Date: 2022-04-07T00:00:00Z\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}
