//! Blocks as Typst markup: one function for each kind.

use idm_core::edition::tree::{
    Block, BlockKind, Cell, Change, Figure, Heading, Inline, InlineKind, Item, MarginNote, NoteContent, Passage,
    PassageChange, Table, TableNote,
};
use idm_core::markdown::tree::{Alignment, Numbering, Wide};

use super::literal;
use super::values::string;
use super::writer::Writer;

impl Writer {
    /// Blocks, each set off by a blank line.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            // These two take no room of their own.
            let placed = matches!(block.kind, BlockKind::MarginNote(_) | BlockKind::Anchor(_));
            self.out.push(if placed { "\n" } else { "\n\n" });
        }
    }

    fn block(&mut self, block: &Block) {
        self.within(block.span, |writer| match &block.kind {
            BlockKind::Paragraph(content) if is_marks(content) => {
                writer.out.push("#note-line[");
                writer.inlines(content);
                writer.out.push("];");
            }
            BlockKind::Paragraph(content) => writer.inlines(content),
            BlockKind::Heading(heading) => writer.heading(heading),
            BlockKind::List(list) => {
                match list.start {
                    Some(start) => writer.out.push(&format!("#enum(tight: {}, start: {start}", list.tight)),
                    None => writer.out.push(&format!("#list(tight: {}", list.tight)),
                }
                if list.start.is_some() && list.numbering != Numbering::default() {
                    let pattern = literal::string(&list.numbering.mark(1));
                    writer.out.push(&format!(", numbering: {pattern}"));
                }
                for Item { span, blocks } in &list.items {
                    writer.out.push(", ");
                    writer.bracketed(|writer| writer.within(*span, |writer| writer.blocks(blocks)));
                }
                writer.out.push(");");
            }
            BlockKind::Code(text) => writer.out.push(&format!("#raw(block: true, {});", literal::string(text))),
            BlockKind::Table(table) => writer.table(table, block.change),
            BlockKind::ThematicBreak => writer.out.push("#thematic-break();"),
            BlockKind::Figure(figure) => writer.figure(figure, block.change),
            BlockKind::BlockQuote(blocks) => writer.container("quote(block: true", |_| {}, blocks),
            BlockKind::KeyMessages { title, blocks } => writer.container(
                "key-messages(",
                |writer| {
                    writer.mark_argument(block.change);
                    writer.argument("title", title.as_deref(), Self::content);
                },
                blocks,
            ),
            BlockKind::GoodPractice { label, number, title, blocks } => writer.container(
                "good-practice(",
                |writer| {
                    writer.mark_argument(block.change);
                    writer.argument("title", title.as_deref(), Self::content);
                    writer.argument("number", number.as_deref(), string);
                    writer.argument("label", label.as_deref(), string);
                },
                blocks,
            ),
            BlockKind::Quotation { by, source, blocks } => writer.container(
                "quotation(",
                |writer| {
                    writer.mark_argument(block.change);
                    writer.argument("by", by.as_deref(), Self::content);
                    writer.argument("source", source.as_deref(), Self::content);
                },
                blocks,
            ),
            BlockKind::EditorsMark(number) => writer.out.push(&format!("#note-line[#note-mark({number});];")),
            BlockKind::MarginNote(note) => writer.margin_note(note),
            BlockKind::Passage(passage) => writer.passage(passage),
            BlockKind::Anchor(label) => writer.out.push(&format!("#anchor({});", literal::string(label))),
        });
    }

    fn heading(&mut self, heading: &Heading) {
        self.out.push(&format!("#section({}, ", heading.depth));
        self.argument("label", heading.label.as_deref(), string);
        self.argument("again", heading.again.as_deref(), string);
        self.content(&heading.content);
        self.out.push(");");
        self.index_marks(&heading.subjects);
    }

    /// Marks for the index's terms in a heading or caption, beside it: that is printed elsewhere, too.
    fn index_marks(&mut self, subjects: &[String]) {
        for subject in subjects {
            self.out.push(&format!("#index-mark({});", literal::string(&format!("subject:{subject}"))));
        }
    }

    fn container(&mut self, call: &str, arguments: impl FnOnce(&mut Self), blocks: &[Block]) {
        self.out.push("#");
        self.out.push(call);
        arguments(self);
        self.out.push(")[\n");
        self.blocks(blocks);
        self.out.push("];");
    }

    /// Running text as a content value.
    fn content(&mut self, content: &[Inline]) {
        self.bracketed(|writer| writer.inlines(content));
    }

    fn table(&mut self, table: &Table, change: Change) {
        self.out.push(&format!("#table-block({}, ", table.alignments.len().max(table.header.len()).max(1)));
        self.array(&table.alignments, |writer, alignment| {
            writer.string(match alignment {
                Alignment::Auto => "auto",
                Alignment::Left => "left",
                Alignment::Center => "center",
                Alignment::Right => "right",
            });
        });
        self.out.push(", ");
        self.array(&table.header, Self::cell);
        self.out.push(", ");
        self.array(&table.rows, |writer, row| writer.array(row, Self::cell));
        self.out.push(", ");
        self.mark_argument(change);
        self.argument("number", table.number.as_deref(), string);
        self.argument("label", table.label.as_deref(), string);
        self.argument("caption", table.caption.as_deref(), Self::content);
        self.argument("again", table.again.as_deref(), string);
        let wide = table.wide.map(|wide| match wide {
            // The passages of a review copy stand in blocks, where no page can begin.
            Wide::Turn if !self.draft => "turn",
            Wide::Turn | Wide::Shrink => "shrink",
        });
        self.argument("wide", wide, string);
        let widths = Some(&table.widths).filter(|widths| !widths.is_empty());
        self.argument("widths", widths, |writer, widths| {
            writer.array(widths, |writer, width| writer.out.push(&width.to_string()));
        });
        self.argument("row-headers", table.row_headers.then_some("true"), |writer, flag| writer.out.push(flag));
        let notes = Some(&table.notes).filter(|notes| !notes.is_empty());
        self.argument("notes", notes, |writer, notes| writer.array(notes, Self::table_note));
        self.argument("source", table.source.as_deref(), Self::content);
        self.out.push(");");
        self.index_marks(&table.subjects);
    }

    fn cell(&mut self, cell: &Cell) {
        self.within(cell.span, |writer| writer.content(&cell.content));
    }

    fn table_note(&mut self, note: &TableNote) {
        self.out.push("(");
        self.argument("number", Some(note.number.as_str()), string);
        self.argument("label", note.label.as_deref(), string);
        self.argument("mark-label", note.mark_label.as_deref(), string);
        self.mark_argument(note.change);
        self.out.push("body: ");
        self.within(note.span, |writer| {
            writer.bracketed(|writer| writer.unmarked(|writer| writer.blocks(&note.blocks)));
        });
        self.out.push(")");
    }

    fn figure(&mut self, figure: &Figure, change: Change) {
        self.out.push(if figure.picture.file.is_some() { "#figure-block(" } else { "#removed-figure(" });
        self.picture(&figure.picture);
        self.out.push(", ");
        self.argument("widest", figure.picture.widest, |writer, widest| writer.out.push(&format!("{widest:.2}pt")));
        self.mark_argument(change);
        self.argument("number", figure.number.as_deref(), string);
        self.argument("label", figure.label.as_deref(), string);
        self.argument("caption", figure.caption.as_deref(), Self::content);
        self.argument("again", figure.again.as_deref(), string);
        self.argument("source", figure.source.as_deref(), Self::content);
        if let Some(width) = figure.width.filter(|_| figure.picture.file.is_some()) {
            self.out.push(&format!("width: {width}%"));
        }
        self.out.push(");");
        self.index_marks(&figure.subjects);
    }

    fn margin_note(&mut self, note: &MarginNote) {
        self.out.push(&format!("#margin-note({}, ", note.number));
        self.argument("by", note.by.as_ref(), |writer, by| {
            writer.bracketed(|writer| writer.out.push(&literal::markup(by)));
        });
        self.unmarked(|writer| {
            writer.bracketed(|writer| match &note.content {
                NoteContent::Blocks(blocks) => writer.blocks(blocks),
                NoteContent::Line(content) => writer.inlines(content),
            });
        });
        self.out.push(");");
    }

    fn passage(&mut self, passage: &Passage) {
        let mark = passage.mark.as_deref().map_or("none".to_owned(), literal::string);
        self.out.push(&format!("#passage({mark}"));
        if let Some(change) = passage.change {
            self.out.push(&format!(", change: {}", literal::string(change.name())));
            if let PassageChange::MovedHere(number) | PassageChange::MovedAway(number) = change {
                self.out.push(&format!(", number: {number}"));
            }
        }
        self.out.push(")[\n");
        for (at, block) in passage.blocks.iter().enumerate() {
            self.out.push(if at > 0 { "\n\n" } else { "" });
            self.block(block);
        }
        self.out.push("\n];");
    }
}

/// Whether a paragraph is nothing but marks of editors' notes.
fn is_marks(content: &[Inline]) -> bool {
    let is_mark = |inline: &Inline| matches!(inline.kind, InlineKind::EditorsMark(_));
    content.iter().any(is_mark)
        && content.iter().all(|inline| is_mark(inline) || matches!(inline.kind, InlineKind::Space | InlineKind::Break))
}
