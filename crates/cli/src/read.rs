//! `sayso read`: articles in, their records out.

use crate::arguments::{Color, Format, ReadOptions};
use crate::formats::Printer;
use crate::inputs;
use crate::pipeline::{self, Step};
use crate::{dictionaries, faults, notes, progress};
use anyhow::{Context, bail};
use sayso_intake::{Article, Draft, IntakeError};
use sayso_language::Language;
use sayso_reading::Lexicons;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// What became of an article.
enum Outcome {
    /// It was read: its output, and whether it holds a statement or an event.
    Read { output: Vec<u8>, found: bool, dated: bool, foreign: Option<(String, &'static str)> },
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
    unreadable: notes::Unreadable,
    passed_over: notes::PassedOver,
}

/// Reads what `options` names and prints it.
pub(crate) fn run(options: &ReadOptions) -> anyhow::Result<ExitCode> {
    let input = &options.input;
    let files = inputs::named(&input.paths)?;
    let format = options.format.unwrap_or(if io::stdout().is_terminal() { Format::Page } else { Format::Jsonl });
    let printer = Printer { format, rows: options.table, width: width(), colour: colour(options.color) };
    let language = Language::english().context("the English models can't be used")?;
    let loaded = dictionaries::load(&options.dictionaries, input.quiet)?;
    let (lexicons, faulty) = (loaded.lexicons, loaded.faulty);

    let bar = progress::bar(input.quiet, !io::stdout().is_terminal(), &files);
    let watched = bar.clone();
    let articles = inputs::articles(files, input.intake(), move |bytes| watched.inc(bytes));

    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    out.write_all(&printer.head()?)?;
    let between = printer.between();
    faults::catch_quietly();
    let work = move |draft: Draft| match faults::made(draft) {
        Ok(Ok(article)) => outcome(article, &language, &lexicons, &printer),
        Ok(Err(error)) => Outcome::Unreadable(error),
        Err(fault) => Outcome::Fault(fault),
    };
    let size = Draft::size;
    let mut tally = Tally::default();
    let quiet = input.quiet;
    let sink = |step| -> anyhow::Result<()> {
        match step {
            Step::Idle => out.flush()?,
            Step::Result(outcome) => bar.suspend(|| tally.take(outcome, &between, &mut out, quiet))?,
        }
        bar.set_message(format!("{} articles", tally.read));
        Ok(())
    };
    let done = pipeline::run(articles, input.bounds(), size, work, sink)?;
    bar.finish_and_clear();
    if let Err(fault) = done {
        bail!("internal error, the input was not read to its end: {}; please report this", fault.0);
    }
    Ok(dictionaries::status(faulty, tally.close(input.quiet)))
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
    let foreign = article.foreign.map(|language| (article.document.id.clone(), language));
    let record = match faults::read(article, language, lexicons) {
        Ok(record) => record,
        Err(fault) => return Outcome::Fault(fault),
    };
    let found = !record.statements.is_empty() || !record.events.is_empty();
    match printer.record(&record) {
        Ok(output) => {
            Outcome::Read { output, found, dated: record.document.date.is_some() || foreign.is_some(), foreign }
        }
        Err(error) => Outcome::Fault(format!("{}: the record could not be written: {error}", record.document.id)),
    }
}

impl Tally {
    fn take(&mut self, outcome: Outcome, between: &[u8], out: &mut impl Write, quiet: bool) -> io::Result<()> {
        match outcome {
            Outcome::Read { output, found, dated, foreign } => {
                if let Some((id, language)) = foreign {
                    self.passed_over.foreign(&id, language, quiet);
                }
                if self.read > 0 {
                    out.write_all(between)?;
                }
                self.read += 1;
                self.found += usize::from(found);
                self.undated += usize::from(!dated);
                out.write_all(&output)?;
            }
            Outcome::Unreadable(error) if error.is_passed_over() => self.passed_over.take(&error, quiet),
            Outcome::Unreadable(error) => {
                self.failed += 1;
                self.unreadable.take(&error);
            }
            Outcome::Fault(message) => {
                self.failed += 1;
                notes::error(&message);
            }
        }
        Ok(())
    }

    /// Tells what the user should know of the run, and gives its exit status.
    fn close(&mut self, quiet: bool) -> ExitCode {
        self.unreadable.close();
        let plural = |n: usize| if n == 1 { "article" } else { "articles" };
        if !quiet {
            if self.undated > 0 {
                notes::note(&format!(
                    "{} {} without a date: `yesterday` and the like stay open; --date gives one",
                    self.undated,
                    plural(self.undated)
                ));
            }
            self.passed_over.close();
            if self.failed > 0 {
                notes::note(&format!("{} {} read, {} passed over", self.read, plural(self.read), self.failed));
            } else if self.read == 0 && self.passed_over.is_empty() {
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
