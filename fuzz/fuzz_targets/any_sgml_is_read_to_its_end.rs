//! Any bytes inside Reuters' SGML.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod taken_apart;

fuzz_target!(|bytes: &[u8]| {
    taken_apart::taken_apart(&[b"<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n<REUTERS NEWID=\"7\">", bytes].concat());
});
