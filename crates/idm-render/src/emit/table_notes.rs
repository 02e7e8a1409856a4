//! Footnotes that stand below the table that alone calls them.

use idm_core::compare::{ComparedBlock, ComparedInline, ComparedTable};
use idm_core::markdown::tree::{Footnote, Inline, InlineKind, NotePlace, Table};
use idm_core::markdown::walk::{self, Notes};

use super::literal;
use super::review::Showing;
use super::writer::Writer;

/// A note below a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableNote {
    /// One of the text's footnotes.
    Here(usize),
    /// One that only the earlier state of the text had.
    Gone(usize),
}

impl Writer<'_> {
    /// A note's mark, linked to the note. Not so in the head of a table: it is repeated as an artifact, where nothing can
    /// be linked to or from.
    pub(super) fn table_note_mark(&mut self, at: usize, number: &str) {
        self.out.push(&format!("#table-note-mark({number}"));
        if !self.in_table_header {
            self.out.push(&format!(", target: {}", literal::string(&self.footnote_label(at + 1))));
            if self.called_footnotes.insert(at) {
                self.out.push(&format!(", label: {}", literal::string(&self.mark_label(at + 1))));
            }
        }
        self.out.push(");");
    }

    /// The notes of a table in the order of their marks.
    pub(super) fn table_notes(&self, table: &Table, footnotes: &[Footnote]) -> Vec<TableNote> {
        let mut notes = vec![];
        let lines = table.caption.iter().map(Vec::as_slice);
        let cells = table.header.iter().chain(table.rows.iter().flatten()).map(|cell| cell.content.as_slice());
        for line in lines.chain(cells) {
            walk::line(line, Notes::Skip, &mut |inline| {
                self.add(inline, self.is_removed(), footnotes, &mut notes);
            });
        }
        notes
    }

    /// The notes of both states of a table.
    pub(super) fn compared_table_notes(&self, table: &ComparedTable, footnotes: &[Footnote]) -> Vec<TableNote> {
        let mut notes = vec![];
        let cells = table.header.iter().chain(table.rows.iter().flat_map(|row| &row.cells));
        self.add_compared(&table.caption, footnotes, &mut notes);
        for cell in cells {
            self.add_compared(&cell.content, footnotes, &mut notes);
        }
        notes
    }

    fn add_compared(&self, line: &[ComparedInline], footnotes: &[Footnote], notes: &mut Vec<TableNote>) {
        for compared in line {
            let (inline, gone) = match compared {
                ComparedInline::Kept(inline) | ComparedInline::Added(inline) => (inline, false),
                ComparedInline::Removed(inline) => (inline, true),
                ComparedInline::Within { content, .. } => {
                    self.add_compared(content, footnotes, notes);
                    continue;
                }
            };
            walk::line(std::slice::from_ref(inline), Notes::Skip, &mut |inline| {
                self.add(inline, gone, footnotes, notes);
            });
        }
    }

    fn add(&self, inline: &Inline, gone: bool, footnotes: &[Footnote], notes: &mut Vec<TableNote>) {
        let InlineKind::FootnoteReference(at) = inline.kind else { return };
        let in_table = |footnote: &Footnote| matches!(footnote.place, NotePlace::Table(_));
        let note = if gone {
            // One that was kept is told where it stands now.
            let earlier = self.review.as_ref().and_then(|review| review.text?.earlier_footnotes.get(at));
            earlier
                .filter(|earlier| earlier.kept_as.is_none() && in_table(&earlier.footnote))
                .map(|_| TableNote::Gone(at))
        } else {
            footnotes.get(at).filter(|footnote| in_table(footnote)).map(|_| TableNote::Here(at))
        };
        notes.extend(note.filter(|note| !notes.contains(note)));
    }

    /// The notes as an argument of the table.
    pub(super) fn notes_below(&mut self, notes: &[TableNote], footnotes: &[Footnote]) {
        if notes.is_empty() {
            return;
        }
        self.out.push("notes: ");
        self.array(notes, |writer, note| match *note {
            TableNote::Here(at) => writer.note_here(at, footnotes),
            TableNote::Gone(at) => writer.showing(Showing::Removed, |writer| writer.note_gone(at)),
        });
        self.out.push(", ");
    }

    fn note_here(&mut self, at: usize, footnotes: &[Footnote]) {
        let Some(footnote) = footnotes.get(at) else { return };
        self.out.push(&format!("(number: {}, ", literal::string(&footnote.place.mark())));
        self.out.push(&format!("label: {}, ", literal::string(&self.footnote_label(at + 1))));
        if self.called_footnotes.contains(&at) {
            self.out.push(&format!("mark-label: {}, ", literal::string(&self.mark_label(at + 1))));
        }
        let is_new = |block: &ComparedBlock| matches!(block, ComparedBlock::Added(_));
        let compared = self.review.as_ref().and_then(|review| review.text?.footnotes.get(at));
        if compared.is_some_and(|compared| compared.blocks.iter().all(is_new)) {
            self.out.push("mark: added, ");
        }
        self.out.push("body: ");
        self.within(footnote.span, |writer| {
            writer.bracketed(|writer| writer.footnote_body(at, footnote, footnotes));
        });
        self.out.push(")");
    }

    fn note_gone(&mut self, at: usize) {
        let Some(gone) = self.review.as_ref().and_then(|review| review.text?.earlier_footnotes.get(at)) else { return };
        let Footnote { place, blocks, .. } = &gone.footnote;
        self.out.push(&format!("(number: {}, mark: removed, body: ", literal::string(&place.mark())));
        self.unmarked(|writer| writer.bracketed(|writer| writer.blocks(blocks, &[])));
        self.out.push(")");
    }
}
