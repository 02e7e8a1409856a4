//! Every text of a publication, in the order of the book.

use super::{Contents, Exhibit, Line, Panel, Part, Provenance, Ref, Text};
use crate::markdown::tree::Target;
use crate::schema::SectionKind;

/// A text somewhere in a publication.
#[derive(Debug, Clone, Copy)]
pub enum Passage<'a> {
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
    pub fn passages<'a>(&'a self, visit: &mut dyn FnMut(Passage<'a>, bool)) {
        self.title_page(&mut |passage| visit(passage, true));
        for part in &self.book {
            match *part {
                Part::Chapter(chapter) => {
                    visit(Passage::Line(&self[chapter].title), true);
                    visit(Passage::Text(&self[chapter].text), true);
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
            self.panel_passages(at, false, visit);
        }
        let tables =
            if self.has_section(SectionKind::Matrices) { self.exhibits(SectionKind::Matrices) } else { vec![] };
        for (at, framework) in self.frameworks.entries() {
            if !tables.contains(&Exhibit::FrameworkTable(at)) {
                each(&framework.note, |line| visit(Passage::Line(line), false));
                each(&framework.reference, |target| visit(Passage::Source(target), false));
            }
        }
        each(&self.review.asked, |text| visit(Passage::Text(text), false));
        each(&self.review.replies, |line| visit(Passage::Line(line), false));
    }

    /// Whether the book has that generated section.
    pub fn has_section(&self, kind: SectionKind) -> bool {
        self.book.contains(&Part::Section(kind))
    }

    fn title_page<'a>(&'a self, visit: &mut dyn FnMut(Passage<'a>)) {
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
            visit(Passage::Line(line));
        }
    }

    fn section<'a>(&'a self, kind: SectionKind, printed: bool, visit: &mut dyn FnMut(Passage<'a>, bool)) {
        let mut all = |passage| visit(passage, printed);
        match kind {
            SectionKind::Matrices | SectionKind::Charts => {
                for exhibit in self.exhibits(kind) {
                    if let Exhibit::FrameworkTable(at) = exhibit {
                        let framework = &self[at];
                        each(&framework.note, |line| all(Passage::Line(line)));
                        each(&framework.reference, |target| all(Passage::Source(target)));
                    }
                    all(Passage::Exhibit(exhibit));
                }
            }
            // Their texts stand elsewhere.
            SectionKind::Contents
            | SectionKind::Lists
            | SectionKind::Questions
            | SectionKind::References
            | SectionKind::Index
            | SectionKind::Colophon => {}
            SectionKind::Abbreviations => {
                for acronym in &self.acronyms {
                    each(&acronym.note, |line| all(Passage::Line(line)));
                    each(&acronym.source, |target| all(Passage::Source(target)));
                }
            }
            SectionKind::Themes => self.themes_passages(printed, visit),
            SectionKind::Outcomes => {
                for outcome in &self.outcomes {
                    all(Passage::Line(&outcome.title));
                    each(&outcome.text, |text| all(Passage::Text(text)));
                    source(&outcome.provenance, &mut all);
                }
            }
            SectionKind::Agenda => {
                for workshop in &self.workshops {
                    each(&workshop.title, |line| all(Passage::Line(line)));
                    each(&workshop.about, |text| all(Passage::Text(text)));
                    source(&workshop.provenance, &mut all);
                    for session in &workshop.agenda {
                        each(&session.title, |line| all(Passage::Line(line)));
                        each(&session.note, |line| all(Passage::Line(line)));
                        source(&session.provenance, &mut all);
                    }
                }
            }
            SectionKind::People => {
                for part in self.people.iter().flat_map(|person| &person.participation) {
                    each(&part.note, |line| all(Passage::Line(line)));
                    source(&part.provenance, &mut all);
                }
            }
        }
    }

    fn themes_passages<'a>(&'a self, printed: bool, visit: &mut dyn FnMut(Passage<'a>, bool)) {
        for (at, theme) in self.themes.entries() {
            visit(Passage::Line(&theme.title), printed);
            each(&theme.introduction, |text| visit(Passage::Text(text), printed));
            for place in theme.panels.iter().filter(|place| place.printed) {
                self.panel_passages(place.panel, printed, visit);
            }
            for recommendation in self.recommendations.iter().filter(|entry| entry.theme == at) {
                visit(Passage::Line(&recommendation.title), printed);
                each(&recommendation.text, |text| visit(Passage::Text(text), printed));
                each(&recommendation.note, |line| visit(Passage::Line(line), printed));
                source(&recommendation.provenance, &mut |passage| visit(passage, printed));
            }
        }
    }

    fn panel_passages<'a>(&'a self, at: Ref<Panel>, printed: bool, visit: &mut dyn FnMut(Passage<'a>, bool)) {
        let panel = &self[at];
        each(&panel.title, |line| visit(Passage::Line(line), printed));
        source(&panel.provenance, &mut |passage| visit(passage, printed));
        for question in &panel.guiding_questions {
            visit(Passage::Line(question), printed);
        }
        each(&panel.summary, |text| visit(Passage::Text(text), printed));
        for message in &panel.key_messages {
            visit(Passage::Line(&message.text), printed);
            source(&message.provenance, &mut |passage| visit(passage, printed));
        }
    }
}

fn each<'a, T>(value: &'a Option<T>, mut visit: impl FnMut(&'a T)) {
    if let Some(value) = value {
        visit(value);
    }
}

fn source<'a>(provenance: &'a Provenance, visit: &mut dyn FnMut(Passage<'a>)) {
    if let Some(target) = &provenance.source {
        visit(Passage::Source(target));
    }
}
