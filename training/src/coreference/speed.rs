//! How fast actors are found, tokens and trees being ready, against how fast those are made.

use super::print;
use sayso_language::Language;
use sayso_reading::Lexicons;
use sayso_record::Document;
use std::path::PathBuf;
use std::time::Instant;

/// Options of `actors-speed`.
#[derive(clap::Args)]
pub(crate) struct ActorsSpeed {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
}

impl ActorsSpeed {
    /// Measures on the articles of TimeBank, AQUAINT and MEANTIME.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let language = Language::english()?;
        let begin = Instant::now();
        let lexicons = Lexicons::english()?;
        print(&format!("reading all lexicons: {:.1} ms", begin.elapsed().as_secs_f64() * 1000.0));
        let mut texts: Vec<Document> = Vec::new();
        for file in ["timebank", "aquaint", "meantime"] {
            let path = self.shared.join(format!("data/time/{file}.jsonl"));
            texts.extend(crate::times::documents(&path)?.into_iter().map(|(document, _)| document));
        }
        let (mut analysing, mut finding) = (f64::MAX, f64::MAX);
        let mut tokens = 0;
        for _ in 0..5 {
            let begin = Instant::now();
            let analyses: Vec<_> = texts.iter().map(|d| language.analyze(&d.text)).collect();
            analysing = analysing.min(begin.elapsed().as_secs_f64());
            tokens = analyses.iter().map(|a| a.tokens().len()).sum();
            let begin = Instant::now();
            let found: usize =
                texts.iter().zip(&analyses).map(|(d, a)| sayso_reading::places(d, a, &lexicons).len()).sum();
            finding = finding.min(begin.elapsed().as_secs_f64());
            std::hint::black_box(found);
        }
        print(&format!(
            "{tokens} tokens: analysis {:.0} a second, actors {:.0} a second, {:.2} of its time",
            tokens as f64 / analysing,
            tokens as f64 / finding,
            finding / analysing
        ));
        Ok(())
    }
}
