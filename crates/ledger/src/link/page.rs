//! A document as linking looks at it: its rows, read back with places in bytes.

use super::claims::Content;
use super::identities::Who;
use super::terms::{Token, ask, tokens_of};
use crate::{DocumentKey, Key};
use rusqlite::{Connection, Row};
use std::borrow::Cow;

/// A document's text, and the same with its ASCII letters in lower case.
#[derive(Debug)]
pub(crate) struct Text<'t> {
    whole: Cow<'t, str>,
    lower: String,
}

impl<'t> Text<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { whole: text.into(), lower: text.to_ascii_lowercase() }
    }
}

impl Text<'static> {
    pub(super) fn read(connection: &Connection, document: DocumentKey) -> rusqlite::Result<Self> {
        let mut look = connection.prepare_cached("SELECT text FROM texts WHERE document = ?1")?;
        let whole: String = look.query_row([document], |row| row.get(0))?;
        Ok(Self { lower: whole.to_ascii_lowercase(), whole: whole.into() })
    }
}

/// A document and its rows.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Page<'r> {
    pub(super) id: Cow<'r, str>,
    /// Day of publication, counted from 1970.
    pub(super) day: Option<i32>,
    pub(super) text: &'r str,
    /// The text with its ASCII letters in lower case.
    pub(super) lower: &'r str,
    /// Its words, as the tables know them.
    pub(super) tokens: Vec<Token<'r>>,
    /// Byte ranges of the sentences.
    pub(super) sentences: Vec<(usize, usize)>,
    pub(super) actors: Vec<Actor<'r>>,
    pub(super) events: Vec<Event<'r>>,
    pub(super) statements: Vec<Statement>,
    /// Byte range, first and last day of every expression that names days.
    pub(super) times: Vec<(usize, usize, i32, i32)>,
    /// First byte of every code point; empty where each is one byte.
    pub(super) starts: Vec<usize>,
}

#[derive(Debug, PartialEq)]
pub(super) struct Actor<'r> {
    pub(super) key: i64,
    pub(super) name: Cow<'r, str>,
    pub(super) kind: Cow<'r, str>,
    pub(super) country: Option<Cow<'r, str>>,
    pub(super) code: Option<Cow<'r, str>>,
    pub(super) identity: Option<i64>,
}

impl Actor<'_> {
    /// What decides who it is.
    pub(super) fn who(&self) -> Who<'_> {
        Who { kind: &self.kind, name: &self.name, country: self.country.as_deref(), code: self.code.as_deref() }
    }
}

#[derive(Debug, PartialEq)]
pub(super) struct Event<'r> {
    pub(super) key: i64,
    pub(super) root: Cow<'r, str>,
    /// First and last day, where the text tells them.
    pub(super) stated: Option<(i32, i32)>,
    pub(super) place: Option<Cow<'r, str>>,
    /// Byte range of the action.
    pub(super) span: (usize, usize),
    /// Countries of the parties and actors' identities.
    pub(super) parties: Vec<Party<'r>>,
}

#[derive(Debug, PartialEq)]
pub(super) struct Party<'r> {
    pub(super) acts: bool,
    pub(super) actor: Option<i64>,
    pub(super) code: Option<Cow<'r, str>>,
}

#[derive(Debug, PartialEq)]
pub(super) struct Statement {
    pub(super) key: i64,
    pub(super) denies: bool,
    pub(super) content: Content,
    /// Byte ranges of the words that name the source.
    pub(super) source_spans: Vec<(usize, usize)>,
}

/// Days from 1970-01-01 to that day, written as `YYYY-MM-DD`.
pub(super) fn day(written: &str) -> Option<i32> {
    number(written.parse().ok()?)
}

/// Days from 1970-01-01 to that day.
pub(super) fn number(date: jiff::civil::Date) -> Option<i32> {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.until(date).ok().map(|s| s.get_days())
}

/// The day of that number, as it is written.
pub(super) fn written(day: i32) -> Option<String> {
    let span = jiff::Span::new().try_days(day).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(span).ok().map(|d| d.to_string())
}

impl<'r> Page<'r> {
    /// A page of that text, and nothing else yet.
    pub(super) fn of_text(text: &'r Text<'_>) -> Self {
        let (text, lower) = (text.whole.as_ref(), text.lower.as_str());
        let mut tokens = tokens_of(text, lower, 0);
        ask(&mut tokens);
        Self { text, lower, tokens, starts: starts(text), ..Self::default() }
    }

    /// The page of a document, which has that text.
    pub(super) fn read(connection: &Connection, document: DocumentKey, text: &'r Text<'_>) -> rusqlite::Result<Self> {
        let rows = document.rows();
        let range = [*rows.start(), *rows.end()];
        let mut page = Self::of_text(text);
        let mut head = connection.prepare_cached("SELECT id, date FROM heads WHERE key = ?1")?;
        let (id, date): (String, Option<String>) = head.query_row([document], |row| Ok((row.get(0)?, row.get(1)?)))?;
        (page.id, page.day) = (id.into(), date.as_deref().and_then(day));
        let place = |a: i64, b: i64| (page.byte(a), page.byte(b));
        let sentences = list(connection, range, "SELECT start, end FROM sentences WHERE key", |row| {
            Ok(place(row.get(0)?, row.get(1)?))
        })?;
        let times = list(
            connection,
            range,
            "SELECT start, end, time_begin, time_end FROM times WHERE time_begin IS NOT NULL AND key",
            |row| {
                let (from, to) = place(row.get(0)?, row.get(1)?);
                let (first, last): (String, Option<String>) = (row.get(2)?, row.get(3)?);
                let first = day(&first);
                Ok(first.map(|first| (from, to, first, last.as_deref().and_then(day).unwrap_or(first))))
            },
        )?;
        let actors =
            list(connection, range, "SELECT key, name, kind, country, code, identity FROM actors WHERE key", |row| {
                Ok(Actor {
                    key: row.get(0)?,
                    name: row.get::<_, String>(1)?.into(),
                    kind: row.get::<_, String>(2)?.into(),
                    country: row.get::<_, Option<String>>(3)?.map(Cow::Owned),
                    code: row.get::<_, Option<String>>(4)?.map(Cow::Owned),
                    identity: row.get(5)?,
                })
            })?;
        let mut events = list(
            connection,
            range,
            "SELECT key, root, time_begin, time_end, time_basis, place, action_spans FROM events WHERE key",
            |row| page.event(row),
        )?;
        let parties = list(connection, range, "SELECT event, side, actor, code FROM parties WHERE event", |row| {
            let side: String = row.get(1)?;
            let code = row.get::<_, Option<String>>(3)?.map(Cow::Owned);
            Ok((row.get::<_, i64>(0)?, Party { acts: side == "source", actor: row.get(2)?, code }))
        })?;
        for (event, party) in parties {
            if let Ok(at) = events.binary_search_by_key(&event, |e| e.key) {
                events[at].parties.push(party);
            }
        }
        let statements =
            list(connection, range, "SELECT key, act, content, source_spans FROM statements WHERE key", |row| {
                let act: String = row.get(1)?;
                Ok(Statement {
                    key: row.get(0)?,
                    denies: act == "deny",
                    content: Content::of_text(&row.get::<_, String>(2)?),
                    source_spans: page.spans(&row.get::<_, String>(3)?),
                })
            })?;
        page.sentences = sentences;
        page.times = times.into_iter().flatten().collect();
        (page.actors, page.events, page.statements) = (actors, events, statements);
        Ok(page)
    }

    fn event(&self, row: &Row<'_>) -> rusqlite::Result<Event<'static>> {
        let text = |at| row.get::<_, Option<String>>(at);
        let basis = text(4)?;
        let (first, last) = (text(2)?, text(3)?);
        let first = first.as_deref().and_then(day);
        let stated = first
            .filter(|_| basis.as_deref().is_some_and(|b| b != "publication"))
            .map(|f| (f, last.as_deref().and_then(day).unwrap_or(f)));
        Ok(Event {
            key: row.get(0)?,
            root: row.get::<_, String>(1)?.into(),
            stated,
            place: text(5)?.map(Cow::Owned),
            span: self.spans(&row.get::<_, String>(6)?).first().copied().unwrap_or_default(),
            parties: Vec::new(),
        })
    }

    fn spans(&self, written: &str) -> Vec<(usize, usize)> {
        let spans: Vec<(i64, i64)> = serde_json::from_str(written).unwrap_or_default();
        spans.into_iter().map(|(a, b)| (self.byte(a), self.byte(b))).collect()
    }

    /// The words between two bytes.
    pub(super) fn tokens(&self, from: usize, to: usize) -> Cow<'_, [Token<'r>]> {
        let first = self.tokens.partition_point(|t| t.start < from);
        let number = self.tokens[first..].iter().take_while(|t| t.end() <= to).count();
        let (before, within) = self.tokens[..first + number].split_at(first);
        let is_cut = |token: Option<&Token<'_>>, at: usize| token.is_some_and(|t| t.start < at && at < t.whole_end());
        if !is_cut(before.last(), from) && !is_cut(within.last(), to) && !is_cut(self.tokens.get(first + number), to) {
            return Cow::Borrowed(within);
        }
        // A place that begins or ends within a word.
        let (text, lower): (&'r str, &'r str) = (self.text, self.lower);
        let mut tokens = tokens_of(text.get(from..to).unwrap_or(""), lower.get(from..to).unwrap_or(""), from);
        ask(&mut tokens);
        Cow::Owned(tokens)
    }

    /// The byte of a code point.
    fn byte(&self, point: i64) -> usize {
        let point = usize::try_from(point).unwrap_or_default();
        if self.starts.is_empty() {
            point.min(self.text.len())
        } else {
            self.starts.get(point).copied().unwrap_or(self.text.len())
        }
    }

    /// The code point at a byte.
    pub(super) fn point(&self, byte: usize) -> usize {
        if self.starts.is_empty() { byte } else { self.starts.partition_point(|s| *s < byte) }
    }

    pub(super) fn actor(&self, key: i64) -> Option<&Actor<'_>> {
        self.actors.binary_search_by_key(&key, |a| a.key).ok().map(|at| &self.actors[at])
    }
}

pub(super) fn starts(text: &str) -> Vec<usize> {
    if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() }
}

/// What `read` makes of the rows whose key, the last column that `sql` names, lies in `range`.
fn list<T>(
    connection: &Connection,
    range: [i64; 2],
    sql: &str,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let sql = format!("{sql} BETWEEN ?1 AND ?2");
    connection.prepare_cached(&sql)?.query_map(range, |row| read(row))?.collect()
}

/// A row's key by its number.
pub(super) fn key(document: DocumentKey, kind: crate::Kind, number: usize) -> Option<i64> {
    document.row(kind, number).map(|Key(key)| key)
}
