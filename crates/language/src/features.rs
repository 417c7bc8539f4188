//! What tagger and parser see of a word, and how features are hashed.

/// What is known of a token before it is tagged. All but the clusters are hashes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// The form in lower case, digits as `0`, quotes as typewriter ones.
    pub lower: u64,
    /// The form as written, folded likewise.
    pub form: u64,
    /// The last one to four characters of the lower form, whole words where they are shorter.
    pub suffixes: [u64; 4],
    /// The first one to three.
    pub prefixes: [u64; 3],
    /// Runs of capitals, small letters, digits and other characters.
    pub shape: u64,
    /// Clusters, coarse to fine; 0 for a word without.
    pub clusters: [u16; 3],
    /// Binary logarithm of the form's count in the news.
    pub frequency: u8,
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
const SPREAD: u64 = 0xd6e8_feb8_6659_fd93;

/// The hash of feature `template` with these values.
#[inline(always)]
#[must_use]
pub fn feature(template: u64, values: &[u64]) -> u64 {
    let mut hash = (template + 1).wrapping_mul(SEED);
    for value in values {
        hash = (hash.rotate_left(23) ^ value).wrapping_mul(SPREAD);
    }
    (hash ^ hash >> 29).wrapping_mul(SEED)
}

/// The hash of a string of bytes.
#[inline]
fn string(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    (hash ^ hash >> 31).wrapping_mul(SPREAD)
}

/// Longest form that is looked at; the rest of a longer one (an address, a line of dashes) tells nothing more.
const LONGEST: usize = 48;

impl Word {
    /// Looks at a form.
    #[must_use]
    pub fn new(form: &str) -> Self {
        let mut lower = [0_u8; LONGEST];
        let mut written = [0_u8; LONGEST];
        let mut shape = [0_u8; LONGEST];
        let (mut length, mut shapes) = (0, 0);
        let bytes = form.as_bytes();
        let mut at = 0;
        while at < bytes.len() && length < LONGEST {
            let (byte, width) = match (bytes[at], bytes.get(at + 1), bytes.get(at + 2)) {
                (0xe2, Some(0x80), Some(0x98 | 0x99)) => (b'\'', 3),
                (0xe2, Some(0x80), Some(0x9c | 0x9d)) => (b'"', 3),
                (b'0'..=b'9', ..) => (b'0', 1),
                (byte, ..) => (byte, 1),
            };
            at += width;
            written[length] = byte;
            lower[length] = byte.to_ascii_lowercase();
            length += 1;
            let kind = match byte {
                b'A'..=b'Z' => b'X',
                b'a'..=b'z' | 0x80.. => b'x',
                byte => byte,
            };
            // Runs count as at most two, so that `Xx` covers all words that begin with a capital.
            let run = shapes >= 2 && shape[shapes - 1] == kind && shape[shapes - 2] == kind;
            if !run {
                shape[shapes] = kind;
                shapes += 1;
            }
        }
        let small = &lower[..length];
        let suffix = |many: usize| string(&small[length - many.min(length)..]) ^ many as u64;
        let prefix = |many: usize| string(&small[..many.min(length)]) ^ many as u64;
        Self {
            lower: string(small),
            form: string(&written[..length]),
            suffixes: [suffix(1), suffix(2), suffix(3), suffix(4)],
            prefixes: [prefix(1), prefix(2), prefix(3)],
            shape: string(&shape[..shapes]),
            clusters: [0; 3],
            frequency: 0,
        }
    }
}

/// The features of one decision.
#[derive(Clone, Debug)]
pub struct Features {
    hashes: [u64; MOST],
    many: usize,
}

/// Room for the features of one decision.
const MOST: usize = 160;

impl Default for Features {
    fn default() -> Self {
        Self { hashes: [0; MOST], many: 0 }
    }
}

impl Features {
    /// Forgets all.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.many = 0;
    }

    /// Adds one, numbered by its place in the list: the caller must always add the same templates in the same order.
    #[inline(always)]
    pub fn add(&mut self, values: &[u64]) {
        if let Some(place) = self.hashes.get_mut(self.many) {
            *place = feature(self.many as u64, values);
            self.many += 1;
        }
    }

    /// Their hashes.
    #[inline(always)]
    #[must_use]
    pub fn all(&self) -> &[u64] {
        &self.hashes[..self.many]
    }
}
