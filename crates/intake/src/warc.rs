//! Web archives: WARC, and its elder ARC, record by record.
//!
//! A parser of our own, since no Rust crate for it is kept. Lengths that lie are found by what stands behind
//! the record: it must be the next record or the end. Else the reader looks for the next line that opens one.

use crate::draft::{Made, Page};
use crate::http::{self, Answer};
use crate::lines::{self, Line};
use crate::peek::Peek;
use crate::source::{At, Context, Sink};
use crate::unpack::Gap;
use crate::{Problem, date, feed, json, recognise};
use std::io::{self, Read};
use std::ops::ControlFlow;

const LONGEST_LINE: usize = 1 << 16;
const MOST_LINES: usize = 1000;

/// A record's header.
#[derive(Debug, Default)]
struct Header {
    /// `response`, `conversion`, `resource` …; empty in ARC.
    kind: String,
    url: Option<String>,
    date: Option<String>,
    media: String,
    length: u64,
}

/// What stands where a record should.
enum Next {
    Record(Header),
    /// Something else; the reader stands before the next record.
    Broken(Problem),
    End,
}

/// Hands on the pages of a WARC file.
pub(crate) fn records(input: &mut Peek<impl Read>, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    walk(input, next_warc, context, sink)
}

/// Hands on the pages of an ARC file.
pub(crate) fn arc_records(input: &mut Peek<impl Read>, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    walk(input, next_arc, context, sink)
}

fn walk<R: Read>(
    input: &mut Peek<R>,
    next: fn(&mut Peek<R>) -> io::Result<Next>,
    context: &Context,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    for number in 1.. {
        let at = Some(At::Record(number));
        let header = match next(input) {
            Ok(Next::Record(header)) => header,
            Ok(Next::Broken(problem)) => {
                sink(context.broken(at, problem))?;
                continue;
            }
            Ok(Next::End) => break,
            Err(error) => match tell(error, at, context, sink)? {
                true => continue,
                false => break,
            },
        };
        let limit = context.options.longest_whole() as u64;
        let wanted = header.is_wanted() && header.length <= limit;
        let read =
            if wanted { take(input, header.length) } else { skip(input, header.length).map(|n| (Vec::new(), n, None)) };
        let (block, missing, fault) = match read {
            Ok(read) => read,
            Err(error) => match tell(error, at, context, sink)? {
                true => continue,
                false => break,
            },
        };
        if header.is_wanted() && !wanted {
            sink(context.broken(at, Problem::TooLong { limit: context.options.max_document }))?;
        }
        let day = header.date.as_deref().and_then(date::parse);
        let context = Context { file_date: day.or(context.file_date), called: None, ..context.clone() };
        if wanted {
            page(header, block, at, &context, sink)?;
        }
        if let Some(gap) = fault.filter(Gap::is_in) {
            sink(context.broken(at, gap))?;
        } else if missing > 0 {
            let problem = Problem::Truncated(format!("the record lacks {missing} bytes"));
            return sink(context.broken(at, problem));
        }
    }
    ControlFlow::Continue(())
}

/// Tells a fault of the input, and whether the data go on behind it.
fn tell(error: io::Error, at: Option<At>, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<(), bool> {
    let goes_on = Gap::is_in(&error);
    sink(context.broken(at, error))?;
    ControlFlow::Continue(goes_on)
}

/// Reads `length` bytes; the second value tells how many of them are not there, the third what broke them off.
fn take(input: &mut impl Read, length: u64) -> io::Result<(Vec<u8>, u64, Option<io::Error>)> {
    // A length that lies must not have us ask for its memory.
    let mut block = Vec::with_capacity(length.min(1 << 20) as usize);
    let done = input.take(length).read_to_end(&mut block);
    let missing = length - block.len() as u64;
    match done {
        // Where the compression breaks off, what came before is still a page, or most of one.
        Err(error) if !block.is_empty() && missing > 0 => Ok((block, missing, Some(error))),
        done => done.map(|_| (block, missing, None)),
    }
}

fn skip(input: &mut impl Read, length: u64) -> io::Result<u64> {
    Ok(length - io::copy(&mut input.take(length), &mut io::sink())?)
}

impl Header {
    /// Whether the record may hold an article: pages and texts, not requests, metadata and pictures.
    fn is_wanted(&self) -> bool {
        let (media, _) = http::media_type(&self.media);
        match self.kind.as_str() {
            "response" => true,
            "" => self.url.as_deref().is_some_and(|url| url.starts_with("http")) && is_text(&media),
            "conversion" | "resource" => is_text(&media),
            _ => false,
        }
    }
}

fn is_text(media: &str) -> bool {
    media.starts_with("text/html")
        || media.starts_with("text/plain")
        || media.ends_with("xml")
        || media.ends_with("json")
        || media == "no-type"
        || media.is_empty()
}

fn is_json_feed(body: &[u8]) -> bool {
    String::from_utf8_lossy(&body[..body.len().min(4096)]).contains("jsonfeed.org")
}

/// What a record's block holds.
fn page(header: Header, block: Vec<u8>, at: Option<At>, context: &Context, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let limit = context.options.longest_whole();
    let answered = header.kind != "resource" && header.kind != "conversion";
    let answer = if answered { http::answer(block, limit) } else { Err(block) };
    let Answer { status, media, charset, body } = answer.unwrap_or_else(|body| {
        let (media, charset) = http::media_type(&header.media);
        Answer { status: 200, media, charset, body }
    });
    // Errors and forwardings have bodies too; they are no articles.
    if !(200..300).contains(&status) || !is_text(&media) || body.trim_ascii().is_empty() {
        return ControlFlow::Continue(());
    }
    match recognise::kind(&body[..body.len().min(recognise::HEAD)], false) {
        recognise::Kind::Feed => return feed::items(&body, context, sink),
        // Answers of services are no news, but for feeds.
        recognise::Kind::Json if is_json_feed(&body) => return json::values(&mut Peek::new(&body[..]), context, sink),
        recognise::Kind::Html | recognise::Kind::Text | recognise::Kind::Wide(..) | recognise::Kind::Table(_) => {}
        _ => return ControlFlow::Continue(()),
    }
    let plain = media == "text/plain" || header.kind == "conversion";
    let page = Page { bytes: body, charset, url: header.url, plain };
    sink(context.draft(at, Made::Page(Box::new(page))))
}

/// The header of the next WARC record.
fn next_warc<R: Read>(input: &mut Peek<R>) -> io::Result<Next> {
    let mut line = Vec::new();
    loop {
        match lines::read(input, &mut line, LONGEST_LINE)? {
            Line::End => return Ok(Next::End),
            Line::Whole if line.trim_ascii().is_empty() => {}
            Line::Whole if line.starts_with(b"WARC/") => break,
            Line::Whole | Line::TooLong => return find(input, &line, |line| line.starts_with(b"WARC/")),
        }
    }
    let mut header = Header::default();
    let mut length = None;
    for _ in 0..MOST_LINES {
        match lines::read(input, &mut line, LONGEST_LINE)? {
            Line::End => return Ok(Next::Broken(Problem::Truncated("inside a record's header".to_owned()))),
            Line::TooLong => lines::skip(input)?,
            Line::Whole => {}
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            let Some(length) = length else {
                return Ok(Next::Broken(Problem::Form("WARC record", "its length is missing or no number".to_owned())));
            };
            header.length = length;
            return Ok(Next::Record(header));
        }
        let Some((name, value)) = text.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => header.kind = value.to_ascii_lowercase(),
            "warc-target-uri" => header.url = Some(value.trim_matches(['<', '>']).to_owned()),
            "warc-date" => header.date = Some(value.to_owned()),
            "content-type" => value.clone_into(&mut header.media),
            "content-length" => length = value.parse().ok(),
            _ => {}
        }
    }
    Ok(Next::Broken(Problem::Form("WARC record", format!("its header has more than {MOST_LINES} lines"))))
}

/// The header of the next ARC record: a line of URL, address, date, media type and length.
fn next_arc<R: Read>(input: &mut Peek<R>) -> io::Result<Next> {
    let mut line = Vec::new();
    loop {
        match lines::read(input, &mut line, LONGEST_LINE)? {
            Line::End => return Ok(Next::End),
            Line::Whole if line.trim_ascii().is_empty() => {}
            Line::Whole => {
                if let Some(header) = arc_header(&line) {
                    return Ok(Next::Record(header));
                }
                return find(input, &line, |line| arc_header(line).is_some());
            }
            Line::TooLong => return find(input, &line, |line| arc_header(line).is_some()),
        }
    }
}

fn arc_header(line: &[u8]) -> Option<Header> {
    let line = std::str::from_utf8(line).ok()?.trim_end();
    let mut words = line.rsplit(' ');
    let length = words.next()?.parse().ok()?;
    // Version 2 has five more fields between the type and the length, the last of them a file's name.
    let words: Vec<&str> = line.split(' ').collect();
    let at = words.iter().position(|w| w.len() == 14 && w.bytes().all(|b| b.is_ascii_digit()))?;
    let url = words.get(..at.checked_sub(1)?)?.join(" ");
    url.contains(':').then(|| Header {
        kind: String::new(),
        url: Some(url),
        date: words[at].get(..8).map(str::to_owned),
        media: words.get(at + 1).unwrap_or(&"").to_string(),
        length,
    })
}

/// Passes over what is no record, up to the line before which the next one begins.
fn find<R: Read>(input: &mut Peek<R>, line: &[u8], opens: impl Fn(&[u8]) -> bool) -> io::Result<Next> {
    let found: String = String::from_utf8_lossy(&line[..line.len().min(40)]).trim().escape_default().collect();
    loop {
        // The line is looked at before it is taken, so that the record that it opens is still whole.
        input.fill_to(LONGEST_LINE)?;
        let head = input.head();
        if head.is_empty() || opens(head.split_inclusive(|b| *b == b'\n').next().unwrap_or_default()) {
            break;
        }
        lines::skip(input)?;
    }
    Ok(Next::Broken(Problem::Form("record of a web archive", format!("`{found}` stands where one should begin"))))
}

/// How many records an archive holds, and what stopped or disturbed the count; for figures.
#[doc(hidden)]
pub fn count_records(input: impl Read, arc: bool) -> (usize, Vec<Problem>) {
    let mut input = Peek::new(input);
    let (mut records, mut problems) = (0, Vec::new());
    loop {
        match if arc { next_arc(&mut input) } else { next_warc(&mut input) } {
            Ok(Next::End) => break,
            Ok(Next::Broken(problem)) => problems.push(problem),
            Ok(Next::Record(header)) => {
                records += 1;
                match skip(&mut input, header.length) {
                    Ok(0) => {}
                    Ok(missing) => problems.push(Problem::Truncated(format!("the record lacks {missing} bytes"))),
                    Err(error) => {
                        problems.push(error.into());
                        break;
                    }
                }
            }
            Err(error) => {
                problems.push(error.into());
                break;
            }
        }
    }
    (records, problems)
}

#[cfg(test)]
mod tests {
    use crate::{Options, Problem, Source, articles};
    use std::io::Write;

    fn record(url: &str, page: &str, length: Option<usize>) -> String {
        let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
        let length = length.unwrap_or(block.len());
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2022-04-08T01:00:00Z\r\n\
             Content-Type: application/http\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }

    fn page(town: &str) -> String {
        let paragraph =
            format!("<p>The harbour of {town} was opened again, the minister said on Monday in the town.</p>");
        format!("<html><head><title>{town}</title></head><body><h1>{town}</h1>{}</body></html>", paragraph.repeat(4))
    }

    fn read(archive: &str) -> Vec<Result<String, Problem>> {
        let all = articles(Source::stream("x.warc", archive.as_bytes()), &Options::default());
        all.into_iter()
            .map(|a| a.map(|a| a.document.url.expect("a page has its address")).map_err(|e| e.problem))
            .collect()
    }

    #[test]
    fn pages_come_with_their_addresses() {
        let archive = [record("http://a/", &page("Odesa"), None), record("http://b/", &page("Izmail"), None)].concat();
        let urls: Vec<_> = read(&archive).into_iter().map(|a| a.expect("both are good")).collect();
        assert_eq!(urls, ["http://a/", "http://b/"]);
    }

    #[test]
    fn a_length_that_lies_costs_one_record() {
        for length in [Some(50), Some(5000)] {
            let archive = [
                record("http://a/", &page("Odesa"), length),
                record("http://b/", &page("Izmail"), None),
                record("http://c/", &page("Reni"), None),
            ]
            .concat();
            let all = read(&archive);
            assert!(
                all.iter().any(|a| matches!(a, Err(Problem::Form(..) | Problem::Truncated(_)))) || all.len() < 3,
                "{all:?}"
            );
            assert!(
                length == Some(5000) || all.last().is_some_and(|a| a.as_ref().is_ok_and(|url| url == "http://c/")),
                "{all:?}"
            );
        }
        let endless = record("http://a/", &page("Odesa"), Some(usize::MAX));
        assert!(matches!(read(&endless)[..], [Err(Problem::TooLong { .. }), Err(Problem::Truncated(_))]));
    }

    #[test]
    fn a_cut_archive_is_read_up_to_the_break() {
        let archive = [record("http://a/", &page("Odesa"), None), record("http://b/", &page("Izmail"), None)].concat();
        let all = read(&archive[..archive.len() - 60]);
        assert!(all[0].is_ok() && matches!(all.last(), Some(Err(Problem::Truncated(_)))), "{all:?}");
    }

    #[test]
    fn a_damaged_member_costs_its_record_and_no_other() {
        let member = |record: String| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(record.as_bytes()).expect("memory never fails");
            encoder.finish().expect("memory never fails")
        };
        let mut damaged = member(record("http://b/", &page("Izmail"), None));
        let middle = damaged.len() / 2;
        damaged[middle..].fill(0xff);
        let [before, behind] = ["http://a/", "http://c/"].map(|url| member(record(url, &page("Reni"), None)));
        let archive = [before, damaged, behind].concat();
        let all = articles(Source::stream("x.warc.gz", &archive[..]), &Options::default());
        let urls: Vec<_> = all.iter().flatten().filter_map(|a| a.document.url.as_deref()).collect();
        assert!(urls.starts_with(&["http://a/"]) && urls.ends_with(&["http://c/"]), "{all:?}");
        let told = all.iter().filter_map(|a| a.as_ref().err()).any(|e| matches!(e.problem, Problem::Damaged(_)));
        assert!(told, "{all:?}");
    }
}
