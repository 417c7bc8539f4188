//! The page's events: by date, each with its voices.

use super::Page;
use crate::formats::paint::Paint;
use crate::formats::view::{View, certainty};
use anstyle::AnsiColor;
use sayso_record::{Basis, Event, Factuality, Record};
use textwrap::core::display_width;

const MARGIN: usize = 8;

/// Events by date, those without one behind; the text's order within a day.
pub(super) fn in_order(record: &Record) -> Vec<&Event> {
    let mut events: Vec<&Event> = record.events.iter().collect();
    let key = |e: &&Event| (e.time.begin.is_none(), e.time.begin, e.time.end, assumed(e), View::place_of(e));
    events.sort_by_key(key);
    events
}

fn assumed(event: &Event) -> bool {
    event.time.basis == Some(Basis::Publication)
}

impl Page<'_, '_> {
    pub(super) fn events(&mut self, events: &[&Event]) {
        if events.is_empty() {
            return;
        }
        self.heading("WHO DID WHAT TO WHOM");
        let mut day = String::new();
        for (at, event) in events.iter().enumerate() {
            let this = Self::day(event);
            if this != day {
                if at > 0 {
                    self.line("");
                }
                self.wrapped(&this, "  ", "  ", |_, line| line.to_owned());
                day = this;
            }
            self.event(event);
        }
    }

    /// When it happened, and whether that is assumed.
    fn day(event: &Event) -> String {
        let Some((begin, end)) = event.time.begin.zip(event.time.end) else {
            return event.time.value.clone().unwrap_or_else(|| "without a date".to_owned());
        };
        let days = super::days(begin, end);
        if assumed(event) {
            return format!("{days} (assumed: the day of publication)");
        }
        days
    }

    fn event(&mut self, event: &Event) {
        let view = self.view;
        let (source, target) = (view.parties(&event.source).join(", "), view.parties(&event.target).join(", "));
        let mut line = if source.is_empty() { "somebody".to_owned() } else { source };
        if !target.is_empty() {
            line.push_str(&format!(" → {target}"));
        }
        let first = format!("    {} ", self.paint.dim(&format!("{:<3}", self.label(&event.id))));
        let rest = " ".repeat(MARGIN);
        self.wrapped(&line, &first, &rest, Paint::bold);

        let name = event.name.split(", not specified").next().unwrap_or_default();
        let mut action = format!("{} (CAMEO {})", if name.is_empty() { "event" } else { name }, event.code);
        let words = view.words(&event.action.spans);
        if !words.is_empty() {
            action.push_str(&format!(" · “{words}”"));
        }
        if let Some(place) = &event.place {
            action.push_str(&format!(" · {}", place.name));
        }
        let colour = colour(event.quad);
        self.wrapped(&action, &rest, &rest, |paint, line| paint.coloured(line, colour));

        // Several voices share a line where they fit; none is cut in two that fits a line of its own.
        let mut line = String::new();
        for voice in &event.voices {
            let voice = self.voice(voice);
            if !line.is_empty() && MARGIN + display_width(&line) + 3 + display_width(&voice) > self.width {
                self.wrapped(&std::mem::take(&mut line), &rest, &rest, |_, line| line.to_owned());
            }
            if !line.is_empty() {
                line.push_str("   ");
            }
            line.push_str(&voice);
        }
        if !line.is_empty() {
            self.wrapped(&line, &rest, &rest, |_, line| line.to_owned());
        }
    }

    /// `● article: certain`, `○ Jussi Harju: open [6]`.
    fn voice(&self, voice: &sayso_record::Voice) -> String {
        let mark = match voice.factuality {
            Factuality::CertainlySo => "●",
            Factuality::ProbablySo | Factuality::PossiblySo => "◐",
            Factuality::CertainlyNot | Factuality::ProbablyNot | Factuality::PossiblyNot => "✕",
            Factuality::Uncommitted => "○",
        };
        let who = self.view.voice(&voice.by, voice.statement.as_deref());
        let who = who.as_deref().unwrap_or("the article");
        let label = voice.statement.as_deref().map(|id| format!(" {}", self.label(id))).unwrap_or_default();
        format!("{mark} {who}: {}{label}", certainty(voice.factuality))
    }
}

/// Words and deeds, friendly and hostile.
fn colour(quad: u8) -> AnsiColor {
    match quad {
        1 => AnsiColor::Cyan,
        2 => AnsiColor::Green,
        3 => AnsiColor::Yellow,
        4 => AnsiColor::Red,
        _ => AnsiColor::White,
    }
}
