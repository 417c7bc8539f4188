//! A record as rows.

use super::spans::Points;
use crate::names::Named;
use crate::{DocumentKey, Key, Kind};
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use sayso_record::{By, Event, Party, Record, Span, Statement};

/// Writes `record` as the rows of document `key`.
pub(super) fn insert(
    connection: &Connection,
    key: DocumentKey,
    record: &Record,
    reader: i64,
    fingerprint: i64,
) -> rusqlite::Result<()> {
    let writer = Writer::new(connection, key, record);
    writer.document(reader, fingerprint)?;
    writer.sentences()?;
    writer.times()?;
    writer.actors()?;
    writer.statements()?;
    writer.events()?;
    writer.conflicts()?;
    writer.ids()
}

struct Writer<'r> {
    connection: &'r Connection,
    document: DocumentKey,
    record: &'r Record,
    points: Points<'r>,
    /// The row of every id.
    keys: FxHashMap<&'r str, Key>,
    /// Mentions by their place, with their actors.
    mentions: Vec<(Span, Key)>,
}

impl<'r> Writer<'r> {
    fn new(connection: &'r Connection, document: DocumentKey, record: &'r Record) -> Self {
        let mut keys = FxHashMap::default();
        let lists: [(Kind, &mut dyn Iterator<Item = &'r str>); 5] = [
            (Kind::Time, &mut record.times.iter().map(|x| x.id.as_str())),
            (Kind::Actor, &mut record.actors.iter().map(|x| x.id.as_str())),
            (Kind::Statement, &mut record.statements.iter().map(|x| x.id.as_str())),
            (Kind::Event, &mut record.events.iter().map(|x| x.id.as_str())),
            (Kind::Conflict, &mut record.conflicts.iter().map(|x| x.id.as_str())),
        ];
        for (kind, ids) in lists {
            for (number, id) in (1..).zip(ids) {
                // Two things of one id are the same thing: the first is kept.
                keys.entry(id).or_insert_with(|| row(document, kind, number));
            }
        }
        let actors = record.actors.iter().flat_map(|a| a.mentions.iter().map(|m| (*m, keys[a.id.as_str()])));
        let mut mentions: Vec<_> = actors.collect();
        mentions.sort_unstable();
        Self { connection, document, record, points: Points::of(&record.document.text), keys, mentions }
    }

    /// The key of the thing of that kind, number and id; `None` where the id was there before.
    fn own(&self, kind: Kind, number: usize, id: &str) -> Option<Key> {
        let key = row(self.document, kind, number);
        (self.keys.get(id) == Some(&key)).then_some(key)
    }

    fn find(&self, id: Option<&str>) -> Option<Key> {
        self.keys.get(id?).copied()
    }

    /// Number of the sentence in which `span` begins, from 1.
    fn sentence(&self, byte: u32) -> i64 {
        i64::try_from(self.record.sentences.partition_point(|s| s.span.start <= byte)).unwrap_or(i64::MAX)
    }

    fn document(&self, reader: i64, fingerprint: i64) -> rusqlite::Result<()> {
        let document = &self.record.document;
        let provenance = (!self.record.provenance.is_empty())
            .then(|| serde_json::to_string(&self.record.provenance).expect("a list of strings is JSON"));
        self.connection
            .prepare_cached("INSERT INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")?
            .execute(params![
                self.document,
                document.id,
                document.date.map(|d| d.to_string()),
                document.date_from.map(Named::word),
                document.title,
                document.publisher,
                document.url,
                document.language,
                reader,
                fingerprint,
                provenance,
                document.text,
            ])?;
        Ok(())
    }

    fn sentences(&self) -> rusqlite::Result<()> {
        let mut rows = self.connection.prepare_cached("INSERT INTO sentences (key, start, end) VALUES (?1, ?2, ?3)")?;
        let mut words = self.connection.prepare_cached("INSERT INTO sentence_words (rowid, text) VALUES (?1, ?2)")?;
        if let Some(title) = &self.record.document.title {
            words.execute(params![row(self.document, Kind::Sentence, 0), title])?;
        }
        for (number, sentence) in (1..).zip(&self.record.sentences) {
            let (key, span) = (row(self.document, Kind::Sentence, number), sentence.span);
            rows.execute(params![key, self.points.at(span.start), self.points.at(span.end)])?;
            words.execute(params![key, span.of(self.points.text)])?;
        }
        Ok(())
    }

    fn times(&self) -> rusqlite::Result<()> {
        const SQL: &str = "INSERT INTO times (key, id, start, end, type, value, time_begin, time_end)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut rows = self.connection.prepare_cached(SQL)?;
        for (number, time) in (1..).zip(&self.record.times) {
            let Some(key) = self.own(Kind::Time, number, &time.id) else { continue };
            rows.execute(params![
                key,
                time.id,
                self.points.at(time.span.start),
                self.points.at(time.span.end),
                time.kind.word(),
                time.value,
                time.begin.map(|d| d.to_string()),
                time.end.map(|d| d.to_string()),
            ])?;
        }
        Ok(())
    }

    fn actors(&self) -> rusqlite::Result<()> {
        const SQL: &str = "INSERT INTO actors (key, id, name, kind, country, code, mention_count, statement_count,
            event_count, roles, mentions) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let (says, acts) = self.counts();
        let mut rows = self.connection.prepare_cached(SQL)?;
        let mut words = self.connection.prepare_cached("INSERT INTO actor_words (rowid, name) VALUES (?1, ?2)")?;
        for (number, actor) in (1..).zip(&self.record.actors) {
            let Some(key) = self.own(Kind::Actor, number, &actor.id) else { continue };
            let roles = (!actor.roles.is_empty())
                .then(|| serde_json::to_string(&actor.roles).expect("a list of offices is JSON"));
            rows.execute(params![
                key,
                actor.id,
                actor.name,
                actor.kind.word(),
                actor.country,
                actor.code,
                i64::try_from(actor.mentions.len()).unwrap_or(i64::MAX),
                says.get(&key).copied().unwrap_or_default(),
                acts.get(&key).copied().unwrap_or_default(),
                roles,
                self.points.json(&actor.mentions),
            ])?;
            words.execute(params![key, actor.name])?;
        }
        Ok(())
    }

    /// How many statements each actor makes, and in how many events it has a part.
    fn counts(&self) -> (FxHashMap<Key, u32>, FxHashMap<Key, u32>) {
        let (mut says, mut acts) = (FxHashMap::default(), FxHashMap::default());
        for statement in &self.record.statements {
            if let Some(actor) = self.find(statement.source.actor.as_deref()) {
                *says.entry(actor).or_default() += 1;
            }
        }
        for event in &self.record.events {
            let parties = event.source.iter().chain(&event.target);
            let mut actors: Vec<Key> = parties.filter_map(|p| self.find(p.actor.as_deref())).collect();
            actors.sort_unstable();
            actors.dedup();
            actors.into_iter().for_each(|actor| *acts.entry(actor).or_default() += 1);
        }
        (says, acts)
    }

    fn statements(&self) -> rusqlite::Result<()> {
        for (number, statement) in (1..).zip(&self.record.statements) {
            if let Some(key) = self.own(Kind::Statement, number, &statement.id) {
                self.statement(key, statement)?;
                self.around(key, statement)?;
            }
        }
        Ok(())
    }

    fn statement(&self, key: Key, statement: &Statement) -> rusqlite::Result<()> {
        const SQL: &str =
            "INSERT INTO statements (key, id, source, act, quote, cue_lemma, day, sentence, last_sentence,
            within, addressee, addressee_words, timex, time_value, time_begin, time_end, time_basis, source_spans,
            cue_spans, content_spans, addressee_spans, source_words, content)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23)";
        let time = statement.time.as_ref();
        let begin = time.and_then(|t| t.begin);
        let addressee = statement.addressee.as_ref();
        let extent = statement.extent();
        self.connection.prepare_cached(SQL)?.execute(params![
            key,
            statement.id,
            self.find(statement.source.actor.as_deref()),
            statement.act.name(),
            statement.quote.word(),
            statement.cue.lemma,
            begin.or(self.record.document.date).map(|d| d.to_string()),
            self.sentence(extent.start),
            self.sentence(extent.end.saturating_sub(1).max(extent.start)),
            self.find(statement.within.as_deref()),
            addressee.and_then(|a| self.find(a.actor.as_deref())),
            addressee.map(|a| &a.text),
            time.and_then(|t| self.find(t.timex.as_deref())),
            time.map(|t| &t.value),
            begin.map(|d| d.to_string()),
            time.and_then(|t| t.end).map(|d| d.to_string()),
            time.and_then(|t| t.basis).map(Named::word),
            self.points.json(&statement.source.spans),
            self.points.json(&statement.cue.spans),
            self.points.json(&statement.content.spans),
            addressee.map(|a| self.points.json(&a.spans)),
            self.points.words(&statement.source.spans),
            self.points.words(&statement.content.spans),
        ])?;
        Ok(())
    }

    /// Who passed a statement on, what it answers, and of whom it speaks.
    fn around(&self, key: Key, statement: &Statement) -> rusqlite::Result<()> {
        for (number, via) in (1..).zip(&statement.via) {
            let actor = self.find(via.actor.as_deref());
            self.connection.prepare_cached("INSERT INTO vias VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
                key,
                number,
                actor,
                self.points.json(&via.spans),
                via.text
            ])?;
        }
        let answers =
            [("denies", &statement.denies), ("supports", &statement.supports), ("responds_to", &statement.responds_to)];
        for (relation, others) in answers {
            for (number, other) in (1..).zip(others) {
                if let Some(other) = self.find(Some(other)) {
                    self.connection
                        .prepare_cached("INSERT INTO answers VALUES (?1, ?2, ?3, ?4)")?
                        .execute(params![key, relation, number, other])?;
                }
            }
        }
        let mut subjects = self.connection.prepare_cached("INSERT OR IGNORE INTO subjects VALUES (?1, ?2)")?;
        for span in &statement.content.spans {
            let first = self.mentions.partition_point(|(mention, _)| mention.start < span.start);
            for (mention, actor) in self.mentions[first..].iter().take_while(|(m, _)| m.start < span.end) {
                if mention.end <= span.end {
                    subjects.execute(params![actor, key])?;
                }
            }
        }
        Ok(())
    }

    fn events(&self) -> rusqlite::Result<()> {
        for (number, event) in (1..).zip(&self.record.events) {
            let Some(key) = self.own(Kind::Event, number, &event.id) else { continue };
            self.event(key, event)?;
            self.parties(key, "source", &event.source)?;
            self.parties(key, "target", &event.target)?;
            let mut rows = self.connection.prepare_cached("INSERT INTO voices VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
            for (number, voice) in (1..).zip(&event.voices) {
                let (by, actor) = match &voice.by {
                    By::Narrator => ("narrator", None),
                    By::Unknown => ("unknown", None),
                    By::Actor(id) => ("actor", self.find(Some(id))),
                };
                let statement = self.find(voice.statement.as_deref());
                rows.execute(params![key, number, by, actor, statement, voice.factuality.name()])?;
            }
        }
        Ok(())
    }

    fn event(&self, key: Key, event: &Event) -> rusqlite::Result<()> {
        const SQL: &str = "INSERT INTO events (key, id, code, root, name, plover_event, plover_mode, plover_context,
            quad, goldstein, time_begin, time_end, time_basis, time_value, timex, sentence, place, place_country, lat,
            lon, place_spans, action_spans, action)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23)";
        let context = (!event.plover.context.is_empty()).then(|| event.plover.context.join(";"));
        let place = event.place.as_ref();
        let begin = event.action.spans.first().map_or(0, |s| s.start);
        self.connection.prepare_cached(SQL)?.execute(params![
            key,
            event.id,
            event.code,
            event.root,
            event.name,
            event.plover.event,
            event.plover.mode,
            context,
            event.quad,
            // By its decimal digits: 3.4 in single precision is 3.4000000953 in double.
            event.goldstein.to_string().parse::<f64>().unwrap_or_default(),
            event.time.begin.map(|d| d.to_string()),
            event.time.end.map(|d| d.to_string()),
            event.time.basis.map(Named::word),
            event.time.value,
            self.find(event.time.timex.as_deref()),
            self.sentence(begin),
            place.map(|p| &p.name),
            place.and_then(|p| p.country.as_ref()),
            place.and_then(|p| p.lat),
            place.and_then(|p| p.lon),
            place.map(|p| self.points.json(&p.spans)),
            self.points.json(&event.action.spans),
            self.points.words(&event.action.spans),
        ])?;
        Ok(())
    }

    fn parties(&self, event: Key, side: &str, parties: &[Party]) -> rusqlite::Result<()> {
        let mut rows = self.connection.prepare_cached("INSERT INTO parties VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        for (number, party) in (1..).zip(parties) {
            let actor = self.find(party.actor.as_deref());
            let (spans, words) = (self.points.json(&party.spans), self.points.words(&party.spans));
            rows.execute(params![event, side, number, actor, party.code, spans, words])?;
        }
        Ok(())
    }

    fn conflicts(&self) -> rusqlite::Result<()> {
        const SQL: &str = "INSERT INTO conflicts (key, id, kind, first, second, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let mut rows = self.connection.prepare_cached(SQL)?;
        for (number, conflict) in (1..).zip(&self.record.conflicts) {
            let Some(key) = self.own(Kind::Conflict, number, &conflict.id) else { continue };
            let [first, second] = conflict.between.as_slice() else { continue };
            if let (Some(first), Some(second)) = (self.find(Some(first)), self.find(Some(second))) {
                rows.execute(params![key, conflict.id, conflict.kind.word(), first, second, conflict.why])?;
            }
        }
        Ok(())
    }

    /// The ids that are asked for most, in one row of words.
    fn ids(&self) -> rusqlite::Result<()> {
        let record = self.record;
        let mut ids = String::new();
        let all = record.statements.iter().map(|x| &x.id).chain(record.events.iter().map(|x| &x.id));
        for id in all.chain(record.conflicts.iter().map(|x| &x.id)) {
            ids.push_str(id);
            ids.push(' ');
        }
        self.connection
            .prepare_cached("INSERT INTO id_words (rowid, ids) VALUES (?1, ?2)")?
            .execute(params![self.document, ids])?;
        Ok(())
    }
}

fn row(document: DocumentKey, kind: Kind, number: usize) -> Key {
    document.row(kind, number).expect("`Batch::add` takes no document with more rows than that")
}
