//! The frame of a word: what stands around it in the tree, told by role instead of by construction.
//!
//! A passive subject is an object, a `by` phrase a subject; participles, infinitives, relative clauses and
//! coordinated verbs get the subject that grammar makes them share; a noun with a support verb (`launched an
//! attack`) gets the verb's subject. So a rule for `attack` need not know how the sentence is built.

use super::grammar::{
    WIDTH, is_infinitive, is_negation, is_particle, is_passive, noun_holder, referent, shared_subject,
};
use super::misparse;
use crate::Context;
use crate::lexicons::events::{Side, Slot};
use sayso_language::{Deprel, Upos, Xpos};

/// How far behind a word phrases are looked for that the parser hung elsewhere.
const FAR: u32 = 30;

/// What fills the slots around a word, in order of preference.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame<'a> {
    /// The word.
    pub(super) head: u32,
    /// Slots and the head words of what fills them.
    fillers: Vec<(Slot<'a>, u32)>,
    /// Whether it is a passive, participles included.
    pub(super) passive: bool,
}

impl<'a> Frame<'a> {
    /// The frame of token `head`.
    pub(super) fn of(context: &Context<'a>, head: u32) -> Self {
        let mut frame = Self { head, ..Self::default() };
        match context.analysis.token(head).upos {
            Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num => frame.noun(context),
            _ => frame.verb(context),
        }
        frame
    }

    /// The head words of what fills `slot`.
    pub(super) fn fillers(&self, slot: Slot<'_>) -> impl Iterator<Item = u32> {
        self.fillers.iter().filter(move |(known, _)| *known == slot).map(|(_, head)| *head)
    }

    /// All slots with the head words of what fills them.
    pub(super) fn slots(&self) -> impl Iterator<Item = (Slot<'a>, u32)> {
        self.fillers.iter().copied()
    }

    /// Whether anything fills `slot`.
    pub(super) fn has(&self, slot: Slot<'_>) -> bool {
        self.fillers.iter().any(|(known, _)| *known == slot)
    }

    /// The head words of phrases with `preposition` further on in the clause, that the parser hung on other words:
    /// `returned a sculpture of the emperor to Peru` with Peru as where the emperor is.
    pub(super) fn loose(&self, context: &Context, preposition: &str) -> Vec<u32> {
        let analysis = context.analysis;
        let end = analysis.sentence_of(self.head).tokens.end.min(self.head.saturating_add(FAR));
        let mut found = Vec::new();
        for at in self.head + 1..end {
            let token = analysis.token(at);
            // Another clause begins.
            let other =
                matches!(token.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md | Xpos::Wdt | Xpos::Wp | Xpos::Wrb)
                    || token.deprel == Deprel::Mark
                    || context.form(at) == ";";
            if other {
                break;
            }
            if token.deprel == Deprel::Case && token.head > at && analysis.lemma(at) == preposition {
                found.push(token.head);
            }
        }
        found
    }

    /// Makes a lone subject the object, as in headlines: `leaders detained`.
    pub(super) fn object_from_subject(&mut self) {
        if self.passive {
            return;
        }
        for (slot, _) in &mut self.fillers {
            if *slot == Slot::Subject {
                *slot = Slot::Object;
            }
        }
        self.passive = true;
    }

    fn push(&mut self, slot: Slot<'a>, head: u32) {
        if !self.fillers.contains(&(slot, head)) {
            self.fillers.push((slot, head));
        }
    }

    fn verb(&mut self, context: &Context<'a>) {
        let analysis = context.analysis;
        let verb = self.head;
        self.passive = is_passive(context, verb);
        if let Some(object) = misparse::stranded_object(context, verb) {
            // `bulldozers demolished homes, officials said`: a participle after its noun has no object.
            self.passive = false;
            self.push(Slot::Object, object);
        }
        if let Some((subject, object)) = misparse::hidden_verb(context, verb) {
            self.passive = false;
            self.push(Slot::Subject, subject);
            self.push(Slot::Object, object);
        }
        let mut purposes = Vec::new();
        for &child in analysis.children(verb).iter().take(WIDTH) {
            match analysis.token(child).deprel {
                Deprel::Nsubj | Deprel::NsubjOuter if self.passive => self.push(Slot::Object, child),
                Deprel::Nsubj | Deprel::NsubjOuter => self.push(Slot::Subject, referent(context, child)),
                Deprel::NsubjPass | Deprel::Obj => {
                    self.push(Slot::Object, referent(context, child));
                    // `called off the strike`, with `off` for a preposition.
                    if let Some(case) = analysis.child(child, Deprel::Case)
                        && case == verb + 1
                        && is_particle(analysis.lemma(case))
                    {
                        self.push(Slot::Particle, case);
                    }
                    if let Some(clause) = misparse::nominal_clause(context, child) {
                        self.push(Slot::Object, clause);
                    }
                }
                // `asked them to leave`: a lone indirect object is the object.
                Deprel::Iobj => {
                    self.push(Slot::Indirect, child);
                    if analysis.child(verb, Deprel::Obj).is_none() && !self.passive {
                        self.push(Slot::Object, child);
                    }
                }
                Deprel::Obl if misparse::bare_object(context, verb, child, self.passive) => {
                    self.push(Slot::Object, child);
                }
                // `called off the strike`, with `off the strike` for a phrase.
                Deprel::Obl if misparse::particle_object(context, verb, child) => {
                    self.push(Slot::Particle, verb + 1);
                    self.push(Slot::Object, child);
                }
                Deprel::Obl | Deprel::OblAgent | Deprel::Nmod | Deprel::OblUnmarked => self.oblique(context, child),
                Deprel::Xcomp if misparse::noun_complement(context, verb, child, self.passive) => {
                    self.push(Slot::Object, child);
                }
                Deprel::Ccomp | Deprel::Xcomp => {
                    self.push(Slot::Complement, child);
                    let own = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Expl];
                    let finite = own.into_iter().any(|deprel| analysis.child(child, deprel).is_some());
                    if finite && !is_infinitive(context, child) {
                        self.push(Slot::Finite, child);
                    }
                }
                Deprel::Advcl | Deprel::Acl => purposes.push(child),
                Deprel::CompoundPrt if !misparse::up_to(context, child) => self.push(Slot::Particle, child),
                Deprel::Aux => self.push(Slot::Auxiliary, child),
                Deprel::Mark => self.push(Slot::Mark, child),
                Deprel::Advmod if is_negation(context, child) => self.push(Slot::Negation, child),
                Deprel::Advmod if analysis.token(child).xpos == Xpos::Rp || is_particle(analysis.lemma(child)) => {
                    self.push(Slot::Particle, child);
                }
                _ => {}
            }
        }
        // `accused them of hiding it`, `went there to meet him`: clauses that a preposition or `to` brings in.
        for clause in purposes {
            let mark = analysis.children(clause).iter().find(|c| analysis.token(**c).deprel == Deprel::Mark);
            // `resigned as the crisis deepened` has no phrase with `as`.
            let finite = [Deprel::Nsubj, Deprel::NsubjPass].into_iter().any(|d| analysis.child(clause, d).is_some())
                && !is_infinitive(context, clause);
            if let Some(&mark) = mark
                && (!finite || matches!(analysis.lemma(mark), "that" | "for"))
            {
                self.push(Slot::Preposition(analysis.lemma(mark)), clause);
            }
            if mark.is_some_and(|m| matches!(analysis.lemma(*m), "of" | "to" | "from" | "for" | "against" | "that")) {
                self.push(Slot::Complement, clause);
            }
        }
        self.understood(context);
        self.shared_object(context);
        self.measured(context);
        // Whether `on Iran` hangs on `imposed` or on `sanctions` is for the parser a toss; for us it is one thing.
        let objects: Vec<u32> = self.fillers(Slot::Object).collect();
        for object in objects {
            for &child in analysis.children(object).iter().take(WIDTH) {
                match analysis.token(child).deprel {
                    Deprel::Nmod => self.oblique(context, child),
                    Deprel::Acl if !self.has(Slot::Complement) && is_infinitive(context, child) => {
                        self.push(Slot::Complement, child);
                    }
                    // `lift the embargo it imposed on Iraq`: whom it was imposed on it is lifted from.
                    Deprel::Acl | Deprel::AclRelcl if carries(context, child) => {
                        for &phrase in analysis.children(child).iter().take(WIDTH) {
                            if analysis.token(phrase).deprel == Deprel::Obl {
                                self.oblique(context, phrase);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        self.nested_obliques(context);
    }

    /// `launched a series of attacks`, `suspended part of an aid programme`: what is measured is the object too.
    fn measured(&mut self, context: &Context<'a>) {
        let analysis = context.analysis;
        let objects: Vec<u32> = self.fillers(Slot::Object).collect();
        for object in objects {
            if !context.lexicons.events.is_measure(analysis.lemma(object)) {
                continue;
            }
            for &child in analysis.children(object).iter().take(WIDTH) {
                let of = analysis.child(child, Deprel::Case).is_some_and(|case| analysis.lemma(case) == "of");
                if of && analysis.token(child).deprel == Deprel::Nmod {
                    self.push(Slot::Object, child);
                }
            }
        }
    }

    /// Phrases that the parser hung on a phrase of this word: `met on Monday with …` as `Monday with …`.
    fn nested_obliques(&mut self, context: &Context<'a>) {
        let analysis = context.analysis;
        let outer: Vec<u32> =
            self.fillers.iter().filter(|(slot, _)| matches!(slot, Slot::Preposition(_))).map(|(_, at)| *at).collect();
        for at in outer.into_iter().take(8) {
            for &child in analysis.children(at).iter().take(WIDTH) {
                if analysis.token(child).deprel == Deprel::Nmod {
                    self.oblique(context, child);
                }
            }
        }
    }

    /// A prepositional phrase; `by` brings in the agent of a passive.
    fn oblique(&mut self, context: &Context<'a>, child: u32) {
        let analysis = context.analysis;
        for &case in analysis.children(child).iter().take(WIDTH) {
            if analysis.token(case).deprel != Deprel::Case {
                continue;
            }
            let preposition = analysis.lemma(case);
            // `according to officials` tells who speaks.
            if context.form(case).eq_ignore_ascii_case("according") {
                continue;
            }
            if self.passive && preposition == "by" && !self.has(Slot::Subject) {
                self.push(Slot::Subject, child);
            }
            self.push(Slot::Preposition(preposition), child);
            if preposition == "between"
                && let Some(second) = misparse::second_of_two(context, child)
            {
                self.push(Slot::Preposition(preposition), second);
            }
            if let Some(rest) = analysis.child(case, Deprel::Fixed) {
                self.push(Slot::Preposition(analysis.lemma(rest)), child);
            }
        }
    }

    /// The subject or object that a clause without its own shares with its surroundings.
    fn understood(&mut self, context: &Context<'a>) {
        let analysis = context.analysis;
        let token = analysis.token(self.head);
        let above = token.head;
        if token.deprel == Deprel::Acl && analysis.token(above).head != above {
            // `oust them through a motion tabled by …`: what the noun belongs to.
            self.push(Slot::Governor, analysis.token(above).head);
        }
        let slot = if self.passive { Slot::Object } else { Slot::Subject };
        if token.deprel == Deprel::AclRelcl && self.has(Slot::Subject) && !self.has(Slot::Object) && above != self.head
        {
            // `the ban that they lifted`, `the ban they lifted`; not `the men who fled`.
            let is_subject = self.fillers(Slot::Subject).any(|s| s == above);
            if !is_subject {
                self.push(Slot::Object, above);
            }
        }
        if self.has(slot) {
            return;
        }
        let found = match token.deprel {
            Deprel::Acl if is_infinitive(context, self.head) => noun_holder(context, above),
            Deprel::Acl | Deprel::AclRelcl => Some(above),
            Deprel::Amod if above != self.head => Some(above),
            Deprel::Xcomp | Deprel::Advcl | Deprel::Conj | Deprel::Ccomp | Deprel::Parataxis => {
                shared_subject(context, self.head)
            }
            _ => None,
        };
        if let Some(found) = found.filter(|f| *f != self.head) {
            self.push(slot, found);
        }
        // `issued a report accusing them`: the one who issued it accuses.
        if token.deprel == Deprel::Acl
            && slot == Slot::Subject
            && context.lexicons.events.is_message(analysis.lemma(above))
            && let Some(holder) = noun_holder(context, above)
        {
            self.push(slot, holder);
        }
    }

    /// `attacked and killed three soldiers`: the object stands with the last of coordinated verbs.
    fn shared_object(&mut self, context: &Context<'a>) {
        let analysis = context.analysis;
        if self.passive || self.has(Slot::Object) || self.has(Slot::Complement) {
            return;
        }
        let next = analysis.children(self.head).iter().copied().take(WIDTH).find(|c| {
            let token = analysis.token(*c);
            token.deprel == Deprel::Conj && token.upos == Upos::Verb
        });
        if let Some(next) = next
            && next <= self.head + 3
            && analysis.child(next, Deprel::Nsubj).is_none()
            && let Some(object) = analysis.child(next, Deprel::Obj)
        {
            self.push(Slot::Object, object);
        }
    }

    fn noun(&mut self, context: &Context<'a>) {
        let analysis = context.analysis;
        for &child in analysis.children(self.head).iter().take(WIDTH) {
            let token = analysis.token(child);
            match token.deprel {
                Deprel::NmodPoss => self.push(Slot::Possessor, referent(context, child)),
                Deprel::Nmod | Deprel::Obl => self.oblique(context, child),
                Deprel::Compound | Deprel::Amod | Deprel::NmodDesc | Deprel::Flat | Deprel::NmodUnmarked => {
                    self.push(Slot::Modifier, child);
                }
                Deprel::Nsubj => self.push(Slot::Subject, referent(context, child)),
                Deprel::Det if analysis.lemma(child) == "no" => self.push(Slot::Negation, child),
                Deprel::Acl | Deprel::AclRelcl if carries(context, child) => self.carried(context, child),
                Deprel::Acl => self.participle(context, child),
                Deprel::Ccomp | Deprel::Xcomp => self.push(Slot::Complement, child),
                _ => {}
            }
        }
        // `remains a donor`, `became an ally`: who the noun is said of.
        if analysis.token(self.head).deprel == Deprel::Xcomp
            && !self.has(Slot::Subject)
            && let Some(subject) = shared_subject(context, self.head)
        {
            self.push(Slot::Subject, subject);
        }
        self.loose_participle(context);
        self.support(context);
        self.nested_obliques(context);
    }

    /// `in the attack, reportedly conducted by the militia`: the comma often makes the parser hang the participle on the verb.
    fn loose_participle(&mut self, context: &Context<'a>) {
        let analysis = context.analysis;
        let after = analysis.subtree(self.head).end;
        let sentence = analysis.sentence_of(self.head).tokens;
        let next = (after..sentence.end).take(4).find(|at| analysis.token(*at).xpos == Xpos::Vbn);
        let Some(next) = next else { return };
        // Coordinated with the verb only if it has what a verb has.
        let bare = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux, Deprel::AuxPass]
            .into_iter()
            .all(|deprel| analysis.child(next, deprel).is_none());
        match analysis.token(next).deprel {
            Deprel::Advcl | Deprel::Parataxis => self.participle(context, next),
            Deprel::Conj if bare => self.participle(context, next),
            _ => {}
        }
    }

    /// `attack conducted by the militia`, `claims that …`, `attempt to …`, `accused of …`.
    fn participle(&mut self, context: &Context<'a>, clause: u32) {
        let analysis = context.analysis;
        if analysis.token(clause).xpos != Xpos::Vbn {
            self.push(Slot::Complement, clause);
            return;
        }
        self.carried(context, clause);
    }

    /// Takes over what a relative clause with a support verb knows of the event: `the attack that they launched on it`.
    fn carried(&mut self, context: &Context<'a>, clause: u32) {
        for support in context.lexicons.events.supports(context.analysis.lemma(clause)) {
            if support.noun == Slot::Object {
                self.supported(context, clause, support.party, support.side);
            }
        }
    }

    /// Takes over what a support verb knows of the event: `launched an attack on`, `came under attack`.
    fn support(&mut self, context: &Context<'a>) {
        let analysis = context.analysis;
        // `a series of attacks` stands with its verb as `attacks` would.
        let above = analysis.token(self.head).head;
        let measured = context.lexicons.events.is_measure(analysis.lemma(above))
            && analysis.child(self.head, Deprel::Case).is_some_and(|case| analysis.lemma(case) == "of");
        let noun = if measured { above } else { self.head };
        let token = analysis.token(noun);
        let verb = token.head;
        if verb == noun || !matches!(analysis.token(verb).upos, Upos::Verb | Upos::Aux) {
            return;
        }
        self.push(Slot::Governor, verb);
        let case = analysis.child(noun, Deprel::Case).map(|c| analysis.lemma(c));
        let place = match (token.deprel, case) {
            (Deprel::Obj | Deprel::NsubjPass, _) => Slot::Object,
            (Deprel::Nsubj, _) if is_passive(context, verb) => Slot::Object,
            (Deprel::Nsubj, _) => Slot::Subject,
            (_, Some(preposition)) => Slot::Preposition(preposition),
            _ => return,
        };
        for support in context.lexicons.events.supports(analysis.lemma(verb)) {
            if support.noun == place {
                self.supported(context, verb, support.party, support.side);
            }
        }
    }

    fn supported(&mut self, context: &Context<'a>, verb: u32, party: Slot<'static>, side: Side) {
        let mut frame = Self { head: verb, ..Self::default() };
        frame.verb(context);
        let to = if side == Side::Source { Slot::Support } else { Slot::Object };
        let own = self.head;
        let measure = context.analysis.token(own).head;
        for filler in frame.fillers(party).filter(|f| *f != own && *f != measure) {
            self.push(to, filler);
        }
        for (slot, filler) in &frame.fillers {
            if matches!(slot, Slot::Preposition(_)) && *filler != self.head {
                self.push(*slot, *filler);
            }
        }
    }
}

/// Whether a relative clause tells who did what its noun names: its verb supports such nouns, and the noun is its object.
fn carries(context: &Context, clause: u32) -> bool {
    let analysis = context.analysis;
    let noun = analysis.token(clause).head;
    let mut subjects =
        [Deprel::Nsubj, Deprel::NsubjPass].into_iter().filter_map(|deprel| analysis.child(clause, deprel));
    let subject = subjects.any(|subject| referent(context, subject) != noun);
    let supports = context.lexicons.events.supports(analysis.lemma(clause));
    subject && supports.iter().any(|support| support.noun == Slot::Object && support.side == Side::Source)
}
