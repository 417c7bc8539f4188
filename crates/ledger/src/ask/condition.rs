//! Filters as conditions of SQL.

use super::Filter;
use super::query::{Condition, Query};
use super::who::{PARTIES, SPEAKERS, VOICES, actors, after, code_range, parts, words};
use crate::{LedgerError, Result};
use sayso_record::Factuality;

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

/// What is asked of events (`e`).
pub(super) fn events(filter: &Filter) -> Result<Condition> {
    let mut condition = Condition::default();
    for actor in filter.actors.iter().chain(&filter.about) {
        condition.within(parties(filter, actor, "")?);
    }
    if let Some(source) = &filter.source {
        condition.within(parties(filter, source, " AND t.side = 'source'")?);
    }
    if let Some(target) = &filter.target {
        condition.within(parties(filter, target, " AND t.side = 'target'")?);
    }
    for voice in [&filter.voice, &filter.by].into_iter().flatten() {
        condition.within(parts(&VOICES, voice, &happened(filter, "t.event", "key"))?);
    }
    if let Some(text) = &filter.text {
        let mut set = Query::new(TOLD_WITH_WORDS);
        set.value(words(text)?).append(happened(filter, "(w.rowid >> 28)", "key >> 28"));
        condition.within(set.append(happened(filter, "m.key", "key")).clone());
    }
    let dated = condition.has_no_set().then(|| happened(filter, "e.key", "key")).filter(|days| !days.is_empty());
    let columns = &mut condition.columns;
    codes(columns, &filter.codes);
    if let Some(place) = &filter.place {
        let country = place.len() == 3 && place.bytes().all(|b| b.is_ascii_uppercase());
        let column = if country { "e.place_country = ?" } else { "e.place = ? COLLATE NOCASE" };
        columns.push(&format!(" AND {column}")).value(place.clone());
    }
    if let Some(document) = &filter.document {
        in_document(columns, "e", document);
    }
    let few = !columns.is_empty() || !filter.acts.is_empty();
    factuality(columns, filter);
    match dated {
        // Where something else leaves few events, their days are looked at afterwards.
        Some(days) if few => drop(columns.append(days)),
        Some(_) => condition.within(of_days(filter, "key")),
        None => {}
    }
    if !filter.acts.is_empty() {
        let mut set = Query::new("SELECT v.event FROM statements s JOIN voices v ON v.statement = s.key WHERE");
        set.push(" v.event BETWEEN (s.key >> 28) << 28 AND ((s.key >> 28) + 1) << 28");
        acts(&mut set, filter);
        condition.within(set);
    }
    Ok(condition)
}

/// Events (`m`) whose sentence holds words.
const TOLD_WITH_WORDS: &str = "SELECT m.key FROM sentence_words w JOIN events m
    ON m.key BETWEEN (w.rowid >> 28) << 28 AND ((w.rowid >> 28) + 1) << 28
    AND m.sentence = w.rowid - ((w.rowid >> 28) << 28) WHERE sentence_words MATCH ?";

/// Statements (`m`) of which a sentence holds words.
const WITH_WORDS: &str = "SELECT m.key FROM sentence_words w JOIN statements m
    ON m.key BETWEEN (w.rowid >> 28) << 28 AND ((w.rowid >> 28) + 1) << 28
    AND w.rowid - ((w.rowid >> 28) << 28) BETWEEN m.sentence AND m.last_sentence WHERE sentence_words MATCH ?";

/// What is asked of statements (`s`).
pub(super) fn statements(filter: &Filter) -> Result<Condition> {
    if filter.min_factuality.is_some() {
        let why = "--min-factuality asks how sure a voice is of an event; statements are neither sure nor unsure";
        return Err(LedgerError::Question(why.to_owned()));
    }
    let mut condition = Condition::default();
    // By keys alone, so that what somebody said in other years is not read.
    let spoken_in = spoken(filter, "t.key", "key");
    for by in [&filter.by, &filter.voice, &filter.source].into_iter().flatten() {
        condition.within(parts(&SPEAKERS, by, &spoken_in)?);
    }
    for actor in &filter.actors {
        let mut set = parts(&SPEAKERS, actor, &spoken_in)?;
        condition.within(set.push(" UNION ALL ").append(about(filter, actor)?).clone());
    }
    if let Some(named) = &filter.about {
        let mut set = about(filter, named)?;
        set.push(" UNION ").append(with_words(filter, &format!("\"{}\"", named.replace('"', " ")))?);
        set.push(" AND m.content LIKE ? ESCAPE '\\'");
        set.value(format!("%{}%", named.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")));
        condition.within(set);
    }
    if let Some(text) = &filter.text {
        condition.within(with_words(filter, text)?);
    }
    let days = days(filter, "day");
    if condition.has_no_set() && !days.is_empty() {
        let mut set = Query::new("SELECT key FROM statements WHERE 1");
        condition.within(set.append(days).clone());
    }
    if !filter.codes.is_empty() || filter.place.is_some() {
        // What is said of an event of that code or place.
        let of_events = Filter { codes: filter.codes.clone(), place: filter.place.clone(), ..Filter::default() };
        let mut set = Query::new("SELECT v.statement FROM events e JOIN voices v ON v.event = e.key WHERE 1");
        condition.within(set.append(events(&of_events)?.of_rows("e")).clone());
    }
    if let Some(target) = &filter.target {
        let mut set = Query::new("SELECT key FROM statements WHERE addressee IN (");
        condition.within(set.append(actors(target)?).push(")").clone());
    }
    let columns = &mut condition.columns;
    acts(columns, filter);
    if let Some(document) = &filter.document {
        in_document(columns, "s", document);
    }
    if filter.narrator_only {
        columns.push(" AND s.within IS NULL");
    }
    Ok(condition)
}

/// Keys of the statements that hold words.
fn with_words(filter: &Filter, written: &str) -> Result<Query> {
    let mut query = Query::new(WITH_WORDS);
    query.value(words(written)?).append(spoken(filter, "(w.rowid >> 28)", "key >> 28")).append(days(filter, "m.day"));
    Ok(query)
}

/// Keys of the statements that speak of `named`.
fn about(filter: &Filter, named: &str) -> Result<Query> {
    let mut query = Query::new("SELECT statement FROM subjects WHERE actor IN (SELECT key FROM (");
    query.append(actors(named)?.named()).push(") WHERE 1").append(spoken(filter, "(key >> 28)", "key >> 28"));
    query.push(")").append(spoken(filter, "statement", "key"));
    Ok(query)
}

/// Keys of the events in which `actor` has a part.
fn parties(filter: &Filter, actor: &str, side: &str) -> Result<Query> {
    let mut and = Query::new(side);
    and.append(happened(filter, "t.event", "key"));
    let mut query = parts(&PARTIES, actor, &and)?;
    if let Some((from, to)) = code_range(actor.trim()) {
        query.push(" UNION ALL SELECT t.event FROM parties t WHERE t.code >= ? AND t.code < ?");
        query.value(from).value(to).append(and);
    }
    Ok(query)
}

/// ` AND …` for keys of events in the days that are asked for, or for another number that `selected` makes of them;
/// nothing where all days are. `+` keeps SQLite from beginning with these.
fn happened(filter: &Filter, column: &str, selected: &str) -> Query {
    let mut query = Query::default();
    if filter.since.is_some() || filter.until.is_some() {
        query.push(&format!(" AND +{column} IN (")).append(of_days(filter, selected)).push(")");
    }
    query
}

/// The events in the days that are asked for. They all stand in two indexes, so that no other event is looked at.
fn of_days(filter: &Filter, selected: &str) -> Query {
    let mut query = Query::new(&format!("SELECT {selected} FROM events WHERE time_begin >= ?"));
    // Those that end in the month in which they begin.
    query.value(filter.since.map(|day| day.first_of_month().to_string()).unwrap_or_default());
    let more = |query: &mut Query| {
        if let Some(since) = filter.since {
            query.push(" AND time_end >= ?").value(since.to_string());
        }
        if let Some(until) = filter.until {
            query.push(" AND time_begin <= ?").value(until.to_string());
        }
    };
    more(&mut query);
    if filter.since.is_some() {
        query.push(&format!(" UNION ALL SELECT {selected} FROM events"));
        query.push(" WHERE substr(time_begin, 1, 7) <> substr(time_end, 1, 7)");
        more(&mut query);
    }
    query
}

/// ` AND …` for the days of statements, whose column is called so.
fn days(filter: &Filter, column: &str) -> Query {
    let mut query = Query::default();
    if let Some(since) = filter.since {
        query.push(&format!(" AND {column} >= ?")).value(since.to_string());
    }
    if let Some(until) = filter.until {
        query.push(&format!(" AND {column} <= ?")).value(until.to_string());
    }
    query
}

/// The same by keys of statements, or by another number that `selected` makes of them.
fn spoken(filter: &Filter, column: &str, selected: &str) -> Query {
    let mut query = days(filter, "day");
    if !query.is_empty() {
        let when = query.sql.replacen(" AND ", "", 1);
        query.sql = format!(" AND +{column} IN (SELECT {selected} FROM statements WHERE {when})");
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
