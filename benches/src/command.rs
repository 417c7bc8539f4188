//! The built command: start-up time on a short article, and peak memory on much input and on huge articles.

use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const STARTS: usize = 40;
const PROGRAM: &str = "target/release/sayso";

/// Builds the command and measures it.
pub(crate) fn measure(lines: &[String]) -> anyhow::Result<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let built = Command::new(cargo).args(["build", "--release", "-q", "-p", "sayso-cli"]).status()?;
    if !built.success() {
        bail!("the command does not build");
    }
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let begin = Instant::now();
        let mut command = Command::new(PROGRAM);
        let status = command.args(["read", "docs/example.txt", "-q"]).stdout(Stdio::null()).status()?;
        starts.push(begin.elapsed());
        if status.code() == Some(2) {
            bail!("the command failed on the example");
        }
    }
    starts.sort();
    let milliseconds = |time: Duration| (time.as_secs_f64() * 1e4).round() / 10.0;

    // Four articles of the greatest length that is read without a word from the user.
    let text = lines.iter().filter_map(|l| Some(serde_json::from_str::<Value>(l).ok()?["text"].as_str()?.to_owned()));
    let mut long = String::new();
    for text in text.collect::<Vec<_>>().iter().cycle() {
        if long.len() + text.len() > 2 << 20 {
            break;
        }
        long.push_str(text);
        long.push('\n');
    }
    let long = serde_json::to_string(&json!({ "text": long }))?;
    let huge = vec![long; 4];
    let (news_peak, news_time) = run(lines)?;
    let (huge_peak, huge_time) = run(&huge)?;
    Ok(json!({
        "start_ms_best": milliseconds(starts[0]),
        "start_ms_median": milliseconds(starts[STARTS / 2]),
        "news_peak_megabytes": news_peak / 1000,
        "news_seconds": news_time.as_secs_f64().round(),
        "huge_articles_peak_megabytes": huge_peak / 1000,
        "huge_articles_seconds": huge_time.as_secs_f64().round(),
    }))
}

/// Peak memory in kilobytes, told while the command still waits for more, and the time until the last record.
fn run(lines: &[String]) -> anyhow::Result<(u64, Duration)> {
    let mut command = Command::new(PROGRAM);
    let command = command.args(["read", "-", "--format", "jsonl", "-q"]);
    let begin = Instant::now();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().context("it is a pipe")?;
    let out = BufReader::new(child.stdout.take().context("it is a pipe")?);
    let records = std::thread::scope(|scope| {
        let feeding = scope.spawn(|| {
            lines.iter().try_for_each(|line| stdin.write_all(line.as_bytes()).and_then(|()| stdin.write_all(b"\n")))
        });
        let mut records = 0;
        let mut out = out;
        let mut line = Vec::new();
        while records < lines.len() && out.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            records += 1;
            line.clear();
        }
        feeding.join().expect("feeding does not panic").map(|()| records)
    })?;
    if records < lines.len() {
        bail!("{records} records came of {} articles", lines.len());
    }
    let time = begin.elapsed();
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).map(|l| l.trim().trim_end_matches(" kB"));
    let peak = peak.and_then(|kilobytes| kilobytes.parse().ok()).unwrap_or_default();
    drop(stdin);
    child.wait()?;
    Ok((peak, time))
}
