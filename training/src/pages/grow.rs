//! Boosted decision trees: each tree corrects what those before it got wrong (Friedman 2001; second order, as
//! in XGBoost), all of one depth, on figures sorted into 32 bins.

use sayso_intake::inside::{DEPTH, LEAVES, QUESTIONS, Tree};

const BINS: usize = 32;
/// What keeps a leaf with few blocks near zero.
const SHRINK: f32 = 8.0;
const LEAST_WEIGHT: f32 = 6.0;

/// How a forest is grown.
pub(crate) struct Plan {
    pub(crate) trees: usize,
    pub(crate) step: f32,
    pub(crate) seed: u64,
}

/// Rows of figures with label and weight.
pub(crate) struct Sample<'s> {
    pub(crate) rows: Vec<&'s [f32]>,
    pub(crate) labels: Vec<bool>,
    pub(crate) weights: Vec<f32>,
}

/// A sequence of numbers that is the same on every machine (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// Grows a forest.
pub(crate) fn forest(sample: &Sample<'_>, plan: &Plan) -> Vec<Tree> {
    let figures = sample.rows.first().map_or(0, |row| row.len());
    let borders: Vec<Vec<f32>> = (0..figures).map(|figure| borders(sample, figure)).collect();
    let binned: Vec<Vec<u8>> = (0..figures)
        .map(|figure| {
            let of = |row: &&[f32]| borders[figure].partition_point(|border| *border < row[figure]) as u8;
            sample.rows.iter().map(of).collect()
        })
        .collect();
    let mut sums = vec![0.0f32; sample.rows.len()];
    let mut random = Random(plan.seed);
    let mut forest = Vec::with_capacity(plan.trees);
    for _ in 0..plan.trees {
        let (mut slopes, mut curves) = (vec![0.0f32; sums.len()], vec![0.0f32; sums.len()]);
        for at in 0..sums.len() {
            // Each tree sees four of five blocks and six of ten figures, so that they differ.
            if random.next().is_multiple_of(5) {
                continue;
            }
            let sure = 1.0 / (1.0 + (-sums[at]).exp());
            slopes[at] = (f32::from(u8::from(sample.labels[at])) - sure) * sample.weights[at];
            curves[at] = (sure * (1.0 - sure)).max(1e-4) * sample.weights[at];
        }
        let open: Vec<usize> = (0..figures).filter(|_| random.next() % 10 < 6).collect();
        let tree = grow(&binned, &borders, &open, &slopes, &curves, plan.step);
        for (at, row) in sample.rows.iter().enumerate() {
            sums[at] += tree.leaf(row);
        }
        forest.push(tree);
    }
    forest
}

/// Thresholds that part a figure's values into bins of about one size.
fn borders(sample: &Sample<'_>, figure: usize) -> Vec<f32> {
    let mut values: Vec<f32> = sample.rows.iter().map(|row| row[figure]).collect();
    values.sort_by(f32::total_cmp);
    let mut borders: Vec<f32> = (1..BINS).map(|bin| values[bin * (values.len() - 1) / BINS]).collect();
    // Most blocks may share one value; the others must be told apart all the same.
    let mut kinds = values;
    kinds.dedup();
    if kinds.len() <= BINS {
        borders = kinds[..kinds.len() - 1].to_vec();
    }
    borders.dedup();
    // Four digits are enough, and keep the table short.
    borders.iter().map(|border| (border * 1e4).round() / 1e4).collect()
}

fn grow(binned: &[Vec<u8>], borders: &[Vec<f32>], open: &[usize], slopes: &[f32], curves: &[f32], step: f32) -> Tree {
    let rows = slopes.len();
    let mut tree = Tree { questions: [(0, f32::MAX); QUESTIONS], leaves: [0.0; LEAVES] };
    let mut place = vec![0usize; rows];
    for level in 0..DEPTH {
        let first = (1 << level) - 1;
        let nodes = 1 << level;
        let mut best = vec![(0.0f32, 0usize, 0usize); nodes];
        for figure in open {
            let mut bins = vec![(0.0f32, 0.0f32); nodes * BINS];
            for row in 0..rows {
                let bin = &mut bins[(place[row] - first) * BINS + usize::from(binned[*figure][row])];
                bin.0 += slopes[row];
                bin.1 += curves[row];
            }
            for node in 0..nodes {
                let bins = &bins[node * BINS..(node + 1) * BINS];
                let all = bins.iter().fold((0.0, 0.0), |sum, bin| (sum.0 + bin.0, sum.1 + bin.1));
                let worth = |sum: (f32, f32)| sum.0 * sum.0 / (sum.1 + SHRINK);
                let mut below = (0.0, 0.0);
                for (bin, sum) in bins.iter().enumerate().take(borders[*figure].len()) {
                    below = (below.0 + sum.0, below.1 + sum.1);
                    let above = (all.0 - below.0, all.1 - below.1);
                    if below.1 < LEAST_WEIGHT * 0.25 || above.1 < LEAST_WEIGHT * 0.25 {
                        continue;
                    }
                    let gain = worth(below) + worth(above) - worth(all);
                    if gain > best[node].0 {
                        best[node] = (gain, *figure, bin);
                    }
                }
            }
        }
        for (node, (gain, figure, bin)) in best.iter().enumerate() {
            if *gain > 0.0 {
                tree.questions[first + node] = (u16::try_from(*figure).unwrap_or(0), borders[*figure][*bin]);
            }
        }
        for row in 0..rows {
            let (gain, figure, bin) = best[place[row] - first];
            let above = gain > 0.0 && usize::from(binned[figure][row]) > bin;
            place[row] = 2 * place[row] + 1 + usize::from(above);
        }
    }
    let mut sums = [(0.0f32, 0.0f32); LEAVES];
    for row in 0..rows {
        let sum = &mut sums[place[row] - QUESTIONS];
        sum.0 += slopes[row];
        sum.1 += curves[row];
    }
    for (leaf, sum) in tree.leaves.iter_mut().zip(sums) {
        *leaf = (step * sum.0 / (sum.1 + SHRINK) * 1e4).round() / 1e4;
    }
    tree
}
