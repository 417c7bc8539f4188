//! The tables that linking reads: `lexicons/en/happenings.tsv` and `figures.tsv`.

use super::evidence::{ACROSS, WITHIN};
use super::terms::{hash, skeleton, stem};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

const HAPPENINGS: &str = include_str!("../../../../lexicons/en/happenings.tsv");
const COUNTRIES: &str = include_str!("../../../../lexicons/en/countries.tsv");
const PLACES: &str = include_str!("../../../../lexicons/en/places.tsv");
const LINKING: &str = include_str!("../../../../lexicons/en/linking.tsv");
const FIGURES: &str = include_str!("../../../../lexicons/en/figures.tsv");

/// How a figure is bounded by the words before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bound {
    Least,
    Most,
    About,
}

/// What linking knows of words.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// Words that tell a happening, with the class of it.
    pub(super) classes: FxHashMap<&'static str, &'static str>,
    /// By what means, for some of them.
    pub(super) means: FxHashMap<&'static str, u64>,
    /// Words that tell one only near others that do.
    pub(super) vague: FxHashSet<&'static str>,
    pub(super) other: FxHashSet<&'static str>,
    /// Places by their names in lower case.
    pub(super) places: FxHashMap<String, u64>,
    /// Countries by the names of them and their people, as linking compares names; codes by number.
    pub(super) countries: FxHashMap<u64, u64>,
    /// The capital of a country.
    pub(super) capitals: FxHashMap<u64, u64>,
    /// The country of a place.
    pub(super) lies_in: FxHashMap<u64, u64>,
    /// Degrees north and east of a place, and kilometres around it that are still the place.
    pub(super) positions: FxHashMap<u64, (f64, f64, f64)>,
    pub(super) denies: FxHashSet<&'static str>,
    pub(super) blames: FxHashSet<&'static str>,
    pub(super) says: FxHashSet<&'static str>,
    pub(super) weak: FxHashSet<&'static str>,
    pub(super) part: FxHashSet<&'static str>,
    pub(super) answers: FxHashSet<&'static str>,
    pub(super) human: FxHashSet<&'static str>,
    pub(super) agents: FxHashSet<&'static str>,
    pub(super) numbers: FxHashMap<&'static str, f64>,
    /// Words that are common whatever a ledger holds, as linking compares them.
    pub(super) common: FxHashSet<u64>,
    /// Words before a figure, the longest first.
    pub(super) bounds: Vec<(Vec<&'static str>, Bound)>,
    /// How much each evidence weighs across documents and within one.
    pub(super) across: Vec<f64>,
    pub(super) within: Vec<f64>,
    /// What a word says that a figure counts.
    pub(super) counted: FxHashMap<&'static str, &'static str>,
}

/// The tables, read once.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(read);

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|l| !l.starts_with('#')).skip(1).map(|l| l.split('\t').collect())
}

fn read() -> Lexicon {
    let mut lexicon = Lexicon::default();
    for row in rows(HAPPENINGS) {
        let [class, words] = row.as_slice() else { continue };
        for word in words.split(';') {
            match *class {
                "other" => lexicon.other.insert(word),
                "denies" => lexicon.denies.insert(word),
                "blames" => lexicon.blames.insert(word),
                "says" => lexicon.says.insert(word),
                "calendar" | "common" => lexicon.weak.insert(word),
                "part" => lexicon.part.insert(word),
                "answers" => lexicon.answers.insert(word),
                "agent" => lexicon.agents.insert(word),
                "human" => lexicon.human.insert(word),
                class => {
                    let (class, means) = class.split_once(':').unwrap_or((class, ""));
                    if means == "?" {
                        lexicon.vague.insert(word);
                    } else if !means.is_empty() {
                        lexicon.means.insert(word, hash(means.as_bytes()));
                    }
                    lexicon.classes.insert(word, class).is_none()
                }
            };
        }
    }
    // Countries and their people, and words that tell of a whole class of happenings, tell few apart.
    for row in rows(COUNTRIES) {
        let [code, name, aliases, demonyms, capital, ..] = row.as_slice() else { continue };
        let country = hash(code.as_bytes());
        if !capital.is_empty() {
            lexicon
                .capitals
                .entry(country)
                .or_insert(hash(capital.split(';').next().unwrap_or_default().to_lowercase().as_bytes()));
        }
        lexicon.lies_in.insert(country, country);
        for name in std::iter::once(*name).chain(aliases.split(';')).filter(|n| n.len() > 1) {
            lexicon.places.insert(name.to_lowercase(), country);
        }
        for name in std::iter::once(*name).chain(aliases.split(';')).chain(demonyms.split(';')) {
            if name.len() > 1 && !name.contains(' ') {
                lexicon.countries.entry(hash(skeleton(name).as_bytes())).or_insert(country);
            }
        }
        let names = row.iter().skip(1).take(4).flat_map(|cell| cell.split([';', ' ', '-']));
        lexicon.common.extend(names.filter(|n| n.len() > 1).map(|n| hash(skeleton(n).as_bytes())));
    }
    lexicon.common.extend(lexicon.classes.keys().map(|w| hash(stem(w).as_bytes())));
    for row in rows(PLACES) {
        let [name, aliases, country, lat, lon, kind] = row.as_slice() else { continue };
        let around = match *kind {
            "country" | "water" => continue,
            "region" | "island" => 120.0,
            _ => 12.0,
        };
        let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else { continue };
        let place = hash(name.to_lowercase().as_bytes());
        lexicon.positions.entry(place).or_insert((lat, lon, around));
        if !country.is_empty() {
            lexicon.lies_in.entry(place).or_insert(hash(country.as_bytes()));
        }
        for alias in std::iter::once(*name).chain(aliases.split(';')).filter(|a| !a.is_empty()) {
            lexicon.places.entry(alias.to_lowercase()).or_insert(place);
        }
    }
    for row in rows(FIGURES) {
        let [kind, words, meaning] = row.as_slice() else { continue };
        for word in words.split(';') {
            match (*kind, *meaning) {
                ("bound", meaning) => {
                    let bound = match meaning {
                        "least" => Bound::Least,
                        "most" => Bound::Most,
                        _ => Bound::About,
                    };
                    lexicon.bounds.push((word.split(' ').collect(), bound));
                }
                ("counted", meaning) => drop(lexicon.counted.insert(word, meaning)),
                ("number", meaning) => {
                    if let Ok(number) = meaning.parse() {
                        lexicon.numbers.insert(word, number);
                    }
                }
                _ => {}
            }
        }
    }
    let weight = |stage: &str, evidence: &&str| {
        let mut rows = rows(LINKING).filter(|r| r[0] == stage && r[1] == *evidence);
        rows.next().and_then(|r| r.get(2)?.parse().ok()).unwrap_or_default()
    };
    lexicon.across = ACROSS.iter().map(|e| weight("across", e)).collect();
    lexicon.within = WITHIN.iter().map(|e| weight("within", e)).collect();
    lexicon.bounds.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    lexicon
}

/// The class of a happening of that CAMEO root; `None` where it is none.
pub(super) fn class_of_root(root: &str) -> Option<&'static str> {
    Some(match root {
        "18" | "19" | "20" | "15" => "force",
        "17" => "arrest",
        "14" => "protest",
        "04" => "meet",
        "03" | "05" | "06" | "07" | "08" => "agree",
        "16" => "leave",
        "13" => "threaten",
        "11" | "12" => "accuse",
        "10" => "demand",
        "09" => "investigate",
        "01" | "02" => "say",
        _ => return None,
    })
}

/// The CAMEO root and name of a class of which no event was coded.
pub(super) fn root_of_class(class: &str) -> (&'static str, &'static str) {
    match class {
        "force" => ("19", "Fight"),
        "arrest" | "abduct" => ("17", "Coerce"),
        "protest" => ("14", "Protest"),
        "meet" => ("04", "Consult"),
        "agree" => ("05", "Engage in diplomatic cooperation"),
        _ => ("", ""),
    }
}
