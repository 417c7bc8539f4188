//! Events as rows, with their sides and voices.

use super::rows::Writer;
use crate::names::Named;
use crate::{Key, Kind};
use rusqlite::{Statement, params};
use sayso_record::{By, Event, Party};

impl Writer<'_> {
    pub(super) fn events(&self) -> rusqlite::Result<()> {
        let mut parties =
            self.connection.prepare_cached("INSERT INTO parties VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
        let mut rows = self.connection.prepare_cached("INSERT INTO voices VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        for (number, event) in (1..).zip(&self.record.events) {
            let Some(key) = self.own(Kind::Event, number, &event.id) else { continue };
            self.event(key, event)?;
            self.parties(&mut parties, key, "source", &event.source)?;
            self.parties(&mut parties, key, "target", &event.target)?;
            for (number, voice) in (1..).zip(&event.voices) {
                let (by, actor) = match &voice.by {
                    By::Narrator => ("narrator", None),
                    By::Unknown => ("unknown", None),
                    By::Actor(id) => ("actor", self.find(Some(id))),
                };
                let statement = self.find(voice.statement.as_deref());
                rows.execute(params![key, number, by, actor, statement, voice.factuality.name(), self.who(actor)])?;
            }
        }
        Ok(())
    }

    fn event(&self, key: Key, event: &Event) -> rusqlite::Result<()> {
        const SQL: &str = "INSERT INTO events (key, id, code, root, name, plover_event, plover_mode, plover_context,
            quad, goldstein, time_begin, time_end, time_basis, time_value, timex, sentence, place, place_country, lat,
            lon, place_spans, action_spans, action)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23)";
        let context = (!event.plover.context.is_empty()).then(|| event.plover.context.join(";"));
        let place = event.place.as_ref();
        let begin = event.action.spans.first().map_or(0, |s| s.start);
        self.connection.prepare_cached(SQL)?.execute(params![
            key,
            event.id,
            event.code,
            event.root,
            event.name,
            event.plover.event,
            event.plover.mode,
            context,
            event.quad,
            // By its decimal digits: 3.4 in single precision is 3.4000000953 in double.
            event.goldstein.to_string().parse::<f64>().unwrap_or_default(),
            event.time.begin.map(|d| d.to_string()),
            event.time.end.map(|d| d.to_string()),
            event.time.basis.map(Named::word),
            event.time.value,
            self.find(event.time.timex.as_deref()),
            self.sentence(begin),
            place.map(|p| &p.name),
            place.and_then(|p| p.country.as_ref()),
            place.and_then(|p| p.lat),
            place.and_then(|p| p.lon),
            place.map(|p| self.points.json(&p.spans)),
            self.points.json(&event.action.spans),
            self.points.words(&event.action.spans),
        ])?;
        Ok(())
    }

    fn parties(&self, rows: &mut Statement<'_>, event: Key, side: &str, parties: &[Party]) -> rusqlite::Result<()> {
        for (number, party) in (1..).zip(parties) {
            let actor = self.find(party.actor.as_deref());
            let (spans, words) = (self.points.json(&party.spans), self.points.words(&party.spans));
            rows.execute(params![event, side, number, actor, party.code, spans, words, self.who(actor)])?;
        }
        Ok(())
    }
}
