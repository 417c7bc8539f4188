//! Documents that are nearly the same: agency copy that many papers print.
//!
//! MinHash over shingles of five words (Broder 1997), each shingle in one of many bins (Li, Owen and Zhang 2012), empty
//! ones filled from others (Shrivastava 2017): the share of equal minima tells how much two documents have in common. Bands of minima are looked up, so that a document meets only those that it may be a copy of.

use super::blocks::Blocks;
use super::page::Page;
use super::terms::{Token, block, hash, tokens_of};
use crate::DocumentKey;
use rusqlite::{Connection, OptionalExtension, params};

const SHINGLE: usize = 5;
const MINIMA: usize = 48;
const BAND: usize = 4;
/// Share of shingles in common from which one is a copy of the other.
const COPY: f64 = 0.5;
/// Holders of a band that are looked at.
const HOLDERS: usize = 32;

/// The least hash of the shingles of each bin. What is alike has the same in as many bins as it has shingles in common.
fn sketch(tokens: &[Token<'_>]) -> Option<[u32; MINIMA]> {
    let words: Vec<u64> = tokens.iter().map(|t| hash(t.lower().as_bytes())).collect();
    if words.len() < 4 * SHINGLE {
        return None;
    }
    let mut minima = [u32::MAX; MINIMA];
    for shingle in words.windows(SHINGLE) {
        let mixed = mix(shingle.iter().fold(0u64, |h, w| (h.rotate_left(13) ^ w).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
        let minimum = &mut minima[bin(mixed)];
        // Their highest is kept for empty bins.
        *minimum = (*minimum).min(mixed as u32 & !1);
    }
    let found = minima;
    // An empty bin has what another one has, the same for all documents.
    for (number, minimum) in (1..).zip(&mut minima).filter(|(_, minimum)| **minimum == u32::MAX) {
        let others = (1..).map(|attempt: u64| found[bin(mix(number << 32 | attempt))]);
        *minimum = others.take(16 * MINIMA).find(|other| *other != u32::MAX).unwrap_or(u32::MAX);
    }
    Some(minima)
}

fn mix(number: u64) -> u64 {
    let mixed = (number ^ number >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (mixed ^ mixed >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// The bin of a mixed number, by its upper half.
fn bin(mixed: u64) -> usize {
    ((mixed >> 32) as usize * MINIMA) >> 32
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
    let bytes = bytes_of(sketch(&page.tokens));
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
        // A copy of a copy is one of the same original.
        const PUT: &str =
            "INSERT INTO copies VALUES (?1, ifnull((SELECT original FROM copies WHERE document = ?2), ?2), ?3)";
        connection.prepare_cached(PUT)?.execute(params![document, candidate, share])?;
    }
    Ok(())
}

/// Sketches the documents of a ledger of version 2 anew.
pub(super) fn bring_sketches(connection: &Connection, blocks: &mut Blocks) -> rusqlite::Result<()> {
    let mut look = connection.prepare("SELECT document, sketch, text FROM sketches JOIN texts USING (document)")?;
    let mut rows = look.query([])?;
    let mut renewed = Vec::new();
    while let Some(row) = rows.next()? {
        let (document, before, text): (i64, Vec<u8>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let sketch = bytes_of(sketch(&tokens_of(&text, &text.to_ascii_lowercase(), 0)));
        bands(&before).for_each(|band| blocks.take(band, document));
        bands(&sketch).for_each(|band| blocks.put(band, document));
        renewed.push((document, sketch));
    }
    let mut put = connection.prepare("UPDATE sketches SET sketch = ?2 WHERE document = ?1")?;
    renewed.into_iter().try_for_each(|(document, sketch)| put.execute(params![document, sketch]).map(drop))
}

fn bytes_of(sketch: Option<[u32; MINIMA]>) -> Vec<u8> {
    sketch.iter().flatten().flat_map(|minimum| minimum.to_le_bytes()).collect()
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
    use super::super::terms::tokens_of;
    use super::{COPY, bytes_of, likeness, sketch};

    fn alike(one: &str, other: &str) -> f64 {
        let bytes = |t: &str| bytes_of(sketch(&tokens_of(t, &t.to_ascii_lowercase(), 0)));
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
