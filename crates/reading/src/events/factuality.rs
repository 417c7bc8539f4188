//! How sure a voice is of what a word tells of, on FactBank's scale.
//!
//! Starting at the word, we climb the tree towards the one who speaks and let every word on the way do to the
//! factuality what `hedges.tsv` says of it: negations and modals beside the word, then the verb, noun or
//! adjective whose complement it stands in, then what stands beside that, and so on (Nairn, Condoravdi and
//! Karttunen 2006 call it polarity projection; Saurí and Pustejovsky 2012 do it for events in news). A
//! clause that grammar presupposes (`for visiting`, `after they met`, a definite noun) ends the climb.

use super::grammar::is_infinitive;
use crate::Context;
use crate::lexicons::hedges::{Effect, HedgePos};
use sayso_language::{Deprel, Tokens, Upos, Xpos};
use sayso_record::Factuality;

const WIDTH: usize = 64;
const STEPS: usize = 16;

/// A voice's commitment to what a word tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Its factuality.
    pub factuality: Factuality,
    /// Taken for granted, whoever speaks.
    pub presupposed: bool,
    /// Left to a speaker on the way up.
    pub said: bool,
    /// Whether the words speak for it rather than against it, also where the voice commits to nothing: `would not come`
    /// leans the other way than `would come`.
    pub leaning: bool,
}

/// The commitment to what `head` tells of, of the one who speaks the words `within` (the whole text: `None`).
#[must_use]
pub fn commitment(context: &Context, head: u32, within: Option<&[Tokens]>) -> Commitment {
    let mut climb = Climb { context, level: Level::Certain, positive: true, said: false, presupposed: false };
    climb.beside(head, None);
    climb.up(head, within);
    let factuality = climb.factuality();
    Commitment { factuality, presupposed: climb.presupposed, said: climb.said, leaning: climb.positive }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Open,
    Possible,
    Probable,
    Certain,
}

struct Climb<'c, 'a> {
    context: &'c Context<'a>,
    level: Level,
    positive: bool,
    said: bool,
    presupposed: bool,
}

impl Climb<'_, '_> {
    fn factuality(&self) -> Factuality {
        let positive = match self.level {
            Level::Certain => Factuality::CertainlySo,
            Level::Probable => Factuality::ProbablySo,
            Level::Possible => Factuality::PossiblySo,
            Level::Open => return Factuality::Uncommitted,
        };
        if self.positive { positive } else { positive.negated() }
    }

    /// Lets a word have its effect. Whether something presupposes what is below it ends the climb.
    fn apply(&mut self, effect: Effect) {
        let (level, turns) = match effect {
            Effect::Holds => return,
            Effect::Fails => (Level::Certain, true),
            Effect::Probable => (Level::Probable, false),
            Effect::Improbable => (Level::Probable, true),
            Effect::Possible => (Level::Possible, false),
            Effect::Doubtful => (Level::Possible, true),
            Effect::Open => (Level::Open, false),
            Effect::Said => {
                self.said = true;
                return;
            }
            Effect::Fact => {
                self.presupposed = true;
                return;
            }
        };
        self.level = self.level.min(level);
        self.positive ^= turns;
    }

    /// Negations, modals, adverbs and determiners that stand with a word. The dependent that the climb came `from` had its
    /// effect already: `there was no reply` denies the reply once.
    fn beside(&mut self, at: u32, from: Option<u32>) {
        let analysis = self.context.analysis;
        let hedges = &self.context.lexicons.hedges;
        let negated = self.negated(at);
        for &child in analysis.children(at).iter().take(WIDTH).filter(|child| Some(**child) != from) {
            let token = analysis.token(child);
            let pos = match token.deprel {
                Deprel::Aux => HedgePos::Auxiliary,
                // `ended without violence`.
                Deprel::Case => {
                    if hedges.effect(analysis.lemma(child), HedgePos::Mark, false) == Some(Effect::Fails) {
                        self.apply(Effect::Fails);
                    }
                    continue;
                }
                // `no longer supports them`.
                Deprel::Advmod if self.is_no_longer(child) => {
                    self.apply(Effect::Fails);
                    continue;
                }
                Deprel::Advmod | Deprel::Cc | Deprel::CcPreconj => HedgePos::Adverb,
                Deprel::Det => HedgePos::Determiner,
                Deprel::Amod => HedgePos::Modifier,
                // `no one fled`: a negative subject or object negates its clause.
                Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj => {
                    let determiner = analysis.child(child, Deprel::Det).map(|d| analysis.lemma(d));
                    // `gave no details` is about the details; `gave` only carries them.
                    let carried = token.deprel == Deprel::Obj
                        && !self.context.lexicons.events.supports(analysis.lemma(at)).is_empty();
                    let neither = [Deprel::CcPreconj, Deprel::Det]
                        .into_iter()
                        .filter_map(|deprel| analysis.child(child, deprel))
                        .any(|word| analysis.lemma(word) == "neither");
                    let none = determiner == Some("no") && !carried || neither;
                    if none || matches!(analysis.lemma(child), "nobody" | "none" | "nothing") {
                        self.apply(Effect::Fails);
                    }
                    continue;
                }
                _ => continue,
            };
            let lemma = analysis.lemma(child);
            // With an auxiliary the negation is its own: `could not` is not `not could`.
            if negated && pos == HedgePos::Adverb && super::grammar::is_negation(self.context, child) {
                let by_auxiliary = analysis.children(at).iter().take(WIDTH).any(|c| {
                    analysis.token(*c).deprel == Deprel::Aux
                        && hedges.effect(analysis.lemma(*c), HedgePos::Auxiliary, true).is_some()
                });
                if by_auxiliary {
                    continue;
                }
            }
            if let Some(effect) = hedges.effect(lemma, pos, negated && pos == HedgePos::Auxiliary) {
                self.apply(effect);
            }
        }
    }

    fn is_no_longer(&self, adverb: u32) -> bool {
        let analysis = self.context.analysis;
        adverb > 0
            && matches!(self.context.form(adverb), "longer" | "more")
            && self.context.form(adverb - 1).eq_ignore_ascii_case("no")
            && analysis.token(adverb - 1).sentence == analysis.token(adverb).sentence
    }

    fn negated(&self, at: u32) -> bool {
        let analysis = self.context.analysis;
        analysis
            .children(at)
            .iter()
            .take(WIDTH)
            .any(|c| analysis.token(*c).deprel == Deprel::Advmod && super::grammar::is_negation(self.context, *c))
    }

    fn up(&mut self, head: u32, within: Option<&[Tokens]>) {
        let analysis = self.context.analysis;
        let mut here = head;
        for _ in 0..STEPS {
            let token = analysis.token(here);
            let above = token.head;
            if above == here || within.is_some_and(|w| !w.iter().any(|t| t.contains(above))) {
                return;
            }
            let goes_on = match token.deprel {
                Deprel::Conj => self.coordinated(here, above),
                Deprel::Xcomp | Deprel::Csubj | Deprel::CsubjPass => self.embedded(here, above, Effect::Holds),
                Deprel::Ccomp => self.embedded(here, above, Effect::Said),
                Deprel::Advcl | Deprel::AdvclRelcl => self.adverbial(here, above),
                Deprel::Acl => self.adnominal(here, above),
                Deprel::Obj
                | Deprel::Iobj
                | Deprel::Obl
                | Deprel::OblAgent
                | Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Nmod
                | Deprel::NmodPoss
                | Deprel::Compound => self.nominal(here, above),
                _ => false,
            };
            if !goes_on || self.presupposed {
                return;
            }
            here = above;
        }
    }

    fn hedge(&self, at: u32) -> Option<Effect> {
        let analysis = self.context.analysis;
        let pos = match analysis.token(at).upos {
            Upos::Verb | Upos::Aux => HedgePos::Verb,
            Upos::Adj | Upos::Adv => HedgePos::Adjective,
            _ => HedgePos::Noun,
        };
        self.context.lexicons.hedges.effect(analysis.lemma(at), pos, self.negated(at))
    }

    /// A complement clause of the word `above`.
    fn embedded(&mut self, here: u32, above: u32, otherwise: Effect) -> bool {
        let verb_of_saying = self.context.analysis.token(above).upos == Upos::Verb;
        let otherwise = if verb_of_saying { otherwise } else { Effect::Holds };
        let effect = if self.is_too_much(here, above) { Effect::Fails } else { self.hedge(above).unwrap_or(otherwise) };
        self.apply(effect);
        if !self.presupposed {
            // The effect of a negated implicative has the negation in it.
            self.beside_without_negation(here, above, effect);
        }
        true
    }

    /// `too weak to resist`: what is too much for it does not come about.
    fn is_too_much(&self, here: u32, above: u32) -> bool {
        let analysis = self.context.analysis;
        is_infinitive(self.context, here)
            && analysis
                .children(above)
                .iter()
                .take(WIDTH)
                .any(|c| *c < above && analysis.token(*c).deprel == Deprel::Advmod && analysis.lemma(*c) == "too")
    }

    /// What stands beside a word above; its negation is already in the effect that its row gave.
    fn beside_without_negation(&mut self, from: u32, at: u32, effect: Effect) {
        let positive = self.positive;
        self.beside(at, Some(from));
        if self.negated(at) && !matches!(effect, Effect::Said) {
            self.positive = positive;
        }
    }

    /// `will meet and sign`: what stands with the first verb holds for the second, unless it has its own.
    fn coordinated(&mut self, here: u32, above: u32) -> bool {
        let analysis = self.context.analysis;
        let own = analysis.children(here).iter().take(WIDTH).any(|c| {
            matches!(analysis.token(*c).deprel, Deprel::Aux | Deprel::Nsubj | Deprel::NsubjPass | Deprel::AuxPass)
        });
        let is_verb = analysis.token(here).upos == Upos::Verb;
        // `neither approved nor rejected it`: each has its own negation.
        let nor = analysis.child(here, Deprel::Cc).is_some_and(|cc| analysis.lemma(cc) == "nor");
        if is_verb && !own && !nor && analysis.token(above).upos == Upos::Verb {
            self.beside(above, Some(here));
        }
        !is_verb || !own
    }

    fn adverbial(&mut self, here: u32, above: u32) -> bool {
        let analysis = self.context.analysis;
        let mark =
            analysis.children(here).iter().copied().take(WIDTH).find(|c| analysis.token(*c).deprel == Deprel::Mark);
        if is_infinitive(self.context, here) {
            // `came to power to rule` is a purpose; after an embedding word it is a complement misread.
            let too_much = self.is_too_much(here, above);
            let effect = if too_much { Effect::Fails } else { self.hedge(above).unwrap_or(Effect::Open) };
            self.apply(effect);
            return false;
        }
        // `succeeded in freeing them`, `kept them from leaving`: the preposition only brings in what the verb is about.
        let gerund = analysis.token(here).xpos == Xpos::Vbg
            && mark.is_some_and(|m| matches!(analysis.lemma(m), "in" | "from" | "into" | "to" | "of" | "at" | "on"));
        if gerund
            && analysis.token(above).upos == Upos::Verb
            && let Some(effect) = self.hedge(above)
        {
            self.apply(effect);
            if !self.presupposed {
                self.beside_without_negation(here, above, effect);
            }
            return !matches!(effect, Effect::Fact);
        }
        match mark.and_then(|m| self.context.lexicons.hedges.effect(analysis.lemma(m), HedgePos::Mark, false)) {
            Some(Effect::Holds) => {
                self.beside(above, Some(here));
                true
            }
            Some(effect) => {
                self.apply(effect);
                false
            }
            None => false,
        }
    }

    fn adnominal(&mut self, here: u32, above: u32) -> bool {
        let infinitive = is_infinitive(self.context, here);
        let finite = !matches!(self.context.analysis.token(here).xpos, Xpos::Vbn | Xpos::Vbg);
        if infinitive && self.is_ranked(above) {
            // `the second minister to visit Oslo` visited; `would be the first` has it from its own clause.
            self.beside_without_negation(here, above, Effect::Holds);
            return true;
        }
        match self.hedge(above) {
            // `a failed attempt to flee`, `no plans to go`: what is said of the noun holds of what it is about.
            Some(effect) if infinitive || finite => {
                self.apply(effect);
                if !self.presupposed {
                    self.beside(above, Some(here));
                }
            }
            Some(effect) if self.context.analysis.child(here, Deprel::Mark).is_some() => self.apply(effect),
            None if infinitive => self.apply(Effect::Open),
            _ => return false,
        }
        // A plan that was carried out is more than a plan, but `the plan` alone commits to nothing either way.
        false
    }

    /// Whether a noun is counted by an order: `the first leader`, `the only man`, `the youngest of them`.
    fn is_ranked(&self, noun: u32) -> bool {
        let analysis = self.context.analysis;
        let ranks =
            |at: u32| self.context.lexicons.events.is_rank(analysis.lemma(at)) || analysis.token(at).xpos == Xpos::Jjs;
        let definite = self.is_definite(noun);
        let children = analysis.children(noun).iter().copied().take(WIDTH);
        let mut before = children.filter(|c| *c < noun && analysis.token(*c).deprel != Deprel::Det);
        definite && (before.any(ranks) || ranks(noun))
    }

    /// A noun in the clause of a verb, or with another noun.
    fn nominal(&mut self, here: u32, above: u32) -> bool {
        let analysis = self.context.analysis;
        let is_noun = matches!(analysis.token(here).upos, Upos::Noun | Upos::Propn);
        let above_is_verb = matches!(analysis.token(above).upos, Upos::Verb | Upos::Aux);
        let supports = above_is_verb && !self.context.lexicons.events.supports(analysis.lemma(above)).is_empty();
        let definite = is_noun && self.is_definite(here);
        let effect = self.hedge(above);
        if !above_is_verb {
            // `threat of attack`, `plan for talks`, but `the victims of an attack`.
            return match effect {
                Some(effect) if !matches!(effect, Effect::Said) => {
                    self.apply(effect);
                    false
                }
                _ => false,
            };
        }
        // `rejected the offer`, `denied reports`: what was said or asked was said, whatever becomes of it.
        if matches!(effect, Some(Effect::Fails)) && self.is_speech(here) {
            self.beside_without_negation(here, above, Effect::Fails);
            return true;
        }
        if definite && !supports {
            // What is talked of as known is taken for granted, unless it is only wanted.
            if !matches!(effect, Some(Effect::Open | Effect::Fails)) {
                self.presupposed = true;
                return false;
            }
        }
        let effect = match effect {
            Some(Effect::Said | Effect::Fact) | None => Effect::Holds,
            Some(effect) => effect,
        };
        self.apply(effect);
        self.beside_without_negation(here, above, if effect == Effect::Holds { Effect::Said } else { effect });
        true
    }

    /// Whether a noun is one of saying, asking or offering: it has an effect of its own on what stands below it.
    fn is_speech(&self, noun: u32) -> bool {
        let analysis = self.context.analysis;
        analysis.token(noun).upos == Upos::Noun
            && self.context.lexicons.hedges.effect(analysis.lemma(noun), HedgePos::Noun, false).is_some()
    }

    fn is_definite(&self, noun: u32) -> bool {
        let analysis = self.context.analysis;
        analysis.children(noun).iter().take(WIDTH).any(|c| match analysis.token(*c).deprel {
            Deprel::Det => matches!(analysis.lemma(*c), "the" | "this" | "that" | "these" | "those"),
            Deprel::NmodPoss => true,
            _ => false,
        })
    }
}
