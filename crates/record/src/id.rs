//! Ids from content: the same document gives the same ids on any machine, in any order.

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const LETTERS: usize = 13; // 65 bits: a million rows collide with a chance of one in 70 million

/// An id such as `st_k3v7…`: `prefix`, `_`, and the base32 of a BLAKE3 of `parts`.
///
/// Parts are framed by their lengths, so that `["ab", "c"]` and `["a", "bc"]` differ.
#[must_use]
pub fn content_id<'a>(prefix: &str, parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(prefix.as_bytes());
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let hash = hasher.finalize();
    let mut bits = u128::from_le_bytes(hash.as_bytes()[..16].try_into().expect("a BLAKE3 hash has 32 bytes"));
    let mut id = String::with_capacity(prefix.len() + 1 + LETTERS);
    id.push_str(prefix);
    id.push('_');
    for _ in 0..LETTERS {
        id.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
    id
}

#[cfg(test)]
mod tests {
    use super::content_id;

    #[test]
    fn the_same_content_gives_the_same_id_and_framing_matters() {
        let id = |parts: &[&str]| content_id("st", parts.iter().map(|p| p.as_bytes()));
        assert_eq!(id(&["ab", "c"]), id(&["ab", "c"]));
        assert_ne!(id(&["ab", "c"]), id(&["a", "bc"]));
        assert!(id(&[]).starts_with("st_"));
    }
}
