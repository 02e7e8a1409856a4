//! The whole on two pages: what was asked, what was announced, what the edition holds and what is not known, made from the
//! records. The names are listed in `docs/templates.md`.

use std::collections::BTreeMap;

use super::builder::{Builder, plain};
use super::event::brief_workshop;
use super::exhibits::counted;
use super::records::{numbered, word};
use super::value::{Record, Value};
use crate::apparatus::matrix;
use crate::completeness;
use crate::model::{AnchorKind, Panel, Part, Ref, Workshop};
use crate::schema::SectionKind;

impl Builder<'_> {
    /// The dialogue in brief.
    pub(super) fn brief(&mut self) -> Record {
        let publication = self.publication;
        let mut record = Record::default();
        let workshops = publication.workshops.iter().map(|workshop| self.workshop_in_brief(workshop));
        let workshops = workshops.collect::<Value>();
        record.push("workshops", workshops);
        let themes = publication.themes.entries().map(|(at, theme)| {
            let own = publication.recommendations.iter().filter(|entry| entry.theme == at);
            let outcomes = publication.outcomes.iter().filter(|outcome| outcome.theme == at);
            let mut record = numbered(AnchorKind::Theme, &theme.id, &theme.number.to_string());
            self.titled(&mut record, Some(&theme.title));
            record.push("recommendations", own.count());
            record.push("outcomes", outcomes.count());
            record
        });
        let themes = themes.collect::<Value>();
        record.push("themes", themes);
        record.push("recommendations", publication.recommendations.len());
        record.push("outcomes", publication.outcomes.len());
        record.push("panels", self.known_panels().count());
        let questions = self.known_panels().map(|at| publication[at].guiding_questions.len());
        record.push("questions", questions.sum::<usize>());
        record.push("addressees", matrix::addressees(publication).len());
        let (total, gaps) = self.unknown();
        record.push("gaps", total);
        record.push("unknown", gaps);
        let publication = self.publication;
        let placeholders = publication.printed_panels().filter(|&at| publication[at].is_placeholder());
        record.push("placeholders", placeholders.map(|at| self.brief_panel(at)).collect::<Value>());
        record.push("sections", self.sections_to_look_up());
        record
    }

    /// The panels that the book prints, without those that keep the place of others.
    fn known_panels(&self) -> impl Iterator<Item = Ref<Panel>> {
        let publication = self.publication;
        publication.printed_panels().filter(|&at| !publication[at].is_placeholder())
    }

    fn workshop_in_brief(&mut self, workshop: &Workshop) -> Record {
        let publication = self.publication;
        let mut record = brief_workshop(workshop);
        record.push("title", self.line(workshop.title.as_ref()));
        record.push("start", workshop.dates.map(|(first, _)| first));
        record.push("end", workshop.dates.map(|(_, last)| last));
        record.push("participants", workshop.participants);
        let is_here = |at: &&Ref<Panel>| publication.prints(**at) && !publication[**at].is_placeholder();
        let panels = workshop.panels.iter().filter(is_here).map(|&at| self.panel_in_brief(at));
        let panels = panels.collect::<Value>();
        record.push("panels", panels);
        let announced = publication.people.iter().filter(|person| {
            let here = |part: &&crate::model::Participation| publication[part.workshop].id == workshop.id;
            person.participation.iter().filter(here).any(crate::model::Participation::is_announced)
        });
        record.push("announced", announced.map(|person| plain(Some(&person.name))).collect::<Value>());
        record
    }

    fn panel_in_brief(&mut self, at: Ref<Panel>) -> Record {
        let panel = &self.publication[at];
        let asked = panel.guiding_questions.len();
        let mut record = self.brief_panel(at);
        record.push("asked", asked);
        record.push("first-question", (asked > 0).then(|| self.question_mark(at, 0)));
        record.push("last-question", (asked > 1).then(|| self.question_mark(at, asked - 1)));
        record.push("recommendations", self.publication.recommendations_of(at).len());
        record
    }

    /// How many things the pages of the known panels lack, and each kind of them with the number of panels.
    fn unknown(&self) -> (usize, Value) {
        let publication = self.publication;
        let (mut total, mut kinds) = (0, BTreeMap::<String, usize>::new());
        for at in self.known_panels() {
            let gaps = completeness::gaps(publication, at);
            total += gaps.len();
            let mut own: Vec<String> = gaps.iter().map(|gap| word(&gap.what)).collect();
            own.sort_unstable();
            own.dedup();
            own.into_iter().for_each(|what| *kinds.entry(what).or_default() += 1);
        }
        let mut kinds: Vec<_> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        (total, kinds.into_iter().map(|(what, count)| counted("what", what, count)).collect())
    }

    /// The generated sections that a reader looks something up in, as the book has them.
    fn sections_to_look_up(&self) -> Value {
        let looked_up = |kind: SectionKind| match kind {
            SectionKind::Themes
            | SectionKind::Outcomes
            | SectionKind::Matrices
            | SectionKind::Charts
            | SectionKind::Questions
            | SectionKind::Agenda
            | SectionKind::People
            | SectionKind::References
            | SectionKind::Index => Some(word(&kind)),
            SectionKind::InBrief
            | SectionKind::Contents
            | SectionKind::Lists
            | SectionKind::Abbreviations
            | SectionKind::Colophon => None,
        };
        let sections = self.publication.book.iter().filter_map(|part| match part {
            Part::Section(kind) => looked_up(*kind),
            Part::Chapter(_) => None,
        });
        sections.collect()
    }
}
