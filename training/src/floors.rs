//! Floors under the figures: what a scorer prints may not fall below `training/floors.tsv`.

use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// The trained sections that are scored, and whether floors are held.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct Scored {
    /// The folder with the data.
    #[arg(long, default_value = "../shared")]
    pub(crate) shared: PathBuf,
    /// The bundle to score.
    #[arg(long, default_value = "models/en/sayso-en.bin.zst")]
    model: PathBuf,
    /// A folder of trained sections to score instead.
    #[arg(long)]
    from: Option<PathBuf>,
    /// Fail where a figure falls below its floor in `training/floors.tsv`.
    #[arg(long)]
    floors: bool,
}

impl Scored {
    /// The sections, for the rest of the program's life.
    pub(crate) fn sections(&self) -> Result<&'static [u8]> {
        let bytes = match &self.from {
            Some(folder) => crate::bundle::packed(folder)?,
            None => {
                let open = || std::fs::File::open(&self.model).and_then(zstd::decode_all);
                open().with_context(|| format!("cannot read {}; `train-all` makes it", self.model.display()))?
            }
        };
        crate::trees::keep(&bytes)
    }

    /// Holds figures, by name, against their floors where that is asked for.
    pub(crate) fn hold(&self, figures: &[(String, f64)]) -> Result<()> {
        if self.floors { hold(figures) } else { Ok(()) }
    }
}

/// Holds figures, by name, against their floors in `training/floors.tsv`.
pub(crate) fn hold(figures: &[(String, f64)]) -> Result<()> {
    let path = "training/floors.tsv";
    let table = std::fs::read_to_string(path).with_context(|| path.to_owned())?;
    let mut below = Vec::new();
    for (name, figure) in figures {
        let floor = table.lines().find_map(|line| line.strip_prefix(name.as_str())?.strip_prefix('\t'));
        let Some(floor) = floor else { continue };
        let floor: f64 = floor.trim().parse().with_context(|| format!("{path}: the floor of {name}"))?;
        if *figure < floor {
            below.push(format!("{name}: {figure:.2} is below the floor {floor}"));
        }
    }
    if below.is_empty() { Ok(()) } else { bail!("{}", below.join("\n")) }
}
