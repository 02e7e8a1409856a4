//! The marks that a draft prints beside its passages, by what they are of.

use std::collections::BTreeMap;

use crate::model::{AnchorKind, Chapter, Line, Panel, Publication, Recommendation, Ref, Subject, Text};
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
                    marks.text(&record(AnchorKind::Outcome, &outcome.id), "text", outcome.text.as_ref());
                }
                marks
            }
        }
    }

    /// The marks of a panel's draft.
    pub(super) fn of_panel(publication: &Publication, at: Ref<Panel>) -> Self {
        let panel = &publication[at];
        let mut marks = Self::default();
        let record = record(AnchorKind::Panel, &panel.id);
        // The summary comes first: its passages then have the marks that they would have in a text by itself.
        marks.text(&record, "summary", panel.summary.as_ref());
        marks.lines(&record, "guiding_questions", &panel.guiding_questions);
        marks.lines(&record, "key_messages", panel.key_messages.iter().map(|message| &message.text));
        for own in publication.recommendations_of(at) {
            marks.recommendation(&publication[own]);
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
        marks.text(&record(AnchorKind::Chapter, &chapter.id), "text", Some(&chapter.text));
        marks
    }

    fn recommendation(&mut self, entry: &Recommendation) {
        let record = record(AnchorKind::Recommendation, &entry.id);
        self.text(&record, "text", entry.text.as_ref());
        self.lines(&record, "note", &entry.note);
    }

    fn text(&mut self, record: &str, key: &str, text: Option<&Text>) {
        let marks = text.map(|text| self.taken.blocks(&text.prose.blocks)).unwrap_or_default();
        self.of.insert(format!("{record}/{key}"), marks);
    }

    fn lines<'b>(&mut self, record: &str, key: &str, lines: impl IntoIterator<Item = &'b Line>) {
        let marks = lines.into_iter().map(|line| self.taken.named(&line.plain())).collect();
        self.of.insert(format!("{record}/{key}"), marks);
    }
}

/// The label of a record.
pub(super) fn record(kind: AnchorKind, id: &str) -> String {
    format!("{}:{id}", kind.prefix())
}
