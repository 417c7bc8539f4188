//! What the ledger says of a happening as a whole: worked out from its accounts, whatever the order they came in.

use super::lexicon::root_of_class;
use super::page::day;
use rusqlite::{Connection, Row, params};
use sayso_record::content_id;
use std::collections::{BTreeMap, BTreeSet};

/// An account of a happening.
#[derive(Debug, Default)]
pub(super) struct Account {
    pub(super) key: i64,
    pub(super) id: String,
    pub(super) sentence: i64,
    /// First and last day, where the account states them.
    pub(super) days: Option<(i32, i32)>,
    pub(super) doers: Vec<String>,
    pub(super) blamed: bool,
    pub(super) denier: Option<Vec<String>>,
    /// Whether what is denied is a part in it.
    pub(super) part: bool,
    /// The day of its document.
    pub(super) published: Option<i32>,
    /// The code of its event; empty where none was coded.
    pub(super) code: String,
    /// Whether it tells that something was said, which may be said again on another day.
    pub(super) said: bool,
    /// The rarest words around it.
    pub(super) gist: Vec<u32>,
}

impl Account {
    pub(super) fn document(&self) -> i64 {
        self.key >> 28
    }
}

/// What is said most often; of what is said as often, what comes first in order.
#[derive(Default)]
struct Said(BTreeMap<(String, Option<String>), usize>);

impl Said {
    fn add(&mut self, first: Option<String>, second: Option<String>) {
        if let Some(first) = first {
            *self.0.entry((first, second)).or_default() += 1;
        }
    }

    fn most(self) -> (Option<String>, Option<String>) {
        let most = self.0.into_iter().rev().max_by_key(|(_, count)| *count);
        most.map_or((None, None), |((first, second), _)| (Some(first), second))
    }
}

/// Works out the particulars of `happening`, which is of that class and known by `profile`, and gives its accounts;
/// removes it where it has none any more.
pub(super) fn refresh(
    connection: &Connection,
    happening: i64,
    class: &str,
    profile: Option<&[u8]>,
) -> rusqlite::Result<Vec<Account>> {
    const ACCOUNTS: &str = "SELECT a.event, coalesce(e.id, m.id), a.sentence, stated_begin, stated_end, doer, blamed,
        denier, gist, denies_part, e.code, e.name, e.place, e.place_country, e.time_begin, e.time_end,
        ifnull(c.original, a.event >> 28), h.date, h.id
        FROM accounts a LEFT JOIN events e ON e.key = a.event LEFT JOIN mentions m ON m.key = a.event
        LEFT JOIN copies c ON c.document = a.event >> 28 JOIN heads h ON h.key = a.event >> 28 WHERE a.happening = ?1";
    let (mut codes, mut places, mut stated, mut dated) = Default::default();
    let mut documents = BTreeSet::new();
    let mut accounts: Vec<Account> = Vec::new();
    // The key of the first account, and the id of its document.
    let (mut first, mut document) = (i64::MAX, String::new());
    let mut statement = connection.prepare_cached(ACCOUNTS)?;
    let mut rows = statement.query([happening])?;
    while let Some(row) = rows.next()? {
        let said = |said: &mut Said, at: usize| -> rusqlite::Result<()> {
            said.add(row.get(at)?, row.get(at + 1)?);
            Ok(())
        };
        said(&mut stated, 3)?;
        said(&mut codes, 10)?;
        said(&mut places, 12)?;
        said(&mut dated, 14)?;
        documents.insert(row.get::<_, i64>(16)?);
        let account = account(row)?;
        if account.key < first {
            (first, document) = (account.key, row.get(18)?);
        }
        accounts.push(account);
    }
    let Some(first) = accounts.iter().find(|a| a.key == first) else {
        connection.prepare_cached("DELETE FROM happenings WHERE key = ?1")?.execute([happening])?;
        return Ok(accounts);
    };
    // With its document, since records of other programs may give the events of two documents one id.
    let id = content_id("hp", [document.as_bytes(), first.id.as_bytes()]);
    let (code, name) = codes.most();
    let (place, country) = places.most();
    let (begin, end) = match stated.most() {
        (None, _) => dated.most(),
        days => days,
    };
    const PUT: &str =
        "INSERT INTO happenings (key, id, code, name, time_begin, time_end, place, place_country, accounts,
          documents, profile)
        VALUES (?1, ?2, ifnull(?3, ?12), ifnull(?4, ?13), ?5, ?6, ?7, ?8, ?9, ?10, ifnull(?11, x''))
        ON CONFLICT (key) DO UPDATE SET id = excluded.id, code = ifnull(?3, code), name = ifnull(?4, name),
          time_begin = excluded.time_begin, time_end = excluded.time_end, place = excluded.place,
          place_country = excluded.place_country, accounts = excluded.accounts, documents = excluded.documents,
          profile = ifnull(?11, profile)";
    let (root, root_name) = root_of_class(class);
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (told, heard) = (count(accounts.len()), count(documents.len()));
    connection.prepare_cached(PUT)?.execute(params![
        happening, id, code, name, begin, end, place, country, told, heard, profile, root, root_name
    ])?;
    Ok(accounts)
}

/// Whether events of that CAMEO code are words, meetings aside.
fn is_said(code: &str) -> bool {
    matches!(code.get(..2), Some("01" | "02" | "03" | "05" | "09" | "10" | "11" | "12" | "13"))
}

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let words = |text: String| text.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let on = |at| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.as_deref().and_then(day));
    let begin = on(3)?;
    let gist: Vec<u8> = row.get(8)?;
    let code = row.get::<_, Option<String>>(10)?.unwrap_or_default();
    Ok(Account {
        key: row.get(0)?,
        id: row.get(1)?,
        sentence: row.get(2)?,
        days: begin.zip(on(4)?.or(begin)),
        doers: row.get::<_, Option<String>>(5)?.map(words).unwrap_or_default(),
        blamed: row.get(6)?,
        denier: row.get::<_, Option<String>>(7)?.map(words),
        gist: gist.chunks_exact(4).map(|w| u32::from_le_bytes(w.try_into().expect("chunks of four"))).collect(),
        part: row.get(9)?,
        published: on(17)?,
        said: is_said(&code),
        code,
    })
}
