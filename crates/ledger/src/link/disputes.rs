//! Where accounts of one happening can't all hold: figures, days, who did it, and who denies a part in it.
//!
//! Found anew whenever a happening has new accounts, from the accounts alone.

use super::figures::Figure;
use super::lexicon::LEXICON;
use super::page;
use super::refresh::Account;
use rusqlite::{Connection, params};
use sayso_record::content_id;

/// How many accounts of a happening are compared, the first ones, and how many disputes of a kind are kept.
const COMPARED: usize = 300;
const KEPT: usize = 120;
/// Days between two dates beyond which the accounts are of two happenings.
const APART: i32 = 3;
/// Words in common from which two accounts are of one happening for sure.
const SHARED: usize = 3;
/// How many times larger a figure of something else is.
const FAR: f64 = 4.0;
/// How many sentences before a denial that what it denies may stand.
const BEFORE: i64 = 2;

/// An account, with its figures, and whether they may be compared.
#[derive(Debug)]
struct Told {
    account: Account,
    figures: Vec<(Figure, bool)>,
}

impl std::ops::Deref for Told {
    type Target = Account;

    fn deref(&self) -> &Account {
        &self.account
    }
}

struct Dispute<'a> {
    kind: &'static str,
    sides: [&'a Told; 2],
    why: String,
}

/// Finds the disputes between the accounts of `happening`.
pub(super) fn find(connection: &Connection, happening: i64, mut accounts: Vec<Account>) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM disputes WHERE happening = ?1")?.execute([happening])?;
    accounts.sort_unstable_by_key(|a| (a.document(), a.sentence, a.key));
    accounts.truncate(COMPARED);
    // Figures and days are compared across documents, deniers and doers also within one.
    let across = accounts.first().map(Account::document) != accounts.last().map(Account::document);
    if !across && accounts.iter().all(|a| a.denier.is_none() && !a.blamed) {
        return Ok(());
    }
    let accounts = accounts.into_iter().map(|account| told(connection, account, across));
    let accounts: Vec<Told> = accounts.collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::new();
    for kind in [numbers, days, denials, doers] {
        let mut of_kind = kind(&accounts);
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

/// An account with its figures, where they are to be compared.
fn told(connection: &Connection, account: Account, across: bool) -> rusqlite::Result<Told> {
    if !across {
        return Ok(Told { account, figures: Vec::new() });
    }
    let mut look = connection.prepare_cached("SELECT counts, unit, low, high FROM figures WHERE account = ?1")?;
    let figures = look.query_map([account.key], |row| {
        let (counts, unit): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        let high = row.get::<_, Option<f64>>(3)?.unwrap_or(f64::INFINITY);
        // A part of the whole that is not named (`six others`) contradicts nothing.
        let compared = unit.as_deref() != Some("some");
        let figure =
            Figure { counts: known(&counts), whom: unit.as_deref().map(known), low: row.get(2)?, high, span: (0, 0) };
        Ok((figure, compared))
    })?;
    let figures = figures.collect::<rusqlite::Result<_>>()?;
    Ok(Told { account, figures })
}

/// Whether both tell it in much the same words or with the same figure, so that they are of one happening for sure.
fn close(one: &Told, other: &Told) -> bool {
    let words = one.gist.iter().filter(|w| other.gist.contains(w)).count();
    let figure = |(f, _): &&(Figure, bool)| {
        f.low >= 3.0 && other.figures.iter().any(|(g, _)| g.counts == f.counts && g.low == f.low)
    };
    // The same sentence again contradicts nothing.
    if words == one.gist.len() && words == other.gist.len() {
        return false;
    }
    words >= SHARED || one.figures.iter().any(|f| figure(&f))
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
fn across(accounts: &[Told]) -> impl Iterator<Item = (&Told, &Told)> {
    accounts.iter().enumerate().flat_map(move |(at, one)| {
        accounts[at + 1..].iter().filter(|o| o.document() != one.document()).map(move |other| (one, other))
    })
}

fn numbers(accounts: &[Told]) -> Vec<Dispute<'_>> {
    let mut found: Vec<Dispute<'_>> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let told = |document: i64, like: &Figure, other: &Figure| {
        accounts
            .iter()
            .filter(|a| a.document() == document)
            .flat_map(|a| &a.figures)
            .any(|(f, _)| f.counts == like.counts && f.whom == like.whom && !f.contradicts(other))
    };
    // One dead is mostly somebody by name, who may be one of all; `thousands` contradict no count.
    let counts = |f: &&(Figure, bool)| f.1 && f.0.high > 1.0 && !LEXICON.figures.is_vague((f.0.low, f.0.high));
    let other_day = |one: &Told, other: &Told| {
        let days = one.days.zip(other.days);
        days.is_some_and(|(a, b)| super::groups::apart(a, b) > APART)
    };
    for (one, other) in across(accounts) {
        if other_day(one, other) {
            continue;
        }
        for (a, _) in one.figures.iter().filter(counts) {
            for (b, _) in other.figures.iter().filter(counts) {
                // A document that has both figures, an old and a new one, contradicts neither.
                let place = (one.document(), other.document(), a.counts, a.whom, a.told(), b.told());
                if a.contradicts(b)
                    && a.low.max(b.low) / a.low.min(b.low).max(1.0) < FAR
                    && !told(one.document(), a, b)
                    && !told(other.document(), b, a)
                    && seen.insert(place)
                {
                    let what = a.whom.map_or_else(|| a.counts.to_owned(), |w| format!("{w} {}", a.counts));
                    let why = format!("{{0}} counts {} {what}, {{1}} {}", a.told(), b.told());
                    found.push(Dispute { kind: "number", sides: [one, other], why });
                }
            }
        }
    }
    found
}

fn days(accounts: &[Told]) -> Vec<Dispute<'_>> {
    let mut found: Vec<Dispute<'_>> = Vec::new();
    for (one, other) in across(accounts) {
        let (Some(a), Some(b)) = (one.days, other.days) else { continue };
        if (1..=APART).contains(&super::groups::apart(a, b))
            && one.denier.is_none()
            && other.denier.is_none()
            && !(one.said || other.said)
            && close(one, other)
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

fn share(one: &[String], other: &[String]) -> bool {
    one.iter().any(|w| other.contains(w))
}

fn denials(accounts: &[Told]) -> Vec<Dispute<'_>> {
    let mut found: Vec<Dispute<'_>> = Vec::new();
    let mut seen = Vec::new();
    for denial in accounts.iter().filter(|a| a.denier.is_some()) {
        let place = (denial.document(), denial.sentence);
        // Several accounts of a sentence deny together.
        if seen.contains(&place) {
            continue;
        }
        seen.push(place);
        let denier = denial.denier.as_deref().unwrap_or_default();
        let mut told = Vec::new();
        for other in accounts.iter().filter(|o| o.denier.is_none()) {
            let at = (other.document(), other.sentence);
            let meant = if denial.part {
                share(&other.doers, denier)
            } else {
                other.document() != denial.document() && close(denial, other)
            };
            if meant && !told.contains(&at) {
                told.push(at);
                let why = "{0} denies what {1} tells".to_owned();
                found.push(Dispute { kind: "denial", sides: [denial, other], why });
            }
        }
        // A part may be denied in what others than those around say; that it happened is denied of what stands by.
        if !denial.part && !told.iter().any(|(document, _)| *document == denial.document()) {
            let near = |o: &&Told| {
                o.denier.is_none()
                    && o.document() == denial.document()
                    && (0..=BEFORE).contains(&(denial.sentence - o.sentence))
            };
            let here = accounts.iter().find(|o| near(o) && o.sentence == denial.sentence);
            if let Some(other) = here.or_else(|| accounts.iter().rfind(near)) {
                found.push(Dispute {
                    kind: "denial",
                    sides: [denial, other],
                    why: "{0} denies what {1} tells".to_owned(),
                });
            }
        }
    }
    found
}

/// Whether the doers are more than `men` or `the group`.
fn names_somebody(doers: &[String]) -> bool {
    doers.iter().any(|d| !d.starts_with('-'))
}

fn doers(accounts: &[Told]) -> Vec<Dispute<'_>> {
    // Who accused whom is told, not blamed on anybody.
    let blames = |a: &&Told| a.blamed && !a.said && names_somebody(&a.doers) && a.denier.is_none();
    let blamed: Vec<&Told> = accounts.iter().filter(blames).collect();
    let mut found: Vec<Dispute<'_>> = Vec::new();
    for (at, one) in blamed.iter().enumerate() {
        for other in &blamed[at + 1..] {
            let apart = (one.document(), one.sentence) != (other.document(), other.sentence);
            let same = one.document() == other.document() || close(one, other);
            if apart && same && !share(&one.doers, &other.doers) {
                let why = "{0} says that it was others than {1} says".to_owned();
                let places = |d: &Dispute<'_>| d.sides.map(|s| (s.document(), s.sentence));
                let new = Dispute { kind: "actor", sides: [one, other], why };
                if !found.iter().any(|d| places(d) == places(&new)) {
                    found.push(new);
                }
            }
        }
    }
    found
}
