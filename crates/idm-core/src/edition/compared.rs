//! Compared prose: both states in one text, each piece with what became of it.

use super::builder::Builder;
use super::tree::{Block, BlockKind, Cell, Change, Inline, Item, List, Passage, PassageChange};
use super::value::Value;
use crate::compare::{
    ComparedBlock, ComparedCell, ComparedInline, ComparedItem, ComparedTable, ComparedText, Delta, Mark, RevisedBlock,
    RevisedContent,
};
use crate::markdown::tree::{self as written, Footnote};
use crate::markdown::walk::{self, Notes};
use crate::model::{Line, Text};
use crate::quotes;

/// One of several lines of a record.
pub(super) struct OwnLine {
    /// Its index among those that are there now; none for one that is gone.
    pub(super) at: Option<usize>,
    /// What became of it, where something did.
    pub(super) change: Option<PassageChange>,
    /// What it says.
    pub(super) line: Value,
}

impl<'a> Builder<'a> {
    fn delta(&self, key: &str) -> Option<&'a Delta> {
        self.review.as_ref().and_then(|review| review.delta(key))
    }

    /// A line of the record that is being told, compared where it has changed. `key` is its name in the format.
    pub(super) fn own_line(&mut self, key: &str, line: Option<&Line>) -> Value {
        match self.delta(key) {
            Some(Delta::Line(compared)) => Value::Line { content: self.compared_told(compared, &[]), span: None },
            _ => self.remark(line),
        }
    }

    /// A title of the record that is being told. Titles are printed in many places, so that the index names none of them.
    pub(super) fn own_title(&mut self, key: &str, line: Option<&Line>) -> Value {
        self.unindexed(|builder| builder.own_line(key, line))
    }

    /// A text of a record, each block of which is a passage in a draft. What became of it is said of the whole record.
    pub(super) fn own_passages(&mut self, record: &str, key: &str, text: Option<&Text>) -> Value {
        let Some(review) = &self.review else { return self.text(text) };
        let marks = review.marks.get(record, key).to_vec();
        match (self.delta(key), text) {
            (Some(Delta::Text(compared)), _) => self.compared_passages(compared, marks, true),
            (_, Some(text)) => self.passages(text, marks),
            (_, None) => Value::None,
        }
    }

    /// Lines of the record that is being told, each with what `tell` makes of it.
    pub(super) fn own_lines<'b>(
        &mut self,
        key: &str,
        lines: impl IntoIterator<Item = &'b Line>,
        mut tell: impl FnMut(&mut Self, OwnLine) -> Value,
    ) -> Value {
        if let Some(Delta::Lines(items)) = self.delta(key) {
            let mut at = 0..;
            let told = items.iter().map(|item| {
                let at = if item.mark == Mark::Removed { None } else { at.next() };
                let change = match item.mark {
                    Mark::Added => Some(PassageChange::Added),
                    Mark::Removed => Some(PassageChange::Removed),
                    Mark::Kept => {
                        let differs = item.blocks.iter().any(|block| !matches!(block, ComparedBlock::Kept(_)));
                        differs.then_some(PassageChange::Revised)
                    }
                };
                let line = Value::Line { content: self.compared_line(item), span: None };
                tell(self, OwnLine { at, change, line })
            });
            return Value::List(told.collect());
        }
        let told = lines.into_iter().enumerate().map(|(at, line)| {
            let line = self.remark(Some(line));
            tell(self, OwnLine { at: Some(at), change: None, line })
        });
        Value::List(told.collect())
    }

    /// A compared text.
    pub(super) fn compared_text(&mut self, text: &'a ComparedText) -> Value {
        let (notes, blocks) = self.in_compared(text, |builder, footnotes| {
            builder.noting(|builder| builder.compared_blocks(&text.blocks, footnotes))
        });
        Value::Text { blocks: [notes, blocks].concat(), span: None }
    }

    /// A text, passage by passage.
    pub(super) fn passages(&mut self, text: &Text, marks: Vec<String>) -> Value {
        self.begin_text();
        let mut told = vec![];
        let mut marks = marks.into_iter();
        for block in &text.prose.blocks {
            self.passage(block, block.says_nothing(), marks.next(), None, &mut told, |builder| {
                builder.tell_stale(block.span);
                builder.written_block(block, &text.prose.footnotes).into_iter().collect()
            });
        }
        Value::Text { blocks: told, span: self.place(text.span) }
    }

    /// A compared text, passage by passage. `marks` are those of the blocks that are there now. Where it is told
    /// `in_record`, what became of each is not listed.
    pub(super) fn compared_passages(&mut self, text: &'a ComparedText, marks: Vec<String>, in_record: bool) -> Value {
        let mut marks = marks.into_iter();
        let blocks = self.in_compared(text, |builder, footnotes| {
            let mut told = vec![];
            for compared in &text.blocks {
                let mark = later(compared).and_then(|_| marks.next());
                builder.compared_passage(compared, mark, in_record, footnotes, &mut told);
            }
            told
        });
        Value::Text { blocks, span: None }
    }

    fn in_compared<T>(&mut self, text: &'a ComparedText, tell: impl FnOnce(&mut Self, &[Footnote]) -> T) -> T {
        self.begin_text();
        let footnotes: Vec<Footnote> = text.footnotes.iter().map(|compared| compared.footnote.clone()).collect();
        let before = self.review.as_mut().and_then(|review| review.text.replace(text));
        let told = tell(self, &footnotes);
        if let Some(review) = &mut self.review {
            review.text = before;
        }
        told
    }

    fn compared_passage(
        &mut self,
        compared: &'a ComparedBlock,
        mark: Option<String>,
        in_record: bool,
        footnotes: &[Footnote],
        told: &mut Vec<Block>,
    ) {
        let change = match compared {
            _ if in_record => None,
            ComparedBlock::Kept(block) if self.has_changed_footnote(block) => Some(PassageChange::Revised),
            ComparedBlock::Kept(_) => None,
            ComparedBlock::Added(_) => Some(PassageChange::Added),
            ComparedBlock::Removed(_) => Some(PassageChange::Removed),
            ComparedBlock::MovedHere { number, .. } => Some(PassageChange::MovedHere(*number)),
            ComparedBlock::MovedAway { number, .. } => Some(PassageChange::MovedAway(*number)),
            ComparedBlock::Revised(_) => Some(PassageChange::Revised),
        };
        if let Some(change) = change
            && let Some(review) = &mut self.review
        {
            // What is gone has no mark that could be linked to.
            let label = match &mark {
                Some(mark) => format!("passage:{mark}"),
                None => format!("change:{}", review.changed.len() + 1),
            };
            review.changed.push((label.clone(), change));
            if mark.is_none() {
                told.push(self.block(None, BlockKind::Anchor(label)));
            }
        }
        let gone = later(compared).is_none();
        self.showing(if gone { Change::Deleted } else { Change::Kept }, |builder| {
            builder.passage(held(compared), says_nothing(compared), mark, change, told, |builder| {
                let mut blocks = vec![];
                builder.compared_block(compared, footnotes, &mut blocks);
                blocks
            });
        });
    }

    /// One block of a summary with its notes before it. What holds nothing but editors' notes is no passage: there would be
    /// a mark beside nothing.
    fn passage(
        &mut self,
        block: &written::Block,
        says_nothing: bool,
        mark: Option<String>,
        change: Option<PassageChange>,
        told: &mut Vec<Block>,
        tell: impl FnOnce(&mut Self) -> Vec<Block>,
    ) {
        let (notes, blocks) = self.noting(tell);
        told.extend(notes);
        if let Some(mark) = &mark {
            told.extend(self.open_comments(&format!("passage:{mark}")));
        }
        if says_nothing {
            return;
        }
        let span = self.place(block.span);
        told.push(self.block(span, BlockKind::Passage(Passage { mark, change, blocks })));
    }

    /// Whether a block that was kept calls a footnote that was not.
    fn has_changed_footnote(&self, block: &written::Block) -> bool {
        let Some(text) = self.review.as_ref().and_then(|review| review.text) else { return false };
        let mut changed = false;
        walk::one_block(block, Notes::Skip, &mut |block| {
            walk::own_inlines(block, Notes::Skip, &mut |inline| {
                if let written::InlineKind::FootnoteReference(at) = inline.kind {
                    let blocks = text.footnotes.get(at).map_or(&[][..], |footnote| &footnote.blocks);
                    changed |= blocks.iter().any(|block| !matches!(block, ComparedBlock::Kept(_)));
                }
            });
        });
        changed
    }

    /// Compared blocks.
    pub(super) fn compared_blocks(&mut self, blocks: &'a [ComparedBlock], footnotes: &[Footnote]) -> Vec<Block> {
        let mut told = vec![];
        for block in blocks {
            self.compared_block(block, footnotes, &mut told);
        }
        told
    }

    fn compared_block(&mut self, compared: &'a ComparedBlock, footnotes: &[Footnote], told: &mut Vec<Block>) {
        match compared {
            ComparedBlock::Kept(block) => told.extend(self.written_block(block, footnotes)),
            ComparedBlock::Added(block) => {
                told.extend(self.showing(Change::Inserted, |builder| builder.written_block(block, footnotes)));
            }
            ComparedBlock::Removed(block) | ComparedBlock::MovedAway { block, .. } => {
                let earlier = self.earlier_footnotes();
                told.extend(self.showing(Change::Deleted, |builder| builder.written_block(block, &earlier)));
            }
            ComparedBlock::MovedHere { block, .. } => {
                self.showing(Change::Moved, |builder| builder.compared_block(block, footnotes, told));
            }
            ComparedBlock::Revised(revised) => self.revised(revised, footnotes, told),
        }
    }

    fn revised(&mut self, revised: &'a RevisedBlock, footnotes: &[Footnote], told: &mut Vec<Block>) {
        let RevisedBlock { earlier, later, content } = revised;
        let kind = match (content, &later.kind) {
            (RevisedContent::Line(line), written::BlockKind::Heading { level, id, content }) => {
                let printed = self.unindexed(|builder| builder.compared_told(line, footnotes));
                self.heading(*level, id.as_ref(), printed, content)
            }
            (RevisedContent::Line(line), written::BlockKind::Figure(figure)) => {
                let caption =
                    (!line.is_empty()).then(|| self.unindexed(|builder| builder.compared_told(line, footnotes)));
                self.figure(later, figure, caption)
            }
            (RevisedContent::Line(line), _) => {
                let content = self.compared_told(line, footnotes);
                BlockKind::Paragraph(self.spelled_out(content))
            }
            (RevisedContent::Items(items), written::BlockKind::List { start, numbering, tight, .. }) => {
                let mut told = vec![];
                for item in items {
                    let blocks = self.compared_blocks(&item.blocks, footnotes);
                    if !item.item.says_nothing() {
                        told.push(Item { span: None, blocks });
                    }
                }
                if told.is_empty() {
                    return;
                }
                BlockKind::List(List { start: *start, numbering: *numbering, tight: *tight, items: told })
            }
            // The words of an editor's note are no part of the text: the note is told as it is now.
            (_, written::BlockKind::EditorsNote { .. }) => {
                told.extend(self.written_block(later, footnotes));
                return;
            }
            (RevisedContent::Blocks(blocks), kind) => {
                self.former_title(&earlier.kind, kind, told);
                match self.container(later, |builder, _| builder.compared_blocks(blocks, footnotes)) {
                    Some(kind) => kind,
                    None => return,
                }
            }
            (RevisedContent::Table(table), written::BlockKind::Table(shell)) => {
                self.compared_table(later, shell, table, footnotes)
            }
            // Content and kind belong together.
            (RevisedContent::Items(_) | RevisedContent::Table(_), _) => {
                told.extend(self.showing(Change::Inserted, |builder| builder.written_block(later, footnotes)));
                return;
            }
        };
        let span = self.place(later.span);
        told.push(self.block(span, kind));
    }

    /// The title that a box had, above the box that has another.
    fn former_title(&mut self, earlier: &written::BlockKind, later: &written::BlockKind, told: &mut Vec<Block>) {
        let Some(title) = title(earlier).filter(|former| title(later) != Some(former)) else { return };
        told.push(self.showing(Change::Deleted, |builder| {
            let words = builder.words(title);
            builder.block(None, BlockKind::Paragraph(vec![words]))
        }));
    }

    /// An item that is a line.
    pub(super) fn compared_line(&mut self, item: &'a ComparedItem) -> Vec<Inline> {
        let blocks = self.as_written(|builder| builder.compared_blocks(&item.blocks, &[]));
        let lines = blocks.into_iter().filter_map(|block| match block.kind {
            BlockKind::Paragraph(content) => Some(content),
            _ => None,
        });
        lines.flatten().collect()
    }

    fn compared_table(
        &mut self,
        block: &written::Block,
        shell: &written::Table,
        table: &'a ComparedTable,
        footnotes: &[Footnote],
    ) -> BlockKind {
        let alignments: Vec<_> = table.columns.iter().map(|column| column.alignment).collect();
        let header = self.table_head(|builder| builder.compared_row(&table.header, footnotes));
        let rows = table.rows.iter().map(|row| self.compared_row(&row.cells, footnotes)).collect();
        let caption = (!table.caption.is_empty())
            .then(|| self.unindexed(|builder| builder.compared_told(&table.caption, footnotes)));
        let notes = self.compared_table_notes(table, footnotes);
        self.table(block, shell, &alignments, header, rows, caption, notes)
    }

    fn compared_row(&mut self, row: &'a [ComparedCell], footnotes: &[Footnote]) -> Vec<Cell> {
        row.iter().map(|cell| Cell { span: None, content: self.compared_told(&cell.content, footnotes) }).collect()
    }

    /// A compared line of running text, with the quotation marks and apostrophes of its language.
    pub(super) fn compared_told(&mut self, content: &[ComparedInline], footnotes: &[Footnote]) -> Vec<Inline> {
        self.compared_inlines(&quotes::compared_line(content, &self.tag()), footnotes)
    }

    /// Compared running text as it stands.
    pub(super) fn compared_inlines(&mut self, content: &[ComparedInline], footnotes: &[Footnote]) -> Vec<Inline> {
        let mut printed = vec![];
        for compared in content {
            match compared {
                ComparedInline::Kept(inline) => {
                    printed.extend(self.inlines(std::slice::from_ref(inline), footnotes));
                }
                ComparedInline::Added(inline) => printed.extend(
                    self.showing(Change::Inserted, |builder| builder.inlines(std::slice::from_ref(inline), footnotes)),
                ),
                ComparedInline::Removed(inline) => {
                    let earlier = self.earlier_footnotes();
                    printed.extend(
                        self.showing(Change::Deleted, |builder| {
                            builder.inlines(std::slice::from_ref(inline), &earlier)
                        }),
                    );
                }
                // The words of an editor's note are no part of the text: the note is told as it is now.
                ComparedInline::Within { later, .. } if matches!(later.kind, written::InlineKind::EditorsNote(_)) => {
                    printed.extend(self.inlines(std::slice::from_ref(later), footnotes));
                }
                ComparedInline::Within { later, content, .. } => {
                    let content = self.in_language_of(later, |builder| builder.compared_inlines(content, footnotes));
                    match self.wrapped(later, content) {
                        // What became of its parts, they say themselves.
                        Ok(wrapped) => printed.push(Inline { change: Change::Kept, ..wrapped }),
                        Err(content) => printed.extend(content),
                    }
                }
            }
        }
        printed
    }

    fn earlier_footnotes(&self) -> Vec<Footnote> {
        let text = self.review.as_ref().and_then(|review| review.text);
        text.map_or_else(Vec::new, |text| {
            text.earlier_footnotes.iter().map(|earlier| earlier.footnote.clone()).collect()
        })
    }
}

/// The block that is held, of either state.
fn held(compared: &ComparedBlock) -> &written::Block {
    match compared {
        ComparedBlock::Kept(block)
        | ComparedBlock::Added(block)
        | ComparedBlock::Removed(block)
        | ComparedBlock::MovedAway { block, .. } => block,
        ComparedBlock::MovedHere { block, .. } => held(block),
        ComparedBlock::Revised(revised) => &revised.later,
    }
}

/// Whether there is nothing to show of a block, neither of what it was nor of what it is.
fn says_nothing(compared: &ComparedBlock) -> bool {
    match compared {
        ComparedBlock::MovedHere { block, .. } => says_nothing(block),
        ComparedBlock::Revised(revised) => revised.earlier.says_nothing() && revised.later.says_nothing(),
        other => held(other).says_nothing(),
    }
}

/// The block as it is now, if it is there.
fn later(compared: &ComparedBlock) -> Option<&written::Block> {
    match compared {
        ComparedBlock::Removed(_) | ComparedBlock::MovedAway { .. } => None,
        other => Some(held(other)),
    }
}

fn title(kind: &written::BlockKind) -> Option<&str> {
    match kind {
        written::BlockKind::KeyMessages { title, .. } | written::BlockKind::GoodPractice { title, .. } => {
            title.as_deref()
        }
        _ => None,
    }
}
