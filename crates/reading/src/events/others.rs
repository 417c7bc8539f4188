//! Events that a clause tells of others without its verb: `the second minister to visit Oslo, the last being Ana Ruiz
//! in May`. They are the verb's event with another side and another date.

use super::parties;
use crate::Context;
use crate::draft::{Actors, Event, Party, Timex, Voice, When};
use sayso_language::{Tokens, Upos, Xpos};
use sayso_record::{Basis, Factuality};

/// How many words of a sentence behind an event are searched.
const REACH: usize = 60;
/// How many words may stand between `the last` and `being`: `of them`, `prime minister`.
const BETWEEN: u32 = 4;
/// How many words a name with its titles has.
const TITLE: usize = 8;
/// How far behind the name its date may begin.
const NEAR: u32 = 3;

/// The event of another that the sentence of `event` tells of, if any. `voices` says on whose word stands what a word
/// tells of.
pub(super) fn other(
    context: &Context,
    actors: &Actors,
    times: &[Timex],
    event: &Event,
    voices: impl Fn(u32) -> Vec<Voice>,
) -> Option<Event> {
    let analysis = context.analysis;
    let sentence = analysis.sentence_of(event.head).tokens;
    let being = (event.head + 1..sentence.end).take(REACH).find(|at| is_being(context, event.head, *at))?;
    let own = event.source.first()?;
    let kind = |actor: usize| actors.list.get(actor).map(|a| a.kind);
    let behind = (being + 1..sentence.end).take(TITLE).take_while(|at| analysis.token(*at).upos != Upos::Punct);
    let mut heads = behind.filter_map(|at| actors.headed_by(at).map(|actor| (at, actor)));
    let (head, name) = heads.find(|(_, actor)| kind(*actor) == own.actor.and_then(kind))?;
    if own.actor == Some(name) {
        return None;
    }
    let party = parties::party(context, actors, head).filter(|p| p.actor == Some(name))?;
    let code = party.code.clone().or_else(|| own.code.clone());
    let end = party.tokens.end;
    let first = times.partition_point(|t| t.tokens.start < end);
    let near = |t: &Timex| t.tokens.start <= end + NEAR && t.tokens.end <= sentence.end;
    let stated = times.get(first).filter(|t| t.days.is_some() && near(t));
    let when =
        stated.map_or_else(When::default, |t| When { time: Some(first), days: t.days, basis: Some(Basis::Stated) });
    let mut action = event.action.clone();
    action.push(Tokens::new(being, being + 1));
    // The clause itself says that it was done, on the word of whoever speaks there.
    let mut voices = voices(being);
    if let Some(last) = voices.last_mut() {
        last.factuality = Factuality::CertainlySo;
    }
    Some(Event { source: vec![Party { code, ..party }], action, when, place: None, voices, ..event.clone() })
}

/// Whether `at` is the `being` of `the last being …`, with no verb between it and its adjective.
fn is_being(context: &Context, event: u32, at: u32) -> bool {
    let analysis = context.analysis;
    if analysis.lemma(at) != "be" || analysis.token(at).xpos != Xpos::Vbg {
        return false;
    }
    let from = at.saturating_sub(BETWEEN + 1).max(event + 1);
    let ordinal = (from..at).rev().take_while(|t| analysis.token(*t).upos != Upos::Verb).find(|t| {
        let lemma = analysis.lemma(*t);
        ["last", "late", "latest", "first", "previous", "recent", "early", "earliest"].contains(&lemma)
    });
    ordinal
        .is_some_and(|t| t > event + 1 && (t.saturating_sub(2)..t).any(|d| context.form(d).eq_ignore_ascii_case("the")))
}
