//! Bodies with names: of states (`institutions.tsv`), and beside states (`bodies.tsv`).

use super::terms::term;
use super::{Known, Term};
use crate::lexicons::LexiconError;
use rustc_hash::FxHashMap;
use sayso_lexicon::Table;

/// A body and the codes it had.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    /// Its name, as news use it.
    pub(crate) name: &'static str,
    /// Its codes over time.
    pub(crate) terms: Vec<Term>,
}

pub(super) const COLUMNS: [&str; 7] = ["name", "aliases", "country", "code", "kind", "from", "to"];

/// Reads the tables; adds the bodies' names to `names`.
pub(super) fn read(names: &mut Vec<(&'static str, Known)>) -> Result<Vec<Body>, LexiconError> {
    let mut bodies = Vec::with_capacity(3000);
    let mut known = FxHashMap::default();
    for table in [sayso_lexicon::table!("institutions.tsv", COLUMNS)?, sayso_lexicon::table!("bodies.tsv", COLUMNS)?] {
        add(&table, &mut known, &mut bodies, names)?;
    }
    Ok(bodies)
}

fn add(
    table: &Table<'static>,
    known: &mut FxHashMap<(&'static str, &'static str), u32>,
    bodies: &mut Vec<Body>,
    names: &mut Vec<(&'static str, Known)>,
) -> Result<(), LexiconError> {
    for row in table.rows() {
        let row = row?;
        if !matches!(row.cell(4), "organization" | "group") {
            return Err(row.error(format!("`{}` is no kind of body", row.cell(4))));
        }
        let term = term(&row, [2, 3, 0, 5, 6], false)?;
        let next = u32::try_from(bodies.len()).unwrap_or(u32::MAX);
        let number = *known.entry((row.cell(0), row.cell(2))).or_insert(next);
        if number == next {
            bodies.push(Body { name: row.cell(0), terms: Vec::with_capacity(1) });
            names.push((row.cell(0), Known::Body(number)));
            names.extend(row.list(1).map(|alias| (alias, Known::Body(number))));
        }
        if let Some(body) = bodies.get_mut(number as usize) {
            body.terms.push(term);
        }
    }
    Ok(())
}
