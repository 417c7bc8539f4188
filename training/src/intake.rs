//! Scores intake on `../shared/data/intake`: charsets, feeds, web archives, every other file, and its speed.
//! The text, titles and days of pages are scored by `tools/score_html.py` and `train-pages --score`.

use anyhow::{Context, Result};
use sayso_intake::inside::{count_records, decode, decode_as};
use sayso_intake::{Options as Intake, Source, articles};
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Options of `score-intake`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Folder of the files.
    #[arg(long, default_value = "../shared/data/intake")]
    data: PathBuf,
    /// Show what is wrong.
    #[arg(long)]
    errors: bool,
}

#[expect(clippy::print_stdout, reason = "the figures are what this command is for")]
pub(crate) fn run(options: &Options) -> Result<()> {
    charsets(options)?;
    feeds(options)?;
    archives(options)?;
    println!("files read, or told with file, place and reason:");
    for folder in ["tables", "sgml", "events", "encodings", "warc", "feeds"] {
        let (mut files, mut read, mut told, mut found) = (0, 0, 0, 0);
        for path in files_below(&options.data.join(folder))? {
            files += 1;
            let all = articles(Source::file(&path, File::open(&path)?), &Intake::default());
            read += usize::from(all.iter().any(Result::is_ok));
            found += all.iter().filter(|a| a.is_ok()).count();
            let errors: Vec<_> = all.iter().filter_map(|a| a.as_ref().err()).collect();
            told += usize::from(!errors.is_empty());
            for error in errors.iter().filter(|_| options.errors).take(2) {
                println!("    {error}");
            }
        }
        println!("  {folder:<10} {files} files, {read} with articles ({found}), {told} with something told");
    }
    speed(options)
}

/// A file's text against what its label's decoder gives.
#[expect(clippy::print_stdout, reason = "the figures are what this command is for")]
fn charsets(options: &Options) -> Result<()> {
    let labels = std::fs::read_to_string(options.data.join("encodings/labels.jsonl"))?;
    let (mut right, mut all) = (0, 0);
    for line in labels.lines() {
        let line: Value = serde_json::from_str(line)?;
        let (file, label) = (line["file"].as_str().context("a file")?, line["encoding"].as_str().context("a label")?);
        let bytes = std::fs::read(options.data.join(file))?;
        all += 1;
        let wanted = by_label(&bytes, label);
        let same = wanted.as_deref().is_some_and(|wanted| alike(wanted, &decode(&bytes)));
        right += usize::from(same);
        if !same && options.errors {
            println!("    {file}: not as {label}");
        }
    }
    println!("charsets: {right} of {all} decoded to the text that their label gives");
    Ok(())
}

/// The text as its label says, by rule and not by guess; `None` where the decoder is not known.
fn by_label(bytes: &[u8], label: &str) -> Option<String> {
    let wide = |width: usize, big: bool| {
        let number = |unit: &[u8]| {
            let fold = |n: u32, b: &u8| n << 8 | u32::from(*b);
            if big { unit.iter().fold(0, fold) } else { unit.iter().rev().fold(0, fold) }
        };
        let units: Vec<u32> = bytes.chunks_exact(width).map(number).collect();
        let text: String = match width {
            2 => char::decode_utf16(units.iter().map(|u| *u as u16)).map(|c| c.unwrap_or('\u{fffd}')).collect(),
            _ => units.iter().map(|u| char::from_u32(*u).unwrap_or('\u{fffd}')).collect(),
        };
        Some(text)
    };
    let base =
        label.rsplit_once('-').filter(|(_, word)| word.len() > 3 && word.chars().all(|c| c.is_ascii_alphabetic()));
    let base = base.map_or(label, |(base, _)| base);
    match base.to_ascii_lowercase().as_str() {
        "utf-16" => wide(2, bytes.starts_with(b"\xfe\xff")),
        "utf-16be" => wide(2, true),
        "utf-16le" => wide(2, false),
        "utf-32" => wide(4, bytes.starts_with(b"\0\0\xfe\xff")),
        "utf-32be" => wide(4, true),
        "utf-8-sig" | "ascii" => Some(String::from_utf8_lossy(bytes).into_owned()),
        other => decode_as(bytes, other),
    }
}

/// The same but for marks at the begin and stray control characters.
fn alike(one: &str, other: &str) -> bool {
    let clean = |text: &str| text.chars().filter(|c| !c.is_control() && *c != '\u{feff}').collect::<String>();
    clean(one) == clean(other)
}

/// Items are counted by their tags; an item's day is right where the field that holds it names that day.
#[expect(clippy::print_stdout, reason = "the figures are what this command is for")]
fn feeds(options: &Options) -> Result<()> {
    let (mut files, mut right, mut items, mut days, mut dated) = (0, 0, 0, 0, 0);
    for path in files_below(&options.data.join("feeds"))? {
        let text = decode(&std::fs::read(&path)?);
        let count = match serde_json::from_str::<Value>(&text) {
            Ok(feed) => feed["items"].as_array().map_or(0, Vec::len),
            Err(_) => opened(&text, "item") + opened(&text, "entry"),
        };
        let all = articles(Source::file(&path, File::open(&path)?), &Intake::default());
        let found = all.iter().filter(|a| a.is_ok()).count();
        files += 1;
        right += usize::from(found == count);
        items += count;
        if found != count && options.errors {
            println!("    {}: {found} of {count} items", path.display());
        }
        // A day that stands in the item, however it is written, is the one that was found.
        let written = ["pubDate", "published", "dc:date", "issued", "date_published", "updated", "modified"];
        let wanted = written.iter().map(|name| text.matches(&format!("<{name}>")).count()).max().unwrap_or(0);
        dated += wanted.min(count);
        let known = all.iter().flatten().filter(|a| a.document.date.is_some()).count();
        days += known.min(wanted.min(count));
        if known < wanted.min(count) && options.errors {
            println!("    {}: {known} of {wanted} days", path.display());
        }
    }
    println!(
        "feeds: {right} of {files} with the right number of items ({items} in all); {days} of {dated} dated items dated"
    );
    Ok(())
}

fn opened(text: &str, name: &str) -> usize {
    let ends = |rest: &str| rest.starts_with(['>', ' ', '\n', '\r', '\t', '/']);
    text.match_indices(&format!("<{name}")).filter(|(at, tag)| ends(&text[at + tag.len()..])).count()
}

/// Records that stand in the archives, and what was told of them.
#[expect(clippy::print_stdout, reason = "the figures are what this command is for")]
fn archives(options: &Options) -> Result<()> {
    println!("web archives: records, and what was told");
    for path in files_below(&options.data.join("warc"))? {
        let name = path.strip_prefix(&options.data).unwrap_or(&path).display().to_string();
        let mut bytes = Vec::new();
        let mut file = File::open(&path)?;
        if name.ends_with(".gz") || name.ends_with(".bad") {
            // What breaks off is counted up to the break.
            let _ = flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes);
        } else {
            file.read_to_end(&mut bytes)?;
        }
        let arc = name.contains(".arc");
        let (records, problems) = count_records(&bytes[..], arc);
        let mark: &[u8] = if arc { b"\nhttp" } else { b"WARC/1" };
        let standing = bytes.windows(mark.len()).filter(|w| *w == mark).count();
        let told: Vec<String> = problems.iter().take(2).map(ToString::to_string).collect();
        println!("  {name:<58} {records:>5} of about {standing:>5}  {}", told.join("; "));
    }
    Ok(())
}

/// Pages a second on one core.
#[expect(clippy::print_stdout, reason = "the figures are what this command is for")]
fn speed(options: &Options) -> Result<()> {
    let mut pages = Vec::new();
    for path in files_below(&options.data.join("html/zyte"))? {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(File::open(path)?).read_to_end(&mut bytes)?;
        pages.push(bytes);
    }
    let bytes: usize = pages.iter().map(Vec::len).sum();
    let mut best = f64::MAX;
    for _ in 0..3 {
        let begin = Instant::now();
        for page in &pages {
            std::hint::black_box(articles(Source::stream("page", &page[..]), &Intake::default()));
        }
        best = best.min(begin.elapsed().as_secs_f64());
    }
    println!("pages: {:.0} a second on one core ({:.1} MB/s)", pages.len() as f64 / best, bytes as f64 / best / 1e6);
    Ok(())
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.file_name().is_some_and(|n| n != "labels.jsonl") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
