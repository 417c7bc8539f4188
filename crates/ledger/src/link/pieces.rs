//! What of a document tells happenings: events, and the words of a class that no event was coded from, a piece for
//! every class in a sentence.

use super::clauses;
use super::days::{Long, WEEK, is_only_named, long, tells_days};
use super::doers;
use super::figures::{self, Figure};
use super::lexicon::{EMPTY, HUMAN, LEXICON, OTHER, VAGUE, VIVID as VIVID_WORD, WEAK, class_of_root};
use super::page::{Event, Page};
use super::places;
use super::sides::{self, Sides};
use super::terms::{Token, hash, name_hash, stem};
use rustc_hash::FxHashSet;
use std::borrow::Cow;

/// What kind of happening is told: a class of the tables, or the stem of a word that they do not have.
pub(super) type Class = Cow<'static, str>;

/// An account: an event, or words that tell the happening as well.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Account {
    /// Number of the event among the document's.
    pub(super) event: Option<usize>,
    /// Byte range.
    pub(super) span: (usize, usize),
}

/// How the words for a happening bring it up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    New,
    Known,
}

/// How the article before the noun at `at` brings it up: `a NATO air strike`, `the attack`.
pub(super) fn told_as(clause: &[Token<'_>], at: usize) -> Option<Told> {
    let before = clause[at.saturating_sub(ARTICLE)..at].iter().rev().map(Token::lower);
    let mut articles = before.take_while(|w| !w.ends_with("ed")).filter_map(|w| match w {
        "a" | "an" | "another" => Some(Told::New),
        "the" | "this" | "that" | "these" | "those" => Some(Told::Known),
        _ => None,
    });
    articles.next()
}

/// What a sentence says of happenings of one class.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub(super) class: Class,
    pub(super) sentence: usize,
    pub(super) accounts: Vec<Account>,
    /// Names in the sentence, sorted.
    pub(super) names: Vec<u64>,
    /// Places where it is said to have happened.
    pub(super) places: Vec<u64>,
    /// Other words, sorted.
    pub(super) words: Vec<u64>,
    /// By what means it was done.
    pub(super) means: Vec<u64>,
    /// Who does it to whom, by its events.
    pub(super) sides: Sides,
    /// Who is hurt, of people at war and others.
    pub(super) victims: Vec<u64>,
    /// First and last day that the sentence states.
    pub(super) days: Option<(i32, i32)>,
    pub(super) figures: Vec<Figure>,
    /// Whether it is told as something new (`a strike`), as something known (`the strike`), or neither way.
    pub(super) told_as: Option<Told>,
    /// Whether it says that another happening is meant than the last one.
    pub(super) other: bool,
    /// Whether it is set off from a deed of its kind that its sentence told before: `a strike, a day after an attack`.
    pub(super) apart: bool,
    /// The days on which the deed that it is set off from happened, and it did not.
    pub(super) not_on: Option<(i32, i32)>,
    /// Whether it tells what has gone on for long, as a rule many deeds: `since October`.
    pub(super) goes_on: bool,
    /// Who is said to have done it.
    pub(super) doers: Vec<String>,
    /// Whether a word says so, and whether that word makes them answerable for it.
    pub(super) told: bool,
    pub(super) blamed: bool,
    /// Whether what is denied is a part in it.
    pub(super) part: bool,
    /// Who denies it; empty where it does not say who.
    pub(super) denier: Option<Vec<String>>,
}

/// Words beside which a strike is no strike of workers.
pub(super) const VIVID: [&str; 20] = [
    "air",
    "drone",
    "nato",
    "military",
    "army",
    "troops",
    "soldiers",
    "rebels",
    "militants",
    "civilians",
    "civilian",
    "forces",
    "warplanes",
    "jets",
    "militia",
    "bodies",
    "gunmen",
    "artillery",
    "police",
    "people",
];
/// Long words that say nothing.
pub(super) const STOP: [&str; 34] = [
    "that",
    "with",
    "were",
    "have",
    "their",
    "they",
    "this",
    "these",
    "those",
    "from",
    "which",
    "what",
    "when",
    "where",
    "there",
    "been",
    "into",
    "than",
    "then",
    "them",
    "your",
    "about",
    "because",
    "after",
    "before",
    "while",
    "between",
    "during",
    "under",
    "over",
    "against",
    "through",
    "according",
    "among",
];
/// How many words before a noun its article may stand.
const ARTICLE: usize = 4;
/// How many words behind a word like `another` the deed may stand that it speaks of.
const OTHERS: usize = 3;
/// How many sentences on a denial that does not say of what still speaks of what was told last.
const FOCUS: usize = 5;
/// Classes of happenings that people deny to have a part in.
const FOCUSED: [&str; 4] = ["force", "arrest", "abduct", "disaster"];

/// The pieces of a document, in text order.
pub(super) fn find(page: &Page<'_>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let others = people(page);
    let mut events: Vec<usize> = (0..page.events.len()).collect();
    events.sort_by_key(|e| page.events[*e].span);
    let mut next = 0;
    for (number, &(from, to)) in page.sentences.iter().enumerate() {
        let all = page.tokens(from, to);
        if all.is_empty() {
            continue;
        }
        let first = all[0].start;
        for clauses::Clause { words: clause, set_off } in clauses::find(&all, page.text) {
            let end = clause.last().map_or(to, Token::end);
            let mut here = Vec::new();
            while let Some(&event) = events.get(next).filter(|e| page.events[**e].span.0 < end) {
                here.push(event);
                next += 1;
            }
            let begin = pieces.len();
            of_clause(page, number, clause, first, (&here, &others), &mut pieces);
            if let Some(set_off) = set_off {
                keep_apart(&mut pieces, begin, set_off);
            }
        }
    }
    pieces
}

/// Keeps the pieces from number `begin` on, those of one clause, apart from the last piece before them of the kind that
/// they are set off from.
fn keep_apart(pieces: &mut [Piece], begin: usize, set_off: clauses::SetOff) {
    let (before, here) = pieces.split_at_mut(begin);
    for piece in here.iter_mut().filter(|piece| piece.class == set_off.from) {
        piece.apart = true;
        let last = before.iter().rev().take_while(|p| p.sentence == piece.sentence).find(|p| p.class == piece.class);
        piece.not_on = last.and_then(|p| p.days).filter(|_| set_off.by_days);
    }
}

/// How many sentences and words make the beginning of a document.
const LEAD: (usize, usize) = (3, 90);

/// The names and words of the document's beginning.
pub(super) fn lead(page: &Page<'_>) -> Vec<u64> {
    let mut found = Vec::new();
    let sentences: Vec<_> = page.sentences.iter().take(LEAD.0).map(|(a, b)| page.tokens(*a, *b)).collect();
    for token in sentences.iter().flat_map(|tokens| tokens.iter()).take(LEAD.1) {
        let lower = token.lower();
        if lower.len() < 4 || token.is(WEAK | EMPTY) {
            continue;
        }
        let capital = token.is_capital();
        found.push(if capital { name_hash(token.text) } else { hash(stem(lower).as_bytes()) });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Names of people and bodies in the document: no places.
fn people(page: &Page<'_>) -> FxHashSet<u64> {
    let named = page.actors.iter().filter(|a| matches!(a.kind.as_ref(), "person" | "organization"));
    named.flat_map(|a| a.name.split_whitespace()).map(name_hash).collect()
}

/// The class of an event: by its code; without one that tells a class, by the words for it.
fn class_of(page: &Page<'_>, event: &Event<'_>) -> Class {
    // A whole war is none of the deeds in it.
    if page.text.get(event.span.0..event.span.1).is_some_and(|words| LEXICON.classes.get(words) == Some(&"war")) {
        return "war".into();
    }
    if let Some(class) = class_of_root(&event.root) {
        return class.into();
    }
    let words = page.tokens(event.span.0, event.span.1);
    let known = words.iter().find_map(|t| LEXICON.classes.get(t.lower()).copied());
    let longest = || words.iter().rev().max_by_key(|t| t.text.len()).map(|t| stem(t.lower()).to_owned());
    known.map(Class::from).or_else(|| longest().map(Class::from)).unwrap_or_default()
}

fn of_clause(
    page: &Page<'_>,
    sentence: usize,
    clause: &[Token<'_>],
    first: usize,
    (events, others): (&[usize], &FxHashSet<u64>),
    out: &mut Vec<Piece>,
) {
    let begin = out.len();
    let last = out.iter().rev().find(|p| sentence - p.sentence <= FOCUS && FOCUSED.contains(&p.class.as_ref()));
    let last = last.map(|p| p.class.clone());
    let mut add = |class: Class, account: Account| {
        let at = match out[begin..].iter().position(|p| p.class == class) {
            Some(at) => begin + at,
            None => {
                out.push(Piece { class, sentence, ..Piece::default() });
                out.len() - 1
            }
        };
        let covered = |a: &Account| a.span.0 < account.span.1 && account.span.0 < a.span.1;
        if account.event.is_some() || !out[at].accounts.iter().any(covered) {
            out[at].accounts.push(account);
        }
    };
    for &event in events {
        let told = &page.events[event];
        add(class_of(page, told), Account { event: Some(event), span: told.span });
    }
    // Names of forces and weapons next to a vague word make it plain: `a NATO strike`, `an air strike hit the house`.
    let vivid = || clause.iter().any(|t| t.is(VIVID_WORD));
    let told = |class: &str| events.iter().any(|e| class_of(page, &page.events[*e]) == class);
    let mut classes: Vec<&'static str> = Vec::new();
    for vague in [false, true] {
        for token in clause.iter().filter(|t| !t.known.class.is_empty() && (!t.is_capital() || t.start == first)) {
            let class = token.known.class;
            if token.is(VAGUE) != vague {
                continue;
            }
            if !vague {
                classes.push(class);
            } else if last.as_deref() != Some(class) && !classes.contains(&class) && !told(class) && !vivid() {
                continue;
            }
            add(class.into(), Account { event: None, span: (token.start, token.end()) });
        }
    }
    // `The group denies it` speaks of what was told last.
    let denial = doers::denial(clause).and_then(|at| clause.get(at));
    if let (Some(denial), Some(class)) = (denial, last) {
        add(class, Account { event: None, span: (denial.start, denial.end()) });
    }
    if out.len() == begin {
        return;
    }
    let mut common = common(page, sentence, clause, first, others);
    let last = out.len() - begin - 1;
    let long = long(page, clause);
    for (number, piece) in out[begin..].iter_mut().enumerate() {
        let class = std::mem::take(&mut piece.class);
        let accounts = std::mem::take(&mut piece.accounts);
        let of_all = if number == last { std::mem::take(&mut common) } else { common.clone() };
        *piece = Piece { class: class.clone(), sentence, accounts, ..of_all };
        if class != "force" && class != "disaster" {
            piece.figures.clear();
        }
        for account in &piece.accounts {
            let Some(event) = account.event.map(|e| &page.events[e]) else { continue };
            if piece.days.is_none() {
                piece.days = event.stated.filter(|days| tells_days(page, *days));
            }
            piece.sides.add(page, event);
            if let Some(place) = event.place.as_deref().and_then(|p| LEXICON.places.get(&p.to_lowercase())) {
                piece.places.push(*place);
            }
        }
        let (doers, word) = doers::told(clause, &class);
        (piece.doers, piece.told) = (doers, word.is_some());
        piece.blamed = word.is_some_and(|at| doers::blames(clause, at));
        if piece.told && class == "force" {
            // `fired by the group`: who the group is, the event knows.
            let of_events = piece.accounts.iter().filter_map(|a| a.event);
            piece.doers.extend(of_events.flat_map(|e| sides::doers(page, &page.events[e])));
        }
        // The word that makes somebody answerable tells the happening too: `was carried out by rebels`.
        if let Some(word) = word.map(|at| &clause[at]).filter(|t| !matches!(t.lower(), "by" | "from")) {
            let span = (word.start, word.end());
            if !piece.accounts.iter().any(|a| a.span.0 < span.1 && span.0 < a.span.1) {
                piece.accounts.push(Account { event: None, span });
            }
        }
        piece.accounts.sort_by_key(|a| a.span);
        let nouns = clause
            .iter()
            .enumerate()
            .filter(|(_, t)| class == t.known.class && !class.is_empty() && !t.lower().ends_with("ed"));
        piece.told_as = nouns.map(|(at, _)| told_as(clause, at)).next().flatten();
        // `the attack in March` may have been told before.
        piece.goes_on = long == Some(Long::GoesOn);
        piece.other |= long.is_some() && piece.told_as != Some(Told::Known);
        if piece.days.is_some() && is_only_named(page, clause, piece) {
            piece.days = None;
        }
        if class == "force" {
            for deed in 0..clause.len() {
                piece.sides.add_dead(clause, deed);
            }
        }
    }
}

fn common(page: &Page<'_>, sentence: usize, clause: &[Token<'_>], first: usize, others: &FxHashSet<u64>) -> Piece {
    // Who tells it says nothing of what is told.
    let reach = clause.first().map_or(0, |t| t.start)..clause.last().map_or(0, Token::end);
    let speakers: Vec<(usize, usize)> =
        page.statements.iter().flat_map(|s| &s.source_spans).filter(|(a, _)| reach.contains(a)).copied().collect();
    let mut piece = Piece { sentence, figures: figures::find(clause), ..Piece::default() };
    for (at, token) in clause.iter().enumerate() {
        let lower = token.lower();
        piece.means.extend(token.known.means);
        piece.other |= token.is(OTHER) && tells_another(&page.times, &clause[at..]);
        let speaks = speakers.iter().any(|(a, b)| (*a..*b).contains(&token.start));
        if lower.len() < 3 || speaks || token.is(WEAK) || lower.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if token.is_capital() && (token.start != first || next_is_capital(clause, at)) {
            let name = name_hash(token.text);
            piece.names.push(name);
            piece.places.extend(places::place(clause, at, others));
        } else if lower.len() > 3 && !token.is(EMPTY) {
            piece.words.push(hash(stem(lower).as_bytes()));
        }
    }
    for list in [&mut piece.names, &mut piece.words, &mut piece.places, &mut piece.means] {
        list.sort_unstable();
        list.dedup();
    }
    piece.victims = piece
        .figures
        .iter()
        .filter(|f| matches!(f.counts, "dead" | "injured"))
        .filter_map(|f| f.whom)
        .filter_map(|w| match w {
            "fighters" | "soldiers" => Some(1),
            "children" | "women" => Some(2),
            _ => None,
        })
        .collect();
    if clause.iter().any(|t| matches!(t.lower(), "civilian" | "civilians" | "residents" | "children")) {
        piece.victims.push(2);
    }
    piece.denier = doers::denier(clause);
    piece.part = doers::is_part(clause);
    let (from, to) = (clause.first().map_or(0, |t| t.start), clause.last().map_or(0, Token::end));
    // When it is said is near when it happened, and stands for it here, though not where days are compared.
    // A week may be that of one happening (`six weeks ago`); a month or a year says too little, but for one long past
    // (`the 1995 earthquake`), which is not what the news is about.
    let times = page.times.iter().filter(|(a, b, ..)| *a >= from && *b <= to);
    let days = times.map(|(_, _, first, last)| (*first, *last));
    piece.days = days.clone().find(|(first, last)| last - first < WEEK).or_else(|| {
        let mut days = days.clone();
        days.find(|days| tells_days(page, *days))
    });
    piece
}

/// Whether the word that the clause begins with speaks of a deed: `another attack`, `a separate aerial attack`, `earlier
/// this year a strike`, where words of its time do not count, but not `wounded four others`.
fn tells_another(times: &[(usize, usize, i32, i32)], clause: &[Token<'_>]) -> bool {
    let Some((word, behind)) = clause.split_first() else { return false };
    let time = times.iter().filter(|t| (t.0..t.1).contains(&word.start)).map(|t| t.1).max();
    let ahead = behind.iter().skip_while(|t| time.is_some_and(|end| t.start < end)).take(OTHERS);
    ahead.take_while(|t| !t.is(HUMAN)).any(|t| !t.known.class.is_empty())
}

fn next_is_capital(clause: &[Token<'_>], at: usize) -> bool {
    clause.get(at + 1).is_some_and(Token::is_capital)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::page::{Page, Text};
    use super::super::terms::tokens;
    use super::{Piece, find, tells_another};

    #[test]
    fn a_deed_behind_another_or_behind_an_earlier_time_is_told_as_another() {
        let told = |text: &str, times: &[(usize, usize, i32, i32)]| tells_another(times, &tokens(text, 0));
        assert!(told("another air strike", &[]));
        assert!(!told("other people were wounded", &[]));
        assert!(!told("earlier this year rebels said a strike", &[]));
        assert!(told("earlier this year an air strike", &[(0, 17, 0, 364)]));
    }

    /// The pieces of a sentence of day 100 that names `days` by `words`.
    pub(in super::super) fn pieces(text: &str, words: &str, days: (i32, i32)) -> Vec<Piece> {
        let at = text.find(words).expect("the words are in the text");
        find(&Page {
            day: Some(100),
            sentences: vec![(0, text.len())],
            times: vec![(at, at + words.len(), days.0, days.1)],
            ..Page::of_text(&Text::of(text))
        })
    }

    #[test]
    fn only_a_deed_of_the_kind_that_it_is_set_off_from_is_told_apart() {
        let apart = |text: &str| pieces(text, "Sunday", (97, 97)).iter().map(|p| p.apart).collect::<Vec<_>>();
        assert_eq!(apart("Rebels shelled the port on Sunday, a day after they bombed the airport"), [false, true]);
        assert_eq!(apart("Police arrested ten men on Sunday, a day after rebels bombed the airport"), [false, false]);
        let piece =
            pieces("Rebels shelled the port on Sunday, a day after they bombed the airport", "Sunday", (97, 97));
        assert_eq!(piece[1].not_on, Some((97, 97)));
        let piece =
            pieces("Rebels shelled the port on Sunday, hours after they bombed the airport", "Sunday", (97, 97));
        assert_eq!(piece[1].not_on, None);
    }

    #[test]
    fn a_war_is_none_of_its_battles() {
        let found = pieces("The bombing on Sunday was the worst of the war", "Sunday", (97, 97));
        assert_eq!(found.iter().map(|p| p.class.as_ref()).collect::<Vec<_>>(), ["force", "war"]);
    }
}
