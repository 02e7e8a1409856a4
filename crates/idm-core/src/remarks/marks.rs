//! The marks that a draft prints beside its passages, by what they are of.

use std::collections::BTreeMap;

use crate::model::own_texts::{self, OwnTexts};
use crate::model::{AnchorKind, BookText, Chapter, Panel, Publication, Ref, Subject};
use crate::passage::Taken;

/// The marks of a document. Within it, no two passages have the same.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    taken: Taken,
    of: BTreeMap<String, Vec<String>>,
}

impl Marks {
    /// The marks of a draft.
    pub fn of(publication: &Publication, subject: Subject) -> Self {
        match subject {
            Subject::Panel(at) => Self::of_panel(publication, at),
            Subject::Chapter(at) => Self::of_chapter(&publication[at]),
            Subject::Outcomes => {
                let mut marks = Self::default();
                for outcome in &publication.outcomes {
                    marks.all(&record(AnchorKind::Outcome, &outcome.id), own_texts::outcome(outcome));
                }
                marks
            }
        }
    }

    /// The marks of a panel's draft.
    pub(super) fn of_panel(publication: &Publication, at: Ref<Panel>) -> Self {
        let panel = &publication[at];
        let mut marks = Self::default();
        marks.all(&record(AnchorKind::Panel, &panel.id), own_texts::panel(panel));
        for own in publication.recommendations_of(at) {
            let own = &publication[own];
            marks.all(&record(AnchorKind::Recommendation, &own.id), own_texts::recommendation(own));
        }
        marks
    }

    /// The marks of a field, in the order of its blocks or lines. `record` is the label of what it belongs to, as in
    /// `panel:ny-3`; `key` the name of the field.
    pub fn get(&self, record: &str, key: &str) -> &[String] {
        self.of.get(&format!("{record}/{key}")).map_or(&[], Vec::as_slice)
    }

    /// The marks of a chapter.
    pub(super) fn of_chapter(chapter: &Chapter) -> Self {
        let mut marks = Self::default();
        marks.all(&record(AnchorKind::Chapter, &chapter.id), own_texts::chapter(chapter));
        marks
    }

    /// Gives marks to a record's own texts, but for its title, which everybody finds.
    fn all(&mut self, record: &str, texts: OwnTexts) {
        let (texts, lines): (Vec<_>, Vec<_>) = texts
            .into_iter()
            .filter(|(key, _)| key.field != "title")
            .partition(|(_, text)| matches!(text, BookText::Text(_)));
        // Texts come first: their passages then have the marks that they would have in a text by itself.
        for (key, text) in texts.into_iter().chain(lines) {
            let own = match text {
                BookText::Text(text) => self.taken.blocks(&text.prose.blocks),
                BookText::Line(line) => vec![self.taken.named(&line.plain())],
                BookText::Source(_) | BookText::Exhibit(_) => continue,
            };
            self.of.entry(format!("{record}/{}", key.field)).or_default().extend(own);
        }
    }
}

/// The label of a record.
pub(super) fn record(kind: AnchorKind, id: &str) -> String {
    format!("{}:{id}", kind.prefix())
}
