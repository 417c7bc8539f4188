//! What can be written behind the commands that ask a ledger.

use crate::arguments::Color;
use clap::{Args, ValueEnum};
use jiff::civil::{Date, date};
use sayso_ledger::ask::Filter;
use sayso_record::{Act, Factuality};
use std::path::PathBuf;

/// Which ledger, and how its answer is printed.
#[derive(Args, Debug)]
pub(crate) struct Asked {
    /// The ledger.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) ledger: PathBuf,

    /// How to print the answer [default: table on a terminal, else jsonl].
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<AnswerFormat>,

    /// When to use colour.
    #[arg(long, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// Aligned columns, cut to the width of the terminal.
    Table,
    /// One JSON list of objects.
    Json,
    /// A JSON object a line.
    Jsonl,
    /// Comma-separated values with a header (RFC 4180).
    Csv,
}

/// A question with its filters.
#[derive(Args, Debug)]
pub(crate) struct Question {
    #[command(flatten)]
    pub(crate) asked: Asked,

    /// At most so many rows.
    #[arg(short = 'n', long, value_name = "N")]
    pub(crate) limit: Option<u64>,

    /// A day, month or year: `2006-10` is short for --since 2006-10 --until 2006-10.
    #[arg(long, value_name = "PERIOD", conflicts_with_all = ["since", "until"], value_parser = period)]
    on: Option<(Date, Date)>,

    /// Not before this day, month or year.
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    since: Option<(Date, Date)>,

    /// Not after this day, month or year.
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    until: Option<(Date, Date)>,

    /// Who takes part; may be given several times.
    #[arg(short, long, value_name = "ACTOR")]
    actor: Vec<String>,

    /// Who acts.
    #[arg(long, value_name = "ACTOR")]
    source: Option<String>,

    /// Who is acted on, or spoken to.
    #[arg(long, value_name = "ACTOR")]
    target: Option<String>,

    /// Who speaks.
    #[arg(long, value_name = "ACTOR")]
    by: Option<String>,

    /// Of whom or what is spoken: an actor, or words of the content.
    #[arg(long, value_name = "ACTOR")]
    about: Option<String>,

    /// What a speaker does by speaking: say, claim, accuse, deny, promise …; may be given several times.
    #[arg(long, value_name = "ACT", value_parser = act)]
    act: Vec<Act>,

    /// CAMEO code or the begin of one (`19`), or a PLOVER event (`ASSAULT`); may be given several times.
    #[arg(short, long, value_name = "CODE")]
    code: Vec<String>,

    /// Name of a place, or a country as ISO 3166-1 alpha-3.
    #[arg(long)]
    place: Option<String>,

    /// On whose word.
    #[arg(long, value_name = "ACTOR")]
    voice: Option<String>,

    /// Words in the sentence; a phrase stands in quotation marks.
    #[arg(short, long, value_name = "WORDS")]
    text: Option<String>,

    /// Only of this document.
    #[arg(short, long, value_name = "ID")]
    document: Option<String>,

    /// Only what the articles say in their own voice.
    #[arg(long)]
    narrator_only: bool,

    /// Only what a voice (with --narrator-only: the article) is at least so sure of: CT+, PR+, PS+, PS-, PR-, CT-.
    #[arg(long, value_name = "FACTUALITY", value_parser = factuality, allow_hyphen_values = true)]
    min_factuality: Option<Factuality>,
}

impl Question {
    /// The filter of the ledger.
    pub(crate) fn filter(&self) -> Filter {
        Filter {
            since: self.since.or(self.on).map(|p| p.0),
            until: self.until.or(self.on).map(|p| p.1),
            actors: self.actor.clone(),
            source: self.source.clone(),
            target: self.target.clone(),
            by: self.by.clone(),
            about: self.about.clone(),
            acts: self.act.clone(),
            codes: self.code.clone(),
            place: self.place.clone(),
            voice: self.voice.clone(),
            text: self.text.clone(),
            document: self.document.clone(),
            narrator_only: self.narrator_only,
            min_factuality: self.min_factuality,
            limit: self.limit,
        }
    }
}

/// `sayso search`.
#[derive(Args, Debug)]
pub(crate) struct Search {
    /// Words that the sentence holds, in any form; a phrase stands in quotation marks: `'"new ferries" harbour'`.
    #[arg(required = true, value_name = "WORDS")]
    pub(crate) words: Vec<String>,

    #[command(flatten)]
    pub(crate) question: Question,
}

/// `sayso show`.
#[derive(Args, Debug)]
pub(crate) struct Show {
    /// Id of a document, event, statement, actor, happening, claim, conflict …
    pub(crate) id: String,

    #[command(flatten)]
    pub(crate) asked: Asked,
}

/// `sayso sql`.
#[derive(Args, Debug)]
pub(crate) struct Sql {
    /// One SELECT; `-` reads it from standard input. docs/codebook.md explains the tables.
    pub(crate) sql: String,

    #[command(flatten)]
    pub(crate) asked: Asked,
}

/// `sayso stats`, `sayso dump`.
#[derive(Args, Debug)]
pub(crate) struct Whole {
    #[command(flatten)]
    pub(crate) asked: Asked,
}

/// First and last day of `2006`, `2006-10` or `2006-10-31`.
fn period(written: &str) -> Result<(Date, Date), String> {
    let parts: Option<Vec<i16>> = written.split('-').map(|part| part.parse().ok()).collect();
    let month = |m: i16| i8::try_from(m).ok().filter(|m| (1..=12).contains(m));
    let days = match parts.as_deref() {
        Some(&[year]) if year >= 1 => Some((date(year, 1, 1), date(year, 12, 31))),
        Some(&[year, m]) if year >= 1 => month(m).map(|m| (date(year, m, 1), date(year, m, 1).last_of_month())),
        _ => written.parse().ok().map(|day| (day, day)),
    };
    days.ok_or_else(|| "write it as YYYY, YYYY-MM or YYYY-MM-DD".to_owned())
}

fn act(written: &str) -> Result<Act, String> {
    let all = || Act::ALL.map(Act::name).join(", ");
    Act::named(&written.to_lowercase()).ok_or_else(|| format!("one of {}", all()))
}

fn factuality(written: &str) -> Result<Factuality, String> {
    use Factuality::{CertainlyNot, CertainlySo, PossiblyNot, PossiblySo, ProbablyNot, ProbablySo};
    let known = [CertainlySo, ProbablySo, PossiblySo, PossiblyNot, ProbablyNot, CertainlyNot];
    // The sign may be left out: most want to know what is so.
    let meant = |f: &Factuality| f.name() == written || f.name().strip_suffix('+') == Some(written);
    known.into_iter().find(meant).ok_or_else(|| "one of CT+, PR+, PS+, PS-, PR-, CT-".to_owned())
}

#[cfg(test)]
mod tests {
    use super::period;

    #[test]
    fn a_period_is_a_day_a_month_or_a_year() {
        let days = |written: &str| period(written).map(|(from, to)| format!("{from} {to}"));
        assert_eq!(days("2008-02"), Ok("2008-02-01 2008-02-29".to_owned()));
        assert_eq!(days("2008"), Ok("2008-01-01 2008-12-31".to_owned()));
        assert_eq!(days("2008-02-03"), Ok("2008-02-03 2008-02-03".to_owned()));
        assert!(days("2008-13").is_err() && days("soon").is_err() && days("2008-02-30").is_err());
    }
}
