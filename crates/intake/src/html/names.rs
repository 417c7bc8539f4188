//! What the names and attributes of elements say of the text in them.

use rustc_hash::FxHashMap;
use std::ops::{BitOr, BitOrAssign};
use std::sync::LazyLock;

/// A set of such hints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u32);

impl BitOr for Marks {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Marks {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}

impl Marks {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the mark with this number is set.
    pub(crate) fn bit(self, number: u32) -> bool {
        self.0 >> number & 1 == 1
    }
}

/// Marks that pages' authors give by class, id or role, the rows of a table: bit 0 is the first one.
const WORDS: &str = include_str!("words.tsv");

const SKIPPED: u32 = 20;
const ARTICLE: u32 = 21;
const MAIN: u32 = 22;
const NAV: u32 = 23;
const ASIDE: u32 = 24;
const FOOTER: u32 = 25;
const HEADER: u32 = 26;
const FORM: u32 = 27;
const FIGURE: u32 = 28;
const BODY_PROPERTY: u32 = 29;
const H1: u32 = 30;
const TABLE: u32 = 31;

impl Marks {
    /// `itemprop=articleBody`
    pub(crate) const BODY: Self = Self(1 << BODY_PROPERTY);
    pub(crate) const H1: Self = Self(1 << H1);
    /// Bylines and dates.
    pub(crate) const BYLINE: Self = Self(1 << 6);
    /// Other articles, comments, what stands beside, ways through the site, its foot.
    pub(crate) const ELSEWHERE: Self =
        Self(1 << 2 | 1 << 4 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << NAV | 1 << ASIDE | 1 << FOOTER);
}

/// How many marks there are.
pub(crate) const COUNT: u32 = 32;

pub(crate) fn of_tag(name: &str, level: u8) -> Marks {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    let number = match name.len() {
        2 if level == 1 && is("h1") => H1,
        3 if is("nav") => NAV,
        4 if is("main") => MAIN,
        4 if is("form") => FORM,
        5 if is("aside") => ASIDE,
        5 if is("table") => TABLE,
        6 if is("footer") => FOOTER,
        6 if is("header") => HEADER,
        6 if is("figure") => FIGURE,
        7 if is("article") => ARTICLE,
        8 if is("noscript") => SKIPPED,
        10 if is("figcaption") => FIGURE,
        _ => return Marks::NONE,
    };
    Marks(1 << number)
}

pub(crate) fn of_attribute(name: &str, value: &str) -> Marks {
    let mut lower = [0u8; 14];
    let Some(lower) = lower.get_mut(..name.len()) else { return Marks::NONE };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    let unseen = match &*lower {
        b"class" | b"id" | b"data-component" | b"data-testid" | b"data-type" | b"data-module" => {
            return of_words(value);
        }
        b"itemprop" | b"property" => {
            let body =
                value.eq_ignore_ascii_case("articleBody") || value.to_ascii_lowercase().ends_with(":articlebody");
            return if body { Marks::BODY } else { of_words(value) };
        }
        b"role" => {
            return match value.to_ascii_lowercase().as_str() {
                "navigation" | "menu" | "search" => Marks(1 << NAV),
                "complementary" => Marks(1 << ASIDE),
                "contentinfo" => Marks(1 << FOOTER),
                "banner" => Marks(1 << HEADER),
                "main" => Marks(1 << MAIN),
                "article" => Marks(1 << ARTICLE),
                _ => Marks::NONE,
            };
        }
        b"hidden" => true,
        b"aria-hidden" => value == "true",
        b"style" => value.to_ascii_lowercase().replace(' ', "").contains("display:none"),
        _ => false,
    };
    if unseen { Marks(1 << 15) } else { Marks::NONE }
}

/// The marks of all words in a class or id; the words of a name (`article-body__text`) count one by one too.
fn of_words(value: &str) -> Marks {
    let mut marks = Marks::NONE;
    for name in value.split_ascii_whitespace().take(40) {
        if name.len() > 80 {
            continue;
        }
        marks |= known(name);
        // The words of a name: parted by signs, or by capitals.
        let mut begin = 0;
        let bytes = name.as_bytes();
        for at in 1..=bytes.len() {
            let border = at == bytes.len()
                || !bytes[at].is_ascii_alphanumeric()
                || (bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase());
            if border {
                if let Some(word) = name.get(begin..at)
                    && word.len() < name.len()
                {
                    marks |= known(word);
                }
                begin = at + usize::from(at < bytes.len() && !bytes[at].is_ascii_alphanumeric());
            }
        }
    }
    marks
}

fn known(word: &str) -> Marks {
    // The table's words are ours, so that no page can make them collide: the fast hash is safe.
    static KNOWN: LazyLock<FxHashMap<&str, u32>> = LazyLock::new(|| {
        let mut known = FxHashMap::default();
        let rows = WORDS.lines().filter(|row| !row.starts_with('#')).skip(1);
        for (number, row) in (0..).zip(rows) {
            for word in row.split_once('\t').map_or("", |(_, words)| words).split(';') {
                *known.entry(word).or_default() |= 1 << number;
            }
        }
        known
    });
    if word.len() > 24 {
        return Marks::NONE;
    }
    let marks = if word.bytes().any(|b| b.is_ascii_uppercase()) {
        KNOWN.get(word.to_ascii_lowercase().as_str())
    } else {
        KNOWN.get(word)
    };
    Marks(marks.copied().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::{Marks, of_attribute};

    #[test]
    fn names_are_read_by_their_words() {
        assert_eq!(of_attribute("class", "storyRelated"), of_attribute("id", "story") | of_attribute("id", "related"));
        assert_eq!(of_attribute("class", "adverse shared"), Marks::NONE);
        assert!(of_attribute("itemprop", "articleBody").has(Marks::BODY));
        assert_eq!(of_attribute("style", "color:red; display: none"), of_attribute("hidden", ""));
    }
}
