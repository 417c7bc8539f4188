//! `train-verbs`: what verbs without a row in `events.tsv` tell of, learned from the verbs that have one.
//!
//! The rules are the teacher: wherever the news has a verb with a rule between two known actors, what the rule makes of it
//! is an example, and a verb without a rule is one of no event. Two thirds of the annotated sentences are examples too. The
//! model never sees which verb it is, only whom it is like (`kin`), its clusters, and what stands around it; so it can be
//! tried on verbs that were left out: `--score` does so, and tells from which chance on an answer can be trusted.

mod examples;
mod kin;
mod learn;
mod score;

use crate::pool;
use anyhow::{Context, Result};
use examples::{Part, Told};
use kin::{Company, Kin};
use learn::{Example, Learned, NONE};
use sayso_language::{Language, Words, english_section};
use sayso_reading::Lexicons;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Learns what verbs without an event rule tell of, from those that have one and from two thirds of plv, plover_gsr and
/// cameo_manual (by a hash of the id), and writes `verb-kin.tsv` and `verb-weights.tsv`.
#[derive(clap::Args)]
pub(crate) struct TrainVerbs {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// The tables.
    #[arg(long, default_value = "lexicons/en")]
    tables: PathBuf,
    /// One article in so many tells what company verbs keep.
    #[arg(long, default_value_t = 3)]
    company: usize,
    /// One article in so many is read for uses of verbs.
    #[arg(long, default_value_t = 3)]
    uses: usize,
    /// How often a verb must be met.
    #[arg(long, default_value_t = 30)]
    count: u32,
    /// How strongly weights are held to zero.
    #[arg(long, default_value_t = 0.3)]
    hold: f64,
    /// How much a verb counts that has no rule: most of them tell of no event, and those that do are what is looked for.
    #[arg(long, default_value_t = 0.35)]
    idle: f64,
    /// How many of a kind's answers must be right for verbs that were left out. It is answered with from the least chance on
    /// that gives so much, and not at all where none does.
    #[arg(long, default_value_t = 0.75)]
    right: f64,
    /// Only try the model on verbs that are left out, each fifth of them in turn, and on the sentences kept aside.
    #[arg(long)]
    score: bool,
    /// Show so many answers for verbs without a rule.
    #[arg(long, default_value_t = 0)]
    show: usize,
}

/// Every so many-th article is left out, to look at what the model answers there.
const LEFT_OUT: usize = 16;
/// So many uses of a verb count in full; the more it has, the less each counts.
const USES: f64 = 15.0;
/// How much an annotated sentence counts.
const ANNOTATED: f64 = 2.0;
/// The least share of a kind among a verb's kin with which it may be that kind (as `lexicons/verbs.rs` has it).
const KINSHIP: f32 = 0.15;
/// What stands in the place of the kind of verbs whose rules hang on what stands around them: they say nothing of others.
const VARIES: &str = "varies";

const KIN_HEAD: &str = "\
# Verbs that no row of events.tsv has, and how the verbs that the news uses alike share out over the roots of CAMEO (`-`: no
# event); `like` names the nearest of those that have rules. Made by `sayso-training train-verbs`: do not edit; a verb that
# is wrong here gets a row in events.tsv, which goes before.
verb\tshares\tlike
";
const WEIGHTS_HEAD: &str = "\
# How evidence weighs when a verb without a rule stands between two known actors: logarithms of odds for the roots of CAMEO,
# `-` being no event; `needed` is the chance from which on the model answers with a kind. Made by `sayso-training train-verbs`, which
# learns from the verbs that have rules: do not edit.
evidence\tweights
";

/// All that is learned from.
pub(crate) struct Material {
    kin: Kin,
    told: Vec<Told>,
    /// For each verb the kinds of events that it tells of, in shares, and how much that counts.
    labels: BTreeMap<String, (BTreeMap<String, f64>, f64)>,
    /// Verbs with a rule.
    ruled: BTreeSet<String>,
}

impl TrainVerbs {
    pub(crate) fn run(&self) -> Result<()> {
        let material = self.material()?;
        let needed = score::leave_verbs_out(self, &material);
        if self.score {
            return Ok(());
        }
        let learned = self.fit(&material, &|_| true);
        let mut kin = KIN_HEAD.to_owned();
        let unruled: BTreeSet<&str> =
            material.told.iter().filter(|t| t.part == Part::News && !t.ruled).map(|t| t.lemma.as_str()).collect();
        let (mut rows, mut many) = (0, 0);
        for verb in material.kin.verbs().filter(|verb| unruled.contains(verb)) {
            let (shares, like) = material.kinship(verb, &|_| true);
            many += 1;
            if !needed.iter().any(|(kind, _)| related(&shares, kind)) {
                continue;
            }
            rows += 1;
            let shares: Vec<String> = shares
                .iter()
                .filter_map(|(name, share)| Some(format!("{}={share:.2}", name.strip_prefix("kin ")?)))
                .collect();
            kin.push_str(&format!("{verb}\t{}\t{}\n", shares.join(";"), like.join(";")));
        }
        let needed: Vec<String> = needed.iter().map(|(kind, chance)| format!("{kind}={chance:.2}")).collect();
        let mut weights = format!("{WEIGHTS_HEAD}needed\t{}\n", needed.join(";"));
        for (name, own) in &learned.weights {
            let own = learned.kinds.iter().zip(own).map(|(kind, weight)| (kind, (weight * 100.0).round() / 100.0));
            let own: Vec<String> =
                own.filter(|(_, w): &(_, f64)| w.abs() >= 0.05).map(|(kind, w)| format!("{kind}={w:.2}")).collect();
            if !own.is_empty() {
                weights.push_str(&format!("{name}\t{}\n", own.join(";")));
            }
        }
        println!(
            "{many} verbs without a rule between actors, {rows} rows of kin, {} of weights",
            weights.lines().count() - 4
        );
        std::fs::write(self.tables.join("verb-kin.tsv"), kin)?;
        std::fs::write(self.tables.join("verb-weights.tsv"), weights)?;
        Ok(())
    }

    fn material(&self) -> Result<Material> {
        let language = Language::english()?;
        let lexicons = Lexicons::english()?;
        let section = english_section("clusters").context("the model has no clusters")?;
        let mut company = Company::new(Words::open(section)?);
        let mut told = examples::of_gold(&self.shared, &language, &lexicons)?;
        eprintln!("{} uses in annotated sentences", told.len());
        let mut number = 0;
        for file in pool::files(&self.shared)? {
            pool::articles(&file, |article| {
                number += 1;
                if number % LEFT_OUT == 0 {
                    return;
                }
                if number % self.company == 0 {
                    company.add(&article.text, &language.analyze(&article.text));
                }
                if number % self.uses == 0 {
                    examples::of_news(&article.text, &language, &lexicons, &mut told);
                }
            })?;
            eprintln!("{}: {} uses so far", file.display(), told.len());
        }
        let kin = company.kin(self.count);
        let mut labels: BTreeMap<String, (BTreeMap<String, f64>, f64)> = BTreeMap::new();
        let mut ruled = BTreeSet::new();
        for (verb, root) in self.rows()? {
            let (shares, counts) = labels.entry(verb.clone()).or_default();
            *shares.entry(root).or_default() += 1.0;
            *counts = 1.0;
            ruled.insert(verb);
        }
        for (shares, counts) in labels.values_mut() {
            if shares.keys().any(|kind| kind != VARIES) {
                shares.remove(VARIES);
            } else {
                *counts = self.idle;
            }
        }
        // What a rule makes of a verb that means one thing here and another there teaches nothing of verbs like it.
        told.retain(|t| {
            t.part != Part::News || labels.get(&t.lemma).is_none_or(|(shares, _)| !shares.contains_key(VARIES))
        });
        for verb in kin.verbs().filter(|verb| !ruled.contains(*verb)) {
            labels.insert(verb.to_owned(), (BTreeMap::from([(NONE.to_owned(), 1.0)]), self.idle));
        }
        for (shares, _) in labels.values_mut() {
            let all: f64 = shares.values().sum();
            shares.values_mut().for_each(|share| *share /= all);
        }
        Ok(Material { kin, told, labels, ruled })
    }

    /// Verbs with the roots of the rows that they need nothing else for, and with [`VARIES`] for their other rows.
    fn rows(&self) -> Result<Vec<(String, String)>> {
        let path = self.tables.join("events.tsv");
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let mut rows = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [code, "v", words, when, ..] = cells[..] else { continue };
            let nested = cells.get(6).is_some_and(|options| options.contains("nest="));
            let root = match code {
                _ if !when.is_empty() || nested => VARIES.to_owned(),
                NONE => NONE.to_owned(),
                code => examples::root(code),
            };
            rows.extend(words.split(';').map(|word| (word.to_owned(), root.clone())));
        }
        Ok(rows)
    }

    /// Learns from the verbs that `wanted` takes.
    fn fit(&self, material: &Material, wanted: &dyn Fn(&str) -> bool) -> Learned {
        let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
        for one in &material.told {
            *counts.entry(&one.lemma).or_default() += 1.0;
        }
        let mut kinships: BTreeMap<&str, Vec<(String, f32)>> = BTreeMap::new();
        let mut examples = Vec::new();
        for one in material.told.iter().filter(|one| one.part != Part::Aside && wanted(&one.lemma)) {
            let kinship = kinships.entry(&one.lemma).or_insert_with(|| material.kinship(&one.lemma, wanted).0);
            let full = f64::min(1.0, USES / counts[one.lemma.as_str()]);
            let counts = match (one.part, one.ruled) {
                (Part::News, true) => full,
                (Part::News, false) => full * self.idle,
                _ => ANNOTATED,
            };
            examples.push(Example {
                lemma: &one.lemma,
                evidence: one.evidence.iter().chain(kinship.iter()).cloned().collect(),
                kind: &one.kinds[0],
                counts,
            });
        }
        Learned::fit(&examples, self.hold)
    }
}

/// Whether enough of a verb's kin tells of a kind.
fn related(kinship: &[(String, f32)], kind: &str) -> bool {
    kinship.iter().any(|(name, share)| name.strip_prefix("kin ") == Some(kind) && *share >= KINSHIP)
}

impl Material {
    /// How the verbs that the news uses alike share out over the kinds of events, and the nearest of them with a rule.
    fn kinship(&self, verb: &str, wanted: &dyn Fn(&str) -> bool) -> (Vec<(String, f32)>, Vec<&str>) {
        let near = self.kin.nearest(verb, &|other| wanted(other) && self.labels.contains_key(other));
        let mut shares: BTreeMap<&str, f64> = BTreeMap::new();
        let mut all = 0.0;
        for (other, alike) in &near {
            let (kinds, counts) = &self.labels[*other];
            let weight = f64::from(alike * alike) * counts;
            all += weight;
            for (kind, share) in kinds {
                *shares.entry(kind).or_default() += weight * share;
            }
        }
        // Rounded as the table has them.
        let rounded = |share: f64| ((share / all * 100.0).round() / 100.0) as f32;
        let shares = shares.into_iter().map(|(kind, share)| (format!("kin {kind}"), rounded(share)));
        let like = near.iter().map(|(other, _)| *other).filter(|other| self.ruled.contains(*other)).take(4).collect();
        (shares.filter(|(_, share)| *share >= 0.02).collect(), like)
    }
}
