//! Pronouns: whom `he`, `her`, `they`, `its` mean.
//!
//! Mentions before the pronoun that agree with it compete; weights say how much each circumstance counts.
//! They follow what is known of English news: subjects before objects, the same part in the clause, the nearer
//! before the farther, those much spoken of before those named once.

use super::roster::Roster;
use super::speakers::Speakers;
use crate::Context;
use crate::lexicons::world::Gender;
use sayso_language::{Deprel, Upos, Xpos};
use sayso_record::ActorKind;

/// What a pronoun asks of the one it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// `he`, `she`
    Person(Gender),
    /// `they`
    Many,
    /// `it`
    Thing,
    /// `I`, `we`: the speaker.
    Speaker,
}

/// A mention that was read already.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// Its head word.
    pub(super) head: u32,
    /// The actor.
    pub(super) entity: usize,
    /// Whether it is a pronoun.
    pub(super) pronoun: bool,
    /// Its part in the clause.
    pub(super) part: Part,
}

/// The part that a mention plays in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Subject.
    Subject,
    /// Object.
    Object,
    /// With a preposition.
    Oblique,
    /// Possessor or another part of a noun phrase.
    Inner,
}

/// How many mentions back, and sentences, are looked at.
const MENTIONS: usize = 60;
const SENTENCES: u32 = 4;

/// What the pronoun at `at` asks for; none where it is no pronoun of ours, or stands for nothing (`it rained`).
pub(super) fn asks(context: &Context, at: u32) -> Option<Asks> {
    let analysis = context.analysis;
    let token = analysis.token(at);
    if !matches!(token.xpos, Xpos::Prp | Xpos::Prps) || token.deprel == Deprel::Expl {
        return None;
    }
    let form = context.form(at);
    let is = |words: &[&str]| words.iter().any(|w| form.eq_ignore_ascii_case(w));
    if is(&["he", "him", "his", "himself"]) {
        Some(Asks::Person(Gender::Male))
    } else if is(&["she", "her", "hers", "herself"]) {
        Some(Asks::Person(Gender::Female))
    } else if is(&["they", "them", "their", "theirs", "themselves"]) {
        Some(Asks::Many)
    } else if is(&["it", "its", "itself"]) {
        (!is_empty(context, at)).then_some(Asks::Thing)
    } else if is(&["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"]) {
        Some(Asks::Speaker)
    } else {
        None
    }
}

/// `it was clear that …`, `it seems …`: an `it` that refers to nothing.
fn is_empty(context: &Context, at: u32) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(at);
    if !matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Expl) {
        return false;
    }
    let verb = token.head;
    let clause = |c: &u32| matches!(analysis.token(*c).deprel, Deprel::Csubj | Deprel::Ccomp | Deprel::CsubjPass);
    let copular = analysis.child(verb, Deprel::Cop).is_some();
    let impersonal =
        matches!(analysis.lemma(verb), "seem" | "appear" | "happen" | "turn" | "rain" | "snow" | "take" | "emerge");
    let clausal = analysis.children(verb).iter().take(24).any(clause);
    let time = copular && matches!(analysis.token(verb).upos, Upos::Adv | Upos::Num);
    let adjective = copular
        && analysis.token(verb).upos == Upos::Adj
        && analysis.children(verb).iter().take(24).any(|c| {
            matches!(analysis.token(*c).deprel, Deprel::Advcl | Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj)
        });
    (clausal && (copular || impersonal || token.deprel == Deprel::NsubjPass)) || time || adjective
}

/// The part that the word at `at` plays.
pub(super) fn part(context: &Context, at: u32) -> Part {
    let analysis = context.analysis;
    let token = analysis.token(at);
    match token.deprel {
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter | Deprel::Csubj => Part::Subject,
        Deprel::Root if token.upos != Upos::Verb => Part::Subject,
        Deprel::Obj | Deprel::Iobj | Deprel::Xcomp => Part::Object,
        Deprel::Obl | Deprel::OblAgent => Part::Oblique,
        Deprel::Conj if token.head < at => part_of_first(context, token.head),
        Deprel::Flat | Deprel::Appos | Deprel::NmodDesc if token.head != at => part_of_first(context, token.head),
        _ => Part::Inner,
    }
}

fn part_of_first(context: &Context, at: u32) -> Part {
    match context.analysis.token(at).deprel {
        Deprel::Nsubj | Deprel::NsubjPass => Part::Subject,
        Deprel::Obj | Deprel::Iobj => Part::Object,
        Deprel::Obl | Deprel::OblAgent => Part::Oblique,
        _ => Part::Inner,
    }
}

/// The actor that the pronoun at `at` refers to.
pub(super) fn antecedent(
    context: &Context,
    roster: &Roster,
    speakers: &Speakers,
    said: &[Said],
    at: u32,
    asks: Asks,
) -> Option<usize> {
    let sentence = context.analysis.token(at).sentence;
    let recent = said.get(said.len().saturating_sub(MENTIONS)..).unwrap_or_default();
    let mut best: Option<(f32, usize)> = None;
    for (back, mention) in recent.iter().rev().enumerate() {
        let away = sentence.saturating_sub(context.analysis.token(mention.head).sentence);
        if away > SENTENCES {
            break;
        }
        let Some(agreement) = agreement(roster, mention.entity, asks) else { continue };
        let Some(score) = score(context, roster, speakers, *mention, at, away, back) else { continue };
        let score = score + agreement;
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, mention.entity));
        }
    }
    best.map(|b| b.1)
}

/// How well an actor agrees with what a pronoun asks for; none where it can't be meant.
fn agreement(roster: &Roster, entity: usize, asks: Asks) -> Option<f32> {
    let entity = roster.list.get(entity)?;
    match asks {
        Asks::Person(gender) => {
            if entity.kind != ActorKind::Person || entity.plural {
                return None;
            }
            match entity.gender {
                Some(known) if known == gender => Some(0.3),
                Some(_) => None,
                None => Some(-0.3),
            }
        }
        Asks::Many => match entity.kind {
            ActorKind::Group => Some(0.8),
            ActorKind::Organization => Some(0.0),
            ActorKind::Country => Some(-0.6),
            ActorKind::Person if entity.plural => Some(0.8),
            _ => None,
        },
        Asks::Thing => match entity.kind {
            ActorKind::Organization => Some(0.4),
            ActorKind::Country => Some(0.2),
            ActorKind::Group if !entity.plural => Some(0.0),
            ActorKind::Place => Some(-0.7),
            _ => None,
        },
        Asks::Speaker => None,
    }
}

/// How likely the pronoun at `at` takes up `mention`, apart from agreement.
fn score(
    context: &Context,
    roster: &Roster,
    speakers: &Speakers,
    mention: Said,
    at: u32,
    away: u32,
    back: usize,
) -> Option<f32> {
    let analysis = context.analysis;
    let pronoun = analysis.token(at);
    let own = part(context, at);
    let possessive = pronoun.xpos == Xpos::Prps;
    let reflexive = context.form(at).len() > 5 && context.form(at).to_lowercase().contains("sel");
    let verb = analysis.token(mention.head).head;
    // `Khan met him`: two parts of one verb are two people.
    if !possessive
        && !reflexive
        && away == 0
        && verb == pronoun.head
        && mention.part != Part::Inner
        && own != Part::Inner
    {
        return None;
    }
    // `the leader of his party`: a phrase does not hold the pronoun that takes it up.
    if away == 0
        && analysis.ancestors(at).take(6).any(|a| a == mention.head)
        && own == Part::Inner
        && mention.part != Part::Subject
    {
        return None;
    }
    let mut score = match mention.part {
        Part::Subject => 1.0,
        Part::Object => 0.45,
        Part::Oblique => 0.2,
        Part::Inner => 0.0,
    };
    score -= match away {
        0 => 0.0,
        1 => 0.55,
        2 => 1.3,
        _ => 1.8,
    };
    score -= 0.02 * (back as f32).min(20.0);
    if own == mention.part && own != Part::Inner {
        score += 0.35;
    }
    if reflexive && verb == pronoun.head {
        score += 2.0;
    }
    if possessive && away == 0 && mention.part == Part::Subject && analysis.ancestors(at).take(5).any(|a| a == verb) {
        score += 0.5;
    }
    if mention.pronoun {
        score += 0.45;
    }
    let count = roster.list.get(mention.entity).map_or(0, |e| e.mentions.len());
    score += 0.25 * (1.0 + count as f32).ln();
    // Within a quotation, `he` is not the one who speaks.
    if let Some(speaker) = speakers.of(at)
        && speaker.is(mention.entity)
    {
        score -= 1.5;
    }
    Some(score)
}
