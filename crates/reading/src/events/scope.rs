//! What is no event of its own: what stands inside what another event is about, and of which nothing is told but that; and
//! what is no politics.
//!
//! `refused to let planes land and fetch its men` is one act, a refusal; `talks on a troop withdrawal` are talks. CAMEO gives
//! the whole one code. What the text takes for granted (`agreed to look into the attack on the camp`) stays an event.

use super::factuality::commitment;
use super::grammar::is_infinitive;
use super::matching::{Match, Reader};
use crate::lexicons::events::Slot;
use rustc_hash::FxHashSet;
use sayso_language::{Deprel, Upos};
use sayso_record::Factuality;

/// How many steps up the tree the act is looked for.
const STEPS: usize = 6;

/// Leaves out what is only part of what another act is about.
pub(super) fn narrow(reader: &Reader, found: &mut Vec<Match>) {
    let analysis = reader.context.analysis;
    let mut scopes: FxHashSet<u32> = FxHashSet::default();
    for one in found.iter() {
        let noun = analysis.token(one.frame.head).upos == Upos::Noun;
        match one.code.get(..2) {
            // What talks are about.
            Some("04") if noun => {
                scopes.insert(one.frame.head);
            }
            // What was kept from happening.
            Some("12" | "17") => scopes.extend(&one.consumed),
            _ => {}
        }
        if one.rule.nesting.is_some() {
            scopes.extend(one.about.first());
        }
    }
    let heads: FxHashSet<u32> = found.iter().map(|one| one.frame.head).collect();
    found.retain(|one| {
        let head = one.frame.head;
        let within = analysis.ancestors(head).take(STEPS).any(|above| scopes.contains(&above));
        if !within && !is_part(reader, head, &heads) {
            return true;
        }
        let commitment = commitment(reader.context, head, None);
        commitment.presupposed || matches!(commitment.factuality, Factuality::CertainlySo)
    });
}

/// Whether a word stands in a phrase of another event, as a noun (`mobilised for a possible war`) or as what a noun is to do
/// (`defended the right to fire on them`).
fn is_part(reader: &Reader, word: u32, events: &FxHashSet<u32>) -> bool {
    let analysis = reader.context.analysis;
    let token = analysis.token(word);
    let phrase = match token.upos {
        Upos::Noun => word,
        Upos::Verb if token.deprel == Deprel::Acl && is_infinitive(reader.context, word) => token.head,
        _ => return false,
    };
    let mut here = phrase;
    for _ in 0..STEPS {
        let token = analysis.token(here);
        // The object of a support verb is the event itself.
        let nominal = match token.deprel {
            Deprel::Obj => here != word,
            Deprel::Nmod | Deprel::Obl | Deprel::Compound => true,
            _ => false,
        };
        if !nominal || token.head == here {
            return false;
        }
        here = token.head;
        if events.contains(&here) {
            return true;
        }
    }
    false
}

/// `approved a loan`, `authorised air strikes`: the act is the noun's, whose source the verb gives.
pub(super) fn lighten(reader: &Reader, found: &mut Vec<Match>) {
    let heads: FxHashSet<u32> = found.iter().map(|one| one.frame.head).collect();
    let analysis = reader.context.analysis;
    found.retain(|one| {
        let head = one.frame.head;
        let supports = !reader.context.lexicons.events.supports(analysis.lemma(head)).is_empty();
        !(matches!(one.code, "051" | "080")
            && supports
            && analysis.token(head).upos == Upos::Verb
            && one.frame.fillers(Slot::Object).any(|object| heads.contains(&object)))
    });
}

/// Whether an event is politics: words, bargains and quarrels of companies among themselves are business.
pub(super) fn is_politics(reader: &Reader, one: &Match) -> bool {
    if matches!(one.code.get(..2), Some("09" | "14" | "15" | "17" | "18" | "19" | "20")) {
        return true;
    }
    let world = &reader.context.lexicons.world;
    let is_private = |code: &str| {
        let sectors = world.sectors_of(code);
        !sectors.is_empty() && world.sectors.is_private(sectors)
    };
    let mut codes = one.source.iter().chain(&one.target).filter_map(|p| p.code.as_deref()).peekable();
    codes.peek().is_none() || !codes.all(is_private)
}
