//! Rules of `events.tsv` held against the words of a document.

use super::frame::Frame;
use super::misparse;
use super::parties::{self, Filler};
use super::unruled;
use crate::Context;
use crate::draft::{Actors, Party, Statement};
use crate::lexicons::events::{Condition, Direction, Path, Pos, Rule, Slot, Wanted};
use crate::lexicons::verbs::Guess;
use rustc_hash::FxHashMap;
use sayso_language::{Deprel, Tokens, Upos, Xpos};
use sayso_record::ActorKind;

/// How much of a clause is searched for a telling word.
const BELOW: u32 = 60;

/// What rules are held against.
pub(super) struct Reader<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    pub(super) actors: &'c Actors,
    pub(super) statements: &'c [Statement],
    /// Statements by the head of their cue.
    pub(super) by_cue: FxHashMap<u32, usize>,
}

/// A word that a rule fits.
#[derive(Clone, Debug)]
pub(super) struct Match<'a> {
    pub(super) frame: Frame<'a>,
    pub(super) code: &'static str,
    pub(super) direction: Direction,
    pub(super) source: Vec<Party>,
    pub(super) target: Vec<Party>,
    /// Whether the code says already that it will not be done.
    pub(super) refused: bool,
    /// Sectors of those who do such things.
    pub(super) agents: &'a [&'static str],
    /// Other words that belong to the action, and name no event of their own.
    pub(super) consumed: Vec<u32>,
    /// The act this one is about and the words that lead to it, which are no events of their own.
    pub(super) about: Vec<u32>,
    /// The rule that fits.
    pub(super) rule: &'a Rule,
    /// What the model of verbs without a rule made of it, where no rule fits.
    pub(super) guess: Option<Box<Guess>>,
    /// Which sides the word's own sentence part leaves out, and the text around it gives.
    pub(super) implied: Implied,
}

/// Sides that the text around a word gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Implied {
    pub(super) source: bool,
    pub(super) target: bool,
}

impl<'c, 'a> Reader<'c, 'a> {
    /// The event that token `at` names.
    pub(super) fn event(&self, at: u32) -> Option<Match<'a>> {
        let pos = self.pos(at)?;
        let analysis = self.context.analysis;
        let rules = &self.context.lexicons.events;
        let own = Some(analysis.lemma(at)).filter(|lemma| rules.knows(lemma, pos));
        let taken_for_adjective = own.is_none() && misparse::is_like_participle(self.context, at);
        let verb = taken_for_adjective
            .then(|| misparse::verbs_of(self.context.form(at)).find(|verb| rules.knows(verb, pos)))
            .flatten();
        let Some(lemma) = own.or(verb.as_deref()) else { return unruled::event(self, at) };
        let frame = Frame::of(self.context, at);
        for rule in rules.of(lemma, pos) {
            let mut frame = frame.clone();
            if rule.transitive && !frame.has(Slot::Object) && pos == Pos::Verb {
                frame.object_from_subject();
            }
            if !self.holds(rule, &frame) {
                continue;
            }
            let code = rule.code?;
            // `the visiting king` is a guest; who visits whom is told elsewhere.
            let guest = code.starts_with("04") && analysis.token(at).deprel == Deprel::Amod;
            if guest && analysis.token(at).xpos == Xpos::Vbg {
                return None;
            }
            // `alleged crimes`, `a proposed deal`: by whom is not told, and the noun is what counts.
            let said = matches!(code.get(..2), Some("01" | "02" | "03" | "10" | "11" | "12" | "13"));
            if said && frame.passive && analysis.token(at).deprel == Deprel::Amod {
                return None;
            }
            if let Some(found) = self.apply(rule, code, frame) {
                return Some(found);
            }
        }
        None
    }

    /// The part of speech as which a token may name an event. Words inside names do not: the *Peace Talks
    /// Committee* is no talks.
    fn pos(&self, at: u32) -> Option<Pos> {
        let token = self.context.analysis.token(at);
        match token.upos {
            Upos::Verb => Some(Pos::Verb),
            Upos::Noun if token.deprel != Deprel::Compound => Some(Pos::Noun),
            Upos::Adj if token.deprel != Deprel::Amod => Some(Pos::Adjective),
            Upos::Adj if token.xpos == Xpos::Vbn => Some(Pos::Verb),
            Upos::Adj if misparse::hidden_verb(self.context, at).is_some() => Some(Pos::Verb),
            _ => None,
        }
    }

    fn apply(&self, rule: &'a Rule, code: &'static str, frame: Frame<'a>) -> Option<Match<'a>> {
        let (inner, between) = match rule.nesting.and_then(|nesting| self.inner(&frame, nesting)) {
            Some((at, code, between)) => (Some((at, code)), between),
            None => (None, Vec::new()),
        };
        if rule.needs_inner && inner.is_none() {
            return None;
        }
        let mut source = self.side(&rule.source, &frame, inner, &[], true);
        let mut target = self.side(&rule.target, &frame, inner, &source, false);
        if rule.direction == Direction::Reciprocal && source.is_empty() && target.len() > 1 {
            (source, target) = (target, source);
        }
        // `Estonia and Latvia signed an accord`: the two are each other's counterparts.
        let met = target.iter().any(|f| f.party.tokens.contains(f.head));
        let with = frame.has(Slot::Preposition("with"));
        if rule.direction == Direction::Reciprocal && source.len() > 1 && !with && !met {
            target.clear();
        }
        if rule.same_subject && !self.same_subject(&frame, &source) {
            return None;
        }
        // `agreed to lift the embargo` binds one side; `agreed with them to meet` binds both.
        let one_sided = rule.nesting.is_some() && source.len() < 2 && !frame.has(Slot::Preposition("with"));
        let direction = if one_sided { Direction::OneWay } else { rule.direction };
        let both_in_source = rule.direction == Direction::Reciprocal && source.len() > 1;
        let named = |fillers: &[Filler]| fillers.iter().any(|f| self.is_named(f));
        let told = known(&source) || (known(&target) && (named(&source) || rule.agents.len() > 1));
        let aim = inner.is_some() || known(&target);
        if (rule.needs_aim && !aim)
            || (rule.needs_source && !told)
            || (rule.needs_target && !known(&target) && !both_in_source)
            || (!known(&source) && !known(&target))
        {
            return None;
        }
        let consumed = self.consumed(rule, &frame);
        let code = inner.map_or(code, |(_, code)| code);
        let to_come = if rule.nesting.is_none() { self.future(&frame, &source, code) } else { None };
        let refused = to_come.is_some() && frame.has(Slot::Negation);
        let code = to_come.unwrap_or(code);
        if code.get(..2).is_some_and(|root| root < "14") {
            self.disown(&mut source, &target);
        }
        let parties = |fillers: Vec<Filler>| fillers.into_iter().map(|f| f.party).collect();
        Some(Match {
            code,
            direction,
            source: parties(source),
            target: parties(target),
            agents: &rule.agents,
            refused,
            consumed,
            rule,
            guess: None,
            implied: Implied::default(),
            about: inner.map(|(at, _)| at).into_iter().chain(between).chain(self.causes(rule, &frame)).collect(),
            frame,
        })
    }

    /// `The government thanked China`: where only the other side names a state, it is not the government's own.
    fn disown(&self, source: &mut [Filler], target: &[Filler]) {
        let is_state = |f: &Filler| {
            let actor = f.party.actor.and_then(|a| self.actors.list.get(a));
            actor.is_some_and(|a| a.kind == ActorKind::Country)
                && f.party.code.as_ref().is_some_and(|code| code.len() == 3)
        };
        for side in source {
            let bare = side.party.tokens.iter().all(|at| self.context.analysis.token(at).upos != Upos::Propn)
                && side.party.tokens.iter().all(|at| self.kind(at) != Some(ActorKind::Country))
                && self.context.analysis.token(side.head).upos == Upos::Noun;
            let own = target.iter().any(|t| is_state(t) && is_own_state(&side.party, &t.party));
            if bare
                && own
                && let Some(code) = &side.party.code
                && code.len() > 3
            {
                side.party.code = code.get(3..).map(str::to_owned);
            }
        }
    }

    /// Whether all conditions of a rule hold.
    pub(super) fn holds(&self, rule: &Rule, frame: &Frame<'a>) -> bool {
        rule.conditions.iter().all(|condition| self.condition(condition, frame) != condition.not)
    }

    fn condition(&self, condition: &Condition, frame: &Frame<'a>) -> bool {
        if condition.path.slot == Slot::Around {
            let sentence = self.context.analysis.sentence_of(frame.head).tokens;
            let from = frame.head.saturating_sub(BELOW).max(sentence.start);
            return (from..sentence.end.min(frame.head.saturating_add(BELOW)))
                .any(|at| self.is_wanted(at, &condition.wanted));
        }
        let heads = self.heads(condition.path, frame);
        if condition.wanted.is_empty() {
            return !heads.is_empty();
        }
        heads.into_iter().any(|head| {
            if condition.path.below {
                let words = self.context.analysis.subtree(head);
                return words.iter().take(BELOW as usize).any(|word| self.is_wanted(word, &condition.wanted));
            }
            parties::conjuncts(self.context, head).into_iter().any(|head| self.is_wanted(head, &condition.wanted))
        })
    }

    fn is_wanted(&self, at: u32, wanted: &[Wanted]) -> bool {
        let lemma = self.context.analysis.lemma(at);
        // The lemma of a name keeps its capital, and headlines make names of many a word.
        let lower = (self.context.analysis.token(at).upos == Upos::Propn).then(|| lemma.to_lowercase());
        let lemma = lower.as_deref().unwrap_or(lemma);
        wanted.iter().any(|wanted| match *wanted {
            Wanted::Lemma(word) => word == lemma,
            Wanted::Class(class) => self.context.lexicons.events.is_of(lemma, class),
            Wanted::Sector(sector) => self.code(at).is_some_and(|code| sectors(&code).any(|s| s == sector)),
            Wanted::State => {
                self.code(at).is_some_and(|code| code.len() == 3 && self.kind(at) == Some(ActorKind::Country))
            }
            Wanted::Actor => parties::of_word(self.context, self.actors, at).is_some(),
            Wanted::Person => self.kind(at) == Some(ActorKind::Person),
            Wanted::Place => {
                matches!(self.kind(at), Some(ActorKind::Place | ActorKind::Country))
                    || parties::place(self.context, at).is_some()
            }
        })
    }

    fn is_place(&self, filler: &Filler) -> bool {
        let actor = filler.party.actor.and_then(|a| self.actors.list.get(a));
        actor.is_some_and(|a| a.kind == ActorKind::Place)
    }

    /// Whether a side is a person with a name, whoever that is.
    fn is_named(&self, filler: &Filler) -> bool {
        let actor = filler.party.actor.and_then(|a| self.actors.list.get(a));
        actor.is_some_and(|a| {
            a.kind == ActorKind::Person && a.mentions.iter().any(|m| m.form == crate::draft::MentionForm::Name)
        })
    }

    fn code(&self, at: u32) -> Option<String> {
        parties::party(self.context, self.actors, at)?.code
    }

    fn kind(&self, at: u32) -> Option<ActorKind> {
        let actor = parties::of_word(self.context, self.actors, at)?.actor?;
        self.actors.list.get(actor).map(|a| a.kind)
    }

    /// Head words at a path of the frame.
    pub(super) fn heads(&self, path: Path, frame: &Frame<'a>) -> Vec<u32> {
        let mut first: Vec<u32> = frame.fillers(path.slot).collect();
        if path.slot == Slot::Complement && first.is_empty() {
            first.extend(self.content(frame.head));
        }
        // `gave permission to Russia to help Israel`: a phrase before a clause with the same word.
        if matches!(path.slot, Slot::Preposition(_)) && first.len() > 1 {
            first.sort_by_key(|head| self.context.analysis.token(*head).upos == Upos::Verb);
        }
        let Some(then) = path.then else { return first };
        let second = first.into_iter().flat_map(|head| {
            let frame = Frame::of(self.context, head);
            frame.fillers(then).collect::<Vec<_>>()
        });
        second.collect()
    }

    /// The clause that a cue attributes, where it is no complement in the tree: a quotation.
    fn content(&self, cue: u32) -> Option<u32> {
        let statement = self.statements.get(*self.by_cue.get(&cue)?)?;
        self.context.analysis.head_of(*statement.content.first()?)
    }

    /// The actors on one side: those of the first path that has any with a code, else with a name.
    pub(super) fn side(
        &self,
        paths: &[Path],
        frame: &Frame<'a>,
        inner: Option<(u32, &'static str)>,
        other: &[Filler],
        source: bool,
    ) -> Vec<Filler> {
        let mut nameless = Vec::new();
        // A noun has an object only where a support verb gives it one: `faces pressure`, `came under attack`.
        let given = Path { slot: Slot::Object, then: None, below: false };
        let noun = self.context.analysis.token(frame.head).upos == Upos::Noun;
        let given = Some(given).filter(|given| !source && noun && !paths.contains(given));
        for path in given.iter().chain(paths) {
            let heads = match path.slot {
                Slot::Inner => inner.map(|(at, _)| self.inner_sides(at, other)).unwrap_or_default(),
                Slot::Denied => self.denied(frame.head),
                _ => self.heads(*path, frame),
            };
            let mut found: Vec<Filler> = Vec::new();
            for head in heads {
                if other.iter().any(|o| o.head == head) {
                    continue;
                }
                let mut fillers = self.fillers(head);
                fillers.retain(|f| !source || !parties::is_whereabouts(self.context, self.actors, f));
                let spoken_of = !source && matches!(path.then, Some(Slot::Subject | Slot::Object));
                let own = |o: &Filler, f: &Filler| {
                    is_self(&o.party, &f.party) || spoken_of && is_own_state(&o.party, &f.party)
                };
                found.extend(fillers.into_iter().filter(|f| !other.iter().any(|o| own(o, f))));
                if known(&found) && path.slot != Slot::Denied {
                    break;
                }
            }
            if known(&found) {
                // A place beside those who were met is where they were met.
                found.retain(|f| f.party.code.is_some() || !self.is_place(f));
                return found;
            }
            if nameless.is_empty() {
                nameless = found;
            }
        }
        if source {
            return nameless;
        }
        for path in paths {
            let Slot::Preposition(preposition) = path.slot else { continue };
            if path.then.is_some() {
                continue;
            }
            for head in frame.loose(self.context, preposition) {
                let mut found = parties::fillers(self.context, self.actors, head);
                found.retain(|f| !other.iter().any(|o| o.head == head || is_self(&o.party, &f.party)));
                if known(&found) {
                    return found;
                }
            }
        }
        nameless
    }

    /// The actors a word stands for; a clause stands for those in it, what is acted on before who acts.
    fn fillers(&self, head: u32) -> Vec<Filler> {
        let upos = self.context.analysis.token(head).upos;
        let own = parties::fillers(self.context, self.actors, head);
        // `the brutal killing`: the adjective of a noun is no clause.
        let quality = upos == Upos::Adj && self.context.analysis.token(head).deprel == Deprel::Amod;
        if !matches!(upos, Upos::Verb | Upos::Adj | Upos::Aux) || known(&own) || quality {
            return own;
        }
        let frame = Frame::of(self.context, head);
        let slots = ["to", "with", "against", "on", "from", "of", "in"].map(Slot::Preposition);
        for slot in std::iter::once(Slot::Object).chain(slots).chain([Slot::Subject]) {
            for filler in frame.fillers(slot) {
                let found = parties::fillers(self.context, self.actors, filler);
                if known(&found) {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// Words for the sides of the act that an act is about, its target first.
    fn inner_sides(&self, at: u32, other: &[Filler]) -> Vec<u32> {
        let frame = Frame::of(self.context, at);
        let Some(pos) = self.inner_pos(at) else { return Vec::new() };
        let lemma = self.context.analysis.lemma(at);
        let Some(rule) = self.context.lexicons.events.of(lemma, pos).find(|rule| self.holds(rule, &frame)) else {
            return Vec::new();
        };
        let mut heads = Vec::new();
        for paths in [&rule.target, &rule.source] {
            for path in paths {
                if !matches!(path.slot, Slot::Inner | Slot::Denied) {
                    heads.extend(self.heads(*path, &frame));
                }
            }
        }
        heads.retain(|head| !other.iter().any(|o| o.head == *head));
        heads
    }

    /// Sources of the statements that the statement of this cue denies.
    fn denied(&self, cue: u32) -> Vec<u32> {
        let statement = self.by_cue.get(&cue).and_then(|s| self.statements.get(*s));
        let denied = statement.map_or(&[][..], |s| s.denies.as_slice());
        denied.iter().filter_map(|d| self.statements.get(*d)?.source.head).take(8).collect()
    }

    fn same_subject(&self, frame: &Frame<'a>, source: &[Filler]) -> bool {
        let complements: Vec<u32> = self.heads(Path { slot: Slot::Complement, then: None, below: false }, frame);
        complements.into_iter().any(|clause| {
            Frame::of(self.context, clause).fillers(Slot::Subject).any(|subject| {
                let fillers = parties::fillers(self.context, self.actors, subject);
                fillers.iter().any(|f| source.iter().any(|s| parties::same(&s.party, &f.party)))
            })
        })
    }

    /// What did it, where a rule names its word: `a bombing killed two`, `two were killed in an air strike` are one event.
    fn causes(&self, rule: &Rule, frame: &Frame<'a>) -> Vec<u32> {
        let named = rule.conditions.iter().filter(|condition| {
            let by_word = condition.wanted.iter().any(|w| matches!(w, Wanted::Lemma(_) | Wanted::Class(_)));
            let violent = rule.code.and_then(|c| c.get(..2)).is_some_and(|root| ("18".."21").contains(&root));
            let cause = match condition.path.slot {
                Slot::Subject => true,
                Slot::Preposition("in") => violent,
                _ => false,
            };
            by_word && cause && condition.path.then.is_none() && !condition.path.below && !condition.not
        });
        named.flat_map(|condition| self.heads(condition.path, frame)).collect()
    }

    /// Words that a rule of a verb names and that belong to its action: `imposed sanctions`.
    fn consumed(&self, rule: &Rule, frame: &Frame<'a>) -> Vec<u32> {
        let mut words: Vec<u32> = frame.fillers(Slot::Particle).collect();
        for condition in &rule.conditions {
            let names_words = condition.wanted.iter().any(|w| matches!(w, Wanted::Lemma(_) | Wanted::Class(_)));
            let is_argument = matches!(condition.path.slot, Slot::Object | Slot::Complement) && !condition.path.below;
            if names_words && is_argument && !condition.not && condition.path.then.is_none() {
                let heads = self.heads(condition.path, frame).into_iter();
                words
                    .extend(heads.filter(|at| !matches!(self.context.analysis.token(*at).upos, Upos::Sym | Upos::Num)));
            }
        }
        words.truncate(4);
        words
    }
}

/// Whether one side is the other again: the same actor, or of the same state and sector (`they` and `their forces`).
fn is_self(one: &Party, other: &Party) -> bool {
    parties::same(one, other) || one.code.as_ref().is_some_and(|c| c.len() > 3 && other.code.as_ref() == Some(c))
}

/// Whether one speaks for a state and the other is that state, its government or its forces: a minister who warns that her
/// state would close its ports warns another. (Rebels may well threaten their own state, and it them.)
pub(super) fn is_own_state(one: &Party, other: &Party) -> bool {
    let (Some(one), Some(other)) = (&one.code, &other.code) else { return false };
    let speaks = |code: &str| code.len() == 3 || matches!(code.get(3..6), Some("GOV" | "MIL"));
    one.get(..3) == other.get(..3) && speaks(one) && speaks(other)
}

/// Whether any has a code.
pub(super) fn known(fillers: &[Filler]) -> bool {
    fillers.iter().any(|f| f.party.code.is_some())
}

/// The sectors of a CAMEO actor code: `GOV` and `MIL` of `RUSGOVMIL`.
pub(super) fn sectors(code: &str) -> impl Iterator<Item = &str> {
    (0..code.len()).step_by(3).filter_map(move |at| code.get(at..at + 3))
}

/// The words of an action, those next to each other together.
pub(super) fn action(head: u32, others: &[u32]) -> Vec<Tokens> {
    let mut words: Vec<u32> = std::iter::once(head).chain(others.iter().copied()).collect();
    words.sort_unstable();
    words.dedup();
    let mut spans: Vec<Tokens> = Vec::new();
    for word in words {
        match spans.last_mut() {
            Some(last) if last.end == word => last.end = word + 1,
            _ => spans.push(Tokens::new(word, word + 1)),
        }
    }
    spans
}
