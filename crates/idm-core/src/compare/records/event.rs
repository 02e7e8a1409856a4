//! Workshops, sessions, panels and people.

use std::collections::BTreeSet;

use super::super::fields::{Field, Value, provenance, word};
use super::super::record::RecordKind;
use super::{Record, panel as panel_value, person, workshop as workshop_value};
use crate::model::{Line, Panel, Participation, Person, Publication, Ref};

/// The panels as the themes print them; then those that no theme prints.
pub(super) fn panels(publication: &Publication) -> Vec<Record<'_>> {
    let mut seen = BTreeSet::new();
    let printed = publication.themes.iter().flat_map(|theme| &theme.panels).map(|place| place.panel);
    let all = printed.chain(publication.panels.refs()).filter(|&at| seen.insert(at));
    all.map(|at| panel(publication, &publication[at])).collect()
}

fn panel<'a>(publication: &'a Publication, panel: &'a Panel) -> Record<'a> {
    let name = |at: Option<Ref<Person>>| at.map(|at| person(publication, at));
    Record::new(RecordKind::Panel, &panel.id, plain(panel.title.as_ref()))
        .numbered(panel.number)
        .of_panel(Some(&panel.id))
        .with(|fields| {
            fields
                .line("title", panel.title.as_ref())
                .value("workshop", Some(workshop_value(&publication[panel.workshop])))
                .value("moderator", name(panel.moderator))
                .values("speakers", panel.speakers.iter().map(|&at| person(publication, at)))
                .value("rapporteur", name(panel.rapporteur))
                .lines("guiding-questions", panel.guiding_questions.iter())
                .lines("key-messages", panel.key_messages.iter().map(|message| &message.text))
                .push("key-messages.source", Field::Sources(&panel.key_messages))
                .provenance(&panel.provenance)
                .shown("status", Some(word(panel.status)))
                .text("summary", panel.summary.as_ref());
        })
}

pub(super) fn workshops(publication: &Publication) -> impl Iterator<Item = Record<'_>> {
    publication.workshops.iter().map(|workshop| {
        Record::new(RecordKind::Workshop, &workshop.id, plain(workshop.title.as_ref())).numbered(workshop.number).with(
            |fields| {
                fields
                    .line("title", workshop.title.as_ref())
                    .plain("kind", workshop.kind.as_ref())
                    .plain("city", Some(&workshop.city))
                    .plain("venue", workshop.venue.as_ref())
                    .shown("start", workshop.dates.map(|(first, _)| first))
                    .shown("end", workshop.dates.map(|(_, last)| last))
                    .shown("participants", workshop.participants)
                    .provenance(&workshop.provenance)
                    .shown("status", Some(word(workshop.status)))
                    .text("about", workshop.about.as_ref());
            },
        )
    })
}

pub(super) fn sessions(publication: &Publication) -> impl Iterator<Item = Record<'_>> {
    publication.workshops.iter().flat_map(move |workshop| {
        workshop.agenda.iter().map(move |session| {
            let panel = session.panel.map(|at| &publication[at]);
            let title = session.title.as_ref().or(panel.and_then(|panel| panel.title.as_ref()));
            Record::new(RecordKind::Session, &session.id, plain(title))
                .of_panel(panel.map(|panel| panel.id.as_str()))
                .with(|fields| {
                    fields
                        .value("workshop", Some(workshop_value(workshop)))
                        .shown("kind", Some(word(session.kind)))
                        .shown("date", session.date)
                        .shown("start", session.start)
                        .shown("end", session.end)
                        .value("panel", panel.map(|panel| panel_value(publication, panel)))
                        .line("title", session.title.as_ref())
                        .values("people", session.people.iter().map(|&at| person(publication, at)))
                        .provenance(&session.provenance)
                        .line("note", session.note.as_ref());
                })
        })
    })
}

pub(super) fn people(publication: &Publication) -> impl Iterator<Item = Record<'_>> {
    publication.people.iter().map(|person| {
        Record::new(RecordKind::Person, &person.id, person.name.text.clone()).with(|fields| {
            fields
                .plain("name", Some(&person.name))
                .shown("sort", Some(&person.sort))
                .plain("honorific", person.honorific.as_ref())
                .plain("post", person.post.as_ref())
                .plain("organization", person.organization.as_ref())
                .plain("country", person.country.as_ref())
                .values("participation", person.participation.iter().map(|part| participation(publication, part)));
        })
    })
}

/// A part taken: "New York: speaker (agenda-ny, agenda; by video)".
fn participation(publication: &Publication, part: &Participation) -> Value {
    let workshop = &publication[part.workshop];
    let note = part.note.as_ref().map(Line::plain);
    let remarks: Vec<String> = provenance(&part.provenance).into_iter().chain(note).collect();
    let remarks = if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join("; ")) };
    let said = format!("{}{remarks}", word(part.role));
    Value::of(&format!("{}: {said}", workshop.id), format!("{}: {said}", workshop.city.text))
}

fn plain(line: Option<&Line>) -> String {
    line.map(Line::plain).unwrap_or_default()
}
