//! Where accounts differ, in one document or between several.

use super::condition;
use super::query::Query;
use super::row::row;
use super::{Filter, Taken};
use crate::{Ledger, Result};

row! {
    /// Two accounts that can't both hold.
    ConflictRow {
        /// Id of the conflict.
        id: String,
        /// `date`, `denial`, `number`, `actor`.
        kind: String,
        /// `document` or `documents`: within one, or between two.
        within: String,
        /// Id of the happening that both are accounts of.
        happening: Option<String>,
        /// Id of the claim that both are about.
        claim: Option<String>,
        /// Id of the earlier account, an event or a statement.
        first: String,
        /// Id of its document.
        first_document: String,
        /// Day of its publication.
        first_date: Option<String>,
        /// Who stands for it.
        first_by: Option<String>,
        /// Its words.
        first_words: String,
        /// Id of the other account.
        second: String,
        /// Id of its document.
        second_document: String,
        /// Day of its publication.
        second_date: Option<String>,
        /// Who stands for it.
        second_by: Option<String>,
        /// Its words.
        second_words: String,
        /// The difference in a sentence.
        why: String,
    }
}

/// Columns of one side: id, document, day, who, words. An event or a mention is told by its sentence, a
/// statement by its content.
fn side(side: &str) -> String {
    let event = format!("({side} >> 24) & 15 = 4");
    format!(
        "(SELECT id FROM events WHERE key = {side} UNION ALL SELECT id FROM statements WHERE key = {side}
           UNION ALL SELECT id FROM mentions WHERE key = {side}),
         (SELECT id FROM heads WHERE key = {side} >> 28), (SELECT date FROM heads WHERE key = {side} >> 28),
         CASE WHEN {event} THEN (SELECT group_concat(CASE v.voice WHEN 'narrator' THEN 'narrator'
             ELSE ifnull(a.name, 'an unnamed source') END, '; ') FROM voices v LEFT JOIN actors a ON a.key = v.actor
             WHERE v.event = {side} AND v.factuality <> 'Uu')
         ELSE (SELECT coalesce(i.name, a.name, s.source_words) FROM statements s LEFT JOIN actors a ON a.key = s.source
             LEFT JOIN identities i ON i.key = a.identity WHERE s.key = {side}) END,
         CASE WHEN {event} THEN (SELECT substr(d.text, n.start + 1, n.end - n.start) FROM events e
             JOIN texts d ON d.document = e.document JOIN sentences n ON n.key = (e.document << 28) + e.sentence
             WHERE e.key = {side})
         ELSE coalesce((SELECT content FROM statements WHERE key = {side}),
             (SELECT substr(d.text, n.start + 1, n.end - n.start) FROM accounts c JOIN texts d ON d.document = {side} >> 28
             JOIN sentences n ON n.key = ({side} >> 28 << 28) + c.sentence WHERE c.event = {side})) END"
    )
}

impl Ledger {
    /// Conflicts; filters ask for one of which one side, or an account of its happening, is so.
    ///
    /// # Errors
    /// Those of SQLite and of `take`, and filters that can't be understood.
    pub fn conflicts(&self, filter: &Filter, take: impl FnMut(ConflictRow) -> Taken) -> Result<()> {
        let mut condition = Query::default();
        if !filter.is_empty() {
            let of_events =
                |column| Ok::<_, crate::LedgerError>(condition::events(filter)?.of_keys(column, "events", "e"));
            condition.push(" AND (1").append(of_events("x.first")?).push(" OR 1").append(of_events("x.second")?);
            // There are few disputes beside the accounts of events.
            condition.push(
                " OR x.happening IN (SELECT c.happening FROM (SELECT DISTINCT happening FROM disputes
                 WHERE happening IS NOT NULL) q CROSS JOIN accounts c ON c.happening = q.happening WHERE 1",
            );
            condition.append(condition::events(filter)?.of_keys("+c.event", "events", "e")).push(")");
            // A filter that statements can't meet leaves conflicts of events.
            if filter.min_factuality.is_none() {
                for side in ["x.first", "x.second"] {
                    let of_side = condition::statements(filter)?.of_few(side, "statements", "s");
                    condition.push(" OR 1").append(of_side);
                }
            }
            condition.push(")");
        }
        condition.push(" ORDER BY x.first, x.second, x.id").limit(filter);
        self.conflicts_where(condition, take)
    }

    pub(super) fn conflicts_where(&self, condition: Query, take: impl FnMut(ConflictRow) -> Taken) -> Result<()> {
        let mut query = Query::new("SELECT x.id, x.kind, x.within, h.id, c.id, ");
        query.push(&side("x.first")).push(", ").push(&side("x.second"));
        query.push(
            ", x.why FROM (SELECT id, kind, 'document' AS within, NULL AS happening, NULL AS claim, first, second, why
             FROM conflicts UNION ALL SELECT id, kind, 'documents', happening, claim, first, second, why FROM disputes) x
             LEFT JOIN happenings h ON h.key = x.happening LEFT JOIN claims c ON c.key = x.claim WHERE 1",
        );
        query.append(condition);
        let read = |row: &rusqlite::Row<'_>| {
            let words = |at| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.unwrap_or_default());
            let one_line = |at| words(at).map(|w| w.split_whitespace().collect::<Vec<_>>().join(" "));
            Ok(ConflictRow {
                id: row.get(0)?,
                kind: row.get(1)?,
                within: row.get(2)?,
                happening: row.get(3)?,
                claim: row.get(4)?,
                first: words(5)?,
                first_document: words(6)?,
                first_date: row.get(7)?,
                first_by: row.get(8)?,
                first_words: one_line(9)?,
                second: words(10)?,
                second_document: words(11)?,
                second_date: row.get(12)?,
                second_by: row.get(13)?,
                second_words: one_line(14)?,
                why: row.get(15)?,
            })
        };
        self.rows(&query, read, take)
    }
}
