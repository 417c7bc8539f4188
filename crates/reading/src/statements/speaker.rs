//! The speaker beside a verb of saying, where the labelling gave the speaker's name to what was said.
//!
//! What is said before the verb ends in a comma or a quotation mark: `“It was huge,” says | an activist`, `the repair
//! will take an hour, | Ruiz, the mayor, | said.` So who stands between it and the verb, or behind the verb, says it.

use super::candidates::head_of;
use super::grammar::{is_nominal, is_passive, phrase, subject};
use super::pieces::{all_without, covers, shared, tidy, trim};
use super::proposal::Proposal;
use crate::Context;
use crate::draft::Timex;
use crate::lexicons::cues::{Frame, Strength};
use sayso_language::{Deprel, Tokens, Upos, Xpos};
use sayso_record::TimeKind;

/// Most words of a speaker that is told by its place alone.
const LONGEST: u32 = 25;

/// Gives a sure cue without a source its speaker, and takes the speaker out of the content.
pub(super) fn take(context: &Context, found: &mut Proposal) {
    let cue = found.head;
    let sure = found.row.is_some_and(|r| r.strength == Strength::Sure);
    if !sure || is_passive(context, cue) || context.analysis.token(cue).upos != Upos::Verb {
        return;
    }
    let words = if found.source.is_empty() {
        let finite = matches!(context.analysis.token(cue).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp);
        let beside = || {
            let beside = behind(context, found).or_else(|| before(context, cue));
            beside.filter(|words| finite && is_loose(found, *words))
        };
        // `Ruiz, the mayor of Odesa, said`
        let apposed =
            || own(context, cue).filter(|w| w.iter().any(|at| context.form(at) == ",") && is_speaker(context, *w));
        let Some(words) = apposed().or_else(beside).or_else(|| own(context, cue)) else { return };
        words
    } else {
        // `Hurley said` may be labelled once as the source and once more as the content's begin.
        let Some(words) = own(context, cue).filter(|w| shared(&found.source, &[*w]) > 0) else { return };
        words
    };
    let rest = if shared(&found.content, &[words]) > 0 {
        tidy(context, all_without(&found.content, words))
    } else {
        found.content.clone()
    };
    if rest.is_empty() {
        return;
    }
    found.content = rest;
    found.addressee = found.addressee.filter(|listener| !words.contains(*listener));
    if found.source.is_empty() {
        found.source = vec![words];
        found.source_head = head_of(context, &[words]);
    }
}

/// Takes the day before or after a speaker out of the source: `On Friday | President Biden | said`, `The court | on
/// Monday | said`.
pub(super) fn without_time(context: &Context, times: &[Timex], found: &mut Proposal) {
    let Some(whole) = found.source.first().copied().filter(|w| w.len() > 1) else { return };
    let first = times.partition_point(|time| time.tokens.start < whole.start);
    let inside = times.iter().skip(first).take_while(|time| time.tokens.end <= whole.end);
    let dated = |time: &&Timex| time.kind == TimeKind::Date && time.days.is_some();
    for time in inside.filter(dated).map(|time| time.tokens) {
        let rest = if time.start == whole.start {
            let named = context.form(time.start).starts_with(char::is_uppercase);
            let next = context.analysis.tokens().get(time.end as usize).filter(|_| time.end < whole.end);
            let begins = next.is_some_and(|next| {
                matches!(next.upos, Upos::Punct | Upos::Propn | Upos::Det | Upos::Noun | Upos::Adj)
                    && next.xpos != Xpos::Pos
            });
            (named && begins).then(|| Tokens::new(time.end, whole.end))
        } else {
            // A weekday alone, and behind a plain noun: `a survey released on Friday` is told apart by its day.
            let before = Tokens::new(whole.start, time.start - 1);
            let plain = !before.iter().any(|at| context.analysis.token(at).upos == Upos::Verb);
            let on = context.form(time.start - 1) == "on" && time.len() == 1 && time.end == whole.end;
            let past = matches!(context.analysis.token(found.head).xpos, Xpos::Vbd | Xpos::Vbn);
            (on && plain && past).then_some(before)
        };
        let rest = rest.map(|rest| trim(context, rest));
        let Some(rest) = rest.filter(|rest| rest.iter().any(|at| is_nominal(context, at))) else { continue };
        if let Some(source) = found.source.first_mut() {
            *source = rest;
        }
        if found.source_head.is_none_or(|head| time.contains(head)) {
            found.source_head = head_of(context, &[rest]);
        }
        return;
    }
}

/// Whether the words are all of the content or none: a border of the content inside of them is better knowledge.
fn is_loose(found: &Proposal, words: Tokens) -> bool {
    let inside = words.iter().filter(|at| covers(&found.content, *at)).count();
    inside == 0 || inside + 1 >= words.len() as usize
}

fn is_quotation_mark(context: &Context, at: u32) -> bool {
    matches!(context.form(at), "\"" | "“" | "”" | "''" | "``" | "‘" | "’")
}

/// The verb's own subject before it.
fn own(context: &Context, cue: u32) -> Option<Tokens> {
    let own = subject(context, cue).filter(|s| *s < cue && is_nominal(context, *s))?;
    let words = phrase(context, own, cue);
    let ends = |at: u32| matches!(context.form(at), "!" | "?" | "." | "”" | "\"" | "''");
    (words.end <= cue && !words.iter().any(ends)).then_some(words)
}

/// `…,” says | an activist who has long asked for it`: what follows the verb up to the next comma or mark, where the
/// verb follows one.
fn behind(context: &Context, found: &Proposal) -> Option<Tokens> {
    let (analysis, cue) = (context.analysis, found.head);
    let sentence = analysis.sentence_of(cue).tokens;
    let border = cue.checked_sub(1).filter(|at| sentence.contains(*at) && is_border(context, *at))?;
    // `Ruiz, the mayor, told | reporters`.
    let told = found.row.is_some_and(|r| r.has(Frame::Told));
    let quoted = is_quotation_mark(context, border);
    let mut said = found.content.iter().flat_map(|words| words.iter()).filter(|at| *at < cue);
    // `the bank, the third largest, reported | a loss`
    let clause = said.any(|at| matches!(analysis.token(at).upos, Upos::Verb | Upos::Aux));
    if !(quoted || !told && clause) || !opens_phrase(context, cue + 1, sentence) {
        return None;
    }
    let goes_on = |at: u32| is_within_name(context, at, cue) || is_relative(context, at + 1);
    let end = (cue + 1..sentence.end).find(|at| is_border(context, *at) && !goes_on(*at));
    let words = trim(context, Tokens::new(cue + 1, end.unwrap_or(sentence.end)));
    is_speaker(context, words).then_some(words)
}

/// `…, | the mayor of Odesa | said.`: what stands between the last comma and the verb, where the verb ends its clause.
fn before(context: &Context, cue: u32) -> Option<Tokens> {
    let analysis = context.analysis;
    let sentence = analysis.sentence_of(cue).tokens;
    // Nothing is said behind it.
    let next = cue + 1;
    let closes = next >= sentence.end
        || is_border(context, next)
        || matches!(analysis.token(next).xpos, Xpos::In | Xpos::To | Xpos::Nnp if !opens_clause(context, next));
    if !closes || cue == sentence.start {
        return None;
    }
    // `Ruiz, the mayor, | said`
    let apposed = is_border(context, cue - 1);
    let end = if apposed { cue - 1 } else { cue };
    let left =
        |end: u32| (sentence.start..end).rev().find(|at| is_border(context, *at) && !is_within_name(context, *at, cue));
    let mut start = left(end)?;
    if apposed {
        start = left(start)?;
    }
    let words = trim(context, Tokens::new(start + 1, end));
    (opens_phrase(context, words.start, sentence) && is_speaker(context, words)).then_some(words)
}

/// A comma, a full stop or a mark of a quotation.
fn is_border(context: &Context, at: u32) -> bool {
    let token = context.analysis.token(at);
    let joins = || at > 0 && context.analysis.token(at - 1).span.end == token.span.start;
    match context.form(at) {
        "-" => !joins(),
        "(" | ")" | "[" | "]" | "'" | "’" | "/" => false,
        _ => token.upos == Upos::Punct,
    }
}

/// A comma within what one name or noun holds together: `Gros of a think tank, the Centre for Studies`.
fn is_within_name(context: &Context, comma: u32, cue: u32) -> bool {
    let analysis = context.analysis;
    // A text may end in a comma.
    if context.form(comma) != "," || comma < cue || !analysis.sentence_of(comma).tokens.contains(comma + 1) {
        return false;
    }
    let next = analysis.ancestors(comma + 1).take(4).chain([comma + 1]);
    let mut apposed = next.filter(|at| *at > comma && analysis.token(*at).deprel == Deprel::Appos);
    apposed.any(|at| analysis.token(at).head > cue && analysis.token(at).head < comma)
}

/// Whether `that …` or the like begins here.
fn opens_clause(context: &Context, at: u32) -> bool {
    ["that", "whether", "if", "how", "why"].iter().any(|w| context.form(at).eq_ignore_ascii_case(w))
}

fn opens_phrase(context: &Context, at: u32, sentence: Tokens) -> bool {
    if !sentence.contains(at) {
        return false;
    }
    let token = context.analysis.token(at);
    matches!(token.upos, Upos::Propn | Upos::Noun | Upos::Det | Upos::Adj | Upos::Num) || token.xpos == Xpos::Prps
}

/// `who`, `which`, `whose`
fn is_relative(context: &Context, at: u32) -> bool {
    at < context.analysis.len() && matches!(context.analysis.token(at).xpos, Xpos::Wp | Xpos::Wdt | Xpos::Wps)
}

/// Whether the words are a phrase with a noun and, outside of a relative clause, no verb.
fn is_speaker(context: &Context, words: Tokens) -> bool {
    let token = |at: u32| context.analysis.token(at);
    let relative = words.iter().find(|at| is_relative(context, *at));
    let plain = Tokens::new(words.start, relative.unwrap_or(words.end));
    let finite = |at: u32| matches!(token(at).xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md);
    let noun = |at: u32| matches!(token(at).upos, Upos::Noun | Upos::Propn);
    let ends = words.end.checked_sub(1).map(|last| token(last).xpos);
    let open = ends.is_none_or(|last| matches!(last, Xpos::In | Xpos::To | Xpos::Cc | Xpos::Dt));
    let figure = words.iter().next().is_some_and(|at| context.form(at).starts_with(|c: char| c.is_ascii_digit()));
    let short = (1..=LONGEST).contains(&words.len());
    short && !open && !figure && plain.iter().any(noun) && !plain.iter().any(finite)
}
