//! The README tells the truth: what it shows of the example is what the program prints.

use std::path::Path;
use std::process::Command;

#[test]
fn the_readme_shows_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = root.join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md is there");
    let output = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .current_dir(&root)
        .args(["read", "docs/example.txt", "--format", "page"])
        .output()
        .expect("the program runs");
    let printed = String::from_utf8(output.stdout).expect("the program writes UTF-8");
    let (before, rest) = readme.split_once("```text\n").expect("README.md shows the page in a `text` block");
    let (shown, after) = rest.split_once("```\n").expect("the block is closed");
    let same = shown.trim_end() == printed.trim_end();
    if std::env::var_os("SAYSO_BLESS").is_some() && !same {
        let printed = printed.trim_end();
        std::fs::write(&path, format!("{before}```text\n{printed}\n```\n{after}")).expect("README.md can be written");
    } else {
        assert!(same, "README.md is out of date; SAYSO_BLESS=1 writes what is printed now:\n{printed}");
    }
}
