//! Records as the lines that stories are written in.

use sayso_record::{Actor, Basis, By, Event, Record, Spans, Statement};
use std::fmt::Write as _;

/// The records of a kind, a line each; `None` for a kind that stories do not know.
pub(crate) fn tell(record: &Record, kind: &str) -> Option<String> {
    let mut out = String::new();
    let mut line = |line: String| {
        out.push_str(line.trim_end());
        out.push('\n');
    };
    match kind {
        "statements" => record.statements.iter().for_each(|s| line(statement(record, s))),
        "events" => record.events.iter().for_each(|e| line(event(record, e))),
        "actors" => record.actors.iter().for_each(|a| line(actor(record, a))),
        "times" => record.times.iter().for_each(|t| {
            let kind = format!("{:?}", t.kind).to_uppercase();
            let days = match (t.begin, t.end) {
                (Some(begin), Some(end)) if begin == end => format!("[{begin}]"),
                (Some(begin), Some(end)) => format!("[{begin} to {end}]"),
                _ => String::new(),
            };
            line(format!("“{}” {kind} {} {days}", t.span.of(&record.document.text), t.value));
        }),
        "conflicts" => record.conflicts.iter().for_each(|c| {
            let kind = format!("{:?}", c.kind).to_lowercase();
            let sides: Vec<String> = c.between.iter().map(|id| side(record, id)).collect();
            line(format!("{kind}: {}", sides.join(" | ")));
        }),
        _ => return None,
    }
    Some(out)
}

/// `1. Maria Petrova “accused” accuse, indirect: “…” via PTI, to reporters, on 2022-04-05, within 2, denies 1`
fn statement(record: &Record, s: &Statement) -> String {
    let source = match &s.source.actor {
        Some(id) => name(record, id).to_owned(),
        None if s.source.spans.is_empty() => "(nobody)".to_owned(),
        None => format!("“{}”", words(record, &s.source.spans)),
    };
    let quote = format!("{:?}", s.quote).to_lowercase();
    let (at, cue, content) = (number(record, &s.id), words(record, &s.cue.spans), words(record, &s.content.spans));
    let unnamed = if s.source.anonymous { " (unnamed)" } else { "" };
    let mut out = format!("{at}. {source}{unnamed} “{cue}” {}, {quote}: “{content}”", s.act.name());
    for via in &s.via {
        let _ = write!(out, " via {}", via.actor.as_deref().map_or(via.text.as_str(), |id| name(record, id)));
    }
    if let Some(to) = &s.addressee {
        let _ = write!(out, " to {}", to.actor.as_deref().map_or(to.text.as_str(), |id| name(record, id)));
    }
    // The day of publication goes without saying.
    if let Some(time) = s.time.as_ref().filter(|t| t.basis != Some(Basis::Publication)) {
        let _ = write!(out, " on {}", time.value);
    }
    if let Some(setting) = &s.setting {
        let _ = write!(out, " {}", setting.text);
    }
    if let Some(outer) = &s.within {
        let _ = write!(out, " within {}", number(record, outer));
    }
    for (word, ids) in [("denies", &s.denies), ("supports", &s.supports), ("answers", &s.responds_to)] {
        for id in ids {
            let _ = write!(out, " {word} {}", number(record, id));
        }
    }
    out
}

/// `RUSGOV → USA 112 “accused” on 2022-04-07 (stated) in Moscow; narrator CT+, Imran Khan CT+`
fn event(record: &Record, e: &Event) -> String {
    let side = |parties: &[sayso_record::Party]| {
        let codes: Vec<&str> = parties.iter().map(|p| p.code.as_deref().unwrap_or("---")).collect();
        if codes.is_empty() { "---".to_owned() } else { codes.join("+") }
    };
    let action = words(record, &e.action.spans);
    let mut out = format!("{} → {} {} “{action}”", side(&e.source), side(&e.target), e.code);
    if let (Some(value), Some(basis)) = (&e.time.value, e.time.basis) {
        let _ = write!(out, " on {value} ({})", format!("{basis:?}").to_lowercase());
    }
    if let Some(place) = &e.place {
        let _ = write!(out, " in {}", place.name);
    }
    for (at, voice) in e.voices.iter().enumerate() {
        let by = match &voice.by {
            By::Narrator => "narrator",
            By::Unknown => "unnamed",
            By::Actor(id) => name(record, id),
        };
        let _ = write!(out, "{} {by} {}", if at == 0 { ";" } else { "," }, voice.factuality.name());
    }
    out
}

/// `Maria Petrova, person RUSGOV, foreign ministry spokesperson: Maria Petrova | She`
fn actor(record: &Record, a: &Actor) -> String {
    let kind = format!("{:?}", a.kind).to_lowercase();
    let mut out = format!("{}, {kind} {}", a.name, a.code.as_deref().unwrap_or("---"));
    for role in &a.roles {
        let _ = write!(out, ", {}", role.title);
    }
    let mentions: Vec<&str> = a.mentions.iter().map(|m| m.of(&record.document.text)).collect();
    let _ = write!(out, ": {}", mentions.join(" | "));
    out
}

fn side(record: &Record, id: &str) -> String {
    match record.events.iter().find(|e| e.id == id) {
        Some(event) => {
            let value = event.time.value.as_deref().unwrap_or("undated");
            format!("event “{}” {value}", words(record, &event.action.spans))
        }
        None => format!("statement {}", number(record, id)),
    }
}

/// A statement's place in the story, from 1.
fn number(record: &Record, id: &str) -> usize {
    record.statements.iter().position(|s| s.id == id).map_or(0, |at| at + 1)
}

fn name<'r>(record: &'r Record, id: &str) -> &'r str {
    record.actors.iter().find(|a| a.id == id).map_or("?", |a| a.name.as_str())
}

fn words(record: &Record, spans: &Spans) -> String {
    let parts: Vec<&str> = spans.iter().map(|s| s.of(&record.document.text)).collect();
    parts.join(" … ").replace('\n', " ")
}
