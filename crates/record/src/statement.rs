//! Attributions: who said what, by which words.

use crate::{Basis, Span, Spans};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One attribution: a source, the cue that marks it, and the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Id within the ledger, from content.
    pub id: String,
    /// Who said it; no spans where the text names nobody.
    pub source: Source,
    /// The words that mark the attribution.
    pub cue: Cue,
    /// What was said.
    pub content: Content,
    /// Whether the words are the speaker's own.
    pub quote: QuoteKind,
    /// What the speaker does by saying it.
    pub act: Act,
    /// To whom it was said.
    pub addressee: Option<Addressee>,
    /// Who passed it on, nearest the reader first.
    pub via: Vec<Via>,
    /// The statement whose content holds this one.
    pub within: Option<String>,
    /// When it was said.
    pub time: Option<StatementTime>,
    /// On what occasion it was said, in the article's words.
    #[serde(default)]
    pub setting: Option<Setting>,
    /// Statements that this one denies.
    pub denies: Vec<String>,
    /// Statements that this one backs.
    pub supports: Vec<String>,
    /// Statements that this one answers.
    pub responds_to: Vec<String>,
}

/// Who said it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The words that name the source.
    pub spans: Spans,
    /// The actor; `None` where it stays anonymous.
    pub actor: Option<String>,
    /// Whether somebody speaks whom the article does not name: `officials`, `a diplomat who asked not to be named`.
    #[serde(default)]
    pub anonymous: bool,
    /// How the article describes a source without a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// The words that mark an attribution.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// Where they stand.
    pub spans: Spans,
    /// Lemma of the head word.
    pub lemma: String,
}

/// What was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Where it stands; several spans where the cue cuts it in pieces.
    pub spans: Spans,
}

/// Whether the words are the speaker's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// All of it in quotation marks.
    Direct,
    /// None of it.
    Indirect,
    /// Part of it.
    Mixed,
}

/// What a speaker does by speaking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)] // the names are the contract's, and plain words
pub enum Act {
    Say,
    Claim,
    Accuse,
    Deny,
    Confirm,
    Demand,
    Request,
    Offer,
    Promise,
    Warn,
    Threaten,
    Praise,
    Criticize,
    Agree,
    Ask,
    Believe,
    Expect,
    Intend,
    Feel,
    Other,
}

/// To whom it was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// Where it stands.
    pub spans: Spans,
    /// The actor, where known.
    pub actor: Option<String>,
    /// The words.
    pub text: String,
}

/// Who passed a statement on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Via {
    /// The actor, where known.
    pub actor: Option<String>,
    /// Where it stands.
    pub spans: Spans,
    /// The words.
    pub text: String,
}

/// On what occasion something was said: `at a press briefing`, `in an interview with Le Monde`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// Where it stands.
    pub spans: Spans,
    /// The words.
    pub text: String,
}

/// When something was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementTime {
    /// Id of the time expression.
    pub timex: Option<String>,
    /// TIMEX3 value.
    pub value: String,
    /// First day.
    pub begin: Option<Date>,
    /// Last day, inclusive.
    pub end: Option<Date>,
    /// What the date rests on.
    pub basis: Option<Basis>,
}

impl Act {
    /// All acts, in the contract's order.
    pub const ALL: [Self; 20] = [
        Self::Say,
        Self::Claim,
        Self::Accuse,
        Self::Deny,
        Self::Confirm,
        Self::Demand,
        Self::Request,
        Self::Offer,
        Self::Promise,
        Self::Warn,
        Self::Threaten,
        Self::Praise,
        Self::Criticize,
        Self::Agree,
        Self::Ask,
        Self::Believe,
        Self::Expect,
        Self::Intend,
        Self::Feel,
        Self::Other,
    ];

    /// The contract's word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Say => "say",
            Self::Claim => "claim",
            Self::Accuse => "accuse",
            Self::Deny => "deny",
            Self::Confirm => "confirm",
            Self::Demand => "demand",
            Self::Request => "request",
            Self::Offer => "offer",
            Self::Promise => "promise",
            Self::Warn => "warn",
            Self::Threaten => "threaten",
            Self::Praise => "praise",
            Self::Criticize => "criticize",
            Self::Agree => "agree",
            Self::Ask => "ask",
            Self::Believe => "believe",
            Self::Expect => "expect",
            Self::Intend => "intend",
            Self::Feel => "feel",
            Self::Other => "other",
        }
    }

    /// The act of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }
}

impl Statement {
    /// First and last place that the statement touches, content, cue and source together.
    #[must_use]
    pub fn extent(&self) -> Span {
        let all = || self.source.spans.iter().chain(&self.cue.spans).chain(&self.content.spans);
        Span::new(all().map(|s| s.start).min().unwrap_or(0), all().map(|s| s.end).max().unwrap_or(0))
    }
}
