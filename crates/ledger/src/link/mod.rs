//! What documents have in common: actors, copies, happenings, claims, and where accounts differ.
//!
//! The seam to the rest of the crate. [`identify`] is called for each actor before its row is written; [`update`] is
//! called for each document behind that, and [`finish`] at the end of the batch, inside the batch's
//! transaction, so that whatever stands in a ledger is linked; [`forget`] is called before a document's rows are
//! removed because a corrected one takes its place. These alone write the tables that the schema lists under
//! `link`.
//!
//! Documents are linked one after another, each with those before it, so that the outcome does not depend on where
//! batches begin and end: an `add` that was interrupted ends with the same ledger as one that ran through. What is
//! worked out from all accounts of a happening is worked out at the end of a batch, from the accounts alone.

mod accused;
mod blocks;
mod blocks_bytes;
mod claims;
mod clauses;
mod copies;
mod days;
mod denials;
mod disputes;
mod doers;
mod evidence;
mod figures;
mod filter;
mod groups;
mod hand;
mod happenings;
mod identities;
mod kept;
mod known;
mod lexicon;
mod page;
mod page_of;
mod pieces;
mod places;
mod profile;
mod profile_bytes;
mod refresh;
mod sides;
mod terms;
mod terms_seen;
mod weighed;
mod wording;

use crate::DocumentKey;
use happenings::Linking;
use rusqlite::{Connection, Transaction};

pub(crate) use blocks::bring_blocks;
pub(crate) use identities::{Identified, Who, bring_names};
pub(crate) use kept::Kept;
pub(crate) use page::{Page, Text};
pub use weighed::{Side, Stage, Weighed};

/// Who `actor` is, whose row is to be written: its identity. Actors come in the order of their documents.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn identify(
    connection: &Connection,
    actor: &Who<'_>,
    kept: &mut Kept,
) -> rusqlite::Result<Option<Identified>> {
    identities::identify(connection, actor, kept)
}

/// Links `document`, which was just added, with all that the ledger holds. [`finish`] ends what this begins.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn update(
    transaction: &Transaction<'_>,
    document: DocumentKey,
    page: &Page<'_>,
    kept: &mut Kept,
) -> rusqlite::Result<()> {
    let mut linking = Linking::new(transaction, kept)?;
    copies::link(transaction, document, page, &mut linking.blocks)?;
    linking.link(document, page)?;
    let (blocks, contents) = (&mut linking.blocks, &mut kept.contents);
    claims::link(transaction, page, &linking.terms, (blocks, contents), &mut kept.claims)?;
    linking.rest(kept);
    Ok(())
}

/// Works out and writes what depends on all documents that were added.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn finish(transaction: &Transaction<'_>, kept: &mut Kept) -> rusqlite::Result<()> {
    kept.met.write_names(transaction)?;
    Linking::new(transaction, kept)?.write(kept)?;
    for claim in std::mem::take(&mut kept.claims) {
        claims::refresh(transaction, claim)?;
    }
    Ok(())
}

/// Undoes what [`update`] did for `document`, whose rows are all still there.
///
/// # Errors
/// Those of SQLite.
pub(crate) fn forget(transaction: &Transaction<'_>, document: DocumentKey, kept: &mut Kept) -> rusqlite::Result<()> {
    // A document of this very batch was not linked yet.
    if !copies::is_linked(transaction, document)? {
        return Ok(());
    }
    let text = Text::read(transaction, document)?;
    let page = Page::read(transaction, document, &text)?;
    let mut linking = Linking::new(transaction, kept)?;
    let (blocks, contents) = (&mut linking.blocks, &mut kept.contents);
    claims::forget(transaction, document, &page, (blocks, contents), &mut kept.claims)?;
    linking.forget(document, &page)?;
    identities::forget(transaction, &page, &mut linking.blocks)?;
    kept.met.forget();
    copies::forget(transaction, document, &mut linking.blocks)?;
    linking.rest(kept);
    finish(transaction, kept)
}
