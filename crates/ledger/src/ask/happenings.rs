//! Happenings: what several accounts report, counted once, each account kept.

use super::condition;
use super::events::{NAME, who};
use super::query::Query;
use super::row::{json_list, row};
use super::{Filter, Taken};
use crate::{Ledger, Result};

row! {
    /// A happening with its accounts.
    HappeningRow {
        /// Id of the happening.
        id: String,
        /// First day.
        time_begin: Option<String>,
        /// Last day.
        time_end: Option<String>,
        /// CAMEO code.
        code: String,
        /// Its name.
        name: String,
        /// Who acts, over all accounts.
        source: Vec<String>,
        /// Who is acted on, over all accounts.
        target: Vec<String>,
        /// Where.
        place: Option<String>,
        /// ISO 3166-1 alpha-3.
        place_country: Option<String>,
        /// Figures that the accounts give.
        figures: Vec<String>,
        /// Who commits to it.
        voices: Vec<String>,
        /// How many accounts.
        accounts: i64,
        /// How many documents give them, copies left out.
        documents: i64,
        /// Ids of the accounts: events, and mentions from which no event was coded.
        events: Vec<String>,
    }
}

/// Over all accounts, without repetitions.
fn over(what: &str, from: &str) -> String {
    format!("(SELECT json_group_array(DISTINCT {what}) FROM accounts c {from} WHERE c.happening = h.key{{}})")
}

impl Ledger {
    /// Happenings by day; filters ask for a happening of which one account is so.
    ///
    /// # Errors
    /// Those of SQLite and of `take`, and filters that can't be understood.
    pub fn happenings(&self, filter: &Filter, take: impl FnMut(HappeningRow) -> Taken) -> Result<()> {
        let mut condition = Query::default();
        if !filter.is_empty() {
            condition.push(" AND h.key IN (SELECT c.happening FROM accounts c WHERE 1");
            condition.append(condition::events(filter)?.of_keys("c.event", "events", "e")).push(")");
        }
        condition.push(" ORDER BY h.time_begin IS NULL, h.time_begin, h.id").limit(filter);
        self.happenings_where(condition, take)
    }

    pub(super) fn happenings_where(&self, condition: Query, take: impl FnMut(HappeningRow) -> Taken) -> Result<()> {
        let mut keys = Query::new("SELECT h.key FROM happenings h WHERE 1");
        keys.append(condition);
        let parties = over(NAME, &format!("JOIN parties p ON p.event = c.event {}", who("p")));
        let voices = over(
            "CASE v.voice WHEN 'narrator' THEN 'narrator' ELSE coalesce(i.name, a.name, 'an unnamed source') END
             || ' ' || v.factuality",
            &format!("JOIN voices v ON v.event = c.event {}", who("v")),
        );
        let figures = over("f.counts || ' ' || f.words", "JOIN figures f ON f.account = c.event");
        let events = over(
            "coalesce(e.id, m.id)",
            "LEFT JOIN events e ON e.key = c.event LEFT JOIN mentions m ON m.key = c.event",
        );
        let mut query = Query::new("SELECT h.id, h.time_begin, h.time_end, h.code, h.name, ");
        query.push(&parties.replace("{}", " AND p.side = 'source'")).push(", ");
        query.push(&parties.replace("{}", " AND p.side = 'target'")).push(", h.place, h.place_country, ");
        query.push(&figures.replace("{}", "")).push(", ").push(&voices.replace("{}", ""));
        query.push(", h.accounts, h.documents, ").push(&events.replace("{}", ""));
        query.push(" FROM happenings h WHERE h.key = ?1");
        let read = |row: &rusqlite::Row<'_>| {
            Ok(HappeningRow {
                id: row.get(0)?,
                time_begin: row.get(1)?,
                time_end: row.get(2)?,
                code: row.get(3)?,
                name: row.get(4)?,
                source: json_list(row.get(5)?),
                target: json_list(row.get(6)?),
                place: row.get(7)?,
                place_country: row.get(8)?,
                figures: json_list(row.get(9)?),
                voices: json_list(row.get(10)?),
                accounts: row.get(11)?,
                documents: row.get(12)?,
                events: json_list(row.get(13)?),
            })
        };
        self.rows_of(&keys, &query.sql, read, take)
    }
}
