//! The actors of a document while they are being found.

use super::called::{by_surname, gender, title_before};
use super::companies::Companies;
use super::located::Located;
use super::names::{Class, Named};
use super::own::OwnPeople;
use crate::Context;
use crate::draft::{Mention, MentionForm, Whereabouts};
use crate::lexicons::name_words::Beside;
use crate::lexicons::world::{Code, Gender, Known, folded, term_at};
use rustc_hash::{FxHashMap, FxHashSet};
use sayso_language::{Tokens, Upos};
use sayso_record::ActorKind;

/// How many people of one first name, and how many actors for letters, are looked at: without a bound a document that is
/// nothing but names would cost the square of its length.
pub(super) const NAMESAKES: usize = 32;
const BODIES: usize = 500;

/// What makes an actor the one it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Identity {
    /// A state by number.
    State(u32),
    /// A known person.
    Person(u32),
    /// A known body.
    Body(u32),
    /// A known place.
    Place(u32),
    /// Known from this text alone.
    Text,
}

/// An office or description that the text gives an actor.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    /// In lower case, without the state: `foreign ministry spokesperson`.
    pub(super) title: String,
    /// Sectors of the code.
    pub(super) sector: Code,
    /// The state it is an office of.
    pub(super) state: Option<u32>,
    /// The actor it is an office of: a body, a group.
    pub(super) of: Option<usize>,
    /// Whether it lies in the past.
    pub(super) former: bool,
}

/// An actor in the making.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    /// What makes it the one it is.
    pub(super) identity: Identity,
    /// Its name so far.
    pub(super) name: String,
    /// What it is.
    pub(super) kind: ActorKind,
    /// The state it belongs to, where the lexicon or the text says so.
    pub(super) state: Option<u32>,
    /// What the text says of it.
    pub(super) told: Vec<Told>,
    /// He or she.
    pub(super) gender: Option<Gender>,
    /// Whether it is many.
    pub(super) plural: bool,
    /// Whether it has a name.
    pub(super) named: bool,
    /// Where it is, for a place.
    pub(super) place: Whereabouts,
    /// Mentions so far.
    pub(super) mentions: Vec<Mention>,
}

impl Entity {
    /// Whether it may be a person, though it was taken for a body or place: a name that nothing but the finder of names knows.
    pub(super) fn is_doubtful(&self) -> bool {
        let unsure = matches!(self.kind, ActorKind::Organization | ActorKind::Place);
        unsure && self.named && self.identity == Identity::Text && self.told.is_empty() && self.state.is_none()
    }

    /// An actor without mentions.
    pub(super) fn new(identity: Identity, name: String, kind: ActorKind) -> Self {
        Self {
            identity,
            name,
            kind,
            state: None,
            told: Vec::new(),
            gender: None,
            plural: kind == ActorKind::Group,
            named: true,
            place: Whereabouts::Unsaid,
            mentions: Vec::new(),
        }
    }
}

/// All actors found so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Roster {
    /// The actors.
    pub(super) list: Vec<Entity>,
    by_identity: FxHashMap<Identity, usize>,
    pub(super) by_text: FxHashMap<(Class, String), usize>,
    /// People by last name, and by first name, in order of first mention.
    pub(super) by_last: FxHashMap<String, Vec<usize>>,
    pub(super) by_first: FxHashMap<String, Vec<usize>>,
    /// What companies are called.
    pub(super) companies: Companies,
}

/// The roster of the names of a document, and for each name its actor.
pub(super) fn of_names(context: &Context, names: &[Named]) -> (Roster, Vec<usize>) {
    let mut roster = Roster::default();
    let states: FxHashSet<u32> = names.iter().filter_map(|n| state_named(context, n)).collect();
    let mut owners: Vec<Option<usize>> = vec![None; names.len()];
    let own = OwnPeople::new(context, names, &states);
    // Full names first, so that a last name before its full name (in a headline) finds it.
    for (owner, name) in owners.iter_mut().zip(names) {
        *owner = roster.company(context, name);
    }
    for (owner, name) in owners.iter_mut().zip(names).filter(|(owner, _)| owner.is_none()) {
        let known = known(context, name, &states).filter(|known| !own.go_before(context, name, *known));
        *owner = match (name.class, known) {
            (Class::State, Some(Known::State(s) | Known::Demonym(s) | Known::Capital(s))) => {
                Some(roster.state(context, s))
            }
            (Class::Person, Some(Known::Person(p))) => Some(roster.person(context, p)),
            (Class::Body, Some(Known::Body(b))) => Some(roster.body(context, b)),
            (Class::Place, Some(Known::Place(p))) => Some(roster.place(context, p)),
            (Class::Person, _) if name.tokens.len() > 1 => {
                let company = roster.companies.called(&folded(&text_of(context, name)));
                company.or_else(|| Some(roster.stranger(context, name)))
            }
            _ => None,
        };
    }
    for (owner, name) in owners.iter_mut().zip(names) {
        if owner.is_none() {
            *owner = Some(roster.partial(context, name, &states));
        }
    }
    let owners = owners.into_iter().map(Option::unwrap_or_default).collect();
    (roster, owners)
}

/// The state that a name names.
pub(super) fn state_named(context: &Context, name: &Named) -> Option<u32> {
    let world = &context.lexicons.world;
    if !matches!(name.class, Class::State | Class::Place) {
        return None;
    }
    match name.located {
        Some(Located::Elsewhere(state)) => return Some(state),
        Some(Located::Row(row)) => {
            return world.places.get(row as usize).and_then(|p| world.state(p.country));
        }
        None => {}
    }
    let states = name.known.iter().find_map(|(_, k)| match k {
        Known::State(s) | Known::Demonym(s) | Known::Capital(s) => Some(*s),
        _ => None,
    });
    states.or_else(|| {
        name.known.iter().find_map(|(_, k)| match k {
            Known::Place(p) => world.places.get(*p as usize).and_then(|p| world.state(p.country)),
            _ => None,
        })
    })
}

/// What the name means among what the lexicon knows by it.
pub(super) fn known(context: &Context, name: &Named, states: &FxHashSet<u32>) -> Option<Known> {
    match name.located {
        Some(Located::Row(row)) => return Some(Known::Place(row)),
        Some(Located::Elsewhere(_)) => return None,
        None => {}
    }
    let world = &context.lexicons.world;
    let day = context.document.date;
    let sector = title_before(context, name.tokens.start).map_or("", |t| t.code);
    let fits = |known: &&Known| match name.class {
        Class::Person => matches!(known, Known::Person(_)),
        Class::Body => matches!(known, Known::Body(_)),
        Class::State => matches!(known, Known::State(_) | Known::Demonym(_) | Known::Capital(_)),
        Class::Place => matches!(known, Known::Place(_)),
    };
    let terms = |known: &Known| match known {
        Known::Person(p) => world.people.get(*p as usize).map_or(&[][..], |p| &p.terms),
        Known::Body(b) => world.bodies.get(*b as usize).map_or(&[][..], |b| &b.terms),
        _ => &[],
    };
    let mut options = name.known.iter().map(|(_, k)| k).filter(fits).peekable();
    let first = *options.peek()?;
    if name.known.len() == 1 {
        return Some(*first);
    }
    // Of namesakes the one whose state the text names, and who was in office then.
    let weight = |known: &&Known| {
        let terms = terms(known);
        let place = match known {
            Known::Place(p) => world.places.get(*p as usize).and_then(|p| world.state(p.country)),
            _ => None,
        };
        let mut homes = terms.iter().filter_map(|t| world.state(t.country)).chain(place);
        let titled = !sector.is_empty() && terms.iter().any(|t| t.code.contains(sector));
        (titled, homes.any(|s| states.contains(&s)), day.is_some() && term_at(terms, day).is_some())
    };
    options.rev().max_by_key(weight).copied()
}

impl Roster {
    fn push(&mut self, entity: Entity) -> usize {
        self.list.push(entity);
        self.list.len() - 1
    }

    /// A new actor.
    pub(super) fn add(&mut self, entity: Entity) -> usize {
        self.push(entity)
    }

    /// The actor that is state number `state`.
    pub(super) fn state(&mut self, context: &Context, state: u32) -> usize {
        let identity = Identity::State(state);
        if let Some(known) = self.by_identity.get(&identity) {
            return *known;
        }
        let name = context.lexicons.world.states.get(state as usize).map_or("", |s| s.name);
        let mut entity = Entity::new(identity, name.to_owned(), ActorKind::Country);
        entity.state = Some(state);
        let number = self.push(entity);
        self.by_identity.insert(identity, number);
        number
    }

    fn person(&mut self, context: &Context, person: u32) -> usize {
        let identity = Identity::Person(person);
        if let Some(known) = self.by_identity.get(&identity) {
            return *known;
        }
        let world = &context.lexicons.world;
        let Some(row) = world.people.get(person as usize) else {
            return self.push(Entity::new(Identity::Text, String::new(), ActorKind::Person));
        };
        let mut entity = Entity::new(identity, row.name.to_owned(), ActorKind::Person);
        let country = term_at(&row.terms, context.document.date).or_else(|| row.terms.last());
        entity.state = country.and_then(|t| world.state(t.country));
        entity.gender = gender(context, row.name, row.terms.iter().map(|t| t.title));
        let number = self.push(entity);
        self.by_identity.insert(identity, number);
        self.call(context, row.name, number);
        number
    }

    pub(super) fn body(&mut self, context: &Context, body: u32) -> usize {
        let identity = Identity::Body(body);
        if let Some(known) = self.by_identity.get(&identity) {
            return *known;
        }
        let world = &context.lexicons.world;
        let row = world.bodies.get(body as usize);
        let name = row.map_or("", |r| r.name);
        let mut entity = Entity::new(identity, name.to_owned(), ActorKind::Organization);
        let country = row.and_then(|r| term_at(&r.terms, context.document.date).or_else(|| r.terms.first()));
        entity.state = country.and_then(|t| world.state(t.country));
        let number = self.push(entity);
        self.by_identity.insert(identity, number);
        number
    }

    fn place(&mut self, context: &Context, place: u32) -> usize {
        let identity = Identity::Place(place);
        if let Some(known) = self.by_identity.get(&identity) {
            return *known;
        }
        let world = &context.lexicons.world;
        let row = world.places.get(place as usize);
        let mut entity = Entity::new(identity, row.map_or("", |r| r.name).to_owned(), ActorKind::Place);
        entity.state = row.and_then(|r| world.state(r.country));
        entity.place = Whereabouts::Row(place);
        let number = self.push(entity);
        self.by_identity.insert(identity, number);
        number
    }

    /// A name of one word, or of something that is no known body and no person.
    fn partial(&mut self, context: &Context, name: &Named, states: &FxHashSet<u32>) -> usize {
        let text = text_of(context, name);
        let word = folded(&text);
        // A person's last name alone is often taken for a place or a body.
        if (name.class == Class::Person || name.known.is_empty()) && name.tokens.len() <= 2 {
            let last = word.rsplit(['-', ' ']).next().unwrap_or(&word);
            if let Some(person) = self.namesake(context, name, last).or_else(|| self.namesake(context, name, &word)) {
                return person;
            }
        }
        if name.known.is_empty()
            && let Some(company) = self.companies.called(bare(&word))
        {
            return company;
        }
        let key = (name.class, bare(&word).to_owned());
        if let Some(known) = self.by_text.get(&key) {
            return *known;
        }
        // What the finder of names took once for a body and once for a person or place is one thing.
        for class in [Class::Body, Class::Person, Class::Place] {
            if let Some(known) = self.by_text.get(&(class, bare(&word).to_owned())) {
                return *known;
            }
        }
        if name.class == Class::Person
            && let Some(person) = by_surname(context, name, &text, states)
        {
            let number = self.person(context, person);
            self.by_text.insert(key, number);
            return number;
        }
        let kind = match name.class {
            Class::Person => ActorKind::Person,
            Class::Body => ActorKind::Organization,
            Class::State => ActorKind::Country,
            Class::Place => ActorKind::Place,
        };
        let mut entity = Entity::new(Identity::Text, bare_cased(&text).to_owned(), kind);
        match name.class {
            Class::Person => {
                entity.gender = gender(context, &text, std::iter::empty());
                self.by_last.entry(word).or_default().push(self.list.len());
            }
            Class::Place => {
                entity.state = state_named(context, name);
                if name.located.is_some() {
                    entity.place = Whereabouts::Elsewhere;
                }
            }
            // `ethnic Albanians` are a people of the state that the text is about.
            Class::Body if name.people => {
                entity.kind = ActorKind::Group;
                entity.plural = true;
                let title = word;
                entity.told.push(Told { title, sector: "CVL", state: None, of: None, former: false });
            }
            _ => {}
        }
        let number = self.push(entity);
        self.by_text.insert(key, number);
        number
    }

    /// Adds a mention.
    pub(super) fn mention(&mut self, entity: usize, mention: Mention) {
        if let Some(entity) = self.list.get_mut(entity) {
            entity.mentions.push(mention);
        }
    }

    /// The actor whose name has these initials.
    pub(super) fn abbreviated(&self, letters: &str) -> Option<usize> {
        let is_body = |e: &Entity| matches!(e.kind, ActorKind::Organization | ActorKind::Group) && e.name.contains(' ');
        (0..self.list.len().min(BODIES)).find(|e| self.list.get(*e).is_some_and(is_body) && self.is_spelt(*e, letters))
    }

    /// Whether the words of an actor's name begin with these letters; `MoD` has a small one for the small word.
    pub(super) fn is_spelt(&self, entity: usize, letters: &str) -> bool {
        let small = letters.chars().filter(|c| c.is_uppercase()).count() > 1;
        let letters = letters.chars().filter(move |c| c.is_alphanumeric() && !(small && c.is_lowercase()));
        self.list.get(entity).is_some_and(|e| initials(&e.name).eq(letters))
    }
}

/// The capitals that begin the words of a name.
fn initials(name: &str) -> impl Iterator<Item = char> + '_ {
    name.split([' ', '-']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase())
}

/// The words of a name with single blanks.
pub(super) fn text_of(context: &Context, name: &Named) -> String {
    words(context, name.tokens)
}

/// The words of `tokens` with single blanks.
pub(super) fn words(context: &Context, tokens: Tokens) -> String {
    let text = context.analysis.span(tokens).of(&context.document.text);
    if text.contains(['\n', '\t', '\u{a0}']) || text.contains("  ") {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text.to_owned()
}

fn bare(word: &str) -> &str {
    word.strip_prefix("the ").unwrap_or(word)
}

pub(super) fn bare_cased(word: &str) -> &str {
    word.strip_prefix("The ").or_else(|| word.strip_prefix("the ")).unwrap_or(word)
}

/// Names of one word that the finder of names passed over here and found elsewhere: last names of people, bodies, places.
pub(super) fn missed<'w>(context: &Context<'w>, names: &[Named<'w>]) -> Vec<Named<'w>> {
    let mut known: FxHashMap<&str, Named<'w>> = FxHashMap::default();
    for name in names {
        let last = context.form(name.tokens.end - 1);
        let bare = Named { known: &[], demonym: false, nested: false, people: false, located: None, ..*name };
        match name.class {
            Class::Person if name.tokens.len() > 1 => {
                // `Xi` for `Xi Jinping`; what comes last in `Moon Jae-in` is no name.
                let first = context.form(name.tokens.start);
                if context.lexicons.world.name_words.is(first, Beside::Family) {
                    known.insert(first, bare);
                }
                if last.starts_with(char::is_uppercase) {
                    known.insert(last, bare);
                }
            }
            Class::Body | Class::Place if name.tokens.len() == 1 && !name.nested => {
                known.entry(last).or_insert(Named { known: name.known, ..bare });
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    if known.is_empty() {
        return found;
    }
    let mut next = 0;
    for at in 0..context.analysis.len() {
        while names.get(next).is_some_and(|n| n.tokens.end <= at) {
            next += 1;
        }
        let covered = names.get(next).is_some_and(|n| n.tokens.contains(at));
        if !covered
            && context.analysis.token(at).upos == Upos::Propn
            && let Some(name) = known.get(context.form(at))
        {
            found.push(Named { tokens: Tokens::new(at, at + 1), head: at, ..*name });
        }
    }
    found
}

/// How a name refers.
pub(super) fn form_of(name: &Named) -> MentionForm {
    if name.demonym { MentionForm::Demonym } else { MentionForm::Name }
}
