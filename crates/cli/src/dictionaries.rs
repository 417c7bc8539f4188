//! `--dictionary`: the files of a user's own dictionaries, read and told about.

use crate::arguments::DictionaryOptions;
use crate::notes;
use anyhow::{Context, bail};
use sayso_reading::{Dictionaries, Lexicons};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// How many bad lines of a file are told one by one.
const TOLD: usize = 20;

/// The lexicons with the user's dictionaries, and what was wrong with these.
pub(crate) struct Loaded {
    /// The lexicons.
    pub(crate) lexicons: Lexicons,
    /// Which tables and dictionaries they are: the same ones give the same name.
    pub(crate) version: String,
    /// Whether a line of a dictionary could not be used.
    pub(crate) faulty: bool,
}

/// The exit status of a run that ended with `status`: bad lines of a dictionary show in it.
pub(crate) fn status(faulty: bool, status: ExitCode) -> ExitCode {
    if faulty { ExitCode::from(2) } else { status }
}

/// The lexicons of this build with what `options` add to them.
pub(crate) fn load(options: &DictionaryOptions, quiet: bool) -> anyhow::Result<Loaded> {
    let lexicons = Lexicons::english().context("the English lexicons can't be used")?;
    let mut dictionaries = Dictionaries::default();
    let mut faulty = false;
    for path in &options.dictionary {
        let loaded = dictionaries.add(&path.display().to_string(), &text(path)?);
        let Some(kind) = loaded.kind else {
            bail!("{}", loaded.problems.first().map(ToString::to_string).unwrap_or_default());
        };
        if !quiet {
            notes::note(&format!("{}: {}, {}", path.display(), kind.name(), loaded.holds));
        }
        for problem in loaded.problems.iter().take(TOLD) {
            notes::error(&problem.to_string());
        }
        if loaded.problems.len() > TOLD {
            let more = loaded.problems.len() - TOLD;
            notes::error(&format!("{}: {more} more lines that can't be used", path.display()));
        }
        faulty |= !loaded.problems.is_empty();
    }
    if dictionaries.is_empty() {
        return Ok(Loaded { lexicons, version: Lexicons::version().to_owned(), faulty });
    }
    if options.dictionary_only {
        dictionaries = dictionaries.alone();
    }
    let version = format!("{}+{}", Lexicons::version(), dictionaries.version());
    Ok(Loaded { lexicons: lexicons.with_dictionaries(dictionaries), version, faulty })
}

/// The text of a file; what is not UTF-8 is Latin 1, as the older of these files are.
fn text(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    Ok(String::from_utf8(bytes).unwrap_or_else(|error| error.into_bytes().iter().map(|b| char::from(*b)).collect()))
}
