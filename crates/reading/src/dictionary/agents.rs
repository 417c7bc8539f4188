//! Agent dictionaries: role nouns with what they add to a country's code.
//!
//! ```text
//! !CHIEF! = CHIEF, CHIEFS, HEAD       words that stand for each other
//! HARBOUR_MASTER [~GOV]               after the actor's code; the plural is made
//! RELIEF_COMMITTEE {} [NGO~]          before it; no plural
//! GOLDEN_GOOSE {GOLDEN_GEESE} [~BUS]  a plural of its own
//! POLICE_!CHIEF! [~COP]
//! ```

use super::actors::stemmed;
use super::index::Index;
use super::lines::{brackets, lines};
use super::words::plural;
use super::{Origin, Problems};
use rustc_hash::FxHashMap;

/// Role nouns of a dictionary.
#[derive(Clone, Debug, Default)]
pub(crate) struct AgentNames {
    names: Index<u32>,
    entries: Vec<AgentEntry>,
}

/// A role noun.
#[derive(Clone, Debug)]
pub(crate) struct AgentEntry {
    /// Where it stands.
    pub(crate) origin: Origin,
    /// What it adds.
    pub(crate) code: String,
    /// Whether it goes before the actor's code.
    pub(crate) before: bool,
}

impl AgentEntry {
    /// The code of an actor `code` in this role. What the code has already is not added again.
    pub(crate) fn of(&self, code: &str) -> String {
        if self.before {
            return if code.starts_with(&self.code) { code.to_owned() } else { format!("{}{code}", self.code) };
        }
        let mut whole = code.to_owned();
        let mut sectors: Vec<&str> =
            (0..self.code.len()).step_by(3).filter_map(|at| self.code.get(at..at + 3)).collect();
        if !self.code.len().is_multiple_of(3) {
            sectors = vec![&self.code];
        }
        for sector in sectors {
            let held = (0..code.len()).step_by(3).any(|at| code.get(at..).is_some_and(|rest| rest.starts_with(sector)));
            if !held {
                whole.push_str(sector);
            }
        }
        whole
    }
}

impl AgentNames {
    /// Adds a file; how many role nouns it has.
    pub(super) fn add(&mut self, file: u16, text: &str, stems: bool, problems: &mut Problems) -> usize {
        let mut sets: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        let lines = lines(text);
        for line in &lines {
            if let Some((name, words)) = set(line.text) {
                sets.insert(name, words);
            }
        }
        let mut count = 0;
        for line in lines.iter().filter(|l| set(l.text).is_none()) {
            let parsed = brackets(line.text).and_then(|(name, codes)| {
                let code = codes.first().ok_or("no code; one looks like [~GOV]")?;
                let role = role_code(code)?;
                Ok((names(name, &sets)?, role))
            });
            match parsed {
                Ok((forms, (code, before))) => {
                    let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
                    for form in forms {
                        self.names.add(stemmed(&form, stems), number);
                    }
                    self.entries.push(AgentEntry { origin: Origin { file, line: line.number }, code, before });
                    count += 1;
                }
                Err(problem) => problems.add(line.number, problem),
            }
        }
        count
    }

    /// The names.
    pub(crate) fn names(&self) -> &Index<u32> {
        &self.names
    }

    /// Entry `number`.
    pub(crate) fn entry(&self, number: u32) -> Option<&AgentEntry> {
        self.entries.get(number as usize)
    }
}

/// `!NAME! = A, B`.
fn set(line: &str) -> Option<(&str, Vec<&str>)> {
    let (name, words) =
        line.strip_prefix('!')?.split_once("! =").or_else(|| line.strip_prefix('!')?.split_once("!="))?;
    Some((name.trim(), words.split(',').map(str::trim).filter(|w| !w.is_empty()).collect()))
}

fn role_code(text: &str) -> Result<(String, bool), String> {
    let (code, before) = match (text.strip_prefix('~'), text.strip_suffix('~')) {
        (Some(code), _) => (code, false),
        (None, Some(code)) => (code, true),
        _ => return Err(format!("`[{text}]` has no `~` to say where the actor's code goes, as in [~GOV] or [NGO~]")),
    };
    let code = code.trim();
    if code.is_empty() || !code.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(format!("`[{text}]` is no code of a role; one looks like [~GOV]"));
    }
    Ok((code.to_uppercase(), before))
}

/// All forms of a role noun: its substitutions, and its plurals.
fn names(text: &str, sets: &FxHashMap<&str, Vec<&str>>) -> Result<Vec<String>, String> {
    let (name, plurals) = match text.split_once('{') {
        Some((name, rest)) => (name.trim(), Some(rest.split_once('}').ok_or("a `{` without its `}`")?.0)),
        None => (text, None),
    };
    if name.is_empty() {
        return Err("no word before the code".to_owned());
    }
    let mut forms = vec![String::new()];
    let mut substituted_last = false;
    for (at, part) in name.split('!').enumerate() {
        substituted_last = at % 2 == 1 || (substituted_last && part.is_empty());
        if at % 2 == 0 {
            forms.iter_mut().for_each(|f| f.push_str(part));
            continue;
        }
        let words = sets.get(part).ok_or_else(|| format!("`!{part}!` is nowhere defined"))?;
        // A set of a set would multiply without end.
        forms = forms.iter().flat_map(|f| words.iter().map(move |w| format!("{f}{w}"))).take(1000).collect();
    }
    match plurals {
        Some(own) => forms.extend(own.split([',', ' ']).map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned)),
        None if substituted_last => {}
        None => {
            let regular = |form: &String| {
                let bare = form.trim_end_matches('_');
                let start = bare.rfind(['_', ' ', '-']).map_or(0, |at| at + 1);
                format!("{}{}", &bare[..start], plural(&bare[start..].to_uppercase()))
            };
            let plurals: Vec<String> = forms.iter().map(regular).collect();
            forms.extend(plurals);
        }
    }
    Ok(forms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_made_given_or_forbidden() {
        let sets = FxHashMap::from_iter([("CHIEF", vec!["CHIEF", "CHIEFS"])]);
        assert_eq!(names("HARBOUR_MASTER", &sets), Ok(vec!["HARBOUR_MASTER".into(), "HARBOUR_MASTERS".into()]));
        assert_eq!(names("MILITIA {}", &sets), Ok(vec!["MILITIA".into()]));
        assert_eq!(names("ENVOY {ENVOYEN}", &sets), Ok(vec!["ENVOY".into(), "ENVOYEN".into()]));
        assert_eq!(names("POLICE_!CHIEF!", &sets), Ok(vec!["POLICE_CHIEF".into(), "POLICE_CHIEFS".into()]));
        assert!(names("POLICE_!HEAD!", &sets).is_err());
    }

    #[test]
    fn a_role_is_not_added_twice() {
        let role = |code: &str, before| AgentEntry { origin: Origin { file: 0, line: 1 }, code: code.into(), before };
        assert_eq!(role("GOV", false).of("HLM"), "HLMGOV");
        assert_eq!(role("GOV", false).of("HLMGOV"), "HLMGOV");
        assert_eq!(role("GOVMED", false).of("HLMGOV"), "HLMGOVMED");
        assert_eq!(role("WGO", false).of("HLWGOV"), "HLWGOVWGO");
        assert_eq!(role("NGO", true).of("HLM"), "NGOHLM");
    }
}
