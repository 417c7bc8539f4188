//! Which of several places of one name is meant: `Paris, Texas`; `Tripoli` in a text on Lebanon; `Georgia` beside Atlanta.
//!
//! What stands right after the name decides first. Otherwise each place of that name is weighed: how much the text is
//! about its country, how near it lies to the other places of the text, and whether it is the one that news mean most
//! often (the first of the table). A name means the same place throughout a text.

use super::names::{Class, Named};
use crate::Context;
use crate::lexicons::world::{Known, Place};
use rustc_hash::FxHashMap;

/// How many places of the text others are measured against, and how many places of one name are weighed.
const ANCHORS: usize = 48;
const OPTIONS: usize = 12;
/// What is within this many kilometres of the middle of a region may lie in it.
const WITHIN: f64 = 800.0;
/// At this distance, a neighbour counts for a third.
const NEAR: f64 = 200.0;
/// What being the place that news mean most often counts, what it counts for a capital besides, and what the share of
/// the country in the text and all neighbours count at most.
const USUAL: f64 = 0.8;
const CAPITAL: f64 = 0.6;
const COUNTRY: f64 = 2.0;
const NEIGHBOURS: f64 = 2.0;

/// Where a name was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Located {
    /// Row of the table of places.
    Row(u32),
    /// None of the places that the table has by that name, but in the state of that number.
    Elsewhere(u32),
}

/// Decides for every name that several places have.
pub(super) fn decide(context: &Context, names: &mut [Named]) {
    let several: Vec<usize> = (0..names.len()).filter(|n| options(context, &names[*n]).count() > 1).collect();
    let texts = |name: &Named| context.form(name.tokens.start).to_owned();
    let mut found: FxHashMap<String, Located> = FxHashMap::default();
    for number in 0..names.len() {
        let Some(name) = names.get(number).filter(|n| !n.known.is_empty()) else { continue };
        if let Some(place) = told_after(context, name, names.get(number + 1)) {
            found.entry(texts(name)).or_insert(place);
        }
    }
    let mut scene: Option<Scene> = None;
    for &number in &several {
        let name = names[number];
        if let std::collections::hash_map::Entry::Vacant(entry) = found.entry(texts(&name)) {
            let scene = scene.get_or_insert_with(|| Scene::new(context, names));
            if let Some(row) = scene.best(context, &name) {
                entry.insert(Located::Row(row));
            }
        }
    }
    for name in names.iter_mut().filter(|n| !n.demonym && matches!(n.class, Class::State | Class::Place)) {
        let Some(place) = found.get(&texts(name)).copied() else { continue };
        let usual = options(context, name).next().map(|(row, _)| row);
        match place {
            // A state or its capital, as the reader of names took it.
            Located::Row(row) if usual == Some(row) && name.class == Class::State => {}
            Located::Row(row) if !options(context, name).any(|(r, _)| r == row) => {}
            _ if name.known.is_empty() => {}
            _ => {
                name.class = Class::Place;
                name.located = Some(place);
            }
        }
    }
}

/// The places by that name, in the order of the table.
fn options<'c>(context: &'c Context<'_>, name: &Named<'c>) -> impl Iterator<Item = (u32, &'c Place)> + use<'c> {
    let world = &context.lexicons.world;
    let geographic = !name.demonym && matches!(name.class, Class::State | Class::Place);
    let known = if geographic { name.known } else { &[] };
    known.iter().take(OPTIONS).filter_map(move |(_, known)| match known {
        Known::Place(row) => Some((*row, world.places.get(*row as usize)?)),
        _ => None,
    })
}

/// The place that the name after the comma tells: `Paris, Texas`, `Tripoli, Lebanon`.
fn told_after(context: &Context, name: &Named, next: Option<&Named>) -> Option<Located> {
    let world = &context.lexicons.world;
    let next = next.filter(|n| n.tokens.start == name.tokens.end + 1 && !n.demonym)?;
    if context.form(name.tokens.end) != "," || !matches!(name.class, Class::State | Class::Place) {
        return None;
    }
    let mut wide = options(context, next).filter(|(_, p)| p.wide).map(|(_, p)| p).peekable();
    let any = *wide.peek()?;
    let mut best: Option<(f64, u32)> = None;
    for whole in wide {
        for (row, place) in options(context, name).filter(|(_, p)| p.country == whole.country && !p.wide) {
            let away = if whole.state { 0.0 } else { distance(place, whole)? };
            if away < WITHIN && best.is_none_or(|(least, _)| away < least) {
                best = Some((away, row));
            }
        }
    }
    match best {
        Some((_, row)) => Some(Located::Row(row)),
        // `London, Paris and Russia` is a list; what stands before a state of the US or a province is in it.
        None if !any.state
            && options(context, name).all(|(_, p)| !p.wide)
            && options(context, name).next().is_some() =>
        {
            world.state(any.country).map(Located::Elsewhere)
        }
        None => None,
    }
}

/// The places that a text names, of which there is one only, and how often it names each state.
struct Scene<'c> {
    anchors: Vec<&'c Place>,
    states: FxHashMap<&'static str, f64>,
    total: f64,
}

impl<'c> Scene<'c> {
    fn new(context: &'c Context<'_>, names: &[Named<'c>]) -> Self {
        let world = &context.lexicons.world;
        let mut scene = Self { anchors: Vec::new(), states: FxHashMap::default(), total: 0.0 };
        let mut seen = rustc_hash::FxHashSet::default();
        for name in names {
            let mut all = options(context, name);
            let one = all.next().filter(|_| all.next().is_none());
            let state = name.known.iter().find_map(|(_, k)| match k {
                Known::State(s) | Known::Demonym(s) | Known::Capital(s) => world.states.get(*s as usize),
                _ => None,
            });
            let country = match one {
                Some((row, place)) => {
                    if !place.state && scene.anchors.len() < ANCHORS && seen.insert(row) {
                        scene.anchors.push(place);
                    }
                    place.country
                }
                // `Georgian`, and no place that has namesakes.
                None if name.demonym => state.map_or("", |s| s.code),
                None => "",
            };
            if !country.is_empty() {
                *scene.states.entry(country).or_default() += 1.0;
                scene.total += 1.0;
            }
        }
        scene
    }

    fn best(&self, context: &Context, name: &Named) -> Option<u32> {
        let mut best: Option<(f64, u32)> = None;
        for (number, (row, place)) in options(context, name).enumerate() {
            let share = self.states.get(place.country).copied().unwrap_or_default() / self.total.max(1.0);
            let near: f64 = self.anchors.iter().filter_map(|a| distance(a, place)).map(|d| (-d / NEAR).exp()).sum();
            let usual = if number == 0 { USUAL + if place.capital { CAPITAL } else { 0.0 } } else { 0.0 };
            let score = usual + COUNTRY * share + near.min(NEIGHBOURS);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, row));
            }
        }
        best.map(|b| b.1)
    }
}

/// Kilometres between two places on the globe.
fn distance(one: &Place, other: &Place) -> Option<f64> {
    let (one, other) = (one.point?, other.point?);
    let (a, b) = (one.0.to_radians(), other.0.to_radians());
    let (up, across) = ((b - a) / 2.0, (other.1 - one.1).to_radians() / 2.0);
    let h = up.sin().powi(2) + a.cos() * b.cos() * across.sin().powi(2);
    Some(2.0 * 6371.0 * h.sqrt().min(1.0).asin())
}
