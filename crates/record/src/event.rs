//! Political events (CAMEO and PLOVER), the voices they stand on, and conflicts between accounts.

use crate::Spans;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who did what to whom, when and where, and on whose say-so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Id within the ledger, from content.
    pub id: String,
    /// CAMEO event code, two to four digits: `112`.
    pub code: String,
    /// CAMEO root code, two digits.
    pub root: String,
    /// Name of the code in the CAMEO codebook.
    pub name: String,
    /// The same event in PLOVER's terms.
    pub plover: Plover,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// Goldstein score of the code, −10 to 10.
    pub goldstein: f32,
    /// Who acts.
    pub source: Vec<Party>,
    /// Who is acted on.
    pub target: Vec<Party>,
    /// The words that name the action.
    pub action: Action,
    /// When it happened.
    pub time: EventTime,
    /// Where it happened.
    pub place: Option<Place>,
    /// On whose word it stands.
    pub voices: Vec<Voice>,
}

/// PLOVER's coding of an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plover {
    /// `ACCUSE`, `CONSULT`, …
    pub event: String,
    /// `allege`, `visit`, …
    pub mode: Option<String>,
    /// `diplomatic`, `military`, …
    pub context: Vec<String>,
}

/// A side of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The actor, where one is known.
    pub actor: Option<String>,
    /// CAMEO actor code in this event.
    pub code: Option<String>,
    /// Where it stands.
    pub spans: Spans,
}

/// The words that name an action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Where they stand.
    pub spans: Spans,
}

/// When an event happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTime {
    /// Id of the time expression, where one dates it.
    pub timex: Option<String>,
    /// TIMEX3 value; `None` where nothing at all is known.
    pub value: Option<String>,
    /// First day.
    pub begin: Option<Date>,
    /// Last day, inclusive.
    pub end: Option<Date>,
    /// What the date rests on; `None` where there is no date.
    pub basis: Option<Basis>,
}

/// What an event's date rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The text dates it.
    Stated,
    /// The text dates another happening, and this one by that: `hours after the talks`, `two days after the vote`.
    Event,
    /// Assumed from the day of publication.
    Publication,
}

/// Where an event happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Where it is named.
    pub spans: Spans,
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

/// One voice's commitment to an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// Whose voice.
    pub by: By,
    /// The statement through which it speaks; none for the narrator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// How sure it is.
    pub factuality: Factuality,
}

/// Whose voice: `narrator` (the article itself), an actor's id, or `unknown` (a source without a name).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum By {
    /// The article itself.
    Narrator,
    /// A source that the text does not name.
    Unknown,
    /// An actor, by id.
    Actor(String),
}

impl From<String> for By {
    fn from(by: String) -> Self {
        match by.as_str() {
            "narrator" => Self::Narrator,
            "unknown" => Self::Unknown,
            _ => Self::Actor(by),
        }
    }
}

impl From<By> for String {
    fn from(by: By) -> Self {
        match by {
            By::Narrator => "narrator".to_owned(),
            By::Unknown => "unknown".to_owned(),
            By::Actor(id) => id,
        }
    }
}

/// FactBank's scale (Saurí and Pustejovsky 2009): certainty and polarity, asked of one voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Factuality {
    /// Certainly so.
    #[serde(rename = "CT+")]
    CertainlySo,
    /// Probably so.
    #[serde(rename = "PR+")]
    ProbablySo,
    /// Possibly so.
    #[serde(rename = "PS+")]
    PossiblySo,
    /// Possibly not so.
    #[serde(rename = "PS-")]
    PossiblyNot,
    /// Probably not so.
    #[serde(rename = "PR-")]
    ProbablyNot,
    /// Certainly not so.
    #[serde(rename = "CT-")]
    CertainlyNot,
    /// No commitment.
    #[serde(rename = "Uu")]
    Uncommitted,
}

impl Factuality {
    /// FactBank's name for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CertainlySo => "CT+",
            Self::ProbablySo => "PR+",
            Self::PossiblySo => "PS+",
            Self::PossiblyNot => "PS-",
            Self::ProbablyNot => "PR-",
            Self::CertainlyNot => "CT-",
            Self::Uncommitted => "Uu",
        }
    }

    /// The same certainty of the opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::CertainlySo => Self::CertainlyNot,
            Self::ProbablySo => Self::ProbablyNot,
            Self::PossiblySo => Self::PossiblyNot,
            Self::PossiblyNot => Self::PossiblySo,
            Self::ProbablyNot => Self::ProbablySo,
            Self::CertainlyNot => Self::CertainlySo,
            Self::Uncommitted => Self::Uncommitted,
        }
    }
}

/// Two accounts of the document that can't both hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Id within the ledger, from content.
    pub id: String,
    /// In what they differ.
    pub kind: ConflictKind,
    /// Ids of events or statements of this document.
    pub between: Vec<String>,
    /// The difference in a sentence.
    pub why: String,
}

/// In what two accounts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConflictKind {
    /// When it happened.
    Date,
    /// One denies what the other says.
    Denial,
    /// How many or how much.
    Number,
    /// Who did it.
    Actor,
}
