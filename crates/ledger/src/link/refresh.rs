//! What the ledger says of a happening as a whole: worked out from its accounts, whatever the order they came in.

use rusqlite::{Connection, OptionalExtension, params};
use sayso_record::content_id;

/// Works out the particulars of `happening` again; removes it where it has no account any more.
pub(super) fn refresh(connection: &Connection, happening: i64) -> rusqlite::Result<()> {
    const COUNTS: &str = "SELECT count(*), count(DISTINCT ifnull(original, a.event >> 28)), min(a.event)
        FROM accounts a LEFT JOIN copies c ON c.document = a.event >> 28 WHERE happening = ?1";
    let counts = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let (accounts, documents, first): (i64, i64, Option<i64>) =
        connection.prepare_cached(COUNTS)?.query_row([happening], counts)?;
    let Some(first) = first else {
        for table in ["happenings WHERE key", "blocks WHERE holder"] {
            connection.execute(&format!("DELETE FROM {table} = ?1"), [happening])?;
        }
        return Ok(());
    };
    // With its document, since records of other programs may give the events of two documents one id.
    const ID: &str = "SELECT h.id, coalesce(e.id, m.id) FROM heads h LEFT JOIN events e ON e.key = ?1
        LEFT JOIN mentions m ON m.key = ?1 WHERE h.key = ?1 >> 28";
    let name = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let (document, account): (String, String) = connection.prepare_cached(ID)?.query_row([first], name)?;
    let id = content_id("hp", [document.as_bytes(), account.as_bytes()]);
    // What most accounts say; of what is said as often, what comes first in order.
    let most = |what: &str, of: &str| -> rusqlite::Result<Option<(String, Option<String>)>> {
        let sql = format!(
            "SELECT {what} FROM accounts a JOIN events e ON e.key = a.event WHERE happening = ?1 AND {of} IS NOT NULL
             GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT 1"
        );
        connection.prepare_cached(&sql)?.query_row([happening], |row| Ok((row.get(0)?, row.get(1)?))).optional()
    };
    let code = most("code, e.name", "code")?;
    let place = most("place, place_country", "place")?;
    const STATED: &str =
        "SELECT stated_begin, stated_end FROM accounts WHERE happening = ?1 AND stated_begin IS NOT NULL
        GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT 1";
    let stated = connection
        .prepare_cached(STATED)?
        .query_row([happening], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?)))
        .optional()?;
    let days = match stated {
        Some(days) => Some(days),
        None => most("time_begin, time_end", "time_begin")?,
    };
    const PUT: &str =
        "UPDATE happenings SET id = ?2, code = ifnull(?3, code), name = ifnull(?4, name), time_begin = ?5,
        time_end = ?6, place = ?7, place_country = ?8, accounts = ?9, documents = ?10 WHERE key = ?1";
    let (code, name) = code.unzip();
    let (begin, end) = days.unzip();
    let (place, country) = place.unzip();
    connection.prepare_cached(PUT)?.execute(params![
        happening,
        id,
        code,
        name.flatten(),
        begin,
        end.flatten(),
        place,
        country.flatten(),
        accounts,
        documents
    ])?;
    Ok(())
}
