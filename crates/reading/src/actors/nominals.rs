//! Role phrases: `the Pakistan prime minister`, `a US diplomat`, `police`, `opposition parties`.
//!
//! A role noun of the lexicon, with what its phrase says of it: of which state or body it is, whether it is one or
//! many, whether the phrase points back (`the`, `this`) or brings somebody new (`a`, `two`).

use super::names::{Class, Named};
use super::roster::state_named;
use super::several::{self, Others};
use crate::Context;
use crate::lexicons::name_words::Beside;
use sayso_language::{Deprel, Tokens, Upos, Xpos};
use sayso_record::ActorKind;

/// How many words before a role noun belong to its phrase at most.
const LEFT: u32 = 9;

/// Whether a phrase points back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pointing {
    /// `the`, `this`, a possessor.
    Back,
    /// `a`, `some`, a number.
    New,
    /// Neither.
    Bare,
}

/// What stands around the head of a phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Modifiers {
    /// First token of the phrase.
    pub(super) start: u32,
    /// The state in it.
    pub(super) state: Option<u32>,
    /// The name of a body or person in it, by number.
    pub(super) name: Option<usize>,
    /// The name, by number, that tells the state or body.
    pub(super) owner: Option<usize>,
    /// Those joined to it: `Indian` in `Indian and Pakistani ministers`.
    pub(super) others: Others,
    /// The possessive pronoun in it.
    pub(super) pronoun: Option<u32>,
    /// Whether it points back.
    pub(super) pointing: Pointing,
    /// `former`, `ex-`.
    pub(super) former: bool,
    /// `foreign`, `Western`: of no state of the text's own.
    pub(super) foreign: bool,
    /// First token of the words that belong to the role itself (`foreign ministry` in `Russian foreign ministry spokesman`).
    pub(super) role: u32,
}

/// A role phrase.
#[derive(Clone, Copy, Debug)]
pub(super) struct Nominal {
    /// The phrase up to its head, and a phrase with `of` after it.
    pub(super) tokens: Tokens,
    /// The phrase with all prepositional phrases right after it.
    pub(super) whole: Tokens,
    /// The words that the lexicon knows.
    pub(super) words: Tokens,
    /// Their head.
    pub(super) head: u32,
    /// Row of `agents.tsv`.
    pub(super) row: u32,
    /// What it is by the lexicon.
    pub(super) kind: ActorKind,
    /// Whether it is many.
    pub(super) plural: bool,
    /// What stands around the head.
    pub(super) with: Modifiers,
}

/// Names by token.
#[derive(Clone, Debug)]
pub(super) struct Covered {
    by_token: Vec<u32>,
}

impl Covered {
    /// Which tokens the names cover; nested names give way to those around them.
    pub(super) fn new(context: &Context, names: &[Named]) -> Self {
        let mut by_token = vec![u32::MAX; context.analysis.tokens().len()];
        for (number, name) in (0..).zip(names).filter(|(_, n)| !n.nested) {
            for at in name.tokens.iter() {
                if let Some(slot) = by_token.get_mut(at as usize) {
                    *slot = number;
                }
            }
        }
        Self { by_token }
    }

    /// The name that covers token `at`.
    pub(super) fn name(&self, at: u32) -> Option<usize> {
        self.by_token.get(at as usize).filter(|n| **n != u32::MAX).map(|n| *n as usize)
    }
}

/// The role phrases of the document in text order.
pub(super) fn find(context: &Context, names: &[Named], covered: &Covered) -> Vec<Nominal> {
    let mut found = Vec::new();
    let agents = &context.lexicons.world.agents;
    let mut at = 0;
    while at < context.analysis.len() {
        // `the opposition` has a row, but `the opposition parties` are more.
        let article = context.analysis.token(at).upos == Upos::Det;
        let Some((words, row)) = agents.longest(context, at).filter(|_| !article) else {
            at += 1;
            continue;
        };
        // Inside a name it is no phrase of its own, unless it goes on after it: `State Department spokesman`.
        let inside = covered.name(words.end - 1).and_then(|n| names.get(n));
        let within =
            inside.is_some() || covered.name(at).and_then(|n| names.get(n)).is_some_and(|n| n.tokens.start < at);
        let Some(agent) = agents.row(row).filter(|_| !within) else {
            at += 1;
            continue;
        };
        // `thousands marched`, but `thousands of soldiers` are soldiers.
        let counts = words.end < context.analysis.len()
            && context.form(words.end) == "of"
            && context.lexicons.figures.value(&context.form(words.end - 1).to_lowercase(), None).is_some();
        if counts {
            at = words.end;
            continue;
        }
        let head = head(context, words);
        let token = context.analysis.token(head);
        let noun = matches!(token.upos, Upos::Noun | Upos::Propn);
        let modifies = matches!(token.deprel, Deprel::Compound | Deprel::Amod) && token.head >= words.end;
        // `police operation` is about police, `press briefing` and `casualty figures` hardly about press and casualties.
        let public = ["GOV", "MIL", "COP", "LEG", "JUD", "OPP", "REB", "UAF", "SPY", "PTY"];
        let weak = agent.kind == ActorKind::Person && covered.name(token.head).is_none()
            || agent.kind != ActorKind::Person && !public.iter().any(|sector| agent.code.starts_with(sector));
        if !noun || (modifies && weak && covered.name(words.end).is_none()) {
            at += 1;
            continue;
        }
        let with = modifiers(context, names, covered, words.start, Some(head));
        let plural = agent.kind == ActorKind::Group || matches!(token.xpos, Xpos::Nns | Xpos::Nnps);
        let (near, whole) = after(context, names, covered, words.end);
        let mut tokens = Tokens::new(with.start, near);
        let mut whole = Tokens::new(with.start, whole);
        let mut with = with;
        if with.state.is_none() && with.name.is_none() {
            (with.state, with.name, with.owner) = belongs(context, names, covered, words.end);
            if let Some(owner) = with.owner.filter(|_| plural).and_then(|n| names.get(n)) {
                let end;
                (with.others, end) = several::after(context, names, covered, owner.tokens.end);
                if !with.others.is_empty() {
                    (tokens.end, whole.end) = (tokens.end.max(end), whole.end.max(end));
                }
            }
        }
        if with.state.is_none() && with.name.is_none() {
            with.state = happened(context, names, covered, words.end, head);
        }
        // `State Department spokesman`, `US officials` are rows with a name in them.
        for number in words.iter().filter_map(|t| covered.name(t)) {
            match names.get(number) {
                Some(name) if name.class == Class::Body => with.name = Some(number),
                Some(name) => with.state = with.state.or(state_named(context, name)),
                None => {}
            }
        }
        let kind = if plural && agent.kind == ActorKind::Person { ActorKind::Group } else { agent.kind };
        found.push(Nominal { tokens, whole, words, head, row, kind, plural, with });
        at = words.end;
    }
    found
}

/// The head of a role's words: the last one, or the one before `of` (`minister of state`).
fn head(context: &Context, words: Tokens) -> u32 {
    let of = words.iter().skip(1).find(|at| context.analysis.token(*at).upos == Upos::Adp);
    of.map_or(words.end - 1, |of| of - 1)
}

/// What stands before the words that begin at token `from`.
pub(super) fn modifiers(
    context: &Context,
    names: &[Named],
    covered: &Covered,
    from: u32,
    head: Option<u32>,
) -> Modifiers {
    let analysis = context.analysis;
    let mut with = Modifiers {
        start: from,
        state: None,
        name: None,
        owner: None,
        others: Others::default(),
        pronoun: None,
        pointing: Pointing::Bare,
        former: false,
        foreign: false,
        role: from,
    };
    if from >= analysis.len() {
        return with;
    }
    let first = analysis.sentence_of(from).tokens.start.max(from.saturating_sub(LEFT));
    let many = head.is_some_and(|h| matches!(analysis.token(h).xpos, Xpos::Nns | Xpos::Nnps));
    let mut at = from;
    let mut own_words = true;
    let mut possessed = false;
    while at > first {
        let before = at - 1;
        if let Some(number) = covered.name(before)
            && let Some(name) = names.get(number)
        {
            let state = state_named(context, name).filter(|_| matches!(name.class, Class::State | Class::Place));
            // `Putin officials` is no phrase; `Putin 's officials` is.
            if name.class == Class::Person && !possessed || name.tokens.start < first {
                break;
            }
            match state {
                Some(state) => with.state = with.state.or(Some(state)),
                None => with.name = with.name.or(Some(number)),
            }
            with.owner = with.owner.or(Some(number));
            own_words = false;
            if possessed {
                with.pointing = Pointing::Back;
            }
            at = name.tokens.start;
            if many && !possessed && with.owner == Some(number) && several::is_adjective(context, name) {
                (with.others, at) = several::before(context, names, covered, at, first);
            }
            with.start = at;
            if possessed {
                break;
            }
            continue;
        }
        let token = analysis.token(before);
        match token.upos {
            Upos::Det => {
                with.start = before;
                with.pointing = match analysis.lemma(before) {
                    "the" | "this" | "that" | "these" | "those" => Pointing::Back,
                    _ => Pointing::New,
                };
                break;
            }
            Upos::Pron if matches!(token.xpos, Xpos::Prps) => {
                with.start = before;
                with.pronoun = Some(before);
                with.pointing = Pointing::Back;
                break;
            }
            Upos::Num => {
                with.pointing = Pointing::New;
                own_words = false;
            }
            Upos::Part if token.xpos == Xpos::Pos => {
                possessed = true;
                own_words = false;
            }
            Upos::Adj | Upos::Verb if token.upos == Upos::Adj || matches!(token.xpos, Xpos::Vbn | Xpos::Vbg) => {
                if token.upos == Upos::Verb && token.head < before {
                    break;
                }
                let is = |class| context.lexicons.world.name_words.is(analysis.lemma(before), class);
                with.former |= is(Beside::Former);
                with.foreign |= is(Beside::Foreign);
                if is(Beside::Several) {
                    with.pointing = Pointing::New;
                }
                if with.former || with.foreign {
                    own_words = false;
                }
            }
            Upos::Noun | Upos::Propn if !possessed && joins(context, before, head) => {}
            Upos::Punct if token.xpos == Xpos::Hyph => {}
            Upos::Adv if token.head > before && token.head < from => {}
            _ => break,
        }
        at = before;
        with.start = at;
        if own_words && matches!(token.upos, Upos::Noun | Upos::Propn) {
            with.role = at;
        }
    }
    if possessed {
        with.pointing = Pointing::Back;
    }
    while with.start < from && analysis.token(with.start).xpos == Xpos::Pos {
        with.start += 1;
    }
    with
}

/// Whether a noun before a role noun belongs to its phrase.
fn joins(context: &Context, at: u32, head: Option<u32>) -> bool {
    let token = context.analysis.token(at);
    let modifies =
        matches!(token.deprel, Deprel::Compound | Deprel::Amod | Deprel::Flat | Deprel::NmodDesc | Deprel::Nmod);
    modifies && token.head > at && head.is_none_or(|h| token.head <= h.max(at + 3))
}

/// Where the phrase ends whose head's words end before token `from`: with `of` phrases, and with all prepositional ones.
fn after(context: &Context, names: &[Named], covered: &Covered, from: u32) -> (u32, u32) {
    let analysis = context.analysis;
    let mut end = from;
    let mut near = from;
    for _ in 0..3 {
        if end >= analysis.len()
            || analysis.token(end).upos != Upos::Adp
            || analysis.sentence_of(end).tokens.end <= end + 1
        {
            break;
        }
        let preposition = analysis.lemma(end);
        if !matches!(preposition, "of" | "to" | "in" | "for" | "from" | "at" | "on" | "across" | "throughout") {
            break;
        }
        let Some(next) = noun_phrase(context, names, covered, end + 1) else { break };
        end = next;
        if matches!(preposition, "of" | "for" | "from" | "at")
            && near + 1 < end
            && (near == from || preposition == "of")
        {
            near = end;
        }
    }
    (near, end)
}

/// The end of the noun phrase that begins at token `at`.
fn noun_phrase(context: &Context, names: &[Named], covered: &Covered, at: u32) -> Option<u32> {
    let analysis = context.analysis;
    if at >= analysis.len() {
        return None;
    }
    let last = analysis.sentence_of(at).tokens.end.min(at + 10);
    let mut end = at;
    let mut noun = false;
    while end < last {
        if let Some(name) = covered.name(end).and_then(|n| names.get(n)) {
            end = name.tokens.end.max(end + 1);
            noun = true;
            continue;
        }
        match analysis.token(end).upos {
            Upos::Noun | Upos::Propn => noun = true,
            Upos::Det | Upos::Adj | Upos::Num if !noun || analysis.token(end).upos == Upos::Num => {}
            // `the Czech interior ministry`
            Upos::Adj if covered.name(end - 1).and_then(|n| names.get(n)).is_some_and(|n| n.demonym) => {}
            Upos::Pron if !noun && analysis.token(end).xpos == Xpos::Prps => {}
            Upos::Part if analysis.token(end).xpos == Xpos::Pos => noun = false,
            Upos::Punct if analysis.token(end).xpos == Xpos::Hyph => noun = false,
            Upos::Verb if !noun && analysis.token(end).xpos == Xpos::Vbn => {}
            _ => break,
        }
        end += 1;
    }
    noun.then_some(end)
}

/// The end of a state's name that owns what can't be followed to its head: `of Ukraine's “Northern” brigade`.
fn owner(context: &Context, names: &[Named], covered: &Covered, at: u32) -> Option<u32> {
    let name = names.get(covered.name(at)?)?;
    let mark = name.tokens.end;
    let owns = mark < context.analysis.len() && context.analysis.token(mark).xpos == Xpos::Pos;
    (owns && state_named(context, name).is_some()).then_some(mark)
}

/// The state or body that an office is of, told after it: `of Pakistan`, `for the army`, `at the Pentagon`; not `envoy to`.
fn belongs(
    context: &Context,
    names: &[Named],
    covered: &Covered,
    from: u32,
) -> (Option<u32>, Option<usize>, Option<usize>) {
    let analysis = context.analysis;
    let mut at = from;
    // `a newspaper based in Beirut` is as much of there as `a newspaper in Beirut`.
    if at + 1 < analysis.len()
        && analysis.token(at).upos == Upos::Verb
        && matches!(analysis.lemma(at), "base" | "headquarter" | "operate")
    {
        at += 1;
    }
    for _ in 0..2 {
        if at >= analysis.len() || analysis.token(at).upos != Upos::Adp {
            break;
        }
        let preposition = analysis.lemma(at);
        let end = noun_phrase(context, names, covered, at + 1).or_else(|| owner(context, names, covered, at + 1));
        let Some(end) = end else { break };
        if matches!(preposition, "of" | "for" | "from" | "at" | "in" | "with" | "across" | "inside" | "throughout") {
            let here = || (at + 1..end).filter_map(|t| covered.name(t)).filter_map(|n| Some((n, names.get(n)?)));
            let state = here().find_map(|(n, name)| Some((n, state_named(context, name)?)));
            let body = here()
                .find(|(_, name)| name.class == Class::Body || (name.class == Class::Person && preposition != "in"));
            if body.is_some() || state.is_some() {
                let body = body.map(|b| b.0);
                return (state.map(|s| s.1), body, body.or(state.map(|s| s.0)));
            }
        }
        if matches!(preposition, "to" | "with") {
            break;
        }
        at = end;
    }
    (None, None, None)
}

/// The state of the place where something happened to those of a phrase: `miners jailed in Chile`.
fn happened(context: &Context, names: &[Named], covered: &Covered, from: u32, head: u32) -> Option<u32> {
    let analysis = context.analysis;
    let verb = analysis.tokens().get(from as usize).filter(|t| t.head == head && t.deprel == Deprel::Acl)?;
    let last = analysis.sentence_of(from).tokens.end.min(from + 5);
    let there = |at: &u32| {
        analysis.token(*at).upos == Upos::Adp
            && context.lexicons.world.name_words.is(analysis.lemma(*at), Beside::There)
    };
    let preposition = (from + 1..last).find(there).filter(|_| verb.xpos == Xpos::Vbn)?;
    covered.name(preposition + 1).and_then(|n| names.get(n)).and_then(|name| state_named(context, name))
}

/// The words of a role in lower case, without what tells only the state: `foreign ministry spokesperson`.
pub(super) fn title(context: &Context, nominal: &Nominal) -> String {
    let start = nominal.with.role.min(nominal.words.start);
    let words = (start..nominal.words.end).map(|at| context.form(at).to_lowercase());
    let mut title = String::new();
    for word in words {
        if !title.is_empty() && word != "'s" && word != "’s" && word != "-" && !title.ends_with('-') {
            title.push(' ');
        }
        title.push_str(&word);
    }
    title
}
