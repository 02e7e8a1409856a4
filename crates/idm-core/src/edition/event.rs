//! What is printed of workshops, their sessions and panels, and of people.

use super::builder::{Builder, plain, plain_words};
use super::charts::look;
use super::compared::OwnLine;
use super::records::{common, numbered, status, word};
use super::references::label;
use super::value::{Record, Value};
use crate::alphabet::Alphabet;
use crate::model::{AnchorKind, Panel, Participation, Person, Provenance, Ref, Session, Workshop, question_id};
use crate::schema::Basis;

impl Builder<'_> {
    /// What a panel is called elsewhere.
    pub(super) fn brief_panel(&mut self, at: Ref<Panel>) -> Record {
        let publication = self.publication;
        let panel = &publication[at];
        let mut record = Record::default();
        record.push("label", label(AnchorKind::Panel, &panel.id));
        record.push("number", panel.number.to_string());
        record.push("title", self.line(panel.title.as_ref()));
        record.push("city", plain(Some(&publication[panel.workshop].city)));
        record.push("name", self.panel_name(at));
        record
    }

    /// A panel.
    pub(super) fn panel(&mut self, at: Ref<Panel>) -> Record {
        let publication = self.publication;
        let panel = &publication[at];
        // The people are told together, and the summary is a text of its own beside the record.
        let Panel {
            id,
            folder: _,
            workshop,
            number,
            title,
            moderators: _,
            speakers: _,
            rapporteurs: _,
            guiding_questions,
            key_messages,
            summary: _,
            provenance,
            status: own_status,
        } = panel;
        let workshop = &publication[*workshop];
        let mut record = Record { span: Some(id.span()), ..Record::default() };
        record.push("id", id);
        record.push("label", label(AnchorKind::Panel, id));
        record.push("number", number.to_string());
        record.push("name", self.panel_name(at));
        let title = self.own_title("title", title.as_ref());
        let words = plain_words(&title);
        record.push("title", title);
        record.push("title-text", words);
        let notes = self.notes_at_title(&label(AnchorKind::Panel, id));
        let mut home = brief_workshop(workshop);
        home.push("title", self.line(workshop.title.as_ref()));
        record.push("workshop", home);
        record.push(
            "session",
            workshop.session_of(at).map(|session| {
                let mut record = Record::default();
                record.push("date", session.date);
                times(&mut record, session);
                record.push("room", plain(session.room.as_ref()));
                record.push("venue", plain(workshop.venue.as_ref()));
                record
            }),
        );
        self.participants(&mut record, panel);
        let own = publication.recommendations_of(at);
        let own_label = label(AnchorKind::Panel, id);
        let questions = self.own_lines("guiding-questions", guiding_questions, |builder, own_line| {
            let OwnLine { at: place, change, line } = own_line;
            let mut record = place.map_or_else(Record::default, |place| builder.question_point(at, place));
            record.push("text", line);
            builder.reviewed(&mut record, &own_label, "guiding_questions", place, change);
            record.push("removed", place.is_none());
            let from =
                own.iter().filter(|&&entry| place.is_some_and(|place| publication[entry].questions.contains(&place)));
            let from = from.map(|&entry| builder.brief_recommendation(&publication[entry])).collect::<Value>();
            record.push("recommendations", from);
            record.into()
        });
        record.push("questions", questions);
        let messages = key_messages.iter().map(|message| &message.text);
        let messages = self.own_lines("key-messages", messages, |builder, own_line| {
            let OwnLine { at, change, line } = own_line;
            let mut record = Record::default();
            record.push("text", line);
            builder.reviewed(&mut record, &own_label, "key_messages", at, change);
            match at.and_then(|at| key_messages.get(at)) {
                Some(message) => builder.provenance(&mut record, &message.provenance),
                // Nobody asks for the source of what is gone.
                None => ["source", "basis"].into_iter().for_each(|name| record.push(name, Value::None)),
            }
            record.push("removed", at.is_none());
            let message = at.and_then(|at| key_messages.get(at));
            let same = message.is_some_and(|message| same_source(&message.provenance, provenance));
            record.push("said", same && builder.review.is_none());
            record.into()
        });
        record.push("key-messages", messages);
        self.provenance(&mut record, provenance);
        record.push("planned", provenance.basis.is_some() && !panel.is_reported());
        let group = common(publication.printed_panels().map(|at| publication[at].status));
        let told = self.review.is_some() || group != Some(*own_status);
        record.push("status", told.then(|| status(*own_status)));
        // Those that come from none of its questions.
        let own = own.into_iter().filter(|&at| publication[at].questions.is_empty());
        let own = own.map(|at| self.brief_recommendation(&publication[at])).collect::<Value>();
        record.push("recommendations", own);
        self.notes(&mut record, notes);
        record
    }

    /// The mark of a panel's question.
    pub(super) fn question_mark(&self, panel: Ref<Panel>, place: usize) -> String {
        self.mark(AnchorKind::Question, &self.publication.question_number(panel, place))
    }

    /// A panel's question by its mark alone.
    pub(super) fn question_point(&self, panel: Ref<Panel>, place: usize) -> Record {
        let id = question_id(&self.publication[panel].id, place);
        self.marked(AnchorKind::Question, &id, &self.publication.question_number(panel, place))
    }

    fn participants(&mut self, record: &mut Record, panel: &Panel) {
        let publication = self.publication;
        let workshop = &publication[panel.workshop];
        let mut person = |at: Ref<Person>| self.person(at, workshop, &panel.provenance);
        for (name, people) in
            [("moderators", &panel.moderators), ("rapporteurs", &panel.rapporteurs), ("speakers", &panel.speakers)]
        {
            record.push(name, people.iter().map(|&at| person(at)).collect::<Value>());
        }
    }

    /// A person as a panel or session of a workshop names them: whether they were only announced for it, and the source of
    /// that where it is another than the one of what names them.
    fn person(&mut self, at: Ref<Person>, workshop: &Workshop, around: &Provenance) -> Record {
        let publication = self.publication;
        let person = &publication[at];
        let here = person.participation.iter().filter(|part| publication[part.workshop].id == workshop.id);
        let told: Vec<&Provenance> =
            here.map(|part| &part.provenance).filter(|provenance| provenance.basis.is_some()).collect();
        let looks_ahead = |provenance: &Provenance| provenance.basis.is_some_and(Basis::looks_ahead);
        let announced = if told.is_empty() { looks_ahead(around) } else { told.iter().all(|part| looks_ahead(part)) };
        let source = told.first().and_then(|part| part.source.as_ref());
        let own = around.source.as_ref().map(|source| &source.id);
        let source = source.filter(|source| announced && own != Some(&source.id));
        let mut record = Record::default();
        record.push("label", label(AnchorKind::Person, &person.id));
        person_fields(&mut record, person);
        record.push("announced", announced);
        record.push("source", self.cited(source));
        record
    }

    /// A workshop with its agenda.
    pub(super) fn workshop(&mut self, workshop: &Workshop) -> Record {
        // What is said of it in a text of its own stands beside it, and panels have pages of their own.
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
            about: _,
            agenda,
            panels: _,
            provenance,
            status: own,
        } = workshop;
        let mut record = Record { span: Some(id.span()), ..Record::default() };
        record.push("id", id);
        record.push("label", label(AnchorKind::Workshop, id));
        record.push("number", number.to_string());
        record.push("title", self.line(title.as_ref()));
        record.push("kind", plain(kind.as_ref()));
        record.push("city", plain(Some(city)));
        record.push("venue", plain(venue.as_ref()));
        record.push("start", dates.map(|(first, _)| first));
        record.push("end", dates.map(|(_, last)| last));
        record.push("participants", *participants);
        self.provenance(&mut record, provenance);
        let group = common(self.publication.workshops.iter().map(|workshop| workshop.status));
        record.push("status", (group != Some(*own)).then(|| status(*own)));
        // Consecutive sessions of one day; those whose day is not known stand together, too.
        let days = agenda.chunk_by(|a, b| a.date == b.date).map(|sessions| {
            let mut record = Record::default();
            record.push("date", sessions.first().and_then(|session| session.date));
            let sessions = sessions.iter().map(|session| self.session(session, workshop));
            let sessions = sessions.collect::<Value>();
            record.push("sessions", sessions);
            record
        });
        let days = days.collect::<Value>();
        record.push("days", days);
        record
    }

    fn session(&mut self, session: &Session, workshop: &Workshop) -> Record {
        let publication = self.publication;
        // The day stands over its sessions; where things are written concerns nobody who reads them.
        let Session { id, kind, date: _, start: _, end: _, panel, title, room, people, note, provenance, places: _ } =
            session;
        let panel = panel.map(|at| &publication[at]);
        let mut record = Record { span: Some(id.span()), ..Record::default() };
        record.push("label", label(AnchorKind::Session, id));
        record.push("key", self.session_key(session));
        record.push("kind", &publication[*kind].id);
        record.push("look", look(&publication[*kind]));
        times(&mut record, session);
        record.push("title", self.line(title.as_ref().or(panel.and_then(|panel| panel.title.as_ref()))));
        record.push("panel", panel.map(|panel| numbered(AnchorKind::Panel, &panel.id, &panel.number.to_string())));
        let people = people.iter().map(|&at| self.person(at, workshop, provenance));
        let people = people.collect::<Value>();
        record.push("people", people);
        record.push("room", plain(room.as_ref()));
        self.provenance(&mut record, provenance);
        record.push("said", same_source(provenance, &workshop.provenance));
        record.push("note", self.remark(note.as_ref()));
        record
    }

    /// The people by name.
    pub(super) fn people(&mut self) -> Value {
        let publication = self.publication;
        let alphabet = Alphabet::of(publication.language);
        let mut people: Vec<&Person> = publication.people.iter().collect();
        people.sort_by(|a, b| alphabet.compare(&a.sort, &b.sort).then_with(|| a.id.cmp(&b.id)));
        let people = people.into_iter().map(|person| {
            let Person { id, name: _, sort, honorific, post: _, organization: _, country: _, participation } = person;
            let mut record = Record { span: Some(id.span()), ..Record::default() };
            record.push("label", label(AnchorKind::Person, id));
            record.push("sort", sort);
            record.push("honorific", plain(honorific.as_ref()));
            person_fields(&mut record, person);
            let participation = participation.iter().map(|part| {
                let Participation { workshop, role, note, provenance } = part;
                let mut record = Record::default();
                record.push("workshop", brief_workshop(&publication[*workshop]));
                record.push("role", &publication[*role].id);
                record.push("announced", part.is_announced());
                record.push("source", self.cited(provenance.source.as_ref()));
                // That somebody was announced says it already.
                let told = provenance.basis.filter(|&basis| !part.is_announced() || basis != Basis::Announcement);
                record.push("basis", told.as_ref().map(word));
                record.push("note", self.remark(note.as_ref()));
                record
            });
            let participation = participation.collect::<Value>();
            record.push("participation", participation);
            record
        });
        people.collect()
    }

    /// The people of each panel that the book prints, by workshop and number.
    /// The people of the printed panels, and the panels of which nobody is known. None if no panel is printed.
    pub(super) fn people_by_panel(&mut self) -> Option<Record> {
        let publication = self.publication;
        let names_nobody =
            |panel: &Panel| panel.moderators.is_empty() && panel.speakers.is_empty() && panel.rapporteurs.is_empty();
        let (unknown, known): (Vec<_>, Vec<_>) =
            publication.printed_panels().partition(|&at| names_nobody(&publication[at]));
        if unknown.is_empty() && known.is_empty() {
            return None;
        }
        let known = known.into_iter().map(|at| {
            let panel = &publication[at];
            self.workshop = Some(panel.workshop);
            let mut record = Record::default();
            record.push("panel", self.brief_panel(at));
            self.participants(&mut record, panel);
            record
        });
        let known = known.collect::<Value>();
        self.workshop = None;
        let mut record = Record::default();
        record.push("known", known);
        record.push("unknown", unknown.into_iter().map(|at| self.brief_panel(at)).collect::<Value>());
        Some(record)
    }
}

/// What a workshop is called elsewhere.
pub(super) fn brief_workshop(workshop: &Workshop) -> Record {
    let mut record = Record::default();
    record.push("label", label(AnchorKind::Workshop, &workshop.id));
    record.push("number", workshop.number.to_string());
    record.push("city", plain(Some(&workshop.city)));
    record
}

fn person_fields(record: &mut Record, person: &Person) {
    record.push("name", plain(Some(&person.name)));
    record.push("post", plain(person.post.as_ref()));
    record.push("organization", plain(person.organization.as_ref()));
    record.push("country", plain(person.country.as_ref()));
}

/// Whether a statement has the source and basis of what it belongs to, which has some.
fn same_source(own: &Provenance, all: &Provenance) -> bool {
    let place = |of: &Provenance| of.source.as_ref().map(|target| (target.id.clone(), target.locator.clone()));
    own.basis == all.basis && place(own).is_some() && place(own) == place(all)
}

fn times(record: &mut Record, session: &Session) {
    for (name, time) in [("start", session.start), ("end", session.end)] {
        record.push(name, time.map(|time| time.to_string()));
    }
}
