//! Makes `models/en` from the annotated data in `../shared` and scores it.
//!
//! Every command is repeatable: same data, same seed, same bytes. Dev data tune, train data train.

#![allow(clippy::print_stdout, reason = "scores are what these commands are for")]

mod anchors;
mod attribution;
mod bench_language;
mod bundle;
mod clusters;
mod coreference;
mod everything;
mod factuality;
mod floors;
mod intake;
mod linking;
mod names;
mod pages;
mod places;
mod plover;
mod pool;
mod segmentation;
mod times;
mod treebank;
mod trees;
mod verbs;
mod weights;

use clap::Parser;

#[derive(Parser)]
#[command(about)]
enum Command {
    /// Train everything and pack the bundle that ships.
    TrainAll(everything::Options),
    /// Train the reader of attributions on PolNeAR.
    TrainStatements(attribution::TrainStatements),
    /// Score the reader of attributions on PolNeAR dev.
    ScoreStatements(attribution::ScoreStatements),
    /// Pack the trained sections into the bundle that ships.
    Bundle(bundle::Options),
    /// Score the dates of events on the dev files of `../shared/data/time`.
    ScoreAnchors(anchors::ScoreAnchors),
    /// Score pronouns on GAP.
    ScoreGap(coreference::ScoreGap),
    /// Measure how fast actors are found.
    ActorsSpeed(coreference::ActorsSpeed),
    /// Score coreference on ParCorFull.
    ScoreCoref(coreference::ScoreCoref),
    /// Fit how pronouns weigh whom they may mean.
    TrainPronouns(coreference::TrainPronouns),
    /// Fit how much evidence weighs in linking accounts, on ECB+.
    TrainLinking(linking::TrainLinking),
    /// Score linked accounts on ECB+: which mentions of events are of one happening.
    ScoreLinking(linking::ScoreLinking),
    /// Score places on the Local-Global Lexicon and others.
    ScorePlaces(places::ScorePlaces),
    /// Score time expressions on the dev files of `../shared/data/time`.
    ScoreTimes(times::ScoreTimes),
    /// Score the kind of event between two marked sides on `../shared/data/events/plv.jsonl`.
    ScorePlover(plover::Options),
    /// Score the narrator's factuality on `../shared/data/factuality`.
    ScoreFactuality(factuality::Options),
    /// Measure how fast time expressions are read.
    TimeSpeed(times::ScoreTimes),
    /// Measure how fast the language room runs.
    BenchLanguage(bench_language::Options),
    /// Train the tagger.
    TrainTagger(trees::tagger::Options),
    /// Have several slow models tag and parse news for the fast ones to learn from.
    MakeSilver(trees::silver::Options),
    /// Train the parser.
    TrainParser(trees::parser::Options),
    /// Score tags and trees.
    ScoreTrees(trees::score::Options),
    /// Cluster the words of the news pool.
    TrainClusters(clusters::TrainClusters),
    /// Learn exceptions to the rules of inflection.
    TrainLemmas(segmentation::lemmas::Train),
    /// Show how news is cut into sentences, tokens and quotations.
    ShowSegment(segmentation::Show),
    /// Score tokens, sentences and lemmas on the treebanks.
    ScoreSegment(segmentation::Score),
    /// Score intake: charsets, feeds, web archives, speed.
    ScoreIntake(intake::Options),
    /// Grow the forests that find an article's text on its page.
    TrainPages(pages::Options),
    /// Learn what verbs without an event rule tell of (`verb-kin.tsv`, `verb-weights.tsv`).
    TrainVerbs(verbs::TrainVerbs),
    /// Fit the finder of names.
    TrainNames(names::TrainNames),
    /// Score the finder of names on the dev sets.
    ScoreNames(names::ScoreNames),
}

fn main() -> anyhow::Result<()> {
    run(Command::parse())
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::TrainAll(options) => everything::run(&options),
        Command::TrainStatements(options) => options.run(),
        Command::ScoreStatements(options) => attribution::score(&options),
        Command::Bundle(options) => bundle::run(&options),
        Command::ScoreAnchors(options) => anchors::score(&options),
        Command::ActorsSpeed(options) => options.run(),
        Command::ScoreGap(options) => options.run(),
        Command::ScoreCoref(options) => options.run(),
        Command::TrainPronouns(options) => options.run(),
        Command::TrainLinking(options) => options.run(),
        Command::ScoreLinking(options) => options.run(),
        Command::ScorePlaces(options) => options.run(),
        Command::ScoreTimes(options) => times::score(&options),
        Command::ScorePlover(options) => plover::score(&options),
        Command::ScoreFactuality(options) => factuality::score(&options),
        Command::TimeSpeed(options) => times::speed(&options),
        Command::BenchLanguage(options) => bench_language::run(&options),
        Command::TrainTagger(options) => trees::tagger::run(&options),
        Command::MakeSilver(options) => trees::silver::run(&options),
        Command::TrainParser(options) => trees::parser::run(&options),
        Command::ScoreTrees(options) => trees::score::run(&options),
        Command::TrainClusters(options) => clusters::train(&options),
        Command::TrainLemmas(options) => segmentation::lemmas::train(&options),
        Command::ShowSegment(options) => segmentation::show(&options),
        Command::ScoreSegment(options) => segmentation::score(&options),
        Command::ScoreIntake(options) => intake::run(&options),
        Command::TrainPages(options) => pages::run(&options),
        Command::TrainVerbs(options) => options.run(),
        Command::TrainNames(options) => names::train(&options),
        Command::ScoreNames(options) => names::score(&options),
    }
}
