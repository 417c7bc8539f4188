//! Which verbs keep the like company in the news: as subjects, objects, behind prepositions, and which verbs beside them.

use rustc_hash::FxHashMap;
use sayso_language::{Analysis, Deprel, Upos, Words};
use std::collections::BTreeMap;

/// How often company must be met.
const COMPANY: u32 = 4;
/// How many verbs are asked for what a verb is like.
const NEAREST: usize = 16;

/// Counts of verbs and of their company.
pub(super) struct Company {
    verbs: FxHashMap<String, u32>,
    company: FxHashMap<String, u32>,
    counts: FxHashMap<(u32, u32), u32>,
    clusters: Words<'static>,
}

/// How alike verbs are.
pub(super) struct Kin {
    verbs: Vec<String>,
    numbers: BTreeMap<String, usize>,
    alike: Vec<Vec<(usize, f32)>>,
}

impl Company {
    pub(super) fn new(clusters: Words<'static>) -> Self {
        Self { verbs: FxHashMap::default(), company: FxHashMap::default(), counts: FxHashMap::default(), clusters }
    }

    /// Counts the verbs of an article.
    pub(super) fn add(&mut self, text: &str, analysis: &Analysis) {
        for at in 0..analysis.len() {
            let lemma = analysis.lemma(at);
            let plain = lemma.len() >= 3 && lemma.bytes().all(|b| b.is_ascii_lowercase());
            if analysis.token(at).upos != Upos::Verb || !plain {
                continue;
            }
            let verb = number(&mut self.verbs, lemma);
            let above = analysis.token(at).head;
            let beside = matches!(analysis.token(at).deprel, Deprel::Conj | Deprel::Advcl);
            if beside && above != at && analysis.token(above).upos == Upos::Verb {
                self.meet(verb, &format!("below {}", analysis.lemma(above)));
            }
            for &child in analysis.children(at).iter().take(20) {
                let token = analysis.token(child);
                let named = token.upos == Upos::Propn || token.upos == Upos::Pron;
                let cluster = self.clusters.clusters(analysis.form(text, child));
                let (place, phrase) = match token.deprel {
                    Deprel::Nsubj | Deprel::OblAgent => ("by", true),
                    Deprel::Obj | Deprel::NsubjPass => ("upon", true),
                    Deprel::CompoundPrt => {
                        self.meet(verb, &format!("particle {}", analysis.lemma(child)));
                        continue;
                    }
                    Deprel::Ccomp | Deprel::Xcomp => ("complement", false),
                    Deprel::Conj | Deprel::Advcl if token.upos == Upos::Verb => {
                        self.meet(verb, &format!("beside {}", analysis.lemma(child)));
                        continue;
                    }
                    Deprel::Obl => match analysis.child(child, Deprel::Case) {
                        Some(case) => {
                            let case = analysis.lemma(case);
                            self.meet(verb, case);
                            self.meet(verb, &format!("{case} {}", cluster.middle));
                            continue;
                        }
                        None => continue,
                    },
                    _ => continue,
                };
                if phrase {
                    self.meet(verb, &format!("{place} cluster {}", cluster.fine));
                    if !named {
                        self.meet(verb, &format!("{place} {}", analysis.lemma(child)));
                    }
                } else {
                    self.meet(verb, place);
                }
            }
        }
    }

    fn meet(&mut self, verb: u32, company: &str) {
        let company = number(&mut self.company, company);
        *self.counts.entry((verb, company)).or_default() += 1;
    }

    /// How alike the verbs are that were met so often: the cosine of their company, each counted by how much oftener than
    /// by chance it is met (positive pointwise mutual information).
    pub(super) fn kin(&self, count: u32) -> Kin {
        let (mut of_verb, mut of_company) = (vec![0_u32; self.verbs.len()], vec![0_u32; self.company.len()]);
        let mut counts: Vec<(&(u32, u32), &u32)> = self.counts.iter().collect();
        counts.sort_unstable();
        for ((verb, company), n) in &counts {
            of_verb[*verb as usize] += **n;
            of_company[*company as usize] += **n;
        }
        let mut verbs: Vec<(&String, u32)> = self.verbs.iter().map(|(verb, at)| (verb, *at)).collect();
        verbs.retain(|(_, at)| of_verb[*at as usize] >= count);
        verbs.sort();
        let place: FxHashMap<u32, usize> = verbs.iter().enumerate().map(|(at, (_, number))| (*number, at)).collect();
        // The commonest company tells least; what is rare is smoothed by a power below one (Levy et al. 2015).
        let smooth: f64 = of_company.iter().map(|n| f64::from(*n).powf(0.75)).sum();
        let mut rows: Vec<(u32, usize, f32)> = Vec::new();
        for ((verb, company), n) in counts {
            let (Some(&at), true) = (place.get(verb), of_company[*company as usize] >= COMPANY) else { continue };
            let expected =
                f64::from(of_company[*company as usize]).powf(0.75) / smooth * f64::from(of_verb[*verb as usize]);
            let more = (f64::from(*n) / expected).ln();
            if more > 0.0 {
                rows.push((*company, at, more as f32));
            }
        }
        rows.sort_by_key(|row| (row.0, row.1));
        let many = verbs.len();
        let mut lengths = vec![0.0_f32; many];
        let mut products = vec![0.0_f32; many * many];
        for here in rows.chunk_by(|a, b| a.0 == b.0) {
            for (_, one, weight) in here {
                lengths[*one] += weight * weight;
                let line = &mut products[one * many..][..many];
                for (_, other, other_weight) in here {
                    line[*other] += weight * other_weight;
                }
            }
        }
        let alike = (0..many).map(|one| {
            let line = products[one * many..][..many].iter().enumerate();
            let mut near: Vec<(usize, f32)> = line
                .filter(|(other, product)| *other != one && **product > 0.0)
                .map(|(other, product)| (other, product / (lengths[one] * lengths[other]).sqrt()))
                .collect();
            near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            near.truncate(200);
            near
        });
        let alike = alike.collect();
        let verbs: Vec<String> = verbs.into_iter().map(|(verb, _)| verb.clone()).collect();
        let numbers = verbs.iter().cloned().enumerate().map(|(at, verb)| (verb, at)).collect();
        Kin { verbs, numbers, alike }
    }
}

impl Kin {
    pub(super) fn verbs(&self) -> impl Iterator<Item = &str> {
        self.verbs.iter().map(String::as_str)
    }

    /// The verbs that are most like one, of those that `wanted` takes.
    pub(super) fn nearest<'k>(&'k self, verb: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<(&'k str, f32)> {
        let near = self.numbers.get(verb).map_or(&[][..], |at| &self.alike[*at]);
        let near = near.iter().map(|(other, alike)| (self.verbs[*other].as_str(), *alike));
        near.filter(|(other, _)| wanted(other)).take(NEAREST).collect()
    }
}

fn number(numbers: &mut FxHashMap<String, u32>, word: &str) -> u32 {
    if let Some(known) = numbers.get(word) {
        return *known;
    }
    let new = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    numbers.insert(word.to_owned(), new);
    new
}
