//! Which mentions of events corefer across documents, by the happenings of a fresh ledger, against ECB+.
//!
//! `coreference documents` makes documents of ECB+ lines on standard input, for `sayso read`; `coreference score GOLD`
//! reads their records on standard input and prints CoNLL F1 (the mean of MUC, B-cubed and CEAF-e) over mentions in
//! validated sentences, all documents of a topic taken together. `training/evaluate coreference` runs both.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use sayso_ledger::{Item, Ledger, Reader, fingerprint};
use sayso_record::json;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::BufRead;

/// A mention of an event: its document, code points, words, topic, and the chain that it belongs to.
struct Mention {
    document: String,
    span: (usize, usize),
    words: String,
    topic: u64,
    chain: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["documents"] => {
            for line in std::io::stdin().lock().lines() {
                let document: Value = serde_json::from_str(&line?)?;
                let (text, _) = text_of(&document);
                println!("{}", json!({"id": document["id"], "text": text}));
            }
            Ok(())
        }
        ["score", gold] => score(&std::fs::read_to_string(gold)?),
        _ => Err("coreference documents, or coreference score GOLD".into()),
    }
}

/// The tokens as a text, and the code points at which each begins and ends.
fn text_of(document: &Value) -> (String, Vec<(usize, usize)>) {
    let (mut text, mut places, mut point) = (String::new(), Vec::new(), 0);
    let no_tokens = Vec::new();
    for (at, token) in document["tokens"].as_array().unwrap_or(&no_tokens).iter().enumerate() {
        let word = match token.as_str().unwrap_or_default() {
            "``" | "''" => "\"",
            word => word,
        };
        let glued =
            matches!(word, "," | "." | "?" | "!" | ";" | ":" | "n't") || word.starts_with('\'') && word.len() > 1;
        if at > 0 {
            let new = document["sent"][at] != document["sent"][at - 1];
            if new || !glued {
                text.push(if new { '\n' } else { ' ' });
                point += 1;
            }
        }
        let length = word.chars().count();
        places.push((point, point + length));
        point += length;
        text.push_str(word);
    }
    (text, places)
}

fn mentions(gold: &str) -> Result<Vec<Mention>, Box<dyn Error>> {
    let mut found = Vec::new();
    for line in gold.lines() {
        let document: Value = serde_json::from_str(line)?;
        let (_, places) = text_of(&document);
        let none = Vec::new();
        let validated = document["validated_sentences"].as_array().unwrap_or(&none);
        for mention in document["mentions"].as_array().unwrap_or(&none) {
            if mention["kind"] != "event" || !validated.contains(&mention["sent"]) {
                continue;
            }
            let tokens = mention["tokens"].as_array().unwrap_or(&none).iter().filter_map(Value::as_u64);
            let tokens: Vec<usize> = tokens.map(|t| usize::try_from(t).unwrap_or_default()).collect();
            let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { continue };
            found.push(Mention {
                document: document["id"].as_str().unwrap_or_default().to_owned(),
                span: (places[*first].0, places[*last].1),
                words: mention["text"].as_str().unwrap_or_default().to_lowercase(),
                topic: document["topic"].as_u64().unwrap_or_default(),
                chain: mention["chain"].as_str().unwrap_or_default().to_owned(),
            });
        }
    }
    Ok(found)
}

/// An account of the ledger: its document, spans and happening.
type Account = (String, Vec<(usize, usize)>, String);

fn accounts() -> Result<Vec<Account>, Box<dyn Error>> {
    const ACCOUNTS: &str = "SELECT d.id, coalesce(e.action_spans, json_array(json_array(m.start, m.end))), h.id
        FROM accounts a JOIN happenings h ON h.key = a.happening JOIN heads d ON d.key = a.event >> 28
        LEFT JOIN events e ON e.key = a.event LEFT JOIN mentions m ON m.key = a.event ORDER BY a.event";
    let folder = std::env::temp_dir().join(format!("sayso-coreference-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut ledger = Ledger::open_to_add(&folder.join("ledger.db"))?;
    let reader = Reader { program: "evaluation".into(), model: String::new(), lexicons: String::new() };
    let mut batch = ledger.batch(&reader)?;
    for (number, line) in (1..).zip(std::io::stdin().lock().lines()) {
        let record = json::read(&line?)?;
        let print = fingerprint(&record.document, &record.provenance);
        batch.add(&Item { source: "standard input".into(), number, whole: false }, &record, print)?;
    }
    batch.commit()?;
    let connection = ledger.connection();
    let account = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?));
    let rows: Vec<(String, String, String)> =
        connection.prepare(ACCOUNTS)?.query_map([], account)?.collect::<Result<_, _>>()?;
    let found = rows.into_iter().map(|(document, spans, id)| Ok((document, serde_json::from_str(&spans)?, id)));
    let found = found.collect::<Result<_, serde_json::Error>>()?;
    drop(ledger);
    std::fs::remove_dir_all(&folder)?;
    Ok(found)
}

fn score(gold: &str) -> Result<(), Box<dyn Error>> {
    let mentions = mentions(gold)?;
    let accounts = accounts()?;
    let truth: Vec<Option<String>> = mentions.iter().map(|m| Some(m.chain.clone())).collect();
    let of = |name: &dyn Fn(usize, &Mention) -> String| -> Vec<Option<String>> {
        mentions.iter().enumerate().map(|(at, m)| Some(name(at, m))).collect()
    };
    // The happening of the account whose words overlap the mention's most.
    let told = |m: &Mention| {
        let overlap = |spans: &[(usize, usize)]| -> usize {
            spans.iter().map(|(a, b)| m.span.1.min(*b).saturating_sub(m.span.0.max(*a))).sum()
        };
        let here = accounts.iter().filter(|a| a.0 == m.document);
        here.map(|a| (overlap(&a.1), a)).filter(|(o, _)| *o > 0).max_by_key(|(o, _)| *o).map(|(_, a)| a.2.clone())
    };
    let lemma = |m: &Mention| format!("{}:{}", m.topic, m.words.split(' ').map(stem).collect::<Vec<_>>().join(" "));
    let happenings: Vec<Option<String>> = mentions.iter().map(told).collect();
    println!("{} mentions, {} of them accounts of the ledger", mentions.len(), happenings.iter().flatten().count());
    show("given mentions, each alone", &truth, &of(&|at, _| at.to_string()));
    show("given mentions, same words in a topic", &truth, &of(&|_, m| lemma(m)));
    let alone = |at: usize, m: &Mention| told(m).unwrap_or_else(|| format!("alone {at}"));
    show("given mentions, same happening", &truth, &of(&alone));
    // Accounts that meet no mention in a validated sentence are not counted against it: the gold does not know of them.
    show("own mentions, same happening", &truth, &happenings);
    Ok(())
}

/// A word without its ending, as good as a lemma for a baseline.
fn stem(word: &str) -> &str {
    let ends = ["ing", "ed", "es", "s", "e"];
    let short = ends.iter().filter_map(|end| word.strip_suffix(end)).find(|rest| rest.len() > 2);
    short.unwrap_or(word)
}

/// Clusters of numbers of mentions; what has no name is left out.
fn clusters(names: &[Option<String>]) -> Vec<BTreeSet<usize>> {
    let mut by_name: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        if let Some(name) = name {
            by_name.entry(name).or_default().insert(at);
        }
    }
    by_name.into_values().collect()
}

fn show(what: &str, truth: &[Option<String>], given: &[Option<String>]) {
    let (gold, pred) = (clusters(truth), clusters(given));
    let f1 = |p: f64, r: f64| if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 };
    let muc = f1(links(&pred, &gold), links(&gold, &pred));
    let bcubed = f1(overlaps(&pred, &gold), overlaps(&gold, &pred));
    let matched = aligned(&gold, &pred);
    let ceaf = f1(matched / pred.len().max(1) as f64, matched / gold.len().max(1) as f64);
    let percent = |x: f64| (x * 1000.0).round() / 10.0;
    let mean = (muc + bcubed + ceaf) / 3.0;
    println!(
        "{what:<60} CoNLL {:>5}   MUC {:>5}   B-cubed {:>5}   CEAF-e {:>5}",
        percent(mean),
        percent(muc),
        percent(bcubed),
        percent(ceaf)
    );
}

/// MUC: of the links that hold the clusters of `one` together, the share that `other` has.
fn links(one: &[BTreeSet<usize>], other: &[BTreeSet<usize>]) -> f64 {
    let cluster_of = positions(other);
    let (mut kept, mut all) = (0.0, 0.0);
    for cluster in one {
        let parts: BTreeSet<Option<usize>> =
            cluster.iter().filter_map(|m| cluster_of.get(m).map(|c| Some(*c))).collect();
        let missing = cluster.iter().filter(|m| !cluster_of.contains_key(m)).count();
        kept += cluster.len() as f64 - (parts.len() + missing) as f64;
        all += cluster.len() as f64 - 1.0;
    }
    if all > 0.0 { kept / all } else { 0.0 }
}

/// B-cubed: the mean share of a mention's cluster in `one` that is also in its cluster in `other`.
fn overlaps(one: &[BTreeSet<usize>], other: &[BTreeSet<usize>]) -> f64 {
    let cluster_of = positions(other);
    let (mut sum, mut all) = (0.0, 0.0);
    for cluster in one {
        for mention in cluster {
            let both = cluster_of.get(mention).map_or(0, |c| other[*c].intersection(cluster).count());
            sum += both as f64 / cluster.len() as f64;
            all += 1.0;
        }
    }
    if all > 0.0 { sum / all } else { 0.0 }
}

/// CEAF-e: the sum of likenesses in the best pairing of clusters, which is found greedily: clusters are small and mostly
/// meet one other, so that little is lost.
fn aligned(gold: &[BTreeSet<usize>], pred: &[BTreeSet<usize>]) -> f64 {
    let cluster_of = positions(pred);
    let mut pairs = Vec::new();
    for (at, cluster) in gold.iter().enumerate() {
        let met: BTreeSet<usize> = cluster.iter().filter_map(|m| cluster_of.get(m)).copied().collect();
        for other in met {
            let both = pred[other].intersection(cluster).count() as f64;
            pairs.push((2.0 * both / (cluster.len() + pred[other].len()) as f64, at, other));
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_pred) = (BTreeSet::new(), BTreeSet::new());
    let mut sum = 0.0;
    for (likeness, at, other) in pairs {
        if !used_gold.contains(&at) && !used_pred.contains(&other) {
            used_gold.insert(at);
            used_pred.insert(other);
            sum += likeness;
        }
    }
    sum
}

fn positions(clusters: &[BTreeSet<usize>]) -> BTreeMap<usize, usize> {
    clusters.iter().enumerate().flat_map(|(at, cluster)| cluster.iter().map(move |m| (*m, at))).collect()
}
