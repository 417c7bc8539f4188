//! The container of trained weights: one file of named sections, used where it lies.
//!
//! A short-lived run must start at once, so nothing is parsed, copied or hashed when a model is opened: a fixed header,
//! a directory of fixed-size entries, and sections that begin on cache lines, so that weight tables can be read in
//! place. Opening checks the header and the directory (its own checksum included); the sections' checksums are checked
//! when the program is built, and by [`Model::verify`] wherever somebody else's file comes in.
//!
//! | bytes | what |
//! |---|---|
//! | 0..8 | [`MAGIC`] |
//! | 8..12 | format version, little-endian like all numbers here |
//! | 12..16 | number of sections |
//! | 16..24 | length of the file |
//! | 24..56 | BLAKE3 of the directory |
//! | 64.. | directory: name (16 bytes, zero-padded), offset, length (8 bytes each), BLAKE3 (32 bytes) |
//! | … | sections in the directory's order, each from a multiple of 64 |
//!
//! This file is compiled into the build script too and therefore uses nothing else of the crate.

/// What every model begins with.
pub const MAGIC: [u8; 8] = *b"SAYSOMDL";
/// The layout above, and of the sections that this version of the program knows.
pub const VERSION: u32 = 1;
/// Sections begin at multiples of a cache line, which is also the size of the header and of a directory entry.
pub const ALIGNMENT: usize = 64;

const NAME: usize = 16;

/// Why a file is no model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The first bytes are not the magic.
    #[error("it does not begin with {:?}", String::from_utf8_lossy(&MAGIC))]
    Magic,
    /// Written by another version of the program.
    #[error("its format has version {0}, this program reads {VERSION}")]
    Version(u32),
    /// The file is shorter or longer than it says.
    #[error("it should have {expected} bytes and has {found}")]
    Length {
        /// By its header.
        expected: u64,
        /// In truth.
        found: u64,
    },
    /// The directory does not fit its checksum or points outside the file.
    #[error("its directory is damaged")]
    Directory,
    /// A section's bytes do not fit their checksum.
    #[error("its section {0:?} is damaged")]
    Section(String),
    /// A name that the directory cannot hold.
    #[error("{0:?} is no name for a section: 1 to {NAME} bytes of ASCII, each name once")]
    Name(String),
}

/// An opened model.
#[derive(Clone, Copy, Debug)]
pub struct Model<'m> {
    bytes: &'m [u8],
    directory: &'m [u8],
}

impl<'m> Model<'m> {
    /// Opens `bytes` in place, in time that does not depend on the size of the sections.
    ///
    /// # Errors
    /// Where it is no model, is cut short, or its directory was altered.
    pub fn open(bytes: &'m [u8]) -> Result<Self, ModelError> {
        if bytes.get(..MAGIC.len()) != Some(&MAGIC) {
            return Err(ModelError::Magic);
        }
        let header = bytes.get(..ALIGNMENT).ok_or(ModelError::Directory)?;
        let version = u32::try_from(number(&header[8..12])).unwrap_or(u32::MAX);
        if version != VERSION {
            return Err(ModelError::Version(version));
        }
        let (expected, found) = (number(&header[16..24]), bytes.len() as u64);
        if expected != found {
            return Err(ModelError::Length { expected, found });
        }
        let entries = usize::try_from(number(&header[12..16])).unwrap_or(usize::MAX);
        let end = entries.saturating_add(1).saturating_mul(ALIGNMENT);
        let directory = bytes.get(ALIGNMENT..end).ok_or(ModelError::Directory)?;
        if blake3::hash(directory).as_bytes() != &header[24..56] {
            return Err(ModelError::Directory);
        }
        let model = Self { bytes, directory };
        if model.entries().any(|(_, section, _)| section.is_none()) {
            return Err(ModelError::Directory);
        }
        Ok(model)
    }

    /// The bytes of a section; `None` where the model has none of that name.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&'m [u8]> {
        self.entries().find(|(of, ..)| *of == name).and_then(|(_, section, _)| section)
    }

    /// Names and bytes of all sections in their order.
    pub fn sections(&self) -> impl Iterator<Item = (&'m str, &'m [u8])> + use<'m> {
        self.entries().filter_map(|(name, section, _)| Some((name, section?)))
    }

    /// BLAKE3 of the directory, which holds that of every section: the same for the same weights.
    #[must_use]
    pub fn checksum(&self) -> [u8; 32] {
        *blake3::hash(self.directory).as_bytes()
    }

    /// Checks every section against its checksum.
    ///
    /// # Errors
    /// Names the first section that was altered.
    pub fn verify(&self) -> Result<(), ModelError> {
        for (name, section, checksum) in self.entries() {
            if section.is_none_or(|section| blake3::hash(section).as_bytes() != checksum) {
                return Err(ModelError::Section(name.to_owned()));
            }
        }
        Ok(())
    }

    fn entries(&self) -> impl Iterator<Item = (&'m str, Option<&'m [u8]>, &'m [u8])> + use<'m> {
        let bytes = self.bytes;
        self.directory.chunks_exact(ALIGNMENT).map(move |entry| {
            let (name, rest) = entry.split_at(NAME);
            let name = std::str::from_utf8(name).unwrap_or_default().trim_end_matches('\0');
            let start = usize::try_from(number(&rest[..8])).unwrap_or(usize::MAX);
            let length = usize::try_from(number(&rest[8..16])).unwrap_or(usize::MAX);
            (name, bytes.get(start..start.saturating_add(length)), &rest[16..])
        })
    }
}

/// Packs sections into a model; the same sections in the same order give the same bytes.
///
/// # Errors
/// Where a name does not fit the directory or comes twice.
pub fn pack(sections: &[(&str, &[u8])]) -> Result<Vec<u8>, ModelError> {
    let mut directory = Vec::new();
    let mut body = Vec::new();
    let begin = (sections.len() + 1) * ALIGNMENT;
    for (at, (name, section)) in sections.iter().enumerate() {
        let twice = sections[..at].iter().any(|(other, _)| other == name);
        if name.is_empty() || name.len() > NAME || !name.is_ascii() || name.contains('\0') || twice {
            return Err(ModelError::Name((*name).to_owned()));
        }
        let mut padded = [0; NAME];
        padded[..name.len()].copy_from_slice(name.as_bytes());
        directory.extend_from_slice(&padded);
        directory.extend_from_slice(&((begin + body.len()) as u64).to_le_bytes());
        directory.extend_from_slice(&(section.len() as u64).to_le_bytes());
        directory.extend_from_slice(blake3::hash(section).as_bytes());
        body.extend_from_slice(section);
        body.resize(body.len().next_multiple_of(ALIGNMENT), 0);
    }
    let mut bytes = Vec::with_capacity(begin + body.len());
    bytes.extend_from_slice(&MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&u32::try_from(sections.len()).unwrap_or(u32::MAX).to_le_bytes());
    bytes.extend_from_slice(&((begin + body.len()) as u64).to_le_bytes());
    bytes.extend_from_slice(blake3::hash(&directory).as_bytes());
    bytes.resize(ALIGNMENT, 0);
    bytes.extend_from_slice(&directory);
    bytes.extend_from_slice(&body);
    Ok(bytes)
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed() -> Vec<u8> {
        pack(&[("short", b"abc"), ("empty", b""), ("long", &[7; 200])]).expect("three good names")
    }

    #[test]
    fn what_was_packed_comes_back_aligned() {
        let bytes = packed();
        let model = Model::open(&bytes).expect("an untouched model");
        assert_eq!(model.section("short"), Some(&b"abc"[..]));
        assert_eq!(model.section("empty"), Some(&b""[..]));
        assert_eq!(model.section("long"), Some(&[7; 200][..]));
        assert_eq!(model.section("none"), None);
        assert_eq!(model.sections().map(|(name, _)| name).collect::<Vec<_>>(), ["short", "empty", "long"]);
        for (_, section) in model.sections() {
            assert_eq!((section.as_ptr() as usize - bytes.as_ptr() as usize) % ALIGNMENT, 0);
        }
        assert_eq!(model.verify(), Ok(()));
    }

    #[test]
    fn damage_is_refused() {
        let bytes = packed();
        assert_eq!(Model::open(b"").err(), Some(ModelError::Magic));
        assert_eq!(Model::open(&bytes[..8]).err(), Some(ModelError::Directory));
        let cut = Model::open(&bytes[..bytes.len() - 1]).err();
        assert!(matches!(cut, Some(ModelError::Length { .. })), "{cut:?}");
        for at in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[at] ^= 1;
            let refused = Model::open(&altered).and_then(|model| model.verify()).is_err();
            let padding = (56..64).contains(&at)
                || Model::open(&bytes).expect("untouched").sections().all(|(_, section)| {
                    let start = section.as_ptr() as usize - bytes.as_ptr() as usize;
                    at >= 64 * 4 && !(start..start + section.len()).contains(&at)
                });
            assert!(refused || padding, "byte {at} was altered unnoticed");
        }
        let mut newer = bytes;
        newer[8] = 2;
        assert_eq!(Model::open(&newer).err(), Some(ModelError::Version(2)));
    }

    #[test]
    fn names_must_fit() {
        assert!(pack(&[("", b"")]).is_err());
        assert!(pack(&[("seventeen letters", b"")]).is_err());
        assert!(pack(&[("twice", b""), ("twice", b"")]).is_err());
    }
}
