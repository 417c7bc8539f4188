//! Documents that are nearly the same: agency copy that many papers print.
//!
//! MinHash over shingles of five words (Broder 1997): the share of equal minima tells how much two documents have in
//! common. Bands of minima are looked up, so that a document meets only those that it may be a copy of.

use super::blocks::Blocks;
use super::page::Page;
use super::terms::{block, hash, tokens};
use crate::DocumentKey;
use rusqlite::{Connection, OptionalExtension, params};

const SHINGLE: usize = 5;
const MINIMA: usize = 48;
const BAND: usize = 4;
/// Share of shingles in common from which one is a copy of the other.
const COPY: f64 = 0.5;
/// Holders of a band that are looked at.
const HOLDERS: usize = 32;

/// The first, second, … next number of a generator of numbers, from where it stands: times the one, plus the other.
const STEPS: [(u64, u64); MINIMA] = {
    let mut steps = [(6_364_136_223_846_793_005_u64, 1_442_695_040_888_963_407_u64); MINIMA];
    let (times, plus) = steps[0];
    let mut at = 1;
    while at < MINIMA {
        steps[at] = (steps[at - 1].0.wrapping_mul(times), steps[at - 1].1.wrapping_mul(times).wrapping_add(plus));
        at += 1;
    }
    steps
};

fn sketch(text: &str) -> Option<[u32; MINIMA]> {
    let words: Vec<u64> = tokens(text, 0).iter().map(|t| hash(t.lower().as_bytes())).collect();
    if words.len() < 4 * SHINGLE {
        return None;
    }
    let mut minima = [u32::MAX; MINIMA];
    for shingle in words.windows(SHINGLE) {
        let mixed = shingle.iter().fold(0u64, |h, w| (h.rotate_left(13) ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for (minimum, (times, plus)) in minima.iter_mut().zip(&STEPS) {
            *minimum = (*minimum).min((mixed.wrapping_mul(*times).wrapping_add(*plus) >> 33) as u32);
        }
    }
    Some(minima)
}

fn likeness(one: &[u8], other: &[u8]) -> f64 {
    let equal = one.chunks(4).zip(other.chunks(4)).filter(|(a, b)| a == b).count();
    f64::from(u32::try_from(equal).unwrap_or_default()) / f64::from(u32::try_from(MINIMA).unwrap_or(1))
}

fn bands(sketch: &[u8]) -> impl Iterator<Item = i64> {
    sketch.chunks(4 * BAND).zip(0u8..).map(|(band, number)| {
        let mut bytes = band.to_vec();
        bytes.push(number);
        block(&bytes)
    })
}

/// Whether `document` was linked.
pub(super) fn is_linked(connection: &Connection, document: DocumentKey) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM sketches WHERE document = ?1")?.exists([document])
}

/// Notes of which document `document` is a copy, if of any.
pub(super) fn link(
    connection: &Connection,
    document: DocumentKey,
    page: &Page<'_>,
    blocks: &mut Blocks,
) -> rusqlite::Result<()> {
    let minima = sketch(&page.text);
    let bytes: Vec<u8> = minima.iter().flatten().flat_map(|m| m.to_le_bytes()).collect();
    connection.prepare_cached("INSERT INTO sketches VALUES (?1, ?2)")?.execute(params![document, bytes])?;
    let mut candidates: Vec<i64> = Vec::new();
    let mut holders = Vec::new();
    for band in bands(&bytes) {
        blocks.holders(connection, band..=band, &mut holders)?;
        candidates.extend(holders.iter().take(HOLDERS).map(|(_, holder)| *holder));
        blocks.put(band, document.0);
    }
    candidates.sort_unstable();
    candidates.dedup();
    let mut best: Option<(f64, i64)> = None;
    for candidate in candidates {
        let other: Option<Vec<u8>> = connection
            .prepare_cached("SELECT sketch FROM sketches WHERE document = ?1")?
            .query_row([candidate], |row| row.get(0))
            .optional()?;
        let share = other.map_or(0.0, |other| likeness(&bytes, &other));
        if share >= COPY && best.is_none_or(|(b, _)| share > b) {
            best = Some((share, candidate));
        }
    }
    if let Some((share, candidate)) = best {
        // A copy of a copy is one of the same original. No `INSERT … SELECT`, before which FTS5 writes all that it has
        // in hand to the disk.
        let original: Option<i64> = connection
            .prepare_cached("SELECT original FROM copies WHERE document = ?1")?
            .query_row([candidate], |row| row.get(0))
            .optional()?;
        connection.prepare_cached("INSERT INTO copies VALUES (?1, ?2, ?3)")?.execute(params![
            document,
            original.unwrap_or(candidate),
            share
        ])?;
    }
    Ok(())
}

/// Forgets `document`; where it was an original, its first copy is the original now.
pub(super) fn forget(connection: &Connection, document: DocumentKey, blocks: &mut Blocks) -> rusqlite::Result<()> {
    let sketch: Option<Vec<u8>> = connection
        .query_row("SELECT sketch FROM sketches WHERE document = ?1", [document], |row| row.get(0))
        .optional()?;
    for band in bands(&sketch.unwrap_or_default()) {
        blocks.take(band, document.0);
    }
    connection.execute("DELETE FROM sketches WHERE document = ?1", [document])?;
    connection.execute("DELETE FROM copies WHERE document = ?1", [document])?;
    let next: Option<i64> =
        connection.query_row("SELECT min(document) FROM copies WHERE original = ?1", [document], |row| row.get(0))?;
    if let Some(next) = next {
        connection.execute("DELETE FROM copies WHERE document = ?1", [next])?;
        connection.execute("UPDATE copies SET original = ?2 WHERE original = ?1", params![document, next])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{COPY, likeness, sketch};

    fn alike(one: &str, other: &str) -> f64 {
        let bytes = |t| sketch(t).iter().flatten().flat_map(|m| m.to_le_bytes()).collect::<Vec<u8>>();
        likeness(&bytes(one), &bytes(other))
    }

    #[test]
    fn a_copy_with_a_changed_sentence_is_a_copy_and_another_report_is_not() {
        let numbers: Vec<String> = (0..60).map(|n| format!("word{n} of the report")).collect();
        let text = numbers.join(" ");
        let copy = format!("{text} The editors added this one sentence at the end.");
        let others: Vec<String> = (60..120).map(|n| format!("word{n} of the report")).collect();
        assert!(alike(&text, &copy) > COPY);
        assert!(alike(&text, &others.join(" ")) < 0.2);
    }
}
