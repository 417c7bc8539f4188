//! Where accounts of one happening can't all hold: figures, days, who did it, and who denies a part in it.
//!
//! Found anew whenever a happening has new accounts, from the accounts alone. A happening may hold accounts of two that
//! look alike; what is said to be in dispute must therefore be told of one deed for sure, by words that both share.

use super::figures::Figure;
use super::lexicon::LEXICON;
use super::refresh::Account;
use super::wording::Wording;
use super::{accused, denials, groups, page, sides};
use rusqlite::{Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_record::content_id;
use std::cell::OnceCell;

/// How many accounts of a happening are compared, the first ones, and how many disputes of a kind are kept.
const COMPARED: usize = 300;
const KEPT: usize = 120;
/// Days between two dates beyond which the accounts are of two happenings.
const APART: i32 = 3;
/// Days between two documents beyond which they tell of two happenings, or of what became of one.
const LATER: i32 = 10;
/// Words in common from which two accounts are of one happening for sure.
const SHARED: usize = 3;
/// A word that more documents of a happening tell, and more than one in so many of them, tells none of its deeds apart.
const MANY: usize = 6;
const SHARE: usize = 4;
/// Classes of deeds that are done on one day.
const DATED: [&str; 5] = ["force", "arrest", "abduct", "disaster", "leave"];
/// How many times larger a figure of something else is, where it counts people of one kind and where all.
const FAR: f64 = 4.0;
const FAR_OF_ALL: f64 = 2.0;
/// Days between documents that tell of one happening as it is.
const FRESH: i32 = 2;

/// A figure of an account.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) figure: Figure,
    /// Whether it is compared: a part of the whole that is not named (`six others`) contradicts nothing.
    compared: bool,
    /// The code point that it begins at.
    point: usize,
}

/// An account, with its figures, and the words around it, which are read where they are asked for.
pub(super) struct Told<'c> {
    pub(super) connection: &'c Connection,
    pub(super) account: Account,
    pub(super) figures: Vec<Counted>,
    /// Its rarest words but those that most accounts of the happening share.
    pub(super) gist: Vec<u32>,
    wording: OnceCell<Wording>,
}

impl std::ops::Deref for Told<'_> {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.account
    }
}

impl Told<'_> {
    /// The words around it.
    pub(super) fn wording(&self) -> &Wording {
        // A fault of the disk shows at the next write; nothing hangs on words that are not there.
        self.wording.get_or_init(|| Wording::read(self.connection, &self.account).unwrap_or_default())
    }
}

pub(super) struct Dispute<'a> {
    pub(super) kind: &'static str,
    pub(super) sides: [&'a Told<'a>; 2],
    pub(super) why: String,
}

/// Finds the disputes between the accounts of `happening`, which is of that class.
pub(super) fn find(
    connection: &Connection,
    happening: i64,
    class: &str,
    mut accounts: Vec<Account>,
) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM disputes WHERE happening = ?1")?.execute([happening])?;
    accounts.sort_unstable_by_key(|a| (a.document(), a.sentence, a.key));
    accounts.truncate(COMPARED);
    // Figures and days are compared across documents, deniers and doers also within one.
    let across = accounts.first().map(Account::document) != accounts.last().map(Account::document);
    if !across && accounts.iter().all(|a| a.denier.is_none() && !a.blamed) {
        return Ok(());
    }
    let common = common(&accounts);
    let accounts = accounts.into_iter().map(|account| told(connection, account, across, &common));
    let accounts: Vec<Told<'_>> = accounts.collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::new();
    for kind in [numbers, days, denials::denials, denials::intents, accused::doers] {
        let mut of_kind = kind(&accounts, class);
        of_kind.truncate(KEPT);
        found.append(&mut of_kind);
    }
    let mut put = connection.prepare_cached(
        "INSERT OR IGNORE INTO disputes (id, kind, happening, first, second, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for dispute in found {
        let [one, other] = dispute.sides;
        let id = content_id("cf", [dispute.kind.as_bytes(), one.id.as_bytes(), other.id.as_bytes()]);
        put.execute(params![id, dispute.kind, happening, one.key, other.key, dispute.why])?;
    }
    Ok(())
}

/// Words that so many documents tell of the happening that they tell none of its deeds apart.
fn common(accounts: &[Account]) -> FxHashSet<u32> {
    let mut told: Vec<(u32, i64)> =
        accounts.iter().flat_map(|a| a.gist.iter().map(|word| (*word, a.document()))).collect();
    told.sort_unstable();
    told.dedup();
    let documents = accounts.chunk_by(|a, b| a.document() == b.document()).count();
    let words = told.chunk_by(|a, b| a.0 == b.0).filter(|c| c.len() > MANY && c.len() * SHARE > documents);
    words.map(|c| c[0].0).collect()
}

/// An account with its figures, where they are to be compared.
fn told<'c>(
    connection: &'c Connection,
    account: Account,
    across: bool,
    common: &FxHashSet<u32>,
) -> rusqlite::Result<Told<'c>> {
    let gist = account.gist.iter().copied().filter(|word| !common.contains(word)).collect();
    let told = Told { connection, account, figures: Vec::new(), gist, wording: OnceCell::new() };
    if !across {
        return Ok(told);
    }
    let mut look =
        connection.prepare_cached("SELECT counts, unit, low, high, spans FROM figures WHERE account = ?1")?;
    let figures = look.query_map([told.key], |row| {
        let (counts, unit): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        let high = row.get::<_, Option<f64>>(3)?.unwrap_or(f64::INFINITY);
        let spans: Vec<(usize, usize)> = serde_json::from_str(&row.get::<_, String>(4)?).unwrap_or_default();
        let compared = unit.as_deref() != Some("some");
        let figure =
            Figure { counts: known(&counts), whom: unit.as_deref().map(known), low: row.get(2)?, high, span: (0, 0) };
        Ok(Counted { figure, compared, point: spans.first().map_or(0, |s| s.0) })
    })?;
    let figures = figures.collect::<rusqlite::Result<_>>()?;
    Ok(Told { figures, ..told })
}

/// How many of the rarest words around them both share.
pub(super) fn alike(one: &Told<'_>, other: &Told<'_>) -> usize {
    one.gist.iter().filter(|w| other.gist.contains(w)).count()
}

/// Whether both tell it in much the same words or with the same figure, so that they are of one happening for sure.
pub(super) fn close(one: &Told<'_>, other: &Told<'_>) -> bool {
    let figure = |c: &&Counted| {
        let f = &c.figure;
        f.low >= 3.0 && other.figures.iter().any(|g| g.figure.counts == f.counts && g.figure.low == f.low)
    };
    let words = alike(one, other);
    // The same sentence again contradicts nothing.
    if words == one.gist.len() && words == other.gist.len() {
        return false;
    }
    words >= SHARED || words > 0 && one.figures.iter().any(|f| figure(&f))
}

/// Whether they put it on days that do not meet.
pub(super) fn other_days(one: &Told<'_>, other: &Told<'_>) -> bool {
    one.days.zip(other.days).is_some_and(|(a, b)| groups::apart(a, b) > 0)
}

/// Whether both tell of harm to one and the same person.
fn same_victim(one: &Told<'_>, other: &Told<'_>) -> bool {
    if one.code.is_empty() || other.code.is_empty() {
        return false;
    }
    let victims =
        |told: &Told<'_>| sides::told(told.connection, told.key).map(|(_, victims)| victims).unwrap_or_default();
    accused::share(&victims(one), &victims(other))
}

/// Whether both may tell of one deed by when they were written and when they put it.
fn about_when(one: &Told<'_>, other: &Told<'_>) -> bool {
    let later = |day: i32, told: &Told<'_>| told.published.is_none_or(|on| (-1..=LATER).contains(&(on - day)));
    match (one.days, other.days) {
        (Some(_), Some(_)) => !other_days(one, other),
        (Some(days), None) => later(days.1, other),
        (None, Some(days)) => later(days.1, one),
        (None, None) => one.published.zip(other.published).is_none_or(|(a, b)| (a - b).abs() <= LATER),
    }
}

/// The word of the tables that is written so.
fn known(word: &str) -> &'static str {
    const ALL: [&str; 12] = [
        "abducted",
        "arrested",
        "dead",
        "protesters",
        "displaced",
        "injured",
        "missing",
        "children",
        "women",
        "soldiers",
        "fighters",
        "some",
    ];
    ALL.into_iter().find(|w| *w == word).unwrap_or("")
}

/// Pairs of accounts of different documents, by their order.
fn across<'a>(accounts: &'a [Told<'a>]) -> impl Iterator<Item = (&'a Told<'a>, &'a Told<'a>)> {
    accounts.iter().enumerate().flat_map(move |(at, one)| {
        accounts[at + 1..].iter().filter(|o| o.document() != one.document()).map(move |other| (one, other))
    })
}

fn numbers<'a>(accounts: &'a [Told<'a>], _: &str) -> Vec<Dispute<'a>> {
    let mut found: Vec<Dispute<'_>> = Vec::new();
    let mut seen = FxHashSet::default();
    let vague = |f: &Figure| LEXICON.figures.is_vague((f.low, f.high));
    // All figures of a document, since one that has an old and a new one contradicts neither.
    let mut of_document: FxHashMap<i64, Vec<&Figure>> = FxHashMap::default();
    for account in accounts {
        let figures = account.figures.iter().map(|c| &c.figure).filter(|f| !vague(f));
        of_document.entry(account.document()).or_default().extend(figures);
    }
    let told = |document: i64, like: &Figure, other: &Figure| {
        let figures = of_document.get(&document).into_iter().flatten();
        figures.into_iter().any(|f| f.counts == like.counts && f.whom == like.whom && !f.contradicts(other))
    };
    // One dead is mostly somebody by name, who may be one of all; `thousands` contradict no count.
    let counts = |c: &&Counted| c.compared && c.figure.high > 1.0 && !vague(&c.figure);
    // Where few documents tell of it, they are of one happening more surely.
    let few = accounts.chunk_by(|a, b| a.document() == b.document()).count() <= MANY;
    for (one, other) in across(accounts) {
        if one.figures.is_empty() || other.figures.is_empty() || !about_when(one, other) {
            continue;
        }
        let fresh = few && one.published.zip(other.published).is_none_or(|(a, b)| (a - b).abs() <= FRESH);
        let others = !one.doers.is_empty() && !other.doers.is_empty() && !accused::share(&one.doers, &other.doers);
        if others || !fresh && alike(one, other) == 0 {
            continue;
        }
        for a in one.figures.iter().filter(counts) {
            for b in other.figures.iter().filter(counts) {
                let (mine, theirs) = (&a.figure, &b.figure);
                let place = (one.document(), other.document(), mine.counts, mine.whom, mine.told(), theirs.told());
                let whole = |told: &Told<'_>, of: &Counted| {
                    let wording = told.wording();
                    !wording.sums() && (of.figure.whom.is_some() || !wording.is_part(of.point))
                };
                let far = if mine.whom.is_some() { FAR } else { FAR_OF_ALL };
                if mine.contradicts(theirs)
                    && mine.low.max(theirs.low) / mine.low.min(theirs.low).max(1.0) < far
                    && !told(one.document(), mine, theirs)
                    && !told(other.document(), theirs, mine)
                    && whole(one, a)
                    && whole(other, b)
                    && seen.insert(place)
                {
                    let what = mine.whom.map_or_else(|| mine.counts.to_owned(), |w| format!("{w} {}", mine.counts));
                    let why = format!("{{0}} counts {} {what}, {{1}} {}", mine.told(), theirs.told());
                    found.push(Dispute { kind: "number", sides: [one, other], why });
                }
            }
        }
    }
    found
}

fn days<'a>(accounts: &'a [Told<'a>], class: &str) -> Vec<Dispute<'a>> {
    // People meet, talk and vote on one day and on the next.
    if !DATED.contains(&class) {
        return Vec::new();
    }
    let mut found: Vec<Dispute<'_>> = Vec::new();
    let by_one = |one: &Told<'_>, other: &Told<'_>| {
        one.doers.is_empty() || other.doers.is_empty() || accused::share(&one.doers, &other.doers)
    };
    for (one, other) in across(accounts) {
        let (Some(a), Some(b)) = (one.days, other.days) else { continue };
        let single = a.0 == a.1 && b.0 == b.1;
        if single
            && (1..=APART).contains(&groups::apart(a, b))
            && one.denier.is_none()
            && other.denier.is_none()
            && !(one.said || other.said)
            && by_one(one, other)
            && one.gist != other.gist
            && (close(one, other) || same_victim(one, other))
            && one.wording().own_day(a)
            && other.wording().own_day(b)
            && !(groups::apart(a, b) == 1 && (one.wording().at_night() || other.wording().at_night()))
        {
            let told = |d: (i32, i32)| page::written(d.0).unwrap_or_default();
            let why = format!("{{0}} puts it on {}, {{1}} on {}", told(a), told(b));
            let same = |d: &Dispute<'_>| {
                d.sides.map(|t| t.document()) == [one, other].map(|t| t.document())
                    && d.sides.map(|s| (s.sentence, s.days)) == [one, other].map(|s| (s.sentence, s.days))
            };
            if !found.iter().any(same) {
                found.push(Dispute { kind: "date", sides: [one, other], why });
            }
        }
    }
    found
}
