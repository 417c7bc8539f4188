//! Everything about one row: its fields, its words in their sentence, and what it is linked with.

use super::query::Query;
use super::{Cell, Row};
use crate::{DocumentKey, Key, Kind, Ledger, Result};
use rusqlite::OptionalExtension;
use sayso_record::{Record, Span};

/// A row with its words and links.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// What it is: `event`, `document`, …
    pub what: &'static str,
    /// Its fields with their names.
    pub fields: Vec<(&'static str, Cell)>,
    /// Where it stands, if it stands in a text.
    pub passage: Option<Passage>,
    /// What it is linked with.
    pub related: Vec<Related>,
}

/// Words in their context.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The sentences that hold the words.
    pub text: String,
    /// Where in `text` the words stand, in bytes.
    pub marks: Vec<Span>,
}

/// Something linked with the row shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// How.
    pub relation: String,
    /// Its id.
    pub id: String,
    /// Its words.
    pub words: String,
}

/// Relation, id and words of what is linked with the row of key `?1`.
const OF_EVENT: &str = "SELECT p.side, a.id, a.name FROM parties p JOIN actors a ON a.key = p.actor WHERE p.event = ?1
    UNION ALL SELECT 'told in', s.id, s.content FROM voices v JOIN statements s ON s.key = v.statement WHERE v.event = ?1
    UNION ALL SELECT 'account of', h.id, h.name FROM accounts c JOIN happenings h ON h.key = c.happening WHERE c.event = ?1
    UNION ALL SELECT 'another account', coalesce(e.id, m.id), coalesce(e.action, m.words) FROM accounts c
    JOIN accounts o ON o.happening = c.happening LEFT JOIN events e ON e.key = o.event
    LEFT JOIN mentions m ON m.key = o.event WHERE c.event = ?1 AND o.event <> ?1";
const OF_STATEMENT: &str = "SELECT 'source', a.id, a.name FROM statements s JOIN actors a ON a.key = s.source WHERE s.key = ?1
    UNION ALL SELECT 'about', a.id, a.name FROM subjects b JOIN actors a ON a.key = b.actor
    WHERE b.actor BETWEEN (?1 >> 28) << 28 AND ((?1 >> 28) + 1) << 28 AND b.statement = ?1
    UNION ALL SELECT 'within', w.id, w.content FROM statements s JOIN statements w ON w.key = s.within WHERE s.key = ?1
    UNION ALL SELECT n.relation, o.id, o.content FROM answers n JOIN statements o ON o.key = n.other WHERE n.statement = ?1
    UNION ALL SELECT 'tells of', e.id, e.action FROM events e JOIN voices v ON v.event = e.key
    WHERE e.key BETWEEN (?1 >> 28) << 28 AND ((?1 >> 28) + 1) << 28 AND v.statement = ?1
    UNION ALL SELECT p.stance, c.id, c.words FROM positions p JOIN claims c ON c.key = p.claim WHERE p.statement = ?1";
const OF_EITHER: &str =
    "SELECT 'conflict', id, why FROM conflicts WHERE key BETWEEN (?1 >> 28) << 28 AND ((?1 >> 28) + 1) << 28
    AND ?1 IN (first, second)
    UNION ALL SELECT 'conflict', id, why FROM disputes WHERE first = ?1 UNION ALL
    SELECT 'conflict', id, why FROM disputes WHERE second = ?1";
const OF_ACTOR: &str = "SELECT 'is', i.id, i.name || ifnull(' (by ' || a.identity_why || ')', '') FROM actors a
    JOIN identities i ON i.key = a.identity WHERE a.key = ?1
    UNION ALL SELECT 'says', s.id, s.content FROM actors a JOIN statements s ON s.who = ifnull(a.identity, -a.key)
    AND s.key BETWEEN (?1 >> 28) << 28 AND ((?1 >> 28) + 1) << 28 WHERE a.key = ?1 AND s.source = ?1
    UNION ALL SELECT p.side || ' of', e.id, e.action FROM actors a JOIN parties p ON p.who = ifnull(a.identity, -a.key)
    AND p.event BETWEEN (?1 >> 28) << 28 AND ((?1 >> 28) + 1) << 28 JOIN events e ON e.key = p.event
    WHERE a.key = ?1 AND p.actor = ?1";
const OF_DOCUMENT: &str = "SELECT 'copy of', o.id, ifnull(o.title, '') FROM copies c JOIN heads o ON o.key = c.original
    WHERE c.document = ?1 AND o.key <> ?1
    UNION ALL SELECT 'copied in', o.id, ifnull(o.title, '') FROM copies c JOIN heads o ON o.key = c.document
    WHERE c.original = ?1 AND o.key <> ?1
    UNION ALL SELECT 'read by', program, 'models ' || model || ', lexicons ' || lexicons FROM heads d
    JOIN readers r ON r.key = d.reader WHERE d.key = ?1
    UNION ALL SELECT 'came from', s.name, 'item ' || c.item FROM coverage c JOIN sources s ON s.key = c.source
    WHERE c.document = ?1
    UNION ALL SELECT 'statement', id, content FROM statements WHERE key BETWEEN ?1 << 28 AND (?1 + 1) << 28
    UNION ALL SELECT 'event', id, name || ': ' || action FROM events WHERE key BETWEEN ?1 << 28 AND (?1 + 1) << 28";
const OF_IDENTITY: &str = "SELECT d.id, a.id, a.name || ifnull(' (by ' || a.identity_why || ')', '') FROM actors a
    JOIN heads d ON d.key = a.document WHERE a.identity = ?1 ORDER BY a.key";
const OF_HAPPENING: &str = "SELECT d.id, coalesce(e.id, m.id), substr(d.text, n.start + 1, n.end - n.start)
    FROM accounts c LEFT JOIN events e ON e.key = c.event LEFT JOIN mentions m ON m.key = c.event
    JOIN documents d ON d.key = c.event >> 28
    LEFT JOIN sentences n ON n.key = (c.event >> 28 << 28) + c.sentence WHERE c.happening = ?1 ORDER BY n.key, c.event";
const OF_CLAIM: &str = "SELECT p.stance, s.id, s.content FROM positions p JOIN statements s ON s.key = p.statement
    WHERE p.claim = ?1 ORDER BY s.day, s.key";

impl Ledger {
    /// Everything about the row of that id; `None` where there is none.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn show(&self, id: &str) -> Result<Option<Shown>> {
        if let Some(document) = self.document(id)? {
            return self.show_document(document).map(Some);
        }
        if let Some(key) = self.row_of(id)? {
            return self.show_row(key, id).map(Some);
        }
        let linked: [(&'static str, &str, &str); 4] = [
            ("identity", "identities", OF_IDENTITY),
            ("happening", "happenings", OF_HAPPENING),
            ("claim", "claims", OF_CLAIM),
            ("conflict", "disputes", ""),
        ];
        for (what, table, related) in linked {
            let sql = format!("SELECT key FROM {table} WHERE id = ?1");
            let key = self.connection.query_row(&sql, [id], |row| row.get::<_, i64>(0)).optional();
            let Some(key) = key.map_err(|e| self.error(e))? else { continue };
            let mut fields = Vec::new();
            let mut condition = Query::default();
            match what {
                "happening" => {
                    condition.push(" AND h.key = ?").value(key);
                    self.happenings_where(condition, |row| fill(&mut fields, &row))?;
                }
                "claim" => {
                    condition.push(" AND c.key = ?").value(key);
                    self.claims_where(condition, |row| fill(&mut fields, &row))?;
                }
                "conflict" => {
                    condition.push(" AND x.id = ?").value(id.to_owned());
                    self.conflicts_where(condition, |row| fill(&mut fields, &row))?;
                }
                _ => {
                    let filter = super::Filter { actors: vec![id.to_owned()], ..super::Filter::default() };
                    self.actors(&filter, |row| fill(&mut fields, &row))?;
                }
            }
            let related = if related.is_empty() { Vec::new() } else { self.related(related, key)? };
            return Ok(Some(Shown { what, fields, passage: None, related }));
        }
        Ok(None)
    }

    /// The key of the row of that id in some document.
    fn row_of(&self, id: &str) -> Result<Option<Key>> {
        let Ok(word) = super::who::words(&format!("\"{}\"", id.replace('"', " "))) else { return Ok(None) };
        let find = || -> rusqlite::Result<Option<Key>> {
            let documents = "SELECT rowid FROM id_words WHERE id_words MATCH ?1";
            let document =
                self.connection.query_row(documents, [word], |row| row.get::<_, DocumentKey>(0)).optional()?;
            // Ids of actors and times are in no index: few ask for them, and there are many.
            let (tables, rows): (&[&str], _) = match document {
                Some(document) => (&["events", "statements", "conflicts"], document.rows()),
                None if id.starts_with("ac_") => (&["actors"], 0..=i64::MAX),
                None if id.starts_with("t") => (&["times"], 0..=i64::MAX),
                None if id.starts_with("mn_") => (&["mentions"], 0..=i64::MAX),
                None => return Ok(None),
            };
            for table in tables {
                let sql = format!("SELECT key FROM {table} WHERE key BETWEEN ?1 AND ?2 AND id = ?3");
                let key =
                    self.connection.query_row(&sql, (rows.start(), rows.end(), id), |row| row.get(0)).optional()?;
                if key.is_some() {
                    return Ok(key);
                }
            }
            Ok(None)
        };
        find().map_err(|e| self.error(e))
    }

    fn show_document(&self, document: DocumentKey) -> Result<Shown> {
        let mut fields = Vec::new();
        if let Some(record) = self.record(document)? {
            let d = &record.document;
            let text = |value: &Option<String>| Cell::from(value.clone());
            fields.extend([
                ("id", Cell::from(d.id.clone())),
                ("date", Cell::from(d.date.map(|d| d.to_string()))),
                ("title", text(&d.title)),
                ("publisher", text(&d.publisher)),
                ("url", text(&d.url)),
                ("language", text(&d.language)),
                ("provenance", Cell::from(record.provenance.clone())),
                ("text", Cell::from(d.text.clone())),
            ]);
        }
        let related = self.related(OF_DOCUMENT, document.0)?;
        Ok(Shown { what: "document", fields, passage: None, related })
    }

    fn show_row(&self, key: Key, id: &str) -> Result<Shown> {
        let mut fields = Vec::new();
        let mut condition = Query::default();
        let kind = key.kind();
        let (what, related) = match kind {
            Some(Kind::Event) => {
                condition.push(" AND e.key = ?").value(key.0);
                self.events_where(condition, |row| fill(&mut fields, &row))?;
                ("event", vec![OF_EVENT, OF_EITHER])
            }
            Some(Kind::Statement) => {
                condition.push(" AND s.key = ?").value(key.0);
                self.statements_where(condition, |row| fill(&mut fields, &row))?;
                ("statement", vec![OF_STATEMENT, OF_EITHER])
            }
            Some(Kind::Actor) => {
                let filter = super::Filter { actors: vec![id.to_owned()], ..super::Filter::default() };
                self.actors(&filter, |row| fill(&mut fields, &row))?;
                ("actor", vec![OF_ACTOR])
            }
            Some(Kind::Conflict) => {
                condition.push(" AND x.id = ?").value(id.to_owned());
                self.conflicts_where(condition, |row| fill(&mut fields, &row))?;
                ("conflict", Vec::new())
            }
            Some(Kind::Mention) => {
                let words = "SELECT words FROM mentions WHERE key = ?1";
                let words: String =
                    self.connection.query_row(words, [key], |row| row.get(0)).map_err(|e| self.error(e))?;
                fields.extend([("id", Cell::from(id.to_owned())), ("words", Cell::from(words))]);
                ("mention", vec![OF_EVENT])
            }
            _ => ("time", Vec::new()),
        };
        let record = self.record(key.document())?;
        if let Some(record) = &record {
            fields.insert(0, ("document", Cell::from(record.document.id.clone())));
            if let Some(time) = record.times.iter().find(|t| t.id == id) {
                fields.push(("value", Cell::from(time.value.clone())));
                fields.push(("time_begin", Cell::from(time.begin.map(|d| d.to_string()))));
                fields.push(("time_end", Cell::from(time.end.map(|d| d.to_string()))));
            }
            fields.push(("url", Cell::from(record.document.url.clone())));
        }
        let passage = record.as_ref().and_then(|record| passage(record, &spans(record, id)));
        let related = related.into_iter().map(|sql| self.related(sql, key.0)).collect::<Result<Vec<_>>>()?.concat();
        Ok(Shown { what, fields, passage, related })
    }

    fn related(&self, sql: &str, key: i64) -> Result<Vec<Related>> {
        let read = |row: &rusqlite::Row<'_>| {
            let words: String = row.get(2)?;
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            Ok(Related { relation: row.get(0)?, id: row.get(1)?, words })
        };
        let list =
            || -> rusqlite::Result<Vec<Related>> { self.connection.prepare(sql)?.query_map([key], read)?.collect() };
        list().map_err(|e| self.error(e))
    }
}

fn fill<R: Row>(fields: &mut Vec<(&'static str, Cell)>, row: &R) -> super::Taken {
    fields.extend(R::COLUMNS.iter().copied().zip(row.cells()).filter(|(name, _)| *name != "document"));
    Ok(())
}

/// The words of the thing of that id: the action, the content, the first mention, the expression.
fn spans(record: &Record, id: &str) -> Vec<Span> {
    let event = record.events.iter().find(|e| e.id == id).map(|e| e.action.spans.clone());
    let statement = || record.statements.iter().find(|s| s.id == id).map(|s| s.content.spans.clone());
    let actor = || record.actors.iter().find(|a| a.id == id).map(|a| a.mentions.iter().take(1).copied().collect());
    let time = || record.times.iter().find(|t| t.id == id).map(|t| vec![t.span]);
    event.or_else(statement).or_else(actor).or_else(time).unwrap_or_default()
}

/// The sentences that `spans` touch, and the spans in them.
fn passage(record: &Record, spans: &[Span]) -> Option<Passage> {
    let begin = spans.iter().map(|s| s.start).min()?;
    let end = spans.iter().map(|s| s.end).max()?;
    let touched = |s: &Span| s.start < end.max(begin + 1) && begin < s.end;
    let sentences: Vec<Span> = record.sentences.iter().map(|s| s.span).filter(touched).collect();
    let from = sentences.first().map_or(begin, |s| s.start.min(begin));
    let to = sentences.last().map_or(end, |s| s.end.max(end));
    let marks = spans.iter().map(|s| Span::new(s.start - from, s.end - from)).collect();
    Some(Passage { text: Span::new(from, to).of(&record.document.text).to_owned(), marks })
}
