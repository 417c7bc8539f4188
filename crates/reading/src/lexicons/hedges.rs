//! Words that touch the factuality of what stands in their scope: negations, modals, hedges, embedding words.

use super::LexiconError;
use rustc_hash::FxHashMap;

/// What a word does to the factuality of what stands in its scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Leaves it: `begin to`.
    Holds,
    /// Turns it round: `fail to`.
    Fails,
    /// Makes it no more than probable.
    Probable,
    /// Makes its not being so probable.
    Improbable,
    /// Makes it no more than possible.
    Possible,
    /// Makes its not being so possible.
    Doubtful,
    /// Commits to nothing: `want to`.
    Open,
    /// Leaves it to a speaker: `say that`.
    Said,
    /// Presupposes it, whatever stands above: `regret that`.
    Fact,
}

/// Where a hedge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum HedgePos {
    /// An auxiliary of the word.
    Auxiliary,
    /// An adverb with the word.
    Adverb,
    /// A determiner of the noun.
    Determiner,
    /// An adjective or participle with the noun.
    Modifier,
    /// What subordinates the clause.
    Mark,
    /// A verb above.
    Verb,
    /// A noun above.
    Noun,
    /// An adjective above.
    Adjective,
}

/// The table of hedges.
#[derive(Clone, Debug)]
pub(crate) struct Hedges {
    entries: [FxHashMap<&'static str, [Effect; 2]>; 8],
}

impl Hedges {
    /// Reads the table.
    pub(super) fn read() -> Result<Self, LexiconError> {
        let mut entries: [FxHashMap<&'static str, [Effect; 2]>; 8] = Default::default();
        for row in sayso_lexicon::table!("hedges.tsv", ["word", "pos", "effect", "negated"])?.rows() {
            let row = row?;
            let pos = match row.cell(1) {
                "aux" => HedgePos::Auxiliary,
                "adv" => HedgePos::Adverb,
                "det" => HedgePos::Determiner,
                "adj" => HedgePos::Modifier,
                "mark" => HedgePos::Mark,
                "verb" => HedgePos::Verb,
                "noun" => HedgePos::Noun,
                "adjective" => HedgePos::Adjective,
                other => return Err(row.error(format!("`{other}` is no place for a hedge"))),
            };
            let effect = |column: usize| match row.cell(column) {
                "CT+" => Ok(Effect::Holds),
                "CT-" => Ok(Effect::Fails),
                "PR+" => Ok(Effect::Probable),
                "PR-" => Ok(Effect::Improbable),
                "PS+" => Ok(Effect::Possible),
                "PS-" => Ok(Effect::Doubtful),
                "Uu" => Ok(Effect::Open),
                "said" => Ok(Effect::Said),
                "fact" => Ok(Effect::Fact),
                other => Err(row.error(format!("`{other}` is no effect"))),
            };
            entries[pos as usize].insert(row.cell(0), [effect(2)?, effect(3)?]);
        }
        Ok(Self { entries })
    }

    /// What a word there does, itself negated or not.
    pub(crate) fn effect(&self, lemma: &str, pos: HedgePos, negated: bool) -> Option<Effect> {
        self.entries[pos as usize].get(lemma).map(|effects| effects[usize::from(negated)])
    }
}

#[cfg(test)]
mod tests {
    use super::{Effect, HedgePos, Hedges};

    #[test]
    fn negation_turns_implicative_verbs_round() {
        let hedges = Hedges::read().expect("the table parses");
        assert_eq!(hedges.effect("manage", HedgePos::Verb, false), Some(Effect::Holds));
        assert_eq!(hedges.effect("manage", HedgePos::Verb, true), Some(Effect::Fails));
        assert_eq!(hedges.effect("fail", HedgePos::Verb, true), Some(Effect::Holds));
        assert_eq!(hedges.effect("regret", HedgePos::Verb, true), Some(Effect::Fact));
    }
}
