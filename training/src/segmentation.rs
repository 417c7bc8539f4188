//! `score-segment`: tokens, sentences and lemmas against the treebanks.

mod documents;
pub(crate) mod lemmas;

use anyhow::Result;
use documents::Document;
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_language::Xpos;
use sayso_language::lemma::Lemmas;
use sayso_language::model::Model;
use sayso_language::quotes::{self, Mark, Quotes};
use sayso_language::segment::{Segmented, Segmenter};
use sayso_record::Span;
use std::path::PathBuf;

/// Show how an article file's texts are cut up, a sentence a line, quotations in braces.
#[derive(clap::Args)]
pub(crate) struct Show {
    /// A file of the news pool.
    file: PathBuf,
    /// Every so many articles.
    #[arg(long, default_value_t = 100)]
    every: usize,
}

#[allow(clippy::print_stdout)]
pub(crate) fn show(options: &Show) -> Result<()> {
    let segmenter = Segmenter::english();
    let (mut out, mut found, mut number) = (Segmented::default(), Quotes::default(), 0);
    crate::pool::articles(&options.file, |article| {
        number += 1;
        if number % options.every != 0 {
            return;
        }
        let text = &article.text;
        segmenter.segment(text, &mut out);
        quotes::find(text, &out, &mut found);
        println!("==== article {number}");
        for sentence in &out.sentences {
            let mut line = format!("{:3} ", sentence.paragraph);
            for token in sentence.tokens.iter() {
                found.quotations.iter().filter(|q| q.tokens.end == token).for_each(|_| line.push_str("} "));
                found.quotations.iter().filter(|q| q.tokens.start == token).for_each(|_| line.push_str("{ "));
                line.push_str(out.form(text, token));
                line.push(' ');
            }
            found
                .quotations
                .iter()
                .filter(|q| q.tokens.end == sentence.tokens.end && q.close.is_none())
                .for_each(|_| line.push('}'));
            println!("{line}");
        }
    })
}

/// Score tokens and sentences from raw text, and lemmas from annotated tags.
#[derive(clap::Args)]
pub(crate) struct Score {
    #[command(flatten)]
    scored: crate::floors::Scored,
    /// Print so many differences of each kind.
    #[arg(long, default_value_t = 0)]
    errors: usize,
    /// Only texts whose genre begins so.
    #[arg(long, default_value = "")]
    genre: String,
    /// Score the training parts.
    #[arg(long)]
    train: bool,
}

struct Models {
    segmenter: Segmenter,
    lemmas: Lemmas,
}

/// Spans found among spans wanted.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    gold: usize,
    found: usize,
    right: usize,
}

impl Tally {
    fn add(&mut self, gold: &[Span], found: &[Span]) {
        let wanted: FxHashSet<Span> = gold.iter().copied().collect();
        self.gold += gold.len();
        self.found += found.len();
        self.right += found.iter().filter(|span| wanted.contains(span)).count();
    }

    fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }
}

pub(crate) fn score(options: &Score) -> Result<()> {
    let model = Model::open(options.scored.sections()?)?;
    let mut figures = Vec::new();
    let models =
        Models { segmenter: Segmenter::english(), lemmas: Lemmas::new(model.section("lemmas").unwrap_or_default()) };
    let part = if options.train { "train" } else { "dev" };
    for treebank in ["ewt", "gum"] {
        let path = options.scored.shared.join(format!("data/treebank/{treebank}-{part}.conllu.gz"));
        let documents = documents::read(&path)?;
        row(&format!("{treebank} {part}"), &models, &documents, options, "", &mut figures);
        if treebank == "gum" {
            row("gum news", &models, &documents, options, "news", &mut figures);
            for genre in [
                "interview",
                "bio",
                "voyage",
                "speech",
                "academic",
                "court",
                "essay",
                "letter",
                "podcast",
                "fiction",
                "whow",
                "textbook",
                "conversation",
                "vlog",
            ] {
                row(genre, &models, &documents, options, genre, &mut figures);
            }
        }
    }
    options.scored.hold(&figures)
}

/// One line of figures, over the documents of a genre.
fn row(
    name: &str,
    models: &Models,
    documents: &[Document],
    options: &Score,
    genre: &str,
    figures: &mut Vec<(String, f64)>,
) {
    let (mut tokens, mut sentences, mut lemmas) = (Tally::default(), Tally::default(), (0, 0));
    let mut out = Segmented::default();
    let mut shown = (0, 0, 0, 0);
    let (mut marks, mut found_marks) = ((0, 0), Quotes::default());
    for document in documents.iter().filter(|d| d.genre.starts_with(genre)) {
        models.segmenter.segment(&document.text, &mut out);
        let gold: Vec<Span> = document.words.iter().map(|w| w.span).collect();
        tokens.add(&gold, &out.tokens);
        let gold_sentences: Vec<Span> = document.sentence_spans().collect();
        let found: Vec<Span> = out
            .sentences
            .iter()
            .map(|s| Span::new(out.tokens[s.tokens.start as usize].start, out.tokens[s.tokens.end as usize - 1].end))
            .collect();
        sentences.add(&gold_sentences, &found);
        quotes::find(&document.text, &out, &mut found_marks);
        let verbose = genre.starts_with(&options.genre) && (genre.is_empty() == options.genre.is_empty());
        let limit = if verbose { options.errors } else { 0 };
        mark_tally(document, &out, &found_marks, &mut marks, &mut shown.2, limit);
        lemma_tally(document, &models.lemmas, &mut lemmas, &mut shown.3, limit);
        if verbose {
            differences(document, &gold, &out.tokens, &mut shown.0, options.errors);
            ends(document, &gold_sentences, &found, &mut shown.1, options.errors);
        }
    }
    figures.push((format!("{name} tokens"), tokens.f1()));
    figures.push((format!("{name} sentences"), sentences.f1()));
    println_row(name, &tokens, &sentences, marks, lemmas);
}

#[allow(clippy::print_stdout)]
fn println_row(name: &str, tokens: &Tally, sentences: &Tally, marks: (usize, usize), lemmas: (usize, usize)) {
    let percent = |(right, all): (usize, usize)| 100.0 * right as f64 / all.max(1) as f64;
    println!(
        "{name:<14} tokens F1 {:6.2}   sentences F1 {:6.2} ({} of {}, found {})   marks {:6.2} of {}   lemmas {:6.2}",
        tokens.f1(),
        sentences.f1(),
        sentences.right,
        sentences.gold,
        sentences.found,
        percent(marks),
        marks.1,
        percent(lemmas)
    );
}

fn lemma_tally(document: &Document, lemmas: &Lemmas, tally: &mut (usize, usize), shown: &mut usize, limit: usize) {
    let mut lemma = String::new();
    for word in &document.words {
        lemma.clear();
        let form = word.span.of(&document.text);
        lemmas.lemma(form, word.xpos, &mut lemma);
        tally.0 += usize::from(lemma == word.lemma);
        tally.1 += 1;
        if lemma != word.lemma && *shown < limit {
            *shown += 1;
            eprintln!("LEMMA {form} {} wanted {:?}, found {lemma:?}", word.xpos.name(), word.lemma);
        }
    }
}

/// Counts quotation marks, by annotation or ours, and those on which both agree.
fn mark_tally(
    document: &Document,
    out: &Segmented,
    quotes: &Quotes,
    tally: &mut (usize, usize),
    shown: &mut usize,
    limit: usize,
) {
    let gold: FxHashMap<Span, Xpos> = document.words.iter().map(|word| (word.span, word.xpos)).collect();
    for (span, mark) in out.tokens.iter().zip(&quotes.marks) {
        let Some(xpos) = gold.get(span) else { continue };
        let wanted = match xpos {
            Xpos::Openquote => Mark::Opens,
            Xpos::Closequote => Mark::Closes,
            _ => Mark::None,
        };
        if wanted == Mark::None && *mark == Mark::None {
            continue;
        }
        tally.0 += usize::from(wanted == *mark);
        tally.1 += 1;
        if wanted != *mark && *shown < limit {
            *shown += 1;
            eprintln!("MARK wanted {wanted:?}, found {mark:?}   {}", around(&document.text, *span));
        }
    }
}

fn around(text: &str, span: Span) -> String {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|a| text.is_char_boundary(*a)).unwrap_or(0);
    let (start, end) = (span.start as usize, span.end as usize);
    text[floor(start.saturating_sub(30))..floor(end + 30)].replace('\n', "⏎")
}

/// Prints words that were cut otherwise.
fn differences(document: &Document, gold: &[Span], found: &[Span], shown: &mut usize, limit: usize) {
    let wanted: FxHashSet<Span> = gold.iter().copied().collect();
    let have: FxHashSet<Span> = found.iter().copied().collect();
    for span in gold.iter().filter(|s| !have.contains(s)) {
        if *shown >= limit {
            return;
        }
        *shown += 1;
        let over: Vec<&str> =
            found.iter().filter(|f| f.overlaps(*span) && !wanted.contains(f)).map(|f| f.of(&document.text)).collect();
        eprintln!("TOKEN {:?} found {:?}   {}", span.of(&document.text), over, around(&document.text, *span));
    }
}

/// Prints ends of sentences that were missed or found in vain.
fn ends(document: &Document, gold: &[Span], found: &[Span], shown: &mut usize, limit: usize) {
    let wanted: FxHashSet<u32> = gold.iter().map(|s| s.end).collect();
    let have: FxHashSet<u32> = found.iter().map(|s| s.end).collect();
    let mut all: Vec<(u32, &str)> = wanted
        .difference(&have)
        .map(|e| (*e, "MISSED"))
        .chain(have.difference(&wanted).map(|e| (*e, "VAIN")))
        .collect();
    all.sort_unstable();
    for (end, kind) in all {
        if *shown >= limit {
            return;
        }
        *shown += 1;
        let text = &document.text;
        let floor = |at: usize| (0..=at.min(text.len())).rev().find(|a| text.is_char_boundary(*a)).unwrap_or(0);
        let end = end as usize;
        eprintln!(
            "{kind} {}▮{}",
            text[floor(end.saturating_sub(50))..end].replace('\n', "⏎"),
            text[end..floor(end + 40)].replace('\n', "⏎")
        );
    }
}
