//! Records as they are printed.

mod page;
mod paint;
mod rows;
mod separated;
pub(crate) mod table;
mod view;

use crate::arguments::{Format, Rows};
pub(crate) use paint::Paint;
use sayso_record::{Record, json};
use std::io;
pub(crate) use table::Column;
use view::View;

/// Prints records in one format. Works on one record at a time, so that many threads can share the work.
#[derive(Clone, Debug)]
pub(crate) struct Printer {
    /// The format.
    pub(crate) format: Format,
    /// Which rows, for `table` and `csv`.
    pub(crate) rows: Rows,
    /// Columns of the terminal.
    pub(crate) width: usize,
    /// Whether to use colour.
    pub(crate) colour: bool,
}

impl Printer {
    /// What stands above all records.
    pub(crate) fn head(&self) -> io::Result<Vec<u8>> {
        match self.format {
            Format::Csv => separated::head(self.rows),
            Format::Table => Ok(table::head(self.rows, self.width, Paint { on: self.colour })),
            Format::Page | Format::Jsonl => Ok(Vec::new()),
        }
    }

    /// A record.
    pub(crate) fn record(&self, record: &Record) -> io::Result<Vec<u8>> {
        match self.format {
            Format::Jsonl => {
                let mut out = Vec::new();
                json::write(record, &mut out)?;
                Ok(out)
            }
            Format::Csv => separated::record(&View::new(record), self.rows),
            Format::Table => Ok(table::record(&View::new(record), self.rows, self.width)),
            Format::Page => Ok(page::of(&View::new(record), self.width, Paint { on: self.colour })),
        }
    }

    /// What stands between two records.
    pub(crate) fn between(&self) -> Vec<u8> {
        if self.format != Format::Page {
            return Vec::new();
        }
        let rule = "─".repeat(self.width.min(page::WIDEST));
        format!("\n{}\n\n", Paint { on: self.colour }.dim(&rule)).into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Printer, Rows, json};
    use std::path::Path;

    /// Prints the example record and holds it against the file of that name; `UPDATE=1 cargo test` writes it anew.
    fn check(file: &str, format: Format, rows: Rows, width: usize) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
        let line = include_str!("../../tests/data/record.jsonl");
        let record = json::read(line).expect("the example is a record");
        let printer = Printer { format, rows, width, colour: false };
        let mut printed = printer.head().expect("memory never fails");
        printed.extend(printer.record(&record).expect("memory never fails"));
        let printed = String::from_utf8(printed).expect("all formats are text");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(folder.join(file), &printed).expect("the folder can be written to");
        }
        let expected = std::fs::read_to_string(folder.join(file)).expect("the file is there");
        assert!(printed == expected, "{file} has changed; if that is right, run UPDATE=1 cargo test. Now:\n{printed}");
        if !matches!(format, Format::Csv | Format::Jsonl) {
            let widest = printed.lines().map(textwrap::core::display_width).max();
            assert!(widest.is_some_and(|widest| widest <= width), "{file} is wider than {width}");
        }
    }

    #[test]
    fn the_page() {
        check("page.txt", Format::Page, Rows::Findings, 80);
        check("page-narrow.txt", Format::Page, Rows::Findings, 46);
    }

    #[test]
    fn the_tables() {
        check("findings.txt", Format::Table, Rows::Findings, 100);
        check("actors.txt", Format::Table, Rows::Actors, 80);
        check("conflicts.txt", Format::Table, Rows::Conflicts, 80);
    }

    #[test]
    fn the_rows_of_csv() {
        check("findings.csv", Format::Csv, Rows::Findings, 80);
        check("statements.csv", Format::Csv, Rows::Statements, 80);
        check("events.csv", Format::Csv, Rows::Events, 80);
        check("times.csv", Format::Csv, Rows::Times, 80);
    }

    #[test]
    fn a_record_is_printed_as_it_was_read() {
        check("record.jsonl", Format::Jsonl, Rows::Findings, 80);
    }
}
