//! Time expressions scored against `../shared/data/time`, and their speed.

use anyhow::Context as _;
use sayso_language::Language;
use sayso_reading::Lexicons;
use sayso_record::Document;
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Options of `score-times`.
#[derive(clap::Args)]
pub(crate) struct ScoreTimes {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Where predictions go.
    #[arg(long, default_value = "target/times")]
    out: PathBuf,
    /// Print this many errors of each group.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Fail where a figure falls below its floor in `training/floors.tsv`.
    #[arg(long)]
    floors: bool,
    /// Only the groups whose name holds this.
    #[arg(long, default_value = "")]
    only: String,
}

/// What is scored together, as issue 4 has it.
const GROUPS: [(&str, &[&str]); 3] =
    [("news", &["timebank", "aquaint", "meantime"]), ("wikiwars", &["wikiwars"]), ("recognizers", &["recognizers"])];

/// Predicts the time expressions of the dev files and scores them with `score_time.py`.
pub(crate) fn score(options: &ScoreTimes) -> anyhow::Result<()> {
    let language = Language::english()?;
    let lexicons = Lexicons::english()?;
    std::fs::create_dir_all(&options.out)?;
    let mut figures = Vec::new();
    for (group, files) in GROUPS.iter().filter(|g| g.0.contains(&options.only)) {
        let mut scorer = std::process::Command::new("python3");
        scorer.arg(options.shared.join("tools/score_time.py"));
        for file in *files {
            let gold = options.shared.join(format!("data/time/{file}.jsonl"));
            let predicted = options.out.join(format!("{file}.jsonl"));
            let mut out = std::io::BufWriter::new(std::fs::File::create(&predicted)?);
            for (document, _) in documents(&gold)? {
                let analysis = language.analyze(&document.text);
                let times = sayso_reading::times(&document, &analysis, &lexicons);
                let points = CodePoints::new(&document.text);
                let timexes: Vec<Value> = times
                    .iter()
                    .map(|t| json!({"span": [points.at(t.span.start), points.at(t.span.end)], "type": t.kind, "value": t.value}))
                    .collect();
                writeln!(out, "{}", json!({"id": document.id, "timexes": timexes}))?;
            }
            scorer.arg("--gold").arg(gold).arg("--pred").arg(predicted);
        }
        if options.errors > 0 {
            scorer.args(["--errors", &options.errors.to_string()]);
        }
        if *group == "recognizers" {
            // Half-open stretches and unresolved values are that source's own notation; without them:
            let apply = options.out.join("recognizers-timex3.jsonl");
            std::fs::write(&apply, timex3_only(&options.shared.join("data/time/recognizers.jsonl"))?)?;
            let mut scorer = std::process::Command::new("python3");
            scorer.arg(options.shared.join("tools/score_time.py"));
            scorer.arg("--gold").arg(apply).arg("--pred").arg(options.out.join("recognizers.jsonl"));
            let result = scorer.output().context("running score_time.py")?;
            let line = String::from_utf8_lossy(&result.stdout);
            figures.extend(value_of(&line).map(|value| ("times recognizers".to_owned(), value)));
            print(&format!("where TIMEX3 {}", line.lines().next().unwrap_or_default().replace("ALL  ", "applies")));
            print("\n");
        }
        let result = scorer.output().context("running score_time.py")?;
        if *group != "recognizers" {
            let value = value_of(&String::from_utf8_lossy(&result.stdout));
            figures.extend(value.map(|value| (format!("times {group}"), value)));
        }
        print(&format!(
            "{group:12} {}{}",
            String::from_utf8_lossy(&result.stdout),
            String::from_utf8_lossy(&result.stderr)
        ));
    }
    if options.floors { crate::floors::hold(&figures) } else { Ok(()) }
}

/// The value F1 in a line of `score_time.py`.
fn value_of(line: &str) -> Option<f64> {
    let mut words = line.split_whitespace().skip_while(|word| *word != "value");
    words.nth(1)?.parse().ok()
}

/// Measures how many texts a second the time reader reads, tokens and trees being ready.
pub(crate) fn speed(options: &ScoreTimes) -> anyhow::Result<()> {
    let language = Language::english()?;
    let lexicons = Lexicons::english()?;
    let mut ready = Vec::new();
    for file in GROUPS[0].1 {
        for (document, _) in documents(&options.shared.join(format!("data/time/{file}.jsonl")))? {
            let analysis = language.analyze(&document.text);
            ready.push((document, analysis));
        }
    }
    let tokens: usize = ready.iter().map(|(_, a)| a.tokens().len()).sum();
    let mut best = f64::MAX;
    for _ in 0..7 {
        let start = Instant::now();
        let found: usize = ready.iter().map(|(d, a)| sayso_reading::times(d, a, &lexicons).len()).sum();
        best = best.min(start.elapsed().as_secs_f64());
        std::hint::black_box(found);
    }
    let texts = ready.len();
    print(&format!(
        "{texts} texts, {tokens} tokens: {:.0} texts/s, {:.0} tokens/s (best of 7)\n",
        texts as f64 / best,
        tokens as f64 / best
    ));
    Ok(())
}

/// The lines of a gold file all of whose values are TIMEX3: no stretch `begin/end`, nothing unresolved.
fn timex3_only(path: &Path) -> anyhow::Result<String> {
    let mut kept = String::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let value: Value = serde_json::from_str(line)?;
        let mut values = value["timexes"].as_array().into_iter().flatten().filter_map(|t| t["value"].as_str());
        if values.all(|v| !v.contains('/') && v != "notTresolved") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    Ok(kept)
}

/// The documents of a gold file, each with its line.
pub(crate) fn documents(path: &Path) -> anyhow::Result<Vec<(Document, Value)>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    text.lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line)?;
            let field = |name: &str| value[name].as_str().unwrap_or_default();
            let document = Document {
                id: field("id").to_owned(),
                date: field("dct").parse().ok(),
                text: field("text").to_owned(),
                ..Document::default()
            };
            Ok((document, value))
        })
        .collect()
}

/// Byte offsets to code points.
pub(crate) struct CodePoints(Vec<u32>);

impl CodePoints {
    /// Of a text.
    pub(crate) fn new(text: &str) -> Self {
        let mut points = vec![0; text.len() + 1];
        let mut count = 0;
        for (at, c) in text.char_indices() {
            points[at] = count;
            count += 1;
            for inside in &mut points[at + 1..at + c.len_utf8()] {
                *inside = count;
            }
        }
        points[text.len()] = count;
        Self(points)
    }

    /// The number of code points before byte `at`.
    pub(crate) fn at(&self, at: u32) -> u32 {
        self.0[at as usize]
    }
}

#[allow(clippy::print_stdout)] // a command's result
fn print(text: &str) {
    print!("{text}");
}
