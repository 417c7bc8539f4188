//! `bench-language`: how fast each step of the language room runs, on one core, on text of the news pool.

use crate::trees::keep;
use anyhow::{Context as _, Result};
use sayso_language::Language;
use sayso_language::model::Model;
use sayso_language::segment::{Segmented, Segmenter};
use sayso_language::syntax::{Sentence, Slots, Syntax};
use sayso_reading::draft::Actors;
use sayso_reading::{Context, Lexicons, statements};
use sayso_record::Document;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Measures the language room's speed.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The data.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Folder of trained sections.
    #[arg(long, default_value = "target/models")]
    from: PathBuf,
    /// How many articles.
    #[arg(long, default_value_t = 600)]
    articles: usize,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let bytes = keep(&crate::bundle::packed(&options.from)?)?;
    let started = Instant::now();
    let language = Language::of(bytes)?;
    eprintln!("models opened in {:?}", started.elapsed());
    // As the program ships: the parser's tables on large pages, the tagger's where they lie.
    let mut small = vec![0_u128; bytes.len().div_ceil(16) + 4];
    let small: &mut [u8] = bytemuck::cast_slice_mut(&mut small);
    let skip = small.as_ptr().align_offset(64);
    let small = &mut small[skip..skip + bytes.len()];
    small.copy_from_slice(bytes);
    let (large, small) = (Model::open(bytes)?, Model::open(small)?);
    let lies = |name: &str| if name.starts_with("trees.") { large.section(name) } else { small.section(name) };
    let syntax = Syntax::open(lies).context("the model lacks tagger, parser or clusters")?;
    let segmenter = Segmenter::english();
    let mut texts = Vec::new();
    crate::pool::articles(&options.shared.join("data/news/intl2024.jsonl.xz"), |article| texts.push(article.text))?;
    texts.truncate(options.articles); // the rest would only need memory
    let mut tokens = 0;
    let cut = timed(|| {
        texts
            .iter()
            .map(|text| {
                let mut segmented = Segmented::default();
                segmenter.segment(text, &mut segmented);
                tokens += segmented.tokens.len();
                segmented
            })
            .collect::<Vec<_>>()
    });
    let mut sentences: Vec<Sentence> = Vec::new();
    let looking = timed(|| {
        for (text, segmented) in texts.iter().zip(&cut.0) {
            for of in &segmented.sentences {
                let spans = &segmented.tokens[of.tokens.start as usize..of.tokens.end as usize];
                let mut sentence = Sentence::default();
                syntax.look_up(spans.iter().map(|span| span.of(text)), &mut sentence);
                sentences.push(sentence);
            }
        }
    })
    .1;
    let tagging = timed(|| sentences.iter_mut().for_each(|sentence| syntax.tag(sentence))).1;
    let mut slots = Slots::default();
    let mut left = sentences.iter();
    let mut arcs = 0;
    let parsing = timed(|| {
        syntax.parse_all(
            &mut slots,
            |slot| {
                left.next().is_some_and(|sentence| {
                    slot.words.clone_from(&sentence.words);
                    slot.tags.clone_from(&sentence.tags);
                    true
                })
            },
            |parsed| arcs += parsed.tree.state.heads.len() - 1,
        );
    })
    .1;
    anyhow::ensure!(arcs == tokens, "the parser dealt with {arcs} of {tokens} tokens");
    let all = timed(|| {
        texts.iter().for_each(|text| {
            std::hint::black_box(language.analyze(text));
        });
    })
    .1;
    let lexicons = Lexicons::english()?;
    let documents: Vec<Document> = texts
        .iter()
        .map(|text| Document { id: "bench".to_owned(), text: text.clone(), ..Document::default() })
        .collect();
    let analyses: Vec<_> = texts.iter().map(|text| language.analyze(text)).collect();
    let mut found = 0;
    let stating = timed(|| {
        for (document, analysis) in documents.iter().zip(&analyses) {
            let context = Context { document, analysis, lexicons: &lexicons };
            found += statements::find(&context, &Actors::default(), &[]).len();
        }
    })
    .1;
    let print = |name: &str, time: Duration| {
        println!("{name:24}{:>12.0} tokens/s", tokens as f64 / time.as_secs_f64());
    };
    println!("{} articles, {tokens} tokens", texts.len());
    print("segmentation", cut.1);
    print("looking words up", looking);
    print("tagging", tagging);
    print("parsing", parsing);
    print("tagging and parsing", looking + tagging + parsing);
    print("analysis in all", all);
    print("statements", stating);
    let share = stating.as_secs_f64() / (looking + tagging + parsing).as_secs_f64();
    println!("{found} statements, at {share:.2} of the time of tagging and parsing together");
    Ok(())
}

/// What `work` gives, and the time for which it held a core: the machine may be doing other things besides.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let on_core = || {
        let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
    };
    let (clock, before) = (Instant::now(), on_core());
    let result = work();
    let time = before.zip(on_core()).map_or(clock.elapsed(), |(before, after)| after - before);
    (result, time)
}
