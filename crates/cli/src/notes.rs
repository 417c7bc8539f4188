//! What is told beside the results: errors, remedies and notes, on standard error.
//!
//! A standard error that is closed must not end the program, so nothing here can fail or panic.

use sayso_intake::IntakeError;
use std::io::Write;

/// Tells an error.
pub(crate) fn error(message: &str) {
    line("error", message);
}

/// Articles that could not be read: each is told, but a run of them in one file with the same thing wrong, as where a
/// million lines lack their text, is told by its first few and its end.
#[derive(Default)]
pub(crate) struct Unreadable {
    file: String,
    problem: String,
    /// Articles of the run.
    length: usize,
    /// Where the last one is.
    place: String,
}

impl Unreadable {
    /// Tells one, with its remedy.
    pub(crate) fn take(&mut self, error: &IntakeError) {
        let problem = error.problem.to_string();
        if self.length == 0 || self.file != error.file || self.problem != problem {
            self.close();
            (self.file, self.problem) = (error.file.clone(), problem);
        }
        self.length += 1;
        self.place = error.place();
        if self.length <= TOLD {
            line("error", &error.to_string());
            line("  help", &error.problem.remedy());
        }
    }

    /// Tells how many more of the last run there were.
    pub(crate) fn close(&mut self) {
        let untold = self.length.saturating_sub(TOLD);
        if untold > 0 {
            line("error", &format!("{}{}: the same is wrong with {untold} more up to here", self.file, self.place));
        }
        self.length = 0;
    }
}

/// How many of a run of the same errors are told one by one.
const TOLD: usize = 3;

/// What is as it should be and holds no article for us: the first few are told one by one, all by number.
#[derive(Default)]
pub(crate) struct PassedOver {
    languages: usize,
    others: usize,
}

impl PassedOver {
    /// Counts one.
    pub(crate) fn take(&mut self, error: &IntakeError, quiet: bool) {
        self.tell(&error.to_string(), quiet);
        self.others += 1;
    }

    /// Counts an article in another language.
    pub(crate) fn foreign(&mut self, id: &str, language: &str, quiet: bool) {
        self.tell(&format!("{id}: not English, but {language}"), quiet);
        self.languages += 1;
    }

    fn tell(&self, message: &str, quiet: bool) {
        if !quiet && self.languages + self.others < 5 {
            note(message);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.languages + self.others == 0
    }

    /// Tells how many there were.
    pub(crate) fn close(&self) {
        if self.languages > 0 {
            note(&format!(
                "{} not in English, not read for statements and events; --any-language has them read",
                self.languages
            ));
        }
        if self.others > 0 {
            note(&format!("{} without an article's text passed over", self.others));
        }
    }
}

/// Tells something worth knowing.
pub(crate) fn note(message: &str) {
    line("note", message);
}

fn line(kind: &str, message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{kind}: {message}");
}
