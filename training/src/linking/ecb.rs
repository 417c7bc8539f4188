//! ECB+ as documents to read and mentions of events to find again.

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use sayso_language::Language;
use sayso_ledger::{Item, Ledger, Reader, fingerprint};
use sayso_reading::Lexicons;
use sayso_record::{Document, Record};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// A mention of an event, in a sentence whose annotation was checked.
pub(super) struct Mention {
    /// The document's place in the list.
    pub(super) document: usize,
    /// Code points.
    pub(super) span: (usize, usize),
    pub(super) words: String,
    pub(super) chain: String,
}

/// Documents of a split, with their mentions.
pub(super) struct Split {
    pub(super) documents: Vec<Told>,
    pub(super) mentions: Vec<Mention>,
}

pub(super) struct Told {
    pub(super) id: String,
    /// Documents of a topic tell of like events, those of a subtopic of one.
    pub(super) topic: u64,
    pub(super) subtopic: String,
    text: String,
}

impl Split {
    /// Reads `train` or `dev`.
    pub(super) fn read(shared: &Path, split: &str) -> Result<Self> {
        let path = shared.join("data/cross-doc/ecbplus/ecbplus.jsonl.gz");
        let file = std::fs::File::open(&path).with_context(|| path.display().to_string())?;
        let mut found = Self { documents: Vec::new(), mentions: Vec::new() };
        for line in BufReader::new(GzDecoder::new(file)).lines() {
            let value: Value = serde_json::from_str(&line?)?;
            if value["split"] == split {
                found.take(&value);
            }
        }
        Ok(found)
    }

    fn take(&mut self, value: &Value) {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (text, places) = text_of(value);
        let document = self.documents.len();
        self.documents.push(Told {
            id: word(&value["id"]),
            topic: value["topic"].as_u64().unwrap_or_default(),
            subtopic: word(&value["subtopic"]),
            text,
        });
        let none = Vec::new();
        let validated = value["validated_sentences"].as_array().unwrap_or(&none);
        for mention in value["mentions"].as_array().unwrap_or(&none) {
            if mention["kind"] != "event" || !validated.contains(&mention["sent"]) {
                continue;
            }
            let tokens: Vec<u64> =
                mention["tokens"].as_array().unwrap_or(&none).iter().filter_map(Value::as_u64).collect();
            let place = |token: u64| places.get(usize::try_from(token).ok()?).copied();
            let ends = (tokens.first().copied().and_then(place), tokens.last().copied().and_then(place));
            let (Some(first), Some(last)) = ends else {
                continue;
            };
            self.mentions.push(Mention {
                document,
                span: (first.0, last.1),
                words: word(&mention["text"]).to_lowercase(),
                chain: word(&mention["chain"]),
            });
        }
    }

    /// The records that Sayso makes of the documents.
    pub(super) fn records(&self) -> Result<Vec<Record>> {
        let (language, lexicons) = (Language::english()?, Lexicons::english()?);
        let record = |told: &Told| {
            let document = Document { id: told.id.clone(), text: told.text.clone(), ..Document::default() };
            sayso_reading::read(&document, &language.analyze(&document.text), &lexicons)
        };
        Ok(self.documents.iter().map(record).collect())
    }
}

/// The tokens as a text, and the code points at which each begins and ends.
fn text_of(document: &Value) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut places, mut point) = (String::new(), Vec::new(), 0);
    let no_tokens = Vec::new();
    for (at, token) in document["tokens"].as_array().unwrap_or(&no_tokens).iter().enumerate() {
        let word = match token.as_str().unwrap_or_default() {
            "``" | "''" => "\"",
            word => word,
        };
        let glued =
            matches!(word, "," | "." | "?" | "!" | ";" | ":" | "n't") || word.starts_with('\'') && word.len() > 1;
        if at > 0 {
            let new = document["sent"][at] != document["sent"][at - 1];
            if new || !glued {
                text.push(if new { '\n' } else { ' ' });
                point += 1;
            }
        }
        let length = word.chars().count();
        places.push((point, point + length));
        point += length;
        text.push_str(word);
    }
    (text, places)
}

/// A fresh ledger of `records`, removed with the folder that holds it.
pub(super) struct Fresh {
    pub(super) ledger: Ledger,
    folder: std::path::PathBuf,
}

impl Fresh {
    pub(super) fn of(records: &[Record]) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("sayso-linking-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let path = folder.join("ledger.db");
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(folder.join(format!("ledger.db{ending}")));
        }
        let mut ledger = Ledger::open_to_add(&path)?;
        let reader = Reader { program: "evaluation".into(), model: String::new(), lexicons: String::new() };
        let mut batch = ledger.batch(&reader)?;
        for (number, record) in (1..).zip(records) {
            let print = fingerprint(&record.document, &record.provenance);
            batch.add(&Item { source: "ECB+".into(), number, whole: false }, record, print)?;
        }
        batch.commit()?;
        Ok(Self { ledger, folder })
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // A folder of the system's for passing things; what stays there harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
