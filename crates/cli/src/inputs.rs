//! Paths to the stream of their articles.

use sayso_intake::{Article, Articles, IntakeError, Options, Problem};
use std::fs::{self, File};
use std::io::{self, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

/// Endings of the files that a folder is searched for.
const ENDINGS: [&str; 4] = ["txt", "text", "jsonl", "ndjson"];

/// An article, or what was in its place.
pub(crate) type Found = Result<Article, IntakeError>;

/// The files behind `paths`, folders opened, in order; `-` stays itself. A folder that can't be read
/// stays in the list, so that opening it tells why.
pub(crate) fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() { search(path, &mut files) } else { files.push(path.clone()) }
    }
    files
}

/// The files behind the paths of a command; standard input where it names none and something comes in there.
pub(crate) fn named(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    if !paths.is_empty() {
        return Ok(files(paths));
    }
    if io::stdin().is_terminal() {
        anyhow::bail!("nothing to read: name a file or a folder, or `-` for standard input");
    }
    Ok(vec![PathBuf::from("-")])
}

/// The articles of `files`, each file opened when its turn comes; `watch` sees all that is read.
pub(crate) fn articles<R: Read + Send + 'static>(
    files: Vec<PathBuf>,
    options: Options,
    watch: impl Fn(Box<dyn Read + Send>) -> R + Send + 'static,
) -> impl Iterator<Item = Found> + Send + 'static {
    files.into_iter().flat_map(move |path| -> Box<dyn Iterator<Item = Found> + Send> {
        if path == Path::new("-") {
            let input = BufReader::with_capacity(1 << 16, watch(Box::new(io::stdin())));
            return Box::new(Articles::of_stream("standard input", input, options));
        }
        match open(&path) {
            Ok(file) => {
                let input = BufReader::with_capacity(1 << 16, watch(Box::new(file)));
                Box::new(Articles::of_file(&path, input, options))
            }
            Err(error) => {
                let file = path.display().to_string();
                Box::new(std::iter::once(Err(IntakeError { file, line: None, problem: Problem::Io(error) })))
            }
        }
    })
}

fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    // Opening a folder works on Unix and fails only when it is read; without a file in it, it gets here.
    if file.metadata()?.is_dir() {
        return Err(io::Error::other(format!("the folder holds no .{} file", ENDINGS.join(", ."))));
    }
    Ok(file)
}

/// Adds the files below `folder` that carry news by their names; hidden ones and links to folders are left out.
fn search(folder: &Path, files: &mut Vec<PathBuf>) {
    let before = files.len();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            files.push(folder);
            continue;
        };
        for entry in entries.flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            if name.to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                open.push(path);
            } else if path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known))) {
                files.push(path);
            }
        }
    }
    if files.len() == before {
        files.push(folder.to_owned());
    }
    files[before..].sort();
}
