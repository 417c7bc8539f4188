//! Fits the weights of `he` and `she` in `lexicons/en/pronouns.tsv` on GAP.
//!
//! A log-linear choice among the mentions before the pronoun: the chance of a right one is made large, by plain
//! gradient ascent, held near the weights that the table has.

use super::gap::{self, Snippet};
use super::print;
use anyhow::Context as _;
use sayso_reading::FEATURES;
use std::path::PathBuf;

/// Options of `train-pronouns`.
#[derive(clap::Args)]
pub(crate) struct TrainPronouns {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// The table to start from, and to write with `--write`.
    #[arg(long, default_value = "lexicons/en/pronouns.tsv")]
    table: PathBuf,
    /// Parts of GAP to learn from.
    #[arg(long, default_value = "validation")]
    train: Vec<String>,
    /// How strongly the weights are held to where they start.
    #[arg(long, default_value_t = 0.01)]
    hold: f64,
    /// Write the weights into the table.
    #[arg(long)]
    write: bool,
}

/// A pronoun: the features of its candidates, and which are right.
struct Case {
    candidates: Vec<(Vec<f64>, bool)>,
    /// For each candidate, which of the two names it is.
    is: Vec<[bool; 2]>,
    gold: [bool; 2],
}

fn case(snippet: &Snippet) -> Option<Case> {
    let choice = snippet.choices.iter().find(|c| c.pronoun == snippet.pronoun)?;
    let gold = snippet.names.map(|n| n.1);
    let mut case = Case { candidates: Vec::new(), is: Vec::new(), gold };
    for (actor, _, features) in &choice.candidates {
        let is = snippet.names.map(|(name, _)| snippet.is(*actor, name));
        let right = is.iter().zip(gold).any(|(is, gold)| *is && gold);
        case.candidates.push((features.iter().map(|f| f64::from(*f)).collect(), right));
        case.is.push(is);
    }
    Some(case)
}

fn score(features: &[f64], weights: &[f64]) -> f64 {
    features.iter().zip(weights).map(|(f, w)| f * w).sum()
}

impl TrainPronouns {
    /// Fits and prints; writes where asked.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let table = std::fs::read_to_string(&self.table).with_context(|| self.table.display().to_string())?;
        let mut start = vec![0.0; FEATURES.len()];
        for line in table.lines() {
            let mut cells = line.split('\t');
            let feature = cells.next().and_then(|name| FEATURES.iter().position(|f| *f == name));
            if let (Some(feature), Some(weight)) = (feature, cells.next()) {
                start[feature] = weight.parse()?;
            }
        }
        let mut train = Vec::new();
        for split in &self.train {
            train.extend(gap::read(&self.shared, split)?.iter().filter_map(case));
        }
        let held: Vec<Case> = gap::read(&self.shared, "development")?.iter().filter_map(case).collect();
        // What no weights can mend: the right one is no candidate.
        let told = held.iter().filter(|c| c.gold.contains(&true)).count();
        let lost = held.iter().filter(|c| c.gold.contains(&true) && !c.candidates.iter().any(|(_, r)| *r)).count();
        print(&format!("development: of {told} pronouns that mean a name, {lost} lack it among their candidates"));
        print(&format!("start: train {:.1}, development {:.1}", f1(&train, &start), f1(&held, &start)));
        let weights = fit(&train, &start, self.hold);
        print(&format!("fitted: train {:.1}, development {:.1}", f1(&train, &weights), f1(&held, &weights)));
        // How well weights do on what they were not fitted on, where development is learned from too.
        let (mut even, mut odd) = (Vec::new(), Vec::new());
        for (number, case) in held.into_iter().enumerate() {
            (if number % 2 == 0 { &mut even } else { &mut odd }).push(case);
        }
        let (by_even, by_odd) = (fit(&even, &start, self.hold), fit(&odd, &start, self.hold));
        print(&format!("two folds of development: {:.1}, {:.1}", f1(&odd, &by_even), f1(&even, &by_odd)));
        for (name, weight) in FEATURES.iter().zip(&weights) {
            print(&format!("{name}\t{weight:.2}"));
        }
        if self.write {
            let mut out = String::new();
            for line in table.lines() {
                let mut cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
                if let Some(feature) = FEATURES.iter().position(|f| Some(*f) == cells.first().map(String::as_str))
                    && let Some(cell) = cells.get_mut(1)
                {
                    *cell = format!("{:.2}", weights[feature]);
                }
                out.push_str(&cells.join("\t"));
                out.push('\n');
            }
            std::fs::write(&self.table, out)?;
        }
        Ok(())
    }
}

/// F1 of the two names as GAP counts it, over the pronouns that have candidates.
fn f1(cases: &[Case], weights: &[f64]) -> f64 {
    let (mut right, mut said, mut gold) = (0.0, 0.0, 0.0);
    for case in cases {
        let best = (0..case.candidates.len()).max_by(|a, b| {
            let of = |c: &usize| score(&case.candidates[*c].0, weights);
            of(a).total_cmp(&of(b)).then(b.cmp(a))
        });
        let is = best.map_or([false, false], |b| case.is[b]);
        for (is, told) in is.into_iter().zip(case.gold) {
            right += f64::from(u8::from(is && told));
            said += f64::from(u8::from(is));
            gold += f64::from(u8::from(told));
        }
    }
    200.0 * right / f64::max(said + gold, 1.0)
}

fn fit(cases: &[Case], start: &[f64], hold: f64) -> Vec<f64> {
    let mut weights = start.to_vec();
    let useful: Vec<&Case> = cases
        .iter()
        .filter(|c| c.candidates.iter().any(|(_, right)| *right) && c.candidates.iter().any(|(_, right)| !*right))
        .collect();
    let count = useful.len().max(1) as f64;
    for round in 0..600 {
        let mut slope: Vec<f64> = weights.iter().zip(start).map(|(w, s)| hold * (s - w)).collect();
        for case in &useful {
            let scores: Vec<f64> = case.candidates.iter().map(|(f, _)| score(f, &weights)).collect();
            let most = scores.iter().copied().fold(f64::MIN, f64::max);
            let chances: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
            let all: f64 = chances.iter().sum();
            let right: f64 = chances.iter().zip(&case.candidates).filter(|(_, (_, r))| *r).map(|(c, _)| c).sum();
            for (chance, (features, is_right)) in chances.iter().zip(&case.candidates) {
                let told = if *is_right { chance / right.max(1e-12) } else { 0.0 };
                for (slope, feature) in slope.iter_mut().zip(features) {
                    *slope += (told - chance / all) * feature / count;
                }
            }
        }
        let step = 0.8 / (1.0 + f64::from(round) / 200.0);
        for (weight, slope) in weights.iter_mut().zip(slope) {
            *weight += step * slope;
        }
    }
    weights
}
