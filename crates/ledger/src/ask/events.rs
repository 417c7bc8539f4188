//! Who did what to whom, when and where, and on whose word.

use super::condition;
use super::query::Query;
use super::row::{list, row};
use super::{Filter, Taken};
use crate::{Ledger, Result};

row! {
    /// One account of an event.
    EventRow {
        /// Id of the event.
        id: String,
        /// Id of the document.
        document: String,
        /// Day of its publication.
        document_date: Option<String>,
        /// Number of the sentence.
        sentence: i64,
        /// First day.
        time_begin: Option<String>,
        /// Last day.
        time_end: Option<String>,
        /// `stated`, or `publication` where the day is assumed.
        time_basis: Option<String>,
        /// Who acts.
        source: Vec<String>,
        /// Their codes.
        source_code: Vec<String>,
        /// CAMEO code.
        code: String,
        /// Its name.
        name: String,
        /// PLOVER event.
        plover_event: String,
        /// PLOVER mode.
        plover_mode: Option<String>,
        /// 1 to 4.
        quad: i64,
        /// −10 to 10.
        goldstein: f64,
        /// Who is acted on.
        target: Vec<String>,
        /// Their codes.
        target_code: Vec<String>,
        /// The words that name the action.
        action: String,
        /// Where.
        place: Option<String>,
        /// ISO 3166-1 alpha-3.
        place_country: Option<String>,
        /// Degrees north.
        lat: Option<f64>,
        /// Degrees east.
        lon: Option<f64>,
        /// Who commits to it, and how far: `narrator CT+`.
        voices: Vec<String>,
        /// Id of the happening of which this is an account.
        happening: Option<String>,
        /// Accounts of that happening.
        accounts: i64,
        /// Documents that give them, copies left out.
        documents: i64,
    }
}

/// Names or codes of a side, in order, joined.
pub(super) fn side(side: &str, what: &str) -> String {
    format!(
        "(SELECT group_concat({what}, char(31) ORDER BY p.number) FROM parties p {} WHERE p.event = e.key
         AND p.side = '{side}')",
        who("p")
    )
}

/// Joins the identity (`i`), or the actor without one (`a`), that `who` of a table tells.
pub(super) fn who(of: &str) -> String {
    format!(
        "LEFT JOIN identities i ON i.key = {of}.who
         LEFT JOIN actors a ON a.key = CASE WHEN {of}.who < 0 THEN -{of}.who END"
    )
}

/// The best name of a party: its identity's, its own, its words, its code.
pub(super) const NAME: &str = "coalesce(i.name, a.name, nullif(p.words, ''), p.code)";

/// Voices with their factuality, joined.
fn voices() -> String {
    format!(
        "(SELECT group_concat(CASE v.voice WHEN 'narrator' THEN 'narrator' ELSE coalesce(i.name, a.name,
         (SELECT nullif(source_words, '') FROM statements s WHERE s.key = v.statement), 'an unnamed source') END
         || ' ' || v.factuality, char(31) ORDER BY v.number) FROM voices v {} WHERE v.event = e.key)",
        who("v")
    )
}

impl Ledger {
    /// Events, by day.
    ///
    /// # Errors
    /// Those of SQLite and of `take`, and filters that can't be understood.
    pub fn events(&self, filter: &Filter, take: impl FnMut(EventRow) -> Taken) -> Result<()> {
        let mut condition = condition::events(filter)?.of_rows("e");
        condition.push(" ORDER BY e.time_begin IS NULL, e.time_begin, e.key").limit(filter);
        self.events_where(condition, take)
    }

    /// Events (`e`) for which `condition`, ` AND …`, holds.
    pub(super) fn events_where(&self, condition: Query, take: impl FnMut(EventRow) -> Taken) -> Result<()> {
        let mut keys = Query::new("SELECT e.key FROM events e WHERE 1");
        keys.append(condition);
        let mut query = Query::new("SELECT e.id, d.id, d.date, e.sentence, e.time_begin, e.time_end, e.time_basis, ");
        query.push(&side("source", NAME)).push(", ").push(&side("source", "p.code"));
        query.push(", e.code, e.name, e.plover_event, e.plover_mode, e.quad, e.goldstein, ");
        query.push(&side("target", NAME)).push(", ").push(&side("target", "p.code"));
        query.push(", e.action, e.place, e.place_country, e.lat, e.lon, ").push(&voices());
        query.push(
            ", h.id, ifnull(h.accounts, 1), ifnull(h.documents, 1) FROM events e JOIN heads d ON d.key = e.document
             LEFT JOIN accounts c ON c.event = e.key LEFT JOIN happenings h ON h.key = c.happening WHERE e.key = ?1",
        );
        let read = |row: &rusqlite::Row<'_>| {
            Ok(EventRow {
                id: row.get(0)?,
                document: row.get(1)?,
                document_date: row.get(2)?,
                sentence: row.get(3)?,
                time_begin: row.get(4)?,
                time_end: row.get(5)?,
                time_basis: row.get(6)?,
                source: list(row.get(7)?),
                source_code: list(row.get(8)?),
                code: row.get(9)?,
                name: row.get(10)?,
                plover_event: row.get(11)?,
                plover_mode: row.get(12)?,
                quad: row.get(13)?,
                goldstein: row.get(14)?,
                target: list(row.get(15)?),
                target_code: list(row.get(16)?),
                action: row.get(17)?,
                place: row.get(18)?,
                place_country: row.get(19)?,
                lat: row.get(20)?,
                lon: row.get(21)?,
                voices: list(row.get(22)?),
                happening: row.get(23)?,
                accounts: row.get(24)?,
                documents: row.get(25)?,
            })
        };
        self.rows_of(&keys, &query.sql, read, take)
    }
}
