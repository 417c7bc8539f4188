//! The weights of linking across documents, fitted on ECB+, and ECB+ scored.

mod ecb;
mod fit;
mod score;

pub(crate) use score::ScoreLinking;

use anyhow::Result;
use ecb::{Fresh, Split};
use fit::Case;
use rustc_hash::FxHashMap;
use sayso_ledger::{Side, Stage, Weighed};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Options of `train-linking`.
#[derive(clap::Args)]
pub(crate) struct TrainLinking {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// The table to start from, and to write with `--write`.
    #[arg(long, default_value = "lexicons/en/linking.tsv")]
    table: PathBuf,
    /// How strongly the weights are held to zero.
    #[arg(long, default_value_t = 1.0)]
    hold: f64,
    /// Write the weights into the table.
    #[arg(long)]
    write: bool,
}

/// Comparisons with what the annotation says of them.
fn cases(split: &Split) -> Result<Vec<(Stage, Case)>> {
    let ledger = Fresh::of(&split.records()?)?;
    let place: FxHashMap<&str, usize> = (0..).zip(&split.documents).map(|(n, d)| (d.id.as_str(), n)).collect();
    let topic = |id: &str| split.documents[place[id]].topic;
    let weighed = ledger.ledger.weighed(|a, b| topic(a) == topic(b))?;
    let mut mentions: Vec<Vec<(usize, usize, &str)>> = vec![Vec::new(); split.documents.len()];
    for mention in &split.mentions {
        mentions[mention.document].push((mention.span.0, mention.span.1, &mention.chain));
    }
    let chains = |side: &Side| -> BTreeSet<&str> {
        let here = &mentions[place[side.0.as_str()]];
        let meets = |m: &&(usize, usize, &str)| side.1.iter().any(|(a, b)| *a < m.1 && m.0 < *b);
        here.iter().filter(meets).map(|m| m.2).collect()
    };
    let subtopic = |side: &Side| &split.documents[place[side.0.as_str()]].subtopic;
    let case = |weighed: &Weighed| -> Option<(Stage, Case)> {
        let [one, other] = [chains(&weighed.sides[0]), chains(&weighed.sides[1])];
        if one.is_empty() || other.is_empty() {
            return None;
        }
        let same = one.intersection(&other).next().is_some();
        let words = |side: &Side| -> BTreeSet<&str> {
            let here = split.mentions.iter().filter(|m| m.document == place[side.0.as_str()]);
            let met = here.filter(|m| side.1.iter().any(|(a, b)| *a < m.span.1 && m.span.0 < *b));
            met.map(|m| m.words.as_str()).collect()
        };
        // ECB+ tells a killing from the shooting that it was part of; linking does not. So what is no chain in common
        // says of other events that they are others, and within one only where the words for both are the same.
        let other_event = subtopic(&weighed.sides[0]) != subtopic(&weighed.sides[1])
            || words(&weighed.sides[0]) == words(&weighed.sides[1]);
        (same || other_event || weighed.stage == Stage::Within)
            .then(|| (weighed.stage, Case { evidence: weighed.evidence.clone(), same, counts: 1.0 }))
    };
    Ok(weighed.iter().filter_map(case).collect())
}

impl TrainLinking {
    /// Fits and prints; writes where asked.
    pub(crate) fn run(&self) -> Result<()> {
        let train = cases(&Split::read(&self.shared, "train")?)?;
        let dev = cases(&Split::read(&self.shared, "dev")?)?;
        let mut table = std::fs::read_to_string(&self.table)?;
        for stage in [Stage::Within, Stage::Across] {
            let of = |all: &[(Stage, Case)]| -> Vec<Case> {
                all.iter().filter(|(s, _)| *s == stage).map(|(_, c)| c.clone()).collect()
            };
            let (train, dev) = (of(&train), of(&dev));
            let (start, free) = weights(&table, stage)?;
            let fitted: Vec<f64> =
                fit::fit(&train, &start, &free, self.hold).iter().map(|w| (w * 100.0).round() / 100.0).collect();
            for (name, cases) in [("train", &train), ("dev", &dev)] {
                let same = cases.iter().filter(|c| c.same).count();
                println!("{} {name}: {} comparisons, {same} of one event", stage.name(), cases.len());
                for (what, weights) in [("as it was", &start), ("fitted", &fitted)] {
                    let (p, r, f) = fit::score(cases, weights);
                    println!("  {what}: precision {p:.1}, recall {r:.1}, F1 {f:.1}");
                }
            }
            for (at, name) in stage.evidence().iter().enumerate() {
                let met = |same: bool| train.iter().filter(|c| c.evidence[at] != 0.0 && c.same == same).count();
                println!(
                    "  {name:<24} {:>6.2} (was {:>6.2}; met {} / {})",
                    fitted[at],
                    start[at],
                    met(true),
                    met(false)
                );
            }
            table = with_weights(&table, stage, &fitted);
        }
        if self.write {
            std::fs::write(&self.table, table)?;
        }
        Ok(())
    }
}

/// The weights of a stage in the table, and which of them are to be fitted.
fn weights(table: &str, stage: Stage) -> Result<(Vec<f64>, Vec<bool>)> {
    let (mut weights, mut free) = (vec![0.0; stage.evidence().len()], vec![false; stage.evidence().len()]);
    for line in table.lines() {
        if let [name, evidence, weight, by] = line.split('\t').collect::<Vec<_>>()[..]
            && name == stage.name()
            && let Some(at) = stage.evidence().iter().position(|e| *e == evidence)
        {
            weights[at] = weight.parse()?;
            free[at] = by == "fit";
        }
    }
    Ok((weights, free))
}

/// The table with other weights for a stage.
fn with_weights(table: &str, stage: Stage, weights: &[f64]) -> String {
    let mut out = String::new();
    for line in table.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let at = cells.get(1).and_then(|cell| stage.evidence().iter().position(|e| e == cell));
        match at.filter(|_| cells[0] == stage.name() && cells.len() == 4) {
            Some(at) => out.push_str(&format!("{}\t{}\t{:.2}\t{}", cells[0], cells[1], weights[at], cells[3])),
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}
