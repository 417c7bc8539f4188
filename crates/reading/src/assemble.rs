//! Drafts become a record: ids from content, indices become ids, tokens become spans.

use crate::Context;
use crate::draft::{self, Account, Actors, Conflict, Event, Phrase, Statement, Timex, When};
use sayso_language::Tokens;
use sayso_record as record;
use sayso_record::{By, Record, Span, Spans, content_id};

/// The record of a document from the readers' drafts.
pub(crate) fn record(
    context: &Context,
    times: Vec<Timex>,
    actors: Actors,
    statements: Vec<Statement>,
    events: Vec<Event>,
    conflicts: Vec<Conflict>,
) -> Record {
    let ids = Ids::new(context, &times, &actors, &statements, &events);
    let spans = |tokens: &[Tokens]| spans(context, tokens);
    let phrase_text = |phrase: &Phrase| {
        let parts: Vec<&str> = spans(&phrase.tokens).iter().map(|s| s.of(&context.document.text)).collect();
        parts.join(" ")
    };
    let actor_id = |index: Option<usize>| index.map(|a| ids.actors[a].clone());
    let statement_ids = |list: &[usize]| list.iter().map(|s| ids.statements[*s].clone()).collect::<Vec<_>>();
    let party = |party: &draft::Party| record::Party {
        actor: actor_id(party.actor),
        code: party.code.clone(),
        spans: spans(&[party.tokens]),
    };

    let sentences = context.analysis.sentences().iter();
    let sentences = sentences.map(|s| record::Sentence { span: context.analysis.span(s.tokens) }).collect();

    let record_statements = statements.iter().enumerate().map(|(at, s)| record::Statement {
        id: ids.statements[at].clone(),
        source: record::Source {
            spans: spans(&s.source.tokens),
            actor: actor_id(s.source.actor),
            anonymous: s.anonymous,
            description: s.anonymous.then(|| phrase_text(&s.source)),
        },
        cue: record::Cue { spans: spans(&s.cue), lemma: s.lemma.clone() },
        content: record::Content { spans: spans(&s.content) },
        quote: s.quote,
        act: s.act,
        addressee: s.addressee.as_ref().map(|a| record::Addressee {
            spans: spans(&a.tokens),
            actor: actor_id(a.actor),
            text: phrase_text(a),
        }),
        via: s
            .via
            .iter()
            .map(|v| record::Via { actor: actor_id(v.actor), spans: spans(&v.tokens), text: phrase_text(v) })
            .collect(),
        within: s.within.map(|w| ids.statements[w].clone()),
        time: Some(dated(s.when, &times, &ids)).and_then(|d| {
            Some(record::StatementTime { timex: d.timex, value: d.value?, begin: d.begin, end: d.end, basis: d.basis })
        }),
        setting: s.setting.as_ref().map(|p| record::Setting { spans: spans(&p.tokens), text: phrase_text(p) }),
        denies: statement_ids(&s.denies),
        supports: statement_ids(&s.supports),
        responds_to: statement_ids(&s.responds_to),
    });

    let record_events = events.iter().enumerate().map(|(at, e)| {
        let code = context.lexicons.cameo(&e.code);
        record::Event {
            id: ids.events[at].clone(),
            root: e.code.get(..2).unwrap_or(&e.code).to_owned(),
            name: code.map(|c| c.name.clone()).unwrap_or_default(),
            quad: code.map_or(0, |c| c.quad),
            goldstein: code.map_or(0.0, |c| c.goldstein),
            code: e.code.clone(),
            plover: e.plover.clone(),
            source: e.source.iter().map(party).collect(),
            target: e.target.iter().map(party).collect(),
            action: record::Action { spans: spans(&e.action) },
            time: dated(e.when, &times, &ids),
            place: e.place.as_ref().map(|p| record::Place {
                spans: spans(&[p.tokens]),
                name: p.name.clone(),
                country: p.country.clone(),
                lat: p.point.map(|p| p.0),
                lon: p.point.map(|p| p.1),
            }),
            voices: e.voices.iter().map(|v| voice(v, &statements, &ids)).collect(),
        }
    });

    let account = |account: Account| match account {
        Account::Event(e) => ids.events[e].clone(),
        Account::Statement(s) => ids.statements[s].clone(),
    };
    let record_conflicts = conflicts.iter().map(|c| {
        let between = c.between.map(account);
        let why = c.why.replace("{0}", &between[0]).replace("{1}", &between[1]);
        let kind = [c.kind as u8];
        let parts = [context.document.id.as_bytes(), &kind, between[0].as_bytes(), between[1].as_bytes()];
        record::Conflict { id: content_id("cf", parts), kind: c.kind, between: between.to_vec(), why }
    });

    Record {
        schema: record::SCHEMA.to_owned(),
        sentences,
        statements: record_statements.collect(),
        events: record_events.collect(),
        conflicts: record_conflicts.collect(),
        times: times
            .iter()
            .zip(&ids.times)
            .map(|(t, id)| record::Time {
                id: id.clone(),
                span: t.span,
                kind: t.kind,
                value: t.value.clone(),
                begin: t.days.map(|d| d.0),
                end: t.days.map(|d| d.1),
            })
            .collect(),
        actors: actors
            .list
            .iter()
            .zip(&ids.actors)
            .map(|(a, id)| record::Actor {
                id: id.clone(),
                name: a.name.clone(),
                kind: a.kind,
                country: a.country.clone(),
                code: a.code.clone(),
                roles: a.roles.clone(),
                mentions: a.mentions.iter().map(|m| context.analysis.span(m.tokens)).collect(),
            })
            .collect(),
        provenance: Vec::new(),
        document: context.document.clone(),
    }
}

/// A date for the record: the value is the time expression's where its days are, else the first day.
fn dated(when: When, times: &[Timex], ids: &Ids) -> record::EventTime {
    let expression = when.time.map(|t| (&times[t], &ids.times[t]));
    let value = match (expression, when.days) {
        (Some((time, _)), days) if days == time.days => Some(time.value.clone()),
        (_, days) => days.map(|d| d.0.to_string()),
    };
    record::EventTime {
        timex: expression.map(|e| e.1.clone()),
        value,
        begin: when.days.map(|d| d.0),
        end: when.days.map(|d| d.1),
        basis: when.basis,
    }
}

fn voice(voice: &draft::Voice, statements: &[Statement], ids: &Ids) -> record::Voice {
    let by = match voice.statement {
        None => By::Narrator,
        Some(s) => statements[s].source.actor.map_or(By::Unknown, |a| By::Actor(ids.actors[a].clone())),
    };
    let statement = voice.statement.map(|s| ids.statements[s].clone());
    record::Voice { by, statement, factuality: voice.factuality }
}

/// Ids of everything, by index. An id rests on the document's id and on what defines the thing: the
/// place of a time, the name of an actor, the cue and content of a statement, code and action of an event.
struct Ids {
    times: Vec<String>,
    actors: Vec<String>,
    statements: Vec<String>,
    events: Vec<String>,
}

impl Ids {
    fn new(context: &Context, times: &[Timex], actors: &Actors, statements: &[Statement], events: &[Event]) -> Self {
        let document = context.document.id.as_bytes();
        let places = |groups: &[&[Tokens]]| {
            let mut bytes = Vec::new();
            for group in groups {
                for span in spans(context, group) {
                    bytes.extend(span.start.to_le_bytes());
                    bytes.extend(span.end.to_le_bytes());
                }
                bytes.push(b'|');
            }
            bytes
        };
        let party = |parties: &[draft::Party]| parties.iter().map(|p| p.tokens).collect::<Vec<_>>();
        Self {
            times: times
                .iter()
                .map(|t| content_id("tm", [document, &t.span.start.to_le_bytes()[..], &t.span.end.to_le_bytes()[..]]))
                .collect(),
            actors: actors
                .list
                .iter()
                .map(|a| {
                    let first = a.mentions.first().map_or(0, |m| context.analysis.span(m.tokens).start);
                    content_id("ac", [document, a.name.as_bytes(), &first.to_le_bytes()[..]])
                })
                .collect(),
            statements: statements
                .iter()
                .map(|s| content_id("st", [document, &places(&[&s.cue, &s.content, &s.source.tokens])[..]]))
                .collect(),
            events: events
                .iter()
                .map(|e| {
                    let where_ = places(&[&e.action, &party(&e.source), &party(&e.target)]);
                    content_id("ev", [document, e.code.as_bytes(), &where_[..]])
                })
                .collect(),
        }
    }
}

fn spans(context: &Context, tokens: &[Tokens]) -> Spans {
    tokens.iter().map(|t| context.analysis.span(*t)).filter(|s| *s != Span::default()).collect()
}
