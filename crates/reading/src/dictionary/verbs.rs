//! Verb dictionaries: verbs with their codes, and patterns around them.
//!
//! ```text
//! &VESSEL                      a set of words
//! +BOAT
//! +FERRY
//! --- IMPOUND [172] ---        a block of verbs with its code
//! IMPOUND {IMPOUNDS IMPOUNDED} forms that are not made by rule
//! +TIE_UP [171]                several words; `+` marks the verb; a code of its own
//! - * &VESSEL AT_GUNPOINT [175]
//! ```
//! TABARI has no block heads: each verb begins a block.

use super::lines::{Line, brackets, lines};
use super::pattern::{Code, Pattern, WordSets, member, parse};
use super::shape::shape;
use super::transformation::Transformation;
use super::words::{of_phrase, verb_forms};
use super::{Origin, Problems};
use rustc_hash::FxHashMap;

/// A verb of a dictionary, in one of its forms.
#[derive(Clone, Debug)]
pub(crate) struct VerbEntry {
    /// Words right before it, the nearest first.
    pub(crate) before: Vec<String>,
    /// Words right after it.
    pub(crate) after: Vec<String>,
    /// Its block, by number.
    pub(crate) block: u32,
    /// Its code, or its block's.
    pub(crate) code: Code,
    /// Where it stands.
    pub(crate) origin: Origin,
    /// As it is written.
    pub(crate) name: String,
}

/// All verbs.
#[derive(Clone, Debug, Default)]
pub(crate) struct VerbRules {
    entries: Vec<VerbEntry>,
    by_form: FxHashMap<String, Vec<u32>>,
    blocks: Vec<Vec<Pattern>>,
    transformations: Vec<Transformation>,
    nested: bool,
    /// The sets of words that patterns name.
    pub(crate) sets: WordSets,
}

/// How much a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) verbs: usize,
    pub(super) patterns: usize,
    pub(super) transformations: usize,
}

impl VerbRules {
    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The verbs with this form, those of most words first.
    pub(crate) fn of(&self, form: &str) -> impl Iterator<Item = &VerbEntry> {
        let numbers = self.by_form.get(form).map_or(&[][..], Vec::as_slice);
        numbers.iter().filter_map(|n| self.entries.get(*n as usize))
    }

    /// The patterns of a block, those that ask for most first.
    pub(crate) fn patterns(&self, block: u32) -> &[Pattern] {
        self.blocks.get(block as usize).map_or(&[], Vec::as_slice)
    }

    /// What becomes of events about events.
    pub(crate) fn transformations(&self) -> &[Transformation] {
        &self.transformations
    }

    /// Whether any file is one of PETRARCH-2's, in which the codes of a verb and of the one under it make one.
    pub(crate) fn nested(&self) -> bool {
        self.nested
    }

    /// Adds a file; how much it holds.
    pub(super) fn add(&mut self, file: u16, text: &str, problems: &mut Problems) -> Held {
        let lines = lines(text);
        // Sets may be named before they are defined.
        let names = lines.iter().filter_map(|l| l.text.strip_prefix('&'));
        let mut declared: Vec<u32> =
            names.map(|name| self.sets.declare(name.split_whitespace().next().unwrap_or(name))).collect();
        declared.reverse();
        let headed = lines.iter().any(|l| is_head(l.text));
        let by_voice = is_petrarch2(&lines);
        self.nested |= by_voice;
        let first = self.blocks.len();
        let mut reader = FileReader {
            by_voice,
            rules: self,
            file,
            headed,
            held: Held::default(),
            set: None,
            block: None,
            code: Code::default(),
        };
        for line in &lines {
            if line.text.starts_with('&') {
                let exact = line.text.ends_with('_');
                reader.set = declared.pop().map(|number| (number as usize, exact));
                continue;
            }
            if let Err(problem) = reader.line(line.number, line.text) {
                problems.add(line.number, problem);
            }
        }
        let held = reader.held;
        for block in self.blocks.iter_mut().skip(first) {
            if by_voice {
                // Of two equal patterns the later one holds in PETRARCH-2.
                block.reverse();
            }
            block.sort_by_key(|p| std::cmp::Reverse(p.length()));
        }
        held
    }

    fn push(&mut self, form: Form, block: u32, code: Code, origin: Origin, name: &str, regular: bool) {
        let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let Form { before, verb, after } = form;
        let mut forms = vec![verb.clone()];
        if regular {
            forms.extend(verb_forms(&verb));
        }
        let words = before.len() + after.len();
        let longer = |n: &u32| self.entries.get(*n as usize).is_some_and(|e| e.before.len() + e.after.len() >= words);
        for form in forms {
            // Verbs of more words come first; equals keep their order.
            let numbers = self.by_form.entry(form).or_default();
            let place = numbers.partition_point(longer);
            numbers.insert(place, number);
        }
        self.entries.push(VerbEntry { before, after, block, code, origin, name: name.to_owned() });
    }
}

struct FileReader<'r> {
    rules: &'r mut VerbRules,
    file: u16,
    headed: bool,
    by_voice: bool,
    held: Held,
    set: Option<(usize, bool)>,
    block: Option<u32>,
    code: Code,
}

impl FileReader<'_> {
    fn line(&mut self, number: usize, text: &str) -> Result<(), String> {
        let origin = Origin { file: self.file, line: number };
        if let Some((set, exact)) = self.set
            && let Some(word) = text.strip_prefix('+')
        {
            let exact = exact || word.ends_with('_');
            let parts = member(word.trim_end_matches('_').trim(), exact, &mut self.rules.sets)?;
            if let Some(set) = self.rules.sets.list.get_mut(set) {
                set.members.push(parts);
                set.members.sort_by_key(|m| std::cmp::Reverse(m.len()));
            }
            return Ok(());
        }
        self.set = None;
        if is_head(text) {
            let code = brackets(text)?.1.first().map(|code| self.code(code));
            self.open(code.transpose()?.unwrap_or_default());
            return Ok(());
        }
        if text.starts_with('~') {
            let transformation = Transformation::parse(text.trim_start_matches('~'), origin)?;
            self.rules.transformations.push(transformation);
            self.held.transformations += 1;
            return Ok(());
        }
        if let Some(pattern) = text.strip_prefix('-') {
            return self.pattern(pattern, origin);
        }
        self.verb(text, origin)
    }

    fn code(&self, text: &str) -> Result<Code, String> {
        let code = Code::parse(text)?;
        // In PETRARCH-2 a verb has one code; the second is that of one whose subject is acted on (`received threats`).
        let backward = code.backward.filter(|_| !self.by_voice || code.forward.is_none());
        Ok(Code { backward, ..code })
    }

    fn open(&mut self, code: Code) -> u32 {
        let block = u32::try_from(self.rules.blocks.len()).unwrap_or(u32::MAX);
        self.rules.blocks.push(Vec::new());
        self.block = Some(block);
        self.code = code;
        block
    }

    fn pattern(&mut self, text: &str, origin: Origin) -> Result<(), String> {
        let block = self.block.ok_or("a pattern before the first verb")?;
        let (written, codes) = brackets(text)?;
        let code = self.code(codes.first().ok_or("a pattern without a code")?)?;
        let (before, after) = parse(written, &mut self.rules.sets)?;
        let shape = if self.by_voice { shape(written, &self.rules.sets) } else { None };
        let pattern = Pattern { before, after, shape, code, origin, text: written.to_owned() };
        if let Some(block) = self.rules.blocks.get_mut(block as usize) {
            block.push(pattern);
            self.held.patterns += 1;
        }
        Ok(())
    }

    fn verb(&mut self, text: &str, origin: Origin) -> Result<(), String> {
        let (written, codes) = brackets(text)?;
        let own = codes.first().map(|code| self.code(code)).transpose()?;
        let (name, irregular) = match written.split_once('{') {
            Some((name, rest)) => (name.trim(), rest.split_once('}').ok_or("a `{` without its `}`")?.0),
            None => (written, ""),
        };
        let continued = name.is_empty();
        let block = match self.block {
            Some(block) if self.headed || continued => block,
            None if continued || (self.headed && own.is_none()) => {
                return Err("a verb before the first block".to_owned());
            }
            _ => self.open(own.clone().unwrap_or_default()),
        };
        let code = own.unwrap_or_else(|| self.code.clone());
        let shown = if continued { irregular } else { name };
        if !continued {
            let form = form(name).ok_or_else(|| format!("`{name}` is no verb"))?;
            self.rules.push(form, block, code.clone(), origin, name, true);
            self.held.verbs += 1;
        }
        let forms = irregular.split([' ', ',', '\t']).filter(|f| !f.is_empty());
        for form in forms.filter_map(form) {
            self.rules.push(form, block, code.clone(), origin, shown.trim(), false);
        }
        Ok(())
    }
}

struct Form {
    before: Vec<String>,
    verb: String,
    after: Vec<String>,
}

/// `BREAK`, `+BREAK_DOWN`, `WIRE_+TAP`; without a `+` the first word is the verb.
fn form(text: &str) -> Option<Form> {
    let text = text.trim_end_matches(['=', '~']);
    let (before, from) = text.split_once('+').unwrap_or(("", text));
    let mut words = of_phrase(from).into_iter();
    let verb = words.next().filter(|v| v.chars().all(|c| c.is_alphanumeric() || c == '\''))?;
    let mut before = of_phrase(before);
    before.reverse();
    Some(Form { before, verb, after: words.collect() })
}

/// Whether a file is one of PETRARCH-2's: it has transformations, or a good part of its patterns holds phrases in brackets.
fn is_petrarch2(lines: &[Line]) -> bool {
    let patterns = lines.iter().filter(|l| l.text.starts_with('-') && l.text.contains('*'));
    let phrases = patterns.clone().filter(|l| l.text.contains(['(', '{']) && !l.text.contains('|')).count();
    lines.iter().any(|l| l.text.starts_with("~ ")) || (phrases > 0 && phrases * 20 >= patterns.count())
}

fn is_head(text: &str) -> bool {
    text.starts_with("---")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> (VerbRules, Vec<usize>) {
        let (mut rules, mut problems) = (VerbRules::default(), Problems::new("v"));
        rules.add(0, text, &mut problems);
        (rules, problems.list.iter().map(|p| p.line).collect())
    }

    #[test]
    fn verbs_of_a_block_share_its_code_and_patterns() {
        let text = "&VESSEL\n+BOAT\n+FISHING BOAT\n\n--- IMPOUND [172] ---\nIMPOUND\n+TIE_UP [171]\n- * &VESSEL [173]\n- * &VESSEL AT_SEA [174]\n";
        let (rules, problems) = rules(text);
        assert!(problems.is_empty(), "{problems:?}");
        let impounded = rules.of("IMPOUNDED").next().expect("the form is made");
        let tied = rules.of("TIE").next().expect("it is there");
        assert_eq!((impounded.block, tied.after.as_slice()), (tied.block, &["UP".to_owned()][..]));
        assert_eq!(impounded.code.forward.as_deref(), Some("172"));
        assert_eq!(tied.code.forward.as_deref(), Some("171"));
        let longest = rules.patterns(tied.block).first().expect("there are patterns");
        assert_eq!(longest.code.forward.as_deref(), Some("174"));
        assert_eq!(rules.sets.list[0].members[0].len(), 2, "the longest member comes first");
    }

    #[test]
    fn without_heads_each_verb_is_a_block() {
        let (rules, problems) = rules("IMPOUND [172] ;x\n{ IMPOUNDING_ }\n- * BOAT [173]\nSCUTTLE [190]\n");
        assert!(problems.is_empty(), "{problems:?}");
        let blocks = ["IMPOUNDING", "SCUTTLE"].map(|form| rules.of(form).next().map(|v| v.block));
        assert_ne!(blocks[0], blocks[1]);
        assert_eq!(rules.patterns(blocks[1].expect("it is there")).len(), 0);
    }

    #[test]
    fn in_petrarch_2_a_second_code_only_counts_alone() {
        let code = |text: &str| rules(text).0.of("VISIT").next().map(|v| v.code.clone()).expect("it is there");
        let backward = |text| code(text).backward;
        assert_eq!(backward("--- VISIT [042:043] ---\nVISIT\n- * PORT [042]\n").as_deref(), Some("043"));
        assert_eq!(backward("--- VISIT [042:043] ---\nVISIT\n- * (IN PORT) [042]\n"), None);
        assert_eq!(backward("--- VISIT [:043] ---\nVISIT\n- * (IN PORT) [042]\n").as_deref(), Some("043"));
    }

    #[test]
    fn in_petrarch_2_the_later_of_equal_patterns_holds() {
        let first = |text: &str| {
            let (rules, _) = rules(text);
            let block = rules.of("VISIT").next().expect("it is there").block;
            rules.patterns(block).first().and_then(|p| p.code.forward.clone())
        };
        assert_eq!(first("--- VISIT [042] ---\nVISIT\n- * PORT [040]\n- * PORT [043]\n").as_deref(), Some("040"));
        assert_eq!(
            first("--- VISIT [042] ---\nVISIT\n- * {OLD PORT} [040]\n- * {OLD PORT} [043]\n").as_deref(),
            Some("043")
        );
    }

    #[test]
    fn bad_lines_are_told_and_the_rest_is_kept() {
        let text =
            "- * BOAT [173]\n--- IMPOUND [172] ---\nIMPOUND\n- BOAT [173]\n- * SHIP\n- * &CRAFT [1]\n- * RAFT [174]\n";
        let (rules, problems) = rules(text);
        assert_eq!(problems, [1, 4, 5, 6]);
        let block = rules.of("IMPOUND").next().expect("it is there").block;
        assert_eq!(rules.patterns(block).len(), 1);
    }
}
