//! Averaged perceptrons over hashed features, and their way into the tables that ship.
//!
//! A feature gets a row only when an update first touches it, so the tables hold what made a difference and nothing
//! else. Averages are kept the lazy way: each update is also added to a sum weighted by the time at which it came.

use sayso_language::tables::{Narrow, Wide};

/// A perceptron for three classes and very many features.
#[derive(Clone)]
pub(crate) struct Three {
    slots: Vec<Slot>,
    filled: usize,
    /// Updates would be lost to rounding in 32 bits: there are more than 2^24 of them.
    time: f64,
}

#[derive(Clone, Copy, Default)]
struct Slot {
    feature: u64,
    weights: [f32; 3],
    sums: [f64; 3],
}

impl Three {
    pub(crate) fn new() -> Self {
        Self { slots: vec![Slot::default(); 1 << 20], filled: 0, time: 1.0 }
    }

    fn slot(slots: &[Slot], feature: u64) -> usize {
        let mask = slots.len() - 1;
        let mut at = (feature >> 20) as usize & mask;
        while slots[at].feature != 0 && slots[at].feature != feature {
            at = (at + 1) & mask;
        }
        at
    }

    pub(crate) fn score(&self, features: &[u64]) -> [f32; 3] {
        let mut scores = [0.0; 3];
        for feature in features {
            let slot = &self.slots[Self::slot(&self.slots, *feature)];
            for (score, weight) in scores.iter_mut().zip(slot.weights) {
                *score += weight;
            }
        }
        scores
    }

    /// Settles on the averages: no more learning after this.
    pub(crate) fn average(&mut self) {
        for slot in &mut self.slots {
            for (weight, sum) in slot.weights.iter_mut().zip(&mut slot.sums) {
                *weight -= (*sum / self.time) as f32;
                *sum = 0.0;
            }
        }
    }

    /// Lets time go by: averages are taken over it.
    pub(crate) fn tick(&mut self) {
        self.time += 1.0;
    }

    pub(crate) fn add(&mut self, features: &[u64], class: usize, amount: f32) {
        for feature in features {
            if self.filled * 10 > self.slots.len() * 6 {
                self.grow();
            }
            let at = Self::slot(&self.slots, *feature);
            let slot = &mut self.slots[at];
            if slot.feature == 0 {
                slot.feature = *feature;
                self.filled += 1;
            }
            slot.weights[class] += amount;
            slot.sums[class] += f64::from(amount) * self.time;
        }
    }

    fn grow(&mut self) {
        let mut larger = vec![Slot::default(); self.slots.len() * 2];
        for slot in self.slots.iter().filter(|slot| slot.feature != 0) {
            let at = Self::slot(&larger, slot.feature);
            larger[at] = *slot;
        }
        self.slots = larger;
    }

    /// Adds the weights of another; both have settled on their averages.
    pub(crate) fn absorb(&mut self, other: &Self) {
        for slot in other.slots.iter().filter(|slot| slot.feature != 0) {
            for (class, weight) in slot.weights.iter().enumerate() {
                self.add(&[slot.feature], class, *weight);
            }
        }
        self.slots.iter_mut().for_each(|slot| slot.sums = [0.0; 3]);
    }

    /// The section with the averaged weights of the `most` most important features.
    pub(crate) fn section(&self, scale: f32, most: usize) -> Vec<u8> {
        let mut rows: Vec<(f32, u64, [i16; 2])> = Vec::new();
        for slot in self.slots.iter().filter(|slot| slot.feature != 0) {
            let [a, b, c]: [f32; 3] =
                std::array::from_fn(|class| slot.weights[class] - (slot.sums[class] / self.time) as f32);
            // A constant added to all classes changes no decision, and two weights are cheaper to store than three.
            let weights = [b - a, c - a].map(|w| (w * scale).round().clamp(-2000.0, 2000.0) as i16);
            if weights != [0; 2] {
                rows.push((a.max(b).max(c) - a.min(b).min(c), slot.feature, weights));
            }
        }
        eprintln!("{} features, {} with weights, {} kept", self.filled, rows.len(), rows.len().min(most));
        rows.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        rows.truncate(most);
        Narrow::write(&rows.into_iter().map(|(_, feature, weights)| (feature, weights)).collect::<Vec<_>>())
    }
}

/// A perceptron for up to 63 classes.
#[derive(Clone)]
pub(crate) struct Many {
    classes: usize,
    keys: Vec<(u64, u32)>,
    weights: Vec<f32>,
    sums: Vec<f64>,
    time: f64,
}

impl Many {
    pub(crate) fn new(classes: usize) -> Self {
        Self { classes, keys: vec![(0, 0); 1 << 18], weights: Vec::new(), sums: Vec::new(), time: 1.0 }
    }

    fn rows(&self) -> usize {
        self.weights.len() / self.classes
    }

    fn place(keys: &[(u64, u32)], feature: u64) -> usize {
        let mask = keys.len() - 1;
        let mut at = (feature >> 20) as usize & mask;
        while keys[at].0 != 0 && keys[at].0 != feature {
            at = (at + 1) & mask;
        }
        at
    }

    pub(crate) fn score(&self, features: &[u64]) -> [f32; 64] {
        let mut scores = [0.0; 64];
        for feature in features {
            let (key, row) = self.keys[Self::place(&self.keys, *feature)];
            if key != 0 {
                let row = &self.weights[row as usize * self.classes..][..self.classes];
                for (score, weight) in scores.iter_mut().zip(row) {
                    *score += weight;
                }
            }
        }
        scores
    }

    pub(crate) fn tick(&mut self) {
        self.time += 1.0;
    }

    /// Settles on the averages: no more learning after this.
    pub(crate) fn average(&mut self) {
        for (weight, sum) in self.weights.iter_mut().zip(&mut self.sums) {
            *weight -= (*sum / self.time) as f32;
            *sum = 0.0;
        }
    }

    /// Moves weight from class `wrong` to class `right`.
    pub(crate) fn correct(&mut self, features: &[u64], right: usize, wrong: usize, amount: f32) {
        for feature in features {
            let row = self.row(*feature);
            self.weights[row + right] += amount;
            self.sums[row + right] += f64::from(amount) * self.time;
            self.weights[row + wrong] -= amount;
            self.sums[row + wrong] -= f64::from(amount) * self.time;
        }
    }

    /// Where the weights of a feature begin; they are made where there are none.
    fn row(&mut self, feature: u64) -> usize {
        if self.rows() * 10 > self.keys.len() * 6 {
            self.grow();
        }
        let at = Self::place(&self.keys, feature);
        if self.keys[at].0 == 0 {
            self.keys[at] = (feature, self.rows() as u32);
            self.weights.resize(self.weights.len() + self.classes, 0.0);
            self.sums.resize(self.sums.len() + self.classes, 0.0);
        }
        self.keys[at].1 as usize * self.classes
    }

    /// Adds the weights of another; both have settled on their averages.
    pub(crate) fn absorb(&mut self, other: &Self) {
        for (feature, from) in other.keys.iter().filter(|(feature, _)| *feature != 0) {
            let row = self.row(*feature);
            let from = &other.weights[*from as usize * self.classes..][..self.classes];
            self.weights[row..row + self.classes].iter_mut().zip(from).for_each(|(to, from)| *to += from);
        }
    }

    fn grow(&mut self) {
        let mut larger = vec![(0, 0); self.keys.len() * 2];
        for (feature, row) in self.keys.iter().filter(|(feature, _)| *feature != 0) {
            let at = Self::place(&larger, *feature);
            larger[at] = (*feature, *row);
        }
        self.keys = larger;
    }

    /// The section with the averaged weights of the `most` most important features.
    pub(crate) fn section(&self, scale: f32, most: usize) -> Vec<u8> {
        let mut rows: Vec<(f32, u64, Vec<i16>)> = Vec::new();
        for (feature, row) in self.keys.iter().filter(|(feature, _)| *feature != 0) {
            let row = *row as usize * self.classes;
            let mean: Vec<f32> =
                (row..row + self.classes).map(|at| self.weights[at] - (self.sums[at] / self.time) as f32).collect();
            let weights: Vec<i16> = mean.iter().map(|w| (w * scale).round().clamp(-8000.0, 8000.0) as i16).collect();
            if weights.iter().any(|w| *w != 0) {
                rows.push((mean.iter().map(|w| w * w).sum(), *feature, weights));
            }
        }
        eprintln!("{} features, {} with weights, {} kept", self.rows(), rows.len(), rows.len().min(most));
        rows.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        rows.truncate(most);
        Wide::write(self.classes, &rows.into_iter().map(|(_, feature, weights)| (feature, weights)).collect::<Vec<_>>())
    }
}

/// A small generator of pseudo-random numbers (SplitMix64), so that the same seed gives the same bytes for ever.
#[derive(Clone)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// From 0 up to, not including, `below`.
    pub(crate) fn below(&mut self, below: usize) -> usize {
        ((u128::from(self.next()) * below as u128) >> 64) as usize
    }

    /// True in `chance` of all cases.
    pub(crate) fn chance(&mut self, chance: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 <= chance
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}
