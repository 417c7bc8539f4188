//! `bundle`: packs the trained sections into the one file that ships.

use anyhow::{Context, Result};
use sayso_language::model::{Model, pack};
use sayso_language::{Language, Words};
use sayso_reading::Lexicons;
use std::path::{Path, PathBuf};

/// Sections in the order in which they lie in the bundle.
const SECTIONS: &[&str] = &[
    "clusters",
    "lemmas",
    "tags.masks",
    "tags.penn",
    "tags.universal",
    "trees.actions",
    "trees.relations",
    "names",
    "statements",
];

/// Packs trained sections (one file each) into a bundle.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The folder with a file for each section; those that are missing are left out, and named.
    #[arg(long, default_value = "target/models")]
    from: PathBuf,
    /// Where to write the bundle.
    #[arg(long, default_value = "models/en/sayso-en.bin.zst")]
    out: PathBuf,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    bundle(&options.from, &options.out)
}

/// Packs the sections found in `from`; same sections, same bytes.
pub(crate) fn packed(from: &Path) -> Result<Vec<u8>> {
    let mut sections = Vec::new();
    for name in SECTIONS {
        let path = from.join(name);
        if path.exists() {
            sections.push((*name, std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?));
        } else {
            eprintln!("{name}: not there, left out");
        }
    }
    let borrowed: Vec<_> = sections.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
    Ok(pack(&borrowed)?)
}

/// The rooms as they run with the sections found in `from`, whatever this build carries.
pub(crate) fn open(from: &Path) -> Result<(Language, Lexicons)> {
    let bytes = crate::trees::keep(&packed(from)?)?;
    let clusters = Model::open(bytes)?.section("clusters").and_then(|section| Words::open(section).ok());
    Ok((Language::of(bytes)?, Lexicons::english()?.with_clusters(clusters)))
}

/// Writes the bundle.
pub(crate) fn bundle(from: &Path, out: &Path) -> Result<()> {
    let bytes = packed(from)?;
    for (name, section) in Model::open(&bytes)?.sections() {
        let small = zstd::encode_all(section, 19)?.len();
        eprintln!("{name}: {} bytes, {small} compressed", section.len());
    }
    let packed = zstd::encode_all(&bytes[..], 19)?;
    let temporary = out.with_extension("tmp");
    if let Some(folder) = out.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(&temporary, &packed).with_context(|| format!("cannot write {}", temporary.display()))?;
    std::fs::rename(&temporary, out)?;
    eprintln!("{}: {} bytes, {} unpacked", out.display(), packed.len(), bytes.len());
    Ok(())
}
