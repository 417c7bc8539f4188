//! A sample of the news pool that is the same on every machine.

use anyhow::Context;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// `wanted` lines of JSON, evenly from all `*.jsonl.xz` below `folder`, in the files' order.
pub(crate) fn sample(folder: &Path, wanted: usize) -> anyhow::Result<Vec<String>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("there is no news in {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".jsonl.xz"));
    files.sort();
    let mut lines = Vec::new();
    for file in &files {
        let unpacked = liblzma::read::XzDecoder::new(std::fs::File::open(file)?);
        for line in BufReader::new(unpacked).lines() {
            lines.push(line.with_context(|| file.display().to_string())?);
        }
    }
    let step = (lines.len() / wanted.max(1)).max(1);
    Ok(lines.into_iter().step_by(step).take(wanted).collect())
}
