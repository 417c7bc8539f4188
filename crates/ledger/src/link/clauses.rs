//! Clauses of a sentence, each of which may tell a happening of its own, and those that tell another one for sure.

use super::doers;
use super::lexicon::{LEXICON, REPORT};
use super::terms::Token;

/// How many words behind `and` the denial may stand that makes what it joins a clause.
const DENIAL: usize = 7;
/// How many words a clause has at least.
const LEAST: usize = 4;

/// What stands between marks that begin another happening's telling.
pub(super) struct Clause<'s, 't> {
    pub(super) words: &'s [Token<'t>],
    /// The deed before it that it is set off from: `struck the port, a day after …`.
    pub(super) set_off: Option<SetOff>,
}

/// How a clause is set off from a deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SetOff {
    /// The class of the deed.
    pub(super) from: &'static str,
    /// Whether days lie between.
    pub(super) by_days: bool,
}

/// The clauses of a sentence.
pub(super) fn find<'s, 't>(tokens: &'s [Token<'t>], text: &str) -> Vec<Clause<'s, 't>> {
    let mut found = Vec::new();
    let (mut from, mut set_off) = (0, None);
    for at in 1..tokens.len() {
        let gap = &text[tokens[at - 1].end()..tokens[at].start];
        let marked = gap != " " && (gap.contains([';', ',', '\u{2014}']) || gap.contains("--"));
        let word = tokens[at].lower();
        let before = tokens[at - 1].lower();
        let by_days = LEXICON.spans.contains(before);
        let is_later =
            matches!(word, "after" | "before" | "following") && (by_days || LEXICON.set_off.contains(before));
        let opens = is_later
            || matches!(word, "after" | "following")
            || marked && matches!(word, "since" | "before" | "while" | "but" | "when");
        let claim = tokens[at].is(REPORT) && denies(tokens, from, at);
        if (claim || joins_denial(tokens, from, at)) && at - from > 1 {
            // What is rejected makes the denial; to deny is one by itself.
            let end = if claim && doers::denial(&tokens[from..at]).is_none() { at + 1 } else { at };
            found.push(Clause { words: &tokens[from..end], set_off });
            (from, set_off) = (end, None);
            continue;
        }
        if (opens || gap != " " && gap.contains(';')) && at - from >= LEAST && tokens.len() - at >= LEAST {
            found.push(Clause { words: &tokens[from..at], set_off });
            // `arrested hours after the attack` says nothing of the killing that the arrested are suspected of.
            let last = || tokens[from..at].iter().rev().map(|t| t.known.class).find(|class| !class.is_empty());
            set_off = if is_later { last().map(|from| SetOff { from, by_days }) } else { None };
            from = at;
        }
    }
    found.push(Clause { words: &tokens[from..], set_off });
    found
}

/// Whether the words from `from` on deny something before the word at `to`.
fn denies(tokens: &[Token<'_>], from: usize, to: usize) -> bool {
    doers::denial(&tokens[from..]).is_some_and(|n| from + n < to)
}

/// Whether the word at `at` joins a denial to the clause that begins at `from`: `… killed ten, which the army denied`, but
/// not `accused the army of lying and denying it`.
fn joins_denial(tokens: &[Token<'_>], from: usize, at: usize) -> bool {
    matches!(tokens[at].lower(), "and" | "but" | "although" | "which")
        && doers::denial(&tokens[at..]).is_some_and(|n| n < DENIAL && !tokens[at + n].lower().ends_with("ing"))
        && !denies(tokens, from, at)
}

#[cfg(test)]
mod tests {
    use super::super::terms::tokens;
    use super::{SetOff, find};

    const DAYS_FROM_FORCE: Option<SetOff> = Some(SetOff { from: "force", by_days: true });
    const HOURS_FROM_ARREST: Option<SetOff> = Some(SetOff { from: "arrest", by_days: false });

    /// How many words each clause has, and what it is set off from.
    fn clauses(text: &str) -> Vec<(usize, Option<SetOff>)> {
        find(&tokens(text, 0), text).iter().map(|c| (c.words.len(), c.set_off)).collect()
    }

    #[test]
    fn a_deed_some_time_after_another_of_its_kind_is_set_off_from_it() {
        let found = clauses("Rebels shelled the port a day after the army bombed their camp");
        assert_eq!(found, [(6, None), (6, DAYS_FROM_FORCE)]);
        // It is the arrest that the attack came before, and not the killing.
        let found =
            clauses("Three men said to have killed a guard were arrested two hours after the attack on the bank");
        assert_eq!(found.last(), Some(&(6, HOURS_FROM_ARREST)));
        let found = clauses("The army shelled the port after rebels had bombed their camp");
        assert_eq!(found, [(5, None), (6, None)]);
    }

    #[test]
    fn a_denial_is_a_clause_of_its_own_but_not_one_that_somebody_is_accused_of() {
        assert_eq!(clauses("Rebels killed ten guards, which the army denied").len(), 2);
        assert_eq!(clauses("He accused the rebels of lying and denying their part in the attack").len(), 1);
    }
}
