//! Credits at the end of an article: `(With inputs from agencies)`, `Reporting by …; Editing by …`.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../lexicons/en/credits.tsv");
const LONGEST: usize = 600; // bytes; whatever is longer is prose

/// Opening words in lower case, and whether they open a credit only in brackets.
static OPENINGS: LazyLock<Vec<(&str, bool)>> = LazyLock::new(|| {
    let rows = TABLE.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).skip(1);
    rows.filter_map(|row| row.split_once('\t')).map(|(opening, place)| (opening, place.trim() == "bracket")).collect()
});

/// Takes the credits off the end of `text` and gives them in text order, without brackets.
pub(crate) fn take(text: &mut String) -> Vec<String> {
    let mut credits = Vec::new();
    while let Some((start, credit)) = last(text) {
        credits.push(credit);
        text.truncate(text[..start].trim_end().len());
    }
    credits.reverse();
    credits
}

/// Where the credit that ends `text` begins, and its words.
fn last(text: &str) -> Option<(usize, String)> {
    let end = text.trim_end();
    let line_start = end.rfind('\n').map_or(0, |at| at + 1);
    let line = &end[line_start..];
    // Nothing above the line: an article does not consist of credits.
    let alone = !end[..line_start].trim().is_empty();
    if let Some(open) = bracket(line) {
        let inside = line[open + 1..].trim_end_matches(['.', ' ']).strip_suffix([')', ']'])?.trim();
        let before = line[..open].trim();
        if (alone || !before.is_empty()) && opens(inside, true) {
            return Some((line_start + open, inside.to_owned()));
        }
    }
    let words = line.trim().trim_start_matches(['-', '–', '—', '*']).trim_start();
    (alone && opens(words, false)).then(|| (line_start, words.to_owned()))
}

/// The bracket that closes at the end of the line, where it opens.
fn bracket(line: &str) -> Option<usize> {
    let line = line.trim_end_matches(['.', ' ']);
    let (open, close) = match line.chars().next_back()? {
        ')' => ('(', ')'),
        ']' => ('[', ']'),
        _ => return None,
    };
    let mut depth = 0usize;
    for (at, c) in line.char_indices().rev() {
        if c == close {
            depth += 1;
        } else if c == open {
            depth -= 1;
        }
        if depth == 0 {
            return Some(at);
        }
        if line.len() - at > LONGEST {
            return None;
        }
    }
    None
}

fn opens(words: &str, in_brackets: bool) -> bool {
    let begins = |opening: &str| words.get(..opening.len()).is_some_and(|head| head.eq_ignore_ascii_case(opening));
    let ends_word = |opening: &str| !words[opening.len()..].starts_with(char::is_alphanumeric);
    words.len() <= LONGEST
        && OPENINGS.iter().any(|(o, bracket_only)| (in_brackets || !bracket_only) && begins(o) && ends_word(o))
}

#[cfg(test)]
mod tests {
    use super::take;

    fn split(text: &str) -> (String, Vec<String>) {
        let mut text = text.to_owned();
        let credits = take(&mut text);
        (text, credits)
    }

    #[test]
    fn credits_leave_the_text_in_order() {
        let (text, credits) =
            split("The port reopened.\n\n(With inputs from agencies)\nReporting by Ann Lee; Editing by Bo Ray\n");
        assert_eq!(text, "The port reopened.");
        assert_eq!(credits, ["With inputs from agencies", "Reporting by Ann Lee; Editing by Bo Ray"]);
    }

    #[test]
    fn a_credit_may_end_the_last_paragraph() {
        let (text, credits) = split("The port (near Odesa) reopened. (Writing by Ann Lee (Kyiv)).");
        assert_eq!(text, "The port (near Odesa) reopened.");
        assert_eq!(credits, ["Writing by Ann Lee (Kyiv)"]);
    }

    #[test]
    fn prose_stays() {
        for prose in
            ["Reporting by exception is allowed.", "One.\n\nCompiled by hand, the list grew.", "He left (late).", "x)"]
        {
            assert_eq!(split(prose), (prose.to_owned(), Vec::new()));
        }
    }
}
