//! Filters as conditions of SQL.

use super::Filter;
use crate::{LedgerError, Result};
use rusqlite::types::Value;
use sayso_record::Factuality;

/// SQL that grows, with its values in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Query {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Query {
    pub(super) fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), values: Vec::new() }
    }

    pub(super) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a value, of which a `?` in the text tells the place.
    pub(super) fn value(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self
    }

    pub(super) fn append(&mut self, other: Self) -> &mut Self {
        self.sql.push_str(&other.sql);
        self.values.extend(other.values);
        self
    }

    /// The same with its first column called `key`.
    pub(super) fn named(mut self) -> Self {
        self.sql = self.sql.replacen("SELECT rowid FROM", "SELECT rowid AS key FROM", 1);
        self
    }

    pub(super) fn limit(&mut self, filter: &Filter) -> &mut Self {
        if let Some(limit) = filter.limit {
            self.push(" LIMIT ?").value(i64::try_from(limit).unwrap_or(i64::MAX));
        }
        self
    }
}

impl Filter {
    /// Whether it asks for something about events.
    pub(super) fn is_about_events(&self) -> bool {
        let parties = [&self.source, &self.target, &self.place, &self.voice];
        parties.iter().any(|f| f.is_some())
            || !self.codes.is_empty()
            || self.narrator_only
            || self.min_factuality.is_some()
    }

    /// Whether it asks for something about statements.
    pub(super) fn is_about_statements(&self) -> bool {
        self.by.is_some() || self.about.is_some() || !self.acts.is_empty()
    }

    /// Whether it limits anything but the number of rows.
    pub(super) fn is_empty(&self) -> bool {
        let others = [&self.text, &self.document];
        let days = self.since.is_none() && self.until.is_none();
        days && !self.is_about_events()
            && !self.is_about_statements()
            && self.actors.is_empty()
            && others.iter().all(|f| f.is_none())
    }
}

/// ` AND …` for the documents (`d`) of a row: their day of publication and their id.
pub(super) fn documents(filter: &Filter) -> Query {
    let mut query = Query::default();
    if let Some(since) = filter.since {
        query.push(" AND d.date >= ?").value(since.to_string());
    }
    if let Some(until) = filter.until {
        query.push(" AND d.date <= ?").value(until.to_string());
    }
    if let Some(document) = &filter.document {
        query.push(" AND d.id = ?").value(document.clone());
    }
    query
}

/// Keys of the actors that `named` means.
pub(super) fn actors(named: &str) -> Result<Query> {
    let named = named.trim();
    let mut query = Query::default();
    if named.starts_with("ac_") {
        query.push("SELECT key FROM actors WHERE id = ?").value(named.to_owned());
        return Ok(query);
    }
    if named.starts_with("id_") {
        query.push("SELECT a.key FROM identities i JOIN actors a ON a.identity = i.key WHERE i.id = ?");
        query.value(named.to_owned());
        return Ok(query);
    }
    let phrase = words(&format!("\"{}\"", named.replace('"', " ")))?;
    // Everybody of an identity that is called so, and who is called so and has none.
    query.push("SELECT rowid FROM actor_words WHERE actor_words MATCH ?").value(phrase.clone());
    query.push(" UNION SELECT o.key FROM identity_words w JOIN actors o ON o.identity = w.rowid >> 8");
    query.push(" WHERE identity_words MATCH ?").value(phrase);
    if let Some((from, to)) = code_range(named) {
        // Those whose identity has the code, and those who have it themselves where their identity has another or none.
        query.push(" UNION SELECT o.key FROM identities i JOIN actors o ON o.identity = i.key");
        query.push(" WHERE i.code >= ? AND i.code < ? UNION SELECT key FROM actors WHERE code >= ? AND code < ?");
        query.push(
            " AND (identity IS NULL OR identity_why IN ('name', 'spelling') OR identity_why = 'surname and country')",
        );
        query.value(from.clone()).value(to.clone()).value(from).value(to);
    }
    Ok(query)
}

/// The range of the actor codes that begin with `named`, where it can be a code: `RUS`, `RUSGOV`.
fn code_range(named: &str) -> Option<(String, String)> {
    let code = named.len() >= 3 && named.len().is_multiple_of(3) && named.bytes().all(|b| b.is_ascii_uppercase());
    code.then(|| (named.to_owned(), after(named)))
}

/// The least text behind all that begin with `prefix`, which is ASCII.
fn after(prefix: &str) -> String {
    let mut bytes = prefix.as_bytes().to_vec();
    if let Some(last) = bytes.last_mut() {
        *last = last.saturating_add(1).min(b'~');
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// A full-text query for what a user wrote: words that must all be there, phrases in quotation marks.
pub(super) fn words(written: &str) -> Result<String> {
    let mut query = String::new();
    for (number, part) in written.split('"').enumerate() {
        // Every second part stood in quotation marks.
        let phrases: Vec<&str> = if number % 2 == 1 { vec![part] } else { part.split_whitespace().collect() };
        for phrase in phrases.iter().filter(|p| p.chars().any(char::is_alphanumeric)) {
            query.push_str(&format!("\"{phrase}\" "));
        }
    }
    if query.is_empty() {
        return Err(LedgerError::Question(format!("`{written}` holds no word to look for")));
    }
    Ok(query)
}

/// ` AND …` for every filter that events (`e`) can have.
pub(super) fn events(filter: &Filter) -> Result<Query> {
    let mut query = days(filter, "e.");
    for actor in &filter.actors {
        parties(&mut query, filter, actor, "")?;
    }
    if let Some(source) = &filter.source {
        parties(&mut query, filter, source, " AND side = 'source'")?;
    }
    if let Some(target) = &filter.target {
        parties(&mut query, filter, target, " AND side = 'target'")?;
    }
    codes(&mut query, &filter.codes);
    if let Some(place) = &filter.place {
        let country = place.len() == 3 && place.bytes().all(|b| b.is_ascii_uppercase());
        let column = if country { "e.place_country = ?" } else { "e.place = ? COLLATE NOCASE" };
        query.push(&format!(" AND {column}")).value(place.clone());
    }
    for voice in [&filter.voice, &filter.by].into_iter().flatten() {
        query.push(" AND e.key IN (SELECT event FROM voices WHERE actor IN (").append(actors(voice)?).push(")");
        query.append(dated(filter, "event")).push(")");
    }
    if let Some(about) = &filter.about {
        parties(&mut query, filter, about, "")?;
    }
    if !filter.acts.is_empty() {
        query.push(" AND e.key IN (SELECT v.event FROM statements s JOIN voices v ON v.statement = s.key WHERE");
        query.push(" v.event BETWEEN (s.key >> 28) << 28 AND ((s.key >> 28) + 1) << 28");
        acts(&mut query, filter);
        query.push(")");
    }
    factuality(&mut query, filter);
    if let Some(text) = &filter.text {
        query.push(" AND e.key IN (").push(TOLD_WITH_WORDS).push(")");
        query.value(words(text)?);
    }
    if let Some(document) = &filter.document {
        in_document(&mut query, "e", document);
    }
    Ok(query)
}

/// Events (`m`) whose sentence holds words.
const TOLD_WITH_WORDS: &str = "SELECT m.key FROM sentence_words w JOIN events m
    ON m.key BETWEEN (w.rowid >> 28) << 28 AND ((w.rowid >> 28) + 1) << 28
    AND m.sentence = w.rowid - ((w.rowid >> 28) << 28) WHERE sentence_words MATCH ?";

/// Statements (`m`) of which a sentence holds words.
const WITH_WORDS: &str = "SELECT m.key FROM sentence_words w JOIN statements m
    ON m.key BETWEEN (w.rowid >> 28) << 28 AND ((w.rowid >> 28) + 1) << 28
    AND w.rowid - ((w.rowid >> 28) << 28) BETWEEN m.sentence AND m.last_sentence WHERE sentence_words MATCH ?";

/// ` AND …` for every filter that statements (`s`) can have.
pub(super) fn statements(filter: &Filter) -> Result<Query> {
    if filter.min_factuality.is_some() {
        let why = "--min-factuality asks how sure a voice is of an event; statements are neither sure nor unsure";
        return Err(LedgerError::Question(why.to_owned()));
    }
    let mut query = Query::default();
    if let Some(since) = filter.since {
        query.push(" AND s.day >= ?").value(since.to_string());
    }
    if let Some(until) = filter.until {
        query.push(" AND s.day <= ?").value(until.to_string());
    }
    for by in [&filter.by, &filter.voice, &filter.source].into_iter().flatten() {
        // By keys alone, so that what somebody said in other years is not read.
        query.push(" AND s.key IN (SELECT key FROM statements WHERE source IN (").append(actors(by)?).push(")");
        let mut days = Query::default();
        if let Some(since) = filter.since {
            days.push(" AND day >= ?").value(since.to_string());
        }
        if let Some(until) = filter.until {
            days.push(" AND day <= ?").value(until.to_string());
        }
        if !days.sql.is_empty() {
            let when = days.sql.replacen(" AND ", "", 1);
            days.sql = format!(" AND +key IN (SELECT key FROM statements WHERE {when})");
        }
        query.append(days).push(")");
    }
    if let Some(target) = &filter.target {
        query.push(" AND s.addressee IN (").append(actors(target)?).push(")");
    }
    for actor in &filter.actors {
        let set = actors(actor)?;
        query.push(" AND s.key IN (SELECT key FROM statements WHERE source IN (").append(set.clone());
        query.push(") UNION ALL SELECT statement FROM subjects WHERE actor IN (").append(set).push("))");
    }
    if let Some(about) = &filter.about {
        query.push(" AND s.key IN (SELECT statement FROM subjects WHERE actor IN (").append(actors(about)?);
        query.push(") UNION ").push(WITH_WORDS).push(" AND m.content LIKE ? ESCAPE '\\')");
        query.value(words(&format!("\"{}\"", about.replace('"', " ")))?);
        query.value(format!("%{}%", about.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")));
    }
    acts(&mut query, filter);
    if !filter.codes.is_empty() || filter.place.is_some() {
        // What is said of an event of that code or place.
        let of_events = Filter { codes: filter.codes.clone(), place: filter.place.clone(), ..Filter::default() };
        query.push(" AND s.key IN (SELECT v.statement FROM events e JOIN voices v ON v.event = e.key WHERE 1");
        query.append(events(&of_events)?).push(")");
    }
    if let Some(text) = &filter.text {
        query.push(" AND s.key IN (").push(WITH_WORDS).push(")");
        query.value(words(text)?);
    }
    if let Some(document) = &filter.document {
        in_document(&mut query, "s", document);
    }
    if filter.narrator_only {
        query.push(" AND s.within IS NULL");
    }
    Ok(query)
}

fn parties(query: &mut Query, filter: &Filter, actor: &str, side: &str) -> Result<()> {
    query.push(" AND e.key IN (SELECT event FROM parties WHERE actor IN (").append(actors(actor)?);
    query.push(&format!("){side}")).append(dated(filter, "event"));
    if let Some((from, to)) = code_range(actor.trim()) {
        query.push(&format!(" UNION ALL SELECT event FROM parties WHERE code >= ? AND code < ?{side}"));
        query.value(from).value(to).append(dated(filter, "event"));
    }
    query.push(")");
    Ok(())
}

/// ` AND …` for the days of events, whose columns are called so with `of` before them.
fn days(filter: &Filter, of: &str) -> Query {
    let mut query = Query::default();
    if let Some(until) = filter.until {
        query.push(&format!(" AND {of}time_begin <= ?")).value(until.to_string());
    }
    if let Some(since) = filter.since {
        query.push(&format!(" AND {of}time_end >= ?")).value(since.to_string());
    }
    query
}

/// ` AND …` for keys of events in the days that are asked for. They all stand in one index, so that the events of an
/// actor in other years are not read at all; `+` keeps SQLite from beginning with these.
fn dated(filter: &Filter, key: &str) -> Query {
    let mut query = days(filter, "");
    if !query.sql.is_empty() {
        let when = query.sql.replacen(" AND ", "", 1);
        query.sql = format!(" AND +{key} IN (SELECT key FROM events WHERE {when})");
    }
    query
}

fn codes(query: &mut Query, codes: &[String]) {
    for (number, code) in codes.iter().enumerate() {
        query.push(if number == 0 { " AND (" } else { " OR " });
        if code.bytes().all(|b| b.is_ascii_digit()) {
            query.push("(e.code >= ? AND e.code < ?)").value(code.clone()).value(after(code));
        } else {
            query.push("e.plover_event = ?").value(code.to_uppercase());
        }
    }
    if !codes.is_empty() {
        query.push(")");
    }
}

fn acts(query: &mut Query, filter: &Filter) {
    for (number, act) in filter.acts.iter().enumerate() {
        query.push(if number == 0 { " AND s.act IN (?" } else { ", ?" }).value(act.name().to_owned());
    }
    if !filter.acts.is_empty() {
        query.push(")");
    }
}

/// A voice that commits itself, as far as that is asked for.
fn factuality(query: &mut Query, filter: &Filter) {
    let enough: &[&str] = match filter.min_factuality {
        Some(Factuality::CertainlySo) => &["CT+"],
        Some(Factuality::ProbablySo) => &["CT+", "PR+"],
        Some(Factuality::PossiblySo) => &["CT+", "PR+", "PS+"],
        Some(Factuality::CertainlyNot) => &["CT-"],
        Some(Factuality::ProbablyNot) => &["CT-", "PR-"],
        Some(Factuality::PossiblyNot) => &["CT-", "PR-", "PS-"],
        None if filter.narrator_only => &["CT+", "PR+", "PS+", "CT-", "PR-", "PS-"],
        None | Some(Factuality::Uncommitted) => return,
    };
    let enough = enough.iter().map(|f| format!("'{f}'")).collect::<Vec<_>>().join(", ");
    let narrator = if filter.narrator_only { " AND f.voice = 'narrator'" } else { "" };
    query.push(&format!(
        " AND EXISTS (SELECT 1 FROM voices f WHERE f.event = e.key AND f.factuality IN ({enough}){narrator})"
    ));
}

fn in_document(query: &mut Query, of: &str, document: &str) {
    let range = "(SELECT key << 28 FROM heads WHERE id = ?)";
    query.push(&format!(" AND {of}.key BETWEEN {range} AND {range} + 268435455"));
    query.value(document.to_owned()).value(document.to_owned());
}

#[cfg(test)]
mod tests {
    use super::{after, code_range, words};

    #[test]
    fn what_a_user_writes_becomes_words_and_phrases() {
        assert_eq!(
            words("harbour \"new ferries\" - OR").expect("there are words"),
            "\"harbour\" \"new ferries\" \"OR\" "
        );
        assert!(words(" \"-\" ").is_err());
    }

    #[test]
    fn a_code_is_the_begin_of_codes() {
        assert_eq!(code_range("RUS"), Some(("RUS".to_owned(), "RUT".to_owned())));
        assert_eq!(code_range("NATO"), None);
        assert_eq!(after("19"), "1:");
    }
}
