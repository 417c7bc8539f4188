//! `sayso add`: articles into a ledger.
//!
//! What a ledger has is not read again; what was read is written in batches, so that an interrupted run loses at most
//! the last five seconds, and the same command goes on where it stopped.

use crate::arguments::AddOptions;
use crate::inputs;
use crate::pipeline::{self, Gate, Step, Turns};
use crate::{dictionaries, faults, notes, progress};
use anyhow::{Context, bail};
use indicatif::ProgressBar;
use sayso_intake::{Article, Draft, IntakeError, Options};
use sayso_language::Language;
use sayso_ledger::{Added, DocumentKey, Item, Known, Ledger, Reader, fingerprint};
use sayso_record::Record;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Bytes of text in a batch, and time from one batch to the next, whatever comes first. Nobody reads any more while the last
/// batch is written, so that large ones cost time; small ones take more of it for what is done once a batch.
const BATCH_TEXT: usize = 2 << 20;
const BATCH_TIME: Duration = Duration::from_secs(5);

/// An article on its way to be read.
enum Job {
    Read(Article, i64),
    /// It is here.
    Known(Option<DocumentKey>, i64),
    Unreadable(IntakeError),
    /// It is not English: its id, and the name of its language.
    Foreign(String, &'static str),
    Fault(String),
    /// The ledger could not tell.
    Ledger(sayso_ledger::LedgerError),
}

/// What became of an article.
enum Outcome {
    Read(Box<Record>, i64),
    Known(Option<DocumentKey>, i64),
    Unreadable(IntakeError),
    Foreign(String, &'static str),
    Fault(String),
    Ledger(sayso_ledger::LedgerError),
}

/// Adds what `options` names.
pub(crate) fn run(options: &AddOptions) -> anyhow::Result<ExitCode> {
    let input = &options.input;
    let files = inputs::named(&input.paths)?;
    // First the ledger: whoever names the wrong file should know at once.
    let ledger = Ledger::open_to_add(&options.ledger)?;
    let look_up = Ledger::open_to_add(&options.ledger)?;
    let language = Language::english().context("the English models can't be used")?;
    let loaded = dictionaries::load(&options.dictionaries, input.quiet)?;
    let (lexicons, faulty) = (loaded.lexicons, loaded.faulty);
    let reader =
        Reader { program: env!("CARGO_PKG_VERSION").to_owned(), model: language.version(), lexicons: loaded.version };
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    // Where the signal can't be caught, it ends the program as ever; the ledger stands that.
    let _ = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    });

    let bar = progress::bar(input.quiet, true, &files);
    let again = options.again.then(|| reader.clone());
    // Articles of many runs come together in a ledger.
    let intake = Options { sign_folders: true, ..input.intake() };
    let jobs = jobs(files, intake, bar.clone(), Arc::clone(&stop)).map(move |(mut item, draft)| {
        let job = job(&look_up, &mut item, draft, again.as_ref());
        (item, job)
    });
    faults::catch_quietly();
    let turns = Arc::new(Turns::new(input.bounds().threads));
    let of_readers = Arc::clone(&turns);
    let work = move |(item, job)| {
        let _turn = of_readers.take();
        let outcome = match job {
            Job::Read(article, fingerprint) => match faults::read(article, &language, &lexicons) {
                Ok(record) => Outcome::Read(Box::new(record), fingerprint),
                Err(fault) => Outcome::Fault(fault),
            },
            Job::Known(key, fingerprint) => Outcome::Known(key, fingerprint),
            Job::Unreadable(error) => Outcome::Unreadable(error),
            Job::Foreign(id, language) => Outcome::Foreign(id, language),
            Job::Fault(fault) => Outcome::Fault(fault),
            Job::Ledger(error) => Outcome::Ledger(error),
        };
        (item, outcome)
    };
    let size = |(_, job): &(Item, Job)| match job {
        Job::Read(article, _) => article.document.text.len(),
        _ => 0,
    };
    let writer = Writer::new(ledger, reader, bar.clone(), turns, options);
    let (to_writer, writing) = writer.start();
    let sink = |step| match step {
        Step::Idle => Ok(()),
        Step::Result(result) => to_writer.send(result),
    };
    let read = pipeline::run(jobs, input.bounds(), size, work, sink);
    drop(to_writer);
    let (mut writer, written) = writing.join().unwrap_or_else(|fault| std::panic::resume_unwind(fault));
    // Where writing ended early, reading was ended by that.
    let done = written.map(|()| read.unwrap_or(Ok(())));
    bar.finish_and_clear();
    let stopped = stop.load(Ordering::SeqCst);
    if done.is_err() || stopped || !input.quiet {
        writer.tally.tell(stopped);
    }
    if let Err(fault) = done? {
        bail!("internal error, the input was not read to its end: {}; please report this", fault.0);
    }
    if stopped {
        return Ok(ExitCode::from(130));
    }
    Ok(dictionaries::status(faulty, writer.close(input.quiet)?))
}

/// The articles with their places in the inputs, until somebody stops the run.
fn jobs(
    files: Vec<PathBuf>,
    intake: Options,
    bar: ProgressBar,
    stop: Arc<AtomicBool>,
) -> impl Iterator<Item = (Item, Draft)> + Send + 'static {
    let items = files.into_iter().flat_map(move |path| {
        let source = if path.as_os_str() == "-" { "standard input".to_owned() } else { path.display().to_string() };
        let watched = bar.clone();
        let articles = inputs::articles(vec![path], intake.clone(), move |bytes| watched.inc(bytes));
        (1..).zip(articles).map(move |(number, draft)| (Item { source: source.clone(), number, whole: false }, draft))
    });
    items.take_while(move |_| !stop.load(Ordering::SeqCst))
}

fn job(ledger: &Ledger, item: &mut Item, draft: Draft, again: Option<&Reader>) -> Job {
    let article = match faults::made(draft) {
        Ok(Ok(article)) => article,
        Ok(Err(error)) => return Job::Unreadable(error),
        Err(fault) => return Job::Fault(fault),
    };
    if let Some(language) = article.foreign {
        return Job::Foreign(article.document.id, language);
    }
    if let Some(file) = &article.file {
        // By the file in an archive, whose number changes where the archive is packed anew.
        *item = Item { source: file.to_string(), number: 1, whole: true };
    }
    let fingerprint = fingerprint(&article.document, &article.provenance);
    let known = ledger.known(item, &article.document, fingerprint).and_then(|known| {
        let read_by = |reader| ledger.was_read_by(&article.document, reader);
        // A document that another version read is read again where that is asked for.
        Ok(if again.map(read_by).transpose()? == Some(false) { Known::New } else { known })
    });
    match known {
        Ok(Known::Noted) => Job::Known(None, fingerprint),
        Ok(Known::Here(key)) => Job::Known(Some(key), fingerprint),
        Ok(Known::New | Known::Other(_)) => Job::Read(article, fingerprint),
        Err(error) => Job::Ledger(error),
    }
}

/// How many articles may wait for the thread that writes, beside the batch that it collects; of text as much as a batch.
const QUEUE: usize = 500;

/// Collects what was read and writes it batch by batch.
struct Writer {
    ledger: Ledger,
    reader: Reader,
    bar: ProgressBar,
    turns: Arc<Turns>,
    again: bool,
    batch: usize,
    waiting: Vec<(Item, Outcome)>,
    text: usize,
    since: Instant,
    tally: Tally,
    quiet: bool,
    unreadable: notes::Unreadable,
    passed_over: notes::PassedOver,
}

/// What became of all articles.
#[derive(Default)]
struct Tally {
    seen: usize,
    added: usize,
    replaced: usize,
    renewed: usize,
    unchanged: usize,
    failed: usize,
}

/// The way to the thread that writes: as long as it works, the others read on.
struct ToWriter {
    gate: Arc<Gate>,
    queue: Sender<(Item, Outcome)>,
}

/// The thread that writes has ended, and knows why.
struct Ended;

impl ToWriter {
    fn send(&self, result: (Item, Outcome)) -> Result<(), Ended> {
        self.gate.enter(result.1.size());
        self.queue.send(result).map_err(|_| Ended)
    }
}

type Writing = JoinHandle<(Writer, anyhow::Result<()>)>;

impl Outcome {
    /// Bytes of text in it.
    fn size(&self) -> usize {
        if let Self::Read(record, _) = self { record.document.text.len() } else { 0 }
    }
}

impl Writer {
    fn new(ledger: Ledger, reader: Reader, bar: ProgressBar, turns: Arc<Turns>, options: &AddOptions) -> Self {
        let (waiting, since, tally) = (Vec::new(), Instant::now(), Tally::default());
        let (again, batch, quiet) = (options.again, options.batch, options.input.quiet);
        let (passed_over, unreadable) = Default::default();
        let text = 0;
        Self { ledger, reader, bar, turns, again, batch, waiting, text, since, tally, quiet, passed_over, unreadable }
    }

    /// Begins to write, in a thread of its own.
    fn start(mut self) -> (ToWriter, Writing) {
        let gate = Arc::new(Gate::new(QUEUE, BATCH_TEXT));
        let (queue, results) = channel();
        let to_writer = ToWriter { gate: Arc::clone(&gate), queue };
        let writing = thread::spawn(move || {
            let done = self.write_all(&results, &gate);
            drop(results);
            // Whoever waits at the gate finds that the queue is closed.
            gate.open();
            (self, done)
        });
        (to_writer, writing)
    }

    fn write_all(&mut self, results: &Receiver<(Item, Outcome)>, gate: &Gate) -> anyhow::Result<()> {
        loop {
            let due = BATCH_TIME.saturating_sub(self.since.elapsed());
            let received =
                if self.waiting.is_empty() { results.recv().map_err(Into::into) } else { results.recv_timeout(due) };
            match received {
                Ok((item, outcome)) => {
                    gate.leave(outcome.size());
                    self.take(item, outcome)?;
                }
                Err(RecvTimeoutError::Timeout) => self.write()?,
                Err(RecvTimeoutError::Disconnected) => return self.write(),
            }
        }
    }

    fn take(&mut self, item: Item, outcome: Outcome) -> anyhow::Result<()> {
        self.tally.seen += 1;
        match outcome {
            Outcome::Ledger(error) => return Err(error.into()),
            Outcome::Known(None, _) => {
                self.tally.unchanged += 1;
                return Ok(());
            }
            _ => self.text += outcome.size(),
        }
        if self.waiting.is_empty() {
            self.since = Instant::now();
        }
        self.waiting.push((item, outcome));
        let full = self.waiting.len() >= self.batch || self.text >= BATCH_TEXT;
        if full || self.since.elapsed() >= BATCH_TIME { self.write() } else { Ok(()) }
    }

    /// Writes what is waiting.
    fn write(&mut self) -> anyhow::Result<()> {
        self.text = 0;
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut told = Vec::new();
        let mut tally = Tally::default();
        let mut batch = self.ledger.batch(&self.reader)?;
        // Not before: where another program is writing, no turn is spent on waiting for it.
        let turn = self.turns.take();
        for (item, outcome) in self.waiting.drain(..) {
            match outcome {
                Outcome::Read(record, fingerprint) => {
                    let add = if self.again {
                        batch.renew(&item, &record, fingerprint)
                    } else {
                        batch.add(&item, &record, fingerprint)
                    };
                    match add? {
                        Added::New => tally.added += 1,
                        Added::Unchanged if self.again => tally.renewed += 1,
                        Added::Unchanged => tally.unchanged += 1,
                        Added::Replaced(before) => {
                            tally.replaced += 1;
                            told.push(replaced(&record, &before, &item));
                        }
                    }
                }
                Outcome::Known(key, fingerprint) => {
                    tally.unchanged += 1;
                    if let Some(key) = key {
                        batch.note(&item, key, fingerprint)?;
                    }
                }
                Outcome::Foreign(id, language) => {
                    batch.skipped(&item, &format!("not English, but {language}"))?;
                    self.passed_over.foreign(&id, language, self.quiet);
                }
                Outcome::Unreadable(error) if error.is_passed_over() => {
                    batch.skipped(&item, &error.problem.to_string())?;
                    self.passed_over.take(&error, self.quiet);
                }
                Outcome::Unreadable(error) => {
                    tally.failed += 1;
                    batch.failed(&item, &error.problem.to_string())?;
                    self.bar.suspend(|| self.unreadable.take(&error));
                }
                Outcome::Fault(fault) => {
                    tally.failed += 1;
                    batch.failed(&item, &fault)?;
                    self.bar.suspend(|| notes::error(&fault));
                }
                Outcome::Ledger(error) => return Err(error.into()),
            }
        }
        batch.finish()?;
        // What is left waits for the disk more than it works.
        drop(turn);
        batch.commit()?;
        self.tally.add(&tally);
        // What is told is true: it is in the ledger.
        self.bar.suspend(|| told.iter().for_each(|line| notes::note(line)));
        self.bar.set_message(format!("{} articles", self.tally.seen));
        Ok(())
    }

    fn close(&mut self, quiet: bool) -> anyhow::Result<ExitCode> {
        self.unreadable.close();
        if !quiet {
            self.passed_over.close();
        }
        if !quiet && !self.again {
            let others = self.ledger.documents_of_other_readers(&self.reader)?;
            if others > 0 {
                notes::note(&format!(
                    "{others} documents of the ledger were read by another version of the program, its models or \
                     lexicons; --again reads those among the inputs once more"
                ));
            }
        }
        Ok(match (self.tally.failed, self.tally.seen) {
            (1.., _) => ExitCode::from(2),
            (0, 0) => ExitCode::from(1),
            _ => ExitCode::SUCCESS,
        })
    }
}

fn replaced(record: &Record, before: &str, item: &Item) -> String {
    let id = &record.document.id;
    let same = if item.whole { "from the same file" } else { "of the same address" };
    let what = if before == id { id.clone() } else { format!("{id} (before: {before}, {same})") };
    format!("{what}: replaced, since its content in {} is another", item.source)
}

impl Tally {
    fn add(&mut self, more: &Self) {
        self.added += more.added;
        self.replaced += more.replaced;
        self.renewed += more.renewed;
        self.unchanged += more.unchanged;
        self.failed += more.failed;
    }

    /// Tells how many articles became what.
    fn tell(&self, stopped: bool) {
        if self.seen == 0 && !stopped {
            return notes::note("no article in the input");
        }
        let counts = [
            (self.added, "added"),
            (self.replaced, "replaced"),
            (self.renewed, "read again"),
            (self.unchanged, "there already"),
            (self.failed, "passed over"),
        ];
        let told = counts.iter().filter(|(n, what)| *n > 0 || *what == "added");
        let counts = told.map(|(n, what)| format!("{n} {what}")).collect::<Vec<_>>().join(", ");
        let end = if stopped { "; stopped, the same command goes on from here" } else { "" };
        notes::note(&format!("articles: {counts}{end}"));
    }
}
