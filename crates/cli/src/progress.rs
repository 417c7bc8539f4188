//! How far a run has come, on a terminal.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::time::Duration;

/// A bar over the bytes of the inputs, on a terminal; `free` where nothing else is printed there.
pub(crate) fn bar(quiet: bool, free: bool, files: &[PathBuf]) -> ProgressBar {
    if quiet || !free || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let size = |path: &PathBuf| std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
    let total: Option<u64> = files.iter().map(size).sum();
    let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
    let template = match total {
        Some(_) => "{bar:30} {percent:>3}%  {msg}  {bytes_per_sec}  {eta} left",
        None => "{spinner} {msg}  {bytes} read  {bytes_per_sec}",
    };
    bar.set_style(ProgressStyle::with_template(template).expect("the template is one of the two above"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
