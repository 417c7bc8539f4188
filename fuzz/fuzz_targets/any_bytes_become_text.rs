//! Any bytes in any charset, declared or not, are text; UTF-8 is itself.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_intake::inside::decode_declared;

fuzz_target!(|bytes: &[u8]| {
    let border = bytes.iter().take(24).position(|b| *b == 0).unwrap_or(0);
    let (label, bytes) = bytes.split_at(border);
    let text = decode_declared(bytes, &String::from_utf8_lossy(label));
    // No charset makes more of a byte than three bytes of UTF-8, but for a few of two letters.
    assert!(text.len() <= 4 * bytes.len() + 4);
    if let Ok(own) = std::str::from_utf8(bytes)
        && !own.contains(['\0', '\u{1b}', '\u{feff}'])
    {
        assert_eq!(text, own);
    }
});
