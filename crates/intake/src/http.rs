//! Answers of web servers as archives keep them: status, headers, body out of its chunks and compression.

use std::io::Read;

/// An answer taken apart.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Media type in lower case, without parameters.
    pub(crate) media: String,
    pub(crate) charset: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// Takes an answer apart; its body unpacks to at most `limit` bytes. What is none comes back.
pub(crate) fn answer(mut bytes: Vec<u8>, limit: usize) -> Result<Answer, Vec<u8>> {
    if !bytes.starts_with(b"HTTP/") && !bytes.starts_with(b"ICY") {
        return Err(bytes);
    }
    let (head, body) = split_head(&bytes);
    let mut lines = head.split(|b| *b == b'\n').map(|line| String::from_utf8_lossy(line));
    let status = lines.next().unwrap_or_default();
    let status = status.split_whitespace().nth(1).and_then(|s| s.parse().ok()).unwrap_or(200);
    let (mut media, mut chunked, mut packed) = (String::new(), false, false);
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => value.clone_into(&mut media),
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            "content-encoding" => packed = value.to_ascii_lowercase().contains("gzip"),
            _ => {}
        }
    }
    // Archives often keep the header and store the body plain: what the body is decides.
    let body = match chunked.then(|| unchunked(body)).flatten() {
        Some(whole) => whole,
        None => {
            // A page is moved to the front rather than copied.
            let begin = head.len();
            bytes.drain(..begin);
            bytes
        }
    };
    let body = if packed && body.starts_with(b"\x1f\x8b") { unpacked(&body, limit) } else { body };
    let (media, charset) = media_type(&media);
    Ok(Answer { status, media, charset, body })
}

/// `text/html; charset=x`: the type and the charset.
pub(crate) fn media_type(written: &str) -> (String, Option<String>) {
    let mut parts = written.split(';');
    let media = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (media, charset)
}

/// Header and body, apart at the first empty line.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    while let Some(end) = bytes[at..].iter().position(|b| *b == b'\n') {
        let line = &bytes[at..at + end];
        at += end + 1;
        if line.is_empty() || line == b"\r" {
            return (&bytes[..at], &bytes[at..]);
        }
    }
    (bytes, &[])
}

/// The body in chunks of stated length put together; `None` where it is in none. A cut body ends where it is cut.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut first = true;
    while let Some(end) = rest.iter().take(200).position(|b| *b == b'\n') {
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let Ok(size) = usize::from_str_radix(size, 16) else { if first { return None } else { break } };
        first = false;
        rest = &rest[end + 1..];
        if size == 0 {
            break;
        }
        let taken = size.min(rest.len());
        whole.extend_from_slice(&rest[..taken]);
        rest = &rest[taken..];
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
    (!first).then_some(whole)
}

/// What can be unpacked; a page that is cut is read as far as it goes.
fn unpacked(body: &[u8], limit: usize) -> Vec<u8> {
    let mut whole = Vec::new();
    let _ = flate2::bufread::GzDecoder::new(body).take(limit as u64).read_to_end(&mut whole);
    whole
}

#[cfg(test)]
mod tests {
    use super::answer;

    #[test]
    fn chunks_are_put_together_where_there_are_any() {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/HTML; charset=\"x\"\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (body, whole) in [
            ("4\r\nOne \r\n4;a=b\r\nTwo.\r\n0\r\n\r\n", "One Two."),
            ("<p>no chunks", "<p>no chunks"),
            ("ffff\r\ncut", "cut"),
        ] {
            let answer = answer(format!("{head}{body}").into_bytes(), 99).expect("it is an answer");
            assert_eq!(
                (answer.status, answer.media.as_str(), answer.charset.as_deref()),
                (200, "text/html", Some("x"))
            );
            assert_eq!(answer.body, whole.as_bytes());
        }
        assert!(answer(b"<html>".to_vec(), 99).is_err());
    }
}
