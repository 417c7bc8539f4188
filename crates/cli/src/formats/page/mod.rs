//! A page about an article for people: who said what, what happened when and on whose word, where the
//! accounts differ, and who is who.
//!
//! Statements have numbers (`[3]`) and events letters (`C`) by which the page refers to them.

mod events;
mod statements;

use super::paint::Paint;
use super::rows::conflict_kind;
use super::view::View;
use jiff::civil::Date;
use sayso_record::{Actor, Document};
use std::collections::{HashMap, HashSet};
use textwrap::core::display_width;

const NARROWEST: usize = 40;
pub(crate) const WIDEST: usize = 100;

/// A page under way.
struct Page<'v, 'r> {
    view: &'v View<'r>,
    paint: Paint,
    width: usize,
    /// The page's names for statements and events.
    labels: HashMap<&'r str, String>,
    /// Actors whose office has been told.
    introduced: HashSet<&'r str>,
    text: String,
}

/// The page about a record.
pub(crate) fn of(view: &View, width: usize, paint: Paint) -> Vec<u8> {
    let width = width.clamp(NARROWEST, WIDEST);
    let mut page = Page { view, paint, width, labels: HashMap::new(), introduced: HashSet::new(), text: String::new() };
    let statements = statements::in_order(view.record);
    let events = events::in_order(view.record);
    page.labels.extend(statements.iter().zip(1..).map(|((s, _), n)| (s.id.as_str(), format!("[{n}]"))));
    page.labels.extend(events.iter().enumerate().map(|(n, e)| (e.id.as_str(), letters(n))));
    page.head(&view.record.document);
    if statements.is_empty() && events.is_empty() {
        page.line("  Nothing on record: no statement and no event was found.");
    }
    page.statements(&statements);
    page.events(&events);
    page.conflicts();
    page.actors();
    page.foot();
    page.text.into_bytes()
}

impl Page<'_, '_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn heading(&mut self, heading: &str) {
        let heading = self.paint.bold(heading);
        self.line("");
        self.line(&heading);
        self.line("");
    }

    /// Words wrapped to the page, `first` before the first line and `rest` before the others.
    fn wrapped(&mut self, words: &str, first: &str, rest: &str, mut style: impl FnMut(Paint, &str) -> String) {
        let indent = " ".repeat(display_width(rest));
        let options = textwrap::Options::new(self.width).initial_indent(&indent).subsequent_indent(&indent);
        for (at, line) in textwrap::wrap(words, options).iter().enumerate() {
            let before = if at == 0 { first } else { rest };
            let line = format!("{before}{}", style(self.paint, line.trim_start()));
            self.line(&line);
        }
    }

    fn head(&mut self, document: &Document) {
        let title = document.title.as_deref().unwrap_or(&document.id);
        self.wrapped(title, "", "", Paint::bold);
        let mut facts = vec![document.date.map_or_else(|| "without a date".to_owned(), long_date)];
        facts.extend(document.publisher.clone());
        if document.title.is_some() {
            facts.push(document.id.clone());
        }
        self.wrapped(&facts.join(" · "), "", "", Paint::dim);
        if let Some(url) = &document.url {
            let url = self.paint.dim(url);
            self.line(&url);
        }
    }

    fn label(&self, id: &str) -> String {
        self.labels.get(id).cloned().unwrap_or_else(|| id.to_owned())
    }

    fn conflicts(&mut self) {
        if self.view.record.conflicts.is_empty() {
            return;
        }
        self.heading("WHERE ACCOUNTS DIFFER");
        for conflict in &self.view.record.conflicts {
            let kind = format!("{:<9}", conflict_kind(conflict.kind));
            let first = format!("  {}", self.paint.coloured(&kind, anstyle::AnsiColor::Red));
            let why = View::why(conflict, |id| self.label(id));
            self.wrapped(&why, &first, "           ", |_, line| line.to_owned());
        }
    }

    /// Those who speak or act, each in a line.
    fn actors(&mut self) {
        let record = self.view.record;
        let speakers = record.statements.iter().filter_map(|s| s.source.actor.as_deref());
        let via = record.statements.iter().flat_map(|s| &s.via).filter_map(|v| v.actor.as_deref());
        let parties = record.events.iter().flat_map(|e| e.source.iter().chain(&e.target));
        let active: HashSet<&str> = speakers.chain(via).chain(parties.filter_map(|p| p.actor.as_deref())).collect();
        let active: Vec<&Actor> = record.actors.iter().filter(|a| active.contains(a.id.as_str())).collect();
        if active.is_empty() {
            return;
        }
        self.heading("WHO IS WHO");
        let widest = active.iter().map(|a| display_width(&a.name)).max().unwrap_or(0).min(self.width / 3);
        for actor in active {
            let missing = widest.saturating_sub(display_width(&actor.name));
            let code = actor.code.as_deref().unwrap_or("—");
            let roles: Vec<String> = actor.roles.iter().map(|r| self.view.role(r)).collect();
            let first = format!("  {}{:missing$}  ", actor.name, "");
            let rest = " ".repeat(widest + 4);
            let facts = if roles.is_empty() { code.to_owned() } else { format!("{code} · {}", roles.join(", ")) };
            self.wrapped(&facts, &first, &rest, Paint::dim);
        }
    }

    fn foot(&mut self) {
        for credit in &self.view.record.provenance {
            self.line("");
            self.wrapped(credit, "  ", "  ", Paint::dim);
        }
    }
}

/// `A`, `B` … `Z`, `AA`, `AB` …
fn letters(mut n: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.insert(0, char::from(b'A' + u8::try_from(n % 26).unwrap_or(0)));
        n /= 26;
        if n == 0 {
            return letters.into_iter().collect();
        }
        n -= 1;
    }
}

/// `Thursday, 16 March 2023`.
fn long_date(date: Date) -> String {
    date.strftime("%A, %-d %B %Y").to_string()
}

/// `16 March 2023`, `23–24 February 2022`, `March 2023`, `2023`.
fn days(begin: Date, end: Date) -> String {
    let whole_month = begin.day() == 1 && end == begin.last_of_month();
    let whole_year = begin.day_of_year() == 1 && end == begin.last_of_year();
    if begin == end {
        begin.strftime("%-d %B %Y").to_string()
    } else if whole_year {
        begin.strftime("%Y").to_string()
    } else if whole_month {
        begin.strftime("%B %Y").to_string()
    } else if (begin.year(), begin.month()) == (end.year(), end.month()) {
        format!("{}–{}", begin.day(), end.strftime("%-d %B %Y"))
    } else if begin.year() == end.year() {
        format!("{} – {}", begin.strftime("%-d %B"), end.strftime("%-d %B %Y"))
    } else {
        format!("{} – {}", begin.strftime("%-d %B %Y"), end.strftime("%-d %B %Y"))
    }
}

#[cfg(test)]
mod tests {
    use super::{days, letters};

    #[test]
    fn days_are_told_as_a_person_would() {
        let told = |begin: &str, end: &str| days(begin.parse().expect("a date"), end.parse().expect("a date"));
        assert_eq!(told("2023-03-16", "2023-03-16"), "16 March 2023");
        assert_eq!(told("2022-02-23", "2022-02-24"), "23–24 February 2022");
        assert_eq!(told("2022-02-23", "2022-03-01"), "23 February – 1 March 2022");
        assert_eq!(told("2024-02-01", "2024-02-29"), "February 2024");
        assert_eq!(told("2024-01-01", "2024-12-31"), "2024");
        assert_eq!(told("2023-12-31", "2024-01-01"), "31 December 2023 – 1 January 2024");
    }

    #[test]
    fn events_are_lettered_as_columns_of_a_sheet() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
