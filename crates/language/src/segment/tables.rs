//! The words that segmentation must know, read from the tables in `lexicons/en`.

use rustc_hash::FxHashMap;

const ABBREVIATIONS: &str = include_str!("../../../../lexicons/en/abbreviations.tsv");
const TOKENIZATION: &str = include_str!("../../../../lexicons/en/tokenization.tsv");

/// The longest entry worth a look; longer words are in no table.
pub(super) const LONGEST: usize = 16;

/// What a word may be; a form can be several things at once (`co` is a prefix and a host's ending).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(u32);

macro_rules! kinds {
    ($($name:ident = $text:literal @ $bit:literal,)*) => {
        impl Kinds {
            $(pub(super) const $name: Self = Self(1 << $bit);)*

            fn named(name: &str) -> Self {
                match name { $($text => Self::$name,)* _ => Self(0) }
            }
        }
    };
}

kinds! {
    TITLE = "title" @ 0,
    GIVEN_SHORT = "given-short" @ 1,
    MONTH = "month" @ 2,
    DAY = "day" @ 3,
    COMPANY = "company" @ 4,
    STATE = "state" @ 5,
    NUMBER = "number" @ 6,
    ENDING = "ending" @ 7,
    OTHER = "other" @ 8,
    PREFIX = "prefix" @ 16,
    SUFFIX = "suffix" @ 17,
    GIVEN = "given" @ 18,
    WORD = "word" @ 19,
    FUSED = "fused" @ 20,
    ELISION = "elision" @ 21,
    UNIT = "unit" @ 22,
    DOMAIN = "domain" @ 23,
    STARTER = "starter" @ 24,
    SPEECH = "speech" @ 25,
    AGENCY = "agency" @ 26,
}

impl Kinds {
    /// Whether it is any of `kinds`.
    pub(super) fn is(self, kinds: Self) -> bool {
        self.0 & kinds.0 != 0
    }

    /// Whether it may be written with a full stop.
    pub(super) fn abbreviation(self) -> bool {
        self.0 & 0xffff != 0
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// All tables in one map.
#[derive(Clone, Debug)]
pub(super) struct Words {
    kinds: FxHashMap<&'static [u8], Kinds>,
}

impl Words {
    pub(super) fn english() -> Self {
        let mut words = Self { kinds: FxHashMap::default() };
        for table in [ABBREVIATIONS, TOKENIZATION] {
            let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
            for (form, kind) in rows.filter_map(|row| row.split_once('\t')) {
                words.add(form, Kinds::named(kind));
            }
        }
        words
    }

    fn add(&mut self, form: &'static str, kinds: Kinds) {
        let entry = self.kinds.entry(form.as_bytes()).or_default();
        *entry = entry.or(kinds);
    }

    /// What `form` is, as written.
    pub(super) fn exact(&self, form: &[u8]) -> Kinds {
        if form.len() > LONGEST {
            return Kinds::default();
        }
        self.kinds.get(form).copied().unwrap_or_default()
    }

    /// What `form` is in lower case, with straight apostrophes and hyphens.
    pub(super) fn lower(&self, form: &[u8]) -> Kinds {
        folded(form, |key| self.exact(key))
    }

    /// What `form` is as an abbreviation: as written, or with a capital only at its begin where it is
    /// written all in capitals (`MR. SMITH`).
    pub(super) fn abbreviation(&self, form: &[u8]) -> Kinds {
        let kinds = self.exact(form);
        if kinds.abbreviation() || form.len() > LONGEST || !form.iter().all(u8::is_ascii_uppercase) {
            return kinds;
        }
        folded(form, |key| {
            if let Some(first) = key.first_mut() {
                first.make_ascii_uppercase();
            }
            self.exact(key)
        })
    }
}

/// Calls `look` with `form` in lower case, curly apostrophes made straight.
fn folded<T: Default>(form: &[u8], look: impl FnOnce(&mut [u8]) -> T) -> T {
    let mut key = [0u8; LONGEST];
    let mut len = 0;
    let mut rest = form;
    while let Some((&byte, after)) = rest.split_first() {
        let Some(slot) = key.get_mut(len) else { return T::default() };
        (*slot, rest) = match rest {
            [0xe2, 0x80, 0x98 | 0x99, after @ ..] => (b'\'', after),
            _ => (byte.to_ascii_lowercase(), after),
        };
        len += 1;
    }
    key.get_mut(..len).map_or_else(T::default, look)
}
