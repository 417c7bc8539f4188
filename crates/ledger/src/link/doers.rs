//! Who is said to have done it, and who denies that, by the words of a clause: `killed by rebels`, `blamed the army`,
//! `Hezbollah carried out the attack`, `a NATO air strike`, `the ministry denied`.

use super::lexicon::{AGENT, ANSWERS, BLAMES, DENIES, HUMAN, LEXICON, PART, REJECTS, REPORT, WEAK};
use super::terms::{Token, hash, skeleton};

/// What is denied.
pub(super) const REPORTS: [&str; 10] = [
    "report",
    "reports",
    "claim",
    "claims",
    "allegation",
    "allegations",
    "accusation",
    "accusations",
    "rumours",
    "rumors",
];
/// How far behind `rejected` the claim may stand.
const CLAIM: usize = 7;
/// How far a name may stand from the word that makes it the doer.
const REACH: usize = 7;

/// The doers that a clause tells, as linking compares names, and the word that makes them answerable for it, where one
/// does.
pub(super) fn told(clause: &[Token<'_>], class: &str) -> (Vec<String>, Option<usize>) {
    let words: Vec<&str> = clause.iter().map(Token::lower).collect();
    let tells = |at: usize| clause[at].is(ANSWERS) || LEXICON.does.contains(words[at]);
    let has_class = |at: usize| clause.get(at).is_some_and(|t| t.known.class == class && !class.is_empty());
    // `accused the group of denying it` says nothing of its own.
    if words.contains(&"denying") {
        return (Vec::new(), None);
    }
    for at in 0..clause.len() {
        let word = words[at];
        let mut blamed = Some(at);
        let found = if clause[at].is(BLAMES) && at > 0 && words[at - 1] == "to" {
            // `Islamists whom he had fought may have been to blame`
            let told = |word: &&str| matches!(*word, "that" | "said" | "says" | "say" | "told");
            let begin = words[..at].iter().rposition(told).map_or(0, |told| told + 1);
            ahead(clause, &words, begin)
        } else if clause[at].is(BLAMES) && passive(&words, at) {
            // `who were accused of it by Israel`
            behind(clause, &words, at)
        } else if clause[at].is(BLAMES) && words.get(at + 1).is_some_and(|w| matches!(*w, "for" | "of")) {
            // `the service, which it blames for the attack`: who that is stands further back.
            continue;
        } else if word == "by" && (at.saturating_sub(4)..at).any(|n| has_class(n) || tells(n)) || clause[at].is(BLAMES)
        {
            ahead(clause, &words, at + 1)
        } else if tells(at) && at > 0 && answers(&words, at, has_class) {
            behind(clause, &words, at)
        } else if word == "from" && at > 1 && has_class(at - 2) {
            ahead(clause, &words, at + 1)
        } else if has_class(at)
            && let Some(name) = before(clause, &words, at)
        {
            blamed = None;
            vec![known(clause, &words, name)]
        } else {
            continue;
        };
        if !found.is_empty() {
            let near = (at.saturating_sub(4)..at).find(|n| word == "by" && clause[*n].is(ANSWERS));
            return (found, blamed.map(|at| near.unwrap_or(at)));
        }
    }
    (Vec::new(), None)
}

/// Whether somebody is blamed by the word at `at`, not blames: `was accused`, `accused by`.
fn passive(words: &[&str], at: usize) -> bool {
    let is = |w: &str| matches!(w, "is" | "are" | "was" | "were" | "been" | "being" | "be");
    at > 0 && is(words[at - 1]) && words[at].ends_with("ed") || words.get(at + 1).is_some_and(|w| *w == "by")
}

/// Whether who stands before the word at `at` answers for the deed: `was behind the attack`, `the group behind the attack`,
/// but not `was shot behind the lines`; `carried out the attack`, but not `was carried out`.
fn answers(words: &[&str], at: usize, has_class: impl Fn(usize) -> bool) -> bool {
    let before = words[at - 1];
    let is = matches!(before, "is" | "are" | "was" | "were" | "been" | "being" | "be");
    match words[at] {
        "behind" => is && !has_class(at - 1) || (at + 1..at + 4).any(has_class),
        "responsible" => true,
        _ => !is && !before.starts_with("claim"),
    }
}

/// The name of the doer right before the deed at `at`: `a NATO strike`, `an Israeli air strike`, `Ankara has bombed`.
fn before(clause: &[Token<'_>], words: &[&str], at: usize) -> Option<usize> {
    // `hit Hezbollah targets`
    if words[at].starts_with("target") {
        return None;
    }
    let verb = words[at].ends_with("ed") || matches!(words[at], "hit" | "struck" | "shot" | "fought");
    let between = |n: &usize| {
        let word = words[*n];
        MEANS.contains(&word) && !verb || verb && matches!(word, "has" | "have" | "had" | "also")
    };
    let first = (at.saturating_sub(3)..at).rev().take_while(between).last().unwrap_or(at);
    first.checked_sub(1).filter(|n| names(clause, *n))
}

/// What may stand between the doer and the deed.
const MEANS: [&str; 9] = ["air", "drone", "rocket", "missile", "bomb", "artillery", "suicide", "gun", "military"];

/// Whether what is denied in the clause is a part in the deed, not that it happened.
pub(super) fn is_part(clause: &[Token<'_>]) -> bool {
    clause.iter().any(|t| t.is(PART))
}

/// Where the words deny something: `denied`; `rejected` only before a claim, since offers and measures are rejected too.
pub(super) fn denial(words: &[Token<'_>]) -> Option<usize> {
    let claims = |at: usize| words[at..].iter().take(CLAIM).any(|t| t.is(REPORT));
    // `permission, so far denied, to use them`
    let asked = |at: usize| {
        let near = words.get(at.saturating_sub(CLAIM)..(at + CLAIM).min(words.len())).unwrap_or_default();
        near.iter().any(|t| LEXICON.asked.contains(t.lower()))
    };
    // `has neither confirmed nor denied`, `did not deny`
    let undone = |at: usize| at > 0 && super::wording::is_negation(words[at - 1].lower());
    let denies = |at: usize, word: &Token<'_>| word.is(DENIES) && !asked(at) || word.is(REJECTS) && claims(at);
    let denies = |at: usize, word: &Token<'_>| denies(at, word) && !undone(at);
    words.iter().enumerate().position(|(at, word)| denies(at, word))
}

/// Who denies something in the clause; an empty list where it does not say who.
pub(super) fn denier(clause: &[Token<'_>]) -> Option<Vec<String>> {
    let at = denial(clause)?;
    let words: Vec<&str> = clause.iter().map(Token::lower).collect();
    // `accused the group of denying it`
    if words[..at].iter().any(|w| LEXICON.blames.contains(w)) && words[at].ends_with("ing") {
        return None;
    }
    if words.get(at + 1).is_some_and(|w| *w == "by") {
        return Some(ahead(clause, &words, at + 2));
    }
    Some(behind(clause, &words, at))
}

/// Whether the word at `at`, which says who did it, makes them answerable: not `fired` and `fired by`, which only tell it.
pub(super) fn blames(clause: &[Token<'_>], at: usize) -> bool {
    let told = clause.get(at.saturating_sub(4)..=at).unwrap_or_default();
    !told.iter().any(|t| LEXICON.does.contains(t.lower()))
}

fn names(clause: &[Token<'_>], at: usize) -> bool {
    clause.get(at).is_some_and(|t| t.is_capital() && t.text.len() > 1 && !t.text.contains('-')) && !clause[at].is(WEAK)
}

/// A name as linking compares it: the state for its people and its capital; with a `-` before it where it is no name of
/// somebody's own.
fn known(clause: &[Token<'_>], words: &[&str], at: usize) -> String {
    let name = skeleton(clause[at].text);
    match LEXICON.state_of(&name, words[at]) {
        _ if !names(clause, at) => format!("-{name}"),
        Some(state) => of_state(state),
        None => name,
    }
}

/// A state as one who does something.
pub(super) fn of_state(state: u64) -> String {
    format!("={state:x}")
}

/// The term for a doer, by which happenings are compared.
pub(super) fn term(doer: &str) -> u64 {
    let state = doer.strip_prefix('=').and_then(|state| u64::from_str_radix(state, 16).ok());
    state.unwrap_or_else(|| hash(doer.as_bytes()))
}

fn acts(clause: &[Token<'_>], at: usize) -> bool {
    names(clause, at) || clause[at].is(HUMAN | AGENT)
}

/// The first phrase of names and agents from `at` on.
fn ahead(clause: &[Token<'_>], words: &[&str], at: usize) -> Vec<String> {
    let mut found = Vec::new();
    for (n, word) in words.iter().enumerate().skip(at).take(REACH) {
        if matches!(*word, "who" | "which" | "that" | "for" | "of" | "and" | "on" | "in") && !found.is_empty() {
            break;
        }
        if acts(clause, n) {
            found.push(known(clause, words, n));
        }
    }
    found
}

/// The names and agents before `at`, back to the last word that joins clauses.
fn behind(clause: &[Token<'_>], words: &[&str], at: usize) -> Vec<String> {
    let mut found = Vec::new();
    for n in (at.saturating_sub(REACH)..at).rev() {
        if matches!(words[n], "that" | "which" | "said" | "say" | "says" | "but" | "after") {
            break;
        }
        if acts(clause, n) {
            found.push(known(clause, words, n));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::terms::{skeleton, tokens};
    use super::{denier, told};

    fn doers(text: &str) -> Vec<String> {
        told(&tokens(text, 0), "force").0
    }

    #[test]
    fn the_doer_is_told_in_many_ways() {
        for text in [
            "He was killed by Boko Haram gunmen.",
            "The governor blamed Boko Haram for the attack.",
            "Boko Haram has been accused of the attack by the governor.",
            "The governor is accusing Boko Haram of the attack.",
            "Boko Haram fighters carried out the attack.",
            "Some say that Boko Haram is to blame for the attack.",
            "They say that Boko Haram was behind the attack.",
            "The governor pointed the finger at Boko Haram after the attack.",
        ] {
            assert!(doers(text).contains(&skeleton("Haram")), "{text}");
        }
        // A state is one doer under all its names.
        let turkey = doers("A Turkish air strike destroyed the depot.");
        assert!(turkey.len() == 1 && turkey[0].starts_with('='), "{turkey:?}");
        assert_eq!(doers("The minister blamed Ankara for the attack."), turkey);
        assert!(doers("The depot was destroyed.").is_empty());
        assert!(doers("They named the men whom it blames for the attack.").is_empty());
        assert!(doers("Barzan was shot behind the lines.").is_empty());
    }

    #[test]
    fn who_denies_stands_before_or_behind_by() {
        let denier = |text: &str| denier(&tokens(text, 0));
        assert_eq!(denier("Gazprom has strongly denied any part in it."), Some(vec![skeleton("Gazprom")]));
        assert_eq!(denier("That was denied by Gazprom."), Some(vec![skeleton("Gazprom")]));
        assert_eq!(denier("Gazprom rejected the latest allegations."), Some(vec![skeleton("Gazprom")]));
        assert_eq!(denier("Gazprom rejected the latest offer."), None);
        assert_eq!(denier("Gazprom has denied the request."), None);
        assert_eq!(denier("Gazprom bombed it."), None);
        assert_eq!(denier("Gazprom has neither confirmed nor denied it."), None);
        assert_eq!(denier("Gazprom did not deny it."), None);
        assert_eq!(denier("Gazprom drills in disputed waters."), None);
        assert_eq!(denier("Gazprom disputed the claim."), Some(vec![skeleton("Gazprom")]));
    }
}
