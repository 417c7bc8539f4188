//! Comma-separated values: RFC 4180 with a header; lines end in a line feed alone, which all readers take.

use super::rows;
use super::view::View;
use crate::arguments::Rows;
use std::io;

/// The header.
pub(crate) fn head(rows: Rows) -> io::Result<Vec<u8>> {
    written(|out| out.write_record(rows::columns(rows)))
}

/// The rows of a record.
pub(crate) fn record(view: &View, rows: Rows) -> io::Result<Vec<u8>> {
    written(|out| rows::of(view, rows).iter().try_for_each(|row| out.write_record(row)))
}

fn written(write: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> csv::Result<()>) -> io::Result<Vec<u8>> {
    let mut out = csv::WriterBuilder::new().from_writer(Vec::new());
    write(&mut out)?;
    out.into_inner().map_err(|e| io::Error::other(e.to_string()))
}
