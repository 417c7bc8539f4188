//! The spelling of English inflection, backwards.
//!
//! In the manner of `morpha` (Minnen, Carroll and Pearce 2001): the ending is cut off, a doubled consonant made single,
//! a silent `e` put back where the stem's last letters ask for one. Where they ask wrongly, the word is learned.

use super::straight;
use crate::Xpos;

/// Turns the lower-case word at `start` of `out` into its lemma; `form` is the word as written.
pub(super) fn apply(form: &str, xpos: Xpos, start: usize, out: &mut String) {
    match xpos {
        Xpos::Vbd | Xpos::Vbn => past(start, out),
        Xpos::Vbg => participle(start, out),
        Xpos::Vbz => third_person(start, out),
        Xpos::Nns => {
            keep_capitals(form, start, out);
            plural(start, out);
        }
        Xpos::Nnps => {
            keep_case(form, start, out);
            plural(start, out);
        }
        Xpos::Jjr | Xpos::Rbr => degree(start, "er", out),
        Xpos::Jjs | Xpos::Rbs => degree(start, "est", out),
        Xpos::Nnp => name(form, start, out),
        Xpos::Nn | Xpos::Jj => keep_capitals(form, start, out),
        Xpos::Cd => figure(form, start, out),
        Xpos::Add | Xpos::Fw | Xpos::Ls | Xpos::Gw | Xpos::Xx | Xpos::Sym | Xpos::Currency | Xpos::Afx => {
            keep_case(form, start, out);
        }
        Xpos::Prp if form == "I" => keep_case(form, start, out),
        _ => {}
    }
}

fn keep_case(form: &str, start: usize, out: &mut String) {
    out.truncate(start);
    out.extend(form.chars().map(straight));
}

/// A short word in capitals is a name by its initials (`TV`, `GDPs`), not a word shouted.
fn keep_capitals(form: &str, start: usize, out: &mut String) {
    let stem = form.strip_suffix('s').unwrap_or(form);
    if (2..=3).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        keep_case(form, start, out);
    }
}

/// A long name in capitals is a headline's or a dateline's, a short one an acronym.
fn name(form: &str, start: usize, out: &mut String) {
    if form.len() < 6 || !form.bytes().all(|b| b.is_ascii_uppercase()) {
        keep_case(form, start, out);
    } else if let Some(first) = out.get_mut(start..start + 1) {
        first.make_ascii_uppercase();
    }
}

/// `1,200` is `1200`.
fn figure(form: &str, start: usize, out: &mut String) {
    if form.contains(',') && form.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.')) {
        out.truncate(start);
        out.extend(form.chars().filter(|c| *c != ','));
    } else if form.bytes().all(|b| b.is_ascii_uppercase()) {
        keep_case(form, start, out); // Roman
    }
}

fn word(out: &str, start: usize) -> &str {
    out.get(start..).unwrap_or("")
}

/// Cuts `ending` off and appends `instead`; whether the word had that ending and a vowel before it.
fn replace(start: usize, ending: &str, instead: &str, out: &mut String) -> bool {
    let found = word(out, start).strip_suffix(ending).is_some_and(|stem| stem.bytes().any(vowel_or_y));
    if found {
        out.truncate(out.len() - ending.len());
        out.push_str(instead);
    }
    found
}

fn past(start: usize, out: &mut String) {
    let word = word(out, start);
    if word.len() == 4 && word.ends_with("ied") || word.ends_with("eed") && !word.ends_with("ceed") {
        out.pop(); // tied, agreed
    } else if !replace(start, "ied", "y", out) && replace(start, "ed", "", out) {
        restore(start, out);
    }
}

fn participle(start: usize, out: &mut String) {
    if replace(start, "ing", "", out) {
        restore(start, out);
    }
}

fn third_person(start: usize, out: &mut String) {
    if out.len() - start > 4 && replace(start, "ies", "y", out) {
        return;
    }
    let word = word(out, start);
    let sibilant = ["sses", "shes", "ches", "xes", "zzes", "oes"].iter().any(|ending| word.ends_with(ending));
    if sibilant {
        out.truncate(out.len() - 2);
    } else if word.len() > 2 && word.ends_with('s') && !word.ends_with("ss") {
        out.pop();
    }
}

fn plural(start: usize, out: &mut String) {
    let word = word(out, start);
    if word.ends_with("'s") && word.len() > 3 {
        out.truncate(out.len() - 2); // the 1990's
        return;
    }
    for (ending, instead) in [
        ("men", "man"),
        ("women", "woman"),
        ("yses", "ysis"),
        ("eses", "esis"),
        ("wives", "wife"),
        ("selves", "self"),
        ("shelves", "shelf"),
        ("children", "child"),
    ] {
        if out.len() - start > ending.len() && replace(start, ending, instead, out) {
            return;
        }
    }
    let word = self::word(out, start);
    let uses = word.len() > 6
        && word.ends_with("uses")
        && !["ouses", "auses", "cuses", "fuses"].iter().any(|e| word.ends_with(e));
    if uses {
        out.truncate(out.len() - 2); // viruses, campuses
    } else if !word.ends_with("us") && !word.ends_with("is") {
        third_person(start, out);
    }
}

/// Comparatives and superlatives.
fn degree(start: usize, ending: &str, out: &mut String) {
    let word = word(out, start);
    if word.len() > ending.len() + 2 && replace(start, ending, "", out) {
        if out.ends_with('i') {
            out.pop();
            out.push('y');
        } else if !["ng", "ss", "ll"].iter().any(|end| out.ends_with(end)) {
            restore(start, out);
        } else if out.ends_with("rang") {
            out.push('e');
        }
    }
}

fn vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn vowel_or_y(byte: u8) -> bool {
    vowel(byte) || byte == b'y' || !byte.is_ascii()
}

/// Undoes what the ending did to the stem that `out` ends with.
fn restore(start: usize, out: &mut String) {
    let stem = word(out, start).as_bytes();
    let [.., before, last] = *stem else { return };
    let groups = stem.iter().zip(stem.iter().skip(1)).filter(|(a, b)| vowel_or_y(**a) && !vowel_or_y(**b)).count();
    if before == last && !vowel(last) {
        let keeps = matches!(last, b's' | b'f' | b'z') || last == b'l' && groups < 2 || stem.len() == 3;
        if !keeps {
            out.pop();
        }
        return;
    }
    if silent_e(stem, groups) {
        out.push('e');
    }
}

/// Whether a stem, less its ending, wants its `e` back. `groups` counts its syllables, roughly.
fn silent_e(stem: &[u8], groups: usize) -> bool {
    let (third, before, last) = match *stem {
        [.., third, before, last] => (third, before, last),
        [before, last] => (0, before, last),
        _ => return false,
    };
    // A `u` after `q` is no vowel: `required`.
    let pair =
        vowel(before) && vowel(third) && !(third == b'u' && stem.len() > 3 && stem.iter().rev().nth(3) == Some(&b'q'));
    match last {
        b'c' | b'v' => true,
        b'u' => !vowel(before),
        b'z' => before != b't' && before != b'z',
        b's' => before != b's',
        b'g' => {
            matches!(before, b'd' | b'l' | b'r' | b'n' | b'a' | b'e' | b'i' | b'o' | b'u') && !ng_alone(stem, groups)
        }
        b'l' => {
            !vowel(before) && !matches!(before, b'r' | b'l' | b'w' | b'y')
                || before == b'u' && !pair
                || vowel(before) && !pair && groups == 1
                || before == b'i' && !pair
        }
        b'h' => before == b't' && matches!(third, b'a' | b'o') && groups == 1 && stem.len() > 4,
        _ if !vowel(before) || pair => false,
        b'w' | b'x' | b'y' => false,
        _ if groups == 1 => true,
        b't' => matches!(before, b'a' | b'o' | b'u'),
        b'd' => before != b'e',
        b'r' => matches!(before, b'a' | b'i' | b'u') || before == b'o' && matches!(third, b'l' | b'n' | b't'),
        b'n' => matches!(before, b'i' | b'u'),
        b'm' => matches!(before, b'u' | b'a' | b'i'),
        b'k' => true,
        b'p' => before == b'a',
        b'b' => true,
        _ => false,
    }
}

/// `hang`, `bring`, `belong`: a stem on `-ng` with the stress on it needs no `e`; `change`, `arrange` do.
fn ng_alone(stem: &[u8], groups: usize) -> bool {
    stem.ends_with(b"ong")
        || stem.ends_with(b"ing") && groups < 2 && !stem.ends_with(b"ring")
        || stem == b"hang"
        || stem == b"bang"
        || stem == b"ring"
}
