//! The reference apparatus as it is printed: matrices, questions, the index, the lists, the colophon. The names are listed
//! in `docs/templates.md`.

use super::builder::{Builder, bare, plain};
use super::records::word;
use super::value::{Record, Value};
use crate::apparatus::edition::{Caption, edition};
use crate::apparatus::index::{Entry, index};
use crate::apparatus::matrix;
use crate::markdown::tree::SUB_ENTRY;
use crate::model::{AnchorKind, Beside, Element, Exhibit, Framework, Language, Panel, Recommendation, Ref};
use crate::quotes;
use crate::schema::SectionKind;

impl<'a> Builder<'a> {
    /// The elements of frameworks that recommendations name.
    pub(super) fn matrices(&mut self) -> Record {
        let shown = self.publication.exhibits(SectionKind::Matrices);
        let mut record = Record::default();
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
        record
    }

    /// A table or chart, if there is anything to show.
    pub(super) fn exhibit(
        &mut self,
        shown: &[Exhibit],
        exhibit: Exhibit,
        tell: impl FnOnce(&mut Self, &mut Record),
    ) -> Value {
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

    pub(super) fn framework_facts(
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
        let concerned = &framework.concerned;
        record.push("concerned", concerned.len());
        record.push("concerned-touched", concerned.iter().filter(|&&at| !elements[at].is_empty()).count());
    }

    /// A recommendation by its number alone.
    fn by_number(&self, at: Ref<Recommendation>) -> Record {
        let entry = &self.publication[at];
        self.marked(AnchorKind::Recommendation, &entry.id, &entry.number)
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
            let questions = publication[at].guiding_questions.iter().enumerate().map(|(place, question)| {
                let mut record = Record::default();
                record.push("number", self.question_mark(at, place));
                record.push("text", self.line(Some(question)));
                record
            });
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
        let tag = entry.language.map_or_else(|| self.tag(), |language| language.code().to_owned());
        let shown = |name: &String| quotes::text(name, &tag);
        record.push("name", shown(&entry.name));
        record.push("within", entry.within.as_ref().map(shown));
        record.push("kind", entry.kind.name());
        record.push("letter", &entry.letter);
        record.push("language", entry.language.map(Language::code));
        record.push("announced", entry.announced);
        record.push("mentions", entry.mentions);
        // Entries that are named behind each other stand between semicolons, so that a sub-entry has a comma.
        let named = |names: &[String]| names.iter().map(|name| shown(&name.replace(SUB_ENTRY, ","))).collect::<Value>();
        record.push("see", named(&entry.see));
        record.push("see-also", named(&entry.see_also));
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
        let standards = standards.iter().map(|standard| standard_name(&standard.text));
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
            .push("placeholders", publication.printed_panels().filter(|&at| publication[at].is_placeholder()).count());
        record
    }
}

pub(super) fn element_record(element: &Element) -> Record {
    let mut record = Record::default();
    record.push("label", bare(Some(&element.label)));
    record.push("title", plain(element.title.as_ref()));
    record
}

pub(super) fn counted(name: &'static str, what: impl Into<Value>, count: usize) -> Record {
    let mut record = Record::default();
    record.push(name, what);
    record.push("count", count);
    record
}

/// A standard as it calls itself: `PDF/A-3a` of `a-3a`, `PDF/UA-1` of `ua-1`, `PDF 1.7` of `1.7`.
fn standard_name(name: &str) -> String {
    match name.split_once('-') {
        Some((family, part)) => format!("PDF/{}-{}", family.to_uppercase(), part.to_lowercase()),
        None => format!("PDF {name}"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn standards_are_spelt_as_they_spell_themselves() {
        let all = ["a-3a", "A-2U", "a-4", "a-4f", "ua-1", "UA-1", "1.7"].map(super::standard_name);
        assert_eq!(all, ["PDF/A-3a", "PDF/A-2u", "PDF/A-4", "PDF/A-4f", "PDF/UA-1", "PDF/UA-1", "PDF 1.7"]);
    }
}
