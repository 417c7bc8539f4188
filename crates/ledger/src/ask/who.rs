//! Who is meant by a name, a code or an id, and what such actors have a part in.

use super::query::Query;
use crate::{LedgerError, Result};

/// A table of what actors do, by the columns that tell the row and the actor; `who` says who that is.
pub(super) struct Parts {
    table: &'static str,
    row: &'static str,
    actor: &'static str,
}

pub(super) const PARTIES: Parts = Parts { table: "parties", row: "event", actor: "actor" };
pub(super) const VOICES: Parts = Parts { table: "voices", row: "event", actor: "actor" };
pub(super) const SPEAKERS: Parts = Parts { table: "statements", row: "key", actor: "source" };

/// Keys of the rows (`t`) of a table that `named` has a part in, and for which ` AND …` holds.
pub(super) fn parts(Parts { table, row, actor }: &Parts, named: &str, and: &Query) -> Result<Query> {
    let named = named.trim();
    let mut query = Query::default();
    // What one actor does in its document stands among what is done by all who are the same.
    let of_actor = format!(
        "SELECT t.{row} FROM actors o CROSS JOIN {table} t ON t.who = ifnull(o.identity, -o.key)
         AND t.{row} BETWEEN (o.key >> 28) << 28 AND ((o.key >> 28) + 1) << 28 WHERE t.{actor} = o.key AND "
    );
    if named.starts_with("ac_") {
        query.push(&of_actor).push("o.id = ?").value(named.to_owned()).append(and.clone());
        return Ok(query);
    }
    query.push(&format!("SELECT t.{row} FROM {table} t WHERE t.who IN (")).append(whos(named)?);
    query.push(")").append(and.clone());
    if let Some((from, to)) = code_range(named) {
        query.push(" UNION ALL ").push(&of_actor).push("o.code >= ? AND o.code < ?").push(CODED_OTHERWISE);
        query.value(from).value(to).append(and.clone());
    }
    Ok(query)
}

/// Actors that may have another code than their identity, or have none.
const CODED_OTHERWISE: &str = " AND (o.identity IS NULL OR o.identity_why IN ('name', 'spelling')
    OR o.identity_why = 'surname and country')";

/// All that `named` means of identities, and of actors without one.
fn whos(named: &str) -> Result<Query> {
    let mut query = Query::default();
    if named.starts_with("id_") {
        query.push("SELECT key FROM identities WHERE id = ?").value(named.to_owned());
        return Ok(query);
    }
    let phrase = words(&format!("\"{}\"", named.replace('"', " ")))?;
    query.push("SELECT -rowid FROM actor_words WHERE actor_words MATCH ?").value(phrase.clone());
    query.push(" UNION ALL SELECT rowid >> 8 FROM identity_words WHERE identity_words MATCH ?").value(phrase);
    if let Some((from, to)) = code_range(named) {
        query.push(" UNION ALL SELECT key FROM identities WHERE code >= ? AND code < ?").value(from).value(to);
    }
    Ok(query)
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
        query.push(
            " WHERE i.code >= ? AND i.code < ? UNION SELECT o.key FROM actors o WHERE o.code >= ? AND o.code < ?",
        );
        query.push(CODED_OTHERWISE);
        query.value(from.clone()).value(to.clone()).value(from).value(to);
    }
    Ok(query)
}

/// A row for each that `named` means.
pub(super) fn known(named: &str) -> Result<Query> {
    let named = named.trim();
    if named.starts_with("ac_") {
        return actors(named);
    }
    let mut query = whos(named)?;
    if let Some((from, to)) = code_range(named) {
        query.push(" UNION ALL SELECT o.key FROM actors o WHERE o.code >= ? AND o.code < ?").push(CODED_OTHERWISE);
        query.value(from).value(to);
    }
    Ok(query)
}

/// The range of the actor codes that begin with `named`, where it can be a code: `RUS`, `RUSGOV`.
pub(super) fn code_range(named: &str) -> Option<(String, String)> {
    let code = named.len() >= 3 && named.len().is_multiple_of(3) && named.bytes().all(|b| b.is_ascii_uppercase());
    code.then(|| (named.to_owned(), after(named)))
}

/// The least text behind all that begin with `prefix`, which is ASCII.
pub(super) fn after(prefix: &str) -> String {
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
