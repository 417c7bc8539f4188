//! Features as numbers: a template and its values, mixed into the index of a row.

/// A hash of a template number and two values; rows take its highest bits.
#[inline]
pub(in crate::statements) fn feature(template: u32, a: u32, b: u32) -> u32 {
    let mut x = u64::from(template).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ u64::from(a).wrapping_mul(0xD6E8_FEB8_6659_FD93)
        ^ u64::from(b).wrapping_mul(0xA076_1D64_78BD_642F).rotate_left(32);
    x ^= x >> 32;
    x = x.wrapping_mul(0xE703_7ED1_A0B4_28DB);
    (x >> 32) as u32
}

/// A hash of a word without regard to case (FNV-1a).
pub(super) fn word(form: &str) -> u32 {
    form.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0193))
}

/// A distance as one of a few steps, its sign kept.
pub(super) fn steps(distance: i64) -> u32 {
    let size = distance.unsigned_abs();
    let step = match size {
        0..=4 => size,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    };
    let step = u32::try_from(step).unwrap_or(10);
    if distance < 0 { 32 + step } else { step }
}
