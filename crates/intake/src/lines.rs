//! Lines of any input in bounded memory.

use std::io::{BufRead, Result};

/// How reading a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// A line, with its line feed where it has one.
    Whole,
    /// A line beyond the limit: the buffer holds its begin, the input stands behind the limit.
    TooLong,
    /// Nothing was left.
    End,
}

/// Reads a line into `buffer`, at most `limit` bytes of it.
pub(crate) fn read(input: &mut impl BufRead, buffer: &mut Vec<u8>, limit: usize) -> Result<Line> {
    buffer.clear();
    loop {
        let room = limit.saturating_sub(buffer.len());
        let (used, done) = {
            let available = fill(input)?;
            if available.is_empty() {
                return Ok(if buffer.is_empty() { Line::End } else { Line::Whole });
            }
            let found = available.iter().position(|b| *b == b'\n');
            let wanted = found.map_or(available.len(), |at| at + 1);
            let used = wanted.min(room);
            buffer.extend_from_slice(&available[..used]);
            (used, if used < wanted { Some(Line::TooLong) } else { found.map(|_| Line::Whole) })
        };
        input.consume(used);
        if let Some(line) = done {
            return Ok(line);
        }
    }
}

/// Passes over the rest of a line without keeping it.
pub(crate) fn skip(input: &mut impl BufRead) -> Result<()> {
    loop {
        let (used, done) = {
            let available = fill(input)?;
            match available.iter().position(|b| *b == b'\n') {
                Some(at) => (at + 1, true),
                None => (available.len(), available.is_empty()),
            }
        };
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

/// `fill_buf` that goes on after an interrupted system call.
fn fill(input: &mut impl BufRead) -> Result<&[u8]> {
    loop {
        match input.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    // The borrow of a buffer inside the loop would outlive it; a second call gives the same buffer at no cost.
    input.fill_buf()
}

#[cfg(test)]
mod tests {
    use super::{Line, read, skip};

    #[test]
    fn a_line_beyond_the_limit_is_cut_and_the_next_line_is_whole() {
        let mut input: &[u8] = b"short\na line that is too long\nlast";
        let mut line = Vec::new();
        assert_eq!(read(&mut input, &mut line, 8).expect("memory never fails"), Line::Whole);
        assert_eq!(read(&mut input, &mut line, 8).expect("memory never fails"), Line::TooLong);
        assert_eq!(line, b"a line t");
        skip(&mut input).expect("memory never fails");
        assert_eq!(read(&mut input, &mut line, 8).expect("memory never fails"), Line::Whole);
        assert_eq!(line, b"last");
        assert_eq!(read(&mut input, &mut line, 8).expect("memory never fails"), Line::End);
    }
}
