//! English text to sentences, tokens, quotations, tags, lemmas, dependencies and names.
//!
//! This room knows English and no politics. It is total and pure: any `&str` gives an [`Analysis`].

mod analysis;
mod assemble;
pub mod features;
pub mod hashed;
mod labels;
pub mod lemma;
mod memory;
pub mod model;
pub mod names;
pub mod parser;
pub mod quotes;
pub mod segment;
pub mod syntax;
pub mod tables;
pub mod tagger;
pub mod words;

pub use analysis::{Analysis, Name, Quotation, SentenceTokens, Token, Tokens};
pub use labels::{Deprel, NameKind, Upos, Xpos};
pub use names::Names;
pub use words::{Clusters, Words};

use lemma::Lemmas;
use model::{Model, ModelError};
use quotes::Quotes;
use segment::{Segmented, Segmenter};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use syntax::Syntax;

/// Bytes that begin on a cache line, as the weight tables in them must.
#[repr(C, align(64))]
struct Aligned<T: ?Sized>(T);

static ENGLISH: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/sayso-en.bin")));

/// A section of the English model that this build carries; `None` where it has none of that name. Rooms
/// that have trained models of their own find their weights so.
#[must_use]
pub fn english_section(name: &str) -> Option<&'static [u8]> {
    Model::open(&ENGLISH.0).ok()?.section(name)
}

/// The trained models, ready to analyse texts.
#[derive(Clone, Debug)]
pub struct Language {
    segmenter: Segmenter,
    syntax: Syntax<'static>,
    lemmas: Lemmas,
    names: Names<'static>,
    bytes: &'static [u8],
    /// How much text was analysed so far; only speed depends on it.
    read: Arc<AtomicUsize>,
    /// The same models on large pages, made when there is much to read.
    roomy: Arc<OnceLock<Option<Syntax<'static>>>>,
}

/// Bytes of text after which a copy of the parser on large pages pays.
const MUCH: usize = 1 << 18;

/// Why the models could not be used.
#[derive(Debug, thiserror::Error)]
pub enum LanguageError {
    /// The file is no model, is cut short, or was altered.
    #[error("the model is not usable: {0}")]
    Model(#[from] ModelError),
    /// The model lacks a part, or the part is damaged.
    #[error("the model is not usable: its {0} is missing or damaged")]
    Part(&'static str),
    /// The program was built without its models.
    #[error(
        "this build carries no English model: build it with models/en/sayso-en.bin.zst in place \
         and without SAYSO_WITHOUT_MODEL"
    )]
    Missing,
}

impl Language {
    /// The English models that this build carries.
    ///
    /// # Errors
    /// Where it was built without them.
    pub fn english() -> Result<Self, LanguageError> {
        if ENGLISH.0.is_empty() {
            return Err(LanguageError::Missing);
        }
        Self::of(&ENGLISH.0)
    }

    /// The models in `bytes`, which must begin on a cache line. Sections are trusted: see [`Model::verify`].
    ///
    /// # Errors
    /// Where the bytes are no model, or lack a part.
    pub fn of(bytes: &'static [u8]) -> Result<Self, LanguageError> {
        let model = Model::open(bytes)?;
        Ok(Self {
            segmenter: Segmenter::english(),
            syntax: Syntax::open(|name| model.section(name))
                .ok_or(LanguageError::Part("tagger, parser or table of word clusters"))?,
            lemmas: Lemmas::new(model.section("lemmas").unwrap_or_default()),
            names: model
                .section("names")
                .and_then(|section| Names::open(section).ok())
                .ok_or(LanguageError::Part("finder of names"))?,
            bytes,
            read: Arc::default(),
            roomy: Arc::default(),
        })
    }

    /// Which models these are: the same weights give the same name.
    #[must_use]
    pub fn version(&self) -> String {
        let checksum = Model::open(self.bytes).map(|model| model.checksum()).unwrap_or_default();
        checksum.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// Analyses `text`. Total: any text at all gives an analysis, the empty text an empty one.
    #[must_use]
    pub fn analyze(&self, text: &str) -> Analysis {
        let mut segmented = Segmented::default();
        self.segmenter.segment(text, &mut segmented);
        let mut quotes = Quotes::default();
        quotes::find(text, &segmented, &mut quotes);
        let mut analysis = assemble::begin(&segmented, quotes.quotations);
        let mut left = segmented.sentences.iter().enumerate();
        let syntax = self.syntax(text.len());
        syntax.parse_all(
            &mut syntax::Slots::default(),
            |sentence| {
                let Some((number, of)) = left.next() else { return false };
                let spans = segmented.tokens.get(of.tokens.start as usize..of.tokens.end as usize).unwrap_or_default();
                sentence.number = number;
                syntax.look_up(spans.iter().map(|span| span.of(text)), sentence);
                syntax.tag(sentence);
                true
            },
            |sentence| assemble::sentence(&mut analysis, sentence),
        );
        assemble::children(&mut analysis);
        self.lemmatize(text, &mut analysis);
        self.name(text, &mut analysis);
        analysis
    }

    fn name(&self, text: &str, analysis: &mut Analysis) {
        let forms: Vec<&str> = analysis.tokens.iter().map(|token| token.span.of(text)).collect();
        let tags: Vec<Xpos> = analysis.tokens.iter().map(|token| token.xpos).collect();
        let ends: Vec<u32> = analysis.sentences.iter().map(|sentence| sentence.tokens.end).collect();
        let input = names::Input { forms: &forms, tags: &tags, ends: &ends };
        analysis.names = self.names.find(input, *self.syntax.clusters());
        names::joined::join(&mut analysis.names, &analysis.tokens, &forms);
    }

    /// The models, wherever they are read fastest.
    fn syntax(&self, text: usize) -> &Syntax<'static> {
        if self.read.fetch_add(text, Ordering::Relaxed).saturating_add(text) < MUCH {
            return &self.syntax;
        }
        let copy = || {
            let model = Model::open(self.bytes).ok()?;
            Syntax::open(|name| {
                let section = model.section(name)?;
                // The tagger's tables are the largest by far, and asked once a word: a copy would cost more than it gives.
                let large = name.starts_with("trees.").then(|| memory::on_large_pages(section));
                Some(large.flatten().unwrap_or(section))
            })
        };
        self.roomy.get_or_init(copy).as_ref().unwrap_or(&self.syntax)
    }

    fn lemmatize(&self, text: &str, analysis: &mut Analysis) {
        let Analysis { tokens, lemmas, lemma_ends, .. } = analysis;
        lemmas.reserve(text.len());
        lemma_ends.reserve(tokens.len());
        for token in tokens.iter() {
            self.lemmas.lemma(token.span.of(text), token.xpos, lemmas);
            lemma_ends.push(u32::try_from(lemmas.len()).unwrap_or(u32::MAX));
        }
    }
}

/// A copy of a model that [`Language::of`] can use for the rest of the program's life.
#[must_use]
pub fn model_on_large_pages(bytes: &[u8]) -> Option<&'static [u8]> {
    memory::on_large_pages(bytes)
}
