//! The news pool as a stream of tokens: enough of a tokeniser to count words by, not the one that ships.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// An article of the pool.
#[derive(Debug, Deserialize)]
pub(crate) struct Article {
    /// Its text; a line break ends a paragraph.
    pub(crate) text: String,
}

/// The pool's files in order of their names.
pub(crate) fn files(shared: &Path) -> Result<Vec<PathBuf>> {
    let folder = shared.join("data/news");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "xz") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Opens a text file, compressed or not, by its ending.
pub(crate) fn open(path: &Path) -> Result<Box<dyn BufRead>> {
    let file = File::open(path).with_context(|| path.display().to_string())?;
    let reader: Box<dyn Read> = match path.extension().and_then(|e| e.to_str()) {
        Some("xz") => Box::new(liblzma::read::XzDecoder::new(file)),
        Some("gz") => Box::new(flate2::read::MultiGzDecoder::new(file)),
        _ => Box::new(file),
    };
    Ok(Box::new(BufReader::new(reader)))
}

/// Calls `each` with every article of a file.
pub(crate) fn articles(path: &Path, mut each: impl FnMut(Article)) -> Result<()> {
    for (number, line) in open(path)?.lines().enumerate() {
        let line = line.with_context(|| format!("{}:{}", path.display(), number + 1))?;
        each(serde_json::from_str(&line).with_context(|| format!("{}:{}", path.display(), number + 1))?);
    }
    Ok(())
}

/// Calls `each` with every token of a paragraph, and with whether it opens a sentence.
///
/// Tokens are those of the treebanks as far as a few rules go: clitics, hyphens and punctuation stand alone.
pub(crate) fn tokens<'t>(paragraph: &'t str, each: &mut dyn FnMut(&'t str, bool)) {
    let mut start = true;
    let mut emit = |token: &'t str, start: &mut bool| {
        each(token, *start);
        *start = match token {
            "." | "!" | "?" => true,
            "\"" | "“" | "”" | "'" | "‘" | "’" | ")" | "(" | "-" | "--" | "—" => *start,
            _ => false,
        };
    };
    for chunk in paragraph.split_whitespace() {
        let mut rest = chunk;
        while let Some(first) = rest.chars().next() {
            if !"\"'“‘([{$£€#*<«-–—…".contains(first) || rest.starts_with("'s") || rest.starts_with("’s")
            {
                break;
            }
            let width = if rest.starts_with("--") { 2 } else { first.len_utf8() };
            emit(&rest[..width], &mut start);
            rest = &rest[width..];
        }
        let mut tail = Vec::new();
        while let Some(last) = rest.chars().next_back() {
            if !"\"'”’)]}%,;:!?.>»-–—…*".contains(last) || (last == '.' && keeps_stop(rest)) {
                break;
            }
            let cut = rest.len() - last.len_utf8();
            tail.push(&rest[cut..]);
            rest = &rest[..cut];
        }
        inside(rest, &mut |token| emit(token, &mut start));
        tail.iter().rev().for_each(|token| emit(token, &mut start));
    }
}

/// Whether the stop at the end of `chunk` belongs to an abbreviation.
fn keeps_stop(chunk: &str) -> bool {
    const ABBREVIATIONS: &[&str] = &[
        "Mr", "Mrs", "Ms", "Dr", "Prof", "Gen", "Sen", "Rep", "Gov", "Lt", "Col", "Maj", "Capt", "Sgt", "Cpl", "Adm",
        "Rev", "Hon", "St", "Jr", "Sr", "Inc", "Corp", "Co", "Ltd", "Bros", "vs", "No", "Jan", "Feb", "Mar", "Apr",
        "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "Mt", "Ft", "Supt", "Insp", "Pres", "Amb",
    ];
    let word = &chunk[..chunk.len() - 1];
    let mut chars = word.chars();
    let single = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let dotted = word.contains('.') && word.split('.').all(|part| (1..=2).contains(&part.len()) && part.is_ascii());
    single || (dotted && word.bytes().any(|b| b.is_ascii_alphabetic())) || ABBREVIATIONS.contains(&word)
}

/// A chunk without punctuation around it: splits hyphens, dashes and clitics.
fn inside<'t>(chunk: &'t str, emit: &mut dyn FnMut(&'t str)) {
    let mut from = 0;
    let link = chunk.contains("://") || chunk.contains('@');
    for (at, c) in chunk.char_indices() {
        if !link && at >= from && (matches!(c, '-' | '–' | '—' | '…' | '/') || chunk[at..].starts_with("...")) {
            let width = if chunk[at..].starts_with("...") {
                3
            } else if chunk[at..].starts_with("--") {
                2
            } else {
                c.len_utf8()
            };
            clitic(&chunk[from..at], emit);
            emit(&chunk[at..at + width]);
            from = at + width;
        }
    }
    clitic(&chunk[from..], emit);
}

fn clitic<'t>(word: &'t str, emit: &mut dyn FnMut(&'t str)) {
    const CLITICS: &[&str] =
        &["n't", "n’t", "'s", "’s", "'ll", "’ll", "'re", "’re", "'ve", "’ve", "'d", "’d", "'m", "’m", "'S"];
    if word.is_empty() {
        return;
    }
    for clitic in CLITICS {
        if let Some(stem) = word.strip_suffix(clitic) {
            if !stem.is_empty() {
                emit(stem);
            }
            return emit(&word[stem.len()..]);
        }
    }
    emit(word);
}

/// The forms of a CoNLL-U file, sentence by sentence.
pub(crate) fn conllu_forms(path: &Path, mut each: impl FnMut(&[String])) -> Result<()> {
    let mut sentence = Vec::new();
    for line in open(path)?.lines() {
        let line = line.with_context(|| path.display().to_string())?;
        if line.is_empty() {
            each(&sentence);
            sentence.clear();
            continue;
        }
        let mut columns = line.split('\t');
        let number = columns.next().unwrap_or_default();
        if let (true, Some(form)) = (number.bytes().all(|b| b.is_ascii_digit()), columns.next()) {
            sentence.push(form.to_owned());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_hyphens_and_abbreviations() {
        let mut found = Vec::new();
        tokens("Mr. Okoro's long-time aide said “it isn’t over.” The U.S. left.", &mut |token, start| {
            found.push(if start { format!("^{token}") } else { token.to_owned() });
        });
        assert_eq!(found.join(" "), "^Mr. Okoro 's long - time aide said “ it is n’t over . ^” ^The U.S. left .");
    }
}
