//! CAMEO actor codes: country and sector, from the lexicon by date, else from what the text says.

use super::roster::{Entity, Identity, Roster, Told};
use crate::Context;
use crate::lexicons::world::{Term, term_at};
use sayso_record::{ActorKind, Role};

/// How far `the spokesman of the leader of the party of …` is followed.
const DEPTH: u8 = 4;

/// The code of an actor.
pub(super) fn code(context: &Context, roster: &Roster, entity: usize) -> Option<String> {
    of(context, roster, entity, DEPTH)
}

fn of(context: &Context, roster: &Roster, entity: usize, depth: u8) -> Option<String> {
    let entity = roster.list.get(entity)?;
    let world = &context.lexicons.world;
    let day = context.document.date;
    let country = entity.state.and_then(|s| world.states.get(s as usize)).map(|s| s.code);
    match entity.identity {
        Identity::State(_) => return country.map(str::to_owned),
        Identity::Person(person) => {
            let terms = world.people.get(person as usize).map_or(&[][..], |p| &p.terms);
            // `former president Menem` in a text without a date.
            let former = day.is_none()
                && entity.told.iter().any(|t| t.former)
                && entity.told.iter().all(|t| t.former || t.sector.is_empty());
            if let Some(term) = held(context, entity, terms).filter(|_| !former) {
                return Some(term.code.to_owned());
            }
            let told = told(context, roster, entity, depth);
            let past = day.is_some() && terms.iter().all(|t| t.to.is_some_and(|to| day > Some(to)));
            // Who led rebels is no elite of the state after that.
            let rebel =
                terms.last().filter(|t| past && matches!(t.code.get(3..6), Some("REB" | "SEP" | "INS" | "UAF")));
            if let Some(term) = rebel {
                return Some(term.code.to_owned());
            }
            return match country {
                Some(country) if former || past && entity.told.iter().all(|t| t.former || t.sector.is_empty()) => {
                    Some(format!("{country}ELI"))
                }
                _ => told.or_else(|| country.map(str::to_owned)),
            };
        }
        Identity::Body(body) => {
            let terms = world.bodies.get(body as usize).map_or(&[][..], |b| &b.terms);
            let term = term_at(terms, day).or_else(|| terms.last());
            return term.map(|t| t.code.to_owned());
        }
        Identity::Place(_) => return None,
        Identity::Text => {}
    }
    if entity.kind == ActorKind::Place {
        return None;
    }
    told(context, roster, entity, depth).or_else(|| country.map(str::to_owned))
}

/// The term of a known person that the text means: one on the document's day, of the office that the text tells if it does.
fn held<'t>(context: &Context, entity: &Entity, terms: &'t [Term]) -> Option<&'t Term> {
    let kin = &context.lexicons.world.kin;
    let day = context.document.date;
    let told = terms
        .iter()
        .filter(|t| day.is_none_or(|d| t.holds(d)))
        .rev()
        // `President Obama` means the office, not `former president`.
        .filter(|t| !t.title.starts_with("former "))
        .find(|t| entity.told.iter().any(|told| !told.former && kin.may_stand_for(&told.title, t.title)));
    told.or_else(|| term_at(terms, day))
}

/// The code that the text gives: the state and the sector of the first office told that has one.
fn told(context: &Context, roster: &Roster, entity: &Entity, depth: u8) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let codes = |told: &Told| -> Option<String> {
        let world = &context.lexicons.world;
        let state = told.state.or(entity.state).and_then(|s| world.states.get(s as usize)).map_or("", |s| s.code);
        let body = told.of.and_then(|of| roster.list.get(of).map(|e| (of, e)));
        if let Some((of_it, body)) = body {
            let of_body = of(context, roster, of_it, depth).unwrap_or_default();
            // `BUS` of a company whose state nobody tells is a sector, and no state's code.
            let company = body.kind == ActorKind::Organization && body.state.is_none();
            let sector = company && of_body.len() == 3 && of_body == of_body_sector(body);
            let beyond = (of_body.len() > 3 || sector) && body.kind != ActorKind::Country;
            if beyond && !told.former && !(told.sector.contains("MED") && of_body.contains("GOV")) {
                // `UN troops` are soldiers of a body that is none.
                let armed = told.sector.ends_with("MIL") && of_body.starts_with("IGO") && !of_body.ends_with("MIL");
                return Some(if armed { format!("{of_body}MIL") } else { of_body });
            }
            if !told.sector.is_empty() && state.is_empty() && of_body.len() == 3 {
                return Some(format!("{of_body}{}", told.sector));
            }
        }
        // Inspectors are of an international body, but those of a state are its officials.
        let officials = told.sector == "IGO" && !state.is_empty() && entity.kind != ActorKind::Organization;
        let sector = match told.former {
            true => "ELI",
            false if officials => "GOV",
            false => told.sector,
        };
        (!sector.is_empty()).then(|| format!("{state}{sector}"))
    };
    let present = entity.told.iter().filter(|t| !t.former).find_map(codes);
    present.or_else(|| entity.told.iter().filter(|t| t.former).find_map(codes))
}

/// The sector that the text tells of a body.
fn of_body_sector(body: &Entity) -> &str {
    body.told.iter().find(|t| !t.former && !t.sector.is_empty()).map_or("", |t| t.sector)
}

/// The offices of an actor for the record.
pub(super) fn roles(context: &Context, roster: &Roster, entity: &Entity) -> Vec<Role> {
    let world = &context.lexicons.world;
    let mut roles: Vec<Role> = Vec::new();
    let mut add = |title: &str, of: Option<String>| {
        if !title.is_empty() && !roles.iter().any(|r| r.title == title) {
            roles.push(Role { title: title.to_owned(), of });
        }
    };
    for told in &entity.told {
        if entity.kind != ActorKind::Person {
            break;
        }
        let state = told.state.or(entity.state).and_then(|s| world.states.get(s as usize)).map(|s| s.code.to_owned());
        let body = told.of.and_then(|of| roster.list.get(of)).map(|e| e.name.clone());
        add(&told.title, body.or(state));
    }
    if let Identity::Person(person) = entity.identity
        && let Some(row) = world.people.get(person as usize)
        && let Some(term) = held(context, entity, &row.terms)
        && !entity
            .told
            .iter()
            .any(|t| world.kin.may_stand_for(&t.title, term.title) || world.kin.may_stand_for(term.title, &t.title))
    {
        add(term.title, (!term.country.is_empty()).then(|| term.country.to_owned()));
    }
    roles
}
