//! Compressions taken off: gzip, xz, zstd, each as a stream, guarded against bombs.

use crate::recognise::Kind;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Chain, Read};

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

/// A damaged stretch of a compressed input, behind which the data go on.
///
/// It comes as an error once; who reads on gets a line's end, so that no line runs over the gap, and then what is behind.
#[derive(Debug, thiserror::Error)]
#[error("{0}; what stands behind the damage is read")]
pub(crate) struct Gap(io::Error);

impl Gap {
    /// Whether an error tells of a gap, so that it makes sense to read on.
    pub(crate) fn is_in(error: &io::Error) -> bool {
        error.get_ref().is_some_and(|inner| inner.is::<Self>())
    }
}

/// Gzip members one after the other, as archives of web pages have them; zeros behind them are padding.
///
/// A member that is damaged ends where the next one begins: what looks like its header is looked for.
struct Gzip<R> {
    state: State<R>,
}

enum State<R> {
    Inside(Member<R>),
    /// Behind a damaged member; the mark of the next one was taken from the input.
    Behind(R),
    Ended,
}

/// A member's decoder; the bytes of its mark may have been taken from the input before.
type Member<R> = Box<GzDecoder<Chain<&'static [u8], R>>>;

fn member<R: BufRead>(mark: &'static [u8], input: R) -> State<R> {
    State::Inside(Box::new(GzDecoder::new(mark.chain(input))))
}

impl<R: BufRead> Gzip<R> {
    fn new(input: R) -> Self {
        Self { state: member(&[], input) }
    }

    /// The error as it is, or as a gap where another member stands behind it.
    fn broken(&mut self, error: io::Error) -> io::Error {
        let damaged = matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData);
        if !damaged {
            return error;
        }
        let State::Inside(decoder) = std::mem::replace(&mut self.state, State::Ended) else { return error };
        let (_, mut input) = decoder.into_inner().into_inner();
        match find_member(&mut input) {
            Ok(true) => {
                self.state = State::Behind(input);
                io::Error::new(io::ErrorKind::InvalidData, Gap(error))
            }
            Ok(false) => error,
            Err(other) => other,
        }
    }
}

/// The fixed bytes of a member's header: its mark and the only method. The flags behind them use five bits.
const MEMBER: [u8; 3] = [0x1f, 0x8b, 8];

/// Passes over what stands before the next member; false where none comes.
fn find_member(input: &mut impl BufRead) -> io::Result<bool> {
    // Bytes of the mark that were seen, since it may lie across the border of two blocks.
    let mut seen = 0;
    loop {
        let ready = input.fill_buf()?;
        if ready.is_empty() {
            return Ok(false);
        }
        let mut used = 0;
        for byte in ready {
            used += 1;
            seen = match *byte {
                byte if byte == MEMBER[seen] => seen + 1,
                byte if byte == MEMBER[0] => 1,
                _ => 0,
            };
            if seen == MEMBER.len() {
                break;
            }
        }
        input.consume(used);
        if seen == MEMBER.len() {
            return Ok(true);
        }
    }
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let State::Inside(decoder) = &mut self.state else {
                let Some(first) = out.first_mut() else { return Ok(0) };
                let State::Behind(input) = std::mem::replace(&mut self.state, State::Ended) else { return Ok(0) };
                self.state = member(&MEMBER, input);
                *first = b'\n';
                return Ok(1);
            };
            let read = match decoder.read(out) {
                Ok(read) => read,
                Err(error) => return Err(self.broken(error)),
            };
            if read > 0 || out.is_empty() {
                return Ok(read);
            }
            let State::Inside(decoder) = std::mem::replace(&mut self.state, State::Ended) else { return Ok(0) };
            let (_, mut rest) = decoder.into_inner().into_inner();
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
            self.state = member(&[], rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Gap, unpacked};
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
    fn behind_a_damaged_member_the_next_one_is_read() {
        let pseudo_random = |n: u32| char::from(b'a' + (n.wrapping_mul(2_654_435_761) >> 28) as u8);
        let long: String = (0..20_000).map(pseudo_random).collect();
        let mut damaged = gzip(long.as_bytes());
        let middle = damaged.len() / 2;
        damaged[middle..middle + 40].fill(0xff);
        let packed = [gzip(b"One."), damaged, gzip(b"Two."), gzip(b"Three.")].concat();
        let mut reader = unpacked(Kind::Gzip, &packed[..]).expect("it is a compression").expect("the header is good");
        let mut text = Vec::new();
        let error = reader.read_to_end(&mut text).expect_err("a member is damaged");
        assert!(Gap::is_in(&error) && text.starts_with(b"One."), "{error}");
        text.clear();
        reader.read_to_end(&mut text).expect("the others are whole");
        assert_eq!(text, b"\nTwo.Three.");
        // Behind the last member there is nothing to go on with.
        let mut reader = unpacked(Kind::Gzip, &packed[..packed.len() - 60]).expect("gzip").expect("the header is good");
        let error = reader.read_to_end(&mut text).expect_err("a member is damaged");
        assert!(!Gap::is_in(&error), "{error}");
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
