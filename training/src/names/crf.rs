//! A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001), fitted by AdaGrad on one run at a
//! time. "None" scores 0 everywhere, so a feature's row holds what it says for each label against no name.

use sayso_language::names::{COLUMNS, LABELS, may_follow};

/// A run of tokens with their features, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Instance {
    /// Number of the document.
    pub(crate) document: u32,
    /// Its first token in the document.
    pub(crate) first: u32,
    pub(crate) weight: f32,
    pub(crate) labels: Vec<u8>,
    /// Features of token `i`: `features[ends[i - 1]..ends[i]]`.
    pub(crate) features: Vec<u32>,
    pub(crate) ends: Vec<u32>,
    /// Scores that are given, not learned; empty for none.
    pub(crate) base: Vec<[f32; COLUMNS]>,
}

impl Instance {
    pub(crate) fn of(&self, at: usize) -> &[u32] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.features[start..self.ends[at] as usize]
    }
}

/// The weights.
#[derive(Clone)]
pub(crate) struct Crf {
    pub(crate) rows: Vec<[f32; COLUMNS]>,
    pub(crate) transitions: [[f32; LABELS]; LABELS],
}

/// How to fit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    pub(crate) epochs: usize,
    pub(crate) rate: f32,
    /// Share of features left out of a token at random.
    pub(crate) dropout: f32,
    /// Pull of each used weight towards 0.
    pub(crate) decay: f32,
    /// Whether transitions stay as they are.
    pub(crate) given_transitions: bool,
}

/// Forward-backward over one run.
#[derive(Default)]
pub(crate) struct Lattice {
    potentials: Vec<[f32; LABELS]>,
    forward: Vec<[f32; LABELS]>,
    backward: Vec<[f32; LABELS]>,
    /// Probability of each label at each token.
    pub(crate) marginals: Vec<[f32; LABELS]>,
    expected: Vec<[f32; LABELS]>,
}

/// Deterministic random numbers (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, (self.next() % (at as u64 + 1)) as usize);
        }
    }
}

/// The transitions that can be: for each label the labels that may stand before it.
pub(crate) fn before() -> Vec<Vec<usize>> {
    let legal = |before: usize, after: usize| may_follow(before as u8, after as u8);
    (0..LABELS).map(|after| (0..LABELS).filter(|before| legal(*before, after)).collect()).collect()
}

impl Crf {
    pub(crate) fn new(features: usize) -> Self {
        Self { rows: vec![[0.0; COLUMNS]; features], transitions: [[0.0; LABELS]; LABELS] }
    }

    /// The scores of a run's tokens.
    pub(crate) fn scores(&self, run: &Instance, kept: &[u32], ends: &[u32]) -> Vec<[f32; COLUMNS]> {
        let mut scores = if run.base.is_empty() { vec![[0.0; COLUMNS]; run.labels.len()] } else { run.base.clone() };
        let mut start = 0;
        for (score, end) in scores.iter_mut().zip(ends) {
            for feature in &kept[start..*end as usize] {
                for (s, w) in score.iter_mut().zip(&self.rows[*feature as usize]) {
                    *s += w;
                }
            }
            start = *end as usize;
        }
        scores
    }

    /// Fits to the instances.
    pub(crate) fn fit(&mut self, runs: &[&Instance], fit: Fit) {
        let legal = before();
        let mut squares = vec![[0.0_f32; COLUMNS]; self.rows.len()];
        let mut transition_squares = [[0.0_f32; LABELS]; LABELS];
        let mut order: Vec<u32> = (0..runs.len() as u32).collect();
        let mut random = Random(17);
        let mut lattice = Lattice::default();
        let mut sum: Option<(usize, Self)> = None;
        let (mut kept, mut ends) = (Vec::new(), Vec::new());
        for epoch in 0..fit.epochs {
            random.shuffle(&mut order);
            let mut loss = 0.0_f64;
            for number in &order {
                let run = runs[*number as usize];
                kept.clear();
                ends.clear();
                for at in 0..run.labels.len() {
                    kept.extend(run.of(at).iter().filter(|_| fit.dropout == 0.0 || random.unit() >= fit.dropout));
                    ends.push(kept.len() as u32);
                }
                let scores = self.scores(run, &kept, &ends);
                let total = lattice.run(&scores, &self.transitions, &legal);
                loss += f64::from(run.weight) * (total - f64::from(self.score(run, &scores)));
                let mut start = 0;
                for (at, end) in ends.iter().enumerate() {
                    let mut gradient = [0.0_f32; COLUMNS];
                    for (g, m) in gradient.iter_mut().zip(&lattice.marginals[at][1..]) {
                        *g = m * run.weight;
                    }
                    if let Some(gold) = usize::from(run.labels[at]).checked_sub(1) {
                        gradient[gold] -= run.weight;
                    }
                    for feature in &kept[start..*end as usize] {
                        let row = &mut self.rows[*feature as usize];
                        let square = &mut squares[*feature as usize];
                        for ((w, s), g) in row.iter_mut().zip(square.iter_mut()).zip(&gradient) {
                            let g = g + fit.decay * *w;
                            *s += g * g;
                            *w -= fit.rate * g / (s.sqrt() + 1e-3);
                        }
                    }
                    start = *end as usize;
                }
                if fit.given_transitions {
                    continue;
                }
                let expected = &mut lattice.expected;
                let mut last = 0;
                for label in run.labels.iter().map(|l| usize::from(*l)).chain([0]) {
                    expected[last][label] -= 1.0;
                    last = label;
                }
                for (after, befores) in legal.iter().enumerate() {
                    for before in befores {
                        let g = expected[*before][after] * run.weight;
                        let s = &mut transition_squares[*before][after];
                        *s += g * g;
                        self.transitions[*before][after] -= fit.rate * g / (s.sqrt() + 1e-3);
                    }
                }
            }
            eprintln!("  epoch {}: loss {:.4} a run", epoch + 1, loss / runs.len() as f64);
            if epoch * 2 >= fit.epochs {
                let (count, sum) = sum.get_or_insert_with(|| (0, Self::new(self.rows.len())));
                *count += 1;
                sum.add(self);
            }
        }
        if let Some((count, mut sum)) = sum {
            let share = 1.0 / count as f32;
            // All features are there when the model is used.
            sum.rows.iter_mut().flatten().for_each(|w| *w *= share * (1.0 - fit.dropout));
            sum.transitions.iter_mut().flatten().for_each(|w| *w *= share);
            *self = sum;
        }
    }

    fn add(&mut self, other: &Self) {
        for (to, from) in self.rows.iter_mut().flatten().zip(other.rows.iter().flatten()) {
            *to += from;
        }
        for (to, from) in self.transitions.iter_mut().flatten().zip(other.transitions.iter().flatten()) {
            *to += from;
        }
    }

    fn score(&self, run: &Instance, scores: &[[f32; COLUMNS]]) -> f32 {
        let mut total = 0.0;
        let mut last = 0;
        for (label, scores) in run.labels.iter().map(|l| usize::from(*l)).zip(scores) {
            total += self.transitions[last][label] + if label > 0 { scores[label - 1] } else { 0.0 };
            last = label;
        }
        total + self.transitions[last][0]
    }
}

impl Lattice {
    /// Fills the marginals; gives the logarithm of the sum over all label sequences.
    pub(crate) fn run(
        &mut self,
        scores: &[[f32; COLUMNS]],
        transitions: &[[f32; LABELS]; LABELS],
        legal: &[Vec<usize>],
    ) -> f64 {
        let length = scores.len();
        let mut factors = [[0.0_f32; LABELS]; LABELS];
        for (after, befores) in legal.iter().enumerate() {
            befores.iter().for_each(|before| factors[*before][after] = transitions[*before][after].exp());
        }
        let mut total = 0.0_f64;
        self.potentials.clear();
        for scores in scores {
            let most = scores.iter().copied().fold(0.0_f32, f32::max);
            total += f64::from(most);
            let mut row = [0.0; LABELS];
            row[0] = (-most).exp();
            for (p, s) in row[1..].iter_mut().zip(scores) {
                *p = (s - most).exp();
            }
            self.potentials.push(row);
        }
        self.forward.clear();
        let mut last = [0.0_f32; LABELS];
        last[0] = 1.0;
        for potentials in &self.potentials {
            let mut next = [0.0_f32; LABELS];
            for (after, befores) in legal.iter().enumerate() {
                next[after] = befores.iter().map(|b| last[*b] * factors[*b][after]).sum::<f32>() * potentials[after];
            }
            let scale = next.iter().sum::<f32>().max(1e-30);
            next.iter_mut().for_each(|n| *n /= scale);
            total += f64::from(scale).ln();
            self.forward.push(next);
            last = next;
        }
        let end = legal[0].iter().map(|b| last[*b] * factors[*b][0]).sum::<f32>().max(1e-30);
        total += f64::from(end).ln();
        self.backward.clear();
        self.backward.resize(length, [0.0; LABELS]);
        self.marginals.clear();
        self.marginals.resize(length, [0.0; LABELS]);
        self.expected = vec![[0.0; LABELS]; LABELS];
        let mut next = [0.0_f32; LABELS];
        for (before, n) in next.iter_mut().enumerate() {
            *n = factors[before][0];
        }
        for at in (0..length).rev() {
            let forward = &self.forward[at];
            let sum = forward.iter().zip(&next).map(|(f, b)| f * b).sum::<f32>().max(1e-30);
            for ((m, f), b) in self.marginals[at].iter_mut().zip(forward).zip(&next) {
                *m = f * b / sum;
            }
            if at + 1 == length {
                for before in &legal[0] {
                    self.expected[*before][0] += self.marginals[at][*before];
                }
            }
            let mut back = [0.0_f32; LABELS];
            let mut emitted = next;
            emitted.iter_mut().zip(&self.potentials[at]).for_each(|(e, p)| *e *= p);
            let mut start = [0.0_f32; LABELS];
            start[0] = 1.0;
            let previous = if at == 0 { &start } else { &self.forward[at - 1] };
            let mut pairs = 0.0;
            for (after, befores) in legal.iter().enumerate() {
                for before in befores {
                    let through = factors[*before][after] * emitted[after];
                    back[*before] += through;
                    pairs += previous[*before] * through;
                }
            }
            let share = 1.0 / f32::max(pairs, 1e-30);
            for (after, befores) in legal.iter().enumerate() {
                for before in befores {
                    self.expected[*before][after] +=
                        previous[*before] * factors[*before][after] * emitted[after] * share;
                }
            }
            let scale = 1.0 / back.iter().sum::<f32>().max(1e-30);
            back.iter_mut().for_each(|b| *b *= scale);
            self.backward[at] = next;
            next = back;
        }
        total
    }
}
