//! Any bytes at all: intake ends, panics at nothing, and tells what it could not read.
//!
//! The fuzz targets look further; this much is looked at with every run of the tests, and more of it where that is asked for:
//! `SAYSO_FUZZ_SECONDS=300 SAYSO_FUZZ_SEED=7 cargo test --release -p sayso-intake --test any_bytes -- --ignored --nocapture`

use sayso_intake::inside::{day_in, decode_declared};
use sayso_intake::{Options, Source, articles, parse_date};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// A sequence of numbers that is the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or(0)
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let page = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Port reopens - Gazette</title><meta property='article:published_time' content='2022-04-07T10:00:00Z'>\
        <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Port reopens\",\"articleBody\":\"The port reopened.\"}</script></head>\
        <body><nav><ul><li><a href=/>Home</a></ul></nav><article><h1>Port reopens</h1><p class=byline>By Ann Lee, April 7, 2022</p>\
        <p>The port of Odesa was opened again on Monday, the minister said, and the ships are back.</p><p>It had been closed.<br><br>Read also: more</article></body></html>";
    let feed = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><title>Gazette</title><item><title>Port</title><pubDate>Thu, 07 Apr 2022 10:00:00 GMT</pubDate>\
        <description><![CDATA[<p>The port.</p>]]></description></item><item><link>x</link></item></channel></rss>";
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>1</id><updated>2022-04-07</updated><content type='xhtml'><div>One.</div></content></entry></feed>";
    let lines = "{\"id\":\"a\",\"text\":\"One.\",\"date\":\"2022-04-07\"}\n{\"text\":[\"Two.\",\"Three.\"],\"source\":{\"name\":\"P\"}}\n";
    let list = "[{\"id\":\"a\",\"text\":\"One.\"},\n {\"id\":\"b\",\"articles\":[{\"text\":\"Two.\"}]}]";
    let table = "date,title,text\n2022-04-07,A,\"One,\n\"\"two\"\".\"\n2022-04-08,B,Three.\n";
    let block = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{page}\r\n0\r\n\r\n",
        page.len()
    );
    let warc = format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nWARC-Date: 2022-04-08T00:00:00Z\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n", block.len()).repeat(2);
    let arc = format!(
        "filedesc://x 0.0.0.0 20220408000000 text/plain 5\n1 0 x\n\nhttp://a/ 1.2.3.4 20220408000000 text/html {}\n{block}\n",
        block.len()
    );
    let sgml = "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"7\"><DATE>26-FEB-1987 15:01:01.01</DATE><TEXT><TITLE>PORT</TITLE><BODY>The port.\n Reuter\n&#3;</BODY></TEXT></REUTERS>";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(warc.as_bytes()).expect("memory never fails");
    let wide = lines.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let text =
        "Date: 7 April 2022\nTitle: Port\n\nThe port reopened.\n\n(Photo by Ann Lee)\n(With inputs from agencies)";
    let texts = [page, feed, atom, lines, list, table, &warc, &arc, sgml, text];
    let mut seeds: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    let members = [&warc[..warc.len() / 2], &warc[warc.len() / 2..]].map(|part| {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        gzip.write_all(part.as_bytes()).expect("memory never fails");
        gzip.finish().expect("memory never fails")
    });
    let (cyrillic, _, _) = encoding_rs::KOI8_R.encode("Министр сказал, что порт открыт.");
    seeds.extend([members.concat(), cyrillic.into_owned()]);
    seeds.extend([gzip.finish().expect("memory never fails"), wide]);
    seeds
}

/// Pieces that parsers trip over.
const PIECES: [&[u8]; 16] = [
    b"<",
    b">",
    b"\"",
    b"\0",
    b"\xff",
    b"&#x110000;",
    b"<!--",
    b"<![CDATA[",
    b"</",
    b"\r\n\r\n",
    b"{",
    b"[",
    b"Content-Length: 99999999999999999999\r\n",
    b"\\ud800",
    "é".as_bytes(),
    b"WARC/1.0\r\n",
];

fn changed(seed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        match random.below(5) {
            0 => bytes.truncate(at),
            1 => bytes.splice(at..at, PIECES[random.below(PIECES.len())].iter().copied()).for_each(drop),
            2 => bytes.drain(at..(at + random.below(30)).min(bytes.len())).for_each(drop),
            3 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            _ => {
                let part = bytes[at..(at + random.below(60)).min(bytes.len())].to_vec();
                bytes.splice(at..at, part.repeat(1 + random.below(4))).for_each(drop);
            }
        }
    }
    bytes
}

/// What must hold of any input.
fn looked_at(bytes: &[u8], options: &Options) {
    for article in articles(Source::stream("changed", bytes), options) {
        match article {
            Ok(article) => assert!(article.document.text.len() <= options.max_document),
            Err(error) => assert!(!error.to_string().is_empty() && !error.problem.remedy().is_empty()),
        }
    }
}

fn small() -> Options {
    Options { max_document: 1 << 16, ..Options::default() }
}

#[test]
fn changed_inputs_of_all_kinds_end_in_articles_or_explained_errors() {
    let options = small();
    let mut random = Random(0x5a95_0001);
    for seed in seeds() {
        assert!(
            articles(Source::stream("seed", &seed[..]), &options).iter().any(Result::is_ok),
            "{}",
            String::from_utf8_lossy(&seed)
        );
        for _ in 0..250 {
            looked_at(&changed(&seed, &mut random), &options);
        }
    }
}

#[test]
#[ignore = "runs for as long as SAYSO_FUZZ_SECONDS says"]
fn inputs_changed_again_and_again() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let time = Duration::from_secs(number("SAYSO_FUZZ_SECONDS").unwrap_or(60));
    let seed = number("SAYSO_FUZZ_SEED").unwrap_or(1);
    let (options, mut random, begin) = (small(), Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1), Instant::now());
    let seeds = seeds();
    let (mut count, mut slowest) = (0u64, Duration::ZERO);
    while begin.elapsed() < time {
        // Changes pile up, and two inputs may be joined.
        let mut bytes = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(4) {
            bytes = changed(&bytes, &mut random);
        }
        if random.below(8) == 0 {
            bytes.extend(changed(&seeds[random.below(seeds.len())], &mut random));
        }
        bytes.truncate(1 << 16);
        let label = ["", "utf-8", "windows-1252", "cp855", "gbk", "iso-2022-jp", "x-mac-cyrillic"][random.below(7)];
        let start = Instant::now();
        let done = catch_unwind(AssertUnwindSafe(|| {
            looked_at(&bytes, &options);
            let text = decode_declared(&bytes, label);
            for line in text.lines().take(20) {
                for day in [parse_date(line), day_in(line)].into_iter().flatten() {
                    assert_eq!(parse_date(&day.to_string()), Some(day), "{line}");
                }
            }
        }));
        slowest = slowest.max(start.elapsed());
        let slow = start.elapsed() > Duration::from_secs(5);
        if done.is_err() || slow {
            let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("any-bytes-{seed}-{count}.bin"));
            let _ = std::fs::write(&path, &bytes);
            eprintln!("the input is kept in {}", path.display());
        }
        if let Err(fault) = done {
            resume_unwind(fault);
        }
        assert!(!slow, "an input took {:?}", start.elapsed());
        count += 1;
    }
    eprintln!("{count} inputs in {:?}, the slowest took {slowest:?}", begin.elapsed());
}
