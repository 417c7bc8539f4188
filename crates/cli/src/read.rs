//! `sayso read`: articles in, their records out.

use crate::arguments::{Color, Format, ReadOptions};
use crate::formats::Printer;
use crate::inputs::{self, Found};
use crate::pipeline::{self, Step};
use crate::{faults, notes, progress};
use anyhow::{Context, bail};
use sayso_intake::{Article, IntakeError, Options};
use sayso_language::Language;
use sayso_reading::Lexicons;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// What became of an article.
enum Outcome {
    /// It was read: its output, and whether it holds a statement or an event.
    Read { output: Vec<u8>, found: bool, dated: bool },
    /// It could not be read.
    Unreadable(IntakeError),
    /// The program failed at it.
    Fault(String),
}

/// What became of all of them.
#[derive(Default)]
struct Tally {
    read: usize,
    found: usize,
    undated: usize,
    failed: usize,
}

/// Reads what `options` names and prints it.
pub(crate) fn run(options: &ReadOptions) -> anyhow::Result<ExitCode> {
    let input = &options.input;
    let files = inputs::named(&input.paths)?;
    let format = options.format.unwrap_or(if io::stdout().is_terminal() { Format::Page } else { Format::Jsonl });
    let printer = Printer { format, rows: options.table, width: width(), colour: colour(options.color) };
    let language = Language::english().context("the English models can't be used")?;
    let lexicons = Lexicons::english().context("the English lexicons can't be used")?;

    let bar = progress::bar(input.quiet, !io::stdout().is_terminal(), &files);
    let intake = Options { date: input.date, max_document: input.max_document };
    let watched = bar.clone();
    let articles = inputs::articles(files, intake, move |input| watched.wrap_read(input));

    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    out.write_all(&printer.head()?)?;
    let between = printer.between();
    faults::catch_quietly();
    let work = move |found: Found| match found {
        Ok(article) => outcome(article, &language, &lexicons, &printer),
        Err(error) => Outcome::Unreadable(error),
    };
    let size = |found: &Found| found.as_ref().map_or(0, |article| article.document.text.len());
    let mut tally = Tally::default();
    let sink = |step| -> anyhow::Result<()> {
        match step {
            Step::Idle => out.flush()?,
            Step::Result(outcome) => bar.suspend(|| tally.take(outcome, &between, &mut out))?,
        }
        bar.set_message(format!("{} articles", tally.read));
        Ok(())
    };
    let done = pipeline::run(articles, input.bounds(), size, work, sink)?;
    bar.finish_and_clear();
    if let Err(fault) = done {
        bail!("internal error, the input was not read to its end: {}; please report this", fault.0);
    }
    Ok(tally.close(input.quiet))
}

/// Columns of the terminal; what a wide one has where there is none, as in `sayso read … | less`.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(120, |(width, _)| usize::from(width.0))
}

pub(crate) fn colour(when: Color) -> bool {
    match when {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            io::stdout().is_terminal() && !unwanted && !dumb
        }
    }
}

fn outcome(article: Article, language: &Language, lexicons: &Lexicons, printer: &Printer) -> Outcome {
    let record = match faults::read(article, language, lexicons) {
        Ok(record) => record,
        Err(fault) => return Outcome::Fault(fault),
    };
    let found = !record.statements.is_empty() || !record.events.is_empty();
    match printer.record(&record) {
        Ok(output) => Outcome::Read { output, found, dated: record.document.date.is_some() },
        Err(error) => Outcome::Fault(format!("{}: the record could not be written: {error}", record.document.id)),
    }
}

impl Tally {
    fn take(&mut self, outcome: Outcome, between: &[u8], out: &mut impl Write) -> io::Result<()> {
        match outcome {
            Outcome::Read { output, found, dated } => {
                if self.read > 0 {
                    out.write_all(between)?;
                }
                self.read += 1;
                self.found += usize::from(found);
                self.undated += usize::from(!dated);
                out.write_all(&output)?;
            }
            Outcome::Unreadable(error) => {
                self.failed += 1;
                notes::intake(&error);
            }
            Outcome::Fault(message) => {
                self.failed += 1;
                notes::error(&message);
            }
        }
        Ok(())
    }

    /// Tells what the user should know of the run, and gives its exit status.
    fn close(&self, quiet: bool) -> ExitCode {
        let plural = |n: usize| if n == 1 { "article" } else { "articles" };
        if !quiet {
            if self.undated > 0 {
                notes::note(&format!(
                    "{} {} without a date: `yesterday` and the like stay open; --date gives one",
                    self.undated,
                    plural(self.undated)
                ));
            }
            if self.failed > 0 {
                notes::note(&format!("{} {} read, {} passed over", self.read, plural(self.read), self.failed));
            } else if self.read == 0 {
                notes::note("no article in the input");
            }
        }
        match (self.failed, self.found) {
            (1.., _) => ExitCode::from(2),
            (0, 0) => ExitCode::from(1),
            _ => ExitCode::SUCCESS,
        }
    }
}
