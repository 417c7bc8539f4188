//! Words as dictionaries write them and as texts have them, made comparable: capitals, no stops, parted at hyphens.

use crate::Context;
use sayso_language::Tokens;
use std::borrow::Cow;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// In capitals, without stops.
    pub(crate) form: String,
    /// Its dictionary form, in capitals; empty where it is the form.
    pub(crate) lemma: String,
    /// Its token.
    pub(crate) token: u32,
}

impl Word {
    /// Whether the text has it with a capital.
    pub(crate) fn is_capitalised(&self, context: &Context) -> bool {
        context.form(self.token).chars().any(char::is_uppercase)
    }

    /// Whether the text has it all in capitals.
    pub(crate) fn is_capitals(&self, context: &Context) -> bool {
        !context.form(self.token).chars().any(char::is_lowercase)
    }
}

/// The words of `tokens`; a hyphen between two is no word.
pub(crate) fn of_text(context: &Context, tokens: Tokens) -> Vec<Word> {
    let mut words = Vec::with_capacity(tokens.len() as usize);
    for token in tokens.iter() {
        let lemma = context.analysis.lemma(token);
        let form = context.form(token);
        let parts = form.split(['-', '\u{2010}', '\u{2011}']).filter(|p| !p.is_empty());
        for part in parts {
            let form = comparable(part);
            let lemma = if part.len() == lemma.len() || !form.is_empty() { comparable(lemma) } else { String::new() };
            words.push(Word { lemma: if lemma == form { String::new() } else { lemma }, form, token });
        }
    }
    words
}

/// The words of a phrase of a dictionary.
pub(super) fn of_phrase(phrase: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in phrase.split(['_', ' ', '\t', '-']).filter(|w| !w.is_empty()) {
        let word = comparable(word);
        // The tokens of `don't` and `Khan's` are two.
        let cut = match word.len() {
            n if n > 3 && word.ends_with("N'T") => n - 3,
            n if n > 2 && word.ends_with("'S") => n - 2,
            n if n > 1 && word.ends_with('\'') => n - 1,
            _ => word.len(),
        };
        let (first, rest) = word.split_at(cut);
        words.extend([first, rest].into_iter().filter(|w| !w.is_empty()).map(str::to_owned));
    }
    words
}

fn comparable(word: &str) -> String {
    let stops = word.contains('.') && word.chars().any(char::is_alphanumeric);
    let word: Cow<str> = if stops { word.replace('.', "").into() } else { word.into() };
    word.chars().map(|c| if matches!(c, '\u{2019}' | '`') { '\'' } else { c }).flat_map(char::to_uppercase).collect()
}

/// The plural of a noun in capitals.
pub(super) fn plural(noun: &str) -> String {
    let vowel = |c: char| "AEIOU".contains(c);
    match noun {
        n if n.ends_with(['S', 'X', 'Z']) || n.ends_with("CH") || n.ends_with("SH") => format!("{n}ES"),
        n if n.ends_with('Y') && !n.chars().rev().nth(1).is_some_and(vowel) => {
            format!("{}IES", n.trim_end_matches('Y'))
        }
        n if n.ends_with("MAN") => format!("{}EN", &n[..n.len() - 2]),
        n => format!("{n}S"),
    }
}

/// Regular forms of a verb in capitals.
pub(super) fn verb_forms(verb: &str) -> Vec<String> {
    let stem = verb.trim_end_matches('E');
    let ends = |with: &str| verb.ends_with(with);
    let (third, past) = if ends("E") {
        (format!("{verb}S"), format!("{verb}D"))
    } else if ends("Y") && !ends("AY") && !ends("EY") && !ends("OY") {
        let stem = verb.trim_end_matches('Y');
        (format!("{stem}IES"), format!("{stem}IED"))
    } else if ends("S") || ends("X") || ends("CH") || ends("SH") {
        (format!("{verb}ES"), format!("{verb}ED"))
    } else {
        (format!("{verb}S"), format!("{verb}ED"))
    };
    vec![third, past, format!("{stem}ING")]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_become_the_words_that_a_tokenizer_gives() {
        assert_eq!(of_phrase("AL-QAEDA_"), ["AL", "QAEDA"]);
        assert_eq!(of_phrase("U.N._envoy"), ["UN", "ENVOY"]);
        assert_eq!(of_phrase("DON'T MIND"), ["DO", "N'T", "MIND"]);
        assert_eq!(of_phrase("JOURNALISTS'_UNION"), ["JOURNALISTS", "'", "UNION"]);
    }

    #[test]
    fn regular_forms_are_made() {
        assert_eq!(plural("DEPUTY"), "DEPUTIES");
        assert_eq!(plural("CHURCH"), "CHURCHES");
        assert_eq!(plural("POLICEMAN"), "POLICEMEN");
        assert_eq!(verb_forms("DEPLORE"), ["DEPLORES", "DEPLORED", "DEPLORING"]);
        assert_eq!(verb_forms("CARRY"), ["CARRIES", "CARRIED", "CARRYING"]);
    }
}
