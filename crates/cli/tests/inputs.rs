//! Inputs of all kinds, and inputs that mean harm, as a shell sees them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("inputs-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target's folder can be written to");
        Self(path)
    }

    fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) {
        fs::write(self.0.join(name), content).expect("the folder can be written to");
    }

    /// Status, ids of the records without the sign of their words, what was told.
    fn read(&self, arguments: &[&str]) -> (i32, Vec<String>, String) {
        let begin = Instant::now();
        let output: Output = Command::new(env!("CARGO_BIN_EXE_sayso"))
            .current_dir(&self.0)
            .args(["read", "--format", "jsonl"])
            .args(arguments)
            .output()
            .expect("the program was built");
        assert!(begin.elapsed() < Duration::from_secs(60), "{arguments:?} took {:?}", begin.elapsed());
        let out = String::from_utf8(output.stdout).expect("records are UTF-8");
        let id = |line: &str| {
            let record: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
            let id = record["document"]["id"].as_str().expect("ids are strings");
            let sign = id.rsplit_once('-').filter(|(_, sign)| sign.len() == 6);
            sign.map_or(id, |(name, _)| name).to_owned()
        };
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!told.contains("internal error"), "{told}");
        (output.status.code().expect("the program is not killed"), out.lines().map(id).collect(), told)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory never fails");
    encoder.finish().expect("memory never fails")
}

/// A zip archive of one member that is stored as it is.
fn zip(name: &str, content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(content);
    let size = u32::try_from(content.len()).expect("tests are small").to_le_bytes();
    let name_length = u16::try_from(name.len()).expect("names are short").to_le_bytes();
    let common =
        [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &crc.sum().to_le_bytes(), &size, &size, &name_length, &[0, 0]].concat();
    let local = [&b"PK\x03\x04"[..], &common, name.as_bytes(), content].concat();
    let central = [&b"PK\x01\x02\x14\0"[..], &common, &[0; 14], name.as_bytes()].concat();
    let lengths = [
        u32::try_from(central.len()).expect("small").to_le_bytes(),
        u32::try_from(local.len()).expect("small").to_le_bytes(),
    ]
    .concat();
    [&local[..], &central, b"PK\x05\x06\0\0\0\0\x01\0\x01\0", &lengths, &[0, 0]].concat()
}

/// A tar archive of one member.
fn tar(name: &str, content: &[u8]) -> Vec<u8> {
    let mut header = vec![0u8; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..107].copy_from_slice(b"0000644");
    header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
    header[136..147].copy_from_slice(b"14223000000");
    header[148..156].copy_from_slice(b"        ");
    header[156] = b'0';
    header[257..263].copy_from_slice(b"ustar\0");
    header[263..265].copy_from_slice(b"00");
    let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let padding = vec![0u8; content.len().next_multiple_of(512) - content.len() + 1024];
    [header, content.to_vec(), padding].concat()
}

const AFTER: &str = "{\"id\":\"after\",\"text\":\"The port reopened.\"}\n";

#[test]
fn compressions_and_archives_are_opened_on_the_way() {
    let folder = Folder::new("packed");
    folder.write("a.txt.gz", gzip(b"date 2022-04-07 The port reopened."));
    folder.write("b.zip", zip("in/b.txt", b"The port reopened."));
    folder.write("c.tgz", gzip(&tar("in/c.html", b"<html><body><p>The port reopened on Monday, the minister said, and the ships are back in the harbour of the town.</p></body></html>")));
    folder.write("d.bin", gzip(&zip("d.jsonl", AFTER.as_bytes())));
    let (status, ids, told) = folder.read(&["a.txt.gz", "b.zip", "c.tgz", "d.bin"]);
    assert!(status < 2, "{told}");
    assert_eq!(ids, ["a", "b", "c", "after"]);
}

#[test]
fn bombs_are_stopped_and_the_rest_is_read() {
    let folder = Folder::new("bombs");
    // A billion spaces unpack from a megabyte.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(b"{\"text\":\"").expect("memory never fails");
    let block = vec![b' '; 1 << 20];
    for _ in 0..400 {
        encoder.write_all(&block).expect("memory never fails");
    }
    folder.write("bomb.gz", gzip(&encoder.finish().expect("memory never fails")));
    folder.write("after.jsonl", AFTER);
    let (status, ids, told) = folder.read(&["bomb.gz", "after.jsonl"]);
    assert_eq!((status, ids.as_slice()), (2, &["after".to_owned()][..]), "{told}");
    assert!(told.contains("bomb.gz") && told.contains("times its size") && told.contains("--max-ratio"), "{told}");

    let mut nested = b"The port reopened.".to_vec();
    for _ in 0..20 {
        nested = zip("inner.zip", &nested);
    }
    folder.write("nested.zip", nested);
    let (status, ids, told) = folder.read(&["nested.zip", "after.jsonl"]);
    assert_eq!((status, ids.len()), (2, 1), "{told}");
    assert!(told.contains("deep in one another"), "{told}");
}

#[test]
fn the_same_error_over_and_over_is_told_by_its_first_few_and_its_end() {
    let folder = Folder::new("alike");
    let lines = "{\"n\":1}\n".repeat(50);
    folder.write("a.jsonl", format!("{lines}{AFTER}not JSON\n"));
    let (status, ids, told) = folder.read(&["a.jsonl"]);
    assert_eq!((status, ids.as_slice()), (2, &["after".to_owned()][..]), "{told}");
    assert_eq!(told.matches("no text").count(), 3, "{told}");
    assert!(told.contains("a.jsonl:50: the same is wrong with 47 more up to here"), "{told}");
    assert!(told.contains("a.jsonl:52: not a JSON object"), "{told}");
    assert!(told.contains("51 passed over"), "{told}");
}

#[test]
fn a_zip_file_that_is_cut_off_is_told_with_the_way_to_save_it() {
    let folder = Folder::new("cut");
    let whole = zip("in/b.txt", b"The port reopened.");
    folder.write("cut.zip", &whole[..whole.len() - 30]);
    folder.write("after.jsonl", AFTER);
    let (status, ids, told) = folder.read(&["cut.zip", "after.jsonl"]);
    assert_eq!((status, ids.as_slice()), (2, &["after".to_owned()][..]), "{told}");
    assert!(told.contains("cut.zip") && told.contains("list of members") && told.contains("zip -FF"), "{told}");
}

#[test]
fn paths_that_climb_out_of_an_archive_are_refused() {
    let folder = Folder::new("climb");
    folder.write("a.zip", zip("../../etc/a.txt", b"The port reopened."));
    folder.write("b.tar", tar("/etc/b.txt", b"The port reopened."));
    folder.write("after.jsonl", AFTER);
    let (status, ids, told) = folder.read(&["a.zip", "b.tar", "after.jsonl"]);
    assert_eq!((status, ids.as_slice()), (2, &["after".to_owned()][..]), "{told}");
    assert_eq!(told.matches("climbs out").count(), 2, "{told}");
}

#[test]
fn markup_that_means_harm_costs_little() {
    let folder = Folder::new("markup");
    let entities: String =
        (1..20).map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10))).collect();
    let feed = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY e0 \"ha\">{entities}]><rss><channel><item><guid>laugh</guid><description>&e19;</description></item></channel></rss>"
    );
    folder.write("laughs.xml", feed);
    folder.write("nested.html", format!("<html><body>{}The port reopened.", "<div>".repeat(1_000_000)));
    folder
        .write("bold.html", format!("<html><body>{}The port.{}", "<b><i>".repeat(500_000), "</b></p>".repeat(500_000)));
    folder.write("attributes.html", format!("<html><body><p {}>The port.</p>", "a='b' ".repeat(500_000)));
    folder.write(
        "json.html",
        format!("<html><script type='application/ld+json'>{}</script><p>The port.", "[".repeat(1_000_000)),
    );
    folder.write("line.csv", format!("date,title,text\n2022-04-07,A,\"{}", "x".repeat(40 << 20)));
    folder.write("after.jsonl", AFTER);
    let (_, ids, told) = folder.read(&[
        "laughs.xml",
        "nested.html",
        "bold.html",
        "attributes.html",
        "json.html",
        "line.csv",
        "after.jsonl",
    ]);
    assert!(ids.contains(&"laugh".to_owned()) && ids.ends_with(&["after".to_owned()]), "{ids:?} {told}");
    assert!(told.contains("line.csv:2: the document is longer"), "{told}");
}

#[test]
fn a_text_in_another_language_is_on_record_with_a_note_and_nothing_is_read_out_of_it() {
    let folder = Folder::new("languages");
    let german = "Der Minister sagte am Montag, dass der Hafen wieder geöffnet werde. Die Arbeiter seien zurückgekehrt, und die ersten Schiffe hätten bereits angelegt.";
    folder.write("hafen.txt", german);
    let (status, ids, told) = folder.read(&["hafen.txt"]);
    assert_eq!((status, ids.as_slice()), (1, &["hafen".to_owned()][..]));
    assert!(told.contains(": not English, but German") && told.contains("--any-language"), "{told}");
    let (_, _, told) = folder.read(&["--any-language", "hafen.txt"]);
    assert!(!told.contains("not English"), "{told}");
}

#[test]
fn white_space_and_blocks_without_end_are_told() {
    let folder = Folder::new("endless");
    // Nothing but spaces unpacks from it, and more of them than anyone writes.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..300 {
        encoder.write_all(&[b' '; 1 << 20]).expect("memory never fails");
    }
    folder.write("spaces.gz", gzip(&encoder.finish().expect("memory never fails")));
    folder.write("late.txt", format!("{}The port reopened.", "\n".repeat(100_000)));
    folder.write("blocks.html", format!("<html><body>{}", "<p>a".repeat(1_000_000)));
    folder.write("elements.html", format!("<html><body>{}The port.", "<b x>".repeat(1_000_000)));
    folder.write("after.jsonl", AFTER);
    let (status, ids, told) = folder.read(&["spaces.gz", "late.txt", "blocks.html", "elements.html", "after.jsonl"]);
    assert_eq!((status, ids.join(" ").as_str()), (2, "late elements after"), "{told}");
    assert!(told.contains("spaces.gz: it unpacks to more than"), "{told}");
    assert!(told.contains("blocks.html: not a page of an article: it has more than 65536 pieces of text"), "{told}");
}

#[test]
fn items_without_an_id_are_called_by_their_words_and_not_by_the_file() {
    let folder = Folder::new("ids");
    folder.write("feed.xml", "<rss><channel><item><title>The port reopened</title></item><item><title>The port closed</title></item></channel></rss>");
    folder.write("old.sgm", "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS><TEXT><BODY>The port reopened today.</BODY></TEXT></REUTERS>\n<REUTERS><TEXT><BODY>The port closed today.</BODY></TEXT></REUTERS>");
    let (_, ids, told) = folder.read(&["feed.xml", "old.sgm"]);
    let different: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!((ids.len(), different.len()), (4, 4), "{ids:?} {told}");
}

#[test]
fn patterns_are_opened_by_the_program_where_the_shell_leaves_them() {
    let folder = Folder::new("patterns");
    fs::create_dir_all(folder.0.join("news/deep")).expect("the folder can be made");
    for name in ["news/a.txt", "news/b.md", "news/deep/c.txt", "news/[d].txt"] {
        folder.write(name, "The port reopened.");
    }
    assert_eq!(folder.read(&["news/*.txt"]).1, ["[d]", "a"]);
    assert_eq!(folder.read(&["news/**/*.txt"]).1, ["[d]", "a", "c"]);
    assert_eq!(folder.read(&["news/?.md"]).1, ["b"]);
    assert_eq!(folder.read(&["news/[d].txt"]).1, ["[d]"], "a file that is called so comes before the pattern");
    let (status, ids, told) = folder.read(&["news/*.html"]);
    assert_eq!((status, ids.len()), (2, 0));
    assert!(told.contains("news/*.html"), "{told}");
}

#[cfg(unix)]
#[test]
fn folders_with_rings_pipes_and_odd_names_are_read() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new("odd");
    fs::create_dir_all(folder.0.join("news/deep")).expect("the folder can be made");
    folder.write("news/a.txt", "The port reopened.");
    folder.write(Path::new("news").join(std::ffi::OsStr::from_bytes(b"b\xff.txt")), "The port closed.");
    folder.write(
        "news/deep/c.html",
        "<p>The port reopened on Monday, the minister said in the harbour of the town of Reni.</p>",
    );
    std::os::unix::fs::symlink("..", folder.0.join("news/deep/ring")).expect("links can be made");
    std::os::unix::fs::symlink("..", folder.0.join("news/deep/ring.txt")).expect("links can be made");
    let made = Command::new("mkfifo").arg(folder.0.join("news/pipe.txt")).status();
    let (status, ids, told) = folder.read(&["news"]);
    assert!(status < 2, "{told}");
    assert_eq!(ids, ["a", "b\u{fffd}", "c"]);
    assert!(made.is_err() || told.contains("a pipe or a device is left out"), "{told}");
    // A pattern stands for the names that it matches, which are those in UTF-8; a pipe among them is told.
    let (status, ids, told) = folder.read(&["news/*.txt", "-q"]);
    assert_eq!(ids, ["a"]);
    assert!(made.is_err() || (status == 2 && told.contains("a named pipe")), "{told}");
}

#[test]
fn the_files_date_is_taken_where_that_is_asked_for() {
    let folder = Folder::new("file-date");
    folder.write("a.txt", "The port reopened.");
    let output = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sayso"));
        let output =
            command.current_dir(&folder.0).args(["read", "--format", "jsonl", "a.txt"]).args(arguments).output();
        String::from_utf8(output.expect("the program was built").stdout).expect("records are UTF-8")
    };
    assert!(output(&["--file-date"]).contains("\"date_from\":\"file\""));
    assert!(output(&[]).contains("\"date\":null"));
}
