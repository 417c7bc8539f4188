//! What the parser's two models see, in the main the templates of Zhang and Nivre (2011), plus word clusters.

use super::State;
use crate::features::{Features, Word, feature};
use crate::{Upos, Xpos};

/// What the parser sees of a word.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Hash of the form in lower case.
    pub form: u64,
    /// Penn and universal tag together.
    pub tag: u64,
    /// Hash of both.
    pub both: u64,
    /// Clusters, coarse to fine.
    pub clusters: [u64; 3],
    /// Hash of the last three characters.
    pub suffix: u64,
}

impl Node {
    /// Stands for no word.
    #[must_use]
    pub fn none() -> Self {
        Self { form: 1, tag: 0xffff, both: 3, clusters: [u64::MAX; 3], suffix: 5 }
    }

    /// A tagged word.
    #[must_use]
    pub fn new(word: &Word, xpos: Xpos, upos: Upos) -> Self {
        let tag = (xpos as u64) << 8 | upos as u64;
        Self {
            form: word.lower,
            tag,
            both: feature(200, &[word.lower, tag]),
            clusters: word.clusters.map(u64::from),
            suffix: word.suffixes[2],
        }
    }
}

/// How far two words are apart, in steps that grow.
#[inline(always)]
fn distance(from: u32, to: u32) -> u64 {
    match to.saturating_sub(from) {
        near @ 0..=4 => u64::from(near),
        5..=6 => 5,
        7..=10 => 6,
        11..=20 => 7,
        _ => 8,
    }
}

/// What decides the next transition.
#[inline]
pub fn action_features(state: &State, nodes: &[Node], out: &mut Features) {
    let node = |at: u32| &nodes[at as usize];
    let ahead = |by: u32| if state.next + by <= state.words { state.next + by } else { 0 };
    let (i0, i1, i2, j0) = (state.stacked(0), state.stacked(1), state.stacked(2), ahead(0));
    let (s0, s1, s2, b0) = (node(i0), node(i1), node(i2), node(j0));
    let (b1, b2, b3) = (node(ahead(1)), node(ahead(2)), node(ahead(3)));
    let none = super::Children::default();
    let children = |at: u32| if at == 0 { &none } else { &state.children[at as usize] };
    let (c0, c1, cb) = (children(i0), children(i1), children(j0));
    let label = |at: u32| if at == 0 { 99 } else { u64::from(state.relations[at as usize]) };
    let (s0l, s0r, s1l, s1r, b0l) =
        (node(c0.left[0]), node(c0.right[0]), node(c1.left[0]), node(c1.right[0]), node(cb.left[0]));
    let (s0l2, s0r2, b0l2) = (node(c0.left[1]), node(c0.right[1]), node(cb.left[1]));
    let far = distance(i0, j0);
    let apart = distance(i1, i0);
    out.clear();
    out.add(&[]);
    for x in [s0, s1, b0, b1, b2] {
        out.add(&[x.both]);
        out.add(&[x.form]);
        out.add(&[x.tag]);
        out.add(&[x.clusters[1]]);
        out.add(&[x.clusters[2]]);
    }
    out.add(&[s2.form]);
    out.add(&[s2.tag]);
    out.add(&[b3.tag]);
    out.add(&[s0.suffix, b0.tag]);
    for (x, y) in [(s0, b0), (s1, s0)] {
        out.add(&[x.both, y.tag]);
        out.add(&[x.tag, y.both]);
        out.add(&[x.form, y.form]);
        out.add(&[x.tag, y.tag]);
        out.add(&[x.clusters[1], y.clusters[1]]);
        out.add(&[x.clusters[2], y.clusters[2]]);
        out.add(&[x.clusters[1], y.tag]);
        out.add(&[x.tag, y.clusters[1]]);
        out.add(&[x.form, y.clusters[1]]);
    }
    out.add(&[b0.form, b1.form]);
    out.add(&[b0.form, b1.tag]);
    out.add(&[b0.tag, b1.form]);
    out.add(&[b0.tag, b1.tag]);
    out.add(&[b0.clusters[1], b1.clusters[1]]);
    out.add(&[s1.tag, b0.tag]);
    out.add(&[s0.form, b1.tag]);
    out.add(&[s0.tag, b1.form]);
    // Three tags, now and then with a word.
    out.add(&[s0.tag, b0.tag, b1.tag]);
    out.add(&[s0.form, b0.tag, b1.tag]);
    out.add(&[s0.tag, b0.tag, b1.form]);
    out.add(&[b0.tag, b1.tag, b2.tag]);
    out.add(&[s1.tag, s0.tag, b0.tag]);
    out.add(&[s1.form, s0.tag, b0.tag]);
    out.add(&[s1.tag, s0.form, b0.tag]);
    out.add(&[s2.tag, s1.tag, s0.tag]);
    out.add(&[s2.tag, s1.tag, s0.tag, b0.tag]);
    out.add(&[s1.tag, s0.tag, b0.tag, b1.tag]);
    out.add(&[s0.tag, b0.tag, b1.tag, b2.tag]);
    out.add(&[b0.tag, b1.tag, b2.tag, b3.tag]);
    out.add(&[s1.clusters[0], s0.clusters[0], b0.clusters[0]]);
    out.add(&[s0.clusters[0], b0.clusters[0], b1.clusters[0]]);
    // Children.
    for (x, y, z) in [
        (s0, s0l, b0),
        (s0, s0r, b0),
        (s0, b0l, b0),
        (s1, s0l, s0),
        (s1, s0r, s0),
        (s1, s1r, s0),
        (s1, s1l, s0),
        (s0, s0l2, s0l),
        (s0, s0r2, s0r),
        (b0, b0l2, b0l),
    ] {
        out.add(&[x.tag, y.tag, z.tag]);
    }
    for (x, y, at) in [
        (s0, s0l, c0.left[0]),
        (s0, s0r, c0.right[0]),
        (b0, b0l, cb.left[0]),
        (s1, s1r, c1.right[0]),
        (s1, s1l, c1.left[0]),
    ] {
        out.add(&[y.form, x.tag]);
        out.add(&[y.tag, label(at)]);
        out.add(&[label(at), x.form]);
    }
    out.add(&[s0l.form, s0.form, b0.tag]);
    out.add(&[s0r.form, s0.form, b0.tag]);
    out.add(&[s0r.form, b0.form]);
    out.add(&[s0l.form, b0.form]);
    out.add(&[s0l.form, s1.form]);
    out.add(&[s0l.form, s1.tag, s0.tag]);
    out.add(&[s0l.form, s0.tag, b0.tag]);
    // How far, how many, and which relations are there already.
    out.add(&[far, s0.form]);
    out.add(&[far, s0.tag]);
    out.add(&[far, b0.form]);
    out.add(&[far, b0.tag]);
    out.add(&[far, s0.tag, b0.tag]);
    out.add(&[apart, s1.tag, s0.tag]);
    out.add(&[apart, s1.form, s0.tag]);
    for (x, many, set) in [
        (s0, c0.lefts, c0.left_set),
        (s0, c0.rights, c0.right_set),
        (b0, cb.lefts, cb.left_set),
        (s1, c1.rights, c1.right_set),
    ] {
        out.add(&[u64::from(many.min(5)), x.form]);
        out.add(&[u64::from(many.min(5)), x.tag]);
        out.add(&[set, x.tag]);
        out.add(&[set, x.form]);
    }
    out.add(&[c0.right_set, s0.tag, b0.tag]);
    out.add(&[cb.left_set, s0.tag, b0.tag]);
    out.add(&[c0.left_set, s0.tag, b0.tag]);
    out.add(&[c0.left_set, c1.right_set, s0.tag, s1.tag]);
}

/// What decides the relation of an arc that is about to be made.
#[inline]
pub fn relation_features(state: &State, nodes: &[Node], head: u32, dependent: u32, out: &mut Features) {
    let node = |at: u32| nodes.get(at as usize).unwrap_or(&nodes[0]);
    let before = |at: u32| node(at.saturating_sub(1));
    let after = |at: u32| node(if at < state.words { at + 1 } else { 0 });
    let (h, d) = (node(head), node(dependent));
    let (ch, cd) = (&state.children[head as usize], &state.children[dependent as usize]);
    let label = |at: u32| if at == 0 { 99 } else { u64::from(state.relations[at as usize]) };
    let side = u64::from(dependent < head);
    let far = distance(head.min(dependent), head.max(dependent)) << 1 | side;
    let (dl, dr, dl2) = (node(cd.left[0]), node(cd.right[0]), node(cd.left[1]));
    let (hl, hr) = (node(ch.left[0]), node(ch.right[0]));
    let depth = if dependent < head { state.stacked(1) } else { state.stacked(2) };
    let (outer, next) = (node(depth), node(if state.next <= state.words { state.next } else { 0 }));
    let sets = ch.left_set | ch.right_set;
    out.clear();
    out.add(&[side]);
    for x in [h, d] {
        out.add(&[side, x.form]);
        out.add(&[side, x.tag]);
        out.add(&[side, x.both]);
        out.add(&[side, x.clusters[1]]);
        out.add(&[side, x.clusters[2]]);
        out.add(&[side, x.suffix, h.tag]);
    }
    out.add(&[side, h.both, d.both]);
    out.add(&[side, h.form, d.form]);
    out.add(&[side, h.tag, d.tag]);
    out.add(&[side, h.form, d.tag]);
    out.add(&[side, h.tag, d.form]);
    out.add(&[side, h.both, d.tag]);
    out.add(&[side, h.tag, d.both]);
    out.add(&[side, h.clusters[1], d.clusters[1]]);
    out.add(&[side, h.clusters[2], d.clusters[2]]);
    out.add(&[side, h.form, d.clusters[1]]);
    out.add(&[side, h.clusters[1], d.form]);
    out.add(&[side, h.tag, d.clusters[1]]);
    out.add(&[side, h.clusters[1], d.tag]);
    out.add(&[far, h.tag, d.tag]);
    out.add(&[far, d.form]);
    out.add(&[far, h.form]);
    // The dependent's own marker, article, preposition.
    out.add(&[side, dl.form, d.tag, h.tag]);
    out.add(&[side, dl.form, h.form]);
    out.add(&[side, dl.form, d.form]);
    out.add(&[side, dl.tag, d.tag, h.tag]);
    out.add(&[side, dl.form, dl2.form, d.tag]);
    out.add(&[side, dl2.form, d.tag, h.tag]);
    out.add(&[side, dr.form, d.tag, h.tag]);
    out.add(&[side, dr.tag, d.tag, h.tag]);
    out.add(&[side, cd.left_set, d.tag]);
    out.add(&[side, cd.left_set, d.tag, h.tag]);
    out.add(&[side, cd.left_set, dl.form, h.tag]);
    out.add(&[side, cd.right_set, d.tag, h.tag]);
    out.add(&[side, cd.left_set | cd.right_set, h.form]);
    out.add(&[side, cd.left_set | cd.right_set, d.form]);
    // What the head has already.
    out.add(&[side, sets, h.tag, d.tag]);
    out.add(&[side, sets, d.tag]);
    out.add(&[side, sets, h.form]);
    out.add(&[side, ch.left_set, h.tag, d.tag]);
    out.add(&[side, label(ch.left[0]), label(ch.right[0]), d.tag]);
    out.add(&[side, hl.form, h.tag, d.tag]);
    out.add(&[side, hr.form, h.tag, d.tag]);
    // Neighbours.
    out.add(&[side, before(dependent).tag, d.tag, h.tag]);
    out.add(&[side, after(dependent).tag, d.tag, h.tag]);
    out.add(&[side, before(head).tag, d.tag, h.tag]);
    out.add(&[side, after(head).tag, d.tag, h.tag]);
    out.add(&[side, before(dependent).form, d.form]);
    out.add(&[side, after(dependent).form, d.form]);
    out.add(&[side, after(head).form, h.form, d.tag]);
    out.add(&[side, before(head).form, h.form, d.tag]);
    out.add(&[side, outer.tag, h.tag, d.tag]);
    out.add(&[side, outer.form, d.tag]);
    out.add(&[side, next.tag, h.tag, d.tag]);
    out.add(&[side, next.form, d.tag]);
}
