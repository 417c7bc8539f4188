//! Noun phrases that dictionaries give a code: an actor's name and the roles that stand with it.
//!
//! As PETRARCH does, a phrase takes the code of the first actor named in it, and each role noun adds to that:
//! `Holm's harbour master` is HLMGOV, `soldiers from Holm` HLMMIL, a role without an actor `---GOV`.

use super::words::{Word, of_text};
use super::{Dictionaries, Origin};
use crate::Context;
use sayso_language::{Deprel, Tokens, Upos, Xpos};

/// A noun phrase with a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodedPhrase {
    /// Its words.
    pub(crate) tokens: Tokens,
    /// Its head word.
    pub(crate) head: u32,
    /// The words of the actor's name; none for a role alone.
    pub(crate) name: Option<Tokens>,
    /// Its codes; several where the dictionary takes it for several actors.
    pub(crate) codes: Vec<String>,
    /// The lines that code it.
    pub(crate) origins: Vec<Origin>,
    /// Phrases that `and` joins have the same number.
    pub(crate) group: u32,
}

/// What dictionaries say of the phrases and sentences of a document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Coding {
    /// Phrases in text order.
    pub(crate) phrases: Vec<CodedPhrase>,
    /// Numbers of sentences that are left out.
    pub(crate) discarded: Vec<u32>,
    /// Whether the whole article is left out.
    pub(crate) all_discarded: bool,
}

/// A name or role noun met in a sentence.
#[derive(Clone, Debug)]
struct Hit {
    tokens: Tokens,
    what: Found,
}

#[derive(Clone, Copy, Debug)]
enum Found {
    Actor(u32),
    Agent(u32),
}

/// Codes a document.
pub(crate) fn coding(context: &Context) -> Coding {
    let dictionaries = &context.lexicons.dictionaries;
    let mut coding = Coding::default();
    for (number, sentence) in (0_u32..).zip(context.analysis.sentences()) {
        let words = of_text(context, sentence.tokens);
        if !dictionaries.discards.is_empty() {
            for at in 0..words.len() {
                if let Some((_, story)) = dictionaries.discards.longest(&words[at..], |_, _| true) {
                    coding.all_discarded |= story;
                    if coding.discarded.last() != Some(&number) {
                        coding.discarded.push(number);
                    }
                }
            }
        }
        let hits = hits(context, dictionaries, &words);
        if !hits.is_empty() {
            phrases(context, sentence.tokens, &hits, &mut coding.phrases);
        }
    }
    coding
}

/// Names first, the longest at each word; then role nouns between them.
fn hits(context: &Context, dictionaries: &Dictionaries, words: &[Word]) -> Vec<Hit> {
    let day = context.document.date;
    let mut hits = Vec::new();
    let mut taken = vec![false; words.len()];
    let tokens = |at: usize, length: usize| {
        let (first, last) = (words.get(at)?, words.get(at + length - 1)?);
        Some(Tokens::new(first.token, last.token + 1))
    };
    let mut at = 0;
    while let Some(word) = words.get(at) {
        // `us` is not `US`, and a name of one word has its capital.
        let fits = |number: u32, length: usize| {
            let written = match (length, word.form.len()) {
                (1, ..=3) => word.is_capitals(context),
                (1, _) => word.is_capitalised(context),
                _ => true,
            };
            written && dictionaries.actors.entry(number).is_some_and(|e| e.code(day).is_some())
        };
        let found = dictionaries.actors.names().longest(&words[at..], fits);
        let length = found.map_or(1, |(length, _)| length);
        if let Some((_, number)) = found
            && let Some(tokens) = tokens(at, length)
        {
            taken[at..at + length].fill(true);
            // Of two people of one name the one who is in office that day.
            let holds = |n: u32, l: usize| {
                l == length && dictionaries.actors.entry(n).is_some_and(|e| e.is_dated(day)) && fits(n, l)
            };
            let number = dictionaries.actors.names().longest(&words[at..], holds).map_or(number, |(_, n)| n);
            if !describes(context, tokens) {
                hits.push(Hit { tokens, what: Found::Actor(number) });
            }
        }
        at += length;
    }
    let mut at = 0;
    while at < words.len() {
        let free = taken[at..].iter().take_while(|t| !**t).count();
        let found = dictionaries.agents.names().longest(&words[at..at + free], |_, _| true);
        if let Some((length, number)) = found
            && let Some(tokens) = tokens(at, length).filter(|tokens| !describes(context, *tokens))
        {
            hits.push(Hit { tokens, what: Found::Agent(number) });
        }
        at += found.map_or(1, |(length, _)| length);
    }
    hits.sort_by_key(|h| h.tokens.start);
    hits
}

/// Whether words are only part of an adjective: `a rebel-held town` is no rebel, `anti-government protesters` are no government.
fn describes(context: &Context, tokens: Tokens) -> bool {
    let analysis = context.analysis;
    let xpos = |at: u32| analysis.tokens().get(at as usize).map(|t| t.xpos);
    let participle = matches!(xpos(tokens.end + 1), Some(Xpos::Vbn | Xpos::Vbd | Xpos::Vbg | Xpos::Jj));
    let spans = |at: u32| analysis.tokens().get(at as usize).map(|t| t.span);
    let touch = |one: u32, other: u32| spans(one).zip(spans(other)).is_some_and(|(a, b)| a.end == b.start);
    let joined = |hyphen: u32| {
        xpos(hyphen) == Some(Xpos::Hyph) && touch(hyphen, hyphen + 1) && touch(hyphen.saturating_sub(1), hyphen)
    };
    let before = tokens.start.checked_sub(2).filter(|_| joined(tokens.start - 1));
    let prefix =
        before.is_some_and(|at| xpos(at) == Some(Xpos::Afx) || matches!(analysis.lemma(at), "anti" | "pro" | "non"));
    (joined(tokens.end) && participle) || prefix
}

/// The base noun phrases of a sentence, names kept whole.
fn chunks(context: &Context, sentence: Tokens, hits: &[Hit]) -> Vec<Tokens> {
    let analysis = context.analysis;
    let mut chunks: Vec<Tokens> = Vec::new();
    let mut open: Option<Tokens> = None;
    let mut nominal = false;
    let mut next = 0;
    let mut at = sentence.start;
    while at < sentence.end {
        while hits.get(next).is_some_and(|h| h.tokens.end <= at) {
            next += 1;
        }
        let token = analysis.token(at);
        let hit = hits.get(next).filter(|h| h.tokens.start == at);
        let end = hit.map_or(at + 1, |h| h.tokens.end);
        let determiner = matches!(token.xpos, Xpos::Dt | Xpos::Pdt | Xpos::Prps);
        let after = |xpos: &dyn Fn(Xpos) -> bool| at + 1 < sentence.end && xpos(analysis.token(at + 1).xpos);
        let adjective = |x: Xpos| matches!(x, Xpos::Jj | Xpos::Jjr | Xpos::Jjs);
        let inside = hit.is_some()
            || determiner
            || adjective(token.xpos)
            || matches!(token.xpos, Xpos::Nn | Xpos::Nns | Xpos::Nnp | Xpos::Nnps | Xpos::Cd | Xpos::Pos | Xpos::Hyph)
            || matches!(token.xpos, Xpos::Afx | Xpos::Currency)
            || (matches!(token.xpos, Xpos::Vbn | Xpos::Vbg) && matches!(token.deprel, Deprel::Amod | Deprel::Compound))
            || (matches!(token.xpos, Xpos::Rb | Xpos::Rbr | Xpos::Rbs) && after(&adjective))
            // `awful and evil`, not `Holmish and Tarnish`.
            || (token.xpos == Xpos::Cc
                && at > sentence.start
                && adjective(analysis.token(at - 1).xpos)
                && after(&adjective)
                && hits.get(next).is_none_or(|h| h.tokens.start != at + 1));
        if !inside || (determiner && nominal && hit.is_none()) {
            chunks.extend(open.take());
            nominal = false;
        }
        if inside {
            open = Some(open.map_or(Tokens::new(at, end), |o| Tokens::new(o.start, end)));
            nominal |= matches!(token.upos, Upos::Noun | Upos::Propn) || hit.is_some();
        }
        at = end;
    }
    chunks.extend(open);
    chunks
}

/// The head word of a base noun phrase: its last noun.
fn head_of(context: &Context, tokens: Tokens) -> u32 {
    let noun = |at: &u32| matches!(context.analysis.token(*at).upos, Upos::Noun | Upos::Propn);
    tokens.iter().rev().find(noun).unwrap_or(tokens.end.saturating_sub(1))
}

/// How many roles may hang on each other.
const ROLES: usize = 3;

fn phrases(context: &Context, sentence: Tokens, hits: &[Hit], found: &mut Vec<CodedPhrase>) {
    let chunks = chunks(context, sentence, hits);
    let groups = groups(context, &chunks);
    let own: Vec<Vec<&Hit>> =
        chunks.iter().map(|chunk| hits.iter().filter(|h| chunk.covers(h.tokens)).collect()).collect();
    let actor = |hits: &[&Hit]| hits.iter().find(|h| matches!(h.what, Found::Actor(_))).map(|h| h.tokens);
    let first = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let mut roles_of_group: Option<(usize, u32, Vec<&Hit>)> = None;
    let mut belongs = 0;
    for (at, chunk) in chunks.iter().enumerate() {
        if at < belongs {
            continue;
        }
        let Some(mut met) = own.get(at).cloned() else { continue };
        let group = groups.get(at).copied().unwrap_or(at);
        let mut phrase = *chunk;
        let mut head = head_of(context, *chunk);
        if actor(&met).is_none() && !met.is_empty() {
            // `the court in Holm` is Holm's; soldiers in Holm need not be.
            let military = met.iter().any(|h| role(context, h).is_some_and(|role| role.contains("MIL")));
            let links: &[&str] = if military { &["of", "from"] } else { &["of", "from", "in", "for", "at"] };
            // `the leader of the fishermen of Holm`: roles under roles, down to who they belong to.
            let mut next = at + 1;
            let mut roles = met.clone();
            let under = |next: usize| {
                let pair = next.checked_sub(1).and_then(|n| chunks.get(n)).zip(chunks.get(next));
                pair.is_some_and(|(one, other)| is_linked(context, *one, *other, links))
            };
            let hits = |next: usize| own.get(next).map_or(&[][..], Vec::as_slice);
            while under(next) && next < at + ROLES && actor(hits(next)).is_none() && !hits(next).is_empty() {
                roles.extend(hits(next).iter().copied());
                next += 1;
            }
            if under(next) && actor(hits(next)).is_some() {
                // `the envoys of Holm, Tarn and Beck`: the role is that of all of them.
                roles_of_group = Some((groups.get(next).copied().unwrap_or(next), head, roles));
                belongs = next;
                continue;
            }
            // `the Holmish press and government`: what stands before the one role stands before the other too.
            let bare = !matches!(context.analysis.token(chunk.start).xpos, Xpos::Dt | Xpos::Prps);
            if let Some(before) = at.checked_sub(1).filter(|b| bare && groups.get(*b) == Some(&group))
                && let Some((last, shared)) = own.get(before).and_then(|hits| hits.split_last())
                && matches!(last.what, Found::Agent(_))
                && actor(shared).is_some()
            {
                met.splice(0..0, shared.iter().copied());
            }
        }
        if let Some((of_group, role_head, roles)) = &roles_of_group
            && *of_group == group
            && actor(&met).is_some()
        {
            // The first of the group takes the words of the role with it.
            if groups.get(at.wrapping_sub(1)) != Some(&group) {
                phrase = Tokens::new(roles.first().map_or(phrase.start, |h| h.tokens.start), phrase.end);
                head = *role_head;
            }
            met.extend(roles.iter().copied());
        }
        // `Holmish and Tarnish officials`, `US and Tarnish officials`: the role is that of both.
        let letters = context.form(chunk.start).chars().all(|c| c.is_uppercase() || c == '.');
        let adjective = context.analysis.token(chunk.end - 1).xpos == Xpos::Jj || (letters && chunk.len() == 1);
        if adjective
            && groups.get(at + 1) == Some(&group)
            && let Some(next) = own.get(at + 1).filter(|next| actor(next).is_some())
        {
            met.extend(next.iter().filter(|h| matches!(h.what, Found::Agent(_))));
        }
        // `military aid` is no actor, `the military` is.
        let modifiers = actor(&met).is_none() && !met.iter().any(|h| h.tokens.contains(head));
        if modifiers {
            continue;
        }
        if let Some(mut coded) = coded(context, &met) {
            coded.tokens = phrase;
            coded.head = head;
            coded.group = first + u32::try_from(group).unwrap_or(0);
            found.push(coded);
        }
    }
}

/// Whether only one of these words stands between two phrases.
fn is_linked(context: &Context, one: Tokens, other: Tokens, links: &[&str]) -> bool {
    other.start == one.end + 1 && links.contains(&context.analysis.lemma(one.end))
}

/// What a role noun adds to a code.
fn role<'a>(context: &Context<'a>, hit: &Hit) -> Option<&'a str> {
    match hit.what {
        Found::Agent(number) => context.lexicons.dictionaries.agents.entry(number).map(|a| a.code.as_str()),
        Found::Actor(_) => None,
    }
}

/// The code of the names and role nouns of one phrase.
fn coded(context: &Context, hits: &[&Hit]) -> Option<CodedPhrase> {
    let dictionaries = &context.lexicons.dictionaries;
    let day = context.document.date;
    let mut name = None;
    let mut origins = Vec::new();
    let mut codes = vec!["---".to_owned()];
    for hit in hits {
        if let Found::Actor(number) = hit.what
            && name.is_none()
            && let Some(entry) = dictionaries.actors.entry(number)
            && let Some(code) = entry.code(day).filter(|c| !matches!(*c, "---" | "###" | "+++"))
        {
            name = Some(hit.tokens);
            origins.push(entry.origin);
            codes = code.split('/').map(str::to_owned).collect();
        }
    }
    let agents = hits.iter().filter(|h| matches!(h.what, Found::Agent(_))).count();
    for hit in hits {
        if let Found::Agent(number) = hit.what
            && let Some(agent) = dictionaries.agents.entry(number)
            // `people` adds nothing to what they are.
            && !(agents > 1 && agent.code == "PPL")
        {
            origins.push(agent.origin);
            for code in &mut codes {
                *code = agent.of(code);
            }
        }
    }
    let tokens = hits.first()?.tokens;
    (!origins.is_empty()).then_some(CodedPhrase { tokens, head: tokens.start, name, codes, origins, group: 0 })
}

/// For each of the phrases in text order, the number of the first that `and` or `or` joins it with.
pub(crate) fn groups(context: &Context, chunks: &[Tokens]) -> Vec<usize> {
    let analysis = context.analysis;
    let mut groups: Vec<usize> = (0..chunks.len()).collect();
    // Commas join only what a conjunction joins at the end.
    let mut run = 0;
    for at in 1..chunks.len() {
        let (Some(before), Some(here)) = (chunks.get(at - 1), chunks.get(at)) else { continue };
        let between: Vec<&str> = (before.end..here.start).take(4).map(|t| analysis.lemma(t)).collect();
        let joined = match between.as_slice() {
            ["and" | "or" | "&"] | [",", "and" | "or"] => true,
            [","] => false,
            _ => {
                run = at;
                continue;
            }
        };
        if !joined {
            continue;
        }
        // `Holm warned Tarn and Beck left`: what another verb has for its subject is not joined.
        let subject = |chunk: Tokens| {
            let head = analysis.token(head_of(context, chunk));
            matches!(head.deprel, Deprel::Nsubj | Deprel::NsubjPass).then_some(head.head)
        };
        if subject(*here).is_some_and(|verb| subject(*before) != Some(verb) && verb > here.end) {
            run = at;
            continue;
        }
        for number in run..=at {
            if let Some(group) = groups.get_mut(number) {
                *group = run;
            }
        }
    }
    groups
}
