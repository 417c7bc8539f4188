//! Patterns over readings of words, and the automaton that they become together.
//!
//! A pattern is written as words separated by spaces: `CLASS`, `word`, `@name` for a pattern named before,
//! `( a | b )` for a choice, `?` after a word or a bracket for what may be absent, `~` before a word that must
//! follow without a space.

use super::classes::Class;
use super::grammar::Symbol;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A pattern.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// A reading; whether it must stand without a space before it.
    Symbol(Symbol, bool),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Maybe(Box<Node>),
}

/// Reads patterns and numbers their words.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    literals: BTreeMap<String, Symbol>,
    named: FxHashMap<String, Node>,
}

impl Parser {
    /// The symbol of a class or a word.
    pub(crate) fn symbol(&mut self, word: &str) -> Symbol {
        if let Some(class) = Class::named(word) {
            return class as Symbol;
        }
        // A class limited to one of its values has a symbol of its own, like a word.
        let next = Class::ALL.len() + self.literals.len();
        *self.literals.entry(word.to_owned()).or_insert(Symbol::try_from(next).unwrap_or(Symbol::MAX))
    }

    /// All words in patterns and their symbols.
    pub(crate) fn literals(&self) -> impl Iterator<Item = (&str, Symbol)> {
        self.literals.iter().map(|(w, s)| (w.as_str(), *s))
    }

    /// Lets patterns to come use `node` as `name`.
    pub(crate) fn define(&mut self, name: &str, node: Node) {
        self.named.insert(name.to_owned(), node);
    }

    /// The pattern that `text` writes.
    pub(crate) fn parse(&mut self, text: &str) -> Result<Node, String> {
        // A stack of open brackets, each with its finished choices and the sequence being read.
        let mut open: Vec<(Vec<Node>, Vec<Node>)> = vec![(Vec::new(), Vec::new())];
        for part in text.split_whitespace() {
            let (body, maybe) = match part.strip_suffix('?') {
                Some(body) if !body.is_empty() => (body, true),
                _ => (part, false),
            };
            let node = match body {
                "(" => {
                    open.push((Vec::new(), Vec::new()));
                    continue;
                }
                "|" => {
                    let (choices, sequence) = open.last_mut().ok_or("a choice outside the pattern")?;
                    choices.push(Node::Sequence(std::mem::take(sequence)));
                    continue;
                }
                ")" => close(open.pop().ok_or("a bracket too many")?),
                name if name.starts_with('@') => {
                    self.named.get(name).cloned().ok_or_else(|| format!("no pattern `{name}` before this line"))?
                }
                word => {
                    let joined = word.len() > 1 && word.starts_with('~');
                    Node::Symbol(self.symbol(if joined { &word[1..] } else { word }), joined)
                }
            };
            let (_, sequence) = open.last_mut().ok_or("a bracket too many")?;
            sequence.push(if maybe { Node::Maybe(Box::new(node)) } else { node });
        }
        match (open.pop(), open.is_empty()) {
            (Some(whole), true) => Ok(close(whole)),
            _ => Err("a bracket is not closed".to_owned()),
        }
    }
}

fn close((mut choices, sequence): (Vec<Node>, Vec<Node>)) -> Node {
    choices.push(Node::Sequence(sequence));
    Node::Either(choices)
}

/// The deterministic automaton of all rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct Automaton {
    states: Vec<State>,
    /// Edges of all states one after another, each state's sorted: symbol and jointness, target.
    edges: Vec<(u32, u32)>,
    /// Rules complete in a state, all states' one after another.
    accepts: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct State {
    edges: (u32, u32),
    accepts: (u32, u32),
}

impl Automaton {
    /// The state after `symbol` in `state`; `joined` where no space stands before the word.
    pub(crate) fn step(&self, state: u32, symbol: Symbol, joined: bool) -> Option<u32> {
        let range = self.states.get(state as usize)?.edges;
        let edges = self.edges.get(range.0 as usize..range.1 as usize)?;
        let find = |key| edges.binary_search_by_key(&key, |e| e.0).ok().map(|at| edges[at].1);
        let key = u32::from(symbol) << 1;
        let tight = if joined { find(key | 1) } else { None };
        tight.or_else(|| find(key))
    }

    /// Rules that are complete in `state`, the first in the table first.
    pub(crate) fn accepts(&self, state: u32) -> &[u32] {
        self.states.get(state as usize).map_or(&[], |s| &self.accepts[s.accepts.0 as usize..s.accepts.1 as usize])
    }
}

/// Thompson's construction, then the subset construction.
#[derive(Debug, Default)]
pub(crate) struct Compiler {
    /// Of each state: where it leads without reading, and by reading a symbol.
    silent: Vec<Vec<u32>>,
    reading: Vec<Option<(Symbol, bool, u32)>>,
    rule: Vec<Option<u32>>,
}

impl Compiler {
    /// The automaton of `patterns`; pattern `i` is rule `i`.
    pub(crate) fn compile(patterns: &[Node]) -> Automaton {
        let mut compiler = Self::default();
        let start = compiler.state();
        for (number, pattern) in patterns.iter().enumerate() {
            let end = compiler.state();
            compiler.rule[end as usize] = u32::try_from(number).ok();
            let first = compiler.add(pattern, end);
            compiler.silent[start as usize].push(first);
        }
        compiler.determine(start)
    }

    fn state(&mut self) -> u32 {
        self.silent.push(Vec::new());
        self.reading.push(None);
        self.rule.push(None);
        (self.silent.len() - 1) as u32
    }

    /// States for `node` that lead to `next`; gives the first of them.
    fn add(&mut self, node: &Node, next: u32) -> u32 {
        match node {
            Node::Symbol(symbol, joined) => {
                let state = self.state();
                self.reading[state as usize] = Some((*symbol, *joined, next));
                state
            }
            Node::Sequence(nodes) => nodes.iter().rev().fold(next, |next, node| self.add(node, next)),
            Node::Either(nodes) if nodes.len() == 1 => self.add(&nodes[0], next),
            Node::Either(nodes) => {
                let firsts: Vec<u32> = nodes.iter().map(|node| self.add(node, next)).collect();
                let state = self.state();
                self.silent[state as usize] = firsts;
                state
            }
            Node::Maybe(node) => {
                let first = self.add(node, next);
                let state = self.state();
                self.silent[state as usize] = vec![first, next];
                state
            }
        }
    }

    /// All states reached from `set` without reading, sorted.
    fn closure(&self, mut set: Vec<u32>) -> Vec<u32> {
        let mut at = 0;
        let mut seen: rustc_hash::FxHashSet<u32> = set.iter().copied().collect();
        while let Some(state) = set.get(at).copied() {
            set.extend(self.silent[state as usize].iter().filter(|s| seen.insert(**s)));
            at += 1;
        }
        set.retain(|s| self.reading[*s as usize].is_some() || self.rule[*s as usize].is_some());
        set.sort_unstable();
        set
    }

    fn determine(&self, start: u32) -> Automaton {
        let mut automaton = Automaton::default();
        let mut sets = vec![self.closure(vec![start])];
        let mut numbers: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
        numbers.insert(sets[0].clone(), 0);
        let mut at = 0;
        while let Some(set) = sets.get(at).cloned() {
            at += 1;
            // By symbol: where it leads when a space may stand before it, and when none does.
            let mut targets: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            let mut tight: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
            for (symbol, joined, target) in set.iter().filter_map(|s| self.reading[*s as usize]) {
                let map = if joined { &mut tight } else { &mut targets };
                map.entry(u32::from(symbol) << 1).or_default().push(target);
            }
            for (key, mut list) in tight {
                list.extend(targets.get(&key).into_iter().flatten());
                targets.insert(key | 1, list);
            }
            let first_edge = automaton.edges.len() as u32;
            for (key, list) in targets {
                let set = self.closure(list);
                let next = sets.len() as u32;
                let number = *numbers.entry(set.clone()).or_insert(next);
                if number == next {
                    sets.push(set);
                }
                automaton.edges.push((key, number));
            }
            let first_accept = automaton.accepts.len() as u32;
            automaton.accepts.extend(set.iter().filter_map(|s| self.rule[*s as usize]));
            automaton.accepts[first_accept as usize..].sort_unstable();
            automaton.states.push(State {
                edges: (first_edge, automaton.edges.len() as u32),
                accepts: (first_accept, automaton.accepts.len() as u32),
            });
        }
        automaton
    }
}
