//! The ledger: how much slower `add` is than `read`, how large the file gets, how fast it answers.

use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PROGRAM: &str = "target/release/sayso";
const ASKED: usize = 7;
/// For how many articles the time to add them is shown, beside all.
const PARTS: [usize; 3] = [2000, 5000, 10_000];
/// How often all articles are added: the machine's speed drifts by more than what is to be shown.
const ROUNDS: usize = 3;

/// Builds the command, adds `lines` to a fresh ledger in `folder`, and asks it.
pub(crate) fn measure(lines: &[String], folder: &Path) -> anyhow::Result<Value> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let built = Command::new(cargo).args(["build", "--release", "-q", "-p", "sayso-cli"]).status()?;
    if !built.success() {
        bail!("the command does not build");
    }
    std::fs::create_dir_all(folder)?;
    let (news, ledger) = (folder.join("news.jsonl"), folder.join("news.ledger"));
    std::fs::write(&news, lines.join("\n"))?;
    let text: usize =
        lines.iter().filter_map(|line| Some(serde_json::from_str::<Value>(line).ok()?["text"].as_str()?.len())).sum();
    let (news, ledger) = (news.display().to_string(), ledger.display().to_string());
    let by_turns = ByTurns::measure(&news, &ledger, ROUNDS)?;
    let again = run(&["add", &news, "--ledger", &ledger, "-q"])?;
    let size = std::fs::metadata(&ledger)?.len();

    let curve = PARTS.iter().filter(|part| **part < lines.len()).map(|part| growth(&lines[..*part], folder));
    let curve: Vec<Value> = curve.collect::<anyhow::Result<_>>()?;

    let busiest = rows(&["actors", "-l", &ledger, "-n", "1"])?;
    let name = busiest.first().and_then(|row| row["name"].as_str()).context("the news name nobody")?.to_owned();
    let month = busiest_month(&ledger, &name)?;
    let rate = |seconds: f64| (lines.len() as f64 / seconds).round();
    let asked = |arguments: &[&str]| ask(&ledger, arguments);
    Ok(json!({
        "articles": lines.len(),
        "text_megabytes": text / 1_000_000,
        "read_articles_per_second": rate(median(by_turns.reads.iter().map(|run| run.time))),
        "add_articles_per_second": rate(median(by_turns.adds.iter().map(|run| run.time))),
        "add_speed_of_read": by_turns.speed(),
        "add_speed_of_read_by_round": by_turns.speeds(),
        "add_processor_time_of_read": by_turns.processor(),
        "fewer_articles": curve,
        "add_peak_megabytes": by_turns.adds.iter().map(|run| run.peak).max().unwrap_or_default() / 1000,
        "add_again_seconds": thousandths(again.time),
        "ledger_megabytes": size / 1_000_000,
        "ledger_size_of_text": thousandths(size as f64 / text as f64),
        "busiest_actor": name,
        "busiest_month": month,
        "events_of_actor_and_month": asked(&["events", "--actor", &name, "--on", &month])?,
        "statements_of_actor_and_month": asked(&["statements", "--by", &name, "--on", &month])?,
        "timeline_of_actor": asked(&["timeline", "--actor", &name])?,
        "search": asked(&["search", "peace talks", "-n", "50"])?,
        "actors": asked(&["actors", "-n", "50"])?,
    }))
}

/// How much slower `add` is than `read` for fewer articles: near the same where the time to link grows near linearly.
fn growth(lines: &[String], folder: &Path) -> anyhow::Result<Value> {
    let (news, ledger) = (folder.join("part.jsonl"), folder.join("part.ledger"));
    std::fs::write(&news, lines.join("\n"))?;
    let (news, ledger) = (news.display().to_string(), ledger.display().to_string());
    let by_turns = ByTurns::measure(&news, &ledger, 1)?;
    Ok(json!({
        "articles": lines.len(),
        "add_speed_of_read": by_turns.speed(),
        "add_processor_time_of_read": by_turns.processor(),
    }))
}

/// Reading and adding the same articles by turns, reading first and last.
struct ByTurns {
    reads: Vec<Run>,
    adds: Vec<Run>,
}

impl ByTurns {
    /// Adds so many times, each time to a new ledger.
    fn measure(news: &str, ledger: &str, rounds: usize) -> anyhow::Result<Self> {
        let read = || run(&["read", news, "--format", "jsonl", "-q"]);
        let (mut reads, mut adds) = (vec![read()?], Vec::new());
        for _ in 0..rounds {
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{ledger}{ending}"));
            }
            adds.push(run(&["add", news, "--ledger", ledger, "-q"])?);
            reads.push(read()?);
        }
        Ok(Self { reads, adds })
    }

    /// What `of` tells of adding, as a share of the mean of the reading before and behind it, round by round.
    fn shares(&self, of: impl Fn(&Run) -> f64) -> Vec<f64> {
        let around = self.reads.windows(2).map(|pair| (of(&pair[0]) + of(&pair[1])) / 2.0);
        self.adds.iter().zip(around).map(|(add, read)| of(add) / read).collect()
    }

    /// How fast adding is as a share of reading, in each round.
    fn speeds(&self) -> Vec<f64> {
        self.shares(|run| run.time).into_iter().map(|share| thousandths(1.0 / share)).collect()
    }

    /// The same in the middle one of the rounds.
    fn speed(&self) -> f64 {
        median(self.speeds())
    }

    /// How much time of the processor adding takes as a share of reading, in the middle one of the rounds.
    fn processor(&self) -> f64 {
        thousandths(median(self.shares(|run| run.processor)))
    }
}

fn thousandths(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

fn median(numbers: impl IntoIterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.into_iter().collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}

/// What a run took.
struct Run {
    /// Seconds.
    time: f64,
    /// Seconds of processor time.
    processor: f64,
    /// Peak memory in kilobytes.
    peak: u64,
}

fn run(arguments: &[&str]) -> anyhow::Result<Run> {
    let (begin, before) = (Instant::now(), processor());
    let mut child = Command::new(PROGRAM).args(arguments).stdout(Stdio::null()).spawn()?;
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let of = |what: &str| std::fs::read_to_string(format!("/proc/{}/{what}", child.id())).unwrap_or_default();
        let high =
            of("status").lines().find_map(|l| l.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = high.unwrap_or(peak);
        std::thread::sleep(Duration::from_millis(20));
    };
    if status.code() == Some(2) {
        bail!("sayso {} failed", arguments.join(" "));
    }
    Ok(Run { time: begin.elapsed().as_secs_f64(), processor: processor() - before, peak })
}

/// Seconds of processor time that all children so far took, to the hundredth.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Fields 16 and 17, counted from the name, which may hold anything.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(13).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn rows(arguments: &[&str]) -> anyhow::Result<Vec<Value>> {
    let output = Command::new(PROGRAM).args(arguments).args(["-f", "jsonl"]).output()?;
    String::from_utf8(output.stdout)?.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
}

/// The month in which most happens around `actor`.
fn busiest_month(ledger: &str, actor: &str) -> anyhow::Result<String> {
    let mut months = std::collections::BTreeMap::<String, usize>::new();
    for row in rows(&["events", "-l", ledger, "--actor", actor])? {
        if let Some(month) = row["time_begin"].as_str().and_then(|day| day.get(..7)) {
            *months.entry(month.to_owned()).or_default() += 1;
        }
    }
    months.into_iter().max_by_key(|(_, events)| *events).map(|(month, _)| month).context("nothing happens")
}

/// Milliseconds of a question from the start of the program to its end, the file's pages not in memory (`cold`) and
/// in memory (`warm`, the median), processor time of it, and how many rows come.
fn ask(ledger: &str, arguments: &[&str]) -> anyhow::Result<Value> {
    let once = || -> anyhow::Result<(f64, usize)> {
        let begin = Instant::now();
        let output = Command::new(PROGRAM).args(arguments).args(["-l", ledger, "-f", "jsonl"]).output()?;
        let time = (begin.elapsed().as_secs_f64() * 1e4).round() / 10.0;
        Ok((time, output.stdout.iter().filter(|b| **b == b'\n').count()))
    };
    // Tells the system to forget the file's pages.
    let forget = [format!("if={ledger}"), "iflag=nocache".to_owned(), "count=0".to_owned(), "status=none".to_owned()];
    let forgotten = Command::new("dd").args(forget).stderr(Stdio::null()).status().is_ok_and(|s| s.success());
    let (cold, rows) = once()?;
    let before = processor();
    let mut times = (0..ASKED).map(|_| once().map(|(time, _)| time)).collect::<anyhow::Result<Vec<_>>>()?;
    times.sort_by(f64::total_cmp);
    let used = ((processor() - before) / ASKED as f64 * 1e4).round() / 10.0;
    let cold = forgotten.then_some(cold);
    Ok(json!({ "rows": rows, "cold_ms": cold, "warm_ms": times[ASKED / 2], "processor_ms": used }))
}
