//! Coreference scored on GAP and ParCorFull, and the weights of pronouns fitted.

pub(crate) mod clusters;
mod gap;
mod parcor;
mod speed;
mod weights;

pub(crate) use gap::ScoreGap;
pub(crate) use parcor::ScoreCoref;
pub(crate) use speed::ActorsSpeed;
pub(crate) use weights::TrainPronouns;

use anyhow::Context as _;
use serde_json::Value;
use std::path::Path;

/// The lines of a JSON Lines file.
fn lines(path: &Path) -> anyhow::Result<Vec<Value>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// Prints a line.
fn print(line: &str) {
    use std::io::Write as _;
    // A closed pipe is the reader's wish, not an error.
    let _ = writeln!(std::io::stdout(), "{line}");
}
