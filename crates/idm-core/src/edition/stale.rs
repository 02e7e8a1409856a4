//! In a draft of a translation: beside each passage whose source has changed since it was translated, what changed there.

use super::builder::Builder;
use super::tree::{Block, BlockKind, Change, InlineKind, MarginNote, NoteContent};
use crate::compare::compare_lines;
use crate::markdown::tree as written;
use crate::source::Span;

/// A translated passage whose source has changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleSource {
    /// Where the translation stands.
    pub span: Span,
    /// The language of the source, in letters.
    pub language: String,
    /// What the source said when it was translated, without mark-up; nothing if that is not known.
    pub then: Option<String>,
    /// The state of the inputs that said so.
    pub revision: Option<String>,
    /// What it says now.
    pub now: String,
}

impl<'a> Builder<'a> {
    /// Puts the changes of the source of what stands at a place beside the text that is being told.
    pub(super) fn tell_stale(&mut self, span: Span) {
        let Some(review) = &mut self.review else { return };
        let touches = |stale: &&StaleSource| {
            let (own, other) = (stale.span.range(), span.range());
            stale.span.source == span.source && own.start < other.end && other.start < own.end
        };
        let (here, elsewhere) =
            std::mem::take(&mut review.stale).into_iter().partition::<Vec<&'a StaleSource>, _>(touches);
        review.stale = elsewhere;
        for stale in here {
            let note = self.stale_note(stale);
            if let Some(review) = &mut self.review {
                review.pending.push(note);
            }
        }
    }

    fn stale_note(&mut self, stale: &StaleSource) -> Block {
        let number = self.review.as_mut().map_or(0, |review| {
            review.notes += 1;
            review.notes
        });
        let key = if stale.then.is_some() { "draft.source-changed" } else { "draft.source-changed-unknown" };
        let by = self.labels.get(&self.language, key);
        let by = by.replace("{language}", self.labels.get(&self.language, &format!("language.{}", stale.language)));
        let by = by.replace("{revision}", stale.revision.as_deref().unwrap_or_default());
        let line = |text: &str| [written::Inline::text(text, Span::NOWHERE)];
        let now = line(&stale.now);
        let then = stale.then.as_deref().map_or_else(|| now.clone(), line);
        let compared = compare_lines(&then, &now);
        self.showing(Change::Kept, |builder| {
            let around = std::mem::replace(&mut builder.language, stale.language.clone());
            let content = builder.compared_told(&compared, &[]);
            builder.language = around;
            let words = InlineKind::Foreign { language: stale.language.clone(), region: None, content };
            let content = NoteContent::Line(vec![builder.inline(None, words)]);
            builder.block(None, BlockKind::MarginNote(MarginNote { number, by: Some(by), content }))
        })
    }
}
