//! Who is the same in different documents.
//!
//! Two actors are the same where they have the same kind and name, or a name that is the same however it is spelt, and
//! nothing else keeps them apart: another country or another code. A person of one name (`Smith`) is one of those whose
//! names end so only where a single one fits, and its code or country says so too. Groups without a name of their own
//! (`police`) are the same only within a country. One of just the same name, kind, country and code as one before is
//! the same. `identity_why` keeps what it rests on.

use super::blocks::Blocks;
use super::kept::Kept;
use super::page::Page;
use super::terms::{skeleton, wide_hash};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHasher};
use sayso_record::content_id;
use std::hash::{Hash, Hasher};

/// How many identities of a name are looked at.
const NAMESAKES: usize = 32;
/// How many actors are kept in memory with their identities.
const KEPT: usize = 400_000;
/// How many identities are kept with what is known of them.
const KNOWN: usize = 100_000;

/// An actor by what decides its identity.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who<'a> {
    pub(crate) kind: &'a str,
    pub(crate) name: &'a str,
    pub(crate) country: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
}

/// An identity, and what it rests on; none for the first of an identity.
pub(crate) type Identified = (i64, Option<&'static str>);

/// What is known of an identity.
#[derive(Debug)]
struct Known {
    key: i64,
    kind: String,
    country: Option<String>,
    code: Option<String>,
    name: String,
}

/// Who was met before.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Identities of actors, by a hash of all that decides them.
    identities: FxHashMap<u64, Identified>,
    /// What is known of identities that were looked at.
    known: FxHashMap<i64, Known>,
    /// Names that are new to an identity. They are written in the order of the identities, since the index of words
    /// writes all that it has in hand to the disk where a row comes before the last one.
    names: Vec<Name>,
}

/// A name of an identity: that of `identities`, or a further one.
#[derive(Debug)]
struct Name {
    identity: i64,
    further: bool,
    name: String,
}

/// The identity of `actor`; none where it may be one of several, or of any country.
pub(super) fn identify(
    connection: &Connection,
    actor: &Who<'_>,
    kept: &mut Kept,
) -> rusqlite::Result<Option<Identified>> {
    if actor.kind == "group" && actor.country.is_none() && actor.code.is_none() {
        return Ok(None);
    }
    let Kept { met, blocks, .. } = kept;
    let sign = sign(actor);
    if let Some(found) = met.identities.get(&sign) {
        return Ok(Some(*found));
    }
    let own = own_id(actor);
    let found = match again(connection, actor, &own, blocks)? {
        Some(found) => Some(found),
        None => find(connection, actor, &own, blocks, met)?,
    };
    // Who goes by a surname may be told from a namesake no more once there are two.
    if let Some((identity, why)) = found.filter(|(_, why)| *why != Some(SURNAME)) {
        // The first of a name is met again by the name.
        met.identities.insert(sign, (identity, why.or(Some(self::why(actor, actor.name, actor.code)))));
    }
    Ok(found)
}

impl Met {
    /// Writes the names that are new.
    pub(super) fn write_names(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        self.names.sort_by_key(|name| name.identity);
        write_names(connection, self.names.drain(..))
    }

    /// Lets go of all identities, whose names are written.
    pub(super) fn forget(&mut self) {
        self.identities.clear();
        self.known.clear();
    }

    pub(super) fn trim(&mut self) {
        if self.identities.len() > KEPT {
            self.identities.clear();
        }
        if self.known.len() > KNOWN {
            self.known.clear();
        }
    }

    /// Identities that a form has, as many as are looked at, those first that came first.
    fn named(&mut self, connection: &Connection, form: i64, blocks: &mut Blocks) -> rusqlite::Result<Vec<i64>> {
        let mut holders = Vec::new();
        blocks.holders(connection, form..=form, &mut holders)?;
        let mut found = Vec::new();
        for (_, identity) in holders {
            if self.knows(connection, identity)? {
                found.push(identity);
            }
            if found.len() == NAMESAKES {
                break;
            }
        }
        Ok(found)
    }

    /// Whether there is such an identity; from now on it is among the known ones.
    fn knows(&mut self, connection: &Connection, identity: i64) -> rusqlite::Result<bool> {
        const SQL: &str = "SELECT key, kind, country, code, name FROM identities WHERE key = ?1";
        if self.known.contains_key(&identity) {
            return Ok(true);
        }
        let known = connection.prepare_cached(SQL)?.query_row([identity], |row| {
            Ok(Known {
                key: row.get(0)?,
                kind: row.get(1)?,
                country: row.get(2)?,
                code: row.get(3)?,
                name: row.get(4)?,
            })
        });
        Ok(known.optional()?.is_some_and(|known| self.known.insert(identity, known).is_none()))
    }
}

/// Writes names, which come in the order of their identities.
fn write_names(connection: &Connection, names: impl Iterator<Item = Name>) -> rusqlite::Result<()> {
    const LAST: &str = "SELECT max(key) FROM identity_names WHERE key BETWEEN ?1 AND ?2";
    let mut last = connection.prepare_cached(LAST)?;
    let mut put = connection.prepare_cached("INSERT INTO identity_names (key, name) VALUES (?1, ?2)")?;
    let mut words = connection.prepare_cached("INSERT INTO identity_words (rowid, name) VALUES (?1, ?2)")?;
    for Name { identity, further, name } in names {
        let (from, to) = names_of(identity);
        let mut key = from;
        if further {
            key = last.query_row([from, to], |row| row.get::<_, Option<i64>>(0))?.unwrap_or(from) + 1;
            // Nobody has so many names; a word that many are called by must not grow without end.
            if key > to {
                continue;
            }
            put.execute(params![key, name])?;
        }
        words.execute(params![key, name])?;
    }
    Ok(())
}

/// First and last key that names of an identity can have; the first is that of the name in `identities`.
fn names_of(identity: i64) -> (i64, i64) {
    (identity << 8, identity << 8 | 255)
}

/// Why an actor is taken for one whose name and code are those.
fn why(actor: &Who<'_>, name: &str, code: Option<&str>) -> &'static str {
    let code = actor.code.is_some() && actor.code == code;
    match (name.to_lowercase() == actor.name.to_lowercase(), code) {
        (true, true) => "name and code",
        (true, false) => "name",
        (false, true) => "spelling and code",
        (false, false) => "spelling",
    }
}

const SURNAME: &str = "surname and country";

/// What an actor is known by, in one word: kind, name, country and code.
fn own_id(actor: &Who<'_>) -> String {
    let name = actor.name.to_lowercase();
    let parts = [actor.kind, &name, actor.country.unwrap_or_default(), actor.code.unwrap_or_default()];
    content_id("id", parts.map(str::as_bytes))
}

/// The same as a number, for this run; a name that is written otherwise has another.
fn sign(actor: &Who<'_>) -> u64 {
    let mut sign = FxHasher::default();
    (actor.name, actor.kind, actor.country, actor.code).hash(&mut sign);
    sign.finish()
}

/// The block of a form, by which identities are looked up.
fn form(written: &str) -> i64 {
    wide_hash(written.as_bytes()).cast_signed() & i64::MAX
}

/// The form of what is known by just that kind, name, country and code.
fn form_of_id(own: &str) -> i64 {
    form(&format!("~={own}"))
}

/// The identity that one of just the same name, kind, country and code has.
fn again(
    connection: &Connection,
    actor: &Who<'_>,
    own: &str,
    blocks: &mut Blocks,
) -> rusqlite::Result<Option<Identified>> {
    const SQL: &str = "SELECT id, key, name, code FROM identities WHERE key = ?1";
    let form = form_of_id(own);
    let mut holders = Vec::new();
    blocks.holders(connection, form..=form, &mut holders)?;
    let mut found = None;
    for (_, identity) in holders {
        let mut statement = connection.prepare_cached(SQL)?;
        let mut rows = statement.query([identity])?;
        let Some(row) = rows.next()? else { continue };
        // The one that is itself known by this, else the first that was.
        let first = row.get_ref(0)?.as_str().is_ok_and(|id| id == own);
        if first || found.is_none() {
            let (name, code): (String, Option<String>) = (row.get(2)?, row.get(3)?);
            found = Some((row.get(1)?, Some(why(actor, &name, code.as_deref()))));
        }
        if first {
            break;
        }
    }
    Ok(found)
}

/// Forms by which an actor is looked up: its name, and for persons the spelling-blind form of it.
fn forms(actor: &Who<'_>) -> Vec<String> {
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

fn find(
    connection: &Connection,
    actor: &Who<'_>,
    own: &str,
    blocks: &mut Blocks,
    met: &mut Met,
) -> rusqlite::Result<Option<Identified>> {
    let mut written = forms(actor);
    written.push(format!("~={own}"));
    let forms: Vec<i64> = written.iter().map(|written| form(written)).collect();
    for form in &forms[..(forms.len() - 1).min(2)] {
        let namesakes = met.named(connection, *form, blocks)?;
        let fits = namesakes.iter().filter_map(|key| met.known.get(key)).filter(|k| compatible(actor, k));
        if let Some(known) = fits.min_by_key(|k| (actor.code != k.code.as_deref(), k.key)) {
            let found = (known.key, Some(why(actor, &known.name, known.code.as_deref())));
            if note(connection, found.0, &forms, blocks)? {
                met.names.push(Name { identity: found.0, further: true, name: written.swap_remove(0) });
            }
            return Ok(Some(found));
        }
    }
    let one_word = !actor.name.contains(' ');
    if actor.kind == "person" && one_word {
        let surname = form(&format!("~~{}", skeleton(actor.name)));
        let supported = |k: &&Known| {
            compatible(actor, k)
                && (actor.code.is_some() && actor.code == k.code.as_deref()
                    || actor.country.is_some() && actor.country == k.country.as_deref())
        };
        let namesakes = met.named(connection, surname, blocks)?;
        let fits = namesakes.iter().filter_map(|key| met.known.get(key)).filter(supported);
        let fits: Vec<i64> = fits.map(|known| known.key).collect();
        if let [identity] = fits[..] {
            // It may be spelt otherwise than in the identity's names.
            if is_new(connection, form(&format!("~-{}", written[0])), identity, blocks)? {
                met.names.push(Name { identity, further: true, name: written.swap_remove(0) });
            }
            return Ok(Some((identity, Some(SURNAME))));
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
    // No form can have it yet.
    forms.into_iter().for_each(|form| blocks.put(form, key));
    met.names.push(Name { identity: key, further: false, name: actor.name.to_owned() });
    Ok(Some((key, None)))
}

/// Notes by what `identity` is looked up: its name first, of which it says whether it is new.
fn note(connection: &Connection, identity: i64, forms: &[i64], blocks: &mut Blocks) -> rusqlite::Result<bool> {
    let mut new = false;
    for (number, form) in forms.iter().enumerate() {
        new |= is_new(connection, *form, identity, blocks)? && number == 0;
    }
    Ok(new)
}

/// Notes that `identity` is looked up by `form`, and says whether it was not before.
fn is_new(connection: &Connection, form: i64, identity: i64, blocks: &mut Blocks) -> rusqlite::Result<bool> {
    let new = !blocks.has(connection, form, identity)?;
    if new {
        blocks.put(form, identity);
    }
    Ok(new)
}

/// Whether nothing keeps the two apart.
fn compatible(actor: &Who<'_>, known: &Known) -> bool {
    let differ = |one: Option<&str>, other: Option<&str>| matches!((one, other), (Some(a), Some(b)) if a != b);
    if actor.kind != known.kind || differ(actor.country, known.country.as_deref()) {
        return false;
    }
    match (actor.code, known.code.as_deref()) {
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

/// Removes identities that only actors of `page` have. Forms of theirs that are not known any more stay behind, and lead
/// to nobody.
pub(super) fn forget(connection: &Connection, page: &Page<'_>, blocks: &mut Blocks) -> rusqlite::Result<()> {
    const WORDS: &str = "INSERT INTO identity_words (identity_words, rowid, name)
        SELECT 'delete', key << 8, name FROM identities WHERE key = ?3
        UNION ALL SELECT 'delete', key, name FROM identity_names WHERE key BETWEEN ?1 AND ?2";
    for actor in &page.actors {
        let Some(identity) = actor.identity else { continue };
        connection.execute("UPDATE actors SET identity = NULL, identity_why = NULL WHERE key = ?1", [actor.key])?;
        if connection.prepare_cached("SELECT 1 FROM actors WHERE identity = ?1")?.exists([identity])? {
            continue;
        }
        let (from, to) = names_of(identity);
        connection.execute(WORDS, [from, to, identity])?;
        connection.execute("DELETE FROM identities WHERE key = ?1", [identity])?;
        connection.execute("DELETE FROM identity_names WHERE key BETWEEN ?1 AND ?2", [from, to])?;
        let who = actor.who();
        for written in forms(&who).iter().chain([&format!("~={}", own_id(&who))]) {
            blocks.take(form(written), identity);
        }
    }
    Ok(())
}

/// Brings the names of identities in a ledger of version 1, and what they are looked up by, into the tables of version 2.
pub(crate) fn bring_names(connection: &Connection) -> rusqlite::Result<()> {
    const OLD: &str = "SELECT i.key, n.name, i.name, '~=' || i.id FROM identities i
        LEFT JOIN identity_names n ON n.identity = i.key ORDER BY i.key, n.name";
    // Version 3 brings them elsewhere.
    let mut put = connection.prepare("INSERT OR IGNORE INTO identity_forms VALUES (?1, ?2)")?;
    let mut names: Vec<Name> = Vec::new();
    let mut statement = connection.prepare(OLD)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (identity, written): (i64, Option<String>) = (row.get(0)?, row.get(1)?);
        let (name, own): (String, String) = (row.get(2)?, row.get(3)?);
        put.execute([form(&own), identity])?;
        if names.last().is_none_or(|last| last.identity != identity) {
            names.push(Name { identity, further: false, name: name.clone() });
        }
        let Some(written) = written else { continue };
        put.execute([form(&written), identity])?;
        if !written.starts_with('~') && written != name.to_lowercase() {
            names.push(Name { identity, further: true, name: written });
        }
    }
    drop(rows);
    connection.execute_batch(
        "DROP TABLE identities;
         ALTER TABLE identities_of_2 RENAME TO identities;
         CREATE INDEX identities_code ON identities (code) WHERE code IS NOT NULL;
         DROP TABLE identity_names;
         ALTER TABLE identity_names_of_2 RENAME TO identity_names;",
    )?;
    write_names(connection, names.into_iter())
}

#[cfg(test)]
mod tests {
    use super::{Known, Who, compatible, forms};

    fn actor<'a>(name: &'a str, kind: &'a str, code: Option<&'a str>) -> Who<'a> {
        Who { kind, name, country: code.map(|c| &c[..3]), code }
    }

    fn known(name: &str, kind: &str, code: Option<&str>) -> Known {
        let country = code.map(|c| c[..3].to_owned());
        Known { key: 1, kind: kind.into(), country, code: code.map(Into::into), name: name.into() }
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
