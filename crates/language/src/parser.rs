//! Dependency trees: a greedy arc-hybrid parser (Kuhlmann, Gómez-Rodríguez and Satta 2011), trained with a dynamic
//! oracle (Goldberg and Nivre 2013).
//!
//! Two linear models: one chooses between the three transitions, one the relation of each arc as it is made. Every
//! sequence of legal transitions ends in a projective tree with one root, so nothing has to be mended afterwards.

mod features;

pub use features::{Node, action_features, relation_features};

use crate::Deprel;
use crate::features::Features;
use crate::tables::{Narrow, Wide};

/// Sections that hold the parser.
pub const ACTIONS: &str = "trees.actions";
/// See [`ACTIONS`].
pub const RELATIONS: &str = "trees.relations";

/// A transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// The next word goes on the stack.
    Shift,
    /// The top of the stack depends on the next word.
    Left,
    /// The top of the stack depends on the one below it.
    Right,
}

impl Action {
    /// All in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Shift, Self::Left, Self::Right];
}

/// Children of a word so far. Words are numbered from 1 within the sentence; 0 stands for no word.
#[derive(Clone, Copy, Debug, Default)]
pub struct Children {
    /// The two outermost on the left.
    pub left: [u32; 2],
    /// The two outermost on the right.
    pub right: [u32; 2],
    /// How many there are on the left.
    pub lefts: u32,
    /// How many there are on the right.
    pub rights: u32,
    /// Relations on the left, as bits.
    pub left_set: u64,
    /// Relations on the right, as bits.
    pub right_set: u64,
}

/// Where a parse stands.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Words read and still without head, the last on top.
    pub stack: Vec<u32>,
    /// The first word not read yet; one more than there are words at the end.
    pub next: u32,
    /// How many words there are.
    pub words: u32,
    /// Heads by word, 0 for none; the entry of word 0 is idle.
    pub heads: Vec<u32>,
    /// Relations by word, as numbers of [`Deprel`].
    pub relations: Vec<u8>,
    /// Children by word.
    pub children: Vec<Children>,
}

impl State {
    /// Begins a sentence of `words` words.
    pub fn begin(&mut self, words: u32) {
        let many = words as usize + 1;
        self.stack.clear();
        self.next = 1;
        self.words = words;
        self.heads.clear();
        self.heads.resize(many, 0);
        self.relations.clear();
        self.relations.resize(many, Deprel::Root as u8);
        self.children.clear();
        self.children.resize(many, Children::default());
    }

    /// Whether all words but the root have a head.
    #[must_use]
    pub fn done(&self) -> bool {
        self.next > self.words && self.stack.len() <= 1
    }

    /// Whether `action` may be taken.
    #[must_use]
    pub fn legal(&self, action: Action) -> bool {
        match action {
            Action::Shift => self.next <= self.words,
            Action::Left => self.next <= self.words && !self.stack.is_empty(),
            Action::Right => self.stack.len() >= 2,
        }
    }

    /// The word `depth` below the top of the stack, 0 for none.
    #[inline(always)]
    #[must_use]
    pub fn stacked(&self, depth: usize) -> u32 {
        if depth < self.stack.len() { self.stack[self.stack.len() - 1 - depth] } else { 0 }
    }

    /// The arc that `action` would make, as head and dependent.
    #[must_use]
    pub fn arc(&self, action: Action) -> Option<(u32, u32)> {
        match action {
            Action::Shift => None,
            Action::Left => Some((self.next, self.stacked(0))),
            Action::Right => Some((self.stacked(1), self.stacked(0))),
        }
    }

    /// Takes a legal action; `relation` counts where it makes an arc.
    pub fn take(&mut self, action: Action, relation: u8) {
        let arc = self.arc(action);
        if action == Action::Shift {
            self.stack.push(self.next);
            self.next += 1;
        } else {
            self.stack.pop();
        }
        let Some((head, dependent)) = arc else { return };
        self.heads[dependent as usize] = head;
        self.relations[dependent as usize] = relation;
        let of = &mut self.children[head as usize];
        if dependent < head {
            of.left = [dependent, of.left[0]];
            of.lefts += 1;
            of.left_set |= 1 << (relation & 63);
        } else {
            of.right = [dependent, of.right[0]];
            of.rights += 1;
            of.right_set |= 1 << (relation & 63);
        }
    }
}

/// The trained parser.
#[derive(Clone, Copy, Debug)]
pub struct Parser<'m> {
    actions: Narrow<'m>,
    relations: Wide<'m>,
}

impl<'m> Parser<'m> {
    /// Reads the sections that `section` gives in place; `None` where one is missing or damaged.
    #[must_use]
    pub fn open(section: impl Fn(&str) -> Option<&'m [u8]>) -> Option<Self> {
        let actions = Narrow::open(section(ACTIONS)?)?;
        let relations = Wide::open(section(RELATIONS)?)?;
        (relations.classes() == Deprel::ALL.len()).then_some(Self { actions, relations })
    }

    /// Begins to parse the sentence in `work.nodes`.
    pub fn begin(&self, work: &mut Work) {
        work.state.begin(u32::try_from(work.nodes.len().saturating_sub(1)).unwrap_or(0));
        work.pending = Pending::Nothing;
    }

    /// Makes the decision for which the last call prepared, then prepares for the next one: works out its features and
    /// asks for their weights. Callers take turns between several sentences, so that the weights of one arrive while
    /// the others are worked on. False when the tree is done.
    pub fn advance(&self, work: &mut Work) -> bool {
        let Work { nodes, state, features, pending } = work;
        let mut chosen = match *pending {
            Pending::Nothing => None,
            Pending::Action => Some(best_action(state, self.actions.score(features.all()))),
            Pending::Relation(action) => {
                state.take(action, best_relation(&self.relations.score(features.all())));
                None
            }
        };
        loop {
            let action = if let Some(action) = chosen.take() {
                action
            } else if state.done() {
                return false;
            } else if state.stack.is_empty() {
                Action::Shift
            } else if state.next > state.words {
                Action::Right
            } else {
                action_features(state, nodes, features);
                self.actions.prefetch(features.all());
                *pending = Pending::Action;
                return true;
            };
            if let Some((head, dependent)) = state.arc(action) {
                relation_features(state, nodes, head, dependent, features);
                self.relations.prefetch(features.all());
                *pending = Pending::Relation(action);
                return true;
            }
            state.take(action, 0);
        }
    }
}

/// A sentence that is being parsed; used again for the next, which saves allocations.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// The words; the first stands for no word.
    pub nodes: Vec<Node>,
    /// The tree so far.
    pub state: State,
    features: Features,
    pending: Pending,
}

/// The decision for which a parse is prepared.
#[derive(Clone, Copy, Debug, Default)]
enum Pending {
    #[default]
    Nothing,
    Action,
    Relation(Action),
}

/// The legal transition with the highest score, that of a shift being 0.
fn best_action(state: &State, [left, right]: [i32; 2]) -> Action {
    let mut best = (i32::MIN, Action::Shift);
    for (action, score) in Action::ALL.into_iter().zip([0, left, right]) {
        if score > best.0 && state.legal(action) {
            best = (score, action);
        }
    }
    best.1
}

/// The relation with the highest score. Nothing but the root, which has no arc, is a root.
fn best_relation(scores: &[i16; 64]) -> u8 {
    let mut best = (i32::MIN, Deprel::Dep as u8);
    for (relation, score) in Deprel::ALL.iter().zip(scores) {
        if *relation != Deprel::Root && i32::from(*score) > best.0 {
            best = (i32::from(*score), *relation as u8);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_legal_transitions_end_in_a_projective_tree_with_one_root(
            words in 1_u32..40,
            choices in proptest::collection::vec(0_usize..3, 80),
        ) {
            let mut state = State::default();
            state.begin(words);
            for choice in choices {
                let legal: Vec<Action> = Action::ALL.into_iter().filter(|action| state.legal(*action)).collect();
                if state.done() {
                    break;
                }
                state.take(legal[choice % legal.len()], Deprel::Dep as u8);
            }
            prop_assert!(state.done());
            let roots = state.heads.iter().skip(1).filter(|head| **head == 0).count();
            prop_assert_eq!(roots, 1);
            for (word, head) in (1..=words).zip(state.heads.iter().copied().skip(1)).filter(|(_, head)| *head != 0) {
                for between in word.min(head) + 1..word.max(head) {
                    // Every word between a word and its head lies below the head.
                    let mut above = between;
                    while above != 0 && above != head {
                        above = state.heads[above as usize];
                    }
                    prop_assert_eq!(above, head);
                }
            }
        }
    }
}
