//! Workshops, their sessions and panels, and people.

use std::collections::BTreeSet;

use super::{Field, Link, Number, Part, Record, RecordKind, Said, Told, Value, Word, in_words, plain, source_in_words};
use crate::model::{KeyMessage, Panel, Participation, Person, Publication, Ref, Session, Workshop};

/// The workshops by number.
pub(crate) fn workshops(of: &Publication) -> Vec<Record<'_>> {
    of.workshops.iter().map(|entry| workshop(of, entry)).collect()
}

fn workshop<'a>(of: &'a Publication, workshop: &'a Workshop) -> Record<'a> {
    let Workshop {
        id,
        number,
        title,
        kind,
        city,
        venue,
        dates,
        dates_places: _,
        participants,
        about,
        agenda,
        panels,
        provenance,
        status,
    } = workshop;
    let sessions = agenda.iter().map(|entry| session(of, workshop, entry));
    let panels = panels.iter().map(|&entry| panel(of, &of[entry]));
    let fields = vec![
        Field::new("title", Value::Line(title.as_ref())),
        Field::new("kind", Value::Plain(kind.as_ref())),
        Field::new("city", Value::Plain(Some(city))),
        Field::new("venue", Value::Plain(venue.as_ref())),
        Field::new("start", Value::Date(dates.map(|(first, _)| first.into()))),
        Field::new("end", Value::Date(dates.map(|(_, last)| last.into()))),
        Field::new("participants", Value::Number(*participants)),
        Field::new("source", Value::Source(provenance)),
        Field::new("status", Value::Word(Some(Word::of("status", status)))),
        Field::new("about", Value::Text(about.as_ref())),
        Field::new("agenda", Value::Records(sessions.collect())),
        Field::new("panels", Value::Records(panels.collect())),
    ];
    let record = Record::new(RecordKind::Workshop, id, plain(title.as_ref()), fields);
    Record { number: Some(Number::Count(*number)), workshop: Some(workshop), ..record }
}

/// The sessions of all agendas.
pub(super) fn sessions(of: &Publication) -> impl Iterator<Item = Record<'_>> {
    of.workshops.iter().flat_map(move |workshop| workshop.agenda.iter().map(move |entry| session(of, workshop, entry)))
}

fn session<'a>(of: &'a Publication, workshop: &'a Workshop, session: &'a Session) -> Record<'a> {
    let Session { id, kind, date, start, end, panel, title, room, people, note, provenance, places: _ } = session;
    let panel = panel.map(|at| &of[at]);
    let fields = vec![
        Field::unpublished("workshop", Value::Link(Some(Link::Workshop(workshop)))),
        Field::new("kind", Value::Word(Some(Word::named(of, "session", &of[*kind].id)))),
        Field::new("date", Value::Date(date.map(Into::into))),
        Field::new("start", Value::Time(*start)),
        Field::new("end", Value::Time(*end)),
        Field::new("panel", Value::Link(panel.map(|panel| Link::Panel(workshop, panel)))),
        Field::new("title", Value::Line(title.as_ref())),
        Field::new("room", Value::Plain(room.as_ref())),
        Field::new("people", Value::Links(people.iter().map(|&at| Link::Person(&of.people[at])).collect())),
        Field::new("source", Value::Source(provenance)),
        Field::new("note", Value::Line(note.as_ref())),
    ];
    let title = title.as_ref().or(panel.and_then(|panel| panel.title.as_ref()));
    let record = Record::new(RecordKind::Session, id, plain(title), fields);
    Record { panel, workshop: Some(workshop), ..record }
}

/// The panels as the themes print them; then those that no theme prints.
pub(super) fn panels_by_theme(of: &Publication) -> Vec<Record<'_>> {
    let mut seen = BTreeSet::new();
    let printed = of.themes.iter().flat_map(|theme| &theme.panels).map(|place| place.panel);
    let in_order = printed.chain(of.panels.refs()).filter(|&place| seen.insert(place));
    in_order.map(|place| panel(of, &of[place])).collect()
}

fn panel<'a>(of: &'a Publication, panel: &'a Panel) -> Record<'a> {
    let Panel {
        workshop,
        id,
        folder: _,
        number,
        title,
        moderators,
        speakers,
        rapporteurs,
        guiding_questions,
        key_messages,
        summary,
        provenance,
        status,
    } = panel;
    let workshop = &of[*workshop];
    let person = |at: Ref<Person>| Link::Person(&of[at]);
    let messages = key_messages.iter().map(|KeyMessage { text, provenance }| (text, provenance));
    let fields = vec![
        Field::new("title", Value::Line(title.as_ref())),
        Field::unpublished("workshop", Value::Link(Some(Link::Workshop(workshop)))),
        Field::new("moderator", Value::OneOrMore(moderators.iter().copied().map(person).collect())),
        Field::new("speakers", Value::Links(speakers.iter().copied().map(person).collect())),
        Field::new("rapporteur", Value::OneOrMore(rapporteurs.iter().copied().map(person).collect())),
        Field::new("guiding-questions", Value::Lines(guiding_questions)),
        Field::new("key-messages", Value::Statements(messages.collect())),
        Field::new("source", Value::Source(provenance)),
        Field::new("status", Value::Word(Some(Word::of("status", status)))),
        Field::new("summary", Value::Text(summary.as_ref())),
    ];
    let record = Record::new(RecordKind::Panel, id, plain(title.as_ref()), fields);
    Record { number: Some(Number::Count(*number)), panel: Some(panel), workshop: Some(workshop), ..record }
}

/// The people as the file lists them.
pub(crate) fn people(of: &Publication) -> Vec<Record<'_>> {
    of.people.iter().map(|entry| person(of, entry)).collect()
}

fn person<'a>(of: &'a Publication, person: &'a Person) -> Record<'a> {
    let Person { id, name, sort, honorific, post, organization, country, participation } = person;
    let parts = participation.iter().map(|entry| part_taken(of, entry));
    let fields = vec![
        Field::new("name", Value::Plain(Some(name))),
        Field::unpublished("sort", Value::Code(Some(sort))),
        Field::new("honorific", Value::Plain(honorific.as_ref())),
        Field::new("post", Value::Plain(post.as_ref())),
        Field::new("organization", Value::Plain(organization.as_ref())),
        Field::new("country", Value::Plain(country.as_ref())),
        Field::new("participation", Value::Parts(parts.collect())),
    ];
    Record::new(RecordKind::Person, id, &name.text, fields)
}

/// A part taken: "Lisbon: speaker (agenda-1, agenda; by video)".
fn part_taken<'a>(of: &'a Publication, part: &'a Participation) -> Part<'a> {
    let Participation { workshop, role, note, provenance } = part;
    let workshop = &of.workshops[*workshop];
    let role = Word::named(of, "role", &of[*role].id);
    let text = |text: &str| Said::Text(text.to_owned());
    let mut said = vec![Said::Word(role.clone())];
    let note_in_words = note.as_ref().map(|note| vec![Said::Text(note.plain())]);
    for (at, remark) in source_in_words(provenance).into_iter().chain(note_in_words).enumerate() {
        said.push(if at == 0 { text(" (") } else { Said::Word(Word::semicolon()) });
        said.extend(remark);
    }
    if said.len() > 1 {
        said.push(text(")"));
    }
    let key = format!("{}: {}", workshop.id, in_words(&said, &|_| None));
    let shown = [vec![text(&workshop.city.text), Said::Word(Word::colon())], said].concat();
    let told = Told { key, shown };
    let fields = vec![
        Field::new("workshop", Value::Link(Some(Link::Workshop(workshop)))),
        Field::new("role", Value::Word(Some(role))),
        Field::new("source", Value::Source(provenance)),
        Field::new("note", Value::Line(note.as_ref())),
    ];
    Part { told: vec![told], fields }
}
