//! The longest expression at each place of the text.

use super::classes::Class;
use super::discourse::Discourse;
use super::grammar::{Grammar, Side, Symbol};
use super::items::{Items, Kind};
use super::moment::Normaliser;
use super::normalise::{Function, Outcome, apply};
use super::slots::Slots;
use crate::draft::Timex;
use sayso_language::{Token, Tokens, Upos};
use sayso_record::Span;

/// What a clause or phrase can begin with.
const PHRASE: [Upos; 8] = [Upos::Noun, Upos::Propn, Upos::Adj, Upos::Det, Upos::Pron, Upos::Verb, Upos::Aux, Upos::Num];

/// A rule that fits.
#[derive(Clone, Copy, Debug)]
struct Fit {
    /// First item after it.
    end: usize,
    rule: u32,
    /// Its slots: a range of the matcher's.
    slots: (usize, usize),
}

/// Walks the automaton from one item on.
struct Matcher<'m> {
    items: &'m Items,
    tokens: &'m [Token],
    grammar: &'m Grammar,
    /// Slots on the way to the item being read.
    path: Vec<(Class, i32)>,
    fits: Vec<Fit>,
    /// Slots of all fits.
    slots: Vec<(Class, i32)>,
}

/// All expressions in text order; they do not overlap.
pub(crate) fn find(items: &Items, grammar: &Grammar, discourse: &mut Discourse) -> Vec<Timex> {
    let tokens = discourse.context.analysis.tokens();
    let mut matcher = Matcher { items, tokens, grammar, path: Vec::new(), fits: Vec::new(), slots: Vec::new() };
    let mut found = Vec::new();
    let mut at = 0;
    while at < items.list.len() {
        at = matcher.expression(at, discourse, &mut found);
    }
    found
}

impl Matcher<'_> {
    /// Looks for an expression at item `at`; gives where to look next.
    fn expression(&mut self, at: usize, discourse: &mut Discourse, found: &mut Vec<Timex>) -> usize {
        if self.items.readings(at).is_empty() || !self.can_begin(at) {
            return at + 1;
        }
        self.fits.clear();
        self.slots.clear();
        self.walk(at, at, 0);
        self.fits.sort_by_key(|f| (std::cmp::Reverse(f.end), f.rule));
        for fit in 0..self.fits.len() {
            let fit = self.fits[fit];
            let Some(rule) = self.grammar.rules.get(fit.rule as usize) else { continue };
            if !self.holds(&rule.before, at.checked_sub(1)) || !self.holds(&rule.after, Some(fit.end)) {
                continue;
            }
            if !self.can_end(fit.end) {
                continue;
            }
            let mut slots = self.slots[fit.slots.0..fit.slots.1].to_vec();
            slots.extend(&rule.slots);
            let (Some(first), Some(last)) = (self.items.list.get(at), self.items.list.get(fit.end - 1)) else {
                continue;
            };
            let normaliser = Normaliser {
                slots: Slots(&slots),
                grammar: self.grammar,
                discourse,
                first: first.tokens.0,
                token: last.tokens.1,
                ahead: self.ahead(fit.end),
                closes: self.closes(fit.end),
            };
            match apply(rule.function, &normaliser) {
                Outcome::Pass => {}
                Outcome::Refuse => return fit.end,
                Outcome::Found(time) => {
                    if let Some(moment) = time.moment {
                        let compared = slots.contains(&(Class::From, 2)) && slots.iter().any(|s| s.0 == Class::Year);
                        let relative = compared || slots.iter().any(|s| s.0 == Class::Sign);
                        let opens = (at.saturating_sub(1)..=at).any(|at| self.items.list[at].breaks);
                        discourse.note(moment, last.tokens.1, relative, opens);
                    }
                    let lead = rule.function == Function::Lead;
                    let (last, end) = if lead { (first, at + 1) } else { (last, fit.end) };
                    found.push(Timex {
                        tokens: Tokens::new(first.tokens.0, last.tokens.1 + 1),
                        span: Span::new(first.span.start, last.span.end),
                        kind: time.kind,
                        value: time.value,
                        days: time.days,
                    });
                    return end;
                }
            }
        }
        at + 1
    }

    /// Collects the rules that fit from `start`, having come to `at` in `state`. As deep as the longest pattern.
    fn walk(&mut self, start: usize, at: usize, state: u32) {
        for rule in self.grammar.automaton().accepts(state) {
            let from = self.slots.len();
            self.slots.extend(&self.path);
            self.fits.push(Fit { end: at, rule: *rule, slots: (from, self.slots.len()) });
        }
        let Some(item) = self.items.list.get(at) else { return };
        if item.breaks && at > start {
            return;
        }
        // Any adjective may stand between a number and its unit: `two bloody weeks`.
        let adjective = self.grammar.automaton().step(state, Class::Adjective as Symbol, item.joined);
        if let Some(next) = adjective.filter(|_| at > start && self.is_adjective(at)) {
            self.walk(start, at + 1, next);
        }
        for reading in 0..self.items.readings(at).len() {
            let (symbol, value) = self.items.readings(at)[reading];
            let Some(next) = self.grammar.automaton().step(state, symbol, item.joined) else { continue };
            let class = self.grammar.class(symbol);
            self.path.extend(class.map(|c| (c, value)));
            self.walk(start, at + 1, next);
            if class.is_some() {
                self.path.pop();
            }
        }
    }

    /// The year and month that a list or a stretch goes on to from here: `April [and June 1955]`.
    fn ahead(&self, end: usize) -> Option<(i32, i32)> {
        let value = |at: usize, class: Class| {
            let reading = self.items.readings(at).iter().find(|r| r.0 == class as Symbol);
            reading.filter(|_| self.items.list.get(at).is_some_and(|i| !i.breaks)).map(|r| r.1)
        };
        value(end, Class::Link)?;
        // Between the link and the month: `and early`, `to the 19th of`.
        let month_at =
            (end + 1..end + 5).find(|at| value(*at, Class::Month).or(value(*at, Class::MonthAbbr)).is_some())?;
        if (end + 1..month_at).any(|at| {
            !self.items.readings(at).iter().any(|r| {
                let classes = [Class::Day, Class::Ordinal, Class::Mod, Class::Edge, Class::Link];
                classes.iter().any(|c| *c as Symbol == r.0) || self.grammar.class(r.0).is_none()
            })
        }) {
            return None;
        }
        let month = value(month_at, Class::Month).or(value(month_at, Class::MonthAbbr))?;
        let year_at = (month_at + 1..month_at + 4).find(|at| value(*at, Class::Year).is_some())?;
        let between = [Class::Day, Class::Ordinal, Class::Point];
        let plain = (month_at + 1..year_at).all(|at| between.iter().any(|c| self.items.is(at, *c as Symbol)));
        plain.then(|| value(year_at, Class::Year).map(|year| (year, month))).flatten()
    }

    /// Month and day on which a stretch ends: `the quarter [ended Sept. 30]`.
    fn closes(&self, end: usize) -> Option<(i32, i32)> {
        let value = |at: usize, class: Class| {
            let reading = self.items.readings(at).iter().find(|r| r.0 == class as Symbol);
            reading.filter(|_| self.items.list.get(at).is_some_and(|i| !i.breaks)).map(|r| r.1)
        };
        value(end, Class::Closing)?;
        let month = value(end + 1, Class::Month).or(value(end + 1, Class::MonthAbbr))?;
        let day = if self.items.is(end + 2, Class::Point as Symbol) { end + 3 } else { end + 2 };
        Some((month, value(day, Class::Day)?))
    }

    /// Not in the middle of a code or an amount: `A350`, `$1990`, `1.1990`.
    fn can_begin(&self, at: usize) -> bool {
        let list = &self.items.list;
        let Some(before) = at.checked_sub(1).and_then(|b| list.get(b)) else { return true };
        let Some(item) = list.get(at) else { return false };
        if item.kind == Kind::Digits && self.items.is(at - 1, Class::Slash as Symbol) && item.joined {
            return false;
        }
        let amount = item.kind == Kind::Digits && before.kind == Kind::Mark && item.joined && before.joined;
        let digits_before = at >= 2 && list.get(at - 2).is_some_and(|i| i.kind == Kind::Digits);
        !(item.joined && before.kind != Kind::Mark
            || amount && digits_before && self.is_point(at - 1)
            || item.kind == Kind::Digits && self.items.is(at - 1, Class::Currency as Symbol))
    }

    /// Not before letters or digits that belong to the same word, nor inside a decimal number.
    fn can_end(&self, end: usize) -> bool {
        let list = &self.items.list;
        let Some(next) = list.get(end) else { return true };
        let digits = end.checked_sub(1).and_then(|e| list.get(e)).is_some_and(|i| i.kind == Kind::Digits);
        let more_digits = list.get(end + 1).is_some_and(|i| i.kind == Kind::Digits && i.joined);
        !(next.joined && next.kind != Kind::Mark
            || digits
                && next.joined
                && (more_digits && self.is_point(end) || self.items.is(end, Class::Percent as Symbol)))
    }

    fn is_adjective(&self, at: usize) -> bool {
        let token = self.items.list.get(at).and_then(|i| self.tokens.get(i.tokens.0 as usize));
        // A word of the tables is no mere adjective: `15,000 last week`.
        self.items.readings(at).is_empty() && token.is_some_and(|t| t.upos == Upos::Adj)
    }

    fn is_tagged(&self, at: usize, tags: &[Upos]) -> bool {
        let token = self.items.list.get(at).and_then(|i| self.tokens.get(i.tokens.0 as usize));
        token.is_some_and(|t| tags.contains(&t.upos))
    }

    fn is_point(&self, at: usize) -> bool {
        self.items.is(at, Class::Point as Symbol) || self.items.is(at, Class::Slash as Symbol)
    }

    fn holds(&self, side: &Side, at: Option<usize>) -> bool {
        if side.symbols.is_empty() {
            return true;
        }
        let has = |at: usize, symbol: Symbol| match self.grammar.class(symbol) {
            Some(Class::Noun) => self.is_tagged(at, &[Upos::Noun, Upos::Propn, Upos::Adj]),
            Some(Class::Word) => self.is_tagged(at, &PHRASE),
            _ => self.items.is(at, symbol),
        };
        let has = at.is_some_and(|at| side.symbols.iter().any(|s| has(at, *s)));
        has != side.none_of
    }
}
