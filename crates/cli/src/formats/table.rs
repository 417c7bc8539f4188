//! Aligned columns for eyes: the most telling columns of the rows, cut to the width of the terminal.
//!
//! Widths depend on the terminal alone, not on the rows, so that the first row of an endless stream is
//! printed at once and stands above the last.

use super::paint::Paint;
use super::rows;
use super::view::View;
use crate::arguments::Rows;
use std::fmt::Write;
use textwrap::core::display_width;

/// A column: its name among the rows' columns, its heading, its least width, its share of what is left.
pub(crate) type Column<'n> = (&'n str, &'n str, usize, usize);

const GAP: &str = "  ";

fn layout(rows: Rows) -> &'static [Column<'static>] {
    match rows {
        Rows::Findings => &[
            ("document_id", "DOCUMENT", 9, 1),
            ("time_begin", "WHEN", 10, 0),
            ("source", "WHO", 13, 2),
            ("code", "WHAT", 13, 2),
            ("target", "TO WHOM", 9, 2),
            ("words", "WORDS", 16, 8),
        ],
        Rows::Statements => &[
            ("document_id", "DOCUMENT", 9, 1),
            ("source", "WHO", 13, 2),
            ("act", "ACT", 9, 0),
            ("quote", "QUOTE", 8, 0),
            ("addressee", "TO WHOM", 9, 1),
            ("content", "CONTENT", 20, 8),
        ],
        Rows::Events => &[
            ("document_id", "DOCUMENT", 9, 1),
            ("time_begin", "WHEN", 10, 0),
            ("source", "WHO", 12, 2),
            ("code", "CODE", 4, 0),
            ("name", "WHAT", 12, 3),
            ("target", "TO WHOM", 10, 2),
            ("voices", "VOICES", 11, 3),
        ],
        Rows::Actors => &[
            ("document_id", "DOCUMENT", 9, 1),
            ("name", "NAME", 18, 3),
            ("kind", "KIND", 12, 0),
            ("code", "CODE", 9, 0),
            ("mentions", "MENTIONS", 8, 0),
            ("roles", "ROLES", 14, 4),
        ],
        Rows::Times => &[
            ("document_id", "DOCUMENT", 9, 1),
            ("words", "WORDS", 16, 4),
            ("type", "TYPE", 8, 0),
            ("value", "VALUE", 12, 1),
            ("time_begin", "BEGIN", 10, 0),
            ("time_end", "END", 10, 0),
        ],
        Rows::Conflicts => &[
            ("document_id", "DOCUMENT", 9, 1),
            ("kind", "KIND", 6, 0),
            ("first_words", "ONE ACCOUNT", 24, 4),
            ("second_words", "ANOTHER", 24, 4),
        ],
    }
}

/// The header.
pub(crate) fn head(rows: Rows, width: usize, paint: Paint) -> Vec<u8> {
    let layout = layout(rows);
    heading(layout, &widths(layout, width), paint)
}

/// The headings of `layout`.
pub(crate) fn heading(layout: &[Column], widths: &[usize], paint: Paint) -> Vec<u8> {
    let mut line = line(layout.iter().map(|(_, heading, ..)| *heading), widths);
    line.pop();
    format!("{}\n", paint.bold(&line)).into_bytes()
}

/// The rows of a record.
pub(crate) fn record(view: &View, rows: Rows, width: usize) -> Vec<u8> {
    let layout = layout(rows);
    let widths = widths(layout, width);
    let position = |name: &str| rows::columns(rows).iter().position(|column| *column == name);
    let chosen: Vec<_> = layout.iter().filter_map(|(name, ..)| position(name)).collect();
    let code_and_name = position("code").zip(position("name")).filter(|_| rows == Rows::Findings);
    let cells = |mut row: rows::Row| {
        // An act is told by its word, a CAMEO code by its name only.
        if let Some((code, name)) = code_and_name
            && row[code].starts_with(|c: char| c.is_ascii_digit())
        {
            row[code] = format!("{} {}", row[code], row[name]);
        }
        line(chosen.iter().map(|at| row[*at].as_str()), &widths)
    };
    rows::of(view, rows).into_iter().map(cells).collect::<String>().into_bytes()
}

/// The columns' widths: the least ones, and what is left of the line by their shares.
pub(crate) fn widths(layout: &[Column], width: usize) -> Vec<usize> {
    let least: usize =
        layout.iter().map(|(_, _, least, _)| least).sum::<usize>() + GAP.len() * layout.len().saturating_sub(1);
    let shares: usize = layout.iter().map(|(.., share)| share).sum();
    let left = width.saturating_sub(least);
    layout.iter().map(|(_, _, least, share)| least + left * share / shares.max(1)).collect()
}

/// A line of cells, each cut to its width.
pub(crate) fn line<'c>(cells: impl Iterator<Item = &'c str>, widths: &[usize]) -> String {
    let mut line = String::new();
    for (cell, width) in cells.zip(widths) {
        let cut = cut(cell, *width);
        let missing = width.saturating_sub(display_width(&cut));
        let _ = write!(line, "{cut}{:missing$}{GAP}", "");
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}

/// The begin of `cell` that fits `width` columns, with an ellipsis where something is cut off.
fn cut(cell: &str, width: usize) -> String {
    let mut kept = String::new();
    let mut used = 0;
    for c in cell.chars() {
        let wide = display_width(c.encode_utf8(&mut [0; 4]));
        if used + wide > width {
            while used + 1 > width {
                used -= kept.pop().map_or(used, |c| display_width(c.encode_utf8(&mut [0; 4])));
            }
            kept.truncate(kept.trim_end().len());
            kept.push('…');
            return kept;
        }
        used += wide;
        kept.push(c);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn what_is_too_wide_is_cut_with_an_ellipsis() {
        assert_eq!(cut("Tallinn", 7), "Tallinn");
        assert_eq!(cut("Tallinn harbour", 9), "Tallinn…");
        assert_eq!(cut("東京都知事", 6), "東京…");
        assert_eq!(cut("", 3), "");
    }
}
