//! Who is spoken of.

use super::condition::{self, Query};
use super::row::{json_list, row};
use super::{Filter, Taken};
use crate::{Ledger, Result};

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
             min(d.date), max(d.date), json_group_array(DISTINCT a.name)
             FROM actors a JOIN heads d ON d.key = a.document LEFT JOIN identities i ON i.key = a.identity WHERE 1",
        );
        query.append(condition::documents(filter));
        for actor in &filter.actors {
            query.push(" AND a.key IN (").append(condition::actors(actor)?).push(")");
        }
        if filter.is_about_events() {
            query.push(" AND a.key IN (SELECT p.actor FROM events e JOIN parties p ON p.event = e.key WHERE 1");
            let of_events = Filter { actors: Vec::new(), by: None, about: None, acts: Vec::new(), ..filter.clone() };
            query.append(condition::events(&of_events)?).push(")");
        } else if let Some(text) = &filter.text {
            query.push(" AND a.document IN (SELECT rowid >> 28 FROM sentence_words WHERE sentence_words MATCH ?)");
            query.value(condition::words(text)?);
        }
        if filter.is_about_statements() {
            query.push(" AND a.key IN (SELECT s.source FROM statements s WHERE 1");
            let of_statements = Filter {
                by: filter.by.clone(),
                about: filter.about.clone(),
                acts: filter.acts.clone(),
                ..Filter::default()
            };
            query.append(condition::statements(&of_statements)?).push(")");
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
}
