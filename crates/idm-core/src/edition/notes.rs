//! Notes: which mark a note has and where it stands, at the foot of the page, below its table or in the margin.

use super::builder::Builder;
use super::tree::{Block, BlockKind, Change, MarginNote, Note, NoteContent, NoteMark, TableNote};
use crate::compare::{ComparedBlock, ComparedInline, ComparedTable};
use crate::markdown::tree::{self as written, Footnote, NotePlace};
use crate::markdown::walk::{self, Notes};

/// A note below a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Below {
    /// One of the text's footnotes.
    Here(usize),
    /// One that only the earlier state of the text had.
    Gone(usize),
}

impl<'a> Builder<'a> {
    /// A footnote's mark.
    pub(super) fn footnote(&mut self, at: usize, footnotes: &[Footnote]) -> Option<NoteMark> {
        let footnote = footnotes.get(at)?;
        let number = footnote.place.mark();
        if self.is_gone() {
            return Some(NoteMark { number, note: self.gone_footnote(at) });
        }
        let label = self.footnote_label(at + 1);
        let note = match footnote.place {
            // The head of a table is repeated on each page as an artifact, where nothing can be linked to or from.
            NotePlace::Table(_) if self.in_table_header => Note::Table { target: None, label: None },
            NotePlace::Table(_) => {
                let first = self.called.insert(at).then(|| self.mark_label(at + 1));
                Note::Table { target: Some(label), label: first }
            }
            NotePlace::Page(_) if self.called.insert(at) => {
                Note::Page { label, blocks: self.footnote_blocks(at, footnote, footnotes) }
            }
            NotePlace::Page(_) => Note::Again { label },
        };
        Some(NoteMark { number, note })
    }

    /// The footnote's blocks, compared where the text is.
    fn footnote_blocks(&mut self, at: usize, footnote: &Footnote, footnotes: &[Footnote]) -> Vec<Block> {
        let compared = self.review.as_ref().and_then(|review| review.text?.footnotes.get(at));
        self.as_written(|builder| match compared {
            Some(compared) => builder.compared_blocks(&compared.blocks, footnotes),
            None => builder.blocks(&footnote.blocks, footnotes),
        })
    }

    /// A mark that was removed, with the footnote itself. A table's notes stand below it.
    fn gone_footnote(&mut self, at: usize) -> Note {
        let earlier = self.review.as_ref().and_then(|review| review.text?.earlier_footnotes.get(at));
        let stays = earlier.is_some_and(|earlier| earlier.kept_as.is_some());
        let gone = earlier.filter(|gone| matches!(gone.footnote.place, NotePlace::Page(_)));
        let blocks = gone.map(|gone| self.as_written(|builder| builder.blocks(&gone.footnote.blocks, &[])));
        Note::Gone { blocks, stays }
    }

    /// The notes of a table in the order of their marks.
    pub(super) fn table_notes(&mut self, table: &written::Table, footnotes: &[Footnote]) -> Vec<TableNote> {
        let mut below = vec![];
        let lines = table.caption.iter().map(Vec::as_slice);
        let cells = table.header.iter().chain(table.rows.iter().flatten()).map(|cell| cell.content.as_slice());
        for line in lines.chain(cells) {
            walk::line(line, Notes::Skip, &mut |inline| {
                self.add_below(inline, self.is_gone(), footnotes, &mut below);
            });
        }
        self.notes_below(&below, footnotes)
    }

    /// The notes of both states of a table.
    pub(super) fn compared_table_notes(&mut self, table: &ComparedTable, footnotes: &[Footnote]) -> Vec<TableNote> {
        let mut below = vec![];
        let cells = table.header.iter().chain(table.rows.iter().flat_map(|row| &row.cells));
        self.add_compared(&table.caption, footnotes, &mut below);
        for cell in cells {
            self.add_compared(&cell.content, footnotes, &mut below);
        }
        self.notes_below(&below, footnotes)
    }

    fn add_compared(&self, line: &[ComparedInline], footnotes: &[Footnote], below: &mut Vec<Below>) {
        for compared in line {
            let (inline, gone) = match compared {
                ComparedInline::Kept(inline) | ComparedInline::Added(inline) => (inline, false),
                ComparedInline::Removed(inline) => (inline, true),
                ComparedInline::Within { content, .. } => {
                    self.add_compared(content, footnotes, below);
                    continue;
                }
            };
            walk::line(std::slice::from_ref(inline), Notes::Skip, &mut |inline| {
                self.add_below(inline, gone, footnotes, below);
            });
        }
    }

    fn add_below(&self, inline: &written::Inline, gone: bool, footnotes: &[Footnote], below: &mut Vec<Below>) {
        let written::InlineKind::FootnoteReference(at) = inline.kind else { return };
        let in_table = |footnote: &Footnote| matches!(footnote.place, NotePlace::Table(_));
        let note = if gone {
            // One that was kept is told where it stands now.
            let earlier = self.review.as_ref().and_then(|review| review.text?.earlier_footnotes.get(at));
            earlier.filter(|earlier| earlier.kept_as.is_none() && in_table(&earlier.footnote)).map(|_| Below::Gone(at))
        } else {
            footnotes.get(at).filter(|footnote| in_table(footnote)).map(|_| Below::Here(at))
        };
        below.extend(note.filter(|note| !below.contains(note)));
    }

    fn notes_below(&mut self, below: &[Below], footnotes: &[Footnote]) -> Vec<TableNote> {
        below
            .iter()
            .filter_map(|note| match *note {
                Below::Here(at) => self.note_here(at, footnotes),
                Below::Gone(at) => self.showing(Change::Deleted, |builder| builder.note_gone(at)),
            })
            .collect()
    }

    fn note_here(&mut self, at: usize, footnotes: &[Footnote]) -> Option<TableNote> {
        let footnote = footnotes.get(at)?;
        let is_new = |block: &ComparedBlock| matches!(block, ComparedBlock::Added(_));
        let compared = self.review.as_ref().and_then(|review| review.text?.footnotes.get(at));
        let new = compared.is_some_and(|compared| compared.blocks.iter().all(is_new));
        Some(TableNote {
            number: footnote.place.mark(),
            label: Some(self.footnote_label(at + 1)),
            mark_label: self.called.contains(&at).then(|| self.mark_label(at + 1)),
            span: self.place(footnote.span),
            change: if new { Change::Inserted } else { Change::Kept },
            blocks: self.footnote_blocks(at, footnote, footnotes),
        })
    }

    fn note_gone(&mut self, at: usize) -> Option<TableNote> {
        let gone = self.review.as_ref().and_then(|review| review.text?.earlier_footnotes.get(at))?;
        let Footnote { place, blocks, .. } = &gone.footnote;
        let blocks = self.as_written(|builder| builder.blocks(blocks, &[]));
        let number = place.mark();
        Some(TableNote { number, label: None, mark_label: None, span: None, change: Change::Deleted, blocks })
    }

    /// The number of the editor's note that a block is. In the publication, and where it is gone, there is none.
    pub(super) fn note_of_block(&mut self, block: &written::Block) -> Option<usize> {
        let written::BlockKind::EditorsNote { by, blocks } = &block.kind else { return None };
        self.editors_note(block.span, by.clone(), |builder| NoteContent::Blocks(builder.blocks(blocks, &[])))
    }

    /// The number of the editor's note that an inline is.
    pub(super) fn note_of_inline(&mut self, inline: &written::Inline) -> Option<usize> {
        let written::InlineKind::EditorsNote(content) = &inline.kind else { return None };
        self.editors_note(inline.span, None, |builder| NoteContent::Line(builder.told(content, &[])))
    }

    fn editors_note(
        &mut self,
        span: crate::source::Span,
        by: Option<String>,
        tell: impl FnOnce(&mut Self) -> NoteContent,
    ) -> Option<usize> {
        if self.is_gone() {
            return None;
        }
        let review = self.review.as_mut()?;
        review.notes += 1;
        let number = review.notes;
        // It is no part of the text around it.
        let note = self.showing(Change::Kept, |builder| {
            builder.in_note = true;
            let content = builder.as_written(tell);
            builder.in_note = false;
            builder.block(Some(span), BlockKind::MarginNote(MarginNote { number, by, content }))
        });
        self.review.as_mut()?.pending.push(note);
        Some(number)
    }

    /// Tells something, and the editors' notes in it, which are to stand beside it.
    pub(super) fn noting<T>(&mut self, tell: impl FnOnce(&mut Self) -> T) -> (Vec<Block>, T) {
        let around = self.review.as_mut().map(|review| std::mem::take(&mut review.pending));
        let told = tell(self);
        let notes = self.review.as_mut().zip(around).map(|(review, around)| {
            let mut notes = std::mem::replace(&mut review.pending, around);
            notes.sort_by_key(|note| match &note.kind {
                BlockKind::MarginNote(note) => note.number,
                _ => 0,
            });
            notes
        });
        (notes.unwrap_or_default(), told)
    }
}
