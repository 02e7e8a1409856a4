//! What reviewers have said of a draft's subject: beside the text what is open, and on the first pages what became of each.

use super::builder::Builder;
use super::tree::{Block, BlockKind, MarginNote, NoteContent};
use super::value::{Record, Value};

/// A reviewer's comment, as a draft shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// What it is known by.
    pub id: String,
    /// The name of the passage where it stands now; nothing if it has no place.
    pub passage: Option<String>,
    /// Who made it, and when.
    pub by: String,
    /// The words that it marks, and what it says of them.
    pub said: String,
    /// What was decided; nothing if it is open.
    pub note: Option<String>,
}

impl<'a> Builder<'a> {
    /// The label of the place that a comment stands at: that of a marked passage, else of the record.
    fn place_of_comment(&self, comment: &Response) -> Option<String> {
        let name = comment.passage.as_deref()?;
        if let Some(mark) = self.review.as_ref().and_then(|review| review.named.get(name)) {
            return Some(format!("passage:{mark}"));
        }
        Some(name.split_once('/').map_or(name, |(record, _)| record).to_owned())
    }

    /// Cards for the open comments at a label.
    pub(super) fn open_comments(&mut self, label: &str) -> Vec<Block> {
        let comments = self.review.as_mut().map(|review| std::mem::take(&mut review.comments)).unwrap_or_default();
        let (here, elsewhere) = comments
            .into_iter()
            .partition::<Vec<&'a Response>, _>(|comment| self.place_of_comment(comment).as_deref() == Some(label));
        if let Some(review) = &mut self.review {
            review.comments = elsewhere;
        }
        here.into_iter()
            .map(|comment| {
                let number = self.review.as_mut().map_or(0, |review| {
                    review.notes += 1;
                    review.notes
                });
                let content = NoteContent::Line(vec![self.words(&comment.said)]);
                let by = Some(comment.by.clone()).filter(|by| !by.is_empty());
                self.block(None, BlockKind::MarginNote(MarginNote { number, by, content }))
            })
            .collect()
    }

    /// The table of what became of each comment.
    pub(super) fn responses(&mut self, comments: &[Response]) -> Value {
        let told = comments.iter().map(|comment| {
            let mut record = Record::default();
            record.push("id", &comment.id);
            let label = self.place_of_comment(comment);
            let entry = label.as_deref().and_then(|label| label.strip_prefix("rec:"));
            let entry = entry.and_then(|id| self.publication.recommendations.iter().find(|entry| entry.id == id));
            record.push("label", label);
            record.push("number", entry.map(|entry| entry.number.to_string()));
            record.push("by", self.plain_line(&comment.by));
            record.push("said", self.plain_line(&comment.said));
            record.push("note", comment.note.as_deref().map_or(Value::None, |note| self.plain_line(note)));
            record.push("state", if comment.note.is_some() { "resolved" } else { "open" });
            record
        });
        told.collect::<Value>()
    }

    fn plain_line(&mut self, text: &str) -> Value {
        Value::Line { content: vec![self.words(text)], span: None }
    }
}
