//! The dynamic oracle of the arc-hybrid system (Goldberg and Nivre 2013): how many gold arcs a transition loses.

use sayso_language::parser::{Action, State};

/// Gold heads, with children listed.
#[derive(Default)]
pub(crate) struct Gold {
    pub(crate) heads: Vec<u32>,
    children: Vec<Vec<u32>>,
}

impl Gold {
    /// `heads` by word, 0 for the root's; the entry of word 0 is idle.
    pub(crate) fn new(heads: &[u32]) -> Self {
        let mut children = vec![Vec::new(); heads.len()];
        for (word, head) in heads.iter().enumerate().skip(1) {
            children[*head as usize].push(word as u32);
        }
        Self { heads: heads.to_vec(), children }
    }

    /// Gold arcs that can no longer be made after `action`.
    pub(crate) fn cost(&self, state: &State, action: Action) -> u32 {
        let top = state.stacked(0);
        let ahead = |word: u32| word >= state.next;
        let below = |word: u32| word < state.next && state.stack.contains(&word);
        match action {
            Action::Shift => {
                let next = state.next;
                let head = self.heads[next as usize];
                // Word 0, the head of the root, lies below everything.
                let lost = if head == 0 { !state.stack.is_empty() } else { head != top && below(head) };
                let children = self.children[next as usize].iter().filter(|child| below(**child)).count();
                u32::from(lost) + children as u32
            }
            Action::Left | Action::Right => {
                let head = self.heads[top as usize];
                let children = self.children[top as usize].iter().filter(|child| ahead(**child)).count() as u32;
                let lost = if action == Action::Left {
                    let under = state.stacked(1);
                    (ahead(head) && head != state.next) || (head == under && (head != 0 || state.stack.len() == 1))
                } else {
                    ahead(head)
                };
                u32::from(lost) + children
            }
        }
    }
}
