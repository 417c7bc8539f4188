//! One voice denies what another says.

use crate::draft::{Account, Conflict, Statement};
use sayso_record::{Act, ConflictKind};

/// A conflict for every statement that denies another.
pub(super) fn find(statements: &[Statement]) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for (number, statement) in statements.iter().enumerate() {
        for &denied in &statement.denies {
            // To deny what was denied is to uphold the first claim, and no new conflict.
            if denied == number || statements.get(denied).is_none_or(|d| d.act == Act::Deny) {
                continue;
            }
            conflicts.push(Conflict {
                kind: ConflictKind::Denial,
                between: [Account::Statement(number), Account::Statement(denied)],
                why: "{0} denies what {1} says".to_owned(),
            });
        }
    }
    conflicts
}
