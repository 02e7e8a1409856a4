//! Workshops, sessions, panels and people.

use super::{Resolver, values};
use crate::diagnostic::{Diagnostic, Fix, Origin, Place, near};
use crate::expression::Expressions;
use crate::markdown::Shape;
use crate::model::{
    Anchor, AnchorKind, KeyMessage, Line, List, Panel, Participation, Person, Ref, Session, SessionKind, SessionPlaces,
    Workshop, question_id, question_number,
};
use crate::read::{Entry, Lost, PanelRecords, WorkshopRecords};
use crate::rules;
use crate::schema::{OneOrMore, SessionEntry};

/// What the prose of a panel may name.
const PANEL: [Lost; 8] = [
    Lost::Name(AnchorKind::Panel),
    Lost::Name(AnchorKind::Question),
    Lost::Name(AnchorKind::Section),
    Lost::Name(AnchorKind::Figure),
    Lost::Name(AnchorKind::Table),
    Lost::Name(AnchorKind::Box),
    Lost::Place,
    Lost::Words,
];
/// What is lost with a workshop, whose panels are not read without it; the names of records are known nevertheless.
const WORKSHOP: [Lost; 8] = [
    Lost::Name(AnchorKind::Workshop),
    Lost::Name(AnchorKind::Question),
    Lost::Name(AnchorKind::Section),
    Lost::Name(AnchorKind::Figure),
    Lost::Name(AnchorKind::Table),
    Lost::Name(AnchorKind::Box),
    Lost::Place,
    Lost::Words,
];

impl Resolver<'_> {
    pub(super) fn resolve_people(&mut self) -> List<Person> {
        let records = self.records;
        let mut people = List::default();
        for Entry { value, origin } in records.people.iter() {
            let Some(id) = self.id(origin, "this person", &[Lost::Name(AnchorKind::Person)], value.id.as_ref()) else {
                continue;
            };
            let Some(name) = self.plain(origin, "name", value.name.as_ref()) else {
                self.missing(origin, "this person", "name");
                self.lose(origin, &[Lost::Words]);
                continue;
            };
            let mut anchor = self.anchor(AnchorKind::Person, origin);
            anchor.title = plain_inlines(&name);
            self.announce(&id, origin.key("id"), anchor);
            self.people.insert(id.clone(), people.next());
            people.push(Person {
                sort: self
                    .plain(origin, "sort", value.sort.as_ref())
                    .map_or_else(|| name.text.clone(), |sort| sort.text),
                honorific: self.plain(origin, "honorific", value.honorific.as_ref()),
                post: self.plain(origin, "post", value.post.as_ref()),
                organization: self.plain(origin, "organization", value.organization.as_ref()),
                country: self.plain(origin, "country", value.country.as_ref()),
                participation: vec![],
                name,
                id,
            });
        }
        people
    }

    /// Connects people with workshops, once both are known.
    pub(super) fn resolve_participation(&mut self, people: &mut List<Person>, workshops: &List<Workshop>) {
        let records = self.records;
        for Entry { value, origin } in records.people.iter() {
            let Some(&person) = value.id.as_ref().and_then(|id| self.people.get(id.as_str())) else { continue };
            for (at, part) in value.participation.iter().enumerate() {
                let origin = origin.key("participation").index(at);
                let Some(id) = &part.workshop else {
                    self.missing(&origin, "this participation", "workshop");
                    continue;
                };
                let Some(workshop) = workshops.find(|workshop| workshop.id == *id) else {
                    let known = workshops.iter().map(|workshop| workshop.id.as_str());
                    self.dangling(&origin.key("workshop"), AnchorKind::Workshop, id, known);
                    continue;
                };
                let Some(role) = self.role(&origin.key("role"), part.role.as_deref()) else { continue };
                if people[person].participation.iter().any(|other| (other.workshop, other.role) == (workshop, role)) {
                    let message = format!("the same part in `{id}` is listed already");
                    self.report(
                        Diagnostic::new(&rules::INVALID_VALUE, origin.key("workshop"), message)
                            .hint("remove one of the two, or give it another `role`"),
                    );
                    continue;
                }
                let expressions = self.expressions.clone();
                let note = self.line(&origin.key("note"), part.note.as_ref(), &expressions);
                let provenance = self.provenance(&origin, "this participation", part.source.as_ref(), None, part.basis);
                people[person].participation.push(Participation { workshop, role, note, provenance });
            }
        }
    }

    /// Reports a record that names something unknown.
    pub(super) fn dangling<'b>(
        &mut self,
        origin: &Origin,
        kind: AnchorKind,
        id: &str,
        known: impl IntoIterator<Item = &'b str>,
    ) {
        if !self.may_be_there(id, kind) {
            self.nothing_called(origin, kind.name(), id, known);
        }
    }

    /// Whether there is something of that kind and name, or may be in what could not be read.
    pub(super) fn may_be_there(&self, id: &str, kind: AnchorKind) -> bool {
        self.names.has_kind(id, kind) || self.holes.lack(Lost::Name(kind))
    }

    /// Reports that nothing of a kind has that name.
    pub(super) fn nothing_called<'b>(
        &mut self,
        origin: &Origin,
        what: &str,
        id: &str,
        known: impl IntoIterator<Item = &'b str>,
    ) {
        let diagnostic = Diagnostic::new(&rules::REFERENCE_DANGLING, origin, format!("there is no {what} `{id}`"));
        let near = near(id, known);
        // What is named by a key stands there.
        let key = near.map(|near| Fix::replace(Place::Key(origin.clone()), id, near.word, near.is_certain));
        let diagnostic = diagnostic.did_you_mean(id, near);
        self.report(key.into_iter().fold(diagnostic, Diagnostic::fix));
    }

    /// Reports numbers that stand twice, and those that are none. The records come by number.
    fn numbers<'b>(&mut self, records: impl Iterator<Item = (&'b Origin, Option<u32>)>, what: &str) {
        let mut before: Option<(&Origin, u32)> = None;
        for (origin, number) in records.filter_map(|(origin, number)| Some((origin, number?))) {
            let at = origin.key("number");
            match before {
                _ if number == 0 => {
                    let message = "`number` is 0, but numbers count from 1";
                    self.report(Diagnostic::new(&rules::INVALID_VALUE, at, message));
                }
                Some((first, same)) if same == number => self.report(
                    Diagnostic::new(&rules::NUMBER_DUPLICATE, at, format!("another {what} has the number {number}"))
                        .label(first.key("number"), "here")
                        .hint("give one of the two another number"),
                ),
                _ => before = Some((origin, number)),
            }
        }
    }

    /// The people that a list names, each once.
    fn people_of(&mut self, list: &Origin, ids: &[String]) -> Vec<Ref<Person>> {
        let mut people = vec![];
        for (at, id) in ids.iter().enumerate() {
            let origin = list.index(at);
            match self.person(&origin, id) {
                Some(person) if people.contains(&person) => {
                    let message = format!("`{id}` is listed already");
                    self.report(Diagnostic::new(&rules::INVALID_VALUE, origin, message).hint("remove one of the two"));
                }
                Some(person) => people.push(person),
                None => {}
            }
        }
        people
    }

    /// The people that a value names, be it one or a list.
    fn one_or_more(&mut self, origin: &Origin, value: Option<&OneOrMore>) -> Vec<Ref<Person>> {
        match value {
            None => vec![],
            Some(OneOrMore::One(id)) => self.person(origin, id).into_iter().collect(),
            Some(OneOrMore::Several(ids)) => self.people_of(origin, ids),
        }
    }

    /// The workshops by number, and their panels by workshop and number.
    pub(super) fn resolve_workshops(&mut self) -> (List<Workshop>, List<Panel>) {
        let mut records: Vec<&WorkshopRecords> = self.records.workshops.iter().collect();
        records.sort_by_key(|workshop| workshop.file.value.number);
        let (mut workshops, mut panels) = (List::default(), List::default());
        let numbers = records.iter().map(|workshop| (&workshop.file.origin, workshop.file.value.number));
        self.numbers(numbers, "workshop");
        for records in records {
            if let Some(workshop) = self.workshop(records, workshops.next(), &mut panels) {
                workshops.push(workshop);
            }
        }
        // Of a workshop that cannot be used, panels are known but not where they belong.
        for (at, panel) in panels.entries().filter(|(_, panel)| panel.workshop.position() < workshops.len()) {
            for place in 0..panel.guiding_questions.len() {
                let number = question_number(&workshops, &panels, at, place);
                self.anchors.number(&question_id(&panel.id, place), AnchorKind::Question, &number);
            }
        }
        (workshops, panels)
    }

    fn workshop(
        &mut self,
        records: &WorkshopRecords,
        at: Ref<Workshop>,
        all_panels: &mut List<Panel>,
    ) -> Option<Workshop> {
        let Entry { value, origin } = &*records.file;
        let expressions = values::for_workshop(&self.expressions, records);
        let id = self.id(origin, "this workshop", &WORKSHOP, value.id.as_ref())?;
        let title = self.line(&origin.key("title"), value.title.as_ref(), &expressions);
        let number = value.number.unwrap_or_else(|| {
            self.missing(origin, "this workshop", "number");
            0
        });
        let city = self.plain(origin, "city", value.city.as_ref());
        let mut anchor = self.anchor(AnchorKind::Workshop, origin);
        anchor.number = Some(number.to_string());
        anchor.title = title.iter().flat_map(|line| line.content.clone()).collect();
        self.announce(&id, origin.key("id"), anchor);
        let Some(city) = city else {
            self.missing(origin, "this workshop", "city");
            self.lose(origin, &WORKSHOP);
            return None;
        };
        let start = self.date(origin, "start", value.start.as_ref());
        let end = self.date(origin, "end", value.end.as_ref());
        // A last day that is no day is not the first.
        let end = if value.end.is_some() { end } else { start };
        let mut dates = start.zip(end);
        let first_place = self.span(&origin.key("start"));
        let last_place = if value.end.is_some() { self.span(&origin.key("end")) } else { first_place };
        if let Some((first, last)) = dates
            && last < first
        {
            self.invalid(origin.key("end"), &last.to_string(), &format!("on or after the first day, {first}"));
            dates = None;
        }
        let mut own: Vec<&PanelRecords> = records.panels.iter().collect();
        own.sort_by_key(|panel| panel.file.value.number);
        self.numbers(own.iter().map(|panel| (&panel.file.origin, panel.file.value.number)), "panel of this workshop");
        let mut panels = vec![];
        for records in own {
            let panel = self.panel(&expressions, records, at, &city.text);
            panels.extend(panel.map(|panel| all_panels.push(panel)));
        }
        let agenda = value
            .agenda
            .iter()
            .enumerate()
            .filter_map(|(at, session)| {
                self.session(&origin.key("agenda").index(at), session, (all_panels, &panels), &expressions)
            })
            .collect();
        let about = self.text(&origin.key("about"), value.about.as_ref(), &expressions);
        let provenance =
            self.provenance(origin, "this workshop", value.source.as_ref(), value.locator.as_ref(), value.basis);
        Some(Workshop {
            number,
            kind: self.plain(origin, "kind", value.kind.as_ref()),
            venue: self.plain(origin, "venue", value.venue.as_ref()),
            dates,
            dates_places: (first_place, last_place),
            participants: value.participants,
            status: value.status.unwrap_or_default(),
            id,
            title,
            city,
            about,
            agenda,
            panels,
            provenance,
        })
    }

    fn session(
        &mut self,
        origin: &Origin,
        entry: &SessionEntry,
        (all_panels, panels): (&List<Panel>, &[Ref<Panel>]),
        expressions: &Expressions,
    ) -> Option<Session> {
        let id = self.id(origin, "this session", &[Lost::Name(AnchorKind::Session)], entry.id.as_ref())?;
        let title = self.line(&origin.key("title"), entry.title.as_ref(), expressions);
        let mut anchor = self.anchor(AnchorKind::Session, origin);
        anchor.title = title.iter().flat_map(|line| line.content.clone()).collect();
        let panel = entry.panel.as_ref().and_then(|id| {
            let found = panels.iter().copied().find(|&panel| all_panels[panel].id == *id);
            if found.is_none() {
                let known = panels.iter().map(|&panel| all_panels[panel].id.as_str());
                let at = origin.key("panel");
                if !self.may_be_there(id, AnchorKind::Panel) {
                    self.nothing_called(&at, "panel of this workshop called", id, known);
                }
                // Which panel is held in it is not known.
                self.lose(&at, &[]);
            }
            found
        });
        if anchor.title.is_empty()
            && let Some(title) = panel.and_then(|panel| all_panels[panel].title.as_ref())
        {
            anchor.title = title.content.clone();
        }
        self.announce(&id, origin.key("id"), anchor);
        let kind = entry.kind.as_deref().unwrap_or_else(|| {
            self.missing(origin, "this session", "kind");
            SessionKind::OTHER
        });
        let kind = self.session_kind(&origin.key("kind"), kind)?;
        self.session_of_panel(origin, entry);
        let people = self.people_of(&origin.key("people"), &entry.people);
        let provenance = self.provenance(origin, "this session", entry.source.as_ref(), None, entry.basis);
        Some(Session {
            kind,
            date: self.date(origin, "date", entry.date.as_ref()),
            start: self.time(origin, "start", entry.start.as_ref()),
            end: self.time(origin, "end", entry.end.as_ref()),
            panel,
            title,
            room: self.plain(origin, "room", entry.room.as_ref()),
            people,
            places: SessionPlaces {
                date: self.span(&origin.key("date")),
                start: self.span(&origin.key("start")),
                end: self.span(&origin.key("end")),
                panel: self.span(&origin.key("panel")),
            },
            note: self.line(&origin.key("note"), entry.note.as_ref(), expressions),
            provenance,
            id,
        })
    }

    /// A session of kind `panel` names its panel, which has the title; no other names one.
    fn session_of_panel(&mut self, origin: &Origin, entry: &SessionEntry) {
        let is_panel = entry.kind.as_deref() == Some(SessionKind::PANEL);
        if is_panel && entry.panel.is_none() {
            self.missing(origin, "this session of kind `panel`", "panel");
            // Which panel is held in it is not known.
            self.lose(&origin.key("panel"), &[]);
        }
        if is_panel && entry.title.as_ref().is_some_and(|title| !title.trim().is_empty()) {
            self.report(
                Diagnostic::new(
                    &rules::INVALID_VALUE,
                    Place::Key(origin.key("title")),
                    "a session of kind `panel` has the title of its panel",
                )
                .hint("remove `title` here; the panel's own stands in its `panel.yaml`"),
            );
        }
        if let (Some(word), Some(panel), false) = (&entry.kind, &entry.panel, is_panel) {
            self.report(
                Diagnostic::new(
                    &rules::INVALID_VALUE,
                    origin.key("kind"),
                    format!("a session of kind `{word}` holds no panel, but this one names `{panel}`"),
                )
                .label(origin.key("panel"), "the panel")
                .hint("write `kind: panel`, or remove `panel`"),
            );
        }
    }

    fn panel(
        &mut self,
        expressions: &Expressions,
        records: &PanelRecords,
        workshop: Ref<Workshop>,
        city: &str,
    ) -> Option<Panel> {
        let Entry { value, origin } = &*records.file;
        let expressions = values::for_panel(expressions, records);
        let id = self.id(origin, "this panel", &PANEL, value.id.as_ref())?;
        let title = self.line(&origin.key("title"), value.title.as_ref(), &expressions);
        let number = value.number.unwrap_or_else(|| {
            self.missing(origin, "this panel", "number");
            0
        });
        let mut anchor = self.anchor(AnchorKind::Panel, origin);
        anchor.number = Some(number.to_string());
        anchor.title = title.iter().flat_map(|line| line.content.clone()).collect();
        anchor.city = Some(city.to_owned());
        self.announce(&id, origin.key("id"), anchor);
        let moderators = self.one_or_more(&origin.key("moderator"), value.moderator.as_ref());
        let rapporteurs = self.one_or_more(&origin.key("rapporteur"), value.rapporteur.as_ref());
        let speakers = self.people_of(&origin.key("speakers"), &value.speakers);
        let leads = value.moderator.as_ref().map(OneOrMore::ids).unwrap_or_default();
        if let Some(at) = value.speakers.iter().position(|id| leads.contains(id)) {
            let message = format!("`{}` leads the panel, and stands among its speakers, too", value.speakers[at]);
            self.report(
                Diagnostic::new(&rules::TWO_PARTS, origin.key("speakers").index(at), message)
                    .label(origin.key("moderator"), "the moderator")
                    .hint("name the person in one of the two places"),
            );
        }
        let guiding_questions = value
            .guiding_questions
            .iter()
            .enumerate()
            .filter_map(|(at, text)| self.line(&origin.key("guiding-questions").index(at), Some(text), &expressions))
            .collect::<Vec<Line>>();
        for (place, question) in guiding_questions.iter().enumerate() {
            let title = question.content.clone();
            let span = question.span;
            // Its number is known when all panels are.
            let anchor = Anchor { kind: AnchorKind::Question, number: None, title, city: None, printed: false, span };
            self.announce(&question_id(&id, place), span, anchor);
        }
        let key_messages = value
            .key_messages
            .iter()
            .enumerate()
            .filter_map(|(at, entry)| {
                let origin = origin.key("key-messages").index(at);
                let provenance = self.provenance(
                    &origin,
                    "this key message",
                    entry.source.as_ref(),
                    entry.locator.as_ref(),
                    entry.basis,
                );
                let text = self.line(&origin.key("text"), entry.text.as_ref(), &expressions);
                if text.is_none() {
                    self.missing(&origin, "this key message", "text");
                }
                Some(KeyMessage { text: text?, provenance })
            })
            .collect();
        let summary = records.summary.and_then(|source| {
            let (text, sound) = self.document(source, Shape::Summary, &expressions);
            if text.is_blank() && !sound {
                return None;
            }
            if text.is_blank() {
                let path = self.project.sources.get(source).path().to_owned();
                self.report(Diagnostic::new(
                    &rules::EMPTY_PROSE,
                    crate::diagnostic::Place::File(path),
                    "the summary is empty",
                ));
                self.lose(origin, &[Lost::Words]);
                return None;
            }
            Some(text)
        });
        // A panel of which nothing is known yet but its place has nothing to be sourced.
        let provenance = if title.is_none() && value.source.is_none() {
            crate::model::Provenance::default()
        } else {
            self.provenance(origin, "this panel", value.source.as_ref(), value.locator.as_ref(), value.basis)
        };
        Some(Panel {
            folder: records.folder.clone(),
            workshop,
            number,
            status: value.status.unwrap_or_default(),
            id,
            title,
            moderators,
            speakers,
            rapporteurs,
            guiding_questions,
            key_messages,
            summary,
            provenance,
        })
    }
}

/// A plain value as inlines, for titles.
pub(super) fn plain_inlines(plain: &crate::model::Plain) -> Vec<crate::markdown::tree::Inline> {
    vec![crate::markdown::tree::Inline::text(plain.text.as_str(), plain.span)]
}
