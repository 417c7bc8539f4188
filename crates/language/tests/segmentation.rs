//! What holds of segmentation and quotations for any text at all.

use proptest::prelude::*;
use sayso_language::Quotation;
use sayso_language::quotes::{self, Quotes};
use sayso_language::segment::{Segmented, Segmenter};

fn cut(text: &str) -> (Segmented, Quotes) {
    let (mut segmented, mut quotes) = (Segmented::default(), Quotes::default());
    Segmenter::english().segment(text, &mut segmented);
    quotes::find(text, &segmented, &mut quotes);
    (segmented, quotes)
}

/// Blank, or without width: nothing that a token must cover.
fn nothing_written(c: char) -> bool {
    let invisible = matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_whitespace() || c.is_control() || invisible
}

/// Tokens are pieces of the text in order and leave out only blanks; sentences tile them.
fn check_segments(text: &str, segmented: &Segmented) {
    let mut end = 0;
    for token in &segmented.tokens {
        assert!(token.start >= end && token.end > token.start, "{token:?} after {end}");
        let between = text.get(end as usize..token.start as usize).expect("tokens begin and end between characters");
        assert!(between.chars().all(nothing_written), "{between:?} is in no token");
        assert!(text.get(token.start as usize..token.end as usize).is_some());
        end = token.end;
    }
    assert!(text[end as usize..].chars().all(nothing_written), "the end is in no token");
    assert_eq!(segmented.tokens.len(), segmented.gaps.len());
    let (mut next, mut paragraph) = (0, 0);
    for sentence in &segmented.sentences {
        assert_eq!(sentence.tokens.start, next);
        assert!(!sentence.tokens.is_empty());
        assert!((paragraph..=paragraph + 1).contains(&sentence.paragraph), "paragraphs count up by one");
        (next, paragraph) = (sentence.tokens.end, sentence.paragraph);
    }
    assert_eq!(next as usize, segmented.tokens.len());
}

/// Quotations lie in the text, in order, one within or beside another.
fn check_quotations(segmented: &Segmented, quotes: &Quotes) {
    assert_eq!(quotes.marks.len(), segmented.tokens.len());
    let mut around: Vec<(u32, Quotation)> = Vec::new();
    let mut before = 0;
    for (number, quotation) in (0u32..).zip(&quotes.quotations) {
        let words = quotation.tokens;
        assert!(!words.is_empty() && words.end as usize <= segmented.tokens.len());
        assert!(words.start >= before, "in order of their first word");
        before = words.start;
        assert!(quotation.open.is_none_or(|mark| mark + 1 == words.start));
        assert!(quotation.close.is_none_or(|mark| mark == words.end));
        assert!(quotation.open.is_some() || quotation.close.is_some());
        while around.last().is_some_and(|(_, outer)| outer.tokens.end <= words.start) {
            around.pop();
        }
        if let Some((_, outer)) = around.last() {
            assert!(outer.tokens.covers(words), "{words:?} crosses {:?}", outer.tokens);
        }
        assert_eq!(quotation.within, around.last().map(|(number, _)| *number));
        around.push((number, *quotation));
    }
}

fn check(text: &str) {
    let (segmented, quotes) = cut(text);
    check_segments(text, &segmented);
    check_quotations(&segmented, &quotes);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_is_covered_and_its_quotations_nest(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn text_of_marks_and_words_too(pieces in prop::collection::vec(prop::sample::select(vec![
        "\"", "“", "”", "„", "‘", "’", "'", "«", "»", "''", "``", "(", ")", "[4]", "[...]", ".", "...", "!", "?", ",", ":",
        "-", "–", " ", " ", " ", "\n", "\n\n", "\r\n", "\t", "leaders", "Goa", "we", "said", "6", "1990", "'s", "n't", "don't",
        "U.S.", "Mr.", "Inc.", "cannot", "5km", "$", "US", "a.b@c.org", "http://x.org/", "www.", "é", "e\u{301}", "\u{200b}",
        "👩\u{200d}🚒", "漢字", "@", "#", "/", "&", "_", "ex-", "\0",
    ]), 0..60)) {
        check(&pieces.concat());
    }
}

/// A hundred thousand times the same hostile piece: anything quadratic would take hours here.
#[test]
fn hostile_repetition_takes_linear_time() {
    for piece in [
        "\"", "“", "”", "'", "‘a ", "\"a", "a\" ", "(", "[", "[4", ".", "a.", "A.", "a-", "1-", "1,", "a@", "a.b",
        "a'", "'s", "“a\n", "a”\n", "‘a\n", "\n", "/", "http://", "www.", "a_", "\u{301}", "\u{200d}", "👩", "Mr.",
        "x ", "ex-", "1/", "&A",
    ] {
        check(&piece.repeat(100_000));
        check(&format!("“We {}", piece.repeat(50_000)));
    }
}
