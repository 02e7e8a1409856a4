//! The agenda: each workshop with its facts, then a table for each day.

use idm_core::edition::{Record, Value, text_of};

use super::super::blocks::heading_style;
use super::super::body::Writer;
use super::super::records::{behind, is_known, is_true, record_of, records, runs_of};
use super::super::runs::Piece;
use super::number;

impl Writer<'_> {
    pub(super) fn agenda(&mut self, sessions: Option<&Record>) {
        self.generated("agenda", self.words.get("title.agenda"), true);
        if let Some(sessions) = sessions {
            self.session_chart(sessions);
        }
    }

    pub(super) fn workshop(&mut self, record: &Record, about: Option<&Value>) {
        let words = self.words;
        let names = ["label", "number", "title", "kind", "city", "venue", "start", "end", "participants", "days"];
        let [label, own, title, kind, city, venue, start, end, participants, days] =
            self.fields(record, names, &["id", "source", "basis", "status"]);
        let name = words.numbered("workshop", text_of(own));
        let piece = self.plain(&name);
        let mut pieces = self.labelled(Some(text_of(label)), &name, vec![piece]);
        pieces.push(self.plain(". "));
        pieces.extend(self.value(city));
        let listed = behind(&format!("{name}. "), runs_of(city));
        self.titled(heading_style(2), Some((2, listed)), text_of(label), pieces);
        let pieces = self.with_look(|look| look.italic = true, |writer| writer.known(title));
        self.line_in("BodyText", pieces);
        let pieces = self.known(kind);
        self.fact(words.get("field.kind"), pieces);
        let pieces = match self.date_range(start, end) {
            Some(dates) => vec![self.plain(&dates)],
            None => self.gap(None),
        };
        self.fact(words.get("field.dates"), pieces);
        let pieces = self.known(venue);
        self.fact(words.get("field.venue"), pieces);
        let pieces = match participants {
            Some(_) => vec![self.plain(&number(participants).to_string())],
            None => self.gap(None),
        };
        self.fact(words.get("field.participants"), pieces);
        let pieces = self.provenance(record);
        self.fact(words.get("field.source"), pieces);
        if is_known(about) {
            self.plain_heading(3, words.get("field.about"));
            self.framed(|frame| frame.shift = 3, |writer| writer.text_value(about));
        }
        for day in records(days) {
            let [date, sessions] = self.fields(day, ["date", "sessions"], &[]);
            let date = match date {
                Some(Value::Date(date)) => words.date(*date),
                _ => words.get("date-to-be-supplied").to_owned(),
            };
            self.plain_heading(3, &date);
            self.day(&date, sessions);
        }
        if !is_known(days) {
            self.plain_heading(3, words.get("title.sessions"));
            let pieces = self.gap(None);
            self.line_in("BodyText", pieces);
        }
    }

    /// The table of a day. A source that all its sessions share is given once, below them, and that of the workshop at its head.
    fn day(&mut self, date: &str, sessions: Option<&Value>) {
        let words = self.words;
        let sessions: Vec<&Record> = records(sessions).collect();
        let source = |session: &Record| {
            let plain = match session.get("source") {
                Some(Value::Line { content, .. }) => idm_core::edition::tree::plain_text(content),
                _ => String::new(),
            };
            (plain, text_of(session.get("basis")).to_owned())
        };
        let shared = sessions.len() > 1
            && sessions.windows(2).all(|pair| match pair {
                [a, b] => source(a) == source(b),
                _ => true,
            });
        let rows = sessions.iter().map(|session| self.session_row(session, shared)).collect();
        let heads = ["charts.key", "field.time", "field.session"].map(|key| words.get(key));
        self.rows(&[1.9, 3.0, 10.0], &heads, &[], date, rows);
        if let Some(first) = sessions.first().filter(|first| shared && !is_true(first.get("said"))) {
            self.provenance_line(first);
        }
    }

    fn session_row(&mut self, session: &Record, shared: bool) -> Vec<Vec<Vec<Piece>>> {
        let words = self.words;
        let names = ["label", "key", "kind", "look", "start", "end", "title", "panel", "room", "people", "note"];
        let [label, key, kind, look, start, end, title, panel, room, people, note] =
            self.fields(session, names, &["source", "basis", "said"]);
        let key = self.strong(text_of(key));
        let key = self.labelled(Some(text_of(label)), "", vec![key]);
        let times = words.times(start.map(|time| text_of(Some(time))), end.map(|time| text_of(Some(time))));
        let times = match times {
            Some(times) => vec![self.plain(&times)],
            None => self.gap(None),
        };
        let is_panel = text_of(look) == "panel";
        let name = self.with_look(
            |look| look.bold = is_panel,
            |writer| match record_of(panel) {
                Some(panel) => {
                    let [label, own] = writer.fields(panel, ["label", "number"], &[]);
                    let mut pieces = writer.leading_kind("panel", text_of(label), text_of(own));
                    if title.is_some() {
                        pieces.push(writer.plain(". "));
                        pieces.extend(writer.value(title));
                    }
                    pieces
                }
                None if title.is_some() => writer.value(title),
                None => vec![writer.plain(words.get(&format!("session.{}", text_of(kind))))],
            },
        );
        let mut cell = vec![name];
        cell.extend(room.map(|room| self.value(Some(room))));
        for person in records(people) {
            cell.push(self.person(person));
        }
        if note.is_some() {
            cell.push(self.value(note));
        }
        if !shared && !is_true(session.get("said")) {
            let mut pieces = vec![self.plain(&format!("{}{}", words.get("field.source"), words.colon()))];
            pieces.extend(self.provenance(session));
            cell.push(pieces);
        }
        vec![vec![key], vec![times], cell]
    }
}
