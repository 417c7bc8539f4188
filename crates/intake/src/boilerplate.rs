//! Lines that are not the article's: pointers to other articles, captions and their credits, cookie notices.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../lexicons/en/boilerplate.tsv");

/// Where a phrase has to stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// At the begin of a line that is no longer than a headline.
    Begin,
    /// It is the line.
    Whole,
    /// At the begin of the line, and a bracket or a colon makes clear what it is.
    Marked,
}

const LONGEST: usize = 300; // bytes; what is longer is prose

/// The phrases, in lower case: by their first byte where they open a line, else as what is looked for in it.
struct Phrases {
    opening: Vec<Vec<(&'static str, Where)>>,
    within: Vec<memchr::memmem::Finder<'static>>,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases { opening: vec![Vec::new(); 256], within: Vec::new() };
    let rows = TABLE.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).skip(1);
    for (phrase, place) in rows.filter_map(|row| row.split_once('\t')) {
        let place = match place.trim() {
            "within" => {
                phrases.within.push(memchr::memmem::Finder::new(phrase));
                continue;
            }
            "whole" => Where::Whole,
            "marked" => Where::Marked,
            _ => Where::Begin,
        };
        let first = phrase.bytes().next().unwrap_or_default();
        phrases.opening[usize::from(first)].push((phrase, place));
    }
    phrases
});

/// Takes such lines out of `text`.
pub(crate) fn remove(text: &mut String) {
    if !text.lines().any(is_boilerplate) {
        return;
    }
    let mut kept = String::with_capacity(text.len());
    let mut dropped = false;
    for line in text.split_inclusive('\n') {
        if is_boilerplate(line) {
            dropped = true;
        } else if dropped && line.trim().is_empty() && (kept.is_empty() || kept.ends_with("\n\n")) {
            // The empty line behind it goes with it.
        } else {
            kept.push_str(line);
            dropped = false;
        }
    }
    let end = kept.trim_end().len();
    kept.truncate(end);
    *text = kept;
}

/// Whether a line is none of the article's.
pub(crate) fn is_boilerplate(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > LONGEST {
        return false;
    }
    let bare = line.trim_start_matches(['(', '[', '*', '•', '»', '>', '-', '–', '—', ' ', '|', '+']);
    let opened = bare.len() < line.len() && line.starts_with(['(', '[']);
    let begins = |phrase: &str| bare.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase));
    let first = bare.bytes().next().unwrap_or_default().to_ascii_lowercase();
    let opens = |(phrase, place): &(&str, Where)| {
        begins(phrase)
            && match place {
                Where::Whole => bare[phrase.len()..].chars().all(|c| !c.is_alphanumeric()),
                Where::Marked => opened || bare[phrase.len()..].trim_start().starts_with(':'),
                Where::Begin => !bare[phrase.len()..].starts_with(char::is_alphanumeric),
            }
    };
    if PHRASES.opening[usize::from(first)].iter().any(opens) {
        return true;
    }
    let mut lower = [0u8; LONGEST];
    let lower = &mut lower[..line.len()];
    lower.copy_from_slice(line.as_bytes());
    lower.make_ascii_lowercase();
    PHRASES.within.iter().any(|phrase| phrase.find(lower).is_some())
}

#[cfg(test)]
mod tests {
    use super::remove;

    fn cleaned(text: &str) -> String {
        let mut text = text.to_owned();
        remove(&mut text);
        text
    }

    #[test]
    fn pointers_captions_and_notices_leave_the_text() {
        let text = "The port reopened.\n\nRead also: Ships return to Odesa\n\n(Photo by Ann Lee)\n\nIt had been closed.\n\nAdvertisement\n";
        assert_eq!(cleaned(text), "The port reopened.\n\nIt had been closed.");
    }

    #[test]
    fn prose_stays() {
        for prose in [
            "Photo agencies were let in.\nRead the letter, he said.",
            "Advertisement revenue fell by half.",
            "Related companies were fined: three in all.",
        ] {
            assert_eq!(cleaned(prose), prose);
        }
    }
}
