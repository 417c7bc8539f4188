//! What speaks for and against two tellings being of one happening, and how much: `lexicons/en/linking.tsv` has the
//! weights, which `sayso-training train-linking` fits. Each stage has a list of its own: `within` a document a
//! sentence is held against what was told before, `across` documents a telling against a happening.

use super::groups::{Group, apart};
use super::pieces::{Piece, Told};
use super::places::Agreement;
use super::profile::{Bag, Profile, Telling, Weights, blamed, meet};

/// What speaks for or against two tellings wherever they stand, in its order.
const EVERYWHERE: [&str; 11] = [
    "same place",
    "places apart",
    "places unlike",
    "same means",
    "other means",
    "same doer",
    "other doer",
    "other victims",
    "same people",
    "other people",
    "turned around",
];

/// The evidence across documents, in its order.
pub(super) const ACROSS: [&str; 32] = joined(
    [
        "always",
        "names alike",
        "words alike",
        "names shared",
        "words shared",
        "beginnings alike",
        "beginnings shared",
        "told by the document already",
        "same days",
        "next day",
        "days close",
        "days apart",
        "first told within days",
        "first told within a week",
        "first told within a month",
        "first told later",
        "day unknown",
    ],
    EVERYWHERE,
    ["same figure", "figures far apart", "same sufferer", "other sufferer"],
    "",
);

/// The evidence within a document, in its order.
pub(super) const WITHIN: [&str; 38] = joined(
    [
        "always",
        "next sentence",
        "three sentences on",
        "six sentences on",
        "fourteen sentences on",
        "bare",
        "particulars agree",
        "particulars of its own",
        "new names",
        "no names",
        "names shared",
        "words shared",
        "told as new",
        "told as known",
        "first of its kind",
        "only one of its kind",
        "told last",
        "said to be another",
        "told apart",
        "blamed alike",
        "others blamed",
        "same days",
        "next day",
        "days apart",
    ],
    EVERYWHERE,
    ["same figure", "another figure", "figures far apart"],
    "",
);

/// Three lists as one.
const fn joined<T: Copy, const A: usize, const B: usize, const C: usize, const N: usize>(
    first: [T; A],
    then: [T; B],
    last: [T; C],
    none: T,
) -> [T; N] {
    let mut all = [none; N];
    let mut at = 0;
    while at < N {
        all[at] = match at {
            at if at < A => first[at],
            at if at < A + B => then[at - A],
            at => last[at - A - B],
        };
        at += 1;
    }
    all
}

/// The sum of the evidence, each by its weight: above zero the two are of one happening.
pub(super) fn sum(evidence: &[f64], weights: &[f64]) -> f64 {
    evidence.iter().zip(weights).map(|(e, w)| e * w).sum()
}

fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// Whether two bags share something, and whether both are given and do not.
fn same_other(one: &Bag, other: &Bag) -> [f64; 2] {
    let given = !one.is_empty() && !other.is_empty();
    let shared = meet(one, other);
    [flag(shared), flag(given && !shared)]
}

/// What places, means and people say, wherever two tellings stand.
fn everywhere(one: &Profile, other: &Profile) -> [f64; EVERYWHERE.len()] {
    let place = one.places_agree(other);
    let [same_means, other_means] = same_other(&one.means, &other.means);
    let [same_doer, other_doer] = same_other(&one.doers, &other.doers);
    let [_, other_victims] = same_other(&one.victims, &other.victims);
    let people = one.same_people(other);
    [
        flag(place == Agreement::Same),
        flag(place == Agreement::Apart),
        flag(place == Agreement::Unlike),
        same_means,
        other_means,
        same_doer,
        other_doer,
        other_victims,
        flag(people == Some(true)),
        flag(people == Some(false)),
        flag(one.is_turned_around(other)),
    ]
}

/// What of names and words in common counts at most.
const SHARED: f64 = 2.5;

/// The evidence of a telling being of a happening; `again` says that its document told the happening already, and so
/// tells the two apart.
pub(super) fn across(telling: &Telling<'_>, other: &Profile, again: bool, terms: &impl Weights) -> [f64; ACROSS.len()] {
    let one = telling.profile;
    let (names, names_shared) = telling.names.alike(&other.names, terms);
    let (words, words_shared) = telling.words.alike(&other.words, terms);
    // A document's beginning is like itself, whatever it tells.
    let (beginnings, beginnings_shared) = if again { (0.0, 0.0) } else { telling.lead.alike(&other.lead, terms) };
    let share = |shared: f64| shared.min(SHARED) / SHARED;
    let stated = one.days.zip(other.days).map(|(a, b)| apart(a, b));
    // From the first report on: else a long series of reports would be one happening.
    let first = |p: &Profile| p.days.or(p.published.map(|d| (d.0, d.0)));
    let told = if stated.is_some() { None } else { first(one).zip(first(other)).map(|(a, b)| apart(a, b)) };
    let [same_sufferer, other_sufferer] = same_other(&one.suffering, &other.suffering);
    let figure = one.figures_agree(other);
    let first = [
        1.0,
        names,
        words,
        share(names_shared),
        share(words_shared),
        beginnings,
        share(beginnings_shared),
        flag(again),
        flag(stated == Some(0)),
        flag(stated == Some(1)),
        flag(matches!(stated, Some(2..=3))),
        flag(matches!(stated, Some(4..))),
        flag(matches!(told, Some(0..=2))),
        flag(matches!(told, Some(3..=7))),
        flag(matches!(told, Some(8..=30))),
        flag(matches!(told, Some(31..))),
        flag(stated.is_none() && told.is_none()),
    ];
    let last = [flag(figure), flag(!figure && one.figures_very_far_apart(other)), same_sufferer, other_sufferer];
    joined(first, everywhere(one, other), last, 0.0)
}

/// The evidence of a piece being of a group; `first` says whether the group is the first of its kind, `only` whether it
/// is the only one, `last` whether it was told last of all of its kind.
pub(super) fn within(
    group: &Group,
    (piece, profile): (&Piece, &Profile),
    (first, only, last): (bool, bool, bool),
    terms: &impl Weights,
) -> [f64; WITHIN.len()] {
    let known = &group.profile;
    let gap = piece.sentence - group.last;
    let own: f64 = profile.names.iter().map(|(t, _)| terms.weight(*t)).sum();
    let names = terms.shared(&known.names, &profile.names);
    let days = known.days.zip(profile.days).map(|(a, b)| apart(a, b));
    let place = known.places_agree(profile);
    let people = known.same_people(profile);
    let given = profile.days.is_some()
        || !profile.places.is_empty()
        || !profile.named.is_empty()
        || !profile.figures.is_empty();
    let figure = group.figures_agree(piece);
    let far = !figure && known.figures_far_apart(profile);
    let another = !figure && !far && group.figures_differ(piece);
    let agree = days == Some(0) || place == Agreement::Same || people == Some(true) || figure;
    let other_day = piece.not_on.zip(known.days).is_some_and(|(a, b)| apart(a, b) == 0);
    let [same_blamed, other_blamed] = same_other(&known.doers, &blamed(piece));
    let bare = !given && profile.names.is_empty();
    let first = [
        1.0,
        flag(gap <= 1),
        flag(matches!(gap, 2 | 3)),
        flag(matches!(gap, 4..=6)),
        flag(matches!(gap, 7..=14)),
        flag(bare),
        flag(given && agree),
        flag(given && !agree),
        (own - names).max(0.0) / own.max(0.6),
        flag(profile.names.is_empty()),
        names.min(SHARED) / SHARED,
        terms.shared(&known.words, &profile.words).min(SHARED) / SHARED,
        flag(piece.told_as == Some(Told::New)),
        flag(piece.told_as == Some(Told::Known)),
        flag(first),
        flag(only),
        flag(last),
        flag((piece.other || group.goes_on() && !piece.goes_on) && place != Agreement::Same),
        flag(piece.apart && (gap == 0 || other_day)),
        same_blamed,
        other_blamed,
        flag(days == Some(0)),
        flag(days == Some(1)),
        flag(matches!(days, Some(2..))),
    ];
    joined(first, everywhere(known, profile), [flag(figure), flag(another), flag(far)], 0.0)
}
