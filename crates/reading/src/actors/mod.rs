//! Who is spoken of: actors with their mentions, codes and roles.

use crate::{Context, draft::Actors};

/// Actors of the document.
pub(crate) fn find(context: &Context) -> Actors {
    let tokens = context.analysis.tokens().len();
    Actors { list: Vec::new(), by_token: vec![None; tokens], by_head: vec![None; tokens] }
}
