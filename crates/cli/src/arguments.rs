//! What can be written behind `sayso`.

use crate::examples;
use crate::pipeline::Bounds;
use crate::questions::arguments::{Question, Search, Show, Sql, Whole};
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use sayso_intake::Options;
use std::path::PathBuf;

/// Reads dated news and tells who said what, who did what to whom, when, and on whose word.
#[derive(Debug, Parser)]
#[command(name = "sayso", version, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Read(ReadOptions),
    Add(AddOptions),
    Explain(ExplainOptions),
    /// Who did what to whom: the events of a ledger, an account a row.
    #[command(after_help = examples::EVENTS)]
    Events(Question),
    /// Who said what: the statements of a ledger.
    #[command(after_help = examples::STATEMENTS)]
    Statements(Question),
    /// Who is spoken of in a ledger, those of most documents first.
    #[command(after_help = examples::ACTORS)]
    Actors(Question),
    /// What happened day by day, a happening a row.
    #[command(after_help = examples::TIMELINE)]
    Timeline(Question),
    /// What several statements say: who asserts it, who denies it, since when.
    #[command(after_help = examples::CLAIMS)]
    Claims(Question),
    /// Where accounts differ.
    #[command(after_help = examples::CONFLICTS)]
    Conflicts(Question),
    /// What several accounts report, with the number of accounts and of documents.
    #[command(after_help = examples::HAPPENINGS)]
    Happenings(Question),
    /// Sentences that hold given words, best first.
    #[command(after_help = examples::SEARCH)]
    Search(Search),
    /// Everything about one row, with its words in context.
    #[command(after_help = examples::SHOW)]
    Show(Show),
    /// How much a ledger holds.
    #[command(after_help = examples::STATS)]
    Stats(Whole),
    /// Ask a ledger by SQL, for reading only.
    #[command(after_help = examples::SQL)]
    Sql(Sql),
    /// Print all of a ledger as JSON Lines, in an order that depends on its content alone.
    #[command(after_help = examples::DUMP)]
    Dump(Whole),
}

/// Tell why a statement or an event is on record: its words, the lexicon rows, rules and model scores that made it.
///
/// The input is what the record was read from, or the records themselves as `sayso read` prints them.
#[derive(Args, Debug)]
#[command(after_help = EXPLAIN_EXAMPLES)]
pub(crate) struct ExplainOptions {
    /// Id of the statement (st_…) or event (ev_…), as `sayso read` prints it.
    #[arg(value_name = "ID")]
    pub(crate) id: String,

    /// Files, folders or records; `-` for standard input.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Day of publication of articles that carry no date of their own.
    #[arg(short, long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,

    #[command(flatten)]
    pub(crate) dictionaries: DictionaryOptions,
}

/// Dictionaries of the user's own.
#[derive(Args, Debug)]
pub(crate) struct DictionaryOptions {
    /// Code by this dictionary too: actors, agents, verbs or discards as PETRARCH or TABARI write them; its content tells
    /// which. May be given several times. What it knows goes before the program's own tables.
    #[arg(long, value_name = "FILE")]
    pub(crate) dictionary: Vec<PathBuf>,

    /// Code by the dictionaries alone: theirs are the only actor codes where one of actors or agents is given, and the
    /// only events where one of verbs is.
    #[arg(long, requires = "dictionary")]
    pub(crate) dictionary_only: bool,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  sayso explain st_xrvjkq3gditsa article.txt
  sayso read article.txt --format jsonl | sayso explain ev_rdtuiqbuypmzl -

Exit status: 0 if the finding was there, 1 if it was not, 2 if an input could not be read.";

/// Read articles and print what each of them puts on record.
///
/// An input may be plain text, an HTML page, a feed (RSS, Atom, JSON Feed), JSON or JSON Lines, CSV or TSV, Parquet, a web
/// archive (WARC, ARC) or Reuters' SGML, in any charset, packed with gzip, xz or zstd, or inside a zip or tar archive; its
/// content tells which. Plain text may begin with its date (`date 2022-04-07`, before the first sentence or on a line of its
/// own) and a title. An object or row has `text` and, as far as known, `id`, `date`, `title`, `url`, `publisher` and `author`,
/// under these names or the usual others (`body`, `publish_date`, `media_name` …).
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ReadOptions {
    #[command(flatten)]
    pub(crate) input: InputOptions,

    #[command(flatten)]
    pub(crate) dictionaries: DictionaryOptions,

    /// How to print the records [default: page on a terminal, else jsonl].
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<Format>,

    /// Rows of `table` and `csv`.
    #[arg(short, long, value_enum, default_value_t = Rows::Findings, value_name = "ROWS")]
    pub(crate) table: Rows,

    /// When to use colour.
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

/// Add articles to a ledger, a file that keeps what many articles put on record.
///
/// An article that is there is not read again; a corrected one (the same id or address, another text) takes its place.
/// A run that was interrupted is continued by the same command.
#[derive(Args, Debug)]
#[command(after_help = examples::ADD)]
pub(crate) struct AddOptions {
    #[command(flatten)]
    pub(crate) input: InputOptions,

    #[command(flatten)]
    pub(crate) dictionaries: DictionaryOptions,

    /// The ledger; it is made where there is none.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,

    /// Read once more what another version of the program read.
    #[arg(long)]
    pub(crate) again: bool,

    /// Write so many articles at a time. More are faster, fewer are lost when the machine stops.
    #[arg(long, value_name = "N", default_value_t = 400, hide = true)]
    pub(crate) batch: usize,
}

/// What is read, and how.
#[derive(Args, Debug)]
pub(crate) struct InputOptions {
    /// Files, folders (their files of news, by name), patterns such as 'news/*.html', or `-` for standard input.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Day of publication of articles that carry no date of their own.
    #[arg(short, long, value_name = "DATE", value_parser = date)]
    pub(crate) date: Option<Date>,

    /// The file's own date (for a web archive the day of the crawl) dates what has no other.
    #[arg(long, conflicts_with = "date")]
    pub(crate) file_date: bool,

    /// Name a field or column: --map text=BODY --map date=DAY; a table without a header counts them, --map text=3.
    #[arg(long, value_name = "FIELD=NAME", value_parser = mapping)]
    pub(crate) map: Vec<(String, String)>,

    /// Read articles in other languages than English too.
    #[arg(long)]
    pub(crate) any_language: bool,

    /// Threads to read with [default: one a core].
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) threads: Option<std::num::NonZeroUsize>,

    /// Longest text of one article; longer ones are told and passed over [default: 2M].
    #[arg(long, value_name = "BYTES", value_parser = bytes, default_value = "2M", hide_default_value = true)]
    pub(crate) max_document: usize,

    /// How many times its size a packed input may unpack to.
    #[arg(long, value_name = "TIMES", default_value_t = 250)]
    pub(crate) max_ratio: u64,

    /// No progress and no notes; errors are still told.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

impl InputOptions {
    /// What intake is told.
    pub(crate) fn intake(&self) -> Options {
        Options {
            date: self.date,
            file_date: self.file_date,
            max_document: self.max_document,
            max_ratio: self.max_ratio,
            any_language: self.any_language,
            sign_folders: false,
            map: self.map.clone(),
        }
    }

    /// How much is read at a time.
    pub(crate) fn bounds(&self) -> Bounds {
        let cores = || std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        Bounds { threads: self.threads.map_or_else(cores, std::num::NonZeroUsize::get), size: 2 << 20 }
    }
}

const EXAMPLES: &str = "\
Examples:
  sayso read article.txt                      a page about the article
  sayso read --date 2022-04-07 - < speech.txt
  sayso read news/ --format jsonl > records.jsonl
  sayso read CC-NEWS-20220407.warc.gz --format csv --table statements > statements.csv
  sayso read archive.csv --map text=Lead --map date=Day
  sayso read news/ --dictionary CAMEO.verbs.txt --dictionary my.actors.txt --dictionary-only

Exit status: 0 if a statement or an event was found, 1 if none was, 2 if an input or a line of a dictionary could not be read.";

/// How records are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A page for people.
    Page,
    /// Aligned columns, a row for each finding; --table chooses others.
    Table,
    /// The same rows as comma-separated values with a header (RFC 4180).
    Csv,
    /// Complete `sayso/1` records, one line of JSON for each article.
    Jsonl,
}

/// What a row of `table` and `csv` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Rows {
    /// Statements and events together, in text order.
    Findings,
    /// Who said what.
    Statements,
    /// Who did what to whom.
    Events,
    /// Who is spoken of.
    Actors,
    /// Time expressions.
    Times,
    /// Where accounts differ.
    Conflicts,
}

/// When colour is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless the environment sets NO_COLOR.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

fn mapping(written: &str) -> Result<(String, String), String> {
    let (field, name) = written.split_once('=').ok_or("write it as FIELD=NAME, for example text=body")?;
    if !sayso_intake::is_field(field) || name.is_empty() {
        return Err("the fields are text, date, title, id, url, publisher, author, language".to_owned());
    }
    Ok((field.to_owned(), name.to_owned()))
}

fn date(written: &str) -> Result<Date, String> {
    sayso_intake::parse_date(written)
        .ok_or_else(|| "not a day that can be understood; write it as YYYY-MM-DD".to_owned())
}

/// A size such as `500000`, `800K`, `4M`.
fn bytes(written: &str) -> Result<usize, String> {
    let (digits, unit) = match written.trim().to_ascii_uppercase() {
        w if w.ends_with('K') => (w, 1 << 10),
        w if w.ends_with('M') => (w, 1 << 20),
        w if w.ends_with('G') => (w, 1 << 30),
        w => (w, 1),
    };
    let number: usize = digits.trim_end_matches(['K', 'M', 'G']).parse().map_err(|_| "write it as 4M or 500K")?;
    // Spans are 32 bits wide.
    number.checked_mul(unit).filter(|n| (1..=1 << 30).contains(n)).ok_or_else(|| "between 1 and 1G".to_owned())
}
