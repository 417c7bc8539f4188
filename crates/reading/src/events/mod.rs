//! Political events: who did what to whom (CAMEO, PLOVER), and how sure each voice is of it.
//!
//! [`matching`] holds the rules of `events.tsv` against the [`frame`] of every verb, noun and adjective;
//! [`parties`] says which actor a phrase stands for; [`linking`] adds sides that the sentence only implies and
//! drops what is told twice; [`others`] finds what is told of others without the verb; [`dictionary`] codes by the user's
//! own verbs; [`when`] and [`place`] date and place it; [`factuality`] and [`voices`] say on whose word it stands.

mod dictionary;
pub(crate) mod factuality;
mod frame;
mod grammar;
mod linking;
mod matching;
mod misparse;
mod nested;
mod others;
mod parties;
pub(crate) mod place;
mod purposes;
mod reasons;
mod scope;
mod unruled;
mod voices;

use crate::Context;
use crate::draft::{Actors, Event, Party, Statement, Timex};
use crate::lexicons::events::Direction;
use crate::times::when;
use dictionary::Coded;
use matching::{Match, Reader};
pub(crate) use reasons::reasons;
use rustc_hash::FxHashSet;
use sayso_language::Deprel;
pub use unruled::{VerbUse, verb_uses};
pub(crate) use voices::Contents;

/// Events of the document, in order of their action words.
pub(crate) fn find(context: &Context, actors: &Actors, times: &[Timex], statements: &[Statement]) -> Vec<Event> {
    let mut events = Vec::new();
    each(context, actors, times, statements, &mut |event, _| events.push(event));
    events
}

/// What an event rests on.
enum Ground<'g, 'a> {
    /// A rule of ours.
    Rule(&'g Match<'a>),
    /// A dictionary of the user's.
    Dictionary(&'g Coded<'a>),
}

/// Hands on each event with what it rests on.
fn each(
    context: &Context,
    actors: &Actors,
    times: &[Timex],
    statements: &[Statement],
    sink: &mut dyn FnMut(Event, &Ground),
) {
    let by_cue = statements.iter().enumerate().rev().map(|(number, s)| (s.cue_head, number)).collect();
    let reader = Reader { context, actors, statements, by_cue };
    let contents = Contents::new(context.analysis.len(), statements);
    let coded = dictionary::read(context, actors);
    let found = if context.lexicons.dictionaries.events_alone() { Vec::new() } else { matches(&reader) };
    let taken: FxHashSet<u32> = coded
        .events
        .iter()
        .flat_map(|e| e.words.iter().copied().chain([e.frame.head]))
        .chain(coded.silenced.clone())
        .collect();
    let kept =
        found.iter().filter(|m| !taken.contains(&m.frame.head) && !coded.discards(sentence_of(context, m.frame.head)));
    let mut grounds: Vec<Ground> = kept.map(Ground::Rule).chain(coded.events.iter().map(Ground::Dictionary)).collect();
    if !coded.events.is_empty() {
        grounds.sort_by_key(|g| match g {
            Ground::Rule(found) => found.frame.head,
            Ground::Dictionary(coded) => coded.frame.head,
        });
    }
    for ground in &grounds {
        let (frame, code, words, refused) = match ground {
            Ground::Rule(found) => (&found.frame, found.code, &found.consumed, found.refused),
            Ground::Dictionary(coded) => (&coded.frame, coded.code.as_str(), &coded.words, coded.refused),
        };
        let head = frame.head;
        let mut event = Event {
            code: code.to_owned(),
            plover: context.lexicons.cameo(code).map(|c| c.plover.clone()).unwrap_or_default(),
            source: Vec::new(),
            target: Vec::new(),
            action: matching::action(head, words),
            head,
            when: when(context, times, head),
            place: place::of(context, actors, frame),
            voices: voices::voices(context, statements, &contents, head),
        };
        if refused {
            // Who holds that it will not be done holds that it is refused.
            for voice in &mut event.voices {
                voice.factuality = voice.factuality.negated();
            }
        }
        let sides = match ground {
            Ground::Rule(found) => directions(found),
            Ground::Dictionary(coded) => vec![(code, coded.source.clone(), coded.target.clone())],
        };
        for (code, source, target) in sides {
            let mut event = Event { source, target, ..event.clone() };
            if code != event.code {
                event.code = code.to_owned();
                event.plover = context.lexicons.cameo(code).map(|c| c.plover.clone()).unwrap_or_default();
            }
            let spoken = |at: u32| voices::voices(context, statements, &contents, at);
            let of_ours = matches!(ground, Ground::Rule(_));
            let other = of_ours.then(|| others::other(context, actors, times, &event, spoken)).flatten();
            sink(event, ground);
            if let Some(other) = other {
                sink(other, ground);
            }
        }
    }
}

fn sentence_of(context: &Context, at: u32) -> u32 {
    context.analysis.token(at).sentence
}

/// What the rules find, with what is implied added and repetition dropped.
fn matches<'a>(reader: &Reader<'_, 'a>) -> Vec<Match<'a>> {
    let length = reader.context.analysis.len();
    let mut consumed = vec![false; length as usize];
    let mut found: Vec<Match> = Vec::new();
    for at in 0..length {
        let Some(first) = reader.event(at) else { continue };
        let others = reader.beside(&first);
        for one in std::iter::once(first).chain(others) {
            for word in one.consumed.iter().chain(&one.about) {
                if let Some(slot) = consumed.get_mut(*word as usize) {
                    *slot = true;
                }
            }
            found.push(one);
        }
    }
    found.retain(|m| !consumed.get(m.frame.head as usize).copied().unwrap_or(false));
    scope::lighten(reader, &mut found);
    scope::narrow(reader, &mut found);
    purposes::join(reader, &mut found);

    let mut kept: Vec<Match> = Vec::new();
    for mut one in found {
        if one.source.is_empty() {
            one.source = linking::implied_agent(reader, &one, &kept);
            one.implied.source = !one.source.is_empty();
        }
        if one.target.is_empty() {
            one.target = linking::counterpart(reader, &one);
            one.implied.target = !one.target.is_empty();
        }
        let antecedents = linking::antecedents(reader, &one, &kept);
        for &at in &antecedents {
            let Some(earlier) = kept.get_mut(at) else { continue };
            let sides = [
                (&mut one.source, &mut one.implied.source, &mut earlier.source, &mut earlier.implied.source),
                (&mut one.target, &mut one.implied.target, &mut earlier.target, &mut earlier.implied.target),
            ];
            for (mine, my_implied, theirs, their_implied) in sides {
                if mine.is_empty() {
                    mine.clone_from(theirs);
                    *my_implied |= !mine.is_empty();
                } else if theirs.is_empty() {
                    theirs.clone_from(mine);
                    *their_implied = true;
                }
            }
        }
        let apposed = reader.context.analysis.token(one.frame.head).deprel == Deprel::Appos;
        if apposed && !antecedents.is_empty() {
            continue;
        }
        if kept.iter().rev().take(6).any(|earlier| linking::repeats(reader, earlier, &one)) {
            continue;
        }
        if kept.iter().rev().take(6).any(|earlier| linking::in_passing(reader, earlier, &one)) {
            continue;
        }
        if let Some(last) = kept.last()
            && linking::repeats(reader, &one, last)
        {
            // `resigned to allow elections` is the resignation.
            if linking::is_purpose(reader, &one) {
                continue;
            }
            kept.pop();
        }
        kept.push(one);
    }
    kept.retain(|one| scope::is_politics(reader, one));
    kept
}

/// The code and the sides of each event that a match stands for: one, or one in each direction.
fn directions<'m>(found: &'m Match) -> Vec<(&'m str, Vec<Party>, Vec<Party>)> {
    let (code, source, target) = (found.code, &found.source, &found.target);
    let there = (code, source.clone(), target.clone());
    if found.direction == Direction::OneWay {
        // Who hosts a visit is visited; what is only intended has no other side yet.
        let pair = found.rule.pair.filter(|_| found.rule.code == Some(code));
        let back = pair.map(|pair| (pair, target.clone(), source.clone()));
        return std::iter::once(there).chain(back).collect();
    }
    if !target.is_empty() {
        return vec![there, (code, target.clone(), source.clone())];
    }
    if source.len() < 2 {
        return vec![there];
    }
    let others = |at: usize| source.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, p)| p.clone()).collect();
    source.iter().enumerate().map(|(at, party)| (code, vec![party.clone()], others(at))).collect()
}
