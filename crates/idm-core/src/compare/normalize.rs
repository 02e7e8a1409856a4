//! Prose rewritten so that what readers cannot tell apart is equal.

use crate::markdown::tree::{
    Block, BlockKind, Cell, Figure, Footnote, Identifier, Image, Inline, InlineKind, Item, Prose, Table, Target,
};
use crate::source::Span;

/// The text without what no reader sees: places are taken out, lines' ends in the file are spaces, and neighbouring
/// pieces of words are one. Two texts differ for readers if and only if these differ.
pub fn normalize(prose: &Prose) -> Prose {
    let rewrite = Rewrite { places: Places::Drop, footnote: &|index| index };
    Prose {
        blocks: rewrite.blocks(&prose.blocks),
        footnotes: prose.footnotes.iter().map(|footnote| rewrite.footnote(footnote)).collect(),
    }
}

/// The line without what no reader sees, as [`normalize`] does it for a text.
pub fn normalize_line(line: &[Inline]) -> Vec<Inline> {
    Rewrite { places: Places::Drop, footnote: &|index| index }.line(line)
}

/// What becomes of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Places {
    Keep,
    Drop,
}

/// Joins neighbouring words of a tree, and changes places and the numbers of footnotes on the way.
#[derive(Clone, Copy)]
pub(super) struct Rewrite<'f> {
    pub(super) places: Places,
    pub(super) footnote: &'f dyn Fn(usize) -> usize,
}

impl Rewrite<'_> {
    pub(super) fn blocks(self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    pub(super) fn block(self, block: &Block) -> Block {
        let kind = match &block.kind {
            BlockKind::Paragraph(content) => BlockKind::Paragraph(self.line(content)),
            BlockKind::Heading { level, id, content } => {
                BlockKind::Heading { level: *level, id: self.id(id.as_ref()), content: self.line(content) }
            }
            BlockKind::List { start, numbering, tight, items } => BlockKind::List {
                start: *start,
                numbering: *numbering,
                tight: *tight,
                items: items.iter().map(|item| self.item(item)).collect(),
            },
            BlockKind::BlockQuote(blocks) => BlockKind::BlockQuote(self.blocks(blocks)),
            BlockKind::Code { .. } | BlockKind::ThematicBreak => block.kind.clone(),
            BlockKind::Table(table) => BlockKind::Table(self.table(table)),
            BlockKind::Figure(figure) => BlockKind::Figure(self.figure(figure)),
            BlockKind::KeyMessages { title, blocks } => {
                BlockKind::KeyMessages { title: title.clone(), blocks: self.blocks(blocks) }
            }
            BlockKind::GoodPractice { id, title, blocks } => {
                BlockKind::GoodPractice { id: self.id(id.as_ref()), title: title.clone(), blocks: self.blocks(blocks) }
            }
            BlockKind::Quotation { by, source, blocks } => BlockKind::Quotation {
                by: self.id(by.as_ref()),
                source: self.source(source.as_ref()),
                blocks: self.blocks(blocks),
            },
            BlockKind::EditorsNote { by, blocks } => {
                BlockKind::EditorsNote { by: by.clone(), blocks: self.blocks(blocks) }
            }
        };
        Block { kind, span: self.place(block.span) }
    }

    pub(super) fn item(self, item: &Item) -> Item {
        Item { blocks: self.blocks(&item.blocks), span: self.place(item.span) }
    }

    pub(super) fn cell(self, cell: &Cell) -> Cell {
        Cell { content: self.line(&cell.content), span: self.place(cell.span) }
    }

    pub(super) fn footnote(self, footnote: &Footnote) -> Footnote {
        Footnote { blocks: self.blocks(&footnote.blocks), span: self.place(footnote.span), ..footnote.clone() }
    }

    pub(super) fn line(self, line: &[Inline]) -> Vec<Inline> {
        let mut whole: Vec<Inline> = Vec::with_capacity(line.len());
        for inline in line {
            let words = match &inline.kind {
                InlineKind::Text(words) => words.as_str(),
                InlineKind::SoftBreak => " ",
                _ => {
                    whole.push(Inline { kind: self.inline(&inline.kind), span: self.place(inline.span) });
                    continue;
                }
            };
            if words.is_empty() {
                continue;
            }
            if let Some(Inline { kind: InlineKind::Text(before), span }) = whole.last_mut() {
                before.push_str(words);
                *span = self.place(span.to(inline.span));
            } else {
                whole.push(Inline { kind: InlineKind::Text(words.to_owned()), span: self.place(inline.span) });
            }
        }
        whole
    }

    fn inline(self, kind: &InlineKind) -> InlineKind {
        match kind {
            InlineKind::Text(_) | InlineKind::SoftBreak | InlineKind::HardBreak | InlineKind::Code(_) => kind.clone(),
            InlineKind::Emphasis(content) => InlineKind::Emphasis(self.line(content)),
            InlineKind::Strong(content) => InlineKind::Strong(self.line(content)),
            InlineKind::Superscript(content) => InlineKind::Superscript(self.line(content)),
            InlineKind::Subscript(content) => InlineKind::Subscript(self.line(content)),
            InlineKind::Link { url, content } => InlineKind::Link { url: url.clone(), content: self.line(content) },
            InlineKind::Image(image) => InlineKind::Image(self.image(image)),
            InlineKind::FootnoteReference(index) => InlineKind::FootnoteReference((self.footnote)(*index)),
            InlineKind::Reference { targets, content } => InlineKind::Reference {
                targets: targets.iter().map(|target| self.target(target)).collect(),
                content: content.as_ref().map(|content| self.line(content)),
            },
            InlineKind::Foreign { language, content } => {
                InlineKind::Foreign { language: language.clone(), content: self.line(content) }
            }
            InlineKind::IndexTerm { subject, content } => {
                InlineKind::IndexTerm { subject: subject.clone(), content: self.line(content) }
            }
            InlineKind::EditorsNote(content) => InlineKind::EditorsNote(self.line(content)),
        }
    }

    fn table(self, table: &Table) -> Table {
        Table {
            id: self.id(table.id.as_ref()),
            caption: table.caption.as_ref().map(|caption| self.line(caption)),
            source: self.source(table.source.as_ref()),
            // How wide it is set is no part of what it says.
            wide: None,
            widths: vec![],
            row_headers: table.row_headers,
            alignments: table.alignments.clone(),
            header: table.header.iter().map(|cell| self.cell(cell)).collect(),
            rows: table.rows.iter().map(|row| row.iter().map(|cell| self.cell(cell)).collect()).collect(),
        }
    }

    fn figure(self, figure: &Figure) -> Figure {
        Figure {
            id: self.id(figure.id.as_ref()),
            image: self.image(&figure.image),
            caption: figure.caption.as_ref().map(|caption| self.line(caption)),
            source: self.source(figure.source.as_ref()),
            // How large it is shown is no part of what it says.
            width: None,
            numbered: figure.numbered,
        }
    }

    fn image(self, image: &Image) -> Image {
        Image { path: image.path.clone(), path_span: self.place(image.path_span), alt: image.alt.clone() }
    }

    fn id(self, id: Option<&Identifier>) -> Option<Identifier> {
        id.map(|id| Identifier { name: id.name.clone(), span: self.place(id.span) })
    }

    fn source(self, source: Option<&Target>) -> Option<Target> {
        source.map(|target| self.target(target))
    }

    fn target(self, target: &Target) -> Target {
        Target { span: self.place(target.span), ..target.clone() }
    }

    fn place(self, span: Span) -> Span {
        match self.places {
            Places::Keep => span,
            Places::Drop => Span::NOWHERE,
        }
    }
}
