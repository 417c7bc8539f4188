//! The trained reader of attributions: which words are cues, and which words are whose source and content.
//!
//! Two linear models over hashed features, as in semantic role labelling (Pradhan et al. 2005; for attribution
//! Pareti et al. 2013): the first weighs every candidate word as the head of a cue, the second labels, for one
//! cue at a time, the words around it as source, content, cue or none, with a linear-chain conditional random
//! field. Since each cue has a labelling of its own, cue, source and content come linked, and one statement may
//! lie within another. What the rules propose is a feature among others.

mod cues;
mod decode;
mod hash;
mod names;
mod roles;
mod survey;
mod verdict;
mod weights;

pub(super) use cues::each_cue_feature;
pub use cues::{CUE_FEATURES, cue_features};
pub use decode::{Labelling, decode};
pub(super) use hash::feature;
pub(super) use names::name_of;
pub use roles::{LABELS, Label, RoleFeatures, role_features, window};
pub use survey::Survey;
pub(super) use verdict::each_verdict_feature;
pub use verdict::{VERDICT_FEATURES, verdict_features};
pub use weights::{Weights, WeightsError, write};
