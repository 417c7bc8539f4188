//! Matches opening with closing marks.

use super::marks::{Facing, Family, Sign};
use super::{Mark, Quotes};
use crate::segment::Segmented;
use crate::{Quotation, Tokens};

/// Quotations within quotations beyond this depth are not followed.
const DEEPEST: usize = 6;
/// How many paragraphs on a quotation may be closed that nothing opens again in between.
const LONGEST_LEAP: u32 = 3;
/// How many sentences back the begin of a quotation without opening mark may lie.
const FURTHEST_BACK: usize = 4;
/// No sign.
const NONE: u32 = u32::MAX;

/// A quotation that waits for its close.
#[derive(Clone, Copy)]
struct Open {
    mark: u32,
    family: Family,
    sentence: u32,
    /// The last paragraph of which is known that it runs on to there.
    paragraph: u32,
    low: bool,
}

struct Matching<'a> {
    text: &'a str,
    segmented: &'a Segmented,
    signs: &'a [Sign],
    ahead: Vec<Ahead>,
    open: Vec<Open>,
    /// First token after the last quotation and its mark.
    done: u32,
    out: &'a mut Quotes,
}

/// What follows a sign.
#[derive(Clone, Copy)]
struct Ahead {
    /// The next sign of its family, unless it is but an apostrophe, in its paragraph.
    next: u32,
    /// From this sign on, itself included, the first of each family in the whole text.
    first: [u32; 3],
}

/// Matches `signs` into quotations, and marks the tokens.
pub(super) fn pair(text: &str, segmented: &Segmented, signs: &[Sign], out: &mut Quotes) {
    let ahead = look_ahead(signs);
    let mut matching = Matching { text, segmented, signs, ahead, open: Vec::new(), done: 0, out };
    for number in 0..signs.len() {
        matching.step(number);
    }
    matching.leave(signs.len(), u32::MAX);
}

fn look_ahead(signs: &[Sign]) -> Vec<Ahead> {
    let mut ahead = vec![Ahead { next: NONE, first: [NONE; 3] }; signs.len()];
    let mut first = [NONE; 3];
    for (number, (sign, ahead)) in signs.iter().zip(ahead.iter_mut()).enumerate().rev() {
        let Some(nearest) = first.get_mut(sign.family as usize) else { continue };
        if signs.get(*nearest as usize).is_some_and(|next| next.paragraph == sign.paragraph) {
            ahead.next = *nearest;
        }
        // What may be an apostrophe is no mark to reckon with where a better one follows.
        let spare = sign.apostrophe && signs.get(ahead.next as usize).is_some_and(|next| next.facing != Facing::Opens);
        if !spare {
            *nearest = u32::try_from(number).unwrap_or(NONE);
        }
        ahead.first = first;
    }
    ahead
}

impl Matching<'_> {
    fn step(&mut self, number: usize) {
        let Some(&sign) = self.signs.get(number) else { return };
        self.leave(number, sign.paragraph);
        let waits = self.open.iter().rposition(|open| open.family == sign.family);
        let low = waits.and_then(|at| self.open.get(at)).is_some_and(|open| open.low);
        let opens = match sign.facing {
            Facing::Either => waits.is_none(),
            Facing::Opens => !low || sign.leads, // “ closes „
            Facing::Closes => false,
        };
        match waits {
            Some(_) if opens && sign.leads => self.mark(sign.token, Mark::Opens), // opened again
            Some(at) if opens => self.opens_within(number, sign, at),
            None if opens => self.opens(number, sign),
            Some(at) => self.closes(number, sign, at),
            None => self.closes_alone(sign),
        }
    }

    /// The next sign of the family in the paragraph.
    fn next(&self, number: usize) -> Option<usize> {
        let next = self.ahead.get(number)?.next as usize;
        (next < self.signs.len()).then_some(next)
    }

    fn may_close(&self, number: usize) -> bool {
        self.signs.get(number).is_some_and(|sign| sign.facing != Facing::Opens)
    }

    fn opens(&mut self, number: usize, sign: Sign) {
        // A single mark that nothing closes is an apostrophe, unless its shape says otherwise.
        if sign.family == Family::Single && !sign.curly && !self.next(number).is_some_and(|next| self.may_close(next)) {
            return;
        }
        if self.open.len() < DEEPEST {
            self.mark(sign.token, Mark::Opens);
            let Sign { token: mark, family, paragraph, sentence, low, .. } = sign;
            self.open.push(Open { mark, family, sentence, paragraph, low });
        }
    }

    /// Opens where a quotation of the same family is open already. If two closing marks follow, one stands within the
    /// other; if not, the first lacks its close, and ends with its sentence.
    fn opens_within(&mut self, number: usize, sign: Sign, at: usize) {
        let second = self.next(number).filter(|next| self.may_close(*next)).and_then(|next| self.next(next));
        if !second.is_some_and(|second| self.may_close(second)) {
            let end = self.open.get(at).map_or(sign.token, |open| self.sentence_end(open.sentence));
            self.close(at, end.max(self.done).min(sign.token), None);
        }
        self.opens(number, sign);
    }

    fn closes(&mut self, number: usize, sign: Sign, at: usize) {
        let better = self.next(number).is_some_and(|next| self.may_close(next));
        // Single marks do not close what double ones opened inside.
        let across = sign.family == Family::Single && at + 1 < self.open.len();
        if (sign.apostrophe || sign.measure) && better || across {
            return;
        }
        self.mark(sign.token, Mark::Closes);
        self.close(at, sign.token, Some(sign.token));
    }

    /// A close without an open: its words begin with their sentence, or with the sentences before it in which somebody
    /// speaks in the first person too.
    fn closes_alone(&mut self, sign: Sign) {
        if sign.measure || sign.leads {
            return;
        }
        if sign.family != Family::Single {
            self.mark(sign.token, Mark::Closes);
        }
        let floor = self.open.last().map_or(self.done, |open| self.done.max(open.mark + 1));
        let start = self.speech_start(sign);
        if sign.after_stop && floor <= start {
            self.mark(sign.token, Mark::Closes);
            let tokens = Tokens::new(start, sign.token);
            self.push(Quotation {
                tokens,
                open: None,
                close: Some(sign.token),
                single: sign.family == Family::Single,
                within: None,
            });
        }
    }

    fn speech_start(&self, sign: Sign) -> u32 {
        let sentences = self.segmented.sentences.get(..=sign.sentence as usize).unwrap_or_default();
        let Some((own, before)) = sentences.split_last() else { return sign.token };
        let spoken = before.iter().rev().take(FURTHEST_BACK).take_while(|sentence| {
            sentence.paragraph == sign.paragraph
                && sentence.tokens.start >= self.done
                && sentence.tokens.iter().take(60).any(|token| first_person(self.segmented.form(self.text, token)))
        });
        spoken.last().map_or(own.tokens.start, |sentence| sentence.tokens.start)
    }

    /// Closes the quotation `at` on the stack, and drops those above it, before token `end`.
    fn close(&mut self, at: usize, end: u32, mark: Option<u32>) {
        for number in (at..self.open.len()).rev() {
            let Some(open) = self.open.pop() else { return };
            let single = open.family == Family::Single;
            if number > at && single {
                self.mark(open.mark, Mark::None); // it was an apostrophe
                continue;
            }
            let close = mark.filter(|_| number == at);
            let tokens = Tokens::new(open.mark + 1, end);
            self.push(Quotation { tokens, open: Some(open.mark), close, single, within: None });
        }
        self.done = self.done.max(end + u32::from(mark.is_some()));
    }

    fn push(&mut self, quotation: Quotation) {
        self.done = self.done.max(quotation.tokens.end + u32::from(quotation.close.is_some()));
        if !quotation.tokens.is_empty() {
            self.out.quotations.push(quotation);
        }
    }

    /// Ends what does not run on into `paragraph`, before sign `number`.
    fn leave(&mut self, number: usize, paragraph: u32) {
        let stays = |open: &mut Open| {
            if open.paragraph >= paragraph {
                return true;
            }
            let first = self.ahead.get(number).and_then(|ahead| ahead.first.get(open.family as usize));
            let Some(sign) = first.and_then(|first| self.signs.get(*first as usize)) else { return false };
            let leap = sign.paragraph.saturating_sub(open.paragraph);
            let again = leap == 1 && sign.leads && sign.facing == Facing::Opens;
            let later = leap <= LONGEST_LEAP && sign.facing == Facing::Closes && !sign.apostrophe && !sign.measure;
            if again || later {
                open.paragraph = sign.paragraph;
            }
            again || later
        };
        let Some(at) = self.open.iter_mut().map(stays).position(|stays| !stays) else { return };
        let Some(open) = self.open.get(at) else { return };
        let end = self.paragraph_end(open.sentence, open.paragraph).max(self.done);
        self.close(at, end, None);
    }

    fn sentence_end(&self, sentence: u32) -> u32 {
        self.segmented.sentences.get(sentence as usize).map_or(u32::MAX, |s| s.tokens.end)
    }

    /// The end of `paragraph`, in which or before which `sentence` stands.
    fn paragraph_end(&self, sentence: u32, paragraph: u32) -> u32 {
        let sentences = self.segmented.sentences.get(sentence as usize..).unwrap_or_default();
        let after = sentences.partition_point(|s| s.paragraph <= paragraph);
        after.checked_sub(1).and_then(|last| sentences.get(last)).map_or(0, |last| last.tokens.end)
    }

    fn mark(&mut self, token: u32, mark: Mark) {
        if let Some(slot) = self.out.marks.get_mut(token as usize) {
            *slot = mark;
        }
    }
}

fn first_person(form: &str) -> bool {
    matches!(form, "I" | "we" | "We" | "my" | "My" | "our" | "Our" | "us" | "me")
}
