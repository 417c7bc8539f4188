//! `sayso show`: a page about one row, or the same as JSON.

use super::arguments::{AnswerFormat, Asked};
use super::sheet::{self, text};
use crate::formats::Paint;
use sayso_ledger::ask::{Cell, Passage, Shown};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Links of one kind that a page shows; JSON has all.
const MANY: usize = 30;

pub(super) fn print(shown: &Shown, asked: &Asked, out: &mut impl Write) -> io::Result<()> {
    match sheet::format(asked) {
        AnswerFormat::Table => {
            let (width, paint) = (crate::read::width().clamp(40, 120), Paint { on: crate::read::colour(asked.color) });
            out.write_all(page(shown, width, paint).as_bytes())?;
        }
        AnswerFormat::Csv => {
            let mut rows = csv::Writer::from_writer(&mut *out);
            rows.write_record(["field", "value"])?;
            for (name, cell) in &shown.fields {
                rows.write_record([*name, &text(cell, ";")])?;
            }
            rows.flush()?;
        }
        AnswerFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &object(shown))?;
            out.write_all(b"\n")?;
        }
        AnswerFormat::Jsonl => {
            serde_json::to_writer(&mut *out, &object(shown))?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()
}

fn object(shown: &Shown) -> Value {
    let fields: Map<String, Value> =
        shown.fields.iter().map(|(name, cell)| ((*name).to_owned(), sheet::json(cell))).collect();
    let passage = shown.passage.as_ref().map(|p| {
        let marked: Vec<&str> = p.marks.iter().map(|m| m.of(&p.text)).collect();
        json!({ "text": p.text, "words": marked })
    });
    let related: Vec<Value> =
        shown.related.iter().map(|r| json!({ "relation": r.relation, "id": r.id, "words": r.words })).collect();
    json!({ "what": shown.what, "fields": fields, "passage": passage, "related": related })
}

fn page(shown: &Shown, width: usize, paint: Paint) -> String {
    let mut page = format!("{}\n", paint.bold(&shown.what.to_uppercase()));
    for (name, cell) in shown.fields.iter().filter(|(_, cell)| *cell != Cell::None) {
        let value = text(cell, "; ");
        if !value.is_empty() {
            wrap(&mut page, &format!("  {name:<15} "), &value, width);
        }
    }
    if let Some(passage) = &shown.passage {
        page.push('\n');
        wrap(&mut page, "  ", &marked(passage, paint), width);
    }
    let mut before = "";
    let mut times = 0;
    for related in &shown.related {
        if related.relation != before {
            page.push_str(&format!("\n  {}\n", paint.bold(&related.relation)));
            (before, times) = (&related.relation, 0);
        }
        times += 1;
        match times {
            ..=MANY => wrap(&mut page, &format!("    {:<16} ", related.id), &related.words, width),
            _ if times == MANY + 1 => page.push_str("    … (--format json has all)\n"),
            _ => {}
        }
    }
    page
}

/// The passage with its words between marks that survive a terminal without colour.
fn marked(passage: &Passage, paint: Paint) -> String {
    let mut text = String::new();
    let mut at = 0;
    for mark in &passage.marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        text.push_str(passage.text.get(at..start).unwrap_or_default());
        text.push_str(&paint.bold(&format!("[{}]", passage.text.get(start..end).unwrap_or_default())));
        at = end.max(at);
    }
    text.push_str(passage.text.get(at..).unwrap_or_default());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn wrap(page: &mut String, first: &str, value: &str, width: usize) {
    let rest = " ".repeat(textwrap::core::display_width(first));
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(&rest);
    for line in textwrap::wrap(value, options) {
        page.push_str(line.trim_end());
        page.push('\n');
    }
}
