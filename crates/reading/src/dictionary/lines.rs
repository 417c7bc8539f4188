//! The lines of a dictionary without their comments, and the brackets in them.
//!
//! PETRARCH comments after `#` and between `<!--` and `-->`, TABARI after `;`. TABARI's files have parts between tags
//! such as `<NOUN>` that its own finder of sentence parts needs; a tagger does that work here, and they are passed over.

/// A line that says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'t> {
    /// Its number, from 1.
    pub(super) number: usize,
    /// Without comment, trimmed.
    pub(super) text: &'t str,
}

/// The lines that say something.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut within_comment = false;
    let mut passed_over: Option<&str> = None;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("~~") {
            break; // TABARI's mark of the end.
        }
        if within_comment || line.starts_with("<!") {
            within_comment = !line.ends_with("-->");
            continue;
        }
        if let Some(section) = passed_over {
            if line.strip_prefix("</").and_then(|l| l.strip_suffix('>')) == Some(section) {
                passed_over = None;
            }
            continue;
        }
        if let Some(tag) = line.strip_prefix('<').and_then(|l| l.strip_suffix('>')) {
            passed_over = Some(tag).filter(|tag| matches!(*tag, "NOUN" | "ADJECTIVE" | "TIME" | "OPTIONS"));
            continue;
        }
        let text = without_comment(line);
        if !text.is_empty() {
            found.push(Line { number: at + 1, text });
        }
    }
    found
}

/// Whether a file comments as TABARI does: its words are stems unless a `_` closes them.
pub(super) fn is_tabari(text: &str) -> bool {
    let semicolon = text.lines().filter(|l| !l.trim_start().starts_with('#')).any(|line| {
        let rest = line.get(without_comment(line.trim()).len()..).unwrap_or_default().trim_start();
        rest.starts_with(';') || rest.trim_start_matches([']', ' ', '\t']).starts_with(';')
    });
    semicolon || ["<NOUN>", "<SYNSETS>", "<TIME>", "<ADJECTIVE>"].iter().any(|tag| text.contains(tag))
}

/// The line up to a `#` or `;` outside brackets.
fn without_comment(line: &str) -> &str {
    let mut depth = 0_u32;
    let end = line.char_indices().find(|(_, c)| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, '#' | ';')
    });
    line.get(..end.map_or(line.len(), |(at, _)| at)).unwrap_or(line).trim()
}

/// The text before the first `[`, and what stands in each pair of brackets; what is wrong where one is not closed.
pub(super) fn brackets(text: &str) -> Result<(&str, Vec<&str>), String> {
    let Some((before, mut rest)) = text.split_once('[') else { return Ok((text.trim(), Vec::new())) };
    let mut inside = Vec::new();
    loop {
        let (code, after) = rest.split_once(']').ok_or("a `[` without its `]`")?;
        inside.push(code.trim());
        match after.split_once('[') {
            Some((_, next)) => rest = next,
            None => return Ok((before.trim(), inside)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_both_programs_are_left_out() {
        let text = "# head\n<!-- two\nlines -->\nFERRY [BOA] # who\nNOBODY [###] ; none\n\n<NOUN>\nSHEEP\n</NOUN>\nEND [X]\n~~FINISH\nnotes";
        let found: Vec<(usize, &str)> = lines(text).iter().map(|l| (l.number, l.text)).collect();
        assert_eq!(found, [(4, "FERRY [BOA]"), (5, "NOBODY [###]"), (10, "END [X]")]);
        assert!(is_tabari(text));
        assert!(!is_tabari("FERRY [BOA] # who; why\n"));
    }

    #[test]
    fn an_open_bracket_is_told() {
        assert_eq!(brackets("A [B] [C <990101]"), Ok(("A", vec!["B", "C <990101"])));
        assert!(brackets("A [B").is_err());
    }
}
