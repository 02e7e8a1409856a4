//! How much of a text changed.

use unicode_segmentation::UnicodeSegmentation;

use super::gist::own_lines;
use super::tree::{ComparedBlock, ComparedInline, ComparedItem, ComparedTable, ComparedText, Mark, RevisedContent};
use crate::markdown::tree::{Block, BlockKind, Inline, InlineKind};
use crate::markdown::walk::{self, Notes};

/// How many words and blocks were added, removed and moved. A block that was added or removed counts as one, whatever
/// stands within it; its words count, too. Words of a moved block count only if they changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Words of the later state only.
    pub words_added: usize,
    /// Words of the earlier state only.
    pub words_removed: usize,
    /// Blocks of the later state only.
    pub blocks_added: usize,
    /// Blocks of the earlier state only.
    pub blocks_removed: usize,
    /// Blocks that stand elsewhere now.
    pub blocks_moved: usize,
}

impl ComparedText {
    /// Whether readers see no difference. Footnotes' names do not count, because they are not printed.
    pub fn is_unchanged(&self) -> bool {
        let kept = |blocks: &[ComparedBlock]| blocks.iter().all(|block| matches!(block, ComparedBlock::Kept(_)));
        let matched = self.earlier_footnotes.iter().filter(|footnote| footnote.kept_as.is_some()).count();
        kept(&self.blocks)
            && self.footnotes.iter().all(|footnote| kept(&footnote.blocks))
            && matched == self.earlier_footnotes.len()
            && matched == self.footnotes.len()
    }

    /// How much changed, footnotes included.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        counts.blocks(&self.blocks);
        for footnote in &self.footnotes {
            counts.blocks(&footnote.blocks);
        }
        for gone in self.earlier_footnotes.iter().filter(|footnote| footnote.kept_as.is_none()) {
            counts.blocks_removed += gone.footnote.blocks.len();
            counts.words_removed += gone.footnote.blocks.iter().map(block_words).sum::<usize>();
        }
        counts
    }
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            words_added: self.words_added + other.words_added,
            words_removed: self.words_removed + other.words_removed,
            blocks_added: self.blocks_added + other.blocks_added,
            blocks_removed: self.blocks_removed + other.blocks_removed,
            blocks_moved: self.blocks_moved + other.blocks_moved,
        }
    }
}

impl Counts {
    /// How much of a line changed.
    pub(crate) fn of_line(line: &[ComparedInline]) -> Self {
        let mut counts = Self::default();
        counts.line(line);
        counts
    }

    /// How much of a list of lines changed.
    pub(crate) fn of_items(items: &[ComparedItem]) -> Self {
        let mut counts = Self::default();
        counts.items(items);
        counts
    }

    fn blocks(&mut self, blocks: &[ComparedBlock]) {
        for block in blocks {
            match block {
                ComparedBlock::Kept(_) | ComparedBlock::MovedAway { .. } => {}
                ComparedBlock::Added(block) => {
                    self.blocks_added += 1;
                    self.words_added += block_words(block);
                }
                ComparedBlock::Removed(block) => {
                    self.blocks_removed += 1;
                    self.words_removed += block_words(block);
                }
                ComparedBlock::MovedHere { block, .. } => {
                    self.blocks_moved += 1;
                    self.blocks(std::slice::from_ref(block));
                }
                ComparedBlock::Revised(revised) => match &revised.content {
                    RevisedContent::Line(line) => self.line(line),
                    RevisedContent::Items(items) => self.items(items),
                    RevisedContent::Blocks(blocks) => self.blocks(blocks),
                    RevisedContent::Table(table) => self.table(table),
                },
            }
        }
    }

    fn items(&mut self, items: &[ComparedItem]) {
        for item in items {
            self.blocks(&item.blocks);
        }
    }

    fn table(&mut self, table: &ComparedTable) {
        self.line(&table.caption);
        for cell in table.header.iter().chain(table.rows.iter().flat_map(|row| &row.cells)) {
            self.line(&cell.content);
        }
    }

    fn line(&mut self, line: &[ComparedInline]) {
        for inline in line {
            match inline {
                ComparedInline::Kept(_) => {}
                ComparedInline::Added(inline) => self.words_added += line_words(std::slice::from_ref(inline)),
                ComparedInline::Removed(inline) => self.words_removed += line_words(std::slice::from_ref(inline)),
                ComparedInline::Within { content, .. } => self.line(content),
            }
        }
    }
}

/// Whether nothing in the list of lines was added, removed or reworded.
pub(crate) fn items_are_unchanged(items: &[ComparedItem]) -> bool {
    items
        .iter()
        .all(|item| item.mark == Mark::Kept && item.blocks.iter().all(|block| matches!(block, ComparedBlock::Kept(_))))
}

fn block_words(block: &Block) -> usize {
    let mut words = 0;
    walk::one_block(block, Notes::Visit, &mut |block| {
        if let BlockKind::Code { text, .. } = &block.kind {
            words += text.unicode_words().count();
        }
        words += own_lines(block).into_iter().map(line_words).sum::<usize>();
    });
    words
}

fn line_words(line: &[Inline]) -> usize {
    let mut words = 0;
    walk::line(line, Notes::Visit, &mut |inline| {
        if let InlineKind::Text(text) | InlineKind::Code(text) = &inline.kind {
            words += text.unicode_words().count();
        }
    });
    words
}
