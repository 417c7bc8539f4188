//! ECB+ by the happenings of a ledger: which mentions of events are of one happening, across all documents of a split.

use super::ecb::{Fresh, Mention, Split};
use crate::coreference::clusters::Conll;
use anyhow::Result;
use sayso_record::{Action, Basis, Event, EventTime, Plover, Record, Span, content_id};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Options of `score-linking`.
#[derive(clap::Args)]
pub(crate) struct ScoreLinking {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Which part: train or dev.
    #[arg(long, default_value = "dev")]
    split: String,
}

/// An account of a ledger: its document, spans in code points, and happening.
struct Account {
    document: String,
    spans: Vec<(usize, usize)>,
    happening: String,
}

fn accounts(records: &[Record]) -> Result<Vec<Account>> {
    const ACCOUNTS: &str = "SELECT d.id, coalesce(e.action_spans, json_array(json_array(m.start, m.end))), h.id
        FROM accounts a JOIN happenings h ON h.key = a.happening JOIN heads d ON d.key = a.event >> 28
        LEFT JOIN events e ON e.key = a.event LEFT JOIN mentions m ON m.key = a.event ORDER BY a.event";
    let fresh = Fresh::of(records)?;
    let connection = fresh.ledger.connection();
    let mut statement = connection.prepare(ACCOUNTS)?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let spans: String = row.get(1)?;
        found.push(Account { document: row.get(0)?, spans: serde_json::from_str(&spans)?, happening: row.get(2)? });
    }
    Ok(found)
}

/// The happening of the account whose words overlap the mention's most.
fn told<'a>(split: &Split, mention: &Mention, accounts: &'a [Account]) -> Option<&'a str> {
    let overlap = |account: &Account| -> usize {
        let met = account.spans.iter().map(|(a, b)| mention.span.1.min(*b).saturating_sub(mention.span.0.max(*a)));
        met.sum()
    };
    let here = accounts.iter().filter(|a| a.document == split.documents[mention.document].id);
    let most = here.map(|a| (overlap(a), a)).filter(|(o, _)| *o > 0).max_by_key(|(o, _)| *o);
    most.map(|(_, a)| a.happening.as_str())
}

impl ScoreLinking {
    /// Scores.
    pub(crate) fn run(&self) -> Result<()> {
        let split = Split::read(&self.shared, &self.split)?;
        let mut records = split.records()?;
        let own = accounts(&records)?;
        for (document, record) in records.iter_mut().enumerate() {
            give(record, split.mentions.iter().filter(|m| m.document == document));
        }
        let given = accounts(&records)?;
        let mentions = &split.mentions;
        let by = |name: &dyn Fn(usize, &Mention) -> Option<String>| -> Vec<Option<String>> {
            mentions.iter().enumerate().map(|(at, m)| name(at, m)).collect()
        };
        let gold = by(&|_, m| Some(m.chain.clone()));
        let happening =
            |at: usize, m: &Mention| told(&split, m, &given).map_or_else(|| format!("alone {at}"), str::to_owned);
        let found = by(&|_, m| told(&split, m, &own).map(str::to_owned));
        println!(
            "ECB+ {}: {} mentions of events, {} of them accounts of the ledger",
            self.split,
            mentions.len(),
            found.iter().flatten().count()
        );
        show("given mentions, each alone", &gold, &by(&|at, _| Some(at.to_string())));
        let topic = |m: &Mention| split.documents[m.document].topic;
        show("given mentions, same words in a topic", &gold, &by(&|_, m| Some(format!("{} {}", topic(m), stems(m)))));
        show("given mentions, same happening", &gold, &by(&|at, m| Some(happening(at, m))));
        show(
            "given mentions, same happening and words",
            &gold,
            &by(&|at, m| Some(format!("{} {}", happening(at, m), stems(m)))),
        );
        // Accounts that meet no mention in a checked sentence are not counted against it: the gold does not know of them.
        show("own mentions, same happening", &gold, &found);
        Ok(())
    }
}

/// Gives a record the mentions as events, so that linking links just them: with what Sayso read of an event where it
/// read one at the place, else bare words without a code.
fn give<'m>(record: &mut Record, mentions: impl Iterator<Item = &'m Mention>) {
    let starts: Vec<usize> = record.document.text.char_indices().map(|(at, _)| at).collect();
    let byte = |point: usize| starts.get(point).copied().unwrap_or(record.document.text.len());
    let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let mut events: Vec<Event> = Vec::new();
    for mention in mentions {
        let span = Span::new(short(byte(mention.span.0)), short(byte(mention.span.1)));
        let read = |e: &&Event| e.action.spans.iter().any(|s| s.start < span.end && span.start < s.end);
        let mut event = record.events.iter().find(read).cloned().unwrap_or_else(bare);
        event.action = Action { spans: vec![span] };
        let place = format!("{} {}", span.start, span.end);
        event.id = content_id("ev", [record.document.id.as_bytes(), b"given", place.as_bytes()]);
        if !events.iter().any(|e| e.id == event.id) {
            events.push(event);
        }
    }
    let taken = |e: &Event| {
        events
            .iter()
            .any(|g| g.action.spans.iter().any(|s| e.action.spans.iter().any(|o| s.start < o.end && o.start < s.end)))
    };
    let rest: Vec<Event> = record.events.iter().filter(|e| !taken(e)).cloned().collect();
    record.conflicts.clear();
    record.events = events.into_iter().chain(rest).collect();
    record.events.sort_by_key(|e| e.action.spans.first().map(|s| s.start));
}

fn bare() -> Event {
    Event {
        id: String::new(),
        code: String::new(),
        root: String::new(),
        name: String::new(),
        plover: Plover::default(),
        quad: 1,
        goldstein: 0.0,
        source: Vec::new(),
        target: Vec::new(),
        action: Action::default(),
        time: EventTime { timex: None, value: None, begin: None, end: None, basis: None::<Basis> },
        place: None,
        voices: Vec::new(),
    }
}

/// The words without their endings, as good as lemmas for a baseline.
fn stems(mention: &Mention) -> String {
    const ENDS: [&str; 5] = ["ing", "ed", "es", "s", "e"];
    let stem = |word: &str| {
        let short = ENDS.iter().filter_map(|end| word.strip_suffix(end)).find(|rest| rest.len() > 2);
        short.unwrap_or(word).to_owned()
    };
    mention.words.split(' ').map(stem).collect::<Vec<_>>().join(" ")
}

fn show(what: &str, gold: &[Option<String>], said: &[Option<String>]) {
    let clusters = |names: &[Option<String>]| -> Vec<Vec<(usize, usize)>> {
        let mut by_name: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            if let Some(name) = name {
                by_name.entry(name).or_default().push((at, at));
            }
        }
        by_name.into_values().collect()
    };
    let mut conll = Conll::default();
    conll.add(&clusters(gold), &clusters(said));
    println!(
        "{what:<44} CoNLL {:>5.1}   MUC {:>5.1}   B-cubed {:>5.1}   CEAF-e {:>5.1}",
        conll.mean(),
        conll.muc.scores().2,
        conll.b_cubed.scores().2,
        conll.ceaf.scores().2
    );
}
