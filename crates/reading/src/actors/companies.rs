//! Companies by their names: `Eli Lilly and Co.`, and who `Lilly` and `Eli Lilly` are after that.

use super::names::{Class, Named};
use super::roster::{Entity, Identity, Roster, bare_cased, text_of, words};
use crate::Context;
use crate::lexicons::name_words::Beside;
use crate::lexicons::world::{Known, folded};
use rustc_hash::FxHashMap;
use sayso_language::Tokens;
use sayso_record::ActorKind;

/// The short names of the text's companies, folded, with the company that has it; none where two have it.
#[derive(Clone, Debug, Default)]
pub(super) struct Companies {
    short: FxHashMap<String, Option<usize>>,
}

/// The words of a company's name before `Inc.`, `and Co.`, `Ltd`; nothing where it has none of these.
pub(super) fn stem(context: &Context, name: &Named) -> Option<Tokens> {
    let mut stem = name.tokens;
    let form = |stem: Tokens| context.form(stem.end - 1);
    if name.class != Class::Body || name.nested {
        return None;
    }
    while stem.len() > 1 && is_mark(context, form(stem)) {
        stem.end -= 1;
    }
    if stem.end == name.tokens.end {
        return None;
    }
    while stem.len() > 1 && matches!(form(stem), "and" | "&" | "," | ".") {
        stem.end -= 1;
    }
    Some(stem)
}

/// Whether a word at the end of a name says that it is a company's.
fn is_mark(context: &Context, form: &str) -> bool {
    let bare = form.strip_suffix('.').unwrap_or(form);
    context.lexicons.world.name_words.is(bare, Beside::Company)
}

/// The known body that the name of a company is, but for its `Inc.`
pub(super) fn known(context: &Context, stem: Tokens) -> Option<u32> {
    let (held, known) = context.lexicons.world.names().longest(context, stem.start)?;
    let body = known.iter().find_map(|(_, known)| match known {
        Known::Body(body) => Some(*body),
        _ => None,
    });
    body.filter(|_| held.end >= stem.end)
}

impl Companies {
    /// Notes what a company may be called: the begin of its name (`Goldman` for `Goldman Sachs Group Inc.`), the family
    /// name where a given name comes first (`Lilly`).
    pub(super) fn call(&mut self, context: &Context, stem: Tokens, company: usize) {
        let given = stem.len() > 1 && context.lexicons.world.genders.of_name(context.form(stem.start)).is_some();
        let ends = (stem.start + 1..=stem.end).skip(usize::from(given)).take(6);
        for end in ends {
            self.note(folded(&words(context, Tokens::new(stem.start, end))), company);
        }
        if given {
            self.note(folded(context.form(stem.end - 1)), company);
        }
    }

    fn note(&mut self, short: String, company: usize) {
        let known = self.short.entry(short).or_insert(Some(company));
        if *known != Some(company) {
            *known = None;
        }
    }

    /// The company that is meant by a name of few words.
    pub(super) fn called(&self, word: &str) -> Option<usize> {
        self.short.get(word).copied().flatten()
    }
}

impl Roster {
    /// The company of a name that tells it is one.
    pub(super) fn company(&mut self, context: &Context, name: &Named) -> Option<usize> {
        let stem = stem(context, name)?;
        let known = name.known.iter().find_map(|(_, known)| match known {
            Known::Body(body) => Some(*body),
            _ => None,
        });
        let number = match known.or_else(|| self::known(context, stem)) {
            Some(body) => self.body(context, body),
            None => self.unknown_company(context, name, stem),
        };
        self.companies.call(context, stem, number);
        Some(number)
    }

    fn unknown_company(&mut self, context: &Context, name: &Named, stem: Tokens) -> usize {
        let key = (Class::Body, folded(&words(context, stem)));
        if let Some(known) = self.by_text.get(&key) {
            return *known;
        }
        let text = text_of(context, name);
        let whole = (Class::Body, folded(&text));
        let number = self.add(Entity::new(Identity::Text, bare_cased(&text).to_owned(), ActorKind::Organization));
        self.by_text.insert(key, number);
        self.by_text.insert(whole, number);
        number
    }
}
