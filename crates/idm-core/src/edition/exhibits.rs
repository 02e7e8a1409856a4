//! The reference apparatus as it is printed: matrices, charts, questions, the index, the lists, the colophon. The names are
//! listed in `docs/templates.md`.

use super::builder::{Builder, plain};
use super::records::{brief_workshop, numbered, word};
use super::references::label;
use super::value::{Record, Value};
use crate::apparatus::edition::{Caption, edition};
use crate::apparatus::index::{Entry, index};
use crate::apparatus::matrix;
use crate::model::{AnchorKind, Beside, Element, Exhibit, Framework, Panel, Recommendation, Ref, Session, Time};
use crate::quotes;
use crate::schema::SectionKind;

impl<'a> Builder<'a> {
    /// Recommendations against addressees, elements of frameworks, panels and themes.
    pub(super) fn matrices(&mut self) -> Record {
        let shown = self.publication.exhibits(SectionKind::Matrices);
        let mut record = Record::default();
        record.push("addressees", self.exhibit(&shown, Exhibit::AddresseeTable, Self::addressee_table));
        let frameworks = shown.iter().filter_map(|exhibit| match exhibit {
            Exhibit::FrameworkTable(at) => Some(*at),
            _ => None,
        });
        let frameworks = frameworks.map(|at| {
            let mut record = self.numbered_exhibit(Exhibit::FrameworkTable(at));
            self.framework_table(&mut record, at);
            record
        });
        let frameworks = frameworks.collect::<Value>();
        record.push("frameworks", frameworks);
        record.push("panels", self.exhibit(&shown, Exhibit::PanelTable, Self::panel_table));
        record.push("coverage", self.exhibit(&shown, Exhibit::CoverageTable, Self::coverage_table));
        record
    }

    /// A table or chart, if there is anything to show.
    fn exhibit(&mut self, shown: &[Exhibit], exhibit: Exhibit, tell: impl FnOnce(&mut Self, &mut Record)) -> Value {
        if !shown.contains(&exhibit) {
            return Value::None;
        }
        let mut record = self.numbered_exhibit(exhibit);
        tell(self, &mut record);
        record.into()
    }

    fn numbered_exhibit(&self, exhibit: Exhibit) -> Record {
        let mut record = Record::default();
        record.push("label", exhibit.label(self.publication));
        record.push("number", self.publication.exhibit_numbers.get(&exhibit).map_or("", String::as_str));
        record
    }

    fn addressee_table(&mut self, record: &mut Record) {
        let publication = self.publication;
        let columns = matrix::addressees(publication);
        let keyed = columns.iter().map(|(addressee, count)| counted("key", word(addressee), *count));
        record.push("columns", keyed.collect::<Value>());
        let rows = publication.recommendations.iter().map(|entry| {
            let mut record = numbered(AnchorKind::Recommendation, &entry.id, &entry.number);
            record.push("title", self.line(Some(&entry.title)));
            record.push("theme", entry.theme.position());
            let addressed = columns.iter().map(|(addressee, _)| entry.addressees.contains(addressee));
            record.push("addressed", addressed.collect::<Value>());
            record
        });
        let rows = rows.collect::<Value>();
        record.push("rows", rows);
        record.push("themes", self.themes());
    }

    fn themes(&mut self) -> Value {
        let themes = self.publication.themes.iter().map(|theme| {
            let mut record = numbered(AnchorKind::Theme, &theme.id, &theme.number.to_string());
            self.titled(&mut record, Some(&theme.title));
            record
        });
        themes.collect()
    }

    fn framework_table(&mut self, record: &mut Record, at: Ref<Framework>) {
        let publication = self.publication;
        let framework = &publication[at];
        let elements = matrix::by_element(publication, at);
        self.framework_facts(record, at, &elements);
        record.push("note", self.remark(framework.note.as_ref()));
        record.push("reference", self.cited(framework.reference.as_ref()));
        let touched = framework.elements.iter().zip(&elements).filter(|(_, own)| !own.is_empty());
        let rows = touched.map(|(element, own)| {
            let mut record = element_record(element);
            record.push("recommendations", own.iter().map(|&at| self.by_number(at)).collect::<Value>());
            record
        });
        let rows = rows.collect::<Value>();
        record.push("rows", rows);
    }

    fn framework_facts(
        &self,
        record: &mut Record,
        at: Ref<Framework>,
        elements: &Beside<Element, Vec<Ref<Recommendation>>>,
    ) {
        let framework = &self.publication[at];
        record.push("title", plain(Some(&framework.title)));
        record.push("short", plain(Some(&framework.short)));
        record.push("elements", framework.elements.len());
        record.push("touched", elements.iter().filter(|own| !own.is_empty()).count());
    }

    /// A recommendation by its number alone.
    fn by_number(&self, at: Ref<Recommendation>) -> Record {
        let entry = &self.publication[at];
        numbered(AnchorKind::Recommendation, &entry.id, &entry.number)
    }

    fn panel_table(&mut self, record: &mut Record) {
        let publication = self.publication;
        record.push("count", publication.recommendations.len());
        record.push("themes", self.themes());
        let rows = matrix::by_origin(publication).into_iter().map(|(attribution, cells)| {
            let mut record = self.origin(attribution);
            let cells = cells.iter().map(|own| own.iter().map(|&at| self.by_number(at)).collect::<Value>());
            record.push("cells", cells.collect::<Value>());
            record
        });
        let rows = rows.collect::<Value>();
        record.push("rows", rows);
    }

    fn coverage_table(&mut self, record: &mut Record) {
        let publication = self.publication;
        let rows = publication.printed_frameworks().map(|at| {
            let elements = matrix::by_element(publication, at);
            let mut record = Record::default();
            self.framework_facts(&mut record, at, &elements);
            let known = &publication[at].elements;
            let untouched = known.iter().zip(&elements).filter(|(_, own)| own.is_empty());
            record.push("untouched", untouched.map(|(element, _)| element_record(element)).collect::<Value>());
            let runs = matrix::untouched(&elements).into_iter().map(|(first, last)| {
                let mut record = Record::default();
                record.push("first", plain(Some(&known[first].label)));
                record.push("last", plain((last > first).then(|| &known[last].label)));
                record
            });
            record.push("runs", runs.collect::<Value>());
            record
        });
        let rows = rows.collect::<Value>();
        record.push("rows", rows);
    }

    /// The charts.
    pub(super) fn charts(&mut self) -> Record {
        let publication = self.publication;
        let shown = publication.exhibits(SectionKind::Charts);
        let total = publication.recommendations.len();
        let mut record = Record::default();
        record.push(
            "addressees",
            self.exhibit(&shown, Exhibit::AddresseeChart, |_, record| {
                let mut bars = matrix::addressees(publication);
                // Longest first; equal ones stay in the order of the format.
                bars.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
                record.push("total", total);
                let bars = bars.into_iter().map(|(addressee, count)| counted("key", word(&addressee), count));
                record.push("bars", bars.collect::<Value>());
            }),
        );
        record.push(
            "themes",
            self.exhibit(&shown, Exhibit::ThemeChart, |builder, record| {
                record.push("total", total);
                let bars = publication.themes.entries().map(|(at, theme)| {
                    let own = publication.recommendations.iter().filter(|entry| entry.theme == at);
                    let mut record = numbered(AnchorKind::Theme, &theme.id, &theme.number.to_string());
                    builder.titled(&mut record, Some(&theme.title));
                    record.push("count", own.count());
                    record
                });
                let bars = bars.collect::<Value>();
                record.push("bars", bars);
            }),
        );
        record.push(
            "frameworks",
            self.exhibit(&shown, Exhibit::FrameworkChart, |builder, record| {
                record.push("total", total);
                let bars = publication.printed_frameworks().map(|at| {
                    let mut record = Record::default();
                    builder.framework_facts(&mut record, at, &matrix::by_element(publication, at));
                    record.push("recommendations", matrix::mapped_to(publication, at));
                    record
                });
                let bars = bars.collect::<Value>();
                record.push("bars", bars);
            }),
        );
        record.push(
            "sessions",
            self.exhibit(&shown, Exhibit::SessionChart, |builder, record| {
                record.push("days", builder.days());
            }),
        );
        record
    }

    fn days(&self) -> Value {
        let publication = self.publication;
        let days = publication.workshops.iter().flat_map(|workshop| {
            workshop.agenda.chunk_by(|a, b| a.date == b.date).map(move |sessions| (workshop, sessions))
        });
        let days = days.map(|(workshop, sessions)| {
            let mut record = Record::default();
            record.push("workshop", brief_workshop(workshop));
            record.push("date", sessions.first().and_then(|session| session.date));
            record.push("sessions", sessions.iter().map(|session| self.timed(session)).collect::<Value>());
            record
        });
        days.collect()
    }

    /// A session as the chart of sessions shows it.
    fn timed(&self, session: &Session) -> Record {
        let panel = session.panel.map(|panel| &self.publication[panel]);
        let title = session.title.as_ref().or(panel.and_then(|panel| panel.title.as_ref()));
        let minutes = |time: Time| u32::from(time.hour) * 60 + u32::from(time.minute);
        let mut record = Record::default();
        record.push("label", label(AnchorKind::Session, &session.id));
        record.push("kind", word(&session.kind));
        record.push("panel", panel.map(|panel| panel.number.to_string()));
        record.push("title-text", title.map(|title| quotes::text(&title.plain(), &self.tag())));
        record.push("start", session.start.map(|time| time.to_string()));
        record.push("end", session.end.map(|time| time.to_string()));
        record.push("from", session.start.map(minutes));
        record.push("to", session.end.map(minutes));
        record
    }

    /// The guiding questions of the printed panels that have any, by workshop and number. `None` if none has.
    pub(super) fn questions(&mut self) -> Option<Value> {
        let publication = self.publication;
        let asking = |at: &Ref<Panel>| !publication[*at].guiding_questions.is_empty();
        let mut asked = publication.printed_panels().filter(asking).peekable();
        asked.peek()?;
        let questions = asked.map(|at| {
            self.workshop = Some(publication[at].workshop);
            let mut record = Record::default();
            record.push("panel", self.brief_panel(at));
            let questions = publication[at].guiding_questions.iter().map(|question| self.line(Some(question)));
            let questions = questions.collect::<Value>();
            record.push("questions", questions);
            record
        });
        Some(questions.collect())
    }

    /// The index. Its pages come from the marks in the text. `None` if it has no entries.
    pub(super) fn index(&self) -> Option<Record> {
        let index = index(self.publication);
        if index.names.is_empty() && index.subjects.is_empty() {
            return None;
        }
        let mut record = Record::default();
        record.push("names", index.names.iter().map(|entry| self.index_entry(entry)).collect::<Value>());
        record.push("subjects", index.subjects.iter().map(|entry| self.index_entry(entry)).collect::<Value>());
        Some(record)
    }

    fn index_entry(&self, entry: &Entry) -> Record {
        let mut record = Record::default();
        record.push("key", &entry.key);
        record.push("name", quotes::text(&entry.name, &self.tag()));
        record.push("kind", entry.kind.name());
        record.push("letter", &entry.letter);
        record.push("announced", entry.announced);
        record.push("mentions", entry.mentions);
        record
    }

    /// The captions that the lists of figures, tables and boxes will hold, or nothing if there are none.
    pub(super) fn lists(&self) -> Option<Record> {
        let edition = edition(self.publication);
        if edition.captions.is_empty() {
            return None;
        }
        let mut record = Record::default();
        let kinds = [("figures", AnchorKind::Figure), ("tables", AnchorKind::Table), ("boxes", AnchorKind::Box)];
        for (name, kind) in kinds {
            record.push(name, edition.captions(kind).iter().map(|caption| self.caption(caption)).collect::<Value>());
        }
        Some(record)
    }

    fn caption(&self, caption: &Caption) -> Record {
        let (text, exhibit) = match caption {
            Caption::Text(text) => (Some(text), None),
            Caption::Exhibit(exhibit) => (None, Some(exhibit.label(self.publication))),
        };
        let mut record = Record::default();
        record.push("text", text.map(|text| quotes::text(text, &self.tag())));
        record.push("generated", exhibit);
        record
    }

    /// How the edition was made. `typesetter` is what it is set with.
    pub(super) fn colophon(&self, typesetter: &str) -> Record {
        let publication = self.publication;
        let edition = edition(publication);
        let counts = [
            ("workshops", publication.workshops.len()),
            ("panels", publication.printed_panels().filter(|&at| !publication[at].is_placeholder()).count()),
            ("recommendations", publication.recommendations.len()),
            ("outcomes", publication.outcomes.len()),
            ("people", publication.people.len()),
            ("references", publication.bibliography.entries.len()),
            ("figures", edition.captions(AnchorKind::Figure).len()),
            ("tables", edition.captions(AnchorKind::Table).len()),
        ];
        let mut record = Record::default();
        record.push("program", concat!("idm ", env!("CARGO_PKG_VERSION")));
        record.push("typesetter", typesetter);
        let standards = &publication.settings.standards;
        let standards = standards.iter().map(|standard| format!("PDF/{}", standard.text.to_uppercase()));
        record.push("standards", standards.collect::<Value>());
        record.push("citation-style", &publication.settings.citation_style);
        let counts = counts.into_iter().filter(|(_, count)| *count > 0);
        record.push("counts", counts.map(|(what, count)| counted("key", what, count)).collect::<Value>());
        let statuses = edition.statuses.iter().map(|(status, count)| counted("status", word(status), *count));
        record.push("statuses", statuses.collect::<Value>());
        let bases = edition.bases.iter().map(|(basis, count)| counted("basis", word(basis), *count));
        record.push("bases", bases.collect::<Value>());
        record.push("gaps", edition.gaps);
        record
    }
}

fn element_record(element: &Element) -> Record {
    let mut record = Record::default();
    record.push("label", plain(Some(&element.label)));
    record.push("title", plain(element.title.as_ref()));
    record
}

fn counted(name: &'static str, what: impl Into<Value>, count: usize) -> Record {
    let mut record = Record::default();
    record.push(name, what);
    record.push("count", count);
    record
}
