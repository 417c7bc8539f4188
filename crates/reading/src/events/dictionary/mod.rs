//! Events by the user's dictionaries of verbs: the patterns of a verb held against the words around it.
//!
//! Where no pattern says who the parties are, they are the verb's subject and the first actor after the verb; of a passive,
//! who stands with `by` and the subject. Both have to be known, as PETRARCH requires by default.

mod combining;
mod fit;
mod nested;
mod scene;
mod structure;

use super::frame::Frame;
use super::grammar::is_infinitive;
use super::parties;
use crate::Context;
use crate::dictionary::coded::{CodedPhrase, coding, groups};
use crate::dictionary::pattern::{Code, Pattern};
use crate::dictionary::verbs::VerbEntry;
use crate::dictionary::words::{Word, of_text};
use crate::draft::{Actors, MentionForm, Party};
use crate::lexicons::events::Slot;
use fit::Fit;
use nested::{Meaning, Step};
use sayso_language::{Deprel, Tokens, Xpos};
use scene::Scene;
use structure::Surroundings;

/// An event of a verb.
pub(super) struct Coded<'a> {
    /// The verb.
    pub(super) frame: Frame<'a>,
    /// Its code.
    pub(super) code: String,
    /// Who acts.
    pub(super) source: Vec<Party>,
    /// Who is acted on.
    pub(super) target: Vec<Party>,
    /// Other words of the action: those that the pattern names.
    pub(super) words: Vec<u32>,
    /// Whether the pattern names a negation, so that the code says already that it is not done.
    pub(super) refused: bool,
    /// The verb's line.
    pub(super) entry: &'a VerbEntry,
    /// The pattern, where one fits.
    pub(super) pattern: Option<&'a Pattern>,
    /// What clauses above it made of its code.
    pub(super) steps: Vec<Step>,
    /// The phrases of the parties.
    pub(super) phrases: Vec<CodedPhrase>,
}

/// What dictionaries say of the events of a document.
#[derive(Default)]
pub(super) struct ByDictionary<'a> {
    /// Its events in text order.
    pub(super) events: Vec<Coded<'a>>,
    /// Verbs of which a pattern says that they name no event.
    pub(super) silenced: Vec<u32>,
    /// Numbers of sentences that are left out.
    discarded: Vec<u32>,
    all_discarded: bool,
}

impl ByDictionary<'_> {
    /// Whether a sentence is left out.
    pub(super) fn discards(&self, sentence: u32) -> bool {
        self.all_discarded || self.discarded.binary_search(&sentence).is_ok()
    }
}

/// Reads a document by the user's dictionaries.
pub(super) fn read<'a>(context: &Context<'a>, actors: &Actors) -> ByDictionary<'a> {
    let dictionaries = &context.lexicons.dictionaries;
    if dictionaries.is_empty() {
        return ByDictionary::default();
    }
    let coding = coding(context);
    let mut found =
        ByDictionary { discarded: coding.discarded, all_discarded: coding.all_discarded, ..ByDictionary::default() };
    if dictionaries.verbs.is_empty() || found.all_discarded {
        return found;
    }
    let phrases = with_actors(context, actors, coding.phrases);
    for (number, sentence) in (0_u32..).zip(context.analysis.sentences()) {
        if !found.discards(number) {
            let words = of_text(context, sentence.tokens);
            let mut reader =
                Sentence { context, actors, words: &words, phrases: &phrases, by_word: Vec::new(), chosen: Vec::new() };
            reader.read(&mut found);
        }
    }
    found
}

/// The coded phrases with those of actors that have a code by other means.
fn with_actors(context: &Context, actors: &Actors, mut phrases: Vec<CodedPhrase>) -> Vec<CodedPhrase> {
    let actor_code = |head: u32| {
        let actor = actors.headed_by(head).and_then(|a| actors.list.get(a))?;
        actor.code.as_ref().filter(|code| !code.starts_with("---")).cloned()
    };
    for phrase in phrases.iter_mut().filter(|p| p.name.is_none()) {
        // `the harbour master` is the one that was named before.
        if let Some(code) = actor_code(phrase.head) {
            phrase.codes = vec![code];
        }
    }
    let mut covered = vec![false; context.analysis.tokens().len()];
    for phrase in &phrases {
        phrase.tokens.iter().for_each(|at| covered[at as usize] = true);
    }
    let before = phrases.len();
    for (number, actor) in actors.list.iter().enumerate() {
        let Some(code) = actor.code.as_ref() else { continue };
        for mention in &actor.mentions {
            let possessive = context.analysis.token(mention.head).xpos == Xpos::Prps;
            let own = actors.covering(mention.head) == Some(number);
            let free = mention.tokens.iter().all(|at| covered.get(at as usize) == Some(&false));
            if free && own && !(possessive && mention.form == MentionForm::Pronoun) {
                mention.tokens.iter().for_each(|at| covered[at as usize] = true);
                let (tokens, head) = (mention.tokens, mention.head);
                let codes = vec![code.clone()];
                phrases.push(CodedPhrase { tokens, head, name: None, codes, origins: Vec::new(), group: 0 });
            }
        }
    }
    if phrases.len() > before {
        phrases.sort_by_key(|p| p.tokens.start);
        let tokens: Vec<Tokens> = phrases.iter().map(|p| p.tokens).collect();
        for (phrase, group) in phrases.iter_mut().zip(groups(context, &tokens)) {
            phrase.group = u32::try_from(group).unwrap_or(u32::MAX);
        }
    }
    phrases
}

/// How far up a verb may be controlled: `agreed to try to help`.
const CONTROL: usize = 4;

struct Sentence<'c, 'a> {
    context: &'c Context<'a>,
    actors: &'c Actors,
    words: &'c [Word],
    phrases: &'c [CodedPhrase],
    by_word: Vec<Option<usize>>,
    /// For each word what the dictionary has for it, in PETRARCH-2's files.
    chosen: Vec<Option<Chosen<'a>>>,
}

/// What is to be told of an event.
struct Told<'a> {
    frame: Frame<'a>,
    words: Vec<u32>,
    refused: bool,
    entry: &'a VerbEntry,
    pattern: Option<&'a Pattern>,
    steps: Vec<Step>,
}

/// What the dictionary has for a verb.
struct Chosen<'a> {
    entry: &'a VerbEntry,
    pattern: Option<&'a Pattern>,
    code: &'a Code,
    fit: Fit,
    /// Tokens of the action besides the verb.
    words: Vec<u32>,
    /// Whether the pattern names a negation.
    refused: bool,
}

impl<'a> Sentence<'_, 'a> {
    fn read(&mut self, found: &mut ByDictionary<'a>) {
        let (Some(first), Some(last)) = (self.words.first(), self.words.last()) else { return };
        let from = self.phrases.partition_point(|p| p.tokens.end <= first.token);
        let to = self.phrases.partition_point(|p| p.tokens.start <= last.token);
        let mut by_word = vec![None; self.words.len()];
        let mut next = 0;
        for number in from..to {
            let Some(phrase) = self.phrases.get(number) else { break };
            while let Some(word) = self.words.get(next).filter(|w| w.token < phrase.tokens.end) {
                if phrase.tokens.contains(word.token) {
                    by_word[next] = Some(number);
                }
                next += 1;
            }
        }
        self.by_word = by_word;
        if self.context.lexicons.dictionaries.verbs.nested() {
            self.chosen = (0..self.words.len()).map(|at| Some(self.choose(at, found)?.0)).collect();
            for meaning in self.meanings() {
                self.tell(meaning, found);
            }
            return;
        }
        let first = found.events.len();
        for at in 0..self.words.len() {
            if let Some((chosen, scene)) = self.choose(at, found) {
                self.events(&scene, at, &chosen, found);
            }
        }
        self.nest(first, &mut found.events);
    }

    /// What the dictionary has for a token.
    fn chosen_at(&self, token: u32) -> Option<&Chosen<'a>> {
        let at = self.words.binary_search_by_key(&token, |w| w.token).ok()?;
        self.chosen.get(at)?.as_ref()
    }

    /// Puts an event on record that has all that it needs.
    fn tell(&self, meaning: Meaning<'a>, found: &mut ByDictionary<'a>) {
        let (Some(code), Some(entry)) = (meaning.code, meaning.entry) else { return };
        let (source, mut target) = (meaning.source, meaning.target);
        if target.is_empty() && source.len() > 1 && ["03", "04", "05", "06"].iter().any(|root| code.starts_with(root)) {
            target.clone_from(&source); // Those who do it together do it with each other.
        }
        if source.is_empty() || target.is_empty() {
            return;
        }
        let frame = Frame::of(self.context, meaning.head);
        let code = Code { forward: Some(code), backward: None };
        let one = Told {
            frame,
            words: meaning.words,
            refused: meaning.refused,
            entry,
            pattern: meaning.pattern,
            steps: meaning.steps,
        };
        self.put(&one, (source, target), &code, found);
    }

    /// `asked Holm to help Tarn`: what somebody asks, wants or agrees to do is no event beside that.
    fn nest(&self, first: usize, events: &mut Vec<Coded<'a>>) {
        let analysis = self.context.analysis;
        let under = |at: usize, event: &Coded| {
            let head = event.frame.head;
            let mut here = head;
            for _ in 0..CONTROL {
                let token = analysis.token(here);
                // `urged Holm to help` is for the parser often a purpose.
                let purpose = here == head
                    && matches!(token.deprel, Deprel::Advcl | Deprel::Ccomp)
                    && is_infinitive(self.context, head);
                if !(token.deprel == Deprel::Xcomp || purpose) || token.head == here {
                    break;
                }
                here = token.head;
                let outer = events.iter().enumerate().skip(first).find(|(n, e)| *n != at && e.frame.head == here);
                if let Some((_, outer)) = outer {
                    return !purpose || is_about_acts(&outer.code);
                }
            }
            false
        };
        let inner: Vec<bool> = events.iter().enumerate().map(|(at, e)| at >= first && under(at, e)).collect();
        let mut inner = inner.into_iter();
        events.retain(|_| inner.next() != Some(true));
    }

    /// What the dictionary has for word `at`, if it is a verb.
    fn choose(&self, at: usize, found: &mut ByDictionary<'a>) -> Option<(Chosen<'a>, Scene<'_>)> {
        let word = self.words.get(at)?;
        let xpos = self.context.analysis.token(word.token).xpos;
        if !matches!(xpos, Xpos::Vb | Xpos::Vbd | Xpos::Vbg | Xpos::Vbn | Xpos::Vbp | Xpos::Vbz) {
            return None;
        }
        let lexicons = self.context.lexicons;
        let rules = &lexicons.dictionaries.verbs;
        let all = |form: &str| rules.of(form).filter(|e| self.stands(e, at)).collect::<Vec<_>>();
        let mut entries: Vec<&'a VerbEntry> = all(&word.form);
        if entries.is_empty() && !word.lemma.is_empty() {
            entries = all(&word.lemma);
        }
        let length = |e: &VerbEntry| e.before.len() + e.after.len();
        let longest = entries.first().map(|e| length(e))?;
        entries.retain(|e| length(e) == longest);
        let &first = entries.first()?;
        let bounds = (at - first.before.len(), at + 1 + first.after.len());
        let scene = Scene::of(self.context, word.token, bounds, self.words, self.phrases, &self.by_word);
        let mut patterns: Vec<(&'a VerbEntry, &'a Pattern)> =
            entries.iter().flat_map(|e| rules.patterns(e.block).iter().map(|p| (*e, p))).collect();
        if entries.len() > 1 {
            patterns.sort_by_key(|(_, p)| std::cmp::Reverse(p.before.len() + p.after.len()));
        }
        let of = |(e, p): &(&'a VerbEntry, &'a Pattern), around: Option<&Surroundings>| {
            let fit = match (&p.shape, around) {
                (Some(shape), Some(around)) => around.fit(shape, &rules.sets)?,
                _ => fit::fit(p, &rules.sets, &scene)?,
            };
            Some((*e, *p, fit))
        };
        let fitting = if rules.nested() {
            // A pattern that has the words of the text goes before one that has other forms of them.
            let frame = Frame::of(self.context, word.token);
            let around = Surroundings::of(self.context, &frame, self.words, self.phrases);
            let exact = patterns.iter().find_map(|one| of(one, Some(&around)));
            exact.or_else(|| {
                let around = around.in_any_form();
                patterns.iter().find_map(|one| of(one, Some(&around)))
            })
        } else {
            patterns.iter().find_map(|one| of(one, None))
        };
        let (entry, pattern, code, fit) = match fitting {
            Some((entry, pattern, fit)) => (entry, Some(pattern), &pattern.code, fit),
            None => {
                let entry = entries.iter().find(|e| !e.code.is_null()).copied().unwrap_or(first);
                (entry, None, &entry.code, Fit::default())
            }
        };
        if code.is_null() {
            found.silenced.extend(pattern.map(|_| word.token));
        }
        let token = |number: &usize| self.words.get(*number).map(|w| w.token);
        let mut words: Vec<u32> =
            (bounds.0..bounds.1).chain(fit.words.iter().copied()).filter_map(|n| token(&n)).collect();
        words.retain(|w| *w != word.token);
        words.sort_unstable();
        words.dedup();
        let negation =
            |n: &usize| self.words.get(*n).is_some_and(|w| matches!(w.form.as_str(), "NOT" | "N'T" | "NEVER"));
        let refused = fit.words.iter().any(negation);
        Some((Chosen { entry, pattern, code, fit, words, refused }, scene))
    }

    /// Whether the other words of a verb stand around it.
    fn stands(&self, entry: &VerbEntry, at: usize) -> bool {
        let same = |word: Option<&Word>, form: &String| word.is_some_and(|w| w.form == *form || w.lemma == *form);
        let before = entry.before.iter().enumerate();
        let mut before = before.map(|(n, form)| same(at.checked_sub(n + 1).and_then(|n| self.words.get(n)), form));
        let mut after = entry.after.iter().enumerate().map(|(n, form)| same(self.words.get(at + 1 + n), form));
        before.all(|s| s) && after.all(|s| s)
    }

    /// The events of a verb by itself, as PETRARCH-1 and TABARI have them.
    fn events(&self, scene: &Scene, at: usize, chosen: &Chosen<'a>, found: &mut ByDictionary<'a>) {
        let Some(word) = self.words.get(at).filter(|_| !chosen.code.is_null()) else { return };
        let frame = Frame::of(self.context, word.token);
        let (sources, targets) = self.sides(scene, &frame, &chosen.fit);
        if sources.is_empty() || targets.is_empty() {
            return;
        }
        let one = Told {
            words: chosen.words.clone(),
            refused: chosen.refused,
            entry: chosen.entry,
            pattern: chosen.pattern,
            steps: Vec::new(),
            frame,
        };
        self.put(&one, (sources, targets), chosen.code, found);
    }

    /// Puts events on record: each source with the targets that are not itself; one event where those are the same for all.
    fn put(
        &self,
        one: &Told<'a>,
        (sources, targets): (Vec<usize>, Vec<usize>),
        code: &Code,
        found: &mut ByDictionary<'a>,
    ) {
        let alike = |s: usize, t: usize| self.codes(s).iter().any(|code| self.codes(t).contains(code));
        let apart = !sources.iter().any(|s| targets.iter().any(|t| alike(*s, *t)));
        let sides: Vec<(Vec<usize>, Vec<usize>)> = if apart {
            vec![(sources, targets)]
        } else {
            let others = |s: usize| targets.iter().copied().filter(|t| !alike(s, *t)).collect::<Vec<_>>();
            sources.iter().map(|s| (vec![*s], others(*s))).filter(|(_, t)| !t.is_empty()).collect()
        };
        for (sources, targets) in sides {
            let phrases: Vec<CodedPhrase> =
                sources.iter().chain(&targets).filter_map(|n| self.phrases.get(*n).cloned()).collect();
            let (source, target) = (self.parties(&sources), self.parties(&targets));
            for (code, source, target) in [(&code.forward, &source, &target), (&code.backward, &target, &source)] {
                let Some(code) = code else { continue };
                let told =
                    |e: &Coded| e.code == *code && same_codes(&e.source, source) && same_codes(&e.target, target);
                let sentence = |at: u32| self.context.analysis.token(at).sentence;
                let mut again = found.events.iter().rev().take(12);
                if again.any(|e| sentence(e.frame.head) == sentence(one.frame.head) && told(e)) {
                    continue;
                }
                found.events.push(Coded {
                    frame: one.frame.clone(),
                    code: code.clone(),
                    source: source.clone(),
                    target: target.clone(),
                    words: one.words.clone(),
                    refused: one.refused,
                    entry: one.entry,
                    pattern: one.pattern,
                    steps: one.steps.clone(),
                    phrases: phrases.clone(),
                });
            }
        }
    }

    /// A phrase and those that `and` joins with it.
    fn group(&self, phrase: usize) -> Vec<usize> {
        scene::group(self.phrases, phrase)
    }

    fn codes(&self, phrase: usize) -> &[String] {
        self.phrases.get(phrase).map_or(&[], |p| p.codes.as_slice())
    }

    fn parties(&self, phrases: &[usize]) -> Vec<Party> {
        let phrases = phrases.iter().filter_map(|n| self.phrases.get(*n));
        let party = |p: &CodedPhrase| {
            let actor = self.actors.headed_by(p.head).or_else(|| self.actors.covering(p.head));
            let tokens = p.tokens;
            p.codes.iter().map(move |code| Party { actor, code: Some(code.clone()), tokens }).collect::<Vec<_>>()
        };
        phrases.flat_map(party).collect()
    }

    /// The phrases of both sides.
    fn sides(&self, scene: &Scene, frame: &Frame, fit: &Fit) -> (Vec<usize>, Vec<usize>) {
        if fit.both {
            let both = fit.compound.map(|c| scene.group(c)).unwrap_or_default();
            return (both.clone(), both);
        }
        let bound = |phrase: Option<usize>| phrase.map(|p| scene.group(p)).unwrap_or_default();
        let (mut source, mut target) = (bound(fit.source), bound(fit.target.or(fit.compound)));
        let passive = frame.passive && fit.source.is_none() && fit.target.is_none();
        if source.is_empty() {
            source = self.filling(scene, frame, Slot::Subject, &target);
            let silent = frame.fillers(Slot::Subject).all(|s| parties::of_word(self.context, self.actors, s).is_none());
            if source.is_empty() && !passive && (silent || !target.is_empty()) {
                let first = scene.before.iter().rev().filter_map(|w| scene.phrase_of(*w)).find(|p| !target.contains(p));
                source = bound(first);
            }
        }
        if target.is_empty() && passive {
            target = self.filling(scene, frame, Slot::Object, &source);
        } else if target.is_empty() {
            let first = scene.after.iter().filter_map(|w| scene.phrase_of(*w)).find(|p| !source.contains(p));
            target = bound(first);
        }
        (source, target)
    }

    /// The first phrase in what fills a slot of the verb's, and those joined with it.
    fn filling(&self, scene: &Scene, frame: &Frame, slot: Slot<'_>, other: &[usize]) -> Vec<usize> {
        for head in frame.fillers(slot) {
            let tokens = self.context.analysis.subtree(head);
            let from = self.phrases.partition_point(|p| p.tokens.end <= tokens.start);
            let mut inside =
                self.phrases.iter().enumerate().skip(from).take_while(|(_, p)| p.tokens.start < tokens.end);
            if let Some((first, _)) = inside.find(|(n, _)| !other.contains(n)) {
                return scene.group(first);
            }
        }
        Vec::new()
    }
}

/// Whether a CAMEO code is of an act about another: an appeal, an intent, a demand, a refusal, a threat.
fn is_about_acts(code: &str) -> bool {
    ["02", "03", "10", "12", "13"].iter().any(|root| code.starts_with(root))
}

fn same_codes(one: &[Party], other: &[Party]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| a.code == b.code)
}
