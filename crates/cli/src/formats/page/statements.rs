//! The page's statements: in text order, each below the one that holds it.

use super::Page;
use anstyle::AnsiColor;
use sayso_record::{Act, Record, Statement};
use std::collections::HashMap;

const DEEPEST: usize = 4;

/// Statements in text order, those inside another behind it, with their depth.
pub(super) fn in_order(record: &Record) -> Vec<(&Statement, usize)> {
    let place: HashMap<&str, usize> = record.statements.iter().enumerate().map(|(at, s)| (s.id.as_str(), at)).collect();
    let mut inside = vec![Vec::new(); record.statements.len()];
    let mut open = Vec::new();
    for (at, statement) in record.statements.iter().enumerate() {
        match statement.within.as_deref().and_then(|id| place.get(id)) {
            Some(&holder) if holder != at => inside[holder].push(at),
            _ => open.push((at, 0)),
        }
    }
    let begin = |at: &usize| record.statements[*at].extent();
    open.sort_by_key(|(at, _)| std::cmp::Reverse(begin(at)));
    let mut order = Vec::with_capacity(record.statements.len());
    while let Some((at, depth)) = open.pop() {
        order.push((&record.statements[at], depth));
        let mut inner = std::mem::take(&mut inside[at]);
        inner.sort_by_key(|at| std::cmp::Reverse(begin(at)));
        open.extend(inner.into_iter().map(|at| (at, depth + 1)));
    }
    order
}

impl Page<'_, '_> {
    pub(super) fn statements(&mut self, statements: &[(&Statement, usize)]) {
        if statements.is_empty() {
            return;
        }
        self.heading("WHO SAID WHAT");
        let digits = statements.len().to_string().len() + 2;
        for (at, (statement, depth)) in statements.iter().enumerate() {
            if at > 0 && *depth == 0 {
                self.line("");
            }
            self.statement(statement, *depth, digits);
        }
    }

    fn statement(&mut self, statement: &Statement, depth: usize, digits: usize) {
        let inset = " ".repeat(2 + 4 * depth.min(DEEPEST));
        let label = format!("{:>digits$}", self.label(&statement.id));
        let act = statement.act.name();
        let margin = inset.len() + digits + 1;
        let rest = " ".repeat(margin + 11);
        let first = format!(
            "{inset}{} {}",
            self.paint.dim(&label),
            self.paint.coloured(&format!("{act:<11}"), colour(statement.act))
        );
        let (speaker, about) = self.speaker(statement);
        let mut name = Some(speaker.as_str());
        self.wrapped(&format!("{speaker}{about}"), &first, &rest, |paint, line| {
            match name.take().map(|name| common_prefix(name, line)) {
                Some(bold) => format!("{}{}", paint.bold(&line[..bold]), paint.dim(&line[bold..])),
                None => paint.dim(line),
            }
        });
        let content = self.content(statement);
        if !content.is_empty() {
            self.wrapped(&content, &rest, &rest, |_, line| line.to_owned());
        }
    }

    /// Who speaks; and with which office (told once), to whom, through whom, when, against which other statement.
    fn speaker(&mut self, statement: &Statement) -> (String, String) {
        let mut speaker = self.view.speaker(statement);
        if speaker.is_empty() {
            speaker.push_str("somebody unnamed");
        }
        let mut about = String::new();
        if let Some(actor) = self.view.actor(statement.source.actor.as_deref())
            && let Some(role) = actor.roles.first()
            && self.introduced.insert(&actor.id)
        {
            // Who has no name is called by the office already.
            let role = self.view.role(role);
            match role.strip_prefix(actor.name.as_str()) {
                Some(of) => about.push_str(of),
                None => about.push_str(&format!(", {role}")),
            }
        }
        if let Some(to) = &statement.addressee {
            about.push_str(&format!(" → {}", self.view.called(to.actor.as_deref(), &to.spans)));
        }
        for via in statement.via.iter().rev() {
            about.push_str(&format!(" · as told by {}", self.view.called(via.actor.as_deref(), &via.spans)));
        }
        if let Some(time) = &statement.time {
            let days = time.begin.zip(time.end).map(|(begin, end)| super::days(begin, end));
            about.push_str(&format!(" · {}", days.unwrap_or_else(|| time.value.clone())));
        }
        for (what, ids) in
            [("denies", &statement.denies), ("supports", &statement.supports), ("answers", &statement.responds_to)]
        {
            if !ids.is_empty() {
                let labels: Vec<String> = ids.iter().map(|id| self.label(id)).collect();
                about.push_str(&format!(" · {what}\u{a0}{}", labels.join(" ")));
            }
        }
        (speaker, about)
    }

    /// What is said; a direct quotation in marks, which its span leaves out.
    fn content(&self, statement: &Statement) -> String {
        let words = self.view.words(&statement.content.spans);
        let marked = words.starts_with(['“', '"', '‘', '\'']);
        if statement.quote == sayso_record::QuoteKind::Direct && !marked && !words.is_empty() {
            return format!("“{}”", words.trim_end_matches(','));
        }
        words
    }
}

/// Bytes that two words have in common at their begin.
fn common_prefix(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// Acts against somebody stand out from acts towards somebody and from plain telling.
fn colour(act: Act) -> AnsiColor {
    match act {
        Act::Accuse | Act::Deny | Act::Threaten | Act::Criticize => AnsiColor::Red,
        Act::Demand | Act::Warn | Act::Request | Act::Ask => AnsiColor::Yellow,
        Act::Confirm | Act::Offer | Act::Promise | Act::Praise | Act::Agree => AnsiColor::Green,
        Act::Say | Act::Claim | Act::Believe | Act::Expect | Act::Intend | Act::Feel | Act::Other => AnsiColor::Cyan,
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use sayso_record::json;

    #[test]
    fn a_statement_stands_below_the_one_that_holds_it_even_where_ids_run_in_a_circle() {
        let line = include_str!("../../../tests/data/record.jsonl");
        let mut record = json::read(line).expect("the example is a record");
        let order: Vec<_> = in_order(&record).into_iter().map(|(s, depth)| (s.id.as_str(), depth)).collect();
        let offer = order.iter().position(|o| *o == ("st_offer", 0)).expect("it is there");
        assert_eq!(order[offer + 1], ("st_offered", 1));
        assert_eq!(order.len(), record.statements.len());
        record.statements[0].within = Some(record.statements[0].id.clone());
        assert_eq!(in_order(&record).len(), record.statements.len());
    }
}
