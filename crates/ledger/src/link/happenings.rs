//! A document's groups of accounts, each to the happening that it tells, an old or a new one.

use super::groups::{self, Group};
use super::lexicon::root_of_class;
use super::page::{Page, key, written};
use super::pieces;
use super::profile::Profile;
use super::terms::hash;
use super::terms_seen::Terms;
use crate::{DocumentKey, Kind};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use sayso_record::content_id;
use std::collections::BTreeSet;

/// How like a telling must be to a happening to be of it.
const SAME: f64 = 0.2;
/// Days in a block.
const BLOCK_DAYS: i32 = 6;
/// By how many words a happening is found, how many of a block's holders are looked at, and how many are compared.
const KEYS: usize = 8;
const HOLDERS: usize = 24;
const COMPARED: usize = 16;
/// How many words are kept with an account.
const GIST: usize = 10;
/// Classes that are kept though no event was coded, where the text tells who, where or how many.
const KEPT: [&str; 7] = ["force", "arrest", "abduct", "protest", "disaster", "vote", "defect"];

/// Links the accounts of `page`; the happenings that they were given to join `touched`.
pub(super) fn link(
    connection: &Connection,
    document: DocumentKey,
    page: &Page,
    terms: &mut Terms<'_>,
    touched: &mut BTreeSet<i64>,
) -> rusqlite::Result<()> {
    let found = pieces::find(page);
    let all = found.iter().flat_map(|p| p.names.iter().chain(&p.words).chain(&p.places)).copied().collect();
    terms.count_document(&all, 1);
    let mut mentions = 0;
    let groups = groups::find(found, page.day, terms).into_iter().filter(is_kept);
    // What this document tells apart is not one happening.
    let mut told: Vec<(i64, Profile)> = Vec::new();
    for (number, group) in (1..).zip(groups) {
        let happening = match find(connection, &group.profile, terms, &told)? {
            Some((happening, mut profile)) => {
                profile.merge(&group.profile);
                put_blocks(connection, happening, &profile, terms)?;
                connection
                    .prepare_cached("UPDATE happenings SET profile = ?2 WHERE key = ?1")?
                    .execute(params![happening, profile.to_bytes()])?;
                happening
            }
            None => begin(connection, page, &group, terms)?,
        };
        touched.insert(happening);
        told.push((happening, group.profile.clone()));
        let Some(telling) = key(document, Kind::Telling, number) else { break };
        connection.prepare_cached("INSERT INTO tellings VALUES (?1, ?2, ?3)")?.execute(params![
            telling,
            happening,
            group.profile.to_bytes()
        ])?;
        put_accounts(connection, document, page, &group, happening, &mut mentions, terms)?;
    }
    Ok(())
}

fn is_kept(group: &Group) -> bool {
    let coded = group.pieces.iter().any(|p| p.accounts.iter().any(|a| a.event.is_some()));
    let profile = &group.profile;
    coded || (KEPT.contains(&profile.class.as_str()) && !(profile.names.is_empty() && profile.figures.is_empty()))
}

fn blocks(profile: &Profile, terms: &Terms<'_>) -> Vec<(u64, i32)> {
    let day = profile.around().map_or(0, |d| d.div_euclid(BLOCK_DAYS));
    profile.telling(terms, KEYS).into_iter().map(|term| (term ^ hash(profile.class.as_bytes()), day)).collect()
}

fn block(term: u64, day: i32) -> i64 {
    let mut bytes = [0; 12];
    bytes[..8].copy_from_slice(&term.to_le_bytes());
    bytes[8..].copy_from_slice(&day.to_le_bytes());
    hash(&bytes).cast_signed()
}

fn put_blocks(connection: &Connection, happening: i64, profile: &Profile, terms: &Terms<'_>) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached("INSERT OR IGNORE INTO blocks VALUES (?1, ?2)")?;
    for (term, day) in blocks(profile, terms) {
        put.execute([block(term, day), happening])?;
    }
    Ok(())
}

/// The happening that `profile` tells, with its own profile.
fn find(
    connection: &Connection,
    profile: &Profile,
    terms: &Terms<'_>,
    told: &[(i64, Profile)],
) -> rusqlite::Result<Option<(i64, Profile)>> {
    let mut holders: FxHashMap<i64, u32> = FxHashMap::default();
    let mut look =
        connection.prepare_cached("SELECT holder FROM blocks WHERE block = ?1 ORDER BY holder DESC LIMIT ?2")?;
    for (term, day) in blocks(profile, terms) {
        for day in day - 1..=day + 1 {
            let limit = i64::try_from(HOLDERS).unwrap_or_default();
            let mut rows = look.query([block(term, day), limit])?;
            while let Some(row) = rows.next()? {
                *holders.entry(row.get(0)?).or_default() += 1;
            }
        }
    }
    let mut holders: Vec<(i64, u32)> = holders.into_iter().collect();
    holders.sort_unstable_by_key(|(holder, hits)| (std::cmp::Reverse(*hits), *holder));
    let mut best: Option<(f64, i64, Profile)> = None;
    let mut read = connection.prepare_cached("SELECT profile FROM happenings WHERE key = ?1")?;
    for (holder, _) in holders.into_iter().take(COMPARED) {
        if told.iter().any(|(happening, other)| *happening == holder && other.excludes(profile)) {
            continue;
        }
        let bytes: Option<Vec<u8>> = read.query_row([holder], |row| row.get(0)).optional()?;
        let Some(other) = bytes.and_then(|b| Profile::from_bytes(&b)) else { continue };
        let likeness = profile.likeness(&other, terms);
        if likeness >= SAME && best.as_ref().is_none_or(|(b, ..)| likeness > *b) {
            best = Some((likeness, holder, other));
        }
    }
    Ok(best.map(|(_, happening, profile)| (happening, profile)))
}

/// A new happening, which `group` is the first to tell; [`super::refresh`] gives it its particulars.
fn begin(connection: &Connection, page: &Page, group: &Group, terms: &Terms<'_>) -> rusqlite::Result<i64> {
    let (code, name) = root_of_class(&group.profile.class);
    let first = group.pieces.iter().flat_map(|p| &p.accounts).map(|a| a.span.0).min().unwrap_or_default();
    let place = (first as u64).to_le_bytes();
    // Until it is refreshed it goes by what no other happening can have.
    let id = content_id("new", [page.id.as_bytes(), group.profile.class.as_bytes(), &place]);
    connection
        .prepare_cached(
            "INSERT INTO happenings (id, code, name, accounts, documents, profile) VALUES (?1, ?2, ?3, 0, 0, ?4)",
        )?
        .execute(params![id, code, name, group.profile.to_bytes()])?;
    let happening = connection.last_insert_rowid();
    put_blocks(connection, happening, &group.profile, terms)?;
    Ok(happening)
}

fn put_accounts(
    connection: &Connection,
    document: DocumentKey,
    page: &Page,
    group: &Group,
    happening: i64,
    mentions: &mut usize,
    terms: &Terms<'_>,
) -> rusqlite::Result<()> {
    let mut put =
        connection.prepare_cached("INSERT OR IGNORE INTO accounts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    let mut tell =
        connection.prepare_cached("INSERT INTO mentions (key, id, start, end, words) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut count =
        connection.prepare_cached("INSERT OR IGNORE INTO figures VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for piece in &group.pieces {
        let mut first = None;
        let gist = Profile::of(piece, None).telling(terms, GIST);
        let gist: Vec<u8> = gist.iter().flat_map(|t| (*t as u32).to_le_bytes()).collect();
        for account in &piece.accounts {
            let (start, end) = (page.point(account.span.0), page.point(account.span.1));
            let key = match account.event {
                Some(event) => page.events[event].key,
                None => {
                    *mentions += 1;
                    let Some(key) = key(document, Kind::Mention, *mentions) else { continue };
                    let place = format!("{start}-{end}-{}", piece.class);
                    let id = content_id("mn", [page.id.as_bytes(), place.as_bytes()]);
                    let words = page.text.get(account.span.0..account.span.1);
                    tell.execute(params![key, id, to_i64(start), to_i64(end), words])?;
                    key
                }
            };
            first.get_or_insert(key);
            let days = pieces::days_of(page, account, piece);
            put.execute(params![
                key,
                happening,
                to_i64(piece.sentence + 1),
                days.and_then(|d| written(d.0)),
                days.and_then(|d| written(d.1)),
                (!piece.doers.is_empty()).then(|| piece.doers.join(" ")),
                piece.blamed,
                piece.denier.as_ref().map(|d| d.join(" ")),
                piece.denier.is_some() && piece.part,
                gist,
            ])?;
        }
        let Some(first) = first else { continue };
        for (number, figure) in (1..).zip(&piece.figures) {
            let (start, end) = (page.point(figure.span.0), page.point(figure.span.1));
            let high = figure.high.is_finite().then_some(figure.high);
            let said = page.text.get(figure.span.0..figure.span.1);
            count.execute(params![
                first,
                number,
                figure.counts,
                figure.low,
                high,
                figure.whom,
                format!("[[{start},{end}]]"),
                said
            ])?;
        }
    }
    Ok(())
}

/// Takes the accounts of `document` out of their happenings, which join `touched`; the words they were known by remain
/// those of the tellings that stay.
pub(super) fn forget(
    connection: &Connection,
    document: DocumentKey,
    page: &Page,
    terms: &mut Terms<'_>,
    touched: &mut BTreeSet<i64>,
) -> rusqlite::Result<()> {
    let found = pieces::find(page);
    let all = found.iter().flat_map(|p| p.names.iter().chain(&p.words).chain(&p.places)).copied().collect();
    terms.count_document(&all, -1);
    let rows = document.rows();
    let range = [*rows.start(), *rows.end()];
    let told: Vec<i64> = connection
        .prepare_cached("SELECT happening FROM tellings WHERE key BETWEEN ?1 AND ?2")?
        .query_map(range, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for table in ["tellings WHERE key", "accounts WHERE event", "mentions WHERE key", "figures WHERE account"] {
        connection.execute(&format!("DELETE FROM {table} BETWEEN ?1 AND ?2"), range)?;
    }
    for happening in told {
        let profiles: Vec<Vec<u8>> = connection
            .prepare_cached("SELECT profile FROM tellings WHERE happening = ?1 ORDER BY key")?
            .query_map([happening], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        connection.prepare_cached("DELETE FROM blocks WHERE holder = ?1")?.execute([happening])?;
        let mut profiles = profiles.iter().filter_map(|b| Profile::from_bytes(b));
        if let Some(mut profile) = profiles.next() {
            put_blocks(connection, happening, &profile, terms)?;
            for other in profiles {
                profile.merge(&other);
                put_blocks(connection, happening, &profile, terms)?;
            }
            connection
                .prepare_cached("UPDATE happenings SET profile = ?2 WHERE key = ?1")?
                .execute(params![happening, profile.to_bytes()])?;
        }
        touched.insert(happening);
    }
    Ok(())
}

fn to_i64(point: usize) -> i64 {
    i64::try_from(point).unwrap_or(i64::MAX)
}
