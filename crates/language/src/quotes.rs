//! Quotation marks, matched over the whole document.
//!
//! News quotes carelessly: curly marks closed by straight ones, marks forgotten on either side, quotations that run over
//! paragraphs and open each of them anew, apostrophes and inches between. Marks are first classed by what stands
//! beside them (`marks.rs`), then matched on a stack in one pass (`matching.rs`). A quotation whose close
//! is missing ends with its paragraph; one whose opening is missing begins with its sentence.

mod marks;
mod matching;

use crate::Quotation;
use crate::segment::Segmented;

/// What a token does as a quotation mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// No quotation mark: a word, an apostrophe, a sign for feet or inches.
    #[default]
    None,
    /// Opens a quotation, or opens it again at the begin of a paragraph (Penn tag ` `` `).
    Opens,
    /// Closes a quotation (Penn tag `''`).
    Closes,
}

/// The quotations of a text. Can be used again for the next text.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    /// Quotations in order of their first word, outer before inner; well nested.
    pub quotations: Vec<Quotation>,
    /// What each token does.
    pub marks: Vec<Mark>,
}

/// Finds the quotations of `text`, cut up as in `segmented`.
pub fn find(text: &str, segmented: &Segmented, out: &mut Quotes) {
    out.quotations.clear();
    out.marks.clear();
    out.marks.resize(segmented.tokens.len(), Mark::None);
    let mut signs = Vec::new();
    marks::collect(text, segmented, &mut signs);
    if signs.is_empty() {
        return;
    }
    matching::pair(text, segmented, &signs, out);
    nest(&mut out.quotations);
}

/// Puts the quotations in order and says which stands within which.
fn nest(quotations: &mut [Quotation]) {
    quotations.sort_by_key(|q| (q.tokens.start, std::cmp::Reverse(q.tokens.end), q.open));
    let mut open: Vec<(u32, u32)> = Vec::new();
    for (number, quotation) in (0u32..).zip(quotations.iter_mut()) {
        while open.last().is_some_and(|(_, end)| *end <= quotation.tokens.start) {
            open.pop();
        }
        quotation.within = open.last().map(|(number, _)| *number);
        open.push((number, quotation.tokens.end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::Segmenter;

    /// The quoted words, one quotation a line; `~` where a mark is missing, indented where one stands within another.
    fn quoted(text: &str) -> Vec<String> {
        let (mut segmented, mut quotes) = (Segmented::default(), Quotes::default());
        Segmenter::english().segment(text, &mut segmented);
        find(text, &segmented, &mut quotes);
        let line = |q: &Quotation| {
            let words: Vec<_> = q.tokens.iter().map(|t| segmented.form(text, t)).collect();
            let (open, close) = (if q.open.is_none() { "~" } else { "" }, if q.close.is_none() { "~" } else { "" });
            format!("{}{open}{}{close}", if q.within.is_some() { "  " } else { "" }, words.join(" "))
        };
        quotes.quotations.iter().map(line).collect()
    }

    #[test]
    fn marks_of_every_shape_are_matched() {
        assert_eq!(quoted("“We won,” she said. \"Go home.\""), ["We won ,", "Go home ."]);
        assert_eq!(quoted("He called it «a farce» and ``a lie''."), ["a farce", "a lie"]);
        assert_eq!(quoted("“We won,\" she said, and \"they lost.”"), ["We won ,", "they lost ."]);
        assert_eq!(quoted("‘We won,’ she said of the ministers’ vote."), ["We won ,"]);
        assert_eq!(
            quoted("'We won,' she said. 'It's the voters' choice,' he added."),
            ["We won ,", "It 's the voters ' choice ,"]
        );
    }

    #[test]
    fn apostrophes_and_measures_are_no_marks() {
        assert!(quoted("The parties' leaders met in the '90s; rock 'n' roll played.").is_empty());
        assert!(quoted("The pipe is 6\" wide and 5' long.").is_empty());
        assert_eq!(quoted("\"He is 6'2\" tall,\" she said."), ["He is 6 ' 2 \" tall ,"]);
    }

    #[test]
    fn quotations_stand_within_quotations() {
        assert_eq!(quoted("“He told me ‘stop’ and left,” she said."), ["He told me ‘ stop ’ and left ,", "  stop"]);
        assert_eq!(quoted("\"She said 'no' to us.\""), ["She said ' no ' to us .", "  no"]);
        assert_eq!(quoted("\"The \"deal\" is off,\" he said."), ["The \" deal \" is off ,", "  deal"]);
    }

    #[test]
    fn a_missing_opening_mark_is_supplied_at_the_sentence() {
        assert_eq!(
            quoted("Days later they began to press us to call it off,\" the agency quoted him."),
            ["~Days later they began to press us to call it off ,"]
        );
        assert_eq!(
            quoted("A new law came. We must act. We will act now,” she said."),
            ["~We must act . We will act now ,"]
        );
    }

    #[test]
    fn a_missing_closing_mark_is_supplied_at_the_paragraph() {
        assert_eq!(quoted("He said: “We are leaving. It is over.\nShe stayed."), ["We are leaving . It is over .~"]);
        assert_eq!(quoted("“We go, he said. Later he added: “We stay.”"), ["We go , he said .~", "We stay ."]);
    }

    #[test]
    fn long_quotations_open_each_paragraph_again() {
        let text = "She said: “We came.\n“We saw.\n“We left.”\nThen “peace” broke out.";
        assert_eq!(quoted(text), ["We came . “ We saw . “ We left .", "peace"]);
        assert_eq!(quoted("“We came.\nWe saw.”"), ["We came . We saw ."]);
    }
}
