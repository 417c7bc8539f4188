//! What is told beside the results: errors, remedies and notes, on standard error.
//!
//! A standard error that is closed must not end the program, so nothing here can fail or panic.

use sayso_intake::IntakeError;
use std::io::Write;

/// Tells an error.
pub(crate) fn error(message: &str) {
    line("error", message);
}

/// Tells an input that could not be read, and its remedy.
pub(crate) fn intake(error: &IntakeError) {
    line("error", &error.to_string());
    line("  help", &error.problem.remedy());
}

/// Tells something worth knowing.
pub(crate) fn note(message: &str) {
    line("note", message);
}

fn line(kind: &str, message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{kind}: {message}");
}
