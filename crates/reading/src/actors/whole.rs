//! Names made whole: what the finder of names cuts, passes over, or takes for a person that is none.
//!
//! One pass over the names in text order, which looks at a few tokens around each of them.

use super::companies;
use super::names::{Class, Named};
use crate::Context;
use crate::lexicons::name_words::Beside;
use crate::lexicons::world::Known;
use rustc_hash::FxHashSet;
use sayso_language::{Tokens, Upos, Xpos};

/// Most tokens between the quotation marks of a nickname.
const NICKNAME: u32 = 4;

/// The names, made whole. `last` are the last words of the full names of people in the text.
pub(super) fn mended<'w>(context: &Context<'w>, names: Vec<Named<'w>>, last: &FxHashSet<&str>) -> Vec<Named<'w>> {
    let mut whole: Vec<Named<'w>> = Vec::with_capacity(names.len() + 4);
    let mut names = names.into_iter().peekable();
    let mut storms: Vec<&str> = Vec::new();
    while let Some(mut name) = names.next() {
        if name.nested {
            whole.push(name);
            continue;
        }
        if is_nothing(context, &name) {
            continue;
        }
        if is_storm(context, &name) {
            storms.push(context.form(name.tokens.start));
            continue;
        }
        let free = whole.last().map_or(0, |before| before.tokens.end);
        // `Baidu Inc` is a company, whoever it is called after.
        let unsure = name.class == Class::Person || name.class == Class::Place && name.tokens.len() > 2;
        if unsure && companies::stem(context, &Named { class: Class::Body, ..name }).is_some() {
            name.class = Class::Body;
        }
        if name.class == Class::Person {
            hyphenated(context, &mut name, free);
            if let Some(end) = nicknamed(context, &name) {
                let mut full = Tokens::new(name.tokens.start, end);
                let mut known = name.known;
                while let Some(part) = names.next_if(|n| n.tokens.start < full.end) {
                    full.end = full.end.max(part.tokens.end);
                    known = if is_of(context, &name, part.known) { part.known } else { known };
                }
                let head = context.analysis.head_of(full).unwrap_or(name.head);
                name = Named { tokens: full, head, known, ..name };
            }
            while let Some(end) = goes_on(context, &name, names.peek()) {
                name.tokens.end = end;
                while let Some(part) = names.next_if(|n| n.tokens.start < name.tokens.end) {
                    name.tokens.end = name.tokens.end.max(part.tokens.end);
                }
                name.head = context.analysis.head_of(name.tokens).unwrap_or(name.head);
            }
            let next = names.peek().filter(|n| n.class == Class::Person).map(|n| n.tokens.start);
            if next.is_some_and(|next| is_staffed(context, &name, next, last)) {
                name.class = Class::Body;
            }
        }
        whole.push(name);
        if let Some(at) = letters(context, &name).filter(|at| names.peek().is_none_or(|n| n.tokens.start > *at)) {
            whole.push(Named { tokens: Tokens::new(at, at + 1), head: at, known: &[], ..name });
        }
    }
    // `Sandy` after `Hurricane Sandy` is the storm again.
    storms.sort_unstable();
    let again = |name: &Named| {
        let form = context.form(name.tokens.start);
        name.tokens.len() == 1 && name.known.is_empty() && !last.contains(form) && storms.binary_search(&form).is_ok()
    };
    whole.retain(|name| !again(name));
    whole
}

/// `Hurricane Sandy`, `Operation Anvil`: called by a name, but nobody.
fn is_storm(context: &Context, name: &Named) -> bool {
    let before = name.tokens.start.checked_sub(1).map(|at| context.form(at));
    let plain = name.tokens.len() == 1 && name.known.is_empty() && name.class != Class::State;
    plain && before.is_some_and(|form| context.lexicons.world.name_words.is(form, Beside::Storm))
}

/// Where a person's name ends that goes on: behind small words (`Ursula von der Leyen`), or in what was taken for somebody
/// else right after a given name (`Shaha Riza`).
fn goes_on(context: &Context, name: &Named, next: Option<&Named>) -> Option<u32> {
    let end = name.tokens.end;
    let sentence = context.analysis.sentence_of(name.tokens.start).tokens.end;
    if name.tokens.len() > 12 || end >= sentence || !name.known.is_empty() {
        return None;
    }
    let particle = |at: u32| context.lexicons.world.name_words.is(context.form(at), Beside::Particle);
    // `al-Mansour` is cut at the hyphen.
    let hyphen = |at: u32| at > end && context.analysis.token(at).xpos == Xpos::Hyph && particle(at - 1);
    let past = (end..sentence).take(5).find(|at| !particle(*at) && !hyphen(*at))?;
    let following = next.filter(|n| n.tokens.start == past && n.tokens.start < sentence);
    let stranger = following.is_none_or(|n| n.class == Class::Person && n.known.is_empty());
    if past > end {
        let capital = context.form(past).starts_with(char::is_uppercase);
        return (capital && stranger && context.analysis.token(past).upos == Upos::Propn).then_some(past + 1);
    }
    let part = following.filter(|n| stranger && n.tokens.len() == 1 && name.tokens.len() == 1 && !n.nested)?;
    let given = context.lexicons.world.genders.of_name(context.form(name.tokens.start)).is_some();
    given.then_some(part.tokens.end)
}

/// Whether a name of one word is what names neither people nor bodies: a faith's book, an age, a cause (`Islamophobia`).
fn is_nothing(context: &Context, name: &Named) -> bool {
    if name.tokens.len() > 1 || !name.known.is_empty() {
        return false;
    }
    let form = context.form(name.tokens.start);
    let table = &context.lexicons.world.name_words;
    let cause = || form.char_indices().any(|(at, _)| at > 1 && table.is(&form[at..], Beside::Cause));
    // `2.30pm`, `№7`: what has no capital and no letter in front is no person.
    let figure = || name.class == Class::Person && form.starts_with(|c: char| c.is_ascii_digit());
    table.is(form, Beside::Nobody) || cause() || figure()
}

/// `Strauss-Kahn`, of which only the second half was found.
fn hyphenated(context: &Context, name: &mut Named, free: u32) {
    let analysis = context.analysis;
    let Some(first) = name.tokens.start.checked_sub(2).filter(|at| *at >= free) else { return };
    let proper = analysis.token(first).upos == Upos::Propn && context.form(first).starts_with(char::is_uppercase);
    let cut = context.form(first).len() > 1 && analysis.token(first + 1).xpos == Xpos::Hyph && joined(context, first);
    if proper && name.known.is_empty() && cut {
        name.tokens.start = first;
        // `Morgan Brandy-Phillips`: the given name was left with the first half.
        let given = |at: &u32| {
            let known = context.lexicons.world.genders.of_name(context.form(*at)).is_some();
            known && analysis.token(*at).upos == Upos::Propn
        };
        if let Some(at) = first.checked_sub(1).filter(|at| *at >= free && given(at)) {
            name.tokens.start = at;
        }
        name.head = analysis.head_of(name.tokens).unwrap_or(name.head);
    }
}

/// Whether no blank stands around the hyphen after token `at`.
fn joined(context: &Context, at: u32) -> bool {
    let span = |at: u32| context.analysis.token(at).span;
    span(at).end == span(at + 1).start && span(at + 1).end == span(at + 2).start
}

/// Where a name ends that goes on behind a nickname in quotation marks: `Alexander "Sandy" Cutler`.
fn nicknamed(context: &Context, name: &Named) -> Option<u32> {
    let analysis = context.analysis;
    let mark = |at: u32| matches!(context.form(at), "\"" | "“" | "”" | "'" | "‘" | "’" | "``" | "''");
    let capital = |at: u32| context.form(at).starts_with(char::is_uppercase);
    let open = name.tokens.end;
    let sentence = analysis.sentence_of(name.tokens.start).tokens.end;
    if open + 3 >= sentence || !mark(open) {
        return None;
    }
    let inner = capital(open + 1) || matches!(context.form(open + 1), "the" | "el" | "al");
    let close = (open + 2..(open + 2 + NICKNAME).min(sentence - 1)).find(|at| mark(*at)).filter(|_| inner)?;
    let named = |at: &u32| analysis.token(*at).upos == Upos::Propn && capital(*at);
    let end = (close + 1..sentence).take(2).take_while(named).last()?;
    Some(end + 1)
}

/// Whether one of the people whom the lexicon knows by a part of the name has the name's first word.
fn is_of(context: &Context, name: &Named, known: &[(&'static str, Known)]) -> bool {
    let first = context.form(name.tokens.start);
    known.iter().any(|(_, known)| match known {
        Known::Person(person) => {
            context.lexicons.world.people.get(*person as usize).is_some_and(|p| p.name.split(' ').any(|w| w == first))
        }
        _ => false,
    })
}

/// `Cantor Fitzgerald analyst Ann Cole`, `House Speaker John Lee`: no person has an analyst or a speaker.
fn is_staffed(context: &Context, name: &Named, next: u32, last: &FxHashSet<&str>) -> bool {
    let end = name.tokens.end;
    let table = &context.lexicons.world.name_words;
    let own = name.tokens.len() == 1 && last.contains(context.form(end - 1));
    // `analyst`, `chief executive officer`
    let near = next > end && next - end <= 4 && name.known.is_empty() && !own;
    near && table.is(&context.form(next - 1).to_lowercase(), Beside::Staff)
        && context.lexicons.world.agents.longest(context, end).is_some_and(|(words, _)| words.end == next)
}

/// The letters in brackets right after a body's name, where no name was found in them: `Ministry of Defence (MoD)`.
fn letters(context: &Context, name: &Named) -> Option<u32> {
    let at = name.tokens.end + 1;
    if name.class != Class::Body || at + 1 >= context.analysis.len() || context.form(at - 1) != "(" {
        return None;
    }
    let form = context.form(at);
    (matches!(context.form(at + 1), ")" | "," | ";") && are_letters(form)).then_some(at)
}

/// Whether a word may be the letters that stand for a name: `NATO`, `MoD`, `KfW`.
pub(super) fn are_letters(form: &str) -> bool {
    let capitals = form.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&form.len()) && capitals > 1 && form.chars().all(|c| c.is_alphabetic() || c == '.')
}
