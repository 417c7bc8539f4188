//! `sayso read`: articles in, their records out.

use crate::arguments::{Color, Format, ReadOptions};
use crate::formats::Printer;
use crate::inputs::{self, Found};
use crate::notes;
use crate::pipeline::{self, Bounds, Step};
use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use sayso_intake::{Article, IntakeError, Options};
use sayso_language::Language;
use sayso_reading::Lexicons;
use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

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
    let mut paths = options.paths.clone();
    if paths.is_empty() {
        if io::stdin().is_terminal() {
            bail!("nothing to read: name a file or a folder, or `-` for standard input");
        }
        paths.push(PathBuf::from("-"));
    }
    let files = inputs::files(&paths);
    let format = options.format.unwrap_or(if io::stdout().is_terminal() { Format::Page } else { Format::Jsonl });
    let printer = Printer { format, rows: options.table, width: width(), colour: colour(options.color) };
    let language = Language::english().context("the English models can't be used")?;
    let lexicons = Lexicons::english().context("the English lexicons can't be used")?;

    let bar = progress(options, &files);
    let intake = Options { date: options.date, max_document: options.max_document };
    let watched = bar.clone();
    let articles = inputs::articles(files, intake, move |input| watched.wrap_read(input));

    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    out.write_all(&printer.head()?)?;
    let between = printer.between();
    catch_faults_quietly();
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
    let done = pipeline::run(articles, bounds(options), size, work, sink)?;
    bar.finish_and_clear();
    if let Err(fault) = done {
        bail!("internal error, the input was not read to its end: {}; please report this", fault.0);
    }
    Ok(tally.close(options.quiet))
}

fn bounds(options: &ReadOptions) -> Bounds {
    let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    Bounds { threads: options.threads.map_or_else(cores, std::num::NonZeroUsize::get), size: 2 << 20 }
}

/// Columns of the terminal; what a wide one has where there is none, as in `sayso read … | less`.
fn width() -> usize {
    terminal_size::terminal_size().map_or(120, |(width, _)| usize::from(width.0))
}

fn colour(when: Color) -> bool {
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

/// Reads one article. A fault of ours at one article must not take the others with it.
fn outcome(article: Article, language: &Language, lexicons: &Lexicons, printer: &Printer) -> Outcome {
    let id = article.document.id.clone();
    let read = panic::catch_unwind(AssertUnwindSafe(|| {
        let Article { document, provenance } = article;
        let analysis = language.analyze(&document.text);
        let mut record = sayso_reading::read(&document, &analysis, lexicons);
        record.provenance.extend(provenance);
        let found = !record.statements.is_empty() || !record.events.is_empty();
        printer.record(&record).map(|output| Outcome::Read { output, found, dated: document.date.is_some() })
    }));
    match read {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => Outcome::Fault(format!("{id}: the record could not be written: {error}")),
        Err(_) => Outcome::Fault(format!(
            "{id}: internal error, the article is left out: {}; please report this",
            last_fault()
        )),
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

/// A bar over the bytes of the inputs, on a terminal that is free for it.
fn progress(options: &ReadOptions, files: &[PathBuf]) -> ProgressBar {
    let free = io::stderr().is_terminal() && !io::stdout().is_terminal();
    if options.quiet || !free {
        return ProgressBar::hidden();
    }
    let size = |path: &PathBuf| std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|m| m.len());
    let total: Option<u64> = files.iter().map(size).sum();
    let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
    let template = match total {
        Some(_) => "{bar:30} {percent:>3}%  {msg}  {bytes_per_sec}  {eta} left",
        None => "{spinner} {msg}  {bytes} read  {bytes_per_sec}",
    };
    bar.set_style(ProgressStyle::with_template(template).expect("the template is one of the two above"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

thread_local! {
    static FAULT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the message of a worker's panic for [`last_fault`] instead of printing it between the results.
fn catch_faults_quietly() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |fault| {
        if std::thread::current().name() == Some("main") {
            return default(fault);
        }
        FAULT.with_borrow_mut(|message| *message = fault.to_string().replace('\n', " "));
    }));
}

fn last_fault() -> String {
    FAULT.with_borrow(Clone::clone)
}
