//! The text as the rules see it: words, numerals and marks with their readings.
//!
//! Finer than tokens (`mid-April`, `5pm`, `1990s` are several items each), so that the rules do not depend
//! on how a tokeniser treats hyphens and stops; coarser where a number or a fixed expression is written in
//! several words (`twenty-second`, `New Year's Eve`).

use super::classes::Class;
use super::grammar::{Entry, Grammar, Symbol};
use crate::Context;
use sayso_language::Upos;
use sayso_record::Span;

/// A word, numeral or mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) span: Span,
    /// First and last token that it is part of.
    pub(crate) tokens: (u32, u32),
    /// No space before it.
    pub(crate) joined: bool,
    /// Nothing that begins before it may go on here: a sentence begins.
    pub(crate) breaks: bool,
    /// Letters, digits, or else a mark.
    pub(crate) kind: Kind,
    readings: (u32, u32),
}

/// What characters an item has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Letters,
    Digits,
    Mark,
}

/// All items of a text.
#[derive(Debug, Default)]
pub(crate) struct Items {
    pub(crate) list: Vec<Item>,
    readings: Vec<(Symbol, i32)>,
}

impl Items {
    /// The items of a document.
    pub(crate) fn new(context: &Context, grammar: &Grammar) -> Self {
        let pieces = pieces(context, grammar);
        let mut items = Self { list: Vec::with_capacity(pieces.len()), readings: Vec::new() };
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            let start = items.readings.len();
            let count = if piece.kind == Kind::Digits || piece.entry.is_some() {
                items.read(&pieces[at..], context, grammar)
            } else {
                1
            };
            let last = pieces.get(at + count - 1).unwrap_or(piece);
            items.list.push(Item {
                span: Span::new(piece.span.start, last.span.end),
                tokens: (piece.token, last.token),
                joined: piece.joined,
                breaks: piece.breaks,
                kind: piece.kind,
                readings: (start as u32, items.readings.len() as u32),
            });
            at += count;
        }
        for at in 0..items.list.len() {
            if let Some(year) = items.short_year(at, context) {
                items.read_also(at, Class::Year, year);
            }
            if items.is(at, Class::Common as Symbol) && !items.stands_as_name(at, context) {
                let (start, end) = items.list[at].readings;
                let word = |r: &(Symbol, i32)| usize::from(r.0) >= Class::ALL.len();
                let kept: Vec<_> = items.readings[start as usize..end as usize].iter().copied().filter(word).collect();
                items.readings[start as usize..start as usize + kept.len()].copy_from_slice(&kept);
                items.list[at].readings.1 = start + kept.len() as u32;
            }
        }
        items
    }

    /// The year that two digits stand for behind another year: `1892–94`.
    fn short_year(&self, at: usize, context: &Context) -> Option<i32> {
        let value = |at: usize, class: Class| self.readings(at).iter().find(|r| r.0 == class as Symbol).map(|r| r.1);
        let short = value(at, Class::ShortYear)?;
        let dash = at.checked_sub(1).and_then(|b| self.list.get(b))?;
        let joins = matches!(dash.span.of(&context.document.text), "-" | "–" | "/");
        let first = value(at.checked_sub(2)?, Class::Year).filter(|_| joins)?;
        (first % 100 < short).then_some(first / 100 * 100 + short)
    }

    /// Gives item `at` one more reading.
    fn read_also(&mut self, at: usize, class: Class, value: i32) {
        let start = self.readings.len() as u32;
        let known = self.readings(at).to_vec();
        self.readings.extend(known);
        self.readings.push((class as Symbol, value));
        if let Some(item) = self.list.get_mut(at) {
            item.readings = (start, self.readings.len() as u32);
        }
    }

    /// Whether a word that has an everyday meaning too (`may`, `march`, `sun`) is the name of a month or day here:
    /// beside a numeral, or with a capital where the tag agrees; `Sun` and other short forms need a neighbour.
    fn stands_as_name(&self, at: usize, context: &Context) -> bool {
        let Some(item) = self.list.get(at) else { return false };
        let numeral = |at: usize| {
            let item = self.list.get(at);
            item.is_some_and(|i| i.kind == Kind::Digits && !i.breaks) || self.is(at, Class::Ordinal as Symbol)
        };
        let form = item.span.of(&context.document.text);
        let capital = form.starts_with(|c: char| c.is_uppercase());
        if self.is(at, Class::Season as Symbol) {
            return true;
        }
        let beside = numeral(at + 1) || at.checked_sub(1).is_some_and(numeral);
        let short = form.len() <= 3 && !self.is(at, Class::Month as Symbol);
        let upos = context.analysis.tokens().get(item.tokens.0 as usize).map(|t| t.upos);
        let verb = matches!(upos, Some(Upos::Verb | Upos::Aux));
        if short {
            // `Sat.`, but not the company in `Sun, a maker` and `Sun's`.
            let stop =
                |at: usize| self.list.get(at).is_some_and(|i| i.joined && i.span.of(&context.document.text) == ".");
            let month = self.is(at + 1, Class::Month as Symbol) || self.is(at + 1, Class::MonthAbbr as Symbol);
            return beside || capital && (stop(at + 1) || month);
        }
        let year = self.is(at + 1, Class::Year as Symbol);
        // `the Long March`, `the Women's March`: part of another name.
        let named = at.checked_sub(1).and_then(|b| self.list.get(b).map(|i| (b, i))).is_some_and(|(b, before)| {
            let form = before.span.of(&context.document.text);
            let name = form.starts_with(|c: char| c.is_uppercase()) && self.readings(b).is_empty() && !before.breaks;
            let tag = context.analysis.tokens().get(before.tokens.0 as usize).map(|t| t.upos);
            // `the annual March for Life`
            let described = tag == Some(Upos::Adj) && self.readings(b).is_empty();
            name || described || form == "the" || form == "The" || form == "s"
        });
        beside || capital && !verb && (year || !named)
    }

    /// What item `at` can be.
    pub(crate) fn readings(&self, at: usize) -> &[(Symbol, i32)] {
        let range = self.list.get(at).map_or((0, 0), |i| i.readings);
        self.readings.get(range.0 as usize..range.1 as usize).unwrap_or_default()
    }

    /// Whether item `at` can be a `symbol`.
    pub(crate) fn is(&self, at: usize, symbol: Symbol) -> bool {
        self.readings(at).iter().any(|r| r.0 == symbol)
    }

    /// Adds the readings of the item that begins with the first of `pieces`; gives how many pieces it takes.
    fn read(&mut self, pieces: &[Piece], context: &Context, grammar: &Grammar) -> usize {
        let Some(first) = pieces.first() else { return 1 };
        if first.kind == Kind::Digits {
            return self.read_digits(pieces, context, grammar);
        }
        let Some(entry) = first.entry else { return 1 };
        if let Some((phrase, count)) = longest_phrase(pieces, entry, context, grammar) {
            self.readings.extend(grammar.phrase_readings(phrase));
            return count;
        }
        if let Some(number) = super::numbers::in_words(pieces, grammar).filter(|n| n.pieces > 1) {
            self.number(&number);
            return number.pieces;
        }
        for (symbol, value) in grammar.readings(entry) {
            self.readings.push((*symbol, *value));
            if let Some(class) = Class::ALL.get(usize::from(*symbol)) {
                match class {
                    Class::Ones | Class::Teens | Class::Tens => {
                        self.readings.push((Class::Num as Symbol, *value));
                        if (1..=12).contains(value) {
                            self.readings.push((Class::Hour as Symbol, *value));
                        }
                    }
                    Class::Scale => self.readings.push((Class::Num as Symbol, *value)),
                    Class::OrdinalWord => self.readings.push((Class::Ordinal as Symbol, *value)),
                    _ => {}
                }
            }
        }
        1
    }

    fn number(&mut self, number: &super::numbers::Number) {
        if number.ordinal {
            self.readings.push((Class::Ordinal as Symbol, number.value));
            return;
        }
        if number.year {
            self.readings.push((Class::Year as Symbol, number.value));
        }
        self.readings.push((Class::Num as Symbol, number.value));
        if (20..=31).contains(&number.value) {
            self.readings.push((Class::Day as Symbol, number.value));
        }
    }

    fn read_digits(&mut self, pieces: &[Piece], context: &Context, grammar: &Grammar) -> usize {
        let form = |at: usize| pieces.get(at).map_or("", |p| p.span.of(&context.document.text));
        let digits = form(0);
        let Some(value) = digits.parse::<i32>().ok().filter(|_| digits.len() <= 9) else { return 1 };
        let joined = |at: usize| pieces.get(at).is_some_and(|p| p.joined);
        let mut add = |class: Class, value: i32| self.readings.push((class as Symbol, value));
        if joined(1) && digits.len() <= 2 && ["st", "nd", "rd", "th"].iter().any(|s| form(1).eq_ignore_ascii_case(s)) {
            add(Class::Ordinal, value);
            return 2;
        }
        // `1,500`: groups of three after the first.
        let (mut count, mut total) = (1, i64::from(value));
        while digits.len() <= 3
            && form(count) == ","
            && joined(count)
            && joined(count + 1)
            && form(count + 1).len() == 3
        {
            let Ok(group) = form(count + 1).parse::<i64>() else { break };
            total = total.saturating_mul(1000).saturating_add(group);
            count += 2;
        }
        if count > 1 {
            add(Class::Num, i32::try_from(total).unwrap_or(i32::MAX));
            return count;
        }
        if let Some(number) = super::numbers::in_words(pieces, grammar).filter(|n| n.pieces > 1) {
            add(Class::Num, number.value);
            return number.pieces;
        }
        add(Class::Num, value);
        match digits.len() {
            1 | 2 => {
                if (1..=31).contains(&value) {
                    add(Class::Day, value);
                }
                if (1..=12).contains(&value) {
                    add(Class::MonthNum, value);
                }
                if value <= 24 {
                    add(Class::Hour, value);
                }
                if digits.len() == 2 {
                    add(Class::ShortYear, value);
                    if value < 60 {
                        add(Class::Minute, value);
                    }
                }
            }
            4 if (1000..=2999).contains(&value) => add(Class::Year, value),
            _ => {}
        }
        1
    }
}

/// A run of letters or digits, or a mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    pub(crate) token: u32,
    pub(crate) joined: bool,
    pub(crate) breaks: bool,
    pub(crate) kind: Kind,
    pub(crate) entry: Option<Entry>,
}

fn pieces(context: &Context, grammar: &Grammar) -> Vec<Piece> {
    let text = context.document.text.as_str();
    let mut pieces: Vec<Piece> = Vec::with_capacity(context.analysis.tokens().len() * 5 / 4);
    let mut lower = String::new();
    let (mut end, mut sentence) = (u32::MAX, u32::MAX);
    for (number, token) in context.analysis.tokens().iter().enumerate() {
        let form = token.span.of(text);
        let mut chars = form.char_indices().peekable();
        let breaks = token.sentence != sentence && sentence_ends(text, &pieces, token.span.start, grammar);
        sentence = token.sentence;
        let mut first = true;
        while let Some((start, c)) = chars.next() {
            let kind = kind(c);
            let mut stop = start + c.len_utf8();
            while let Some((at, next)) = chars.peek().filter(|c| kind != Kind::Mark && self::kind(c.1) == kind) {
                stop = at + next.len_utf8();
                chars.next();
            }
            let span = Span::new(token.span.start + start as u32, token.span.start + stop as u32);
            if c.is_whitespace() {
                continue;
            }
            let entry = match kind {
                Kind::Digits => None,
                _ => lowered(&form[start..stop], &mut lower).and_then(|word| grammar.entry(word)),
            };
            let joined = span.start == end;
            pieces.push(Piece { span, token: number as u32, joined, breaks: breaks && first, kind, entry });
            (end, first) = (span.end, false);
        }
    }
    pieces
}

fn kind(c: char) -> Kind {
    if c.is_ascii_digit() {
        Kind::Digits
    } else if c.is_alphabetic() {
        Kind::Letters
    } else {
        Kind::Mark
    }
}

/// The longest word of the tables has 12 letters.
fn lowered<'b>(word: &str, buffer: &'b mut String) -> Option<&'b str> {
    match word {
        "’" | "‘" | "`" => return Some("'"),
        "£" | "€" => return Some("$"),
        "–" | "—" | "‐" | "‑" | "−" => return Some("-"),
        _ if word.len() > 14 || !word.is_ascii() => return None,
        _ => {}
    }
    buffer.clear();
    buffer.push_str(word);
    buffer.make_ascii_lowercase();
    Some(buffer)
}

/// Whether what stands before byte `start` is really over: not where a segmenter cut after `Oct.`, nor where
/// a line is only wrapped.
fn sentence_ends(text: &str, before: &[Piece], start: u32, grammar: &Grammar) -> bool {
    let Some(last) = before.last() else { return true };
    match last.span.of(text) {
        "." => {
            let word = before.len().checked_sub(2).and_then(|at| before[at].entry);
            let short = [Class::MonthAbbr as Symbol, Class::WeekdayAbbr as Symbol];
            !word.is_some_and(|w| grammar.readings(w).iter().any(|r| short.contains(&r.0)))
        }
        "!" | "?" | "\"" | "”" | "'" | "’" | ":" | ";" => true,
        _ => Span::new(last.span.end, start).of(text).matches('\n').count() > 1,
    }
}

/// The longest fixed expression that begins here.
fn longest_phrase<'g>(
    pieces: &[Piece],
    entry: Entry,
    context: &Context,
    grammar: &'g Grammar,
) -> Option<(&'g super::grammar::Phrase, usize)> {
    let mut lower = String::new();
    let mut fits = |phrase: &super::grammar::Phrase| {
        phrase
            .rest
            .iter()
            .zip(pieces.get(1..).unwrap_or_default())
            .filter(|(word, piece)| {
                let form = piece.span.of(&context.document.text);
                !piece.breaks && lowered(form, &mut lower).is_some_and(|form| form == &***word)
            })
            .count()
            == phrase.rest.len()
    };
    let fitting = grammar.phrases(entry).iter().filter(|p| fits(p));
    fitting.max_by_key(|p| p.rest.len()).map(|p| (p, p.rest.len() + 1))
}
