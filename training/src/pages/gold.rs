//! Pages with the text that people took from them, and the blocks that make it up.

use anyhow::{Context, Result};
use sayso_intake::inside::{Measured, measure};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

/// A page and what is wanted of it.
pub(crate) struct Page {
    pub(crate) set: &'static str,
    pub(crate) measured: Measured,
    /// The texts that are right, where the whole text is known.
    pub(crate) wanted: Vec<String>,
    /// For each block, whether it belongs to the article and how much that counts; nothing where it is not known.
    pub(crate) labels: Vec<Option<(bool, f32)>>,
}

/// Reads the pages of all sets.
pub(crate) fn pages(folder: &Path) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for set in ["zyte", "fundus", "readability", "trafilatura"] {
        let lines = unpacked(&folder.join(format!("html/{set}-expected.jsonl.gz")))?;
        for line in String::from_utf8(lines)?.lines() {
            let line: Value = serde_json::from_str(line)?;
            let file = line["file"].as_str().context("a page has a file")?;
            let bytes = unpacked(&folder.join(file))?;
            let measured = measure(&bytes);
            let wanted: Vec<String> = match &line["expected_by_parser_version"] {
                Value::Object(versions) => {
                    versions.values().filter_map(|v| v["text"].as_str()).map(str::to_owned).collect()
                }
                _ => line["expected_text"].as_str().map(str::to_owned).into_iter().collect(),
            };
            let labels = if set == "trafilatura" { by_segments(&measured, &line) } else { by_text(&measured, &wanted) };
            pages.push(Page { set, measured, wanted, labels });
        }
    }
    Ok(pages)
}

fn unpacked(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    flate2::read::GzDecoder::new(file).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty()).collect()
}

/// A block belongs to the article where most of its sequences of words stand in it; of several versions of the
/// text that one counts which shares most with the page.
fn by_text(measured: &Measured, wanted: &[String]) -> Vec<Option<(bool, f32)>> {
    let mut best: (f32, Vec<Option<(bool, f32)>>) = (-1.0, vec![None; measured.texts.len()]);
    for text in wanted {
        let text = words(text);
        let sequences: [HashSet<&[&str]>; 4] = [1, 2, 3, 4].map(|n| text.windows(n).collect());
        let labels: Vec<_> = measured
            .texts
            .iter()
            .map(|block| {
                let block = words(block);
                let n = block.len().min(4);
                if n == 0 {
                    return None;
                }
                let found = block.windows(n).filter(|w| sequences[n - 1].contains(w)).count();
                let share = found as f32 / (block.len() - n + 1) as f32;
                // One or two words stand in a long text by chance.
                let weight = if n < 3 { 0.3 } else { 1.0 } * (block.len() as f32).sqrt().clamp(1.0, 12.0);
                Some((share > 0.6, weight))
            })
            .collect();
        let matched: f32 = labels.iter().flatten().filter(|(label, _)| *label).map(|(_, weight)| weight).sum();
        if matched > best.0 {
            best = (matched, labels);
        }
    }
    best.1
}

/// Some segments are known to be in the text and some not to be; the other blocks are not known.
fn by_segments(measured: &Measured, line: &Value) -> Vec<Option<(bool, f32)>> {
    let plain = |text: &str| words(text).join(" ").to_lowercase();
    let list = |name: &str| -> Vec<String> {
        line[name]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(plain)
            .filter(|s| !s.is_empty())
            .collect()
    };
    let (inside, outside) = (list("must_contain"), list("must_not_contain"));
    let label = |block: &String| {
        let block = plain(block);
        let holds = |list: &[String]| list.iter().any(|segment| block.contains(segment.as_str()));
        match (holds(&inside), holds(&outside)) {
            (true, false) => Some((true, 4.0)),
            (false, true) => Some((false, 4.0)),
            _ => None,
        }
    };
    measured.texts.iter().map(label).collect()
}

/// Precision and recall of a text by sequences of four words, each counted as often as it stands there.
pub(crate) fn score(wanted: &str, text: &str) -> (Option<f64>, Option<f64>) {
    let (wanted, text) = (counted(wanted), counted(text));
    let both: usize = wanted.iter().map(|(gram, n)| (*n).min(text.get(gram).copied().unwrap_or(0))).sum();
    let share = |all: &HashMap<Vec<&str>, usize>| {
        let sum: usize = all.values().sum();
        (sum > 0).then(|| both as f64 / sum as f64)
    };
    (share(&text), share(&wanted))
}

fn counted(text: &str) -> HashMap<Vec<&str>, usize> {
    let words = words(text);
    let mut counts = HashMap::new();
    if words.is_empty() {
        return counts;
    }
    for window in words.windows(4.min(words.len())) {
        *counts.entry(window.to_vec()).or_default() += 1;
    }
    counts
}
