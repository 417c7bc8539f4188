//! What becomes of an event whose verb stands under another: codes are put together (`combining.tsv`, `nesting.tsv`), or a
//! transformation of the dictionary makes one event of two.

use super::Sentence;
use super::nested::{Meaning, Step};
use crate::dictionary::transformation::{Role, Transformation};
use crate::events::grammar::is_passive;
use crate::lexicons::cameo::Nesting;
use crate::lexicons::combining::Act;
use sayso_language::Deprel;

impl Meaning<'_> {
    /// Makes the event one of the verb above it.
    fn raise(&mut self, outer: &Self) {
        self.words.push(self.head);
        self.words.extend_from_slice(&outer.words);
        self.head = outer.head;
    }
}

impl<'a> Sentence<'_, 'a> {
    /// The event of a clause with that of the clause under it.
    pub(super) fn resolve(&self, inner: Meaning<'a>, how: Deprel, outer: &Meaning<'a>) -> Option<Meaning<'a>> {
        if outer.source.is_empty() && !outer.waits {
            // Without one who says or wants it the event stands alone.
            return Some(inner);
        }
        let mut own = !inner.source.is_empty();
        if own && how == Deprel::Advcl {
            return None; // `left as Tarn attacked` is about who left.
        }
        let transformations = self.context.lexicons.dictionaries.verbs.transformations();
        if let Some(made) = transformations.iter().find_map(|t| self.transformed(t, outer, &inner)) {
            return Some(made);
        }
        let Some(outer_code) = outer.code.as_deref() else {
            // A verb that the dictionary has no code for lends its subject.
            let source = if own { inner.source.clone() } else { outer.source.clone() };
            return Some(Meaning { source, ..inner });
        };
        // `warned that it would help` is like `promised to help`.
        if self.same_actors(&outer.source, &inner.source) {
            own = false;
            inner.code.as_ref()?;
        }
        if !own {
            // Who tells that somebody was hurt did not hurt them.
            let told = outer_code.starts_with("01") && is_passive(self.context, inner.head);
            return (!told)
                .then(|| self.together(Meaning { source: outer.source.clone(), ..inner }, outer, outer_code));
        }
        // An event about the deed of another is one with them, where CAMEO has a code for both.
        let Some(code) = inner.code.as_deref() else {
            let target = inner.source;
            return Some(Meaning { target, ..outer.clone() });
        };
        let stance = self.context.lexicons.combining.act(code).is_none_or(Act::has_stance);
        let made =
            if stance { self.in_grid(outer_code, code)?.to_owned() } else { self.code_of_both(outer_code, code) };
        // Who helps another to yield does not yield to them.
        (made != outer_code && made != code).then(|| {
            let about = Meaning { source: outer.source.clone(), target: inner.source.clone(), ..inner };
            Self::put_together(about, outer, outer_code, made)
        })
    }

    /// Puts the code of a verb and that of the one under it together.
    fn together(&self, inner: Meaning<'a>, outer: &Meaning<'a>, outer_code: &str) -> Meaning<'a> {
        let own = inner.code.as_deref();
        let code = own.map_or_else(|| outer_code.to_owned(), |own| self.code_of_both(outer_code, own));
        if Some(code.as_str()) == own {
            return inner;
        }
        if code == outer_code {
            // CAMEO has nothing more exact.
            return Meaning { source: inner.source, target: inner.target, ..outer.clone() };
        }
        Self::put_together(inner, outer, outer_code, code)
    }

    /// Makes an event one of the verb above it, with the code that both make.
    fn put_together(mut inner: Meaning<'a>, outer: &Meaning<'a>, outer_code: &str, code: String) -> Meaning<'a> {
        let (origin, entry) = match (outer.pattern, outer.entry) {
            (Some(pattern), _) => (Some(pattern.origin), pattern.text.clone()),
            (None, Some(entry)) => (Some(entry.origin), entry.name.clone()),
            (None, None) => (None, String::new()),
        };
        let own = inner.code.unwrap_or_default();
        let says = format!("{outer_code}, which with {own} under it makes {code}");
        inner.steps.push(Step { origin, entry, says });
        inner.refused = outer.refused || outer_code.starts_with("12");
        inner.code = Some(code);
        inner.raise(outer);
        inner
    }

    /// Puts in what the dictionary has for an auxiliary: `will` is an intent for some.
    pub(super) fn under_auxiliary(&self, auxiliary: u32, found: &mut [Meaning<'a>]) {
        let Ok(at) = self.words.binary_search_by_key(&auxiliary, |w| w.token) else { return };
        let Some(word) = self.words.get(at) else { return };
        let rules = &self.context.lexicons.dictionaries.verbs;
        let Some(entry) = rules.of(&word.form).find(|e| e.before.is_empty() && e.after.is_empty()) else { return };
        let Some(outer) = &entry.code.forward else { return };
        for one in found {
            let Some(own) = &one.code else { continue };
            let code = self.code_of_both(outer, own);
            if code != *own && code != *outer {
                let says = format!("{outer}, which with {own} under it makes {code}");
                one.steps.push(Step { origin: Some(entry.origin), entry: entry.name.clone(), says });
                one.words.push(auxiliary);
                one.code = Some(code);
            }
        }
    }

    fn code_of_both(&self, outer: &str, inner: &str) -> String {
        let lexicons = self.context.lexicons;
        if inner.starts_with("12") {
            return inner.to_owned();
        }
        let acts = lexicons.combining.act(outer).zip(lexicons.combining.act(inner));
        if let Some((outer_act, inner_act)) = acts
            && let Some(sum) = outer_act.about(inner_act)
        {
            if sum == inner_act {
                return inner.to_owned();
            }
            if let Some(code) = lexicons.combining.code(sum) {
                return code.to_owned();
            }
        }
        self.in_grid(outer, inner).unwrap_or(outer).to_owned()
    }

    /// What `nesting.tsv` has for a code under a general one.
    fn in_grid(&self, outer: &str, inner: &str) -> Option<&'static str> {
        let nesting = match outer {
            "020" => Nesting::Appeal,
            "030" => Nesting::Intend,
            "100" => Nesting::Demand,
            "120" => Nesting::Reject,
            "130" => Nesting::Threaten,
            _ => return None,
        };
        self.context.lexicons.cameo.nested(nesting, inner)
    }

    /// `would not give permission`: the code of not doing it, where CAMEO has one; else there is no event.
    pub(super) fn negated(&self, mut one: Meaning<'a>) -> Option<Meaning<'a>> {
        let own = one.code.filter(|code| !code.starts_with("12"))?;
        let code = self.context.lexicons.cameo.nested(Nesting::Reject, &own)?;
        ["121", "124", "125", "126", "127"].iter().any(|known| code.starts_with(known)).then_some(())?;
        let says = format!("{own} is not done, which is {code}");
        one.steps.push(Step { origin: None, entry: String::new(), says });
        one.code = Some(code.to_owned());
        one.refused = true;
        Some(one)
    }

    /// What a transformation makes of an event and the one under it.
    fn transformed(
        &self,
        transformation: &Transformation,
        outer: &Meaning<'a>,
        inner: &Meaning<'a>,
    ) -> Option<Meaning<'a>> {
        let is = |code: Option<&str>, verb: Option<&String>| verb.is_none_or(|verb| self.is_of_verb(code, verb));
        if !is(outer.code.as_deref(), transformation.verb.as_ref())
            || !is(inner.code.as_deref(), transformation.inner_verb.as_ref())
            || inner.code.is_none()
        {
            return None;
        }
        let places = [
            (transformation.outer, &outer.source),
            (transformation.source, &inner.source),
            (transformation.target, &inner.target),
        ];
        let mut bound: Vec<(char, &[usize])> = Vec::new();
        for (role, phrases) in places {
            match role {
                Role::Any => {}
                Role::Nobody => phrases.is_empty().then_some(())?,
                Role::Actor(letter) => {
                    (!phrases.is_empty()).then_some(())?;
                    let same = |other: &[usize]| self.same_actors(other, phrases);
                    match bound.iter().find(|(known, _)| *known == letter) {
                        Some((_, other)) => same(other).then_some(())?,
                        None => (!bound.iter().any(|(_, other)| same(other))).then(|| bound.push((letter, phrases)))?,
                    }
                }
            }
        }
        let party =
            |letter: char| bound.iter().find(|(known, _)| *known == letter).map(|(_, phrases)| phrases.to_vec());
        let (source, target) = (party(transformation.result.0)?, party(transformation.result.1)?);
        let code = match &transformation.code {
            Some(code) => code.forward.clone()?,
            None => inner.code.clone()?,
        };
        let mut made = Meaning { source, target, ..inner.clone() };
        let says = format!("{} under {} is {code}", inner.code.as_deref()?, outer.code.as_deref().unwrap_or("no code"));
        let entry = transformation.text.clone();
        made.steps.push(Step { origin: Some(transformation.origin), entry, says });
        if transformation.code.is_some() {
            made.raise(outer);
            made.refused = outer.refused;
        }
        made.code = Some(code);
        Some(made)
    }

    /// Whether a code is that of a verb of the dictionary, or a kind of it; of several verbs, what they make together.
    fn is_of_verb(&self, code: Option<&str>, verbs: &str) -> bool {
        let lexicons = self.context.lexicons;
        let mut general: Option<String> = None;
        for verb in verbs.rsplit(' ') {
            let Some(entry) = lexicons.dictionaries.verbs.of(verb).next() else { return false };
            general = match (&entry.code.forward, general) {
                (Some(own), Some(inner)) => Some(self.code_of_both(own, &inner)),
                (Some(own), None) => Some(own.clone()),
                (None, inner) => inner,
            };
        }
        match (general.as_deref(), code) {
            (None, code) => code.is_none(),
            (Some(_), None) => false,
            (Some(general), Some(code)) => match (lexicons.combining.act(general), lexicons.combining.act(code)) {
                (Some(general), Some(act)) => act.is_kind_of(general),
                _ => code.starts_with(general),
            },
        }
    }

    fn same_actors(&self, one: &[usize], other: &[usize]) -> bool {
        let codes = |phrases: &[usize]| phrases.iter().flat_map(|p| self.codes(*p)).cloned().collect::<Vec<_>>();
        codes(one) == codes(other)
    }
}
