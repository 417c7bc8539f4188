//! F1 over whole names: first token, last token and kind must all be right.

use super::data::{Gold, gold};
use anyhow::Result;
use sayso_language::names::{Input, Names};
use sayso_language::{NameKind, Words};
use std::path::Path;

/// Which kinds of a corpus count, and how ours map to them.
#[derive(Clone, Copy)]
pub(crate) enum Scheme {
    /// PER, ORG, LOC, MISC.
    Conll,
    /// PER, ORG, LOC; others of ours are ignored.
    Uner,
    /// All our kinds.
    Ours,
    /// Person, location, organization (corporations and groups), the rest.
    Wnut,
}

/// Right, found and expected names, by kind and in all.
#[derive(Default, Clone)]
pub(crate) struct Counts {
    rows: Vec<(&'static str, [u32; 3])>,
}

impl Counts {
    fn add(&mut self, kind: &'static str, column: usize) {
        for name in [kind, "all"] {
            match self.rows.iter_mut().find(|(of, _)| *of == name) {
                Some((_, counts)) => counts[column] += 1,
                None => {
                    let mut counts = [0; 3];
                    counts[column] = 1;
                    self.rows.push((name, counts));
                }
            }
        }
    }

    /// F1 in percent.
    pub(crate) fn f1(&self, kind: &str) -> f64 {
        let Some((_, [right, found, expected])) = self.rows.iter().find(|(of, _)| *of == kind) else { return 0.0 };
        200.0 * f64::from(*right) / f64::from((found + expected).max(1))
    }

    /// One line.
    pub(crate) fn print(&self, name: &str) -> String {
        let mut rows = self.rows.clone();
        rows.sort_by_key(|(kind, _)| (*kind != "all", *kind));
        let mut line = format!("{name:<12}");
        for (kind, [right, found, expected]) in &rows {
            line += &format!(" {kind} {:.1}", self.f1(kind));
            if *kind == "all" {
                let share = |of: &u32| 100.0 * f64::from(*right) / f64::from((*of).max(1));
                line += &format!(" (P {:.1} R {:.1}, {expected} names);", share(found), share(expected));
            }
        }
        line
    }
}

fn ours(kind: NameKind, scheme: Scheme) -> Option<&'static str> {
    use NameKind as K;
    Some(match (scheme, kind) {
        (Scheme::Ours, kind) => kind.name(),
        (_, K::Person) => "person",
        (_, K::Organization | K::Party) => "organization",
        (_, K::Country | K::Location) => "location",
        (Scheme::Uner, _) => return None,
        (_, K::Event | K::Election | K::Misc) => "misc",
    })
}

fn theirs(label: &str) -> &'static str {
    match label {
        "PER" | "person" | "politician" => "person",
        "ORG" | "organisation" | "corporation" | "group" => "organization",
        "LOC" | "location" => "location",
        "politicalparty" => "party",
        "country" => "country",
        "election" => "election",
        "event" => "event",
        _ => "misc",
    }
}

/// Scores a finder on gold tokens.
pub(crate) fn score(gold: &Gold, scheme: Scheme, names: Names<'_>, words: Words<'_>, tag: &super::Tag<'_>) -> Counts {
    let mut counts = Counts::default();
    for document in gold {
        let forms: Vec<&str> = document.iter().flat_map(|(forms, _)| forms.iter().map(String::as_str)).collect();
        let mut ends = Vec::new();
        let mut expected = Vec::new();
        let mut first = 0;
        for (forms, spans) in document {
            for (start, end, label) in spans {
                expected.push((first + start, first + end, theirs(label)));
            }
            first += forms.len();
            ends.push(first as u32);
        }
        let tags = tag(&forms, &ends);
        let found = names.find(Input { forms: &forms, tags: &tags, ends: &ends }, words);
        expected.iter().for_each(|(.., kind)| counts.add(kind, 2));
        for name in found {
            let Some(kind) = ours(name.kind, scheme) else { continue };
            counts.add(kind, 1);
            if expected.contains(&(name.tokens.start as usize, name.tokens.end as usize, kind)) {
                counts.add(kind, 0);
            }
        }
    }
    counts
}

/// All dev sets: name, gold, scheme.
pub(crate) fn dev_sets(shared: &Path) -> Result<Vec<(&'static str, Gold, Scheme)>> {
    Ok(vec![
        ("CoNLL++", gold(shared, "conllpp.jsonl.gz", "dev")?, Scheme::Conll),
        ("CrossNER", gold(shared, "crossner-politics.jsonl", "dev")?, Scheme::Ours),
        ("UNER-EWT", gold(shared, "uner-ewt.jsonl", "dev")?, Scheme::Uner),
        ("WNUT", gold(shared, "wnut17.jsonl", "dev")?, Scheme::Wnut),
    ])
}
