//! Why an actor has its code: the rows of the tables that its words meet.

use crate::Context;
use crate::draft::{Actors, MentionForm};
use crate::explain::Reason;
use crate::lexicons::world::{Known, row_of, term_at};
use sayso_language::Tokens;
use sayso_record::ActorKind;

/// How many mentions and words of an actor are looked at, and how many rows are told.
const MENTIONS: usize = 40;
const WORDS: u32 = 12;
const ROWS: usize = 4;

/// What the tables say of actor number `actor`.
pub(crate) fn reasons(context: &Context, actors: &Actors, actor: usize) -> Vec<Reason> {
    let Some(known) = actors.list.get(actor) else { return Vec::new() };
    let mut told: Vec<Reason> = Vec::new();
    let mut add = |reason: Option<Reason>| {
        if let Some(reason) = reason.filter(|r| told.len() < ROWS && !told.contains(r)) {
            told.push(reason);
        }
    };
    let code = known.code.as_deref();
    for mention in known.mentions.iter().take(MENTIONS) {
        if matches!(mention.form, MentionForm::Name | MentionForm::Demonym) {
            add(by_name(context, mention.tokens, known.kind, code, known.country.as_deref()));
        }
    }
    // The words of its titles are its own too: `by_token` has them, the mentions do not.
    for mention in known.mentions.iter().take(MENTIONS) {
        let mut at = mention.tokens.start.saturating_sub(WORDS);
        while at < mention.tokens.end {
            let role = context.lexicons.world.agents.longest(context, at);
            let role = role.filter(|(words, _)| words.iter().all(|w| actors.covering(w) == Some(actor)));
            add(role
                .and_then(|(words, row)| by_role(context, words, row, known.roles.iter().map(|r| r.title.as_str()))));
            at = role.map_or(at, |(words, _)| words.end - 1) + 1;
        }
    }
    let outright = |r: &Reason| matches!(r, Reason::Row { says, .. } if code.is_some_and(|c| says.starts_with(c)));
    if let Some(code) = code.filter(|_| !told.iter().any(outright) && known.kind != ActorKind::Country) {
        let rows = if told.is_empty() { "" } else { "these rows and " };
        told.push(Reason::Rule(format!("`{}` is {code} by {rows}what the text says of it", known.name)));
    }
    told
}

/// The row of a name, of those that fit what the actor turned out to be.
fn by_name(
    context: &Context,
    tokens: Tokens,
    kind: ActorKind,
    code: Option<&str>,
    country: Option<&str>,
) -> Option<Reason> {
    let world = &context.lexicons.world;
    let day = context.document.date;
    let entry = context.analysis.span(tokens).of(&context.document.text).to_owned();
    let (_, entries) = world.names().longest(context, tokens.start).filter(|(found, _)| found.end <= tokens.end)?;
    let weight = |known: &Known| -> (bool, bool) {
        match *known {
            Known::State(s) | Known::Demonym(s) | Known::Capital(s) => {
                let same = world.states.get(s as usize).map(|s| s.code) == country;
                (same, matches!(kind, ActorKind::Country) == same)
            }
            Known::Person(p) => {
                let terms = world.people.get(p as usize).map_or(&[][..], |p| &p.terms);
                (kind == ActorKind::Person, terms.iter().any(|t| Some(t.code) == code))
            }
            Known::Body(b) => {
                let terms = world.bodies.get(b as usize).map_or(&[][..], |b| &b.terms);
                let body = matches!(kind, ActorKind::Organization | ActorKind::Group);
                (body, terms.iter().any(|t| Some(t.code) == code))
            }
            Known::Place(p) => (kind == ActorKind::Place, world.places.get(p as usize).map(|p| p.country) == country),
        }
    };
    let known = entries.iter().map(|(_, k)| *k).rev().max_by_key(weight)?;
    let terms = match known {
        Known::Person(p) => world.people.get(p as usize).map_or(&[][..], |p| &p.terms),
        Known::Body(b) => world.bodies.get(b as usize).map_or(&[][..], |b| &b.terms),
        _ => &[],
    };
    let term = terms.iter().find(|t| Some(t.code) == code).or_else(|| term_at(terms, day));
    let row = row_of(world, known, term)?;
    Some(Reason::Row { table: row.table, line: row.line, entry, says: row.says })
}

/// A role's row, where it is among the actor's roles or tells a sector.
fn by_role<'t>(
    context: &Context,
    words: Tokens,
    row: u32,
    mut titles: impl Iterator<Item = &'t str>,
) -> Option<Reason> {
    let row = context.lexicons.world.agents.row(row)?;
    let entry = context.analysis.span(words).of(&context.document.text).to_lowercase();
    if row.code.is_empty() && !titles.any(|title| title.contains(&entry)) {
        return None;
    }
    let says = if row.code.is_empty() { "a role without a sector".to_owned() } else { format!("sector {}", row.code) };
    Some(Reason::Row { table: "agents.tsv", line: row.line, entry, says })
}
