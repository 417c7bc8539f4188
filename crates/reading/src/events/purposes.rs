//! Protests and what they are for: `went on strike to demand his resignation` is one event in CAMEO, a strike for a change
//! of leadership.

use super::matching::{Match, Reader};
use super::parties;

/// How many words up the tree from what is demanded the protest is looked for.
const STEPS: usize = 5;
/// How many events back it may be told of.
const BACK: usize = 4;

/// Joins demands and complaints to the protests that they are the purpose of. A protest takes its aim from the demand (the
/// last digit: leadership, policy, rights, institutions) and stands against whom the demand is made on.
pub(super) fn join(reader: &Reader, found: &mut Vec<Match>) {
    let analysis = reader.context.analysis;
    let mut at = 0;
    while at < found.len() {
        let Some(later) = found.get(at) else { break };
        let aims = matches!(later.code.get(..2), Some("02" | "10" | "11"));
        let head = later.frame.head;
        let protest = (at.saturating_sub(BACK)..at).rev().find(|earlier| {
            found.get(*earlier).is_some_and(|m| {
                let of_one = later.source.is_empty()
                    || later.source.iter().any(|s| m.source.iter().any(|o| parties::same(s, o) || s.code == o.code));
                m.code.starts_with("14") && of_one && analysis.ancestors(head).take(STEPS).any(|a| a == m.frame.head)
            })
        });
        let Some(protest) = protest.filter(|_| aims) else {
            at += 1;
            continue;
        };
        let aim = found.remove(at);
        let Some(protest) = found.get_mut(protest) else { continue };
        let detail = aim.code.strip_prefix("104").filter(|_| protest.code.len() == 3);
        if let Some(code) = detail.and_then(|d| reader.context.lexicons.cameo.below(protest.code, d)) {
            protest.code = code;
        }
        if aim.target.iter().any(|party| party.code.is_some()) {
            protest.target = aim.target;
        }
    }
}
