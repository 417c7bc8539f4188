//! Happenings that a batch has in hand: their profiles are read once, and written once with what is said of the whole.

use super::known::Known;
use super::profile::Profile;
use super::{disputes, refresh};
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// How many profiles are kept that nothing was added to.
const KEPT: usize = 20_000;

/// What is in hand from one document to the next.
#[derive(Debug, Default)]
pub(super) struct InHand {
    /// Profiles by their happenings; `None` where there is none that this program reads.
    profiles: FxHashMap<i64, Option<Known>>,
    changed: BTreeSet<i64>,
    /// The key of the newest happening.
    last: Option<i64>,
}

impl InHand {
    /// Lets go of what would take too much room.
    pub(super) fn trim(&mut self) {
        if self.profiles.len() > KEPT {
            self.profiles.clear();
        }
    }
}

pub(super) struct Hand<'c> {
    connection: &'c Connection,
    profiles: FxHashMap<i64, Option<Known>>,
    changed: BTreeSet<i64>,
    last: i64,
}

impl<'c> Hand<'c> {
    /// With what is in hand from before.
    pub(super) fn new(connection: &'c Connection, before: InHand) -> rusqlite::Result<Self> {
        let InHand { profiles, changed, last } = before;
        let last = match last {
            Some(last) => last,
            None => connection.query_row("SELECT ifnull(max(key), 0) FROM happenings", [], |row| row.get(0))?,
        };
        Ok(Self { connection, profiles, changed, last })
    }

    /// What is in hand now, where more documents are to come before it is written.
    pub(super) fn rest(self) -> InHand {
        InHand { profiles: self.profiles, changed: self.changed, last: Some(self.last) }
    }

    /// What the happening is known by.
    pub(super) fn known(&mut self, happening: i64) -> rusqlite::Result<Option<&Known>> {
        if !self.profiles.contains_key(&happening) {
            if self.profiles.len() > KEPT + self.changed.len() {
                self.profiles.retain(|happening, _| self.changed.contains(happening));
            }
            let bytes: Option<Vec<u8>> = self
                .connection
                .prepare_cached("SELECT profile FROM happenings WHERE key = ?1")?
                .query_row([happening], |row| row.get(0))
                .optional()?;
            self.profiles.insert(happening, bytes.and_then(|b| Known::from_bytes(&b)));
        }
        Ok(self.profiles.get(&happening).and_then(Option::as_ref))
    }

    /// A new happening.
    pub(super) fn begin(&mut self, profile: Profile) -> i64 {
        self.last += 1;
        self.replace(self.last, Some(Known::of(profile)));
        self.last
    }

    /// Takes another telling into a happening.
    pub(super) fn merge(&mut self, happening: i64, telling: Profile) -> rusqlite::Result<()> {
        self.known(happening)?;
        self.changed.insert(happening);
        let Some(known) = self.profiles.entry(happening).or_default() else {
            self.profiles.insert(happening, Some(Known::of(telling)));
            return Ok(());
        };
        if known.count == 1 {
            // Until now it was known by its only telling.
            const ONLY: &str = "UPDATE tellings SET profile = ?2 WHERE key =
                (SELECT key FROM tellings WHERE happening = ?1 AND profile = x'' ORDER BY key LIMIT 1)";
            self.connection.prepare_cached(ONLY)?.execute(params![happening, known.to_bytes()])?;
        }
        known.push(telling);
        Ok(())
    }

    /// Sets what a happening is known by.
    pub(super) fn replace(&mut self, happening: i64, profile: Option<Known>) {
        self.changed.insert(happening);
        self.profiles.insert(happening, profile);
    }

    /// Writes the happenings that changed, and finds their disputes; gives what is known now.
    pub(super) fn write(self) -> rusqlite::Result<InHand> {
        for happening in self.changed {
            let profile = self.profiles.get(&happening).and_then(Option::as_ref).map(Known::to_bytes);
            let class = self.profiles.get(&happening).and_then(Option::as_ref).map_or("", Known::class);
            let accounts = refresh::refresh(self.connection, happening, class, profile.as_deref())?;
            disputes::find(self.connection, happening, class, accounts)?;
        }
        // Another key may be the newest where happenings went.
        Ok(InHand { profiles: self.profiles, changed: BTreeSet::new(), last: None })
    }
}
