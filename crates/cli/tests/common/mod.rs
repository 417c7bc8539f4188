//! What the tests of the command share.

use std::io::Write;
use std::process::{Command, Stdio};

/// Runs `sayso` with an input: the status, what it printed, and what it told beside.
pub(crate) fn sayso(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built");
    // A program that ends before it has read all closes the pipe; that is no failure of the test.
    let _ = child.stdin.take().expect("the input is a pipe").write_all(input.as_bytes());
    let done = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    (done.status.code().expect("it was not killed"), text(done.stdout), text(done.stderr))
}
