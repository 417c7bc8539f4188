//! `sayso add` of the built binary: whole, once, and however often it is interrupted.

use sayso_ledger::Ledger;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Enough for a run of a dozen batches, and few enough for twenty runs of it.
const ARTICLES: usize = 64;

fn scratch(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("add-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("target can be written to");
    folder
}

fn sayso(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str]) -> Output {
    sayso(arguments).output().expect("the binary runs")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Random numbers that are the same on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % bound
    }

    fn of<'l>(&mut self, list: &[&'l str]) -> &'l str {
        list[self.below(list.len())]
    }
}

/// Made-up news: articles that repeat one another, one that is corrected further down, one that is no JSON.
fn news(articles: usize) -> String {
    const WHO: [&str; 6] =
        ["The transport minister", "Maret Tamm", "A police spokesman", "Finland", "The union", "Norra"];
    const SAYS: [&str; 5] = ["said", "denied", "warned", "told reporters", "claimed"];
    const WHAT: [&str; 6] = [
        "the ferries would stop on Monday",
        "Estonian police had arrested twelve sailors in Tallinn on 3 March",
        "Finland was delaying the inspection",
        "nobody had been hurt in the fire at the harbour",
        "the army would send troops to the border",
        "talks with the Finnish foreign minister would resume in April 2023",
    ];
    let mut chance = Chance(20_230_316);
    let mut lines = String::new();
    for number in 0..articles {
        let mut text = String::new();
        for _ in 0..6 + chance.below(6) {
            let _ = write!(text, "{} {} that {}. ", chance.of(&WHO), chance.of(&SAYS), chance.of(&WHAT));
        }
        // Every thirtieth article is a correction of the one twenty before it.
        let id = if number % 30 == 29 { number - 20 } else { number };
        let day = 1 + number % 28;
        let _ = writeln!(lines, r#"{{"id":"news-{id}","date":"2023-03-{day:02}","text":"{text}"}}"#);
        if number == articles / 2 {
            lines.push_str("{\"id\": a line that somebody broke\n");
        }
    }
    lines
}

fn add<'a>(news: &'a str, ledger: &'a str) -> Command {
    sayso(&["add", news, "--ledger", ledger, "--batch", "8"])
}

/// Whether the file is sound and nothing in it refers to what is not there.
fn check(ledger: &Ledger) {
    let connection = ledger.connection();
    let sound: String =
        connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("it can be checked");
    assert_eq!(sound, "ok");
    let lost = connection.prepare("PRAGMA foreign_key_check").and_then(|mut all| all.exists([]));
    assert_eq!(lost, Ok(false), "every row that is referred to is there");
}

fn dump(ledger: &Path) -> Vec<u8> {
    let ledger = Ledger::open_to_ask(ledger).expect("the ledger opens");
    check(&ledger);
    let mut out = Vec::new();
    ledger.dump(&mut out).expect("the ledger is sound");
    out
}

#[test]
fn killed_at_any_moment_a_run_is_continued_to_the_same_ledger() {
    let folder = scratch("killed");
    let path = |name: &str| folder.join(name).display().to_string();
    std::fs::write(path("news.jsonl"), news(ARTICLES)).expect("writable");
    let (news, whole) = (path("news.jsonl"), path("whole.ledger"));
    let begin = Instant::now();
    let output = add(&news, &whole).output().expect("the binary runs");
    let duration = begin.elapsed();
    assert_eq!(output.status.code(), Some(2), "one line is broken: {}", told(&output));
    let expected = dump(Path::new(&whole));
    assert!(expected.len() > 100_000, "{} bytes", expected.len());

    let mut chance = Chance(9);
    let mut killed = 0;
    let mut ledgers = 0;
    while killed < 20 {
        ledgers += 1;
        let ledger = path(&format!("killed-{ledgers}.ledger"));
        loop {
            let mut run = add(&news, &ledger).spawn().expect("the binary runs");
            let share = u32::try_from(chance.below(1000)).expect("below a thousand");
            std::thread::sleep(duration * share / 1000);
            let over = run.try_wait().expect("it can be asked").is_some();
            run.kill().expect("it can be killed");
            run.wait().expect("it ends");
            killed += usize::from(!over);
            if Path::new(&ledger).metadata().is_ok_and(|file| file.len() > 0) {
                check(&Ledger::open_to_add(Path::new(&ledger)).expect("the ledger opens"));
            }
            if over || killed >= 20 {
                break;
            }
        }
        let output = add(&news, &ledger).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(dump(Path::new(&ledger)) == expected, "ledger {ledgers} differs from that of an uninterrupted run");
    }
}

#[test]
fn adding_again_changes_nothing_and_reads_nothing() {
    let folder = scratch("again");
    let (news_path, ledger) = (folder.join("news.jsonl"), folder.join("x.ledger"));
    std::fs::write(&news_path, news(40)).expect("writable");
    let (news_path, path) = (news_path.display().to_string(), ledger.display().to_string());
    let first = run(&["add", &news_path, "--ledger", &path]);
    assert!(told(&first).contains("news-9: replaced"), "{}", told(&first));
    assert!(told(&first).contains("39 added, 1 replaced, 1 passed over"), "{}", told(&first));
    let before = dump(&ledger);
    let second = run(&["add", &news_path, "--ledger", &path]);
    assert!(told(&second).contains("0 added, 40 there already, 1 passed over"), "{}", told(&second));
    assert!(dump(&ledger) == before);

    // The dump of the command is that of the library, and every line of the records is what `read` prints.
    let printed = run(&["dump", "--ledger", &path]);
    assert!(printed.stdout == before);
    let read = run(&["read", &news_path, "--format", "jsonl"]);
    let read = String::from_utf8(read.stdout).expect("JSON is UTF-8");
    let dumped = String::from_utf8(before).expect("JSON is UTF-8");
    let of_20 = |lines: &str| lines.lines().find(|l| l.contains(r#""id":"news-20""#)).map(str::to_owned);
    assert!(of_20(&read).is_some());
    assert_eq!(of_20(&read), of_20(&dumped));
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_is_read_and_says_how_to_go_on() {
    let folder = scratch("interrupt");
    let (news_path, ledger) = (folder.join("news.jsonl"), folder.join("x.ledger"));
    std::fs::write(&news_path, news(2000)).expect("writable");
    let (news_path, path) = (news_path.display().to_string(), ledger.display().to_string());
    let run = add(&news_path, &path).spawn().expect("the binary runs");
    let begin = Instant::now();
    while Ledger::open_to_ask(&ledger).and_then(|l| l.documents()).map_or(0, |d| d.len()) == 0 {
        assert!(begin.elapsed() < Duration::from_secs(60), "nothing was written for a minute");
        std::thread::sleep(Duration::from_millis(20));
    }
    let interrupted = Command::new("kill").args(["-INT", &run.id().to_string()]).status().expect("kill runs");
    assert!(interrupted.success());
    let output = run.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{}", told(&output));
    assert!(told(&output).contains("stopped, the same command goes on from here"), "{}", told(&output));
    let kept = Ledger::open_to_ask(&ledger).and_then(|l| l.documents()).expect("readable").len();
    assert!((1..2000).contains(&kept), "{kept}");
}

#[test]
fn files_of_one_name_in_two_folders_are_two_documents() {
    let folder = scratch("folders");
    let ledger = folder.join("x.ledger");
    let path = |name: &str| folder.join(name).display().to_string();
    let write = |name: &str, text: &str| {
        std::fs::create_dir_all(folder.join(name).parent().expect("it lies in a folder")).expect("writable");
        std::fs::write(folder.join(name), text).expect("writable");
    };
    write("a/001.txt", "The minister said on Monday that the ferries would stop for a week.");
    write("b/001.txt", "The union denied on Tuesday that its members had stopped the ferries.");
    let add = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|n| path(n)).collect();
        let ledger = ledger.display().to_string();
        let arguments = ["add", "--ledger", &ledger].into_iter().chain(names.iter().map(String::as_str));
        told(&run(&arguments.collect::<Vec<_>>()))
    };
    let said = add(&["a/001.txt", "b/001.txt"]);
    assert!(said.contains("2 added"), "{said}");
    // Moved, it is the same; corrected in its place, it takes the place of what the file held.
    write("c/001.txt", "The minister said on Monday that the ferries would stop for a week.");
    let said = add(&["c/001.txt"]);
    assert!(said.contains("1 there already"), "{said}");
    write("b/001.txt", "The union confirmed on Tuesday that its members had stopped the ferries.");
    let said = add(&["b/001.txt"]);
    assert!(said.contains("1 replaced"), "{said}");
    let kept = Ledger::open_to_ask(&ledger).and_then(|l| l.documents()).expect("readable").len();
    assert_eq!(kept, 2);

    // So it is where the folders are called alike, and the articles by their folders.
    write("x/khan/article.txt", "The minister told reporters in Moscow on Friday that he would go.");
    write("y/khan/article.txt", "The opposition said on Saturday that the minister had to go at once.");
    let said = add(&["x/khan/article.txt", "y/khan/article.txt"]);
    assert!(said.contains("2 added"), "{said}");
    write("y/khan/article.txt", "The opposition said on Sunday that the minister had to go at once.");
    let said = add(&["y/khan/article.txt"]);
    assert!(said.contains("1 replaced"), "{said}");
    write("z/khan/article.txt", "The minister told reporters in Moscow on Friday that he would go.");
    let said = add(&["z/khan/article.txt", "x/khan/article.txt"]);
    assert!(said.contains("0 added, 2 there already"), "{said}");
}

#[test]
fn two_runs_may_add_to_one_ledger() {
    let folder = scratch("two");
    let ledger = folder.join("x.ledger");
    let path = ledger.display().to_string();
    let runs: Vec<_> = ["one", "two"]
        .into_iter()
        .map(|name| {
            let news_path = folder.join(format!("{name}.jsonl"));
            std::fs::write(&news_path, news(40).replace("news-", name)).expect("writable");
            add(&news_path.display().to_string(), &path).spawn().expect("the binary runs")
        })
        .collect();
    for run in runs {
        let output = run.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(2), "only the broken line fails: {}", told(&output));
        assert!(told(&output).contains("39 added"), "{}", told(&output));
    }
    assert_eq!(Ledger::open_to_ask(&ledger).and_then(|l| l.documents()).expect("readable").len(), 78);
}

#[test]
fn answers_come_in_every_format_and_errors_are_plain() {
    let folder = scratch("formats");
    let (news_path, ledger) = (folder.join("news.jsonl"), folder.join("x.ledger"));
    std::fs::write(&news_path, news(20)).expect("writable");
    let (news_path, path) = (news_path.display().to_string(), ledger.display().to_string());
    run(&["add", &news_path, "--ledger", &path]);
    let ask = |format: &str| {
        let output = run(&["statements", "--ledger", &path, "--act", "deny", "--on", "2023-03", "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        String::from_utf8(output.stdout).expect("answers are UTF-8")
    };
    let (jsonl, json, csv, table) = (ask("jsonl"), ask("json"), ask("csv"), ask("table"));
    let rows = jsonl.lines().count();
    assert!(
        rows > 3 && jsonl.lines().all(|line| line.starts_with("{\"id\":\"st_") && line.contains("\"act\":\"deny\""))
    );
    let list: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(list.as_array().map(Vec::len), Some(rows));
    assert!(csv.starts_with("id,document,document_date,") && csv.lines().count() == rows + 1);
    assert!(table.starts_with("WHEN") && table.lines().count() == rows + 1);

    let none = run(&["events", "--ledger", &path, "--actor", "Napoleon"]);
    assert_eq!(none.status.code(), Some(1));
    let sql = run(&["sql", "SELECT count(*) AS n FROM documents", "--ledger", &path, "--format", "csv"]);
    assert_eq!(String::from_utf8_lossy(&sql.stdout), "n\n20\n");
    for (arguments, says) in [
        (vec!["events", "--ledger", "nowhere.ledger"], "there is no ledger of that name"),
        (vec!["stats", "--ledger", &news_path], "this is no ledger (not an SQLite file)"),
        (vec!["add", &news_path, "--ledger", "no-such-folder/x.ledger"], "does its folder exist"),
        (vec!["add", &news_path, "--ledger", &news_path], "this is no ledger (not an SQLite file)"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(told(&output).contains(says), "{}", told(&output));
    }
    let change = run(&["sql", "DELETE FROM events", "--ledger", &path]);
    assert_eq!(change.status.code(), Some(2));
}

#[test]
fn what_is_passed_over_is_in_the_coverage_with_its_reason() {
    let folder = scratch("skipped");
    let path = |name: &str| folder.join(name).display().to_string();
    let german = "Der Minister sagte am Montag, dass der Hafen wieder geöffnet werde. Die Arbeiter seien zurückgekehrt, und die ersten Schiffe hätten bereits angelegt.";
    std::fs::write(path("hafen.txt"), german).expect("writable");
    std::fs::write(path("links.html"), "<html><body><a href=/>Home</a> <a href=/news>News</a></body></html>")
        .expect("writable");
    let ledger = path("news.ledger");
    let output = run(&["add", &path("hafen.txt"), &path("links.html"), "--ledger", &ledger]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let ledger = Ledger::open_to_ask(Path::new(&ledger)).expect("the ledger opens");
    let mut reasons = Vec::new();
    let mut rows = ledger
        .connection()
        .prepare("SELECT reason FROM coverage WHERE outcome = 'skipped' ORDER BY reason")
        .expect("the table is there");
    let found = rows.query_map([], |row| row.get::<_, String>(0)).expect("it can be asked");
    reasons.extend(found.map(|reason| reason.expect("reasons are texts")));
    assert_eq!(reasons, ["no article in it", "not English, but German"]);
}
