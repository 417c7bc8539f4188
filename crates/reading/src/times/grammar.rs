//! The grammar of time expressions: the tables `lexicons/en/times-*.tsv` made into one automaton.
//!
//! A rule's pattern is a finite expression over words and classes of words. All patterns together become a
//! deterministic automaton over *readings* (subset construction), so matching from a word takes as many
//! steps as the longest expression has words, however many rules there are.

use super::classes::Class;
use super::holidays::Feast;
use super::pattern::{Automaton, Compiler, Parser};
use crate::lexicons::LexiconError;
use rustc_hash::FxHashMap;
use sayso_lexicon::{Row, Table};

/// A reading of a word: a class that it belongs to, or the word itself.
pub(crate) type Symbol = u16;

/// Values from here on are numbers of texts.
const TEXTS: i32 = 1 << 24;

/// Rules and words of time expressions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grammar {
    words: FxHashMap<Box<str>, Entry>,
    readings: Vec<(Symbol, i32)>,
    /// Expressions of several words that count as one: first word, the rest, readings.
    phrases: Vec<Phrase>,
    /// Values that are written, not counted: `P1D`, `MO`.
    texts: Vec<Box<str>>,
    /// The class of a symbol; `None` for words.
    classes: Vec<Option<Class>>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) feasts: Vec<Feast>,
    automaton: Automaton,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    readings: (u32, u32),
    phrases: (u32, u32),
}

/// A fixed expression of several words.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// Words after the first.
    pub(crate) rest: Vec<Box<str>>,
    readings: (u32, u32),
}

/// What happens where a pattern fits.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// Name of the function that makes a value of the slots.
    pub(crate) function: super::normalise::Function,
    /// Slots that the rule adds.
    pub(crate) slots: Vec<(Class, i32)>,
    /// What has to stand, or must not stand, on either side.
    pub(crate) before: Side,
    pub(crate) after: Side,
}

/// A condition on the neighbouring word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Side {
    pub(crate) symbols: Vec<Symbol>,
    /// The neighbour must have none of the readings, instead of one of them.
    pub(crate) none_of: bool,
}

impl Grammar {
    /// The grammar of the three tables' texts.
    pub(crate) fn parse(words: &Table, rules: &Table, feasts: &Table) -> Result<Self, LexiconError> {
        let mut grammar = Self::default();
        let mut forms: Vec<(String, Symbol, i32)> = Vec::new();
        for row in words.rows() {
            let row = row?;
            let class = Class::named(row.cell(1)).ok_or_else(|| row.error(format!("no class `{}`", row.cell(1))))?;
            forms.push((row.cell(0).to_owned(), class as Symbol, grammar.value(row.cell(2))));
        }
        for row in feasts.rows() {
            let row = row?;
            let number = i32::try_from(grammar.feasts.len()).unwrap_or(0);
            grammar.feasts.push(Feast::parse(row.cell(1)).ok_or_else(|| row.error("no such day of the year"))?);
            forms.extend(row.list(0).map(|form| (form.to_owned(), Class::Holiday as Symbol, number)));
        }
        let mut parser = Parser::default();
        let mut patterns = Vec::new();
        for row in rules.rows() {
            let row = row?;
            let node = parser.parse(row.cell(2)).map_err(|problem| row.error(problem))?;
            if row.cell(0) == "let" {
                parser.define(row.cell(1), node);
            } else {
                grammar.rules.push(grammar.rule(&row, &mut parser)?);
                patterns.push(node);
            }
        }
        grammar.classes = Class::ALL.iter().copied().map(Some).collect();
        for (word, symbol) in parser.literals() {
            let limited = word.split_once('=').and_then(|(class, value)| Some((Class::named(class)?, value)));
            let room = grammar.classes.len().max(usize::from(symbol) + 1);
            grammar.classes.resize(room, None);
            if let Some((class, value)) = limited {
                let value = grammar.known_value(value);
                let of_class = forms.iter().filter(|f| f.1 == class as Symbol && Some(f.2) == value);
                let limited: Vec<_> = of_class.map(|f| (f.0.clone(), symbol, f.2)).collect();
                grammar.classes[usize::from(symbol)] = Some(class);
                forms.extend(limited);
            } else {
                forms.push((word.to_owned(), symbol, 0));
            }
        }
        grammar.index(forms);
        grammar.automaton = Compiler::compile(&patterns);
        Ok(grammar)
    }

    fn rule(&self, row: &Row, parser: &mut Parser) -> Result<Rule, LexiconError> {
        let function = super::normalise::Function::named(row.cell(0));
        let function = function.ok_or_else(|| row.error(format!("no function `{}`", row.cell(0))))?;
        let mut slots = Vec::new();
        for part in row.list(1) {
            let (class, value) = part.split_once('=').ok_or_else(|| row.error("slots are CLASS=value"))?;
            let class = Class::named(class).ok_or_else(|| row.error(format!("no class `{class}`")))?;
            slots.push((class, self.known_value(value).ok_or_else(|| row.error(format!("no value `{value}`")))?));
        }
        let mut side = |column| {
            let none_of = row.cell(column).starts_with('!');
            let parts = row.cell(column).trim_start_matches('!').split(' ').filter(|p| !p.is_empty());
            Side { symbols: parts.map(|p| parser.symbol(p)).collect(), none_of }
        };
        Ok(Rule { function, slots, before: side(3), after: side(4) })
    }

    /// A number as it stands; any other text gets one.
    fn value(&mut self, cell: &str) -> i32 {
        self.known_value(cell).unwrap_or_else(|| {
            self.texts.push(cell.into());
            TEXTS + i32::try_from(self.texts.len()).unwrap_or(1) - 1
        })
    }

    fn known_value(&self, cell: &str) -> Option<i32> {
        let text = || self.texts.iter().position(|t| **t == *cell).and_then(|at| i32::try_from(at).ok());
        let unit = || super::calendar::Unit::named(cell).map(|u| u as i32);
        cell.parse().ok().or_else(unit).or_else(|| text().map(|at| TEXTS + at))
    }

    fn index(&mut self, mut forms: Vec<(String, Symbol, i32)>) {
        forms.sort();
        forms.dedup();
        for same in forms.chunk_by(|a, b| a.0 == b.0) {
            let start = self.readings.len() as u32;
            self.readings.extend(same.iter().map(|f| (f.1, f.2)));
            let readings = (start, self.readings.len() as u32);
            let mut parts = same[0].0.split(' ');
            let first = parts.next().unwrap_or_default();
            let rest: Vec<Box<str>> = parts.map(Into::into).collect();
            let entry = self.words.entry(first.into()).or_default();
            if rest.is_empty() {
                entry.readings = readings;
            } else {
                // Sorted forms put all phrases with one first word together.
                let at = self.phrases.len() as u32;
                entry.phrases = if entry.phrases.1 == at { (entry.phrases.0, at + 1) } else { (at, at + 1) };
                self.phrases.push(Phrase { rest, readings });
            }
        }
    }

    /// What is known of a word in lower case.
    pub(crate) fn entry(&self, word: &str) -> Option<Entry> {
        self.words.get(word).copied()
    }

    /// Readings of a word.
    pub(crate) fn readings(&self, entry: Entry) -> &[(Symbol, i32)] {
        self.readings.get(entry.readings.0 as usize..entry.readings.1 as usize).unwrap_or_default()
    }

    /// Expressions that begin with a word.
    pub(crate) fn phrases(&self, entry: Entry) -> &[Phrase] {
        self.phrases.get(entry.phrases.0 as usize..entry.phrases.1 as usize).unwrap_or_default()
    }

    /// Readings of an expression.
    pub(crate) fn phrase_readings(&self, phrase: &Phrase) -> &[(Symbol, i32)] {
        self.readings.get(phrase.readings.0 as usize..phrase.readings.1 as usize).unwrap_or_default()
    }

    /// The text that a value stands for.
    pub(crate) fn text(&self, value: i32) -> &str {
        usize::try_from(value - TEXTS).ok().and_then(|at| self.texts.get(at)).map_or("", |t| t)
    }

    /// The class that a symbol stands for; `None` for a word.
    pub(crate) fn class(&self, symbol: Symbol) -> Option<Class> {
        self.classes.get(usize::from(symbol)).copied().flatten()
    }

    /// Whether a verb says of an event no more than that it takes place.
    pub(crate) fn takes_place(&self, lemma: &str) -> bool {
        let entry = self.entry(lemma);
        entry.is_some_and(|e| self.readings(e).iter().any(|r| r.0 == Class::Happen as Symbol))
    }

    /// The automaton of all patterns.
    pub(crate) fn automaton(&self) -> &Automaton {
        &self.automaton
    }
}

impl Entry {
    /// Whether both are the same word.
    pub(crate) fn same(self, other: Self) -> bool {
        self.readings == other.readings && self.phrases == other.phrases
    }
}
