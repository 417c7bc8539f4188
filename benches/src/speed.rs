//! The rooms in this process: tokens a second, on one thread and on all cores in turns.
//!
//! One thread and all cores take turns over slices of the articles, so that whatever else the machine does
//! hits both alike. Beside the clock stands the time that the processor spent on us (Linux): it is what a
//! quiet machine would take.

use sayso_intake::{Article, Options, Source};
use sayso_language::Language;
use sayso_reading::Lexicons;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const SLICES: usize = 16;

/// What reading some articles took.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cost {
    tokens: usize,
    records: usize,
    language: Duration,
    reading: Duration,
    writing: Duration,
    /// Time that the processor spent on it.
    busy: Duration,
}

/// Measures reading of `lines` of JSON.
pub(crate) fn measure(lines: &[String]) -> anyhow::Result<Value> {
    let begin = Instant::now();
    let language = Language::english()?;
    let loading = begin.elapsed();
    let lexicons = Lexicons::english()?;
    let lexicons_loading = begin.elapsed() - loading;

    let begin = Instant::now();
    let input = lines.join("\n");
    let articles: Vec<Article> = sayso_intake::articles(Source::stream("news", input.as_bytes()), &Options::default())
        .into_iter()
        .filter_map(Result::ok)
        .collect();
    let intake = begin.elapsed();
    let bytes: usize = articles.iter().map(|a| a.document.text.len()).sum();

    let cores = thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let (mut one, mut all) = (Cost::default(), Cost::default());
    let (mut one_clock, mut all_clock) = (Duration::ZERO, Duration::ZERO);
    let slice = articles.len().div_ceil(SLICES).max(1);
    for slice in articles.chunks(slice) {
        let begin = Instant::now();
        one.add(read_on(1, slice, &language, &lexicons));
        one_clock += begin.elapsed();
        let begin = Instant::now();
        all.add(read_on(cores, slice, &language, &lexicons));
        all_clock += begin.elapsed();
    }
    let rate = |count: usize, time: Duration| (count as f64 / time.as_secs_f64().max(1e-9)).round();
    let share = |part: Duration| {
        let whole = one.language + one.reading + one.writing;
        (1000.0 * part.as_secs_f64() / whole.as_secs_f64().max(1e-9)).round() / 10.0
    };
    Ok(json!({
        "articles": articles.len(),
        "bytes": bytes,
        "tokens": one.tokens,
        "findings": one.records,
        "cores": cores,
        "one_thread_tokens_per_s": rate(one.tokens, one_clock),
        "one_thread_articles_per_s": rate(articles.len(), one_clock),
        "one_thread_tokens_per_busy_s": rate(one.tokens, one.busy),
        "all_cores_tokens_per_s": rate(all.tokens, all_clock),
        "all_cores_articles_per_s": rate(articles.len(), all_clock),
        "all_cores_tokens_per_busy_s": rate(all.tokens, all.busy),
        "speedup_by_clock": (100.0 * one_clock.as_secs_f64() / all_clock.as_secs_f64()).round() / 100.0,
        "language_percent": share(one.language),
        "reading_percent": share(one.reading),
        "writing_percent": share(one.writing),
        "language_tokens_per_s": rate(one.tokens, one.language),
        "reading_tokens_per_s": rate(one.tokens, one.reading),
        "intake_megabytes_per_s": rate(input.len() / 1_000_000, intake),
        "language_loading_ms": (loading.as_secs_f64() * 1e4).round() / 10.0,
        "lexicons_loading_ms": (lexicons_loading.as_secs_f64() * 1e4).round() / 10.0,
    }))
}

fn read_on(threads: usize, articles: &[Article], language: &Language, lexicons: &Lexicons) -> Cost {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut cost = Cost::default();
        let busy = busy();
        while let Some(article) = articles.get(next.fetch_add(1, Ordering::Relaxed)) {
            cost.add(read(article, language, lexicons));
        }
        cost.busy = self::busy().saturating_sub(busy);
        cost
    };
    let mut whole = Cost::default();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        for thread in threads {
            whole.add(thread.join().expect("the rooms do not panic"));
        }
    });
    whole
}

/// What `sayso read --format jsonl` does with an article.
pub(crate) fn read(article: &Article, language: &Language, lexicons: &Lexicons) -> Cost {
    let begin = Instant::now();
    let analysis = language.analyze(&article.document.text);
    let analysed = begin.elapsed();
    let record = sayso_reading::read(&article.document, &analysis, lexicons);
    let read = begin.elapsed();
    let mut out = Vec::new();
    sayso_record::json::write(&record, &mut out).expect("memory never fails");
    Cost {
        tokens: analysis.len() as usize,
        records: record.statements.len() + record.events.len(),
        language: analysed,
        reading: read - analysed,
        writing: begin.elapsed() - read,
        busy: Duration::ZERO,
    }
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.tokens += other.tokens;
        self.records += other.records;
        self.language += other.language;
        self.reading += other.reading;
        self.writing += other.writing;
        self.busy += other.busy;
    }
}

/// Time that the processor has spent on this thread; nothing where the system does not tell.
pub(crate) fn busy() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(told.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or_default())
}
