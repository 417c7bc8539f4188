//! Who denies what others tell: a part in a deed, that it happened, or that it was meant.
//!
//! A denial of a part speaks against those who lay the deed on the denier. What else is denied must be what the other
//! account tells: that stands in the clause of the denial, or right before it where the denial only points back.

use super::accused::{self, share};
use super::disputes::{Dispute, Told, alike, close, other_days};
use super::doers;
use super::lexicon::{LEXICON, REPORT};
use super::terms::{Token, name_hash, skeleton};
use super::wording::{shared, telling};

/// How many sentences before a denial that what it denies may stand.
const BEFORE: i64 = 2;
/// Words in common with what is denied, from which another account tells it.
const ALIKE: usize = 2;
/// The same with the words before a denial, which name who denies too.
const SAME: usize = 3;
/// Days between two documents that speak of one deed which others were blamed for in between.
const SOON: i32 = 7;
/// How many words of a clause may open it before who denies.
const OPENS: usize = 4;

/// What a denial says that it denies.
#[derive(Debug, PartialEq)]
pub(super) enum Denied {
    /// What the words before it in its sentence tell: `…, which the army denied`.
    Here,
    /// What was told before it: `The army denied this`; by whom, where that is said: `rejected Amnesty's allegations`.
    Before(Option<u64>),
    /// What its own words tell, from that byte on: `The army denied that its troops had …`.
    Told(usize, Vec<u64>),
}

/// What the sentence of those words denies; `None` where it denies nothing after all.
pub(super) fn denied(words: &[Token<'_>]) -> Option<Denied> {
    let at = doers::denial(words)?;
    let ends = |t: &&Token<'_>| !LEXICON.tells.contains(t.lower());
    let mut object: Vec<&Token<'_>> = words[at + 1..].iter().take_while(ends).collect();
    if object.first().is_some_and(|t| t.lower() == "by") {
        object.clear();
    }
    let denier = doers::denier(words).unwrap_or_default();
    let own: Vec<Token<'_>> = object
        .iter()
        .filter(|t| !LEXICON.pointing.contains(t.lower()) && !denier.contains(&skeleton(t.text)))
        .map(|t| (*t).clone())
        .collect();
    let own = telling(&own);
    let report = object.iter().position(|t| t.is(REPORT));
    // What stands behind `claims that` or `reports of` is the claim; alone, a claim points back.
    let follows = |n: usize| object.get(n + 1).is_some_and(|t| LEXICON.claimed.contains(t.lower()) || t.is_capital());
    let points = report.is_some_and(|n| !follows(n));
    if !own.is_empty() && !points {
        return Some(Denied::Told(words[at].start, own));
    }
    let opened = words[..at].iter().any(|t| matches!(t.lower(), "which" | "but" | "although" | "though" | "while"));
    if object.is_empty() && at > OPENS || opened && at > OPENS * 2 {
        return Some(Denied::Here);
    }
    let whose = report.and_then(|_| object.iter().take_while(|t| t.lower() != "and").find(|t| t.is_capital()));
    Some(Denied::Before(whose.map(|t| name_hash(t.text))))
}

/// Pairs of a denial and an account that tells what it denies.
pub(super) fn denials<'a>(accounts: &'a [Told<'a>], class: &str) -> Vec<Dispute<'a>> {
    let mut found: Vec<Dispute<'_>> = Vec::new();
    let mut seen = Vec::new();
    let mut add = |denial: &'a Told<'a>, other: &'a Told<'a>| {
        found.push(Dispute { kind: "denial", sides: [denial, other], why: "{0} denies what {1} tells".to_owned() });
    };
    for denial in accounts.iter().filter(|a| a.denier.is_some()) {
        let place = (denial.document(), denial.sentence);
        // Several accounts of a sentence deny together.
        if seen.contains(&place) {
            continue;
        }
        seen.push(place);
        let words = denial.wording().tokens();
        let Some(what) = denied(&words) else { continue };
        let verb = doers::denial(&words).map_or(0, |at| words[at].start);
        let before: Vec<Token<'_>> = words.iter().take_while(|t| t.start < verb).cloned().collect();
        let before = telling(&before);
        let mut told = Vec::new();
        let mut once = |other: &Told<'_>| {
            let at = (other.document(), other.sentence);
            let new = !told.contains(&at);
            if new {
                told.push(at);
            }
            new
        };
        let others = || accounts.iter().filter(|o| o.denier.is_none());
        let part = denial.part;
        for other in others().filter(|o| part && blames(denial, o, accounts, class)) {
            if once(other) {
                add(denial, other);
            }
        }
        if part {
            continue;
        }
        for other in others().filter(|o| o.document() != denial.document() && close(denial, o)) {
            let tells = match &what {
                Denied::Told(_, own) => shared(own, other.wording().tells()) >= ALIKE.min(own.len()),
                Denied::Here if denial.denier.iter().flatten().all(|d| d.starts_with('-')) => false,
                Denied::Here => shared(&before, other.wording().tells()) >= SAME && !other_days(denial, other),
                Denied::Before(_) => false,
            };
            if tells && once(other) {
                add(denial, other);
            }
        }
        let here = || others().filter(|o| o.document() == denial.document());
        let other = match &what {
            Denied::Here => here().rfind(|o| o.sentence == denial.sentence && o.wording().deed.0 < verb),
            Denied::Before(whose) => here().rfind(|o| {
                (1..=BEFORE).contains(&(denial.sentence - o.sentence))
                    && doers::denial(&o.wording().tokens()).is_none()
                    && whose.is_none_or(|name| o.wording().tells().binary_search(&name).is_ok())
            }),
            Denied::Told(from, own) => {
                let within =
                    |o: &&Told<'_>| o.sentence == denial.sentence && is_within(&words, *from, o.wording().deed.0);
                let before = |o: &&Told<'_>| {
                    (0..=BEFORE).contains(&(denial.sentence - o.sentence))
                        && !within(o)
                        && !(o.sentence == denial.sentence && o.wording().deed.0 >= *from)
                        && shared(own, if o.sentence == denial.sentence { &before } else { o.wording().tells() })
                            >= ALIKE.min(own.len())
                };
                here().find(within).or_else(|| here().rfind(before))
            }
        };
        if let Some(other) = other.filter(|o| once(o)) {
            add(denial, other);
        }
    }
    found
}

/// Whether the deed at that byte is within what is denied from `from` on, not in what the denier says besides.
fn is_within(words: &[Token<'_>], from: usize, deed: usize) -> bool {
    let end = words.iter().filter(|t| t.start > from).find(|t| LEXICON.tells.contains(t.lower()));
    deed > from && end.is_none_or(|t| deed < t.start)
}

/// Whether `other` lays on the denier the deed that `denial` speaks of.
fn blames(denial: &Told<'_>, other: &Told<'_>, accounts: &[Told<'_>], class: &str) -> bool {
    let denier: Vec<String> = denial.denier.iter().flatten().filter(|d| !d.starts_with('-')).cloned().collect();
    // `The group` is some group of the same document.
    let here = other.document() == denial.document();
    let to = if denier.is_empty() && here { denial.denier.as_deref().unwrap_or_default() } else { &denier };
    if !share(&other.doers, to) || other_days(denial, other) {
        return false;
    }
    let apart = (denial.sentence - other.sentence).abs();
    if here {
        return apart <= BEFORE + 1 || accused::accuses(other, false) && !accused::blamed(other, class).is_empty();
    }
    if !accused::accuses(other, false) || accused::blamed(other, class).is_empty() {
        return false;
    }
    // What the denial's own document tells of the deed around it.
    let context = |a: &&Told<'_>| {
        a.document() == denial.document() && (denial.sentence - BEFORE..=denial.sentence + 1).contains(&a.sentence)
    };
    let soon = denial.published.zip(other.published).is_some_and(|(a, b)| (a - b).abs() <= SOON);
    soon && !accounts.iter().filter(context).any(|a| other_days(a, other))
        || accounts.iter().filter(context).any(|a| alike(a, other) >= ALIKE)
}

/// Pairs of accounts of which one says that it was meant and the other that it went amiss.
pub(super) fn intents<'a>(accounts: &'a [Told<'a>], class: &str) -> Vec<Dispute<'a>> {
    if class != "force" {
        return Vec::new();
    }
    let hint = |told: &&Told<'_>| told.account.gist.iter().any(|word| LEXICON.intent.contains(word));
    let (mut meant, mut amiss): (Vec<&Told<'_>>, Vec<&Told<'_>>) = (Vec::new(), Vec::new());
    for told in accounts.iter().filter(hint) {
        match told.wording().meant() {
            Some(true) => meant.push(told),
            Some(false) => amiss.push(told),
            None => (),
        }
    }
    let mut found: Vec<Dispute<'_>> = Vec::new();
    for one in &meant {
        for other in &amiss {
            let places = |d: &Dispute<'_>| d.sides.map(|s| (s.document(), s.sentence));
            let new = Dispute {
                kind: "denial",
                sides: [one, other],
                why: "{0} says that it was meant, {1} that it was not".to_owned(),
            };
            let apart = places(&new)[0] != places(&new)[1] && !other_days(one, other);
            if apart && !found.iter().any(|d| places(d) == places(&new)) {
                found.push(new);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::terms::tokens;
    use super::{Denied, denied};

    fn what(text: &str) -> Option<Denied> {
        denied(&tokens(text, 0))
    }

    #[test]
    fn what_is_denied_stands_behind_or_before_the_denial() {
        assert!(matches!(what("The army denied that its soldiers had burned the village."), Some(Denied::Told(..))));
        assert!(matches!(what("The army denied this."), Some(Denied::Before(None))));
        assert!(matches!(what("The army rejected Amnesty's allegations."), Some(Denied::Before(Some(_)))));
        assert!(matches!(what("The army denied a report the village had been burned."), Some(Denied::Told(..))));
        assert!(matches!(
            what("The army denied the claims and said that it was looking into them."),
            Some(Denied::Before(None))
        ));
        assert_eq!(what("Soldiers burned the village and killed ten men, which the army denied."), Some(Denied::Here));
    }

    #[test]
    fn what_is_neither_confirmed_nor_denied_is_not_denied() {
        assert_eq!(what("The army has not confirmed or denied burning the village."), None);
        assert_eq!(what("The army neither confirmed nor denied it."), None);
        assert_eq!(what("Troops entered the disputed border village."), None);
    }
}
