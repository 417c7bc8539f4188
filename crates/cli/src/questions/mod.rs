//! The commands that ask a ledger. What they answer is the ledger's business; here it is printed.

pub(crate) mod arguments;
mod layout;
mod sheet;
mod shown;

use crate::formats::Column;
use crate::notes;
use arguments::{AnswerFormat, Asked, Question, Search, Show, Sql, Whole};
use sayso_ledger::Ledger;
use sayso_ledger::ask::{Filter, Row, Taken};
use sheet::Sheet;
use std::io::{self, BufWriter, Read, StdoutLock};
use std::process::ExitCode;

type Out = BufWriter<StdoutLock<'static>>;
type Answered = anyhow::Result<ExitCode>;

fn out() -> Out {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Rows of a table of actors or sentences where no number is given: best first, so the rest is seldom wanted.
const ENOUGH: u64 = 50;

/// Prints the answer that `ask` gives.
fn answer<R: Row>(
    asked: &Asked,
    filter: &Filter,
    layout: &[Column],
    ask: impl FnOnce(&Ledger, &Filter, &mut dyn FnMut(R) -> Taken) -> sayso_ledger::Result<()>,
) -> Answered {
    let ledger = Ledger::open_to_ask(&asked.ledger)?;
    let mut sheet = Sheet::new(out(), asked);
    sheet.begin(R::COLUMNS, layout)?;
    // One row more than is printed tells whether there are more.
    let more = Filter { limit: filter.limit.map(|limit| limit.saturating_add(1)), ..filter.clone() };
    let mut cut = false;
    ask(&ledger, &more, &mut |row| {
        cut = filter.limit == Some(sheet.rows);
        if cut { Ok(()) } else { sheet.row(&row.cells()) }
    })?;
    sheet.end()?;
    if cut {
        notes::note(&format!("there are more than {} rows; --limit gives another number", sheet.rows));
    }
    if sheet.rows == 0 {
        notes::note(&nothing(&ledger, filter)?);
    }
    Ok(status(sheet.rows))
}

/// Why there may be no answer.
fn nothing(ledger: &Ledger, filter: &Filter) -> anyhow::Result<String> {
    if let Some(id) = &filter.document
        && ledger.document(id)?.is_none()
    {
        return Ok(format!("the ledger has no document {id}"));
    }
    let named = [&filter.source, &filter.target, &filter.by, &filter.voice].into_iter().flatten();
    for name in filter.actors.iter().chain(named) {
        if !ledger.knows(name)? {
            return Ok(format!("the ledger knows nobody called {name}"));
        }
    }
    Ok("nothing in the ledger is so".to_owned())
}

fn status(rows: u64) -> ExitCode {
    if rows == 0 { ExitCode::from(1) } else { ExitCode::SUCCESS }
}

/// The filter, with a limit where a table would be long and its end of little use.
fn best(question: &Question) -> Filter {
    let mut filter = question.filter();
    if sheet::format(&question.asked) == AnswerFormat::Table {
        filter.limit = filter.limit.or(Some(ENOUGH));
    }
    filter
}

pub(crate) fn events(question: &Question) -> Answered {
    answer(&question.asked, &question.filter(), layout::EVENTS, |ledger, filter, take| ledger.events(filter, take))
}

pub(crate) fn statements(question: &Question) -> Answered {
    let filter = question.filter();
    answer(&question.asked, &filter, layout::STATEMENTS, |ledger, filter, take| ledger.statements(filter, take))
}

pub(crate) fn actors(question: &Question) -> Answered {
    answer(&question.asked, &best(question), layout::ACTORS, |ledger, filter, take| ledger.actors(filter, take))
}

pub(crate) fn timeline(question: &Question) -> Answered {
    answer(&question.asked, &question.filter(), layout::TIMELINE, |ledger, filter, take| ledger.timeline(filter, take))
}

pub(crate) fn claims(question: &Question) -> Answered {
    answer(&question.asked, &question.filter(), layout::CLAIMS, |ledger, filter, take| ledger.claims(filter, take))
}

pub(crate) fn conflicts(question: &Question) -> Answered {
    let filter = question.filter();
    answer(&question.asked, &filter, layout::CONFLICTS, |ledger, filter, take| ledger.conflicts(filter, take))
}

pub(crate) fn happenings(question: &Question) -> Answered {
    let filter = question.filter();
    answer(&question.asked, &filter, layout::HAPPENINGS, |ledger, filter, take| ledger.happenings(filter, take))
}

pub(crate) fn search(search: &Search) -> Answered {
    let (question, words) = (&search.question, search.words.join(" "));
    let filter = best(question);
    answer(&question.asked, &filter, layout::SEARCH, |ledger, filter, take| ledger.search(&words, filter, take))
}

pub(crate) fn stats(whole: &Whole) -> Answered {
    answer(&whole.asked, &Filter::default(), layout::STATS, |ledger, _, take| ledger.stats(take))
}

pub(crate) fn show(show: &Show) -> Answered {
    let ledger = Ledger::open_to_ask(&show.asked.ledger)?;
    let Some(shown) = ledger.show(&show.id)? else {
        notes::note(&format!("the ledger has nothing of the id {}", show.id));
        return Ok(ExitCode::from(1));
    };
    shown::print(&shown, &show.asked, &mut out())?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn sql(sql: &Sql) -> Answered {
    let ledger = Ledger::open_to_ask(&sql.asked.ledger)?;
    let text = if sql.sql == "-" { io::read_to_string(io::stdin().lock().by_ref())? } else { sql.sql.clone() };
    let sheet = std::cell::RefCell::new(Sheet::new(out(), &sql.asked));
    let head = |columns: &[&str]| {
        let layout: Vec<Column> = columns.iter().map(|c| (*c, *c, 8, 1)).collect();
        sheet.borrow_mut().begin(columns, &layout)
    };
    ledger.sql(&text, head, |cells| sheet.borrow_mut().row(&cells))?;
    sheet.borrow_mut().end()?;
    Ok(status(sheet.into_inner().rows))
}

pub(crate) fn dump(whole: &Whole) -> Answered {
    let ledger = Ledger::open_to_ask(&whole.asked.ledger)?;
    let mut out = out();
    ledger.dump(&mut out)?;
    io::Write::flush(&mut out)?;
    Ok(ExitCode::SUCCESS)
}
