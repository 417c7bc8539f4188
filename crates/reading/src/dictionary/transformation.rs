//! Transformations of PETRARCH-2's verb dictionaries: what becomes of an event whose target is another event.
//!
//! ```text
//! ~ a (a b ATTACK) SAY = a b 015     who says that they attack admits it
//! ~ a (b . ATTACK) SAY = a b 112     who says that another attacks accuses them
//! ```
//! The letters are actors, `.` is anybody, `_` nobody; a verb stands for its code and the kinds of it, `Q` for any code.

use super::Origin;
use super::pattern::Code;
use super::words::of_phrase;

/// A transformation.
#[derive(Clone, Debug)]
pub(crate) struct Transformation {
    /// Who the outer verb's source is, and the inner one's source and target.
    pub(crate) outer: Role,
    pub(crate) source: Role,
    pub(crate) target: Role,
    /// The inner verb; none for any.
    pub(crate) inner_verb: Option<String>,
    /// The outer verb.
    pub(crate) verb: Option<String>,
    /// Who the parties of the result are.
    pub(crate) result: (char, char),
    /// Its code; none for that of the inner verb.
    pub(crate) code: Option<Code>,
    /// Where it stands.
    pub(crate) origin: Origin,
    /// As it is written.
    pub(crate) text: String,
}

/// A place for an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// This actor.
    Actor(char),
    /// Anybody, or nobody.
    Any,
    /// Nobody.
    Nobody,
}

impl Transformation {
    /// A line after its `~`. What is wrong, where it can't be used.
    pub(super) fn parse(text: &str, origin: Origin) -> Result<Self, String> {
        const WANTED: &str = "a transformation looks like `~ a (b . ATTACK) SAY = a b 112`";
        let (before, after) = text.split_once('=').ok_or(WANTED)?;
        let (outer, rest) = before.split_once('(').ok_or(WANTED)?;
        let (inner, verb) = rest.split_once(')').ok_or(WANTED)?;
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let (outer, inner, verb, result) = (words(outer), words(inner), words(verb), words(after));
        let ([outer], [source, target, inner_verb], [verb], [one, other, code]) =
            (outer.as_slice(), inner.as_slice(), verb.as_slice(), result.as_slice())
        else {
            return Err(WANTED.to_owned());
        };
        let known = [outer, source, target].map(|word| role(word));
        let [Some(outer), Some(source), Some(target)] = known else { return Err(WANTED.to_owned()) };
        let actor = |word: &str| match role(word) {
            Some(Role::Actor(letter)) if [outer, source, target].contains(&Role::Actor(letter)) => Ok(letter),
            _ => Err(format!("`{word}` is no actor of the transformation")),
        };
        let verb_of = |word: &str| (word != "Q").then(|| of_phrase(word).join(" "));
        let code = if code == "Q" { None } else { Some(Code::parse(code)?) };
        Ok(Self {
            outer,
            source,
            target,
            inner_verb: verb_of(inner_verb),
            verb: verb_of(verb),
            result: (actor(one)?, actor(other)?),
            code,
            origin,
            text: format!("~ {}", text.trim()),
        })
    }
}

fn role(word: &str) -> Option<Role> {
    let mut letters = word.chars();
    match (letters.next()?, letters.next()) {
        ('.', None) => Some(Role::Any),
        ('_', None) => Some(Role::Nobody),
        (letter, None) if letter.is_ascii_lowercase() => Some(Role::Actor(letter)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_or_what_is_wrong_is_told() {
        let origin = Origin { file: 0, line: 1 };
        let one = Transformation::parse(" a (b . RAID ) VOW = a b 138", origin).expect("it is one");
        assert_eq!((one.outer, one.source, one.target), (Role::Actor('a'), Role::Actor('b'), Role::Any));
        assert_eq!((one.inner_verb.as_deref(), one.verb.as_deref()), (Some("RAID"), Some("VOW")));
        assert_eq!((one.result, one.code.and_then(|c| c.forward)), (('a', 'b'), Some("138".to_owned())));
        let any = Transformation::parse("a (a b Q) SAY = a b Q", origin).expect("it is one");
        assert!(any.inner_verb.is_none() && any.code.is_none());
        for wrong in ["a (b RAID) VOW = a b 138", "a b RAID", "a (b . RAID) VOW = a c 138", "a (b . RAID) VOW = a b"] {
            assert!(Transformation::parse(wrong, origin).is_err(), "{wrong}");
        }
    }
}
