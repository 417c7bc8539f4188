//! Who does it to whom, as linking compares them: those who act, those whom it is done to, and who is killed by name.

use super::lexicon::LEXICON;
use super::page::{Event, Page, Party};
use super::profile::Bag;
use super::terms::{Token, hash, name_hash, skeleton};
use rusqlite::Connection;

/// Who acts and who suffers.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides {
    /// Names of those who act, and countries whose forces act.
    pub(super) acting: Vec<u64>,
    /// The same of those whom it is done to.
    pub(super) suffering: Vec<u64>,
    /// The people whom it is done to, by the forms of their names.
    pub(super) named: Vec<u64>,
}

impl Sides {
    /// Takes in the sides of an event.
    pub(super) fn add(&mut self, page: &Page<'_>, event: &Event<'_>) {
        // Who is overthrown or fought against is not who died.
        let hurts = event.span.0 < event.span.1 && hurts(&page.tokens(event.span.0, event.span.1));
        for party in &event.parties {
            if party.acts {
                self.acting.extend(known(page, party));
                continue;
            }
            self.suffering.extend(known(page, party));
            if !hurts {
                continue;
            }
            let actor = party.actor.and_then(|a| page.actor(a)).filter(|a| a.kind == "person");
            if let Some(actor) = actor {
                let words: Vec<&str> = actor.name.split_whitespace().filter(|w| is_name(w)).collect();
                // `top rebel commander`, `Libyan man`: nobody by name.
                if words.len() == actor.name.split_whitespace().count() {
                    name_forms(&words, &mut self.named);
                }
            }
        }
    }

    /// Takes in whose death a clause without a coded event tells: `the killing of Ana Silva`, `Silva's murder`, `Ana
    /// Silva was killed`.
    pub(super) fn add_dead(&mut self, clause: &[Token<'_>], deed: usize) {
        let word = clause[deed].lower();
        let noun = matches!(word, "killing" | "death" | "assassination" | "murder");
        let passive = matches!(word, "killed" | "assassinated" | "murdered" | "slain" | "shot")
            && deed > 0
            && matches!(clause[deed - 1].lower(), "was" | "were" | "been" | "is");
        if noun && clause.get(deed + 1).is_some_and(|t| t.lower() == "of") {
            // `of rebel commander Abdel Fattah Younes`
            let names = clause[deed + 2..].iter().take(7).skip_while(|t| !t.is_capital());
            let names: Vec<&str> = names.take_while(|t| t.is_capital()).map(|t| t.text).collect();
            name_forms(&names, &mut self.named);
        } else if passive || noun {
            let skipped = |t: &&Token<'_>| matches!(t.lower(), "was" | "were" | "been" | "is" | "has" | "had");
            let names = clause[..deed].iter().rev().skip_while(skipped).take_while(|t| t.is_capital());
            let mut names: Vec<&str> = names.map(|t| t.text).collect();
            names.reverse();
            name_forms(&names, &mut self.named);
        }
    }
}

/// Whether the words for an event tell that people died or were hurt.
fn hurts(words: &[Token<'_>]) -> bool {
    let harm = |t: &Token<'_>| super::figures::counted(t.lower()).is_some_and(|c| matches!(c, "dead" | "injured"));
    words.iter().any(|t| harm(t) || matches!(t.lower(), "shot" | "assassinated" | "assassination"))
}

/// Whether the named people of both may be the same; `None` where one names nobody. Full names decide where both have
/// them, so that brothers are kept apart.
pub(super) fn same_people(one: &Bag, other: &Bag) -> Option<bool> {
    if one.is_empty() || other.is_empty() {
        return None;
    }
    let share = |full: bool| {
        let of = |bag: &Bag| bag.iter().map(|(t, _)| *t).filter(|t| is_full(*t) == full).collect::<Vec<_>>();
        let (mine, theirs) = (of(one), of(other));
        (!mine.is_empty() && !theirs.is_empty()).then(|| mine.iter().any(|t| theirs.contains(t)))
    };
    share(true).or_else(|| share(false))
}

fn is_full(name: u64) -> bool {
    name & 1 == 1
}

fn is_name(word: &str) -> bool {
    let name = super::terms::without_article(word);
    let country = || LEXICON.countries.contains_key(&name_hash(name));
    name.chars().next().is_some_and(char::is_uppercase)
        && !LEXICON.weak.contains(name.to_lowercase().as_str())
        && !country()
}

/// The forms of a name: each end of it, and where it has two, both together, the first without its vowels: newsrooms
/// write `Abdel` and `Abdul`.
fn name_forms(words: &[&str], out: &mut Vec<u64>) {
    let words: Vec<&&str> = words.iter().filter(|w| is_name(w)).collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return };
    let end = |word: &str| name_hash(word) & !1;
    out.push(end(last));
    if words.len() > 1 {
        out.push(end(first));
        let mut full = first.to_lowercase();
        full.retain(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y'));
        full.push_str(&skeleton(last));
        out.push(hash(full.as_bytes()) | 1);
    }
}

/// The names and the country by which linking knows a party.
fn known(page: &Page<'_>, party: &Party<'_>) -> Vec<u64> {
    let name = party.actor.and_then(|a| page.actor(a)).map_or("", |a| a.name.as_ref());
    let mut known: Vec<u64> =
        name.split_whitespace().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).map(name_hash).collect();
    known.extend(state(party));
    known
}

/// The state that acts where a party does: what its forces and its government do, it does.
fn state(party: &Party<'_>) -> Option<u64> {
    state_of_code(party.code.as_deref()?)
}

fn state_of_code(code: &str) -> Option<u64> {
    let acts_for_it = matches!(code.get(3..)?, "" | "GOV" | "MIL" | "COP" | "SPY" | "GOVMIL");
    acts_for_it.then(|| hash(code.as_bytes().get(..3).unwrap_or_default()))
}

/// Who does it by the sides of an event, as doers are told: the names and the state of each.
pub(super) fn doers(page: &Page<'_>, event: &Event<'_>) -> Vec<String> {
    let acting = event.parties.iter().filter(|p| p.acts);
    let told = acting.flat_map(|party| {
        let name = party.actor.and_then(|a| page.actor(a)).map_or("", |a| a.name.as_ref());
        let names = name.split_whitespace().filter(|w| is_name(w)).map(skeleton);
        names.chain(state(party).map(super::doers::of_state)).collect::<Vec<_>>()
    });
    told.collect()
}

/// Who does it to which people by name, by the parties of an event in the ledger.
pub(super) fn told(connection: &Connection, event: i64) -> rusqlite::Result<(Vec<String>, Vec<String>)> {
    const PARTIES: &str = "SELECT side = 'source', p.words, a.name, a.kind, p.code FROM parties p
        LEFT JOIN actors a ON a.key = p.actor WHERE event = ?1";
    let (mut doers, mut victims) = (Vec::new(), Vec::new());
    let mut read = connection.prepare_cached(PARTIES)?;
    let mut rows = read.query([event])?;
    while let Some(row) = rows.next()? {
        if !row.get::<_, bool>(0)? {
            if row.get::<_, Option<String>>(3)?.as_deref() == Some("person") {
                let name: String = row.get(2)?;
                victims.extend(name.split_whitespace().rfind(|w| is_name(w)).map(skeleton));
            }
            continue;
        }
        // Who a pronoun stands for is a guess, a house or a newspaper kills nobody.
        let (said, code): (String, Option<String>) = (row.get(1)?, row.get(4)?);
        let named = said.starts_with(char::is_uppercase) && !said.contains(['\'', '\u{2019}']);
        let kind = row.get::<_, Option<String>>(3)?;
        let acts = kind.as_deref() != Some("place") && !code.as_deref().is_some_and(|c| c.contains("MED"));
        if !named || !acts || LEXICON.weak.contains(said.to_lowercase().as_str()) {
            continue;
        }
        doers.extend(said.split_whitespace().filter(|w| is_name(w)).map(skeleton));
        doers.extend(code.as_deref().and_then(state_of_code).map(super::doers::of_state));
    }
    Ok((doers, victims))
}

#[cfg(test)]
mod tests {
    use super::super::terms::tokens;
    use super::{Sides, same_people};

    fn dead(text: &str) -> Vec<(u64, u16)> {
        let words = tokens(text, 0);
        let mut sides = Sides::default();
        for deed in 0..words.len() {
            sides.add_dead(&words, deed);
        }
        sides.named.sort_unstable();
        sides.named.dedup();
        sides.named.into_iter().map(|n| (n, 1)).collect()
    }

    #[test]
    fn whose_death_is_told_tells_deaths_apart() {
        let one = dead("Abdel Fattah Younes was killed in the town.");
        assert_eq!(
            same_people(&one, &dead("The killing of rebel commander Abdul Fatah Younis shocked many.")),
            Some(true)
        );
        assert_eq!(same_people(&one, &dead("Younes' death")), Some(true));
        let brother = dead("the death of Khamis Gaddafi");
        assert_eq!(same_people(&brother, &dead("Saif Gaddafi was killed")), Some(false));
        assert_eq!(same_people(&one, &dead("Ten people were killed")), None);
    }
}
