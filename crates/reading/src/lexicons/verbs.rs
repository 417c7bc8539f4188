//! What the model of verbs without a rule learned: the kin of verbs (`verb-kin.tsv`) and weights (`verb-weights.tsv`).

use super::LexiconError;
use super::cameo::Cameo;
use rustc_hash::FxHashMap;
use sayso_lexicon::Table;

/// The columns of `verb-kin.tsv`.
pub(super) const KIN: [&str; 3] = ["verb", "shares", "like"];
/// The columns of `verb-weights.tsv`.
pub(super) const WEIGHTS: [&str; 2] = ["evidence", "weights"];
/// What stands for no event.
const NONE: &str = "-";
/// What stands for the chance from which on the model answers with a kind; it never answers with others.
const NEEDED: &str = "needed";
/// The least share of a verb's kin that has to tell of the kind: whoever the two sides are, the verb must fit too.
const KINSHIP: f32 = 0.15;
/// How many reasons are told.
const REASONS: usize = 5;

/// What the model of verbs knows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verbs {
    /// The codes of the kinds of events; none for no event.
    kinds: Vec<Option<&'static str>>,
    /// A weight for each kind that it speaks for or against, by evidence.
    weights: FxHashMap<&'static str, Vec<(usize, f32)>>,
    kin: FxHashMap<&'static str, Kin>,
    /// The chance that each kind needs; no chance is enough for those without.
    needed: Vec<Option<f32>>,
}

/// Verbs with rules that the news uses like a verb.
#[derive(Clone, Debug)]
struct Kin {
    /// How much of them tells of each kind.
    shares: Vec<(&'static str, f32)>,
    like: Vec<&'static str>,
    line: usize,
}

/// What the model makes of a verb, and why.
#[derive(Clone, Debug)]
pub(crate) struct Guess {
    /// The code.
    pub(crate) code: &'static str,
    /// How likely it is.
    pub(crate) chance: f32,
    /// The evidence that weighed most for it against no event.
    pub(crate) because: Vec<(String, f32)>,
    /// Verbs used alike, and the line of `verb-kin.tsv` that names them.
    pub(crate) like: (Vec<&'static str>, usize),
}

impl Verbs {
    pub(super) fn read(cameo: &Cameo) -> Result<Self, LexiconError> {
        let kin = sayso_lexicon::table!("verb-kin.tsv", KIN)?;
        let weights = sayso_lexicon::table!("verb-weights.tsv", WEIGHTS)?;
        Self::of(&kin, &weights, cameo)
    }

    /// Reads the two tables.
    pub(super) fn of(kin: &Table<'static>, weights: &Table<'static>, cameo: &Cameo) -> Result<Self, LexiconError> {
        let mut verbs = Self::default();
        let mut kinds: FxHashMap<&'static str, usize> = FxHashMap::default();
        for row in weights.rows() {
            let row = row?;
            let mut own = Vec::new();
            for cell in row.list(1) {
                let pair = cell.split_once('=').and_then(|(kind, weight)| Some((kind, weight.parse::<f32>().ok()?)));
                let Some((kind, weight)) = pair else {
                    return Err(row.error(format!("`{cell}` is no code with its weight")));
                };
                let code = Some(kind).filter(|kind| *kind != NONE);
                if let Some(unknown) = code.filter(|code| cameo.code(code).is_none()) {
                    return Err(row.error(format!("`{unknown}` is no CAMEO code")));
                }
                let number = *kinds.entry(kind).or_insert_with(|| {
                    verbs.kinds.push(code);
                    verbs.needed.push(None);
                    verbs.kinds.len() - 1
                });
                own.push((number, weight));
            }
            if row.cell(0) == NEEDED {
                for (number, chance) in own {
                    if let Some(slot) = verbs.needed.get_mut(number) {
                        *slot = Some(chance);
                    }
                }
                continue;
            }
            verbs.weights.insert(row.cell(0), own);
        }
        for row in kin.rows() {
            let row = row?;
            let mut shares = Vec::new();
            for cell in row.list(1) {
                let pair = cell.split_once('=').and_then(|(kind, share)| Some((kind, share.parse::<f32>().ok()?)));
                let Some(pair) = pair else { return Err(row.error(format!("`{cell}` is no code with its share"))) };
                shares.push(pair);
            }
            let one = Kin { shares, like: row.list(2).collect(), line: row.line() };
            verbs.kin.insert(row.cell(0), one);
        }
        Ok(verbs)
    }

    /// Whether anything is known of a verb: the model is asked of no others.
    pub(crate) fn may_tell(&self, lemma: &str) -> bool {
        self.kin.contains_key(lemma)
    }

    /// The kind of event that a verb most likely tells of, if that is likely enough.
    pub(crate) fn guess(&self, lemma: &str, evidence: &[(String, f32)]) -> Option<Guess> {
        let kin = self.kin.get(lemma)?;
        let shares = kin.shares.iter().map(|(kind, share)| (format!("kin {kind}"), *share));
        let all: Vec<(String, f32)> = evidence.iter().cloned().chain(shares).collect();
        let mut scores = vec![0.0_f32; self.kinds.len()];
        for (name, value) in &all {
            for (kind, weight) in self.weights.get(name.as_str()).into_iter().flatten() {
                if let Some(score) = scores.get_mut(*kind) {
                    *score += value * weight;
                }
            }
        }
        let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
        let (best, score) = scores.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let code = (*self.kinds.get(best)?)?;
        let chance = (score - most).exp() / sum;
        let related = kin.shares.iter().any(|(kind, share)| *kind == code && *share >= KINSHIP);
        if !related || chance < (*self.needed.get(best)?)? {
            return None;
        }
        let none = self.kinds.iter().position(Option::is_none);
        let weight = |name: &str, kind: usize| {
            let own = self.weights.get(name).into_iter().flatten();
            own.filter(|(number, _)| *number == kind).map(|(_, weight)| *weight).sum::<f32>()
        };
        let mut because: Vec<(String, f32)> = all
            .into_iter()
            .map(|(name, value)| {
                let against = none.map_or(0.0, |none| weight(&name, none));
                let weighs = value * (weight(&name, best) - against);
                (name, weighs)
            })
            .collect();
        because.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
        because.truncate(REASONS);
        Some(Guess { code, chance, because, like: (kin.like.clone(), kin.line) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::cameo::Cameo;
    use super::{KIN, Table, Verbs, WEIGHTS};

    fn verbs() -> Verbs {
        let kin = "verb\tshares\tlike\npummel\t190=0.50;-=0.50\tpound;batter\nstroll\t-=1.00\twalk\n";
        let weights = "evidence\tweights\nneeded\t190=0.6\nkin 190\t190=4.0\nkin -\t-=2.0\nsource MIL\t190=1.0;050=-1.0\n\
                       source NGO\t050=6.0\n";
        let kin = Table::new("verb-kin.tsv", kin, &KIN).expect("the table parses");
        let weights = Table::new("verb-weights.tsv", weights, &WEIGHTS).expect("the table parses");
        Verbs::of(&kin, &weights, &Cameo::read().expect("the codebook parses")).expect("its codes are known")
    }

    fn because(name: &str) -> Vec<(String, f32)> {
        vec![(name.to_owned(), 1.0)]
    }

    #[test]
    fn what_weighs_enough_is_answered_with_its_reasons() {
        let guess = verbs().guess("pummel", &because("source MIL")).expect("its kin are of force");
        assert_eq!((guess.code, guess.like.1), ("190", 2));
        assert!(guess.chance > 0.8 && guess.chance < 1.0, "{}", guess.chance);
        assert_eq!(guess.because.first().map(|b| b.0.as_str()), Some("kin 190"));
    }

    #[test]
    fn no_answer_without_kin_or_beyond_the_kinds_that_can_be_trusted() {
        let verbs = verbs();
        assert!(verbs.guess("stroll", &because("source MIL")).is_none());
        assert!(verbs.guess("saunter", &because("source MIL")).is_none());
        assert!(verbs.guess("pummel", &because("source NGO")).is_none(), "no chance is enough for 050");
    }
}
