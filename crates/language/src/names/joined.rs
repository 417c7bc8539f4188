//! Given names of two parts, which the tokenizer cuts at their hyphen: `Jean-Claude Trichet` is one person where the
//! model sees a person called `Claude Trichet`, and `Jean` as another name, the end of one, or none.

use crate::{Name, NameKind, Token, Tokens};

/// Gives such persons the first part of their names.
pub(crate) fn join(names: &mut Vec<Name>, tokens: &[Token], forms: &[&str]) {
    let touches = |at: u32| {
        let pair = tokens.get(at as usize).zip(tokens.get(at as usize + 1));
        pair.is_some_and(|(left, right)| left.span.end == right.span.start)
    };
    let is_given = |at: u32| {
        let form = forms.get(at as usize).copied().unwrap_or_default();
        form.starts_with(char::is_uppercase) && form.chars().any(char::is_lowercase)
    };
    let mut joined = false;
    for name in names.iter_mut().filter(|name| name.kind == NameKind::Person && name.tokens.len() > 1) {
        let Some(given) = name.tokens.start.checked_sub(2) else { continue };
        if forms.get(given as usize + 1) == Some(&"-") && touches(given) && touches(given + 1) && is_given(given) {
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
