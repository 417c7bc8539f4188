//! Who said what.

use super::condition;
use super::query::Query;
use super::row::{list, row};
use super::{Filter, Taken};
use crate::{Ledger, Result};

row! {
    /// One statement in one document.
    StatementRow {
        /// Id of the statement.
        id: String,
        /// Id of the document.
        document: String,
        /// Day of its publication.
        document_date: Option<String>,
        /// Number of the sentence in which it begins.
        sentence: i64,
        /// Day on which it was said, as far as known; else of publication.
        day: Option<String>,
        /// Who said it.
        source: Option<String>,
        /// Their code.
        source_code: Option<String>,
        /// The words that name the source.
        source_words: String,
        /// What the speaker does by saying it.
        act: String,
        /// `direct`, `indirect`, `mixed`.
        quote: String,
        /// Lemma of the cue.
        cue: String,
        /// What was said.
        content: String,
        /// Of whom it speaks.
        about: Vec<String>,
        /// To whom it was said.
        addressee: Option<String>,
        /// Who passed it on.
        via: Vec<String>,
        /// Id of the statement that holds it.
        within: Option<String>,
        /// Ids of the statements of its document that it denies.
        denies: Vec<String>,
        /// Id of the claim of which this is one statement.
        claim: Option<String>,
        /// Whether it `asserts` or `denies` the claim.
        stance: Option<String>,
    }
}

impl Ledger {
    /// Statements, by day. A code or place means that of an event which the statement tells; `narrator_only` leaves out
    /// statements that the article has from somebody else's.
    ///
    /// # Errors
    /// Those of SQLite and of `take`, and filters that can't be understood.
    pub fn statements(&self, filter: &Filter, take: impl FnMut(StatementRow) -> Taken) -> Result<()> {
        let mut condition = condition::statements(filter)?.of_rows("s");
        condition.push(" ORDER BY s.day IS NULL, s.day, s.key").limit(filter);
        self.statements_where(condition, take)
    }

    /// Statements (`s`) for which `condition`, ` AND …`, holds.
    pub(super) fn statements_where(&self, condition: Query, take: impl FnMut(StatementRow) -> Taken) -> Result<()> {
        let mut keys = Query::new("SELECT s.key FROM statements s WHERE 1");
        keys.append(condition);
        let query = "SELECT s.id, d.id, d.date, s.sentence, s.day, coalesce(i.name, a.name), a.code, s.source_words, s.act, s.quote,
             s.cue_lemma, s.content,
             (SELECT group_concat(coalesce(bi.name, b.name), char(31) ORDER BY u.actor) FROM subjects u
              JOIN actors b ON b.key = u.actor LEFT JOIN identities bi ON bi.key = b.identity
              WHERE u.actor BETWEEN s.document << 28 AND (s.document + 1) << 28 AND u.statement = s.key),
             coalesce(ai.name, ad.name, s.addressee_words),
             (SELECT group_concat(coalesce(va.name, v.words), char(31) ORDER BY v.number) FROM vias v
              LEFT JOIN actors va ON va.key = v.actor WHERE v.statement = s.key),
             w.id,
             (SELECT group_concat(o.id, char(31) ORDER BY n.number) FROM answers n JOIN statements o ON o.key = n.other
              WHERE n.statement = s.key AND n.relation = 'denies'),
             c.id, p.stance
             FROM statements s JOIN heads d ON d.key = s.document LEFT JOIN actors a ON a.key = s.source
             LEFT JOIN identities i ON i.key = a.identity LEFT JOIN actors ad ON ad.key = s.addressee
             LEFT JOIN identities ai ON ai.key = ad.identity LEFT JOIN statements w ON w.key = s.within
             LEFT JOIN positions p ON p.statement = s.key LEFT JOIN claims c ON c.key = p.claim WHERE s.key = ?1";
        let read = |row: &rusqlite::Row<'_>| {
            let words: String = row.get(7)?;
            let name: Option<String> = row.get(5)?;
            Ok(StatementRow {
                id: row.get(0)?,
                document: row.get(1)?,
                document_date: row.get(2)?,
                sentence: row.get(3)?,
                day: row.get(4)?,
                source: name.or_else(|| Some(words.clone()).filter(|w| !w.is_empty())),
                source_code: row.get(6)?,
                source_words: words,
                act: row.get(8)?,
                quote: row.get(9)?,
                cue: row.get(10)?,
                content: row.get(11)?,
                about: list(row.get(12)?),
                addressee: row.get(13)?,
                via: list(row.get(14)?),
                within: row.get(15)?,
                denies: list(row.get(16)?),
                claim: row.get(17)?,
                stance: row.get(18)?,
            })
        };
        self.rows_of(&keys, query, read, take)
    }
}
