//! Patterns of verb dictionaries: which words and actors stand before and after the verb.
//!
//! `*` is the verb. A blank lets other words stand between, `_` does not. `+` is the target, `$` the source, `^` an actor
//! that is passed over, `%` actors joined by `and`, `&NAME` any member of a set of words. PETRARCH-2's `{…}` (words of one
//! noun phrase) and `(…)` (a preposition and its noun) hold their words close together; TABARI's `{A | B}` is a set in place.

use super::Origin;
use super::shape::Shape;
use super::words::of_phrase;
use rustc_hash::FxHashMap;

/// A pattern of a verb.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// Before the verb, the nearest first.
    pub(crate) before: Vec<Part>,
    /// After the verb, the nearest first.
    pub(crate) after: Vec<Part>,
    /// Its phrases, where it is one of PETRARCH-2's.
    pub(crate) shape: Option<Shape>,
    /// Its code.
    pub(crate) code: Code,
    /// Where it stands.
    pub(crate) origin: Origin,
    /// As it is written.
    pub(crate) text: String,
}

impl Pattern {
    /// How much it asks for.
    pub(super) fn length(&self) -> usize {
        self.before.len() + self.after.len()
    }
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// What has to stand there.
    pub(crate) what: What,
    /// How far from the part nearer the verb.
    pub(crate) gap: Gap,
}

/// What has to stand at a place of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A word.
    Word {
        /// In capitals.
        form: String,
        /// In this form only, or also in others of the same word.
        exact: bool,
    },
    /// A member of a set, by number.
    Set(u32),
    /// The target.
    Target,
    /// The source.
    Source,
    /// An actor that is neither.
    PassedOver,
    /// Actors joined by `and`.
    Compound,
}

/// How far two parts may be from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Side by side.
    None,
    /// A few words.
    Few,
    /// Any number of words.
    Any,
}

/// An event's code, and that of the same event seen from the other side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Code {
    /// From source to target.
    pub(crate) forward: Option<String>,
    /// From target to source; in PETRARCH-2's files only where there is no other.
    pub(crate) backward: Option<String>,
}

impl Code {
    /// Whether it says that there is no event.
    pub(crate) fn is_null(&self) -> bool {
        self.forward.is_none() && self.backward.is_none()
    }

    /// `[032]`, `[032:033]`, `[:110]`, `[---]`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let one = |text: &str| -> Result<Option<String>, String> {
            let code = text.trim().trim_end_matches(['?', '!']);
            if code.is_empty() || matches!(code, "---" | "+++" | "###") {
                return Ok(None);
            }
            if code.len() > 8 || !code.chars().all(|c| c.is_ascii_alphanumeric()) {
                return Err(format!("`[{text}]` is no code of an event; one looks like [112], [032:033] or [---]"));
            }
            Ok(Some(code.to_uppercase()))
        };
        let (forward, backward) = text.split_once(':').unwrap_or((text, ""));
        Ok(Self { forward: one(forward)?, backward: one(backward)? })
    }
}

/// A set of words (a synset).
#[derive(Clone, Debug, Default)]
pub(crate) struct WordSet {
    /// Its members; the parts of one stand side by side.
    pub(crate) members: Vec<Vec<What>>,
}

/// The sets of a dictionary.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordSets {
    /// All sets.
    pub(crate) list: Vec<WordSet>,
    by_name: FxHashMap<String, u32>,
}

impl WordSets {
    /// Declares a set.
    pub(super) fn declare(&mut self, name: &str) -> u32 {
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(WordSet::default());
        self.by_name.insert(name.trim_end_matches('_').to_uppercase(), number);
        number
    }

    /// The number of a set, and how many bytes of `text` its name takes: the longest name at its begin.
    pub(super) fn named(&self, text: &str) -> Option<(u32, usize)> {
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
        let mut name = text.get(..end)?;
        loop {
            if let Some(number) = self.by_name.get(&name.to_uppercase()) {
                return Some((*number, name.len()));
            }
            name = name.get(..name.rfind('_')?)?;
        }
    }
}

/// An element of a pattern with the gap before it, in text order; `None` is the verb.
type Elements = Vec<(Option<What>, Gap)>;

/// A pattern without its code. What is wrong, where it can't be used.
pub(super) fn parse(text: &str, sets: &mut WordSets) -> Result<(Vec<Part>, Vec<Part>), String> {
    let elements = elements(text, sets, false)?;
    let mut verbs = elements.iter().enumerate().filter(|(_, (what, _))| what.is_none()).map(|(at, _)| at);
    let verb = verbs.next().ok_or("a pattern without `*` for its verb")?;
    if verbs.next().is_some() {
        return Err("a pattern with two `*`".to_owned());
    }
    let part = |what: &Option<What>, gap: Gap| what.clone().map(|what| Part { what, gap });
    let before = (0..verb).rev().filter_map(|at| part(&elements[at].0, elements[at + 1].1)).collect();
    let after = elements.iter().skip(verb + 1).filter_map(|(what, gap)| part(what, *gap)).collect();
    Ok((before, after))
}

/// A member of a set.
pub(super) fn member(text: &str, exact: bool, sets: &mut WordSets) -> Result<Vec<What>, String> {
    let all: Vec<What> = elements(text, sets, exact)?.into_iter().filter_map(|(what, _)| what).collect();
    if all.is_empty() { Err("a member without a word".to_owned()) } else { Ok(all) }
}

fn elements(text: &str, sets: &mut WordSets, exact: bool) -> Result<Elements, String> {
    let mut found: Elements = Vec::new();
    let mut gap = Gap::Any;
    // Brackets that are open: a noun phrase may stand inside a prepositional one.
    let mut groups: Vec<char> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut step = c.len_utf8();
        let mut push = |what: Option<What>, gap: &mut Gap| {
            // Two elements that nothing parts (`&SETWORD`, `*,`) stand side by side.
            found.push((what, std::mem::replace(gap, Gap::None)));
        };
        match c {
            '_' => {
                if rest.get(1..).is_none_or(|r| r.is_empty() || r.starts_with(char::is_whitespace))
                    && let Some((Some(What::Word { exact, .. }), _)) = found.last_mut()
                {
                    *exact = true;
                }
                gap = Gap::None;
            }
            ' ' | '\t' => gap = if groups.is_empty() { Gap::Any } else { Gap::Few },
            '{' if rest.split_once('}').is_some_and(|(inside, _)| inside.contains('|')) => {
                let (inside, _) = rest.get(1..).and_then(|r| r.split_once('}')).ok_or("a `{` without its `}`")?;
                let number = u32::try_from(sets.list.len()).unwrap_or(u32::MAX);
                sets.list.push(WordSet::default());
                let mut members = Vec::new();
                for choice in inside.split('|') {
                    members.push(member(choice.trim(), exact, sets)?);
                }
                if let Some(set) = sets.list.get_mut(number as usize) {
                    set.members = members;
                }
                step = inside.len() + 2;
                push(Some(What::Set(number)), &mut gap);
            }
            '(' | '{' => groups.push(c),
            ')' | '}' => {
                let opened = groups.pop();
                if !matches!((opened, c), (Some('('), ')') | (Some('{'), '}')) {
                    return Err(format!("a `{c}` that nothing opens"));
                }
                gap = if groups.is_empty() { Gap::Any } else { Gap::Few };
            }
            '*' => push(None, &mut gap),
            '+' => push(Some(What::Target), &mut gap),
            '$' => push(Some(What::Source), &mut gap),
            '^' => push(Some(What::PassedOver), &mut gap),
            '%' => push(Some(What::Compound), &mut gap),
            '&' => {
                let name = rest.get(1..).unwrap_or_default();
                let (number, length) = sets.named(name).ok_or_else(|| {
                    let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    format!("`&{name}` is nowhere defined")
                })?;
                step = 1 + length;
                push(Some(What::Set(number)), &mut gap);
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || "_(){}*+$^%&".contains(c)).unwrap_or(rest.len());
                step = end.max(step);
                let word = rest.get(..step).unwrap_or_default().trim_end_matches('~');
                for word in of_phrase(word) {
                    push(Some(What::Word { form: word, exact }), &mut gap);
                }
            }
        }
        rest = rest.get(step..).unwrap_or_default();
    }
    if !groups.is_empty() {
        return Err("a bracket of words that is not closed".to_owned());
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(form: &str, gap: Gap) -> Part {
        Part { what: What::Word { form: form.into(), exact: false }, gap }
    }

    #[test]
    fn blanks_leave_room_and_underscores_do_not() {
        let mut sets = WordSets::default();
        let ties = sets.declare("TIES_OF_OLD_");
        let (before, after) = parse("FAILED_TO_* NEW &TIES_OF_OLD_TREATY $", &mut sets).expect("it parses");
        assert_eq!(before, [word("TO", Gap::None), word("FAILED", Gap::None)]);
        let set = Part { what: What::Set(ties), gap: Gap::Any };
        let source = Part { what: What::Source, gap: Gap::Any };
        assert_eq!(after, [word("NEW", Gap::Any), set, word("TREATY", Gap::None), source]);
    }

    #[test]
    fn words_in_brackets_stand_close() {
        let mut sets = WordSets::default();
        let (before, after) = parse("{HARBOUR POLICE} * (IN PORT)", &mut sets).expect("it parses");
        assert_eq!(before, [word("POLICE", Gap::Any), word("HARBOUR", Gap::Few)]);
        assert_eq!(after, [word("IN", Gap::Any), word("PORT", Gap::Few)]);
        let (_, after) = parse("* (OFF {HOLM HARBOUR})", &mut sets).expect("it parses");
        assert_eq!(after, [word("OFF", Gap::Any), word("HOLM", Gap::Few), word("HARBOUR", Gap::Few)]);
        let (_, after) = parse("* { QUAY | DRY_DOCK }", &mut sets).expect("it parses");
        assert_eq!(after, [Part { what: What::Set(0), gap: Gap::Any }]);
        assert_eq!(sets.list[0].members.len(), 2);
    }

    #[test]
    fn what_can_not_be_meant_is_told() {
        let mut sets = WordSets::default();
        for wrong in ["FAILED TO", "* AND *", "* &NOWHERE", "* (IN PORT"] {
            assert!(parse(wrong, &mut sets).is_err(), "{wrong}");
        }
    }

    #[test]
    fn codes_may_run_both_ways() {
        let code = |text| Code::parse(text).expect("it is one");
        assert_eq!(code("032:033").backward.as_deref(), Some("033"));
        assert_eq!(code(":110").forward, None);
        assert!(code("---").is_null());
        assert!(Code::parse("03-2").is_err());
    }
}
