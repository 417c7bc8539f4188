//! Where the text stands in time: the day of writing, the times spoken of before, and which way grammar points.

use super::calendar::{Moment, Unit, add_days, date, weekday};
use super::classes::Class;
use super::items::Items;
use crate::Context;
use jiff::civil::Date;
use sayso_language::{Deprel, Upos, Xpos};

/// Which way from the day of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Past,
    Future,
    Unknown,
}

/// A time spoken of, and the token where.
type Mention = Option<(Moment, u32)>;

/// What the words before have fixed.
#[derive(Debug)]
pub(crate) struct Discourse<'a> {
    pub(crate) context: &'a Context<'a>,
    /// The day of writing.
    pub(crate) written: Option<Date>,
    /// The text tells a past long before the day of writing: times follow one another, not the calendar's today.
    pub(crate) narrative: bool,
    /// The year in the middle of a narrative's years.
    centre: i32,
    /// The last time spoken of.
    pub(crate) last: Option<Moment>,
    /// The last quarter spoken of.
    pub(crate) quarter: Option<Moment>,
    quarter_token: u32,
    /// The last day, the last month or the like, the last year or longer.
    days: Mention,
    months: Mention,
    years: Mention,
}

/// How many sentences back a time still is what `the day` or `a year earlier` hangs on, in news.
const NEAR: u32 = 3;

impl<'a> Discourse<'a> {
    /// The state at the head of a document.
    pub(crate) fn new(context: &'a Context<'a>, items: &Items) -> Self {
        let written = context.document.date;
        let centre = narrative_year(items, written);
        Self {
            context,
            written,
            narrative: written.is_none() || centre.is_some(),
            centre: centre.unwrap_or(0),
            last: None,
            quarter: None,
            quarter_token: 0,
            days: None,
            months: None,
            years: None,
        }
    }

    /// What `today` is: the day of writing, or in a narrative the last day spoken of.
    pub(crate) fn today(&self) -> Option<Date> {
        match self.last {
            Some(last) if self.narrative => last.days().map(|d| d.0),
            _ => self.written,
        }
    }

    /// Takes note of a time; `relative` where it was reached from another, `opens` where it stands at the head of a
    /// sentence.
    pub(crate) fn note(&mut self, moment: Moment, token: u32, relative: bool, opens: bool) {
        if relative && !self.narrative {
            return;
        }
        if matches!(moment, Moment::Quarter(..) | Moment::Half(..)) {
            (self.quarter, self.quarter_token) = (Some(moment), token);
        }
        if self.narrative && self.is_aside(moment, opens) {
            return;
        }
        let mention = Some((moment, token));
        match moment.unit() {
            Unit::Day => self.days = mention,
            unit if unit < Unit::Year => self.months = mention,
            _ => self.years = mention,
        }
        self.last = Some(moment);
    }

    /// Years far from where a narrative stands are asides (what a historian wrote in 2005, what began in 1614):
    /// the story does not move there.
    fn is_aside(&self, moment: Moment, opens: bool) -> bool {
        let Some(year) = moment.year().map(i32::from) else { return true };
        if self.centre != 0 && year > self.centre + 25 {
            return true;
        }
        let here = self.last.and_then(Moment::year).map(i32::from);
        !opens && moment.unit() >= Unit::Year && here.is_some_and(|here| year < here - 1)
    }

    fn sentences_apart(&self, token: u32, before: u32) -> u32 {
        let sentence = |at: u32| self.context.analysis.tokens().get(at as usize).map_or(0, |t| t.sentence);
        sentence(token).saturating_sub(sentence(before))
    }

    /// The time that `a year earlier` and `the same day` hang on: the last one spoken of nearby that is no longer than
    /// `unit`, else the day of writing.
    pub(crate) fn reference(&self, token: u32, unit: Unit) -> Option<Moment> {
        let mentions = [self.days, self.months, self.years].into_iter().flatten();
        let fitting = mentions.filter(|(moment, _)| moment.unit() <= unit);
        let latest = fitting.max_by_key(|(_, at)| *at);
        if self.narrative {
            let year = self.last.and_then(Moment::year);
            return latest.map(|l| l.0).filter(|m| m.year() == year);
        }
        let near = latest.filter(|(_, at)| self.sentences_apart(token, *at) <= NEAR);
        near.map(|n| n.0).or(self.written.map(Moment::Day))
    }

    /// The month spoken of in this sentence: `in February, compared to the same period last year`.
    pub(crate) fn near_month(&self, token: u32) -> Option<Moment> {
        let is_month = |m: &Moment| matches!(m, Moment::Month(..));
        self.months.filter(|(m, at)| is_month(m) && self.sentences_apart(token, *at) == 0).map(|n| n.0)
    }

    /// A quarter spoken of in the sentences just before.
    pub(crate) fn near_quarter(&self, token: u32) -> Option<Moment> {
        self.quarter.filter(|_| self.sentences_apart(token, self.quarter_token) <= NEAR)
    }

    /// The year of a month or day of which the text doesn't give one.
    pub(crate) fn year_of(&self, month: i32, day: Option<i32>, direction: Direction) -> Option<i16> {
        if self.narrative {
            let year = self.last?.year()?;
            // The story goes forward: a month well before the last one is the next year's.
            let fine = [self.days, self.months].into_iter().flatten().max_by_key(|(_, at)| *at);
            let then = fine.filter(|(m, _)| m.year() == Some(year)).and_then(|(m, _)| first_month(m));
            let behind = then.map_or(0, |then| then - month);
            return Some(if behind > 7 { year + 1 } else { year });
        }
        let written = self.written?;
        let year = i32::from(written.year());
        let stretch = |year: i32| {
            let first = date(year, month, day.unwrap_or(1))?;
            Some((first, if day.is_some() { first } else { first.last_of_month() }))
        };
        // 29 February waits for a leap year.
        let years = (year - 4..=year + 4).filter_map(|year| Some((year, stretch(year)?)));
        let nearest = years.min_by_key(|(_, days)| cost(*days, written, direction));
        nearest.and_then(|(year, _)| i16::try_from(year).ok())
    }

    /// The day that a bare weekday names.
    pub(crate) fn weekday(&self, number: i32, direction: Direction) -> Option<Date> {
        let wanted = weekday(number)?;
        let today = self.today()?;
        let since = i64::from(today.weekday().since(wanted));
        let until = i64::from(today.weekday().until(wanted));
        match direction {
            Direction::Future => add_days(today, until),
            _ if self.narrative => add_days(today, until),
            _ => add_days(today, -since),
        }
    }

    /// Which way the grammar around tokens `first` to `last` points.
    pub(crate) fn direction(&self, first: u32, last: u32) -> Direction {
        if self.narrative { Direction::Unknown } else { direction(self.context, first, last) }
    }
}

fn first_month(moment: Moment) -> Option<i32> {
    match moment {
        Moment::Month(_, month) => Some(i32::from(month)),
        Moment::Season(_, season) => Some(i32::from(season.first_month())),
        _ => moment.days().map(|d| i32::from(d.0.month())),
    }
}

/// How far a stretch of days is to seek: its distance in days, weighed by the direction that grammar points.
pub(crate) fn cost(days: (Date, Date), today: Date, direction: Direction) -> i64 {
    let apart = |from: Date, to: Date| from.until(to).map_or(0, |span| i64::from(span.get_days()));
    let (behind, ahead) = (apart(days.1, today), apart(today, days.0));
    let (past, future) = match direction {
        Direction::Past => (1, 6),
        Direction::Future => (6, 1),
        Direction::Unknown => (1, 2),
    };
    if behind > 0 { behind * past } else { ahead.max(0) * future }
}

/// The year in the middle of a text about times long before it was written: most of its years are far from that
/// year, and it has no weekdays or `yesterday` to speak of. `None` for any other text.
fn narrative_year(items: &Items, written: Option<Date>) -> Option<i32> {
    let written = i32::from(written?.year());
    let (mut far, mut near, mut news) = (Vec::new(), 0_usize, 0_usize);
    for at in 0..items.list.len() {
        for (symbol, value) in items.readings(at) {
            match Class::ALL.get(usize::from(*symbol)) {
                Some(Class::Year) if (value - written).abs() <= 2 => near += 1,
                Some(Class::Year) => far.push(*value),
                Some(Class::Era) => far.push(1),
                Some(Class::Weekday | Class::Today) => news += 1,
                _ => {}
            }
        }
    }
    let narrative = far.len() >= 8 && far.len() > 6 * near && far.len() > 6 * news;
    far.sort_unstable();
    narrative.then(|| far[far.len() / 2])
}

/// Words before a time that say which way it lies.
fn pointed(word: &str) -> Option<Direction> {
    let is = |words: &[&str]| words.iter().any(|w| word.eq_ignore_ascii_case(w));
    if is(&["since", "past"]) {
        Some(Direction::Past)
    } else if is(&["until", "till", "through", "effective", "due", "upcoming", "starting", "beginning", "ending"]) {
        Some(Direction::Future)
    } else {
        None
    }
}

/// The tense of the verb that governs the tokens from `first` to `last`.
pub(crate) fn direction(context: &Context, first: u32, last: u32) -> Direction {
    let analysis = context.analysis;
    if last >= analysis.len() {
        return Direction::Unknown;
    }
    if let Some(direction) = first.checked_sub(1).and_then(|before| pointed(context.form(before))) {
        return direction;
    }
    let is_verb = |at: u32| {
        matches!(analysis.token(at).xpos, Xpos::Vb | Xpos::Vbd | Xpos::Vbg | Xpos::Vbn | Xpos::Vbp | Xpos::Vbz)
            || analysis.children(at).iter().any(|c| analysis.token(*c).xpos == Xpos::Md)
    };
    // A number that the parser takes for a clause of its own belongs to the verb before it: `payable Jan. 3`.
    let stray = analysis.token(last).upos == Upos::Num
        && matches!(analysis.token(last).deprel, Deprel::Ccomp | Deprel::Root | Deprel::Parataxis);
    let near = || (first.saturating_sub(6)..first).rev().take_while(|at| analysis.token(*at).upos != Upos::Punct);
    if stray && let Some(verb) = near().find(|at| is_verb(*at)) {
        return tense(context, verb);
    }
    let mut verbs = std::iter::once(last).chain(analysis.ancestors(last).take(24)).filter(|at| is_verb(*at));
    // A participle or an infinitive without a tense of its own takes that of the verb above it.
    let Some(verb) = verbs.next() else { return Direction::Unknown };
    // `had been due to expire on Friday`: what was ahead then is behind now.
    let then = |at: u32| analysis.children(at).iter().take(16).any(|c| context.form(*c).eq_ignore_ascii_case("had"));
    match tense(context, verb) {
        Direction::Future
            if matches!(analysis.token(verb).xpos, Xpos::Vb | Xpos::Vbn) && then(analysis.token(verb).head) =>
        {
            Direction::Past
        }
        Direction::Unknown => verbs.next().map_or(Direction::Unknown, |above| tense(context, above)),
        known => known,
    }
}

fn tense(context: &Context, verb: u32) -> Direction {
    let analysis = context.analysis;
    let (mut perfect, mut infinitive, mut modal) = (false, false, false);
    for child in analysis.children(verb).iter().filter(|c| **c < verb) {
        let form = context.form(*child);
        let is = |words: &[&str]| words.iter().any(|w| form.eq_ignore_ascii_case(w));
        match analysis.token(*child).xpos {
            Xpos::Md => modal = true,
            _ if is(&["was", "were", "had", "did"]) => return Direction::Past,
            _ if is(&["has", "have", "'ve", "having"]) => perfect = true,
            Xpos::To => infinitive = true,
            _ => {}
        }
    }
    // `may have left on Friday` is past, `may leave on Friday` is not.
    if modal {
        return if perfect { Direction::Past } else { Direction::Future };
    }
    match analysis.token(verb).xpos {
        Xpos::Vbd => Direction::Past,
        _ if perfect => Direction::Past,
        // `the summit, to be held on Wednesday`
        Xpos::Vb | Xpos::Vbn if infinitive => Direction::Future,
        Xpos::Vbn => Direction::Past,
        _ => Direction::Unknown,
    }
}
