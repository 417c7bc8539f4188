//! Names in the text: what the lexicon knows and what the finder of names found, made one list.

use super::located::Located;
use super::whole;
use crate::Context;
use crate::lexicons::name_words::Beside;
use crate::lexicons::world::Known;
use rustc_hash::FxHashSet;
use sayso_language::{Deprel, Name, NameKind, Tokens, Upos, Xpos};
use sayso_record::ActorKind;

/// What a name is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// One human being.
    Person,
    /// A body: organization, party, armed group.
    Body,
    /// A state by name, demonym, or capital that speaks for its government.
    State,
    /// A place that is no state.
    Place,
}

/// A name in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'w> {
    /// Its tokens.
    pub(super) tokens: Tokens,
    /// Its head word.
    pub(super) head: u32,
    /// What it names.
    pub(super) class: Class,
    /// What the lexicon knows by that name; several where the name is ambiguous.
    pub(super) known: &'w [(&'static str, Known)],
    /// Whether it is an adjective or noun of nationality.
    pub(super) demonym: bool,
    /// Whether it stands inside a longer name (`Russian` in `Russian Foreign Ministry`).
    pub(super) nested: bool,
    /// Whether it is a people within some state: `ethnic Albanians`.
    pub(super) people: bool,
    /// Where it is, where places have that name in common.
    pub(super) located: Option<Located>,
}

/// The names of the document in text order; those nested in a longer one right after it.
pub(super) fn find<'w>(context: &Context<'w>) -> Vec<Named<'w>> {
    let mut found = Vec::new();
    let names = context.analysis.names();
    let titles =
        |n: &Name| context.lexicons.world.agents.longest(context, n.tokens.start).is_some_and(|(t, _)| t == n.tokens);
    let people = names.iter().filter(|n| n.kind == NameKind::Person && n.tokens.len() > 1 && !titles(n));
    let last: FxHashSet<&str> = people.map(|n| context.form(n.tokens.end - 1)).collect();
    let mut next = 0;
    let mut at = 0;
    while at < context.analysis.len() {
        while names.get(next).is_some_and(|n| n.tokens.start < at) {
            next += 1;
        }
        let told = names.get(next).filter(|n| n.tokens.start == at);
        let hit = lookup(context, at);
        let end = match (told, hit) {
            (None, None) => match paper(context, at) {
                Some(name) => {
                    found.push(name);
                    name.tokens.end
                }
                None => after_title(context, at, names.get(next).map_or(u32::MAX, |n| n.tokens.start), &mut found),
            },
            (None, Some((tokens, known))) => {
                if plausible(context, tokens, known, names.get(next).is_some_and(|n| n.tokens.start < tokens.end)) {
                    push_known(context, tokens, known, None, &mut found)
                } else {
                    at + 1
                }
            }
            (Some(name), hit) => {
                let kind = if is_titled(context, name) { NameKind::Person } else { name.kind };
                let tokens = trimmed(context, name.tokens, kind, &last);
                if tokens.is_empty() {
                    // A title taken for a name: `President` in `President Bush`.
                    let limit = names.get(next + 1).map_or(u32::MAX, |n| n.tokens.start);
                    at = after_title(context, at, limit, &mut found).max(at + 1);
                    continue;
                }
                let hit = if tokens.start == at { hit } else { lookup(context, tokens.start) };
                match hit {
                    Some((held, known)) if held.end >= tokens.end && fits(context, known, kind, held, &last) => {
                        push_known(context, held, known, Some(kind), &mut found)
                    }
                    _ => {
                        push_told(context, tokens, kind, &mut found);
                        tokens.end.max(name.tokens.end)
                    }
                }
            }
        };
        at = end.max(at + 1);
    }
    let found = found.into_iter().filter_map(|name| of_people(context, name)).collect();
    whole::mended(context, found, &last)
}

/// `news site The Citizen`: a body that is called after its kind, and goes by its article.
fn paper<'w>(context: &Context<'w>, at: u32) -> Option<Named<'w>> {
    let analysis = context.analysis;
    let before = at.checked_sub(1)?;
    let sentence = analysis.sentence_of(at).tokens;
    let kind = context.form(at) == "The"
        && sentence.contains(before)
        && context.lexicons.world.name_words.is(analysis.lemma(before), Beside::Body);
    let proper = |t: &u32| analysis.token(*t).upos == Upos::Propn && context.form(*t).starts_with(char::is_uppercase);
    let end = (at + 1..sentence.end).take(4).take_while(proper).last().filter(|_| kind)? + 1;
    let tokens = Tokens::new(at + 1, end);
    let head = analysis.head_of(tokens).unwrap_or(at + 1);
    let known = lookup(context, at + 1).filter(|(t, k)| *t == tokens && matches!(k.first(), Some((_, Known::Body(_)))));
    let known = known.map_or(&[][..], |(_, known)| known);
    Some(Named { tokens, head, class: Class::Body, known, demonym: false, nested: false, people: false, located: None })
}

/// `ethnic Albanians` and `ethnic Albanian guerrillas` are not of Albania: the noun is a people, the adjective no name.
fn of_people<'w>(context: &Context<'w>, name: Named<'w>) -> Option<Named<'w>> {
    let before = name.tokens.start.checked_sub(1).filter(|_| name.demonym && !name.nested);
    let Some(ethnic) = before.filter(|at| context.lexicons.world.name_words.is(context.form(*at), Beside::Ethnic))
    else {
        return Some(name);
    };
    let plural = matches!(context.analysis.token(name.head).xpos, Xpos::Nns | Xpos::Nnps);
    let tokens = Tokens::new(ethnic, name.tokens.end);
    plural.then_some(Named { tokens, class: Class::Body, known: &[], demonym: false, people: true, ..name })
}

/// A name that the finder of names passed over, right after the title that begins at token `at`; the next token to look at.
fn after_title<'w>(context: &Context<'w>, at: u32, limit: u32, found: &mut Vec<Named<'w>>) -> u32 {
    let analysis = context.analysis;
    let agents = &context.lexicons.world.agents;
    if !matches!(analysis.token(at).upos, Upos::Noun | Upos::Propn) {
        return at + 1;
    }
    let Some((words, row)) = agents.longest(context, at) else { return at + 1 };
    let title = agents.row(row).is_some_and(|r| r.title && r.kind == ActorKind::Person);
    if !title || analysis.token(words.end - 1).xpos == Xpos::Nns {
        return at + 1;
    }
    let sentence = analysis.sentence_of(at).tokens.end;
    let proper = |t: &u32| {
        analysis.token(*t).upos == Upos::Propn
            && context.form(*t).starts_with(char::is_uppercase)
            && context.form(*t).chars().any(char::is_lowercase)
            && (agents.longest(context, *t).is_none() || is_given(context, *t))
            && lookup(context, *t)
                .is_none_or(|(_, k)| matches!(k.first(), Some((_, Known::Person(_) | Known::Place(_)))))
    };
    let run = (words.end..limit.min(sentence)).take(3).take_while(proper).count();
    let tokens = Tokens::new(words.end, words.end + u32::try_from(run).unwrap_or(0));
    if tokens.is_empty() {
        return at + 1;
    }
    let head = analysis.head_of(tokens).unwrap_or(tokens.start);
    let known = lookup(context, tokens.start).filter(|(t, _)| *t == tokens).map_or(&[][..], |(_, k)| k);
    let person = known.iter().any(|(_, k)| matches!(k, Known::Person(_)));
    let known = if person { known } else { &[] };
    found.push(Named {
        tokens,
        head,
        class: Class::Person,
        known,
        demonym: false,
        nested: false,
        people: false,
        located: None,
    });
    tokens.end
}

type Hit<'w> = (Tokens, &'w [(&'static str, Known)]);

/// The longest name of the lexicon that begins at token `at`.
fn lookup<'w>(context: &Context<'w>, at: u32) -> Option<Hit<'w>> {
    let form = context.form(at);
    let first = form.chars().next()?;
    if !first.is_uppercase() && !first.is_ascii_digit() && !matches!(form, "al" | "el" | "de" | "eBay") {
        return None;
    }
    context.lexicons.world.names().longest(context, at)
}

/// Whether words that the finder of names passed over are a name all the same.
fn plausible(context: &Context, tokens: Tokens, known: &[(&'static str, Known)], overlaps: bool) -> bool {
    let token = context.analysis.token(tokens.start);
    let state = known.iter().any(|(_, k)| matches!(k, Known::State(_) | Known::Demonym(_) | Known::Capital(_)));
    let form = context.form(tokens.start);
    if state {
        // `Turkey` is a bird only in lower case; `Polish` and `Polish up` differ by their tags.
        return matches!(token.upos, Upos::Propn | Upos::Adj | Upos::Noun) || tokens.len() > 1 || overlaps;
    }
    if tokens.len() > 1 {
        return overlaps || tokens.iter().any(|t| context.analysis.token(t).upos == Upos::Propn);
    }
    let begins = context.analysis.sentence_of(tokens.start).tokens.start == tokens.start;
    let capitals = form.len() >= 2 && form.chars().all(|c| c.is_uppercase() || c == '.');
    overlaps || (token.upos == Upos::Propn && !begins) || (capitals && token.upos == Upos::Propn)
}

/// Whether what the lexicon knows can be what the finder of names says it is.
fn fits(
    context: &Context,
    known: &[(&'static str, Known)],
    kind: NameKind,
    tokens: Tokens,
    people: &FxHashSet<&str>,
) -> bool {
    match kind {
        // `Jordan` and `Chad` are people too, where the text has somebody of that last name.
        NameKind::Person => {
            known.iter().any(|(_, k)| matches!(k, Known::Person(_)))
                || tokens.len() > 1
                || !(people.contains(context.form(tokens.start))
                    || known.iter().all(|(_, k)| matches!(k, Known::Place(_) | Known::Capital(_))))
        }
        _ => true,
    }
}

/// A name that the lexicon knows; the token after it. `Lebanon County` and `Jackson Parish` are other places than the
/// lexicon's.
fn push_known<'w>(
    context: &Context<'w>,
    tokens: Tokens,
    known: &'w [(&'static str, Known)],
    told: Option<NameKind>,
    found: &mut Vec<Named<'w>>,
) -> u32 {
    let mut name = of_lexicon(context, tokens, known, told, false);
    let same = tokens.end < context.analysis.sentence_of(tokens.start).tokens.end;
    let part = same && context.lexicons.world.name_words.is(context.form(tokens.end), Beside::Division);
    if part && !name.demonym && matches!(name.class, Class::State | Class::Place) {
        let tokens = Tokens::new(tokens.start, tokens.end + 1);
        let head = context.analysis.head_of(tokens).unwrap_or(tokens.start);
        name = Named { tokens, head, class: Class::Place, known: &[], ..name };
    }
    found.push(name);
    name.tokens.end
}

fn of_lexicon<'w>(
    context: &Context<'w>,
    tokens: Tokens,
    known: &'w [(&'static str, Known)],
    told: Option<NameKind>,
    nested: bool,
) -> Named<'w> {
    let state = |k: &Known| matches!(k, Known::State(_) | Known::Demonym(_) | Known::Capital(_));
    let preferred = |k: &Known| match told {
        Some(NameKind::Person) => matches!(k, Known::Person(_)),
        Some(NameKind::Organization | NameKind::Party) => matches!(k, Known::Body(_)),
        _ => state(k),
    };
    let all = || known.iter().map(|(_, k)| k);
    let first = all().find(|k| preferred(k)).or_else(|| all().find(|k| state(k))).or_else(|| all().next());
    let head = context.analysis.head_of(tokens).unwrap_or(tokens.start);
    let class = match first {
        Some(Known::Person(_)) => Class::Person,
        Some(Known::Body(_)) => Class::Body,
        Some(Known::Capital(_)) if is_place(context, head) => Class::Place,
        Some(Known::Place(_)) => Class::Place,
        _ => Class::State,
    };
    Named {
        tokens,
        head,
        class,
        known,
        demonym: matches!(first, Some(Known::Demonym(_))),
        nested,
        people: false,
        located: None,
    }
}

/// Whether a capital's name is meant as a place there: `in Moscow`, `visited Kabul`, not `Moscow said`.
fn is_place(context: &Context, head: u32) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(head);
    let case = analysis.children(head).iter().find(|c| analysis.token(**c).deprel == Deprel::Case);
    let case = case.map(|c| analysis.lemma(*c));
    match token.deprel {
        Deprel::Conj if token.head < head => is_place(context, token.head),
        Deprel::Obj => context.lexicons.world.name_words.is(analysis.lemma(token.head), Beside::Visited),
        Deprel::Compound | Deprel::Flat | Deprel::Appos | Deprel::List => true,
        _ => case.is_some_and(|case| context.lexicons.world.name_words.is(case, Beside::There)),
    }
}

/// A name that the lexicon doesn't know as a whole, and the states named in it.
fn push_told<'w>(context: &Context<'w>, tokens: Tokens, kind: NameKind, found: &mut Vec<Named<'w>>) {
    let class = match kind {
        NameKind::Person | NameKind::Organization if names_place(context, tokens) => Some(Class::Place),
        NameKind::Person => Some(Class::Person),
        NameKind::Organization | NameKind::Party => Some(Class::Body),
        NameKind::Location | NameKind::Country => Some(Class::Place),
        NameKind::Event | NameKind::Election | NameKind::Misc => None,
    };
    if let Some(class) = class {
        let head = context.analysis.head_of(tokens).unwrap_or(tokens.start);
        found.push(Named {
            tokens,
            head,
            class,
            known: &[],
            demonym: false,
            nested: false,
            people: false,
            located: None,
        });
    }
    if class == Some(Class::Person) {
        return;
    }
    let mut at = tokens.start;
    while at < tokens.end {
        match lookup(context, at) {
            Some((held, known)) if held.end <= tokens.end && is_state(known) => {
                found.push(of_lexicon(context, held, known, None, class.is_some()));
                at = held.end;
            }
            // `New England Patriots` name no England.
            Some((held, _)) if held.end <= tokens.end && held.len() > 1 => at = held.end,
            _ => at += 1,
        }
    }
}

/// Whether a word in or beside a name says that it is a place's: `Maidan Wardak province`, `Gwinnett County`, `near Lund`.
fn names_place(context: &Context, tokens: Tokens) -> bool {
    let is = |at: u32, class| context.lexicons.world.name_words.is(context.form(at), class);
    let after = tokens.end < context.analysis.len() && is(tokens.end, Beside::Place);
    let division = tokens.len() > 1 && is(tokens.end - 1, Beside::Division);
    let before = tokens.start.checked_sub(1).filter(|_| tokens.len() < 3);
    after || division || before.is_some_and(|at| is(at, Beside::Near))
}

fn is_state(known: &[(&'static str, Known)]) -> bool {
    known.iter().any(|(_, k)| matches!(k, Known::State(_) | Known::Demonym(_)))
}

/// The name without what is no part of it: titles before people's names, a possessive mark, an article; nothing where it is
/// no more than a title or role.
fn trimmed(context: &Context, tokens: Tokens, kind: NameKind, people: &FxHashSet<&str>) -> Tokens {
    let mut tokens = tokens;
    while tokens.len() > 1 && context.analysis.token(tokens.end - 1).xpos == Xpos::Pos {
        tokens.end -= 1;
    }
    let agents = &context.lexicons.world.agents;
    let person = kind == NameKind::Person;
    if !person {
        // `Air Chief Marshal` is no body.
        let title = agents.longest(context, tokens.start).filter(|(words, _)| *words == tokens && words.len() > 1);
        let title = title.and_then(|(_, row)| agents.row(row));
        let next = tokens.end < context.analysis.len()
            && context.analysis.token(tokens.end).upos == Upos::Propn
            && context.form(tokens.end).starts_with(char::is_uppercase);
        let is_title = next && title.is_some_and(|row| row.title && row.kind == ActorKind::Person);
        return if is_title { Tokens::new(tokens.end, tokens.end) } else { tokens };
    }
    // `Gagnon-Tremblay` is cut at the hyphen, and often only one half found.
    let analysis = context.analysis;
    while tokens.end + 1 < analysis.sentence_of(tokens.start).tokens.end
        && analysis.token(tokens.end).xpos == Xpos::Hyph
        && analysis.token(tokens.end + 1).upos == Upos::Propn
        && context.form(tokens.end + 1).starts_with(char::is_uppercase)
    {
        tokens.end += 2;
    }
    // `King said`, where the text has a Mervyn King.
    let own = tokens.len() == 1 && people.contains(context.form(tokens.start)) && !is_pointed_at(context, tokens.start);
    for _ in 0..3 {
        let Some((title, row)) = agents.longest(context, tokens.start) else { break };
        let row = agents.row(row).filter(|r| r.kind == ActorKind::Person);
        let is_title = row.is_some_and(|r| r.title);
        if title == tokens {
            let opens = analysis.sentence_of(tokens.start).tokens.start == tokens.start;
            let role = is_title || row.is_some() && opens && !is_given(context, tokens.start);
            return if role && !own { Tokens::new(title.end, title.end) } else { tokens };
        }
        // `Dean Maki` is no dean.
        let given = title.len() == 1 && tokens.len() == 2 && is_given(context, tokens.start);
        if !is_title || title.end >= tokens.end || given {
            break;
        }
        tokens.start = title.end;
    }
    tokens
}

/// Whether a name that was taken for a body's is a person's with titles: `Lt Gen Sir Alan Marwick`, `Major General Ann Cole`.
fn is_titled(context: &Context, name: &Name) -> bool {
    if !matches!(name.kind, NameKind::Organization | NameKind::Location) {
        return false;
    }
    let world = &context.lexicons.world;
    let (mut at, mut titles) = (name.tokens.start, 0);
    while let Some((words, row)) = world.agents.longest(context, at)
        && words.end < name.tokens.end
        && world.agents.row(row).is_some_and(|row| row.title && row.kind == ActorKind::Person)
    {
        titles += 1;
        at = words.end;
    }
    let words = at - name.tokens.start;
    titles > 0
        && words > 1
        && name.tokens.end - at <= 4
        && (titles > 1 || world.genders.of_name(context.form(at)).is_some())
}

/// Whether a title is a first name as well, written as one.
fn is_given(context: &Context, at: u32) -> bool {
    context.lexicons.world.name_words.is(context.form(at), Beside::Given)
}

/// Whether an article or a possessor stands before a word.
fn is_pointed_at(context: &Context, at: u32) -> bool {
    let before = at.checked_sub(1).map(|b| context.analysis.token(b));
    before.is_some_and(|b| b.upos == Upos::Det || matches!(b.xpos, Xpos::Pos | Xpos::Prps))
}
