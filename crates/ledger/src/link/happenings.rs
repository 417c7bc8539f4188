//! A document's groups of accounts, each to the happening that it tells, an old or a new one.

use super::groups::{self, Group};
use super::hand::Hand;
use super::page::{Page, key, written};
use super::pieces::{self, Piece};
use super::profile::Profile;
use super::terms::block;
use super::terms_seen::Terms;
use crate::{DocumentKey, Kind};
use rusqlite::{Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_record::content_id;
use std::collections::BTreeSet;

/// How like a telling must be to a happening to be of it.
const SAME: f64 = 0.2;
/// Days in a block, and how many blocks on the days begin again: 16 years later.
const BLOCK_DAYS: i32 = 6;
const DAY_BITS: u32 = 10;
/// By how many words a happening is found, how many of a word's holders are looked at, and how many are compared.
const KEYS: usize = 8;
const HOLDERS: i64 = 48;
const COMPARED: usize = 16;
/// How many words are kept with an account.
const GIST: usize = 10;
/// Classes that are kept though no event was coded, where the text tells who, where or how many.
const KEPT: [&str; 7] = ["force", "arrest", "abduct", "protest", "disaster", "vote", "defect"];

/// The pieces of a document, and all the words that they are compared by.
fn read(page: &Page) -> (Vec<Piece>, FxHashSet<u64>) {
    let found = pieces::find(page);
    let words = found.iter().flat_map(|p| p.names.iter().chain(&p.words).chain(&p.places)).copied().collect();
    (found, words)
}

/// Links the accounts of `page`.
pub(super) fn link(
    connection: &Connection,
    document: DocumentKey,
    page: &Page,
    terms: &mut Terms<'_>,
    hand: &mut Hand<'_>,
) -> rusqlite::Result<()> {
    let (found, words) = read(page);
    terms.count_document(&words, 1);
    let mut mentions = 0;
    let groups = groups::find(found, page.day, terms).into_iter().filter(is_kept);
    // What this document tells apart is not one happening.
    let mut told: Vec<(i64, Profile)> = Vec::new();
    let mut put = connection.prepare_cached("INSERT INTO tellings VALUES (?1, ?2, ?3)")?;
    for (number, group) in (1..).zip(groups) {
        let Some(telling) = key(document, Kind::Telling, number) else { break };
        let happening = match find(connection, &group.profile, terms, &told, hand)? {
            Some(happening) => {
                let profile = hand.merge(happening, &group.profile)?;
                put_blocks(connection, happening, profile, terms)?;
                put.execute(params![telling, happening, group.profile.to_bytes()])?;
                happening
            }
            None => {
                let happening = hand.begin(group.profile.clone());
                put_blocks(connection, happening, &group.profile, terms)?;
                // The profile of a happening told once is that of the telling.
                put.execute(params![telling, happening, [0_u8; 0]])?;
                happening
            }
        };
        put_accounts(connection, document, page, &group, happening, &mut mentions, terms)?;
        told.push((happening, group.profile));
    }
    Ok(())
}

fn is_kept(group: &Group) -> bool {
    let coded = group.pieces.iter().any(|p| p.accounts.iter().any(|a| a.event.is_some()));
    let profile = &group.profile;
    coded || (KEPT.contains(&profile.class.as_str()) && !(profile.names.is_empty() && profile.figures.is_empty()))
}

/// The block of a word, of happenings of a class around a day. Those of the days before and after stand beside it.
fn block_of(class: &str, term: u64, day: i32) -> i64 {
    let mut bytes = class.as_bytes().to_vec();
    bytes.extend((term as u32).to_le_bytes());
    let days = i64::from(day.div_euclid(BLOCK_DAYS)) & ((1 << DAY_BITS) - 1);
    block(&bytes) >> DAY_BITS << DAY_BITS | days
}

fn blocks(profile: &Profile, terms: &Terms<'_>) -> Vec<i64> {
    let day = profile.around().unwrap_or_default();
    profile.telling(terms, KEYS).into_iter().map(|term| block_of(&profile.class, term, day)).collect()
}

fn put_blocks(connection: &Connection, happening: i64, profile: &Profile, terms: &Terms<'_>) -> rusqlite::Result<()> {
    let mut put = connection.prepare_cached("INSERT OR IGNORE INTO blocks VALUES (?1, ?2)")?;
    for block in blocks(profile, terms) {
        put.execute([block, happening])?;
    }
    Ok(())
}

/// The happening that `profile` tells.
fn find(
    connection: &Connection,
    profile: &Profile,
    terms: &Terms<'_>,
    told: &[(i64, Profile)],
    hand: &mut Hand<'_>,
) -> rusqlite::Result<Option<i64>> {
    const LOOK: &str =
        "SELECT holder FROM blocks WHERE block BETWEEN ?1 AND ?2 ORDER BY block DESC, holder DESC LIMIT ?3";
    let mut holders: FxHashMap<i64, u32> = FxHashMap::default();
    let mut look = connection.prepare_cached(LOOK)?;
    for block in blocks(profile, terms) {
        let mut rows = look.query([block - 1, block + 1, HOLDERS])?;
        while let Some(row) = rows.next()? {
            *holders.entry(row.get(0)?).or_default() += 1;
        }
    }
    let mut holders: Vec<(i64, u32)> = holders.into_iter().collect();
    holders.sort_unstable_by_key(|(holder, hits)| (std::cmp::Reverse(*hits), *holder));
    let mut best: Option<(f64, i64)> = None;
    for (holder, _) in holders.into_iter().take(COMPARED) {
        if told.iter().any(|(happening, other)| *happening == holder && other.excludes(profile)) {
            continue;
        }
        let Some(other) = hand.profile(holder)? else { continue };
        let likeness = profile.likeness(other, terms);
        if likeness >= SAME && best.is_none_or(|(b, _)| likeness > b) {
            best = Some((likeness, holder));
        }
    }
    Ok(best.map(|(_, happening)| happening))
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

/// Takes the accounts of `document` out of their happenings; the words they were known by remain those of the tellings
/// that stay.
pub(super) fn forget(
    connection: &Connection,
    document: DocumentKey,
    page: &Page,
    terms: &mut Terms<'_>,
    hand: &mut Hand<'_>,
) -> rusqlite::Result<()> {
    let (_, words) = read(page);
    terms.count_document(&words, -1);
    let rows = document.rows();
    let range = [*rows.start(), *rows.end()];
    let told: BTreeSet<i64> = connection
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
        if let Some(before) = hand.profile(happening)? {
            drop_blocks(connection, happening, before)?;
        }
        let mut profiles = profiles.iter().filter_map(|b| Profile::from_bytes(b));
        let mut merged = profiles.next();
        if let Some(profile) = &mut merged {
            put_blocks(connection, happening, profile, terms)?;
            for other in profiles {
                profile.merge(&other);
                put_blocks(connection, happening, profile, terms)?;
            }
        }
        hand.replace(happening, merged);
    }
    Ok(())
}

/// Takes a happening out of the blocks that it may stand in: which of its words were rare when they were told is not
/// known any more. A block that is left only leads to a comparison too many.
fn drop_blocks(connection: &Connection, happening: i64, profile: &Profile) -> rusqlite::Result<()> {
    let mut drop = connection.prepare_cached("DELETE FROM blocks WHERE block = ?1 AND holder = ?2")?;
    let ends =
        [profile.around(), profile.days.map(|d| d.1), profile.published.map(|p| p.0), profile.published.map(|p| p.1)];
    let mut days: Vec<i32> = ends.into_iter().flatten().map(|d| d.div_euclid(BLOCK_DAYS) * BLOCK_DAYS).collect();
    days.sort_unstable();
    days.dedup();
    for (term, _) in profile.names.iter().chain(&profile.words) {
        for day in &days {
            drop.execute([block_of(&profile.class, *term, *day), happening])?;
        }
    }
    Ok(())
}

fn to_i64(point: usize) -> i64 {
    i64::try_from(point).unwrap_or(i64::MAX)
}
