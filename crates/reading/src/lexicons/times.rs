//! Words and rules of time expressions: `times-words.tsv`, `times-rules.tsv`, `times-holidays.tsv`.

use super::LexiconError;
use crate::times::Grammar;

/// The grammar that the tables make together.
pub(super) fn read() -> Result<Grammar, LexiconError> {
    let words = sayso_lexicon::table!("times-words.tsv", ["form", "class", "value"])?;
    let rules = sayso_lexicon::table!("times-rules.tsv", ["function", "slots", "pattern", "before", "after"])?;
    let holidays = sayso_lexicon::table!("times-holidays.tsv", ["forms", "day", "note"])?;
    Grammar::parse(&words, &rules, &holidays)
}
