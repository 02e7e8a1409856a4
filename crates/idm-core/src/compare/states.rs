//! The two states of a compared text: every change accepted, or every change rejected.

use super::normalize::{Blanks, Places, Rewrite};
use super::tree::{
    ComparedBlock, ComparedCell, ComparedInline, ComparedItem, ComparedTable, ComparedText, Mark, RevisedBlock,
    RevisedContent,
};
use crate::markdown::tree::{Block, BlockKind, Cell, Figure, Footnote, Inline, InlineKind, Item, Prose, Table};

/// The later text. It differs from the one that was compared in no more than
/// [`normalize`](super::normalize()) takes out.
pub fn accept(text: &ComparedText) -> Prose {
    let state = State { side: Mark::Added, footnote: &|index| index };
    let footnotes = text
        .footnotes
        .iter()
        .map(|compared| Footnote { blocks: state.blocks(&compared.blocks), ..compared.footnote.clone() });
    Prose { blocks: state.blocks(&text.blocks), footnotes: footnotes.collect() }
}

/// The earlier text. It differs from the one that was compared in no more than
/// [`normalize`](super::normalize()) takes out.
pub fn reject(text: &ComparedText) -> Prose {
    let mut earlier = vec![None; text.footnotes.len()];
    for (index, footnote) in text.earlier_footnotes.iter().enumerate() {
        if let Some(slot) = footnote.kept_as.and_then(|place| earlier.get_mut(place)) {
            *slot = Some(index);
        }
    }
    let number = |later: usize| earlier.get(later).copied().flatten().unwrap_or(later);
    let state = State { side: Mark::Removed, footnote: &number };
    let footnotes = text.earlier_footnotes.iter().map(|footnote| {
        match footnote.kept_as.and_then(|place| text.footnotes.get(place)) {
            Some(kept) => Footnote { blocks: state.blocks(&kept.blocks), ..footnote.footnote.clone() },
            None => footnote.footnote.clone(),
        }
    });
    Prose { blocks: state.blocks(&text.blocks), footnotes: footnotes.collect() }
}

/// The later line.
pub(crate) fn accept_line(line: &[ComparedInline]) -> Vec<Inline> {
    State { side: Mark::Added, footnote: &|index| index }.line(line)
}

/// The earlier line.
pub(crate) fn reject_line(line: &[ComparedInline]) -> Vec<Inline> {
    State { side: Mark::Removed, footnote: &|index| index }.line(line)
}

/// One of the two states.
#[derive(Clone, Copy)]
struct State<'f> {
    /// [`Mark::Added`] for the later one, [`Mark::Removed`] for the earlier one.
    side: Mark,
    /// The number in this state of a footnote's mark that was kept.
    footnote: &'f dyn Fn(usize) -> usize,
}

impl State<'_> {
    fn has(self, mark: Mark) -> bool {
        mark == Mark::Kept || mark == self.side
    }

    fn rewrite(&self) -> Rewrite<'_> {
        Rewrite { places: Places::Keep, blanks: Blanks::Keep, footnote: self.footnote }
    }

    fn blocks(self, blocks: &[ComparedBlock]) -> Vec<Block> {
        blocks.iter().filter_map(|block| self.block(block)).collect()
    }

    fn block(self, block: &ComparedBlock) -> Option<Block> {
        match block {
            ComparedBlock::Kept(block) => Some(self.rewrite().block(block)),
            ComparedBlock::Added(block) => self.has(Mark::Added).then(|| block.clone()),
            ComparedBlock::Removed(block) | ComparedBlock::MovedAway { block, .. } => {
                self.has(Mark::Removed).then(|| block.clone())
            }
            ComparedBlock::MovedHere { block, .. } => {
                if self.has(Mark::Added) {
                    self.block(block)
                } else {
                    None
                }
            }
            ComparedBlock::Revised(revised) => Some(self.revised(revised)),
        }
    }

    fn revised(self, revised: &RevisedBlock) -> Block {
        let shell = if self.has(Mark::Added) { &revised.later } else { &revised.earlier };
        let mut kind = shell.kind.clone();
        match (&mut kind, &revised.content) {
            (BlockKind::Paragraph(content) | BlockKind::Heading { content, .. }, RevisedContent::Line(line)) => {
                *content = self.line(line);
            }
            (BlockKind::Figure(Figure { caption, .. }), RevisedContent::Line(line)) => {
                *caption = caption.is_some().then(|| self.line(line));
            }
            (BlockKind::List { items, .. }, RevisedContent::Items(compared)) => *items = self.items(compared),
            (
                BlockKind::BlockQuote(blocks)
                | BlockKind::KeyMessages { blocks, .. }
                | BlockKind::GoodPractice { blocks, .. }
                | BlockKind::Quotation { blocks, .. }
                | BlockKind::EditorsNote { blocks, .. },
                RevisedContent::Blocks(compared),
            ) => *blocks = self.blocks(compared),
            (BlockKind::Table(table), RevisedContent::Table(compared)) => self.table(table, compared),
            _ => {}
        }
        Block { kind, span: shell.span }
    }

    fn items(self, items: &[ComparedItem]) -> Vec<Item> {
        let here = items.iter().filter(|item| self.has(item.mark));
        here.map(|item| Item { blocks: self.blocks(&item.blocks), span: item.item.span }).collect()
    }

    fn table(self, table: &mut Table, compared: &ComparedTable) {
        let row = |cells: &[ComparedCell]| -> Vec<Cell> {
            let here = compared.columns.iter().zip(cells).filter(|(column, _)| self.has(column.mark));
            here.map(|(_, cell)| Cell { content: self.line(&cell.content), span: cell.cell.span }).collect()
        };
        table.caption = table.caption.is_some().then(|| self.line(&compared.caption));
        table.header = row(&compared.header);
        let rows = compared.rows.iter().filter(|compared| self.has(compared.mark));
        table.rows = rows.map(|compared| row(&compared.cells)).collect();
        let columns = compared.columns.iter().filter(|column| self.has(column.mark));
        table.alignments = columns
            .map(|column| match column.earlier_alignment {
                Some(alignment) if self.side == Mark::Removed => alignment,
                _ => column.alignment,
            })
            .collect();
    }

    fn line(self, line: &[ComparedInline]) -> Vec<Inline> {
        let mut inlines = vec![];
        for inline in line {
            match inline {
                ComparedInline::Kept(inline) => inlines.extend(self.rewrite().line(std::slice::from_ref(inline))),
                ComparedInline::Added(inline) if self.has(Mark::Added) => inlines.push(inline.clone()),
                ComparedInline::Removed(inline) if self.has(Mark::Removed) => inlines.push(inline.clone()),
                ComparedInline::Added(_) | ComparedInline::Removed(_) => {}
                ComparedInline::Within { earlier, later, content } => {
                    let shell = if self.has(Mark::Added) { later } else { earlier };
                    inlines.push(Inline { kind: with_content(&shell.kind, self.line(content)), span: shell.span });
                }
            }
        }
        self.join(&inlines)
    }

    /// Joins words that changes stood between.
    fn join(self, line: &[Inline]) -> Vec<Inline> {
        Rewrite { places: Places::Keep, blanks: Blanks::Keep, footnote: &|index| index }.line(line)
    }
}

/// Mark-up with other content.
fn with_content(shell: &InlineKind, inner: Vec<Inline>) -> InlineKind {
    let mut kind = shell.clone();
    match &mut kind {
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Superscript(content)
        | InlineKind::Subscript(content)
        | InlineKind::Link { content, .. }
        | InlineKind::Reference { content: Some(content), .. }
        | InlineKind::Foreign { content, .. }
        | InlineKind::IndexTerm { content, .. }
        | InlineKind::EditorsNote(content) => *content = inner,
        InlineKind::Text(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak
        | InlineKind::Code(_)
        | InlineKind::Image(_)
        | InlineKind::FootnoteReference(_)
        | InlineKind::Reference { content: None, .. } => {}
    }
    kind
}
