//! Members of zip and tar archives, each read as if it were a file of its own.
//!
//! The members are never written anywhere, so a path that climbs out could do no harm here; who sends one
//! has something in mind, though, and it is told instead of read.

use crate::articles::{deeper, stream};
use crate::source::{Context, Sink, Unpacked};
use crate::{Problem, recognise};
use jiff::civil::Date;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::path::{Component, Path};
use std::sync::Arc;

/// Most bytes of an archive that comes as a stream but has to be read out of order.
pub(crate) const LARGEST_HELD: usize = 1 << 30;

/// Members of one archive; more are an attack or a mistake.
const MOST_MEMBERS: usize = 10_000_000;

/// Whether the member's path stays inside the archive.
fn stays_inside(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
        && !path.to_string_lossy().contains('\\')
}

/// Files that systems and editors leave behind.
fn is_by_the_way(path: &Path) -> bool {
    let hidden = |part: Component<'_>| {
        let name = part.as_os_str().to_string_lossy();
        (name.starts_with('.') && name != ".") || name == "__MACOSX"
    };
    path.components().any(hidden)
}

/// The members of a tar archive.
pub(crate) fn tar(input: &mut dyn Read, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut archive = tar::Archive::new(input);
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return sink(context.broken(None, error)),
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            // The next header can't be found behind a broken one.
            Err(error) => return sink(context.broken(None, error)),
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let path = path.strip_prefix("./").unwrap_or(&path);
        if !stays_inside(Path::new(path)) {
            sink(context.broken(None, Problem::Climbs(path.to_owned())))?;
            continue;
        }
        if is_by_the_way(Path::new(path)) {
            continue;
        }
        let seconds = entry.header().mtime().ok().and_then(|s| i64::try_from(s).ok());
        let date = seconds.filter(|s| *s > 0).and_then(crate::date::from_epoch);
        let member = context.member(path, date);
        unless_foreign(&mut entry, &member, sink)?;
    }
    ControlFlow::Continue(())
}

/// The members of a zip file; each is read through a reader of its own on the same open file.
pub(crate) fn zip_file<'f, R: Read>(
    file: &'f File,
    counted: &dyn Fn(&'f File) -> R,
    context: &Context,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    deeper(context, sink, |context, sink| {
        zip(
            BufReader::new(file),
            &|offset| {
                let mut file: &File = file;
                file.seek(SeekFrom::Start(offset))?;
                Ok(counted(file))
            },
            context,
            sink,
        )
    })
}

/// The members of a zip archive that is held in memory.
pub(crate) fn zip_bytes(bytes: Vec<u8>, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    deeper(context, sink, |context, sink| {
        let at = |offset: u64| Ok(bytes.get(usize::try_from(offset).unwrap_or(usize::MAX)..).unwrap_or_default());
        zip(Cursor::new(&bytes[..]), &at, context, sink)
    })
}

/// Where and how a member is stored.
struct Member {
    name: String,
    is_file: bool,
    date: Option<Date>,
    start: u64,
    packed: u64,
    method: zip::CompressionMethod,
    locked: bool,
}

fn zip<R: Read>(
    directory: impl Read + Seek,
    at: &dyn Fn(u64) -> io::Result<R>,
    context: &Context,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let mut archive = match zip::ZipArchive::new(directory) {
        Ok(archive) => archive,
        Err(error) => return sink(context.broken(None, Problem::NoMembers(error.to_string()))),
    };
    let office = ["[Content_Types].xml", "mimetype"].iter().any(|name| archive.index_for_name(name).is_some());
    if office {
        let problem = Problem::Kind("an office or e-book file", "Save it as plain text, HTML or CSV first.");
        return sink(context.broken(None, problem));
    }
    for index in 0..archive.len().min(MOST_MEMBERS) {
        let member = match archive.by_index_raw(index) {
            Ok(entry) => Member {
                name: entry.name().map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), Into::into),
                is_file: entry.is_file(),
                date: entry.last_modified().and_then(|t| {
                    Date::new(t.year().cast_signed(), t.month().cast_signed(), t.day().cast_signed()).ok()
                }),
                start: entry.data_start().unwrap_or(u64::MAX),
                packed: entry.compressed_size(),
                method: entry.compression(),
                locked: entry.encrypted(),
            },
            Err(error) => {
                sink(context.broken(None, damaged(&error)))?;
                continue;
            }
        };
        if !stays_inside(Path::new(&member.name)) {
            sink(context.broken(None, Problem::Climbs(member.name)))?;
            continue;
        }
        if !member.is_file || is_by_the_way(Path::new(&member.name)) {
            continue;
        }
        let inside = context.member(&member.name, member.date);
        if member.locked {
            sink(inside.broken(None, Problem::Kind("locked with a password", "Unpack it first.")))?;
            continue;
        }
        let packed = match at(member.start) {
            Ok(reader) => reader.take(member.packed),
            Err(error) => {
                sink(inside.broken(None, error))?;
                continue;
            }
        };
        let meter = Arc::clone(&context.meter);
        match member.method {
            zip::CompressionMethod::Stored => {
                unless_foreign(&mut Unpacked { inner: packed, meter }, &inside, sink)?;
            }
            method if number(method) == DEFLATE => {
                let inner = flate2::read::DeflateDecoder::new(packed);
                unless_foreign(&mut Unpacked { inner, meter }, &inside, sink)?;
            }
            _ => {
                let problem = Problem::Kind("packed in a way that is hardly ever used", "Unpack it first.");
                sink(inside.broken(None, problem))?;
            }
        }
    }
    ControlFlow::Continue(())
}

/// The number that stands for deflate in a zip file; its variants are hardly ever met.
const DEFLATE: u16 = 8;

#[expect(deprecated, reason = "without the feature for deflate, the crate knows it by its number only")]
fn number(method: zip::CompressionMethod) -> u16 {
    match method {
        zip::CompressionMethod::Unsupported(number) => number,
        _ => u16::MAX,
    }
}

/// Reads a member, unless it is a picture or the like: archives hold such beside the news.
fn unless_foreign(member: &mut dyn Read, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut head = Vec::new();
    if let Err(error) = (&mut *member).take(64).read_to_end(&mut head) {
        return sink(context.broken(None, error));
    }
    if let recognise::Kind::Foreign("an image" | "sound or pictures", _) = recognise::kind(&head, false) {
        return ControlFlow::Continue(());
    }
    stream(&mut Cursor::new(head).chain(member), context, sink)
}

fn damaged(error: &zip::result::ZipError) -> Problem {
    Problem::Damaged(error.to_string())
}
