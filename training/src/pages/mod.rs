//! Grows the forests that find an article's text on its page, and tells how good they are on pages that they
//! were not grown on: the pages take turns in five parts.

mod gold;
mod grow;

use anyhow::Result;
use gold::Page;
use grow::{Plan, Sample};
use sayso_intake::inside::{Forests, think};
use std::path::PathBuf;

/// Options of `train-pages`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The shared folder; its pages are in `data/intake/html`.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Where the forests go.
    #[arg(long, default_value = "crates/intake/src/html/blocks.tsv")]
    out: PathBuf,
    /// Trees in each forest.
    #[arg(long, default_value_t = 80)]
    trees: usize,
    /// How far a tree goes.
    #[arg(long, default_value_t = 0.15)]
    step: f32,
    /// Only score, by parts; write nothing.
    #[arg(long)]
    score: bool,
    /// Only grow; the score by parts takes six times as long.
    #[arg(long, conflicts_with = "score")]
    grow: bool,
    /// Show so many of the worst pages with what is wrong in them.
    #[arg(long, default_value_t = 0)]
    errors: usize,
}

const PARTS: usize = 5;

#[expect(clippy::print_stdout, reason = "the figures are what this command is for")]
pub(crate) fn run(options: &Options) -> Result<()> {
    let pages = gold::pages(&options.shared.join("data/intake"))?;
    let mut worst = Vec::new();
    let mut scores: Vec<(&str, Option<f64>, Option<f64>)> = Vec::new();
    let mut segments = (0usize, 0usize);
    for part in (0..PARTS).filter(|_| !options.grow) {
        let outside: Vec<&Page> =
            pages.iter().enumerate().filter(|(at, _)| at % PARTS != part).map(|(_, p)| p).collect();
        let forests = forests(&outside, options);
        for page in pages.iter().skip(part).step_by(PARTS) {
            let taken = taken(page, &forests);
            let text: Vec<&str> =
                page.measured.texts.iter().zip(&taken).filter(|(_, t)| **t > 0.5).map(|(b, _)| b.as_str()).collect();
            let text = text.join("\n\n");
            if page.set == "trafilatura" {
                for (taken, label) in taken.iter().zip(&page.labels) {
                    if let Some((label, _)) = label {
                        segments.0 += usize::from((*taken > 0.5) == *label);
                        segments.1 += 1;
                    }
                }
                continue;
            }
            let of = |wanted: &String| gold::score(wanted, &text);
            let sum = |s: &(Option<f64>, Option<f64>)| s.0.unwrap_or(0.0) + s.1.unwrap_or(0.0);
            let Some(best) = page.wanted.iter().map(of).max_by(|a, b| sum(a).total_cmp(&sum(b))) else { continue };
            scores.push((page.set, best.0, best.1));
            worst.push((sum(&best), page, taken));
        }
    }
    println!("on pages that the forests were not grown on ({PARTS} parts in turns)");
    for set in ["zyte", "fundus", "readability"] {
        let of_set = || scores.iter().filter(|(of, ..)| *of == set);
        let mean = |all: Vec<f64>| all.iter().sum::<f64>() / all.len().max(1) as f64;
        let precision = mean(of_set().filter_map(|(_, precision, _)| *precision).collect());
        let recall = mean(of_set().filter_map(|(.., recall)| *recall).collect());
        println!(
            "  {set:<12} F1 {:.4}  precision {precision:.4}  recall {recall:.4}",
            2.0 * precision * recall / (precision + recall)
        );
    }
    println!("  {:<12} {} of {} known blocks right", "trafilatura", segments.0, segments.1);
    worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (sum, page, taken) in
        worst.iter().filter(|(_, page, _)| page.set == "zyte" || page.set == "fundus").take(options.errors)
    {
        println!("== {} {sum:.3}", page.set);
        for ((block, taken), label) in page.measured.texts.iter().zip(taken).zip(&page.labels) {
            let label = label.is_some_and(|(label, _)| label);
            if (*taken > 0.5) != label {
                let shown: String = block.chars().take(110).collect();
                println!("  {} {taken:.2} {}", if label { "MISSED" } else { "WRONG " }, shown.replace('\n', "/"));
            }
        }
    }
    if options.score {
        return Ok(());
    }
    let forests = forests(&pages.iter().collect::<Vec<_>>(), options);
    let mut table = String::from(
        "# The forests that tell an article's text from all else on its page, grown by `training train-pages`: forest, questions, leaves.\n",
    );
    for (number, forest) in [(1, &forests.first), (2, &forests.second)] {
        for tree in forest {
            table.push_str(&format!("{number}\t{}\n", tree.line()));
        }
    }
    std::fs::write(&options.out, table)?;
    Ok(())
}

/// Grows both forests. The second one must not learn from thoughts on blocks that the first one knows by
/// heart, so that it is shown those of forests that were grown on other pages.
fn forests(pages: &[&Page], options: &Options) -> Forests {
    let plan = |seed| Plan { trees: options.trees, step: options.step, seed };
    let mut figures: Vec<Vec<Vec<f32>>> = Vec::with_capacity(pages.len());
    let halves: Vec<Vec<_>> = (0..3)
        .map(|part| {
            let others: Vec<&Page> =
                pages.iter().enumerate().filter(|(at, _)| at % 3 != part).map(|(_, p)| *p).collect();
            grow::forest(&sample(&others, own(&others)), &plan(7))
        })
        .collect();
    for (at, page) in pages.iter().enumerate() {
        let thoughts: Vec<f32> = page.measured.figures.iter().map(|own| think(&halves[at % 3], own)).collect();
        figures.push(page.measured.with_neighbours(&thoughts));
    }
    Forests {
        first: grow::forest(&sample(pages, own(pages)), &plan(7)),
        second: grow::forest(&sample(pages, figures.iter()), &plan(11)),
    }
}

fn own<'p>(pages: &[&'p Page]) -> impl Iterator<Item = &'p Vec<Vec<f32>>> {
    pages.iter().map(|page| &page.measured.figures)
}

fn sample<'s>(pages: &[&Page], figures: impl Iterator<Item = &'s Vec<Vec<f32>>>) -> Sample<'s> {
    let mut sample = Sample { rows: Vec::new(), labels: Vec::new(), weights: Vec::new() };
    for (page, figures) in pages.iter().zip(figures) {
        // A page counts as much as another, however long it is; many of readability's are no news.
        let sum: f32 = page.labels.iter().flatten().map(|(_, weight)| weight).sum();
        let worth = if page.set == "readability" { 0.5 } else { 1.0 };
        let worth = worth * if page.set == "trafilatura" { 1.0 } else { (300.0 / sum.max(30.0)).min(2.0) };
        for (row, label) in figures.iter().zip(&page.labels) {
            if let Some((label, weight)) = label {
                sample.rows.push(row);
                sample.labels.push(*label);
                sample.weights.push(weight * worth);
            }
        }
    }
    sample
}

/// What the second forest thinks of each block.
fn taken(page: &Page, forests: &Forests) -> Vec<f32> {
    let thoughts: Vec<f32> = page.measured.figures.iter().map(|own| think(&forests.first, own)).collect();
    let figures = page.measured.with_neighbours(&thoughts);
    figures.iter().map(|figures| think(&forests.second, figures)).collect()
}
