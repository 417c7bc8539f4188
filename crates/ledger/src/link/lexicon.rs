//! The tables that linking reads: `lexicons/en/happenings.tsv` and `figures.tsv`.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

const HAPPENINGS: &str = include_str!("../../../../lexicons/en/happenings.tsv");
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
    pub(super) other: FxHashSet<&'static str>,
    pub(super) denies: FxHashSet<&'static str>,
    pub(super) blames: FxHashSet<&'static str>,
    pub(super) weak: FxHashSet<&'static str>,
    pub(super) answers: FxHashSet<&'static str>,
    pub(super) human: FxHashSet<&'static str>,
    pub(super) agents: FxHashSet<&'static str>,
    pub(super) numbers: FxHashMap<&'static str, f64>,
    /// Words before a figure, the longest first.
    pub(super) bounds: Vec<(Vec<&'static str>, Bound)>,
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
                "calendar" | "common" => lexicon.weak.insert(word),
                "answers" => lexicon.answers.insert(word),
                "agent" => lexicon.agents.insert(word),
                "human" => lexicon.human.insert(word),
                class => lexicon.classes.insert(word, class).is_none(),
            };
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
    lexicon.bounds.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    lexicon
}

/// The class of a happening of that CAMEO root.
pub(super) fn class_of_root(root: &str) -> &'static str {
    match root {
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
        _ => "say",
    }
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
