//! The tables below `lexicons/en`: the door through which all of them come in, and [`Figures`], which reading and the
//! ledger both understand by one table.
//!
//! Every table has a header row; `#` begins a comment line; cells are separated by tabs; an empty cell is "none"; parts
//! of a list stand between `;`. What a topic's table means is the business of whoever reads it.

mod figures;
mod table;

pub use figures::{Bound, Figures};
pub use table::{LexiconError, Row, Table};

/// A table below `lexicons/en`, embedded: its file name and exactly its columns. For crates that stand in `crates`.
#[macro_export]
macro_rules! table {
    ($file:literal, $columns:expr) => {
        $crate::Table::new(
            $file,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../lexicons/en/", $file)),
            &$columns,
        )
    };
}
