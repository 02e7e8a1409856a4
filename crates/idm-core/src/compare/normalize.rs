//! Prose rewritten so that what readers cannot tell apart is equal.

use std::borrow::Cow;

use crate::markdown::tree::{
    Block, BlockKind, Cell, Figure, Footnote, Handle, Identifier, Image, Inline, InlineKind, Item, Prose, Table, Target,
};
use crate::source::Span;

/// The text without what no reader sees: places and names are taken out, lines' ends in the file are spaces, of several
/// spaces one is left, and neighbouring pieces of words are one. Two texts differ for readers if and only if these differ.
pub fn normalize(prose: &Prose) -> Prose {
    let rewrite = Rewrite { places: Places::Drop, blanks: Blanks::Collapse, footnote: &|index| index };
    Prose {
        blocks: rewrite.blocks(&prose.blocks),
        footnotes: prose.footnotes.iter().map(|footnote| rewrite.footnote(footnote)).collect(),
    }
}

/// The line without what no reader sees, as [`normalize`] does it for a text.
#[cfg(test)]
pub(crate) fn normalize_line(line: &[Inline]) -> Vec<Inline> {
    Rewrite { places: Places::Drop, blanks: Blanks::Collapse, footnote: &|index| index }.line(line)
}

/// What becomes of places, and of names that are printed nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Places {
    Keep,
    Drop,
}

/// What becomes of spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blanks {
    /// They stay as they were written.
    Keep,
    /// Those that follow another, begin or end a line vanish, as they do on the page.
    Collapse,
}

/// Joins neighbouring words of a tree, and changes places, spaces and the numbers of footnotes on the way.
#[derive(Clone, Copy)]
pub(super) struct Rewrite<'f> {
    pub(super) places: Places,
    pub(super) blanks: Blanks,
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
            // No language is told apart on the page.
            BlockKind::Code { language, text } => BlockKind::Code {
                language: language.clone().filter(|_| self.places == Places::Keep),
                text: text.clone(),
            },
            BlockKind::ThematicBreak => BlockKind::ThematicBreak,
            BlockKind::Table(table) => BlockKind::Table(self.table(table)),
            BlockKind::Figure(figure) => BlockKind::Figure(self.figure(figure)),
            BlockKind::KeyMessages { title, blocks } => {
                BlockKind::KeyMessages { title: title.clone(), blocks: self.blocks(blocks) }
            }
            BlockKind::GoodPractice { handle, id, title, blocks } => BlockKind::GoodPractice {
                handle: self.handle(*handle),
                id: self.id(id.as_ref()),
                title: title.clone(),
                blocks: self.blocks(blocks),
            },
            BlockKind::Quotation { by, source, blocks } => BlockKind::Quotation {
                by: by.as_ref().map(|by| Identifier { name: by.name.clone(), span: self.place(by.span) }),
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
        let mut blank = true;
        let mut whole = self.joined(line, &mut blank);
        self.end_line(&mut whole);
        whole
    }

    /// A part of a line. `blank` says whether another space would add nothing to what stands before.
    fn joined(self, line: &[Inline], blank: &mut bool) -> Vec<Inline> {
        let mut whole: Vec<Inline> = Vec::with_capacity(line.len());
        for inline in line {
            let words = match &inline.kind {
                InlineKind::Text(words) => self.words(words, blank),
                InlineKind::SoftBreak => self.words(" ", blank),
                kind => {
                    if matches!(kind, InlineKind::HardBreak) {
                        self.end_line(&mut whole);
                    }
                    let kind = self.inline(kind, blank);
                    whole.push(Inline { kind, span: self.place(inline.span) });
                    continue;
                }
            };
            if words.is_empty() {
                continue;
            }
            if let Some(Inline { kind: InlineKind::Text(before), span }) = whole.last_mut() {
                before.push_str(&words);
                *span = self.place(span.to(inline.span));
            } else {
                whole.push(Inline::text(words.into_owned(), self.place(inline.span)));
            }
        }
        whole
    }

    fn words<'w>(self, words: &'w str, blank: &mut bool) -> Cow<'w, str> {
        let is_blank = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r');
        if self.blanks == Blanks::Keep {
            return words.into();
        }
        let mut kept = String::with_capacity(words.len());
        for character in words.chars() {
            if !is_blank(character) {
                kept.push(character);
            } else if !*blank {
                kept.push(' ');
            }
            *blank = is_blank(character);
        }
        kept.into()
    }

    /// Takes out the space at the end of a line.
    fn end_line(self, line: &mut Vec<Inline>) {
        if self.blanks == Blanks::Keep {
            return;
        }
        if let Some(Inline { kind: InlineKind::Text(words), .. }) = line.last_mut()
            && words.ends_with(' ')
        {
            words.pop();
            if words.is_empty() {
                line.pop();
            }
        }
    }

    fn inline(self, kind: &InlineKind, blank: &mut bool) -> InlineKind {
        match kind {
            InlineKind::Emphasis(content) => return InlineKind::Emphasis(self.joined(content, blank)),
            InlineKind::Strong(content) => return InlineKind::Strong(self.joined(content, blank)),
            InlineKind::Superscript(content) => return InlineKind::Superscript(self.joined(content, blank)),
            InlineKind::Subscript(content) => return InlineKind::Subscript(self.joined(content, blank)),
            InlineKind::Link { url, content } => {
                return InlineKind::Link { url: url.clone(), content: self.joined(content, blank) };
            }
            InlineKind::Reference { targets, content: Some(content) } => {
                return InlineKind::Reference {
                    targets: targets.iter().map(|target| self.target(target)).collect(),
                    content: Some(self.joined(content, blank)),
                };
            }
            InlineKind::Foreign { language, content } => {
                return InlineKind::Foreign { language: language.clone(), content: self.joined(content, blank) };
            }
            InlineKind::IndexTerm { subject, content } => {
                return InlineKind::IndexTerm { subject: subject.clone(), content: self.joined(content, blank) };
            }
            _ => {}
        }
        // A new line begins, or something stands there that is no space. A note in the margin takes no room.
        *blank = match kind {
            InlineKind::HardBreak => true,
            InlineKind::EditorsNote(_) => *blank,
            _ => false,
        };
        match kind {
            InlineKind::Image(image) => InlineKind::Image(self.image(image)),
            InlineKind::FootnoteReference(index) => InlineKind::FootnoteReference((self.footnote)(*index)),
            InlineKind::Reference { targets, content: _ } => InlineKind::Reference {
                targets: targets.iter().map(|target| self.target(target)).collect(),
                content: None,
            },
            InlineKind::EditorsNote(content) => InlineKind::EditorsNote(self.line(content)),
            _ => kind.clone(),
        }
    }

    fn table(self, table: &Table) -> Table {
        Table {
            handle: self.handle(table.handle),
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
        let handle = self.handle(image.handle);
        Image { handle, path_span: self.place(image.path_span), ..image.clone() }
    }

    fn handle(self, handle: Handle) -> Handle {
        match self.places {
            Places::Keep => handle,
            Places::Drop => Handle::NONE,
        }
    }

    /// What something is called by others, which is printed nowhere.
    fn id(self, id: Option<&Identifier>) -> Option<Identifier> {
        id.filter(|_| self.places == Places::Keep).cloned()
    }

    fn source(self, source: Option<&Target>) -> Option<Target> {
        source.map(|target| self.target(target))
    }

    fn target(self, target: &Target) -> Target {
        let prefix = target.prefix.clone().filter(|_| self.places == Places::Keep);
        Target { prefix, span: self.place(target.span), ..target.clone() }
    }

    fn place(self, span: Span) -> Span {
        match self.places {
            Places::Keep => span,
            Places::Drop => Span::NOWHERE,
        }
    }
}
