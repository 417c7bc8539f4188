//! Paths to the stream of what their files hold.

use crate::notes;
use sayso_intake::{Draft, Options, Source, drafts};
use std::fs::{self, File};
use std::io::{self, IsTerminal};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::{self, JoinHandle};

/// Endings of the files that a folder is searched for; what they hold is told by their content.
const ENDINGS: [&str; 25] = [
    "txt", "text", "jsonl", "ndjson", "json", "html", "htm", "xhtml", "xml", "rss", "atom", "csv", "tsv", "tab",
    "parquet", "warc", "wet", "arc", "sgm", "sgml", "zip", "tar", "gz", "xz", "zst",
];

/// Endings of two in one.
const PACKED: [&str; 3] = ["tgz", "txz", "tzst"];

/// The files behind `paths`; standard input where none is given and it is no terminal.
pub(crate) fn named(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    if !paths.is_empty() {
        return Ok(files(paths));
    }
    if io::stdin().is_terminal() {
        anyhow::bail!("nothing to read: name a file or a folder, or `-` for standard input");
    }
    Ok(vec![PathBuf::from("-")])
}

/// The files behind `paths`, folders and patterns opened, in order; `-` stays itself. What can't be opened stays in
/// the list, so that opening it tells why.
fn files(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut add = |path: &Path| {
        if path.is_dir() { search(path, &mut files) } else { files.push(path.to_owned()) }
    };
    for path in paths {
        match matching(path) {
            Some(found) => found.iter().for_each(|path| add(path)),
            None => add(path),
        }
    }
    files
}

/// What a pattern such as `news/**/*.html` stands for; `None` where the path is none, or a file is called so.
fn matching(path: &Path) -> Option<Vec<PathBuf>> {
    let pattern = path.to_str().filter(|p| p.contains(['*', '?', '[']) && fs::symlink_metadata(path).is_err())?;
    let found: Vec<PathBuf> = glob::glob(pattern).ok()?.filter_map(Result::ok).collect();
    (!found.is_empty()).then_some(found)
}

/// What the files hold, in order; each is opened when its turn comes. `watch` is told how many bytes were read.
///
/// A thread of its own reads ahead a little, and ends when nobody takes its drafts any more.
pub(crate) fn articles(files: Vec<PathBuf>, options: Options, watch: impl Fn(u64) + Send + 'static) -> Drafts {
    let (sender, receiver) = sync_channel(4);
    let thread = thread::Builder::new().name("intake".to_owned()).spawn(move || {
        let options = Arc::new(options);
        let mut sink = |draft| match sender.send(draft) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        };
        for path in files {
            if path == Path::new("-") {
                drafts(Source::stream("standard input", io::stdin()), &options, &watch, &mut sink);
                continue;
            }
            let done = match open(&path) {
                Ok(file) => {
                    drafts(Source::file(&path, file), &options, &watch, &mut sink);
                    ControlFlow::Continue(())
                }
                Err(error) => sink(Draft::unreadable(&path, error, &options)),
            };
            if done.is_break() {
                return;
            }
        }
    });
    Drafts { receiver, thread: thread.ok() }
}

/// Drafts as the thread that reads them hands them on.
pub(crate) struct Drafts {
    receiver: Receiver<Draft>,
    thread: Option<JoinHandle<()>>,
}

impl Iterator for Drafts {
    type Item = Draft;

    fn next(&mut self) -> Option<Draft> {
        if let Ok(draft) = self.receiver.recv() {
            return Some(draft);
        }
        // A fault over there must not look like the end of the input.
        if let Some(Err(fault)) = self.thread.take().map(JoinHandle::join) {
            std::panic::resume_unwind(fault);
        }
        None
    }
}

fn open(path: &Path) -> io::Result<File> {
    if is_named_pipe(path) {
        return Err(io::Error::other("a named pipe, which may never be written to; send it in: sayso read - < PIPE"));
    }
    let file = File::open(path)?;
    // Opening a folder works on Unix and fails only when it is read; without a file in it, it gets here.
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            format!("the folder holds no .{} file", ENDINGS.join(", .")),
        ));
    }
    Ok(file)
}

/// Whether opening the path might wait without end. What the shell makes of `<(command)` has its writer already.
fn is_named_pipe(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let own = ["/dev/fd", "/dev/stdin", "/proc"].iter().any(|folder| path.starts_with(folder));
        !own && fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_fifo())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
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
                continue;
            }
            let known = |e: &std::ffi::OsStr| ENDINGS.iter().chain(&PACKED).any(|known| e.eq_ignore_ascii_case(known));
            if !path.extension().is_some_and(known) {
                continue;
            }
            // A pipe that nobody writes to would be waited for without end; a link to a folder may lead in a ring.
            match fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => {}
                Ok(metadata) if !metadata.is_file() => {
                    notes::note(&format!("{}: a pipe or a device is left out; name it to read it", path.display()));
                }
                _ => files.push(path),
            }
        }
    }
    if files.len() == before {
        files.push(folder.to_owned());
    }
    files[before..].sort();
}
