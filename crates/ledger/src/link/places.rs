//! Where it happened: the place that a name in a clause is, and whether two tellings may be of one place.

use super::lexicon::LEXICON;
use super::profile::Bag;
use super::terms::{Token, name_hash, without_article};
use rustc_hash::FxHashSet;

/// Words after which the name of a place says that something happened there.
const PREPOSITIONS: [&str; 8] = ["in", "at", "near", "outside", "on", "of", "around", "inside"];
const SITES: [&str; 9] = ["town", "city", "village", "capital", "port", "district", "suburb", "area", "outskirts"];

/// Words behind which a name tells who or which way, whatever stands before them: `in Ardo, between Lund and Myrna`.
const ELSEWHERE: [&str; 9] = ["between", "from", "to", "toward", "towards", "for", "by", "with", "against"];
const DIRECTIONS: [&str; 8] = ["north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"];

/// How far behind its owner a part of a place may stand.
const OWNED: usize = 3;

const LAND: [&str; 4] = ["territory", "soil", "waters", "airspace"];

/// What two lists of places say of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// A place in common, or two that lie close together.
    Same,
    /// Two states, or two places far from each other.
    Apart,
    /// Names that are not the same; where one of them lies is not known.
    Unlike,
    /// One of them tells no place, or only the state that the other's lies in.
    Untold,
}

/// The place that the name at `at` begins, where a word before it says that something happened there: `in Aleppo`, but
/// not `west of Aleppo`, and not `Moscow said`. `others` are names of people and bodies.
pub(super) fn place(clause: &[Token<'_>], at: usize, others: &FxHashSet<u64>) -> Option<u64> {
    // The second word of a name begins no other: `Majdal Shams`; but `Israeli-occupied Golan`.
    let joined = |t: &Token<'_>| t.is_capital() && !t.text.contains('-') && t.end() + 1 == clause[at].start;
    if at > 0 && joined(&clause[at - 1]) {
        return None;
    }
    let before = clause[at.saturating_sub(4)..at].iter().rev().map(Token::lower);
    let here = |w: &&str| !w.ends_with("ed") && *w != "and" && !ELSEWHERE.contains(w);
    let word = before.take_while(here).find(|w| PREPOSITIONS.contains(w))?;
    let near = |list: &[&str]| clause[at.saturating_sub(3)..at].iter().any(|t| list.contains(&t.lower()));
    // `in the town of Brega`, but not `an area west of Brega`
    if word == "of" && (near(&DIRECTIONS) || !near(&SITES)) {
        return None;
    }
    // `in Tripoli's southern suburbs`, but not `on Turkey's border`, `in Turkey's raid`
    let lies_there = |t: &Token<'_>| LEXICON.districts.contains(t.lower());
    if clause[at].owns() && !clause.iter().skip(at + 1).take(OWNED).any(lies_there) {
        return None;
    }
    // `the advance on Tripoli` is not in Tripoli, whereas the strike on Tripoli is.
    if word == "on" && is_toward(&clause[at.saturating_sub(4)..at]) {
        return None;
    }
    for length in (1..=3).rev() {
        let Some(words) = clause.get(at..at + length) else { continue };
        let name = words.iter().map(Token::lower).collect::<Vec<_>>().join(" ");
        if let Some(place) = LEXICON.places.get(&name).or_else(|| LEXICON.places.get(without_article(&name))) {
            return Some(*place);
        }
    }
    let name = name_hash(clause[at].text);
    // `in the Libyan capital`, `in Lebanese territory`, but not `in an Israeli air strike`
    if let Some(country) = LEXICON.countries.get(&name) {
        return match clause.get(at + 1).map(|t| t.text) {
            Some("capital") => LEXICON.capitals.get(country).copied(),
            Some(word) if SITES.contains(&word) || LAND.contains(&word) => Some(*country),
            _ => None,
        };
    }
    // A place that the tables do not know is a place all the same.
    let plain = !without_article(clause[at].text).contains('-');
    let named = plain && clause[at].text.len() > 3 && !matches!(word, "on" | "of") && !others.contains(&name);
    named.then_some(name)
}

/// Whether what stands before the last `on` says where something is bound for or what it is about, and not where it is.
fn is_toward(before: &[Token<'_>]) -> bool {
    let on = before.iter().rposition(|t| t.lower() == "on");
    on.and_then(|on| before.get(on.checked_sub(1)?)).is_some_and(|t| LEXICON.toward.contains(t.lower()))
}

/// Whether two places may be one: `None` where the tables do not know where one of them lies.
fn is_near(one: u64, other: u64) -> Option<bool> {
    if one == other {
        return Some(true);
    }
    let (a, b) = (LEXICON.positions.get(&one)?, LEXICON.positions.get(&other)?);
    let north = (a.0 - b.0) * 111.0;
    let east = (a.1 - b.1) * 111.0 * a.0.to_radians().cos();
    Some(north.hypot(east) <= a.2 + b.2)
}

fn is_state(place: u64) -> bool {
    LEXICON.lies_in.get(&place) == Some(&place)
}

/// Whether what happened at `one` may have happened at `other`. Where both name more than a state, the states say nothing.
pub(super) fn agreement(one: &Bag, other: &Bag) -> Agreement {
    let within = |bag: &Bag| bag.iter().map(|(p, _)| *p).filter(|p| !is_state(*p)).collect::<Vec<_>>();
    let (mine, theirs) = (within(one), within(other));
    if mine.is_empty() || theirs.is_empty() {
        let states = |bag: &Bag| bag.iter().filter_map(|(p, _)| LEXICON.lies_in.get(p)).copied().collect::<Vec<_>>();
        let (mine, theirs) = (states(one), states(other));
        let apart = !mine.is_empty() && !theirs.is_empty() && !mine.iter().any(|s| theirs.contains(s));
        return if apart { Agreement::Apart } else { Agreement::Untold };
    }
    let pairs = || mine.iter().flat_map(|a| theirs.iter().map(|b| is_near(*a, *b)));
    match () {
        () if pairs().any(|near| near == Some(true)) => Agreement::Same,
        () if pairs().any(|near| near.is_none()) => Agreement::Unlike,
        () => Agreement::Apart,
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms::{hash, tokens};
    use super::{Agreement, agreement, place};
    use rustc_hash::FxHashSet;

    fn places(text: &str) -> Vec<(u64, u16)> {
        let words = tokens(text, 0);
        let mut found: Vec<u64> = (0..words.len())
            .filter(|at| words[*at].is_capital())
            .filter_map(|at| place(&words, at, &FxHashSet::default()))
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|p| (p, 1)).collect()
    }

    #[test]
    fn a_place_stands_behind_a_word_of_place() {
        assert_eq!(places("They met in Aleppo"), [(hash(b"aleppo"), 1)]);
        assert_eq!(places("a bomb in the Syrian capital"), [(hash(b"damascus"), 1)]);
        assert!(places("Moscow said so").is_empty());
        assert!(places("to halt the advance on Tripoli").is_empty());
        assert_eq!(places("a strike on Tripoli"), [(hash(b"tripoli"), 1)]);
        assert!(places("a farm in an area west of Aleppo").is_empty());
        assert_eq!(places("at Oberfurth, between Aleppo and Homs"), places("at Oberfurth"));
        assert_eq!(places("a blast in Aleppo's old district"), [(hash(b"aleppo"), 1)]);
        assert!(places("troops on Syria's border").is_empty());
    }

    #[test]
    fn a_town_is_not_another_of_the_same_state() {
        let told = |one: &str, other: &str| agreement(&places(one), &places(other));
        assert_eq!(told("in Benghazi, in Libya", "in Tripoli, in Libya"), Agreement::Apart);
        assert_eq!(told("in Libya", "in Tripoli"), Agreement::Untold);
        assert_eq!(told("in Egypt", "in Tripoli"), Agreement::Apart);
        assert_eq!(told("in Oberfurth", "in Tripoli"), Agreement::Unlike);
        assert_eq!(told("at Oberfurth", "near Oberfurth"), Agreement::Same);
    }
}
