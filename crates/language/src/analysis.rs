//! The analysis of a document: flat arrays over its tokens, which everything downstream indexes by token number.

use crate::{Deprel, NameKind, Upos, Xpos};
use sayso_record::Span;

/// Tokens `[start, end)` of a document, by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tokens {
    /// First token.
    pub start: u32,
    /// First token after it.
    pub end: u32,
}

/// A syntactic word (UD English: `don't` is `do` and `n't`, `Khan's` is `Khan` and `'s`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the text.
    pub span: Span,
    /// The token it depends on, by number in the document; the root of a sentence points at itself.
    pub head: u32,
    /// Number of its sentence.
    pub sentence: u32,
    /// Penn tag.
    pub xpos: Xpos,
    /// Universal tag.
    pub upos: Upos,
    /// Relation to its head.
    pub deprel: Deprel,
}

/// A sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentenceTokens {
    /// Its tokens.
    pub tokens: Tokens,
    /// Number of its paragraph, counted from 0; a line break in the text ends a paragraph.
    pub paragraph: u32,
    /// The token on which all others depend.
    pub root: u32,
}

/// A name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Tokens,
    /// What it names.
    pub kind: NameKind,
}

/// Words between quotation marks, marks excluded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The words inside. May run over sentences and paragraphs; marks that open the paragraphs of a
    /// long quotation again lie inside and have the tag `` ` ` ``.
    pub tokens: Tokens,
    /// The opening mark; `None` where the text lacks it and the begin was inferred.
    pub open: Option<u32>,
    /// The closing mark; `None` where the text lacks it and the end was inferred.
    pub close: Option<u32>,
    /// Single marks (`‘…’`, `'…'`).
    pub single: bool,
    /// The quotation around this one, by number.
    pub within: Option<u32>,
}

/// What the language room knows of a text.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    pub(crate) tokens: Vec<Token>,
    pub(crate) sentences: Vec<SentenceTokens>,
    pub(crate) names: Vec<Name>,
    pub(crate) quotations: Vec<Quotation>,
    /// Lemmas one after another; token `i` has `lemmas[lemma_ends[i - 1]..lemma_ends[i]]`.
    pub(crate) lemmas: String,
    pub(crate) lemma_ends: Vec<u32>,
    /// Children of all tokens one after another, each token's in text order.
    pub(crate) children: Vec<u32>,
    pub(crate) child_ends: Vec<u32>,
    /// Leftmost and rightmost token below each token, itself included.
    pub(crate) reach: Vec<Tokens>,
}

impl Tokens {
    /// Tokens from `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The numbers of the tokens.
    #[must_use]
    pub fn iter(self) -> std::ops::Range<u32> {
        self.start..self.end
    }

    /// How many.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether token `at` is among them.
    #[must_use]
    pub fn contains(self, at: u32) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether all of `other` is among them.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a token.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl Analysis {
    /// Tokens and sentences without tags and trees: what tests of rules that lean on forms need.
    #[doc(hidden)]
    #[must_use]
    pub fn untagged(text: &str) -> Self {
        let mut segmented = crate::segment::Segmented::default();
        crate::segment::Segmenter::english().segment(text, &mut segmented);
        let count = segmented.tokens.len();
        let mut tokens = Vec::with_capacity(count);
        for (number, sentence) in (0..).zip(&segmented.sentences) {
            for at in sentence.tokens.iter() {
                let Some(span) = segmented.tokens.get(at as usize) else { continue };
                tokens.push(Token {
                    span: *span,
                    head: sentence.tokens.start,
                    sentence: number,
                    xpos: Xpos::Xx,
                    upos: Upos::X,
                    deprel: Deprel::Dep,
                });
            }
        }
        Self {
            reach: (0..).zip(&tokens).map(|(at, _)| Tokens::new(at, at + 1)).collect(),
            tokens,
            sentences: segmented.sentences,
            lemma_ends: vec![0; count],
            child_ends: vec![0; count],
            ..Self::default()
        }
    }

    /// All tokens in text order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Sentences in text order; they tile the tokens.
    #[must_use]
    pub fn sentences(&self) -> &[SentenceTokens] {
        &self.sentences
    }

    /// Names in text order; they do not overlap.
    #[must_use]
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// Quotations in order of their first word, outer before inner.
    #[must_use]
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    /// How many tokens there are.
    #[must_use]
    pub fn len(&self) -> u32 {
        u32::try_from(self.tokens.len()).unwrap_or(u32::MAX)
    }

    /// Whether the text has no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Token `at`.
    ///
    /// # Panics
    /// Where there is no such token, as slices do.
    #[must_use]
    pub fn token(&self, at: u32) -> &Token {
        &self.tokens[at as usize]
    }

    /// The token's characters in `text`, the text that was analysed.
    #[must_use]
    pub fn form<'t>(&self, text: &'t str, at: u32) -> &'t str {
        self.token(at).span.of(text)
    }

    /// The token's dictionary form, in lower case but for names.
    #[must_use]
    pub fn lemma(&self, at: u32) -> &str {
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.lemma_ends[at - 1] as usize };
        &self.lemmas[start..self.lemma_ends[at] as usize]
    }

    /// Tokens that depend on `at`, in text order.
    #[must_use]
    pub fn children(&self, at: u32) -> &[u32] {
        let at = at as usize;
        let start = if at == 0 { 0 } else { self.child_ends[at - 1] as usize };
        &self.children[start..self.child_ends[at] as usize]
    }

    /// The first child of `at` with relation `deprel`.
    #[must_use]
    pub fn child(&self, at: u32, deprel: Deprel) -> Option<u32> {
        self.children(at).iter().copied().find(|c| self.token(*c).deprel == deprel)
    }

    /// From the leftmost to the rightmost token below `at`, itself included. Trees are projective, so
    /// this is the whole subtree and nothing else.
    #[must_use]
    pub fn subtree(&self, at: u32) -> Tokens {
        self.reach[at as usize]
    }

    /// Whether `at` heads its sentence.
    #[must_use]
    pub fn is_root(&self, at: u32) -> bool {
        self.token(at).head == at
    }

    /// The chain of heads above `at`, nearest first, `at` itself left out.
    pub fn ancestors(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        let mut here = at;
        std::iter::from_fn(move || {
            let head = self.token(here).head;
            (head != here).then(|| {
                here = head;
                head
            })
        })
    }

    /// The sentence of token `at`.
    #[must_use]
    pub fn sentence_of(&self, at: u32) -> &SentenceTokens {
        &self.sentences[self.token(at).sentence as usize]
    }

    /// Bytes from the first to the last of `tokens`; an empty span for no tokens.
    #[must_use]
    pub fn span(&self, tokens: Tokens) -> Span {
        if tokens.is_empty() || tokens.end > self.len() {
            return Span::default();
        }
        Span::new(self.token(tokens.start).span.start, self.token(tokens.end - 1).span.end)
    }

    /// The token among `tokens` whose head lies outside them: the head word of a phrase. The last
    /// such token where there are several (English phrases lean right); `None` for no tokens.
    #[must_use]
    pub fn head_of(&self, tokens: Tokens) -> Option<u32> {
        tokens.iter().rev().find(|at| self.is_root(*at) || !tokens.contains(self.token(*at).head))
    }
}
