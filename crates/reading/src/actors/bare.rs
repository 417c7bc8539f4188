//! Nouns of roles that name nobody: `taken hostage`, `secretary of justice`, `in general`, `has no president`, `2.30pm`.
//!
//! An English noun for one person has an article or a possessor where it tells of somebody. Headlines leave it out, and
//! titles before names do; those are not asked about here, or have their actor already.

use super::nominals::{Nominal, Pointing};
use crate::Context;
use crate::lexicons::name_words::Beside;
use sayso_language::{Deprel, Upos, Xpos};
use sayso_record::ActorKind;

/// How many tokens on either side tell whether a text leaves out its articles.
const AROUND: u32 = 12;

/// Whether a role phrase names nobody.
pub(super) fn names_nobody(context: &Context, nominal: &Nominal) -> bool {
    if nominal.kind != ActorKind::Person || nominal.plural {
        return false;
    }
    let analysis = context.analysis;
    let start = nominal.tokens.start;
    if analysis.token(start).upos == Upos::Det && analysis.lemma(start) == "no" {
        return true;
    }
    // `head-to-head`, `commander-in-chief`: the end of another word.
    if analysis.token(start).xpos == Xpos::Hyph {
        return true;
    }
    let form = context.form(nominal.head);
    // `2.30pm` is cut in two.
    let before = nominal.head.checked_sub(1);
    if form == "pm" && before.is_some_and(|b| context.form(b).starts_with(|c: char| c.is_ascii_digit())) {
        return true;
    }
    // `Source: the agency`, `Editor's Note`: what stands around the text.
    let label = context.lexicons.world.name_words.is(form, Beside::Label) && nominal.tokens.len() == 1;
    let mark = |at: u32| context.form(at) == ":" || analysis.token(at).xpos == Xpos::Pos;
    if label && nominal.words.end < analysis.len() && mark(nominal.words.end) {
        return true;
    }
    let with = nominal.with;
    if with.pointing != Pointing::Bare || with.pronoun.is_some() || form.starts_with(char::is_uppercase) {
        return false;
    }
    let alone = nominal.tokens.end == nominal.words.end;
    let further = || nominal.words.end < analysis.len() && context.form(nominal.words.end) == "of";
    // `justice for the dead` and `held hostage in Gaza`, but `head of research` is an office, a `Lydian exile` somebody.
    let plain = || (start..nominal.words.start).all(|at| matches!(analysis.token(at).upos, Upos::Verb | Upos::Adv));
    if context.lexicons.world.name_words.is(form, Beside::Abstract) && (alone || !further()) && plain() {
        return true;
    }
    if with.state.is_some() || with.name.is_some() {
        return false;
    }
    if !alone {
        return false;
    }
    let token = analysis.token(nominal.head);
    let depends = matches!(
        token.deprel,
        Deprel::Obl | Deprel::Nmod | Deprel::NmodDesc | Deprel::Obj | Deprel::Xcomp | Deprel::Compound
    );
    // `killed by gunman` is told as headlines do.
    let by = analysis.child(nominal.head, Deprel::Case).is_some_and(|case| analysis.lemma(case) == "by");
    depends && !by && has_articles(context, nominal)
}

/// Whether the words around a phrase have articles.
fn has_articles(context: &Context, nominal: &Nominal) -> bool {
    let sentence = context.analysis.sentence_of(nominal.head).tokens;
    let from = sentence.start.max(nominal.head.saturating_sub(AROUND));
    let to = sentence.end.min(nominal.head.saturating_add(AROUND));
    (from..to).any(|at| matches!(context.analysis.lemma(at), "the" | "a" | "an"))
}
