//! The house rules that a machine can check: who may depend on whom, what the core must not touch,
//! how files open and how long they grow. ARCHITECTURE.md gives the reasons.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Each crate with the crates of ours that it may use: the walk of a document, one way only.
const MAY_USE: &[(&str, &[&str])] = &[
    ("sayso-record", &[]),
    ("sayso-lexicon", &[]),
    ("sayso-intake", &["sayso-record"]),
    ("sayso-language", &["sayso-record"]),
    ("sayso-reading", &["sayso-record", "sayso-lexicon", "sayso-language"]),
    ("sayso-ledger", &["sayso-record", "sayso-lexicon"]),
    ("sayso-cli", &["sayso-record", "sayso-intake", "sayso-language", "sayso-reading", "sayso-ledger"]),
    ("sayso-bench", &["sayso-record", "sayso-intake", "sayso-language", "sayso-reading"]),
    ("sayso-training", &["sayso-record", "sayso-intake", "sayso-language", "sayso-reading", "sayso-ledger"]),
];

/// What values-in, values-out code has no use for.
const IMPURE: &[&str] = &["std::fs", "std::env", "std::net", "std::io", "std::time", "std::process", "RandomState"];

const LONGEST_FILE: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn rust_files(below: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(below) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

fn files_of(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for folder in folders {
        rust_files(&root().join(folder), &mut files);
    }
    files.sort();
    assert!(!files.is_empty(), "no Rust file below {folders:?}: has the tree moved?");
    files.into_iter().map(|f| (f.clone(), std::fs::read_to_string(&f).expect("sources are UTF-8"))).collect()
}

#[test]
fn every_crate_uses_only_what_stands_to_its_left() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs, since it runs this test");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let may_use: BTreeMap<&str, BTreeSet<&str>> =
        MAY_USE.iter().map(|(name, uses)| (*name, uses.iter().copied().collect())).collect();
    let packages = metadata["packages"].as_array().expect("metadata lists packages");
    assert!(packages.len() >= 5, "cargo metadata lists too few packages");
    for package in packages {
        let name = package["name"].as_str().expect("a package has a name");
        let allowed = may_use.get(name).unwrap_or_else(|| panic!("{name} is not in the house: add it to MAY_USE"));
        for dependency in package["dependencies"].as_array().expect("a package lists dependencies") {
            let used = dependency["name"].as_str().expect("a dependency has a name");
            assert!(
                !used.starts_with("sayso") || allowed.contains(used),
                "{name} depends on {used}, which the house forbids (see ARCHITECTURE.md)"
            );
        }
    }
}

#[test]
fn the_core_has_no_input_output_clock_or_environment() {
    for (path, text) in
        files_of(&["crates/language/src", "crates/lexicon/src", "crates/reading/src", "crates/record/src"])
    {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in code.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
            let writes_records = path.ends_with("record/src/json.rs") && line.contains("std::io");
            let found = IMPURE.iter().find(|impure| line.contains(*impure));
            assert!(found.is_none() || writes_records, "{}:{}: {found:?} in the core", path.display(), number + 1);
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    for (path, text) in files_of(&["crates", "training/src", "benches", "fuzz"]) {
        assert!(text.starts_with("//!"), "{}: open it with a `//!` line on what it is for", path.display());
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{}: {lines} lines; split it (at most {LONGEST_FILE})", path.display());
    }
}

#[test]
fn unsafe_code_lives_in_the_language_crate_alone() {
    for (path, text) in files_of(&["crates", "training/src"]) {
        let here = path.components().any(|c| c.as_os_str() == "language");
        let used = text.lines().any(|l| !l.trim_start().starts_with("//") && l.contains(concat!("unsafe", " {")));
        assert!(here || !used, "{}: unsafe code outside crates/language", path.display());
    }
}
