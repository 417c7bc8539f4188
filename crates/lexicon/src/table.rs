//! Tab-separated tables with a header row.

use jiff::civil::Date;

/// A lexicon line that can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct LexiconError {
    /// File below `lexicons/en`, or the user's path.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub problem: String,
}

/// A table: its rows as cells, by column name.
#[derive(Debug)]
pub struct Table<'t> {
    file: &'t str,
    columns: Vec<&'t str>,
    text: &'t str,
}

/// One row of a table.
#[derive(Debug)]
pub struct Row<'t> {
    file: &'t str,
    line: usize,
    cells: Vec<&'t str>,
}

impl<'t> Table<'t> {
    /// A table with exactly `columns`, in their order.
    ///
    /// # Errors
    /// Where the header has other columns.
    pub fn new(file: &'t str, text: &'t str, columns: &[&str]) -> Result<Self, LexiconError> {
        let found: Vec<&str> =
            text.lines().find(|l| is_content(l)).map(|l| l.split('\t').collect()).unwrap_or_default();
        if found != columns {
            let problem = format!("the columns are `{}`; they should be `{}`", found.join(" "), columns.join(" "));
            return Err(LexiconError { file: file.to_owned(), line: 1, problem });
        }
        Ok(Self { file, columns: found, text })
    }

    /// The rows, in the file's order; an error for a row with another number of cells.
    ///
    /// # Errors
    /// Each row for itself.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row<'t>, LexiconError>> + '_ {
        let lines = self.text.lines().enumerate().filter(|(_, l)| is_content(l));
        lines.skip(1).map(|(at, line)| {
            let row = Row { file: self.file, line: at + 1, cells: line.split('\t').map(str::trim).collect() };
            if row.cells.len() == self.columns.len() {
                Ok(row)
            } else {
                let (found, wanted) = (row.cells.len(), self.columns.len());
                Err(row.error(format!("{found} cells where the header has {wanted}")))
            }
        })
    }
}

impl<'t> Row<'t> {
    /// The row's line in the file, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The cell of column number `column`.
    ///
    /// # Panics
    /// Beyond the columns that the table was opened with.
    #[must_use]
    pub fn cell(&self, column: usize) -> &'t str {
        self.cells[column]
    }

    /// The cell's parts between `;`, none for an empty cell.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &'t str> + use<'t> {
        self.cells[column].split(';').map(str::trim).filter(|part| !part.is_empty())
    }

    /// The cell as a day: `2019`, `2019-05` or `2019-05-24`; the last day of a year or month where `last`.
    ///
    /// # Errors
    /// Where the cell is no day.
    pub fn day(&self, column: usize, last: bool) -> Result<Option<Date>, LexiconError> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        let mut parts = cell.split('-').map(str::parse::<i16>);
        let (year, month, day) = (parts.next(), parts.next(), parts.next());
        let date = match (year, month, day) {
            (Some(Ok(year)), None, None) => Date::new(year, if last { 12 } else { 1 }, if last { 31 } else { 1 }),
            (Some(Ok(year)), Some(Ok(month)), None) => {
                let first = Date::new(year, i8::try_from(month).unwrap_or(0), 1);
                first.map(|d| if last { d.last_of_month() } else { d })
            }
            (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) => {
                Date::new(year, i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0))
            }
            _ => return Err(self.error(format!("`{cell}` is no date; dates look like 2019, 2019-05 or 2019-05-24"))),
        };
        date.map(Some).map_err(|e| self.error(format!("`{cell}` is no date: {e}")))
    }

    /// The cell as a number.
    ///
    /// # Errors
    /// Where the cell is no number.
    pub fn number(&self, column: usize) -> Result<Option<f64>, LexiconError> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        cell.parse().map(Some).map_err(|_| self.error(format!("`{cell}` is no number")))
    }

    /// An error at this row.
    pub fn error(&self, problem: impl Into<String>) -> LexiconError {
        LexiconError { file: self.file.to_owned(), line: self.line, problem: problem.into() }
    }
}

fn is_content(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with('#')
}
