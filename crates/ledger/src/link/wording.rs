//! The sentence that an account stands in, read once more where a dispute hangs on its words.
//!
//! Most accounts never come so far: what two accounts say is compared first by what was kept of them.

use super::figures;
use super::lexicon::{HUMAN, LEXICON, REPORT, SAYS_NOTHING, WEAK};
use super::page::day;
use super::refresh::Account;
use super::terms::{Token, ask, ends_in_not, hash, name_hash, skeleton, stem, tokens_of};
use crate::{DocumentKey, Kind};
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::OnceCell;

/// How many words may stand between a deed and the day that is its own.
const NEAR: usize = 8;
/// The same where the day opens the sentence: the doer stands between.
const OPENED: usize = 12;

/// How many words before it a word may stand that negates another.
const NOT: usize = 3;

/// A time within the sentence.
#[derive(Debug)]
struct When {
    /// Byte range.
    span: (usize, usize),
    days: Option<(i32, i32)>,
    lasts: bool,
}

/// The words around an account.
#[derive(Debug, Default)]
pub(super) struct Wording {
    text: String,
    lower: String,
    /// The first words for the deed, a byte range.
    pub(super) deed: (usize, usize),
    times: Vec<When>,
    /// The code point that the sentence begins at.
    start: usize,
    tells: OnceCell<Vec<u64>>,
}

impl Wording {
    /// Reads what stands around `account`.
    pub(super) fn read(connection: &Connection, account: &Account) -> rusqlite::Result<Self> {
        const SENTENCE: &str = "SELECT substr(t.text, s.start + 1, s.end - s.start), s.start, s.end
            FROM sentences s JOIN texts t ON t.document = s.key >> 28 WHERE s.key = ?1";
        const DEED: &str = "SELECT coalesce((SELECT action_spans FROM events WHERE key = ?1),
            (SELECT json_array(json_array(start, end)) FROM mentions WHERE key = ?1))";
        const TIMES: &str = "SELECT start, end, time_begin, time_end, type FROM times
            WHERE key BETWEEN ?1 AND ?2 AND start >= ?3 AND end <= ?4 ORDER BY start";
        let document = DocumentKey(account.document());
        let number = usize::try_from(account.sentence).unwrap_or_default();
        let key = document.row(Kind::Sentence, number).map(|key| key.0);
        let row =
            |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?));
        let Some((text, start, end)) = connection.prepare_cached(SENTENCE)?.query_row([key], row).optional()? else {
            return Ok(Self::default());
        };
        let byte = |point: i64| {
            let within = usize::try_from(point - start).unwrap_or_default();
            text.char_indices().nth(within).map_or(text.len(), |(at, _)| at)
        };
        let spans: Option<String> = connection.prepare_cached(DEED)?.query_row([account.key], |row| row.get(0))?;
        let spans: Vec<(i64, i64)> = spans.and_then(|s| serde_json::from_str(&s).ok()).unwrap_or_default();
        let deed = spans.first().map_or((0, 0), |(a, b)| (byte(*a), byte(*b)));
        let rows = document.rows();
        let times = connection
            .prepare_cached(TIMES)?
            .query_map(params![rows.start(), rows.end(), start, end], |row| {
                let on = |at| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.as_deref().and_then(day));
                let begin = on(2)?;
                Ok(When {
                    span: (byte(row.get(0)?), byte(row.get(1)?)),
                    days: begin.zip(on(3)?.or(begin)),
                    lasts: row.get::<_, String>(4)? == "DURATION",
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let start = usize::try_from(start).unwrap_or_default();
        Ok(Self { lower: text.to_ascii_lowercase(), deed, times, start, text, tells: OnceCell::new() })
    }

    /// The words of the sentence.
    pub(super) fn tokens(&self) -> Vec<Token<'_>> {
        let mut tokens = tokens_of(&self.text, &self.lower, 0);
        ask(&mut tokens);
        tokens
    }

    /// The names and words of the sentence that say something.
    pub(super) fn tells(&self) -> &[u64] {
        self.tells.get_or_init(|| telling(&self.tokens()))
    }

    /// Whether figures of the sentence are sums over some time, not those of one deed: `since Monday`, `in 24 hours`.
    pub(super) fn sums(&self) -> bool {
        let tokens = self.tokens();
        // `a day after` and `two years ago` are no length of time.
        let counts_from = |t: &When| {
            let next = tokens.iter().find(|token| token.start >= t.span.1);
            next.is_some_and(|token| LEXICON.from.contains(token.lower()))
        };
        let long = |t: &When| t.lasts && !counts_from(t) || t.days.is_some_and(|(first, last)| last - first > 1);
        self.times.iter().any(long) || tokens.iter().any(|t| LEXICON.figures.is_sum(t.lower()))
    }

    /// Whether the figure at that code point is of a part of all: `another 11`, `nine of those killed`.
    pub(super) fn is_part(&self, point: usize) -> bool {
        let tokens = self.tokens();
        let byte = self.text.char_indices().nth(point.saturating_sub(self.start)).map_or(self.text.len(), |(at, _)| at);
        let Some(at) = tokens.iter().position(|t| t.end() > byte) else { return false };
        let apart = |t: &Token<'_>| LEXICON.figures.is_apart(t.lower());
        let least = |n: usize| tokens[n].lower() == "more" && tokens.get(n + 1).is_some_and(|t| t.lower() == "than");
        let before = (at.saturating_sub(2)..at).any(|n| apart(&tokens[n]) && !least(n));
        let behind = tokens.get(at + 1).is_some_and(|t| apart(t) || t.lower() == "of");
        before || behind
    }

    /// Whether the deed is said to have been done on those days by words of its own: `killed on Friday`, `Friday's
    /// strike`, `On Friday a strike killed`; not `gathered on Sunday for those killed`, nor `since Monday`.
    pub(super) fn own_day(&self, days: (i32, i32)) -> bool {
        if self.sums() {
            return false;
        }
        let tokens = self.tokens();
        // Strikes may go on for days; `confirmed his death on Friday` tells when that was said.
        let deed = tokens.iter().position(|t| t.end() > self.deed.0).unwrap_or_default();
        let several =
            tokens.iter().skip(deed).take(1 + NOT).any(|t| !t.known.class.is_empty() && t.lower().ends_with('s'));
        if several || tokens[deed.saturating_sub(NOT)..deed].iter().any(|t| LEXICON.says.contains(t.lower())) {
            return false;
        }
        let joins = |t: &&Token<'_>| LEXICON.joins.contains(t.lower());
        self.times.iter().filter(|t| t.days == Some(days)).any(|time| {
            let (from, to) = time.span;
            // `today` is that of whoever says it.
            if tokens.iter().any(|t| t.start >= from && t.end() <= to && LEXICON.now.contains(t.lower())) {
                return false;
            }
            let bound = tokens.iter().rev().find(|t| t.end() <= from);
            if bound.is_some_and(|t| LEXICON.bounds.contains(t.lower())) {
                return false;
            }
            // `the Sunday Telegraph`
            let next = tokens.iter().find(|t| t.start >= to);
            let name = next.is_some_and(|t| t.is_capital() && t.known.class.is_empty() && t.start == to + 1)
                && bound.is_some_and(|t| t.lower() == "the");
            let behind = to <= self.deed.0;
            let gap = if behind { (to, self.deed.0) } else { (self.deed.1, from) };
            let between: Vec<&Token<'_>> = tokens.iter().filter(|t| t.start >= gap.0 && t.end() <= gap.1).collect();
            let opens = behind && tokens.iter().take_while(|t| t.start < from).count() <= 1;
            let mut marks =
                self.text.get(gap.0..gap.1).unwrap_or("").matches([',', ';', ':', '"', '\u{201c}', '\u{2014}']);
            let most = if opens { OPENED } else { NEAR };
            !name && between.len() <= most && !between.iter().any(joins) && marks.by_ref().count() <= usize::from(opens)
        })
    }

    /// Whether the word for the deed tells that somebody died.
    pub(super) fn kills(&self) -> bool {
        let word = self.lower.get(self.deed.0..self.deed.1).unwrap_or("");
        figures::counted(word) == Some("dead") || word.starts_with("assassinat")
    }

    /// Whether the deed is put on the night between two days, which may be told as either.
    pub(super) fn at_night(&self) -> bool {
        self.tokens().iter().any(|t| LEXICON.night.contains(t.lower()))
    }

    /// Whether it says of what was done that it was meant; `Some(false)` where it went amiss.
    pub(super) fn meant(&self) -> Option<bool> {
        let tokens = self.tokens();
        let not = |at: usize| tokens[at.saturating_sub(NOT)..at].iter().any(|t| is_negation(t.lower()));
        // `did not strike the intended target`
        if tokens.iter().enumerate().any(|(at, t)| LEXICON.intended.contains(t.lower()) && not(at)) {
            return Some(false);
        }
        // What is meant must be people: a strike on a depot is meant as well.
        let meant = tokens.iter().position(|t| LEXICON.meant.contains(t.lower()));
        let meant = meant.filter(|_| tokens.iter().any(|t| t.is(HUMAN)));
        let words: Vec<&str> = tokens.iter().map(Token::lower).collect();
        let amiss = LEXICON.amiss.iter().any(|phrase| words.windows(phrase.len()).any(|w| w == phrase.as_slice()));
        match meant {
            Some(at) if !not(at) => (!amiss).then_some(true),
            Some(_) => Some(false),
            None => amiss.then_some(false),
        }
    }

    /// The names of places in the sentence, as doers are compared: who is meant by `from Gaza` is not said.
    pub(super) fn places(&self) -> Vec<String> {
        let tokens = self.tokens();
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let name = skeleton(token.text);
            if LEXICON.state_of(&name, token.lower()).is_none() && LEXICON.places.contains_key(token.lower()) {
                found.push(name);
                continue;
            }
            // `the Middle East`
            let next = tokens.get(at + 1).filter(|next| {
                let both = format!("{} {}", token.lower(), next.lower());
                LEXICON.places.contains_key(both.as_str())
            });
            if let Some(next) = next {
                found.extend([name, skeleton(next.text)]);
            }
        }
        found
    }
}

/// Whether the word negates.
pub(super) fn is_negation(word: &str) -> bool {
    LEXICON.undone.contains(word) || ends_in_not(word)
}

/// The names and words of a stretch of text that say something, as contents are compared.
pub(super) fn telling(tokens: &[Token<'_>]) -> Vec<u64> {
    let mut found: Vec<u64> = tokens
        .iter()
        .filter(|t| t.lower().len() > 3 && !t.is(WEAK | SAYS_NOTHING | REPORT))
        .filter(|t| !t.is_capital() || LEXICON.state_of(&skeleton(t.text), t.lower()).is_none())
        .map(|t| if t.is_capital() { name_hash(t.text) } else { hash(stem(t.lower()).as_bytes()) })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// How many of them both say.
pub(super) fn shared(one: &[u64], other: &[u64]) -> usize {
    one.iter().filter(|t| other.binary_search(t).is_ok()).count()
}
