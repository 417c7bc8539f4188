//! Verbs that no row of `events.tsv` has: what a model makes of them that learned from the verbs that have one.
//!
//! It is asked only where a verb stands between two actors of politics. It weighs how the news uses the verb (which verbs
//! with rules keep the like company, `verb-kin.tsv`), how it is built and used here, and who the two are
//! (`verb-weights.tsv`). What it is not sure of is no event.

use super::frame::Frame;
use super::matching::{Implied, Match, Reader, is_own_state, known, sectors};
use super::parties::Filler;
use crate::lexicons::events::{Direction, Pos, Slot};
use crate::{Context, Lexicons};
use sayso_language::{Analysis, Upos};
use sayso_record::Document;

/// How many slots of a frame are looked at.
const SLOTS: usize = 24;
/// Sectors of those who act in politics; `state` is a state as such.
const POLITICAL: [&str; 17] = [
    "state", "GOV", "MIL", "REB", "COP", "IGO", "OPP", "LEG", "JUD", "SPY", "UAF", "IMG", "PTY", "INS", "SEP", "RAD",
    "NGO",
];
/// Sectors upon which what happens is business.
const BUSINESS: [&str; 2] = ["BUS", "MNC"];
/// Prepositions that bring in whom a verb is about; others rather tell where and when.
const UPON: [&str; 5] = ["with", "against", "to", "on", "from"];
const BEGINNINGS: [&str; 9] = ["re", "out", "over", "un", "dis", "de", "mis", "under", "counter"];
const ENDINGS: [&str; 5] = ["ise", "ize", "ate", "ify", "en"];

/// A verb between two known actors, as the model sees it. Training looks at these.
#[derive(Clone, Debug)]
pub struct VerbUse {
    /// Its token.
    pub at: u32,
    /// Its dictionary form.
    pub lemma: String,
    /// Whether `events.tsv` has it.
    pub ruled: bool,
    /// The CAMEO code that its rules give it here.
    pub code: Option<&'static str>,
    /// What the model weighs, but for the verb's kin.
    pub evidence: Vec<(String, f32)>,
    /// Codes of the two sides.
    pub sides: [Vec<String>; 2],
}

/// A verb with its two sides.
struct Between<'a> {
    frame: Frame<'a>,
    source: Vec<Filler>,
    target: Vec<Filler>,
}

/// All verbs of a document that stand between two known actors, with a rule or without.
#[must_use]
pub fn verb_uses(document: &Document, analysis: &Analysis, lexicons: &Lexicons) -> Vec<VerbUse> {
    let context = Context { document, analysis, lexicons };
    let times = crate::times::find(&context);
    let actors = crate::actors::find(&context);
    let statements = crate::statements::find(&context, &actors, &times);
    let by_cue = statements.iter().enumerate().rev().map(|(number, s)| (s.cue_head, number)).collect();
    let reader = Reader { context: &context, actors: &actors, statements: &statements, by_cue };
    let uses = (0..analysis.len()).filter_map(|at| {
        let between = between(&reader, at)?;
        let lemma = analysis.lemma(at);
        let ruled = lexicons.events.knows(lemma, Pos::Verb);
        let codes = |side: &[Filler]| side.iter().filter_map(|f| f.party.code.clone()).collect();
        Some(VerbUse {
            at,
            lemma: lemma.to_owned(),
            ruled,
            code: if ruled { reader.event(at).map(|found| found.code) } else { None },
            evidence: evidence(&reader, &between),
            sides: [codes(&between.source), codes(&between.target)],
        })
    });
    uses.collect()
}

/// The event that the model sees in a verb without a rule.
pub(super) fn event<'a>(reader: &Reader<'_, 'a>, at: u32) -> Option<Match<'a>> {
    let context = reader.context;
    let lemma = context.analysis.lemma(at);
    let verbs = &context.lexicons.verbs;
    if !verbs.may_tell(lemma) || context.lexicons.events.knows(lemma, Pos::Verb) {
        return None;
    }
    let between = between(reader, at)?;
    let guess = verbs.guess(lemma, &evidence(reader, &between))?;
    let code = guess.code;
    let Between { frame, source, target } = between;
    let to_come = reader.future(&frame, &source, code);
    let parties = |fillers: Vec<Filler>| fillers.into_iter().map(|f| f.party).collect();
    Some(Match {
        code: to_come.unwrap_or(code),
        direction: Direction::OneWay,
        refused: to_come.is_some() && frame.has(Slot::Negation),
        source: parties(source),
        target: parties(target),
        agents: &[],
        consumed: frame.fillers(Slot::Particle).collect(),
        about: Vec::new(),
        rule: context.lexicons.events.unruled(),
        implied: Implied::default(),
        guess: Some(Box::new(guess)),
        frame,
    })
}

/// The verb at `at` with its sides, where it is one that might tell of an event and both are known.
fn between<'a>(reader: &Reader<'_, 'a>, at: u32) -> Option<Between<'a>> {
    let context = reader.context;
    let (analysis, events) = (context.analysis, &context.lexicons.events);
    let lemma = analysis.lemma(at);
    if analysis.token(at).upos != Upos::Verb
        || lemma.len() < 3
        || !lemma.bytes().all(|b| b.is_ascii_lowercase())
        || !events.supports(lemma).is_empty()
    {
        return None;
    }
    if context.lexicons.cues.is_reporting(lemma) && !events.knows(lemma, Pos::Verb) {
        return None;
    }
    let frame = Frame::of(context, at);
    let rule = events.unruled();
    let source = reader.side(&rule.source, &frame, None, &[], true);
    if !known(&source) {
        return None;
    }
    let mut target = reader.side(&rule.target, &frame, None, &source, false);
    target.retain(|t| !source.iter().any(|s| is_own_state(&s.party, &t.party)));
    let political = POLITICAL.contains(&sector(context, &source).1.as_str());
    let business = BUSINESS.contains(&sector(context, &target).1.as_str());
    if !known(&target) || !political || business {
        return None;
    }
    let head = target.iter().find(|f| f.party.code.is_some()).map(|f| f.head);
    let upon = |slot: Slot| match slot {
        Slot::Object | Slot::Indirect => true,
        Slot::Preposition(preposition) => UPON.contains(&preposition),
        _ => false,
    };
    let reached = frame.slots().take(SLOTS).any(|(slot, filler)| Some(filler) == head && upon(slot));
    reached.then_some(Between { frame, source, target })
}

/// The state and the sector of a side.
fn sector(context: &Context, side: &[Filler]) -> (Option<String>, String) {
    let code = side.iter().find_map(|f| f.party.code.clone()).unwrap_or_default();
    let state = code.get(..3).filter(|state| context.lexicons.world.state(state).is_some()).map(str::to_owned);
    let sector = sectors(&code).nth(usize::from(state.is_some())).unwrap_or("state").to_owned();
    (state, sector)
}

/// What speaks for one kind of event or another.
fn evidence(reader: &Reader, between: &Between) -> Vec<(String, f32)> {
    let context = reader.context;
    let analysis = context.analysis;
    let frame = &between.frame;
    let lemma = analysis.lemma(frame.head);
    let mut found: Vec<(String, f32)> = vec![("always".to_owned(), 1.0)];
    let mut add = |name: String| found.push((name, 1.0));
    for beginning in BEGINNINGS.iter().filter(|b| lemma.starts_with(**b)) {
        add(format!("begins with {beginning}-"));
    }
    for ending in ENDINGS.iter().filter(|e| lemma.ends_with(**e)) {
        add(format!("ends with -{ending}"));
    }
    if frame.passive {
        add("passive".to_owned());
    }
    let target = between.target.iter().find(|f| f.party.code.is_some());
    let mut as_what = false;
    for (slot, head) in frame.slots().take(SLOTS) {
        let of_target = target.is_some_and(|t| t.head == head);
        let place = match slot {
            Slot::Object => "object".to_owned(),
            Slot::Indirect => "indirect object".to_owned(),
            Slot::Complement => "complement".to_owned(),
            Slot::Preposition(preposition) => format!("`{preposition}`"),
            Slot::Particle => {
                add(format!("particle `{}`", analysis.lemma(head)));
                continue;
            }
            _ => continue,
        };
        if of_target && !as_what {
            add(format!("target as {place}"));
            as_what = true;
            let itself = target.is_some_and(|t| t.party.tokens.contains(head));
            add(if itself { "target by itself".to_owned() } else { "target inside a phrase".to_owned() });
        }
        if slot == Slot::Object
            && let Some(words) = &context.lexicons.clusters
            && !between.target.iter().any(|t| t.party.tokens.contains(head))
        {
            add(format!("object of cluster {}", words.clusters(context.form(head)).middle));
        }
        add(format!("has {place}"));
    }
    let ((one, source), (other, target)) = (sector(context, &between.source), sector(context, &between.target));
    if one.is_some() {
        add(if one == other { "of one state" } else { "of different states" }.to_owned());
    }
    add(format!("{source} to {target}"));
    add(format!("source {source}"));
    add(format!("target {target}"));
    found
}
