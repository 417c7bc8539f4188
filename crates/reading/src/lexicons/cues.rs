//! Words that mark an attribution (`cues.tsv`): which act they report and how the content is tied to them.

use super::LexiconError;
use rustc_hash::FxHashMap;
use sayso_record::Act;

/// What kind of word a cue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CueClass {
    /// `said`
    Verb,
    /// `claim that`
    Noun,
    /// `concerned that`
    Adjective,
    /// `reportedly`
    Adverb,
    /// `according to`
    Preposition,
    /// A verb that lends its subject to a noun: `made the claim that`.
    Light,
}

/// How a content is tied to its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // the table's head explains them
pub(crate) enum Frame {
    That,
    Whether,
    Quote,
    Told,
    To,
    Ing,
    Obj,
    ObjTo,
    ObjOf,
    ObjAs,
    Small,
    Prep,
    PrepObjTo,
    OutObj,
    Quoted,
    Of,
    For,
    About,
    On,
    Over,
    As,
    Source,
    Clause,
}

/// What a cue does to an earlier statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stance {
    /// `denied`
    Denies,
    /// `confirmed`
    Supports,
    /// `replied`
    Answers,
}

/// How surely the word marks an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// The model decides.
    Weak,
    /// With a clear frame.
    Likely,
    /// Nearly always.
    Sure,
}

/// A row of the table.
#[derive(Clone, Debug)]
pub(crate) struct CueRow {
    frames: u32,
    /// Line in the table, from 1.
    pub(crate) line: usize,
    /// Prepositions of the frames that need one.
    pub(crate) with: Vec<&'static str>,
    /// What the speaker does.
    pub(crate) act: Act,
    /// What it does to an earlier statement.
    pub(crate) stance: Option<Stance>,
    /// How surely it marks an attribution.
    pub(crate) strength: Strength,
}

/// The table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cues {
    rows: Vec<CueRow>,
    by_lemma: FxHashMap<(&'static str, CueClass), (u32, u32)>,
}

const FRAMES: [(&str, Frame); 23] = [
    ("that", Frame::That),
    ("whether", Frame::Whether),
    ("quote", Frame::Quote),
    ("told", Frame::Told),
    ("to", Frame::To),
    ("ing", Frame::Ing),
    ("obj", Frame::Obj),
    ("obj-to", Frame::ObjTo),
    ("obj-of", Frame::ObjOf),
    ("obj-as", Frame::ObjAs),
    ("small", Frame::Small),
    ("prep", Frame::Prep),
    ("prep-obj-to", Frame::PrepObjTo),
    ("out-obj", Frame::OutObj),
    ("quoted", Frame::Quoted),
    ("of", Frame::Of),
    ("for", Frame::For),
    ("about", Frame::About),
    ("on", Frame::On),
    ("over", Frame::Over),
    ("as", Frame::As),
    ("source", Frame::Source),
    ("clause", Frame::Clause),
];

impl Frame {
    /// The table's word for it.
    pub(crate) fn name(self) -> &'static str {
        FRAMES.iter().find(|(_, frame)| *frame == self).map_or("", |(name, _)| name)
    }
}

impl CueRow {
    /// Whether the row has that frame.
    pub(crate) fn has(&self, frame: Frame) -> bool {
        self.frames & (1 << frame as u32) != 0
    }

    /// The frames as bits, for the model.
    pub(crate) fn frames(&self) -> u32 {
        self.frames
    }
}

impl Cues {
    pub(super) fn read() -> Result<Self, LexiconError> {
        let table =
            sayso_lexicon::table!("cues.tsv", ["lemma", "class", "frames", "with", "act", "stance", "strength"])?;
        let mut cues = Self::default();
        for row in table.rows() {
            let row = row?;
            let class = match row.cell(1) {
                "verb" => CueClass::Verb,
                "noun" => CueClass::Noun,
                "adj" => CueClass::Adjective,
                "adv" => CueClass::Adverb,
                "prep" => CueClass::Preposition,
                "light" => CueClass::Light,
                other => return Err(row.error(format!("`{other}` is no class of cues"))),
            };
            let mut frames = 0;
            for name in row.list(2) {
                let frame = FRAMES.iter().find(|(n, _)| *n == name);
                let (_, frame) = frame.ok_or_else(|| row.error(format!("`{name}` is no frame")))?;
                frames |= 1 << *frame as u32;
            }
            let act = Act::named(row.cell(4)).ok_or_else(|| row.error("the act is none of sayso/1"))?;
            let stance = match row.cell(5) {
                "" => None,
                "denies" => Some(Stance::Denies),
                "supports" => Some(Stance::Supports),
                "answers" => Some(Stance::Answers),
                other => return Err(row.error(format!("`{other}` is no stance"))),
            };
            let strength = match row.cell(6) {
                "sure" => Strength::Sure,
                "likely" => Strength::Likely,
                "weak" => Strength::Weak,
                other => return Err(row.error(format!("`{other}` is no strength"))),
            };
            let number = u32::try_from(cues.rows.len()).unwrap_or(u32::MAX);
            let place = cues.by_lemma.entry((row.cell(0), class)).or_insert((number, number));
            if place.1 != number {
                return Err(row.error("the rows of a lemma and class belong together"));
            }
            place.1 = number + 1;
            cues.rows.push(CueRow { frames, line: row.line(), with: row.list(3).collect(), act, stance, strength });
        }
        Ok(cues)
    }

    /// The rows of a word; none where it is no cue.
    pub(crate) fn rows(&self, lemma: &str, class: CueClass) -> &[CueRow] {
        let place = self.by_lemma.get(&(lemma, class));
        place.and_then(|(start, end)| self.rows.get(*start as usize..*end as usize)).unwrap_or_default()
    }

    /// Whether a verb is one of saying, and not only now and then.
    pub(crate) fn is_reporting(&self, verb: &str) -> bool {
        self.rows(verb, CueClass::Verb).iter().any(|row| row.strength > Strength::Weak)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_may_report_several_acts_by_its_frames() {
        let cues = Cues::read().expect("the table is part of the program");
        let call = cues.rows("call", CueClass::Verb);
        assert!(call.iter().any(|row| row.act == Act::Demand && row.has(Frame::Prep) && row.with.contains(&"for")));
        assert!(call.iter().any(|row| row.act == Act::Say && row.has(Frame::Small)));
        assert!(cues.rows("walk", CueClass::Verb).is_empty());
    }
}
