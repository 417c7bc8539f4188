//! What a happening is known by: its class, days, places, names, words and figures, as counted over its tellings.

use super::groups::apart;
use super::pieces::Piece;
use super::places::{self, Agreement};
use super::sides;

/// A list of terms with how often they were told, sorted by term.
pub(super) type Bag = Vec<(u64, u16)>;

/// How many times larger a figure of something else is, in one document and in another.
const FAR: u32 = 4;
const VERY_FAR: u32 = 10;

/// How many terms of a kind a profile holds.
const KEPT: usize = 48;

/// What a happening is known by.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Profile {
    pub(super) class: String,
    /// First and last day as stated.
    pub(super) days: Option<(i32, i32)>,
    /// First and last day of publication.
    pub(super) published: Option<(i32, i32)>,
    pub(super) places: Bag,
    /// By what means, and who did it as it goes without saying (`a NATO strike`).
    pub(super) means: Bag,
    pub(super) doers: Bag,
    /// To whom it was done, and who of them is named.
    pub(super) suffering: Bag,
    pub(super) named: Bag,
    /// Whether people at war (1) or others (2) were hurt.
    pub(super) victims: Bag,
    pub(super) names: Bag,
    pub(super) words: Bag,
    /// The rarest words of the beginnings of the documents that tell it.
    pub(super) lead: Bag,
    /// What is counted, of whom, and the least and the most that the figure may be.
    pub(super) figures: Vec<(u64, u32, u32)>,
}

/// How much words tell.
pub(super) trait Weights {
    /// How much a term tells: 1 for one never seen, 0 for one that is everywhere.
    fn weight(&self, term: u64) -> f64;

    /// The weight of what two bags share.
    fn shared(&self, one: &Bag, other: &Bag) -> f64 {
        let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
        let found = short.iter().filter(|(t, _)| long.binary_search_by_key(t, |(t, _)| *t).is_ok());
        found.map(|(t, _)| self.weight(*t)).sum()
    }

    /// The length of a bag as a vector of what its terms tell.
    fn norm(&self, bag: &Bag) -> f64 {
        bag.iter().map(|(term, count)| told(self.weight(*term), *count).powi(2)).sum::<f64>().sqrt()
    }
}

/// How much a term of that weight tells that was told so often.
fn told(weight: f64, count: u16) -> f64 {
    weight * f64::from(count).sqrt()
}

/// A bag with what its terms tell, which is looked up once for all bags that it is held against.
#[derive(Debug)]
pub(super) struct Measured<'p> {
    bag: &'p Bag,
    weights: Vec<f64>,
    norm: f64,
}

impl<'p> Measured<'p> {
    fn of(bag: &'p Bag, terms: &impl Weights) -> Self {
        Self { bag, weights: bag.iter().map(|(term, _)| terms.weight(*term)).collect(), norm: terms.norm(bag) }
    }

    /// The cosine of both, and the weight of what they share.
    pub(super) fn alike(&self, other: &Bag, terms: &impl Weights) -> (f64, f64) {
        let (mut dot, mut shared) = (0.0, 0.0);
        for ((term, count), weight) in self.bag.iter().zip(&self.weights) {
            if let Ok(at) = other.binary_search_by_key(term, |(t, _)| *t) {
                dot += told(*weight, other[at].1) * told(*weight, *count);
                shared += weight;
            }
        }
        let cosine = if dot > 0.0 { dot / (self.norm * terms.norm(other)) } else { 0.0 };
        (cosine, shared)
    }
}

/// A telling, to be held against others.
#[derive(Debug)]
pub(super) struct Telling<'p> {
    pub(super) profile: &'p Profile,
    pub(super) names: Measured<'p>,
    pub(super) words: Measured<'p>,
    pub(super) lead: Measured<'p>,
}

impl<'p> Telling<'p> {
    pub(super) fn of(profile: &'p Profile, terms: &impl Weights) -> Self {
        let measured = |bag| Measured::of(bag, terms);
        Self {
            profile,
            names: measured(&profile.names),
            words: measured(&profile.words),
            lead: measured(&profile.lead),
        }
    }
}

pub(super) fn bag(terms: &[u64]) -> Bag {
    let mut bag: Bag = terms.iter().map(|t| (*t, 1)).collect();
    bag.sort_unstable();
    bag.dedup_by_key(|(t, _)| *t);
    bag
}

fn add(one: &mut Bag, other: &Bag) {
    for (term, count) in other {
        match one.binary_search_by_key(term, |(t, _)| *t) {
            // As many as the ledger keeps, so that nothing rests on what was read again.
            Ok(at) => one[at].1 = one[at].1.saturating_add(*count).min(u16::from(u8::MAX)),
            Err(at) if one.len() < KEPT => one.insert(at, (*term, *count)),
            Err(_) => {}
        }
    }
}

/// A country by its code, whichever name of it or its people it goes by.
fn country(name: u64) -> u64 {
    super::lexicon::LEXICON.countries.get(&name).copied().unwrap_or(name)
}

/// Who did it as it goes without saying, countries by their codes.
fn doers(piece: &Piece) -> Vec<u64> {
    if piece.denier.is_some() {
        return Vec::new();
    }
    let told = piece.doers.iter().filter(|_| !piece.told).map(|d| super::doers::term(d));
    told.chain(piece.sides.acting.iter().copied()).map(country).collect()
}

/// Who is made answerable by name or state, countries by their codes.
pub(super) fn blamed(piece: &Piece) -> Bag {
    let is_denied = piece.denier.is_some() || !piece.blamed;
    let blamed = piece.doers.iter().filter(|d| !is_denied && !d.starts_with('-'));
    bag(&blamed.map(|d| country(super::doers::term(d))).collect::<Vec<_>>())
}

/// Whether a figure of the one is so many times all of the other, or they of it, that both can't count the same.
fn far_apart(one: &[(u64, u32, u32)], other: &[(u64, u32, u32)], times: u32) -> bool {
    one.iter().any(|(what, low, high)| {
        let mut like = other.iter().filter(|(w, ..)| w == what).peekable();
        like.peek().is_some()
            && like.all(|(_, l, h)| {
                *low >= times.saturating_mul((*h).max(1)) || *l >= times.saturating_mul((*high).max(1))
            })
    })
}

/// The terms that tell most, of names and words, each in order.
pub(super) fn telling(names: &[u64], words: &[u64], terms: &impl Weights, most: usize) -> Vec<u64> {
    let is_name = |t: &u64| names.binary_search(t).is_ok();
    let words = words.iter().filter(|t| !is_name(t)).map(|t| (false, *t));
    let all = names.iter().map(|t| (true, *t)).chain(words);
    let mut all: Vec<(bool, f64, u64)> = all.map(|(name, t)| (name, terms.weight(t), t)).collect();
    all.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    all.into_iter().take(most).map(|(.., t)| t).collect()
}

pub(super) fn meet(one: &Bag, other: &Bag) -> bool {
    one.iter().any(|(t, _)| other.binary_search_by_key(t, |(t, _)| *t).is_ok())
}

impl Profile {
    /// That of one piece.
    pub(super) fn of(piece: &Piece, published: Option<i32>) -> Self {
        let figure = |f: &super::figures::Figure| {
            let what = super::terms::hash(f.counts.as_bytes()) ^ f.whom.map_or(0, |w| super::terms::hash(w.as_bytes()));
            (f.high >= 1.0 && f.low < 1e9).then_some((what, f.low as u32, f.high.min(4e9) as u32))
        };
        Self {
            class: piece.class.clone().into_owned(),
            days: piece.days,
            published: published.map(|d| (d, d)),
            places: bag(&piece.places),
            means: bag(&piece.means),
            doers: bag(&doers(piece)),
            suffering: bag(&piece.sides.suffering.iter().copied().map(country).collect::<Vec<_>>()),
            named: bag(&piece.sides.named),
            victims: bag(&piece.victims),
            names: bag(&piece.names),
            words: bag(&piece.words),
            lead: Bag::new(),
            figures: piece.figures.iter().filter_map(figure).collect(),
        }
    }

    /// Takes in what another telling says.
    pub(super) fn merge(&mut self, other: &Self) {
        self.days = match (self.days, other.days) {
            // The narrowest days that were told: `in June` and `on June 3`.
            (Some(one), Some(more)) if apart(one, more) == 0 => Some((one.0.max(more.0), one.1.min(more.1))),
            (one, more) => one.or(more),
        };
        self.published = match (self.published, other.published) {
            (Some(one), Some(more)) => Some((one.0.min(more.0), one.1.max(more.1))),
            (one, more) => one.or(more),
        };
        add(&mut self.places, &other.places);
        add(&mut self.means, &other.means);
        add(&mut self.doers, &other.doers);
        add(&mut self.suffering, &other.suffering);
        add(&mut self.named, &other.named);
        add(&mut self.victims, &other.victims);
        add(&mut self.names, &other.names);
        add(&mut self.words, &other.words);
        add(&mut self.lead, &other.lead);
        for figure in &other.figures {
            if !self.figures.contains(figure) && self.figures.len() < KEPT {
                self.figures.push(*figure);
            }
        }
    }

    /// The day by which it is looked up.
    pub(super) fn around(&self) -> Option<i32> {
        self.days.map(|d| d.0).or(self.published.map(|p| p.0))
    }

    /// The terms that tell most.
    pub(super) fn telling(&self, terms: &impl Weights, most: usize) -> Vec<u64> {
        let list = |bag: &Bag| bag.iter().map(|(t, _)| *t).collect::<Vec<u64>>();
        telling(&list(&self.names), &list(&self.words), terms, most)
    }

    /// Whether both count the same and come to figures that are far apart.
    pub(super) fn figures_far_apart(&self, other: &Self) -> bool {
        far_apart(&self.figures, &other.figures, FAR)
    }

    /// The same where two documents tell of them, which may count parts of one whole or on other days.
    pub(super) fn figures_very_far_apart(&self, other: &Self) -> bool {
        far_apart(&self.figures, &other.figures, VERY_FAR)
    }

    /// Whether both give one and the same figure, and not too small a one.
    pub(super) fn figures_agree(&self, other: &Self) -> bool {
        self.figures.iter().any(|f| f.1 >= 3 && f.1 == f.2 && other.figures.contains(f))
    }

    /// What the places of both say of each other.
    pub(super) fn places_agree(&self, other: &Self) -> Agreement {
        places::agreement(&self.places, &other.places)
    }

    /// Whether the people whom it is done to may be the same; `None` where one names nobody.
    pub(super) fn same_people(&self, other: &Self) -> Option<bool> {
        sides::same_people(&self.named, &other.named)
    }

    /// Whether one has done to the other in the one what the other does to it in the other: a strike and the answer.
    pub(super) fn is_turned_around(&self, other: &Self) -> bool {
        let there = meet(&self.doers, &other.suffering) && !meet(&self.doers, &other.doers);
        let back = meet(&other.doers, &self.suffering) && !meet(&self.suffering, &other.suffering);
        there && (back || self.suffering.is_empty()) || back && other.suffering.is_empty()
    }

    /// Whether the two can't be of one happening, whatever their words: told in one document, which would not
    /// contradict itself.
    pub(super) fn excludes(&self, other: &Self) -> bool {
        self.days.zip(other.days).is_some_and(|(a, b)| apart(a, b) > 1)
            || self.places_agree(other) == Agreement::Apart
            || self.same_people(other) == Some(false)
            || self.figures_far_apart(other)
            || self.is_turned_around(other)
    }
}
