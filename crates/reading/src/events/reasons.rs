//! Why an event is on record: the row that fits, the words it read, the rows of its actors, and whose word it stands on.

use super::dictionary::Coded;
use super::matching::Match;
use super::{Ground, each};
use crate::Context;
use crate::dictionary::Origin;
use crate::draft::{Actors, Event, Party, Statement, Timex};
use crate::explain::Reason;
use crate::lexicons::events::Direction;
use crate::lexicons::verbs::Guess;
use sayso_record::{Basis, Factuality};

/// What put event number `at` on record.
pub(crate) fn reasons(
    context: &Context,
    actors: &Actors,
    times: &[Timex],
    statements: &[Statement],
    at: usize,
) -> Vec<Reason> {
    let mut number = 0;
    let mut reasons = Vec::new();
    each(context, actors, times, statements, &mut |event, found| {
        if number == at {
            reasons = match found {
                Ground::Rule(found) => of_rule(context, &event, found),
                Ground::Dictionary(coded) => of_dictionary(context, coded),
            };
            for (side, parties) in [("source", &event.source), ("target", &event.target)] {
                for party in parties {
                    reasons.extend(of_party(context, actors, side, party));
                }
            }
            reasons.extend(when(&event));
            reasons.extend(event.voices.iter().map(|v| Reason::Rule(voice(statements, v.statement, v.factuality))));
        }
        number += 1;
    });
    reasons
}

/// The rule and what became of its code.
fn of_rule(context: &Context, event: &Event, found: &Match) -> Vec<Reason> {
    let rule = found.rule;
    let lemma = context.analysis.lemma(found.frame.head);
    let own = found.guess.as_ref().map_or(rule.code, |guess| Some(guess.code)).unwrap_or_default();
    let mut reasons = match &found.guess {
        Some(guess) => of_guess(lemma, guess),
        None => {
            let mut says = format!("CAMEO {own}");
            if !rule.when.is_empty() {
                says.push_str(&format!(" when {}", rule.when));
            }
            vec![Reason::Row { table: "events.tsv", line: rule.line, entry: lemma.to_owned(), says }]
        }
    };
    let mut add = |why: String| reasons.push(Reason::Rule(why));
    if let Some(about) = found.about.first() {
        let act = context.analysis.lemma(*about);
        add(format!("it is about the act `{act}`, with which nesting.tsv makes it {}", event.code));
    } else if event.code != own && found.refused {
        add(format!("it will not be done, and is {} as a refusal", event.code));
    } else if event.code != own {
        add(format!("it is still to come, and is {} as an intent", event.code));
    }
    if found.direction == Direction::Reciprocal {
        add("it holds in both directions".to_owned());
    }
    if found.frame.passive {
        add("its clause is passive: the subject is acted on".to_owned());
    }
    for (side, implied) in [("source", found.implied.source), ("target", found.implied.target)] {
        if implied {
            add(format!("its own clause names no {side}: the text around it gives one"));
        }
    }
    reasons
}

/// What the model of verbs without a rule went by.
fn of_guess(lemma: &str, guess: &Guess) -> Vec<Reason> {
    let like: Vec<String> = guess.like.0.iter().map(|verb| format!("`{verb}`")).collect();
    let says = format!("no row of events.tsv has it; the news uses it like {}", like.join(", "));
    vec![
        Reason::Row { table: "verb-kin.tsv", line: guess.like.1, entry: lemma.to_owned(), says },
        Reason::Guess {
            of: format!("CAMEO {} by the model of verbs", guess.code),
            chance: guess.chance,
            because: guess.because.clone(),
        },
    ]
}

/// The lines of the user's dictionaries.
fn of_dictionary(context: &Context, coded: &Coded) -> Vec<Reason> {
    let dictionaries = &context.lexicons.dictionaries;
    let line = |origin: Origin, entry: &str, says: String| Reason::Dictionary {
        file: dictionaries.file(origin).to_owned(),
        line: origin.line,
        entry: entry.to_owned(),
        says,
    };
    // What its own line gives is only the begin of an event that clauses above it changed.
    let own = coded.pattern.map_or(&coded.entry.code, |pattern| &pattern.code);
    let own = own.forward.as_ref().or(own.backward.as_ref()).filter(|_| !coded.steps.is_empty()).unwrap_or(&coded.code);
    let mut reasons = vec![match coded.pattern {
        Some(pattern) => line(pattern.origin, &pattern.text, format!("event {own} of `{}`", coded.entry.name)),
        None => line(coded.entry.origin, &coded.entry.name, format!("event {own}")),
    }];
    for step in &coded.steps {
        reasons.push(match step.origin {
            Some(origin) => line(origin, &step.entry, step.says.clone()),
            None => Reason::Rule(step.says.clone()),
        });
    }
    for phrase in &coded.phrases {
        let words = context.analysis.span(phrase.tokens).of(&context.document.text);
        let codes = phrase.codes.join("/");
        reasons.extend(phrase.origins.iter().map(|origin| line(*origin, words, format!("actor {codes}"))));
    }
    reasons
}

/// The rows of a side's actor.
fn of_party(context: &Context, actors: &Actors, side: &str, party: &Party) -> Vec<Reason> {
    let words = context.analysis.span(party.tokens).of(&context.document.text);
    let code = party.code.as_deref().unwrap_or("without a code");
    let known = party.actor.and_then(|a| actors.list.get(a));
    let who = known.map_or(words, |a| a.name.as_str());
    let mut reasons = vec![Reason::Rule(if who == words {
        format!("its {side} is `{words}`: {code}")
    } else {
        format!("its {side} is `{words}`, that is {who}: {code}")
    })];
    if let Some(actor) = party.actor {
        reasons.extend(crate::actors::reasons(context, actors, actor));
    }
    reasons
}

fn when(event: &Event) -> Option<Reason> {
    let why = match event.when.basis? {
        Basis::Stated => "its day is stated",
        Basis::Event => "its day follows from that of another happening",
        Basis::Publication => "its day is assumed: that of publication",
    };
    Some(Reason::Rule(why.to_owned()))
}

fn voice(statements: &[Statement], statement: Option<usize>, factuality: Factuality) -> String {
    let sure = factuality.name();
    match statement.and_then(|s| statements.get(s)) {
        None if statement.is_none() => format!("the article itself commits to it as {sure}"),
        None => format!("a source commits to it as {sure}"),
        Some(s) => {
            let negated = if s.negated { ", negated" } else { "" };
            format!("whoever speaks by the cue `{}`{negated} commits to it as {sure}", s.lemma)
        }
    }
}
