//! The words that are clustered, and the text as numbers of words.
//!
//! The first word of a sentence is put into the case it has elsewhere, because its capital says nothing;
//! so is a word in capitals where the rest of the text writes it otherwise (datelines, headlines).

use crate::pool;
use anyhow::Result;
use rustc_hash::FxHashMap;
use std::path::Path;

/// Text for clustering.
pub(crate) struct Corpus {
    /// Words with their counts, the commonest first; numbered from 0.
    pub(crate) words: Vec<(String, u32)>,
    /// The text: numbers of words, or of the stand-ins that follow the words.
    pub(crate) tokens: Vec<u32>,
}

/// Stand-ins for what is no word of the table: the edge of a sentence or paragraph, and rare words by shape.
const STAND_INS: u32 = 5;

#[derive(Clone, Copy, Default)]
struct Count {
    inside: u32,
    start: u32,
}

#[derive(Default)]
struct Reader {
    numbers: FxHashMap<String, u32>,
    forms: Vec<String>,
    counts: Vec<Count>,
    /// Number of the form, the highest bit where it opens a sentence; `u32::MAX` between paragraphs.
    text: Vec<u32>,
    folded: String,
}

const START: u32 = 1 << 31;

impl Reader {
    fn push(&mut self, token: &str, start: bool) {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        folded.extend(token.chars().map(|c| match c {
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            '0'..='9' => '0',
            c => c,
        }));
        let number = match self.numbers.get(folded.as_str()) {
            Some(number) => *number,
            None => {
                let number = self.forms.len() as u32;
                self.numbers.insert(folded.clone(), number);
                self.forms.push(folded.clone());
                self.counts.push(Count::default());
                number
            }
        };
        self.folded = folded;
        let count = &mut self.counts[number as usize];
        if start {
            count.start += 1;
            self.text.push(number | START);
        } else {
            count.inside += 1;
            self.text.push(number);
        }
    }

    fn edge(&mut self) {
        self.text.push(u32::MAX);
    }

    fn inside(&self, form: &str) -> u32 {
        self.numbers.get(form).map_or(0, |n| self.counts[*n as usize].inside)
    }

    /// For each form the form that it is read as at the start of a sentence, and inside one.
    fn true_case(&self) -> Vec<(u32, u32)> {
        let mut read_as = Vec::with_capacity(self.forms.len());
        for (number, form) in self.forms.iter().enumerate() {
            let number = number as u32;
            let inside = self.counts[number as usize].inside;
            let lower = form.to_lowercase();
            let first_upper = form.chars().next().is_some_and(char::is_uppercase);
            let all_upper = form.chars().count() > 1 && form.chars().all(char::is_uppercase);
            if !first_upper {
                read_as.push((number, number));
                continue;
            }
            let mut best = (number, inside);
            let mut at_start = (number, inside);
            if all_upper {
                let mut capitalised = String::new();
                let mut chars = form.chars();
                capitalised.extend(chars.next());
                capitalised.extend(chars.flat_map(char::to_lowercase));
                for other in [&capitalised, &lower] {
                    let count = self.inside(other);
                    if count > best.1 && form.len() > 3 {
                        best = (self.numbers[other.as_str()], count);
                    }
                }
                at_start = best;
            }
            let count = self.inside(&lower);
            if count > at_start.1 {
                at_start = (self.numbers[lower.as_str()], count);
            }
            read_as.push((at_start.0, best.0));
        }
        read_as
    }
}

impl Corpus {
    /// Reads pool, treebanks' train parts and PolNeAR's train part.
    pub(crate) fn read(shared: &Path, most: usize, least: u32) -> Result<Self> {
        let mut reader = Reader::default();
        for name in ["treebank/ewt-train", "treebank/gum-train", "attribution/polnear-train-corenlp"] {
            pool::conllu_forms(&shared.join(format!("data/{name}.conllu.gz")), |sentence| {
                for (at, form) in sentence.iter().enumerate() {
                    reader.push(form, at == 0);
                }
                reader.edge();
            })?;
        }
        for file in pool::files(shared)? {
            pool::articles(&file, |article| {
                for paragraph in article.text.lines() {
                    pool::tokens(paragraph, &mut |token, start| reader.push(token, start));
                    reader.edge();
                }
            })?;
        }
        Ok(Self::number(&reader, most, least))
    }

    fn number(reader: &Reader, most: usize, least: u32) -> Self {
        let read_as = reader.true_case();
        let case = |entry: u32| {
            let (start, inside) = read_as[(entry & !START) as usize];
            if entry & START == 0 { inside } else { start }
        };
        let mut counts = vec![0_u32; reader.forms.len()];
        reader.text.iter().filter(|e| **e != u32::MAX).for_each(|e| counts[case(*e) as usize] += 1);
        let mut order: Vec<u32> = (0..reader.forms.len() as u32).filter(|n| counts[*n as usize] >= least).collect();
        order.sort_by(|a, b| {
            let by_count = counts[*b as usize].cmp(&counts[*a as usize]);
            by_count.then_with(|| reader.forms[*a as usize].cmp(&reader.forms[*b as usize]))
        });
        order.truncate(most);
        let known = order.len() as u32;
        let mut numbers: Vec<u32> = reader.forms.iter().map(|form| known + stand_in(form)).collect();
        for (at, form) in order.iter().enumerate() {
            numbers[*form as usize] = at as u32;
        }
        let mut tokens = Vec::with_capacity(reader.text.len());
        for entry in &reader.text {
            if *entry == u32::MAX {
                tokens.push(known);
            } else {
                if entry & START != 0 && tokens.last().is_some_and(|t| *t != known) {
                    tokens.push(known);
                }
                tokens.push(numbers[case(*entry) as usize]);
            }
        }
        let words = order.iter().map(|n| (reader.forms[*n as usize].clone(), counts[*n as usize])).collect();
        Self { words, tokens }
    }

    /// How many words and stand-ins there are.
    pub(crate) fn units(&self) -> usize {
        self.words.len() + STAND_INS as usize
    }
}

/// Which stand-in a rare form takes; 0 is the edge.
fn stand_in(form: &str) -> u32 {
    let mut chars = form.chars();
    let first = chars.next();
    if !form.chars().any(char::is_alphabetic) {
        4
    } else if first.is_some_and(char::is_uppercase) {
        if form.len() > 1 && chars.all(|c| !c.is_lowercase()) { 2 } else { 1 }
    } else {
        3
    }
}
