//! Parsed sentences to the flat arrays of an [`Analysis`].

use crate::segment::Segmented;
use crate::syntax::Sentence;
use crate::{Analysis, Deprel, Quotation, Token, Tokens, Upos, Xpos};

/// The analysis of a text that is cut up and not yet parsed.
pub(crate) fn begin(segmented: &Segmented, quotations: Vec<Quotation>) -> Analysis {
    let mut tokens = Vec::with_capacity(segmented.tokens.len());
    for (sentence, of) in (0_u32..).zip(&segmented.sentences) {
        tokens.extend(
            segmented.tokens.get(of.tokens.start as usize..of.tokens.end as usize).unwrap_or_default().iter().map(
                |span| Token {
                    span: *span,
                    head: of.tokens.start,
                    sentence,
                    xpos: Xpos::Xx,
                    upos: Upos::X,
                    deprel: Deprel::Dep,
                },
            ),
        );
    }
    Analysis { tokens, sentences: segmented.sentences.clone(), quotations, ..Analysis::default() }
}

/// Enters a parsed sentence.
pub(crate) fn sentence(analysis: &mut Analysis, parsed: &Sentence) {
    let Some(of) = analysis.sentences.get_mut(parsed.number) else { return };
    let tokens = analysis.tokens.get_mut(of.tokens.start as usize..of.tokens.end as usize).unwrap_or_default();
    let state = &parsed.tree.state;
    let arcs = state.heads.iter().zip(&state.relations).skip(1);
    for (at, ((token, (xpos, upos)), (head, relation))) in
        (of.tokens.start..).zip(tokens.iter_mut().zip(&parsed.tags).zip(arcs))
    {
        (token.xpos, token.upos) = (*xpos, *upos);
        if *head == 0 {
            of.root = at;
            (token.head, token.deprel) = (at, Deprel::Root);
        } else {
            token.head = of.tokens.start + head - 1;
            token.deprel = Deprel::numbered(*relation).unwrap_or(Deprel::Dep);
        }
    }
}

/// Fills in children and reach from the heads.
pub(crate) fn children(analysis: &mut Analysis) {
    let tokens = &analysis.tokens;
    let many = tokens.len();
    let mut ends = vec![0_u32; many];
    for (at, token) in tokens.iter().enumerate() {
        if token.head as usize != at {
            ends[token.head as usize] += 1;
        }
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut children = vec![0; sum as usize];
    // From the right, so that every token's children come out in text order and `ends` as their begins.
    for (at, token) in tokens.iter().enumerate().rev() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if token.head != at {
            let end = &mut ends[token.head as usize];
            *end -= 1;
            children[*end as usize] = at;
        }
    }
    ends.push(sum);
    ends.remove(0);
    analysis.reach = reach(tokens, &analysis.sentences);
    analysis.child_ends = ends;
    analysis.children = children;
}

/// The leftmost and rightmost token below each token. In a projective tree both can be handed up in one walk from the
/// leaves, for which sorting by depth is not needed: what lies between a token and its head lies below the head.
fn reach(tokens: &[Token], sentences: &[crate::SentenceTokens]) -> Vec<Tokens> {
    let mut reach: Vec<Tokens> = (0_u32..).take(tokens.len()).map(|at| Tokens::new(at, at + 1)).collect();
    let mut waiting = vec![0_u32; tokens.len()];
    let mut ready = Vec::new();
    for token in tokens {
        waiting[token.head as usize] += 1;
    }
    for sentence in sentences {
        waiting[sentence.root as usize] = waiting[sentence.root as usize].saturating_sub(1);
        ready.extend(sentence.tokens.iter().filter(|at| waiting[*at as usize] == 0));
        while let Some(at) = ready.pop() {
            let head = tokens[at as usize].head;
            if head == at {
                continue;
            }
            let below = reach[at as usize];
            let above = &mut reach[head as usize];
            *above = Tokens::new(above.start.min(below.start), above.end.max(below.end));
            waiting[head as usize] -= 1;
            if waiting[head as usize] == 0 {
                ready.push(head);
            }
        }
    }
    reach
}
