//! Which tokens are quotation marks, and which way each seems to face.

use crate::segment::Segmented;

/// Marks that can close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// `"…"`, `“…”`, `„…“`, ``…''.
    Double,
    /// `'…'`, `‘…’`, and `’` where it may be an apostrophe.
    Single,
    /// `«…»`, `‹…›`.
    Angle,
}

/// Which way a mark faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facing {
    /// Towards the words after it.
    Opens,
    /// Towards the words before it.
    Closes,
    /// Nothing beside it tells.
    Either,
}

/// A token that may be a quotation mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    pub(super) token: u32,
    pub(super) sentence: u32,
    pub(super) paragraph: u32,
    pub(super) family: Family,
    pub(super) facing: Facing,
    /// A single mark that might as well be an apostrophe: `the parties' leaders`.
    pub(super) apostrophe: bool,
    /// After a figure: feet, inches, minutes, seconds.
    pub(super) measure: bool,
    /// After the comma or stop with which quoted words end.
    pub(super) after_stop: bool,
    /// First in its paragraph.
    pub(super) leads: bool,
    /// `‘`: no apostrophe, by its shape.
    pub(super) curly: bool,
    /// `„`, which `“` closes.
    pub(super) low: bool,
}

/// Collects the marks of a text in order.
pub(super) fn collect(text: &str, segmented: &Segmented, signs: &mut Vec<Sign>) {
    let mut paragraph = None;
    for (number, sentence) in (0u32..).zip(&segmented.sentences) {
        let new = paragraph != Some(sentence.paragraph);
        paragraph = Some(sentence.paragraph);
        for token in sentence.tokens.iter() {
            let form = segmented.form(text, token);
            if form.len() > 6 {
                continue;
            }
            let Some((family, nominal)) = nominal(form) else { continue };
            let view = View::at(text, segmented, token);
            let leads = new && token == sentence.tokens.start;
            let facing = match facing(form, nominal, &view) {
                Facing::Either if leads => Facing::Opens,
                known => known,
            };
            let touches = !view.blank_before;
            signs.push(Sign {
                token,
                sentence: number,
                paragraph: sentence.paragraph,
                family,
                facing,
                apostrophe: touches && matches!(form, "'" | "’") && view.elides && !view.stop_after,
                measure: touches && view.digit_before && matches!(form, "\"" | "''" | "'" | "”" | "’"),
                after_stop: touches && view.stop_before,
                leads,
                curly: form == "‘",
                low: form == "„",
            });
        }
    }
}

/// The family of a mark and the way its shape faces.
fn nominal(form: &str) -> Option<(Family, Facing)> {
    Some(match form {
        "\"" => (Family::Double, Facing::Either),
        "“" | "„" | "``" | "‟" => (Family::Double, Facing::Opens),
        "‘‘" | "‘’" => (Family::Double, Facing::Opens),
        "”" | "''" | "’’" => (Family::Double, Facing::Closes),
        "＂" => (Family::Double, Facing::Either),
        "'" => (Family::Single, Facing::Either),
        "‘" | "`" | "‚" => (Family::Single, Facing::Opens),
        "’" => (Family::Single, Facing::Closes),
        "«" | "‹" => (Family::Angle, Facing::Opens),
        "»" | "›" => (Family::Angle, Facing::Closes),
        _ => return None,
    })
}

/// What stands beside a token.
struct View {
    blank_before: bool,
    blank_after: bool,
    /// After the last letter of a plural or of a word cut short: `leaders'`, `goin'`.
    elides: bool,
    digit_before: bool,
    /// A letter or figure touches the token behind.
    word_after: bool,
    /// Punctuation that ends something touches it behind.
    stop_after: bool,
    /// An opening bracket, a dash or another mark touches it in front.
    opener_before: bool,
    /// Punctuation that ends something touches it in front.
    stop_before: bool,
}

impl View {
    fn at(text: &str, segmented: &Segmented, token: u32) -> Self {
        let gap = |number: u32| segmented.gaps.get(number as usize).is_none_or(|gap| gap.blank());
        let span = segmented.tokens.get(token as usize).copied().unwrap_or_default();
        let before = text.get(..span.start as usize).and_then(|t| t.chars().next_back());
        let after = text.get(span.end as usize..).and_then(|t| t.chars().next());
        let is = |c: Option<char>, test: fn(char) -> bool| c.is_some_and(test);
        Self {
            blank_before: token == 0 || gap(token),
            blank_after: gap(token + 1),
            elides: is(before, |c| matches!(c, 's' | 'S' | 'x' | 'z' | 'n' | 'N')),
            digit_before: is(before, |c| c.is_ascii_digit()),
            word_after: is(after, char::is_alphanumeric),
            stop_after: is(after, |c| matches!(c, '.' | ',' | '!' | '?' | ';' | ':')),
            opener_before: is(before, |c| {
                matches!(c, '(' | '[' | '{' | '-' | '–' | '—' | '/' | '"' | '“' | '‘' | '\'' | '`' | '«')
            }),
            stop_before: is(before, |c| matches!(c, '.' | ',' | '!' | '?' | '…')),
        }
    }
}

/// Blanks and punctuation beside a mark outweigh its shape: `” We` after a blank opens, whoever typed it.
fn facing(form: &str, nominal: Facing, view: &View) -> Facing {
    let free_before = view.blank_before || view.opener_before;
    match nominal {
        Facing::Opens if form != "“" && form != "‘" => Facing::Opens,
        // “ typed for ”, or the German close.
        Facing::Opens if !view.blank_before && view.blank_after && !view.opener_before => Facing::Closes,
        Facing::Opens => Facing::Opens,
        Facing::Closes if form == "»" || form == "›" => Facing::Closes,
        Facing::Closes if view.blank_before && view.word_after && form != "''" => Facing::Opens,
        Facing::Closes => Facing::Closes,
        Facing::Either => {
            let free_after = view.blank_after || !view.word_after;
            match (free_before, free_after) {
                _ if view.blank_before && !view.blank_after => Facing::Opens,
                _ if !view.blank_before && view.blank_after && !view.opener_before => Facing::Closes,
                (true, false) => Facing::Opens,
                (false, true) => Facing::Closes,
                // `said,"We`: a blank was forgotten, on one side or the other.
                _ => Facing::Either,
            }
        }
    }
}
