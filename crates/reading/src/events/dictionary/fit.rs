//! Whether the words around a verb are those of a pattern.

use super::scene::Scene;
use crate::dictionary::pattern::{Gap, Part, Pattern, What, WordSets};

/// How many places are tried for a pattern, and how far apart the words of one phrase may be.
const TRIES: usize = 4000;
const FEW: usize = 4;
/// How deep sets hold sets.
const NESTED: u8 = 4;

/// How a pattern fits.
#[derive(Clone, Debug, Default)]
pub(super) struct Fit {
    /// The phrases that the pattern has for its parties, by number.
    pub(super) source: Option<usize>,
    pub(super) target: Option<usize>,
    pub(super) compound: Option<usize>,
    /// Whether the compound stands before the verb, and so is both sides.
    pub(super) both: bool,
    /// Words that the pattern names, by number in the sentence.
    pub(super) words: Vec<usize>,
}

/// How `pattern` fits the scene of a verb.
pub(super) fn fit(pattern: &Pattern, sets: &WordSets, scene: &Scene) -> Option<Fit> {
    let mut walk = Walk { sets, scene, way: &scene.before, back: true, tries: TRIES, fit: Fit::default() };
    if !walk.parts(&pattern.before, 0) {
        return None;
    }
    walk.fit.both = walk.fit.compound.is_some();
    (walk.way, walk.back) = (&scene.after, false);
    walk.parts(&pattern.after, 0).then_some(walk.fit)
}

struct Walk<'s> {
    sets: &'s WordSets,
    scene: &'s Scene<'s>,
    /// Word numbers from the verb outwards.
    way: &'s [usize],
    /// Whether that goes against the text.
    back: bool,
    tries: usize,
    fit: Fit,
}

impl Walk<'_> {
    /// Fits the rest of a side from place `at` on.
    fn parts(&mut self, parts: &[Part], at: usize) -> bool {
        let Some((part, rest)) = parts.split_first() else { return true };
        let reach = match part.gap {
            Gap::None => at + 1,
            Gap::Few => at + FEW,
            Gap::Any => self.way.len(),
        };
        for place in at..reach.min(self.way.len()) {
            self.tries = self.tries.saturating_sub(1);
            if self.tries == 0 {
                return false;
            }
            let before = self.fit.clone();
            match &part.what {
                What::Word { .. } | What::Set(_) => {
                    for end in self.word(&part.what, place, NESTED) {
                        self.fit.words.extend_from_slice(self.way.get(place..end).unwrap_or_default());
                        if self.parts(rest, end) {
                            return true;
                        }
                        self.fit.clone_from(&before);
                    }
                }
                actor => {
                    let Some((phrase, end)) = self.phrase(place, *actor == What::Compound) else { continue };
                    match actor {
                        What::Source => self.fit.source = Some(phrase),
                        What::Target => self.fit.target = Some(phrase),
                        What::Compound if self.scene.is_joined(phrase) => self.fit.compound = Some(phrase),
                        What::Compound => return false,
                        _ => {}
                    }
                    if self.parts(rest, end) {
                        return true;
                    }
                    // An actor that is in the way is not looked past.
                    self.fit = before;
                    return false;
                }
            }
        }
        false
    }

    /// The places after `what`, where it begins at `place`.
    fn word(&self, what: &What, place: usize, depth: u8) -> Vec<usize> {
        match what {
            What::Word { form, exact } => {
                let word = self.way.get(place).and_then(|w| self.scene.words.get(*w));
                let same = word.is_some_and(|w| w.form == *form || (!exact && w.lemma == *form));
                if same { vec![place + 1] } else { Vec::new() }
            }
            What::Set(number) => {
                let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
                let members = self.sets.list.get(*number as usize).map_or(&[][..], |s| s.members.as_slice());
                let mut ends = Vec::new();
                for member in members {
                    let mut here = vec![place];
                    let step = |what: &What, here: &mut Vec<usize>| {
                        *here = here.iter().flat_map(|at| self.word(what, *at, depth)).collect();
                    };
                    if self.back {
                        member.iter().rev().for_each(|what| step(what, &mut here));
                    } else {
                        member.iter().for_each(|what| step(what, &mut here));
                    }
                    ends.extend(here);
                }
                ends.sort_unstable_by(|a, b| b.cmp(a));
                ends.dedup();
                ends
            }
            _ => Vec::new(),
        }
    }

    /// The coded phrase at `place`, and the place after it, or after all phrases joined with it.
    fn phrase(&self, place: usize, joined: bool) -> Option<(usize, usize)> {
        let of = |place: usize| self.way.get(place).and_then(|w| self.scene.phrase_of(*w));
        let phrase = of(place)?;
        let mut end = place + 1;
        for next in place + 1..self.way.len() {
            let Some(other) = of(next) else { continue };
            if other != phrase && !(joined && self.scene.same_group(other, phrase)) {
                break;
            }
            end = next + 1;
        }
        // Words between the parts of one phrase belong to it; those between two phrases do not count as room.
        Some((phrase, end))
    }
}
