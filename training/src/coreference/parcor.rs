//! ParCorFull: all coreference of its news, over the mentions that Sayso finds itself.
//!
//! Sayso marks names and role phrases up to their heads; ParCorFull marks whole noun phrases, so mentions are widened
//! to the phrase that the tree gives them before they are compared. Actors mentioned once count on neither side.

use super::clusters::{Conll, Span};
use super::{lines, print};
use sayso_language::{Analysis, Deprel, Language, Tokens, Upos};
use sayso_reading::Lexicons;
use sayso_reading::draft::{Mention, MentionForm};
use sayso_record::Document;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Options of `score-coref`.
#[derive(clap::Args)]
pub(crate) struct ScoreCoref {
    /// The shared folder.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Which genre: news, TED, `DiscoMT`.
    #[arg(long, default_value = "news")]
    genre: String,
    /// Print what was found in each document.
    #[arg(long)]
    show: bool,
}

impl ScoreCoref {
    /// Scores.
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let language = Language::english()?;
        let lexicons = Lexicons::english()?;
        let (mut all, mut people) = (Conll::default(), Conll::default());
        for value in lines(&self.shared.join("data/coref/parcorfull-en.jsonl"))? {
            if value["genre"].as_str() != Some(&self.genre) {
                continue;
            }
            let words: Vec<&str> =
                value["tokens"].as_array().into_iter().flatten().filter_map(|t| t.as_str()).collect();
            let sentences: Vec<u64> =
                value["sent"].as_array().into_iter().flatten().filter_map(|t| t.as_u64()).collect();
            let mut text = String::new();
            let mut starts = Vec::new();
            for (at, word) in words.iter().enumerate() {
                if at > 0 {
                    text.push(if sentences.get(at) == sentences.get(at - 1) { ' ' } else { '\n' });
                }
                starts.push(text.len());
                text.push_str(match *word {
                    "``" | "''" => "\"",
                    "-LRB-" => "(",
                    "-RRB-" => ")",
                    word => word,
                });
            }
            let mut chains: BTreeMap<&str, Vec<(Span, bool)>> = BTreeMap::new();
            for mention in value["mentions"].as_array().into_iter().flatten() {
                let tokens: Vec<usize> = mention["tokens"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|t| t.as_u64())
                    .map(|t| t as usize)
                    .collect();
                let chain = mention["chain"].as_str().unwrap_or("empty");
                let kind = mention["attrs"]["mention"].as_str().unwrap_or_default();
                if let (Some(first), Some(last)) = (tokens.first(), tokens.last())
                    && chain != "empty"
                {
                    let personal =
                        matches!(kind, "np" | "pronoun") && mention["attrs"]["type_of_pronoun"] != "relative";
                    chains.entry(chain).or_default().push(((*first, *last), personal));
                }
            }
            let document = Document { id: "parcor".to_owned(), text: text.clone(), ..Document::default() };
            let analysis = language.analyze(&text);
            let (actors, _) = sayso_reading::choices(&document, &analysis, &lexicons);
            let span = |tokens: Tokens| -> Span {
                let span = analysis.span(tokens);
                let first = starts.partition_point(|s| *s <= span.start as usize).saturating_sub(1);
                let last = starts.partition_point(|s| *s < span.end as usize).saturating_sub(1);
                (first, last)
            };
            let titled = |at: u32| {
                matches!(
                    analysis.form(&text, at),
                    "Mr" | "Mr." | "Mrs" | "Mrs." | "Ms" | "Dr" | "Dr." | "President" | "Sir"
                )
            };
            let mut said: Vec<Vec<Span>> = Vec::new();
            let mut taken = std::collections::HashSet::new();
            for actor in &actors.list {
                let wide = actor.mentions.iter().filter(|m| m.form != MentionForm::Demonym);
                let cluster: Vec<Span> =
                    wide.map(|m| span(widened(&analysis, m, titled))).filter(|s| taken.insert(*s)).collect();
                if cluster.len() > 1 {
                    if self.show {
                        let words = |s: &Span| words[s.0..=s.1.min(words.len() - 1)].join(" ");
                        print(&format!("{}: {:?}", value["id"], cluster.iter().map(words).collect::<Vec<_>>()));
                    }
                    said.push(cluster);
                }
            }
            let clusters = |keep: &dyn Fn(bool) -> bool| -> Vec<Vec<Span>> {
                let kept = chains.values().map(|c| c.iter().filter(|m| keep(m.1)).map(|m| m.0).collect::<Vec<_>>());
                kept.filter(|c| c.len() > 1).collect()
            };
            let gold = clusters(&|_| true);
            if self.show {
                let words = |s: &Span| words[s.0..=s.1].join(" ");
                for cluster in &gold {
                    print(&format!("   gold {:?}", cluster.iter().map(words).collect::<Vec<_>>()));
                }
            }
            all.add(&gold, &said);
            people.add(&clusters(&|personal| personal), &said);
        }
        for (name, sums) in [("all mentions", all), ("noun phrases and personal pronouns", people)] {
            print(&format!("ParCorFull {}, {name}: CoNLL F1 {:.1}", self.genre, sums.mean()));
            for (measure, sums) in [("MUC", sums.muc), ("B3", sums.b_cubed), ("CEAFe", sums.ceaf)] {
                let (p, r, f) = sums.scores();
                print(&format!("  {measure:6} precision {p:.1} recall {r:.1} F1 {f:.1}"));
            }
        }
        Ok(())
    }
}

/// The noun phrase of a mention, without a possessive mark, a relative clause, or what follows a comma.
fn widened(analysis: &Analysis, mention: &Mention, titles: impl Fn(u32) -> bool) -> Tokens {
    if mention.form == MentionForm::Pronoun {
        return mention.tokens;
    }
    let head = mention.head;
    let mut phrase = mention.tokens;
    for &child in analysis.children(head) {
        let below = analysis.subtree(child);
        let part = matches!(
            analysis.token(child).deprel,
            Deprel::Det
                | Deprel::Amod
                | Deprel::Compound
                | Deprel::Nummod
                | Deprel::NmodPoss
                | Deprel::Flat
                | Deprel::NmodDesc
                | Deprel::Nmod
        );
        if part && (child < head || below.start <= phrase.end) {
            phrase = Tokens::new(phrase.start.min(below.start), phrase.end.max(below.end));
        }
    }
    // `Mr Putin`: ParCorFull counts the title in.
    while phrase.start > 0 && titles(phrase.start - 1) {
        phrase.start -= 1;
    }
    while phrase.len() > 1 && analysis.token(phrase.end - 1).upos == Upos::Punct {
        phrase.end -= 1;
    }
    phrase
}
