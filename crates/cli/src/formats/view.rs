//! A record as a person would look things up in it: by id, by the words, by sentence.

use sayso_record::json::CodePoints;
use sayso_record::{Actor, By, Conflict, Event, Factuality, Party, Record, Role, Span, Statement};
use std::collections::HashMap;

/// A record with its ids resolved.
pub(crate) struct View<'r> {
    /// The record.
    pub(crate) record: &'r Record,
    actors: HashMap<&'r str, &'r Actor>,
    statements: HashMap<&'r str, &'r Statement>,
    events: HashMap<&'r str, &'r Event>,
    points: CodePoints,
}

impl<'r> View<'r> {
    /// A view of `record`.
    pub(crate) fn new(record: &'r Record) -> Self {
        Self {
            record,
            actors: record.actors.iter().map(|a| (a.id.as_str(), a)).collect(),
            statements: record.statements.iter().map(|s| (s.id.as_str(), s)).collect(),
            events: record.events.iter().map(|e| (e.id.as_str(), e)).collect(),
            points: CodePoints::of(&record.document.text),
        }
    }

    /// The actor of that id.
    pub(crate) fn actor(&self, id: Option<&str>) -> Option<&'r Actor> {
        self.actors.get(id?).copied()
    }

    /// The statement of that id.
    pub(crate) fn statement(&self, id: &str) -> Option<&'r Statement> {
        self.statements.get(id).copied()
    }

    /// The event of that id.
    pub(crate) fn event(&self, id: &str) -> Option<&'r Event> {
        self.events.get(id).copied()
    }

    /// The words at `spans` on one line, with ` … ` between places that are apart.
    pub(crate) fn words(&self, spans: &[Span]) -> String {
        sayso_record::words(&self.record.document.text, spans)
    }

    /// The actor's name where there is one, else the words.
    pub(crate) fn called(&self, actor: Option<&str>, spans: &[Span]) -> String {
        self.actor(actor).map_or_else(|| self.words(spans), |a| a.name.clone())
    }

    /// Who says it; the words, where the text leaves the source without a name.
    pub(crate) fn speaker(&self, statement: &Statement) -> String {
        self.called(statement.source.actor.as_deref(), &statement.source.spans)
    }

    /// A side of an event: names, else words, else codes.
    pub(crate) fn parties(&self, parties: &[Party]) -> Vec<String> {
        let name = |party: &Party| {
            let name = self.called(party.actor.as_deref(), &party.spans);
            if name.is_empty() { party.code.clone().unwrap_or_default() } else { name }
        };
        parties.iter().map(name).collect()
    }

    /// Whose voice it is; `None` for the article's own.
    pub(crate) fn voice(&self, by: &By, statement: Option<&str>) -> Option<String> {
        match by {
            By::Narrator => None,
            By::Actor(id) if self.actors.contains_key(id.as_str()) => Some(self.actors[id.as_str()].name.clone()),
            By::Actor(_) | By::Unknown => {
                let speaker = statement.and_then(|s| self.statement(s)).map(|s| self.speaker(s));
                Some(speaker.filter(|s| !s.is_empty()).unwrap_or_else(|| "an unnamed source".to_owned()))
            }
        }
    }

    /// `transport minister of Estonia`.
    pub(crate) fn role(&self, role: &Role) -> String {
        match &role.of {
            Some(of) => format!("{} of {}", role.title, self.country(of)),
            None => role.title.clone(),
        }
    }

    /// The name under which the article knows a country; its code where the article does not name it.
    fn country(&self, code: &'r str) -> &'r str {
        let named = |a: &&Actor| a.kind == sayso_record::ActorKind::Country && a.country.as_deref() == Some(code);
        self.record.actors.iter().find(named).map_or(code, |a| &a.name)
    }

    /// Number of the sentence in which `span` begins, counted from 1.
    pub(crate) fn sentence(&self, span: Span) -> usize {
        self.record.sentences.partition_point(|s| s.span.start <= span.start)
    }

    /// The span in code points, as in `sayso/1`.
    pub(crate) fn code_points(&self, span: Span) -> Span {
        let text = &self.record.document.text;
        Span::new(self.points.count(text, span.start), self.points.count(text, span.end))
    }

    /// Where an event stands: its action.
    pub(crate) fn place_of(event: &Event) -> Span {
        let start = event.action.spans.iter().map(|s| s.start).min().unwrap_or(0);
        Span::new(start, event.action.spans.iter().map(|s| s.end).max().unwrap_or(0))
    }

    /// What a side of a conflict says, in the article's words.
    pub(crate) fn account(&self, id: &str) -> String {
        match (self.statement(id), self.event(id)) {
            (Some(statement), _) => self.words(&statement.content.spans),
            (_, Some(event)) => self.words(&event.action.spans),
            _ => String::new(),
        }
    }

    /// Why two accounts differ, with `label` in place of each id.
    pub(crate) fn why(conflict: &Conflict, label: impl Fn(&str) -> String) -> String {
        conflict.between.iter().fold(conflict.why.clone(), |why, id| why.replace(id.as_str(), &label(id)))
    }
}

/// A factuality in a word or two.
pub(crate) fn certainty(factuality: Factuality) -> &'static str {
    match factuality {
        Factuality::CertainlySo => "certain",
        Factuality::ProbablySo => "probable",
        Factuality::PossiblySo => "possible",
        Factuality::PossiblyNot => "possibly not",
        Factuality::ProbablyNot => "probably not",
        Factuality::CertainlyNot => "not so",
        Factuality::Uncommitted => "open",
    }
}
