//! What linking weighs, for those who fit its weights: every pair of tellings that it might compare, with the evidence.

use super::evidence::{ACROSS, WITHIN, across};
use super::groups::Group;
use super::happenings::groups_of;
use super::page::{Page, Text};
use super::pieces::Piece;
use super::profile::Telling;
use super::terms_seen::{Counts, Terms};
use crate::{DocumentKey, Ledger, LedgerError, Result};

/// A step of linking that has weights of its own in `lexicons/en/linking.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A sentence and what its document told before.
    Within,
    /// The tellings of two documents.
    Across,
}

impl Stage {
    /// What is weighed, in the order of [`Weighed::evidence`].
    #[must_use]
    pub fn evidence(self) -> &'static [&'static str] {
        match self {
            Self::Within => &WITHIN,
            Self::Across => &ACROSS,
        }
    }

    /// Its name in the table.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Within => "within",
            Self::Across => "across",
        }
    }
}

/// A side of a comparison: the document's id and the code points of its accounts.
pub type Side = (String, Vec<(usize, usize)>);

/// Two tellings and what speaks for their being of one happening.
#[derive(Clone, Debug)]
pub struct Weighed {
    /// The step that compares them.
    pub stage: Stage,
    /// The two.
    pub sides: [Side; 2],
    /// Numbers in the order of [`Stage::evidence`].
    pub evidence: Vec<f64>,
}

impl Ledger {
    /// What linking weighs among the documents of the ledger; `compared` says of the ids of two documents whether
    /// their tellings are held against each other.
    ///
    /// # Errors
    /// Those of SQLite.
    pub fn weighed(&self, compared: impl Fn(&str, &str) -> bool) -> Result<Vec<Weighed>> {
        let connection = self.connection();
        let read = || -> rusqlite::Result<Vec<Weighed>> {
            let documents: Vec<DocumentKey> = connection
                .prepare("SELECT key FROM heads ORDER BY key")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let terms = Terms::new(connection, Counts::default());
            let mut found = Vec::new();
            let mut told: Vec<(Side, Group)> = Vec::new();
            for document in documents {
                let text = Text::read(connection, document)?;
                let page = Page::read(connection, document, &text)?;
                let mut seen = |group: &Group, piece: &Piece, evidence: &[f64; WITHIN.len()]| {
                    let sides = [side(&page, &group.pieces), side(&page, std::slice::from_ref(piece))];
                    found.push(Weighed { stage: Stage::Within, sides, evidence: evidence.to_vec() });
                };
                let groups = groups_of(&page, &terms, &mut seen);
                for group in groups {
                    let here = side(&page, &group.pieces);
                    let telling = Telling::of(&group.profile, &terms);
                    for (there, other) in told.iter().filter(|(s, g)| {
                        g.profile.class == group.profile.class && s.0 != page.id.as_ref() && compared(&s.0, &page.id)
                    }) {
                        let evidence = across(&telling, &other.profile, false, &terms).to_vec();
                        let sides = [there.clone(), here.clone()];
                        found.push(Weighed { stage: Stage::Across, sides, evidence });
                    }
                    told.push((here, group));
                }
            }
            Ok(found)
        };
        read().map_err(|e| LedgerError::of(std::path::Path::new("the ledger"), e))
    }
}

fn side(page: &Page<'_>, pieces: &[Piece]) -> Side {
    let accounts = pieces.iter().flat_map(|p| &p.accounts);
    (page.id.clone().into_owned(), accounts.map(|a| (page.point(a.span.0), page.point(a.span.1))).collect())
}
