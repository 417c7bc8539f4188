//! Claims: what several statements say alike, who asserts it, who denies it, and since when.
//!
//! Contents are compared by their words, the rare ones weighing more. A claim comes to be with the second statement
//! of the same content; a denial and a content that is negated take the other side.

use super::blocks::Blocks;
use super::lexicon::{LEXICON, SAYS_NOTHING, WEAK};
use super::page::{Page, Statement};
use super::profile::Weights;
use super::terms::{Token, ask, block, ends_in_not, hash, name_hash, stem, tokens_of};
use super::terms_seen::Terms;
use crate::DocumentKey;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use sayso_record::content_id;
use std::collections::BTreeSet;

/// Weight of what two contents share, of all that they say, from which they say the same.
const SAME: f64 = 0.6;
/// Contents of fewer words say too little.
const LEAST: usize = 4;
const MOST: usize = 40;
/// How many words open a content.
const OPENING: usize = 4;
/// By how many words a content is found, and how many holders of a word are looked at.
const KEYS: usize = 4;
/// How many contents are kept in memory.
const KEPT: usize = 100_000;
/// How many of these words two contents must share to be compared.
const SHARED: usize = 2;
const HOLDERS: usize = 16;

/// How many words behind a negation may stand before what it negates.
const NEGATES: usize = 2;

/// What a statement says, as it is compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Content {
    /// Its words, sorted.
    words: Box<[u64]>,
    /// Those of them that are negated, sorted.
    negated: Box<[u64]>,
    /// Whether it claims nothing: `comment on the report`, `whether they had met`.
    empty: bool,
    /// Whether, where it is denied, it is not said to be untrue but turned down: `requests for aid`, `to make a deal`.
    turned: bool,
}

impl Content {
    /// That of a content of those words, as the tables know them.
    pub(super) fn of<'t>(tokens: impl IntoIterator<Item = &'t Token<'t>>) -> Self {
        let (mut words, mut negated) = (Vec::new(), Vec::new());
        // How many words on a negation still looks for what it negates.
        let mut reach = 0;
        let mut opening: Vec<String> = Vec::new();
        for token in tokens {
            let lower = token.lower();
            if opening.len() < OPENING {
                opening.push(lower.to_owned());
            }
            if negates(lower) {
                reach = NEGATES + 1;
                continue;
            }
            reach = reach.saturating_sub(1);
            if lower.len() < 3 || token.is(WEAK | SAYS_NOTHING) {
                continue;
            }
            let word = if token.is_capital() { name_hash(token.text) } else { hash(stem(lower).as_bytes()) };
            words.push(word);
            if reach > 0 {
                negated.push(word);
                reach = 0;
            }
        }
        for list in [&mut words, &mut negated] {
            list.sort_unstable();
            list.dedup();
            list.truncate(MOST);
        }
        let opening: Vec<&str> = opening.iter().map(String::as_str).collect();
        let empty = LEXICON.stock.iter().any(|phrase| opening.starts_with(phrase));
        let turned = opening.iter().take(OPENING - 1).any(|word| LEXICON.turned.contains(word));
        Self { words: words.into(), negated: negated.into(), empty, turned }
    }

    /// That of a content's words.
    pub(super) fn of_text(content: &str) -> Self {
        let lower = content.to_ascii_lowercase();
        let mut tokens = tokens_of(content, &lower, 0);
        ask(&mut tokens);
        Self::of(&tokens)
    }

    /// Whether one says no to what the other says: a word of both is negated in one alone.
    fn opposes(&self, other: &Self) -> bool {
        let only = |one: &Self, other: &Self| {
            let both = one.negated.iter().filter(|w| other.words.binary_search(w).is_ok());
            both.filter(|w| other.negated.binary_search(w).is_err()).count()
        };
        (only(self, other) + only(other, self)) % 2 == 1
    }
}

fn negates(word: &str) -> bool {
    LEXICON.negates.contains(word) || ends_in_not(word)
}

/// The contents that were compared last, by the keys of their statements.
pub(super) type Contents = FxHashMap<i64, Content>;

pub(super) const STOP: [&str; 40] = [
    "the", "and", "that", "for", "with", "was", "were", "are", "has", "have", "had", "his", "her", "its", "their",
    "they", "this", "these", "those", "from", "but", "not", "who", "which", "what", "when", "where", "there", "been",
    "into", "than", "then", "them", "him", "she", "our", "your", "you", "about", "because",
];

/// How much of all that two contents say both say; `weights` are those of the words of the one.
fn alike(one: &[u64], weights: &[f64], other: &[u64], terms: &Terms<'_>) -> f64 {
    let shared = || one.iter().zip(weights).filter(|(t, _)| other.binary_search(t).is_ok());
    if shared().count() < LEAST - 1 {
        return 0.0;
    }
    let both: f64 = shared().map(|(_, weight)| weight).sum();
    let (mine, theirs): (f64, f64) = (weights.iter().sum(), other.iter().map(|t| terms.weight(*t)).sum());
    both / (mine + theirs - both).max(f64::MIN_POSITIVE)
}

fn block_of(term: u64) -> i64 {
    let mut bytes = *b"claim....";
    bytes[5..].copy_from_slice(&(term as u32).to_le_bytes());
    block(&bytes)
}

fn keys(words: &[u64], weights: &[f64]) -> Vec<i64> {
    let mut words: Vec<(f64, u64)> = weights.iter().copied().zip(words.iter().copied()).collect();
    words.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    words.into_iter().take(KEYS).map(|(_, word)| block_of(word)).collect()
}

/// Compares the statements of `page` with all before; claims that changed join `touched`.
pub(super) fn link(
    connection: &Connection,
    page: &Page<'_>,
    terms: &Terms<'_>,
    (blocks, contents): (&mut Blocks, &mut Contents),
    touched: &mut BTreeSet<i64>,
) -> rusqlite::Result<()> {
    let (mut holders, mut candidates) = (Vec::new(), Vec::new());
    let mut read = connection.prepare_cached("SELECT content FROM statements WHERE key = ?1")?;
    for statement in &page.statements {
        let Content { words, empty, turned, .. } = &statement.content;
        if words.len() < LEAST || *empty || *turned && statement.denies {
            continue;
        }
        let weights: Vec<f64> = words.iter().map(|w| terms.weight(*w)).collect();
        let keys = keys(words, &weights);
        let mut best: Option<(f64, i64, bool)> = None;
        candidates.clear();
        for key in &keys {
            blocks.last_holders(connection, *key..=*key, HOLDERS, &mut holders)?;
            candidates.extend(holders.iter().map(|(_, holder)| *holder));
        }
        // Who says the same shares most of the rarest words.
        candidates.sort_unstable();
        for candidate in candidates.chunk_by(|a, b| a == b).filter(|c| c.len() >= SHARED).map(|c| c[0]) {
            if !contents.contains_key(&candidate) {
                let other: Option<String> = read.query_row([candidate], |row| row.get(0)).optional()?;
                let Some(other) = other else { continue };
                keep(contents, candidate, Content::of_text(&other));
            }
            let Some(theirs) = contents.get(&candidate) else { continue };
            let score = alike(words, &weights, &theirs.words, terms);
            if score >= SAME && best.is_none_or(|(b, ..)| score > b) {
                best = Some((score, candidate, statement.content.opposes(theirs)));
            }
        }
        for key in keys {
            blocks.put(key, statement.key);
        }
        keep(contents, statement.key, statement.content.clone());
        if let Some((_, other, opposes)) = best
            && !is_again(connection, statement.key, other)?
        {
            touched.insert(join(connection, statement, opposes, other)?);
        }
    }
    Ok(())
}

fn keep(contents: &mut Contents, statement: i64, content: Content) {
    if contents.len() >= KEPT {
        contents.clear();
    }
    contents.insert(statement, content);
}

/// Whether both are one statement that is told twice at a stroke: by one speaker in one sentence, as in `denied it, but said
/// that …`, where one content holds the other.
fn is_again(connection: &Connection, one: i64, other: i64) -> rusqlite::Result<bool> {
    if one >> 28 != other >> 28 {
        return Ok(false);
    }
    const SQL: &str = "SELECT a.source IS b.source OR a.source IS NULL OR b.source IS NULL
        FROM statements a, statements b WHERE a.key = ?1 AND b.key = ?2
        AND a.sentence <= b.last_sentence AND b.sentence <= a.last_sentence";
    Ok(connection.prepare_cached(SQL)?.query_row([one, other], |row| row.get(0)).optional()?.unwrap_or(false))
}

/// Takes a position on the claim of statement `other`, which says the same, or the contrary where it `opposes`.
fn join(connection: &Connection, statement: &Statement, opposes: bool, other: i64) -> rusqlite::Result<i64> {
    const POSITION: &str = "SELECT claim, stance = 'denies' FROM positions WHERE statement = ?1";
    let position = connection
        .prepare_cached(POSITION)?
        .query_row([other], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?)))
        .optional()?;
    let act: String =
        connection.prepare_cached("SELECT act FROM statements WHERE key = ?1")?.query_row([other], |row| row.get(0))?;
    let (claim, other_denies) = match position {
        Some(position) => position,
        None => {
            let denies = act == "deny";
            (begin(connection, other, denies)?, denies)
        }
    };
    // To deny what opposes a claim is to uphold it.
    let same = (statement.denies != (act == "deny")) == opposes;
    put_position(connection, statement.key, claim, if same { other_denies } else { !other_denies })?;
    Ok(claim)
}

/// The id and the words of the claim that `statement` makes first. The id is made with the document's, since records of
/// other programs may give the statements of two documents one id.
fn named(connection: &Connection, statement: i64) -> rusqlite::Result<(String, String)> {
    const SQL: &str =
        "SELECT h.id, s.id, content FROM statements s JOIN heads h ON h.key = s.key >> 28 WHERE s.key = ?1";
    connection.prepare_cached(SQL)?.query_row([statement], |row| {
        let (document, id): (String, String) = (row.get(0)?, row.get(1)?);
        Ok((content_id("cl", [document.as_bytes(), id.as_bytes()]), row.get(2)?))
    })
}

fn begin(connection: &Connection, statement: i64, denies: bool) -> rusqlite::Result<i64> {
    let (id, words) = named(connection, statement)?;
    connection
        .prepare_cached("INSERT INTO claims (id, words, assertions, denials) VALUES (?1, ?2, 0, 0)")?
        .execute(params![id, words])?;
    let claim = connection.last_insert_rowid();
    put_position(connection, statement, claim, denies)?;
    Ok(claim)
}

fn put_position(connection: &Connection, statement: i64, claim: i64, denies: bool) -> rusqlite::Result<()> {
    let stance = if denies { "denies" } else { "asserts" };
    const PUT: &str = "INSERT INTO positions VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET claim = excluded.claim, stance = excluded.stance";
    connection.prepare_cached(PUT)?.execute(params![statement, claim, stance]).map(drop)
}

/// Works out what is said of a claim as a whole; copies of a document count once.
pub(super) fn refresh(connection: &Connection, claim: i64) -> rusqlite::Result<()> {
    let (first, count): (Option<i64>, i64) = connection
        .prepare_cached("SELECT min(statement), count(*) FROM positions WHERE claim = ?1")?
        .query_row([claim], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some(first) = first.filter(|_| count > 1) else {
        connection.execute("DELETE FROM positions WHERE claim = ?1", [claim])?;
        connection.execute("DELETE FROM claims WHERE key = ?1", [claim])?;
        return Ok(());
    };
    let (id, words) = named(connection, first)?;
    const PUT: &str = "UPDATE claims SET id = ?2, words = ?3,
        first_asserted = (SELECT min(day) FROM positions p JOIN statements s ON s.key = p.statement
          WHERE claim = ?1 AND stance = 'asserts'),
        first_denied = (SELECT min(day) FROM positions p JOIN statements s ON s.key = p.statement
          WHERE claim = ?1 AND stance = 'denies'),
        assertions = (SELECT count(*) FROM positions WHERE claim = ?1 AND stance = 'asserts'
          AND NOT EXISTS (SELECT 1 FROM copies WHERE document = statement >> 28)),
        denials = (SELECT count(*) FROM positions WHERE claim = ?1 AND stance = 'denies'
          AND NOT EXISTS (SELECT 1 FROM copies WHERE document = statement >> 28)) WHERE key = ?1";
    connection.prepare_cached(PUT)?.execute(params![claim, id, words])?;
    Ok(())
}

/// Takes the statements of `document` out of their claims, which join `touched`.
pub(super) fn forget(
    connection: &Connection,
    document: DocumentKey,
    page: &Page<'_>,
    (blocks, contents): (&mut Blocks, &mut Contents),
    touched: &mut BTreeSet<i64>,
) -> rusqlite::Result<()> {
    contents.retain(|statement, _| statement >> 28 != document.0);
    let rows = document.rows();
    let range = [*rows.start(), *rows.end()];
    let claims: Vec<i64> = connection
        .prepare_cached("SELECT DISTINCT claim FROM positions WHERE statement BETWEEN ?1 AND ?2")?
        .query_map(range, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    touched.extend(claims);
    for statement in &page.statements {
        // Which words were rare when it was added is not known any more, so each is looked at.
        for word in &statement.content.words {
            blocks.take(block_of(*word), statement.key);
        }
    }
    connection.execute("DELETE FROM positions WHERE statement BETWEEN ?1 AND ?2", range)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Content;

    #[test]
    fn contents_are_compared_without_case_and_endings() {
        let one = Content::of_text("The rebels were killing prisoners in Tarhuna");
        let other = Content::of_text("rebels did not kill … prisoners in Tarhuna");
        assert!(other.words.iter().filter(|w| one.words.contains(w)).count() >= 4);
        assert!(one.opposes(&other));
    }

    #[test]
    fn only_the_negation_of_what_both_say_opposes() {
        let one = Content::of_text("the talks in Geneva had reached a deal on the harbour");
        let opposes = |text: &str| one.opposes(&Content::of_text(text));
        assert!(opposes("the talks in Geneva had not reached a deal on the harbour"));
        assert!(opposes("the talks in Geneva hadn\u{2019}t reached a deal on the harbour"));
        assert!(!opposes("the talks in Geneva had reached a deal on the harbour, though not yet signed it"));
        let no = Content::of_text("the talks in Geneva never reached a deal on the harbour");
        assert!(!no.opposes(&Content::of_text("the talks in Geneva had not reached a deal on the harbour")));
    }

    #[test]
    fn what_is_only_asked_or_withheld_claims_nothing() {
        assert!(Content::of_text("comment on whether bids for the harbour are due").empty);
        assert!(Content::of_text("to be named because he was not authorised to speak").empty);
        assert!(!Content::of_text("the bids for the harbour are due").empty);
        assert!(Content::of_text("requests for more guards at the harbour").turned);
        assert!(!Content::of_text("that the guards had left the harbour").turned);
    }
}
