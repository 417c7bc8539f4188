//! `train-parser`: trees from EWT and GUM with jackknifed tags, a dynamic oracle and exploration.

use super::oracle::Gold;
use super::tagger::{JACKKNIFE, best};
use super::{Example, examples, section, write};
use crate::treebank;
use crate::weights::{Many, Random, Three};
use anyhow::{Context, Result, ensure};
use sayso_language::features::Features;
use sayso_language::model::{Model, pack};
use sayso_language::parser::{ACTIONS, Action, Node, RELATIONS, State, action_features, relation_features};
use sayso_language::tagger::{MASKS, PENN, Tagger, UNIVERSAL};
use sayso_language::{Deprel, Upos, Words, Xpos, syntax};
use std::path::{Path, PathBuf};

const ACTION_SCALE: f32 = 5.0;
const RELATION_SCALE: f32 = 24.0;

/// Trains the parser.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The data.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Folder of trained sections: clusters and jackknifed tags are read, the parser's are written.
    #[arg(long, default_value = "target/models")]
    out: PathBuf,
    #[arg(long, default_value_t = 8)]
    epochs: u32,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many models are added up, each from a seed of its own.
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// How often training follows the model where it errs.
    #[arg(long, default_value_t = 0.5)]
    explore: f64,
    /// Features kept for transitions.
    #[arg(long, default_value_t = 900_000)]
    actions: usize,
    /// Features kept for relations.
    #[arg(long, default_value_t = 110_000)]
    relations: usize,
    /// How often gold counts for each time of silver; 0 leaves silver out.
    #[arg(long, default_value_t = 0)]
    gold: usize,
    /// Rounds over silver.
    #[arg(long, default_value_t = 2)]
    rounds: u32,
    /// Folder of the tagger that tags silver; the output folder where it is not given.
    #[arg(long)]
    tagged_by: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let clusters = section(&options.out, "clusters")?;
    let clusters = Words::open(&clusters)?;
    let train = jackknifed(examples(&treebank::train(&options.shared)?, &clusters), &options.out)?;
    let mut all: Vec<&Example> = train.iter().collect();
    let mut epochs = options.epochs;
    let mut silver;
    if options.gold > 0 {
        silver = examples(&super::silver::read(&options.out)?, &clusters);
        let tagged = options.tagged_by.as_ref().unwrap_or(&options.out);
        let sections = [PENN, UNIVERSAL, MASKS].map(|name| section(tagged, name).map(|bytes| (name, bytes)));
        let sections = sections.into_iter().collect::<Result<Vec<_>>>()?;
        let borrowed: Vec<_> = sections.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
        let model = Model::open(super::keep(&pack(&borrowed)?)?)?;
        let tagger = Tagger::open(|name| model.section(name)).context("the tagger")?;
        silver.iter_mut().for_each(|sentence| tagger.tag(&sentence.words, &mut sentence.tags));
        all = std::iter::repeat_n(all, options.gold).flatten().chain(&silver).collect();
        epochs = options.rounds;
    }
    let mut trained = Trainer::train(&all, epochs, options.seed, options.explore).averaged();
    for more in 1..options.seeds {
        let other = Trainer::train(&all, epochs, options.seed + more, options.explore).averaged();
        trained.actions.absorb(&other.actions);
        trained.relations.absorb(&other.relations);
    }
    let share = 1.0 / options.seeds.max(1) as f32;
    write(&options.out, ACTIONS, &trained.actions.section(ACTION_SCALE * share, options.actions))?;
    write(&options.out, RELATIONS, &trained.relations.section(RELATION_SCALE * share, options.relations))
}

/// Training sentences with the tags of a tagger that had not seen them.
pub(crate) fn jackknifed(mut train: Vec<Example>, folder: &Path) -> Result<Vec<Example>> {
    let jackknife = section(folder, JACKKNIFE)?;
    let mut pairs = jackknife.chunks_exact(2);
    for sentence in &mut train {
        for tags in &mut sentence.tags {
            let pair = pairs.next().and_then(|pair| Some((Xpos::numbered(pair[0])?, Upos::numbered(pair[1])?)));
            *tags = pair.context("the jackknifed tags are of other sentences")?;
        }
    }
    ensure!(pairs.next().is_none(), "the jackknifed tags are of other sentences");
    Ok(train)
}

/// Both models while they learn.
pub(crate) struct Trainer {
    actions: Three,
    relations: Many,
    explore: f64,
}

impl Trainer {
    /// Trains on `sentences`.
    pub(crate) fn train(sentences: &[&Example], epochs: u32, seed: u64, explore: f64) -> Self {
        let mut order = sentences.to_vec();
        let mut random = Random(seed);
        let mut trainer = Self { actions: Three::new(), relations: Many::new(Deprel::ALL.len()), explore: 0.0 };
        for epoch in 0..epochs {
            random.shuffle(&mut order);
            trainer.explore = if epoch == 0 { 0.0 } else { explore };
            let (mut right, mut all) = (0, 0);
            for sentence in &order {
                right += trainer.learn(sentence, &mut random);
                all += sentence.words.len();
            }
            eprintln!("epoch {epoch}: {:.2} arcs right while learning", 100.0 * right as f64 / all as f64);
        }
        trainer
    }

    /// Settles on the averages: no more learning after this.
    pub(crate) fn averaged(mut self) -> Self {
        self.actions.average();
        self.relations.average();
        self
    }

    /// Heads and relations by word; the entries of word 0 are idle.
    pub(crate) fn parse(&self, sentence: &Example) -> (Vec<u32>, Vec<u8>) {
        let mut nodes: Vec<Node> = Vec::new();
        syntax::nodes(&sentence.words, &sentence.tags, &mut nodes);
        let mut state = State::default();
        state.begin(sentence.words.len() as u32);
        let mut features = Features::default();
        while !state.done() {
            let mut action = if state.stack.is_empty() { Action::Shift } else { Action::Right };
            if !state.stack.is_empty() && state.next <= state.words {
                action_features(&state, &nodes, &mut features);
                let scores = self.actions.score(features.all());
                let legal = Action::ALL.into_iter().filter(|action| state.legal(*action));
                let best = legal.max_by(|a, b| scores[*a as usize].total_cmp(&scores[*b as usize]));
                action = best.unwrap_or(Action::Shift);
            }
            let relation = state.arc(action).map_or(0, |(head, dependent)| {
                relation_features(&state, &nodes, head, dependent, &mut features);
                best(&self.relations.score(features.all()), Deprel::ALL.len(), !(1 << Deprel::Root as u64)) as u8
            });
            state.take(action, relation);
        }
        (state.heads, state.relations)
    }

    /// Parses a sentence and learns from what goes wrong; gives the number of right heads.
    fn learn(&mut self, sentence: &Example, random: &mut Random) -> usize {
        let gold = Gold::new(&sentence.heads);
        let mut nodes: Vec<Node> = Vec::new();
        syntax::nodes(&sentence.words, &sentence.tags, &mut nodes);
        let mut state = State::default();
        state.begin(sentence.words.len() as u32);
        let mut features = Features::default();
        while !state.done() {
            let mut action = if state.stack.is_empty() { Action::Shift } else { Action::Right };
            if !state.stack.is_empty() && state.next <= state.words {
                action_features(&state, &nodes, &mut features);
                action = self.transition(&state, &gold, features.all(), random);
            }
            let mut relation = 0;
            if let Some((head, dependent)) = state.arc(action) {
                relation_features(&state, &nodes, head, dependent, &mut features);
                relation = best(&self.relations.score(features.all()), Deprel::ALL.len(), !(1 << Deprel::Root as u64));
                if sentence.heads[dependent as usize] == head {
                    let right = usize::from(sentence.relations[dependent as usize]);
                    self.relations.tick();
                    if relation != right {
                        self.relations.correct(features.all(), right, relation, 1.0);
                    }
                }
            }
            state.take(action, relation as u8);
        }
        (1..state.heads.len()).filter(|word| state.heads[*word] == sentence.heads[*word]).count()
    }

    fn transition(&mut self, state: &State, gold: &Gold, features: &[u64], random: &mut Random) -> Action {
        let scores = self.actions.score(features);
        let costs = Action::ALL.map(|action| if state.legal(action) { gold.cost(state, action) } else { u32::MAX });
        let least = costs.into_iter().min().unwrap_or(0);
        let (mut guess, mut right) = ((f32::NEG_INFINITY, 0), (f32::NEG_INFINITY, 0));
        for (action, (score, cost)) in scores.into_iter().zip(costs).enumerate() {
            if cost != u32::MAX && score > guess.0 {
                guess = (score, action);
            }
            if cost == least && score > right.0 {
                right = (score, action);
            }
        }
        self.actions.tick();
        if costs[guess.1] == least {
            return Action::ALL[guess.1];
        }
        self.actions.add(features, right.1, 1.0);
        self.actions.add(features, guess.1, -1.0);
        Action::ALL[if random.chance(self.explore) { guess.1 } else { right.1 }]
    }
}
