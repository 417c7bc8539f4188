//! Event rules: which words, in which surroundings, name which CAMEO event between whom.
//!
//! A rule is a row of `events.tsv`. It looks at the *frame* of a word (its subject, object, complement and
//! prepositional phrases, whatever the voice or the part of speech; see `crate::events::frame`), so one row
//! serves the active, the passive, the participle and the relative clause.

use super::LexiconError;
use super::cameo::{Cameo, Nesting};
use rustc_hash::FxHashMap;

/// A part of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Slot<'s> {
    /// Who acts: the subject, or the agent of a passive.
    Subject,
    /// What is acted on: the object, or the subject of a passive.
    Object,
    /// The indirect object.
    Indirect,
    /// A complement clause.
    Complement,
    /// A complement clause with a verb of its own subject: `agreed that it was late`, not `agreed to go`.
    Finite,
    /// A particle: `crack down`.
    Particle,
    /// A possessor.
    Possessor,
    /// Compounds and adjectives.
    Modifier,
    /// The subject of a support verb: who launches the attack.
    Support,
    /// The verb above a noun.
    Governor,
    /// Auxiliaries.
    Auxiliary,
    /// A negation.
    Negation,
    /// What brings in a clause: `if`, `whether`, `that`.
    Mark,
    /// Any word of the sentence.
    Around,
    /// The act that this one is about.
    Inner,
    /// The source of the statement that this one denies.
    Denied,
    /// A prepositional phrase.
    Preposition(&'s str),
}

/// A slot, and maybe a slot of what fills it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// The slot.
    pub(crate) slot: Slot<'static>,
    /// A slot of its filler.
    pub(crate) then: Option<Slot<'static>>,
    /// Any word below the filler.
    pub(crate) below: bool,
}

/// What a word may have to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A lemma.
    Lemma(&'static str),
    /// A member of a class of `classes.tsv`, by number.
    Class(u32),
    /// An actor with that CAMEO sector: `#MIL`.
    Sector(&'static str),
    /// A country as such: `#state`.
    State,
    /// A person: `#person`.
    Person,
    /// A place or country: `#place`.
    Place,
    /// An actor, known or not: `#actor`.
    Actor,
}

/// A condition of a rule.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    /// Where to look.
    pub(crate) path: Path,
    /// Whether it must not hold.
    pub(crate) not: bool,
    /// One of these; empty: anything there.
    pub(crate) wanted: Vec<Wanted>,
}

/// How an event runs between its sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Direction {
    /// From source to target.
    #[default]
    OneWay,
    /// Alike in both directions: a meeting.
    Reciprocal,
}

/// A row of `events.tsv`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rule {
    /// CAMEO code; none for "this is no event".
    pub(crate) code: Option<&'static str>,
    /// What must hold.
    pub(crate) conditions: Vec<Condition>,
    /// Where the source may stand.
    pub(crate) source: Vec<Path>,
    /// Where the target may stand.
    pub(crate) target: Vec<Path>,
    /// Direction.
    pub(crate) direction: Direction,
    /// Takes its code from what it is about.
    pub(crate) nesting: Option<Nesting>,
    /// The source has to be a known actor.
    pub(crate) needs_source: bool,
    /// The target has to be a known actor.
    pub(crate) needs_target: bool,
    /// The complement's subject has to be the source.
    pub(crate) same_subject: bool,
    /// Only with an act in the complement.
    pub(crate) needs_inner: bool,
    /// Only with an act in the complement or with a target that is a known actor.
    pub(crate) needs_aim: bool,
    /// What happens in the other direction at once: who hosts a visit is visited.
    pub(crate) pair: Option<&'static str>,
    /// A subject without an object is the object.
    pub(crate) transitive: bool,
    /// Sectors of those who do such things where the text names nobody.
    pub(crate) agents: Vec<&'static str>,
    /// Line of the table.
    pub(crate) line: usize,
    /// The conditions as the row has them.
    pub(crate) when: &'static str,
}

/// Part of speech of a rule's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Pos {
    /// Verbs.
    Verb,
    /// Nouns.
    Noun,
    /// Adjectives.
    Adjective,
}

/// Which side of an event a slot of its support verb is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The source.
    Source,
    /// The target.
    Target,
}

/// A row of `support.tsv`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Support {
    /// Where the event's noun stands with the verb.
    pub(crate) noun: Slot<'static>,
    /// The slot that is a side of the event.
    pub(crate) party: Slot<'static>,
    /// Which side.
    pub(crate) side: Side,
}

/// All that is known of words for events.
#[derive(Clone, Debug)]
pub(crate) struct EventRules {
    rules: Vec<Rule>,
    by_word: [FxHashMap<&'static str, Vec<u32>>; 3],
    classes: FxHashMap<&'static str, u128>,
    /// The class of nouns that only measure what stands after their `of`.
    measure: Option<u32>,
    /// The class of nouns that say something: reports, statements.
    message: Option<u32>,
    /// The class of words that count somebody by an order: `the first to visit`.
    rank: Option<u32>,
    supports: FxHashMap<&'static str, Vec<Support>>,
    /// Where verbs without a rule have their sides.
    unruled: Rule,
}

const VERB_SOURCE: &[&str] = &["subj"];
const VERB_TARGET: &[&str] =
    &["obj", "to", "with", "against", "on", "upon", "at", "from", "over", "of", "for", "into", "in"];
const NOUN_SOURCE: &[&str] = &["by", "light", "poss", "mod", "of", "from"];
const NOUN_TARGET: &[&str] = &["on", "against", "of", "to", "with", "over", "at", "into", "in", "from", "mod"];

impl EventRules {
    /// Reads the tables.
    pub(super) fn read(cameo: &Cameo) -> Result<Self, LexiconError> {
        let mut classes: FxHashMap<&'static str, u128> = FxHashMap::default();
        let mut numbers: FxHashMap<&'static str, u32> = FxHashMap::default();
        let table = sayso_lexicon::table!("classes.tsv", ["class", "words"])?;
        for (number, row) in (0_u32..).zip(table.rows()) {
            let row = row?;
            if number >= u128::BITS {
                return Err(row.error("there is room for 128 classes"));
            }
            numbers.insert(row.cell(0), number);
            for word in row.list(1) {
                *classes.entry(word).or_default() |= 1 << number;
            }
        }

        let mut rules = Vec::new();
        let mut by_word: [FxHashMap<&'static str, Vec<u32>>; 3] = Default::default();
        let table =
            sayso_lexicon::table!("events.tsv", ["code", "pos", "words", "when", "source", "target", "options"])?;
        for row in table.rows() {
            let row = row?;
            let code = Some(row.cell(0)).filter(|code| *code != "-");
            if let Some(unknown) = code.filter(|code| cameo.code(code).is_none()) {
                return Err(row.error(format!("`{unknown}` is no CAMEO code")));
            }
            let (pos, source, target) = match row.cell(1) {
                "v" => (Pos::Verb, VERB_SOURCE, VERB_TARGET),
                "n" => (Pos::Noun, NOUN_SOURCE, NOUN_TARGET),
                "a" => (Pos::Adjective, VERB_SOURCE, VERB_TARGET),
                other => return Err(row.error(format!("`{other}` is no part of speech; it is v, n or a"))),
            };
            let paths = |column: usize, default: &[&'static str]| -> Vec<Path> {
                let mut paths: Vec<Path> = row.list(column).map(path).collect();
                if paths.is_empty() {
                    paths = default.iter().copied().map(path).collect();
                }
                paths
            };
            let mut rule = Rule {
                code,
                source: paths(4, source),
                target: paths(5, target),
                line: row.line(),
                when: row.cell(3),
                ..Rule::default()
            };
            for text in row.list(3) {
                rule.conditions.push(condition(text, &numbers).map_err(|problem| row.error(problem))?);
            }
            for text in row.list(6) {
                option(&mut rule, text).map_err(|problem| row.error(problem))?;
            }
            if let Some(unknown) = rule.pair.filter(|code| cameo.code(code).is_none()) {
                return Err(row.error(format!("`{unknown}` is no CAMEO code")));
            }
            let number = u32::try_from(rules.len()).unwrap_or(u32::MAX);
            rules.push(rule);
            for word in row.list(2) {
                by_word[pos as usize].entry(word).or_default().push(number);
            }
        }
        // The rule that asks for most comes first; equals keep the table's order.
        for numbers in by_word.iter_mut().flat_map(FxHashMap::values_mut) {
            numbers.sort_by_key(|n| std::cmp::Reverse(rules.get(*n as usize).map_or(0, Rule::strictness)));
        }

        let mut supports: FxHashMap<&'static str, Vec<Support>> = FxHashMap::default();
        let table = sayso_lexicon::table!("support.tsv", ["verb", "noun", "party", "side"])?;
        for row in table.rows() {
            let row = row?;
            let side = match row.cell(3) {
                "source" => Side::Source,
                "target" => Side::Target,
                other => return Err(row.error(format!("`{other}` is no side; it is source or target"))),
            };
            let support = Support { noun: slot(row.cell(1)), party: slot(row.cell(2)), side };
            supports.entry(row.cell(0)).or_default().push(support);
        }
        Ok(Self {
            rules,
            by_word,
            classes,
            measure: numbers.get("measure").copied(),
            message: numbers.get("message").copied(),
            rank: numbers.get("rank").copied(),
            supports,
            unruled: Rule {
                source: VERB_SOURCE.iter().copied().map(path).collect(),
                target: VERB_TARGET.iter().copied().map(path).collect(),
                ..Rule::default()
            },
        })
    }

    /// The rules for a word, the most demanding first.
    pub(crate) fn of<'r>(&'r self, lemma: &str, pos: Pos) -> impl Iterator<Item = &'r Rule> + use<'r> {
        let numbers = self.by_word[pos as usize].get(lemma).map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(|n| self.rules.get(*n as usize))
    }

    /// A rule that says only where verbs without one have their sides.
    pub(crate) fn unruled(&self) -> &Rule {
        &self.unruled
    }

    /// Whether there is any rule for a word.
    pub(crate) fn knows(&self, lemma: &str, pos: Pos) -> bool {
        self.by_word[pos as usize].contains_key(lemma)
    }

    /// Whether a word belongs to a class.
    pub(crate) fn is_of(&self, lemma: &str, class: u32) -> bool {
        self.classes.get(lemma).is_some_and(|classes| classes >> class & 1 == 1)
    }

    /// Whether a noun only measures what stands after its `of`: `a series of attacks`.
    pub(crate) fn is_measure(&self, lemma: &str) -> bool {
        self.measure.is_some_and(|class| self.is_of(lemma, class))
    }

    /// Whether a noun says something for whoever issued it: `a report accusing them`.
    pub(crate) fn is_message(&self, lemma: &str) -> bool {
        self.message.is_some_and(|class| self.is_of(lemma, class))
    }

    /// Whether a word counts somebody by an order.
    pub(crate) fn is_rank(&self, lemma: &str) -> bool {
        self.rank.is_some_and(|class| self.is_of(lemma, class))
    }

    /// What a verb supports.
    pub(crate) fn supports(&self, lemma: &str) -> &[Support] {
        self.supports.get(lemma).map_or(&[], Vec::as_slice)
    }
}

impl Rule {
    /// How much a rule asks for: conditions count, and those that name words count twice.
    fn strictness(&self) -> usize {
        self.conditions.iter().map(|c| if c.wanted.is_empty() || c.not { 2 } else { 4 }).sum::<usize>()
            + usize::from(self.needs_source)
            + usize::from(self.needs_target)
    }
}

fn slot(name: &'static str) -> Slot<'static> {
    match name {
        "subj" => Slot::Subject,
        "obj" => Slot::Object,
        "iobj" => Slot::Indirect,
        "comp" => Slot::Complement,
        "clause" => Slot::Finite,
        "prt" => Slot::Particle,
        "poss" => Slot::Possessor,
        "mod" => Slot::Modifier,
        "light" => Slot::Support,
        "gov" => Slot::Governor,
        "aux" => Slot::Auxiliary,
        "neg" => Slot::Negation,
        "mark" => Slot::Mark,
        "around" => Slot::Around,
        "inner" => Slot::Inner,
        "denied" => Slot::Denied,
        preposition => Slot::Preposition(preposition),
    }
}

fn path(text: &'static str) -> Path {
    let (text, below) = text.strip_suffix('*').map_or((text, false), |text| (text, true));
    match text.split_once('.') {
        Some((first, then)) => Path { slot: slot(first), then: Some(slot(then)), below },
        None => Path { slot: slot(text), then: None, below },
    }
}

fn condition(text: &'static str, classes: &FxHashMap<&'static str, u32>) -> Result<Condition, String> {
    let (text, mut not) = text.strip_prefix('!').map_or((text, false), |text| (text, true));
    let (place, words) = text.split_once('=').unwrap_or((text, ""));
    let words = words.strip_prefix('!').map_or(words, |words| {
        not = true;
        words
    });
    let mut wanted = Vec::new();
    for word in words.split('|').filter(|word| !word.is_empty()) {
        wanted.push(match (word.strip_prefix('@'), word.strip_prefix('#')) {
            (Some(class), _) => {
                let number = classes.get(class).ok_or_else(|| format!("`{class}` is no class of classes.tsv"))?;
                Wanted::Class(*number)
            }
            (_, Some("state")) => Wanted::State,
            (_, Some("person")) => Wanted::Person,
            (_, Some("place")) => Wanted::Place,
            (_, Some("actor")) => Wanted::Actor,
            (_, Some(sector)) => Wanted::Sector(sector),
            _ => Wanted::Lemma(word),
        });
    }
    Ok(Condition { path: path(place), not, wanted })
}

fn option(rule: &mut Rule, text: &'static str) -> Result<(), String> {
    match text {
        "recip" => rule.direction = Direction::Reciprocal,
        "source" => rule.needs_source = true,
        "target" => rule.needs_target = true,
        "both" => (rule.needs_source, rule.needs_target) = (true, true),
        "self" => rule.same_subject = true,
        "inner" => rule.needs_inner = true,
        "aim" => rule.needs_aim = true,
        "trans" => rule.transitive = true,
        _ => match text.split_once('=') {
            Some(("nest", name)) => {
                rule.nesting =
                    Some(Nesting::named(name).ok_or_else(|| format!("`{name}` is no column of nesting.tsv"))?);
            }
            Some(("pair", code)) => rule.pair = Some(code),
            Some(("agent", sectors)) => rule.agents = sectors.split('+').collect(),
            _ => return Err(format!("`{text}` is no option")),
        },
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::cameo::Cameo;
    use super::{EventRules, Pos, Slot, path};

    #[test]
    fn the_most_demanding_rule_comes_first() {
        let cameo = Cameo::read().expect("the codebook parses");
        let rules = EventRules::read(&cameo).expect("the rules parse");
        let lift: Vec<_> = rules.of("lift", Pos::Verb).collect();
        assert!(lift.len() > 2);
        assert!(lift[0].strictness() >= lift[lift.len() - 1].strictness());
        assert!(!rules.knows("lift", Pos::Noun));
    }

    #[test]
    fn paths_are_written_with_a_dot_and_a_star() {
        assert_eq!(path("obj.on").then, Some(Slot::Preposition("on")));
        assert!(path("obj*").below);
    }
}
