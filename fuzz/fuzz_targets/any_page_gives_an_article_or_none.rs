//! Any bytes inside a page: tags, scripts, JSON-LD, metadata, whatever they are.
#![no_main]

use libfuzzer_sys::fuzz_target;

mod taken_apart;

fuzz_target!(|bytes: &[u8]| {
    taken_apart::taken_apart(&[b"<!DOCTYPE html><html>", bytes].concat());
});
