//! Entries of blocks as the ledger keeps them, many in few bytes.

use super::blocks::Entry;

/// Entries in order as bytes: of each block how far it is from the one before, how many holders it has, and how far
/// each of them is from the one before.
pub(super) fn encode(entries: &[Entry], first: i64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(entries.len() * 10);
    let mut last = first;
    for of_block in entries.chunk_by(|a, b| a.0 == b.0) {
        push(&mut bytes, of_block[0].0.wrapping_sub(last));
        push(&mut bytes, i64::try_from(of_block.len()).unwrap_or(i64::MAX));
        let mut before = 0;
        for (block, holder) in of_block {
            push(&mut bytes, holder.wrapping_sub(before));
            (last, before) = (*block, *holder);
        }
    }
    bytes
}

/// Gives the entries that [`encode`] wrote.
pub(super) fn decode(mut bytes: &[u8], first: i64, mut each: impl FnMut(Entry)) {
    let mut block = first;
    while let Some(step) = pull(&mut bytes) {
        block = block.wrapping_add(step);
        let mut holder = 0_i64;
        for _ in 0..pull(&mut bytes).unwrap_or_default() {
            let Some(step) = pull(&mut bytes) else { return };
            holder = holder.wrapping_add(step);
            each((block, holder));
        }
    }
}

/// Seven bits a byte, the lowest first; the eighth says that more follow.
fn push(bytes: &mut Vec<u8>, number: i64) {
    let mut rest = number.cast_unsigned();
    while rest > 127 {
        bytes.push((rest & 127) as u8 | 128);
        rest >>= 7;
    }
    bytes.push(rest as u8);
}

fn pull(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 127) << shift;
        if first & 128 == 0 {
            break;
        }
    }
    Some(number.cast_signed())
}
