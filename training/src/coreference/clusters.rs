//! MUC, B³ and CEAF-e: how alike two partitions of mentions are; CoNLL takes their mean.

use rustc_hash::FxHashMap;

/// A mention by its first and last token.
pub(crate) type Span = (usize, usize);

/// Sums of precision and recall over documents.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    right_said: f64,
    said: f64,
    right_gold: f64,
    gold: f64,
}

impl Sums {
    /// Precision, recall, F1 in percent.
    pub(crate) fn scores(self) -> (f64, f64, f64) {
        let p = 100.0 * self.right_said / self.said.max(1e-9);
        let r = 100.0 * self.right_gold / self.gold.max(1e-9);
        (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
    }
}

/// Sums of the three measures.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Conll {
    pub(crate) muc: Sums,
    pub(crate) b_cubed: Sums,
    pub(crate) ceaf: Sums,
}

impl Conll {
    /// Adds a document.
    pub(crate) fn add(&mut self, gold: &[Vec<Span>], said: &[Vec<Span>]) {
        (self.muc.right_gold, self.muc.gold) = plus((self.muc.right_gold, self.muc.gold), muc(gold, said));
        (self.muc.right_said, self.muc.said) = plus((self.muc.right_said, self.muc.said), muc(said, gold));
        (self.b_cubed.right_gold, self.b_cubed.gold) =
            plus((self.b_cubed.right_gold, self.b_cubed.gold), b_cubed(gold, said));
        (self.b_cubed.right_said, self.b_cubed.said) =
            plus((self.b_cubed.right_said, self.b_cubed.said), b_cubed(said, gold));
        let alike = ceaf(gold, said);
        (self.ceaf.right_gold, self.ceaf.gold) =
            plus((self.ceaf.right_gold, self.ceaf.gold), (alike, gold.len() as f64));
        (self.ceaf.right_said, self.ceaf.said) =
            plus((self.ceaf.right_said, self.ceaf.said), (alike, said.len() as f64));
    }

    /// The mean of the three F1.
    pub(crate) fn mean(self) -> f64 {
        (self.muc.scores().2 + self.b_cubed.scores().2 + self.ceaf.scores().2) / 3.0
    }
}

fn plus(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 + b.0, a.1 + b.1)
}

fn owners(clusters: &[Vec<Span>]) -> FxHashMap<Span, usize> {
    clusters.iter().enumerate().flat_map(|(n, c)| c.iter().map(move |m| (*m, n))).collect()
}

/// Links of `key` that `response` has, and all links of `key`.
fn muc(key: &[Vec<Span>], response: &[Vec<Span>]) -> (f64, f64) {
    let owner = owners(response);
    let mut sums = (0.0, 0.0);
    for cluster in key {
        let mut parts: Vec<usize> = cluster.iter().filter_map(|m| owner.get(m).copied()).collect();
        let alone = cluster.len() - parts.len();
        parts.sort_unstable();
        parts.dedup();
        sums.0 += (cluster.len() - parts.len() - alone) as f64;
        sums.1 += (cluster.len() - 1) as f64;
    }
    sums
}

fn b_cubed(key: &[Vec<Span>], response: &[Vec<Span>]) -> (f64, f64) {
    let owner = owners(response);
    let mut sums = (0.0, 0.0);
    for cluster in key {
        let mut shared: FxHashMap<usize, f64> = FxHashMap::default();
        for mention in cluster {
            if let Some(other) = owner.get(mention) {
                *shared.entry(*other).or_default() += 1.0;
            }
        }
        sums.0 += shared.values().map(|n| n * n / cluster.len() as f64).sum::<f64>();
        sums.1 += cluster.len() as f64;
    }
    sums
}

/// The likeness of the best one-to-one alignment of clusters (Kuhn–Munkres).
fn ceaf(gold: &[Vec<Span>], said: &[Vec<Span>]) -> f64 {
    let (short, long) = if gold.len() <= said.len() { (gold, said) } else { (said, gold) };
    if short.is_empty() {
        return 0.0;
    }
    let owner = owners(long);
    let mut cost = vec![vec![0.0; long.len()]; short.len()];
    for (row, cluster) in cost.iter_mut().zip(short) {
        for mention in cluster {
            if let Some(other) = owner.get(mention) {
                row[*other] -= 2.0 / (cluster.len() + long[*other].len()) as f64;
            }
        }
    }
    -assign(&cost)
}

/// The least total cost of giving each row a column of its own.
fn assign(cost: &[Vec<f64>]) -> f64 {
    let (rows, columns) = (cost.len(), cost[0].len());
    let (mut u, mut v) = (vec![0.0; rows + 1], vec![0.0; columns + 1]);
    let mut row_of = vec![0; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::MAX; columns + 1];
        let mut used = vec![false; columns + 1];
        let mut way = vec![0; columns + 1];
        while row_of[column] != 0 {
            used[column] = true;
            let here = row_of[column];
            let (mut delta, mut next) = (f64::MAX, 0);
            for other in 1..=columns {
                if used[other] {
                    continue;
                }
                let reduced = cost[here - 1][other - 1] - u[here] - v[other];
                if reduced < least[other] {
                    least[other] = reduced;
                    way[other] = column;
                }
                if least[other] < delta {
                    delta = least[other];
                    next = other;
                }
            }
            for other in 0..=columns {
                if used[other] {
                    u[row_of[other]] += delta;
                    v[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    (1..=columns).filter(|c| row_of[*c] != 0).map(|c| cost[row_of[c] - 1][c - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_is_whole_for_the_same_and_the_best_alignment_counts() {
        let gold = vec![vec![(0, 0), (3, 3)], vec![(5, 6), (9, 9), (12, 12)]];
        let mut same = Conll::default();
        same.add(&gold, &gold);
        assert!((same.mean() - 100.0).abs() < 1e-9);
        let mut other = Conll::default();
        other.add(&gold, &[vec![(0, 0), (3, 3), (5, 6)], vec![(9, 9), (12, 12)]]);
        assert!((other.muc.scores().1 - 200.0 / 3.0).abs() < 1e-9);
        assert!((other.ceaf.scores().2 - 80.0).abs() < 1e-9);
    }
}
