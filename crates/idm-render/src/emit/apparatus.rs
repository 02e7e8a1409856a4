//! The reference apparatus as the data that templates read: matrices, charts, questions, the index, the colophon.
//! Their fields are listed in `docs/templates.md`.

use idm_core::apparatus::edition::{Caption, edition};
use idm_core::apparatus::index::{Entry, index};
use idm_core::apparatus::matrix;
use idm_core::model::{AnchorKind, Element, Exhibit, PanelPlace, Publication, Session, Time};
use idm_core::schema::SectionKind;

use super::literal;
use super::records::{self, day, key};
use super::writer::{Fields, Writer};
use crate::source_map::Module;

/// Recommendations against addressees, elements of frameworks, panels and themes.
pub fn matrices(publication: &Publication) -> Module {
    let mut writer = Writer::new(publication, None, "matrices");
    let shown = publication.exhibits(SectionKind::Matrices);
    writer.define("matrices", |writer| {
        writer.dictionary(|fields| {
            fields.exhibit("addressees", &shown, Exhibit::AddresseeTable, addressee_table);
            let frameworks = shown.iter().filter_map(|exhibit| match exhibit {
                Exhibit::FrameworkTable(at) => Some(*at),
                _ => None,
            });
            fields.array("frameworks", frameworks, |writer, at| {
                writer.dictionary(|fields| {
                    fields.numbered(Exhibit::FrameworkTable(at));
                    framework_table(fields, at);
                });
            });
            fields.exhibit("panels", &shown, Exhibit::PanelTable, panel_table);
            fields.exhibit("coverage", &shown, Exhibit::CoverageTable, coverage_table);
        });
    });
    writer.finish()
}

impl Fields<'_, '_> {
    /// A table or chart, if there is anything to show.
    fn exhibit(&mut self, name: &str, shown: &[Exhibit], exhibit: Exhibit, write: impl FnOnce(&mut Fields)) {
        self.field(name, |writer| {
            writer.or_none(shown.contains(&exhibit).then_some(exhibit), |writer, exhibit| {
                writer.dictionary(|fields| {
                    fields.numbered(exhibit);
                    write(fields);
                });
            });
        });
    }

    fn numbered(&mut self, exhibit: Exhibit) {
        let publication = self.publication();
        self.string("label", &exhibit.label(publication));
        self.string("number", publication.exhibit_numbers.get(&exhibit).map_or("", String::as_str));
    }

    fn number(&mut self, name: &str, number: usize) {
        self.literal(name, &number.to_string());
    }
}

fn addressee_table(fields: &mut Fields) {
    let publication = fields.publication();
    let columns = matrix::addressees(publication);
    fields.array("columns", &columns, |writer, (addressee, count)| {
        writer.dictionary(|fields| {
            fields.string("key", &key(addressee));
            fields.number("count", *count);
        });
    });
    fields.array("rows", &publication.recommendations, |writer, entry| {
        writer.dictionary(|fields| {
            fields.string("label", &format!("rec:{}", entry.id));
            fields.string("number", &entry.number);
            fields.line("title", Some(&entry.title));
            fields.number("theme", entry.theme);
            fields.array("addressed", &columns, |writer, (addressee, _)| {
                writer.out.push(if entry.addressees.contains(addressee) { "true" } else { "false" });
            });
        });
    });
    themes(fields);
}

fn themes(fields: &mut Fields) {
    let publication = fields.publication();
    fields.array("themes", &publication.themes, |writer, theme| {
        writer.dictionary(|fields| {
            fields.string("label", &format!("theme:{}", theme.id));
            fields.string("number", &theme.number.to_string());
            fields.titled("title", Some(&theme.title));
        });
    });
}

fn framework_table(fields: &mut Fields, at: usize) {
    let publication = fields.publication();
    let framework = &publication.frameworks[at];
    let elements = matrix::by_element(publication, at);
    framework_facts(fields, at, &elements);
    fields.remark("note", framework.note.as_ref());
    let touched = framework.elements.iter().zip(&elements).filter(|(_, own)| !own.is_empty());
    fields.array("rows", touched, |writer, (element, own)| {
        writer.dictionary(|fields| {
            element_fields(fields, element);
            fields.array("recommendations", own, |writer, &at| numbered(writer, at));
        });
    });
}

fn framework_facts(fields: &mut Fields, at: usize, elements: &[Vec<usize>]) {
    let framework = &fields.publication().frameworks[at];
    fields.plain("title", Some(&framework.title));
    fields.plain("short", Some(&framework.short));
    fields.number("elements", elements.len());
    fields.number("touched", elements.iter().filter(|own| !own.is_empty()).count());
}

fn element_fields(fields: &mut Fields, element: &Element) {
    fields.plain("label", Some(&element.label));
    fields.plain("title", element.title.as_ref());
}

/// A recommendation by its number alone.
fn numbered(writer: &mut Writer, at: usize) {
    let entry = &writer.publication.recommendations[at];
    writer.dictionary(|fields| {
        fields.string("label", &format!("rec:{}", entry.id));
        fields.string("number", &entry.number);
    });
}

fn panel_table(fields: &mut Fields) {
    let publication = fields.publication();
    fields.number("count", publication.recommendations.len());
    themes(fields);
    fields.array("rows", matrix::by_origin(publication), |writer, (attribution, cells)| {
        writer.dictionary(|fields| {
            records::origin_fields(fields, attribution);
            fields.array("cells", cells, |writer, own| writer.array(own, numbered));
        });
    });
}

fn coverage_table(fields: &mut Fields) {
    let publication = fields.publication();
    let frameworks: Vec<usize> = publication.printed_frameworks().collect();
    fields.array("rows", frameworks, |writer, at| {
        let elements = matrix::by_element(publication, at);
        writer.dictionary(|fields| {
            framework_facts(fields, at, &elements);
            let untouched = publication.frameworks[at].elements.iter().zip(&elements).filter(|(_, own)| own.is_empty());
            fields.array("untouched", untouched, |writer, (element, _)| {
                writer.dictionary(|fields| element_fields(fields, element));
            });
            let labels = &publication.frameworks[at].elements;
            fields.array("runs", matrix::untouched(&elements), |writer, (first, last)| {
                writer.dictionary(|fields| {
                    fields.plain("first", Some(&labels[first].label));
                    fields.plain("last", (last > first).then(|| &labels[last].label));
                });
            });
        });
    });
}

/// The charts.
pub fn charts(publication: &Publication) -> Module {
    let mut writer = Writer::new(publication, None, "charts");
    let shown = publication.exhibits(SectionKind::Charts);
    let total = publication.recommendations.len();
    writer.define("charts", |writer| {
        writer.dictionary(|fields| {
            fields.exhibit("addressees", &shown, Exhibit::AddresseeChart, |fields| {
                let mut bars = matrix::addressees(publication);
                // Longest first; equal ones stay in the order of the format.
                bars.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
                fields.number("total", total);
                fields.array("bars", bars, |writer, (addressee, count)| {
                    writer.dictionary(|fields| {
                        fields.string("key", &key(&addressee));
                        fields.number("count", count);
                    });
                });
            });
            fields.exhibit("themes", &shown, Exhibit::ThemeChart, |fields| {
                fields.number("total", total);
                fields.array("bars", publication.themes.iter().enumerate(), |writer, (at, theme)| {
                    let own = publication.recommendations.iter().filter(|entry| entry.theme == at);
                    writer.dictionary(|fields| {
                        fields.string("label", &format!("theme:{}", theme.id));
                        fields.string("number", &theme.number.to_string());
                        fields.titled("title", Some(&theme.title));
                        fields.number("count", own.count());
                    });
                });
            });
            fields.exhibit("frameworks", &shown, Exhibit::FrameworkChart, |fields| {
                fields.number("total", total);
                let frameworks: Vec<usize> = publication.printed_frameworks().collect();
                fields.array("bars", frameworks, |writer, at| {
                    writer.dictionary(|fields| {
                        framework_facts(fields, at, &matrix::by_element(publication, at));
                        fields.number("recommendations", matrix::mapped_to(publication, at));
                    });
                });
            });
            fields.exhibit("sessions", &shown, Exhibit::SessionChart, session_chart);
        });
    });
    writer.finish()
}

fn session_chart(fields: &mut Fields) {
    let publication = fields.publication();
    let days = publication.workshops.iter().enumerate().flat_map(|(at, workshop)| {
        workshop.agenda.chunk_by(|a, b| a.date == b.date).map(move |sessions| (at, sessions))
    });
    fields.array("days", days, |writer, (at, sessions)| {
        let workshop = &publication.workshops[at];
        writer.dictionary(|fields| {
            fields.field("workshop", |writer| {
                writer.dictionary(|fields| {
                    fields.string("label", &format!("workshop:{}", workshop.id));
                    fields.string("number", &workshop.number.to_string());
                    fields.plain("city", Some(&workshop.city));
                });
            });
            day(fields, "date", sessions.first().and_then(|session| session.date));
            fields.array("sessions", sessions, |writer, session| {
                writer.dictionary(|fields| chart_session(fields, at, session));
            });
        });
    });
}

fn chart_session(fields: &mut Fields, workshop: usize, session: &Session) {
    let panel = session.panel.map(|panel| fields.publication().panel((workshop, panel)));
    fields.string("label", &format!("session:{}", session.id));
    fields.string("kind", &key(&session.kind));
    fields.field("panel", |writer| {
        writer.or_none(panel, |writer, panel| writer.string(&panel.number.to_string()));
    });
    let title = session.title.as_ref().or(panel.and_then(|panel| panel.title.as_ref()));
    fields.field("title-text", |writer| writer.or_none(title, |writer, title| writer.string(&title.plain())));
    let text = |time: Time| literal::string(&time.to_string());
    let minutes = |time: Time| (u32::from(time.hour) * 60 + u32::from(time.minute)).to_string();
    let none = || "none".to_owned();
    fields.literal("start", &session.start.map_or_else(none, text));
    fields.literal("end", &session.end.map_or_else(none, text));
    fields.literal("from", &session.start.map_or_else(none, minutes));
    fields.literal("to", &session.end.map_or_else(none, minutes));
}

/// The guiding questions of the printed panels that have any, by workshop and number. `None` if none has.
pub fn questions(publication: &Publication) -> Option<Module> {
    let mut writer = Writer::new(publication, None, "questions");
    let asking = |at: &PanelPlace| !publication.panel(*at).guiding_questions.is_empty();
    let mut asked = publication.printed_panels().filter(asking).peekable();
    asked.peek()?;
    writer.define("questions", |writer| {
        writer.array(asked, |writer, at| {
            writer.workshop = Some(at.0);
            writer.dictionary(|fields| {
                fields.field("panel", |writer| writer.dictionary(|fields| records::brief_panel(fields, at)));
                fields.array("questions", &publication.panel(at).guiding_questions, |writer, question| {
                    writer.unindexed(|writer| writer.line(question));
                });
            });
        });
    });
    Some(writer.finish())
}

/// The index. Its pages come from the marks in the text. `None` if it has no entries.
pub fn index_entries(publication: &Publication) -> Option<Module> {
    let mut writer = Writer::new(publication, None, "index");
    let index = index(publication);
    if index.names.is_empty() && index.subjects.is_empty() {
        return None;
    }
    writer.define("index", |writer| {
        writer.dictionary(|fields| {
            fields.array("names", &index.names, entry);
            fields.array("subjects", &index.subjects, entry);
        });
    });
    Some(writer.finish())
}

fn entry(writer: &mut Writer, entry: &Entry) {
    writer.dictionary(|fields| {
        fields.string("key", &entry.key);
        fields.string("name", &entry.name);
        fields.string("kind", entry.kind.name());
        fields.string("letter", &entry.letter);
        fields.number("mentions", entry.mentions);
    });
}

/// The captions that the lists of figures, tables and boxes will hold, or nothing if there are none.
pub fn lists(publication: &Publication) -> Option<Module> {
    let edition = edition(publication);
    if edition.captions.is_empty() {
        return None;
    }
    let mut writer = Writer::new(publication, None, "lists");
    writer.define("lists", |writer| {
        writer.dictionary(|fields| {
            let kinds = [("figures", AnchorKind::Figure), ("tables", AnchorKind::Table), ("boxes", AnchorKind::Box)];
            for (name, kind) in kinds {
                fields.array(name, edition.captions(kind), caption);
            }
        });
    });
    Some(writer.finish())
}

fn caption(writer: &mut Writer, caption: &Caption) {
    writer.dictionary(|fields| {
        let (text, exhibit) = match caption {
            Caption::Text(text) => (Some(text.as_str()), None),
            Caption::Exhibit(exhibit) => (None, Some(exhibit.label(fields.publication()))),
        };
        fields.field("text", |writer| writer.or_none(text, Writer::string));
        fields.field("generated", |writer| writer.or_none(exhibit.as_deref(), Writer::string));
    });
}

/// How the edition was made.
pub fn colophon(publication: &Publication) -> Module {
    let mut writer = Writer::new(publication, None, "colophon");
    let edition = edition(publication);
    let counts = [
        ("workshops", publication.workshops.len()),
        ("panels", publication.printed_panels().count()),
        ("recommendations", publication.recommendations.len()),
        ("outcomes", publication.outcomes.len()),
        ("people", publication.people.len()),
        ("references", publication.bibliography.entries.len()),
        ("figures", edition.captions(AnchorKind::Figure).len()),
        ("tables", edition.captions(AnchorKind::Table).len()),
    ];
    writer.define("colophon", |writer| {
        writer.dictionary(|fields| {
            fields.string("program", concat!("idm ", env!("CARGO_PKG_VERSION")));
            fields.string("typesetter", &format!("Typst {}", typst::utils::version().raw()));
            fields.array("standards", &publication.settings.standards, |writer, standard| {
                writer.string(&format!("PDF/{}", standard.text.to_uppercase()));
            });
            fields.string("citation-style", &publication.settings.citation_style);
            let counts = counts.iter().filter(|(_, count)| *count > 0);
            fields.array("counts", counts, |writer, (what, count)| counted(writer, "key", what, *count));
            fields.array("statuses", &edition.statuses, |writer, (status, count)| {
                counted(writer, "status", &key(status), *count);
            });
            fields.array("bases", &edition.bases, |writer, (basis, count)| {
                counted(writer, "basis", &key(basis), *count);
            });
            fields.number("gaps", edition.gaps);
        });
    });
    writer.finish()
}

fn counted(writer: &mut Writer, name: &str, what: &str, count: usize) {
    writer.dictionary(|fields| {
        fields.string(name, what);
        fields.number("count", count);
    });
}
