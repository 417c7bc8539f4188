//! A hash table that lies in a model's section and is used in place: no parsing, one cache miss a look-up.
//!
//! Open addressing with linear probing. An entry is eight bytes: 32 bits of the key's hash and 32 bits of payload.
//! Keys themselves are not kept; two keys are mistaken for each other about once in four thousand million pairs.

/// The table.
#[derive(Clone, Copy, Debug)]
pub struct Hashed<'m> {
    table: &'m [u8],
    mask: u32,
}

const ENTRY: usize = 8;
/// Longest run of full slots that is searched. The writer keeps all runs shorter, and a damaged table
/// that is full everywhere must not make a look-up endless.
const PROBES: u32 = 64;

impl<'m> Hashed<'m> {
    /// The table of `2^bits` entries at the start of `bytes`, and what follows it.
    #[must_use]
    pub fn split(bytes: &'m [u8], bits: u8) -> Option<(Self, &'m [u8])> {
        if bits > 28 {
            return None;
        }
        let slots = 1_u32 << bits;
        let (table, rest) = bytes.split_at_checked(slots as usize * ENTRY)?;
        Some((Self { table, mask: slots - 1 }, rest))
    }

    /// The payload kept under a hash.
    #[must_use]
    pub fn get(&self, hash: u64) -> Option<u32> {
        let check = check(hash);
        let mut slot = hash as u32 & self.mask;
        for _ in 0..PROBES {
            let at = slot as usize * ENTRY;
            let entry = self.table.get(at..at + ENTRY)?;
            let entry = u64::from_le_bytes(entry.try_into().ok()?);
            if entry == 0 {
                return None;
            }
            if (entry >> 32) as u32 == check {
                return Some(entry as u32);
            }
            slot = (slot + 1) & self.mask;
        }
        None
    }

    /// The payload kept under a form.
    #[must_use]
    pub fn form(&self, form: &str, case: Case) -> Option<u32> {
        self.get(form_hash(form, case))
    }
}

/// The bits and bytes of a table with these entries. Of entries with equal hashes the first counts.
#[must_use]
pub fn write(entries: &[(u64, u32)]) -> (u8, Vec<u8>) {
    let mut bits = 4_u8;
    while (1_usize << bits) < entries.len() * 3 / 2 {
        bits += 1;
    }
    loop {
        if let Some(table) = try_write(entries, bits) {
            return (bits, table.iter().flat_map(|entry| entry.to_le_bytes()).collect());
        }
        bits += 1;
    }
}

fn try_write(entries: &[(u64, u32)], bits: u8) -> Option<Vec<u64>> {
    let mask = (1_usize << bits) - 1;
    let mut table = vec![0_u64; mask + 1];
    for (hash, payload) in entries {
        let check = check(*hash);
        let mut slot = *hash as usize & mask;
        let mut probes = 0;
        while table[slot] != 0 && (table[slot] >> 32) as u32 != check {
            slot = (slot + 1) & mask;
            probes += 1;
            if probes >= PROBES {
                return None;
            }
        }
        if table[slot] == 0 {
            table[slot] = u64::from(check) << 32 | u64::from(*payload);
        }
    }
    Some(table)
}

/// Never 0, so that no entry looks like an empty slot.
fn check(hash: u64) -> u32 {
    (hash >> 32) as u32 | 1
}

/// How a form's letters are read when it is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// As they stand.
    AsWritten,
    /// ASCII letters in lower case.
    Lower,
    /// The first letter as a capital, the others in lower case.
    Capitalised,
}

/// The hash of a form: FNV-1a over the folded bytes, then a finaliser, because table slots are taken from the low bits.
///
/// Digits count as `0` and typographic quotation marks as typewriter ones.
#[must_use]
pub fn form_hash(form: &str, case: Case) -> u64 {
    let bytes = form.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        let (byte, width) = match (bytes[at], bytes.get(at + 1), bytes.get(at + 2)) {
            (0xe2, Some(0x80), Some(0x98 | 0x99)) => (b'\'', 3),
            (0xe2, Some(0x80), Some(0x9c | 0x9d)) => (b'"', 3),
            (b'0'..=b'9', ..) => (b'0', 1),
            (byte, ..) => match case {
                Case::AsWritten => (byte, 1),
                Case::Capitalised if at == 0 => (byte.to_ascii_uppercase(), 1),
                Case::Lower | Case::Capitalised => (byte.to_ascii_lowercase(), 1),
            },
        };
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        at += width;
    }
    hash ^= hash >> 32;
    hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// Mixes two values into a hash.
#[must_use]
pub fn mix(a: u64, b: u64) -> u64 {
    let mixed = (a ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ mixed >> 32
}
