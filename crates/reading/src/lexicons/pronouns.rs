//! How much each circumstance counts when a pronoun looks for whom it means (`pronouns.tsv`).

use super::LexiconError;

/// Circumstances with their names in the table.
macro_rules! features {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// What speaks for or against a mention.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Feature { $($(#[$doc])* $variant,)* }
        /// The features' names, by number.
        pub const NAMES: &[&str] = &[$($text,)*];
    };
}

features! {
    /// The mention is a subject.
    Subject = "subject",
    /// An object.
    Object = "object",
    /// With a preposition.
    Oblique = "oblique",
    /// Inside another phrase.
    Inner = "inner",
    /// In the pronoun's sentence.
    Here = "here",
    /// In the sentence before.
    OneBack = "one back",
    /// Two sentences before.
    TwoBack = "two back",
    /// Farther.
    Farther = "farther",
    /// Actors that agree and are nearer.
    Rivals = "rivals",
    /// Logarithm of the distance in words.
    Tokens = "tokens",
    /// The same part in the clause as the pronoun.
    SamePart = "same part",
    /// Both are subjects.
    BothSubjects = "both subjects",
    /// The verb's own subject for `himself`.
    Reflexive = "reflexive",
    /// The subject of a clause for `his` in it.
    PossessorBelow = "possessor below",
    /// The subject of a clause for `he` in a clause below.
    ClauseBelow = "clause below",
    /// The mention is a pronoun.
    Pronoun = "pronoun",
    /// A role phrase.
    Nominal = "nominal",
    /// A possessor: `Khan's`.
    Possessor = "possessor",
    /// After `and`.
    Conjoined = "conjoined",
    /// Subject of the main clause.
    MainSubject = "main subject",
    /// Opens its sentence.
    Opens = "opens",
    /// Logarithm of how often the actor was mentioned.
    Count = "count",
    /// The pronoun is in the actor's own direct speech.
    OwnSpeech = "own speech",
    /// The mention is in direct speech, the pronoun outside.
    OtherSpeech = "other speech",
    /// The subject comes after the pronoun.
    Ahead = "ahead",
    /// The actor's gender is known.
    Known = "known",
    /// Logarithm of how often the whole text names the actor.
    Topic = "topic",
    /// Both say something.
    BothSpeak = "both speak",
    /// The last pronoun of the kind was this actor's.
    Going = "going",
    /// What was taken for a body or place, and may be a person all the same.
    Doubtful = "doubtful",
    /// `his government`, of one who governs.
    Governs = "governs",
    /// In brackets.
    Bracketed = "bracketed",
    /// In a relative or adverbial clause.
    Embedded = "embedded",
    /// The actor was named in the sentence before or this one.
    Fresh = "fresh",
    /// The first of the candidates, nearest first.
    Nearest = "nearest",
    /// The nearest subject.
    NearestSubject = "nearest subject",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    SubjectAfterSubjectHere = "subject after subject here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    SubjectAfterSubjectBefore = "subject after subject before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    SubjectAfterObjectHere = "subject after object here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    SubjectAfterObjectBefore = "subject after object before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    SubjectAfterObliqueHere = "subject after oblique here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    SubjectAfterObliqueBefore = "subject after oblique before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    SubjectAfterInnerHere = "subject after inner here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    SubjectAfterInnerBefore = "subject after inner before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    ObjectAfterSubjectHere = "object after subject here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    ObjectAfterSubjectBefore = "object after subject before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    ObjectAfterObjectHere = "object after object here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    ObjectAfterObjectBefore = "object after object before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    ObjectAfterObliqueHere = "object after oblique here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    ObjectAfterObliqueBefore = "object after oblique before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    ObjectAfterInnerHere = "object after inner here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    ObjectAfterInnerBefore = "object after inner before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    PossessiveAfterSubjectHere = "possessive after subject here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    PossessiveAfterSubjectBefore = "possessive after subject before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    PossessiveAfterObjectHere = "possessive after object here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    PossessiveAfterObjectBefore = "possessive after object before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    PossessiveAfterObliqueHere = "possessive after oblique here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    PossessiveAfterObliqueBefore = "possessive after oblique before",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    PossessiveAfterInnerHere = "possessive after inner here",
    /// The pronoun's part, the mention's, and whether they share a sentence.
    PossessiveAfterInnerBefore = "possessive after inner before",
    /// The actor is many people.
    Group = "group",
    /// A body.
    Organization = "organization",
    /// A state.
    Country = "country",
    /// A place.
    Place = "place",
}

/// How many features there are.
pub(crate) const COUNT: usize = NAMES.len();

/// A mention's features.
pub(crate) type Features = [f32; COUNT];

/// Which pronouns are weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `he`, `she`
    Person,
    /// `they`
    Many,
    /// `it`
    Thing,
}

/// The weights.
#[derive(Clone, Debug)]
pub(crate) struct Pronouns {
    weights: [Features; 3],
}

impl Pronouns {
    pub(super) fn read() -> Result<Self, LexiconError> {
        let table = sayso_lexicon::table!("pronouns.tsv", ["feature", "he", "they", "it"])?;
        let mut weights = [[0.0; COUNT]; 3];
        for row in table.rows() {
            let row = row?;
            let name = row.cell(0);
            let Some(feature) = NAMES.iter().position(|n| *n == name) else {
                return Err(row.error(format!("`{name}` is no feature of pronouns")));
            };
            for (kind, weights) in weights.iter_mut().enumerate() {
                weights[feature] = row.number(kind + 1)?.unwrap_or_default() as f32;
            }
        }
        Ok(Self { weights })
    }

    /// Puts other weights for `he` and `she`; what is missing of them stays.
    pub(super) fn set_person(&mut self, weights: &[f32]) {
        for (place, weight) in self.weights[Kind::Person as usize].iter_mut().zip(weights) {
            *place = *weight;
        }
    }

    /// The weights for a kind of pronoun.
    pub(crate) fn of(&self, kind: Kind) -> &Features {
        &self.weights[kind as usize]
    }
}
