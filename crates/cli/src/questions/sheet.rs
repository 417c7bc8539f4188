//! The rows of an answer as they are printed, one after another.

use super::arguments::{AnswerFormat, Asked};
use crate::formats::{Column, Paint, table};
use sayso_ledger::ask::Cell;
use serde_json::Value;
use std::io::{self, IsTerminal, Write};

/// An answer under way to standard output.
pub(super) struct Sheet<W> {
    out: W,
    format: AnswerFormat,
    paint: Paint,
    width: usize,
    columns: Vec<String>,
    /// For a table: places of its columns among all, and their widths.
    chosen: Vec<(usize, usize)>,
    /// Rows so far.
    pub(super) rows: u64,
}

/// How an answer is printed where nothing is asked for.
pub(super) fn format(asked: &Asked) -> AnswerFormat {
    asked.format.unwrap_or(if io::stdout().is_terminal() { AnswerFormat::Table } else { AnswerFormat::Jsonl })
}

impl<W: Write> Sheet<W> {
    pub(super) fn new(out: W, asked: &Asked) -> Self {
        let (paint, width) = (Paint { on: crate::read::colour(asked.color) }, crate::read::width());
        Self { out, format: format(asked), paint, width, columns: Vec::new(), chosen: Vec::new(), rows: 0 }
    }

    /// Begins an answer of these columns; a table shows those of `layout`.
    pub(super) fn begin(&mut self, columns: &[&str], layout: &[Column]) -> io::Result<()> {
        self.columns = columns.iter().map(ToString::to_string).collect();
        match self.format {
            AnswerFormat::Table => {
                let widths = table::widths(layout, self.width);
                let at = |name: &str| columns.iter().position(|column| *column == name);
                self.chosen = layout.iter().zip(&widths).filter_map(|((n, ..), w)| Some((at(n)?, *w))).collect();
                self.out.write_all(&table::heading(layout, &widths, self.paint))
            }
            AnswerFormat::Csv => self.csv(columns.iter().map(|c| (*c).to_owned()).collect()),
            AnswerFormat::Json => self.out.write_all(b"["),
            AnswerFormat::Jsonl => Ok(()),
        }
    }

    /// Prints a row.
    pub(super) fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.rows += 1;
        match self.format {
            AnswerFormat::Table => {
                let shown: Vec<String> = self
                    .chosen
                    .iter()
                    .map(|(at, _)| cells.get(*at).map(|c| text(c, "; ")).unwrap_or_default())
                    .collect();
                let widths: Vec<usize> = self.chosen.iter().map(|(_, width)| *width).collect();
                let line = table::line(shown.iter().map(String::as_str), &widths);
                self.out.write_all(line.as_bytes())
            }
            AnswerFormat::Csv => self.csv(cells.iter().map(|cell| text(cell, ";")).collect()),
            AnswerFormat::Json => {
                self.out.write_all(if self.rows == 1 { b"\n " } else { b",\n " })?;
                self.object(cells)
            }
            AnswerFormat::Jsonl => {
                self.object(cells)?;
                self.out.write_all(b"\n")
            }
        }
    }

    /// Ends the answer.
    pub(super) fn end(&mut self) -> io::Result<()> {
        if self.format == AnswerFormat::Json {
            self.out.write_all(if self.rows == 0 { b"]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }

    fn csv(&mut self, row: Vec<String>) -> io::Result<()> {
        let mut line = csv::WriterBuilder::new().from_writer(Vec::new());
        line.write_record(&row)?;
        let line = line.into_inner().map_err(|e| io::Error::other(e.to_string()))?;
        self.out.write_all(&line)
    }

    /// The columns in their order, as the map of a JSON library would not keep it.
    fn object(&mut self, cells: &[Cell]) -> io::Result<()> {
        for (number, (name, cell)) in self.columns.iter().zip(cells).enumerate() {
            self.out.write_all(if number == 0 { b"{" } else { b"," })?;
            serde_json::to_writer(&mut self.out, name)?;
            self.out.write_all(b":")?;
            serde_json::to_writer(&mut self.out, &json(cell))?;
        }
        self.out.write_all(b"}")
    }
}

/// A cell in words; `between` stands between the parts of a list.
pub(super) fn text(cell: &Cell, between: &str) -> String {
    match cell {
        Cell::None => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::List(parts) => parts.join(between),
    }
}

/// A cell as JSON.
pub(super) fn json(cell: &Cell) -> Value {
    match cell {
        Cell::None => Value::Null,
        Cell::Text(text) => text.as_str().into(),
        Cell::Integer(number) => (*number).into(),
        Cell::Real(number) => (*number).into(),
        Cell::List(parts) => parts.iter().map(String::as_str).collect(),
    }
}
