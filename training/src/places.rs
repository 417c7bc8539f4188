//! Toponyms scored on the Local-Global Lexicon: found, and put within 161 km (100 miles) of where they are.

use anyhow::Context as _;
use sayso_language::Language;
use sayso_reading::Lexicons;
use sayso_record::Document;
use serde_json::Value;
use std::io::Write as _;
use std::path::PathBuf;

/// Options of `score-places`.
#[derive(clap::Args)]
pub(crate) struct ScorePlaces {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Files below `data/geoparsing`.
    #[arg(long, default_values_t = ["lgl".to_owned(), "tr-news".to_owned(), "geovirus".to_owned()])]
    files: Vec<String>,
    /// Print this many toponyms that were put wrong.
    #[arg(long, default_value_t = 0)]
    errors: usize,
}

impl ScorePlaces {
    /// Scores.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let language = Language::english()?;
        let lexicons = Lexicons::english()?;
        let mut out = std::io::stdout().lock();
        for file in &self.files {
            let path = self.shared.join(format!("data/geoparsing/{file}.jsonl"));
            let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let (mut gold, mut found, mut placed, mut near, mut left) = (0_u32, 0_u32, 0_u32, 0_u32, self.errors);
            for line in text.lines() {
                let value: Value = serde_json::from_str(line)?;
                let text = value["text"].as_str().unwrap_or_default().to_owned();
                let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
                let date = value["date"].as_str().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok());
                let document = Document { id: "place".to_owned(), date, text, ..Document::default() };
                let analysis = language.analyze(&document.text);
                let places = sayso_reading::places(&document, &analysis, &lexicons);
                for toponym in value["toponyms"].as_array().into_iter().flatten() {
                    let (Some(lat), Some(lon)) = (toponym["lat"].as_f64(), toponym["lon"].as_f64()) else { continue };
                    let at =
                        |key: &str| toponym[key].as_u64().and_then(|c| starts.get(c as usize)).copied().unwrap_or(0);
                    let (start, end) = (at("start"), at("end"));
                    gold += 1;
                    let hit = places.iter().find(|p| {
                        let span = analysis.span(p.tokens);
                        (span.start as usize) < end && start < span.end as usize
                    });
                    let Some(place) = hit else { continue };
                    found += 1;
                    let Some(point) = place.point else { continue };
                    placed += 1;
                    let away = kilometres(point, (lat, lon));
                    near += u32::from(away <= 161.0);
                    if away > 161.0 && left > 0 {
                        left -= 1;
                        writeln!(
                            out,
                            "{} → {:?} {:?}, gold {lat} {lon}",
                            toponym["phrase"], place.name, place.country
                        )?;
                    }
                }
            }
            let share = |of: u32, all: u32| 100.0 * f64::from(of) / f64::from(all.max(1));
            writeln!(
                out,
                "{file}: {gold} toponyms, found {:.1}%, with a position {:.1}%; within 161 km {:.1}% of all, {:.1}% of those with a position",
                share(found, gold),
                share(placed, gold),
                share(near, gold),
                share(near, placed)
            )?;
        }
        Ok(())
    }
}

/// The distance of two points on the globe.
fn kilometres(one: (f64, f64), other: (f64, f64)) -> f64 {
    let (a, b) = (one.0.to_radians(), other.0.to_radians());
    let (up, across) = ((b - a) / 2.0, (other.1 - one.1).to_radians() / 2.0);
    let h = up.sin().powi(2) + a.cos() * b.cos() * across.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}
