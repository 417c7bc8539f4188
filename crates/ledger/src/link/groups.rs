//! Pieces of a document that tell one happening: they name its day, place, people, or go on where the last one stopped.

use super::pieces::{Piece, Told};
use super::places::Agreement;
use super::profile::{Profile, Weights};

/// How well a piece must fit a group.
const FITS: f64 = 0.7;
/// How much less nearness says where a piece names others, what names and words in common say, and what speaks against
/// it: another place, another manner of doing it. Set by hand on a few clusters of articles, and roughly.
const NEW: f64 = 0.4;
const NAMES: f64 = 0.45;
const WORDS: f64 = 0.25;
const ELSEWHERE: f64 = 1.5;
const UNLIKE: f64 = 0.9;
const MANNER: f64 = 0.7;
const PEOPLE: f64 = 0.6;
const ARTICLE: f64 = 0.2;
/// What is left of nearness where a piece's particulars are others, and how much names in common must say.
const OWN: f64 = 0.7;
const NAMED: f64 = 0.5;
/// What it takes to say that figures are of something else, or that others do it to others, whatever stands near.
const SURE: f64 = 2.0;
/// Of how many groups a piece may be, the last ones.
const LOOKED_AT: usize = 24;

/// Pieces of one happening.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) pieces: Vec<Piece>,
    pub(super) profile: Profile,
    last: usize,
}

/// Groups of a document's pieces, each in text order.
pub(super) fn find(pieces: Vec<Piece>, published: Option<i32>, terms: &impl Weights) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for piece in pieces {
        let profile = Profile::of(&piece, published);
        let fitting = groups.iter().enumerate().rev().filter(|(_, g)| g.profile.class == piece.class).take(LOOKED_AT);
        let best = fitting
            .map(|(at, group)| (fit(group, &piece, &profile, terms), at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        match best {
            Some((score, at)) if score >= FITS => {
                let group = &mut groups[at];
                group.profile.merge(&profile);
                group.last = piece.sentence;
                group.pieces.push(piece);
            }
            _ => {
                let last = piece.sentence;
                groups.push(Group { pieces: vec![piece], profile, last });
            }
        }
    }
    groups
}

/// What it says for a piece that the group was told `gap` sentences before. A bare `the attack` is the one told last;
/// what gives particulars of its own says by them what it tells.
fn near(gap: usize, particulars: Option<bool>) -> f64 {
    let near = match gap {
        0 | 1 => 1.2,
        2 | 3 => 1.0,
        4..=6 => 0.7,
        7..=14 => 0.35,
        _ => 0.0,
    };
    if particulars == Some(false) { OWN * near } else { near }
}

/// Whether a day, place, figure or name that the piece gives is the group's; `None` where it gives none.
fn particulars(group: &Group, piece: &Piece, profile: &Profile, names: f64) -> Option<bool> {
    let given = profile.days.is_some()
        || !profile.places.is_empty()
        || !profile.named.is_empty()
        || !profile.figures.is_empty();
    let days = || group.profile.days.zip(profile.days).is_some_and(|(a, b)| apart(a, b) == 0);
    let place = || group.profile.places_agree(profile) == Agreement::Same;
    let people = || group.profile.same_people(profile) == Some(true);
    given.then(|| days() || place() || people() || names > NAMED || figures_agree(group, piece))
}

fn fit(group: &Group, piece: &Piece, profile: &Profile, terms: &impl Weights) -> f64 {
    let gap = piece.sentence - group.last;
    let own: f64 = profile.names.iter().map(|(t, _)| terms.weight(*t)).sum();
    let same = terms.shared(&group.profile.names, &profile.names);
    // What names others than those told so far tells of something else.
    let new = (own - same) / own.max(0.6);
    let words = terms.shared(&group.profile.words, &profile.words).min(2.5);
    let mut score = near(gap, particulars(group, piece, profile, same)) * (1.0 - NEW * new);
    score += NAMES * same.min(2.5) + WORDS * words;
    score += match piece.told_as {
        Some(Told::New) => -ARTICLE,
        Some(Told::Known) => ARTICLE,
        None => 0.0,
    };
    match (group.profile.days, profile.days) {
        (Some(one), Some(other)) if apart(one, other) == 0 => score += 0.6,
        (Some(one), Some(other)) => score -= if apart(one, other) > 1 { 2.0 } else { 1.0 },
        _ => {}
    }
    let place = group.profile.places_agree(profile);
    score += match place {
        Agreement::Same => 0.4,
        Agreement::Apart => -ELSEWHERE,
        Agreement::Unlike => -UNLIKE,
        Agreement::Untold => 0.0,
    };
    score += MANNER * group.profile.manner(profile);
    score += match group.profile.same_people(profile) {
        Some(true) => PEOPLE,
        Some(false) => -SURE,
        None => 0.0,
    };
    if group.profile.is_turned_around(profile) {
        score -= SURE;
    }
    if piece.other && place != Agreement::Same {
        score -= SURE;
    }
    if figures_agree(group, piece) {
        score += 0.5;
    } else if group.profile.figures_far_apart(profile) {
        score -= SURE;
    } else if figures_differ(group, piece) {
        score -= 0.5;
    }
    score
}

/// Days between two stretches; 0 where they overlap.
pub(super) fn apart(one: (i32, i32), other: (i32, i32)) -> i32 {
    (one.0 - other.1).max(other.0 - one.1).max(0)
}

fn figures_agree(group: &Group, piece: &Piece) -> bool {
    let told = || group.pieces.iter().flat_map(|p| &p.figures);
    piece.figures.iter().any(|f| f.low >= 3.0 && told().any(|g| g.counts == f.counts && g.low == f.low))
}

/// Whether both give the whole number of those who died, and another: a document seldom contradicts itself.
fn figures_differ(group: &Group, piece: &Piece) -> bool {
    let told = || group.pieces.iter().flat_map(|p| &p.figures);
    let whole = |f: &&super::figures::Figure| f.counts == "dead" && f.whom.is_none();
    piece.figures.iter().filter(whole).any(|f| told().filter(whole).any(|g| f.contradicts(g)))
}
