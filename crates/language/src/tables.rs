//! Tables of weights that are used where they lie in the model: feature hash → weights.
//!
//! Three quarters of a linear parser's time goes into waiting for weights that are not in a cache, so layout is
//! everything. Features that training never found useful are the majority, and must cost nothing: a [`Wide`] table
//! finds them missing in its small array of 16-bit fingerprints, without touching a row; a [`Narrow`] table keeps the
//! fingerprints of eight features and their weights on one cache line. A look-up is one comparison of all fingerprints
//! of a bucket at once. An unknown feature passes for a known one in about one case of ten thousand.
//!
//! Scores are whole numbers, so that they are the same on every machine.

use bytemuck::{Pod, Zeroable};

/// Most classes that a [`Wide`] table can tell apart.
pub const WIDEST: usize = 63;

const HEADER: usize = 64;
const WIDE: [u8; 4] = *b"WIDE";
const NARROW: [u8; 4] = *b"NRRW";

/// Scores of the classes of a [`Wide`] table. Only as many as the table has classes mean anything.
pub type Scores = [i16; 64];

/// Weights of one feature: signed bytes, all to be shifted left by the last one.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Row([i8; 64]);

/// Weights of eight features for three classes.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Line {
    prints: [u16; 8],
    weights: [[i16; 3]; 8],
}

/// Weights of many features for up to [`WIDEST`] classes.
#[derive(Clone, Copy)]
pub struct Wide<'m> {
    prints: &'m [[[u16; 8]; 2]],
    rows: &'m [Row],
    classes: usize,
}

/// Weights of very many features for three classes.
#[derive(Clone, Copy)]
pub struct Narrow<'m> {
    lines: &'m [Line],
}

impl std::fmt::Debug for Wide<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Wide({} rows, {} classes)", self.rows.len(), self.classes)
    }
}

impl std::fmt::Debug for Narrow<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Narrow({} lines)", self.lines.len())
    }
}

/// Which bucket of `buckets` a feature falls into, and its fingerprint, which is never that of an empty slot.
fn place(feature: u64, buckets: usize) -> (usize, u16) {
    let bucket = (u128::from(feature) * buckets as u128) >> 64;
    (bucket as usize, (feature as u16).max(1))
}

/// The place of `print` among eight: all are compared at once, as lanes of one number (Lamport 1975). The lowest lane
/// that is marked is equal for certain; those above it may be marked in error.
#[inline(always)]
fn find(prints: [u16; 8], print: u16) -> Option<usize> {
    const ONES: u128 = 0x0001_0001_0001_0001_0001_0001_0001_0001;
    let prints: u128 = bytemuck::cast(prints);
    let differences = prints.to_le() ^ (ONES * u128::from(print));
    let equal = differences.wrapping_sub(ONES) & !differences & (ONES << 15);
    (equal != 0).then(|| equal.trailing_zeros() as usize >> 4 & 7)
}

fn header(section: &[u8], magic: [u8; 4]) -> Option<(usize, usize, &[u8])> {
    let (header, body) = section.split_at_checked(HEADER)?;
    let number = |at: usize| -> Option<usize> {
        usize::try_from(u32::from_le_bytes(header.get(at..at + 4)?.try_into().ok()?)).ok()
    };
    let (buckets, classes) = (number(4)?, number(8)?);
    (header[..4] == magic && buckets > 0 && classes <= WIDEST).then_some((buckets, classes, body))
}

fn write_header(magic: [u8; 4], buckets: usize, classes: usize) -> Vec<u8> {
    let mut section = magic.to_vec();
    section.extend(u32::try_from(buckets).unwrap_or(u32::MAX).to_le_bytes());
    section.extend(u32::try_from(classes).unwrap_or(u32::MAX).to_le_bytes());
    section.resize(HEADER, 0);
    section
}

impl<'m> Wide<'m> {
    /// Reads a section in place; `None` where it is no such table, or not aligned.
    #[must_use]
    pub fn open(section: &'m [u8]) -> Option<Self> {
        let (buckets, classes, body) = header(section, WIDE)?;
        let prints = body.get(..buckets.checked_mul(32)?)?;
        let rows = body.get((buckets * 32).next_multiple_of(64)..)?;
        let rows: &[Row] = bytemuck::try_cast_slice(rows).ok()?;
        (rows.len() == buckets * 16).then_some(Self { prints: bytemuck::try_cast_slice(prints).ok()?, rows, classes })
    }

    /// How many classes it tells apart.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// Asks for what [`Self::score`] will read first.
    #[inline]
    pub fn prefetch(&self, features: &[u64]) {
        for feature in features {
            crate::memory::prefetch(&self.prints[place(*feature, self.prints.len()).0]);
        }
    }

    /// Adds up the weights of `features`.
    #[inline]
    #[must_use]
    pub fn score(&self, features: &[u64]) -> Scores {
        let mut found = [&self.rows[0]; 64];
        let mut scores = [0; 64];
        for features in features.chunks(found.len()) {
            let mut many = 0;
            for feature in features {
                let (bucket, print) = place(*feature, self.prints.len());
                let [low, high] = self.prints[bucket];
                if let Some(at) = find(low, print).or_else(|| find(high, print).map(|at| at + 8)) {
                    let row = &self.rows[bucket * 16 + at];
                    crate::memory::prefetch(row);
                    found[many] = row;
                    many += 1;
                }
            }
            for row in &found[..many] {
                let shift = row.0[63] as u32 & 7;
                for (score, weight) in scores.iter_mut().zip(&row.0) {
                    *score = i16::saturating_add(*score, i16::from(*weight) << shift);
                }
            }
        }
        scores
    }

    /// Writes a section with these features and weights (of `classes` classes each), the most important first: where
    /// too many fall into one bucket, the last are left out.
    #[must_use]
    pub fn write(classes: usize, features: &[(u64, Vec<i16>)]) -> Vec<u8> {
        let buckets = (features.len() * 10 / 7).div_ceil(16).max(1);
        let mut prints = vec![[[0_u16; 8]; 2]; buckets];
        let mut rows = vec![Row([0; 64]); buckets * 16];
        for (feature, weights) in features {
            let (bucket, print) = place(*feature, buckets);
            let places = prints[bucket].as_flattened_mut();
            let Some(free) = places.iter().position(|other| *other == 0 || *other == print) else { continue };
            if places[free] == print {
                continue;
            }
            places[free] = print;
            let row = &mut rows[bucket * 16 + free];
            let largest = weights.iter().map(|w| i32::from(*w).abs()).max().unwrap_or(0);
            let shift = (0..7).find(|shift| (largest >> shift) <= 126).unwrap_or(7);
            for (to, from) in row.0[..WIDEST].iter_mut().zip(&weights[..classes]) {
                let rounded = (i32::from(*from) + (1 << shift >> 1)) >> shift;
                *to = i8::try_from(rounded.clamp(-127, 127)).unwrap_or(0);
            }
            row.0[63] = shift;
        }
        let mut section = write_header(WIDE, buckets, classes);
        section.extend_from_slice(bytemuck::cast_slice(&prints));
        section.resize(section.len().next_multiple_of(64), 0);
        section.extend_from_slice(bytemuck::cast_slice(&rows));
        section
    }
}

impl<'m> Narrow<'m> {
    /// Reads a section in place; `None` where it is no such table, or not aligned.
    #[must_use]
    pub fn open(section: &'m [u8]) -> Option<Self> {
        let (buckets, _, body) = header(section, NARROW)?;
        let lines: &[Line] = bytemuck::try_cast_slice(body).ok()?;
        (lines.len() == buckets).then_some(Self { lines })
    }

    /// Asks for what [`Self::score`] will read.
    #[inline]
    pub fn prefetch(&self, features: &[u64]) {
        for feature in features {
            crate::memory::prefetch(&self.lines[place(*feature, self.lines.len()).0]);
        }
    }

    /// Adds up the weights of `features`.
    #[inline]
    #[must_use]
    pub fn score(&self, features: &[u64]) -> [i32; 3] {
        let mut scores = [0; 3];
        for feature in features {
            let (bucket, print) = place(*feature, self.lines.len());
            let line = &self.lines[bucket];
            if let Some(at) = find(line.prints, print) {
                for (score, weight) in scores.iter_mut().zip(line.weights[at]) {
                    *score += i32::from(weight);
                }
            }
        }
        scores
    }

    /// Writes a section with these features and weights, the most important first: where too many fall into one
    /// bucket, the last are left out.
    #[must_use]
    pub fn write(features: &[(u64, [i16; 3])]) -> Vec<u8> {
        let buckets = (features.len() * 10 / 7).div_ceil(8).max(1);
        let mut lines = vec![Line::zeroed(); buckets];
        for (feature, weights) in features {
            let (bucket, print) = place(*feature, buckets);
            let line = &mut lines[bucket];
            let Some(free) = line.prints.iter().position(|other| *other == 0 || *other == print) else { continue };
            if line.prints[free] != print {
                line.prints[free] = print;
                line.weights[free] = *weights;
            }
        }
        let mut section = write_header(NARROW, buckets, 3);
        section.extend_from_slice(bytemuck::cast_slice(&lines));
        section
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(number: u64) -> u64 {
        crate::features::feature(7, &[number])
    }

    /// Tables are read in place and so must be aligned; a vector of bytes alone need not be.
    fn aligned(section: &[u8]) -> Vec<u64> {
        let mut words = vec![0_u64; section.len().div_ceil(8)];
        bytemuck::cast_slice_mut::<u64, u8>(&mut words)[..section.len()].copy_from_slice(section);
        words
    }

    #[test]
    fn wide_weights_come_back_and_unknown_features_count_nothing() {
        let features: Vec<_> = (0..100).map(|n| (feature(n), vec![n as i16, -1000, 0])).collect();
        let section = aligned(&Wide::write(3, &features));
        let table = Wide::open(bytemuck::cast_slice(&section)).expect("just written");
        assert_eq!(table.classes(), 3);
        let known = (0..100).filter(|n| table.score(&[feature(*n)])[1] == -1000).count();
        assert!(known > 90, "only {known} of 100 are there");
        assert_eq!(table.score(&[feature(8), feature(16)])[..3], [24, -2000, 0]);
        assert_eq!(table.score(&[feature(1000), feature(2000)])[..3], [0, 0, 0]);
        assert_eq!(table.score(&[feature(8); 500])[1], i16::MIN);
    }

    #[test]
    fn narrow_weights_come_back_and_unknown_features_count_nothing() {
        let features: Vec<_> = (0..1000).map(|n| (feature(n), [n as i16, -7, 30_000])).collect();
        let section = aligned(&Narrow::write(&features));
        let table = Narrow::open(bytemuck::cast_slice(&section)).expect("just written");
        assert_eq!(table.score(&[feature(5), feature(6)]), [11, -14, 60_000]);
        assert_eq!(table.score(&[feature(5000), feature(6000)]), [0, 0, 0]);
        let known = (0..1000).filter(|n| table.score(&[feature(*n)])[1] == -7).count();
        assert!(known > 950, "only {known} of 1000 are there");
    }

    #[test]
    fn damaged_tables_are_refused() {
        let section = aligned(&Narrow::write(&[(feature(1), [1, 2, 3])]));
        let bytes: &[u8] = bytemuck::cast_slice(&section);
        assert!(Narrow::open(&bytes[..bytes.len() - 8]).is_none());
        assert!(Wide::open(bytes).is_none());
        assert!(Narrow::open(&[]).is_none());
    }
}
