//! Who is the same in different documents.
//!
//! Two actors are the same where they have the same kind and name, or a name that is the same however it is spelt, and
//! nothing else keeps them apart: another country or another code. A person of one name (`Smith`) is one of those whose
//! names end so only where a single one fits, and its code or country says so too. Groups without a name of their own
//! (`police`) are the same only within a country. One of just the same name, kind, country and code as one before is
//! the same. `identity_why` keeps what it rests on.

use super::page::{Actor, Page};
use super::terms::skeleton;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use sayso_record::content_id;

/// How many identities of a name are looked at.
const NAMESAKES: i64 = 32;

struct Known {
    key: i64,
    kind: String,
    country: Option<String>,
    code: Option<String>,
    name: String,
}

/// Identities of actors that a batch has met: an identity and what it rests on, by all that decides it.
pub(super) type Met = FxHashMap<String, (i64, Option<&'static str>)>;

/// Gives the actors of `page` their identities.
pub(super) fn link(connection: &Connection, page: &Page, met: &mut Met) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached("UPDATE actors SET identity = ?2, identity_why = ?3 WHERE key = ?1")?;
    for actor in &page.actors {
        if actor.kind == "group" && actor.country.is_none() && actor.code.is_none() {
            continue;
        }
        let own = own_id(actor);
        let found = match met.get(&own) {
            Some(found) => Some(*found),
            None => match again(connection, actor, &own)? {
                Some(found) => Some(found),
                None => find(connection, actor, &own)?,
            },
        };
        let Some((identity, why)) = found else { continue };
        put.execute(params![actor.key, identity, why])?;
        // Who goes by a surname may be told from a namesake no more once there are two.
        if why != Some(SURNAME) {
            // The first of a name is met again by the name.
            met.insert(own, (identity, why.or(Some(self::why(actor, &actor.name, actor.code.as_deref())))));
        }
    }
    Ok(())
}

/// Why an actor is taken for one whose name and code are those.
fn why(actor: &Actor, name: &str, code: Option<&str>) -> &'static str {
    let code = actor.code.is_some() && actor.code.as_deref() == code;
    match (name.to_lowercase() == actor.name.to_lowercase(), code) {
        (true, true) => "name and code",
        (true, false) => "name",
        (false, true) => "spelling and code",
        (false, false) => "spelling",
    }
}

const SURNAME: &str = "surname and country";

/// What an actor is known by, in one word: kind, name, country and code.
fn own_id(actor: &Actor) -> String {
    let cell = |text: &Option<String>| text.clone().unwrap_or_default();
    let parts = [actor.kind.clone(), actor.name.to_lowercase(), cell(&actor.country), cell(&actor.code)];
    content_id("id", parts.iter().map(String::as_bytes))
}

/// The identity that one of just the same name, kind, country and code has.
fn again(connection: &Connection, actor: &Actor, own: &str) -> rusqlite::Result<Option<(i64, Option<&'static str>)>> {
    const SQL: &str = "SELECT key, name, code FROM identities WHERE id = ?1 UNION ALL
        SELECT i.key, i.name, i.code FROM identity_names n JOIN identities i ON i.key = n.identity
        WHERE n.name = '~=' || ?1 LIMIT 1";
    let known = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?));
    let found = connection.prepare_cached(SQL)?.query_row([own], known).optional()?;
    Ok(found.map(|(key, name, code)| (key, Some(why(actor, &name, code.as_deref())))))
}

/// Forms by which an actor is looked up: its name, and for persons the spelling-blind form of it.
fn forms(actor: &Actor) -> Vec<String> {
    let name = actor.name.to_lowercase();
    let mut forms = vec![name];
    if actor.kind == "person" {
        let words: Vec<String> = actor.name.split_whitespace().map(skeleton).collect();
        if words.len() > 1 {
            // The first and the last name: what stands between is often left out.
            forms.push(format!("~{} {}", words[0], words[words.len() - 1]));
            forms.push(format!("~~{}", words[words.len() - 1]));
        }
    }
    forms
}

fn find(connection: &Connection, actor: &Actor, own: &str) -> rusqlite::Result<Option<(i64, Option<&'static str>)>> {
    let mut forms = forms(actor);
    for at in 0..forms.len().min(2) {
        let form = &forms[at];
        let fits: Vec<Known> = named(connection, form)?.into_iter().filter(|k| compatible(actor, k)).collect();
        if let Some(known) = fits.iter().min_by_key(|k| (actor.code != k.code, k.key)) {
            forms.push(format!("~={own}"));
            note(connection, known.key, &forms)?;
            return Ok(Some((known.key, Some(why(actor, &known.name, known.code.as_deref())))));
        }
    }
    let one_word = !actor.name.contains(' ');
    if actor.kind == "person" && one_word {
        let surname = format!("~~{}", skeleton(&actor.name));
        let supported = |k: &Known| {
            compatible(actor, k)
                && (actor.code.is_some() && actor.code == k.code
                    || actor.country.is_some() && actor.country == k.country)
        };
        let fits: Vec<Known> = named(connection, &surname)?.into_iter().filter(supported).collect();
        if let [known] = fits.as_slice() {
            return Ok(Some((known.key, Some(SURNAME))));
        }
        // Who just has a surname is not told from others of the name.
        if actor.code.is_none() && actor.country.is_none() {
            return Ok(None);
        }
    }
    connection
        .prepare_cached("INSERT INTO identities (id, name, kind, country, code) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![own, actor.name, actor.kind, actor.country, actor.code])?;
    let key = connection.last_insert_rowid();
    note(connection, key, &forms)?;
    Ok(Some((key, None)))
}

fn note(connection: &Connection, identity: i64, forms: &[String]) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached("INSERT OR IGNORE INTO identity_names VALUES (?1, ?2)")?;
    for form in forms {
        put.execute(params![form, identity])?;
    }
    Ok(())
}

fn named(connection: &Connection, form: &str) -> rusqlite::Result<Vec<Known>> {
    const SQL: &str = "SELECT i.key, i.kind, i.country, i.code, i.name FROM identity_names n
        JOIN identities i ON i.key = n.identity WHERE n.name = ?1 ORDER BY i.key LIMIT ?2";
    connection
        .prepare_cached(SQL)?
        .query_map(params![form, NAMESAKES], |row| {
            Ok(Known {
                key: row.get(0)?,
                kind: row.get(1)?,
                country: row.get(2)?,
                code: row.get(3)?,
                name: row.get(4)?,
            })
        })?
        .collect()
}

/// Whether nothing keeps the two apart.
fn compatible(actor: &Actor, known: &Known) -> bool {
    let differ = |one: &Option<String>, other: &Option<String>| matches!((one, other), (Some(a), Some(b)) if a != b);
    if actor.kind != known.kind || differ(&actor.country, &known.country) {
        return false;
    }
    match (&actor.code, &known.code) {
        (Some(one), Some(other)) => {
            let country = |code: &str| code.get(..3).map(str::to_owned);
            // An office changes with the years (`GOV`, `OPP`); for persons of a full name the country decides.
            one == other
                || (actor.kind == "person" && country(one) == country(other) && known.name.contains(' '))
                || (one.len() == 3 || other.len() == 3) && country(one) == country(other) && actor.kind != "group"
        }
        // A group of a country is not one of which no country is known.
        (one, other) if actor.kind == "group" => one.is_none() == other.is_none(),
        _ => true,
    }
}

/// Removes identities that only actors of `page` have.
pub(super) fn forget(connection: &Connection, page: &Page) -> rusqlite::Result<()> {
    for actor in &page.actors {
        let Some(identity) = actor.identity else { continue };
        connection.execute("UPDATE actors SET identity = NULL, identity_why = NULL WHERE key = ?1", [actor.key])?;
        if !connection.prepare_cached("SELECT 1 FROM actors WHERE identity = ?1")?.exists([identity])? {
            connection.execute("DELETE FROM identities WHERE key = ?1", [identity])?;
            connection.execute("DELETE FROM identity_names WHERE identity = ?1", [identity])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Known, compatible, forms};
    use crate::link::page::Actor;

    fn actor(name: &str, kind: &str, code: Option<&str>) -> Actor {
        let country = code.map(|c| c[..3].to_owned());
        Actor { key: 1, name: name.into(), kind: kind.into(), country, code: code.map(Into::into), identity: None }
    }

    fn known(name: &str, kind: &str, code: Option<&str>) -> Known {
        let a = actor(name, kind, code);
        Known { key: 1, kind: a.kind, country: a.country, code: a.code, name: a.name }
    }

    #[test]
    fn namesakes_of_other_countries_and_groups_without_one_are_kept_apart() {
        let minister = actor("Ana Silva", "person", Some("PRTGOV"));
        assert!(compatible(&minister, &known("Ana Silva", "person", None)));
        assert!(compatible(&minister, &known("Ana Silva", "person", Some("PRTOPP"))));
        assert!(!compatible(&minister, &known("Ana Silva", "person", Some("BRAGOV"))));
        assert!(!compatible(&actor("police", "group", Some("FRACOP")), &known("police", "group", None)));
    }

    #[test]
    fn a_person_is_found_however_the_name_is_spelt() {
        let one = forms(&actor("Muammar Gaddafi", "person", None));
        assert_eq!(one[1], forms(&actor("Moammar Qadhafi", "person", None))[1]);
    }
}
