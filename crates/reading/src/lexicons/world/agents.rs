//! Role nouns, titles and collective nouns with the sectors they stand for (`agents.tsv`).

use super::Code;
use crate::Context;
use crate::lexicons::LexiconError;
use crate::lexicons::phrases::{Case, Phrases};
use sayso_language::Tokens;
use sayso_record::ActorKind;

/// A row: words for the same role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Agent {
    /// Sectors of the CAMEO code, without a country; empty where the word tells none.
    pub(crate) code: Code,
    /// Person, group or organization.
    pub(crate) kind: ActorKind,
    /// Whether it stands before a name.
    pub(crate) title: bool,
    /// The row's first words: the role's name.
    pub(crate) name: &'static str,
    /// Line of the table.
    pub(crate) line: usize,
}

/// The table.
#[derive(Clone, Debug)]
pub(crate) struct Agents {
    rows: Vec<Agent>,
    words: Phrases<u32>,
}

impl Agents {
    pub(super) fn read() -> Result<Self, LexiconError> {
        let table = sayso_lexicon::table!("agents.tsv", ["words", "code", "kind", "title"])?;
        let mut rows = Vec::with_capacity(2400);
        let mut words = Vec::with_capacity(8000);
        for row in table.rows() {
            let row = row?;
            let number = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            let kind = match row.cell(2) {
                "person" => ActorKind::Person,
                "group" => ActorKind::Group,
                "organization" => ActorKind::Organization,
                other => return Err(row.error(format!("`{other}` is no kind of actor"))),
            };
            let name = row.list(0).next().unwrap_or_default();
            words.extend(row.list(0).map(|form| (form, number)));
            rows.push(Agent { code: row.cell(1), kind, title: row.cell(3) == "yes", name, line: row.line() });
        }
        Ok(Self { rows, words: Phrases::new(words, Case::Folded) })
    }

    /// The longest role that begins with token `at`, and its number.
    pub(crate) fn longest(&self, context: &Context, at: u32) -> Option<(Tokens, u32)> {
        let (tokens, found) = self.words.longest(context, at)?;
        found.first().map(|(_, row)| (tokens, *row))
    }

    /// Row `number`.
    pub(crate) fn row(&self, number: u32) -> Option<&Agent> {
        self.rows.get(number as usize)
    }
}
