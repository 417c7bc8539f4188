//! A set of hashes in little room, which may take one for a member that is none: what it denies need not be looked up.

/// The bits of a set, one for each hash of that many bits.
const BITS: u32 = 26;

/// Hashes that were noted.
#[derive(Debug)]
pub(super) struct Filter {
    bits: Vec<u64>,
}

impl Default for Filter {
    fn default() -> Self {
        // The system gives pages of zeros only where they are written to.
        Self { bits: vec![0; 1 << (BITS - 6)] }
    }
}

impl Filter {
    /// Notes a hash.
    pub(super) fn note(&mut self, hash: i64) {
        let (word, bit) = place(hash);
        self.bits[word] |= bit;
    }

    /// Whether the hash may have been noted; where it was, it says so.
    pub(super) fn may_have(&self, hash: i64) -> bool {
        let (word, bit) = place(hash);
        self.bits[word] & bit != 0
    }
}

/// Eight hashes that follow each other have their bits in one word: blocks of days that follow are asked for together.
fn place(hash: i64) -> (usize, u64) {
    let hash = hash.cast_unsigned();
    let mixed = (hash >> 3).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS + 3);
    ((mixed >> 3) as usize, 1 << ((mixed & 7) << 3 | hash & 7))
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn what_was_noted_is_there_and_hardly_anything_else() {
        let mut filter = Filter::default();
        (0..10_000_i64).for_each(|n| filter.note(n * n * 1_000_003));
        assert!((0..10_000_i64).all(|n| filter.may_have(n * n * 1_000_003)));
        let others = (0..10_000_i64).filter(|n| filter.may_have(n * 7_919 + 3)).count();
        assert!(others < 100, "{others}");
    }
}
