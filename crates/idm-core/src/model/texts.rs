//! Every text of a publication, in the order of the book.

use std::collections::BTreeMap;

use super::{Contents, Exhibit, Line, Panel, Part, Provenance, Ref, Text, question_number};
use crate::markdown::tree::Target;
use crate::schema::SectionKind;
use crate::source::SourceId;

/// A text somewhere in a publication.
#[derive(Debug, Clone, Copy)]
pub enum BookText<'a> {
    /// A line.
    Line(&'a Line),
    /// A longer text.
    Text(&'a Text),
    /// A record's `source`, which is printed as a citation.
    Source(&'a Target),
    /// A table or chart made from the records. It has no text of its own, but a number.
    Exhibit(Exhibit),
}

impl Contents {
    /// Visits every text and every source in the order of the book; what the book leaves out comes last. The flag says
    /// whether the book shows it.
    pub fn texts<'a>(&'a self, visit: &mut dyn FnMut(BookText<'a>, bool)) {
        self.title_page(&mut |found| visit(found, true));
        for part in &self.book {
            match *part {
                Part::Chapter(chapter) => {
                    visit(BookText::Line(&self[chapter].title), true);
                    visit(BookText::Text(&self[chapter].text), true);
                }
                Part::Section(kind) => self.section(kind, true, visit),
            }
        }
        for kind in [
            SectionKind::Abbreviations,
            SectionKind::Themes,
            SectionKind::Outcomes,
            SectionKind::Agenda,
            SectionKind::People,
        ] {
            if !self.has_section(kind) {
                self.section(kind, false, visit);
            }
        }
        for at in self.panels.refs().filter(|&panel| !self.prints(panel)) {
            self.texts_of_panel(at, false, visit);
        }
        let tables =
            if self.has_section(SectionKind::Matrices) { self.exhibits(SectionKind::Matrices) } else { vec![] };
        for (at, framework) in self.frameworks.entries() {
            if !tables.contains(&Exhibit::FrameworkTable(at)) {
                each(&framework.note, |line| visit(BookText::Line(line), false));
                each(&framework.reference, |target| visit(BookText::Source(target), false));
            }
        }
        each(&self.review.asked, |text| visit(BookText::Text(text), false));
        each(&self.review.replies, |line| visit(BookText::Line(line), false));
    }

    /// The number of a panel's question as readers see it, by its place in the panel's list.
    pub fn question_number(&self, panel: Ref<Panel>, place: usize) -> String {
        question_number(&self.workshops, &self.panels, panel, place)
    }

    /// Every text and every source by the file that it stands in, in each in the order of the book.
    pub(crate) fn texts_by_file(&self) -> BTreeMap<SourceId, Vec<(BookText<'_>, bool)>> {
        let mut files: BTreeMap<SourceId, Vec<_>> = BTreeMap::new();
        self.texts(&mut |found, printed| {
            let span = match found {
                BookText::Line(line) => line.span,
                BookText::Text(text) => text.span,
                BookText::Source(target) => target.span,
                BookText::Exhibit(_) => return,
            };
            files.entry(span.source).or_default().push((found, printed));
        });
        files
    }

    /// Whether the book has that generated section.
    pub(crate) fn has_section(&self, kind: SectionKind) -> bool {
        self.book.contains(&Part::Section(kind))
    }

    fn title_page<'a>(&'a self, visit: &mut dyn FnMut(BookText<'a>)) {
        let imprint = &self.imprint;
        let lines = [
            Some(&self.title),
            self.subtitle.as_ref(),
            self.edition.as_ref(),
            imprint.publisher.as_ref(),
            imprint.address.as_ref(),
            imprint.rights.as_ref(),
            imprint.disclaimer.as_ref(),
        ];
        for line in lines.into_iter().flatten() {
            visit(BookText::Line(line));
        }
    }

    fn section<'a>(&'a self, kind: SectionKind, printed: bool, visit: &mut dyn FnMut(BookText<'a>, bool)) {
        let mut all = |found| visit(found, printed);
        match kind {
            SectionKind::Matrices | SectionKind::Charts => {
                for exhibit in self.exhibits(kind) {
                    if let Exhibit::FrameworkTable(at) = exhibit {
                        let framework = &self[at];
                        each(&framework.note, |line| all(BookText::Line(line)));
                        each(&framework.reference, |target| all(BookText::Source(target)));
                    }
                    all(BookText::Exhibit(exhibit));
                }
            }
            // Their texts stand elsewhere.
            SectionKind::Contents
            | SectionKind::Lists
            | SectionKind::InBrief
            | SectionKind::Questions
            | SectionKind::References
            | SectionKind::Index
            | SectionKind::Colophon => {}
            SectionKind::Abbreviations => {
                for acronym in &self.acronyms {
                    each(&acronym.note, |line| all(BookText::Line(line)));
                    each(&acronym.source, |target| all(BookText::Source(target)));
                }
            }
            SectionKind::Themes => self.texts_of_themes(printed, visit),
            SectionKind::Outcomes => {
                for outcome in &self.outcomes {
                    all(BookText::Line(&outcome.title));
                    each(&outcome.text, |text| all(BookText::Text(text)));
                    source(&outcome.provenance, &mut all);
                }
            }
            SectionKind::Agenda => {
                self.exhibits(kind).into_iter().for_each(|exhibit| all(BookText::Exhibit(exhibit)));
                for workshop in &self.workshops {
                    each(&workshop.title, |line| all(BookText::Line(line)));
                    each(&workshop.about, |text| all(BookText::Text(text)));
                    source(&workshop.provenance, &mut all);
                    for session in &workshop.agenda {
                        each(&session.title, |line| all(BookText::Line(line)));
                        each(&session.note, |line| all(BookText::Line(line)));
                        source(&session.provenance, &mut all);
                    }
                }
            }
            SectionKind::People => {
                for part in self.people.iter().flat_map(|person| &person.participation) {
                    each(&part.note, |line| all(BookText::Line(line)));
                    source(&part.provenance, &mut all);
                }
            }
        }
    }

    fn texts_of_themes<'a>(&'a self, printed: bool, visit: &mut dyn FnMut(BookText<'a>, bool)) {
        for (at, theme) in self.themes.entries() {
            visit(BookText::Line(&theme.title), printed);
            each(&theme.introduction, |text| visit(BookText::Text(text), printed));
            for place in theme.panels.iter().filter(|place| place.printed) {
                self.texts_of_panel(place.panel, printed, visit);
            }
            for recommendation in self.recommendations.iter().filter(|entry| entry.theme == at) {
                visit(BookText::Line(&recommendation.title), printed);
                each(&recommendation.text, |text| visit(BookText::Text(text), printed));
                each(&recommendation.note, |line| visit(BookText::Line(line), printed));
                source(&recommendation.provenance, &mut |found| visit(found, printed));
            }
        }
    }

    fn texts_of_panel<'a>(&'a self, at: Ref<Panel>, printed: bool, visit: &mut dyn FnMut(BookText<'a>, bool)) {
        let panel = &self[at];
        each(&panel.title, |line| visit(BookText::Line(line), printed));
        source(&panel.provenance, &mut |found| visit(found, printed));
        for question in &panel.guiding_questions {
            visit(BookText::Line(question), printed);
        }
        each(&panel.summary, |text| visit(BookText::Text(text), printed));
        for message in &panel.key_messages {
            visit(BookText::Line(&message.text), printed);
            source(&message.provenance, &mut |found| visit(found, printed));
        }
    }
}

fn each<'a, T>(value: &'a Option<T>, mut visit: impl FnMut(&'a T)) {
    if let Some(value) = value {
        visit(value);
    }
}

fn source<'a>(provenance: &'a Provenance, visit: &mut dyn FnMut(BookText<'a>)) {
    if let Some(target) = &provenance.source {
        visit(BookText::Source(target));
    }
}
