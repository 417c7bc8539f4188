//! The codes that the user's dictionaries give the actors of a document, and the actors that only they know.

use crate::Context;
use crate::dictionary::coded::{Coding, coding};
use crate::draft::{Actor, Actors, Mention, MentionForm, Whereabouts};
use sayso_language::{NameKind, Tokens};
use sayso_record::ActorKind;

/// Gives the actors the codes of the user's dictionaries; where these stand alone, no others.
pub(super) fn apply(context: &Context, actors: &mut Actors) {
    let dictionaries = &context.lexicons.dictionaries;
    if !dictionaries.name_actors() {
        return;
    }
    let coding = coding(context);
    if dictionaries.actors_alone() {
        actors.list.iter_mut().for_each(|a| a.code = None);
    }
    add(context, &coding, actors);
    // A name decides; a role alone (`---GOV`) only where nothing else is known.
    let mut decided = vec![false; actors.list.len()];
    let named = coding.phrases.iter().filter(|p| p.name.is_some());
    let roles = coding.phrases.iter().filter(|p| p.name.is_none());
    for phrase in named.chain(roles) {
        let Some(actor) = actors.headed_by(phrase.head).or_else(|| actors.covering(phrase.head)) else { continue };
        let (Some(known), Some(decided)) = (actors.list.get_mut(actor), decided.get_mut(actor)) else { continue };
        let pronoun = known.mentions.iter().any(|m| m.form == MentionForm::Pronoun && m.head == phrase.head);
        if *decided || pronoun || (phrase.name.is_none() && known.code.is_some()) {
            continue;
        }
        *decided = true;
        known.code = phrase.codes.first().cloned();
    }
    // `Holm's harbour master`: Holm too is an actor, and has the code of its name alone.
    for phrase in &coding.phrases {
        let Some(name) = phrase.name else { continue };
        let Some(head) = context.analysis.head_of(name) else { continue };
        let Some(actor) = actors.headed_by(head).or_else(|| actors.covering(head)) else { continue };
        let code = context
            .lexicons
            .dictionaries
            .actors
            .names()
            .longest(&crate::dictionary::words::of_text(context, name), |_, _| true)
            .and_then(|(_, number)| context.lexicons.dictionaries.actors.entry(number))
            .and_then(|entry| entry.code(context.document.date))
            .and_then(|code| code.split('/').next())
            .map(str::to_owned);
        if let (Some(known), Some(decided)) = (actors.list.get_mut(actor), decided.get_mut(actor))
            && !*decided
        {
            *decided = true;
            known.code = code;
        }
    }
}

/// Adds the names that no actor has.
fn add(context: &Context, coding: &Coding, actors: &mut Actors) {
    let names = context.analysis.names();
    for name in coding.phrases.iter().filter_map(|p| p.name) {
        if name.iter().any(|at| actors.covering(at).is_some()) {
            continue;
        }
        let Some(head) = context.analysis.head_of(name) else { continue };
        let words = super::roster::words(context, name);
        let same = actors.list.iter().take(MANY).position(|a| a.name == words);
        let mention = Mention { tokens: name, head, form: MentionForm::Name };
        let number = same.unwrap_or(actors.list.len());
        match actors.list.get_mut(number) {
            Some(known) => {
                known.mentions.push(mention);
                known.mentions.sort_by_key(|m| (m.tokens.start, m.tokens.end));
            }
            None => {
                let past = names.partition_point(|n| n.tokens.start <= name.start);
                let told = past.checked_sub(1).and_then(|p| names.get(p)).filter(|n| n.tokens.overlaps(name));
                actors.list.push(Actor {
                    name: words,
                    kind: kind(told.map(|n| n.kind)),
                    country: None,
                    code: None,
                    roles: Vec::new(),
                    mentions: vec![mention],
                    place: Whereabouts::Unsaid,
                });
            }
        }
        note(actors, name, head, number);
    }
}

/// How many actors are looked through for a name: without a bound a list of names would cost the square of its length.
const MANY: usize = 400;

fn kind(told: Option<NameKind>) -> ActorKind {
    match told {
        Some(NameKind::Person) => ActorKind::Person,
        Some(NameKind::Country) => ActorKind::Country,
        Some(NameKind::Location) => ActorKind::Place,
        _ => ActorKind::Organization,
    }
}

fn note(actors: &mut Actors, tokens: Tokens, head: u32, number: usize) {
    let number = u32::try_from(number).ok();
    for at in tokens.iter() {
        if let Some(slot) = actors.by_token.get_mut(at as usize) {
            *slot = number;
        }
    }
    if let Some(slot) = actors.by_head.get_mut(head as usize) {
        *slot = number;
    }
}
