//! Names the lexicons by a hash of all tables, so that every record can tell which ones it was read with.

use std::path::{Path, PathBuf};

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lexicons/en");
    println!("cargo:rerun-if-changed={}", folder.display());
    let entries = std::fs::read_dir(&folder).expect("the lexicons stand in lexicons/en");
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == "tsv"));
    files.sort();
    let mut hasher = blake3::Hasher::new();
    for file in files {
        println!("cargo:rerun-if-changed={}", file.display());
        let table = std::fs::read(&file).expect("a table can be read");
        hasher.update(file.file_name().unwrap_or_default().as_encoded_bytes());
        hasher.update(&(table.len() as u64).to_le_bytes());
        hasher.update(&table);
    }
    println!("cargo:rustc-env=SAYSO_LEXICONS={}", &hasher.finalize().to_hex()[..16]);
}
