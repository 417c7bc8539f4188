//! Logistic regression over many classes, by steps that shrink for each weight with its slopes so far (AdaGrad).

use std::collections::{BTreeMap, BTreeSet};

/// An example: its evidence by number, the number of its kind, and how much it counts.
type Row = (Vec<(usize, f64)>, usize, f64);

/// The class of what tells of no event.
pub(super) const NONE: &str = "-";

/// What is known of a use of a verb, with its values.
pub(super) type Evidence = Vec<(String, f32)>;

/// A use of a verb with the kind of event that it tells of.
pub(super) struct Example<'e> {
    pub(super) lemma: &'e str,
    pub(super) evidence: Evidence,
    pub(super) kind: &'e str,
    /// How much it counts.
    pub(super) counts: f64,
}

/// What was learned.
#[derive(Default)]
pub(super) struct Learned {
    pub(super) kinds: Vec<String>,
    /// A weight for each kind, by evidence.
    pub(super) weights: BTreeMap<String, Vec<f64>>,
}

const STEPS: usize = 120;
/// By how many verbs evidence must be met: what only one verb has would tell of that verb and of no other.
const MET: usize = 4;

impl Learned {
    /// Fits weights to examples, held to zero.
    pub(super) fn fit(examples: &[Example], hold: f64) -> Self {
        let kinds: BTreeSet<&str> = examples.iter().map(|e| e.kind).collect();
        let kinds: Vec<&str> = kinds.into_iter().collect();
        let mut met: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for example in examples {
            for (name, _) in &example.evidence {
                let verbs = met.entry(name).or_default();
                if verbs.len() < MET {
                    verbs.insert(example.lemma);
                }
            }
        }
        met.retain(|_, verbs| verbs.len() >= MET);
        let names: BTreeMap<&str, usize> = met.keys().enumerate().map(|(at, name)| (*name, at)).collect();
        let rows: Vec<Row> = examples
            .iter()
            .map(|e| {
                let known =
                    e.evidence.iter().filter_map(|(name, value)| Some((*names.get(name.as_str())?, f64::from(*value))));
                (known.collect(), kinds.iter().position(|k| *k == e.kind).unwrap_or(0), e.counts)
            })
            .collect();
        let many = kinds.len();
        let mut weights = vec![0.0; names.len() * many];
        let mut slopes_so_far = vec![1e-6; weights.len()];
        let mut chances = vec![0.0; many];
        for _ in 0..STEPS {
            let mut slopes: Vec<f64> = weights.iter().map(|w| -hold * w).collect();
            for (evidence, kind, counts) in &rows {
                chances.fill(0.0);
                for (at, value) in evidence {
                    for (chance, weight) in chances.iter_mut().zip(&weights[at * many..][..many]) {
                        *chance += value * weight;
                    }
                }
                softmax(&mut chances);
                chances[*kind] -= 1.0;
                for (at, value) in evidence {
                    for (slope, error) in slopes[at * many..][..many].iter_mut().zip(&chances) {
                        *slope -= counts * error * value;
                    }
                }
            }
            for ((weight, slope), sum) in weights.iter_mut().zip(&slopes).zip(&mut slopes_so_far) {
                *sum += slope * slope;
                *weight += 0.3 * slope / sum.sqrt();
            }
        }
        let weights = names.iter().map(|(name, at)| ((*name).to_owned(), weights[at * many..][..many].to_vec()));
        Self { weights: weights.collect(), kinds: kinds.into_iter().map(str::to_owned).collect() }
    }

    /// The likeliest kind, and how likely it is.
    pub(super) fn best(&self, evidence: &[(String, f32)]) -> (&str, f64) {
        let mut chances = vec![0.0; self.kinds.len()];
        for (name, value) in evidence {
            for (chance, weight) in chances.iter_mut().zip(self.weights.get(name).into_iter().flatten()) {
                *chance += f64::from(*value) * weight;
            }
        }
        softmax(&mut chances);
        let best = self.kinds.iter().zip(chances).max_by(|a, b| a.1.total_cmp(&b.1));
        best.map_or((NONE, 1.0), |(kind, chance)| (kind.as_str(), chance))
    }
}

fn softmax(scores: &mut [f64]) {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    scores.iter_mut().for_each(|s| *s = (*s - most).exp());
    let sum: f64 = scores.iter().sum();
    scores.iter_mut().for_each(|s| *s /= sum);
}

#[cfg(test)]
mod tests {
    use super::{Example, Learned, NONE};

    #[test]
    fn a_verb_goes_with_those_that_are_used_alike() {
        let verbs = ["one", "two", "three", "four", "five"];
        let example = |at: usize, name: &str, kind| Example {
            lemma: verbs[at % verbs.len()],
            evidence: vec![(name.to_owned(), 1.0), ("always".to_owned(), 1.0)],
            kind,
            counts: 1.0,
        };
        let mut examples: Vec<Example> = (0..20).map(|at| example(at, "beside armies", "190")).collect();
        examples.extend((0..30).map(|at| example(at, "beside songs", NONE)));
        let evidence = |name: &str| vec![(name.to_owned(), 1.0), ("always".to_owned(), 1.0)];
        let learned = Learned::fit(&examples, 0.02);
        let (kind, chance) = learned.best(&evidence("beside armies"));
        assert_eq!(kind, "190");
        assert!(chance > 0.8, "{chance}");
        assert_eq!(learned.best(&evidence("never met")).0, NONE);
    }

    #[test]
    fn what_few_verbs_have_gets_no_weight() {
        let example = |lemma| Example { lemma, evidence: vec![("odd".to_owned(), 1.0)], kind: "190", counts: 1.0 };
        let examples: Vec<Example> = ["raze", "raze", "maul", "maul"].into_iter().map(example).collect();
        assert!(Learned::fit(&examples, 0.02).weights.is_empty());
    }
}
