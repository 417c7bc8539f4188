//! Sentences that hold given words, best first, with what they put on record.

use super::condition;
use super::query::Query;
use super::row::{list, row};
use super::who;
use super::{Filter, Taken};
use crate::{Ledger, Result};

row! {
    /// A sentence, or a title (sentence 0).
    SearchRow {
        /// Id of the document.
        document: String,
        /// Day of its publication.
        document_date: Option<String>,
        /// Its title.
        title: Option<String>,
        /// Who published it.
        publisher: Option<String>,
        /// Where.
        url: Option<String>,
        /// Number of the sentence.
        sentence: i64,
        /// The sentence.
        words: String,
        /// Ids of the statements that it is part of.
        statements: Vec<String>,
        /// Ids of the events that it tells.
        events: Vec<String>,
    }
}

impl Ledger {
    /// Sentences that hold all of `wanted`: words in any form, phrases in quotation marks. Days are those of publication,
    /// actors those of the document; other filters ask for a sentence that tells such an event or statement.
    ///
    /// # Errors
    /// Those of SQLite and of `take`, and filters that can't be understood.
    pub fn search(&self, wanted: &str, filter: &Filter, take: impl FnMut(SearchRow) -> Taken) -> Result<()> {
        let mut query = Query::new(
            "SELECT d.id, d.date, d.title, d.publisher, d.url, x.number,
             CASE x.number WHEN 0 THEN d.title ELSE substr(d.text, n.start + 1, n.end - n.start) END,
             (SELECT group_concat(s.id, char(31) ORDER BY s.key) FROM statements s WHERE s.key BETWEEN d.key << 28
              AND (d.key + 1) << 28 AND x.number BETWEEN s.sentence AND s.last_sentence),
             (SELECT group_concat(e.id, char(31) ORDER BY e.key) FROM events e WHERE e.key BETWEEN d.key << 28
              AND (d.key + 1) << 28 AND x.number = e.sentence)
             FROM (SELECT w.rowid AS key, w.rowid >> 28 AS document, w.rowid - ((w.rowid >> 28) << 28) AS number, rank
             FROM sentence_words w JOIN heads d ON d.key = w.rowid >> 28 WHERE sentence_words MATCH ?",
        );
        // All words that are asked for, in whatever way.
        let words = [Some(wanted), filter.text.as_deref()].into_iter().flatten().map(who::words);
        query.value(words.collect::<Result<String>>()?);
        query.append(condition::documents(filter));
        for actor in &filter.actors {
            query.push(" AND d.key IN (SELECT key >> 28 FROM (").append(who::actors(actor)?.named()).push("))");
        }
        let of_events =
            Filter { by: None, about: None, acts: Vec::new(), actors: Vec::new(), text: None, ..filter.clone() };
        if filter.is_about_events() {
            query.push(" AND w.rowid IN (SELECT (e.document << 28) + e.sentence FROM events e WHERE 1");
            query.append(condition::events(&of_events)?.of_rows("e")).push(")");
        }
        if filter.is_about_statements() {
            query.push(" AND w.rowid IN (SELECT (s.document << 28) + s.sentence FROM statements s WHERE 1");
            let (by, about, acts) = (filter.by.clone(), filter.about.clone(), filter.acts.clone());
            query
                .append(condition::statements(&Filter { by, about, acts, ..Filter::default() })?.of_rows("s"))
                .push(")");
        }
        query.push(" ORDER BY rank, w.rowid").limit(filter);
        query.push(
            ") x JOIN documents d ON d.key = x.document LEFT JOIN sentences n ON n.key = x.key ORDER BY x.rank, x.key",
        );
        let read = |row: &rusqlite::Row<'_>| {
            let words: Option<String> = row.get(6)?;
            Ok(SearchRow {
                document: row.get(0)?,
                document_date: row.get(1)?,
                title: row.get(2)?,
                publisher: row.get(3)?,
                url: row.get(4)?,
                sentence: row.get(5)?,
                words: words.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" "),
                statements: list(row.get(7)?),
                events: list(row.get(8)?),
            })
        };
        self.rows(&query, read, take)
    }
}
