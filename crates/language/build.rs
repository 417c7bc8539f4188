//! Unpacks `models/en/sayso-en.bin.zst` for `include_bytes!` and checks it once, so that no run has to.

use std::path::Path;

#[allow(dead_code, missing_docs, unreachable_pub)]
#[path = "src/model.rs"]
mod model;

const BUNDLE: &str = "../../models/en/sayso-en.bin.zst";
/// Training makes the models with this very crate and so must be able to build it without them.
const WITHOUT: &str = "SAYSO_WITHOUT_MODEL";

fn main() {
    println!("cargo::rerun-if-changed={BUNDLE}");
    println!("cargo::rerun-if-changed=src/model.rs");
    println!("cargo::rerun-if-env-changed={WITHOUT}");
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR for build scripts");
    let bytes = if std::env::var_os(WITHOUT).is_some() {
        Vec::new()
    } else if Path::new(BUNDLE).exists() {
        unpacked()
    } else {
        println!("cargo::warning=models/en/sayso-en.bin.zst is missing: Language::english() will only give an error");
        Vec::new()
    };
    std::fs::write(Path::new(&out).join("sayso-en.bin"), bytes).expect("OUT_DIR can be written to");
}

fn unpacked() -> Vec<u8> {
    let packed = std::fs::read(BUNDLE).unwrap_or_else(|error| panic!("cannot read {BUNDLE}: {error}"));
    let bytes = zstd::decode_all(&packed[..]).unwrap_or_else(|error| panic!("cannot unpack {BUNDLE}: {error}"));
    if let Err(error) = model::Model::open(&bytes).and_then(|model| model.verify()) {
        panic!("{BUNDLE} is not usable: {error}. Fetch it again, or remake it with `sayso-training train-all`");
    }
    bytes
}
