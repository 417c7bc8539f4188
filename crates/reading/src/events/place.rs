//! Where an event happened: the place that its words govern.

use super::frame::Frame;
use super::parties;
use crate::Context;
use crate::draft::{Actors, MentionForm, Place, Whereabouts};
use crate::lexicons::events::Slot;
use crate::lexicons::world::{self, Known};
use sayso_language::{NameKind, Tokens};
use sayso_record::ActorKind;

/// The place of an event: what stands with `in`, `at`, `near` or `outside` and is a place.
pub(super) fn of(context: &Context, actors: &Actors, frame: &Frame) -> Option<Place> {
    let prepositions = ["in", "at", "near", "outside"].map(Slot::Preposition);
    let heads = prepositions.into_iter().flat_map(|slot| frame.fillers(slot).collect::<Vec<_>>());
    heads.filter_map(|head| named(context, actors, head)).next()
}

/// All places that the document names.
pub(crate) fn all(context: &Context, actors: &Actors) -> Vec<Place> {
    let places = actors.list.iter().filter(|a| matches!(a.kind, ActorKind::Place | ActorKind::Country));
    let mentions = places.flat_map(|a| &a.mentions).filter(|m| m.form == MentionForm::Name);
    let mut found: Vec<Place> = mentions.filter_map(|m| named(context, actors, m.head)).collect();
    found.sort_by_key(|p| p.tokens);
    found
}

fn named(context: &Context, actors: &Actors, head: u32) -> Option<Place> {
    let names = context.analysis.names();
    let past = names.partition_point(|n| n.tokens.start <= head);
    let name = past.checked_sub(1).and_then(|p| names.get(p)).filter(|n| n.tokens.contains(head));
    let party = parties::of_word(context, actors, head);
    let actor = party.as_ref().and_then(|a| a.actor).and_then(|a| actors.list.get(a));
    let is_place = match actor.map(|a| a.kind) {
        Some(kind) => matches!(kind, ActorKind::Place | ActorKind::Country),
        None => name.is_some_and(|n| matches!(n.kind, NameKind::Location | NameKind::Country)),
    };
    if !is_place {
        return None;
    }
    let tokens = party.as_ref().map(|p| p.tokens).or_else(|| name.map(|n| n.tokens))?;
    let text = context.analysis.span(tokens).of(&context.document.text);
    let country = actor.and_then(|a| a.country.clone()).or_else(|| country_of(context, tokens));
    let row = match actor.map(|a| a.place) {
        Some(Whereabouts::Row(row)) => context.lexicons.world.places.get(row as usize),
        Some(Whereabouts::Elsewhere) => None,
        _ => known(context, tokens, country.as_deref()),
    };
    let name = row.map_or(text, |r| r.name).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Place { tokens, name, country, point: row.and_then(|r| r.point) })
}

/// The place of the lexicon that words name: of several the one in `country`, else the first.
fn known<'w>(context: &Context<'w>, tokens: Tokens, country: Option<&str>) -> Option<&'w world::Place> {
    let world = &context.lexicons.world;
    let (found, entries) = world.names().longest(context, tokens.start)?;
    let rows = || {
        entries.iter().filter_map(|(_, k)| match k {
            Known::Place(p) => world.places.get(*p as usize),
            _ => None,
        })
    };
    if found.end < tokens.end {
        return None;
    }
    let at_home = rows().find(|r| country.is_some_and(|c| c == r.country));
    at_home.or_else(|| rows().next().filter(|r| country.is_none() || r.country.is_empty())).or_else(|| {
        // A country by another name than its row's (`Britain`): the row for the whole of it.
        let state = entries.iter().find_map(|(_, k)| match k {
            Known::State(s) => world.states.get(*s as usize),
            _ => None,
        });
        world.places.get(state?.place? as usize)
    })
}

/// The country of a named place, where the lexicon of places knows it.
pub(super) fn country_of(context: &Context, tokens: Tokens) -> Option<String> {
    let country = known(context, tokens, None)?.country;
    (!country.is_empty()).then(|| country.to_owned())
}
