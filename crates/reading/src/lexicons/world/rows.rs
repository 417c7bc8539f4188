//! Which row of which table holds a fact of the world: for explanations, so it is looked up and not kept.

use super::bodies::COLUMNS as BODIES;
use super::{Term, World};
use crate::lexicons::LexiconError;
use crate::lexicons::world::Known;
use sayso_lexicon::Table;

/// A row that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// File below `lexicons/en`.
    pub(crate) table: &'static str,
    /// Line, from 1.
    pub(crate) line: usize,
    /// What the row says, in short.
    pub(crate) says: String,
}

/// The row behind `known`: of somebody with several offices that of `term`.
pub(crate) fn row_of(world: &World, known: Known, term: Option<&Term>) -> Option<Found> {
    match known {
        Known::State(s) | Known::Demonym(s) | Known::Capital(s) => {
            let state = world.states.get(s as usize)?;
            let what = match known {
                Known::Demonym(_) => "a demonym of ",
                Known::Capital(_) => "the capital of ",
                _ => "",
            };
            let columns = ["code", "name", "aliases", "demonyms", "capital", "from", "to"];
            let table = sayso_lexicon::table!("countries.tsv", columns);
            find("countries.tsv", table, &[(0, state.code)], format!("{what}{} {}", state.name, state.code))
        }
        Known::Person(p) => {
            let person = world.people.get(p as usize)?;
            let term = term.or_else(|| person.terms.first())?;
            let columns = ["name", "aliases", "country", "code", "title", "from", "to"];
            let says = format!("{} {}{}", term.code, term.title, during(term));
            find(
                "people.tsv",
                sayso_lexicon::table!("people.tsv", columns),
                &[(0, person.name), (3, term.code), (4, term.title)],
                says,
            )
        }
        Known::Body(b) => {
            let body = world.bodies.get(b as usize)?;
            let term = term.or_else(|| body.terms.first())?;
            let cells = [(0, body.name), (2, term.country), (3, term.code)];
            let says = format!("{}{}", term.code, during(term));
            let institution =
                find("institutions.tsv", sayso_lexicon::table!("institutions.tsv", BODIES), &cells, says.clone());
            institution.or_else(|| find("bodies.tsv", sayso_lexicon::table!("bodies.tsv", BODIES), &cells, says))
        }
        Known::Place(p) => {
            let place = world.places.get(p as usize)?;
            let columns = ["name", "aliases", "country", "lat", "lon", "kind"];
            let cells = [(0, place.name), (2, place.country)];
            find(
                "places.tsv",
                sayso_lexicon::table!("places.tsv", columns),
                &cells,
                format!("a place in {}", place.country),
            )
        }
    }
}

/// The first row with these cells; an empty cell is not asked for.
fn find(
    file: &'static str,
    table: Result<Table<'static>, LexiconError>,
    cells: &[(usize, &str)],
    says: String,
) -> Option<Found> {
    let table = table.ok()?;
    let row =
        table.rows().flatten().find(|row| cells.iter().all(|(at, cell)| cell.is_empty() || row.cell(*at) == *cell));
    row.map(|row| Found { table: file, line: row.line(), says })
}

fn during(term: &Term) -> String {
    match (term.from, term.to) {
        (Some(from), Some(to)) => format!(", {from} to {to}"),
        (Some(from), None) => format!(", from {from}"),
        (None, Some(to)) => format!(", until {to}"),
        (None, None) => String::new(),
    }
}
