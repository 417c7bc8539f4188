//! The weights of the trained reader, used where they lie in the model's section `statements`.
//!
//! A header of eight numbers, then four tables of signed 16-bit weights (one a row for cues, four for roles,
//! sixteen for pairs of roles, one for verdicts) and the words that may head a cue without being a verb, as sorted hashes.

use super::hash::word;

const MAGIC: u32 = u32::from_le_bytes(*b"STM\x02");
const HEADER: usize = 32;

/// Why a section holds no such weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    /// It does not begin as it should, or is of another version.
    #[error("the section of attributions has no header that this version reads")]
    Header,
    /// It is not as long as its header says.
    #[error("the section of attributions is cut short")]
    Length,
    /// It does not begin on an even address.
    #[error("the section of attributions is not aligned")]
    Alignment,
}

/// The weights.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'m> {
    cues: &'m [[i16; 1]],
    roles: &'m [[i16; 4]],
    pairs: &'m [[i16; 16]],
    verdicts: &'m [[i16; 1]],
    words: &'m [u8],
    bits: [u32; 4],
    scale: f32,
    threshold: f32,
}

impl<'m> Weights<'m> {
    /// Reads a section in place.
    ///
    /// # Errors
    /// Where it is none, or is cut short.
    pub fn open(section: &'m [u8]) -> Result<Self, WeightsError> {
        let header = section.get(..HEADER).ok_or(WeightsError::Header)?;
        let number = |n: usize| {
            let bytes = header.get(n * 4..n * 4 + 4).and_then(|b| b.try_into().ok()).unwrap_or_default();
            u32::from_le_bytes(bytes)
        };
        let bits = [number(1), number(2), number(3), number(7)];
        if number(0) != MAGIC || bits.iter().any(|b| !(8..=24).contains(b)) {
            return Err(WeightsError::Header);
        }
        let mut rest = &section[HEADER..];
        let mut take = |length: usize| -> Result<&'m [u8], WeightsError> {
            let (part, after) = rest.split_at_checked(length).ok_or(WeightsError::Length)?;
            rest = after;
            Ok(part)
        };
        let cues = rows(take(2 << bits[0])?)?;
        let roles = rows(take(8 << bits[1])?)?;
        let pairs = rows(take(32 << bits[2])?)?;
        let verdicts = rows(take(2 << bits[3])?)?;
        let words = take(number(4) as usize * 4)?;
        Ok(Self {
            cues,
            roles,
            pairs,
            verdicts,
            words,
            bits,
            scale: f32::from_bits(number(5)),
            threshold: f32::from_bits(number(6)),
        })
    }

    /// How likely (as log odds) a word with these features heads a cue.
    #[must_use]
    pub fn cue(&self, features: &[u32]) -> f32 {
        let [sum] = sums(self.cues, self.bits[0], features);
        sum as f32 * self.scale
    }

    /// How likely (as log odds) an attribution with these features is one that a reader would mark.
    #[must_use]
    pub fn verdict(&self, features: &[u32]) -> f32 {
        let [sum] = sums(self.verdicts, self.bits[3], features);
        sum as f32 * self.scale
    }

    /// The log odds of the verdict from which on an attribution is put on record.
    #[must_use]
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    /// The weight of each role for a word with these features.
    #[must_use]
    pub fn roles(&self, features: &[u32]) -> [f32; 4] {
        sums(self.roles, self.bits[1], features).map(|s| s as f32 * self.scale)
    }

    /// The weight of each pair of roles (before, here) for a word with these features.
    #[must_use]
    pub fn pairs(&self, features: &[u32]) -> [f32; 16] {
        sums(self.pairs, self.bits[2], features).map(|s| s as f32 * self.scale)
    }

    /// Whether a word that is no verb may head a cue.
    #[must_use]
    pub fn may_head(&self, form: &str) -> bool {
        self.may_head_hash(word(form))
    }

    pub(super) fn may_head_hash(&self, hash: u32) -> bool {
        let count = self.words.len() / 4;
        let at = |n: usize| {
            let bytes = self.words.get(n * 4..n * 4 + 4).and_then(|b| b.try_into().ok()).unwrap_or_default();
            u32::from_le_bytes(bytes)
        };
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = usize::midpoint(low, high);
            if at(middle) < hash { low = middle + 1 } else { high = middle }
        }
        low < count && at(low) == hash
    }
}

fn rows<const N: usize>(table: &[u8]) -> Result<&[[i16; N]], WeightsError> {
    let weights: &[i16] = bytemuck::try_cast_slice(table).map_err(|_| WeightsError::Alignment)?;
    Ok(weights.as_chunks().0)
}

/// Adds up the rows of `features` in a table of `2^bits` rows.
#[inline]
fn sums<const N: usize>(rows: &[[i16; N]], bits: u32, features: &[u32]) -> [i32; N] {
    let mut sums = [0; N];
    for row in features.iter().filter_map(|feature| rows.get((feature >> (32 - bits)) as usize)) {
        for (sum, weight) in sums.iter_mut().zip(row) {
            *sum += i32::from(*weight);
        }
    }
    sums
}

/// A section of weights; `tables` are those of cues, roles, pairs and verdicts, each with a power of two of rows.
#[must_use]
pub fn write(tables: [&[f32]; 4], words: &[&str], threshold: f32) -> Vec<u8> {
    let largest = tables.iter().flat_map(|t| t.iter()).fold(0.0_f32, |m, w| m.max(w.abs()));
    let scale = (largest / 32_000.0).max(1e-6);
    let widths = [1, 4, 16, 1];
    let mut hashes: Vec<u32> = words.iter().map(|w| word(w)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    let mut section = Vec::new();
    section.extend(MAGIC.to_le_bytes());
    let bits: Vec<u32> = tables.iter().zip(widths).map(|(t, width)| (t.len() / width).max(1).ilog2()).collect();
    for bits in bits.iter().take(3) {
        section.extend(bits.to_le_bytes());
    }
    section.extend(u32::try_from(hashes.len()).unwrap_or(0).to_le_bytes());
    section.extend(scale.to_bits().to_le_bytes());
    section.extend(threshold.to_bits().to_le_bytes());
    section.extend(bits.last().copied().unwrap_or(0).to_le_bytes());
    for table in tables {
        for w in table {
            section.extend(((w / scale).round() as i16).to_le_bytes());
        }
    }
    for hash in hashes {
        section.extend(hash.to_le_bytes());
    }
    section
}
