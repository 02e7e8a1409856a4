//! Every text of a publication, in the order of the book.

use std::collections::BTreeMap;

use super::own_texts::OwnTexts;
use super::{Contents, Exhibit, Line, Panel, Part, Ref, Text, Theme, own_texts as own, question_number};
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

/// Visits what is found.
type Visit<'v, 'a> = &'v mut dyn FnMut(BookText<'a>);

impl Contents {
    /// Visits every text and every source in the order of the book; what the book leaves out comes last. The flag says
    /// whether the book shows it.
    pub fn texts<'a>(&'a self, visit: &mut dyn FnMut(BookText<'a>, bool)) {
        self.title_page(&mut |found| visit(found, true));
        for part in &self.book {
            match *part {
                Part::Chapter(chapter) => each(own::chapter(&self[chapter]), &mut |found| visit(found, true)),
                Part::Section(kind) => self.section(kind, &mut |found| visit(found, true)),
            }
        }
        let left_out = &mut |found| visit(found, false);
        for kind in [
            SectionKind::Abbreviations,
            SectionKind::Themes,
            SectionKind::Outcomes,
            SectionKind::Agenda,
            SectionKind::People,
        ] {
            if !self.has_section(kind) {
                self.section(kind, left_out);
            }
        }
        for at in self.panels.refs().filter(|&panel| !self.prints(panel)) {
            each(own::panel(&self[at]), left_out);
        }
        let tables =
            if self.has_section(SectionKind::Matrices) { self.exhibits(SectionKind::Matrices) } else { vec![] };
        for (at, framework) in self.frameworks.entries() {
            if !tables.contains(&Exhibit::FrameworkTable(at)) {
                each(own::framework(framework), left_out);
            }
        }
        each(own::review(&self.review), left_out);
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

    fn title_page<'a>(&'a self, visit: Visit<'_, 'a>) {
        let lines = [Some(&self.title), self.subtitle.as_ref(), self.edition.as_ref()];
        lines.into_iter().flatten().map(BookText::Line).for_each(&mut *visit);
        each(own::cover(&self.cover), visit);
        each(own::imprint(&self.imprint), visit);
    }

    fn section<'a>(&'a self, kind: SectionKind, visit: Visit<'_, 'a>) {
        match kind {
            SectionKind::Matrices | SectionKind::Charts => {
                for exhibit in self.exhibits(kind) {
                    if let Exhibit::FrameworkTable(at) = exhibit {
                        each(own::framework(&self[at]), visit);
                    }
                    visit(BookText::Exhibit(exhibit));
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
            SectionKind::Abbreviations => self.acronyms.iter().for_each(|acronym| each(own::acronym(acronym), visit)),
            SectionKind::Themes => self.themes.refs().for_each(|at| self.texts_of_theme(at, visit)),
            SectionKind::Outcomes => self.outcomes.iter().for_each(|outcome| each(own::outcome(outcome), visit)),
            SectionKind::Agenda => {
                self.exhibits(kind).into_iter().map(BookText::Exhibit).for_each(&mut *visit);
                self.workshops.iter().for_each(|workshop| each(own::workshop(workshop), visit));
            }
            SectionKind::People => {
                let parts = self.people.iter().flat_map(|person| &person.participation);
                parts.for_each(|part| each(own::participation(part), visit));
            }
        }
    }

    fn texts_of_theme<'a>(&'a self, at: Ref<Theme>, visit: Visit<'_, 'a>) {
        let theme = &self[at];
        each(own::theme(theme), visit);
        for place in theme.panels.iter().filter(|place| place.printed) {
            each(own::panel(&self[place.panel]), visit);
        }
        for recommendation in self.recommendations.iter().filter(|entry| entry.theme == at) {
            each(own::recommendation(recommendation), visit);
        }
    }
}

fn each<'a>(texts: OwnTexts<'a>, visit: Visit<'_, 'a>) {
    texts.into_iter().for_each(|(_, text)| visit(text));
}
