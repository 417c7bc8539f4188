//! What documents have in common: actors, copies, happenings, claims, and where accounts differ.
//!
//! The seam to the rest of the crate. [`update`] is called with the documents that a batch added, inside the batch's
//! transaction, so that whatever stands in a ledger is linked; [`forget`] is called before a document's rows are
//! removed because a corrected one takes its place. These two alone write the tables that the schema lists under
//! `link`.
//!
//! The outcome must not depend on where batches begin and end: an `add` that was interrupted has other batches than
//! one that ran through, and both must end with the same ledger. It may depend on the order of the documents.

use crate::DocumentKey;
use rusqlite::Transaction;

/// Links `added`, documents that were just added, in their order, with all that the ledger holds.
///
/// # Errors
/// Those of SQLite.
pub fn update(_transaction: &Transaction<'_>, _added: &[DocumentKey]) -> rusqlite::Result<()> {
    Ok(())
}

/// Undoes what [`update`] did for `document`, whose rows are all still there.
///
/// # Errors
/// Those of SQLite.
pub fn forget(transaction: &Transaction<'_>, document: DocumentKey) -> rusqlite::Result<()> {
    let rows = document.rows();
    let (first, last) = (*rows.start(), *rows.end());
    for statement in [
        "DELETE FROM accounts WHERE event BETWEEN ?1 AND ?2",
        "DELETE FROM figures WHERE account BETWEEN ?1 AND ?2",
        "DELETE FROM positions WHERE statement BETWEEN ?1 AND ?2",
        "DELETE FROM disputes WHERE first BETWEEN ?1 AND ?2 OR second BETWEEN ?1 AND ?2",
    ] {
        transaction.prepare_cached(statement)?.execute([first, last])?;
    }
    transaction.prepare_cached("DELETE FROM copies WHERE document = ?1")?.execute([document])?;
    Ok(())
}
