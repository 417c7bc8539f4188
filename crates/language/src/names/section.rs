//! The section `names` of a model: transitions, rows of weights found by features' fingerprints, and two lists
//! learned from the news pool (words, and phrases of several words). All are used in place.
//!
//! Layout, numbers little-endian, each part from a multiple of 64 bytes: a header (magic with version, then the binary
//! logarithms of the three tables' slots and the number of transitions), transitions (label before, label after,
//! weight), fingerprints of features (16 bits each), their rows (32 weights of 16 bits: one cache line), words, phrases.

use super::features::Features;
use super::{COLUMNS, LABELS, may_follow};
use crate::hashed::Hashed;

/// First four bytes of the section; the last is the version.
const MAGIC: [u8; 4] = *b"NAM\x01";
const ALIGNMENT: usize = 64;
/// Longest run of full slots that is searched for a fingerprint.
const PROBES: usize = 32;

/// Why a section holds no weights for names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NamesError {
    /// It does not begin as it should, or is of another version.
    #[error("the section of names has no header that this version reads")]
    Header,
    /// It is not as long as its header says.
    #[error("the section of names is cut short")]
    Length,
    /// It does not begin on an even address.
    #[error("the section of names is not aligned")]
    Alignment,
    /// A transition between labels that there are not, or that may not follow each other.
    #[error("the section of names has transitions that cannot be")]
    Transitions,
}

/// The row of weights of a feature: one for each label but "none".
pub type Row = [i16; COLUMNS];

/// The weights, in place.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'m> {
    transitions: &'m [[u8; 4]],
    fingerprints: &'m [u16],
    rows: &'m [Row],
    words: Hashed<'m>,
    phrases: Hashed<'m>,
}

/// What a section is written from.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Label before, label after, weight.
    pub transitions: Vec<(u8, u8, i16)>,
    /// Features' hashes and rows.
    pub rows: Vec<(u64, Row)>,
    /// Words' hashes and entries.
    pub words: Vec<(u64, u32)>,
    /// Phrases' hashes and entries.
    pub phrases: Vec<(u64, u32)>,
}

impl<'m> Weights<'m> {
    /// Reads a section in place.
    ///
    /// # Errors
    /// Where the bytes are no such section.
    pub fn open(bytes: &'m [u8]) -> Result<Self, NamesError> {
        let (header, rest) = bytes.split_at_checked(ALIGNMENT).ok_or(NamesError::Header)?;
        let [rows, words, phrases] = [header[4], header[5], header[6]];
        if header[..4] != MAGIC || rows > 24 {
            return Err(NamesError::Header);
        }
        let count = usize::from(u16::from_le_bytes([header[8], header[9]]));
        let (transitions, rest) = rest.split_at_checked(padded(count * 4)).ok_or(NamesError::Length)?;
        let (transitions, _) = transitions[..count * 4].as_chunks::<4>();
        let sound = |t: &[u8; 4]| usize::from(t[0].max(t[1])) < LABELS && may_follow(t[0], t[1]);
        if !transitions.iter().all(sound) {
            return Err(NamesError::Transitions);
        }
        let slots = 1_usize << rows;
        let (fingerprints, rest) = rest.split_at_checked(padded(slots * 2)).ok_or(NamesError::Length)?;
        let (rows, rest) = rest.split_at_checked(slots * size_of::<Row>()).ok_or(NamesError::Length)?;
        let (words, rest) = Hashed::split(rest, words).ok_or(NamesError::Length)?;
        let Some((phrases, [])) = Hashed::split(rest, phrases) else { return Err(NamesError::Length) };
        Ok(Self {
            transitions,
            fingerprints: bytemuck::try_cast_slice(&fingerprints[..slots * 2]).map_err(|_| NamesError::Alignment)?,
            rows: bytemuck::try_cast_slice(rows).map_err(|_| NamesError::Alignment)?,
            words,
            phrases,
        })
    }

    /// Adds the rows of `features` to `scores`.
    pub(super) fn add(&self, features: &Features, scores: &mut [i32; COLUMNS]) {
        for hash in features.hashes() {
            let Some(row) = self.slot(*hash).and_then(|slot| self.rows.get(slot)) else { continue };
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += i32::from(*weight);
            }
        }
    }

    fn slot(&self, hash: u64) -> Option<usize> {
        let mask = self.fingerprints.len() - 1;
        let mut slot = hash as usize & mask;
        for _ in 0..PROBES {
            let found = *self.fingerprints.get(slot)?;
            if found == 0 {
                return None;
            }
            if found == fingerprint(hash) {
                return Some(slot);
            }
            slot = (slot + 1) & mask;
        }
        None
    }

    /// All transitions: label before, label after, weight.
    pub(super) fn transitions(&self) -> impl Iterator<Item = (u8, u8, i16)> + use<'m> {
        self.transitions.iter().map(|t| (t[0], t[1], i16::from_le_bytes([t[2], t[3]])))
    }

    /// The entry of a word.
    pub(super) fn word(&self, hash: u64) -> Option<u32> {
        self.words.get(hash)
    }

    /// The entry of a phrase.
    pub(super) fn phrase(&self, hash: u64) -> Option<u32> {
        self.phrases.get(hash)
    }
}

/// Never 0, which marks an empty slot.
fn fingerprint(hash: u64) -> u16 {
    (hash >> 48) as u16 | 1
}

fn padded(length: usize) -> usize {
    length.next_multiple_of(ALIGNMENT)
}

impl Parts {
    /// The section's bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut bits = 4_u8;
        while (1_usize << bits) < self.rows.len() * 5 / 4 {
            bits += 1;
        }
        let (bits, fingerprints, rows) = loop {
            match place(&self.rows, bits) {
                Some((fingerprints, rows)) => break (bits, fingerprints, rows),
                None => bits += 1,
            }
        };
        let (word_bits, words) = crate::hashed::write(&self.words);
        let (phrase_bits, phrases) = crate::hashed::write(&self.phrases);
        let mut section = MAGIC.to_vec();
        section.extend([bits, word_bits, phrase_bits, 0]);
        section.extend(u16::try_from(self.transitions.len()).unwrap_or(u16::MAX).to_le_bytes());
        section.resize(ALIGNMENT, 0);
        for (before, after, weight) in &self.transitions {
            section.extend([*before, *after]);
            section.extend(weight.to_le_bytes());
        }
        section.resize(padded(section.len()), 0);
        section.extend(fingerprints.iter().flat_map(|f| f.to_le_bytes()));
        section.resize(padded(section.len()), 0);
        section.extend(rows.iter().flatten().flat_map(|w| w.to_le_bytes()));
        section.extend(words);
        section.extend(phrases);
        section
    }
}

fn place(features: &[(u64, Row)], bits: u8) -> Option<(Vec<u16>, Vec<Row>)> {
    let mask = (1_usize << bits) - 1;
    let mut fingerprints = vec![0_u16; mask + 1];
    let mut rows = vec![[0_i16; COLUMNS]; mask + 1];
    for (hash, row) in features {
        let mut slot = *hash as usize & mask;
        let mut probes = 0;
        while fingerprints[slot] != 0 && fingerprints[slot] != fingerprint(*hash) {
            slot = (slot + 1) & mask;
            probes += 1;
            if probes >= PROBES {
                return None;
            }
        }
        if fingerprints[slot] == 0 {
            fingerprints[slot] = fingerprint(*hash);
            rows[slot] = *row;
        }
    }
    Some((fingerprints, rows))
}
