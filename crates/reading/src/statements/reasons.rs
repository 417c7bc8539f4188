//! Why a statement is on record.

use super::candidates::{Candidate, candidates};
use super::model::{Survey, Weights, each_cue_feature, each_verdict_feature, feature};
use crate::Context;
use crate::draft::Statement;
use crate::explain::Reason;
use crate::lexicons::cues::CueRow;

/// How many weights are told of each score.
const TOLD: usize = 6;

/// What spoke for a statement.
pub(crate) fn reasons(context: &Context, statement: &Statement) -> Vec<Reason> {
    let mut survey = Survey::of(context);
    let cue = statement.cue_head;
    let Some(weights) = &context.lexicons.attribution else {
        let row = survey.rule(cue).and_then(|r| r.row);
        return row.map(|row| told(context, cue, row)).into_iter().chain(clause(&survey, cue)).collect();
    };
    let all = candidates(context, &mut survey, weights);
    let Some(which) = all.iter().position(|c| c.cue() == cue) else { return Vec::new() };
    let Some(own) = all.get(which) else { return Vec::new() };
    let mut reasons: Vec<Reason> = own.proposal.row.map(|row| told(context, cue, row)).into_iter().collect();
    reasons.extend(clause(&survey, cue));
    reasons.push(Reason::Score {
        of: "as a cue",
        odds: own.odds,
        needed: None,
        because: weightiest(|add| each_cue_feature(&survey, cue, add), |f| weights.cue(&[f])),
    });
    reasons.push(verdict(&survey, weights, &all, which));
    reasons.push(Reason::Chance { of: "content", chance: own.fit });
    reasons.push(Reason::Chance { of: "source", chance: own.source_chance });
    if statement.within.is_some() {
        let why = "it lies in what another statement reports, and the rules read a clear clause of it";
        reasons.push(Reason::Rule(why.to_owned()));
    }
    reasons
}

fn told(context: &Context, cue: u32, row: &CueRow) -> Reason {
    let strength = format!("{:?}", row.strength).to_lowercase();
    Reason::Row {
        table: "cues.tsv",
        line: row.line,
        entry: context.analysis.lemma(cue).to_owned(),
        says: format!("act {}, {strength}", row.act.name()),
    }
}

fn clause(survey: &Survey, cue: u32) -> Option<Reason> {
    let frame = survey.rule(cue)?.frame?;
    Some(Reason::Rule(format!("its clause has the frame `{}`", frame.name())))
}

fn verdict(survey: &Survey, weights: &Weights, all: &[Candidate], which: usize) -> Reason {
    let mut odds = 0.0;
    each_verdict_feature(survey, all, which, |template, a, b| odds += weights.verdict(&[feature(template, a, b)]));
    Reason::Score {
        of: "as a whole",
        odds,
        needed: Some(weights.threshold()),
        because: weightiest(|add| each_verdict_feature(survey, all, which, add), |f| weights.verdict(&[f])),
    }
}

/// The features that weigh most, for or against, by name.
fn weightiest(
    each: impl FnOnce(&mut dyn FnMut(u32, u32, u32)),
    weight: impl Fn(u32) -> f32,
) -> Vec<(&'static str, f32)> {
    let mut all: Vec<(&'static str, f32)> = Vec::new();
    each(&mut |template, a, b| all.push((super::model::name_of(template), weight(feature(template, a, b)))));
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    all.truncate(TOLD);
    all
}
