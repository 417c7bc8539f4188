//! A document's groups of accounts, each to the happening that it tells, an old or a new one.

use super::blocks::Blocks;
use super::days::days_of;
use super::groups::{self, Group};
use super::hand::Hand;
use super::kept::Kept;
use super::known::Known;
use super::page::{Page, key, written};
use super::pieces::{self, Piece};
use super::profile::{Profile, Telling, Weights, bag, telling};
use super::terms::block_of_parts;
use super::terms_seen::Terms;
use crate::{DocumentKey, Kind};
use rusqlite::{Connection, params};
use rustc_hash::FxHashSet;
use sayso_record::content_id;
use std::collections::BTreeSet;

/// Days in a block, and how many blocks on the days begin again: 16 years later.
const BLOCK_DAYS: i32 = 6;
const DAY_BITS: u32 = 10;
/// By how many words a happening is found, how many of a word's holders are looked at, and how many are compared.
const KEYS: usize = 8;
const HOLDERS: usize = 48;
const COMPARED: usize = 16;
/// How many words are kept with an account.
const GIST: usize = 10;
/// Classes that are kept though no event was coded, where the text tells who, where or how many.
const KEPT: [&str; 7] = ["force", "arrest", "abduct", "protest", "disaster", "vote", "defect"];

/// By how many words of its beginning a document is known.
const LEAD: usize = 12;

/// What a document tells, as linking reads it.
struct Told {
    pieces: Vec<Piece>,
    /// The words of its beginning.
    lead: Vec<u64>,
    /// All words that are compared.
    words: FxHashSet<u64>,
}

fn read(page: &Page<'_>) -> Told {
    let (pieces, lead) = (pieces::find(page), pieces::lead(page));
    let words = pieces.iter().flat_map(|p| p.names.iter().chain(&p.words).chain(&p.places));
    let words = words.chain(&lead).copied().collect();
    Told { pieces, lead, words }
}

/// The groups of a document's accounts that are kept.
pub(super) fn groups_of(page: &Page<'_>, terms: &Terms<'_>, seen: &mut groups::Seen<'_>) -> Vec<Group> {
    kept(read(page), page, terms, seen)
}

fn kept(told: Told, page: &Page<'_>, terms: &Terms<'_>, seen: &mut groups::Seen<'_>) -> Vec<Group> {
    let mut lead = told.lead;
    lead.sort_by(|a, b| terms.weight(*b).total_cmp(&terms.weight(*a)).then(a.cmp(b)));
    lead.truncate(LEAD);
    let mut groups = groups::find(told.pieces, page.day, terms, seen);
    groups.retain(is_kept);
    for group in &mut groups {
        group.profile.lead = bag(&lead);
    }
    groups
}

/// What linking happenings has at hand: the ledger, its counts of words, and the happenings that a batch has met.
pub(super) struct Linking<'c> {
    connection: &'c Connection,
    pub(super) terms: Terms<'c>,
    pub(super) blocks: Blocks,
    hand: Hand<'c>,
}

impl<'c> Linking<'c> {
    /// With what is `kept` from before, which [`Linking::write`] gives back.
    pub(super) fn new(connection: &'c Connection, kept: &mut Kept) -> rusqlite::Result<Self> {
        let terms = Terms::new(connection, std::mem::take(&mut kept.terms));
        let hand = Hand::new(connection, std::mem::take(&mut kept.hand))?;
        Ok(Self { connection, terms, blocks: std::mem::take(&mut kept.blocks), hand })
    }

    /// Links the accounts of `page`.
    pub(super) fn link(&mut self, document: DocumentKey, page: &Page<'_>) -> rusqlite::Result<()> {
        let read = read(page);
        self.terms.count_document(&read.words, 1);
        let mut mentions = 0;
        // What this document tells apart is not one happening.
        let mut told: Vec<(i64, Profile)> = Vec::new();
        let groups = kept(read, page, &self.terms, &mut |_, _, _| {});
        let mut put = self.connection.prepare_cached("INSERT INTO tellings VALUES (?1, ?2, ?3)")?;
        for (number, group) in (1..).zip(groups) {
            let Some(telling) = key(document, Kind::Telling, number) else { break };
            let blocks = blocks(&group.profile, &self.terms);
            let happening = match self.find(&group.profile, &blocks, &told)? {
                Some(happening) => {
                    self.hand.merge(happening, group.profile.clone())?;
                    put.execute(params![telling, happening, group.profile.to_bytes()])?;
                    happening
                }
                None => {
                    let happening = self.hand.begin(group.profile.clone());
                    // The profile of a happening told once is that of the telling.
                    put.execute(params![telling, happening, [0_u8; 0]])?;
                    happening
                }
            };
            blocks.into_iter().for_each(|block| self.blocks.put(block, happening));
            put_accounts(self.connection, document, page, &group, happening, &mut mentions, &self.terms)?;
            told.push((happening, group.profile));
        }
        Ok(())
    }

    /// The happening that `profile` tells, which has those blocks; `told` are those of the same document so far.
    fn find(&mut self, profile: &Profile, blocks: &[i64], told: &[(i64, Profile)]) -> rusqlite::Result<Option<i64>> {
        let mut holders: Vec<i64> = Vec::new();
        let mut found = Vec::new();
        for block in blocks {
            // The newest of the latest days.
            self.blocks.last_holders(self.connection, block - 1..=block + 1, HOLDERS, &mut found)?;
            holders.extend(found.iter().map(|(_, holder)| *holder));
        }
        holders.sort_unstable();
        let mut holders: Vec<(i64, usize)> = holders.chunk_by(|a, b| a == b).map(|c| (c[0], c.len())).collect();
        holders.sort_unstable_by_key(|(holder, hits)| (std::cmp::Reverse(*hits), *holder));
        let telling = Telling::of(profile, &self.terms);
        let mut best: Option<(f64, i64)> = None;
        for (holder, _) in holders.into_iter().take(COMPARED) {
            let mut before =
                told.iter().filter(|(happening, _)| *happening == holder).map(|(_, other)| other).peekable();
            let again = before.peek().is_some();
            if before.any(|other| other.excludes(profile)) {
                continue;
            }
            let Some(other) = self.hand.known(holder)?.filter(|o| o.class() == profile.class) else { continue };
            let likeness = other.likeness(&telling, again, &self.terms);
            if likeness > 0.0 && best.is_none_or(|(b, _)| likeness > b) {
                best = Some((likeness, holder));
            }
        }
        Ok(best.map(|(_, happening)| happening))
    }

    /// Takes the accounts of `document` out of their happenings; the words they were known by remain those of the
    /// tellings that stay.
    pub(super) fn forget(&mut self, document: DocumentKey, page: &Page<'_>) -> rusqlite::Result<()> {
        self.terms.count_document(&read(page).words, -1);
        let rows = document.rows();
        let range = [*rows.start(), *rows.end()];
        let told: BTreeSet<i64> = self
            .connection
            .prepare_cached("SELECT happening FROM tellings WHERE key BETWEEN ?1 AND ?2")?
            .query_map(range, |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for table in ["tellings WHERE key", "accounts WHERE event", "mentions WHERE key", "figures WHERE account"] {
            self.connection.execute(&format!("DELETE FROM {table} BETWEEN ?1 AND ?2"), range)?;
        }
        for happening in told {
            // Its blocks are found again for the tellings that stay.
            if let Some(before) = self.hand.known(happening)? {
                before.kept.iter().for_each(|telling| take_blocks(&mut self.blocks, happening, telling));
            }
            let profiles: Vec<Vec<u8>> = self
                .connection
                .prepare_cached("SELECT profile FROM tellings WHERE happening = ?1 ORDER BY key")?
                .query_map([happening], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut known: Option<Known> = None;
            for one in profiles.iter().filter_map(|b| Known::from_bytes(b)).flat_map(|k| k.kept) {
                self.put_blocks(happening, &one);
                match &mut known {
                    Some(known) => known.push(one),
                    None => known = Some(Known::of(one)),
                }
            }
            self.hand.replace(happening, known);
        }
        Ok(())
    }

    fn put_blocks(&mut self, happening: i64, profile: &Profile) {
        for block in blocks(profile, &self.terms) {
            self.blocks.put(block, happening);
        }
    }

    /// Keeps all for the next document of the batch.
    pub(super) fn rest(self, kept: &mut Kept) {
        (kept.terms, kept.hand, kept.blocks) = (self.terms.rest(), self.hand.rest(), self.blocks);
    }

    /// Writes what a batch has changed.
    pub(super) fn write(mut self, kept: &mut Kept) -> rusqlite::Result<()> {
        self.blocks.write(self.connection, self.terms.documents())?;
        kept.blocks = self.blocks;
        kept.terms = self.terms.write()?;
        kept.hand = self.hand.write()?;
        kept.trim();
        Ok(())
    }
}

fn is_kept(group: &Group) -> bool {
    let coded = group.pieces.iter().any(|p| p.accounts.iter().any(|a| a.event.is_some()));
    let profile = &group.profile;
    coded || (KEPT.contains(&profile.class.as_str()) && !(profile.names.is_empty() && profile.figures.is_empty()))
}

/// The block of a word, of happenings of a class around a day. Those of the days before and after stand beside it.
fn block_of(class: &str, term: u64, day: i32) -> i64 {
    let days = i64::from(day.div_euclid(BLOCK_DAYS)) & ((1 << DAY_BITS) - 1);
    block_of_parts(class.as_bytes(), &(term as u32).to_le_bytes()) >> DAY_BITS << DAY_BITS | days
}

fn blocks(profile: &Profile, terms: &Terms<'_>) -> Vec<i64> {
    let day = profile.around().unwrap_or_default();
    profile.telling(terms, KEYS).into_iter().map(|term| block_of(&profile.class, term, day)).collect()
}

fn put_accounts(
    connection: &Connection,
    document: DocumentKey,
    page: &Page<'_>,
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
        let gist = telling(&piece.names, &piece.words, terms, GIST);
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
            let days = days_of(page, account, piece);
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

/// Takes a happening out of the blocks that it may stand in: which of its words were rare when they were told is not
/// known any more. A block that is left only leads to a comparison too many.
fn take_blocks(blocks: &mut Blocks, happening: i64, profile: &Profile) {
    let ends =
        [profile.around(), profile.days.map(|d| d.1), profile.published.map(|p| p.0), profile.published.map(|p| p.1)];
    let mut days: Vec<i32> = ends.into_iter().flatten().map(|d| d.div_euclid(BLOCK_DAYS) * BLOCK_DAYS).collect();
    days.sort_unstable();
    days.dedup();
    for (term, _) in profile.names.iter().chain(&profile.words) {
        for day in &days {
            blocks.take(block_of(&profile.class, *term, *day), happening);
        }
    }
}

fn to_i64(point: usize) -> i64 {
    i64::try_from(point).unwrap_or(i64::MAX)
}
