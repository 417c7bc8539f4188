//! Runs the stories: prose files in `stories/` that hold a few sentences of news and the records
//! expected of them. `stories/README.md` explains the form; `SAYSO_BLESS=1` writes what is on record
//! into the files, to be read and judged in the diff.

mod telling;

use sayso_language::Language;
use sayso_reading::Lexicons;
use sayso_record::Document;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A fenced block of a story file.
struct Block<'t> {
    /// The words after the fence: `news 2022-04-07`, `statements`.
    info: &'t str,
    /// Line number of the opening fence, from 1.
    line: usize,
    body: String,
}

fn stories() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stories");
    let mut folders = vec![folder];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("stories/ is there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The file's fenced blocks, and a copy of it in which each block's body may be replaced.
fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in text.lines().enumerate() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some(Block { info: info.trim(), line: at + 1, body: String::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.body.push_str(line);
                block.body.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a fence is not closed");
    blocks
}

/// `text` with the bodies of the blocks that begin at the given lines replaced.
fn with_bodies(text: &str, new: &[(usize, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let _ = writeln!(out, "{line}");
        if let Some((_, body)) = new.iter().find(|(begin, _)| *begin == at + 1) {
            out.push_str(body);
            if let Some((_, fence)) = lines.by_ref().find(|(_, l)| l.starts_with("```")) {
                let _ = writeln!(out, "{fence}");
            }
        }
    }
    out
}

#[test]
fn every_story_ends_in_the_records_it_tells_of() {
    let bless = std::env::var_os("SAYSO_BLESS").is_some();
    let language = Language::english().expect("the build carries its models");
    let lexicons = Lexicons::english().expect("the build carries its lexicons");
    let files = stories();
    assert!(!files.is_empty(), "no stories found");
    let mut wrong = String::new();
    let mut told = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a story is UTF-8");
        let mut record = None;
        let mut new = Vec::new();
        for block in blocks(&text) {
            let (kind, rest) = block.info.split_once(' ').unwrap_or((block.info, ""));
            if kind == "news" {
                let date = (!rest.is_empty()).then(|| rest.trim().parse().expect("news has a date like 2022-04-07"));
                let document = Document {
                    id: "story".to_owned(),
                    date,
                    text: block.body.trim_end().to_owned(),
                    ..Document::default()
                };
                let analysis = language.analyze(&document.text);
                record = Some(sayso_reading::read(&document, &analysis, &lexicons));
                continue;
            }
            let record = record.as_ref().unwrap_or_else(|| panic!("{}: records before any news", file.display()));
            let Some(found) = telling::tell(record, kind) else {
                panic!("{}:{}: no block is called `{kind}`", file.display(), block.line)
            };
            told += 1;
            if found != block.body {
                let place = format!("{}:{}", file.display(), block.line);
                let _ = writeln!(wrong, "{place}\n  expected\n{}  on record\n{found}", block.body);
                new.push((block.line, found));
            }
        }
        if bless && !new.is_empty() {
            std::fs::write(&file, with_bodies(&text, &new)).expect("a story can be written");
        }
    }
    assert!(told > 0, "the stories expect nothing");
    assert!(bless || wrong.is_empty(), "SAYSO_BLESS=1 writes what is on record, for you to judge:\n{wrong}");
}
