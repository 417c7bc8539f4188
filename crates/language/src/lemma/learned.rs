//! The model's section `lemmas`: exceptions to the rules, in a hash table that is used where it lies.
//!
//! Little-endian. Number of slots (a power of two) in 4 bytes; the slots, 4 bytes each: where the entry begins, 0 for none;
//! the entries: tag, length of the form, bytes to cut from its end, length of the ending to add (a byte each), the form
//! in lower case, the ending.

use crate::Xpos;
use std::borrow::Cow;

/// No chain of the tables that [`pack`] makes is longer; a damaged one must not hang us.
const LONGEST_CHAIN: usize = 64;

#[derive(Clone, Debug)]
pub(super) struct Learned {
    section: Cow<'static, [u8]>,
    /// Slots less one; `None` for an empty section.
    mask: Option<u32>,
}

impl Learned {
    pub(super) fn new(section: Cow<'static, [u8]>) -> Self {
        let slots = number(&section, 0).filter(|slots| slots.is_power_of_two());
        Self { mask: slots.map(|slots| slots - 1), section }
    }

    /// How many bytes to cut from the end of `form`, and what to add then.
    pub(super) fn find(&self, form: &str, xpos: Xpos) -> Option<(usize, &str)> {
        let mask = self.mask?;
        let mut slot = hash(form, xpos) & mask;
        for _ in 0..LONGEST_CHAIN {
            let at = number(&self.section, 4 + 4 * slot as usize)? as usize;
            let [tag, length, cut, ending] = *self.section.get(at..)?.first_chunk::<4>()?;
            if at == 0 {
                return None;
            }
            let start = at + 4 + usize::from(length);
            if tag == xpos as u8 && self.section.get(at + 4..start)? == form.as_bytes() {
                let ending = self.section.get(start..start + usize::from(ending))?;
                return Some((usize::from(cut), std::str::from_utf8(ending).ok()?));
            }
            slot = (slot + 1) & mask;
        }
        None
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// FNV-1a, the high bits folded in.
fn hash(form: &str, xpos: Xpos) -> u32 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    let hash = step(form.bytes().fold(0xcbf2_9ce4_8422_2325, step), xpos as u8);
    (hash >> 32) as u32 ^ hash as u32
}

/// Packs exceptions, each once, into the section. Forms are in lower case.
#[must_use]
pub fn pack(exceptions: &[(String, Xpos, String)]) -> Vec<u8> {
    let slots = (exceptions.len() * 2).next_power_of_two().max(1);
    let mut table = vec![0u32; slots];
    let mut entries = Vec::new();
    let base = 4 + 4 * slots;
    for (form, xpos, lemma) in exceptions {
        let shared = form.char_indices().zip(lemma.chars()).take_while(|((_, a), b)| a == b).last();
        let shared = shared.map_or(0, |((at, c), _)| at + c.len_utf8());
        let (cut, ending) = (form.len() - shared, lemma.get(shared..).unwrap_or(""));
        let lengths = [form.len(), cut, ending.len()].map(u8::try_from);
        let [Ok(length), Ok(cut), Ok(added)] = lengths else { continue };
        let mut slot = hash(form, *xpos) as usize & (slots - 1);
        while table.get(slot).is_some_and(|entry| *entry != 0) {
            slot = (slot + 1) & (slots - 1);
        }
        if let (Some(entry), Ok(at)) = (table.get_mut(slot), u32::try_from(base + entries.len())) {
            *entry = at;
            entries.extend([*xpos as u8, length, cut, added]);
            entries.extend(form.bytes().chain(ending.bytes()));
        }
    }
    let mut section = u32::try_from(slots).unwrap_or(0).to_le_bytes().to_vec();
    section.extend(table.iter().flat_map(|entry| entry.to_le_bytes()));
    section.extend(entries);
    section
}
