//! What the sector of an actor's code says (`sectors.tsv`): its state, where its phrase names none; whether it is private.

use super::Code;
use crate::lexicons::LexiconError;

/// Where an actor's state comes from, where its phrase tells none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Home {
    /// The text at that place: offices of a state, and those who contend for them.
    Text,
    /// The sentence, if it names one state only: people at large.
    Sentence,
    /// Nowhere.
    Nowhere,
}

#[derive(Clone, Debug)]
struct Row {
    begin: Code,
    home: Home,
    lends: bool,
    private: bool,
}

/// The table.
#[derive(Clone, Debug)]
pub(crate) struct Sectors {
    rows: Vec<Row>,
}

impl Sectors {
    pub(super) fn read() -> Result<Self, LexiconError> {
        let table = sayso_lexicon::table!("sectors.tsv", ["sector", "of", "lends", "private"])?;
        let mut rows = Vec::new();
        for row in table.rows() {
            let row = row?;
            let home = match row.cell(1) {
                "text" => Home::Text,
                "sentence" => Home::Sentence,
                "none" => Home::Nowhere,
                other => return Err(row.error(format!("`{other}` is neither `text`, `sentence` nor `none`"))),
            };
            let yes = |at| row.cell(at) == "yes";
            rows.push(Row { begin: row.cell(0), home, lends: yes(2), private: yes(3) });
        }
        Ok(Self { rows })
    }

    /// Where the state of a sector comes from.
    pub(crate) fn home(&self, sector: &str) -> Home {
        let none = if sector.is_empty() { Home::Nowhere } else { Home::Sentence };
        self.row(sector).map_or(none, |row| row.home)
    }

    /// Whether the state of a body of a sector tells what a text is about that names it.
    pub(crate) fn lends(&self, sector: &str) -> bool {
        self.row(sector).is_none_or(|row| row.lends)
    }

    /// Whether a sector, which is not empty, is of those who do business among themselves.
    pub(crate) fn is_private(&self, sector: &str) -> bool {
        self.row(sector).is_some_and(|row| row.private)
    }

    /// The longest row that a sector begins with.
    fn row(&self, sector: &str) -> Option<&Row> {
        self.rows.iter().filter(|row| sector.starts_with(row.begin)).max_by_key(|row| row.begin.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_row_decides() {
        let sectors = Sectors::read().expect("the table is part of the program");
        assert_eq!(sectors.home("MILSPY"), Home::Text);
        assert_eq!(sectors.home("GOVMED"), Home::Nowhere);
        assert_eq!(sectors.home("CVL"), Home::Sentence);
        assert_eq!(sectors.home(""), Home::Nowhere);
        assert!(sectors.is_private("BUS") && !sectors.is_private("GOVBUS") && !sectors.is_private("CVL"));
        assert!(sectors.lends("GOV") && sectors.lends("CVL") && !sectors.lends("GOVMED"));
    }
}
