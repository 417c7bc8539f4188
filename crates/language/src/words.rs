//! What the models know of single words: clusters of words that stand in like places, at three grains.
//!
//! Clusters let tagger, parser and names treat a word that their annotated data never showed like its
//! neighbours in the news (Brown et al. 1992; Turian et al. 2010). They are made by `train-clusters`
//! with predictive exchange in both directions (Uszkoreit and Brants 2008; Dehdari et al. 2016).
//!
//! Forms are told apart by case, because `Bush` is no `bush` and `US` no `us`. A form that the table
//! lacks is tried in other cases, so that a headline in capitals still finds its words. Digits count as
//! `0` and typographic quotes as typewriter ones.
//!
//! The section is used in place: a header of eight bytes, then a hash table with open addressing whose
//! entries hold 32 bits of the form's hash and the packed clusters. A look-up is one cache miss.

use crate::hashed::{self, Case, Hashed, form_hash};

/// Clusters of a word; 0 stands for a word without clusters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Clusters {
    /// One of at most 127: about a part of speech.
    pub coarse: u8,
    /// One of at most 511.
    pub middle: u16,
    /// One of at most 2,047: about a topic within a part of speech.
    pub fine: u16,
    /// How frequent the form is in the news: the binary logarithm of its count, 0 for unknown words.
    pub frequency: u8,
}

/// The table of clusters.
#[derive(Clone, Copy, Debug)]
pub struct Words<'m> {
    table: Hashed<'m>,
}

/// Why a section is no table of clusters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// It does not begin as it should, or is of another version.
    #[error("the section of word clusters has no header that this version reads")]
    Header,
    /// It is not as long as its header says.
    #[error("the section of word clusters is cut short")]
    Length,
}

/// First four bytes of the section; the last is the version.
const MAGIC: [u8; 4] = *b"WCL\x01";
const HEADER: usize = 8;

impl<'m> Words<'m> {
    /// Reads the section `clusters` of a model in place.
    ///
    /// # Errors
    /// Where the bytes are no such section.
    pub fn open(section: &'m [u8]) -> Result<Self, WordsError> {
        let header = section.get(..HEADER).ok_or(WordsError::Header)?;
        if header[..4] != MAGIC {
            return Err(WordsError::Header);
        }
        match Hashed::split(&section[HEADER..], header[4]) {
            Some((table, [])) => Ok(Self { table }),
            _ => Err(WordsError::Length),
        }
    }

    /// The clusters of a form inside a sentence.
    #[must_use]
    pub fn clusters(&self, form: &str) -> Clusters {
        if let Some(found) = self.exact(form, Case::AsWritten) {
            return found;
        }
        let lower = self.exact(form, Case::Lower);
        let capitalised = self.exact(form, Case::Capitalised);
        match (lower, capitalised) {
            (Some(lower), Some(capitalised)) if capitalised.frequency > lower.frequency => capitalised,
            (Some(found), _) | (None, Some(found)) => found,
            (None, None) => Clusters::default(),
        }
    }

    /// The clusters of a form that opens a sentence, where the capital says little: of `The` and `the`,
    /// `May` and `may` the commoner one counts.
    #[must_use]
    pub fn clusters_at_start(&self, form: &str) -> Clusters {
        let written = self.clusters(form);
        match self.exact(form, Case::Lower) {
            Some(lower) if lower.frequency > written.frequency => lower,
            _ => written,
        }
    }

    /// The clusters of exactly this form, its letters read in `case`.
    #[must_use]
    pub fn exact(&self, form: &str, case: Case) -> Option<Clusters> {
        self.table.form(form, case).map(unpack)
    }
}

/// The section for these words. Of words that are the same after folding, the first counts.
#[must_use]
pub fn write_section(words: &[(&str, Clusters)]) -> Vec<u8> {
    let entries: Vec<(u64, u32)> =
        words.iter().map(|(form, clusters)| (form_hash(form, Case::AsWritten), pack(*clusters))).collect();
    let (bits, table) = hashed::write(&entries);
    let mut section = MAGIC.to_vec();
    section.extend([bits, 0, 0, 0]);
    section.extend(table);
    section
}

fn pack(clusters: Clusters) -> u32 {
    u32::from(clusters.coarse & 127)
        | u32::from(clusters.middle & 511) << 7
        | u32::from(clusters.fine & 2047) << 16
        | u32::from(clusters.frequency.min(31)) << 27
}

fn unpack(packed: u32) -> Clusters {
    Clusters {
        coarse: (packed & 127) as u8,
        middle: (packed >> 7 & 511) as u16,
        fine: (packed >> 16 & 2047) as u16,
        frequency: (packed >> 27) as u8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(coarse: u8, frequency: u8) -> Clusters {
        Clusters { coarse, middle: u16::from(coarse) * 2, fine: u16::from(coarse) * 10, frequency }
    }

    fn section() -> Vec<u8> {
        write_section(&[
            ("the", entry(1, 20)),
            ("The", entry(2, 12)),
            ("May", entry(3, 14)),
            ("may", entry(4, 13)),
            ("president", entry(5, 14)),
            ("Lagos", entry(6, 9)),
            ("0000", entry(7, 15)),
            ("'s", entry(8, 18)),
            ("US", entry(9, 12)),
            ("us", entry(10, 11)),
        ])
    }

    #[test]
    fn case_tells_forms_apart_where_both_are_known() {
        let section = section();
        let words = Words::open(&section).expect("just written");
        assert_eq!(words.clusters("US"), entry(9, 12));
        assert_eq!(words.clusters("us"), entry(10, 11));
        assert_eq!(words.clusters("The"), entry(2, 12));
    }

    #[test]
    fn at_the_start_of_a_sentence_the_commoner_case_counts() {
        let section = section();
        let words = Words::open(&section).expect("just written");
        assert_eq!(words.clusters_at_start("The"), entry(1, 20));
        assert_eq!(words.clusters_at_start("May"), entry(3, 14));
    }

    #[test]
    fn capitals_numbers_and_quotes_are_folded() {
        let section = section();
        let words = Words::open(&section).expect("just written");
        assert_eq!(words.clusters("PRESIDENT"), entry(5, 14));
        assert_eq!(words.clusters("LAGOS"), entry(6, 9));
        assert_eq!(words.clusters("lagos"), entry(6, 9));
        assert_eq!(words.clusters("2024"), entry(7, 15));
        assert_eq!(words.clusters("’s"), entry(8, 18));
        assert_eq!(words.clusters("Zanzibar"), Clusters::default());
        assert_eq!(words.clusters(""), Clusters::default());
    }

    #[test]
    fn damaged_sections_are_refused() {
        let section = section();
        assert_eq!(Words::open(&[]).err(), Some(WordsError::Header));
        assert_eq!(Words::open(&section[..section.len() - 1]).err(), Some(WordsError::Length));
        let mut other = section.clone();
        other[3] = 9;
        assert_eq!(Words::open(&other).err(), Some(WordsError::Header));
        let mut full = section;
        full[HEADER..].fill(0xff);
        assert_eq!(Words::open(&full).expect("only its content is wrong").clusters("Kampala"), Clusters::default());
    }
}
