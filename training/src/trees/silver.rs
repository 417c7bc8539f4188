//! `make-silver`: news sentences with tags and trees on which several slow models agree.
//!
//! What many models say together is better than what any of them says, and a fast model can learn it from text
//! without end (Hinton, Vinyals and Dean 2015; for parsers Kuncoro et al. 2016). Taggers and parsers with different
//! seeds read from the left and from the right; taggers add up their scores, parsers vote on arcs.
//!
//! The file holds text under other people's copyright: it stays outside the repository.

use super::eisner::best_tree;
use super::parser::{Trainer, jackknifed};
use super::tagger::{Trained, train_on};
use super::{Example, examples, section, write};
use crate::treebank::{self, Sentence};
use anyhow::{Context, Result};
use rustc_hash::FxHashSet;
use sayso_language::segment::{Segmented, Segmenter};
use sayso_language::{Deprel, Upos, Words, Xpos};
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// File of the silver sentences; it is no part of the bundle.
pub(crate) const SILVER: &str = "trees.silver";

/// Makes the silver sentences.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The data.
    #[arg(long, default_value = "../shared")]
    pub(crate) shared: PathBuf,
    /// Folder of trained sections: clusters and jackknifed tags are read, the silver is written.
    #[arg(long, default_value = "target/models")]
    pub(crate) out: PathBuf,
    /// Taggers and parsers that read from the left, and as many that read from the right.
    #[arg(long, default_value_t = 2)]
    pub(crate) taggers: u64,
    #[arg(long, default_value_t = 3)]
    pub(crate) parsers: u64,
    #[arg(long, default_value_t = 7)]
    pub(crate) epochs: u32,
    /// About how many million tokens.
    #[arg(long, default_value_t = 2.5)]
    pub(crate) millions: f64,
}

/// Votes of the parsers on one sentence: head and relation by word, one list a parser.
type Votes = Vec<(Vec<u16>, Vec<u8>)>;

pub(crate) fn run(options: &Options) -> Result<()> {
    let clusters = section(&options.out, "clusters")?;
    let clusters = Words::open(&clusters)?;
    let gold = examples(&treebank::train(&options.shared)?, &clusters);
    let dev: Vec<Vec<Sentence>> = ["ewt-dev", "gum-dev"]
        .iter()
        .map(|name| treebank::read(&options.shared.join(format!("data/treebank/{name}.conllu.gz"))))
        .collect::<Result<_>>()?;
    let mut news = select(&options.shared, (options.millions * 1e6) as usize)?;
    eprintln!("{} sentences of news", news.len());
    // The dev sentences go along to tell how good the silver is; they are left out of the file.
    let many = news.len();
    news.extend(dev.iter().flatten().cloned());
    let mut work = examples(&news, &clusters);
    tag(&gold, &mut work, options);
    report_tags(&work[many..], &dev);
    let votes = parse(&jackknifed(gold, &options.out)?, &work, options);
    for (example, votes) in work.iter_mut().zip(&votes) {
        (example.heads, example.relations) = agree(votes);
    }
    report_trees(&work[many..], &news[many..], &dev);
    write(&options.out, SILVER, &encode(&news[..many], &work[..many]))
}

/// News sentences: international news, political news, and some of the rest.
fn select(shared: &Path, tokens: usize) -> Result<Vec<Sentence>> {
    // Shares of the tokens wanted, by source.
    const SOURCES: [(&str, f64); 7] = [
        ("data/news/intl2024.jsonl.xz", 0.5),
        ("data/attribution/polnear-train.jsonl.gz", 0.25),
        ("data/news/wikinews.jsonl.xz", 0.05),
        ("data/news/currentevents.jsonl.xz", 0.05),
        ("data/news/reuters-2012.jsonl.xz", 0.05),
        ("data/news/reuters-2011.jsonl.xz", 0.05),
        ("data/news/reuters-2009.jsonl.xz", 0.05),
    ];
    let segmenter = Segmenter::english();
    let mut segmented = Segmented::default();
    let mut seen = FxHashSet::default();
    let mut sentences = Vec::new();
    for (path, share) in SOURCES {
        let mut texts = Vec::new();
        crate::pool::articles(&shared.join(path), |article| texts.push(article.text))?;
        // Every so many articles, so that all publishers and years come in.
        let words: usize = texts.iter().map(|text| text.len() / 5).sum();
        let step = words as f64 / (tokens as f64 * share);
        let mut next = 0.0;
        for (number, text) in texts.iter().enumerate() {
            if (number as f64) < next {
                continue;
            }
            next += step.max(1.0);
            segmenter.segment(text, &mut segmented);
            for sentence in &segmented.sentences {
                let spans = &segmented.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize];
                let forms: Vec<String> = spans.iter().map(|span| span.of(text).to_owned()).collect();
                let letters = forms.iter().filter(|f| f.chars().all(char::is_alphabetic)).count();
                let prose = (4..=70).contains(&forms.len()) && letters * 2 > forms.len();
                if prose && seen.insert(forms.join(" ")) {
                    let many = forms.len();
                    sentences.push(Sentence {
                        forms,
                        xpos: vec![Xpos::Xx; many],
                        upos: vec![Upos::X; many],
                        heads: vec![0; many],
                        relations: vec![Deprel::Dep; many],
                        news: true,
                    });
                }
            }
        }
    }
    Ok(sentences)
}

/// The example read from the right.
fn reversed(example: &Example) -> Example {
    let mut turned = example.clone();
    turned.words.reverse();
    turned.gold.reverse();
    turned.tags.reverse();
    turned.heads[1..].reverse();
    turned.relations[1..].reverse();
    let words = turned.words.len() as u32;
    turned.heads.iter_mut().for_each(|head| *head = if *head == 0 { 0 } else { words + 1 - *head });
    turned
}

/// Tags `work` with taggers that add up their scores.
fn tag(gold: &[Example], work: &mut [Example], options: &Options) {
    let turned: Vec<Example> = gold.iter().map(reversed).collect();
    let train = |examples: &[Example], seed: u64| train_on(&examples.iter().collect::<Vec<_>>(), 8, seed).average();
    let left: Vec<Trained> = (0..options.taggers).map(|seed| train(gold, 100 + seed)).collect();
    let right: Vec<Trained> = (0..options.taggers).map(|seed| train(&turned, 200 + seed)).collect();
    for example in work {
        let mut sums = vec![[0.0_f32; 64]; example.words.len()];
        for tagger in &left {
            tagger.add_scores(&example.words, &mut sums);
        }
        example.words.reverse();
        sums.reverse();
        for tagger in &right {
            tagger.add_scores(&example.words, &mut sums);
        }
        example.words.reverse();
        sums.reverse();
        example.tags = left[0].choose(&example.words, &sums);
    }
}

/// Parses `work` with parsers trained one after another, for they are large.
fn parse(gold: &[Example], work: &[Example], options: &Options) -> Vec<Votes> {
    let mut votes: Vec<Votes> = vec![Vec::new(); work.len()];
    for seed in 0..options.parsers * 2 {
        let right = seed % 2 == 1;
        let turned: Vec<Example>;
        let train = if right {
            turned = gold.iter().map(reversed).collect();
            &turned
        } else {
            gold
        };
        let parser = Trainer::train(&train.iter().collect::<Vec<_>>(), options.epochs, 300 + seed, 0.5).averaged();
        for (example, votes) in work.iter().zip(&mut votes) {
            let mut read = if right { reversed(example) } else { example.clone() };
            let (heads, relations) = parser.parse(&read);
            (read.heads, read.relations) = (heads, relations);
            let read = if right { reversed(&read) } else { read };
            votes.push((read.heads.iter().map(|head| *head as u16).collect(), read.relations));
        }
        eprintln!("parser {seed} has voted");
    }
    votes
}

/// The tree with most votes; each arc's relation is the one most of its voters gave it.
fn agree(votes: &Votes) -> (Vec<u32>, Vec<u8>) {
    let side = votes.first().map_or(1, |(heads, _)| heads.len());
    let mut counts = vec![0.0; side * side];
    for (number, (heads, _)) in votes.iter().enumerate() {
        for (dependent, head) in heads.iter().enumerate().skip(1) {
            // Ties go to the first.
            counts[usize::from(*head) * side + dependent] += 1.0 + 0.01 / (number + 1) as f32;
        }
    }
    let heads = best_tree(side - 1, &counts);
    let relations = (0..side)
        .map(|word| {
            let mut counts = [0_u32; 64];
            for (heads_of, relations) in votes {
                let same = u32::from(heads_of[word]) == heads[word];
                let root = relations[word] == Deprel::Root as u8;
                if root == (heads[word] == 0) {
                    counts[usize::from(relations[word]) & 63] += if same { 10 } else { 1 };
                }
            }
            let best = (0..64).rev().max_by_key(|relation| counts[*relation]).unwrap_or(0);
            if heads[word] == 0 { Deprel::Root as u8 } else { best as u8 }
        })
        .collect();
    (heads, relations)
}

fn report_tags(work: &[Example], dev: &[Vec<Sentence>]) {
    let mut rest = work.iter();
    for dev in dev {
        let pairs = dev.iter().zip(rest.by_ref()).flat_map(|(gold, silver)| gold.xpos.iter().zip(&silver.tags));
        let (right, all) = pairs.fold((0, 0), |(right, all), (gold, tag)| (right + u32::from(*gold == tag.0), all + 1));
        eprintln!("silver tags on dev: {:.2}", 100.0 * f64::from(right) / f64::from(all));
    }
}

fn report_trees(work: &[Example], sentences: &[Sentence], dev: &[Vec<Sentence>]) {
    let mut rest = work.iter().zip(sentences);
    for dev in dev {
        let (mut heads, mut labelled, mut all) = (0, 0, 0);
        for (gold, (silver, _)) in dev.iter().zip(rest.by_ref()) {
            for at in 0..gold.forms.len() {
                let head = gold.heads[at] == silver.heads[at + 1];
                all += 1;
                heads += u32::from(head);
                labelled += u32::from(head && gold.relations[at] as u8 == silver.relations[at + 1]);
            }
        }
        let share = |part: u32| 100.0 * f64::from(part) / f64::from(all);
        eprintln!("silver trees on dev: UAS {:.2}, LAS {:.2}", share(heads), share(labelled));
    }
}

fn encode(sentences: &[Sentence], work: &[Example]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (sentence, example) in sentences.iter().zip(work) {
        for (at, form) in sentence.forms.iter().enumerate() {
            let (xpos, upos) = example.tags[at];
            let (head, relation) = (example.heads[at + 1], example.relations[at + 1]);
            let relation = Deprel::numbered(relation).map_or("dep", Deprel::name);
            bytes.extend(format!("{form}\t{}\t{}\t{head}\t{relation}\n", xpos.name(), upos.name()).bytes());
        }
        bytes.push(b'\n');
    }
    bytes
}

/// Reads the silver sentences.
pub(crate) fn read(folder: &Path) -> Result<Vec<Sentence>> {
    let path = folder.join(SILVER);

    let mut sentences = Vec::new();
    let mut sentence = Sentence { news: true, ..Sentence::default() };
    for (number, line) in crate::pool::open(&path)?.lines().enumerate() {
        let line = line?;
        if line.is_empty() {
            sentences.push(std::mem::replace(&mut sentence, Sentence { news: true, ..Sentence::default() }));
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let place = || format!("{}:{}", path.display(), number + 1);
        let [form, xpos, upos, head, relation] = columns[..] else { anyhow::bail!("{}: five columns", place()) };
        sentence.forms.push(form.to_owned());
        sentence.xpos.push(Xpos::named(xpos).with_context(place)?);
        sentence.upos.push(Upos::named(upos).with_context(place)?);
        sentence.heads.push(head.parse().with_context(place)?);
        sentence.relations.push(Deprel::named(relation).with_context(place)?);
    }
    Ok(sentences)
}
