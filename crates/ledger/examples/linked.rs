//! Records on standard input into a fresh ledger; prints the happenings and conflicts that linking found, in the form
//! that `../shared/tools/score_conflicts.py` reads. `training/evaluate conflicts` runs it.
//!
//! `--time` prints the seconds that adding and linking took for every so many documents instead, and the processor time of
//! all.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use sayso_ledger::{Item, Ledger, Reader, fingerprint};
use sayso_record::json;
use serde_json::{Value, json};
use std::io::BufRead;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let time = std::env::args().any(|a| a == "--time");
    let folder = std::env::temp_dir().join(format!("sayso-linked-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let path = std::env::args().nth(1).filter(|a| a != "--time").map_or_else(|| folder.join("ledger.db"), Into::into);
    let mut ledger = Ledger::open_to_add(&path)?;
    let reader = Reader { program: "evaluation".into(), model: String::new(), lexicons: String::new() };
    let mut lines = std::io::stdin().lock().lines();
    let (mut number, mut spent, mut ending) = (0, 0.0, 0.0);
    loop {
        let records: Vec<_> = lines.by_ref().take(400).collect::<Result<_, _>>()?;
        if records.is_empty() {
            break;
        }
        let records: Vec<_> = records.iter().map(|line| json::read(line)).collect::<Result<_, _>>()?;
        let begin = Instant::now();
        let mut batch = ledger.batch(&reader)?;
        for record in &records {
            number += 1;
            let print = fingerprint(&record.document, &record.provenance);
            batch.add(&Item { source: "standard input".into(), number, whole: false }, record, print)?;
        }
        let end = Instant::now();
        batch.commit()?;
        ending += end.elapsed().as_secs_f64();
        spent += begin.elapsed().as_secs_f64();
        if time && number % 2000 == 0 {
            println!(
                "{number} documents: {spent:.1} s, of which ending batches {ending:.1} s; processor {:.1} s",
                processor()
            );
        }
    }
    if !time {
        println!("{}", prediction(&ledger)?);
    }
    drop(ledger);
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

/// Seconds of processor time so far, which other programs do not lengthen.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Fields 14 and 15, counted from the name, which may hold anything.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    fields.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

const ACCOUNTS: &str = "SELECT h.id, d.id, coalesce(e.action_spans, json_array(json_array(m.start, m.end))), a.event
    FROM accounts a JOIN happenings h ON h.key = a.happening JOIN documents d ON d.key = a.event >> 28
    LEFT JOIN events e ON e.key = a.event LEFT JOIN mentions m ON m.key = a.event ORDER BY h.key, a.event";
const DISPUTES: &str = "SELECT kind, first, second FROM disputes WHERE happening IS NOT NULL
    UNION SELECT kind, first, second FROM conflicts WHERE kind <> 'number'";

fn prediction(ledger: &Ledger) -> Result<Value, Box<dyn std::error::Error>> {
    let connection = ledger.connection();
    let mut happenings: Vec<(String, Vec<Value>)> = Vec::new();
    let mut statement = connection.prepare(ACCOUNTS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, document, spans): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let account = json!({"doc": document, "spans": serde_json::from_str::<Value>(&spans)?});
        match happenings.last_mut().filter(|(last, _)| *last == id) {
            Some((_, accounts)) => accounts.push(account),
            None => happenings.push((id, vec![account])),
        }
    }
    let happenings: Vec<Value> =
        happenings.into_iter().map(|(id, accounts)| json!({"id": id, "accounts": accounts})).collect();
    let mut conflicts = Vec::new();
    let mut statement = connection.prepare(DISPUTES)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let kind: String = row.get(0)?;
        let sides = [side(ledger, row.get(1)?, &kind)?, side(ledger, row.get(2)?, &kind)?];
        conflicts.push(json!({"kind": kind, "sides": sides}));
    }
    Ok(json!({"happenings": happenings, "conflicts": conflicts}))
}

/// The words of an account: its own, and its figures where those are in dispute.
fn side(ledger: &Ledger, key: i64, kind: &str) -> Result<Value, Box<dyn std::error::Error>> {
    const WORDS: &str = "SELECT action_spans FROM events WHERE key = ?1
        UNION ALL SELECT coalesce(e.action_spans, json_array(json_array(m.start, m.end))) FROM accounts a
          JOIN accounts o ON o.happening = a.happening AND o.event >> 28 = a.event >> 28 AND o.sentence = a.sentence
          LEFT JOIN events e ON e.key = o.event LEFT JOIN mentions m ON m.key = o.event WHERE a.event = ?1
        UNION ALL SELECT cue_spans FROM statements WHERE key = ?1
        UNION ALL SELECT content_spans FROM statements WHERE key = ?1
        UNION ALL SELECT spans FROM figures WHERE account = ?1 AND ?2 = 'number'";
    let connection = ledger.connection();
    let document: String =
        connection.query_row("SELECT id FROM documents WHERE key = ?1", [key >> 28], |row| row.get(0))?;
    let mut spans: Vec<Value> = Vec::new();
    let mut statement = connection.prepare(WORDS)?;
    for found in statement.query_map(rusqlite::params![key, kind], |row| row.get::<_, String>(0))? {
        spans.extend(serde_json::from_str::<Vec<Value>>(&found?)?);
    }
    Ok(json!({"doc": document, "spans": spans}))
}
