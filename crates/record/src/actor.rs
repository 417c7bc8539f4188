//! Those who act and are spoken of.

use crate::{Span, Spans};
use serde::{Deserialize, Serialize};

/// Somebody or something that speaks, acts, or is acted on, with all its mentions in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Id within the ledger, from content.
    pub id: String,
    /// The fullest name that the text gives, or the canonical name of a known actor.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// CAMEO actor code: country, then sectors.
    pub code: Option<String>,
    /// Offices held, as the text or the lexicon tells them.
    pub roles: Vec<Role>,
    /// Names, titles and pronouns that refer to it, in text order.
    pub mentions: Spans,
}

/// What an actor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    /// One human being.
    Person,
    /// A state.
    Country,
    /// A body with a name.
    Organization,
    /// People without a name of their own: `police`, `opposition parties`.
    Group,
    /// A place that is not a state.
    Place,
}

/// An office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The office in lower case: `foreign ministry spokesperson`.
    pub title: String,
    /// Country (ISO 3166-1 alpha-3) or body that it is an office of.
    pub of: Option<String>,
}

impl Actor {
    /// Whether one of the mentions is exactly `span`.
    #[must_use]
    pub fn is_mentioned_at(&self, span: Span) -> bool {
        self.mentions.contains(&span)
    }
}
