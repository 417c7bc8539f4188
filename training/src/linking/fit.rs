//! Logistic regression, by Newton's method, with weights held near zero.

/// A comparison: what was weighed, and whether both are of one happening.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) evidence: Vec<f64>,
    pub(super) same: bool,
    /// How much it counts.
    pub(super) counts: f64,
}

/// How often evidence must be met for a weight of its own.
const MET: usize = 12;
const STEPS: usize = 30;

/// Fits the weights that are `free` to `cases`. What they have too few examples of keeps the weight that `start` gives it.
pub(super) fn fit(cases: &[Case], start: &[f64], free: &[bool], hold: f64) -> Vec<f64> {
    let met = |at: usize| cases.iter().filter(|c| c.evidence[at] != 0.0).count();
    let free: Vec<usize> = (0..start.len()).filter(|at| free[*at] && met(*at) >= MET).collect();
    // What is not fitted says nothing while the rest is.
    let mut weights = vec![0.0; start.len()];
    for _ in 0..STEPS {
        let n = free.len();
        // The first is what always holds: it may be as large as it must.
        let held = |row: usize| if free[row] == 0 { 1e-6 } else { hold };
        let mut slope = vec![0.0; n];
        let mut curve = vec![vec![0.0; n]; n];
        for case in cases {
            let score: f64 = case.evidence.iter().zip(&weights).map(|(e, w)| e * w).sum();
            let chance = 1.0 / (1.0 + (-score).exp());
            let error = case.counts * (f64::from(u8::from(case.same)) - chance);
            let bend = case.counts * chance * (1.0 - chance);
            for (row, &at) in free.iter().enumerate() {
                let here = case.evidence[at];
                if here == 0.0 {
                    continue;
                }
                slope[row] += error * here;
                for (column, &other) in free.iter().enumerate() {
                    curve[row][column] += bend * here * case.evidence[other];
                }
            }
        }
        for row in 0..n {
            slope[row] -= held(row) * weights[free[row]];
            curve[row][row] += held(row) + 1e-9;
        }
        let step = solve(curve, slope);
        for (at, step) in free.iter().zip(&step) {
            weights[*at] += step.clamp(-2.0, 2.0);
        }
        if step.iter().all(|s| s.abs() < 1e-6) {
            break;
        }
    }
    (0..start.len()).map(|at| if free.contains(&at) { weights[at] } else { start[at] }).collect()
}

/// The solution of a system of linear equations (Gauss).
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let n = right.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()));
        let pivot = pivot.unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        let (above, below) = matrix.split_at_mut(column + 1);
        let top = &above[column];
        for (row, line) in below.iter_mut().enumerate() {
            let factor = line[column] / top[column];
            for (cell, over) in line.iter_mut().zip(top).skip(column) {
                *cell -= factor * over;
            }
            right[column + 1 + row] -= factor * right[column];
        }
    }
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|c| matrix[row][c] * right[c]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

/// Precision, recall and F1 of what the weights call the same.
pub(super) fn score(cases: &[Case], weights: &[f64]) -> (f64, f64, f64) {
    let (mut right, mut said, mut gold) = (0.0, 0.0, 0.0);
    for case in cases {
        let same = case.evidence.iter().zip(weights).map(|(e, w)| e * w).sum::<f64>() > 0.0;
        right += case.counts * f64::from(u8::from(same && case.same));
        said += case.counts * f64::from(u8::from(same));
        gold += case.counts * f64::from(u8::from(case.same));
    }
    let (p, r) = (100.0 * right / f64::max(said, 1e-9), 100.0 * right / f64::max(gold, 1e-9));
    (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::{Case, fit, score};

    #[test]
    fn what_tells_gets_weight_and_what_is_rare_keeps_its_own() {
        let case = |tells: f64, same| Case { evidence: vec![1.0, tells, 0.0], same, counts: 1.0 };
        let cases: Vec<Case> = (0..40).map(|n| case(f64::from(n % 2), (n % 2 == 1) != (n == 7))).collect();
        let weights = fit(&cases, &[0.0, 0.0, -3.0], &[true; 3], 0.01);
        assert!(weights[1] > 2.0 && weights[0] < -1.0, "{weights:?}");
        assert!((weights[2] + 3.0).abs() < 1e-12);
        assert!(score(&cases, &weights).2 > 95.0);
    }
}
