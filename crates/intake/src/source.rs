//! Where articles come from: an input with its name, the limits it is read under, and where its articles go.

use crate::draft::{Draft, Made};
use crate::id::Name;
use crate::{Options, Problem};
use jiff::civil::Date;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// An input to be read.
pub struct Source<'i> {
    /// Its name as the user gave it; for messages.
    pub(crate) name: String,
    pub(crate) called: Option<Name>,
    pub(crate) file_date: Option<Date>,
    pub(crate) input: Input<'i>,
}

/// What is read: a file can be read out of order, as archives and Parquet want it, a stream can't.
pub(crate) enum Input<'i> {
    File(File),
    Stream(Box<dyn Read + 'i>),
}

impl<'i> Source<'i> {
    /// The open file at `path`.
    #[must_use]
    pub fn file(path: &Path, file: File) -> Self {
        let metadata = file.metadata().ok();
        let modified = metadata.as_ref().and_then(|m| m.modified().ok());
        let file_date = modified.and_then(|m| jiff::Timestamp::try_from(m).ok());
        Self {
            name: path.display().to_string(),
            called: Name::from_path(path),
            file_date: file_date.map(|at| jiff::tz::TimeZone::UTC.to_datetime(at).date()),
            // A pipe or a device opens as a file and can't be read out of order.
            input: match metadata.is_some_and(|m| m.is_file()) {
                true => Input::File(file),
                false => Input::Stream(Box::new(file)),
            },
        }
    }

    /// A stream without a file; `name` is for messages.
    pub fn stream(name: &str, input: impl Read + 'i) -> Self {
        Self { name: name.to_owned(), called: None, file_date: None, input: Input::Stream(Box::new(input)) }
    }

    /// What the articles of this input are called where they have no id of their own and there is one only.
    #[must_use]
    pub fn called(mut self, path: &Path) -> Self {
        self.called = Name::from_path(path);
        self
    }
}

/// How much came in and how much was unpacked from it: what tells an archive from a bomb.
#[derive(Debug)]
pub(crate) struct Meter {
    read: AtomicU64,
    unpacked: AtomicU64,
    /// Bytes of the input where they are known: reading a part twice brings nothing new.
    length: Option<u64>,
    ratio: u64,
}

/// What may be unpacked from any input, however small it is.
const FREE: u64 = 64 << 20;

impl Meter {
    pub(crate) fn new(length: Option<u64>, ratio: u64) -> Self {
        Self { read: AtomicU64::new(0), unpacked: AtomicU64::new(0), length, ratio }
    }

    fn allowed(&self) -> u64 {
        let read = self.read.load(Relaxed).min(self.length.unwrap_or(u64::MAX));
        FREE.saturating_add(read.saturating_mul(self.ratio))
    }

    fn came_in(&self, bytes: usize) {
        self.read.fetch_add(bytes as u64, Relaxed);
    }

    /// Counts what was unpacked; an error where it is too much for what came in.
    pub(crate) fn unpacked(&self, bytes: usize) -> io::Result<()> {
        let unpacked = self.unpacked.fetch_add(bytes as u64, Relaxed) + bytes as u64;
        if unpacked > self.allowed() { Err(io::Error::other(Bomb { ratio: self.ratio })) } else { Ok(()) }
    }
}

/// An input that unpacks to far too much.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("it unpacks to more than {ratio} times its size")]
pub(crate) struct Bomb {
    pub(crate) ratio: u64,
}

/// Counts what comes in from outside.
pub(crate) struct Counted<'w, R> {
    pub(crate) inner: R,
    pub(crate) meter: Arc<Meter>,
    pub(crate) watch: &'w dyn Fn(u64),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.meter.came_in(read);
        (self.watch)(read as u64);
        Ok(read)
    }
}

/// Counts what is unpacked, and stops a bomb.
pub(crate) struct Unpacked<R> {
    pub(crate) inner: R,
    pub(crate) meter: Arc<Meter>,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.meter.unpacked(read)?;
        Ok(read)
    }
}

/// What is known of the bytes at hand from outside of them.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub(crate) options: Arc<Options>,
    /// The input's name, with the names of the members that it was unpacked from.
    pub(crate) name: Arc<str>,
    /// What an article is called that brings no id.
    pub(crate) called: Option<Arc<Name>>,
    pub(crate) file_date: Option<Date>,
    pub(crate) meter: Arc<Meter>,
    /// Archives and compressions around the bytes at hand.
    pub(crate) depth: usize,
}

/// How deep archives and compressions may lie in one another.
pub(crate) const DEEPEST: usize = 6;

impl Context {
    /// The context of a member of an archive.
    pub(crate) fn member(&self, member: &str, date: Option<Date>) -> Self {
        Self {
            name: format!("{}/{member}", self.name).into(),
            called: Name::from_path(Path::new(member)).map(Arc::new),
            file_date: date.or(self.file_date),
            ..self.clone()
        }
    }

    pub(crate) fn draft(&self, at: Option<At>, made: Made) -> Draft {
        Draft { context: self.clone(), at, made }
    }

    pub(crate) fn broken(&self, at: Option<At>, problem: impl Into<Problem>) -> Draft {
        self.draft(at, Made::Broken(problem.into()))
    }
}

/// A place inside an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// A line, counted from 1.
    Line(u64),
    /// A record, row or item, counted from 1.
    Record(u64),
    /// A byte, counted from 0.
    Byte(u64),
}

/// Takes the drafts as they come; `Break` where nobody wants more.
pub(crate) type Sink<'s> = dyn FnMut(Draft) -> ControlFlow<()> + 's;
