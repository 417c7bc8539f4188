//! When it happened: which of the days that a clause names are those of a deed in it.

use super::lexicon::{HUMAN, LEXICON};
use super::page::Page;
use super::pieces::{Account, Piece, Told, told_as};
use super::terms::Token;

/// How many bytes may stand between the name of a deed and its day: `the attack took place on Sunday`.
const NEAR: usize = 17;
/// How many words may stand between `of` and the people it leads to: `of ten soldiers`.
const PEOPLE: usize = 3;
/// How many days a time may cover that says when something happened.
pub(super) const WEEK: i32 = 8;
/// From how many days on a time covers many happenings.
const MONTH: i32 = 27;
/// How many days before the document what is over is long past.
const PAST: i32 = 60;

/// Whether a clause only names what happened and says on its days something else: `visited the scene of the attack on
/// Monday`, `gathered on Sunday for those killed`.
pub(super) fn is_only_named(page: &Page<'_>, clause: &[Token<'_>], piece: &Piece) -> bool {
    let named = |account: &Account| {
        let at = clause.iter().position(|t| t.start == account.span.0).filter(|_| account.event.is_none());
        at.is_some_and(|at| match clause[at].lower() {
            word if word.ends_with("ed") => is_of_people(&clause[..at]),
            _ => told_as(clause, at) == Some(Told::Known),
        })
    };
    let near = |account: &Account| {
        page.times.iter().any(|(a, b, ..)| {
            let (from, to) = account.span;
            *b <= from && from - b < NEAR || to <= *a && a - to < NEAR
        })
    };
    piece.accounts.iter().all(named) && !piece.accounts.iter().any(near)
}

/// Whether the words before a verb make it one of people who suffered it: `the funeral of ten soldiers killed`, but not
/// `rebels shelled`.
fn is_of_people(before: &[Token<'_>]) -> bool {
    let of = |t: &Token<'_>| matches!(t.lower(), "of" | "for" | "to" | "with" | "from" | "among" | "over");
    before
        .split_last()
        .is_some_and(|(last, rest)| last.lower() == "those" || last.is(HUMAN) && rest.iter().rev().take(PEOPLE).any(of))
}

/// A time of a month or longer, of which is told what is not the news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Long {
    /// `in March`, `last year`, but not `this year`, which may be now.
    Over,
    /// `since March`.
    GoesOn,
}

/// The long time that a clause names, if any; `the deadliest strike since March` tells of the news.
pub(super) fn long(page: &Page<'_>, clause: &[Token<'_>]) -> Option<Long> {
    let (from, to, day) = (clause.first()?.start, clause.last()?.end(), page.day?);
    let here = page.times.iter().filter(|(a, b, ..)| *a >= from && *b <= to);
    let long = |(at, _, first, last): &(usize, usize, i32, i32)| match is_since(page, *at) {
        true => (day - first >= MONTH).then_some(Long::GoesOn),
        false => (last - first >= MONTH && *last < day).then_some(Long::Over),
    };
    let mut found = here.filter_map(long);
    found.next_back().filter(|_| !clause.iter().any(compares))
}

/// Whether the time that begins at that byte is only the beginning of one: `since October`.
fn is_since(page: &Page<'_>, start: usize) -> bool {
    page.lower.get(..start).is_some_and(|before| before.trim_end().ends_with("since"))
}

/// Whether a word holds the news against what was before.
fn compares(word: &Token<'_>) -> bool {
    let word = word.lower();
    LEXICON.compares.contains(word) || word.len() > 6 && word.ends_with("iest")
}

/// Whether a time is short enough, or so long past, that it tells one happening from others.
pub(super) fn tells_days(page: &Page<'_>, (first, last): (i32, i32)) -> bool {
    last - first < WEEK || page.day.is_some_and(|day| last < day - PAST)
}

/// The days that the words around an account give it: `Saturday's strike`, `were hit on Sunday`, but not `gathered on
/// Sunday for those killed`.
pub(super) fn days_of(page: &Page<'_>, account: &Account, piece: &Piece) -> Option<(i32, i32)> {
    if let Some(event) = account.event {
        return page.events[event].stated;
    }
    let gap = |from: usize, to: usize| {
        let between = page.text.get(from..to).unwrap_or("");
        between.len() < 40 && ![" that ", " for ", " to ", ". ", " said "].iter().any(|w| between.contains(w))
    };
    piece.days?;
    let near = |t: &&(usize, usize, i32, i32)| {
        let (from, to) = account.span;
        t.3 - t.2 < 4 && (t.1 <= from && gap(t.1, from) || to <= t.0 && gap(to, t.0))
    };
    page.times.iter().filter(near).find(|time| !is_of_saying(page, time.0)).map(|t| (t.2, t.3))
}

/// Whether the time that begins at that byte is when something was said: `officials said on Sunday a strike had hit`.
fn is_of_saying(page: &Page<'_>, start: usize) -> bool {
    let before = page.text.get(..start).unwrap_or("").trim_end();
    let word = |text: &str| text.rsplit(' ').next().unwrap_or("").to_lowercase();
    let last = word(before);
    let says = |word: &str| LEXICON.says.contains(word);
    says(&last) || last == "on" && says(&word(before.strip_suffix("on").unwrap_or("").trim_end()))
}

#[cfg(test)]
mod tests {
    use super::super::pieces::tests::pieces;

    #[test]
    fn a_month_that_is_over_tells_of_another_deed_than_the_news() {
        let other = |text: &str, words: &str, days| pieces(text, words, days).iter().any(|p| p.other);
        assert!(other("Rebels bombed the port in March", "March", (59, 89)));
        assert!(!other("Rebels have bombed the port this year", "this year", (0, 364)));
        assert!(!other("Rebels have owned up to the bombing in March", "March", (59, 89)));
        assert!(!other("It is the deadliest bombing since March", "March", (59, 89)));
        assert!(!other("Rebels bombed the port on Sunday", "Sunday", (97, 97)));
    }

    #[test]
    fn what_has_gone_on_for_long_is_told_from_the_news() {
        let goes_on = |text: &str, words: &str, days| pieces(text, words, days)[0].goes_on;
        assert!(goes_on("Since March 1 rebels have bombed the port", "March 1", (59, 59)));
        assert!(!goes_on("Rebels have bombed the port since Sunday", "Sunday", (97, 97)));
        assert!(!goes_on("It was the worst bombing since March 1", "March 1", (59, 59)));
        assert!(!goes_on("Rebels bombed the port on March 1", "March 1", (59, 59)));
    }

    #[test]
    fn the_day_of_a_visit_is_not_that_of_the_deed_it_is_for() {
        let days = |text: &str| pieces(text, "Sunday", (97, 97))[0].days;
        assert_eq!(days("The mayor went to the scene of the bombing in the market hall on Sunday"), None);
        assert_eq!(days("The bombing on Sunday has shaken the town"), Some((97, 97)));
        assert_eq!(days("Rebels bombed the market hall of the town on Sunday"), Some((97, 97)));
    }
}
