//! One pass over the mentions in text order: each finds its actor among those before it, or is a new one.

use super::attach::{self, How};
use super::bare;
use super::candidates::{Candidate, Said, Search};
use super::focus::Focus;
use super::names::{Class, Named};
use super::nominals::{self, Covered, Nominal, Pointing};
use super::pronouns::{self, Asks};
use super::roster::{self, Entity, Identity, Roster, Told};
use super::speakers::{self, Speakers};
use crate::Context;
use crate::draft::{Mention, MentionForm};
use crate::lexicons::name_words::Beside;
use crate::lexicons::world::{Agent, Home};
use rustc_hash::FxHashMap;
use sayso_language::{Tokens, Upos, Xpos};
use sayso_record::ActorKind;

/// What is known while reading.
pub(super) struct Resolver<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    pub(super) names: &'c [Named<'a>],
    pub(super) owners: &'c [usize],
    pub(super) covered: &'c Covered,
    pub(super) nominals: &'c [Nominal],
    pub(super) focus: &'c Focus,
    pub(super) roster: Roster,
    pub(super) speakers: Speakers,
    pub(super) said: Vec<Said>,
    pub(super) groups: FxHashMap<(u32, Option<u32>, Option<usize>), usize>,
    /// The actor of a pronoun or role phrase, by its head.
    of_head: FxHashMap<u32, usize>,
    /// Words that lead to an actor without being a mention: titles before names.
    pub(super) titles: Vec<(Tokens, u32, usize)>,
    /// How often the text names each actor.
    named: Vec<u32>,
    /// What the last pronoun of each kind referred to.
    going: Vec<(Asks, usize)>,
    /// The state whose office was named last, and in which sentence: `his government … in parliament`.
    pub(super) domestic: Option<(u32, u32)>,
    /// Heads of phrases that stand for several actors, and each of those beside the main one.
    pub(super) shared: Vec<(u32, usize)>,
    /// Pronouns and their candidates, where somebody wants to learn from them.
    pub(super) choices: Option<Vec<(u32, Vec<Candidate>)>>,
}

#[derive(Clone, Copy)]
enum Item {
    Name(usize),
    Nominal(usize),
    Pronoun(Asks),
    /// `the 63-year-old`
    Age(Tokens),
}

impl<'c, 'a> Resolver<'c, 'a> {
    pub(super) fn new(
        context: &'c Context<'a>,
        names: &'c [Named<'a>],
        owners: &'c [usize],
        covered: &'c Covered,
        nominals: &'c [Nominal],
        focus: &'c Focus,
        roster: Roster,
    ) -> Self {
        let mut named = vec![0; roster.list.len()];
        for (name, owner) in names.iter().zip(owners) {
            if let Some(count) = named.get_mut(*owner).filter(|_| !name.nested) {
                *count += 1;
            }
        }
        Self {
            named,
            going: Vec::new(),
            context,
            names,
            owners,
            covered,
            nominals,
            focus,
            roster,
            speakers: Speakers::new(context),
            said: Vec::new(),
            groups: FxHashMap::default(),
            of_head: FxHashMap::default(),
            titles: Vec::new(),
            domestic: None,
            shared: Vec::new(),
            choices: None,
        }
    }

    /// Reads the whole document.
    pub(super) fn read(&mut self) {
        let mut items: Vec<(u32, u8, Item)> = Vec::new();
        items.extend(self.names.iter().enumerate().map(|(n, name)| (name.head, 0, Item::Name(n))));
        items.extend(self.nominals.iter().enumerate().map(|(n, nominal)| (nominal.head, 1, Item::Nominal(n))));
        for at in 0..self.context.analysis.len() {
            if let Some(asks) = pronouns::asks(self.context, at) {
                items.push((at, 2, Item::Pronoun(asks)));
            } else if let Some(words) = pronouns::age(self.context, at) {
                items.push((at, 2, Item::Age(words)));
            }
        }
        items.sort_by_key(|(at, rank, _)| (*at, *rank));
        // The words in quotation marks often come before the one who says them; their `I` waits for the end.
        let mut waiting = Vec::new();
        for (at, _, item) in items {
            match item {
                Item::Name(n) => self.name(n),
                Item::Nominal(n) => self.nominal(n),
                Item::Pronoun(Asks::Speaker) => waiting.push(at),
                Item::Pronoun(asks) => self.pronoun(at, asks, Tokens::new(at, at + 1), MentionForm::Pronoun),
                Item::Age(words) => self.pronoun(at, Asks::Somebody, words, MentionForm::Nominal),
            }
        }
        for at in waiting {
            if let Some(entity) = self.speakers.of(at).and_then(|s| s.entity)
                && self.may_say(entity, at)
            {
                let mention = Mention { tokens: Tokens::new(at, at + 1), head: at, form: MentionForm::Pronoun };
                self.roster.mention(entity, mention);
            }
        }
    }

    fn pronoun(&mut self, at: u32, asks: Asks, words: Tokens, form: MentionForm) {
        let Self { context, roster, speakers, said, named, .. } = self;
        let going = self.going.iter().find(|g| g.0 == asks).map(|g| g.1);
        let search = Search { context, roster, speakers, said, named, going, at, asks };
        let (names, covered, owners) = (self.names, self.covered, self.owners);
        let ahead = |head: u32| {
            let number = covered.name(head)?;
            names.get(number).filter(|n| n.class != Class::State && !n.nested)?;
            owners.get(number).copied()
        };
        if let Some(choices) = self.choices.as_mut().filter(|_| asks != Asks::Somebody) {
            choices.push((at, search.candidates(ahead)));
        }
        if let Some(entity) = search.best(ahead) {
            if asks == Asks::Many {
                self.share(at, entity);
            }
            self.mention(entity, words, at, form);
            self.of_head.insert(at, entity);
            self.learn(entity, asks);
            self.going.retain(|g| g.0 != asks);
            self.going.push((asks, entity));
        }
    }

    /// Whom `she` took up goes by `she` from then on, and is a person whatever the name was taken for.
    fn learn(&mut self, entity: usize, asks: Asks) {
        if let Asks::Person(gender) = asks
            && let Some(entity) = self.roster.list.get_mut(entity)
        {
            entity.gender = entity.gender.or(Some(gender));
            entity.kind = ActorKind::Person;
        }
    }

    /// `I` is a person; `we` may be anybody but the person alone, who stands for others.
    fn may_say(&self, entity: usize, at: u32) -> bool {
        let form = self.context.form(at).to_lowercase();
        let person = self.roster.list.get(entity).is_some_and(|e| e.kind == ActorKind::Person && !e.plural);
        matches!(form.as_str(), "i" | "me" | "my" | "mine" | "myself") == person
    }

    pub(super) fn mention(&mut self, entity: usize, tokens: Tokens, head: u32, form: MentionForm) {
        self.roster.mention(entity, Mention { tokens, head, form });
        self.speakers.learn(head, entity);
        let part = pronouns::part(self.context, head);
        let name = matches!(form, MentionForm::Name | MentionForm::Demonym);
        let speaks = speakers::speaks(self.context, head);
        self.said.push(Said { head, entity, pronoun: form == MentionForm::Pronoun, name, part, speaks });
    }

    fn name(&mut self, number: usize) {
        let (Some(name), Some(&entity)) = (self.names.get(number), self.owners.get(number)) else { return };
        let form = roster::form_of(name);
        self.affiliate(name.tokens.start, Some(entity), None);
        // `Russian` before a noun is a mention of Russia, but nothing that `it` takes up.
        let adjective = name.demonym && matches!(self.context.analysis.token(name.head).xpos, Xpos::Jj);
        if adjective || name.nested {
            self.roster.mention(entity, Mention { tokens: name.tokens, head: name.head, form });
        } else {
            self.mention(entity, name.tokens, name.head, form);
        }
    }

    fn nominal(&mut self, number: usize) {
        let Some(nominal) = self.nominals.get(number) else { return };
        let Some(agent) = self.context.lexicons.world.agents.row(nominal.row) else { return };
        let told = self.told(nominal, agent, number);
        if self.titles_of_several(nominal, agent, &told) {
            return;
        }
        if let Some((name, how)) = attach::name_of(self.context, self.names, self.covered, nominal)
            && let Some(&entity) = self.owners.get(name)
        {
            self.tell(entity, told, nominal);
            match how {
                How::Title => self.titles.push((nominal.words, nominal.head, entity)),
                How::Apposed => self.mention(entity, nominal.tokens, nominal.head, MentionForm::Nominal),
            }
            self.of_head.insert(nominal.head, entity);
            return;
        }
        if let Some(state) = self.the_country(nominal, &told) {
            let entity = self.roster.state(self.context, state);
            self.mention(entity, nominal.tokens, nominal.head, MentionForm::Nominal);
            self.of_head.insert(nominal.head, entity);
            return;
        }
        if bare::names_nobody(self.context, nominal) {
            return;
        }
        self.others(nominal, agent, &told);
        let entity = self.antecedent(nominal, agent, &told).unwrap_or_else(|| self.newcomer(nominal, agent, told));
        if nominal.kind == ActorKind::Organization {
            self.affiliate(nominal.tokens.start, Some(entity), Some(agent.code));
        }
        if !nominal.with.others.is_empty() {
            self.shared.push((nominal.head, entity));
        }
        self.mention(entity, self.own_words(nominal), nominal.head, MentionForm::Nominal);
        self.of_head.insert(nominal.head, entity);
    }

    /// `Ali Hasan, of the provincial council`, `Ann Lee of Amnesty`: what the person before the phrase at `start` belongs to.
    fn affiliate(&mut self, start: u32, of: Option<usize>, sector: Option<&'static str>) {
        let analysis = self.context.analysis;
        let mut at = start;
        for _ in 0..4 {
            let Some(before) = at.checked_sub(1) else { return };
            let token = analysis.token(before);
            match token.upos {
                Upos::Det | Upos::Adj => at = before,
                Upos::Adp if matches!(analysis.lemma(before), "of" | "from" | "with" | "at") => {
                    let comma = before.checked_sub(1).filter(|c| self.context.form(*c) == ",");
                    let plain = analysis.lemma(before) == "of";
                    let Some(last) = comma.or(plain.then_some(before)).and_then(|c| c.checked_sub(1)) else { return };
                    let Some(number) = self.covered.name(last) else { return };
                    let person =
                        self.names.get(number).is_some_and(|n| n.class == Class::Person && n.tokens.end == last + 1);
                    let Some(&entity) = self.owners.get(number).filter(|_| person) else { return };
                    let state = of.and_then(|o| self.roster.list.get(o)).and_then(|e| e.state);
                    let of = of.filter(|o| self.roster.list.get(*o).is_some_and(|e| e.kind == ActorKind::Organization));
                    let Some(known) = self.roster.list.get_mut(entity) else { return };
                    known.state = known.state.or(state);
                    if of.is_some() && known.told.is_empty() {
                        let sector = sector.unwrap_or_default();
                        known.told.push(Told { title: String::new(), sector, state, of, former: false });
                    }
                    return;
                }
                _ => return,
            }
        }
    }

    /// `the country`, `the kingdom`: the state that the text is about; none where it is not one that points back.
    fn the_country(&self, nominal: &Nominal, told: &Told) -> Option<u32> {
        let back = nominal.with.pointing == Pointing::Back && nominal.with.pronoun.is_none() && !nominal.plural;
        let head = self.context.analysis.lemma(nominal.head);
        let word = self.context.lexicons.world.name_words.is(head, Beside::Country);
        if !back || !word || nominal.words.len() > 1 {
            return None;
        }
        told.state.or_else(|| self.focus.at(self.context, nominal.head))
    }

    /// What a role phrase tells of its actor.
    fn told(&self, nominal: &Nominal, agent: &Agent, number: usize) -> Told {
        let with = nominal.with;
        let possessor = with.pronoun.and_then(|p| self.of_head.get(&p)).copied();
        let of =
            with.name.and_then(|n| self.owners.get(n)).copied().or(possessor).or_else(|| self.within(nominal, number));
        let of_state = of.and_then(|of| self.roster.list.get(of)).and_then(|e| e.state);
        let is_state = of.and_then(|o| self.roster.list.get(o)).is_some_and(|e| e.kind == ActorKind::Country);
        let mut sector = agent.code;
        if sector.is_empty()
            && let Some(nested) = self.nested(nominal, number)
        {
            sector = nested;
        }
        Told {
            title: nominals::title(self.context, nominal),
            sector,
            state: with.state.or(of_state),
            of: of.filter(|_| !is_state),
            former: with.former,
        }
    }

    /// The role phrase inside the phrase: `the governor` in `spokesman for the governor`, `the army` in `the army's spokesman`.
    fn nested(&self, nominal: &Nominal, number: usize) -> Option<&'static str> {
        let agents = &self.context.lexicons.world.agents;
        let near = self.nominals.get(number.saturating_sub(2)..(number + 3).min(self.nominals.len()))?;
        let inside = near.iter().filter(|n| n.head != nominal.head && nominal.tokens.covers(n.words));
        inside.filter_map(|n| agents.row(n.row)).map(|a| a.code).find(|c| !c.is_empty())
    }

    /// The actor that a role phrase inside the phrase refers to, before its head: `the party's deputy leader`.
    fn within(&self, nominal: &Nominal, number: usize) -> Option<usize> {
        let near = self.nominals.get(number.saturating_sub(2)..number)?;
        let analysis = self.context.analysis;
        let owner = near.iter().rev().find(|n| {
            let mark = n.words.end;
            mark < nominal.words.start && analysis.token(mark).xpos == Xpos::Pos && nominal.words.start - mark < 4
        })?;
        self.of_head.get(&owner.head).copied()
    }

    /// Adds what is told to an actor.
    pub(super) fn tell(&mut self, entity: usize, told: Told, nominal: &Nominal) {
        let gender = self.gender(nominal);
        let Some(entity) = self.roster.list.get_mut(entity) else { return };
        if entity.state.is_none() && !told.former {
            entity.state = told.state;
        }
        entity.gender = gender.or(entity.gender);
        if !entity.told.iter().any(|t| t.title == told.title && t.of == told.of) && entity.told.len() < 12 {
            entity.told.push(told);
        }
    }

    fn gender(&self, nominal: &Nominal) -> Option<crate::lexicons::world::Gender> {
        if nominal.plural || nominal.kind != ActorKind::Person {
            return None;
        }
        self.context.lexicons.world.genders.of_word(&self.context.form(nominal.head).to_lowercase())
    }

    /// A new actor for a role phrase.
    pub(super) fn newcomer(&mut self, nominal: &Nominal, agent: &Agent, told: Told) -> usize {
        let mut told = told;
        // `leaders of the Azadliq`, whoever the Azadliq are.
        let unknown = |of: usize| {
            self.roster
                .list
                .get(of)
                .is_none_or(|e| e.identity == Identity::Text && e.state.is_none() && e.told.is_empty())
        };
        let open = told.state.is_none() && told.of.is_none_or(unknown) && !nominal.with.foreign;
        let home = self.context.lexicons.world.sectors.home(agent.code);
        if open {
            told.state = match home {
                Home::Text => self.domestic_state(nominal.head),
                Home::Sentence => self.focus.alone(self.context, nominal.head),
                Home::Nowhere => None,
            };
        }
        if let Some(state) = told.state.filter(|_| home == Home::Text) {
            self.domestic = Some((self.context.analysis.token(nominal.head).sentence, state));
        }
        let mut entity = Entity::new(Identity::Text, self.name_of(nominal), nominal.kind);
        entity.named = false;
        entity.plural = nominal.plural;
        entity.state = told.state;
        entity.gender = self.gender(nominal);
        let key = (nominal.row, told.state, told.of);
        entity.told.push(told);
        let number = self.roster.add(entity);
        if nominal.kind != ActorKind::Person && nominal.with.pointing != Pointing::New {
            self.groups.entry(key).or_insert(number);
        }
        number
    }

    /// The words of a role phrase without its article.
    fn name_of(&self, nominal: &Nominal) -> String {
        if let Some(own) = nominal.with.owner.filter(|_| !nominal.with.others.is_empty()) {
            return self.name_with(nominal, own);
        }
        let analysis = self.context.analysis;
        let mut tokens = nominal.tokens;
        if tokens.len() > 6 {
            tokens.end = nominal.words.end;
        }
        while tokens.len() > 1
            && (analysis.token(tokens.start).upos == Upos::Det || analysis.token(tokens.start).xpos == Xpos::Prps)
        {
            tokens.start += 1;
        }
        let text = analysis.span(tokens).of(&self.context.document.text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Where a name stands for the state it is of: weight for the focus.
pub(super) fn weight(name: &Named) -> f32 {
    match name.class {
        Class::Place => 1.2,
        // Officials at home are what `the government` and `congress` go with.
        Class::State if name.demonym => 0.8,
        Class::State => 1.0,
        Class::Person => 1.3,
        Class::Body => 0.7,
    }
}
