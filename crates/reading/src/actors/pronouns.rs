//! Pronouns: whom `he`, `her`, `they`, `its` mean.
//!
//! This file tells pronouns apart and what they ask for; `candidates` weighs the mentions that may be meant.

use crate::Context;
use crate::lexicons::world::Gender;
use sayso_language::{Deprel, Tokens, Upos, Xpos};

/// What a pronoun asks of the one it refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// `he`, `she`
    Person(Gender),
    /// `the 63-year-old`: a person.
    Somebody,
    /// `they`
    Many,
    /// `it`
    Thing,
    /// `I`, `we`: the speaker.
    Speaker,
}

/// The part that a mention plays in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Part {
    /// Subject.
    Subject,
    /// Object.
    Object,
    /// With a preposition.
    Oblique,
    /// Possessor or another part of a noun phrase.
    Inner,
}

/// What the pronoun at `at` asks for; none where it is no pronoun of ours, or stands for nothing (`it rained`).
pub(super) fn asks(context: &Context, at: u32) -> Option<Asks> {
    let analysis = context.analysis;
    let token = analysis.token(at);
    if !matches!(token.xpos, Xpos::Prp | Xpos::Prps) || token.deprel == Deprel::Expl {
        return None;
    }
    let form = context.form(at);
    let is = |words: &[&str]| words.iter().any(|w| form.eq_ignore_ascii_case(w));
    if is(&["he", "him", "his", "himself"]) {
        Some(Asks::Person(Gender::Male))
    } else if is(&["she", "her", "hers", "herself"]) {
        Some(Asks::Person(Gender::Female))
    } else if is(&["they", "them", "their", "theirs", "themselves"]) {
        Some(Asks::Many)
    } else if is(&["it", "its", "itself"]) {
        (!is_empty(context, at)).then_some(Asks::Thing)
    } else if is(&["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"]) {
        Some(Asks::Speaker)
    } else {
        None
    }
}

/// The words of `the 63-year-old` whose last is at `at`, where they stand for a person: no noun follows.
pub(super) fn age(context: &Context, at: u32) -> Option<Tokens> {
    let analysis = context.analysis;
    let form = context.form(at);
    let sentence = analysis.sentence_of(at).tokens;
    let first = match form {
        "old" => {
            let whole = at.checked_sub(4).filter(|f| *f >= sentence.start)?;
            let joined = context.form(at - 1) == "-" && context.form(at - 2) == "year" && context.form(at - 3) == "-";
            joined.then_some(whole)?
        }
        _ if form.ends_with("-year-old") => at,
        _ => return None,
    };
    let number = context.form(first).starts_with(|c: char| c.is_ascii_digit());
    let article = first.checked_sub(1).filter(|a| number && *a >= sentence.start)?;
    let alone = at + 1 >= sentence.end
        || !matches!(analysis.token(at + 1).upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num);
    let definite = context.form(article).eq_ignore_ascii_case("the");
    (alone && definite).then_some(Tokens::new(article, at + 1))
}

/// `it was clear that …`, `it seems …`: an `it` that refers to nothing.
fn is_empty(context: &Context, at: u32) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(at);
    if !matches!(token.deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Expl) {
        return false;
    }
    let verb = token.head;
    let clause = |c: &u32| matches!(analysis.token(*c).deprel, Deprel::Csubj | Deprel::Ccomp | Deprel::CsubjPass);
    let copular = analysis.child(verb, Deprel::Cop).is_some();
    let impersonal =
        matches!(analysis.lemma(verb), "seem" | "appear" | "happen" | "turn" | "rain" | "snow" | "take" | "emerge");
    let clausal = analysis.children(verb).iter().take(24).any(clause);
    let time = copular && matches!(analysis.token(verb).upos, Upos::Adv | Upos::Num);
    let adjective = copular
        && analysis.token(verb).upos == Upos::Adj
        && analysis.children(verb).iter().take(24).any(|c| {
            matches!(analysis.token(*c).deprel, Deprel::Advcl | Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj)
        });
    (clausal && (copular || impersonal || token.deprel == Deprel::NsubjPass)) || time || adjective
}

/// The part that the word at `at` plays.
pub(super) fn part(context: &Context, at: u32) -> Part {
    let analysis = context.analysis;
    let token = analysis.token(at);
    match token.deprel {
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter | Deprel::Csubj => Part::Subject,
        Deprel::Root if token.upos != Upos::Verb => Part::Subject,
        Deprel::Obj | Deprel::Iobj | Deprel::Xcomp => Part::Object,
        Deprel::Obl | Deprel::OblAgent => Part::Oblique,
        Deprel::Conj if token.head < at => part_of_first(context, token.head),
        Deprel::Flat | Deprel::Appos | Deprel::NmodDesc if token.head != at => part_of_first(context, token.head),
        _ => Part::Inner,
    }
}

fn part_of_first(context: &Context, at: u32) -> Part {
    match context.analysis.token(at).deprel {
        Deprel::Nsubj | Deprel::NsubjPass => Part::Subject,
        Deprel::Obj | Deprel::Iobj => Part::Object,
        Deprel::Obl | Deprel::OblAgent => Part::Oblique,
        _ => Part::Inner,
    }
}
