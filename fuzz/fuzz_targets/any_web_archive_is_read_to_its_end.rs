//! Any bytes behind the opening of a web archive, as they are and compressed member by member, whole and damaged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::Write;

mod taken_apart;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let arc = choice & 1 == 1;
    let opening: &[u8] = if arc { b"filedesc://x 0.0.0.0 20220408000000 text/plain 5\n1 0 x\n\n" } else { b"WARC/1.0\r\n" };
    let archive = [opening, bytes].concat();
    if choice & 2 == 0 {
        return taken_apart::taken_apart(&archive);
    }
    // Each half is a member; a byte of the whole is changed.
    let (first, second) = archive.split_at(archive.len() / 2);
    let mut packed = [first, second].map(stored).concat();
    let at = usize::from(*choice) * packed.len() / 256;
    if choice & 4 == 4 && at > 2 {
        packed[at] ^= 0x55;
    }
    taken_apart::taken_apart(&packed);
});

/// A gzip member that holds bytes as they are.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    encoder.write_all(bytes).expect("memory never fails");
    encoder.finish().expect("memory never fails")
}
