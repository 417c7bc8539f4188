//! Decision trees that tell an article's text from all else on its page: a first forest looks at each block
//! by itself, a second one also at what the first thinks of the blocks around it.
//!
//! `training/` grows them (`train-pages`); `blocks.tsv` holds them, a tree a line.

use std::sync::LazyLock;

/// Questions on the way from a tree's root to a leaf.
pub const DEPTH: usize = 4;
/// Questions in a tree: all of them stand, in the order of their levels.
pub const QUESTIONS: usize = (1 << DEPTH) - 1;
/// Leaves of a tree.
pub const LEAVES: usize = 1 << DEPTH;

/// A tree: is figure `n` above the threshold? Its leaves are added up.
#[derive(Clone, Debug)]
pub struct Tree {
    /// Number of the figure and threshold.
    pub questions: [(u16, f32); QUESTIONS],
    /// What the leaf adds to the sum.
    pub leaves: [f32; LEAVES],
}

/// Both forests.
#[derive(Clone, Debug, Default)]
pub struct Forests {
    /// Looks at a block alone.
    pub first: Vec<Tree>,
    /// Looks at its neighbours too.
    pub second: Vec<Tree>,
}

/// How sure a forest is that a block belongs to the article, from 0 to 1.
#[must_use]
pub fn think(forest: &[Tree], figures: &[f32]) -> f32 {
    let sum: f32 = forest.iter().map(|tree| tree.leaf(figures)).sum();
    1.0 / (1.0 + (-sum).exp())
}

/// The same for many blocks: tree by tree, so that each tree is fetched once.
pub(crate) fn think_of<const N: usize>(forest: &[Tree], blocks: &[[f32; N]]) -> Vec<f32> {
    let mut sums = vec![0.0f32; blocks.len()];
    for tree in forest {
        for (sum, figures) in sums.iter_mut().zip(blocks) {
            *sum += tree.leaf(figures);
        }
    }
    sums.iter_mut().for_each(|sum| *sum = 1.0 / (1.0 + (-*sum).exp()));
    sums
}

impl Tree {
    /// The leaf that the figures lead to.
    #[must_use]
    #[inline]
    pub fn leaf(&self, figures: &[f32]) -> f32 {
        let mut at = 0;
        for _ in 0..DEPTH {
            let (figure, threshold) = self.questions[at];
            let above = figures.get(usize::from(figure)).is_some_and(|f| *f > threshold);
            at = 2 * at + 1 + usize::from(above);
        }
        self.leaves[at - QUESTIONS]
    }

    /// The tree as a line of the table.
    #[must_use]
    pub fn line(&self) -> String {
        let questions: Vec<String> = self.questions.iter().map(|(figure, value)| format!("{figure}>{value}")).collect();
        let leaves: Vec<String> = self.leaves.iter().map(|leaf| format!("{leaf:.4}")).collect();
        format!("{}\t{}", questions.join(" "), leaves.join(" "))
    }

    fn parse(questions: &str, leaves: &str) -> Option<Self> {
        let mut tree = Self { questions: [(0, 0.0); QUESTIONS], leaves: [0.0; LEAVES] };
        for (place, written) in tree.questions.iter_mut().zip(questions.split(' ')) {
            let (figure, value) = written.split_once('>')?;
            *place = (figure.parse().ok()?, value.parse().ok()?);
        }
        for (place, written) in tree.leaves.iter_mut().zip(leaves.split(' ')) {
            *place = written.parse().ok()?;
        }
        Some(tree)
    }
}

impl Forests {
    /// The forests that a table holds; lines that are none are passed over.
    #[must_use]
    pub fn parse(table: &str) -> Self {
        let mut forests = Self::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut parts = line.split('\t');
            let (Some(which), Some(questions), Some(leaves)) = (parts.next(), parts.next(), parts.next()) else {
                continue;
            };
            let Some(tree) = Tree::parse(questions, leaves) else { continue };
            if which == "1" { forests.first.push(tree) } else { forests.second.push(tree) }
        }
        forests
    }
}

/// The forests that ship.
pub(crate) static FORESTS: LazyLock<Forests> = LazyLock::new(|| Forests::parse(include_str!("blocks.tsv")));

#[cfg(test)]
mod tests {
    use super::{FORESTS, Forests, LEAVES, QUESTIONS, Tree, think};

    #[test]
    fn a_tree_comes_back_from_its_line() {
        let mut tree = Tree { questions: [(3, 0.5); QUESTIONS], leaves: [-1.0; LEAVES] };
        tree.leaves[LEAVES - 1] = 2.0;
        let forests = Forests::parse(&format!("# a comment\n1\t{}\n2\t{}\n", tree.line(), tree.line()));
        assert_eq!((forests.first.len(), forests.second.len()), (1, 1));
        assert!(think(&forests.first, &[0.0, 0.0, 0.0, 1.0]) > 0.8);
        assert!(think(&forests.first, &[0.0, 0.0, 0.0, 0.0]) < 0.3);
    }

    #[test]
    fn the_table_that_ships_is_whole() {
        let lines = include_str!("blocks.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(FORESTS.first.len() + FORESTS.second.len(), lines);
    }
}
