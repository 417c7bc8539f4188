//! The one door through which lexicons come in: `lexicons/en/*.tsv`, parsed once at start.
//!
//! A topic's tables are parsed by its own module here into the shape its reader wants, with a field in
//! [`Lexicons`]. `sayso_lexicon` tells what tables look like. A topic module looks like this:
//!
//! ```ignore
//! impl Topic {
//!     pub(super) fn read() -> Result<Self, LexiconError> {
//!         let table = sayso_lexicon::table!("topic.tsv", ["form", "code"])?;
//!         for row in table.rows() {
//!             let row = row?;
//!             topic.insert(row.cell(0), row.cell(1));
//!         }
//!         …
//! ```
//!
//! Cells are `&'static str`: nothing is copied. [`phrases::Phrases`] finds entries of several words in a text.

pub(crate) mod cameo;
pub(crate) mod combining;
pub(crate) mod cues;
pub(crate) mod events;
pub(crate) mod hedges;
pub(crate) mod name_words;
pub(crate) mod occasions;
pub(crate) mod phrases;
pub(crate) mod pronouns;
mod times;
pub(crate) mod verbs;
pub(crate) mod world;

pub use cameo::CameoCode;
pub use sayso_lexicon::LexiconError;

/// What we know of words and of the world.
#[derive(Clone, Debug)]
pub struct Lexicons {
    /// Weights of the trained reader of attributions; the rules read alone where there are none.
    pub(crate) attribution: Option<crate::statements::model::Weights<'static>>,
    /// Clusters of words, for the trained readers.
    pub(crate) clusters: Option<sayso_language::Words<'static>>,
    /// Words that mark an attribution.
    pub(crate) cues: cues::Cues,
    /// Occasions of speech, and people who speak unnamed.
    pub(crate) occasions: occasions::Occasions,
    /// Words and rules of time expressions.
    pub(crate) times: crate::times::Grammar,
    /// Countries, people in office, organisations, titles, places.
    pub(crate) world: world::World,
    /// How pronouns weigh whom they may mean.
    pub(crate) pronouns: pronouns::Pronouns,
    /// CAMEO's codebook.
    pub(crate) cameo: cameo::Cameo,
    pub(crate) combining: combining::Combining,
    /// Which words name which events.
    pub(crate) events: events::EventRules,
    /// What a model makes of verbs without a rule.
    pub(crate) verbs: verbs::Verbs,
    /// Figures and what they count.
    pub(crate) figures: sayso_lexicon::Figures,
    /// Negations, modals, hedges, embedding words.
    pub(crate) hedges: hedges::Hedges,
    /// Dictionaries of the user's own.
    pub(crate) dictionaries: crate::dictionary::Dictionaries,
}

impl Lexicons {
    /// The English lexicons that this build carries.
    ///
    /// # Errors
    /// Where a table does not parse, with its file and line.
    pub fn english() -> Result<Self, LexiconError> {
        let world = beside(world::World::read);
        let cameo = cameo::Cameo::read()?;
        let events = events::EventRules::read(&cameo)?;
        Ok(Self {
            attribution: sayso_language::english_section("statements")
                .and_then(|s| crate::statements::model::Weights::open(s).ok()),
            clusters: sayso_language::english_section("clusters").and_then(|s| sayso_language::Words::open(s).ok()),
            cues: cues::Cues::read()?,
            occasions: occasions::Occasions::read()?,
            times: times::read()?,
            pronouns: pronouns::Pronouns::read()?,
            verbs: verbs::Verbs::read(&cameo)?,
            cameo,
            combining: combining::Combining::read()?,
            events,
            figures: sayso_lexicon::Figures::read()?,
            hedges: hedges::Hedges::read()?,
            dictionaries: crate::dictionary::Dictionaries::default(),
            world: world()?,
        })
    }
}

/// Reads tables on a thread of their own where there is one to be had; calling the result waits for them. Reading all
/// tables one after another would be half of the program's start.
fn beside<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, LexiconError> + Copy + Send + 'static,
) -> impl FnOnce() -> Result<T, LexiconError> {
    let thread = std::thread::Builder::new().spawn(read);
    move || match thread {
        Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        Err(_) => read(),
    }
}

impl Lexicons {
    /// Which tables this build carries: the same tables give the same name.
    #[must_use]
    pub fn version() -> &'static str {
        env!("SAYSO_LEXICONS")
    }

    /// The same with other weights for attributions, or with none: the rules read alone then.
    #[must_use]
    pub fn with_attribution(mut self, weights: Option<crate::statements::model::Weights<'static>>) -> Self {
        self.attribution = weights;
        self
    }

    /// Whether the lexicon has the word as a cue of some strength.
    #[must_use]
    pub fn is_cue(&self, analysis: &sayso_language::Analysis, at: u32) -> bool {
        let classes = [cues::CueClass::Verb, cues::CueClass::Noun, cues::CueClass::Adjective];
        let mut rows = classes.iter().flat_map(|c| self.cues.rows(analysis.lemma(at), *c));
        rows.any(|r| r.strength > cues::Strength::Weak)
    }

    /// The same with dictionaries of the user's beside the tables, or instead of them.
    #[must_use]
    pub fn with_dictionaries(mut self, dictionaries: crate::dictionary::Dictionaries) -> Self {
        self.dictionaries = dictionaries;
        self
    }

    /// The same with other weights for `he` and `she`, in the order of [`FEATURES`](crate::FEATURES).
    #[must_use]
    pub fn with_pronouns(mut self, weights: &[f32]) -> Self {
        self.pronouns.set_person(weights);
        self
    }

    /// The same with other clusters of words.
    #[must_use]
    pub fn with_clusters(mut self, clusters: Option<sayso_language::Words<'static>>) -> Self {
        self.clusters = clusters;
        self
    }
}

impl Lexicons {
    /// What the codebook says of a CAMEO code.
    #[must_use]
    pub fn cameo(&self, code: &str) -> Option<&CameoCode> {
        self.cameo.code(code)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_english_tables_parse() {
        if let Err(error) = super::Lexicons::english() {
            panic!("{error}");
        }
    }
}
