//! A reader whose head can be looked at before it is read.

use std::io::{self, BufRead, Read};

const BLOCK: usize = 1 << 16;

/// Buffers `inner`; what was looked at is read again.
pub(crate) struct Peek<R> {
    inner: R,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    /// A fault that was met while looking ahead; it comes when what stands before it was read.
    fault: Option<io::Error>,
}

impl<R: Read> Peek<R> {
    pub(crate) fn new(inner: R) -> Self {
        Self { inner, buffer: Vec::new(), at: 0, ended: false, fault: None }
    }

    /// What the next read gives, as far as it is known.
    pub(crate) fn head(&self) -> &[u8] {
        self.buffer.get(self.at..).unwrap_or_default()
    }

    /// Reads on until the head is `wanted` bytes long or the input ends.
    pub(crate) fn fill_to(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.head().len() < wanted && self.more()? {}
        Ok(self.head())
    }

    /// Reads once more; false at the end of the input, and before a fault.
    pub(crate) fn more(&mut self) -> io::Result<bool> {
        let looking_ahead = !self.head().is_empty();
        if self.ended || (looking_ahead && self.fault.is_some()) {
            return Ok(false);
        }
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        self.buffer.drain(..self.at);
        self.at = 0;
        let before = self.buffer.len();
        self.buffer.resize(before + BLOCK, 0);
        let read = loop {
            match self.inner.read(&mut self.buffer[before..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                done => break done,
            }
        };
        self.buffer.truncate(before + read.as_ref().map_or(0, |n| *n));
        match read {
            Err(fault) if looking_ahead => {
                self.fault = Some(fault);
                Ok(false)
            }
            read => {
                self.ended = read? == 0;
                Ok(!self.ended)
            }
        }
    }
}

impl<R: Read> Read for Peek<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let read = ready.len().min(out.len());
        out[..read].copy_from_slice(&ready[..read]);
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Peek<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.head().is_empty() && !self.ended {
            self.more()?;
        }
        Ok(self.head())
    }

    fn consume(&mut self, used: usize) {
        self.at = (self.at + used).min(self.buffer.len());
    }
}

/// All that is left, at most `limit` bytes; `None` where there is more.
pub(crate) fn read_whole(input: &mut impl Read, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut whole = Vec::new();
    input.take((limit as u64).saturating_add(1)).read_to_end(&mut whole)?;
    Ok((whole.len() <= limit).then_some(whole))
}
