//! What the readers hand to each other before [`crate::assemble`] gives it ids: the nouns of
//! `sayso-record` with token numbers and indices instead of ids.

use jiff::civil::Date;
use sayso_language::Tokens;
use sayso_record::{Act, ActorKind, Basis, ConflictKind, Factuality, Plover, QuoteKind, Role, Span, TimeKind};

/// A time expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timex {
    /// Its tokens.
    pub tokens: Tokens,
    /// Its bytes (a part of a token may belong to it: `mid-April`).
    pub span: Span,
    /// TIMEX3 type.
    pub kind: TimeKind,
    /// TIMEX3 value.
    pub value: String,
    /// First and last calendar day covered, where there are any.
    pub days: Option<(Date, Date)>,
}

/// When something happened or was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Index of the time expression that it rests on.
    pub time: Option<usize>,
    /// First and last day; those of the time expression, of the publication, or reckoned from another event's.
    pub days: Option<(Date, Date)>,
    /// What the date rests on; `None` where there is none.
    pub basis: Option<Basis>,
}

/// An actor of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Fullest name in the text, or the canonical name of a known actor.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// CAMEO actor code.
    pub code: Option<String>,
    /// Offices.
    pub roles: Vec<Role>,
    /// Mentions in text order.
    pub mentions: Vec<Mention>,
    /// Which place it is.
    pub place: Whereabouts,
}

/// Which of the places of its name an actor is, where it is a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whereabouts {
    /// Nothing was found out of it.
    #[default]
    Unsaid,
    /// That row of the table of places.
    Row(u32),
    /// None that the table has.
    Elsewhere,
}

/// Words that refer to an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The words.
    pub tokens: Tokens,
    /// Head word of the phrase.
    pub head: u32,
    /// How it refers.
    pub form: MentionForm,
}

/// How a mention refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionForm {
    /// By name.
    Name,
    /// By an adjective or noun of nationality: `Pakistani`, `the Americans`.
    Demonym,
    /// By an office or another description: `the Pakistan prime minister`, `police`.
    Nominal,
    /// By a pronoun, possessives included.
    Pronoun,
}

/// All actors, and which token refers to which.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// The actors, in order of first mention.
    pub list: Vec<Actor>,
    /// For each token of the document, the actor of the smallest mention around it.
    pub by_token: Vec<Option<u32>>,
    /// For each token of the document, the actor of the mention *headed* by it.
    pub by_head: Vec<Option<u32>>,
    /// Head words that stand for several actors (`Indian and Pakistani ministers`), each with those beside
    /// [`by_head`](Self::by_head)'s, in text order.
    pub shared: Vec<(u32, u32)>,
}

impl Actors {
    /// The actor whose mention is headed by token `at`: what a phrase with that head word refers to.
    #[must_use]
    pub fn headed_by(&self, at: u32) -> Option<usize> {
        self.by_head.get(at as usize).copied().flatten().map(|a| a as usize)
    }

    /// The other actors that a phrase with the head word `at` stands for, in text order.
    pub fn also_headed_by(&self, at: u32) -> impl Iterator<Item = usize> + '_ {
        let first = self.shared.partition_point(|s| s.0 < at);
        self.shared.iter().skip(first).take_while(move |s| s.0 == at).map(|s| s.1 as usize)
    }

    /// The actor of the smallest mention that covers token `at`.
    #[must_use]
    pub fn covering(&self, at: u32) -> Option<usize> {
        self.by_token.get(at as usize).copied().flatten().map(|a| a as usize)
    }
}

/// A phrase that plays a part: a source, an addressee, the agency that passed something on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase {
    /// Its tokens, in one or more places.
    pub tokens: Vec<Tokens>,
    /// Its head word.
    pub head: Option<u32>,
    /// Index of the actor it refers to.
    pub actor: Option<usize>,
}

/// An attribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Who said it; no tokens where the text names nobody.
    pub source: Phrase,
    /// The cue's tokens.
    pub cue: Vec<Tokens>,
    /// Head word of the cue.
    pub cue_head: u32,
    /// Lemma of the cue's head word.
    pub lemma: String,
    /// What was said, in one or more places.
    pub content: Vec<Tokens>,
    /// Whether it is in quotation marks.
    pub quote: QuoteKind,
    /// What the speaker does by it.
    pub act: Act,
    /// Whether the cue is negated (`did not say that …`).
    pub negated: bool,
    /// To whom.
    pub addressee: Option<Phrase>,
    /// Who passed it on, nearest the reader first.
    pub via: Vec<Phrase>,
    /// Index of the statement whose content holds this one.
    pub within: Option<usize>,
    /// When it was said.
    pub when: When,
    /// On what occasion it was said.
    pub setting: Option<Phrase>,
    /// Whether somebody speaks whom the article does not name.
    pub anonymous: bool,
    /// Indices of statements that it denies.
    pub denies: Vec<usize>,
    /// Indices of statements that it supports.
    pub supports: Vec<usize>,
    /// Indices of statements that it answers.
    pub responds_to: Vec<usize>,
}

/// A political event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// CAMEO code.
    pub code: String,
    /// PLOVER's view of it.
    pub plover: Plover,
    /// Who acts.
    pub source: Vec<Party>,
    /// Who is acted on.
    pub target: Vec<Party>,
    /// Tokens that name the action.
    pub action: Vec<Tokens>,
    /// Head word of the action.
    pub head: u32,
    /// When it happened.
    pub when: When,
    /// Where it happened.
    pub place: Option<Place>,
    /// On whose word it stands; the narrator's voice first.
    pub voices: Vec<Voice>,
}

/// A side of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Index of the actor.
    pub actor: Option<usize>,
    /// CAMEO actor code in this event.
    pub code: Option<String>,
    /// Its words.
    pub tokens: Tokens,
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Its words.
    pub tokens: Tokens,
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
}

/// One voice's commitment to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    /// Index of the statement through which it speaks; `None` for the narrator.
    pub statement: Option<usize>,
    /// How sure it is.
    pub factuality: Factuality,
}

/// Two accounts that can't both hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// In what they differ.
    pub kind: ConflictKind,
    /// What stands against what.
    pub between: [Account; 2],
    /// The difference in a sentence, with `{0}` and `{1}` for the two ids.
    pub why: String,
}

/// A side of a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// Index of an event.
    Event(usize),
    /// Index of a statement.
    Statement(usize),
}
