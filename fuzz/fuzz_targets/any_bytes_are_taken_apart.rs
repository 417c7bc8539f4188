//! Any bytes at all, behind the opening of each format that we parse ourselves: intake ends, panics at nothing,
//! and tells what it could not read. The first byte chooses the opening.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod taken_apart;

const OPENINGS: [&str; 10] = [
    "",
    "<!DOCTYPE html><html><body><p>",
    "<?xml version='1.0'?><rss><channel><item><title>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 2000\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
    "filedesc://x 0.0.0.0 20220408000000 text/plain 5\n1 0 x\n\n",
    "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"7\">",
    "[{\"text\":\"",
    "date,title,text\n2022-04-07,A,",
    "<script type='application/ld+json'>",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let mut input = OPENINGS[usize::from(*choice) % OPENINGS.len()].as_bytes().to_vec();
    input.extend_from_slice(bytes);
    taken_apart::taken_apart(&input);
});
