//! Whether a text is English: by its function words, else by the letters it is made of.

/// Letters that a text must have before its language can be told.
const ENOUGH: usize = 120;

/// Bytes of a text that are looked at.
const LOOKED_AT: usize = 3000;

/// Words that every English text is full of and other languages hardly have.
const FUNCTION_WORDS: [&str; 16] =
    ["the", "of", "and", "to", "that", "is", "was", "for", "with", "by", "said", "his", "has", "from", "be", "are"];

/// The name of the text's language, where it is surely another one than English.
pub(crate) fn other_than_english(text: &str) -> Option<&'static str> {
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    let (mut words, mut english, mut letters) = (0usize, 0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        words += 1;
        letters += word.len();
        english += usize::from(FUNCTION_WORDS.iter().any(|known| known.eq_ignore_ascii_case(word)));
    }
    if letters < ENOUGH || english * 8 > words {
        return None;
    }
    let told = whatlang::detect(text)?;
    let certain = told.is_reliable() || told.script() != whatlang::Script::Latin;
    (told.lang() != whatlang::Lang::Eng && certain && english * 16 < words).then(|| told.lang().eng_name())
}

#[cfg(test)]
mod tests {
    use super::other_than_english;

    #[test]
    fn other_languages_are_named_and_english_is_let_through() {
        let german = "Der Minister sagte am Montag, dass der Hafen wieder geöffnet werde. Die Arbeiter seien zurückgekehrt, und die ersten Schiffe hätten bereits angelegt.";
        assert_eq!(other_than_english(german), Some("German"));
        let russian = "Министр заявил в понедельник, что порт снова открыт. Рабочие вернулись, и первые суда уже пришвартовались.";
        assert_eq!(other_than_english(russian), Some("Russian"));
        let english = "The minister said on Monday that the harbour of Königsberg was open again and that the workers had come back.";
        assert_eq!(other_than_english(english), None);
        // Tables of results have no function words and are no other language.
        assert_eq!(other_than_english(&"Arsenal 2 Chelsea 1 Everton 0 Leeds 3 Fulham 2 ".repeat(8)), None);
        assert_eq!(other_than_english("Kurz."), None);
    }
}
