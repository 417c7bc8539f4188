//! Lemmas: the dictionary form of a word, from its form and Penn tag.
//!
//! Three sources in order: what was learned from the treebanks and the news (the model's section `lemmas`), the
//! irregular words of `lexicons/en/irregular.tsv`, and the rules of English spelling (`rules.rs`). Names keep
//! their case; curly apostrophes become straight, as in the treebanks.

mod learned;
mod rules;

use crate::Xpos;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

pub use learned::pack;

const IRREGULAR: &str = include_str!("../../../lexicons/en/irregular.tsv");

/// What is known of irregular words.
#[derive(Clone, Debug)]
pub struct Lemmas {
    irregular: FxHashMap<(&'static str, Xpos), &'static str>,
    learned: learned::Learned,
}

impl Default for Lemmas {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl Lemmas {
    /// From the section `lemmas` of the model; an empty section leaves the rules alone.
    #[must_use]
    pub fn new(section: impl Into<Cow<'static, [u8]>>) -> Self {
        let mut irregular = FxHashMap::default();
        for row in IRREGULAR.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let mut cells = row.split('\t');
            if let (Some(form), Some(tags), Some(lemma)) = (cells.next(), cells.next(), cells.next()) {
                for tag in tags.split(';').filter_map(Xpos::named) {
                    irregular.insert((form, tag), lemma);
                }
            }
        }
        Self { irregular, learned: learned::Learned::new(section.into()) }
    }

    /// Appends the lemma of `form`, tagged `xpos`, to `out`.
    pub fn lemma(&self, form: &str, xpos: Xpos, out: &mut String) {
        let start = out.len();
        lower(form, out);
        let folded = out.get(start..).unwrap_or("");
        let written = self.irregular.get(&(folded, xpos)).copied();
        // What somebody wrote down of verbs is surer than what was learned, slips of the annotators included; of small
        // words (`'s`, `'d`) the annotated text knows more.
        let surest = written.filter(|_| matches!(xpos, Xpos::Vbd | Xpos::Vbn));
        let learned = if surest.is_none() { self.learned.find(folded, xpos) } else { None };
        if let Some((cut, ending)) = learned {
            out.truncate(cut_at(out, start, cut));
            out.push_str(ending);
        } else if let Some(lemma) = written {
            out.truncate(start);
            out.push_str(lemma);
        } else {
            rules::apply(form, xpos, start, out);
        }
    }
}

/// Where `out` ends when `cut` bytes are taken off, but not before `start` nor within a character.
fn cut_at(out: &str, start: usize, cut: usize) -> usize {
    let end = out.len().saturating_sub(cut).max(start);
    if out.is_char_boundary(end) { end } else { out.len() }
}

/// Appends `form` in lower case with straight apostrophes.
fn lower(form: &str, out: &mut String) {
    let start = out.len();
    if form.is_ascii() {
        out.push_str(form);
        if let Some(new) = out.get_mut(start..) {
            new.make_ascii_lowercase();
        }
    } else {
        out.extend(form.chars().map(straight).flat_map(char::to_lowercase));
    }
}

fn straight(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '`' => '\'',
        '“' | '”' | '„' => '"',
        '–' => '-',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lemma(form: &str, xpos: Xpos) -> String {
        let mut out = String::from("before ");
        Lemmas::default().lemma(form, xpos, &mut out);
        out.split_off("before ".len())
    }

    #[test]
    fn verbs_lose_their_endings() {
        for (form, xpos, wanted) in [
            ("accused", Xpos::Vbd, "accuse"),
            ("denied", Xpos::Vbd, "deny"),
            ("Stopped", Xpos::Vbn, "stop"),
            ("called", Xpos::Vbd, "call"),
            ("controlled", Xpos::Vbn, "control"),
            ("visiting", Xpos::Vbg, "visit"),
            ("invading", Xpos::Vbg, "invade"),
            ("agreed", Xpos::Vbd, "agree"),
            ("dying", Xpos::Vbg, "die"),
            ("threatens", Xpos::Vbz, "threaten"),
            ("pushes", Xpos::Vbz, "push"),
            ("accuses", Xpos::Vbz, "accuse"),
            ("denies", Xpos::Vbz, "deny"),
            ("told", Xpos::Vbd, "tell"),
            ("struck", Xpos::Vbn, "strike"),
            ("changed", Xpos::Vbd, "change"),
            ("banned", Xpos::Vbn, "ban"),
            ("settled", Xpos::Vbn, "settle"),
        ] {
            assert_eq!(lemma(form, xpos), wanted, "{form}");
        }
    }

    #[test]
    fn nouns_become_singular_and_names_keep_their_case() {
        assert_eq!(lemma("Countries", Xpos::Nns), "country");
        assert_eq!(lemma("spokeswomen", Xpos::Nns), "spokeswoman");
        assert_eq!(lemma("crises", Xpos::Nns), "crisis");
        assert_eq!(lemma("churches", Xpos::Nns), "church");
        assert_eq!(lemma("Islands", Xpos::Nnps), "Island");
        assert_eq!(lemma("Moscow", Xpos::Nnp), "Moscow");
        assert_eq!(lemma("1,200", Xpos::Cd), "1200");
    }

    #[test]
    fn clitics_follow_their_tags() {
        assert_eq!(lemma("'s", Xpos::Vbz), "be");
        assert_eq!(lemma("’s", Xpos::Pos), "'s");
        assert_eq!(lemma("n’t", Xpos::Rb), "not");
        assert_eq!(lemma("'ll", Xpos::Md), "will");
        assert_eq!(lemma("ca", Xpos::Md), "can");
    }

    #[test]
    fn degrees_go_back_to_the_positive() {
        assert_eq!(lemma("heavier", Xpos::Jjr), "heavy");
        assert_eq!(lemma("largest", Xpos::Jjs), "large");
        assert_eq!(lemma("biggest", Xpos::Jjs), "big");
        assert_eq!(lemma("strongest", Xpos::Jjs), "strong");
        assert_eq!(lemma("worse", Xpos::Jjr), "bad");
    }

    #[test]
    fn what_was_learned_comes_first() {
        let section = pack(&[("waxed".into(), Xpos::Vbd, "wane".into()), ("xés".into(), Xpos::Nns, "é".into())]);
        let lemmas = Lemmas::new(section);
        let mut out = String::new();
        lemmas.lemma("Waxed", Xpos::Vbd, &mut out);
        lemmas.lemma("Xés", Xpos::Nns, &mut out);
        assert_eq!(out, "waneé");
    }
}
