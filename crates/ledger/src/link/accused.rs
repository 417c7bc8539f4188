//! Who is said to have done it, where two accounts name others: blamed by name for one deed, or killing one and the same
//! person.

use super::disputes::{Dispute, Told, alike, other_days};
use super::lexicon::{ANSWERS, BLAMES};
use super::sides;
use super::terms::{Token, skeleton};
use std::collections::BTreeMap;

/// Classes of deeds that somebody is blamed for.
const DEEDS: [&str; 4] = ["force", "arrest", "abduct", "disaster"];
/// How many words behind who is blamed the deed may stand.
const DEED: usize = 14;
/// The same behind `accused of` and `blamed for`.
const NEAR: usize = 5;
/// How many words before somebody the side may stand that they are of.
const SIDE: usize = 3;
/// Words in common from which two accounts are of one deed.
const ALIKE: usize = 2;

/// Whether two lists of doers have somebody in common.
pub(super) fn share(one: &[String], other: &[String]) -> bool {
    one.iter().any(|w| other.contains(w))
}

/// Whether the doers are more than `men` or `the group`.
fn names_somebody(doers: &[String]) -> bool {
    doers.iter().any(|d| !d.starts_with('-'))
}

/// Who is blamed, but places; nobody where it is not for a deed of that class.
pub(super) fn blamed(told: &Told<'_>, class: &str) -> Vec<String> {
    // Who accused whom is told, not blamed on anybody.
    if !told.blamed || told.said || told.denier.is_some() || !names_somebody(&told.doers) {
        return Vec::new();
    }
    let (places, tokens) = (told.wording().places(), told.wording().tokens());
    // `accused the group of using schools` blames it for no deed; `was to blame` needs none.
    let blames = tokens.iter().position(|t| t.is(BLAMES));
    let for_deed = blames.is_none_or(|at| {
        let to_blame = at > 0 && tokens[at - 1].lower() == "to";
        // What it is blamed for stands behind `of` or `for`.
        let behind = &tokens[at + 1..];
        let of = behind.iter().take(DEED).position(|t| matches!(t.lower(), "of" | "for"));
        let reach = of.map_or(0..DEED.min(behind.len()), |of| of + 1..(of + 1 + NEAR).min(behind.len()));
        to_blame || behind[reach].iter().any(|t| t.known.class == class || t.is(ANSWERS))
    });
    let doers = told.doers.iter().filter(|d| for_deed && !places.contains(d)).cloned();
    let doers: Vec<String> = doers.collect();
    if names_somebody(&doers) { doers } else { Vec::new() }
}

/// Whether a word makes somebody answerable: `blamed`, `was behind`, and but where they must be `held` so, `carried out`.
pub(super) fn accuses(told: &Told<'_>, held: bool) -> bool {
    let does = |t: &Token<'_>| t.lower().starts_with("carr");
    told.wording().tokens().iter().any(|t| t.is(BLAMES | ANSWERS) && !(held && does(t)))
}

/// Whether those whom `told` names are of the other side's: `Hamas commander Yahya Sinwar` and Hamas.
fn is_of(told: &Told<'_>, doers: &[String], others: &[String]) -> bool {
    let words: Vec<String> = told.wording().tokens().iter().map(|t| skeleton(t.text)).collect();
    let is = |list: &[String], at: usize| list.contains(&words[at]);
    (0..words.len()).any(|at| is(doers, at) && (at.saturating_sub(SIDE)..at).any(|n| is(others, n)))
}

/// Who is said to have killed whom by name.
struct Killing<'a> {
    told: &'a Told<'a>,
    doers: Vec<String>,
    victims: Vec<String>,
    /// Whether words like `by` say so, not the order of the clause alone.
    blamed: bool,
}

/// The accounts that tell who killed a person by name.
fn killings<'a>(accounts: &'a [Told<'a>]) -> Vec<Killing<'a>> {
    let coded = accounts.iter().filter(|a| matches!(a.code.get(..2), Some("18" | "19" | "20")));
    let killing = |told: &'a Told<'a>| {
        let (doers, mut victims) = sides::told(told.connection, told.key).unwrap_or_default();
        // Whom a pronoun is taken for must be named beside it.
        if !victims.is_empty() {
            let words: Vec<String> = told.wording().tokens().iter().map(|t| skeleton(t.text)).collect();
            victims.retain(|victim| words.contains(victim));
        }
        let blamed = told.blamed && names_somebody(&told.doers);
        let doers = if blamed { told.doers.clone() } else { doers };
        (names_somebody(&doers) && !victims.is_empty() && told.wording().kills()).then_some(Killing {
            told,
            doers,
            victims,
            blamed,
        })
    };
    coded.filter_map(killing).collect()
}

/// Pairs of accounts that name other doers of one deed.
pub(super) fn doers<'a>(accounts: &'a [Told<'a>], class: &str) -> Vec<Dispute<'a>> {
    if !DEEDS.contains(&class) {
        return Vec::new();
    }
    let mut found: BTreeMap<[(i64, i64); 2], [&'a Told<'a>; 2]> = BTreeMap::new();
    let mut add = |one: &'a Told<'a>, other: &'a Told<'a>| {
        let places = [one, other].map(|s| (s.document(), s.sentence));
        if places[0] != places[1] {
            found.entry(places).or_insert([one, other]);
        }
    };
    // One is killed once: whoever is said to have done it excludes all others.
    let killings = killings(accounts);
    for (at, one) in killings.iter().enumerate() {
        for other in &killings[at + 1..] {
            let same = share(&one.victims, &other.victims) && (one.blamed || other.blamed);
            let apart =
                |a: &Killing<'_>, b: &Killing<'_>| !share(&a.doers, &b.doers) && !share(&a.doers, &b.told.doers);
            if same && apart(one, other) && apart(other, one) {
                add(one.told, other.told);
            }
        }
    }
    let named: Vec<&Told<'_>> = accounts.iter().filter(|a| a.blamed && names_somebody(&a.doers)).collect();
    for (at, one) in named.iter().enumerate() {
        for other in &named[at + 1..] {
            let same = alike(one, other) >= ALIKE && !other_days(one, other) && !share(&one.doers, &other.doers);
            if same && (accuses(one, true) || accuses(other, true)) {
                let (mine, theirs) = (blamed(one, class), blamed(other, class));
                let apart = !share(&mine, &theirs) && !is_of(one, &mine, &theirs) && !is_of(other, &theirs, &mine);
                if !mine.is_empty() && !theirs.is_empty() && apart {
                    add(one, other);
                }
            }
        }
    }
    let why = "{0} says that it was others than {1} says";
    found.into_values().map(|sides| Dispute { kind: "actor", sides, why: why.to_owned() }).collect()
}
