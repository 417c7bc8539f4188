//! What is measured of each block, for the forest that tells an article's text from all else on its page.

use super::names::{COUNT, Marks};
use super::tree::{Block, Page, Tag};
use crate::{boilerplate, date};
use std::collections::{HashMap, HashSet};

/// How many figures a block has of its own.
pub(crate) const OWN: usize = 2 * COUNT as usize + 55;

/// How many it has with what the first forest thinks of it and its neighbours.
pub(crate) const BOTH: usize = OWN + 12;

/// The figures of a block: its own, then those that its neighbours give it.
pub(crate) type Figures = [f32; BOTH];

/// What is known of a page beside its blocks.
#[derive(Debug, Default)]
pub(crate) struct Hints<'h> {
    pub(crate) title: Option<&'h str>,
    /// The article's text as the page gives it to machines.
    pub(crate) body: Option<&'h str>,
    pub(crate) description: Option<&'h str>,
}

/// Measures of a block that others' figures need too.
#[derive(Clone, Copy, Default)]
struct Basics {
    words: f32,
    link_density: f32,
    /// Prose: a paragraph of some length that is not made of links.
    good: bool,
    /// Among its first words: those that English is full of, those with a capital, numbers.
    function: f32,
    upper: f32,
    digits: f32,
}

/// Words of a block that are looked at one by one.
const LOOKED_AT: usize = 200;

impl Basics {
    fn of(block: &Block) -> Self {
        let (mut words, mut function, mut upper, mut digits) = (0usize, 0usize, 0usize, 0usize);
        for word in block.text.split_ascii_whitespace() {
            words += 1;
            if words <= LOOKED_AT {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                function += usize::from(is_function_word(word));
                upper += usize::from(word.starts_with(char::is_uppercase));
                digits += usize::from(word.starts_with(|c: char| c.is_ascii_digit()));
            }
        }
        let words = words as f32;
        let link_density = block.linked as f32 / block.text.len().max(1) as f32;
        let good = words >= 10.0 && link_density < 0.35;
        Self { words, link_density, good, function: function as f32, upper: upper as f32, digits: digits as f32 }
    }
}

fn is_function_word(word: &str) -> bool {
    let mut lower = [0u8; 4];
    let Some(lower) = lower.get_mut(..word.len()) else { return false };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    matches!(
        &*lower,
        b"the"
            | b"of"
            | b"and"
            | b"to"
            | b"in"
            | b"a"
            | b"that"
            | b"is"
            | b"was"
            | b"for"
            | b"with"
            | b"on"
            | b"by"
            | b"as"
            | b"at"
            | b"from"
            | b"he"
            | b"it"
            | b"his"
            | b"has"
            | b"are"
            | b"be"
            | b"said"
            | b"have"
    )
}

/// A row of figures that is being filled.
struct Row {
    figures: Figures,
    filled: usize,
}

impl Row {
    fn push(&mut self, figure: f32) {
        if let Some(place) = self.figures.get_mut(self.filled) {
            *place = figure;
        }
        self.filled += 1;
    }
}

/// The figures of all blocks of a page; those that neighbours give are still open.
pub(crate) fn of_page(page: &Page, hints: &Hints<'_>) -> Vec<Figures> {
    let basics: Vec<Basics> = page.blocks.iter().map(Basics::of).collect();
    let containers = Containers::of(page, &basics);
    let body = hints.body.map(grams);
    let title = hints.title.map(squeezed);
    let description = hints.description.map(squeezed);
    let total: f32 = basics.iter().filter(|b| b.good).map(|b| b.words).sum::<f32>().max(1.0);
    let h1 = page.blocks.iter().position(|b| page.elements[b.element as usize].all.has(Marks::H1));
    let inside_best: Vec<Option<u32>> = page.blocks.iter().map(|b| containers.below_best(page, b.element)).collect();
    let good_inside = |at: &usize| basics[*at].good && inside_best[*at].is_some();
    let first = (0..basics.len()).find(good_inside);
    let last = (0..basics.len()).rev().find(good_inside);
    // How often a text stands there, and where first.
    let mut seen: HashMap<&str, (u32, usize)> = HashMap::new();
    for (at, block) in page.blocks.iter().enumerate() {
        seen.entry(block.text.as_str()).or_insert((0, at)).0 += 1;
    }
    let mut goods = vec![0u32; basics.len() + 1];
    for (at, basic) in basics.iter().enumerate() {
        goods[at + 1] = goods[at] + u32::from(basic.good);
    }
    let count = page.blocks.len() as f32;
    let mut all = Vec::with_capacity(basics.len());
    for (at, block) in page.blocks.iter().enumerate() {
        let element = page.elements[block.element as usize];
        let mut figures = Row { figures: [0.0; BOTH], filled: 2 * COUNT as usize };
        let near = near(page, block.element);
        let (all_around, nearest) = figures.figures.split_at_mut(COUNT as usize);
        for (number, (all, near_by)) in (0..).zip(all_around.iter_mut().zip(nearest)) {
            *all = f32::from(u8::from(element.all.bit(number)));
            *near_by = f32::from(u8::from(near.bit(number)));
        }
        let basic = basics[at];
        words_of(&block.text, basic, &mut figures); // 11
        figures.push(basic.link_density);
        figures.push(block.links as f32 / basic.words.max(1.0));
        figures.push(block.stressed as f32 / block.text.len().max(1) as f32);
        for tag in [Tag::Paragraph, Tag::Heading, Tag::Item, Tag::Cell, Tag::Quote, Tag::Caption, Tag::Division] {
            figures.push(f32::from(u8::from(element.tag == tag)));
        }
        figures.push(element.depth as f32);
        figures.push(at as f32 / count);
        figures.push(h1.map_or(0.0, |h1| (at as f32 - h1 as f32).clamp(-30.0, 60.0)));
        // Its parents.
        let mut around = block.element;
        for _ in 0..3 {
            let inside = containers.inside[around as usize];
            figures.push((1.0 + inside.words).log2());
            figures.push(inside.good_words / total);
            around = page.elements[around as usize].parent;
        }
        let own = containers.inside[block.element as usize];
        let parent = containers.inside[page.elements[block.element as usize].parent as usize];
        figures.push(own.linked / own.words.max(1.0));
        figures.push(parent.linked / parent.words.max(1.0));
        figures.push(inside_best[at].map_or(-1.0, |steps| steps as f32));
        figures.push(containers.best_share(total));
        figures.push(first.map_or(0.0, |first| (at as f32 - first as f32).clamp(-20.0, 20.0)));
        figures.push(last.map_or(0.0, |last| (at as f32 - last as f32).clamp(-20.0, 20.0)));
        // Its neighbours.
        for step in [-2i64, -1, 1, 2] {
            let other = usize::try_from(at as i64 + step).ok().and_then(|at| basics.get(at));
            figures.push(other.map_or(-1.0, |other| (1.0 + other.words).log2()));
            figures.push(other.map_or(-1.0, |other| other.link_density));
        }
        let window = |from: usize, to: usize| (goods[to.min(basics.len())] - goods[from]) as f32;
        figures.push(window(at.saturating_sub(5), at));
        figures.push(window((at + 1).min(basics.len()), at + 6));
        // What the page says elsewhere.
        let known = title.is_some() || description.is_some();
        let squeezed = (known && block.text.len() < 500).then(|| squeezed(&block.text));
        let same = |other: &Option<String>| match (other, &squeezed) {
            (Some(other), Some(own)) if other == own => 2.0,
            (Some(other), Some(own))
                if own.len() > 20 && (other.contains(own.as_str()) || own.contains(other.as_str())) =>
            {
                1.0
            }
            _ => 0.0,
        };
        figures.push(same(&title));
        figures.push(same(&description));
        figures.push(body.as_ref().map_or(-1.0, |body| contained(&block.text, body)));
        figures.push(f32::from(u8::from(basic.words < 14.0 && date::find(&block.text).is_some())));
        figures.push(f32::from(u8::from(basic.words < 40.0 && boilerplate::is_boilerplate(&block.text))));
        let (times, first) = seen.get(block.text.as_str()).copied().unwrap_or((1, at));
        figures.push(times.min(5) as f32);
        figures.push(f32::from(u8::from(first < at)));
        figures.push(total.log2());
        figures.push(count.log2());
        debug_assert_eq!(figures.filled, OWN);
        all.push(figures.figures);
    }
    all
}

/// Adds what the first forest thinks of each block and of those around it.
pub(crate) fn with_neighbours(page: &Page, all: &mut [Figures], first: &[f32]) {
    let mut sums = vec![(0.0f32, 0.0f32, 0.0f32); page.elements.len()];
    for (block, thought) in page.blocks.iter().zip(first) {
        let parent = page.elements[block.element as usize].parent;
        for container in [block.element, parent] {
            let sum = &mut sums[container as usize];
            let words = block.text.len() as f32;
            sum.0 += thought * words;
            sum.1 += words;
            sum.2 = sum.2.max(*thought);
        }
    }
    let mut running = vec![0.0f32; first.len() + 1];
    for (at, thought) in first.iter().enumerate() {
        running[at + 1] = running[at] + thought;
    }
    for (at, (block, figures)) in page.blocks.iter().zip(all).enumerate() {
        let mut row = Row { figures: *figures, filled: OWN };
        row.push(first[at]);
        for step in [-3i64, -2, -1, 1, 2, 3] {
            let other = usize::try_from(at as i64 + step).ok().and_then(|at| first.get(at));
            row.push(other.copied().unwrap_or(0.0));
        }
        let parent = page.elements[block.element as usize].parent;
        for container in [block.element, parent] {
            let (sum, words, _) = sums[container as usize];
            row.push(sum / words.max(1.0));
        }
        row.push(sums[parent as usize].2);
        let mean = |from: usize, to: usize| {
            let to = to.min(first.len());
            (running[to] - running[from.min(to)]) / to.saturating_sub(from).max(1) as f32
        };
        row.push(mean(at.saturating_sub(8), at));
        row.push(mean(at + 1, at + 9));
        *figures = row.figures;
    }
}

/// The marks of the nearest elements around a block.
fn near(page: &Page, element: u32) -> Marks {
    let mut marks = Marks::NONE;
    let mut at = element;
    for _ in 0..3 {
        let element = page.elements[at as usize];
        marks |= element.own;
        at = element.parent;
    }
    marks
}

/// Figures of the words themselves.
fn words_of(text: &str, basic: Basics, row: &mut Row) {
    let seen = basic.words.clamp(1.0, LOOKED_AT as f32);
    let end = text.trim_end_matches(['"', '”', '’', '\'', ')', ' ']);
    let ends = match end.chars().next_back() {
        Some('.' | '!' | '?') => 2.0,
        Some(':' | ';' | ',' | '…') => 1.0,
        _ => 0.0,
    };
    let begin = text.chars().next().unwrap_or(' ');
    let begins = if begin.is_uppercase() || matches!(begin, '"' | '“' | '‘') {
        2.0
    } else {
        f32::from(u8::from(begin.is_alphabetic()))
    };
    let figures = [
        basic.words.min(400.0),
        (text.len() as f32).log2(),
        ends,
        begins,
        text.bytes().filter(|b| *b == b',').count() as f32 / seen,
        basic.function / seen,
        basic.upper / seen,
        basic.digits / seen,
        text.len() as f32 / basic.words.max(1.0),
        text.matches(['|', '»', '›', '•', '©', '/']).count() as f32,
        text.as_bytes().windows(2).filter(|two| two == b". ").count().min(20) as f32,
    ];
    figures.into_iter().for_each(|figure| row.push(figure));
}

/// What stands in an element, all below it counted.
#[derive(Clone, Copy, Default)]
struct Inside {
    words: f32,
    linked: f32,
    good_words: f32,
}

struct Containers {
    inside: Vec<Inside>,
    best: u32,
}

impl Containers {
    fn of(page: &Page, basics: &[Basics]) -> Self {
        let mut inside = vec![Inside::default(); page.elements.len()];
        let mut score = vec![0.0f32; page.elements.len()];
        for (block, basic) in page.blocks.iter().zip(basics) {
            let sum = &mut inside[block.element as usize];
            sum.words += basic.words;
            sum.linked += basic.words * basic.link_density;
            if basic.good {
                sum.good_words += basic.words;
                // The elements near a paragraph share its weight, the nearest most of all.
                let worth = if page.elements[block.element as usize].all.has(Marks::ELSEWHERE) { 0.3 } else { 1.0 };
                let (mut at, mut share) = (block.element, basic.words.min(100.0) * worth);
                for _ in 0..4 {
                    score[at as usize] += share;
                    share *= 0.75;
                    at = page.elements[at as usize].parent;
                }
            }
        }
        // Parents stand before their children, so that one walk from the end adds all up.
        for at in (1..inside.len()).rev() {
            let below = inside[at];
            let parent = &mut inside[page.elements[at].parent as usize];
            parent.words += below.words;
            parent.linked += below.linked;
            parent.good_words += below.good_words;
        }
        let mut best = 0;
        for at in 1..score.len() {
            if score[at] > score[best] {
                best = at;
            }
        }
        Self { inside, best: u32::try_from(best).unwrap_or(0) }
    }

    /// Steps from an element up to the one with most prose; `None` where it is not in it.
    fn below_best(&self, page: &Page, element: u32) -> Option<u32> {
        let mut at = element;
        for steps in 0..12 {
            if at == self.best {
                return Some(steps);
            }
            if at < self.best {
                return None;
            }
            at = page.elements[at as usize].parent;
        }
        None
    }

    fn best_share(&self, total: f32) -> f32 {
        self.inside[self.best as usize].good_words / total
    }
}

fn squeezed(text: &str) -> String {
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Hashes of the sequences of three words.
fn grams(text: &str) -> HashSet<u64> {
    let mut grams = HashSet::new();
    each_gram(text, |gram| {
        grams.insert(gram);
    });
    grams
}

fn each_gram(text: &str, mut see: impl FnMut(u64)) {
    let hash = |word: &str| {
        word.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
    };
    let mut window = [0u64; 3];
    let mut words = 0usize;
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        window = [window[1], window[2], hash(word)];
        words += 1;
        if words >= 3 {
            see(window[0].wrapping_mul(31).wrapping_add(window[1]).wrapping_mul(31).wrapping_add(window[2]));
        }
    }
}

/// The share of a text's sequences that the others hold.
fn contained(text: &str, others: &HashSet<u64>) -> f32 {
    let (mut all, mut found) = (0.0f32, 0.0f32);
    each_gram(text, |gram| {
        all += 1.0;
        found += f32::from(u8::from(others.contains(&gram)));
    });
    if all == 0.0 { -0.5 } else { found / all }
}
