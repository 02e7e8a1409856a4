//! Prose: each block and inline of an author's text as it is printed.

use super::builder::Builder;
use super::tree::{
    self, Block, BlockKind, Cell, Figure, Heading, Inline, InlineKind, Item, List, Picture, Table, TableNote,
};
use crate::markdown::tree::{self as written, Footnote, Identifier};
use crate::markdown::walk;
use crate::model::AnchorKind;
use crate::quotes;

impl<'a> Builder<'a> {
    /// Blocks.
    pub(super) fn blocks(&mut self, blocks: &[written::Block], footnotes: &[Footnote]) -> Vec<Block> {
        blocks.iter().filter_map(|block| self.written_block(block, footnotes)).collect()
    }

    /// A block. An editor's note is none in the publication.
    pub(super) fn written_block(&mut self, block: &written::Block, footnotes: &[Footnote]) -> Option<Block> {
        let kind = match &block.kind {
            written::BlockKind::Paragraph(content) => {
                let content = self.told(content, footnotes);
                BlockKind::Paragraph(self.spelled_out(content))
            }
            written::BlockKind::Heading { level, id, content } => {
                let printed = self.unindexed(|builder| builder.told(content, footnotes));
                self.heading(*level, id.as_ref(), printed, content)
            }
            written::BlockKind::List { start, numbering, tight, items } => {
                let mut told = vec![];
                for item in items {
                    let blocks = self.blocks(&item.blocks, footnotes);
                    if !item.says_nothing() {
                        told.push(Item { span: self.place(item.span), blocks });
                    }
                }
                BlockKind::List(List { start: *start, numbering: *numbering, tight: *tight, items: told })
            }
            written::BlockKind::Code { text, .. } => BlockKind::Code(text.trim_end_matches('\n').to_owned()),
            written::BlockKind::Table(table) => self.written_table(block, table, footnotes),
            written::BlockKind::ThematicBreak => BlockKind::ThematicBreak,
            written::BlockKind::Figure(figure) => {
                let caption = figure.caption.as_deref();
                let printed = caption.map(|caption| self.unindexed(|builder| builder.told(caption, footnotes)));
                self.figure(block, figure, printed)
            }
            written::BlockKind::BlockQuote(_)
            | written::BlockKind::KeyMessages { .. }
            | written::BlockKind::GoodPractice { .. }
            | written::BlockKind::Quotation { .. } => {
                self.container(block, |builder, inner| builder.blocks(inner, footnotes))?
            }
            written::BlockKind::EditorsNote { blocks, .. } if self.in_note => {
                BlockKind::BlockQuote(self.blocks(blocks, footnotes))
            }
            written::BlockKind::EditorsNote { .. } => BlockKind::EditorsMark(self.note_of_block(block)?),
        };
        // Where there is nothing but notes, a book has nothing; in a draft they stand in the margin, and their marks where they
        // leave no empty list or quotation around them.
        let is_left = self.review.is_some() && matches!(kind, BlockKind::Paragraph(_) | BlockKind::EditorsMark(_));
        if block.says_nothing() && !self.in_note && !is_left {
            return None;
        }
        let span = self.place(block.span);
        Some(self.block(span, kind))
    }

    /// A heading with those words.
    pub(super) fn heading(
        &mut self,
        level: u8,
        id: Option<&Identifier>,
        content: Vec<Inline>,
        written: &[written::Inline],
    ) -> BlockKind {
        // A chapter's level 1 is its title, which the template prints.
        let depth = if self.is_chapter { level.saturating_sub(1).max(1) } else { level };
        let label = self.own_label(AnchorKind::Section, id);
        let again = tree::heading_again(&content);
        BlockKind::Heading(Heading { depth, label, content, again, subjects: subjects(written) })
    }

    /// A block that holds blocks: a quotation or a box. Others are none.
    pub(super) fn container(
        &mut self,
        block: &written::Block,
        tell: impl FnOnce(&mut Self, &[written::Block]) -> Vec<Block>,
    ) -> Option<BlockKind> {
        Some(match &block.kind {
            // Nothing is put into what somebody else has said.
            written::BlockKind::BlockQuote(inner) => {
                BlockKind::BlockQuote(self.as_written(|builder| tell(builder, inner)))
            }
            written::BlockKind::KeyMessages { title, blocks } => {
                BlockKind::KeyMessages { title: self.box_title(title.as_deref()), blocks: tell(self, blocks) }
            }
            written::BlockKind::GoodPractice { handle: _, id, title, blocks } => BlockKind::GoodPractice {
                label: self.own_label(AnchorKind::Box, id.as_ref()),
                number: self.number_of(block),
                title: self.box_title(title.as_deref()),
                blocks: tell(self, blocks),
            },
            written::BlockKind::Quotation { by, source, blocks } => BlockKind::Quotation {
                by: by.as_ref().map(|by| self.speaker(by)),
                source: source.as_ref().map(|source| self.source(source)),
                blocks: self.as_written(|builder| tell(builder, blocks)),
            },
            _ => return None,
        })
    }

    /// The title of a box, which has no mark-up.
    pub(super) fn box_title(&mut self, title: Option<&str>) -> Option<Vec<Inline>> {
        title.map(|title| vec![self.words(title)])
    }

    fn written_table(&mut self, block: &written::Block, table: &written::Table, footnotes: &[Footnote]) -> BlockKind {
        let header = self.table_head(|builder| builder.row(&table.header, footnotes));
        let rows = table.rows.iter().map(|row| self.row(row, footnotes)).collect();
        let caption = table.caption.as_deref();
        let caption = caption.map(|caption| self.unindexed(|builder| builder.told(caption, footnotes)));
        let notes = self.table_notes(table, footnotes);
        self.table(block, table, &table.alignments, header, rows, caption, notes)
    }

    /// Tells the head of a table.
    pub(super) fn table_head<T>(&mut self, tell: impl FnOnce(&mut Self) -> T) -> T {
        self.in_table_header = true;
        let told = tell(self);
        self.in_table_header = false;
        told
    }

    fn row(&mut self, row: &[written::Cell], footnotes: &[Footnote]) -> Vec<Cell> {
        row.iter()
            .map(|cell| Cell { content: self.told(&cell.content, footnotes), span: self.place(cell.span) })
            .collect()
    }

    /// A table with that content.
    #[expect(clippy::too_many_arguments, reason = "a table has that many parts")]
    pub(super) fn table(
        &mut self,
        block: &written::Block,
        table: &written::Table,
        alignments: &[written::Alignment],
        header: Vec<Cell>,
        rows: Vec<Vec<Cell>>,
        caption: Option<Vec<Inline>>,
        notes: Vec<TableNote>,
    ) -> BlockKind {
        // A compared table may have columns of both states, whose widths nobody has said.
        let widths = if table.widths.len() == alignments.len() { table.widths.clone() } else { vec![] };
        BlockKind::Table(Table {
            label: self.own_label(AnchorKind::Table, table.id.as_ref()),
            number: self.number_of(block),
            again: caption.as_deref().and_then(tree::caption_again),
            caption,
            subjects: subjects(table.caption.as_deref().unwrap_or_default()),
            source: table.source.as_ref().map(|source| self.own_source(source)),
            wide: table.wide,
            widths,
            row_headers: table.row_headers,
            alignments: alignments.to_vec(),
            header,
            rows,
            notes,
        })
    }

    /// A figure with that caption.
    pub(super) fn figure(
        &mut self,
        block: &written::Block,
        figure: &written::Figure,
        caption: Option<Vec<Inline>>,
    ) -> BlockKind {
        BlockKind::Figure(Figure {
            label: self.own_label(AnchorKind::Figure, figure.id.as_ref()),
            number: self.number_of(block),
            picture: self.picture(&figure.image),
            again: caption.as_deref().and_then(tree::caption_again),
            caption,
            subjects: subjects(figure.caption.as_deref().unwrap_or_default()),
            source: figure.source.as_ref().map(|source| self.own_source(source)),
            width: figure.width,
        })
    }

    fn picture(&mut self, image: &written::Image) -> Picture {
        let alt = quotes::text(&image.alt, &self.tag());
        if self.is_gone() {
            return Picture { file: None, widest: None, alt };
        }
        let path = self.publication.pictures.named.get(&image.handle).map_or(&image.path, |(path, _)| path).clone();
        self.pictures.insert(path.clone(), image.path_span);
        let widest = self.publication.pictures.widest.get(&path).copied();
        Picture { file: Some((path, image.path_span)), widest, alt }
    }

    /// The number of a figure, table or box, if it has one.
    fn number_of(&self, block: &written::Block) -> Option<String> {
        self.publication.numbers.get(&block.handle()?).cloned()
    }

    fn own_label(&self, kind: AnchorKind, id: Option<&Identifier>) -> Option<String> {
        self.label(id.map(|id| format!("{}:{}", kind.prefix(), id.name)))
    }

    /// A line of running text, with the quotation marks and apostrophes of its language.
    pub(super) fn told(&mut self, content: &[written::Inline], footnotes: &[Footnote]) -> Vec<Inline> {
        self.inlines(&quotes::line(content, &self.tag()), footnotes)
    }

    /// Running text as it stands.
    pub(super) fn inlines(&mut self, content: &[written::Inline], footnotes: &[Footnote]) -> Vec<Inline> {
        let mut printed = Vec::with_capacity(content.len());
        for inline in content {
            self.written_inline(inline, footnotes, &mut printed);
        }
        printed
    }

    fn written_inline(&mut self, inline: &written::Inline, footnotes: &[Footnote], printed: &mut Vec<Inline>) {
        let span = self.place(inline.span);
        let kind = match &inline.kind {
            written::InlineKind::Text(text) => InlineKind::Words(text.as_str().to_owned()),
            written::InlineKind::SoftBreak => InlineKind::Space,
            written::InlineKind::HardBreak => InlineKind::Break,
            written::InlineKind::Code(text) => InlineKind::Code(text.as_str().to_owned()),
            written::InlineKind::Image(image) => InlineKind::Picture(self.picture(image)),
            written::InlineKind::FootnoteReference(at) => match self.footnote(*at, footnotes) {
                Some(mark) => InlineKind::NoteMark(mark),
                None => return,
            },
            written::InlineKind::Reference { targets, content: None } => {
                return self.references(targets, span, printed);
            }
            written::InlineKind::EditorsNote(content) if self.in_note => {
                printed.push(self.inline(span, InlineKind::Words("[".to_owned())));
                printed.extend(self.told(content, footnotes));
                printed.push(self.inline(span, InlineKind::Words("]".to_owned())));
                return;
            }
            written::InlineKind::EditorsNote(_) => match self.note_of_inline(inline) {
                Some(number) => InlineKind::EditorsMark(number),
                None => return,
            },
            written::InlineKind::Emphasis(content)
            | written::InlineKind::Strong(content)
            | written::InlineKind::Superscript(content)
            | written::InlineKind::Subscript(content)
            | written::InlineKind::Link { content, .. }
            | written::InlineKind::Foreign { content, .. }
            | written::InlineKind::IndexTerm { content, .. }
            | written::InlineKind::Reference { content: Some(content), .. } => {
                let content = self.in_language_of(inline, |builder| builder.inlines(content, footnotes));
                return match self.wrapped(inline, content) {
                    Ok(wrapped) => printed.push(wrapped),
                    Err(content) => printed.extend(content),
                };
            }
        };
        printed.push(self.inline(span, kind));
    }

    /// Tells what stands in an inline, which may be in another language than what is around it.
    pub(super) fn in_language_of<T>(&mut self, inline: &written::Inline, tell: impl FnOnce(&mut Self) -> T) -> T {
        let written::InlineKind::Foreign { language, .. } = &inline.kind else { return tell(self) };
        let own = language.split('-').next().unwrap_or_default().to_owned();
        let around = std::mem::replace(&mut self.language, own);
        let told = tell(self);
        self.language = around;
        told
    }

    /// An inline that holds those inlines, or these alone where it is not printed as one.
    pub(super) fn wrapped(&mut self, inline: &written::Inline, content: Vec<Inline>) -> Result<Inline, Vec<Inline>> {
        let kind = match &inline.kind {
            written::InlineKind::Emphasis(_) => InlineKind::Emphasis(content),
            written::InlineKind::Strong(_) => InlineKind::Strong(content),
            written::InlineKind::Superscript(_) => InlineKind::Superscript(content),
            written::InlineKind::Subscript(_) => InlineKind::Subscript(content),
            written::InlineKind::Link { url, .. } => InlineKind::Link { url: url.clone(), content },
            written::InlineKind::Foreign { language, .. } => {
                let mut parts = language.split('-');
                let language = parts.next().unwrap_or_default().to_owned();
                // Typesetters and readers' programs know regions of two letters; a script or a variant changes nothing on
                // the page.
                let is_region = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
                InlineKind::Foreign { language, region: parts.find(is_region).map(str::to_owned), content }
            }
            written::InlineKind::IndexTerm { subject, .. } if !self.unindexed => {
                InlineKind::Indexed { subject: subject.clone(), content }
            }
            written::InlineKind::Reference { targets, .. } => {
                match targets.first().and_then(|target| self.link_to(target)) {
                    Some(link) => link.around(content),
                    None => return Err(content),
                }
            }
            _ => return Err(content),
        };
        let span = self.place(inline.span);
        Ok(self.inline(span, kind))
    }
}

/// The entries of the index that a heading or caption names.
fn subjects(content: &[written::Inline]) -> Vec<String> {
    let mut subjects = vec![];
    walk::line(content, walk::Notes::Skip, &mut |inline| {
        if let written::InlineKind::IndexTerm { subject, .. } = &inline.kind {
            subjects.push(subject.clone());
        }
    });
    subjects
}
