//! Who speaks in each quotation, so that `I` in it finds its speaker and `he` passes him by.

use crate::Context;
use crate::lexicons::cues::{CueClass, Frame, Strength};
use sayso_language::{Deprel, Quotation, Tokens, Upos};

/// The speaker of a quotation: the word that names them, and the actor once it is known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Speaker {
    /// Head word of the subject of the verb of speech.
    pub(super) head: Option<u32>,
    /// The actor.
    pub(super) entity: Option<usize>,
}

impl Speaker {
    /// Whether `entity` is the speaker.
    pub(super) fn is(&self, entity: usize) -> bool {
        self.entity == Some(entity)
    }
}

/// The speakers of the document's quotations.
#[derive(Clone, Debug, Default)]
pub(super) struct Speakers {
    spans: Vec<(Tokens, Speaker)>,
    /// Speakers by the word that names them.
    heads: Vec<(u32, usize)>,
}

/// A quotation shorter than this is a word taken up, not speech.
const SPEECH: u32 = 4;

impl Speakers {
    /// The speakers' words; their actors are not known yet.
    pub(super) fn new(context: &Context) -> Self {
        let mut speakers = Self::default();
        for quotation in context.analysis.quotations() {
            if quotation.within.is_some() || quotation.tokens.len() < SPEECH {
                continue;
            }
            let mut head = subject(context, quotation);
            // A paragraph of quotation after quotation goes on speaking.
            if head.is_none()
                && let Some((before, last)) = speakers.spans.last()
                && quotation.tokens.start.saturating_sub(before.end) < 6
            {
                head = last.head;
            }
            if let Some(head) = head {
                speakers.heads.push((head, speakers.spans.len()));
            }
            speakers.spans.push((quotation.tokens, Speaker { head, entity: None }));
        }
        speakers.heads.sort_unstable();
        speakers
    }

    /// The speaker of the quotation around token `at`.
    pub(super) fn of(&self, at: u32) -> Option<&Speaker> {
        let past = self.spans.partition_point(|(tokens, _)| tokens.start <= at);
        let (tokens, speaker) = self.spans.get(past.checked_sub(1)?)?;
        (tokens.contains(at)).then_some(speaker)
    }

    /// The quotations that the one whom the word at `head` names says.
    pub(super) fn said_by(&self, head: u32) -> impl Iterator<Item = Tokens> + '_ {
        let first = self.heads.partition_point(|h| h.0 < head);
        let own = self.heads.iter().skip(first).take_while(move |h| h.0 == head);
        own.filter_map(|h| self.spans.get(h.1)).map(|(tokens, _)| *tokens)
    }

    /// Notes that the word at `head` refers to `entity`.
    pub(super) fn learn(&mut self, head: u32, entity: usize) {
        let first = self.heads.partition_point(|h| h.0 < head);
        for (_, span) in self.heads.iter().skip(first).take_while(|h| h.0 == head) {
            if let Some((_, speaker)) = self.spans.get_mut(*span) {
                speaker.entity = Some(entity);
            }
        }
    }
}

/// Whether the word at `at` is the subject of a verb of speech: somebody who says something.
pub(super) fn speaks(context: &Context, at: u32) -> bool {
    let analysis = context.analysis;
    let token = analysis.token(at);
    let verb = token.head;
    token.deprel == Deprel::Nsubj
        && analysis.token(verb).upos == Upos::Verb
        && context
            .lexicons
            .cues
            .rows(analysis.lemma(verb), CueClass::Verb)
            .iter()
            .any(|row| row.strength == Strength::Sure && (row.has(Frame::That) || row.has(Frame::Quote)))
}

/// The subject of the verb of speech beside a quotation, in the sentences where it begins and ends.
fn subject(context: &Context, quotation: &Quotation) -> Option<u32> {
    let analysis = context.analysis;
    let (first, last) = (quotation.tokens.start, quotation.tokens.end.saturating_sub(1).max(quotation.tokens.start));
    if last >= analysis.len() {
        return None;
    }
    let after = quotation.tokens.end..analysis.sentence_of(last).tokens.end.min(quotation.tokens.end + 40);
    let begin = analysis.sentence_of(first).tokens.start.max(first.saturating_sub(40));
    let before = (begin..first).rev();
    after.chain(before).find_map(|at| {
        let token = analysis.token(at);
        if token.upos != Upos::Verb || !context.lexicons.is_cue(analysis, at) {
            return None;
        }
        let subject = analysis.child(at, Deprel::Nsubj);
        subject.filter(|s| !quotation.tokens.contains(*s))
    })
}
