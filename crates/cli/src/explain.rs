//! `sayso explain`: why a finding is on record.

use crate::arguments::ExplainOptions;
use crate::{dictionaries, inputs, notes};
use anyhow::{Context, anyhow};
use sayso_intake::Options;
use sayso_language::Language;
use sayso_reading::explain::{Explanation, Reason, explain};
use sayso_record::{Document, SCHEMA, json};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Explains the finding that `options` names.
pub(crate) fn run(options: &ExplainOptions) -> anyhow::Result<ExitCode> {
    let language = Language::english().context("the English models can't be used")?;
    let loaded = dictionaries::load(&options.dictionaries, true)?;
    let (lexicons, faulty) = (loaded.lexicons, loaded.faulty);
    let mut out = io::stdout().lock();
    for path in inputs::named(&options.paths)? {
        let mut found = None;
        each_document(&path, options, &mut |document| {
            let analysis = language.analyze(&document.text);
            let explanation = explain(&document, &analysis, &lexicons, &options.id);
            found = explanation.map(|explanation| print(&options.id, &document, &explanation));
            found.is_none()
        })?;
        if let Some(page) = found {
            out.write_all(page.as_bytes())?;
            return Ok(dictionaries::status(faulty, ExitCode::SUCCESS));
        }
    }
    notes::note(&format!(
        "no statement or event `{}` in the input: ids are those of `sayso read` by this version, for the same text, id and date",
        options.id
    ));
    Ok(dictionaries::status(faulty, ExitCode::from(1)))
}

/// Hands on the documents of a file of articles or of records while `wanted` says so.
fn each_document(
    path: &Path,
    options: &ExplainOptions,
    wanted: &mut dyn FnMut(Document) -> bool,
) -> anyhow::Result<()> {
    if let Some(records) = records(path)? {
        for (number, line) in records.lines().enumerate() {
            let line = line.with_context(|| path.display().to_string())?;
            if line.trim().is_empty() {
                continue;
            }
            let record = json::read(&line).map_err(|e| anyhow!("{}:{}: {e}", path.display(), number + 1))?;
            if !wanted(record.document) {
                break;
            }
        }
        return Ok(());
    }
    let intake = Options { date: options.date, ..Options::default() };
    for draft in inputs::articles(vec![PathBuf::from(path)], intake, |_| {}) {
        if !wanted(draft.article()?.document) {
            break;
        }
    }
    Ok(())
}

/// The lines of the file, where it holds records and not articles.
fn records(path: &Path) -> anyhow::Result<Option<Box<dyn BufRead>>> {
    let mut input: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).with_context(|| path.display().to_string())?))
    };
    let begins = format!("{{\"schema\":\"{SCHEMA}\"");
    // What is looked at here stays in the buffer of standard input, for whoever reads on.
    let is_record = input.fill_buf()?.starts_with(begins.as_bytes());
    Ok(is_record.then_some(input))
}

fn print(id: &str, document: &Document, explanation: &Explanation) -> String {
    let mut page = format!("{id} in {}\n", document.id);
    for (part, spans) in &explanation.parts {
        let words: Vec<&str> = spans.iter().map(|s| s.of(&document.text)).collect();
        let words = if words.is_empty() { "(nobody)".to_owned() } else { words.join(" … ").replace('\n', " ") };
        page.push_str(&format!("  {part:<12}{words}\n"));
    }
    page.push_str("because\n");
    for reason in &explanation.reasons {
        page.push_str("  ");
        page.push_str(&tell(reason));
        page.push('\n');
    }
    page
}

fn tell(reason: &Reason) -> String {
    match reason {
        Reason::Row { table, line, entry, says } => format!("lexicons/en/{table}:{line}  `{entry}`: {says}"),
        Reason::Dictionary { file, line, entry, says } => format!("{file}:{line}  `{entry}`: {says}"),
        Reason::Rule(rule) => rule.clone(),
        Reason::Score { of, odds, needed, because } => {
            let needed = needed.map(|n| format!(", {n:+.2} is enough")).unwrap_or_default();
            let mut line = format!("{of}: log odds {odds:+.2}{needed}");
            for (name, weight) in because {
                line.push_str(&format!("\n      {weight:+.2}  {name}"));
            }
            line
        }
        Reason::Guess { of, chance, because } => {
            let mut line = format!("{of}: {:.0} of 100", chance * 100.0);
            for (name, weight) in because {
                line.push_str(&format!("\n      {weight:+.2}  {name}"));
            }
            line
        }
        Reason::Chance { of, chance } => format!("{of}: fits with {:.0} of 100", chance * 100.0),
    }
}
