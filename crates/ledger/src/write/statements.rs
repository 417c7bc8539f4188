//! Statements as rows, with who passed them on, what they answer, and of whom they speak.

use super::rows::Writer;
use crate::names::Named;
use crate::{Key, Kind};
use rusqlite::params;
use sayso_record::Statement;

impl Writer<'_> {
    pub(super) fn statements(&self) -> rusqlite::Result<()> {
        const SQL: &str =
            "INSERT INTO statements (key, id, source, act, quote, cue_lemma, day, sentence, last_sentence,
            within, addressee, addressee_words, timex, time_value, time_begin, time_end, time_basis, source_spans,
            cue_spans, content_spans, addressee_spans, source_words, content, setting_spans,
            setting, anonymous, description, who)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25, ?26, ?27, ?28)";
        let mut rows = self.connection.prepare_cached(SQL)?;
        let mut subjects = Vec::new();
        for (number, statement) in (1..).zip(&self.record.statements) {
            if let Some(key) = self.own(Kind::Statement, number, &statement.id) {
                self.statement(&mut rows, key, statement)?;
                self.around(key, statement)?;
                self.subjects(&mut subjects, key, statement);
            }
        }
        // In the order of their table, which then grows at its end.
        subjects.sort_unstable();
        subjects.dedup();
        let mut rows = self.connection.prepare_cached("INSERT INTO subjects VALUES (?1, ?2)")?;
        for (actor, statement) in subjects {
            rows.execute(params![actor, statement])?;
        }
        Ok(())
    }

    fn statement(&self, rows: &mut rusqlite::Statement<'_>, key: Key, statement: &Statement) -> rusqlite::Result<()> {
        let time = statement.time.as_ref();
        let begin = time.and_then(|t| t.begin);
        let addressee = statement.addressee.as_ref();
        let source = self.find(statement.source.actor.as_deref());
        let extent = statement.extent();
        rows.execute(params![
            key,
            statement.id,
            source,
            statement.act.name(),
            statement.quote.word(),
            statement.cue.lemma,
            begin.or(self.record.document.date).map(|d| d.to_string()),
            self.sentence(extent.start),
            self.sentence(extent.end.saturating_sub(1).max(extent.start)),
            self.find(statement.within.as_deref()),
            addressee.and_then(|a| self.find(a.actor.as_deref())),
            addressee.map(|a| &a.text),
            time.and_then(|t| self.find(t.timex.as_deref())),
            time.map(|t| &t.value),
            begin.map(|d| d.to_string()),
            time.and_then(|t| t.end).map(|d| d.to_string()),
            time.and_then(|t| t.basis).map(Named::word),
            self.points.json(&statement.source.spans),
            self.points.json(&statement.cue.spans),
            self.points.json(&statement.content.spans),
            addressee.map(|a| self.points.json(&a.spans)),
            self.points.words(&statement.source.spans),
            self.points.words(&statement.content.spans),
            statement.setting.as_ref().map(|s| self.points.json(&s.spans)),
            statement.setting.as_ref().map(|s| &s.text),
            statement.source.anonymous,
            statement.source.description,
            self.who(source),
        ])?;
        Ok(())
    }

    /// Who passed a statement on, and what it answers.
    fn around(&self, key: Key, statement: &Statement) -> rusqlite::Result<()> {
        for (number, via) in (1..).zip(&statement.via) {
            let actor = self.find(via.actor.as_deref());
            self.connection.prepare_cached("INSERT INTO vias VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(params![
                key,
                number,
                actor,
                self.points.json(&via.spans),
                via.text
            ])?;
        }
        let answers =
            [("denies", &statement.denies), ("supports", &statement.supports), ("responds_to", &statement.responds_to)];
        for (relation, others) in answers {
            for (number, other) in (1..).zip(others) {
                if let Some(other) = self.find(Some(other)) {
                    self.connection
                        .prepare_cached("INSERT INTO answers VALUES (?1, ?2, ?3, ?4)")?
                        .execute(params![key, relation, number, other])?;
                }
            }
        }
        Ok(())
    }

    /// Of whom it speaks.
    fn subjects(&self, found: &mut Vec<(Key, Key)>, key: Key, statement: &Statement) {
        for span in &statement.content.spans {
            let first = self.mentions.partition_point(|(mention, _)| mention.start < span.start);
            for (mention, actor) in self.mentions[first..].iter().take_while(|(m, _)| m.start < span.end) {
                if mention.end <= span.end {
                    found.push((*actor, key));
                }
            }
        }
    }
}
