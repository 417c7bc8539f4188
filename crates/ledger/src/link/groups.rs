//! Pieces of a document that tell one happening: they name its day, place, people, or go on where the last one stopped.

use super::evidence::{WITHIN, sum, within};
use super::lexicon::LEXICON;
use super::pieces::Piece;
use super::profile::{Profile, Weights};

/// Of how many groups a piece may be, the last ones.
const LOOKED_AT: usize = 24;

/// Pieces of one happening.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) pieces: Vec<Piece>,
    pub(super) profile: Profile,
    /// The sentence in which it was told last.
    pub(super) last: usize,
}

/// A piece held against a group: what speaks for it, and the spans of the accounts of both.
pub(super) type Seen<'s> = dyn FnMut(&Group, &Piece, &[f64; WITHIN.len()]) + 's;

/// Groups of a document's pieces, each in text order. `seen` is told what is weighed.
pub(super) fn find(
    pieces: Vec<Piece>,
    published: Option<i32>,
    terms: &impl Weights,
    seen: &mut Seen<'_>,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for piece in pieces {
        let profile = Profile::of(&piece, published);
        let alike: Vec<usize> = (0..groups.len()).filter(|at| groups[*at].profile.class == piece.class).collect();
        let last = alike.iter().copied().max_by_key(|at| groups[*at].last);
        let mut best: Option<(f64, usize)> = None;
        for &at in alike.iter().rev().take(LOOKED_AT) {
            let place = (Some(&at) == alike.first(), alike.len() == 1, Some(at) == last);
            let evidence = within(&groups[at], (&piece, &profile), place, terms);
            seen(&groups[at], &piece, &evidence);
            let score = sum(&evidence, &LEXICON.within);
            if score > 0.0 && best.is_none_or(|(b, _)| score > b) {
                best = Some((score, at));
            }
        }
        match best {
            Some((_, at)) => {
                let group = &mut groups[at];
                group.profile.merge(&profile);
                group.last = piece.sentence;
                group.pieces.push(piece);
            }
            None => {
                let last = piece.sentence;
                groups.push(Group { pieces: vec![piece], profile, last });
            }
        }
    }
    groups
}

/// Days between two stretches; 0 where they overlap.
pub(super) fn apart(one: (i32, i32), other: (i32, i32)) -> i32 {
    (one.0 - other.1).max(other.0 - one.1).max(0)
}

impl Group {
    /// Whether it tells nothing but what has gone on for long.
    pub(super) fn goes_on(&self) -> bool {
        self.pieces.iter().all(|p| p.goes_on)
    }

    /// Whether a figure of the piece was told.
    pub(super) fn figures_agree(&self, piece: &Piece) -> bool {
        let told = || self.pieces.iter().flat_map(|p| &p.figures);
        piece.figures.iter().any(|f| f.low >= 3.0 && told().any(|g| g.counts == f.counts && g.low == f.low))
    }

    /// Whether both give the whole number of those who died, and another: a document seldom contradicts itself.
    pub(super) fn figures_differ(&self, piece: &Piece) -> bool {
        let told = || self.pieces.iter().flat_map(|p| &p.figures);
        let whole = |f: &&super::figures::Figure| f.counts == "dead" && f.whom.is_none();
        piece.figures.iter().filter(whole).any(|f| told().filter(whole).any(|g| f.contradicts(g)))
    }
}
