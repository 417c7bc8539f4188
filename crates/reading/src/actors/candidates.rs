//! Which of the mentions near a pronoun it takes up.
//!
//! Mentions that agree with the pronoun compete. What speaks for and against each is told by features, which
//! follow what is known of English: subjects before objects, the same part in the clause, the nearer before the
//! farther, those much spoken of before those named once. `pronouns.tsv` says how much each counts.

use super::pronouns::{self, Asks, Part};
use super::roster::{Identity, Roster};
use super::speakers::{self, Speakers};
use crate::Context;
use crate::lexicons::name_words::Beside;
use crate::lexicons::pronouns::{COUNT, Feature, Features, Kind};
use crate::lexicons::world::term_at;
use sayso_language::{Deprel, Tokens, Upos, Xpos};
use sayso_record::ActorKind;

/// How many mentions back, and sentences, are looked at.
const MENTIONS: usize = 60;
const SENTENCES: u32 = 4;

/// A mention that was read already.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// Its head word.
    pub(super) head: u32,
    /// The actor.
    pub(super) entity: usize,
    /// Whether it is a pronoun, and whether it is a name.
    pub(super) pronoun: bool,
    pub(super) name: bool,
    /// Its part in the clause.
    pub(super) part: Part,
    /// Whether it says something: `the ministry | said`.
    pub(super) speaks: bool,
}

/// A mention that may be meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    /// Its head word.
    pub(super) head: u32,
    /// Its actor.
    pub(super) entity: usize,
    /// What speaks for it.
    pub(super) features: Features,
}

/// A pronoun between its candidates.
#[derive(Clone, Copy)]
pub(super) struct Search<'s, 'a> {
    pub(super) context: &'s Context<'a>,
    pub(super) roster: &'s Roster,
    pub(super) speakers: &'s Speakers,
    pub(super) said: &'s [Said],
    /// How often the text names each actor.
    pub(super) named: &'s [u32],
    /// The actor of the last pronoun of the kind.
    pub(super) going: Option<usize>,
    /// The pronoun.
    pub(super) at: u32,
    pub(super) asks: Asks,
}

impl Search<'_, '_> {
    /// What is weighed.
    pub(super) fn kind(&self) -> Kind {
        match self.asks {
            Asks::Many => Kind::Many,
            Asks::Thing => Kind::Thing,
            Asks::Person(_) | Asks::Somebody | Asks::Speaker => Kind::Person,
        }
    }

    /// The best of the candidates.
    pub(super) fn best(&self, ahead: impl Fn(u32) -> Option<usize>) -> Option<usize> {
        let weights = self.context.lexicons.pronouns.of(self.kind());
        let mut best: Option<(f32, usize)> = None;
        for candidate in self.candidates(ahead) {
            let score: f32 = candidate.features.iter().zip(weights).map(|(f, w)| f * w).sum();
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, candidate.entity));
            }
        }
        best.map(|b| b.1)
    }

    /// All mentions that agree, nearest first; `ahead` tells the actor of a name that comes after the pronoun, by its head.
    pub(super) fn candidates(&self, ahead: impl Fn(u32) -> Option<usize>) -> Vec<Candidate> {
        let analysis = self.context.analysis;
        // In `“…,” he said` nobody of whom the words tell is `he`, and those before them are as near as if the words
        // were not there.
        let spoken: Vec<Tokens> = self.speakers.said_by(self.at).take(8).collect();
        let begins = spoken.iter().map(|s| s.start).filter(|start| *start < self.at).min().unwrap_or(self.at);
        let sentence = analysis.token(begins).sentence;
        let recent = self.said.get(self.said.len().saturating_sub(MENTIONS)..).unwrap_or_default();
        let mut found: Vec<Candidate> = Vec::new();
        for mention in recent.iter().rev() {
            if spoken.iter().any(|words| words.contains(mention.head)) {
                continue;
            }
            let away = sentence.saturating_sub(analysis.token(mention.head).sentence);
            if away > SENTENCES {
                break;
            }
            let rivals = distinct(&found);
            if let Some(mut features) = self.features(*mention, away, rivals) {
                let subject = |c: &Candidate| c.features[Feature::Subject as usize] > 0.0;
                features[Feature::Nearest as usize] = flag(found.is_empty());
                let nearest = mention.part == Part::Subject && !found.iter().any(subject);
                features[Feature::NearestSubject as usize] = flag(nearest);
                found.push(Candidate { head: mention.head, entity: mention.entity, features });
            }
        }
        if let Some(subject) = self.coming()
            && let Some(entity) = ahead(subject)
        {
            let mention =
                Said { head: subject, entity, pronoun: false, name: true, part: Part::Subject, speaks: false };
            if let Some(mut features) = self.features(mention, 0, 0) {
                features[Feature::Ahead as usize] = 1.0;
                found.push(Candidate { head: subject, entity, features });
            }
        }
        found
    }

    /// The subject of the main clause where the pronoun stands before it: `In his speech, Obama said`.
    fn coming(&self) -> Option<u32> {
        let analysis = self.context.analysis;
        let mut below = self.at;
        for above in analysis.ancestors(self.at).take(8) {
            let subject = analysis.child(above, Deprel::Nsubj).or_else(|| analysis.child(above, Deprel::NsubjPass));
            if let Some(subject) = subject
                && subject > self.at
                && below != subject
                && matches!(
                    analysis.token(below).deprel,
                    Deprel::Obl | Deprel::Advcl | Deprel::Nmod | Deprel::OblUnmarked | Deprel::Advmod
                )
            {
                return Some(subject);
            }
            below = above;
        }
        self.after_comma()
    }

    /// What follows the comma where the sentence opens with a phrase that holds the pronoun, whatever the tree says.
    fn after_comma(&self) -> Option<u32> {
        let analysis = self.context.analysis;
        let sentence = analysis.sentence_of(self.at).tokens;
        let opens =
            matches!(analysis.token(sentence.start).upos, Upos::Adp | Upos::Sconj) && self.at - sentence.start < 8;
        if !opens {
            return None;
        }
        let rest = Tokens::new(self.at + 1, sentence.end.min(self.at + 20));
        rest.iter().find(|at| self.context.form(*at) == ",").map(|comma| comma + 1).filter(|at| *at < sentence.end)
    }

    /// What speaks for a mention; none where it can't be meant.
    fn features(&self, mention: Said, away: u32, rivals: usize) -> Option<Features> {
        let mut f = [0.0; COUNT];
        let mut set = |feature: Feature, value: f32| f[feature as usize] = value;
        self.agreement(mention.entity, &mut set)?;
        let analysis = self.context.analysis;
        let pronoun = analysis.token(self.at);
        let own = pronouns::part(self.context, self.at);
        let possessive = pronoun.xpos == Xpos::Prps;
        let reflexive = self.context.form(self.at).to_ascii_lowercase().contains("sel");
        let token = analysis.token(mention.head);
        let verb = token.head;
        let inner = mention.part == Part::Inner;
        // `Khan met him`: two parts of one verb are two people.
        if !possessive && !reflexive && away == 0 && verb == pronoun.head && !inner && own != Part::Inner {
            return None;
        }
        // `the leader of his party`: a phrase does not hold the pronoun that takes it up.
        let holds = away == 0 && analysis.ancestors(self.at).take(6).any(|a| a == mention.head);
        if holds && analysis.child(mention.head, Deprel::AclRelcl).is_none() && mention.part != Part::Subject {
            return None;
        }
        set(
            match mention.part {
                Part::Subject => Feature::Subject,
                Part::Object => Feature::Object,
                Part::Oblique => Feature::Oblique,
                Part::Inner => Feature::Inner,
            },
            1.0,
        );
        set(
            match away {
                0 => Feature::Here,
                1 => Feature::OneBack,
                2 => Feature::TwoBack,
                _ => Feature::Farther,
            },
            1.0,
        );
        set(Feature::Rivals, (rivals as f32).min(6.0));
        set(Feature::Tokens, (1.0 + self.at.abs_diff(mention.head) as f32).ln());
        set(Feature::SamePart, flag(own == mention.part && own != Part::Inner));
        set(Feature::BothSubjects, flag(own == Part::Subject && mention.part == Part::Subject));
        set(Feature::Reflexive, flag(reflexive && verb == pronoun.head));
        let commands =
            away == 0 && analysis.ancestors(self.at).take(8).any(|a| a == verb) && mention.part == Part::Subject;
        set(Feature::PossessorBelow, flag(possessive && commands));
        set(Feature::ClauseBelow, flag(!possessive && commands));
        set(Feature::Pronoun, flag(mention.pronoun));
        set(Feature::Nominal, flag(!mention.pronoun && !mention.name));
        set(Feature::Possessor, flag(token.deprel == Deprel::NmodPoss));
        let conjoined = token.deprel == Deprel::Conj;
        set(Feature::Conjoined, flag(conjoined));
        let main = mention.part == Part::Subject && analysis.is_root(verb);
        set(Feature::MainSubject, flag(main));
        let first = analysis.sentence_of(mention.head).tokens.start;
        set(Feature::Opens, flag(mention.head.saturating_sub(first) <= 2 && mention.part == Part::Subject));
        let count = self.roster.list.get(mention.entity).map_or(0, |e| e.mentions.len());
        set(Feature::Count, (1.0 + count as f32).ln());
        let topic = self.named.get(mention.entity).copied().unwrap_or_default();
        set(Feature::Topic, (1.0 + topic as f32).ln());
        set(Feature::Going, flag(self.going == Some(mention.entity)));
        let names = &self.context.lexicons.world.name_words;
        let state = possessive && names.is(analysis.lemma(pronoun.head), Beside::Government);
        set(Feature::Governs, flag(state && self.governs(mention.entity)));
        let before = mention.head.checked_sub(1).map_or("", |b| self.context.form(b));
        set(Feature::Bracketed, flag(before == "("));
        let clause = analysis.token(verb).deprel;
        set(Feature::Embedded, flag(matches!(clause, Deprel::AclRelcl | Deprel::Acl | Deprel::Advcl)));
        let both = mention.speaks && speakers::speaks(self.context, self.at);
        set(Feature::BothSpeak, flag(both));
        set(Feature::Fresh, flag(mention.name && away <= 1));
        set(together(own, possessive, mention.part, away == 0), 1.0);
        let spoken = self.speakers.of(self.at);
        set(Feature::OwnSpeech, flag(spoken.is_some_and(|s| s.is(mention.entity))));
        let same_speech = spoken.is_some() == self.speakers.of(mention.head).is_some();
        set(Feature::OtherSpeech, flag(!same_speech && spoken.is_none()));
        Some(f)
    }

    /// Whether an actor has an office at the head of something.
    fn governs(&self, entity: usize) -> bool {
        let world = &self.context.lexicons.world;
        let leads = |title: &str| world.kin.may_stand_for("leader", title);
        self.roster.list.get(entity).is_some_and(|e| {
            let office = match e.identity {
                Identity::Person(p) => world.people.get(p as usize),
                _ => None,
            };
            let held = office.and_then(|p| term_at(&p.terms, self.context.document.date));
            held.is_some_and(|t| leads(t.title)) || e.told.iter().any(|t| leads(&t.title))
        })
    }

    /// Whether an actor agrees with what the pronoun asks for, and how surely.
    fn agreement(&self, entity: usize, set: &mut impl FnMut(Feature, f32)) -> Option<()> {
        let entity = self.roster.list.get(entity)?;
        let alone = !entity.plural;
        match self.asks {
            Asks::Person(gender) => {
                // Names of one strange word are taken for places and bodies as often as not.
                let doubtful = entity.is_doubtful();
                let person = entity.kind == ActorKind::Person && !entity.plural || doubtful;
                if !person || entity.gender.is_some_and(|g| g != gender) {
                    return None;
                }
                set(Feature::Doubtful, flag(doubtful));
                set(Feature::Known, if entity.gender.is_some() { 1.0 } else { 0.0 });
            }
            Asks::Somebody if entity.kind == ActorKind::Person && alone && entity.named => set(Feature::Known, 1.0),
            Asks::Somebody => return None,
            Asks::Many => match entity.kind {
                ActorKind::Group => set(Feature::Group, 1.0),
                ActorKind::Organization => set(Feature::Organization, 1.0),
                ActorKind::Country => set(Feature::Country, 1.0),
                ActorKind::Person if entity.plural => set(Feature::Group, 1.0),
                _ => return None,
            },
            Asks::Thing => match entity.kind {
                ActorKind::Organization => set(Feature::Organization, 1.0),
                ActorKind::Country => set(Feature::Country, 1.0),
                ActorKind::Group if alone => set(Feature::Group, 1.0),
                ActorKind::Place => set(Feature::Place, 1.0),
                _ => return None,
            },
            Asks::Speaker => return None,
        }
        Some(())
    }
}

fn flag(held: bool) -> f32 {
    if held { 1.0 } else { 0.0 }
}

/// The feature for the pronoun's part and the mention's together.
fn together(own: Part, possessive: bool, part: Part, here: bool) -> Feature {
    let row = match (possessive, own) {
        (true, _) => 2,
        (false, Part::Subject) => 0,
        (false, _) => 1,
    };
    TOGETHER[row][part as usize][usize::from(!here)]
}

const TOGETHER: [[[Feature; 2]; 4]; 3] = [
    [
        [Feature::SubjectAfterSubjectHere, Feature::SubjectAfterSubjectBefore],
        [Feature::SubjectAfterObjectHere, Feature::SubjectAfterObjectBefore],
        [Feature::SubjectAfterObliqueHere, Feature::SubjectAfterObliqueBefore],
        [Feature::SubjectAfterInnerHere, Feature::SubjectAfterInnerBefore],
    ],
    [
        [Feature::ObjectAfterSubjectHere, Feature::ObjectAfterSubjectBefore],
        [Feature::ObjectAfterObjectHere, Feature::ObjectAfterObjectBefore],
        [Feature::ObjectAfterObliqueHere, Feature::ObjectAfterObliqueBefore],
        [Feature::ObjectAfterInnerHere, Feature::ObjectAfterInnerBefore],
    ],
    [
        [Feature::PossessiveAfterSubjectHere, Feature::PossessiveAfterSubjectBefore],
        [Feature::PossessiveAfterObjectHere, Feature::PossessiveAfterObjectBefore],
        [Feature::PossessiveAfterObliqueHere, Feature::PossessiveAfterObliqueBefore],
        [Feature::PossessiveAfterInnerHere, Feature::PossessiveAfterInnerBefore],
    ],
];

/// How many actors the candidates are.
fn distinct(candidates: &[Candidate]) -> usize {
    let mut seen: Vec<usize> = candidates.iter().take(24).map(|c| c.entity).collect();
    seen.sort_unstable();
    seen.dedup();
    seen.len()
}
