//! Names that the tokenizer cuts at their hyphen: `Jean-Claude Trichet` is one person where the model sees a person called
//! `Claude Trichet`, and `Jean` as another name, the end of one, or none; so is `Saif al-Arab` where it sees a `Saif`.

use crate::{Name, NameKind, Token, Tokens};

/// Gives such persons the first part of their names and what follows an article or a `son of`.
pub(crate) fn join(names: &mut Vec<Name>, tokens: &[Token], forms: &[&str]) {
    lengthen(names, tokens, forms);
    let form = |at: u32| forms.get(at as usize).copied().unwrap_or_default();
    let mut joined = false;
    for name in names.iter_mut().filter(|name| name.kind == NameKind::Person && name.tokens.len() > 1) {
        let Some(given) = name.tokens.start.checked_sub(2) else { continue };
        if form(given + 1) == "-" && touch(tokens, given) && touch(tokens, given + 1) && is_part(form(given)) {
            name.tokens = Tokens::new(given, name.tokens.end);
            joined = true;
        }
    }
    if joined {
        names.dedup_by(|right, left| {
            // What stands before the given name in a name of another kind is a title: `ECB President Jean`.
            let overlap = left.tokens.end > right.tokens.start;
            if overlap {
                let start = if left.kind == NameKind::Person { left.tokens.start } else { right.tokens.start };
                *left = Name { tokens: Tokens::new(start, right.tokens.end), ..*right };
            }
            overlap
        });
    }
}

/// Whether no blank stands behind token `at`.
fn touch(tokens: &[Token], at: u32) -> bool {
    let pair = tokens.get(at as usize).zip(tokens.get(at as usize + 1));
    pair.is_some_and(|(left, right)| left.span.end == right.span.start)
}

/// Whether a word may be a part of a person's name.
fn is_part(form: &str) -> bool {
    form.starts_with(char::is_uppercase) && form.chars().any(char::is_lowercase)
}

/// Whether a word is the Arabic article of a name.
fn is_article(form: &str) -> bool {
    matches!(form, "al" | "el" | "Al" | "El" | "ad" | "as" | "ash" | "ul")
}

/// Takes into the names of persons the parts behind an article (`Saif al-Arab`, `Abu Bakr al-Husseini`) and `bin`.
fn lengthen(names: &mut Vec<Name>, tokens: &[Token], forms: &[&str]) {
    let form = |at: u32| forms.get(at as usize).copied().unwrap_or_default();
    let touch = |at: u32| touch(tokens, at);
    // The end of what an article at `at` brings in.
    let behind = |at: u32| {
        let joined = is_article(form(at)) && form(at + 1) == "-" && touch(at) && touch(at + 1) && is_part(form(at + 2));
        joined.then_some(at + 3)
    };
    let one_sentence = |from: u32, to: u32| {
        let sentence = |at: u32| tokens.get(at as usize).map(|t| t.sentence);
        sentence(from) == sentence(to)
    };
    let mut at = 0;
    while at < names.len() {
        let name = names[at];
        let last = name.tokens.end.saturating_sub(1);
        let cut = name.tokens.len() > 1 && name.kind != NameKind::Organization && is_article(form(last));
        let mut end = if cut { behind(last) } else { None };
        if name.kind == NameKind::Person || end.is_some() {
            for _ in 0..3 {
                let from = end.unwrap_or(name.tokens.end);
                let son = matches!(form(from), "bin" | "ibn" | "bint") && !touch(from);
                let next = behind(from)
                    .or_else(|| son.then(|| behind(from + 1).or(is_part(form(from + 1)).then_some(from + 2)))?);
                if next.is_none_or(|next| !one_sentence(name.tokens.start, next - 1)) {
                    break;
                }
                end = next;
            }
        }
        if let Some(end) = end {
            // What was taken for a name of its own behind the article is the end of this one.
            let past = names[at + 1..].iter().take_while(|n| n.tokens.start < end).count();
            let reach = names[at + 1..at + 1 + past].iter().map(|n| n.tokens.end).max().unwrap_or(end).max(end);
            let person = names[at..=at + past].iter().any(|n| n.kind == NameKind::Person);
            let kind = if person { NameKind::Person } else { name.kind };
            names.drain(at + 1..at + 1 + past);
            names[at] = Name { tokens: Tokens::new(name.tokens.start, reach), kind };
        }
        at += 1;
    }
}
