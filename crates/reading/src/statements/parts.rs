//! What completes an attribution: kind of quotation, act, addressee, who passed it on, when it was said.

use super::grammar::{case_is, is_negated, is_nominal, is_passive, phrase};
use super::pieces::covers;
use super::proposal::Proposal;
use super::quoted::Quotes;
use crate::Context;
use crate::draft::{Actors, MentionForm, Phrase, Statement, Timex, When};
use crate::lexicons::cues::{CueClass, CueRow, Frame};
use sayso_language::{Deprel, Tokens, Upos, Xpos};
use sayso_record::{Act, ActorKind, Basis, QuoteKind};

/// The statement of a proposal, without its links.
pub(super) fn complete(context: &Context, actors: &Actors, quotes: &Quotes, found: &Proposal) -> Statement {
    let source = Phrase {
        tokens: found.source.clone(),
        head: found.source_head,
        actor: found.source_head.and_then(|h| who(context, actors, h, &found.source)),
    };
    let addressee = found.addressee.or_else(|| addressee_of(context, found));
    let part = |head: u32| {
        let words = phrase(context, head, found.head);
        Phrase { tokens: vec![words], head: Some(head), actor: who(context, actors, head, &[words]) }
    };
    Statement {
        source,
        cue: found.cue.clone(),
        cue_head: found.head,
        lemma: lemma(context, found.head),
        content: found.content.clone(),
        quote: kind(context, quotes, found),
        act: act(context, found),
        negated: is_negated(context, found.head),
        addressee: addressee.map(part),
        via: found.via.iter().map(|v| part(*v)).collect(),
        within: None,
        when: When::default(),
        setting: super::circumstances::setting(context, found),
        anonymous: super::circumstances::is_anonymous(context, actors, found),
        denies: Vec::new(),
        supports: Vec::new(),
        responds_to: Vec::new(),
    }
}

/// The act of the cue; of the verb above it where that says no: `declined | to comment`.
fn act(context: &Context, found: &Proposal) -> Act {
    let analysis = context.analysis;
    let token = analysis.token(found.head);
    let above = || context.lexicons.cues.rows(analysis.lemma(token.head), CueClass::Verb).first();
    if token.deprel == Deprel::Xcomp && above().is_some_and(|row| row.act == Act::Deny) {
        return Act::Deny;
    }
    let Some(own) = found.row else { return without_row(context, found.head) };
    if found.frame.is_some() || fits(context, own, found.head) {
        return own.act;
    }
    let rows = context.lexicons.cues.rows(analysis.lemma(found.head), CueClass::Verb);
    rows.iter().find(|row| fits(context, row, found.head)).map_or(own.act, |row| row.act)
}

/// Whether the row's preposition or particle is near, where it has no frame without one: `call for` is a demand, `call it
/// a crime` is none.
fn fits(context: &Context, row: &CueRow, cue: u32) -> bool {
    let tied = [Frame::Prep, Frame::PrepObjTo, Frame::ObjOf, Frame::OutObj].iter().any(|frame| row.has(*frame));
    let free = [Frame::That, Frame::Quote, Frame::To, Frame::Obj, Frame::ObjTo, Frame::ObjAs, Frame::Small];
    let end = context.analysis.sentence_of(cue).tokens.end.min(cue + 6);
    !tied
        || free.iter().any(|frame| row.has(*frame))
        || (cue + 1..end).any(|at| row.with.iter().any(|word| context.form(at).eq_ignore_ascii_case(word)))
}

/// The act of a cue that the lexicon does not know; a dash or a colon says no more than that somebody said it.
fn without_row(context: &Context, cue: u32) -> Act {
    if context.analysis.token(cue).upos == Upos::Punct { Act::Say } else { Act::Other }
}

fn lemma(context: &Context, cue: u32) -> String {
    context.analysis.lemma(cue).to_lowercase()
}

/// The actor that a phrase refers to: its head word's, the antecedent's for `who`, else one that covers the head.
fn who(context: &Context, actors: &Actors, head: u32, words: &[Tokens]) -> Option<usize> {
    let analysis = context.analysis;
    if matches!(analysis.token(head).xpos, Xpos::Wp | Xpos::Wdt) {
        let clause = analysis.ancestors(head).take(6).find(|a| analysis.token(*a).deprel == Deprel::AclRelcl);
        let noun = clause.map(|c| analysis.token(c).head)?;
        return actors.headed_by(noun).or_else(|| actors.covering(noun));
    }
    let apposition = || {
        let beside = analysis.children(head).iter().copied();
        let named = |c: &u32| matches!(analysis.token(*c).deprel, Deprel::Appos | Deprel::Flat | Deprel::NmodDesc);
        beside.filter(named).find_map(|c| actors.headed_by(c))
    };
    let inside = |at: u32| words.iter().any(|w| w.contains(at));
    let covering = || actors.covering(head).filter(|_| inside(head));
    let own = actors.headed_by(head);
    // `Sharif Hotak, of the council, …`: a person's name says who it is, whatever stands beside it.
    let is_name = |a: &usize| {
        let mentions = actors.list.get(*a).map_or(&[][..], |a| &a.mentions);
        let person = actors.list.get(*a).is_some_and(|a| a.kind == ActorKind::Person);
        person && mentions.iter().any(|m| m.head == head && m.form == MentionForm::Name)
    };
    own.filter(is_name).or_else(apposition).or(own).or_else(covering)
}

/// Direct where all words stand in quotation marks that the cue is outside of, mixed where some do.
fn kind(context: &Context, quotes: &Quotes, found: &Proposal) -> QuoteKind {
    let (mut quoted, mut plain) = (false, false);
    for at in found.content.iter().flat_map(|c| c.iter()) {
        if context.analysis.token(at).upos == Upos::Punct {
            continue;
        }
        let mut around = quotes.around(at);
        while let Some(q) = around.and_then(|q| quotes.get(q)).filter(|q| q.tokens.contains(found.head)) {
            around = q.within.filter(|outer| Some(*outer) < around);
        }
        if around.is_some() {
            quoted = true;
        } else {
            plain = true;
        }
        if quoted && plain {
            return QuoteKind::Mixed;
        }
    }
    if quoted { QuoteKind::Direct } else { QuoteKind::Indirect }
}

/// `said to reporters`, `wrote to the minister`: the phrase with `to` beside a verb of saying.
fn addressee_of(context: &Context, found: &Proposal) -> Option<u32> {
    let analysis = context.analysis;
    if matches!(found.frame, Some(Frame::Prep | Frame::PrepObjTo | Frame::Source | Frame::Clause)) {
        return None;
    }
    analysis.children(found.head).iter().copied().find(|c| {
        let deprel = analysis.token(*c).deprel;
        let told = deprel == Deprel::Obj && found.row.is_some_and(|r| r.has(Frame::Told)) && *c > found.head;
        let hears = told || deprel == Deprel::Iobj || (deprel == Deprel::Obl && case_is(context, *c, "to"));
        let elsewhere = !covers(&found.content, *c) && !covers(&found.source, *c);
        hears && is_nominal(context, *c) && elsewhere && !is_passive(context, found.head)
    })
}

/// Gives each statement the time expression of its cue's clause.
pub(super) fn date(context: &Context, times: &[Timex], statements: &mut [Statement]) {
    let analysis = context.analysis;
    for statement in statements {
        let cue = statement.cue_head;
        let sentence = analysis.sentence_of(cue).tokens;
        let first = times.partition_point(|t| t.tokens.start < sentence.start);
        let here = times.iter().enumerate().skip(first).take_while(|(_, t)| t.tokens.start < sentence.end);
        let governed = here.filter(|(_, t)| {
            let Some(head) = analysis.head_of(t.tokens) else { return false };
            !covers(&statement.content, t.tokens.start)
                && t.days.is_some()
                && governor(context, head, statement) == Some(cue)
        });
        // `In a statement on Tuesday, …`: the occasion's day is the statement's.
        let occasion = statement.setting.as_ref().and_then(|s| s.tokens.first().copied()).unwrap_or_default();
        let of_occasion = times.iter().enumerate().skip(first).take_while(|(_, t)| t.tokens.start < sentence.end);
        let of_occasion = of_occasion.filter(|(_, t)| occasion.contains(t.tokens.start) && t.days.is_some());
        let stated = governed.min_by_key(|(_, t)| t.tokens.start.abs_diff(cue)).or(of_occasion.last());
        statement.when = match stated {
            Some((at, time)) => When { time: Some(at), days: time.days, basis: Some(Basis::Stated) },
            None => crate::times::assumed(context, cue),
        };
    }
}

/// The verb (or cue) whose clause a time expression stands in; a time that the parser hung on the source
/// (`Price on Tuesday told …`) or on the occasion counts for the source's verb.
fn governor(context: &Context, time: u32, statement: &Statement) -> Option<u32> {
    let analysis = context.analysis;
    let occasion = statement.setting.as_ref().and_then(|s| s.head);
    // Not through a clause of its own: `a cadet who came two weeks ago | said`.
    let in_source = |at: u32| covers(&statement.source.tokens, at) && analysis.token(at).upos != Upos::Verb;
    let passes = |at: u32| in_source(at) || occasion == Some(at);
    analysis
        .ancestors(time)
        .take(10)
        .find(|a| !passes(*a) && !matches!(analysis.token(*a).upos, Upos::Num | Upos::Adp | Upos::Propn))
}
