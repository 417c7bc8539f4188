//! What of a document tells happenings: events, and the words of a class that no event was coded from, a piece for
//! every class in a sentence.

use super::doers;
use super::figures::{self, Figure};
use super::lexicon::{LEXICON, class_of_root};
use super::page::Page;
use super::terms::{Token, hash, skeleton, stem, tokens};

/// An account: an event, or words that tell the happening as well.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Account {
    /// Number of the event among the document's.
    pub(super) event: Option<usize>,
    /// Byte range.
    pub(super) span: (usize, usize),
}

/// What a sentence says of happenings of one class.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    pub(super) class: &'static str,
    pub(super) sentence: usize,
    pub(super) accounts: Vec<Account>,
    /// Names in the sentence, sorted.
    pub(super) names: Vec<u64>,
    /// Names that a preposition of place stands before.
    pub(super) places: Vec<u64>,
    /// Other words, sorted.
    pub(super) words: Vec<u64>,
    /// First and last day that the sentence states.
    pub(super) days: Option<(i32, i32)>,
    pub(super) figures: Vec<Figure>,
    /// Whether it says that another happening is meant than the last one.
    pub(super) other: bool,
    /// Who is said to have done it.
    pub(super) doers: Vec<String>,
    /// Whether a word makes them answerable for it.
    pub(super) blamed: bool,
    /// Who denies it; empty where it does not say who.
    pub(super) denier: Option<Vec<String>>,
}

/// How many sentences on a denial that does not say of what still speaks of what was told last.
const FOCUS: usize = 5;
/// Classes of happenings that people deny to have a part in.
const FOCUSED: [&str; 4] = ["force", "arrest", "abduct", "disaster"];

/// A clause of a sentence: what stands between marks that begin another happening's telling.
fn clauses<'s, 't>(tokens: &'s [Token<'t>], text: &str) -> Vec<&'s [Token<'t>]> {
    let mut found = Vec::new();
    let mut from = 0;
    for at in 1..tokens.len() {
        let gap = &text[tokens[at - 1].end()..tokens[at].start];
        let marked = gap.contains([';', '\u{2014}']) || gap.contains("--") || gap.contains(',');
        let word = tokens[at].lower();
        let opens = matches!(word.as_str(), "after" | "following" | "since" | "before" | "while" | "but" | "when")
            && (marked || matches!(word.as_str(), "after" | "following"));
        if (opens || gap.contains(';')) && at - from > 3 && tokens.len() - at > 3 {
            found.push(&tokens[from..at]);
            from = at;
        }
    }
    found.push(&tokens[from..]);
    found
}

/// The pieces of a document, in text order.
pub(super) fn find(page: &Page) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut events: Vec<usize> = (0..page.events.len()).collect();
    events.sort_by_key(|e| page.events[*e].span);
    let mut next = 0;
    for (number, &(from, to)) in page.sentences.iter().enumerate() {
        let all = tokens(page.text.get(from..to).unwrap_or(""), from);
        if all.is_empty() {
            continue;
        }
        let first = all[0].start;
        for clause in clauses(&all, &page.text) {
            let end = clause.last().map_or(to, Token::end);
            let mut here = Vec::new();
            while let Some(&event) = events.get(next).filter(|e| page.events[**e].span.0 < end) {
                here.push(event);
                next += 1;
            }
            of_clause(page, number, clause, first, &here, &mut pieces);
        }
    }
    pieces
}

fn of_clause(page: &Page, sentence: usize, clause: &[Token<'_>], first: usize, events: &[usize], out: &mut Vec<Piece>) {
    let begin = out.len();
    let last = out.iter().rev().find(|p| sentence - p.sentence <= FOCUS && FOCUSED.contains(&p.class)).map(|p| p.class);
    let mut add = |class: &'static str, account: Account| {
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
        add(class_of_root(&told.root), Account { event: Some(event), span: told.span });
    }
    for token in clause {
        if let Some(class) = LEXICON.classes.get(token.lower().as_str()) {
            add(class, Account { event: None, span: (token.start, token.end()) });
        }
    }
    // `The group denies it` speaks of what was told last.
    let denial = clause.iter().find(|t| LEXICON.denies.contains(t.lower().as_str()));
    if let (Some(denial), Some(class)) = (denial, last) {
        add(class, Account { event: None, span: (denial.start, denial.end()) });
    }
    if out.len() == begin {
        return;
    }
    let common = common(page, sentence, clause, first);
    for piece in &mut out[begin..] {
        let class = piece.class;
        let accounts = std::mem::take(&mut piece.accounts);
        let figures = if class == "force" || class == "disaster" { common.figures.clone() } else { Vec::new() };
        *piece = Piece { class, sentence, accounts, figures, ..common.clone() };
        for account in &piece.accounts {
            let Some(event) = account.event.map(|e| &page.events[e]) else { continue };
            if piece.days.is_none() {
                piece.days = event.stated;
            }
            if let Some(place) = &event.place {
                piece.places.push(hash(skeleton(place).as_bytes()));
            }
        }
        piece.accounts.sort_by_key(|a| a.span);
    }
}

fn common(page: &Page, sentence: usize, clause: &[Token<'_>], first: usize) -> Piece {
    let mut piece = Piece { sentence, figures: figures::find(clause), ..Piece::default() };
    for (at, token) in clause.iter().enumerate() {
        let lower = token.lower();
        if LEXICON.other.contains(lower.as_str()) {
            piece.other = true;
        }
        if lower.len() < 3 || LEXICON.weak.contains(lower.as_str()) || lower.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        if token.is_capital() && (token.start != first || next_is_capital(clause, at)) {
            let name = hash(skeleton(token.text).as_bytes());
            piece.names.push(name);
            let before = at.checked_sub(1).map(|b| clause[b].lower());
            if matches!(before.as_deref(), Some("in" | "at" | "near" | "on" | "of" | "outside" | "around" | "from")) {
                piece.places.push(name);
            }
        } else if !LEXICON.classes.contains_key(lower.as_str()) && lower.len() > 3 {
            piece.words.push(hash(stem(&lower).as_bytes()));
        }
    }
    for list in [&mut piece.names, &mut piece.words, &mut piece.places] {
        list.sort_unstable();
        list.dedup();
    }
    (piece.doers, piece.blamed) = doers::told(clause);
    piece.denier = doers::denier(clause);
    let (from, to) = (clause.first().map_or(0, |t| t.start), clause.last().map_or(0, Token::end));
    // Days that are close to one another may be the days of one happening; a year says too little.
    let days = page.times.iter().filter(|(a, b, first, last)| *a >= from && *b <= to && last - first < 4);
    piece.days = days.map(|(_, _, first, last)| (*first, *last)).next();
    piece
}

fn next_is_capital(clause: &[Token<'_>], at: usize) -> bool {
    clause.get(at + 1).is_some_and(Token::is_capital)
}
