//! The relation scores of `../shared/tools/score_attribution.py`, so that training can watch them.

use sayso_record::Span;
use std::collections::BTreeSet;
use std::fmt;

/// Right, predicted and gold.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    right: usize,
    predicted: usize,
    gold: usize,
}

impl Count {
    /// F1 in percent.
    pub(super) fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.predicted + self.gold).max(1) as f64
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |of: usize| 100.0 * self.right as f64 / of.max(1) as f64;
        write!(f, "{:.2} (P {:.1} R {:.1})", self.f1(), percent(self.predicted), percent(self.gold))
    }
}

/// The scores of some articles.
#[derive(Clone, Debug, Default)]
pub(super) struct Result {
    pub(super) cue: Count,
    pub(super) matched: Count,
    pub(super) strict: Count,
    pub(super) nested: usize,
    source_right: usize,
}

impl fmt::Display for Result {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = 100.0 * self.source_right as f64 / self.matched.right.max(1) as f64;
        write!(
            f,
            "match {}, strict {}, cue {}, source {source:.1}, {} nested",
            self.matched, self.strict, self.cue, self.nested
        )
    }
}

type Units = [BTreeSet<usize>; 3];

impl Result {
    /// Adds an article's predictions against its gold.
    pub(super) fn add(&mut self, text: &str, gold: &[[Vec<Span>; 3]], predicted: &[[Vec<Span>; 3]]) {
        let words = words(text);
        let units = |all: &[[Vec<Span>; 3]]| -> Vec<Units> {
            let all = all.iter().map(|parts| parts.each_ref().map(|spans| inside(&words, spans)));
            all.filter(|u: &Units| u.iter().any(|r| !r.is_empty())).collect()
        };
        let (gold, predicted) = (units(gold), units(predicted));
        for count in [&mut self.cue, &mut self.matched, &mut self.strict] {
            count.gold += gold.len();
            count.predicted += predicted.len();
        }
        let touches = |a: &BTreeSet<usize>, b: &BTreeSet<usize>| !a.is_disjoint(b) || (a.is_empty() && b.is_empty());
        self.cue.right += pairs(&gold, &predicted, |g, p| !g[1].is_disjoint(&p[1])).len();
        let matched = pairs(&gold, &predicted, |g, p| touches(&g[1], &p[1]) && jaccard(&g[2], &p[2]) >= 0.5);
        self.matched.right += matched.len();
        self.source_right += matched.iter().filter(|(g, p)| touches(&gold[*g][0], &predicted[*p][0])).count();
        let strict =
            |g: &Units, p: &Units| touches(&g[1], &p[1]) && jaccard(&g[2], &p[2]) >= 0.8 && touches(&g[0], &p[0]);
        self.strict.right += pairs(&gold, &predicted, strict).len();
    }
}

/// Which of the predicted attributions match a gold one, and which do so strictly.
pub(super) fn right(text: &str, gold: &[[Vec<Span>; 3]], predicted: &[[Vec<Span>; 3]]) -> Vec<[bool; 2]> {
    let words = words(text);
    let units = |all: &[[Vec<Span>; 3]]| -> Vec<Units> {
        all.iter().map(|parts| parts.each_ref().map(|spans| inside(&words, spans))).collect()
    };
    let (gold, predicted) = (units(gold), units(predicted));
    let touches = |a: &BTreeSet<usize>, b: &BTreeSet<usize>| !a.is_disjoint(b) || (a.is_empty() && b.is_empty());
    let matched = |g: &Units, p: &Units| touches(&g[1], &p[1]) && jaccard(&g[2], &p[2]) >= 0.5;
    let mut right = vec![[false; 2]; predicted.len()];
    for (g, p) in pairs(&gold, &predicted, matched) {
        let strict = jaccard(&gold[g][2], &predicted[p][2]) >= 0.8 && touches(&gold[g][0], &predicted[p][0]);
        right[p] = [true, strict];
    }
    right
}

/// Runs of letters and digits, and every other sign alone, as byte ranges.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let mut running = false;
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        let letter = sign.is_alphanumeric() || sign == '_';
        match words.last_mut() {
            Some(last) if letter && running => last.1 = end,
            _ if !sign.is_whitespace() => words.push((at, end)),
            _ => {}
        }
        running = letter;
    }
    words
}

fn inside(words: &[(usize, usize)], spans: &[Span]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for span in spans {
        let first = words.partition_point(|w| w.1 <= span.start as usize);
        let here = words.iter().enumerate().skip(first).take_while(|(_, w)| w.0 < span.end as usize);
        found.extend(here.map(|(n, _)| n));
    }
    found
}

fn jaccard(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let common = a.intersection(b).count();
    common as f64 / (a.len() + b.len() - common) as f64
}

/// One-to-one pairs that fit, the likest first.
fn pairs(gold: &[Units], predicted: &[Units], fits: impl Fn(&Units, &Units) -> bool) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (g, gold) in gold.iter().enumerate() {
        for (p, predicted) in predicted.iter().enumerate() {
            if fits(gold, predicted) {
                let weight: f64 = gold.iter().zip(predicted).map(|(a, b)| jaccard(a, b)).sum();
                candidates.push((weight, g, p));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_predicted) = (BTreeSet::new(), BTreeSet::new());
    candidates.retain(|(_, g, p)| {
        let free = !used_gold.contains(g) && !used_predicted.contains(p);
        if free {
            used_gold.insert(*g);
            used_predicted.insert(*p);
        }
        free
    });
    candidates.into_iter().map(|(_, g, p)| (g, p)).collect()
}
