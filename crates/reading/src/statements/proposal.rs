//! An attribution while it is being put together.

use crate::lexicons::cues::{CueRow, Frame};
use sayso_language::Tokens;

/// An attribution while it is being put together.
#[derive(Clone, Debug)]
pub(super) struct Proposal<'l> {
    /// Head word of the cue.
    pub(super) head: u32,
    /// The cue's tokens.
    pub(super) cue: Vec<Tokens>,
    /// The lexicon's row.
    pub(super) row: Option<&'l CueRow>,
    /// How the content is tied to the cue.
    pub(super) frame: Option<Frame>,
    /// Head word of the source.
    pub(super) source_head: Option<u32>,
    /// Whether the rules are surer of the source than the trees: a joined verb's, or one with brackets behind the name.
    pub(super) is_certain: bool,
    /// The source's tokens.
    pub(super) source: Vec<Tokens>,
    /// What the trees and quotations say was said.
    pub(super) content: Vec<Tokens>,
    /// Head word of the addressee.
    pub(super) addressee: Option<u32>,
    /// Whether a quotation stands right before or after the cue's clause.
    pub(super) beside_quotation: bool,
    /// Head words of those who passed it on.
    pub(super) via: Vec<u32>,
}

impl<'l> Proposal<'l> {
    /// An attribution of which only the cue is known.
    pub(super) fn new(head: u32, row: Option<&'l CueRow>) -> Self {
        Self {
            head,
            cue: vec![Tokens::new(head, head + 1)],
            row,
            frame: None,
            source_head: None,
            is_certain: false,
            source: Vec::new(),
            content: Vec::new(),
            addressee: None,
            beside_quotation: false,
            via: Vec::new(),
        }
    }
}
