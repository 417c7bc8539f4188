//! Which rows linking compares: those that have a block in common, a form of a name for one.
//!
//! Blocks are hashes, so that each batch's lie all over a table of them. They are therefore kept in two tables: those
//! of the last batches as they came (`recent_blocks`, a row a batch), and the others in order, some dozens in a row
//! (`settled_blocks`). Whenever the first have become many they are brought among the others, in order.

use super::blocks_bytes::{decode, encode};
use super::copies;
use super::filter::Filter;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// From how many recent entries on they are settled: at least so many, and more the more documents there are.
const RECENT: RangeInclusive<usize> = 1 << 18..=1 << 20;
const RECENT_OF_DOCUMENT: usize = 16;
/// Entries of a settled row from which it is cut in two.
const ROW: usize = 128;
/// Settled entries kept in memory at most.
const KEPT: usize = 3 << 20;

/// After how many questions it is noted which blocks there are at all.
const PATIENCE: usize = 20_000;

/// A block and the happening, statement, document or identity that it holds.
pub(super) type Entry = (i64, i64);

/// So many blocks that follow each other are kept together, since blocks of days that follow are asked for together.
const TOGETHER: u32 = 2;

/// Entries of blocks that are kept together, in order: most have one.
#[derive(Debug)]
enum Near {
    One(Entry),
    Many(Vec<Entry>),
}

impl Near {
    fn as_slice(&self) -> &[Entry] {
        match self {
            Self::One(entry) => std::slice::from_ref(entry),
            Self::Many(entries) => entries,
        }
    }

    fn put(&mut self, entry: Entry) {
        match self {
            Self::One(one) if *one == entry => {}
            Self::One(one) => *self = Self::Many(vec![entry.min(*one), entry.max(*one)]),
            Self::Many(entries) => match entries.last() {
                Some(last) if *last < entry => entries.push(entry),
                _ => {
                    if let Err(at) = entries.binary_search(&entry) {
                        entries.insert(at, entry);
                    }
                }
            },
        }
    }
}

/// A row of `settled_blocks`: the entries from its first block up to the next row's.
#[derive(Debug)]
struct Row {
    end: i64,
    entries: Box<[Entry]>,
}

impl Row {
    /// About where entries up to `block` end, since blocks are hashes; `first` is the first block that is the row's own.
    fn about(&self, first: i64, block: i64) -> usize {
        let share = (block.saturating_sub(first) as f64 + 1.0) / (self.end.saturating_sub(first) as f64).max(1.0);
        (share * self.entries.len() as f64) as usize
    }
}

/// What stands in both tables, as far as it is in memory.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    /// Whether the recent entries were read.
    read: bool,
    /// By the blocks that are kept together.
    recent: FxHashMap<i64, Near>,
    /// How many recent entries there are, those taken out among them.
    count: usize,
    /// Settled entries that were taken out.
    gone: FxHashSet<Entry>,
    /// What the batch put in and took out (`false`), as it came.
    changed: Vec<(Entry, bool)>,
    /// Which blocks there are, where that is known.
    filter: Option<Filter>,
    asked: usize,
    /// Settled rows, by their first blocks.
    settled: BTreeMap<i64, Row>,
    /// How many entries those have.
    kept: usize,
}

impl Blocks {
    /// The entries of the blocks in `range`, in order.
    pub(super) fn holders(
        &mut self,
        connection: &Connection,
        range: RangeInclusive<i64>,
        found: &mut Vec<Entry>,
    ) -> rusqlite::Result<()> {
        self.last_holders(connection, range, usize::MAX, found)
    }

    /// The last entries of the blocks in `range`, so many at most, in order.
    pub(super) fn last_holders(
        &mut self,
        connection: &Connection,
        range: RangeInclusive<i64>,
        most: usize,
        found: &mut Vec<Entry>,
    ) -> rusqlite::Result<()> {
        found.clear();
        self.read(connection)?;
        self.asked += 1;
        if self.asked == PATIENCE && self.filter.is_none() {
            self.filter = Some(self.filter(connection)?);
        }
        if self.filter.as_ref().is_some_and(|filter| !range.clone().any(|block| filter.may_have(block))) {
            return Ok(());
        }
        let mut at = *range.start();
        while at <= *range.end() {
            // Those that were taken out must not stand in the way of others.
            let most = if self.gone.is_empty() { most } else { usize::MAX };
            let (first, row) = self.row(connection, at)?;
            found.extend_from_slice(within(&row.entries, &range, most, row.about(first, *range.end())));
            at = row.end;
        }
        if !self.gone.is_empty() {
            found.retain(|entry| !self.gone.contains(entry));
        }
        let settled = found.len();
        for together in (*range.start() >> TOGETHER)..=(*range.end() >> TOGETHER) {
            let recent = self.recent.get(&together).map_or(&[][..], Near::as_slice);
            found.extend_from_slice(within(recent, &range, most, recent.len()));
        }
        if found.len() > settled && !found.is_sorted_by(|one, other| one < other) {
            // Two lists that are in order, one behind the other.
            found.sort();
            found.dedup();
        }
        found.drain(..found.len().saturating_sub(most));
        Ok(())
    }

    /// Whether `block` has `holder`.
    pub(super) fn has(&mut self, connection: &Connection, block: i64, holder: i64) -> rusqlite::Result<bool> {
        let mut found = Vec::new();
        self.holders(connection, block..=block, &mut found)?;
        Ok(found.binary_search(&(block, holder)).is_ok())
    }

    /// Puts `holder` into `block`.
    pub(super) fn put(&mut self, block: i64, holder: i64) {
        self.changed.push(((block, holder), true));
        self.note(block, holder);
    }

    /// Takes `holder` out of `block`.
    pub(super) fn take(&mut self, block: i64, holder: i64) {
        self.changed.push(((block, holder), false));
        self.forget(block, holder);
    }

    fn note(&mut self, block: i64, holder: i64) {
        self.count += 1;
        if !self.gone.is_empty() {
            self.gone.remove(&(block, holder));
        }
        if let Some(filter) = &mut self.filter {
            filter.note(block);
        }
        let entry = (block, holder);
        self.recent.entry(block >> TOGETHER).and_modify(|near| near.put(entry)).or_insert(Near::One(entry));
    }

    fn forget(&mut self, block: i64, holder: i64) {
        self.count += 1;
        self.gone.insert((block, holder));
        let together = block >> TOGETHER;
        if let Some(near) = self.recent.remove(&together) {
            let rest: Vec<Entry> = near.as_slice().iter().copied().filter(|entry| *entry != (block, holder)).collect();
            if !rest.is_empty() {
                self.recent.insert(together, Near::Many(rest));
            }
        }
    }

    /// Reads the recent entries, once.
    fn read(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if std::mem::replace(&mut self.read, true) {
            return Ok(());
        }
        let of_batch = std::mem::take(&mut self.changed);
        let mut statement = connection.prepare("SELECT entries, gone FROM recent_blocks ORDER BY number")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (entries, gone): (Vec<u8>, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
            decode(&gone.unwrap_or_default(), 0, |(block, holder)| self.forget(block, holder));
            decode(&entries, 0, |(block, holder)| self.note(block, holder));
        }
        drop(rows);
        let empty = self.count == 0 && !connection.prepare("SELECT 1 FROM settled_blocks LIMIT 1")?.exists([])?;
        self.filter = empty.then(Filter::default);
        // What the batch did before anybody asked came after all that.
        for ((block, holder), put) in of_batch {
            if put { self.put(block, holder) } else { self.take(block, holder) }
        }
        Ok(())
    }

    /// The blocks that there are.
    fn filter(&self, connection: &Connection) -> rusqlite::Result<Filter> {
        let mut filter = Filter::default();
        self.recent.values().flat_map(Near::as_slice).for_each(|entry| filter.note(entry.0));
        let mut statement = connection.prepare("SELECT first, entries FROM settled_blocks")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            decode(&row.get::<_, Vec<u8>>(1)?, row.get(0)?, |entry| filter.note(entry.0));
        }
        Ok(filter)
    }

    /// The settled row with `block`, and the first block that is its own.
    fn row(&mut self, connection: &Connection, block: i64) -> rusqlite::Result<(i64, &Row)> {
        let near = self.settled.range(..=block).next_back().filter(|(_, row)| block < row.end).map(|(first, _)| *first);
        let first = match near {
            Some(first) => first,
            None => {
                let (first, row) = read_row(connection, block)?;
                self.keep(first, row);
                first
            }
        };
        Ok((first, &self.settled[&first]))
    }

    fn keep(&mut self, first: i64, row: Row) {
        if self.kept > KEPT {
            self.settled.clear();
            self.kept = 0;
        }
        self.kept += row.entries.len();
        if let Some(before) = self.settled.insert(first, row) {
            self.kept -= before.entries.len();
        }
    }

    /// Writes what a batch has changed in a ledger of so many documents.
    pub(super) fn write(&mut self, connection: &Connection, documents: usize) -> rusqlite::Result<()> {
        if self.changed.is_empty() {
            return Ok(());
        }
        self.read(connection)?;
        if self.count > (documents * RECENT_OF_DOCUMENT).clamp(*RECENT.start(), *RECENT.end()) {
            return self.settle(connection);
        }
        let (mut put, mut gone) = (Vec::new(), Vec::new());
        // What was done last to an entry counts.
        self.changed.sort_by_key(|(entry, _)| *entry);
        for of_entry in self.changed.chunk_by(|a, b| a.0 == b.0) {
            match of_entry.last() {
                Some((entry, true)) => put.push(*entry),
                Some((entry, false)) => gone.push(*entry),
                None => {}
            }
        }
        self.changed.clear();
        let gone = (!gone.is_empty()).then(|| encode(&gone, 0));
        connection
            .prepare_cached("INSERT INTO recent_blocks (entries, gone) VALUES (?1, ?2)")?
            .execute(params![encode(&put, 0), gone])?;
        Ok(())
    }

    /// Brings the recent entries among the others.
    fn settle(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let recent = std::mem::take(&mut self.recent);
        let put = recent.values().flat_map(Near::as_slice).map(|entry| (*entry, true));
        let mut entries: Vec<(Entry, bool)> = put.collect();
        drop(recent);
        entries.extend(self.gone.drain().map(|entry| (entry, false)));
        entries.sort_unstable();
        let mut rest = entries.as_slice();
        while let Some(((block, _), _)) = rest.first() {
            let (first, row) = read_row(connection, *block)?;
            let (here, others) = rest.split_at(rest.partition_point(|((block, _), _)| *block < row.end));
            rest = others;
            let mut all = row.entries.into_vec();
            if here.iter().any(|(_, put)| !put) {
                all.retain(|entry| here.binary_search(&(*entry, false)).is_err());
            }
            all.extend(here.iter().filter(|(_, put)| *put).map(|(entry, _)| *entry));
            all.sort_unstable();
            all.dedup();
            for (from, row) in cut(&all, first, row.end) {
                write_row(connection, from, &encode(&row.entries, from))?;
                self.keep(from, row);
            }
        }
        connection.execute("DELETE FROM recent_blocks", [])?;
        self.count = 0;
        self.changed.clear();
        Ok(())
    }
}

/// The last of sorted entries that lie in `range`, so many at most. Where those end is looked for around `guess`.
fn within<'e>(entries: &'e [Entry], range: &RangeInclusive<i64>, most: usize, guess: usize) -> &'e [Entry] {
    let to = partition_near(entries, guess, |entry| entry.0 <= *range.end());
    let last = &entries[to.saturating_sub(most)..to];
    &last[partition_near(last, last.len(), |entry| entry.0 < *range.start())..]
}

/// As `partition_point`, for whoever can guess where that is: of a large row few places are looked at, since each of them has
/// to come into the processor's memory first.
fn partition_near(entries: &[Entry], guess: usize, is_before: impl Fn(&Entry) -> bool) -> usize {
    let (mut low, mut high, mut step) = (0, entries.len(), 1);
    let guess = guess.min(high);
    if entries.get(guess).is_some_and(&is_before) {
        low = guess + 1;
        while let Some(entry) = entries.get(low + step - 1) {
            if !is_before(entry) {
                high = low + step - 1;
                break;
            }
            low += step;
            step *= 2;
        }
    } else {
        high = guess;
        while let Some(at) = high.checked_sub(step) {
            if is_before(&entries[at]) {
                low = at + 1;
                break;
            }
            high = at;
            step *= 2;
        }
    }
    low + entries[low..high].partition_point(is_before)
}

/// The settled row with `block`. There is always one: the first begins with block 0.
fn read_row(connection: &Connection, block: i64) -> rusqlite::Result<(i64, Row)> {
    const SQL: &str = "SELECT first, entries, (SELECT min(first) FROM settled_blocks WHERE first > ?1)
        FROM settled_blocks WHERE first <= ?1 ORDER BY first DESC LIMIT 1";
    let mut statement = connection.prepare_cached(SQL)?;
    let found = statement.query_row([block], |row| {
        let (first, bytes, end): (i64, Vec<u8>, Option<i64>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let mut entries = Vec::with_capacity(bytes.len() / 6);
        decode(&bytes, first, |entry| entries.push(entry));
        Ok((first, Row { end: end.unwrap_or(i64::MAX), entries: entries.into() }))
    });
    Ok(found.optional()?.unwrap_or_else(|| (0, Row { end: i64::MAX, entries: Box::default() })))
}

fn write_row(connection: &Connection, first: i64, entries: &[u8]) -> rusqlite::Result<()> {
    const PUT: &str =
        "INSERT INTO settled_blocks VALUES (?1, ?2) ON CONFLICT (first) DO UPDATE SET entries = excluded.entries";
    connection.prepare_cached(PUT)?.execute(params![first, entries]).map(drop)
}

/// Cuts the entries from `first` up to `end` into rows. All holders of a block stay together.
fn cut(entries: &[Entry], first: i64, end: i64) -> Vec<(i64, Row)> {
    let mut rows = Vec::new();
    if entries.len() <= ROW {
        rows.push((first, Row { end, entries: entries.into() }));
        return rows;
    }
    // As many rows of one size as are needed, with room for more.
    let size = entries.len().div_ceil(entries.len().div_ceil(ROW * 3 / 4));
    let (mut from, mut begin) = (first, 0);
    while begin < entries.len() {
        let mut to = (begin + size).min(entries.len());
        while to < entries.len() && entries[to].0 == entries[to - 1].0 {
            to += 1;
        }
        let until = entries.get(to).map_or(end, |next| next.0);
        rows.push((from, Row { end: until, entries: entries[begin..to].into() }));
        (from, begin) = (until, to);
    }
    rows
}

/// Brings the blocks of a ledger of version 2, and the forms of its names, into the tables of version 3.
pub(crate) fn bring_blocks(connection: &Connection) -> rusqlite::Result<()> {
    let mut blocks = Blocks::default();
    for sql in ["SELECT block, holder FROM blocks ORDER BY 1, 2", "SELECT form, identity FROM identity_forms"] {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            // Forms had a sign.
            blocks.put(row.get::<_, i64>(0)? & i64::MAX, row.get(1)?);
            if blocks.count >= *RECENT.end() {
                blocks.settle(connection)?;
            }
        }
    }
    copies::bring_sketches(connection, &mut blocks)?;
    blocks.settle(connection)?;
    connection.execute_batch("DROP TABLE blocks; DROP TABLE identity_forms")
}

#[cfg(test)]
mod tests {
    use super::{Blocks, Entry};
    use rusqlite::Connection;
    use std::collections::BTreeSet;

    fn tables() -> Connection {
        let connection = Connection::open_in_memory().expect("memory");
        let sql = include_str!("../schema/3.sql");
        let tables = sql.split_once("CREATE INDEX").map_or(sql, |(tables, _)| tables);
        connection.execute_batch(tables).expect("it is SQL");
        connection
    }

    fn found(blocks: &mut Blocks, connection: &Connection, range: std::ops::RangeInclusive<i64>) -> Vec<Entry> {
        let mut found = Vec::new();
        blocks.holders(connection, range, &mut found).expect("readable");
        found
    }

    #[test]
    fn what_was_put_in_is_found_however_often_it_was_settled_written_and_read_again() {
        let connection = tables();
        let mut blocks = Blocks::default();
        let mut all: BTreeSet<Entry> = BTreeSet::new();
        let mut number = 7_i64;
        for batch in 0..40 {
            for _ in 0..200 {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let entry = ((number >> 40).rem_euclid(3000), (number >> 20).rem_euclid(9));
                if number % 5 == 0 {
                    blocks.take(entry.0, entry.1);
                    all.remove(&entry);
                } else {
                    blocks.put(entry.0, entry.1);
                    all.insert(entry);
                }
            }
            match batch % 4 {
                1 => blocks.settle(&connection).expect("there is room"),
                _ => blocks.write(&connection, 0).expect("there is room"),
            }
            if batch % 3 == 0 {
                blocks = Blocks::default();
            }
            for from in [0, 17, 1500, 2990] {
                let there: Vec<Entry> = all.range((from, i64::MIN)..=(from + 40, i64::MAX)).copied().collect();
                assert_eq!(found(&mut blocks, &connection, from..=from + 40), there);
                let mut last = Vec::new();
                blocks.last_holders(&connection, from..=from + 40, 3, &mut last).expect("readable");
                assert_eq!(last, there[there.len().saturating_sub(3)..]);
            }
        }
        let rows: i64 = connection.query_row("SELECT count(*) FROM settled_blocks", [], |r| r.get(0)).expect("a table");
        assert!(rows > 10, "a row that grows is cut");
    }

    #[test]
    fn a_batch_that_changes_before_it_asks_is_not_overridden_by_what_stands_in_the_ledger() {
        let connection = tables();
        let mut before = Blocks::default();
        before.put(5, 1);
        before.put(5, 2);
        before.write(&connection, 0).expect("there is room");
        let mut after = Blocks::default();
        after.take(5, 1);
        after.put(5, 3);
        assert_eq!(found(&mut after, &connection, 5..=5), [(5, 2), (5, 3)]);
    }
}
