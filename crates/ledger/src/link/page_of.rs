//! A document as linking looks at it, from the record that is being added: the same that its rows give when they are read
//! back.

use super::claims::Content;
use super::page::{Actor, Event, Page, Party, Statement, Text, number};
use crate::names::Named;
use crate::{Key, Kind};
use sayso_record::{Act, Basis, Record, Span};
use std::borrow::Cow;

fn bytes(span: &Span) -> (usize, usize) {
    (span.start as usize, span.end as usize)
}

impl<'r> Page<'r> {
    /// The page of `record`, whose document has that text; `own` tells the key of the row of that kind, number and id,
    /// where it has one of its own, and `find` that of an actor's id.
    pub(crate) fn of(
        record: &'r Record,
        text: &'r Text<'_>,
        own: impl Fn(Kind, usize, &str) -> Option<Key>,
        find: impl Fn(&str) -> Option<Key>,
    ) -> Self {
        let document = &record.document;
        let find = |actor: Option<&str>| actor.and_then(&find).map(|key| key.0);
        let page = Self::of_text(text);
        let content = |spans: &[Span]| {
            let places: Vec<_> = spans.iter().map(bytes).map(|(from, to)| page.tokens(from, to)).collect();
            Content::of(places.iter().flat_map(|tokens| tokens.iter()))
        };
        let party = |acts| move |p: &'r sayso_record::Party| (acts, p.actor.as_deref(), p.code.as_deref());
        Self {
            id: document.id.as_str().into(),
            day: document.date.and_then(number),
            sentences: record.sentences.iter().map(|s| bytes(&s.span)).collect(),
            actors: own_rows(&record.actors, Kind::Actor, |a| &a.id, &own)
                .map(|(key, actor)| Actor {
                    key,
                    name: actor.name.as_str().into(),
                    kind: actor.kind.word().into(),
                    country: actor.country.as_deref().map(Cow::Borrowed),
                    code: actor.code.as_deref().map(Cow::Borrowed),
                    identity: None,
                })
                .collect(),
            events: own_rows(&record.events, Kind::Event, |e| &e.id, &own)
                .map(|(key, event)| {
                    let time = &event.time;
                    let begin = time.begin.and_then(number);
                    let end = time.end.and_then(number);
                    let parties = event.source.iter().map(party(true)).chain(event.target.iter().map(party(false)));
                    Event {
                        key,
                        root: event.root.as_str().into(),
                        stated: begin
                            .filter(|_| time.basis.is_some_and(|b| b != Basis::Publication))
                            .map(|begin| (begin, end.unwrap_or(begin))),
                        place: event.place.as_ref().map(|p| p.name.as_str().into()),
                        span: event.action.spans.first().map(bytes).unwrap_or_default(),
                        parties: parties
                            .map(|(acts, actor, code)| Party {
                                acts,
                                actor: find(actor),
                                code: code.map(Cow::Borrowed),
                            })
                            .collect(),
                    }
                })
                .collect(),
            statements: own_rows(&record.statements, Kind::Statement, |s| &s.id, &own)
                .map(|(key, statement)| Statement {
                    key,
                    denies: statement.act == Act::Deny,
                    content: content(&statement.content.spans),
                    source_spans: statement.source.spans.iter().map(bytes).collect(),
                })
                .collect(),
            times: own_rows(&record.times, Kind::Time, |t| &t.id, &own)
                .filter_map(|(_, time)| {
                    let (from, to) = bytes(&time.span);
                    let first = time.begin.and_then(number)?;
                    Some((from, to, first, time.end.and_then(number).unwrap_or(first)))
                })
                .collect(),
            ..page
        }
    }
}

/// The things that have a row of their own, with its key.
fn own_rows<'r, T>(
    list: &'r [T],
    kind: Kind,
    id: impl Fn(&T) -> &str,
    own: &impl Fn(Kind, usize, &str) -> Option<Key>,
) -> impl Iterator<Item = (i64, &'r T)> {
    (1..).zip(list).filter_map(move |(number, thing)| Some((own(kind, number, id(thing))?.0, thing)))
}

#[cfg(test)]
mod tests {
    use super::{Page, Text};
    use crate::link::Kept;
    use crate::{Ledger, write};

    #[test]
    fn a_page_is_the_same_from_a_record_and_from_its_rows() {
        let record = include_str!("../../../cli/tests/data/record.jsonl");
        let record = sayso_record::json::read(record).expect("the example is a record");
        let path = std::env::temp_dir().join(format!("sayso-page-{}.ledger", std::process::id()));
        let ledger = Ledger::open_to_add(&path).expect("a new ledger");
        let mut kept = Kept::default();
        let mut words = write::Words::default();
        let key = crate::DocumentKey(1);
        let rows = write::insert(ledger.connection(), key, &record, 1, 7, (&mut kept, &mut words)).expect("writable");
        let written = Text::of(&record.document.text);
        let text = Text::read(ledger.connection(), key).expect("it is there");
        let mut read = Page::read(ledger.connection(), key, &text).expect("it is there");
        // Linking asks for identities of actors only where a document goes.
        read.actors.iter_mut().for_each(|actor| actor.identity = None);
        assert_eq!(rows.page(&written), read);
        drop(ledger);
        let _ = std::fs::remove_file(path);
    }
}
