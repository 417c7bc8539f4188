//! Words to tags and trees: looks words up, tags them, parses them.

use crate::features::Word;
use crate::parser::{Node, Parser, Work};
use crate::tagger::Tagger;
use crate::{Upos, Words, Xpos};

/// Word clusters, tagger and parser together.
#[derive(Clone, Copy, Debug)]
pub struct Syntax<'m> {
    clusters: Words<'m>,
    tagger: Tagger<'m>,
    parser: Parser<'m>,
}

/// One sentence at work; used again for the next, which saves allocations.
#[derive(Clone, Debug, Default)]
pub struct Sentence {
    /// Its number.
    pub number: usize,
    /// The words.
    pub words: Vec<Word>,
    /// Their tags.
    pub tags: Vec<(Xpos, Upos)>,
    /// The tree.
    pub tree: Work,
}

/// Sentences that are parsed by turns. Eight cover the time in which weights arrive from memory.
#[derive(Clone, Debug)]
pub struct Slots([Sentence; 8]);

impl Default for Slots {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Sentence::default()))
    }
}

impl<'m> Syntax<'m> {
    /// Reads the sections that `section` gives in place; `None` where one is missing or damaged.
    #[must_use]
    pub fn open(section: impl Fn(&str) -> Option<&'m [u8]>) -> Option<Self> {
        let clusters = Words::open(section("clusters")?).ok()?;
        Some(Self { clusters, tagger: Tagger::open(&section)?, parser: Parser::open(&section)? })
    }

    /// Tags and parses the words of `sentence`, which [`look_up`] made.
    pub fn analyze<'t>(&self, forms: impl Iterator<Item = &'t str>, sentence: &mut Sentence) {
        self.look_up(forms, sentence);
        self.tag(sentence);
        self.parse(sentence);
    }

    /// Looks at the forms of a sentence.
    pub fn look_up<'t>(&self, forms: impl Iterator<Item = &'t str>, sentence: &mut Sentence) {
        look_up(&self.clusters, forms, &mut sentence.words);
    }

    /// Tags the sentence's words.
    pub fn tag(&self, sentence: &mut Sentence) {
        self.tagger.tag(&sentence.words, &mut sentence.tags);
    }

    /// Parses the sentence's words with the tags that they have.
    pub fn parse(&self, sentence: &mut Sentence) {
        self.begin(sentence);
        while self.parser.advance(&mut sentence.tree) {}
    }

    /// Prepares to parse the sentence's words with the tags that they have.
    fn begin(&self, sentence: &mut Sentence) {
        nodes(&sentence.words, &sentence.tags, &mut sentence.tree.nodes);
        self.parser.begin(&mut sentence.tree);
    }

    /// The table of clusters.
    #[must_use]
    pub fn clusters(&self) -> &Words<'m> {
        &self.clusters
    }

    /// Parses many sentences, several at a time. `fill` puts a sentence's words and tags into its argument and gives
    /// false when there are no more; `take` gets each parsed sentence, in any order.
    pub fn parse_all(
        &self,
        slots: &mut Slots,
        mut fill: impl FnMut(&mut Sentence) -> bool,
        mut take: impl FnMut(&Sentence),
    ) {
        let mut busy = 0;
        // Slots below `busy` hold sentences that are being parsed.
        while busy < slots.0.len() && fill(&mut slots.0[busy]) {
            self.begin(&mut slots.0[busy]);
            busy += 1;
        }
        while busy > 0 {
            let mut at = 0;
            while at < busy {
                if self.parser.advance(&mut slots.0[at].tree) {
                    at += 1;
                    continue;
                }
                take(&slots.0[at]);
                if fill(&mut slots.0[at]) {
                    self.begin(&mut slots.0[at]);
                    at += 1;
                } else {
                    busy -= 1;
                    slots.0.swap(at, busy);
                }
            }
        }
    }
}

/// Looks at the forms of a sentence.
pub fn look_up<'t>(clusters: &Words<'_>, forms: impl Iterator<Item = &'t str>, words: &mut Vec<Word>) {
    words.clear();
    for form in forms {
        let mut word = Word::new(form);
        let found = if words.is_empty() { clusters.clusters_at_start(form) } else { clusters.clusters(form) };
        word.clusters = [u16::from(found.coarse), found.middle, found.fine];
        word.frequency = found.frequency;
        words.push(word);
    }
}

/// What the parser sees of tagged words.
pub fn nodes(words: &[Word], tags: &[(Xpos, Upos)], nodes: &mut Vec<Node>) {
    nodes.clear();
    nodes.push(Node::none());
    nodes.extend(words.iter().zip(tags).map(|(word, (xpos, upos))| Node::new(word, *xpos, *upos)));
}
