//! Two figures for one thing: `190 were dead` against `killed twelve`.
//!
//! A figure is bound to what it counts (the dead, the injured, those arrested) by the words around it:
//! `figures.tsv` says which words count what. Figures are ranges: `at least 40` does not contradict 43.

use crate::Context;
use crate::draft::{Account, Conflict, Event, Statement};
use sayso_language::{Deprel, Upos, Xpos};
use sayso_lexicon::Bound;
use sayso_record::ConflictKind;

/// How many figures of one kind are held against each other.
const COMPARED: usize = 40;
/// How many sentences apart two figures may stand to be of one happening.
const SENTENCES: u32 = 12;

struct Figure {
    /// What is counted.
    counted: &'static str,
    low: f64,
    high: f64,
    said: f64,
    /// The account that gives it: a statement, or an event of the narrator's.
    account: Option<Account>,
    /// The statement that gives it; none for the narrator.
    statement: Option<usize>,
    sentence: u32,
    /// What tells this happening from others: its day or place, where the sentence names one.
    setting: Option<u32>,
}

pub(super) fn find(context: &Context, statements: &[Statement], events: &[Event]) -> Vec<Conflict> {
    let figures = figures(context, statements, events);
    let mut conflicts: Vec<Conflict> = Vec::new();
    for (at, one) in figures.iter().enumerate() {
        for other in figures.iter().skip(at + 1).take(COMPARED) {
            if one.counted != other.counted
                || one.statement == other.statement
                || other.sentence.saturating_sub(one.sentence) > SENTENCES
                || one.setting != other.setting
                || (one.low <= other.high && other.low <= one.high)
                || same_source(statements, one, other)
            {
                continue;
            }
            let (Some(first), Some(second)) = (one.account, other.account) else { continue };
            if first == second || conflicts.iter().any(|c| c.between == [first, second]) {
                continue;
            }
            conflicts.push(Conflict {
                kind: ConflictKind::Number,
                between: [first, second],
                why: format!("{{0}} counts {} {}, {{1}} {}", one.said, one.counted, other.said),
            });
        }
    }
    conflicts
}

fn same_source(statements: &[Statement], one: &Figure, other: &Figure) -> bool {
    let source = |figure: &Figure| statements.get(figure.statement?).and_then(|s| s.source.actor);
    matches!((source(one), source(other)), (Some(a), Some(b)) if a == b)
}

fn figures(context: &Context, statements: &[Statement], events: &[Event]) -> Vec<Figure> {
    let analysis = context.analysis;
    let contents = crate::events::Contents::new(analysis.len(), statements);
    let mut found = Vec::new();
    for at in 0..analysis.len() {
        let token = analysis.token(at);
        if token.xpos != Xpos::Cd && token.upos != Upos::Num {
            continue;
        }
        let figures = &context.lexicons.figures;
        let word = |at: u32| context.form(at).to_lowercase();
        // `three million`: one figure, which stands at its first word.
        let multiplies = at > 0 && figures.is_times(&word(at)) && figures.value(&word(at - 1), None).is_some();
        let next = (at + 1 < analysis.len()).then(|| word(at + 1));
        let Some((number, _)) = figures.value(&word(at), next.as_deref()).filter(|_| !multiplies) else { continue };
        let Some(counted) = counted(context, at) else { continue };
        let bound = bound(context, at);
        let (low, high) = bound.map_or((number, number), |bound| bound.range((number, number)));
        let statement = contents.of(at);
        let account = match statement {
            Some(s) => Some(Account::Statement(s)),
            None => event_near(context, events, at).map(Account::Event),
        };
        let setting = setting(context, events, at);
        found.push(Figure { counted, low, high, said: number, account, statement, sentence: token.sentence, setting });
    }
    found
}

/// What a figure counts: told by its noun, or by the verb or adjective whose subject or object it is.
fn counted(context: &Context, at: u32) -> Option<&'static str> {
    let analysis = context.analysis;
    let figures = &context.lexicons.figures;
    let mut here = at;
    for _ in 0..4 {
        let token = analysis.token(here);
        if here != at
            && let Some(counted) = figures.counted(analysis.lemma(here))
        {
            return Some(counted);
        }
        // `killed five and wounded 110`: what stands right of the figure is of another verb.
        let leads = matches!(
            token.deprel,
            Deprel::Nummod
                | Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Obj
                | Deprel::Nmod
                | Deprel::Compound
                | Deprel::Obl
        ) || (token.deprel == Deprel::Conj && token.upos != Upos::Verb);
        if !leads || token.head == here {
            break;
        }
        // `12 people dead`, `150 troops killed`: a participle or adjective below the noun counts it.
        for &child in analysis.children(token.head).iter().take(32) {
            let relation = analysis.token(child).deprel;
            if matches!(relation, Deprel::Acl | Deprel::Amod | Deprel::Xcomp)
                && let Some(counted) = figures.counted(analysis.lemma(child))
            {
                return Some(counted);
            }
        }
        here = token.head;
    }
    None
}

/// `at least`, `more than`, `up to`, `about` before a figure.
fn bound(context: &Context, at: u32) -> Option<Bound> {
    let from = at.saturating_sub(3);
    let words: Vec<&str> = (from..at).map(|t| context.analysis.lemma(t)).collect();
    context.lexicons.figures.bound(&words)
}

/// The event whose words stand nearest above the figure.
fn event_near(context: &Context, events: &[Event], at: u32) -> Option<usize> {
    let mut here = at;
    for _ in 0..6 {
        let first = events.partition_point(|e| e.head < here);
        if events.get(first).is_some_and(|e| e.head == here) {
            return Some(first);
        }
        let above = context.analysis.token(here).head;
        if above == here {
            break;
        }
        here = above;
    }
    // Else any event of the same sentence: what dates and places the figure.
    let sentence = context.analysis.sentence_of(at).tokens;
    let first = events.partition_point(|e| e.head < sentence.start);
    events.get(first).filter(|e| sentence.contains(e.head)).map(|_| first)
}

/// The time that the event around a figure is dated by: figures for happenings of other days are not compared.
fn setting(context: &Context, events: &[Event], at: u32) -> Option<u32> {
    let event = events.get(event_near(context, events, at)?)?;
    event.when.time.and_then(|t| u32::try_from(t).ok())
}
