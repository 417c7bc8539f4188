//! What the models look up again and again in one document: hashes of words, kinds of names, quotations, and
//! what the rules propose.

use super::super::pieces::{count, covers};
use super::super::proposal::Proposal;
use super::super::propose;
use super::super::quoted::Quotes;
use super::hash::word;
use crate::Context;
use rustc_hash::FxHashMap;
use sayso_language::Clusters;

/// A document as the models look at it.
pub struct Survey<'a> {
    pub(in crate::statements) context: &'a Context<'a>,
    pub(in crate::statements) quotes: Quotes<'a>,
    pub(in crate::statements) rules: Vec<Proposal<'a>>,
    pub(super) rule_at: FxHashMap<u32, u32>,
    pub(super) form: Vec<u32>,
    pub(super) lemma: Vec<u32>,
    /// Kind of the name around each token, from 1; 0 for none.
    pub(super) name: Vec<u8>,
    pub(super) clusters: Vec<Clusters>,
    /// Which tokens were found to be cues; empty before they are looked for.
    pub(super) is_cue: Vec<bool>,
    /// For each token, the number of the rules' proposal with the smallest content around it, of those whose cue
    /// was found; counted from 1, 0 for none.
    owner: Vec<u32>,
}

/// What the rules say of a token, seen from one cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Claim {
    /// No cue claims it.
    Free,
    /// The cue itself claims it.
    Own,
    /// Another cue claims it, which lies in the cue's own content.
    Below,
    /// Another cue claims it that claims the cue too.
    Above,
    /// Another cue claims it.
    Other,
}

impl<'a> Survey<'a> {
    /// Looks a document over.
    #[must_use]
    pub fn of(context: &'a Context<'a>) -> Self {
        let words = context.lexicons.clusters;
        let analysis = context.analysis;
        let quotes = Quotes::of(context);
        let rules = propose::all(context, &quotes);
        let rule_at = (0u32..).zip(&rules).map(|(n, p)| (p.head, n)).collect();
        let all = || 0..analysis.len();
        let mut name = vec![0; analysis.tokens().len()];
        for found in analysis.names() {
            for at in found.tokens.iter() {
                if let Some(slot) = name.get_mut(at as usize) {
                    *slot = found.kind as u8 + 1;
                }
            }
        }
        Self {
            context,
            quotes,
            rules,
            rule_at,
            form: all().map(|at| word(context.form(at))).collect(),
            lemma: all().map(|at| word(analysis.lemma(at))).collect(),
            name,
            clusters: all().map(|at| words.map_or_else(Clusters::default, |w| w.clusters(context.form(at)))).collect(),
            is_cue: vec![false; analysis.tokens().len()],
            owner: Vec::new(),
        }
    }

    /// Tells which tokens are cues, for the labelling that follows.
    pub fn mark_cues(&mut self, cues: &[u32]) {
        self.is_cue.fill(false);
        for cue in cues {
            if let Some(slot) = self.is_cue.get_mut(*cue as usize) {
                *slot = true;
            }
        }
        let found = |p: &&(u32, &Proposal)| self.is_cue.get(p.1.head as usize).copied().unwrap_or(false);
        let mut order: Vec<(u32, &Proposal)> = (1u32..).zip(&self.rules).filter(|p| found(&p)).collect();
        order.sort_by_key(|(number, p)| (std::cmp::Reverse(count(&p.content)), *number));
        let mut owner = vec![0; self.is_cue.len()];
        for (number, proposal) in order {
            for at in proposal.content.iter().flat_map(|c| c.iter()) {
                if let Some(slot) = owner.get_mut(at as usize) {
                    *slot = number;
                }
            }
        }
        self.owner = owner;
    }

    /// Which cue the rules give a token to, seen from `cue`.
    pub(super) fn claim(&self, at: u32, cue: u32) -> Claim {
        let owner = self.owner.get(at as usize).copied().unwrap_or(0);
        let Some(proposal) = owner.checked_sub(1).and_then(|n| self.rules.get(n as usize)) else { return Claim::Free };
        if proposal.head == cue {
            Claim::Own
        } else if covers(&proposal.content, cue) {
            Claim::Above
        } else if self.rule(cue).is_some_and(|r| covers(&r.content, proposal.head)) {
            Claim::Below
        } else {
            Claim::Other
        }
    }

    /// The rules' proposal for a cue.
    pub(in crate::statements) fn rule(&self, cue: u32) -> Option<&Proposal<'a>> {
        self.rule_at.get(&cue).and_then(|n| self.rules.get(*n as usize))
    }

    /// Whether the rules read an attribution from the word at `cue`.
    #[must_use]
    pub fn has_rule(&self, cue: u32) -> bool {
        self.rule_at.contains_key(&cue)
    }

    pub(super) fn form_of(&self, at: Option<u32>) -> u32 {
        at.and_then(|at| self.form.get(at as usize).copied()).unwrap_or(1)
    }

    pub(super) fn lemma_of(&self, at: Option<u32>) -> u32 {
        at.and_then(|at| self.lemma.get(at as usize).copied()).unwrap_or(1)
    }

    pub(super) fn name_of(&self, at: u32) -> u32 {
        self.name.get(at as usize).map_or(0, |n| u32::from(*n))
    }

    pub(super) fn xpos_of(&self, at: Option<u32>) -> u32 {
        at.and_then(|at| self.context.analysis.tokens().get(at as usize)).map_or(99, |t| t.xpos as u32)
    }
}
