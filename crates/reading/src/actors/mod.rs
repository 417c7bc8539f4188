//! Who is spoken of: actors with their mentions, codes and roles.
//!
//! In the order of Stanford's sieve (Lee et al. 2013), surest first: names alike, acronyms and known aliases,
//! partial names (`names`, `roster`); then in text order titles and appositions (`attach`), role phrases
//! (`nominals`, `resolve`, `again`) and pronouns (`pronouns`, `candidates`). Codes come last (`codes`), where all is known.

mod again;
mod attach;
mod bare;
mod called;
mod candidates;
mod codes;
mod companies;
mod dictionary;
mod focus;
mod located;
mod names;
mod nominals;
mod own;
mod pronouns;
mod reasons;
mod resolve;
mod roster;
mod several;
mod speakers;
mod whole;

use crate::Context;
use crate::draft::{Actor, Actors, MentionForm};
use crate::lexicons::name_words::Beside;
use crate::lexicons::world::{Home, Known};
use focus::Focus;
use names::{Class, Named};
use nominals::Covered;
pub(crate) use reasons::reasons;
use resolve::Resolver;
use roster::{Entity, Identity, Roster, Told};
use sayso_language::Tokens;
use sayso_record::ActorKind;

/// Actors of the document.
pub(crate) fn find(context: &Context) -> Actors {
    let mut actors = read(context, false).0;
    dictionary::apply(context, &mut actors);
    actors
}

/// A pronoun with the mentions that it may take up: what the weights of `pronouns.tsv` are fitted on.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The pronoun's token.
    pub pronoun: u32,
    /// Index of each candidate's actor, its head token, and its features in the order of [`FEATURES`](crate::FEATURES).
    pub candidates: Vec<(usize, u32, Vec<f32>)>,
}

/// Actors of the document, and the choices made for `he` and `she`.
pub(crate) fn with_choices(context: &Context) -> (Actors, Vec<Choice>) {
    read(context, true)
}

fn read(context: &Context, learn: bool) -> (Actors, Vec<Choice>) {
    let mut names = names::find(context);
    let missed = roster::missed(context, &names);
    if !missed.is_empty() {
        names.extend(missed);
        names.sort_by_key(|n| (n.tokens.start, n.nested));
    }
    located::decide(context, &mut names);
    let (mut roster, mut owners) = roster::of_names(context, &names);
    abbreviations(context, &names, &mut roster, &mut owners);
    let covered = Covered::new(context, &names);
    let nominals = nominals::find(context, &names, &covered);
    describe(context, &names, &owners, &covered, &mut roster);
    let told = names.iter().zip(&owners).filter_map(|(name, owner)| {
        let entity = roster.list.get(*owner).filter(|e| focus::lends(context, e))?;
        Some((name.head, entity.state?, resolve::weight(name)))
    });
    let focus = Focus::new(context, told);
    let mut resolver = Resolver::new(context, &names, &owners, &covered, &nominals, &focus, roster);
    resolver.choices = learn.then(Vec::new);
    resolver.read();
    let Resolver { mut roster, titles, choices, shared, .. } = resolver;
    settle(context, &focus, &mut roster);
    let (actors, number) = record(context, &roster, titles, &shared);
    let choices = choices.into_iter().flatten().map(|(pronoun, candidates)| Choice {
        pronoun,
        candidates: candidates
            .iter()
            .filter_map(|c| Some((*number.get(c.entity)? as usize, c.head, c.features.to_vec())))
            .collect(),
    });
    (actors, choices.collect())
}

/// `National Security Council (NSC)`, and `NSC` wherever its letters begin the words of a name.
fn abbreviations(context: &Context, names: &[Named], roster: &mut Roster, owners: &mut [usize]) {
    for number in 0..names.len() {
        let (Some(name), Some(owner)) = (names.get(number), owners.get(number).copied()) else { continue };
        let form = context.form(name.tokens.start);
        if name.tokens.len() > 1 || !whole::are_letters(form) || name.class == Class::State {
            continue;
        }
        let unknown = roster.list.get(owner).is_some_and(|e| e.identity == Identity::Text);
        let bracket = name.tokens.start.checked_sub(1).filter(|b| context.form(*b) == "(");
        let before = bracket.and(number.checked_sub(1)).and_then(|n| Some((names.get(n)?, *owners.get(n)?)));
        let named = before.filter(|(n, _)| n.class == Class::Body && Some(n.tokens.end) == bracket).map(|(_, o)| o);
        // What the text says that letters stand for (`National Telecommunications Commission (NTC)`) goes before what the
        // tables know by them.
        let spelt = named.filter(|long| unknown || roster.is_spelt(*long, form));
        let open = unknown && !roster.is_spelt(owner, form);
        let long = spelt.or_else(|| roster.abbreviated(form).filter(|_| open && !form.contains(char::is_lowercase)));
        if let Some(long) = long.filter(|long| *long != owner) {
            for other in owners.iter_mut().filter(|o| **o == owner) {
                *other = long;
            }
        }
    }
}

/// What the names of unknown bodies and people tell themselves: `Interior Ministry`, `Tanzania's Chadema`, `Briton John Smith`.
fn describe(context: &Context, names: &[Named], owners: &[usize], covered: &Covered, roster: &mut Roster) {
    let agents = &context.lexicons.world.agents;
    for (number, (name, owner)) in names.iter().zip(owners).enumerate() {
        let Some(entity) = roster.list.get(*owner) else { continue };
        if name.nested
            || !matches!(name.class, Class::Body | Class::Person)
            || entity.state.is_some() && !entity.told.is_empty()
        {
            continue;
        }
        let with = nominals::modifiers(context, names, covered, name.tokens.start, None);
        let inner = names.iter().skip(number + 1).take_while(|n| n.nested && name.tokens.covers(n.tokens));
        let state = inner.filter_map(|n| roster::state_named(context, n)).next().or(with.state);
        let mut told = None;
        if name.class == Class::Body && entity.identity == Identity::Text && entity.told.is_empty() {
            let mut at = name.tokens.start;
            while at < name.tokens.end {
                match agents.longest(context, at) {
                    Some((words, row)) if words.end <= name.tokens.end => {
                        told = agents.row(row).filter(|a| !a.code.is_empty() && a.kind != ActorKind::Person).or(told);
                        at = words.end;
                    }
                    _ => at += 1,
                }
            }
        }
        let mut told = told.map(|agent| (agent.name.to_lowercase(), agent.code));
        let alone = name.tokens.len() == 1 && name.class == Class::Body && entity.identity == Identity::Text;
        if alone && context.lexicons.world.name_words.is(context.form(name.head), Beside::Chamber) {
            told = told.or(Some((String::new(), "LEG")));
        }
        // `Inc.` says what a company is, whatever its name speaks of (`Farmers Union Ltd`); a paper's is press, and guards are no firm.
        let open = entity.identity == Identity::Text && entity.told.is_empty();
        let public = |code: &str| ["GOV", "MIL", "COP", "JUD", "REB", "MED", "BUS"].iter().any(|c| code.contains(c));
        if open && companies::stem(context, name).is_some() && !told.as_ref().is_some_and(|t| public(t.1)) {
            told = Some((String::new(), "BUS"));
        }
        let whole = body_before(context, name).map(|body| roster.body(context, body));
        let part = told.is_none() && name.class == Class::Body;
        if let Some(entity) = roster.list.get_mut(*owner) {
            if entity.state.is_none() {
                entity.state = state;
            }
            // `United Nations Relief Coordinator`, `Hamas Media Office`: of the body that its name begins with.
            if part
                && entity.identity == Identity::Text
                && entity.told.is_empty()
                && let Some(whole) = whole
            {
                entity.told.push(Told {
                    title: String::new(),
                    sector: "",
                    state: None,
                    of: Some(whole),
                    former: false,
                });
            }
            if let Some((title, sector)) = told {
                entity.told.push(Told { title, sector, state, of: None, former: false });
            }
        }
    }
}

/// The known body that a longer name begins with.
fn body_before(context: &Context, name: &Named) -> Option<u32> {
    if name.class != Class::Body || !name.known.is_empty() {
        return None;
    }
    let (held, known) = context.lexicons.world.names().longest(context, name.tokens.start)?;
    if held.end >= name.tokens.end {
        return None;
    }
    known.iter().find_map(|(_, known)| match known {
        Known::Body(body) => Some(*body),
        _ => None,
    })
}

/// Bodies and officials whose state the text leaves unsaid get that which it is about.
fn settle(context: &Context, focus: &Focus, roster: &mut Roster) {
    let world = &context.lexicons.world;
    for entity in &mut roster.list {
        let told = entity.told.iter().find(|t| !t.sector.is_empty());
        let open = entity.state.is_none() && entity.identity == Identity::Text && entity.kind != ActorKind::Country;
        // `National Directorate for Security`: of the nation that the text is about.
        let national = entity.kind == ActorKind::Organization
            && entity
                .name
                .split_once(' ')
                .is_some_and(|(first, _)| context.lexicons.world.name_words.is(first, Beside::National));
        // `ethnic Albanians` too, wherever they live.
        let people = entity.kind == ActorKind::Group;
        let implied = told.map_or(national, |t| {
            t.state.is_none() && t.of.is_none() && (people || world.sectors.home(t.sector) == Home::Text)
        });
        if open && implied && entity.named {
            let first = entity.mentions.first().map(|m| m.head);
            let official = entity.kind == ActorKind::Person && told.is_some_and(|t| t.sector.starts_with("GOV"));
            let speaking = first.filter(|_| official).and_then(|at| focus.speaking(context, at));
            entity.state =
                speaking.or_else(|| first.and_then(|at| focus.at(context, at))).or_else(|| focus.most_named());
        }
    }
}

/// The name for the record: the fullest that the text gives; for a state, and where the text has only one word
/// of a known person, the one that the lexicon has.
fn name(context: &Context, entity: &Entity) -> String {
    let known = match entity.identity {
        Identity::Person(_) => 2,
        Identity::Body(_) | Identity::Place(_) => 1,
        Identity::State(_) | Identity::Text => return entity.name.clone(),
    };
    let names = entity.mentions.iter().filter(|m| m.form == MentionForm::Name && m.tokens.len() >= known);
    let longest = names.max_by_key(|m| (m.tokens.len(), std::cmp::Reverse(m.tokens.start)));
    longest.map_or_else(|| entity.name.clone(), |m| roster::words(context, m.tokens))
}

/// `a former Indian soldier` is Indian still, if only by what he was.
fn former_state(entity: &Entity) -> Option<u32> {
    let person = entity.kind == ActorKind::Person && entity.identity == Identity::Text;
    entity.told.iter().filter(|t| t.former && person).find_map(|t| t.state)
}

/// The finished list, and which token refers to whom.
fn record(
    context: &Context,
    roster: &Roster,
    titles: Vec<(Tokens, u32, usize)>,
    shared: &[(u32, usize)],
) -> (Actors, Vec<u32>) {
    let tokens = context.analysis.tokens().len();
    let mut order: Vec<usize> = (0..roster.list.len()).filter(|e| !roster.list[*e].mentions.is_empty()).collect();
    let first = |e: &usize| roster.list[*e].mentions.iter().map(|m| m.tokens.start).min();
    order.sort_by_key(|e| (first(e), *e));
    let mut number = vec![u32::MAX; roster.list.len()];
    for (new, old) in (0..).zip(&order) {
        number[*old] = new;
    }
    let list: Vec<Actor> = order
        .iter()
        .map(|old| {
            let entity = &roster.list[*old];
            let mut mentions = entity.mentions.clone();
            mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end));
            mentions.dedup_by_key(|m| m.tokens);
            Actor {
                name: name(context, entity),
                kind: entity.kind,
                country: entity
                    .state
                    .or_else(|| former_state(entity))
                    .and_then(|s| context.lexicons.world.states.get(s as usize))
                    .map(|s| s.code.to_owned()),
                code: codes::code(context, roster, *old),
                roles: codes::roles(context, roster, entity),
                mentions,
                place: entity.place,
            }
        })
        .collect();
    let mut by_token: Vec<Option<u32>> = vec![None; tokens];
    let mut by_head: Vec<Option<u32>> = vec![None; tokens];
    let mut spans: Vec<(Tokens, u32, u32)> = titles
        .into_iter()
        .filter_map(|(tokens, head, entity)| Some((tokens, head, *number.get(entity)?)))
        .filter(|t| t.2 != u32::MAX)
        .collect();
    for (actor, known) in (0..).zip(&list) {
        spans.extend(known.mentions.iter().map(|m| (m.tokens, m.head, actor)));
    }
    // The smallest mention around a token wins: write the long ones first.
    spans.sort_by_key(|(tokens, head, actor)| (std::cmp::Reverse(tokens.len()), *head, *actor));
    for (tokens, head, actor) in spans {
        for at in tokens.iter() {
            if let Some(slot) = by_token.get_mut(at as usize) {
                *slot = Some(actor);
            }
        }
        if let Some(slot) = by_head.get_mut(head as usize) {
            *slot = Some(actor);
        }
    }
    let mut others: Vec<(u32, u32)> =
        shared.iter().filter_map(|(head, entity)| Some((*head, *number.get(*entity)?))).collect();
    others.retain(|(head, actor)| by_head.get(*head as usize).is_some_and(|own| *own != Some(*actor)));
    others.sort_unstable();
    others.dedup();
    (Actors { list, by_token, by_head, shared: others }, number)
}
