//! `sayso read` as a shell sees it: the built program, its standard streams and its exit status.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// A folder of its own for each test, gone when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target's folder can be written to");
        Self(path)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("the path has a folder")).expect("the folder can be made");
        fs::write(path, content).expect("the folder can be written to");
    }

    fn sayso(&self, arguments: &[&str]) -> Run {
        run(Command::new(env!("CARGO_BIN_EXE_sayso")).current_dir(&self.0).args(arguments), b"")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

struct Run {
    status: i32,
    out: String,
    err: String,
}

impl Run {
    /// The documents of the records that were printed.
    fn documents(&self) -> Vec<serde_json::Value> {
        let record = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON");
        self.out.lines().map(|line| record(line)["document"].clone()).collect()
    }

    fn ids(&self) -> Vec<String> {
        self.documents().iter().map(|d| d["id"].as_str().expect("ids are strings").to_owned()).collect()
    }
}

fn start(command: &mut Command) -> Child {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program was built")
}

fn run(command: &mut Command, input: &[u8]) -> Run {
    let mut child = start(command);
    let mut stdin = child.stdin.take().expect("it is a pipe");
    let input = input.to_vec();
    // The program may end before it has read all.
    let feeding = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let Output { status, stdout, stderr } = child.wait_with_output().expect("the program ends");
    feeding.join().expect("feeding does not panic");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Run { status: status.code().expect("the program is not killed"), out: text(stdout), err: text(stderr) }
}

fn stdin(arguments: &[&str], input: impl AsRef<[u8]>) -> Run {
    run(Command::new(env!("CARGO_BIN_EXE_sayso")).arg("read").args(arguments), input.as_ref())
}

#[test]
fn a_file_is_named_dated_and_read_by_its_content() {
    let folder = Folder::new("content");
    folder.write("harbour/article.txt", "date 2023-03-16 The port reopened.\n\n(With inputs from agencies)");
    folder.write("lines.txt", r#"{"stories_id": 5, "publish_date": "2023-03-17", "body": "The port closed."}"#);
    let run = folder.sayso(&["read", "harbour/article.txt", "lines.txt"]);
    assert!(run.status < 2, "{}", run.err);
    let documents = run.documents();
    assert_eq!(run.ids(), ["harbour", "5"]);
    assert_eq!((&documents[0]["date"], &documents[0]["date_from"]), (&"2023-03-16".into(), &"header".into()));
    assert_eq!((&documents[1]["date"], &documents[1]["date_from"]), (&"2023-03-17".into(), &"metadata".into()));
    assert_eq!(documents[0]["text"], "The port reopened.");
    assert!(run.out.contains(r#""provenance":["With inputs from agencies"]"#));
}

#[test]
fn the_date_option_dates_what_has_no_date() {
    let lines = "{\"text\":\"One.\"}\n{\"text\":\"Two.\",\"date\":\"2023-03-16\"}\n";
    let run = stdin(&["--date", "7 April 2022", "-"], lines);
    let dates: Vec<_> = run.documents().iter().map(|d| (d["date"].clone(), d["date_from"].clone())).collect();
    assert_eq!(dates[0], ("2022-04-07".into(), "option".into()));
    assert_eq!(dates[1], ("2023-03-16".into(), "metadata".into()));
    let run = stdin(&[], lines);
    assert!(run.err.contains("1 article without a date"), "{}", run.err);
    assert_eq!(stdin(&["--date", "yesterday"], lines).status, 2);
}

#[test]
fn bad_lines_are_told_with_place_and_remedy_and_the_rest_is_read() {
    let folder = Folder::new("bad-lines");
    folder.write(
        "news.jsonl",
        "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\n{\"id\":\"c\"}\n{\"id\":\"d\",\"text\":\"Two.\"}\n",
    );
    let run = folder.sayso(&["read", "missing.txt", "news.jsonl", "--format", "jsonl"]);
    assert_eq!(run.status, 2);
    assert_eq!(run.ids(), ["a", "d"]);
    for told in ["missing.txt: No such file", "news.jsonl:2: not a JSON object", "news.jsonl:3: no text", "help: "] {
        assert!(run.err.contains(told), "{told} is missing in {}", run.err);
    }
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() {
    let folder = Folder::new("folder");
    for name in ["news/b.txt", "news/a/article.txt", "news/c.jsonl", "news/.hidden.txt", "news/image.png"] {
        folder.write(name, if name.ends_with("jsonl") { "{\"id\":\"c\",\"text\":\"Text.\"}" } else { "Text." });
    }
    let ids = folder.sayso(&["read", "news"]).ids();
    // A file's name is followed by a sign of its words, a folder's name is not.
    let sign = ids[1].strip_prefix("b-").map(str::len);
    assert_eq!((ids[0].as_str(), sign, ids[2].as_str(), ids.len()), ("a", Some(6), "c", 3));
    folder.write("empty/image.png", "");
    let run = folder.sayso(&["read", "empty"]);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("the folder holds no .txt"), "{}", run.err);
}

#[test]
fn records_come_in_the_order_of_the_input_whatever_the_threads() {
    let lines: String = (0..400)
        .map(|n| format!("{{\"id\":\"{n}\",\"text\":\"{}\"}}\n", "The minister spoke. ".repeat(n * 7 % 31)))
        .collect();
    let many = stdin(&["--threads", "7", "-q"], &lines);
    assert_eq!(many.ids(), (0..400).map(|n| n.to_string()).collect::<Vec<_>>());
    assert!(many.out == stdin(&["--threads", "1", "-q"], &lines).out, "threads change nothing");
}

#[test]
fn a_slow_input_is_answered_at_once_and_a_closed_pipe_ends_quietly() {
    let mut child = start(Command::new(env!("CARGO_BIN_EXE_sayso")).args(["read", "-"]));
    let mut stdin = child.stdin.take().expect("it is a pipe");
    let mut out = BufReader::new(child.stdout.take().expect("it is a pipe"));
    stdin.write_all(b"{\"id\":\"first\",\"text\":\"One.\"}\n").expect("the program reads");
    let mut line = String::new();
    out.read_line(&mut line).expect("the program writes");
    assert!(line.contains("\"first\""));
    drop(out);
    // Standard input stays open: the program must notice the closed pipe by writing.
    let mut more = || stdin.write_all(b"{\"id\":\"more\",\"text\":\"Two.\"}\n");
    let status = loop {
        let _ = more();
        match child.try_wait().expect("the program can be asked") {
            Some(status) => break status,
            None => std::thread::sleep(std::time::Duration::from_millis(5)),
        }
    };
    let mut told = String::new();
    child.stderr.take().expect("it is a pipe").read_to_string(&mut told).expect("errors are UTF-8");
    assert_eq!((status.code(), told.as_str()), (Some(0), ""));
}

#[test]
fn any_bytes_end_in_records_or_in_explained_errors() {
    let brackets = "[".repeat(1_000_000);
    let nested = format!("{{\"text\":{brackets}");
    let deep = format!("{{\"text\":\"a\",\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let inputs: [(&str, &[u8], i32, usize); 14] = [
        ("nothing", b"", 1, 0),
        ("blank lines", b" \n\n\r\n", 1, 0),
        ("NUL", b"\0\0\0\0", 2, 0),
        ("NUL in JSON", b"{\"text\":\"a\\u0000b\"}", 1, 1),
        ("invalid UTF-8", b"A caf\xe9.", 1, 1),
        ("half a surrogate", b"{\"text\":\"\\ud800\"}\n{\"text\":\"b\"}", 2, 1),
        ("quotation marks", &b"\"'\"'\"'\"'\"".repeat(2000), 1, 1),
        ("curly quotation marks", &"“‘”’".repeat(2000).into_bytes(), 1, 1),
        ("open brackets", brackets.as_bytes(), 1, 1),
        ("open brackets in JSON", nested.as_bytes(), 2, 0),
        ("deep brackets in JSON", deep.as_bytes(), 2, 0),
        ("gzip", b"\x1f\x8b\x08\0\0\0", 2, 0),
        ("a JSON list", b"[{\"text\":\"a\"}]", 1, 1),
        ("one character many times", &b"a".repeat(1_000_000), 1, 1),
    ];
    for (name, input, status, records) in inputs {
        let run = stdin(&["-"], input);
        assert_eq!((run.status, run.out.lines().count()), (status, records), "{name}: {}", run.err);
        assert_eq!(run.err.contains("help: "), status == 2, "{name}: {}", run.err);
        assert!(!run.err.contains("internal error"), "{name}: {}", run.err);
    }
}

#[test]
fn a_line_of_a_hundred_megabytes_is_passed_over_in_bounded_memory() {
    let mut child = start(Command::new(env!("CARGO_BIN_EXE_sayso")).args(["read", "-"]));
    let mut stdin = child.stdin.take().expect("it is a pipe");
    stdin.write_all(b"{\"text\":\"").expect("the program reads");
    let megabyte = vec![b'x'; 1 << 20];
    for _ in 0..100 {
        stdin.write_all(&megabyte).expect("the program reads");
    }
    stdin.write_all(b"\"}\n{\"id\":\"after\",\"text\":\"One.\"}\n").expect("the program reads");
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("it is a pipe"));
    out.read_line(&mut line).expect("the program writes");
    assert!(line.contains("\"after\""));
    // Linux tells the peak while the program still lives.
    if let Ok(status) = fs::read_to_string(format!("/proc/{}/status", child.id())) {
        let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).expect("Linux has this line");
        let peak: u64 = peak.trim().trim_end_matches(" kB").parse().expect("it is a number");
        assert!(peak < 300_000, "{peak} kB");
    }
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let told = String::from_utf8(output.stderr).expect("errors are UTF-8");
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("standard input:1: the document is longer than 2097152 bytes"), "{told}");
    assert!(told.contains("--max-document"), "{told}");
}

#[test]
fn the_formats_are_chosen_by_name() {
    let line = "{\"id\":\"a\",\"title\":\"A title\",\"date\":\"2023-03-16\",\"text\":\"One.\"}\n";
    let page = stdin(&["--format", "page"], line);
    assert!(page.out.starts_with("A title\nThursday, 16 March 2023 · a\n"), "{}", page.out);
    assert!(!page.out.contains('\u{1b}'), "a pipe gets no colours");
    assert!(stdin(&["--format", "page", "--color", "always"], line).out.contains('\u{1b}'));
    assert!(stdin(&["--format", "csv"], line).out.starts_with("document_id,document_date,kind,id,"));
    assert!(stdin(&["--format", "csv", "--table", "times"], line).out.starts_with("document_id,document_date,id,"));
    assert!(stdin(&["--format", "table"], line).out.starts_with("DOCUMENT "));
    assert_eq!(stdin(&["--format", "xml"], line).status, 2);
}
