//! Of what kind a dictionary is, by its lines.

use super::lines::{brackets, lines};

/// What a dictionary is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DictionaryKind {
    /// Names with codes.
    Actors,
    /// Role nouns with what they add to a code.
    Agents,
    /// Verbs with patterns.
    Verbs,
    /// Phrases whose sentences or articles are left out.
    Discards,
}

impl DictionaryKind {
    /// Its name, for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Agents => "agents",
            Self::Verbs => "verbs",
            Self::Discards => "discards",
        }
    }
}

/// Longer lines are no phrases, and other characters than these stand in none.
const LONGEST_PHRASE: usize = 100;

/// The kind of a dictionary; none where it is no dictionary.
pub(super) fn of(text: &str) -> Option<DictionaryKind> {
    if text.contains("<ISSUE ") {
        return None;
    }
    let lines = lines(text);
    let count = |is: &dyn Fn(&str) -> bool| lines.iter().filter(|l| is(l.text)).count();
    let heads = count(&|l| l.starts_with("---"));
    let patterns = count(&|l| l.starts_with('-') && l.contains('*'));
    let is_code = |c: &str| {
        let code = c.split([' ', '\t', '<', '>']).next().unwrap_or_default();
        !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || "/+-#~:?!".contains(c))
    };
    let code =
        |l: &str| brackets(l).ok().and_then(|(_, codes)| codes.first().filter(|c| is_code(c)).map(|c| (*c).to_owned()));
    let roles = count(&|l| code(l).is_some_and(|c| c.contains('~')));
    let coded = count(&|l| code(l).is_some());
    if heads + patterns > 0 && coded > 0 {
        return Some(DictionaryKind::Verbs);
    }
    if roles * 2 > coded {
        return Some(DictionaryKind::Agents);
    }
    if coded > 0 && (lines.len() < 3 || coded * 8 >= lines.len()) {
        return Some(DictionaryKind::Actors);
    }
    let phrase = |l: &str| {
        l.len() <= LONGEST_PHRASE
            && l.chars().any(char::is_alphanumeric)
            && l.chars().all(|c| c.is_alphanumeric() || "+_-'. /&".contains(c) || !c.is_ascii())
    };
    (!lines.is_empty() && coded == 0 && count(&phrase) == lines.len()).then_some(DictionaryKind::Discards)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_kind() {
        assert_eq!(of("# who\nHOLM\n+HOLMISH\n\t[HLM]\n"), Some(DictionaryKind::Actors));
        assert_eq!(of("MASTER [~GOV]\nCREW {} [~LAB]\n"), Some(DictionaryKind::Agents));
        assert_eq!(of("--- SINK [190] ---\nSINK\n"), Some(DictionaryKind::Verbs));
        assert_eq!(of("SINK [190]\n- * BOAT [191]\n"), Some(DictionaryKind::Verbs));
        assert_eq!(of("REGATTA\n+BOAT RACE # sport\n"), Some(DictionaryKind::Discards));
        assert_eq!(of("{\"a\": 1}\n"), None);
        assert_eq!(of("{\"a\": [1, 2]}\n"), None);
        assert_eq!(of("010:0x1000\n"), None);
        assert_eq!(of(""), None);
    }
}
