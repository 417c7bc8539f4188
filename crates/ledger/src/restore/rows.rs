//! Rows of each table as the record's values.

use super::{altered, from_json, get, optional_word, parsed, word};
use crate::names::Named;
use crate::{Key, Ledger, Result};
use rusqlite::Row;
use rustc_hash::FxHashMap;
use sayso_record::{
    Act, Action, Actor, Addressee, By, Conflict, Content, Cue, Event, EventTime, Factuality, Party, Place, Plover,
    Record, Setting, Source, Span, Statement, StatementTime, Time, Via, Voice,
};

pub(super) const TIMES: &str = "SELECT id, start, end, type, value, time_begin, time_end FROM times";

pub(super) fn time(row: &Row<'_>) -> rusqlite::Result<Time> {
    Ok(Time {
        id: row.get(0)?,
        span: Span::new(row.get(1)?, row.get(2)?),
        kind: word(row, 3)?,
        value: row.get(4)?,
        begin: parsed(row, 5)?,
        end: parsed(row, 6)?,
    })
}

pub(super) const ACTORS: &str = "SELECT id, name, kind, country, code, roles, mentions FROM actors";

pub(super) fn actor(row: &Row<'_>) -> rusqlite::Result<Actor> {
    let mentions: Vec<u32> = from_json(row, 6)?;
    let span = |pair: &[u32]| Span::new(pair[0], pair[0].saturating_add(pair[1]));
    Ok(Actor {
        id: row.get(0)?,
        name: row.get(1)?,
        kind: word(row, 2)?,
        country: row.get(3)?,
        code: row.get(4)?,
        roles: from_json(row, 5)?,
        mentions: mentions.chunks_exact(2).map(span).collect(),
    })
}

pub(super) const STATEMENTS: &str = "SELECT s.id, a.id, act, quote, cue_lemma, w.id, d.id, s.addressee_words, t.id,
    s.time_value, s.time_begin, s.time_end, s.source_spans, s.cue_spans, s.content_spans, s.addressee_spans, s.time_basis,
    s.setting_spans, s.setting, s.anonymous, s.description
    FROM (SELECT * FROM statements) s LEFT JOIN actors a ON a.key = s.source
    LEFT JOIN (SELECT key, id FROM statements) w ON w.key = s.within
    LEFT JOIN actors d ON d.key = s.addressee LEFT JOIN times t ON t.key = s.timex";

pub(super) fn statement(row: &Row<'_>) -> rusqlite::Result<Statement> {
    let act: String = row.get(2)?;
    let addressee_words: Option<String> = row.get(7)?;
    let value: Option<String> = row.get(9)?;
    Ok(Statement {
        id: row.get(0)?,
        source: Source {
            actor: row.get(1)?,
            spans: from_json(row, 12)?,
            anonymous: row.get(19)?,
            description: row.get(20)?,
        },
        cue: Cue { lemma: row.get(4)?, spans: from_json(row, 13)? },
        content: Content { spans: from_json(row, 14)? },
        quote: word(row, 3)?,
        act: Act::named(&act).ok_or_else(|| altered(2, format!("`{act}`")))?,
        addressee: addressee_words
            .map(|text| Ok::<_, rusqlite::Error>(Addressee { spans: from_json(row, 15)?, actor: row.get(6)?, text }))
            .transpose()?,
        via: Vec::new(),
        within: row.get(5)?,
        time: value
            .map(|value| {
                let (begin, end) = (parsed(row, 10)?, parsed(row, 11)?);
                let basis = optional_word(row, 16)?;
                Ok::<_, rusqlite::Error>(StatementTime { timex: row.get(8)?, value, begin, end, basis })
            })
            .transpose()?,
        setting: row
            .get::<_, Option<String>>(18)?
            .map(|text| Ok::<_, rusqlite::Error>(Setting { spans: from_json(row, 17)?, text }))
            .transpose()?,
        denies: Vec::new(),
        supports: Vec::new(),
        responds_to: Vec::new(),
    })
}

pub(super) const EVENTS: &str = "SELECT e.id, code, root, name, plover_event, plover_mode, plover_context, quad,
    goldstein, action_spans, t.id, e.time_value, e.time_begin, e.time_end, e.time_basis, place, place_country, lat, lon,
    place_spans
    FROM events e LEFT JOIN times t ON t.key = e.timex";

pub(super) fn event(row: &Row<'_>) -> rusqlite::Result<Event> {
    let context: Option<String> = row.get(6)?;
    let place: Option<String> = row.get(15)?;
    Ok(Event {
        id: row.get(0)?,
        code: row.get(1)?,
        root: row.get(2)?,
        name: row.get(3)?,
        plover: Plover {
            event: row.get(4)?,
            mode: row.get(5)?,
            context: context.iter().flat_map(|c| c.split(';')).map(str::to_owned).collect(),
        },
        quad: row.get(7)?,
        // Written by its decimal digits, which single precision holds.
        #[expect(clippy::cast_possible_truncation, reason = "it was single before")]
        goldstein: get::<f64>(row, 8)? as f32,
        source: Vec::new(),
        target: Vec::new(),
        action: Action { spans: from_json(row, 9)? },
        time: EventTime {
            timex: row.get(10)?,
            value: row.get(11)?,
            begin: parsed(row, 12)?,
            end: parsed(row, 13)?,
            basis: optional_word(row, 14)?,
        },
        place: place
            .map(|name| {
                let (country, lat, lon) = (row.get(16)?, row.get(17)?, row.get(18)?);
                Ok::<_, rusqlite::Error>(Place { spans: from_json(row, 19)?, name, country, lat, lon })
            })
            .transpose()?,
        voices: Vec::new(),
    })
}

pub(super) const CONFLICTS: &str = "SELECT c.id, kind, coalesce(e1.id, s1.id), coalesce(e2.id, s2.id), why
    FROM conflicts c LEFT JOIN events e1 ON e1.key = first LEFT JOIN statements s1 ON s1.key = first
    LEFT JOIN events e2 ON e2.key = second LEFT JOIN statements s2 ON s2.key = second";

pub(super) fn conflict(row: &Row<'_>) -> rusqlite::Result<Conflict> {
    let between = vec![row.get(2)?, row.get(3)?];
    Ok(Conflict { id: row.get(0)?, kind: word(row, 1)?, between, why: row.get(4)? })
}

/// Gives statements and events what stands in tables of its own.
pub(super) fn attach(ledger: &Ledger, range: [i64; 2], record: &mut Record) -> Result<()> {
    // A statement or event by its key: rows may be numbered with gaps.
    let places = |table: &str| -> Result<FxHashMap<Key, usize>> {
        let keys = ledger.list(range, &format!("SELECT key FROM {table}"), "key", |row| row.get(0))?;
        Ok(keys.into_iter().zip(0..).collect())
    };
    let (statements, events) = (places("statements")?, places("events")?);

    let vias = "SELECT statement, spans, words, a.id FROM vias LEFT JOIN actors a ON a.key = actor";
    let via =
        |row: &Row<'_>| Ok((row.get(0)?, Via { actor: row.get(3)?, spans: from_json(row, 1)?, text: row.get(2)? }));
    for (key, via) in ledger.list(range, vias, "statement, vias.number", via)? {
        if let Some(statement) = find(&statements, key, &mut record.statements) {
            statement.via.push(via);
        }
    }
    let answers = "SELECT statement, relation, o.id FROM answers JOIN statements o ON o.key = other";
    let answer = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?));
    for (key, relation, other) in ledger.list(range, answers, "statement, relation, number", answer)? {
        if let Some(statement) = find(&statements, key, &mut record.statements) {
            match relation.as_str() {
                "denies" => statement.denies.push(other),
                "supports" => statement.supports.push(other),
                _ => statement.responds_to.push(other),
            }
        }
    }
    let parties = "SELECT event, side, a.id, p.code, spans FROM parties p LEFT JOIN actors a ON a.key = actor";
    let party = |row: &Row<'_>| {
        let party = Party { actor: row.get(2)?, code: row.get(3)?, spans: from_json(row, 4)? };
        Ok((row.get(0)?, row.get::<_, String>(1)?, party))
    };
    for (key, side, party) in ledger.list(range, parties, "event, side, number", party)? {
        if let Some(event) = find(&events, key, &mut record.events) {
            if side == "source" { event.source.push(party) } else { event.target.push(party) }
        }
    }
    let voices = "SELECT event, voice, a.id, s.id, factuality FROM voices v LEFT JOIN actors a ON a.key = v.actor
        LEFT JOIN statements s ON s.key = v.statement";
    for (key, voice) in ledger.list(range, voices, "event, number", voice)? {
        if let Some(event) = find(&events, key, &mut record.events) {
            event.voices.push(voice);
        }
    }
    Ok(())
}

fn voice(row: &Row<'_>) -> rusqlite::Result<(Key, Voice)> {
    let by: String = row.get(1)?;
    let actor: Option<String> = row.get(2)?;
    let by = match (by.as_str(), actor) {
        ("narrator", _) => By::Narrator,
        (_, Some(actor)) => By::Actor(actor),
        _ => By::Unknown,
    };
    let factuality: String = row.get(4)?;
    let factuality = Factuality::of_word(&factuality).ok_or_else(|| altered(4, format!("`{factuality}`")))?;
    Ok((row.get(0)?, Voice { by, statement: row.get(3)?, factuality }))
}

fn find<'l, T>(places: &FxHashMap<Key, usize>, key: Key, list: &'l mut [T]) -> Option<&'l mut T> {
    list.get_mut(*places.get(&key)?)
}
