//! From the kinds of the corpora to ours.

use anyhow::{Context, Result};
use rustc_hash::FxHashMap;
use sayso_language::NameKind;
use std::path::Path;

/// A corpus's label: either one of ours, or one that has to be refined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coarse {
    Kind(NameKind),
    /// Organization or party.
    Organization,
    /// Location or country.
    Location,
    /// Event, election, party members or whatever else.
    Misc,
}

impl Coarse {
    /// By the corpora's names of labels.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "PER" | "PERSON" | "person" | "politician" => Self::Kind(NameKind::Person),
            "ORG" | "ORGANIZATION" | "corporation" | "group" | "organisation" => Self::Organization,
            "LOC" | "LOCATION" => Self::Location,
            "location" => Self::Location,
            "MISC" | "misc" | "creative-work" | "product" => Self::Misc,
            "politicalparty" => Self::Kind(NameKind::Party),
            "country" => Self::Kind(NameKind::Country),
            "election" => Self::Kind(NameKind::Election),
            "event" => Self::Kind(NameKind::Event),
            _ => return None,
        })
    }
}

/// The list that says which names are countries, parties, events and elections.
pub(crate) struct Kinds {
    whole: FxHashMap<String, NameKind>,
    last: FxHashMap<String, NameKind>,
    any: Vec<(String, NameKind)>,
}

impl Kinds {
    /// Reads `training/lists/kinds.tsv`.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let mut kinds = Self { whole: FxHashMap::default(), last: FxHashMap::default(), any: Vec::new() };
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')).skip(1) {
            let place = || format!("{}:{}", path.display(), number + 1);
            let mut columns = line.split('\t');
            let (form, kind) = (columns.next().with_context(place)?, columns.next().with_context(place)?);
            let kind = NameKind::named(kind).with_context(place)?;
            match columns.next() {
                Some("whole") => drop(kinds.whole.insert(form.to_owned(), kind)),
                Some("last") => drop(kinds.last.insert(form.to_owned(), kind)),
                Some("any") => kinds.any.push((format!(" {form} "), kind)),
                _ => anyhow::bail!("{}: whole, last or any", place()),
            }
        }
        Ok(kinds)
    }

    fn listed(&self, words: &[String]) -> Option<NameKind> {
        let whole = words.join(" ");
        if let Some(kind) = self.whole.get(&whole) {
            return Some(*kind);
        }
        let padded = format!(" {whole} ");
        if let Some((_, kind)) = self.any.iter().find(|(form, _)| padded.contains(form.as_str())) {
            return Some(*kind);
        }
        self.last.get(words.last()?).copied()
    }

    /// Our kind for a name that a corpus labels so.
    pub(crate) fn refine(&self, coarse: Coarse, words: &[String]) -> NameKind {
        let listed = self.listed(words);
        match (coarse, listed) {
            (Coarse::Kind(kind), _) => kind,
            (Coarse::Organization, Some(NameKind::Party)) => NameKind::Party,
            (Coarse::Organization, _) => NameKind::Organization,
            (Coarse::Location, Some(NameKind::Country)) => NameKind::Country,
            (Coarse::Location, _) => NameKind::Location,
            (Coarse::Misc, Some(kind @ (NameKind::Party | NameKind::Event | NameKind::Election))) => kind,
            (Coarse::Misc, _) => NameKind::Misc,
        }
    }
}
