//! Who is spoken of.

use super::condition;
use super::query::Query;
use super::row::{json_list, row};
use super::who;
use super::{Filter, Taken};
use crate::{Ledger, Result};
use rustc_hash::FxHashMap;

row! {
    /// Somebody, in all documents.
    ActorRow {
        /// Id of the identity; of the actor in its document, where it is linked to nobody.
        id: String,
        /// The best name.
        name: String,
        /// `person`, `country`, `organization`, `group`, `place`.
        kind: String,
        /// ISO 3166-1 alpha-3.
        country: Option<String>,
        /// CAMEO actor code.
        code: Option<String>,
        /// Documents that speak of it.
        documents: i64,
        /// Mentions in them.
        mentions: i64,
        /// Statements that it made.
        statements: i64,
        /// Events in which it has a part.
        events: i64,
        /// First day of publication.
        first_day: Option<String>,
        /// Last day of publication.
        last_day: Option<String>,
        /// All its names.
        names: Vec<String>,
    }
}

impl Ledger {
    /// Actors, those of most documents first. Those that are linked to nobody are taken together by name, kind and code.
    /// Days are those of publication; filters about events or statements leave
    /// those who have a part in such an event, or make such a statement.
    ///
    /// # Errors
    /// Those of SQLite and of `take`, and filters that can't be understood.
    pub fn actors(&self, filter: &Filter, take: impl FnMut(ActorRow) -> Taken) -> Result<()> {
        let mut query = Query::new(
            "SELECT ifnull(i.id, min(a.id)), coalesce(i.name, a.name), coalesce(i.kind, a.kind),
             coalesce(i.country, max(a.country)), coalesce(i.code, max(a.code)), count(DISTINCT a.document) AS documents,
             sum(a.mention_count) AS mentions, sum(a.statement_count), sum(a.event_count),
             min(d.date), max(d.date), json_group_array(DISTINCT a.name)",
        );
        // Where documents are asked for, their actors are looked up, else the documents of the actors.
        let of_events = filter.is_about_events();
        let by_documents = filter.since.is_some() || filter.until.is_some() || filter.document.is_some();
        query.push(if (by_documents || filter.text.is_some() && !of_events) && filter.actors.is_empty() {
            " FROM heads d CROSS JOIN actors a ON a.key BETWEEN d.key << 28 AND (d.key << 28) + 268435455"
        } else {
            " FROM actors a JOIN heads d ON d.key = a.document"
        });
        query.push(" LEFT JOIN identities i ON i.key = a.identity WHERE 1");
        // Who is in most documents is found by counting alone, before anything else is read of anybody.
        if let Some(limit) = filter.limit.filter(|_| filter.is_empty()) {
            let (identities, others) = self.busiest(limit).map_err(|e| self.error(e))?;
            let list = |keys: &[i64]| serde_json::to_string(keys).expect("numbers are JSON");
            query.push(" AND (a.identity IN (SELECT value FROM json_each(?))").value(list(&identities));
            query.push(" OR a.key IN (SELECT value FROM json_each(?)))").value(list(&others));
        }
        query.append(condition::documents(filter));
        for actor in &filter.actors {
            query.push(" AND a.key IN (").append(who::actors(actor)?).push(")");
        }
        if of_events {
            query.push(" AND a.key IN (SELECT p.actor FROM parties p WHERE 1");
            let filter = Filter { actors: Vec::new(), by: None, about: None, acts: Vec::new(), ..filter.clone() };
            query.append(condition::events(&filter)?.of_keys("p.event", "events", "e")).push(")");
        } else if let Some(text) = &filter.text {
            query.push(" AND d.key IN (SELECT rowid >> 28 FROM sentence_words WHERE sentence_words MATCH ?)");
            query.value(who::words(text)?);
        }
        if filter.is_about_statements() {
            query.push(" AND a.key IN (SELECT s.source FROM statements s WHERE 1");
            let of_statements = Filter {
                by: filter.by.clone(),
                about: filter.about.clone(),
                acts: filter.acts.clone(),
                ..Filter::default()
            };
            query.append(condition::statements(&of_statements)?.of_rows("s")).push(")");
        }
        query.push(
            " GROUP BY a.identity, CASE WHEN a.identity IS NULL THEN a.name || char(31) || a.kind || ifnull(a.code, '') END ORDER BY documents DESC, mentions DESC, 2, 1",
        );
        query.limit(filter);
        let read = |row: &rusqlite::Row<'_>| {
            Ok(ActorRow {
                id: row.get(0)?,
                name: row.get(1)?,
                kind: row.get(2)?,
                country: row.get(3)?,
                code: row.get(4)?,
                documents: row.get(5)?,
                mentions: row.get(6)?,
                statements: row.get(7)?,
                events: row.get(8)?,
                first_day: row.get(9)?,
                last_day: row.get(10)?,
                names: json_list(row.get(11)?),
            })
        };
        self.rows(&query, read, take)
    }

    /// The identities that occur in most documents, and the actors without one that are taken together by name, kind
    /// and code: `limit` of them, and those that occur in as many documents as the last.
    fn busiest(&self, limit: u64) -> rusqlite::Result<(Vec<i64>, Vec<i64>)> {
        let mut linked = Counts::default();
        // The index holds all of it, in this order.
        let mut statement = self.connection.prepare(
            "SELECT identity, key >> 28 FROM actors INDEXED BY actors_identity WHERE identity IS NOT NULL
             ORDER BY identity, key",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            linked.add(row.get::<_, i64>(0)?, row.get(1)?);
        }
        let mut apart: FxHashMap<Apart, (Counts<()>, Vec<i64>)> = FxHashMap::default();
        let mut statement =
            self.connection.prepare("SELECT key, name, kind, code FROM actors NOT INDEXED WHERE identity IS NULL")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let key: i64 = row.get(0)?;
            let (counts, keys) = apart.entry((row.get(1)?, row.get(2)?, row.get(3)?)).or_default();
            counts.add((), key >> 28);
            keys.push(key);
        }
        let apart: Vec<(u32, Vec<i64>)> =
            apart.into_values().map(|(counts, keys)| (counts.0.first().map_or(0, |c| c.1), keys)).collect();
        let mut all: Vec<u32> = linked.0.iter().map(|c| c.1).chain(apart.iter().map(|a| a.0)).collect();
        all.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
        let last = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(1);
        let least = all.get(last).copied().unwrap_or_default();
        let identities = linked.0.iter().filter(|c| c.1 >= least).map(|c| c.0).collect();
        let others = apart.into_iter().filter(|a| a.0 >= least).flat_map(|a| a.1).collect();
        Ok((identities, others))
    }
}

/// Name, kind and code of an actor that is linked to nobody.
type Apart = (String, String, Option<String>);

/// In how many documents each occurs, told in order: who, how many, and the last document.
#[derive(Default)]
struct Counts<T = i64>(Vec<(T, u32, i64)>);

impl<T: PartialEq> Counts<T> {
    fn add(&mut self, who: T, document: i64) {
        match self.0.last_mut().filter(|(last, ..)| *last == who) {
            Some((_, _, last)) if *last == document => {}
            Some((_, count, last)) => (*count, *last) = (*count + 1, document),
            None => self.0.push((who, 1, document)),
        }
    }
}
