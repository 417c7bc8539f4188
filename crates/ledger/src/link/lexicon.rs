//! What linking knows by the tables below `lexicons/en`.

use super::evidence::{ACROSS, WITHIN};
use super::terms::{hash, skeleton, stem};
use super::{claims, doers, pieces};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_lexicon::{Figures, LexiconError, table};
use std::sync::LazyLock;

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
    /// Words that deny where a claim is their object: one rejects offers too.
    pub(super) rejects: FxHashSet<&'static str>,
    /// What one is denied without anything being denied: `permission`.
    pub(super) asked: FxHashSet<&'static str>,
    pub(super) blames: FxHashSet<&'static str>,
    pub(super) says: FxHashSet<&'static str>,
    /// Words behind which `on` leads to where something is bound for.
    pub(super) toward: FxHashSet<&'static str>,
    /// Parts of a place, where what is in them is in the place.
    pub(super) districts: FxHashSet<&'static str>,
    /// Words that begin another clause, behind which a day is no longer that of the deed before.
    pub(super) joins: FxHashSet<&'static str>,
    /// Words before a day that make it an end of some time: `since`.
    pub(super) bounds: FxHashSet<&'static str>,
    /// Words behind a length of time that count it from something.
    pub(super) from: FxHashSet<&'static str>,
    /// Days that are told from when they are spoken of.
    pub(super) now: FxHashSet<&'static str>,
    /// Words of the hours that two days share.
    pub(super) night: FxHashSet<&'static str>,
    /// Words that take back that something is denied: `neither confirmed nor denied`.
    pub(super) undone: FxHashSet<&'static str>,
    /// Words that negate one right behind them.
    pub(super) negates: FxHashSet<&'static str>,
    /// Words before `after` and `before` that set two happenings apart in time, and those that put days between them.
    pub(super) set_off: FxHashSet<&'static str>,
    pub(super) spans: FxHashSet<&'static str>,
    /// Words that hold the news against what was before: `the worst since March`.
    pub(super) compares: FxHashSet<&'static str>,
    /// Words that say that something was meant, and that it went amiss.
    pub(super) meant: FxHashSet<&'static str>,
    pub(super) amiss: Vec<Vec<&'static str>>,
    /// Words of what was meant, which say that it went amiss where they are negated.
    pub(super) intended: FxHashSet<&'static str>,
    /// The words of these three, as accounts keep words.
    pub(super) intent: FxHashSet<u32>,
    /// Words that open a content which claims nothing.
    pub(super) stock: Vec<Vec<&'static str>>,
    /// Words that open what is turned down, not denied.
    pub(super) turned: FxHashSet<&'static str>,
    /// Words behind a claim that go on to tell it.
    pub(super) claimed: FxHashSet<&'static str>,
    /// Words behind what is denied, which go on to say something else.
    pub(super) tells: FxHashSet<&'static str>,
    /// Words for what is denied that only point at it.
    pub(super) pointing: FxHashSet<&'static str>,
    pub(super) weak: FxHashSet<&'static str>,
    pub(super) part: FxHashSet<&'static str>,
    pub(super) answers: FxHashSet<&'static str>,
    pub(super) does: FxHashSet<&'static str>,
    pub(super) human: FxHashSet<&'static str>,
    pub(super) agents: FxHashSet<&'static str>,
    pub(super) figures: Figures,
    /// Words that are common whatever a ledger holds, as linking compares them.
    pub(super) common: FxHashSet<u64>,
    /// How much each evidence weighs across documents and within one.
    pub(super) across: Vec<f64>,
    pub(super) within: Vec<f64>,
    /// All that is known of words that a clause is looked through for, in one place.
    pub(super) words: FxHashMap<&'static str, Word>,
}

impl Lexicon {
    /// The state that a word names: itself, its people or its capital. `name` is the word as linking compares names.
    pub(super) fn state_of(&self, name: &str, word: &str) -> Option<u64> {
        let capital = || {
            let place = *self.places.get(word)?;
            let state = *self.lies_in.get(&place)?;
            (self.capitals.get(&state) == Some(&place)).then_some(state)
        };
        self.countries.get(&hash(name.as_bytes())).copied().or_else(capital)
    }
}

/// What is known of a word.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Word {
    /// The class of what it tells; empty where it tells nothing.
    pub(super) class: &'static str,
    /// By what means.
    pub(super) means: Option<u64>,
    /// The kinds of words that it is one of: [`DENIES`], …
    pub(super) is: u16,
}

/// A word that no table knows.
pub(super) static UNKNOWN: Word = Word { class: "", means: None, is: 0 };

pub(super) const DENIES: u16 = 1;
pub(super) const BLAMES: u16 = 2;
pub(super) const WEAK: u16 = 4;
pub(super) const PART: u16 = 8;
pub(super) const ANSWERS: u16 = 16;
pub(super) const HUMAN: u16 = 32;
pub(super) const AGENT: u16 = 64;
pub(super) const OTHER: u16 = 128;
pub(super) const VAGUE: u16 = 256;
/// Those of the lists in pieces.rs.
pub(super) const VIVID: u16 = 512;
pub(super) const REPORT: u16 = 1024;
pub(super) const EMPTY: u16 = 2048;
pub(super) const REJECTS: u16 = 4096;
/// That of claims.rs.
pub(super) const SAYS_NOTHING: u16 = 8192;

/// The tables, read once.
pub(super) static LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| read().expect("the tables are embedded, and a test has read them"));

fn read() -> Result<Lexicon, LexiconError> {
    let mut lexicon = Lexicon { figures: Figures::read()?, ..Lexicon::default() };
    for row in table!("happenings.tsv", ["class", "words"])?.rows() {
        let row = row?;
        for word in row.list(1) {
            match row.cell(0) {
                "other" => lexicon.other.insert(word),
                "denies" => lexicon.denies.insert(word),
                "asked" => lexicon.asked.insert(word),
                "rejects" => lexicon.rejects.insert(word),
                "blames" => lexicon.blames.insert(word),
                "says" => lexicon.says.insert(word),
                "toward" => lexicon.toward.insert(word),
                "district" => lexicon.districts.insert(word),
                "joins" => lexicon.joins.insert(word),
                "bounds" => lexicon.bounds.insert(word),
                "night" => lexicon.night.insert(word),
                "now" => lexicon.now.insert(word),
                "from" => lexicon.from.insert(word),
                "undone" => lexicon.undone.insert(word),
                "negates" => lexicon.negates.insert(word),
                "setoff" => lexicon.set_off.insert(word),
                "spans" => lexicon.spans.insert(word),
                "compares" => lexicon.compares.insert(word),
                "tells" => lexicon.tells.insert(word),
                "pointing" => lexicon.pointing.insert(word),
                "claimed" => lexicon.claimed.insert(word),
                "turned" => lexicon.turned.insert(word),
                "stock" => {
                    lexicon.stock.push(word.split(' ').collect());
                    true
                }
                "intended" => {
                    lexicon.intent.insert(hash(stem(word).as_bytes()) as u32);
                    lexicon.intended.insert(word)
                }
                "meant" => {
                    lexicon.intent.insert(hash(stem(word).as_bytes()) as u32);
                    lexicon.meant.insert(word)
                }
                "amiss" => {
                    let words: Vec<&str> = word.split(' ').collect();
                    lexicon.intent.extend(words.iter().map(|word| hash(stem(word).as_bytes()) as u32));
                    lexicon.amiss.push(words);
                    true
                }
                "calendar" | "common" => lexicon.weak.insert(word),
                "part" => lexicon.part.insert(word),
                "answers" => lexicon.answers.insert(word),
                "does" => lexicon.does.insert(word),
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
    for row in table!("countries.tsv", ["code", "name", "aliases", "demonyms", "capital", "from", "to"])?.rows() {
        let row = row?;
        let (code, name, capital) = (row.cell(0), row.cell(1), row.list(4).next());
        let country = hash(code.as_bytes());
        if let Some(capital) = capital {
            lexicon.capitals.entry(country).or_insert(hash(capital.to_lowercase().as_bytes()));
        }
        lexicon.lies_in.insert(country, country);
        for name in std::iter::once(name).chain(row.list(2)).filter(|n| n.len() > 1) {
            lexicon.places.insert(name.to_lowercase(), country);
        }
        for name in std::iter::once(name).chain(row.list(2)).chain(row.list(3)) {
            if name.len() > 1 && !name.contains(' ') {
                lexicon.countries.entry(hash(skeleton(name).as_bytes())).or_insert(country);
            }
        }
        let names = (1..5).flat_map(|cell| row.cell(cell).split([';', ' ', '-']));
        lexicon.common.extend(names.filter(|n| n.len() > 1).map(|n| hash(skeleton(n).as_bytes())));
    }
    lexicon.common.extend(lexicon.classes.keys().map(|w| hash(stem(w).as_bytes())));
    for row in table!("places.tsv", ["name", "aliases", "country", "lat", "lon", "kind"])?.rows() {
        let row = row?;
        let (name, country) = (row.cell(0), row.cell(2));
        let around = match row.cell(5) {
            "country" | "water" => continue,
            "region" | "island" => 120.0,
            _ => 12.0,
        };
        let Some((lat, lon)) = row.number(3)?.zip(row.number(4)?) else { continue };
        let place = hash(name.to_lowercase().as_bytes());
        lexicon.positions.entry(place).or_insert((lat, lon, around));
        if !country.is_empty() {
            lexicon.lies_in.entry(place).or_insert(hash(country.as_bytes()));
        }
        for alias in std::iter::once(name).chain(row.list(1)) {
            lexicon.places.entry(alias.to_lowercase()).or_insert(place);
        }
    }
    lexicon.across = vec![0.0; ACROSS.len()];
    lexicon.within = vec![0.0; WITHIN.len()];
    for row in table!("linking.tsv", ["stage", "evidence", "weight", "by"])?.rows() {
        let row = row?;
        let (names, weights): (&[&str], _) = match row.cell(0) {
            "across" => (&ACROSS, &mut lexicon.across),
            "within" => (&WITHIN, &mut lexicon.within),
            other => return Err(row.error(format!("`{other}` is no stage; it is across or within"))),
        };
        let at = names.iter().position(|name| *name == row.cell(1));
        let at = at.ok_or_else(|| row.error(format!("`{}` is no evidence", row.cell(1))))?;
        weights[at] = row.number(2)?.ok_or_else(|| row.error("a weight is missing"))?;
    }
    lexicon.words = words(&lexicon);
    Ok(lexicon)
}

/// The lists of words as one.
#[allow(clippy::iter_over_hash_type, reason = "from tables to a table")]
fn words(lexicon: &Lexicon) -> FxHashMap<&'static str, Word> {
    let mut words: FxHashMap<&'static str, Word> = FxHashMap::default();
    let sets = [
        (&lexicon.denies, DENIES),
        (&lexicon.blames, BLAMES),
        (&lexicon.weak, WEAK),
        (&lexicon.part, PART),
        (&lexicon.answers, ANSWERS),
        (&lexicon.human, HUMAN),
        (&lexicon.agents, AGENT),
        (&lexicon.other, OTHER),
        (&lexicon.vague, VAGUE),
        (&lexicon.rejects, REJECTS),
    ];
    let lists = [
        (&pieces::VIVID[..], VIVID),
        (&doers::REPORTS[..], REPORT),
        (&pieces::STOP[..], EMPTY),
        (&claims::STOP[..], SAYS_NOTHING),
    ];
    let of_sets = sets.iter().flat_map(|(set, is)| set.iter().map(move |word| (*word, *is)));
    for (word, is) in of_sets.chain(lists.iter().flat_map(|(list, is)| list.iter().map(move |word| (*word, *is)))) {
        words.entry(word).or_default().is |= is;
    }
    for (word, class) in &lexicon.classes {
        words.entry(word).or_default().class = class;
    }
    for (word, means) in &lexicon.means {
        words.entry(word).or_default().means = Some(*means);
    }
    words
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

/// The CAMEO root and name of a class of which no event was coded; what CAMEO has no code for has a name alone.
pub(super) fn root_of_class(class: &str) -> (&'static str, &'static str) {
    match class {
        "force" | "war" => ("19", "Fight"),
        "arrest" | "abduct" => ("17", "Coerce"),
        "protest" => ("14", "Protest"),
        "meet" => ("04", "Consult"),
        "agree" => ("05", "Engage in diplomatic cooperation"),
        "disaster" => ("", "Disaster or accident"),
        "vote" => ("", "Vote"),
        "decide" => ("", "Decision"),
        "leave" => ("", "Change of office"),
        _ => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tables_parse_and_weigh_all_evidence() {
        let lexicon = super::read().unwrap_or_else(|error| panic!("{error}"));
        assert!(lexicon.across.iter().filter(|w| **w != 0.0).count() > super::ACROSS.len() * 3 / 4);
        assert!(!lexicon.positions.is_empty() && !lexicon.capitals.is_empty());
    }
}
