//! Logistic regression and a linear-chain conditional random field over hashed features, by stochastic
//! gradient descent with a step size for each weight (AdaGrad, Duchi et al. 2011).

use super::examples::RoleExample;

/// Order of examples in a pass: the same on every machine.
fn shuffled(count: usize, pass: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64 ^ (pass as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    for at in (1..count).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(at, (state % (at as u64 + 1)) as usize);
    }
    order
}

/// Logistic regression.
pub(super) struct Logistic {
    pub(super) weights: Vec<f32>,
    sums: Vec<f32>,
    bits: u32,
    rate: f32,
    decay: f32,
}

impl Logistic {
    pub(super) fn new(bits: u32, rate: f32, decay: f32) -> Self {
        Self { weights: vec![0.0; 1 << bits], sums: vec![0.1; 1 << bits], bits, rate, decay }
    }

    fn row(&self, feature: u32) -> usize {
        (feature >> (32 - self.bits)) as usize
    }

    pub(super) fn odds(&self, features: &[u32]) -> f32 {
        features.iter().map(|f| self.weights[self.row(*f)]).sum()
    }

    /// One pass over all examples.
    pub(super) fn pass<'e>(&mut self, examples: impl Iterator<Item = (&'e [u32], bool)>, pass: usize) {
        let examples: Vec<_> = examples.collect();
        let (rate, decay) = (self.rate, self.decay);
        for at in shuffled(examples.len(), pass) {
            let (features, is_cue) = examples[at];
            let chance = 1.0 / (1.0 + (-self.odds(features)).exp());
            let error = chance - f32::from(u8::from(is_cue));
            for feature in features {
                let row = self.row(*feature);
                let gradient = error + decay * self.weights[row];
                self.sums[row] += gradient * gradient;
                self.weights[row] -= rate * gradient / self.sums[row].sqrt();
            }
        }
    }
}

/// A conditional random field with four labels.
pub(super) struct Field {
    words: Vec<f32>,
    word_sums: Vec<f32>,
    word_total: Vec<f32>,
    pairs: Vec<f32>,
    pair_sums: Vec<f32>,
    pair_total: Vec<f32>,
    seen: Vec<u8>,
    passes: f32,
    bits: [u32; 2],
    rate: f32,
    decay: f32,
}

impl Field {
    pub(super) fn new([word_bits, pair_bits]: [u32; 2], rate: f32, decay: f32) -> Self {
        let (words, pairs) = (4 << word_bits, 16 << pair_bits);
        Self {
            words: vec![0.0; words],
            word_sums: vec![0.1; words],
            word_total: vec![0.0; words],
            pairs: vec![0.0; pairs],
            pair_sums: vec![0.1; pairs],
            pair_total: vec![0.0; pairs],
            seen: vec![0; 1 << word_bits],
            passes: 0.0,
            bits: [word_bits, pair_bits],
            rate,
            decay,
        }
    }

    /// Counts in how many words each feature occurs: what is seen once or twice is not learned.
    pub(super) fn count(&mut self, examples: &[&RoleExample]) {
        for feature in examples.iter().flat_map(|e| &e.features.words) {
            let row = (feature >> (32 - self.bits[0])) as usize;
            self.seen[row] = self.seen[row].saturating_add(1);
        }
    }

    /// One pass; the mean loss of an example.
    pub(super) fn epoch(&mut self, examples: &[&RoleExample], pass: usize) -> f32 {
        let mut loss = 0.0;
        for at in shuffled(examples.len(), pass) {
            loss += self.learn(examples[at]);
        }
        // The mean of the later passes is steadier than the last of them.
        if pass >= 2 {
            self.passes += 1.0;
            for (total, weight) in self.word_total.iter_mut().zip(&self.words) {
                *total += weight;
            }
            for (total, weight) in self.pair_total.iter_mut().zip(&self.pairs) {
                *total += weight;
            }
        }
        loss / examples.len().max(1) as f32
    }

    fn word_row(&self, feature: u32) -> usize {
        (feature >> (32 - self.bits[0])) as usize
    }

    fn pair_row(&self, feature: u32) -> usize {
        (feature >> (32 - self.bits[1])) as usize
    }

    fn learn(&mut self, example: &RoleExample) -> f32 {
        let length = example.labels.len();
        let mut own = vec![[0.0_f32; 4]; length];
        let mut pair = vec![[0.0_f32; 16]; length];
        for n in 0..length {
            let (words, pairs) = example.features.at(n);
            for feature in words {
                let row = self.word_row(*feature) * 4;
                own[n].iter_mut().zip(&self.words[row..]).for_each(|(own, weight)| *own += weight);
            }
            for feature in pairs {
                let row = self.pair_row(*feature) * 16;
                pair[n].iter_mut().zip(&self.pairs[row..]).for_each(|(pair, weight)| *pair += weight);
            }
            if n == example.cue {
                own[n] = [-1e4, -1e4, -1e4, own[n][3]];
            }
        }
        // Forward and backward in log space.
        let mut forward = vec![[0.0_f32; 4]; length];
        let mut backward = vec![[0.0_f32; 4]; length];
        forward[0] = own[0];
        for n in 1..length {
            for label in 0..4 {
                let terms: [f32; 4] = std::array::from_fn(|last| forward[n - 1][last] + pair[n][last * 4 + label]);
                forward[n][label] = log_sum(terms) + own[n][label];
            }
        }
        for n in (0..length - 1).rev() {
            for label in 0..4 {
                let terms: [f32; 4] = std::array::from_fn(|next| {
                    backward[n + 1][next] + own[n + 1][next] + pair[n + 1][label * 4 + next]
                });
                backward[n][label] = log_sum(terms);
            }
        }
        let whole = log_sum(forward[length - 1]);
        let mut score = own[0][example.labels[0] as usize];
        for n in 1..length {
            let (last, label) = (example.labels[n - 1] as usize, example.labels[n] as usize);
            score += own[n][label] + pair[n][last * 4 + label];
        }
        for n in 0..length {
            let mut gradient = [0.0_f32; 4];
            for label in 0..4 {
                gradient[label] = (forward[n][label] + backward[n][label] - whole).exp();
            }
            gradient[example.labels[n] as usize] -= 1.0;
            let (words, pairs) = example.features.at(n);
            if gradient.iter().any(|g| g.abs() > 1e-4) {
                for feature in words {
                    let row = self.word_row(*feature);
                    if self.seen[row] < 3 {
                        continue;
                    }
                    let weights = self.words[row * 4..].iter_mut().zip(&mut self.word_sums[row * 4..]);
                    for ((weight, sum), gradient) in weights.zip(gradient) {
                        step(weight, sum, gradient, self.rate, self.decay);
                    }
                }
            }
            if n == 0 {
                continue;
            }
            let mut gradient = [0.0_f32; 16];
            for last in 0..4 {
                for label in 0..4 {
                    let joint = forward[n - 1][last] + pair[n][last * 4 + label] + own[n][label] + backward[n][label];
                    gradient[last * 4 + label] = (joint - whole).exp();
                }
            }
            gradient[example.labels[n - 1] as usize * 4 + example.labels[n] as usize] -= 1.0;
            if gradient.iter().any(|g| g.abs() > 1e-4) {
                for feature in pairs {
                    let row = self.pair_row(*feature) * 16;
                    let weights = self.pairs[row..].iter_mut().zip(&mut self.pair_sums[row..]);
                    for ((weight, sum), gradient) in weights.zip(gradient) {
                        step(weight, sum, gradient, self.rate, self.decay);
                    }
                }
            }
        }
        whole - score
    }

    /// The mean weights of the later passes.
    pub(super) fn averaged(&self) -> (Vec<f32>, Vec<f32>) {
        let passes = self.passes.max(1.0);
        let mean = |total: &[f32]| total.iter().map(|w| w / passes).collect();
        (mean(&self.word_total), mean(&self.pair_total))
    }
}

fn step(weight: &mut f32, sum: &mut f32, gradient: f32, rate: f32, decay: f32) {
    let gradient = gradient + decay * *weight;
    *sum += gradient * gradient;
    *weight -= rate * gradient / sum.sqrt();
}

fn log_sum(terms: [f32; 4]) -> f32 {
    let top = terms.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    top + terms.iter().map(|t| (t - top).exp()).sum::<f32>().ln()
}
