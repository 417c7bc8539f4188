//! Text to paragraphs, sentences and tokens: the first step of the analysis.
//!
//! Tokens follow the practice of the English Universal Dependencies treebanks (EWT, GUM), on which the
//! tagger and the parser are trained: `do|n't`, `Khan|'s`, `can|not`, `well|-|known` but `pre-war`,
//! `$|5|m`, `U.S.`. Nothing is changed, added or skipped: tokens are pieces of the text, in order, and
//! cover all that is not blank. Every step looks at a bounded stretch of text, so time is linear.

mod boundaries;
mod characters;
mod dateline;
mod paragraphs;
mod tables;
mod tokens;
mod words;

use crate::SentenceTokens;
use sayso_record::Span;

/// What stands between a token and the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gap(u8);

impl Gap {
    /// The two touch.
    pub const NONE: Self = Self(0);
    /// Blank space within a line.
    pub const SPACE: Self = Self(1);
    /// One line break.
    pub const LINE: Self = Self(3);
    /// An empty line, or the begin of the text.
    pub const PARAGRAPH: Self = Self(7);

    /// Whether anything blank stands there.
    #[must_use]
    pub fn blank(self) -> bool {
        self.0 != 0
    }

    /// Whether a line ends there.
    #[must_use]
    pub fn line(self) -> bool {
        self.0 & 2 != 0
    }

    /// Whether an empty line stands there.
    #[must_use]
    pub fn paragraph(self) -> bool {
        self.0 & 4 != 0
    }
}

/// A text cut up. Can be used again for the next text, which saves allocations.
#[derive(Clone, Debug, Default)]
pub struct Segmented {
    /// Bytes of each token, in order, without overlap; they cover everything that is not blank.
    pub tokens: Vec<Span>,
    /// What stands before each token.
    pub gaps: Vec<Gap>,
    /// Sentences; they tile the tokens. `root` is the first token for now.
    pub sentences: Vec<SentenceTokens>,
}

impl Segmented {
    /// The characters of token `at` in `text`; empty where there is no such token.
    #[must_use]
    pub fn form<'t>(&self, text: &'t str, at: u32) -> &'t str {
        self.tokens.get(at as usize).map_or("", |span| span.of(text))
    }
}

/// Cuts texts up. Make it once.
#[derive(Clone, Debug)]
pub struct Segmenter {
    words: tables::Words,
}

impl Segmenter {
    /// For English text.
    #[must_use]
    pub fn english() -> Self {
        Self { words: tables::Words::english() }
    }

    /// Cuts `text` up into `out`, whatever it held before. Spans count bytes in 32 bits: what follows
    /// the first 4 GiB is left out.
    pub fn segment(&self, text: &str, out: &mut Segmented) {
        let text = characters::head(text, u32::MAX as usize - 1);
        tokens::cut(text, &self.words, out);
        paragraphs::join_wrapped_lines(text, out);
        boundaries::cut(text, &self.words, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens of `text` joined by spaces, sentences by ` / `.
    fn cut(text: &str) -> String {
        let mut out = Segmented::default();
        Segmenter::english().segment(text, &mut out);
        let sentence = |s: &SentenceTokens| {
            let tokens = &out.tokens[s.tokens.start as usize..s.tokens.end as usize];
            tokens.iter().map(|t| t.of(text)).collect::<Vec<_>>().join(" ")
        };
        out.sentences.iter().map(sentence).collect::<Vec<_>>().join(" / ")
    }

    #[test]
    fn clitics_stand_apart() {
        assert_eq!(cut("They don't know Orlova's plan."), "They do n't know Orlova 's plan .");
        assert_eq!(cut("We cannot say he'll go; it’s late."), "We can not say he 'll go ; it ’s late .");
        assert_eq!(cut("O'Hara won't, the parties' aides said."), "O'Hara wo n't , the parties ' aides said .");
    }

    #[test]
    fn hyphens_split_but_for_affixes_names_and_numbers() {
        assert_eq!(cut("a 24-year-old ex-minister"), "a 24 - year - old ex-minister");
        assert_eq!(cut("UN-backed talks on May 3-4"), "UN - backed talks on May 3 - 4");
        assert_eq!(cut("Moon Jae-in met pro-EU leaders"), "Moon Jae-in met pro-EU leaders");
        assert_eq!(cut("call 555-0199 by 11-20-2000"), "call 555-0199 by 11-20-2000");
    }

    #[test]
    fn figures_lose_their_units_and_signs() {
        assert_eq!(cut("$5m, 12.5% and US$1,200 at 10am"), "$ 5 m , 12.5 % and US$ 1,200 at 10 am");
        assert_eq!(cut("In the 1990s, at 7:30 p.m. on 9/11"), "In the 1990s , at 7:30 p.m. on 9/11");
    }

    #[test]
    fn addresses_stay_whole() {
        let text = "Write to a.b@example.org or see https://example.org/x-y?z=1, he said.";
        assert_eq!(cut(text), "Write to a.b@example.org or see https://example.org/x-y?z=1 , he said .");
        assert_eq!(
            cut("Acme (ACMa.L), Ito (2999.T) and .ABCD fell."),
            "Acme ( ACMa.L ) , Ito ( 2999.T ) and .ABCD fell ."
        );
        assert_eq!(cut("Go to maps.example.org now."), "Go to maps.example.org now .");
        assert_eq!(cut("@mayor wrote on example.com."), "@mayor wrote on example.com .");
    }

    #[test]
    fn stops_of_abbreviations_end_no_sentence() {
        assert_eq!(cut("Gen. Ruiz met U.S. President Gray."), "Gen. Ruiz met U.S. President Gray .");
        assert_eq!(cut("Acme Inc. said J. P. Hale left. He did."), "Acme Inc. said J. P. Hale left . / He did .");
        assert_eq!(cut("It is No. 5. No. That is all."), "It is No. 5 . / No . / That is all .");
        assert_eq!(
            cut("MR. EARNEST: We left the U.S. The talks go on."),
            "MR. EARNEST : We left the U.S. / The talks go on ."
        );
    }

    #[test]
    fn notes_list_numbers_and_quoted_questions_stay_with_their_sentence() {
        assert_eq!(cut("It fell. [4] It rose."), "It fell . [ 4 ] / It rose .");
        assert_eq!(cut("2. The council met."), "2 . The council met .");
        assert_eq!(
            cut("“Why now?” Orlova asked. “Why?” They left."),
            "“ Why now ? ” Orlova asked . / “ Why ? ” / They left ."
        );
        assert_eq!(cut("\"We go.\" he said."), "\" We go . \" he said .");
    }

    #[test]
    fn sentences_end_without_a_space_and_before_small_letters() {
        assert_eq!(cut("It is over.The army left."), "It is over . / The army left .");
        assert_eq!(cut("They invaded Narnia. he was there."), "They invaded Narnia . / he was there .");
    }

    #[test]
    fn no_sentence_is_longer_than_readers_of_pairs_can_bear() {
        let mut out = Segmented::default();
        Segmenter::english().segment(&"and on ".repeat(1000), &mut out);
        assert_eq!(out.sentences.iter().map(|sentence| sentence.tokens.len()).max(), Some(400));
        assert_eq!(out.sentences.last().map(|sentence| sentence.tokens.end), Some(2000));
    }

    #[test]
    fn a_dateline_is_no_part_of_the_sentence_behind_it() {
        for (dateline, rest) in [
            ("KABUL ( Reuters ) -", "Rebels attacked"),
            ("KABUL , April 2 ( AP ) —", "Rebels attacked"),
            ("NEW YORK / LONDON , Jan. 5 , 2011 ( Reuters ) --", "“ We"),
            ("Nairobi , Kenya ( AFP ) –", "Rebels attacked"),
            ("( CNN ) --", "Rebels attacked"),
            ("MOSCOW —", "Rebels attacked"),
            ("Kharkiv , Ukraine CNN —", "Rebels attacked"),
        ] {
            let together =
                format!("A line.\n{dateline} {rest}").replace("( ", "(").replace(" )", ")").replace(" ,", ",");
            assert_eq!(cut(&together), format!("A line . / {dateline} / {rest}"));
        }
        for whole in [
            "NATO — an alliance — met.",
            "SAINT-DENIS fell.",
            "Sweden and NATO — They met .",
            "Bread (white) - Oats",
            "The army left . KABUL - Rebels came .",
            "MOSCOW —",
            "Khan (Imran Khan) left .",
        ] {
            assert!(!cut(whole).contains("- /") && !cut(whole).contains("— /"), "{}", cut(whole));
        }
    }

    #[test]
    fn line_breaks_end_paragraphs_unless_the_text_was_wrapped() {
        assert_eq!(cut("A headline\nThe story begins"), "A headline / The story begins");
        let wrapped = "The minister of foreign affairs said on Monday that\nthe talks would go on.";
        assert_eq!(cut(wrapped), "The minister of foreign affairs said on Monday that the talks would go on .");
    }
}
