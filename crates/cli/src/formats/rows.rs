//! Records as rows: what `table` aligns and `csv` separates.
//!
//! Names of columns are `lower_snake_case`; `start` and `end` count code points of the document's text,
//! sentences count from 1, dates are ISO 8601, and the parts of a list stand between `;`. `docs/rows.md`
//! is the dictionary of the columns.

use super::view::View;
use crate::arguments::Rows;
use sayso_record::{Actor, Basis, Conflict, ConflictKind, Event, Factuality, Party, QuoteKind, Span, Statement, Time};
use sayso_record::{ActorKind, TimeKind};

/// Cells of a row, in the order of [`columns`].
pub(crate) type Row = Vec<String>;

/// The header of `rows`.
pub(crate) fn columns(rows: Rows) -> &'static [&'static str] {
    match rows {
        Rows::Findings => &[
            "document_id",
            "document_date",
            "kind",
            "id",
            "sentence",
            "start",
            "end",
            "source",
            "source_code",
            "code",
            "name",
            "target",
            "target_code",
            "words",
            "time_begin",
            "time_end",
            "time_basis",
            "voices",
        ],
        Rows::Statements => &[
            "document_id",
            "document_date",
            "id",
            "sentence",
            "start",
            "end",
            "source",
            "source_code",
            "source_role",
            "source_words",
            "cue",
            "cue_lemma",
            "act",
            "quote",
            "content",
            "addressee",
            "via",
            "within",
            "time_value",
            "time_begin",
            "time_end",
            "denies",
            "supports",
            "responds_to",
        ],
        Rows::Events => &[
            "document_id",
            "document_date",
            "id",
            "sentence",
            "start",
            "end",
            "code",
            "root",
            "name",
            "plover_event",
            "plover_mode",
            "plover_context",
            "quad",
            "goldstein",
            "source",
            "source_code",
            "target",
            "target_code",
            "action",
            "time_value",
            "time_begin",
            "time_end",
            "time_basis",
            "place",
            "place_country",
            "lat",
            "lon",
            "narrator",
            "voices",
            "statements",
        ],
        Rows::Actors => &[
            "document_id",
            "document_date",
            "id",
            "sentence",
            "start",
            "end",
            "name",
            "kind",
            "country",
            "code",
            "roles",
            "mentions",
        ],
        Rows::Times => &[
            "document_id",
            "document_date",
            "id",
            "sentence",
            "start",
            "end",
            "words",
            "type",
            "value",
            "time_begin",
            "time_end",
        ],
        Rows::Conflicts => {
            &["document_id", "document_date", "id", "kind", "first", "first_words", "second", "second_words", "why"]
        }
    }
}

/// The rows of a record.
pub(crate) fn of(view: &View, rows: Rows) -> Vec<Row> {
    let record = view.record;
    match rows {
        Rows::Findings => {
            let statements = record.statements.iter().map(|s| (s.extent(), finding_of_statement(view, s)));
            let events = record.events.iter().map(|e| (View::place_of(e), finding_of_event(view, e)));
            let mut all: Vec<_> = statements.chain(events).collect();
            all.sort_by_key(|(span, _)| *span);
            all.into_iter().map(|(_, row)| row).collect()
        }
        Rows::Statements => record.statements.iter().map(|s| statement(view, s)).collect(),
        Rows::Events => record.events.iter().map(|e| event(view, e)).collect(),
        Rows::Actors => record.actors.iter().map(|a| actor(view, a)).collect(),
        Rows::Times => record.times.iter().map(|t| time(view, t)).collect(),
        Rows::Conflicts => record.conflicts.iter().map(|c| conflict(view, c)).collect(),
    }
}

fn finding_of_statement(view: &View, s: &Statement) -> Row {
    let time = s.time.as_ref();
    let mut row = document(view);
    row.extend(["statement".to_owned(), s.id.clone()]);
    row.extend(place(view, s.extent()));
    row.extend([
        view.speaker(s),
        source_code(view, s),
        s.act.name().to_owned(),
        s.cue.lemma.clone(),
        s.addressee.as_ref().map(|a| view.called(a.actor.as_deref(), &a.spans)).unwrap_or_default(),
        s.addressee.as_ref().and_then(|a| view.actor(a.actor.as_deref())?.code.clone()).unwrap_or_default(),
        view.words(&s.content.spans),
        text(time.and_then(|t| t.begin)),
        text(time.and_then(|t| t.end)),
        time.map(|_| "stated".to_owned()).unwrap_or_default(),
        via(view, s),
    ]);
    row
}

fn finding_of_event(view: &View, e: &Event) -> Row {
    let mut row = document(view);
    row.extend(["event".to_owned(), e.id.clone()]);
    row.extend(place(view, View::place_of(e)));
    row.extend([
        list(view.parties(&e.source)),
        codes(&e.source),
        e.code.clone(),
        e.name.clone(),
        list(view.parties(&e.target)),
        codes(&e.target),
        view.words(&e.action.spans),
        text(e.time.begin),
        text(e.time.end),
        basis(e.time.basis),
        voices(view, e),
    ]);
    row
}

fn statement(view: &View, s: &Statement) -> Row {
    let time = s.time.as_ref();
    let roles = view.actor(s.source.actor.as_deref()).map(|a| a.roles.as_slice()).unwrap_or_default();
    let mut row = document(view);
    row.push(s.id.clone());
    row.extend(place(view, s.extent()));
    row.extend([
        view.speaker(s),
        source_code(view, s),
        list(roles.iter().map(|r| view.role(r))),
        view.words(&s.source.spans),
        view.words(&s.cue.spans),
        s.cue.lemma.clone(),
        s.act.name().to_owned(),
        quote(s.quote).to_owned(),
        view.words(&s.content.spans),
        s.addressee.as_ref().map(|a| view.called(a.actor.as_deref(), &a.spans)).unwrap_or_default(),
        via(view, s),
        s.within.clone().unwrap_or_default(),
        time.map(|t| t.value.clone()).unwrap_or_default(),
        text(time.and_then(|t| t.begin)),
        text(time.and_then(|t| t.end)),
        list(&s.denies),
        list(&s.supports),
        list(&s.responds_to),
    ]);
    row
}

fn event(view: &View, e: &Event) -> Row {
    let at = e.place.as_ref();
    let narrator = e.voices.iter().find(|v| v.by == sayso_record::By::Narrator);
    let mut row = document(view);
    row.push(e.id.clone());
    row.extend(place(view, View::place_of(e)));
    row.extend([
        e.code.clone(),
        e.root.clone(),
        e.name.clone(),
        e.plover.event.clone(),
        e.plover.mode.clone().unwrap_or_default(),
        list(&e.plover.context),
        e.quad.to_string(),
        format!("{:.1}", e.goldstein),
        list(view.parties(&e.source)),
        codes(&e.source),
        list(view.parties(&e.target)),
        codes(&e.target),
        view.words(&e.action.spans),
        e.time.value.clone().unwrap_or_default(),
        text(e.time.begin),
        text(e.time.end),
        basis(e.time.basis),
        at.map(|p| p.name.clone()).unwrap_or_default(),
        at.and_then(|p| p.country.clone()).unwrap_or_default(),
        text(at.and_then(|p| p.lat)),
        text(at.and_then(|p| p.lon)),
        narrator.map(|v| v.factuality.name().to_owned()).unwrap_or_default(),
        voices(view, e),
        list(e.voices.iter().filter_map(|v| v.statement.as_ref())),
    ]);
    row
}

fn actor(view: &View, a: &Actor) -> Row {
    let first = a.mentions.first().copied().unwrap_or_default();
    let kind = match a.kind {
        ActorKind::Person => "person",
        ActorKind::Country => "country",
        ActorKind::Organization => "organization",
        ActorKind::Group => "group",
        ActorKind::Place => "place",
    };
    let mut row = document(view);
    row.push(a.id.clone());
    row.extend(place(view, first));
    row.extend([
        a.name.clone(),
        kind.to_owned(),
        a.country.clone().unwrap_or_default(),
        a.code.clone().unwrap_or_default(),
        list(a.roles.iter().map(|r| view.role(r))),
        a.mentions.len().to_string(),
    ]);
    row
}

fn time(view: &View, t: &Time) -> Row {
    let kind = match t.kind {
        TimeKind::Date => "DATE",
        TimeKind::Time => "TIME",
        TimeKind::Duration => "DURATION",
        TimeKind::Set => "SET",
    };
    let mut row = document(view);
    row.push(t.id.clone());
    row.extend(place(view, t.span));
    row.extend([view.words(&[t.span]), kind.to_owned(), t.value.clone(), text(t.begin), text(t.end)]);
    row
}

fn conflict(view: &View, c: &Conflict) -> Row {
    let side = |at: usize| c.between.get(at).cloned().unwrap_or_default();
    let mut row = document(view);
    row.extend([
        c.id.clone(),
        conflict_kind(c.kind).to_owned(),
        side(0),
        view.account(&side(0)),
        side(1),
        view.account(&side(1)),
        c.why.clone(),
    ]);
    row
}

/// In what two accounts differ, in a word.
pub(crate) fn conflict_kind(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Date => "date",
        ConflictKind::Denial => "denial",
        ConflictKind::Number => "number",
        ConflictKind::Actor => "actor",
    }
}

fn document(view: &View) -> Row {
    vec![view.record.document.id.clone(), text(view.record.document.date)]
}

fn place(view: &View, span: Span) -> [String; 3] {
    let points = view.code_points(span);
    [view.sentence(span).to_string(), points.start.to_string(), points.end.to_string()]
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

/// Parts between `;`; one inside a part would make two of it.
fn list(parts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    parts.into_iter().map(|part| part.as_ref().replace(';', ",")).collect::<Vec<_>>().join(";")
}

fn codes(parties: &[Party]) -> String {
    list(parties.iter().map(|p| p.code.as_deref().unwrap_or_default()))
}

fn source_code(view: &View, s: &Statement) -> String {
    view.actor(s.source.actor.as_deref()).and_then(|a| a.code.clone()).unwrap_or_default()
}

/// Who passed it on, nearest the reader first.
fn via(view: &View, s: &Statement) -> String {
    list(s.via.iter().map(|v| view.called(v.actor.as_deref(), &v.spans)))
}

/// `narrator:Uu;Jussi Harju:CT+`.
fn voices(view: &View, e: &Event) -> String {
    let voice = |by: &sayso_record::By, statement: Option<&str>, factuality: Factuality| {
        let who = view.voice(by, statement).unwrap_or_else(|| "narrator".to_owned());
        format!("{}:{}", who.replace(':', ","), factuality.name())
    };
    list(e.voices.iter().map(|v| voice(&v.by, v.statement.as_deref(), v.factuality)))
}

fn basis(basis: Option<Basis>) -> String {
    let name = basis.map(|b| match b {
        Basis::Stated => "stated",
        Basis::Event => "event",
        Basis::Publication => "publication",
    });
    name.unwrap_or_default().to_owned()
}

fn quote(quote: QuoteKind) -> &'static str {
    match quote {
        QuoteKind::Direct => "direct",
        QuoteKind::Indirect => "indirect",
        QuoteKind::Mixed => "mixed",
    }
}
