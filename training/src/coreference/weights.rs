//! Fits the weights of `he` and `she` in `lexicons/en/pronouns.tsv` on GAP.
//!
//! A log-linear choice among the mentions before the pronoun: the chance of a right one is made large, by plain
//! gradient ascent, held near zero. What GAP has no case of keeps the weight that the table has.
//!
//! A pronoun's candidates depend on how the pronouns before it were read, and so on the weights: GAP is read and the
//! weights are fitted in turns until they stay the same. So the table, fitted again, comes out as it went in.

use super::gap::{self, Snippet};
use super::print;
use anyhow::Context as _;
use sayso_language::Language;
use sayso_reading::{FEATURES, Lexicons};
use std::path::PathBuf;

/// Options of `train-pronouns`.
#[derive(clap::Args)]
pub(crate) struct TrainPronouns {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Folder of trained sections to read with [default: those that this build carries].
    #[arg(long)]
    from: Option<PathBuf>,
    /// The table to start from, and to write with `--write`.
    #[arg(long, default_value = "lexicons/en/pronouns.tsv")]
    table: PathBuf,
    /// Parts of GAP to learn from.
    #[arg(long, default_values = ["validation", "development"])]
    train: Vec<String>,
    /// How strongly the weights are held to zero.
    #[arg(long, default_value_t = 0.005)]
    hold: f64,
    /// Write the weights into the table.
    #[arg(long)]
    write: bool,
}

/// Turns of reading and fitting, should the weights not come to rest.
const TURNS: usize = 12;

/// A pronoun: the features of its candidates, and which are right.
#[derive(Clone)]
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
        let (language, mut lexicons) = match &self.from {
            Some(from) => crate::bundle::open(from)?,
            None => (Language::english()?, Lexicons::english()?),
        };
        let mut weights = start(&table)?;
        for turn in 1..=TURNS {
            let written: Vec<f32> = weights.iter().map(|w| *w as f32).collect();
            lexicons = lexicons.with_pronouns(&written);
            let mut cases = Vec::new();
            for split in &self.train {
                cases.extend(gap::read(&self.shared, split, &language, &lexicons)?.iter().filter_map(case));
            }
            let before = f1(&cases, &weights);
            let fitted = rounded(&fit(&cases, &weights, self.hold));
            print(&format!(
                "turn {turn}: {} pronouns, F1 {before:.1} before, {:.1} fitted",
                cases.len(),
                f1(&cases, &fitted)
            ));
            if turn == 1 {
                self.tell_folds(&cases, &weights);
            }
            if fitted == weights {
                break;
            }
            weights = fitted;
        }
        for (name, weight) in FEATURES.iter().zip(&weights) {
            print(&format!("{name}\t{weight:.2}"));
        }
        if self.write {
            std::fs::write(&self.table, with_weights(&table, &weights))?;
        }
        Ok(())
    }

    /// How well weights do on what they were not fitted on, and how often no weights could.
    fn tell_folds(&self, cases: &[Case], start: &[f64]) {
        let told = cases.iter().filter(|c| c.gold.contains(&true)).count();
        let lost = cases.iter().filter(|c| c.gold.contains(&true) && !c.candidates.iter().any(|(_, r)| *r)).count();
        print(&format!("of {told} pronouns that mean a name, {lost} lack it among their candidates"));
        let fold = |odd: usize| cases.iter().skip(odd).step_by(2).cloned().collect::<Vec<_>>();
        let (even, odd) = (fold(0), fold(1));
        let (by_even, by_odd) = (fit(&even, start, self.hold), fit(&odd, start, self.hold));
        print(&format!("two folds: {:.1}, {:.1}", f1(&odd, &by_even), f1(&even, &by_odd)));
    }
}

/// The weights in the table.
fn start(table: &str) -> anyhow::Result<Vec<f64>> {
    let mut start = vec![0.0; FEATURES.len()];
    for line in table.lines() {
        let mut cells = line.split('\t');
        let feature = cells.next().and_then(|name| FEATURES.iter().position(|f| *f == name));
        if let (Some(feature), Some(weight)) = (feature, cells.next()) {
            start[feature] = weight.parse()?;
        }
    }
    Ok(start)
}

/// The table with other weights for `he`.
fn with_weights(table: &str, weights: &[f64]) -> String {
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
    out
}

/// The weights as the table has them; no zero is negative.
fn rounded(weights: &[f64]) -> Vec<f64> {
    weights.iter().map(|weight| (weight * 100.0).round() / 100.0 + 0.0).collect()
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

/// Fits from zero; a weight that no case tells anything of stays as it was.
fn fit(cases: &[Case], before: &[f64], hold: f64) -> Vec<f64> {
    let useful: Vec<&Case> = cases
        .iter()
        .filter(|c| c.candidates.iter().any(|(_, right)| *right) && c.candidates.iter().any(|(_, right)| !*right))
        .collect();
    let count = useful.len().max(1) as f64;
    let mut weights = vec![0.0; before.len()];
    for round in 0..600 {
        let mut slope: Vec<f64> = weights.iter().map(|weight| -hold * weight).collect();
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
    let told = |feature: usize| useful.iter().flat_map(|c| &c.candidates).any(|(f, _)| f[feature] != 0.0);
    for (feature, weight) in weights.iter_mut().enumerate().filter(|(feature, _)| !told(*feature)) {
        *weight = before[feature];
    }
    weights
}
