//! The door: an input is recognised by its content and taken apart, through compressions and archives,
//! down to its articles. Memory is bounded by the largest article, not by the input.

use crate::charset::Narrow;
use crate::draft::{Made, Page};
use crate::peek::{Peek, read_whole};
use crate::recognise::{HEAD, Kind, kind};
use crate::source::{Context, Counted, DEEPEST, Input, Meter, Sink, Source, Unpacked};
use crate::{Article, Draft, IntakeError, Problem, archive, feed, json, parquet, sgml, table, unpack, warc};
use jiff::civil::Date;
use std::fs::File;
use std::io::{self, BufRead, Read, Seek};
use std::ops::ControlFlow;
use std::sync::Arc;

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Day of publication for articles that carry none.
    pub date: Option<Date>,
    /// Whether the file's own date stands in for a day of publication.
    pub file_date: bool,
    /// Longest text of one article, in bytes.
    pub max_document: usize,
    /// How many times its size an input may unpack to.
    pub max_ratio: u64,
    /// Whether articles in other languages than English are given too.
    pub any_language: bool,
    /// Whether an article that is called as its folder has a sign of its words behind that, as one has that is called
    /// as its file: where articles of many folders come together, two folders may have one name.
    pub sign_folders: bool,
    /// Fields and columns that the user has named: our name, the input's name.
    pub map: Vec<(String, String)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            date: None,
            file_date: false,
            max_document: 2 << 20,
            max_ratio: 250,
            any_language: false,
            sign_folders: false,
            map: Vec::new(),
        }
    }
}

impl Options {
    /// Most bytes of an input that has to be held whole: a page or a feed around its text.
    pub(crate) fn longest_whole(&self) -> usize {
        self.max_document.saturating_mul(4).saturating_add(16 << 20)
    }
}

/// Finds the articles of `source` in their order and hands them to `sink`; what is wrong comes in the
/// place where an article would have come. `watch` is told how many bytes were read.
pub fn drafts(source: Source<'_>, options: &Arc<Options>, watch: &dyn Fn(u64), sink: &mut Sink<'_>) {
    let length = match &source.input {
        Input::File(file) => file.metadata().ok().map(|m| m.len()),
        Input::Stream(_) => None,
    };
    let meter = Arc::new(Meter::new(length, options.max_ratio));
    let context = Context {
        options: Arc::clone(options),
        name: source.name.into(),
        called: source.called.map(Arc::new),
        file_date: source.file_date,
        meter: Arc::clone(&meter),
        depth: 0,
    };
    let _ = match source.input {
        Input::File(mut file) => match seekable(&mut file) {
            Err(error) => sink(context.broken(None, error)),
            Ok(Some(Kind::Zip)) => {
                let counted = |file| Counted { inner: file, meter: Arc::clone(&meter), watch };
                archive::zip_file(&file, &counted, &context, sink)
            }
            Ok(Some(_)) => parquet::file(file, &context, sink),
            Ok(None) => stream(&mut Counted { inner: file, meter, watch }, &context, sink),
        },
        Input::Stream(input) => stream(&mut Counted { inner: input, meter, watch }, &context, sink),
    };
}

/// All articles of `source`; for inputs that are small, or that are wanted whole.
pub fn articles(source: Source<'_>, options: &Options) -> Vec<Result<Article, IntakeError>> {
    let mut all = Vec::new();
    drafts(source, &Arc::new(options.clone()), &|_| {}, &mut |draft: Draft| {
        all.push(draft.article());
        ControlFlow::Continue(())
    });
    all
}

/// What a file is, where it has to be read out of order.
fn seekable(file: &mut File) -> io::Result<Option<Kind>> {
    let mut head = Vec::new();
    file.take(8).read_to_end(&mut head)?;
    file.rewind()?;
    Ok(Some(kind(&head, false)).filter(|kind| matches!(kind, Kind::Zip | Kind::Parquet)))
}

/// Reads bytes of whatever kind.
pub(crate) fn stream(input: &mut dyn Read, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut input = Peek::new(input);
    let mapped = !context.options.map.is_empty();
    // A first line of JSON is answered at once, since who sends it may wait for the answer; all else is looked
    // at over a few kilobytes. What breaks off within them is still read up to the break.
    loop {
        let more = input.more();
        let head = input.head();
        // White space at the begin, however much of it, says nothing of what comes.
        let blank = head.len();
        if blank >= HEAD && kind(head, mapped) == Kind::Empty && more.is_ok() {
            input.consume(blank);
            continue;
        }
        let decided = head.len() >= HEAD || (kind(head, mapped) == Kind::Json && head.contains(&b'\n'));
        match more {
            Ok(true) if !decided => {}
            Err(error) if head.is_empty() => return sink(context.broken(None, error)),
            _ => break,
        }
    }
    match kind(input.head(), mapped) {
        Kind::Empty => ControlFlow::Continue(()),
        kind @ (Kind::Gzip | Kind::Xz | Kind::Zstd) => {
            deeper(context, sink, |context, sink| match unpack::unpacked(kind, &mut input) {
                Some(Ok(inner)) => stream(&mut Unpacked { inner, meter: Arc::clone(&context.meter) }, context, sink),
                Some(Err(error)) => sink(context.broken(None, error)),
                None => ControlFlow::Continue(()),
            })
        }
        Kind::Wide(wide, mark) => {
            input.consume(mark);
            deeper(context, sink, |context, sink| stream(&mut Narrow::new(&mut input, wide), context, sink))
        }
        Kind::Tar => deeper(context, sink, |context, sink| archive::tar(&mut input, context, sink)),
        Kind::Zip => match whole(&mut input, archive::LARGEST_HELD, context, sink)? {
            Some(bytes) => archive::zip_bytes(bytes, context, sink),
            None => ControlFlow::Continue(()),
        },
        Kind::Parquet => match whole(&mut input, archive::LARGEST_HELD, context, sink)? {
            Some(bytes) => parquet::bytes(bytes, context, sink),
            None => ControlFlow::Continue(()),
        },
        Kind::Warc => warc::records(&mut input, context, sink),
        Kind::Arc => warc::arc_records(&mut input, context, sink),
        Kind::Json => json::values(&mut input, context, sink),
        Kind::Table(separator) => table::rows(&mut input, separator, context, sink),
        kind @ (Kind::Html | Kind::Feed | Kind::Sgml) => {
            match whole(&mut input, context.options.longest_whole(), context, sink)? {
                None => ControlFlow::Continue(()),
                Some(bytes) if kind == Kind::Feed => feed::items(&bytes, context, sink),
                Some(bytes) if kind == Kind::Sgml => sgml::articles(&bytes, context, sink),
                Some(bytes) => sink(context.draft(None, Made::Page(Box::new(Page { bytes, ..Page::default() })))),
            }
        }
        Kind::Text => {
            // A header may stand above a text of the full length, and a letter may have several bytes.
            let limit = context.options.max_document.saturating_mul(2).saturating_add(4096);
            match whole(&mut input, limit, context, sink)? {
                Some(bytes) => sink(context.draft(None, Made::Text(bytes))),
                None => ControlFlow::Continue(()),
            }
        }
        Kind::Foreign(what, remedy) => sink(context.broken(None, Problem::Kind(what, remedy))),
    }
}

/// Goes on inside a compression or an archive.
pub(crate) fn deeper(
    context: &Context,
    sink: &mut Sink<'_>,
    inside: impl FnOnce(&Context, &mut Sink<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if context.depth >= DEEPEST {
        return sink(context.broken(None, Problem::Nested(DEEPEST)));
    }
    inside(&Context { depth: context.depth + 1, ..context.clone() }, sink)
}

/// All that is left of an input that has to be held whole; what is too long or broken is told.
fn whole(
    input: &mut impl Read,
    limit: usize,
    context: &Context,
    sink: &mut Sink<'_>,
) -> ControlFlow<(), Option<Vec<u8>>> {
    let problem = match read_whole(input, limit) {
        Ok(Some(bytes)) => return ControlFlow::Continue(Some(bytes)),
        Ok(None) => Problem::TooLong { limit: context.options.max_document.min(limit) },
        Err(error) => error.into(),
    };
    sink(context.broken(None, problem))?;
    ControlFlow::Continue(None)
}
