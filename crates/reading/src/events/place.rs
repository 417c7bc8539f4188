//! Where an event happened: the place that its words govern.

use super::frame::Frame;
use super::parties;
use crate::Context;
use crate::draft::{Actors, Place};
use crate::lexicons::events::Slot;
use sayso_language::{NameKind, Tokens};
use sayso_record::ActorKind;

/// The place of an event: what stands with `in`, `at`, `near` or `outside` and is a place.
pub(super) fn of(context: &Context, actors: &Actors, frame: &Frame) -> Option<Place> {
    let prepositions = ["in", "at", "near", "outside"].map(Slot::Preposition);
    let heads = prepositions.into_iter().flat_map(|slot| frame.fillers(slot).collect::<Vec<_>>());
    heads.filter_map(|head| named(context, actors, head)).next()
}

fn named(context: &Context, actors: &Actors, head: u32) -> Option<Place> {
    let names = context.analysis.names();
    let past = names.partition_point(|n| n.tokens.start <= head);
    let name = names.get(past.checked_sub(1)?)?;
    let actor = parties::of_word(context, actors, head);
    let kind = actor.as_ref().and_then(|a| a.actor).and_then(|a| actors.list.get(a)).map(|a| a.kind);
    let is_place = matches!(kind, Some(ActorKind::Place | ActorKind::Country))
        || (kind.is_none()
            && name.tokens.contains(head)
            && matches!(name.kind, NameKind::Location | NameKind::Country));
    if !is_place {
        return None;
    }
    let tokens = if name.tokens.contains(head) { name.tokens } else { actor.as_ref()?.tokens };
    let country = actor.and_then(|a| a.code).map(|code| code.chars().take(3).collect());
    let country = country.or_else(|| country_of(context, tokens));
    let text = context.analysis.span(tokens).of(&context.document.text);
    Some(Place { tokens, name: text.to_owned(), country, point: None })
}

/// The country of a named place, where the lexicon of places knows it.
pub(super) fn country_of(_context: &Context, _tokens: Tokens) -> Option<String> {
    None
}
