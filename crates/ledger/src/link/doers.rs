//! Who is said to have done it, and who denies that, by the words of a clause: `killed by rebels`, `blamed the army`,
//! `Hezbollah carried out the attack`, `a NATO air strike`, `the ministry denied`.

use super::lexicon::LEXICON;
use super::terms::{Token, skeleton};

/// How far a name may stand from the word that makes it the doer.
const REACH: usize = 7;

/// The doers that a clause tells, as linking compares names, and whether a word makes them answerable for it.
pub(super) fn told(clause: &[Token<'_>]) -> (Vec<String>, bool) {
    let words: Vec<String> = clause.iter().map(Token::lower).collect();
    let has_class = |at: usize| words.get(at).is_some_and(|w| LEXICON.classes.contains_key(w.as_str()));
    for at in 0..clause.len() {
        let word = words[at].as_str();
        let mut blamed = true;
        let found = if word == "by" && (at.saturating_sub(4)..at).any(|n| has_class(n) || LEXICON.answers.contains(words[n].as_str()))
            || LEXICON.blames.contains(word)
        {
            ahead(clause, &words, at + 1)
        } else if LEXICON.answers.contains(word) && at > 0 {
            behind(clause, &words, at)
        } else if word == "from" && at > 1 && has_class(at - 2) {
            ahead(clause, &words, at + 1)
        } else if has_class(at) && at > 0 && names(clause, &words, at - 1) {
            // `a NATO strike`, `an Israeli air strike`
            blamed = false;
            vec![skeleton(clause[at - 1].text)]
        } else if has_class(at) && at > 1 && words[at - 1] == "air" && names(clause, &words, at - 2) {
            blamed = false;
            vec![skeleton(clause[at - 2].text)]
        } else {
            continue;
        };
        if !found.is_empty() {
            return (found, blamed);
        }
    }
    (Vec::new(), false)
}

/// Who denies something in the clause; an empty list where it does not say who.
pub(super) fn denier(clause: &[Token<'_>]) -> Option<Vec<String>> {
    let words: Vec<String> = clause.iter().map(Token::lower).collect();
    let at = words.iter().position(|w| LEXICON.denies.contains(w.as_str()))?;
    if words.get(at + 1).is_some_and(|w| w == "by") {
        return Some(ahead(clause, &words, at + 2));
    }
    Some(behind(clause, &words, at))
}

fn names(clause: &[Token<'_>], words: &[String], at: usize) -> bool {
    clause.get(at).is_some_and(|t| t.is_capital() && t.text.len() > 2) && !LEXICON.weak.contains(words[at].as_str())
}

fn acts(clause: &[Token<'_>], words: &[String], at: usize) -> bool {
    let word = words[at].as_str();
    names(clause, words, at) || LEXICON.human.contains(word) || LEXICON.agents.contains(word)
}

/// The first phrase of names and agents from `at` on.
fn ahead(clause: &[Token<'_>], words: &[String], at: usize) -> Vec<String> {
    let mut found = Vec::new();
    for n in at..clause.len().min(at + REACH) {
        if matches!(words[n].as_str(), "who" | "which" | "that" | "for" | "of" | "and" | "on" | "in") && !found.is_empty() {
            break;
        }
        if acts(clause, words, n) {
            found.push(skeleton(clause[n].text));
        }
    }
    found
}

/// The names and agents before `at`, back to the last word that joins clauses.
fn behind(clause: &[Token<'_>], words: &[String], at: usize) -> Vec<String> {
    let mut found = Vec::new();
    for n in (at.saturating_sub(REACH)..at).rev() {
        if matches!(words[n].as_str(), "that" | "which" | "said" | "says" | "but") {
            break;
        }
        if acts(clause, words, n) {
            found.push(skeleton(clause[n].text));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::terms::{skeleton, tokens};
    use super::{denier, told};

    fn doers(text: &str) -> Vec<String> {
        told(&tokens(text, 0)).0
    }

    #[test]
    fn the_doer_is_told_in_many_ways() {
        for text in [
            "He was killed by Boko Haram gunmen.",
            "The governor blamed Boko Haram for the attack.",
            "Boko Haram fighters carried out the attack.",
        ] {
            assert!(doers(text).contains(&skeleton("Haram")), "{text}");
        }
        assert_eq!(doers("A Turkish air strike destroyed the depot."), [skeleton("Turkish")]);
        assert!(doers("The depot was destroyed.").is_empty());
    }

    #[test]
    fn who_denies_stands_before_or_behind_by() {
        assert_eq!(denier(&tokens("Ankara has strongly denied any part in it.", 0)), Some(vec![skeleton("Ankara")]));
        assert_eq!(denier(&tokens("That was denied by Ankara.", 0)), Some(vec![skeleton("Ankara")]));
        assert_eq!(denier(&tokens("Ankara bombed it.", 0)), None);
    }
}
