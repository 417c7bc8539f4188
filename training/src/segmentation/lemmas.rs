//! `train-lemmas`: what the rules get wrong, learned from the treebanks and from the news.
//!
//! The treebanks give lemmas outright. The news give evidence for words that the treebanks lack: of `rat`, `rate` and
//! `ratt`, which is the lemma of `rated`, is the one that stands after `to`, `will`, `cannot`; of `axe` and `ax` the one
//! that stands after `a`. And a word that hardly ever comes without its capital keeps it (`Peruvian`).

use super::documents;
use anyhow::Result;
use rustc_hash::FxHashMap;
use sayso_language::Xpos;
use sayso_language::lemma::{Lemmas, pack};
use sayso_language::segment::{Segmented, Segmenter};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Learn exceptions to the rules of inflection.
#[derive(clap::Args)]
pub(crate) struct Train {
    /// The folder with `data/treebank` and `data/news`.
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Where to write the section.
    #[arg(long, default_value = "target/models/lemmas")]
    out: PathBuf,
    /// Learn from the treebanks alone.
    #[arg(long)]
    treebanks_only: bool,
}

/// How often a word, in lower case, was seen in the news.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    /// In lower case.
    small: u32,
    /// With a capital, not at the begin of a sentence.
    capital: u32,
    /// All in capitals.
    shouted: u32,
    /// After `to` or a modal.
    infinitive: u32,
    /// After `a`, `an`, `one`, `this`.
    singular: u32,
}

/// The evidence must be this many times stronger than for the rule's choice.
const STRONGER: u32 = 4;
/// Words rarer than this in the news are left to the rules.
const RAREST: u32 = 4;

pub(crate) fn train(options: &Train) -> Result<()> {
    let rules = Lemmas::default();
    let mut learned: BTreeMap<(String, Xpos), String> = BTreeMap::new();
    if !options.treebanks_only {
        from_news(&count_news(options)?, &rules, &mut learned);
    }
    eprintln!("{} from the news", learned.len());
    from_treebanks(options, &rules, &mut learned)?;
    let exceptions: Vec<_> = learned.into_iter().map(|((form, xpos), lemma)| (form, xpos, lemma)).collect();
    let section = pack(&exceptions);
    eprintln!("{} exceptions, {} bytes", exceptions.len(), section.len());
    std::fs::write(&options.out, section)?;
    Ok(())
}

fn lemma_of(rules: &Lemmas, form: &str, xpos: Xpos) -> String {
    let mut lemma = String::new();
    rules.lemma(form, xpos, &mut lemma);
    lemma
}

/// The majority's lemma of every form and tag on which the rules fail.
fn from_treebanks(options: &Train, rules: &Lemmas, learned: &mut BTreeMap<(String, Xpos), String>) -> Result<()> {
    let mut counts: BTreeMap<(String, Xpos), BTreeMap<String, (u32, u32)>> = BTreeMap::new();
    for part in ["ewt-train", "gum-train"] {
        for document in documents::read(&options.shared.join(format!("data/treebank/{part}.conllu.gz")))? {
            for word in &document.words {
                let form = word.span.of(&document.text);
                if word.lemma == "_" || matches!(word.xpos, Xpos::Gw | Xpos::Add | Xpos::Xx | Xpos::Nfp) {
                    continue;
                }
                let right = lemma_of(rules, form, word.xpos) == word.lemma;
                let key = (form.to_lowercase().replace(['’', '‘'], "'"), word.xpos);
                let count = counts.entry(key).or_default().entry(word.lemma.clone()).or_default();
                count.0 += 1;
                count.1 += u32::from(right);
            }
        }
    }
    for (key, lemmas) in counts {
        let right: u32 = lemmas.values().map(|(_, right)| right).sum();
        let Some((lemma, (best, _))) =
            lemmas.into_iter().max_by_key(|(lemma, (n, _))| (*n, std::cmp::Reverse(lemma.clone())))
        else {
            continue;
        };
        if best > right && credible(&key.0, key.1, &lemma, best) {
            learned.insert(key, lemma);
        } else {
            learned.remove(&key);
        }
    }
    Ok(())
}

/// A slip of the pen, or of the annotator, is no rule: what was seen but once must look like an inflection, and what
/// shares no letter with its lemma must be common. Names keep their form but for months, days and acronyms.
fn credible(form: &str, xpos: Xpos, lemma: &str, seen: u32) -> bool {
    let shared = form.chars().zip(lemma.to_lowercase().chars()).take_while(|(a, b)| a == b).count();
    let acronym = lemma.len() > 3 && lemma.bytes().all(|b| b.is_ascii_uppercase());
    match xpos {
        Xpos::Nnp => acronym || seen > 1 && form.len() < 6 && lemma.len() > form.trim_end_matches('.').len(),
        _ if shared == 0 => seen > 3 || form.starts_with('\''),
        _ => seen > 1 || shared + 2 >= lemma.len(),
    }
}

fn count_news(options: &Train) -> Result<FxHashMap<String, Seen>> {
    let segmenter = Segmenter::english();
    let mut seen: FxHashMap<String, Seen> = FxHashMap::default();
    let mut out = Segmented::default();
    for file in crate::pool::files(&options.shared)? {
        if file.ends_with("whbrief.jsonl.xz") {
            continue; // speakers' names in capitals would pass for acronyms
        }
        crate::pool::articles(&file, |article| {
            segmenter.segment(&article.text, &mut out);
            for sentence in &out.sentences {
                let mut before = "";
                for token in sentence.tokens.iter() {
                    let form = out.form(&article.text, token);
                    if form.len() > 1 && form.len() < 24 && form.bytes().all(|b| b.is_ascii_alphabetic()) {
                        count(&mut seen, form, before);
                    }
                    before = form;
                }
            }
        })?;
    }
    seen.retain(|_, seen| seen.small + seen.capital + seen.shouted >= RAREST);
    Ok(seen)
}

fn count(seen: &mut FxHashMap<String, Seen>, form: &str, before: &str) {
    let small = form.bytes().all(|b| b.is_ascii_lowercase());
    if small {
        // No allocation for a word known already.
        let entry = match seen.get_mut(form) {
            Some(entry) => entry,
            None => seen.entry(form.to_owned()).or_default(),
        };
        entry.small += 1;
        entry.infinitive += u32::from(matches!(
            before,
            "to" | "will"
                | "would"
                | "can"
                | "could"
                | "may"
                | "might"
                | "must"
                | "should"
                | "n't"
                | "not"
                | "did"
                | "does"
                | "do"
        ));
        entry.singular += u32::from(matches!(before, "a" | "an" | "one" | "this" | "each" | "every" | "another"));
    } else if !before.is_empty() && !matches!(before, "\"" | "“" | "'" | "‘" | ":" | "(") {
        let shouted = form.bytes().all(|b| b.is_ascii_uppercase());
        let entry = seen.entry(form.to_ascii_lowercase()).or_default();
        entry.shouted += u32::from(shouted);
        entry.capital += u32::from(!shouted);
    }
}

fn from_news(seen: &FxHashMap<String, Seen>, rules: &Lemmas, learned: &mut BTreeMap<(String, Xpos), String>) {
    let words: BTreeMap<&String, &Seen> = seen.iter().collect();
    for (word, counts) in words {
        let total = counts.small + counts.capital + counts.shouted;
        // Adjectives of peoples and places.
        let adjective = ["an", "ese", "ish"].iter().any(|end| word.ends_with(end))
            || counts.capital >= 100 && ["i", "ch", "ic"].iter().any(|end| word.ends_with(end));
        if adjective && counts.capital >= 8 && counts.small * 20 < counts.capital {
            learned.insert((word.clone(), Xpos::Jj), capitalised(word));
        }
        if word.len() >= 6 && counts.shouted >= 8 && counts.shouted > 3 * (counts.capital + counts.small) {
            learned.insert((word.clone(), Xpos::Nnp), word.to_ascii_uppercase());
        }
        if counts.small * 2 < total {
            continue;
        }
        for (ending, tags) in
            [("ed", &[Xpos::Vbd, Xpos::Vbn][..]), ("ing", &[Xpos::Vbg]), ("s", &[Xpos::Vbz]), ("s", &[Xpos::Nns])]
        {
            let Some(stem) =
                word.strip_suffix(ending).filter(|stem| stem.len() > 2 && stem.bytes().any(|b| b"aeiouy".contains(&b)))
            else {
                continue;
            };
            let noun = tags == [Xpos::Nns];
            let evidence =
                |lemma: &str| seen.get(lemma).map_or(0, |seen| if noun { seen.singular } else { seen.infinitive });
            let chosen = lemma_of(rules, word, tags[0]);
            let best = candidates(stem, ending).into_iter().map(|lemma| (evidence(&lemma), lemma)).max();
            if let Some((strength, lemma)) = best
                && lemma != chosen
                && strength >= RAREST
                && strength > STRONGER * evidence(&chosen)
            {
                for tag in tags {
                    learned.insert((word.clone(), *tag), lemma.clone());
                }
            }
        }
    }
}

/// Words of which `stem` and `ending` may be an inflection, by the rules of spelling: `-es` is an ending only after
/// sibilants and `o`, and a short stem would have doubled its consonant (`striped` is not of `strip`).
fn candidates(stem: &str, ending: &str) -> Vec<String> {
    let mut lemmas = Vec::new();
    let cut = |end: &str, instead: &str| stem.strip_suffix(end).map(|stem| format!("{stem}{instead}"));
    if ending == "s" {
        lemmas.push(stem.to_owned());
        lemmas.extend(
            [cut("ie", "y"), cut("ve", "f"), cut("ve", "fe"), cut("se", "sis"), cut("ze", "")].into_iter().flatten(),
        );
        if ["se", "xe", "ze", "che", "she", "oe"].iter().any(|end| stem.ends_with(end)) {
            lemmas.extend(cut("e", ""));
        }
    } else {
        lemmas.push(format!("{stem}e"));
        lemmas.extend([cut("i", "y"), cut("y", "ie"), cut("ck", "c")].into_iter().flatten());
        let vowel = |b: &u8| b"aeiou".contains(b);
        let bytes = stem.as_bytes();
        let vowels = bytes.iter().filter(|b| vowel(b)).count();
        match bytes {
            [.., a, b] if a == b => lemmas.extend([stem.to_owned(), stem[..stem.len() - 1].to_owned()]),
            [.., a, b] if vowels == 1 && vowel(a) && !b"wxy".contains(b) => {}
            _ => lemmas.push(stem.to_owned()),
        }
    }
    lemmas.retain(|lemma| lemma.len() > 1);
    lemmas
}

fn capitalised(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}
