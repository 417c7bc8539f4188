//! Places that are no states (`places.tsv`): where they are.

use super::{Code, Known};
use crate::lexicons::LexiconError;

/// A place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Usual name.
    pub(crate) name: &'static str,
    /// ISO 3166-1 alpha-3; empty for seas and the like.
    pub(crate) country: Code,
    /// Degrees north and east.
    pub(crate) point: Option<(f64, f64)>,
    /// Whether it stands for a whole state, whose other names are in `countries.tsv`.
    pub(crate) state: bool,
    /// Whether other places lie in it: a state or a region.
    pub(crate) wide: bool,
    /// Whether it is a state's capital.
    pub(crate) capital: bool,
}

/// Reads the table; adds the places' names to `names`.
pub(super) fn read(names: &mut Vec<(&'static str, Known)>) -> Result<Vec<Place>, LexiconError> {
    let table = sayso_lexicon::table!("places.tsv", ["name", "aliases", "country", "lat", "lon", "kind"])?;
    let mut places = Vec::with_capacity(6000);
    for row in table.rows() {
        let row = row?;
        let number = u32::try_from(places.len()).unwrap_or(u32::MAX);
        let state = row.cell(5) == "country";
        names.push((row.cell(0), Known::Place(number)));
        names.extend(row.list(1).map(|alias| (alias, Known::Place(number))));
        let point = row.number(3)?.zip(row.number(4)?);
        let (wide, capital) = (state || row.cell(5) == "region", row.cell(5) == "capital");
        places.push(Place { name: row.cell(0), country: row.cell(2), point, state, wide, capital });
    }
    Ok(places)
}
