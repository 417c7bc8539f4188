//! Measures the whole of `sayso read` on real news: speed on one thread and on all cores, the rooms'
//! shares of it, peak memory, start-up time. Results are kept with their date under `benches/runs`, so
//! that a change for the worse has a date.
//!
//! ```text
//! cargo run --release -p sayso-bench
//! cargo run --release -p sayso-bench -- --ledger target/bench --articles 20000
//! ```

mod command;
mod intake;
mod ledger;
mod news;
mod speed;

use anyhow::Context;
use clap::Parser;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Measures `sayso read` and keeps the result.
#[derive(Parser)]
struct Options {
    /// Folder of news as *.jsonl.xz.
    #[arg(long, default_value = "../shared/data/news")]
    news: PathBuf,
    /// Articles to read, taken evenly from all files.
    #[arg(long, default_value_t = 2000)]
    articles: usize,
    /// Folder to write the result to.
    #[arg(long, default_value = "benches/runs")]
    out: PathBuf,
    /// Measure the library only, not the command, and keep no result.
    #[arg(long)]
    quick: bool,
    /// Measure intake's share only, with the pages of this folder.
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, default_missing_value = "../shared/data/intake/html/zyte")]
    intake: Option<PathBuf>,
    /// Measure the ledger only, with a fresh one in this folder.
    #[arg(long, value_name = "FOLDER")]
    ledger: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let lines = news::sample(&options.news, options.articles)?;
    if let Some(pages) = &options.intake {
        let intake = intake::measure(&lines, pages)?;
        show("intake", &intake);
        return keep(&options.out, "-intake", &json!({ "intake": intake }));
    }
    if let Some(folder) = &options.ledger {
        let ledger = ledger::measure(&lines, folder)?;
        show("ledger", &ledger);
        return keep(&options.out, "-ledger", &json!({ "ledger": ledger }));
    }
    let speed = speed::measure(&lines)?;
    show("speed", &speed);
    if options.quick {
        return Ok(());
    }
    let command = command::measure(&lines)?;
    show("command", &command);
    keep(&options.out, "", &json!({ "speed": speed, "command": command }))
}

/// Writes a result with its date, commit and machine to the folder `out`.
fn keep(out: &Path, ending: &str, figures: &serde_json::Value) -> anyhow::Result<()> {
    let today = jiff::Timestamp::now().to_string();
    let today = today.get(..10).context("a timestamp begins with its day")?;
    let machine = machine();
    let mut result = json!({
        "date": today,
        "commit": output("git", &["rev-parse", "--short", "HEAD"]),
        "machine": machine,
        "rustc": output("rustc", &["-V"]),
    });
    for (name, figure) in figures.as_object().into_iter().flatten() {
        result[name] = figure.clone();
    }
    let slug: String = machine
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(4)
        .collect::<Vec<_>>()
        .join("-");
    std::fs::create_dir_all(out)?;
    let path = out.join(format!("{today}-{slug}{ending}.json"));
    std::fs::write(&path, serde_json::to_string_pretty(&result)? + "\n")?;
    show("written", &json!({ "to": path }));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn show(what: &str, figures: &serde_json::Value) {
    println!("{what}");
    for (name, figure) in figures.as_object().into_iter().flatten() {
        println!("  {name:<34} {figure}");
    }
}

/// The processor's name and the number of cores.
fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": ").map(|(_, name)| name));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    format!("{cores}x {}", model.unwrap_or(std::env::consts::ARCH))
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map(|o| String::from_utf8_lossy(&o.stdout).trim().to_owned()).unwrap_or_default()
}
