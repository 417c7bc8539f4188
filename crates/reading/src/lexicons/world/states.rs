//! States and territories (`countries.tsv`).

use super::{Code, Known};
use crate::lexicons::LexiconError;

/// A state or territory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct State {
    /// ISO 3166-1 alpha-3.
    pub(crate) code: Code,
    /// Its name, as news use it.
    pub(crate) name: &'static str,
    /// Its row among the places, which knows where it lies.
    pub(crate) place: Option<u32>,
}

/// Reads the table; adds the states' names to `names`.
pub(super) fn read(names: &mut Vec<(&'static str, Known)>) -> Result<Vec<State>, LexiconError> {
    let table =
        sayso_lexicon::table!("countries.tsv", ["code", "name", "aliases", "demonyms", "capital", "from", "to"])?;
    let mut states = Vec::with_capacity(260);
    for row in table.rows() {
        let row = row?;
        let number = u32::try_from(states.len()).unwrap_or(u32::MAX);
        let code = row.cell(0);
        if code.len() != 3 && code.len() != 4 {
            return Err(row.error(format!("`{code}` is no code of a state")));
        }
        names.push((row.cell(1), Known::State(number)));
        names.extend(row.list(2).map(|alias| (alias, Known::State(number))));
        names.extend(row.list(3).map(|demonym| (demonym, Known::Demonym(number))));
        names.extend(row.list(4).map(|capital| (capital, Known::Capital(number))));
        states.push(State { code, name: row.cell(1), place: None });
    }
    Ok(states)
}
