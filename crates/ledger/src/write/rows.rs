//! A record as rows.

use super::spans::Points;
use super::words::Words;
use crate::link::{self, Kept, Page, Text, Who};
use crate::names::Named;
use crate::{DocumentKey, Key, Kind};
use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use sayso_record::{Record, Span};

/// Writes `record` as the rows of document `key`, but for its words, which join `words`; gives who wrote them.
pub(crate) fn insert<'r>(
    connection: &'r Connection,
    key: DocumentKey,
    record: &'r Record,
    reader: i64,
    fingerprint: i64,
    (kept, words): (&mut Kept, &mut Words),
) -> rusqlite::Result<Writer<'r>> {
    let mut writer = Writer::new(connection, key, record);
    writer.document(reader, fingerprint)?;
    writer.sentences(words)?;
    writer.times()?;
    writer.who = writer.actors(kept, words)?;
    writer.statements()?;
    writer.events()?;
    writer.conflicts()?;
    writer.ids(words);
    Ok(writer)
}

/// Who writes the rows of a record.
pub(crate) struct Writer<'r> {
    pub(super) connection: &'r Connection,
    document: DocumentKey,
    pub(super) record: &'r Record,
    pub(super) points: Points<'r>,
    /// The row of every id.
    keys: FxHashMap<&'r str, Key>,
    /// Mentions by their place, with their actors.
    pub(super) mentions: Vec<(Span, Key)>,
    /// Who each actor is, by its number.
    who: Vec<i64>,
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
        Self {
            connection,
            document,
            record,
            points: Points::of(&record.document.text),
            keys,
            mentions,
            who: Vec::new(),
        }
    }

    /// The record as linking looks at it; `text` is that of its document.
    pub(crate) fn page<'p>(&self, text: &'p Text<'_>) -> Page<'p>
    where
        'r: 'p,
    {
        Page::of(self.record, text, |kind, number, id| self.own(kind, number, id), |id| self.find(Some(id)))
    }

    /// The key of the thing of that kind, number and id; `None` where the id was there before.
    pub(super) fn own(&self, kind: Kind, number: usize, id: &str) -> Option<Key> {
        let key = row(self.document, kind, number);
        (self.keys.get(id) == Some(&key)).then_some(key)
    }

    pub(super) fn find(&self, id: Option<&str>) -> Option<Key> {
        self.keys.get(id?).copied()
    }

    /// Who `actor` is: its identity, or its own key with a minus where it has none.
    pub(super) fn who(&self, actor: Option<Key>) -> Option<i64> {
        self.who.get(actor?.number()).copied()
    }

    /// Number of the sentence in which `span` begins, from 1.
    pub(super) fn sentence(&self, byte: u32) -> i64 {
        i64::try_from(self.record.sentences.partition_point(|s| s.span.start <= byte)).unwrap_or(i64::MAX)
    }

    fn document(&self, reader: i64, fingerprint: i64) -> rusqlite::Result<()> {
        let document = &self.record.document;
        let provenance = (!self.record.provenance.is_empty())
            .then(|| serde_json::to_string(&self.record.provenance).expect("a list of strings is JSON"));
        self.connection
            .prepare_cached("INSERT INTO heads VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?
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
            ])?;
        self.connection
            .prepare_cached("INSERT INTO texts VALUES (?1, ?2)")?
            .execute(params![self.document, document.text])?;
        Ok(())
    }

    fn sentences(&self, words: &mut Words) -> rusqlite::Result<()> {
        let mut rows = self.connection.prepare_cached("INSERT INTO sentences (key, start, end) VALUES (?1, ?2, ?3)")?;
        if let Some(title) = &self.record.document.title {
            words.sentence(row(self.document, Kind::Sentence, 0), title);
        }
        for (number, sentence) in (1..).zip(&self.record.sentences) {
            let (key, span) = (row(self.document, Kind::Sentence, number), sentence.span);
            rows.execute(params![key, self.points.at(span.start), self.points.at(span.end)])?;
            words.sentence(key, span.of(self.points.text));
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

    /// Writes the actors, and gives who each of them is.
    fn actors(&self, kept: &mut Kept, words: &mut Words) -> rusqlite::Result<Vec<i64>> {
        const SQL: &str = "INSERT INTO actors (key, id, name, kind, country, code, mention_count, statement_count,
            event_count, roles, mentions, identity, identity_why)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
        let (says, acts) = self.counts();
        let mut rows = self.connection.prepare_cached(SQL)?;
        // Numbers are counted from 1.
        let mut all = vec![0; self.record.actors.len() + 1];
        for (number, actor) in (1..).zip(&self.record.actors) {
            let Some(key) = self.own(Kind::Actor, number, &actor.id) else { continue };
            let roles = (!actor.roles.is_empty())
                .then(|| serde_json::to_string(&actor.roles).expect("a list of offices is JSON"));
            let (kind, name) = (actor.kind.word(), actor.name.as_str());
            let who = Who { kind, name, country: actor.country.as_deref(), code: actor.code.as_deref() };
            let identity = link::identify(self.connection, &who, kept)?;
            if identity.is_none() {
                words.actor(key, name);
            }
            all[number] = identity.map_or(-key.0, |(identity, _)| identity);
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
                self.points.lengths(&actor.mentions),
                identity.map(|(identity, _)| identity),
                identity.and_then(|(_, why)| why),
            ])?;
        }
        Ok(all)
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
    fn ids(&self, words: &mut Words) {
        let record = self.record;
        let statements = record.statements.iter().map(|x| &x.id);
        let ids = statements.chain(record.events.iter().map(|x| &x.id)).chain(record.conflicts.iter().map(|x| &x.id));
        words.ids(self.document, ids.map(String::as_str));
    }
}

fn row(document: DocumentKey, kind: Kind, number: usize) -> Key {
    document.row(kind, number).expect("`Batch::add` takes no document with more rows than that")
}
