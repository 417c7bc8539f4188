//! Sides that the words of an event leave out and the text around it gives; and one event told twice.

use super::frame::Frame;
use super::grammar::is_infinitive;
use super::matching::{Match, Reader, sectors};
use super::parties;
use crate::draft::Party;
use crate::lexicons::events::Slot;
use sayso_language::{Deprel, Upos, Xpos};

/// How many words of a sentence are searched for an agent.
const NEAR: usize = 80;

/// Who did it, where a passive such as `were detained` names nobody: the one in the same sentence whose office it is
/// (`as police tried to block …`), else the one who did the like to the same side shortly before.
pub(super) fn implied_agent(reader: &Reader, found: &Match, before: &[Match]) -> Vec<Party> {
    if found.agents.is_empty() || !found.source.is_empty() {
        return Vec::new();
    }
    let analysis = reader.context.analysis;
    let country = country(reader, &found.target);
    let fits = |party: &Party| {
        let code = party.code.as_deref().unwrap_or_default();
        let office = sectors(code).skip(1).any(|s| found.agents.contains(&s));
        office && country.is_none_or(|c| code.starts_with(c)) && !found.target.iter().any(|t| parties::same(t, party))
    };
    let sentence = analysis.sentence_of(found.frame.head).tokens;
    let subjects = sentence
        .iter()
        .take(NEAR)
        .filter(|at| matches!(analysis.token(*at).deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::OblAgent));
    // `freed the man jailed last year, police said`: who only speaks of it need not have done it.
    let aside = matches!(analysis.token(found.frame.head).deprel, Deprel::Acl | Deprel::AclRelcl | Deprel::Amod);
    let speaks = |at: u32| reader.by_cue.contains_key(&analysis.token(at).head);
    let mut subjects: Vec<u32> = subjects.filter(|at| !aside || !speaks(*at)).collect();
    subjects.sort_by_key(|at| at.abs_diff(found.frame.head));
    for at in subjects {
        if let Some(party) = parties::party(reader.context, reader.actors, at).filter(|p| fits(p)) {
            return vec![party];
        }
    }
    let earlier = before.iter().rev().take(12).find(|m| !m.agents.is_empty() && m.source.iter().any(fits));
    earlier.map_or_else(Vec::new, |m| m.source.iter().filter(|p| fits(p)).cloned().collect())
}

/// The state of a side; `MED` and the like are of none.
fn country<'p>(reader: &Reader, parties: &'p [Party]) -> Option<&'p str> {
    let world = &reader.context.lexicons.world;
    parties.iter().filter_map(|p| p.code.as_deref()?.get(..3)).find(|code| world.state(code).is_some())
}

/// Whom it is against, where `but` sets a clause against another: `police banned it, but the party vowed to defy the ban`.
pub(super) fn counterpart(reader: &Reader, found: &Match) -> Vec<Party> {
    let analysis = reader.context.analysis;
    let token = analysis.token(found.frame.head);
    if !found.target.is_empty() || token.deprel != Deprel::Conj || token.upos != Upos::Verb {
        return Vec::new();
    }
    let set_against = analysis.child(found.frame.head, Deprel::Cc).is_some_and(|cc| analysis.lemma(cc) == "but");
    let conflict = found.code.get(..2).is_some_and(|root| ("09".."21").contains(&root));
    if !set_against || !conflict {
        return Vec::new();
    }
    let other = Frame::of(reader.context, token.head);
    let subject = other.fillers(Slot::Subject).next();
    let party = subject.and_then(|at| parties::party(reader.context, reader.actors, at));
    party.into_iter().filter(|p| p.code.is_some() && !found.source.iter().any(|s| parties::same(s, p))).collect()
}

/// `another attack`, `the attack`: which of the events before it an event's noun refers to. It takes over the
/// sides that its own words leave out, and gives them its own. The nearest comes first.
pub(super) fn antecedents(reader: &Reader, found: &Match, before: &[Match]) -> Vec<usize> {
    let analysis = reader.context.analysis;
    let head = found.frame.head;
    if analysis.token(head).upos != Upos::Noun || !is_violent(found.code) {
        return Vec::new();
    }
    let determiner = analysis.child(head, Deprel::Det).map(|d| analysis.lemma(d));
    let apposed = analysis.token(head).deprel == Deprel::Appos;
    if !apposed && !matches!(determiner, Some("the" | "this" | "that" | "another")) {
        return Vec::new();
    }
    let sentence = analysis.token(head).sentence;
    let near = before.iter().enumerate().rev().take(8);
    let fits = near.filter(|(_, m)| {
        is_violent(m.code) && sentence.abs_diff(analysis.token(m.frame.head).sentence) <= 2 && agree(m, found)
    });
    fits.map(|(at, _)| at).collect()
}

fn is_violent(code: &str) -> bool {
    code.get(..2).is_some_and(|root| ("18".."21").contains(&root))
}

/// Whether two accounts name nobody different.
fn agree(one: &Match, other: &Match) -> bool {
    let compatible = |a: &[Party], b: &[Party]| {
        a.is_empty() || b.is_empty() || a.iter().any(|x| b.iter().any(|y| parties::same(x, y) || x.code == y.code))
    };
    compatible(&one.source, &other.source) && compatible(&one.target, &other.target)
}

/// Whether `later` in the same sentence says nothing that `earlier` does not: the same root and the same sides, or fewer.
pub(super) fn repeats(reader: &Reader, earlier: &Match, later: &Match) -> bool {
    let analysis = reader.context.analysis;
    if analysis.token(earlier.frame.head).sentence != analysis.token(later.frame.head).sentence {
        return false;
    }
    let root = |m: &Match| m.code.get(..2).map(str::to_owned);
    let kindred = root(earlier) == root(later) || (is_violent(earlier.code) && is_violent(later.code));
    let within = |a: &[Party], b: &[Party]| a.iter().all(|x| b.iter().any(|y| x.code == y.code));
    // `shelled the town, killing two people`: what came of it is no second attack.
    let outcome = is_violent(later.code)
        && analysis.token(later.frame.head).deprel == Deprel::Advcl
        && analysis.token(later.frame.head).xpos == Xpos::Vbg
        && analysis.token(later.frame.head).head == earlier.frame.head;
    if kindred && outcome && within(&later.source, &earlier.source) && !earlier.target.is_empty() {
        return true;
    }
    kindred && within(&later.source, &earlier.source) && within(&later.target, &earlier.target)
}

/// Whether an event is told of as what another is to bring about: `resigned to allow elections`.
pub(super) fn is_purpose(reader: &Reader, one: &Match) -> bool {
    let head = one.frame.head;
    reader.context.analysis.token(head).deprel == Deprel::Advcl && is_infinitive(reader.context, head)
}

/// Whether `later` is only touched on, in a sentence that told of `earlier` already: a noun, an infinitive or a participle
/// of which one side stays unknown.
pub(super) fn in_passing(reader: &Reader, earlier: &Match, later: &Match) -> bool {
    let analysis = reader.context.analysis;
    let head = later.frame.head;
    if analysis.token(earlier.frame.head).sentence != analysis.token(head).sentence {
        return false;
    }
    let known = |parties: &[Party]| parties.iter().any(|p| p.code.is_some());
    if known(&later.source) && (known(&later.target) || later.source.len() > 1) {
        return false;
    }
    // `unless the president agrees to step down`.
    let subordinate = matches!(analysis.token(head).deprel, Deprel::Advcl | Deprel::AdvclRelcl | Deprel::AclRelcl);
    match analysis.token(head).upos {
        Upos::Noun | Upos::Adj => true,
        Upos::Verb if subordinate && !is_violent(later.code) && later.agents.is_empty() => true,
        // `was freed` is finite by its auxiliary.
        _ => match analysis.token(head).xpos {
            Xpos::Vb => is_infinitive(reader.context, head),
            Xpos::Vbg | Xpos::Vbn => {
                analysis.child(head, Deprel::Aux).is_none() && analysis.child(head, Deprel::AuxPass).is_none()
            }
            _ => false,
        },
    }
}
