//! Predictive exchange clustering in both directions.
//!
//! The quantity that grows is the likelihood of each word's cluster given the neighbour before it, and given
//! the neighbour after it (Uszkoreit and Brants 2008 for one direction, Dehdari, Tan and van Genabith 2016 for
//! both). Only the moved word's neighbours change when it moves, so a round over the vocabulary costs about as
//! much as there are pairs of neighbours, times the clusters that a neighbour is seen with.

/// Words' neighbours with their counts.
pub(crate) struct Bigrams {
    /// Words in order of frequency are numbered from 0.
    words: usize,
    /// Neighbours of word `w`: `contexts[ends[w - 1]..ends[w]]`. A word before is its number, a word after its
    /// number plus the count of words.
    contexts: Vec<(u32, u32)>,
    ends: Vec<usize>,
    counts: Vec<u32>,
}

impl Bigrams {
    /// Counts the pairs of `tokens`, numbers below `words`.
    pub(crate) fn count(tokens: &[u32], words: usize) -> Self {
        let mut pairs: Vec<u64> = tokens.windows(2).map(|w| u64::from(w[0]) << 32 | u64::from(w[1])).collect();
        pairs.sort_unstable();
        let mut unique: Vec<(u32, u32, u32)> = Vec::new();
        for pair in pairs {
            let (left, right) = ((pair >> 32) as u32, pair as u32);
            match unique.last_mut() {
                Some(last) if (last.0, last.1) == (left, right) => last.2 += 1,
                _ => unique.push((left, right, 1)),
            }
        }
        let mut ends = vec![0_usize; words];
        for (left, right, _) in &unique {
            ends[*left as usize] += 1;
            ends[*right as usize] += 1;
        }
        let mut total = 0;
        for end in &mut ends {
            let length = *end;
            *end = total;
            total += length;
        }
        let mut contexts = vec![(0_u32, 0_u32); total];
        for (left, right, count) in &unique {
            let at = &mut ends[*right as usize];
            contexts[*at] = (*left, *count);
            *at += 1;
            let at = &mut ends[*left as usize];
            contexts[*at] = (*right + words as u32, *count);
            *at += 1;
        }
        let mut counts = vec![0_u32; words];
        tokens.iter().for_each(|t| counts[*t as usize] += 1);
        Self { words, contexts, ends, counts }
    }

    fn of(&self, word: usize) -> &[(u32, u32)] {
        let start = if word == 0 { 0 } else { self.ends[word - 1] };
        &self.contexts[start..self.ends[word]]
    }
}

/// x log x, from a table where x is small.
struct Entropy {
    table: Vec<f64>,
}

impl Entropy {
    fn new() -> Self {
        let table = (0..1_u32 << 16).map(|x| if x == 0 { 0.0 } else { f64::from(x) * f64::from(x).ln() }).collect();
        Self { table }
    }

    fn of(&self, x: u32) -> f64 {
        self.table.get(x as usize).copied().unwrap_or_else(|| f64::from(x) * f64::from(x).ln())
    }
}

/// With which clusters, and how often, a neighbour is seen.
#[derive(Default)]
struct Row {
    entries: Vec<(u16, u32)>,
    /// Place of each cluster among the entries; empty while the row is short enough to search.
    places: Vec<u16>,
}

const SEARCHED: usize = 24;
const NOWHERE: u16 = u16::MAX;

impl Row {
    fn place(&self, cluster: u16) -> Option<usize> {
        if self.places.is_empty() {
            self.entries.iter().position(|e| e.0 == cluster)
        } else {
            let place = self.places[usize::from(cluster)];
            (place != NOWHERE).then_some(usize::from(place))
        }
    }

    fn add(&mut self, cluster: u16, count: u32, clusters: usize) {
        if let Some(place) = self.place(cluster) {
            self.entries[place].1 += count;
            return;
        }
        self.entries.push((cluster, count));
        if !self.places.is_empty() {
            self.places[usize::from(cluster)] = (self.entries.len() - 1) as u16;
        } else if self.entries.len() > SEARCHED {
            self.places = vec![NOWHERE; clusters];
            for (place, entry) in self.entries.iter().enumerate() {
                self.places[usize::from(entry.0)] = place as u16;
            }
        }
    }

    fn subtract(&mut self, cluster: u16, count: u32) {
        let Some(place) = self.place(cluster) else { return };
        self.entries[place].1 -= count;
        if self.entries[place].1 == 0 {
            self.entries.swap_remove(place);
            if !self.places.is_empty() {
                self.places[usize::from(cluster)] = NOWHERE;
                if let Some(moved) = self.entries.get(place) {
                    self.places[usize::from(moved.0)] = place as u16;
                }
            }
        }
    }
}

/// The cluster of each word, below `clusters`. Deterministic; no word is left without one.
pub(crate) fn exchange(bigrams: &Bigrams, clusters: usize, rounds: usize) -> Vec<u16> {
    let entropy = Entropy::new();
    let mut cluster_of: Vec<u16> = (0..bigrams.words).map(|w| (w % clusters) as u16).collect();
    let mut sizes = vec![0_u32; clusters];
    let mut rows: Vec<Row> = Vec::new();
    rows.resize_with(bigrams.words * 2, Row::default);
    for word in 0..bigrams.words {
        sizes[usize::from(cluster_of[word])] += bigrams.counts[word];
        for (context, count) in bigrams.of(word) {
            rows[*context as usize].add(cluster_of[word], *count, clusters);
        }
    }
    let mut gains = vec![0.0_f64; clusters];
    for round in 0..rounds {
        let mut moved = 0_usize;
        for (word, cluster) in cluster_of.iter_mut().enumerate() {
            let old = *cluster;
            let count = bigrams.counts[word];
            if count == 0 {
                continue;
            }
            sizes[usize::from(old)] -= count;
            for (gain, size) in gains.iter_mut().zip(&sizes) {
                *gain = 2.0 * (entropy.of(*size) - entropy.of(*size + count));
            }
            for (context, n) in bigrams.of(word) {
                let row = &mut rows[*context as usize];
                row.subtract(old, *n);
                let alone = entropy.of(*n);
                for (cluster, seen) in &row.entries {
                    gains[usize::from(*cluster)] += entropy.of(seen + n) - entropy.of(*seen) - alone;
                }
            }
            let mut best = old;
            for (cluster, gain) in gains.iter().enumerate() {
                if *gain > gains[usize::from(best)] + 1e-9 {
                    best = cluster as u16;
                }
            }
            if best != old {
                moved += 1;
                *cluster = best;
            }
            sizes[usize::from(best)] += count;
            for (context, n) in bigrams.of(word) {
                rows[*context as usize].add(best, *n, clusters);
            }
        }
        eprintln!("{clusters} clusters, round {}: {moved} words moved", round + 1);
        if moved * 200 < bigrams.words {
            break;
        }
    }
    cluster_of
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_like_places_share_a_cluster() {
        // 0 and 1 stand between 2 and 3; 4 and 5 between 6 and 7.
        let text: Vec<u32> = (0..200).flat_map(|i| [2, i % 2, 3, 6, 4 + i / 2 % 2, 7]).collect();
        let clusters = exchange(&Bigrams::count(&text, 8), 6, 20);
        assert_eq!(clusters[0], clusters[1]);
        assert_eq!(clusters[4], clusters[5]);
        assert_ne!(clusters[0], clusters[4]);
    }
}
