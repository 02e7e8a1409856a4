//! Workshops, sessions, panels and people.

use super::{Resolver, values};
use crate::diagnostic::{Diagnostic, Origin, nearest};
use crate::expression::Expressions;
use crate::markdown::Shape;
use crate::model::{AnchorKind, KeyMessage, List, Panel, Participation, Person, Ref, Session, SessionPlaces, Workshop};
use crate::read::{Entry, PanelRecords, WorkshopRecords};
use crate::rules;
use crate::schema::{Role, SessionEntry, SessionKind};

impl Resolver<'_> {
    pub(super) fn resolve_people(&mut self) -> List<Person> {
        let records = self.records;
        let mut people = List::default();
        for Entry { value, origin } in &records.people {
            let Some(id) = self.id(origin, "this person", value.id.as_ref()) else { continue };
            let Some(name) = self.plain(origin, "name", value.name.as_ref()) else {
                self.missing(origin, "this person", "name");
                self.gaps.ids = true;
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
        for Entry { value, origin } in &records.people {
            let Some(&person) = value.id.as_ref().and_then(|id| self.people.get(id.as_str())) else { continue };
            for (at, part) in value.participation.iter().enumerate() {
                let origin = origin.key("participation").index(at);
                let Some(id) = &part.workshop else {
                    self.missing(&origin, "this participation", "workshop");
                    continue;
                };
                let Some(workshop) = workshops.find(|workshop| workshop.id == *id) else {
                    let known = workshops.iter().map(|workshop| workshop.id.as_str());
                    self.dangling(&origin.key("workshop"), "workshop", id, known);
                    continue;
                };
                let expressions = self.expressions.clone();
                let note = self.line(&origin.key("note"), part.note.as_ref(), &expressions);
                let provenance = self.provenance(&origin, "this participation", part.source.as_ref(), None, part.basis);
                people[person].participation.push(Participation {
                    workshop,
                    role: part.role.unwrap_or(Role::Participant),
                    note,
                    provenance,
                });
            }
        }
    }

    /// Reports a record that names something unknown.
    pub(super) fn dangling<'b>(
        &mut self,
        origin: &Origin,
        what: &str,
        id: &str,
        known: impl IntoIterator<Item = &'b str>,
    ) {
        if self.gaps.ids {
            return;
        }
        let mut diagnostic = Diagnostic::new(&rules::REFERENCE_DANGLING, origin, format!("there is no {what} `{id}`"));
        if let Some(near) = nearest(id, known) {
            diagnostic = diagnostic.hint(format!("did you mean `{near}`?"));
        }
        self.report(diagnostic);
    }

    /// The workshops by number, and their panels by workshop and number.
    pub(super) fn resolve_workshops(&mut self) -> (List<Workshop>, List<Panel>) {
        let mut records: Vec<&WorkshopRecords> = self.records.workshops.iter().collect();
        records.sort_by_key(|workshop| workshop.file.value.number);
        let (mut workshops, mut panels) = (List::default(), List::default());
        for records in records {
            if let Some(workshop) = self.workshop(records, workshops.next(), &mut panels) {
                workshops.push(workshop);
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
        let Entry { value, origin } = &records.file;
        let expressions = values::for_workshop(&self.expressions, records);
        let id = self.id(origin, "this workshop", value.id.as_ref())?;
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
            self.gaps.ids = true;
            return None;
        };
        let start = self.date(origin, "start", value.start.as_ref());
        let end = self.date(origin, "end", value.end.as_ref());
        let mut dates = start.zip(end.or(start));
        if let Some((first, last)) = dates
            && last < first
        {
            self.invalid(origin.key("end"), &last.to_string(), &format!("on or after the first day, {first}"));
            dates = None;
        }
        let mut own: Vec<&PanelRecords> = records.panels.iter().collect();
        own.sort_by_key(|panel| panel.file.value.number);
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
        let id = self.id(origin, "this session", entry.id.as_ref())?;
        let title = self.line(&origin.key("title"), entry.title.as_ref(), expressions);
        let mut anchor = self.anchor(AnchorKind::Session, origin);
        anchor.title = title.iter().flat_map(|line| line.content.clone()).collect();
        let panel = entry.panel.as_ref().and_then(|id| {
            let found = panels.iter().copied().find(|&panel| all_panels[panel].id == *id);
            if found.is_none() {
                let known = panels.iter().map(|&panel| all_panels[panel].id.as_str());
                self.dangling(&origin.key("panel"), "panel of this workshop called", id, known);
            }
            found
        });
        if anchor.title.is_empty()
            && let Some(title) = panel.and_then(|panel| all_panels[panel].title.as_ref())
        {
            anchor.title = title.content.clone();
        }
        self.announce(&id, origin.key("id"), anchor);
        let kind = entry.kind.unwrap_or_else(|| {
            self.missing(origin, "this session", "kind");
            SessionKind::Other
        });
        if kind == SessionKind::Panel && entry.panel.is_none() {
            self.missing(origin, "this session of kind `panel`", "panel");
        }
        let people = entry
            .people
            .iter()
            .enumerate()
            .filter_map(|(at, id)| self.person(&origin.key("people").index(at), id))
            .collect();
        let provenance = self.provenance(origin, "this session", entry.source.as_ref(), None, entry.basis);
        Some(Session {
            kind,
            date: self.date(origin, "date", entry.date.as_ref()),
            start: self.time(origin, "start", entry.start.as_ref()),
            end: self.time(origin, "end", entry.end.as_ref()),
            panel,
            title,
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

    fn panel(
        &mut self,
        expressions: &Expressions,
        records: &PanelRecords,
        workshop: Ref<Workshop>,
        city: &str,
    ) -> Option<Panel> {
        let Entry { value, origin } = &records.file;
        let expressions = values::for_panel(expressions, records);
        let id = self.id(origin, "this panel", value.id.as_ref())?;
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
        let person = |resolver: &mut Self, key: &str, id: &Option<String>| {
            id.as_ref().and_then(|id| resolver.person(&origin.key(key), id))
        };
        let moderator = person(self, "moderator", &value.moderator);
        let rapporteur = person(self, "rapporteur", &value.rapporteur);
        let speakers = value
            .speakers
            .iter()
            .enumerate()
            .filter_map(|(at, id)| self.person(&origin.key("speakers").index(at), id))
            .collect();
        let guiding_questions = value
            .guiding_questions
            .iter()
            .enumerate()
            .filter_map(|(at, text)| self.line(&origin.key("guiding-questions").index(at), Some(text), &expressions))
            .collect();
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
            moderator,
            speakers,
            rapporteur,
            guiding_questions,
            key_messages,
            summary,
            provenance,
        })
    }
}

/// A plain value as inlines, for titles.
pub(super) fn plain_inlines(plain: &crate::model::Plain) -> Vec<crate::markdown::tree::Inline> {
    vec![crate::markdown::tree::Inline {
        kind: crate::markdown::tree::InlineKind::Text(plain.text.clone()),
        span: plain.span,
    }]
}
