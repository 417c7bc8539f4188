//! On whose word an event stands: the article's own, and that of every source whose statement tells of it.

use super::factuality::commitment;
use crate::Context;
use crate::draft::{Statement, Voice};
use crate::lexicons::hedges::{Effect, HedgePos};
use sayso_language::Tokens;
use sayso_record::{Act, Factuality, QuoteKind};

/// How many levels of `X said that Y said that Z said` are kept.
const LEVELS: usize = 8;

/// For each token, the innermost statement whose content holds it.
pub(crate) struct Contents {
    innermost: Vec<Option<u32>>,
}

impl Contents {
    /// Sweeps once over the statements' contents.
    pub(crate) fn new(length: u32, statements: &[Statement]) -> Self {
        let mut spans: Vec<(Tokens, u32)> = Vec::new();
        for (number, statement) in (0_u32..).zip(statements) {
            spans.extend(statement.content.iter().map(|tokens| (*tokens, number)));
        }
        spans.sort_by_key(|(tokens, number)| (tokens.start, std::cmp::Reverse(tokens.end), *number));
        let mut innermost = vec![None; length as usize];
        let mut open: Vec<(Tokens, u32)> = Vec::new();
        let mut next = 0;
        for at in 0..length {
            while let Some(&(tokens, number)) = spans.get(next).filter(|(tokens, _)| tokens.start <= at) {
                open.push((tokens, number));
                next += 1;
            }
            while open.last().is_some_and(|(tokens, _)| tokens.end <= at) {
                open.pop();
            }
            if let (Some(slot), Some((tokens, number))) = (innermost.get_mut(at as usize), open.last())
                && tokens.contains(at)
            {
                *slot = Some(*number);
            }
        }
        Self { innermost }
    }

    /// The innermost statement whose content holds token `at`.
    pub(crate) fn of(&self, at: u32) -> Option<usize> {
        self.innermost.get(at as usize).copied().flatten().map(|s| s as usize)
    }
}

/// The voices of what `head` tells of, the narrator's first, then from the innermost source outwards.
pub(super) fn voices(context: &Context, statements: &[Statement], contents: &Contents, head: u32) -> Vec<Voice> {
    let mut sources = Vec::new();
    let mut narrator = None;
    let mut next = contents.of(head);
    while let Some(number) = next
        && sources.len() < LEVELS
        && let Some(statement) = statements.get(number)
    {
        let at = commitment(context, head, Some(&statement.content));
        let factuality = if sources.is_empty() { spoken(statement, at.factuality) } else { Factuality::Uncommitted };
        sources.push(Voice { statement: Some(number), factuality });
        // In the narrator's own words a presupposition is the narrator's too; in quotation marks it is not.
        let indirect = statement.quote != QuoteKind::Direct;
        let granted =
            narrator.is_none_or(|known| known) && ((at.presupposed && indirect) || is_factive(context, statement));
        narrator = Some(granted);
        next = statement.within.filter(|outer| *outer != number);
    }
    let own = commitment(context, head, None);
    let factuality = match narrator {
        Some(false) => Factuality::Uncommitted,
        Some(true) => sources.first().map_or(own.factuality, |s| s.factuality),
        None if own.said => Factuality::Uncommitted,
        None => own.factuality,
    };
    std::iter::once(Voice { statement: None, factuality }).chain(sources).collect()
}

/// What a source commits to by a statement of this kind.
fn spoken(statement: &Statement, factuality: Factuality) -> Factuality {
    if statement.negated {
        return Factuality::Uncommitted;
    }
    match statement.act {
        Act::Deny => factuality.negated(),
        Act::Demand | Act::Request | Act::Ask | Act::Offer | Act::Intend | Act::Threaten => Factuality::Uncommitted,
        Act::Promise | Act::Believe | Act::Expect => match factuality {
            Factuality::CertainlySo => Factuality::ProbablySo,
            Factuality::CertainlyNot => Factuality::ProbablyNot,
            other => other,
        },
        _ => factuality,
    }
}

/// Whether who reports a statement so vouches for it: `admitted`, `confirmed`, `revealed`.
fn is_factive(context: &Context, statement: &Statement) -> bool {
    let hedges = &context.lexicons.hedges;
    !statement.negated
        && hedges.effect(&statement.lemma, HedgePos::Verb, false) == Some(Effect::Fact)
        && !matches!(statement.act, Act::Accuse | Act::Praise | Act::Criticize | Act::Deny)
}
