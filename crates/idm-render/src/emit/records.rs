//! Records as the dictionaries that the templates read. Their fields are listed in `docs/templates.md`.

use idm_core::alphabet::Alphabet;
use idm_core::bibliography::FormattedEntry;
use idm_core::model::{
    Acronym, Attribution, Chapter, Date, Framework, Mapping, Openings, Outcome, Panel, PanelPlace, Person, Provenance,
    Publication, Recommendation, Session, Theme, Workshop,
};
use serde::Serialize;

use super::literal;
use super::writer::{Fields, Writer};
use crate::source_map::Module;

/// Where the attached records lie in the Typst project.
pub const RECORDS_PATH: &str = "records.json";

/// The title page's data and the settings of the page.
pub fn publication(publication: &Publication) -> Module {
    let mut writer = Writer::new(publication, None, "publication");
    writer.define("publication", |writer| {
        writer.dictionary(|fields| {
            fields.string("id", &publication.id);
            fields.titled("title", Some(&publication.title));
            fields.line("subtitle", publication.subtitle.as_ref());
            fields.field("short-title", |writer| match &publication.short_title {
                Some(title) => writer.plain(title),
                None => writer.string(&publication.title.plain()),
            });
            fields.field("series", |writer| {
                writer.or_none(publication.series.as_ref(), |writer, series| {
                    writer.dictionary(|fields| {
                        fields.plain("name", Some(&series.name));
                        fields.plain("number", series.number.as_ref());
                    });
                });
            });
            fields.field("date", |writer| writer.or_none(publication.date, Writer::date));
            fields.string("language", publication.language.code());
            fields.string("region", &publication.region);
            fields.line("edition", publication.edition.as_ref());
            fields.array("authors", &publication.authors, Writer::plain);
            fields.array("keywords", &publication.keywords, Writer::plain);
            fields.plain("description", publication.description.as_ref());
            fields.field("imprint", |writer| {
                let imprint = &publication.imprint;
                writer.dictionary(|fields| {
                    fields.line("publisher", imprint.publisher.as_ref());
                    fields.line("address", imprint.address.as_ref());
                    fields.line("rights", imprint.rights.as_ref());
                    fields.line("disclaimer", imprint.disclaimer.as_ref());
                    fields.plain("isbn", imprint.isbn.as_ref());
                    fields.plain("issn", imprint.issn.as_ref());
                });
            });
            fields.field("layout", |writer| {
                let layout = publication.settings.layout;
                writer.dictionary(|fields| {
                    fields.string("paper", layout.paper.name());
                    fields.literal("justify", if layout.justify { "true" } else { "false" });
                    fields.literal("recto", if layout.openings == Openings::Recto { "true" } else { "false" });
                });
            });
            fields.string("attachment", &format!("/{RECORDS_PATH}"));
        });
    });
    writer.finish()
}

/// A chapter.
pub fn chapter(publication: &Publication, chapter: &Chapter) -> Module {
    let mut writer = Writer::new(publication, None, &chapter.id);
    writer.is_chapter = true;
    writer.define("record", |writer| {
        writer.dictionary(|fields| {
            fields.string("id", &chapter.id);
            fields.string("label", &format!("chapter:{}", chapter.id));
            fields.titled("title", Some(&chapter.title));
            status(fields, chapter.status);
        });
    });
    writer.define("body", |writer| writer.text(&chapter.text));
    writer.finish()
}

/// A theme with its recommendations.
pub fn theme(publication: &Publication, at: usize) -> Module {
    let theme = &publication.themes[at];
    let mut writer = Writer::new(publication, None, &theme.id);
    writer.define("record", |writer| theme_record(writer, theme));
    writer.define("introduction", |writer| writer.or_none(theme.introduction.as_ref(), Writer::text));
    writer.define("recommendations", |writer| {
        let own = publication.recommendations.iter().enumerate().filter(|(_, entry)| entry.theme == at);
        writer.array(own, |writer, (number, entry)| recommendation(writer, number, entry));
    });
    writer.finish()
}

fn theme_record(writer: &mut Writer, theme: &Theme) {
    let publication = writer.publication;
    writer.dictionary(|fields| {
        fields.string("id", &theme.id);
        fields.string("label", &format!("theme:{}", theme.id));
        fields.string("number", &theme.number.to_string());
        fields.titled("title", Some(&theme.title));
        fields.literal("working-title", if theme.working_title { "true" } else { "false" });
        fields.array("panels", &theme.panels, |writer, place| {
            let workshop = &publication.workshops[place.workshop];
            let panel = &workshop.panels[place.panel];
            writer.dictionary(|fields| {
                fields.string("label", &format!("panel:{}", panel.id));
                fields.string("number", &panel.number.to_string());
                fields.titled("title", panel.title.as_ref());
                fields.plain("city", Some(&workshop.city));
                fields.literal("printed", if place.printed { "true" } else { "false" });
            });
        });
    });
}

pub(super) fn recommendation(writer: &mut Writer, at: usize, entry: &Recommendation) {
    let (publication, is_draft) = (writer.publication, writer.review.is_some());
    let around = writer.workshop.replace(entry.attribution.workshop);
    writer.within(entry.span, |writer| {
        writer.dictionary(|fields| {
            fields.string("id", &entry.id);
            fields.string("label", &format!("rec:{}", entry.id));
            fields.string("number", &entry.number);
            fields.own_title("title", Some(&entry.title));
            fields.own_text("text", entry.text.as_ref());
            fields.own_line("note", entry.note.as_ref());
            fields.array("addressees", &entry.addressees, |writer, addressee| writer.string(&key(addressee)));
            let printed =
                entry.mappings.iter().filter(|mapping| !publication.frameworks[mapping.framework].retrospective);
            fields.array("mappings", printed, |writer, mapping| {
                mapping_record(writer, mapping, &publication.frameworks[mapping.framework]);
            });
            provenance(fields, &entry.provenance);
            status(fields, entry.status);
            fields.field("origin", |writer| origin(writer, entry.attribution));
            let resting = publication.outcomes.iter().filter(|outcome| outcome.recommendations.contains(&at));
            fields.array("outcomes", resting, |writer, outcome| {
                writer.dictionary(|fields| {
                    fields.string("label", &format!("outcome:{}", outcome.id));
                    fields.string("number", &outcome.number);
                });
            });
            fields.notes(is_draft);
        });
    });
    writer.workshop = around;
}

fn mapping_record(writer: &mut Writer, mapping: &Mapping, framework: &Framework) {
    writer.dictionary(|fields| {
        fields.plain("framework", Some(&framework.short));
        fields.array("elements", &mapping.elements, |writer, &element| {
            let element = &framework.elements[element];
            writer.dictionary(|fields| {
                fields.plain("label", Some(&element.label));
                fields.plain("title", element.title.as_ref());
            });
        });
    });
}

fn origin(writer: &mut Writer, attribution: Attribution) {
    writer.dictionary(|fields| origin_fields(fields, attribution));
}

pub(super) fn origin_fields(fields: &mut Fields, attribution: Attribution) {
    let workshop = &fields.publication().workshops[attribution.workshop];
    match attribution.panel {
        Some(panel) => {
            fields.string("kind", "panel");
            brief_panel(fields, (attribution.workshop, panel));
        }
        None => {
            fields.string("kind", "workshop");
            fields.string("label", &format!("workshop:{}", workshop.id));
            fields.string("number", &workshop.number.to_string());
            fields.line("title", workshop.title.as_ref());
            fields.plain("city", Some(&workshop.city));
        }
    }
}

/// What a panel is called elsewhere.
pub(super) fn brief_panel(fields: &mut Fields, at: PanelPlace) {
    let publication = fields.publication();
    let panel = publication.panel(at);
    fields.string("label", &format!("panel:{}", panel.id));
    fields.string("number", &panel.number.to_string());
    fields.line("title", panel.title.as_ref());
    fields.plain("city", Some(&publication.workshops[at.0].city));
}

/// A panel with its summary.
pub fn panel(publication: &Publication, workshop: usize, panel: usize) -> Module {
    let record = publication.panel((workshop, panel));
    let mut writer = Writer::new(publication, Some(workshop), &record.id);
    writer.define("record", |writer| {
        writer.within(record.span, |writer| panel_record(writer, workshop, panel, record));
    });
    writer.define("summary", |writer| writer.or_none(record.summary.as_ref(), Writer::text));
    writer.finish()
}

pub(super) fn panel_record(writer: &mut Writer, workshop_at: usize, panel_at: usize, panel: &Panel) {
    let (publication, is_draft) = (writer.publication, writer.review.is_some());
    let workshop = &publication.workshops[workshop_at];
    writer.dictionary(|fields| {
        fields.string("id", &panel.id);
        fields.string("label", &format!("panel:{}", panel.id));
        fields.string("number", &panel.number.to_string());
        fields.own_title("title", panel.title.as_ref());
        fields.field("workshop", |writer| {
            writer.dictionary(|fields| {
                fields.string("label", &format!("workshop:{}", workshop.id));
                fields.string("number", &workshop.number.to_string());
                fields.plain("city", Some(&workshop.city));
                fields.line("title", workshop.title.as_ref());
            });
        });
        let session = workshop.session_of(panel_at);
        fields.field("session", |writer| {
            writer.or_none(session, |writer, session| {
                writer.dictionary(|fields| {
                    day(fields, "date", session.date);
                    times(fields, session);
                    fields.plain("venue", workshop.venue.as_ref());
                });
            });
        });
        participants(fields, panel);
        fields.own_lines("questions", "guiding-questions", &panel.guiding_questions, |writer, _, line| line(writer));
        let messages = panel.key_messages.iter().map(|message| &message.text);
        fields.own_lines("key-messages", "key-messages", messages, |writer, at, line| {
            writer.dictionary(|fields| {
                fields.field("text", |writer| line(writer));
                match at.and_then(|at| panel.key_messages.get(at)) {
                    Some(message) => provenance(fields, &message.provenance),
                    // Nobody asks for the source of what is gone.
                    None => ["source", "basis"].iter().for_each(|name| fields.literal(name, "none")),
                }
                fields.literal("removed", if at.is_none() { "true" } else { "false" });
            });
        });
        provenance(fields, &panel.provenance);
        status(fields, panel.status);
        let own = publication.recommendations_of((workshop_at, panel_at));
        let own = own.into_iter().map(|at| &publication.recommendations[at]);
        fields.array("recommendations", own, brief_recommendation);
        fields.notes(is_draft);
    });
}

pub(super) fn brief_recommendation(writer: &mut Writer, entry: &Recommendation) {
    writer.dictionary(|fields| brief_fields(fields, entry));
}

fn brief_fields(fields: &mut Fields, entry: &Recommendation) {
    fields.string("label", &format!("rec:{}", entry.id));
    fields.string("number", &entry.number);
    fields.line("title", Some(&entry.title));
}

fn participants(fields: &mut Fields, panel: &Panel) {
    let publication = fields.publication();
    let person = |at: Option<usize>| at.map(|at| &publication.people[at]);
    fields.field("moderator", |writer| writer.or_none(person(panel.moderator), person_record));
    fields.field("rapporteur", |writer| writer.or_none(person(panel.rapporteur), person_record));
    fields.array("speakers", &panel.speakers, |writer, &at| person_record(writer, &publication.people[at]));
}

fn person_record(writer: &mut Writer, person: &Person) {
    writer.dictionary(|fields| {
        fields.string("label", &format!("person:{}", person.id));
        person_fields(fields, person);
    });
}

fn person_fields(fields: &mut Fields, person: &Person) {
    fields.plain("name", Some(&person.name));
    fields.plain("post", person.post.as_ref());
    fields.plain("organization", person.organization.as_ref());
    fields.plain("country", person.country.as_ref());
}

/// A workshop with its agenda.
pub fn workshop(publication: &Publication, at: usize) -> Module {
    let workshop = &publication.workshops[at];
    let mut writer = Writer::new(publication, Some(at), &workshop.id);
    writer.define("record", |writer| {
        writer.within(workshop.span, |writer| workshop_record(writer, workshop));
    });
    writer.define("about", |writer| writer.or_none(workshop.about.as_ref(), Writer::text));
    writer.finish()
}

fn workshop_record(writer: &mut Writer, workshop: &Workshop) {
    writer.dictionary(|fields| {
        fields.string("id", &workshop.id);
        fields.string("label", &format!("workshop:{}", workshop.id));
        fields.string("number", &workshop.number.to_string());
        fields.line("title", workshop.title.as_ref());
        fields.plain("kind", workshop.kind.as_ref());
        fields.plain("city", Some(&workshop.city));
        fields.plain("venue", workshop.venue.as_ref());
        day(fields, "start", workshop.dates.map(|(first, _)| first));
        day(fields, "end", workshop.dates.map(|(_, last)| last));
        let participants = workshop.participants.map(|number| number.to_string());
        fields.literal("participants", participants.as_deref().unwrap_or("none"));
        provenance(fields, &workshop.provenance);
        status(fields, workshop.status);
        // Consecutive sessions of one day; those whose day is not known stand together, too.
        let days: Vec<&[Session]> = workshop.agenda.chunk_by(|a, b| a.date == b.date).collect();
        fields.array("days", days, |writer, sessions| {
            writer.dictionary(|fields| {
                day(fields, "date", sessions.first().and_then(|session| session.date));
                fields.array("sessions", sessions, |writer, session| {
                    writer.within(session.span, |writer| session_record(writer, workshop, session));
                });
            });
        });
    });
}

fn session_record(writer: &mut Writer, workshop: &Workshop, session: &Session) {
    let publication = writer.publication;
    let panel = session.panel.map(|at| &workshop.panels[at]);
    writer.dictionary(|fields| {
        fields.string("label", &format!("session:{}", session.id));
        fields.string("kind", &key(&session.kind));
        times(fields, session);
        fields.line("title", session.title.as_ref().or(panel.and_then(|panel| panel.title.as_ref())));
        fields.field("panel", |writer| {
            writer.or_none(panel, |writer, panel| {
                writer.dictionary(|fields| {
                    fields.string("label", &format!("panel:{}", panel.id));
                    fields.string("number", &panel.number.to_string());
                });
            });
        });
        fields.array("people", &session.people, |writer, &at| person_record(writer, &publication.people[at]));
        provenance(fields, &session.provenance);
        fields.remark("note", session.note.as_ref());
    });
}

/// The outcomes by theme.
pub fn outcomes(publication: &Publication) -> Module {
    let mut writer = Writer::new(publication, None, "outcomes");
    writer.define("outcomes", |writer| {
        let themes = publication
            .themes
            .iter()
            .enumerate()
            .filter(|(at, _)| publication.outcomes.iter().any(|outcome| outcome.theme == *at));
        writer.array(themes, |writer, (at, theme)| {
            writer.dictionary(|fields| {
                fields.field("theme", |writer| {
                    writer.dictionary(|fields| {
                        fields.string("label", &format!("theme:{}", theme.id));
                        fields.string("number", &theme.number.to_string());
                        fields.line("title", Some(&theme.title));
                    });
                });
                let own = publication.outcomes.iter().filter(|outcome| outcome.theme == at);
                fields.array("outcomes", own, |writer, outcome| {
                    writer.within(outcome.span, |writer| outcome_record(writer, outcome));
                });
            });
        });
    });
    writer.finish()
}

fn outcome_record(writer: &mut Writer, outcome: &Outcome) {
    let publication = writer.publication;
    writer.dictionary(|fields| {
        fields.string("id", &outcome.id);
        fields.string("label", &format!("outcome:{}", outcome.id));
        fields.string("number", &outcome.number);
        fields.line("title", Some(&outcome.title));
        fields.text("text", outcome.text.as_ref());
        fields.array("recommendations", &outcome.recommendations, |writer, &at| {
            let entry = &publication.recommendations[at];
            writer.dictionary(|fields| {
                brief_fields(fields, entry);
                fields.field("origin", |writer| origin(writer, entry.attribution));
                provenance(fields, &entry.provenance);
            });
        });
        provenance(fields, &outcome.provenance);
        status(fields, outcome.status);
    });
}

/// The people by name.
pub fn people(publication: &Publication) -> Module {
    let mut writer = Writer::new(publication, None, "people");
    let alphabet = Alphabet::of(publication.language);
    let mut people: Vec<&Person> = publication.people.iter().collect();
    people.sort_by(|a, b| alphabet.compare(&a.sort, &b.sort).then_with(|| a.id.cmp(&b.id)));
    writer.define("people", |writer| {
        writer.array(people, |writer, person| {
            writer.within(person.span, |writer| {
                writer.dictionary(|fields| {
                    fields.string("label", &format!("person:{}", person.id));
                    fields.string("sort", &person.sort);
                    fields.plain("honorific", person.honorific.as_ref());
                    person_fields(fields, person);
                    fields.array("participation", &person.participation, |writer, part| {
                        let workshop = &publication.workshops[part.workshop];
                        writer.dictionary(|fields| {
                            fields.field("workshop", |writer| {
                                writer.dictionary(|fields| {
                                    fields.string("label", &format!("workshop:{}", workshop.id));
                                    fields.plain("city", Some(&workshop.city));
                                    fields.string("number", &workshop.number.to_string());
                                });
                            });
                            fields.string("role", &key(&part.role));
                            provenance(fields, &part.provenance);
                            fields.remark("note", part.note.as_ref());
                        });
                    });
                });
            });
        });
    });
    writer.define("by-panel", by_panel);
    writer.finish()
}

/// The people of each panel that the book prints, by workshop and number.
fn by_panel(writer: &mut Writer) {
    let publication = writer.publication;
    writer.array(publication.printed_panels(), |writer, at| {
        let panel = publication.panel(at);
        writer.workshop = Some(at.0);
        writer.dictionary(|fields| {
            fields.field("panel", |writer| writer.dictionary(|fields| brief_panel(fields, at)));
            participants(fields, panel);
        });
    });
    writer.workshop = None;
}

/// The bibliography.
pub fn references(publication: &Publication) -> Module {
    entries(publication, &publication.bibliography.entries)
}

/// Some entries of the bibliography.
pub(super) fn entries<'a>(publication: &Publication, entries: impl IntoIterator<Item = &'a FormattedEntry>) -> Module {
    let mut writer = Writer::new(publication, None, "references");
    writer.define("references", |writer| {
        writer.array(entries, |writer, entry| {
            writer.within(entry.span, |writer| {
                writer.dictionary(|fields| {
                    fields.string("label", &format!("ref:{}", entry.key));
                    fields.field("text", |writer| {
                        writer.out.push("[");
                        writer.inlines(&entry.text, &[]);
                        writer.out.push("]");
                    });
                });
            });
        });
    });
    writer.finish()
}

/// The acronyms that the book uses.
pub fn abbreviations(publication: &Publication) -> Module {
    let mut writer = Writer::new(publication, None, "abbreviations");
    writer.define("abbreviations", |writer| {
        let used = publication.acronyms.iter().filter(|acronym| acronym.used);
        writer.array(used, |writer, Acronym { short, long, note, .. }| {
            writer.dictionary(|fields| {
                fields.plain("short", Some(short));
                fields.plain("long", Some(long));
                fields.remark("note", note.as_ref());
            });
        });
    });
    writer.finish()
}

fn provenance(fields: &mut Fields, provenance: &Provenance) {
    fields.field("source", |writer| {
        writer.or_none(provenance.source.as_ref(), Writer::citation_value);
    });
    fields.field("basis", |writer| {
        writer.or_none(provenance.basis.as_ref(), |writer, basis| writer.string(&key(basis)));
    });
}

fn status(fields: &mut Fields, status: idm_core::schema::Status) {
    fields.string("status", &key(&status));
}

pub(super) fn day(fields: &mut Fields, name: &str, date: Option<Date>) {
    fields.field(name, |writer| writer.or_none(date, |writer, date| writer.date(date.into())));
}

fn times(fields: &mut Fields, session: &Session) {
    for (name, time) in [("start", session.start), ("end", session.end)] {
        let literal = time.map_or("none".to_owned(), |time| literal::string(&time.to_string()));
        fields.literal(name, &literal);
    }
}

/// A value of a closed list under its name in the format, by which the labels file knows it, too.
pub(super) fn key(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
