//! What a draft shows on top of the text: identifiers of passages, editors' notes in the margin, and what has changed.

use std::collections::BTreeMap;

use idm_core::abbreviations::FirstUses;
use idm_core::compare::{ComparedText, Delta, RecordChange};
use idm_core::markdown::tree::{Block, BlockKind, Footnote, Inline, InlineKind, NotePlace};
use idm_core::markdown::walk::{self, Notes};
use idm_core::model::{Publication, Text};
use idm_core::passage;
use idm_core::source::Span;

use super::literal;
use super::writer::{Fields, Writer};

/// A draft's state while it is written.
#[derive(Debug, Default)]
pub struct Review<'a> {
    /// The earlier state, if the draft shows what has changed since.
    pub earlier: Option<Earlier<'a>>,
    /// What became of the record that is being written.
    pub record: Option<&'a RecordChange>,
    /// What became of the text that is being written.
    pub text: Option<&'a ComparedText>,
    /// Where the draft spells out acronyms.
    pub first_uses: FirstUses,
    /// Where the draft of the earlier state did.
    pub earlier_first_uses: FirstUses,
    /// What is being written belongs to.
    pub showing: Showing,
    /// Whether the mark for that is open already: marks do not nest.
    pub inside_mark: bool,
    /// The numbers of the editors' notes, by their places.
    notes: BTreeMap<Span, usize>,
    /// Notes whose number was given at their mark, to be written out after the record.
    pending: Vec<(usize, Note)>,
    /// The passages that have changed, in the order of the page: the label of each, and how.
    pub changed: Vec<(String, &'static str)>,
}

/// The earlier state of a publication.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// The publication as it was.
    pub publication: &'a Publication,
    /// The workshop of the draft's panel in it.
    pub workshop: Option<usize>,
}

/// Which state something belongs to, and how it is marked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Showing {
    /// To both: not marked.
    #[default]
    Kept,
    /// To the later one.
    Added,
    /// To the earlier one.
    Removed,
    /// To both, but in different places: this is the later one.
    Moved,
}

impl Fields<'_, '_> {
    /// In a draft, the notes in a record's lines, which have no margin of their own: written where the template wants
    /// them.
    pub(super) fn notes(&mut self, is_draft: bool) {
        if !is_draft {
            return;
        }
        self.field("notes", |writer| {
            let pending = writer.review.as_mut().map(|review| std::mem::take(&mut review.pending)).unwrap_or_default();
            writer.bracketed(|writer| {
                for (number, note) in &pending {
                    writer.margin_note(*number, note);
                }
            });
        });
    }
}

impl Showing {
    /// The template's function.
    fn function(self) -> Option<&'static str> {
        match self {
            Self::Kept => None,
            Self::Added => Some("added"),
            Self::Removed => Some("removed"),
            Self::Moved => Some("moved"),
        }
    }
}

impl<'a> Review<'a> {
    /// For a draft, compared with an earlier state or not.
    pub fn new(earlier: Option<Earlier<'a>>) -> Self {
        Self { earlier, ..Self::default() }
    }
}

impl<'a> Writer<'a> {
    /// Whether what is being written is gone from the present state.
    pub(super) fn is_removed(&self) -> bool {
        self.review.as_ref().is_some_and(|review| review.showing == Showing::Removed)
    }

    /// Writes running text under the mark that is due, if any. Marks do not nest.
    pub(super) fn marked(&mut self, write: impl FnOnce(&mut Self)) {
        let due = self.review.as_mut().filter(|review| !review.inside_mark).and_then(|review| {
            let function = review.showing.function()?;
            review.inside_mark = true;
            Some(function)
        });
        match due {
            None => write(self),
            Some(function) => {
                self.call(function, "", write);
                if let Some(review) = &mut self.review {
                    review.inside_mark = false;
                }
            }
        }
    }

    /// The mark that is due, for a template's function that prints words of its own.
    pub(super) fn mark_argument(&mut self) {
        if let Some(function) = self.review.as_ref().and_then(|review| review.showing.function()) {
            self.out.push(&format!("mark: {function}, "));
        }
    }

    /// Writes something that belongs to one state.
    pub(super) fn showing(&mut self, showing: Showing, write: impl FnOnce(&mut Self)) {
        let Some(review) = &mut self.review else { return write(self) };
        let before = std::mem::replace(&mut review.showing, showing);
        // Whatever an earlier text refers to is looked up in the earlier state.
        let swapped = match review.earlier.filter(|_| showing == Showing::Removed && before != Showing::Removed) {
            Some(earlier) => {
                let publication = std::mem::replace(&mut self.publication, earlier.publication);
                let workshop = std::mem::replace(&mut self.workshop, earlier.workshop);
                Some((publication, workshop))
            }
            None => None,
        };
        write(self);
        if let Some((publication, workshop)) = swapped {
            (self.publication, self.workshop) = (publication, workshop);
        }
        if let Some(review) = &mut self.review {
            review.showing = before;
        }
    }

    /// A panel's summary, block by block.
    pub(super) fn passages(&mut self, text: &Text) {
        self.begin_text();
        self.within(text.span, |writer| {
            writer.out.push("[\n");
            let blocks = &text.prose.blocks;
            for (block, id) in blocks.iter().zip(passage::identifiers(blocks)) {
                writer.passage(block, Some(&id), "", |writer| writer.block(block, &text.prose.footnotes));
            }
            writer.out.push("]");
        });
    }

    /// One block of a summary with its notes before it. `arguments` say what became of it.
    pub(super) fn passage(&mut self, block: &Block, id: Option<&str>, arguments: &str, write: impl FnOnce(&mut Self)) {
        self.margin_notes(std::slice::from_ref(block));
        if matches!(block.kind, BlockKind::EditorsNote { .. }) {
            return;
        }
        let id = id.map_or("none".to_owned(), literal::string);
        self.within(block.span, |writer| {
            writer.out.push(&format!("#passage({id}{arguments})[\n"));
            write(writer);
            writer.out.push("\n];");
        });
        self.out.push("\n\n");
    }

    /// The editors' notes in blocks, to stand in the margin beside what follows.
    pub(super) fn margin_notes(&mut self, blocks: &[Block]) {
        if self.review.is_none() || self.is_removed() {
            return;
        }
        let mut notes: Vec<(Span, Note)> = vec![];
        for block in blocks {
            walk::one_block(block, Notes::Visit, &mut |block| {
                notes.extend(Note::of_block(block).map(|note| (block.span, note)));
                walk::own_inlines(block, Notes::Visit, &mut |inline| {
                    notes.extend(Note::of_inline(inline).map(|note| (inline.span, note)));
                });
            });
        }
        for (span, note) in notes {
            let number = self.note_number(span);
            self.within(span, |writer| writer.margin_note(number, &note));
        }
    }

    /// The mark of an editor's note, where it stands in the text; in the publication, nothing. A note that has not been
    /// written out before its block follows its record.
    pub(super) fn note_mark(&mut self, span: Span, note: Option<Note>) {
        let Some(review) = &self.review else { return };
        if review.showing == Showing::Removed {
            return;
        }
        let known = review.notes.contains_key(&span);
        let number = self.note_number(span);
        if let (false, Some(note), Some(review)) = (known, note, &mut self.review) {
            review.pending.push((number, note));
        }
        self.out.push(&format!("#note-mark({number});"));
    }

    fn margin_note(&mut self, number: usize, note: &Note) {
        self.out.push(&format!("#margin-note({number}, "));
        if let Some(by) = &note.by {
            self.out.push(&format!("by: [{}], ", literal::markup(by)));
        }
        self.unmarked(|writer| {
            writer.bracketed(|writer| match &note.content {
                NoteContent::Blocks(blocks) => writer.blocks(blocks, &[]),
                NoteContent::Line(content) => writer.inlines(content, &[]),
            });
        });
        self.out.push(");\n");
    }

    /// Writes something that is no part of the text around it, and marked for itself.
    pub(super) fn unmarked(&mut self, write: impl FnOnce(&mut Self)) {
        let before = self.review.as_mut().map(|review| std::mem::replace(&mut review.inside_mark, false));
        write(self);
        if let (Some(review), Some(before)) = (&mut self.review, before) {
            review.inside_mark = before;
        }
    }

    /// The footnote's blocks, compared where the text is.
    pub(super) fn footnote_body(&mut self, at: usize, footnote: &Footnote, footnotes: &[Footnote]) {
        let compared = self.review.as_ref().and_then(|review| review.text?.footnotes.get(at));
        self.unmarked(|writer| match compared {
            Some(compared) => writer.compared_blocks(&compared.blocks, footnotes),
            None => writer.blocks(&footnote.blocks, footnotes),
        });
    }

    /// The mark of a footnote that was removed, with the footnote itself if that is gone, too.
    pub(super) fn removed_footnote(&mut self, at: usize, number: &str) {
        let earlier = self.review.as_ref().and_then(|review| review.text?.earlier_footnotes.get(at));
        self.out.push(&format!("#removed-note({number}"));
        // A table's notes stand below it.
        let gone = earlier.filter(|earlier| earlier.kept_as.is_none());
        if let Some(gone) = gone.filter(|gone| matches!(gone.footnote.place, NotePlace::Page(_))) {
            self.out.push(", body: ");
            self.unmarked(|writer| writer.bracketed(|writer| writer.blocks(&gone.footnote.blocks, &[])));
        }
        self.out.push(");");
    }

    /// What became of a field of the record that is being written.
    pub(super) fn delta(&self, field: &str) -> Option<&'a Delta> {
        let record = self.review.as_ref()?.record?;
        record.fields.iter().find(|change| change.field == field).map(|change| &change.delta)
    }

    fn note_number(&mut self, span: Span) -> usize {
        let Some(review) = &mut self.review else { return 0 };
        let next = review.notes.len() + 1;
        *review.notes.entry(span).or_insert(next)
    }
}

/// An editor's note.
#[derive(Debug, Clone)]
pub(super) struct Note {
    by: Option<String>,
    content: NoteContent,
}

#[derive(Debug, Clone)]
enum NoteContent {
    Blocks(Vec<Block>),
    Line(Vec<Inline>),
}

impl Note {
    /// The note that a block is, if it is one.
    pub(super) fn of_block(block: &Block) -> Option<Self> {
        match &block.kind {
            BlockKind::EditorsNote { by, blocks } => {
                Some(Self { by: by.clone(), content: NoteContent::Blocks(blocks.clone()) })
            }
            _ => None,
        }
    }

    /// The note that an inline is, if it is one.
    pub(super) fn of_inline(inline: &Inline) -> Option<Self> {
        match &inline.kind {
            InlineKind::EditorsNote(content) => Some(Self { by: None, content: NoteContent::Line(content.clone()) }),
            _ => None,
        }
    }
}
