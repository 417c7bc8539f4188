//! Compressions taken off: gzip, xz, zstd, each as a stream, guarded against bombs.

use crate::recognise::Kind;
use std::io::{self, BufRead, Read};

/// Memory that an xz or zstd stream may ask for: their largest usual window and a margin.
const XZ_MEMORY: u64 = 256 << 20;
const ZSTD_WINDOW_LOG: u32 = 27;

/// The stream inside the compressed one; `None` where `kind` is no compression.
pub(crate) fn unpacked<'i>(kind: Kind, input: impl BufRead + 'i) -> Option<io::Result<Box<dyn Read + 'i>>> {
    Some(match kind {
        Kind::Gzip => Ok(Box::new(Gzip::new(input))),
        Kind::Xz => liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, liblzma::stream::CONCATENATED)
            .map(|stream| Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream)) as Box<dyn Read>)
            .map_err(io::Error::from),
        Kind::Zstd => zstd::stream::read::Decoder::with_buffer(input).and_then(|mut decoder| {
            decoder.window_log_max(ZSTD_WINDOW_LOG)?;
            Ok(Box::new(decoder) as Box<dyn Read>)
        }),
        _ => return None,
    })
}

/// Gzip members one after the other, as archives of web pages have them; zeros behind them are padding.
struct Gzip<R> {
    state: State<R>,
}

enum State<R> {
    Inside(Box<flate2::bufread::GzDecoder<R>>),
    Ended,
}

impl<R: BufRead> Gzip<R> {
    fn new(input: R) -> Self {
        Self { state: State::Inside(Box::new(flate2::bufread::GzDecoder::new(input))) }
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let State::Inside(decoder) = &mut self.state else { return Ok(0) };
            let read = decoder.read(out)?;
            if read > 0 || out.is_empty() {
                return Ok(read);
            }
            let State::Inside(decoder) = std::mem::replace(&mut self.state, State::Ended) else { return Ok(0) };
            let mut rest = decoder.into_inner();
            // Some writers put line ends or zeros between members.
            loop {
                let ready = rest.fill_buf()?;
                let padding = ready.iter().take_while(|b| matches!(b, 0 | b'\r' | b'\n')).count();
                let more = padding > 0;
                rest.consume(padding);
                if !more {
                    break;
                }
            }
            if rest.fill_buf()?.is_empty() {
                return Ok(0);
            }
            self.state = State::Inside(Box::new(flate2::bufread::GzDecoder::new(rest)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::unpacked;
    use crate::recognise::Kind;
    use std::io::{Read, Write};

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).expect("memory never fails");
        encoder.finish().expect("memory never fails")
    }

    #[test]
    fn gzip_members_follow_one_another_with_padding_between() {
        let packed = [gzip(b"One. "), b"\r\n".to_vec(), gzip(b"Two."), vec![0; 100]].concat();
        let mut text = String::new();
        let reader = unpacked(Kind::Gzip, &packed[..]).expect("gzip is a compression");
        reader.expect("the header is good").read_to_string(&mut text).expect("the data are good");
        assert_eq!(text, "One. Two.");
    }

    #[test]
    fn what_breaks_off_is_an_error_behind_what_is_whole() {
        let packed = gzip(&b"A line of text.\n".repeat(5000));
        let mut text = Vec::new();
        let reader = unpacked(Kind::Gzip, &packed[..packed.len() / 2]).expect("gzip is a compression");
        assert!(reader.expect("the header is good").read_to_end(&mut text).is_err());
        assert!(text.starts_with(b"A line"));
    }
}
