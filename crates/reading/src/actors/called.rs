//! What people are called by: whom a full name, a last name, a family name before the others, initials or `Jr.` mean.

use super::names::{Class, Named};
use super::roster::{Entity, Identity, NAMESAKES, Roster, text_of};
use crate::Context;
use crate::lexicons::name_words::Beside;
use crate::lexicons::world::{Agent, Gender, folded, term_at};
use rustc_hash::FxHashSet;
use sayso_record::ActorKind;

/// The words of a person's name that tell them from others, folded: without initials, articles (`al-`) and `Jr.`; with the
/// name's letters where it has initials.
struct Called {
    words: Vec<String>,
    initials: Vec<char>,
}

impl Called {
    fn new(context: &Context, name: &str) -> Self {
        let table = &context.lexicons.world.name_words;
        let mut called = Self { words: Vec::new(), initials: Vec::new() };
        for word in name.split([' ', '-']).map(|w| w.trim_matches(is_mark)).filter(|w| !w.is_empty()) {
            if table.is(word, Beside::Generation) || table.is(word, Beside::Article) {
                continue;
            }
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            // `J.`, `A.Q.`
            if letters == 1 || (word.contains('.') && word.chars().all(|c| c.is_uppercase() || c == '.')) {
                called.initials.extend(word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase));
            } else {
                called.words.push(folded(word));
            }
        }
        called
    }

    /// Whether all of this is in the fuller name `whole`.
    fn is_part_of(&self, context: &Context, whole: &str) -> bool {
        let whole = Self::new(context, whole);
        let begins =
            |letter: &char| whole.initials.contains(letter) || whole.words.iter().any(|w| w.starts_with(*letter));
        !self.words.is_empty()
            && self.words.iter().all(|w| whole.words.contains(w))
            && (self.words.len() > 1 || self.initials.iter().all(begins))
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '‘' | '’' | '\'' | '`')
}

/// `Alexander Cutler` for `Alexander "Sandy" Cutler`.
fn without_nickname(name: String) -> String {
    let open = name.match_indices(' ').map(|(at, _)| at + 1).find(|at| name[*at..].starts_with(is_mark));
    let close = open.and_then(|open| {
        name[open..].match_indices(' ').map(|(at, _)| open + at).find(|at| name[..*at].ends_with(is_mark))
    });
    match (open, close) {
        (Some(open), Some(close)) => format!("{}{}", &name[..open], &name[close + 1..]),
        _ => name,
    }
}

impl Roster {
    /// Somebody with a full name that the lexicon doesn't know.
    pub(super) fn stranger(&mut self, context: &Context, name: &Named) -> usize {
        let text = without_nickname(text_of(context, name));
        let called = Called::new(context, &text);
        let word = |place: Option<&String>| place.cloned().unwrap_or_default();
        let (first, last) = (word(called.words.first()), word(called.words.last()));
        if called.words.len() == 1
            && let Some(known) = self.namesake(context, name, &last)
            && self.list.get(known).is_some_and(|e| called.is_part_of(context, &e.name))
        {
            return known;
        }
        let key = (Class::Person, format!("{first} {last}"));
        if let Some(known) = self.by_text.get(&key).copied() {
            if let Some(entity) = self.list.get_mut(known)
                && entity.name.len() < text.len()
            {
                entity.name = text;
            }
            return known;
        }
        // `Samia Suluhu` for `Samia Suluhu Hassan`, `López Obrador` for `Andrés Manuel López Obrador`.
        let sharing = |roster: &Self| -> Vec<usize> {
            let lists = [roster.by_first.get(&first), roster.by_last.get(&last)];
            lists.into_iter().flatten().flat_map(|all| all.iter().copied().take(NAMESAKES)).collect()
        };
        let fuller = |entity: &Entity| entity.kind == ActorKind::Person && called.is_part_of(context, &entity.name);
        let known = sharing(self).into_iter().find(|e| self.list.get(*e).is_some_and(fuller));
        if let Some(known) = known {
            return known;
        }
        // The other way round, where a headline comes before the full name; not where both are whole names: `Ali Hassan`,
        // `Mohammed Ali Hassan`.
        let shorter = |entity: &Entity| {
            let own = Called::new(context, &entity.name);
            let given = own.words.first().is_some_and(|w| context.lexicons.world.genders.of_name(w).is_some());
            entity.identity == Identity::Text && own.words.len() > 1 && !given && called.words.ends_with(&own.words)
        };
        if let Some(known) = sharing(self).into_iter().find(|e| self.list.get(*e).is_some_and(shorter)) {
            if let Some(entity) = self.list.get_mut(known) {
                entity.gender = entity.gender.or_else(|| gender(context, &text, std::iter::empty()));
                entity.name.clone_from(&text);
            }
            self.by_text.insert(key, known);
            self.call(context, &text, known);
            return known;
        }
        let mut entity = Entity::new(Identity::Text, text.clone(), ActorKind::Person);
        entity.gender = gender(context, &text, std::iter::empty());
        let number = self.add(entity);
        self.by_text.insert(key, number);
        self.call(context, &text, number);
        number
    }

    /// Notes what a person may be called by alone: the last name, the first, and a family name that comes first (`Xi`).
    pub(super) fn call(&mut self, context: &Context, name: &str, number: usize) {
        let Called { words, .. } = Called::new(context, name);
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
        let mut note = |word: &String| {
            let named = self.by_last.entry(word.clone()).or_default();
            if named.last() != Some(&number) {
                named.push(number);
            }
        };
        note(last);
        let family = name.split(' ').next().is_some_and(|w| context.lexicons.world.name_words.is(w, Beside::Family));
        if family {
            note(first);
        }
        self.by_first.entry(first.clone()).or_default().push(number);
    }

    /// Whom one word of a name means: of several the one who goes by the title before it (`Mrs. Clinton`), else the first
    /// in the text.
    pub(super) fn namesake(&self, context: &Context, name: &Named, word: &str) -> Option<usize> {
        let all = self.by_last.get(word).or_else(|| self.by_first.get(word))?;
        let before = name.tokens.start.checked_sub(1).map(|at| context.form(at).to_lowercase());
        let gender = before.and_then(|word| context.lexicons.world.genders.of_word(&word));
        let agrees = |e: &&usize| {
            let known = self.list.get(**e).and_then(|e| e.gender);
            known.is_none() || gender.is_none() || known == gender
        };
        let mut fitting = all.iter().take(NAMESAKES).filter(agrees).peekable();
        let first = **fitting.peek()?;
        if all.len() == 1 {
            return Some(first);
        }
        let day = context.document.date;
        let title = title_before(context, name.tokens.start).map(|a| a.name);
        let world = &context.lexicons.world;
        let holds = |e: &&usize| {
            let Some(Identity::Person(person)) = self.list.get(**e).map(|e| e.identity) else { return false };
            let term = world.people.get(person as usize).and_then(|p| term_at(&p.terms, day));
            term.zip(title).is_some_and(|(term, title)| world.kin.may_stand_for(title, term.title))
        };
        Some(fitting.find(holds).copied().unwrap_or(first))
    }
}

/// The known person who must be meant by a last name alone: in office that day, of the title before the name, of a state
/// that the text names.
pub(super) fn by_surname(context: &Context, name: &Named, word: &str, states: &FxHashSet<u32>) -> Option<u32> {
    let world = &context.lexicons.world;
    let day = context.document.date;
    let title = title_before(context, name.tokens.start).map(|a| a.name);
    let fits = |person: &u32| {
        let Some(row) = world.people.get(*person as usize) else { return false };
        let mut terms = row.terms.iter().filter(|t| day.is_none_or(|d| t.holds(d)));
        match title {
            Some(title) => terms.any(|t| world.kin.may_stand_for(title, t.title)),
            // Without a day, everybody was in office once: `Gordon` may be anybody, `Putin` is who ruled.
            None if day.is_none() => terms.any(|t| t.rules() || world.kin.may_stand_for("leader", t.title)),
            None => terms.next().is_some(),
        }
    };
    let mut candidates: Vec<u32> = world.people_named(word).filter(fits).collect();
    let term = |p: &u32| world.people.get(*p as usize).and_then(|r| term_at(&r.terms, day));
    let code = |p: &u32| term(p).map(|t| t.code);
    // `President Bush` is one of two presidents of one country; `Minister Khan` may be anybody's.
    let one = |all: &[u32]| all.first().is_some_and(|first| all.iter().all(|c| code(c) == code(first)));
    if title.is_none() || !one(&candidates) {
        let home = |p: &u32| {
            let row = world.people.get(*p as usize);
            row.is_some_and(|r| r.terms.iter().any(|t| world.state(t.country).is_some_and(|s| states.contains(&s))))
        };
        candidates.retain(home);
    }
    let first = candidates.first().copied()?;
    one(&candidates).then(|| {
        let weight = |p: &&u32| {
            let leads = term(p).is_some_and(|t| t.rules() || world.kin.may_stand_for("leader", t.title));
            (leads, world.people.get(**p as usize).map(|r| r.terms.len()))
        };
        candidates.iter().rev().max_by_key(weight).copied().unwrap_or(first)
    })
}

/// The role that stands right before token `at` as a title does.
pub(super) fn title_before(context: &Context, at: u32) -> Option<Agent> {
    let agents = &context.lexicons.world.agents;
    let start = context.analysis.sentence_of(at).tokens.start;
    (start.max(at.saturating_sub(4))..at).find_map(|begin| {
        let (tokens, row) = agents.longest(context, begin)?;
        let row = agents.row(row)?;
        (tokens.end == at && !row.code.is_empty()).then_some(*row)
    })
}

/// He or she, by first name or title.
pub(super) fn gender<'t>(context: &Context, name: &str, titles: impl Iterator<Item = &'t str>) -> Option<Gender> {
    let genders = &context.lexicons.world.genders;
    let mut words = name.split(' ');
    let first = words.next().unwrap_or_default();
    let by_name = genders.of_name(first).or_else(|| genders.of_name(first.split('-').next().unwrap_or_default()));
    by_name.or_else(|| {
        let mut last_words = titles.filter_map(|t| t.rsplit(' ').next());
        last_words.find_map(|w| genders.of_word(w))
    })
}
