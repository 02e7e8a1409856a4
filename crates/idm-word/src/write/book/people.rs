//! Everybody whom the records name.

use idm_core::edition::tree::Change;
use idm_core::edition::{Record, Value, text_of};

use super::super::body::Writer;
use super::super::records::{is_known, is_true, record_of, records};
use super::super::runs::Piece;

impl Writer<'_> {
    pub(super) fn people(&mut self, people: Option<&Value>, by_panel: Option<&Value>) {
        let words = self.words;
        self.generated("people", words.get("title.people"), true);
        self.unlisted(words.get("people.by-name"));
        if is_known(people) {
            let rows = records(people).map(|person| self.person_row(person)).collect();
            let heads = ["field.name", "field.post", "field.participation"].map(|key| words.get(key));
            self.rows(&[1.0, 1.15, 1.25], &heads, &[], words.get("people.by-name"), rows);
        } else {
            let pieces = self.gap(None);
            self.line_in("BodyText", pieces);
        }
        if let Some(by_panel) = record_of(by_panel) {
            self.unlisted(words.get("people.by-panel"));
            let [known, unknown] = self.fields(by_panel, ["known", "unknown"], &[]);
            let roles = ["field.moderator", "field.speakers", "field.rapporteur"].map(|key| words.get(key));
            if is_known(known) {
                let rows = records(known).map(|entry| self.panel_row(entry)).collect();
                let [moderator, speakers, rapporteur] = roles;
                let heads = [words.get("kind.panel"), moderator, speakers, rapporteur];
                self.rows(&[1.5, 1.0, 1.2, 1.0], &heads, &[], words.get("people.by-panel"), rows);
            }
            let mut pieces = vec![];
            for panel in records(unknown) {
                let [label, name] = self.fields(panel, ["label", "name"], &["number", "title", "city"]);
                if !pieces.is_empty() {
                    pieces.push(self.plain(self.words.semicolon()));
                }
                pieces.extend(self.leading_name(text_of(label), text_of(name)));
                pieces.extend(self.page_behind(text_of(label)));
            }
            if !pieces.is_empty() {
                pieces.push(self.plain(words.get("mark.colon")));
                pieces.extend(self.gap(Some(&roles.join(", "))));
                self.line_in("BodyText", pieces);
            }
        }
    }

    fn person_row(&mut self, person: &Record) -> Vec<Vec<Vec<Piece>>> {
        let names = ["label", "honorific", "name", "post", "organization", "country", "participation"];
        let [label, honorific, name, post, organization, country, participation] =
            self.fields(person, names, &["sort"]);
        let label = text_of(label);
        let full: Vec<Vec<Piece>> = [honorific, name]
            .into_iter()
            .flatten()
            .map(|part| self.with_look(|look| look.bold = true, |writer| writer.value(Some(part))))
            .collect();
        let name = self.joined(" ", full);
        let mut pieces = self.labelled(Some(label), "", name);
        pieces.extend(self.index_mark(label));
        pieces.extend(self.index_mark(&format!("organization:{}", text_of(organization))));
        let known: Vec<Vec<Piece>> =
            [post, organization, country].into_iter().flatten().map(|part| self.value(Some(part))).collect();
        let post = if known.is_empty() { self.gap(None) } else { self.joined(", ", known) };
        let mut told = vec![];
        for entry in records(participation) {
            self.participation(entry, &mut told);
        }
        if told.is_empty() {
            told.push(self.gap(None));
        }
        vec![vec![pieces], vec![post], told]
    }

    fn participation(&mut self, entry: &Record, told: &mut Vec<Vec<Piece>>) {
        let words = self.words;
        let [workshop, role, announced, note] =
            self.fields(entry, ["workshop", "role", "announced", "note"], &["source", "basis"]);
        let mut pieces = vec![];
        if let Some(workshop) = record_of(workshop) {
            let [label, city] = self.fields(workshop, ["label", "city"], &["number"]);
            let city = self.value(city);
            pieces.extend(self.link_to(text_of(label), Change::Kept, city));
        }
        let role = words.get(&format!("role.{}", text_of(role)));
        let is_participant = text_of(entry.get("role")) == "participant";
        let how = match is_true(announced) {
            true if is_participant => words.get("role.announced").to_owned(),
            true => format!("{} ({role})", words.get("role.announced")),
            false => role.to_owned(),
        };
        pieces.push(self.plain(&format!(", {how}")));
        told.push(pieces);
        told.push(self.provenance(entry));
        if note.is_some() {
            told.push(self.value(note));
        }
    }

    fn panel_row(&mut self, entry: &Record) -> Vec<Vec<Vec<Piece>>> {
        let [panel, moderators, speakers, rapporteurs] =
            self.fields(entry, ["panel", "moderators", "speakers", "rapporteurs"], &[]);
        let mut cell = vec![];
        if let Some(panel) = record_of(panel) {
            let [label, name, title] = self.fields(panel, ["label", "name", "title"], &["number", "city"]);
            let mut pieces =
                self.with_look(|look| look.bold = true, |writer| writer.leading_name(text_of(label), text_of(name)));
            pieces.extend(self.page_behind(text_of(label)));
            cell.push(pieces);
            if title.is_some() {
                cell.push(self.value(title));
            }
        }
        let mut row = vec![cell];
        for people in [moderators, speakers, rapporteurs] {
            let named: Vec<Vec<Piece>> = records(people).map(|person| self.named_person(person)).collect();
            row.push(if named.is_empty() { vec![self.gap(None)] } else { named });
        }
        row
    }

    /// Posts stand in the entries; here the organization or country is enough to tell who somebody is.
    fn named_person(&mut self, person: &Record) -> Vec<Piece> {
        let names = ["label", "name", "organization", "country", "announced", "source"];
        let [label, name, organization, country, announced, source] = self.fields(person, names, &["post"]);
        let mut pieces = self.leading(text_of(label), text_of(name));
        for part in [organization, country].into_iter().flatten() {
            pieces.push(self.plain(", "));
            pieces.extend(self.value(Some(part)));
        }
        if is_true(announced) {
            pieces.push(self.plain(&format!(", {}", self.words.get("role.announced"))));
            if source.is_some() {
                pieces.push(self.plain(" ("));
                pieces.extend(self.value(source));
                pieces.push(self.plain(")"));
            }
        }
        pieces
    }
}
