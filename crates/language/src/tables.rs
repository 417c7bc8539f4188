//! Tables of weights that are used where they lie in the model: feature hash → weights.
//!
//! Three quarters of a linear parser's time goes into waiting for weights that are not in a cache, so layout is
//! everything. Features that training never found useful are the majority, and must cost nothing: a [`Wide`] table
//! finds them missing in its small array of 16-bit fingerprints, without touching a row; a [`Narrow`] table keeps the
//! fingerprints of sixteen features and their weights on one cache line. A look-up is one comparison of all fingerprints
//! of a bucket at once. An unknown feature passes for a known one in about two cases of ten thousand.
//!
//! Scores are whole numbers, so that they are the same on every machine.

use bytemuck::{Pod, Zeroable};
use wide::i16x8;

/// Most classes that a [`Wide`] table can tell apart.
pub const WIDEST: usize = 63;

const HEADER: usize = 64;
const WIDE: [u8; 4] = *b"WIDE";
const NARROW: [u8; 4] = *b"NRW2";

/// Scores of the classes of a [`Wide`] table. Only as many as the table has classes mean anything.
pub type Scores = [i16; 64];

/// Weights of one feature: signed bytes, two in each lane, all to be shifted left by the last one.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Row([i16x8; 4]);

/// Weights of sixteen features for the last two of three classes, against the first.
#[derive(Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Line {
    prints: [i16x8; 2],
    /// Two signed bytes in each lane, the second class's below the third's.
    weights: [i16x8; 2],
}

/// Features on a line of a [`Narrow`] table.
const SLOTS: usize = 16;

/// Weights of many features for up to [`WIDEST`] classes.
#[derive(Clone, Copy)]
pub struct Wide<'m> {
    prints: &'m [[i16x8; 2]],
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

/// Eight fingerprints, all the same.
#[inline(always)]
fn splat(print: u16) -> i16x8 {
    i16x8::splat(print.cast_signed())
}

/// The place of `print` among sixteen.
#[inline(always)]
fn find(prints: &[i16x8; 2], print: u16) -> Option<usize> {
    let [low, high] = prints.map(|prints| prints.simd_eq(splat(print)).to_bitmask());
    let equal = low | high << 8;
    (equal != 0).then(|| equal.trailing_zeros() as usize & 15)
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
        let (mut even, mut odd) = ([i16x8::ZERO; 4], [i16x8::ZERO; 4]);
        for features in features.chunks(found.len()) {
            let mut many = 0;
            for feature in features {
                let (bucket, print) = place(*feature, self.prints.len());
                if let Some(at) = find(&self.prints[bucket], print) {
                    let row = &self.rows[bucket * 16 + at];
                    crate::memory::prefetch(row);
                    found[many] = row;
                    many += 1;
                }
            }
            for row in &found[..many] {
                let shift = u32::from(bytemuck::cast_ref::<_, [u8; 64]>(*row)[63] & 7);
                for (at, lanes) in row.0.into_iter().enumerate() {
                    even[at] = even[at].saturating_add(lanes << 8_u32 >> (8 - shift));
                    odd[at] = odd[at].saturating_add(lanes >> 8_u32 << shift);
                }
            }
        }
        let (even, odd): ([i16; 32], [i16; 32]) = (bytemuck::cast(even), bytemuck::cast(odd));
        std::array::from_fn(|class| if class % 2 == 0 { even[class / 2] } else { odd[class / 2] })
    }

    /// Writes a section with these features and weights (of `classes` classes each), the most important first: where
    /// too many fall into one bucket, the last are left out.
    #[must_use]
    pub fn write(classes: usize, features: &[(u64, Vec<i16>)]) -> Vec<u8> {
        let buckets = (features.len() * 10 / 7).div_ceil(16).max(1);
        let mut prints = vec![[0_u16; 16]; buckets];
        let mut rows = vec![[0_i8; 64]; buckets * 16];
        for (feature, weights) in features {
            let (bucket, print) = place(*feature, buckets);
            let places = &mut prints[bucket];
            let Some(free) = places.iter().position(|other| *other == 0 || *other == print) else { continue };
            if places[free] == print {
                continue;
            }
            places[free] = print;
            let row = &mut rows[bucket * 16 + free];
            let largest = weights.iter().map(|w| i32::from(*w).abs()).max().unwrap_or(0);
            let shift = (0..7).find(|shift| (largest >> shift) <= 126).unwrap_or(7);
            for (to, from) in row[..WIDEST].iter_mut().zip(&weights[..classes]) {
                let rounded = (i32::from(*from) + (1 << shift >> 1)) >> shift;
                *to = i8::try_from(rounded.clamp(-127, 127)).unwrap_or(0);
            }
            row[63] = shift;
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

    /// Adds up the weights of `features`: the scores of the last two classes, against the first.
    #[inline]
    #[must_use]
    pub fn score(&self, features: &[u64]) -> [i32; 2] {
        // Each slot has sums of its own, so that a look-up is the same few steps on sixteen lanes whatever it finds.
        let mut sums = [i16x8::ZERO; 4];
        for feature in features {
            let (bucket, print) = place(*feature, self.lines.len());
            let line = &self.lines[bucket];
            let print = splat(print);
            for half in 0..2 {
                let found = line.weights[half] & line.prints[half].simd_eq(print);
                sums[half] += found << 8_u32 >> 8_u32;
                sums[2 + half] += found >> 8_u32;
            }
        }
        let [a, b, c, d] = sums.map(|sums| sums.to_array().into_iter().map(i32::from).sum::<i32>());
        [a + b, c + d]
    }

    /// Writes a section with these features and weights, the most important first: where too many fall into one
    /// bucket, the last are left out. A weight too large for a byte takes several slots, whose weights add up.
    #[must_use]
    pub fn write(features: &[(u64, [i16; 2])]) -> Vec<u8> {
        let slots =
            |weights: &[i16; 2]| weights.iter().map(|w| w.unsigned_abs().div_ceil(127)).max().map_or(0, usize::from);
        let many: usize = features.iter().map(|(_, weights)| slots(weights)).sum();
        let buckets = (many * 10 / 7).div_ceil(SLOTS).max(1);
        let mut lines = vec![Line::zeroed(); buckets];
        for (feature, weights) in features {
            let (bucket, print) = place(*feature, buckets);
            let Line { prints, weights: places } = &mut lines[bucket];
            let prints: &mut [u16] = bytemuck::cast_slice_mut(prints);
            let places: &mut [i16] = bytemuck::cast_slice_mut(places);
            let filled = prints.iter().filter(|other| **other != 0).count();
            if prints.contains(&print) || filled + slots(weights) > SLOTS {
                continue;
            }
            let mut left = *weights;
            for slot in filled..filled + slots(weights) {
                prints[slot] = print;
                let [low, high] = left.map(|weight| weight.clamp(-127, 127));
                places[slot] = high << 8 | low & 0xff;
                left = [left[0] - low, left[1] - high];
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
    fn aligned(section: &[u8]) -> Vec<u128> {
        let mut words = vec![0_u128; section.len().div_ceil(16)];
        bytemuck::cast_slice_mut::<u128, u8>(&mut words)[..section.len()].copy_from_slice(section);
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
        let features: Vec<_> = (0..1000).map(|n| (feature(n), [n as i16 % 300, -7])).collect();
        let section = aligned(&Narrow::write(&features));
        let table = Narrow::open(bytemuck::cast_slice(&section)).expect("just written");
        assert_eq!(table.score(&[feature(5), feature(6)]), [11, -14]);
        assert_eq!(table.score(&[feature(290)]), [290, -7]);
        assert_eq!(table.score(&[feature(5000), feature(6000)]), [0, 0]);
        let known = (0..1000).filter(|n| table.score(&[feature(*n)])[1] == -7).count();
        assert!(known > 950, "only {known} of 1000 are there");
    }

    #[test]
    fn damaged_tables_are_refused() {
        let section = aligned(&Narrow::write(&[(feature(1), [1, 2])]));
        let bytes: &[u8] = bytemuck::cast_slice(&section);
        assert!(Narrow::open(&bytes[..bytes.len() - 8]).is_none());
        assert!(Wide::open(bytes).is_none());
        assert!(Narrow::open(&[]).is_none());
    }
}
