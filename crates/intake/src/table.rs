//! CSV and TSV: a row an article, its columns known by the names in the header or named by the user.

use crate::draft::Made;
use crate::fields::{TEXT, normal, ours};
use crate::peek::Peek;
use crate::source::{At, Context, Sink};
use crate::{Options, Problem};
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

const SEPARATORS: [u8; 4] = *b",\t;|";
const LONGEST_NAME: usize = 60;

/// What stands between the columns of a table that begins so; `None` where it is no table. A header names a
/// text or a title; without one, rows of quoted fields or with tabs, alike in number, are a table all the same.
pub(crate) fn separator(head: &[u8], mapped: bool) -> Option<u8> {
    SEPARATORS.into_iter().find(|separator| {
        let rows = rows_of(head, *separator);
        let Some(first) = rows.first().filter(|row| row.len() > 1 || mapped) else { return false };
        if is_header(first) {
            return true;
        }
        let alike = rows.len() >= if mapped { 2 } else { 3 }
            && rows.iter().all(|row| row.len() == first.len())
            && first.len() > 1;
        alike && (mapped || *separator == b'\t' || head.starts_with(b"\""))
    })
}

/// The first whole rows of a table that begins so.
fn rows_of(head: &[u8], separator: u8) -> Vec<csv::ByteRecord> {
    let reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(head);
    let mut rows: Vec<_> = reader.into_byte_records().take(5).map_while(Result::ok).collect();
    // The last one may go on behind the head.
    if rows.len() > 1 && rows.len() < 5 && head.len() >= crate::recognise::HEAD {
        rows.pop();
    }
    rows
}

fn is_header(row: &csv::ByteRecord) -> bool {
    let names: Option<Vec<&str>> = row.iter().map(|name| std::str::from_utf8(name).ok()).collect();
    let Some(names) = names else { return false };
    let usual = |field| names.iter().filter(|name| ours(name) == Some(field)).count();
    let short = names.iter().all(|name| name.len() <= LONGEST_NAME && !name.contains(['\n', '.', '!', '?']));
    let known = names.iter().filter(|name| ours(name).is_some()).count();
    short && (usual("text") + usual("title") > 0 && known > 1 || row.len() > 4 && known > 0)
}

/// Hands on the rows.
pub(crate) fn rows(
    input: &mut Peek<impl Read>,
    separator: u8,
    context: &Context,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let options = &*context.options;
    if input.head().starts_with(b"\xef\xbb\xbf") {
        input.consume(3);
    }
    let spent = Cell::new(0);
    let limit = options.longest_whole();
    let fenced = Fence { inner: input, spent: &spent, limit };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(fenced);
    let mut row = csv::ByteRecord::new();
    let mut columns: Option<Vec<(usize, String)>> = None;
    let mut width = 0;
    loop {
        spent.set(0);
        let at = |row: &csv::ByteRecord| row.position().map(|p| At::Line(p.line()));
        match reader.read_byte_record(&mut row) {
            Ok(false) => return ControlFlow::Continue(()),
            Ok(true) => {}
            // Where a row has no end, there is none to go on behind.
            Err(error) => {
                let line = reader.position().line();
                let problem = match error.into_kind() {
                    csv::ErrorKind::Io(error) if error.get_ref().is_some_and(|e| e.is::<Endless>()) => {
                        Problem::TooLong { limit: options.max_document }
                    }
                    csv::ErrorKind::Io(error) => error.into(),
                    other => Problem::Form("table", format!("{other:?}")),
                };
                return sink(context.broken(Some(At::Line(line)), problem));
            }
        }
        let Some(columns) = &columns else {
            let header = is_header(&row) || names_mapped(&row, options);
            let found = columns_of(&row, header, options);
            if !found.iter().any(|(_, name)| is_text(name, options)) {
                let names = || row.iter().map(|name| String::from_utf8_lossy(&name[..name.len().min(40)]));
                let problem = match header {
                    true => without_text(names()),
                    false => {
                        let tried = "the table has no header; name its columns by number, --map text=3 --map title=2";
                        Problem::NoText { tried: tried.to_owned() }
                    }
                };
                return sink(context.broken(at(&row), problem));
            }
            width = row.len();
            if !header {
                hand_on(&row, &found, width, at(&row), context, sink)?;
            }
            columns = Some(found);
            continue;
        };
        hand_on(&row, columns, width, at(&row), context, sink)?;
    }
}

fn hand_on(
    row: &csv::ByteRecord,
    columns: &[(usize, String)],
    width: usize,
    at: Option<At>,
    context: &Context,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    if row.len() < width && columns.iter().any(|(column, _)| *column >= row.len()) {
        let reason = format!("it has {} fields, the first row {width}", row.len());
        return sink(context.broken(at, Problem::Form("row of this table", reason)));
    }
    let fields = columns.iter().map(|(column, name)| (name.clone(), row.get(*column).unwrap_or_default().to_vec()));
    sink(context.draft(at, Made::Row(fields.collect())))
}

/// What is wrong with a table none of whose columns is called like a text's.
pub(crate) fn without_text<N: AsRef<str>>(names: impl Iterator<Item = N>) -> Problem {
    let names: Vec<N> = names.take(30).collect();
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    Problem::NoText { tried: format!("none of the columns {} holds one by its name", names.join(", ")) }
}

/// Whether a column of this name holds the text.
pub(crate) fn is_text(name: &str, options: &Options) -> bool {
    match options.map.iter().find(|(ours, _)| ours == "text") {
        Some((_, theirs)) => normal(theirs) == normal(name),
        None => TEXT.contains(&normal(name).as_str()),
    }
}

/// Whether the row holds the names that the user gave.
fn names_mapped(row: &csv::ByteRecord, options: &Options) -> bool {
    let has = |wanted: &str| row.iter().any(|name| normal(&String::from_utf8_lossy(name)) == normal(wanted));
    let is_number = |name: &str| name.bytes().all(|b| b.is_ascii_digit());
    options.map.iter().any(|(_, theirs)| !is_number(theirs) && has(theirs))
}

/// The columns that matter, with their names; without a header the names are numbers, counted from 1.
fn columns_of(row: &csv::ByteRecord, header: bool, options: &Options) -> Vec<(usize, String)> {
    let wanted =
        |name: &str| ours(name).is_some() || options.map.iter().any(|(_, theirs)| normal(theirs) == normal(name));
    let name = |at: usize, name: &[u8]| match header {
        true => String::from_utf8_lossy(name).trim().to_owned(),
        false => (at + 1).to_string(),
    };
    row.iter().enumerate().map(|(at, cell)| (at, name(at, cell))).filter(|(_, name)| wanted(name)).collect()
}

/// A row without an end.
#[derive(Debug, thiserror::Error)]
#[error("a row has no end")]
struct Endless;

/// Lets no row grow beyond the limit.
struct Fence<'f, R> {
    inner: R,
    /// Bytes read since the last row began.
    spent: &'f Cell<usize>,
    limit: usize,
}

impl<R: Read> Read for Fence<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.spent.set(self.spent.get() + read);
        if self.spent.get() > self.limit { Err(io::Error::other(Endless)) } else { Ok(read) }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Problem, Source, articles};

    fn texts(input: &str, map: &[(&str, &str)]) -> Vec<String> {
        let map = map.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let all = articles(Source::stream("x.csv", input.as_bytes()), &Options { map, ..Options::default() });
        all.into_iter().map(|a| a.map_or_else(|e| e.to_string(), |a| a.document.text)).collect()
    }

    #[test]
    fn columns_are_known_by_their_usual_names() {
        assert_eq!(
            texts("Headline;Date;Article_Content\nA;2022-04-07;\"One;\n\ntwo.\"\nB;;Three.\n", &[]),
            ["One;\n\ntwo.", "Three."]
        );
        assert_eq!(texts("title\tbody\nA\tOne.\nB\tTwo, \"three.\"\n", &[]), ["One.", "Two, \"three.\""]);
    }

    #[test]
    fn columns_are_named_by_the_user() {
        let table = "a,b,c\nOne.,2022-04-07,x\nTwo.,2022-04-08,x\n";
        assert_eq!(texts(table, &[("text", "a"), ("date", "b")]), ["One.", "Two."]);
        let headless = "\"3\",\"A\",\"One.\"\n\"4\",\"B\",\"Two.\"\n\"5\",\"C\",\"Three.\"\n";
        assert_eq!(texts(headless, &[("text", "3")]), ["One.", "Two.", "Three."]);
        assert!(texts(headless, &[])[0].contains("--map"), "a table without a header says what to do");
    }

    #[test]
    fn a_row_that_is_too_short_is_told_and_one_without_an_end_stops() {
        let all = texts("date,title,text\n2022-04-07,A,One.\n2022-04-07,B\n2022-04-07,C,Two.\n", &[]);
        assert_eq!((all.len(), all[0].as_str(), all[2].as_str()), (3, "One.", "Two."));
        assert!(all[1].starts_with("x.csv:3: not a row"), "{}", all[1]);
        let endless = format!("date,title,text\n1,A,\"{}", "x".repeat(20 << 20));
        let options = Options { max_document: 99, ..Options::default() };
        let all = articles(Source::stream("x", endless.as_bytes()), &options);
        assert!(matches!(all[0].as_ref().map_err(|e| &e.problem), Err(Problem::TooLong { limit: 99 })));
    }
}
