//! What the model is worth on verbs that it was not shown.

use super::examples::{Part, Told};
use super::learn::NONE;
use super::{Material, TrainVerbs, USES, related};
use std::collections::{BTreeMap, BTreeSet};

const FOLDS: u8 = 5;
const CHANCES: [f64; 7] = [0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9];
/// The least chance to answer from, and of how many verbs left out a kind must be the answer to be judged.
const LEAST: f64 = 0.6;
const VERBS: usize = 3;

fn fold(verb: &str) -> u8 {
    blake3::hash(verb.as_bytes()).as_bytes()[0] % FOLDS
}

/// An answer for a verb that the model was not shown.
struct Answer<'m> {
    told: &'m Told,
    kind: String,
    chance: f64,
    /// How much it counts: so many uses of a verb count in full.
    counts: f64,
}

impl Answer<'_> {
    fn right(&self) -> bool {
        self.told.kinds.contains(&self.kind)
    }
}

/// Prints how the model does on each fifth of the verbs, trained on the others, and gives the kinds that it may answer
/// with, each with the chance that it needs.
pub(super) fn leave_verbs_out(options: &TrainVerbs, material: &Material) -> Vec<(String, f64)> {
    let mut uses: BTreeMap<&str, f64> = BTreeMap::new();
    for one in &material.told {
        *uses.entry(&one.lemma).or_default() += 1.0;
    }
    let mut answers = Vec::new();
    for out in 0..FOLDS {
        let wanted = |verb: &str| fold(verb) != out;
        let learned = options.fit(material, &wanted);
        let mut kinships = BTreeMap::new();
        for told in material.told.iter().filter(|told| !wanted(&told.lemma)) {
            let kinship = kinships.entry(&told.lemma).or_insert_with(|| material.kinship(&told.lemma, &wanted).0);
            let evidence: Vec<(String, f32)> = told.evidence.iter().chain(kinship.iter()).cloned().collect();
            let (kind, chance) = learned.best(&evidence);
            let kind = if related(kinship, kind) { kind } else { NONE };
            let counts = if told.part == Part::News { f64::min(1.0, USES / uses[told.lemma.as_str()]) } else { 1.0 };
            answers.push(Answer { told, kind: kind.to_owned(), chance, counts });
        }
        eprintln!("fold {out}: {} weights", learned.weights.len());
    }
    let in_news = |t: &Told| t.part == Part::News && t.ruled;
    let needed = kinds(&answers, &in_news, options.right);
    for answer in &mut answers {
        if !needed.iter().any(|(kind, chance)| *kind == answer.kind && answer.chance >= *chance) {
            answer.kind = NONE.to_owned();
        }
    }
    println!("with these kinds, from these chances on");
    table("verbs with a rule, in the news (the rule is right)", &answers, &in_news);
    table("annotated sentences to learn from", &answers, &|t| t.part == Part::Gold);
    table("annotated sentences kept aside", &answers, &|t| t.part == Part::Aside);
    let idle: Vec<&Answer> = answers.iter().filter(|a| a.told.part == Part::News && !a.told.ruled).collect();
    let mut shown: Vec<&&Answer> = idle.iter().filter(|a| a.kind != NONE).collect();
    println!("verbs without a rule, in the news: {} of {} uses are answered", shown.len(), idle.len());
    shown.sort_by_key(|a| *blake3::hash(a.told.shown.as_bytes()).as_bytes());
    for answer in shown.iter().take(options.show) {
        println!("{}\t{}\t{:.2}\t{}", answer.told.lemma, answer.kind, answer.chance, answer.told.shown);
    }
    needed
}

/// Prints the precision of each kind by chance, and gives those that reach `right`, with the chance from which on.
fn kinds(answers: &[Answer], wanted: &dyn Fn(&Told) -> bool, right: f64) -> Vec<(String, f64)> {
    let here: Vec<&Answer> = answers.iter().filter(|a| wanted(a.told)).collect();
    let all: BTreeSet<&str> = here.iter().map(|a| a.kind.as_str()).filter(|kind| *kind != NONE).collect();
    println!("left out: precision of each kind (answers, verbs) from a chance on");
    println!("kind   {}", CHANCES.map(|c| format!("{c:<18.2}")).concat());
    let mut needed = Vec::new();
    for kind in all {
        let mut line = format!("{kind}    ");
        let mut least = None;
        for chance in CHANCES {
            let said: Vec<&&Answer> = here.iter().filter(|a| a.kind == kind && a.chance >= chance).collect();
            let verbs = said.iter().map(|a| a.told.lemma.as_str()).collect::<BTreeSet<&str>>().len();
            let precision = share(&said, |a| a.right());
            line.push_str(&format!("{:<18}", format!("{precision:.2} ({}, {verbs})", said.len())));
            if least.is_none() && chance >= LEAST && precision >= right && verbs >= VERBS {
                least = Some(chance);
            }
        }
        println!("{line}");
        needed.extend(least.map(|chance| (kind.to_owned(), chance)));
    }
    needed
}

/// The share of answers that are so, by what they count.
fn share(answers: &[&&Answer], so: impl Fn(&Answer) -> bool) -> f64 {
    let all: f64 = answers.iter().map(|a| a.counts).sum();
    answers.iter().filter(|a| so(a)).map(|a| a.counts).sum::<f64>() / all.max(1e-9)
}

fn table(name: &str, answers: &[Answer], wanted: &dyn Fn(&Told) -> bool) {
    let here: Vec<&Answer> = answers.iter().filter(|a| wanted(a.told)).collect();
    let is_event = |a: &Answer| a.told.kinds.iter().any(|kind| kind != NONE);
    let events: f64 = here.iter().filter(|a| is_event(a)).map(|a| a.counts).sum();
    let said: Vec<&&Answer> = here.iter().filter(|a| a.kind != NONE).collect();
    let right: f64 = said.iter().filter(|a| a.right()).map(|a| a.counts).sum();
    println!(
        "  {name}: {} uses, {} answered, precision {:.3} (no event {:.3}), coverage {:.3}",
        here.len(),
        said.len(),
        share(&said, |a| a.right()),
        share(&said, |a| !is_event(a)),
        right / events.max(1e-9)
    );
}
