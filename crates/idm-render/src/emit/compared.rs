//! Compared prose as Typst markup: both states in one text, each piece under its mark.

use idm_core::compare::{
    ComparedBlock, ComparedCell, ComparedInline, ComparedItem, ComparedTable, ComparedText, Delta, Mark, RevisedBlock,
    RevisedContent,
};
use idm_core::markdown::tree::{Block, BlockKind, Footnote, Inline, InlineKind};
use idm_core::markdown::walk::{self, Notes};
use idm_core::model::{Line, Text};
use idm_core::passage;

use super::literal;
use super::review::Showing;
use super::writer::{Fields, Writer};

/// Fields of the record that is being written, compared where they have changed.
impl<'a> Fields<'_, 'a> {
    /// A line. The field has the name of the key in the format.
    pub fn own_line(&mut self, name: &str, line: Option<&Line>) {
        self.field(name, |writer| writer.own_line(name, line));
    }

    /// A line as content and, under the name with `-text`, as a string for metadata and bookmarks. Titles are printed in
    /// many places, so that the index names none of them.
    pub fn own_title(&mut self, name: &str, line: Option<&Line>) {
        self.field(name, |writer| writer.unindexed(|writer| writer.own_line(name, line)));
        self.string(&format!("{name}-text"), &line.map_or_else(String::new, Line::plain));
    }

    /// A text. The field has the name of the key in the format.
    pub fn own_text(&mut self, name: &str, text: Option<&Text>) {
        self.field(name, |writer| match writer.delta(name) {
            Some(Delta::Text(compared)) => writer.compared_text(compared),
            _ => writer.or_none(text, Writer::text),
        });
    }

    /// Lines, each with what `write` makes of it: it is given the line's index among those that are there now, none for
    /// one that is gone, and what writes its content. `key` is the name in the format.
    pub fn own_lines<'b>(
        &mut self,
        name: &str,
        key: &str,
        lines: impl IntoIterator<Item = &'b Line>,
        mut write: impl FnMut(&mut Writer<'a>, Option<usize>, &dyn Fn(&mut Writer<'a>)),
    ) {
        self.field(name, |writer| match writer.delta(key) {
            Some(Delta::Lines(items)) => {
                let mut at = 0..;
                writer.array(items, |writer, item| {
                    let index = if item.mark == Mark::Removed { None } else { at.next() };
                    write(writer, index, &|writer| writer.bracketed(|writer| writer.compared_line(item)));
                });
            }
            _ => writer.array(lines.into_iter().enumerate(), |writer, (at, line)| {
                write(writer, Some(at), &|writer| writer.line(line));
            }),
        });
    }
}

impl<'a> Writer<'a> {
    fn own_line(&mut self, key: &str, line: Option<&Line>) {
        match self.delta(key) {
            Some(Delta::Line(compared)) => self.bracketed(|writer| writer.compared_inlines(compared, &[])),
            _ => self.or_none(line, Writer::line),
        }
    }

    /// A compared text as content.
    pub(super) fn compared_text(&mut self, text: &'a ComparedText) {
        self.in_compared(text, |writer, footnotes| {
            for block in text.blocks.iter().filter_map(later) {
                writer.margin_notes(std::slice::from_ref(block));
            }
            writer.compared_blocks(&text.blocks, footnotes);
        });
    }

    /// A compared summary as content, block by block.
    pub(super) fn compared_passages(&mut self, text: &'a ComparedText) {
        let present: Vec<Block> = text.blocks.iter().filter_map(later).cloned().collect();
        let mut identifiers = passage::identifiers(&present).into_iter();
        self.in_compared(text, |writer, footnotes| {
            for compared in &text.blocks {
                let id = later(compared).and_then(|_| identifiers.next());
                writer.compared_passage(compared, id.as_deref(), footnotes);
            }
        });
    }

    fn in_compared(&mut self, text: &'a ComparedText, write: impl FnOnce(&mut Self, &[Footnote])) {
        self.begin_text();
        let footnotes: Vec<Footnote> = text.footnotes.iter().map(|compared| compared.footnote.clone()).collect();
        let before = self.review.as_mut().and_then(|review| review.text.replace(text));
        self.out.push("[\n");
        write(self, &footnotes);
        self.out.push("]");
        if let Some(review) = &mut self.review {
            review.text = before;
        }
    }

    fn compared_passage(&mut self, compared: &'a ComparedBlock, id: Option<&str>, footnotes: &[Footnote]) {
        let (change, number) = match compared {
            ComparedBlock::Kept(block) if self.has_changed_footnote(block) => (Some("revised"), None),
            ComparedBlock::Kept(_) => (None, None),
            ComparedBlock::Added(_) => (Some("added"), None),
            ComparedBlock::Removed(_) => (Some("removed"), None),
            ComparedBlock::MovedHere { number, .. } => (Some("moved-here"), Some(number)),
            ComparedBlock::MovedAway { number, .. } => (Some("moved-away"), Some(number)),
            ComparedBlock::Revised(_) => (Some("revised"), None),
        };
        let mut arguments = String::new();
        if let Some(change) = change
            && let Some(review) = &mut self.review
        {
            // What is gone has no identifier that could be linked to.
            let label = match id {
                Some(id) => format!("passage:{id}"),
                None => {
                    let label = format!("change:{}", review.changed.len() + 1);
                    self.out.push(&format!("#anchor({});\n", literal::string(&label)));
                    label
                }
            };
            review.changed.push((label, change));
            arguments.push_str(&format!(", change: {}", literal::string(change)));
        }
        if let Some(number) = number {
            arguments.push_str(&format!(", number: {number}"));
        }
        let gone = matches!(compared, ComparedBlock::Removed(_) | ComparedBlock::MovedAway { .. });
        let showing = if gone { Showing::Removed } else { Showing::Kept };
        self.showing(showing, |writer| {
            writer.passage(held(compared), id, &arguments, |writer| writer.compared_block(compared, footnotes));
        });
    }

    /// Whether a block that was kept calls a footnote that was not.
    fn has_changed_footnote(&self, block: &Block) -> bool {
        let Some(text) = self.review.as_ref().and_then(|review| review.text) else { return false };
        let mut changed = false;
        walk::one_block(block, Notes::Skip, &mut |block| {
            walk::own_inlines(block, Notes::Skip, &mut |inline| {
                if let InlineKind::FootnoteReference(at) = inline.kind {
                    let blocks = text.footnotes.get(at).map_or(&[][..], |footnote| &footnote.blocks);
                    changed |= blocks.iter().any(|block| !matches!(block, ComparedBlock::Kept(_)));
                }
            });
        });
        changed
    }

    /// Compared blocks, each set off by a blank line.
    pub(super) fn compared_blocks(&mut self, blocks: &'a [ComparedBlock], footnotes: &[Footnote]) {
        for block in blocks {
            self.compared_block(block, footnotes);
            self.out.push("\n\n");
        }
    }

    fn compared_block(&mut self, compared: &'a ComparedBlock, footnotes: &[Footnote]) {
        match compared {
            ComparedBlock::Kept(block) => self.within(block.span, |writer| writer.block(block, footnotes)),
            ComparedBlock::Added(block) => self.showing(Showing::Added, |writer| {
                writer.within(block.span, |writer| writer.block(block, footnotes));
            }),
            ComparedBlock::Removed(block) | ComparedBlock::MovedAway { block, .. } => {
                let earlier = self.earlier_footnotes();
                self.showing(Showing::Removed, |writer| writer.block(block, &earlier));
            }
            ComparedBlock::MovedHere { block, .. } => {
                self.showing(Showing::Moved, |writer| writer.compared_block(block, footnotes));
            }
            ComparedBlock::Revised(revised) => {
                self.within(revised.later.span, |writer| writer.revised(revised, footnotes));
            }
        }
    }

    fn revised(&mut self, revised: &'a RevisedBlock, footnotes: &[Footnote]) {
        let RevisedBlock { earlier, later, content } = revised;
        match (content, &later.kind) {
            (RevisedContent::Line(line), BlockKind::Heading { level, id, .. }) => {
                self.heading(*level, id.as_ref(), |writer| writer.compared_inlines(line, footnotes));
            }
            (RevisedContent::Line(line), BlockKind::Figure(figure)) => {
                let caption =
                    (!line.is_empty()).then_some(|writer: &mut Self| writer.compared_inlines(line, footnotes));
                self.figure(later, figure, caption);
            }
            (RevisedContent::Line(line), _) => self.compared_inlines(line, footnotes),
            (RevisedContent::Items(items), BlockKind::List { start, tight, .. }) => {
                self.list(*start, *tight, items, |writer, item| writer.compared_blocks(&item.blocks, footnotes));
            }
            (RevisedContent::Blocks(blocks), kind) => {
                self.former_title(&earlier.kind, kind);
                self.container(later, |writer| writer.compared_blocks(blocks, footnotes));
            }
            (RevisedContent::Table(table), BlockKind::Table(shell)) => {
                self.compared_table(later, shell, table, footnotes);
            }
            // Content and kind belong together.
            (RevisedContent::Items(_) | RevisedContent::Table(_), _) => {
                self.showing(Showing::Added, |writer| writer.block(later, footnotes));
            }
        }
    }

    /// The title that a box had, above the box that has another.
    fn former_title(&mut self, earlier: &BlockKind, later: &BlockKind) {
        if title(earlier) != title(later)
            && let Some(title) = title(earlier)
        {
            self.showing(Showing::Removed, |writer| {
                writer.marked(|writer| writer.out.push(&literal::markup(title)));
            });
            self.out.push("\n\n");
        }
    }

    /// An item that is a line.
    pub(super) fn compared_line(&mut self, item: &'a ComparedItem) {
        for block in &item.blocks {
            self.compared_block(block, &[]);
        }
    }

    fn compared_table(
        &mut self,
        block: &Block,
        shell: &idm_core::markdown::tree::Table,
        table: &'a ComparedTable,
        footnotes: &[Footnote],
    ) {
        let alignments: Vec<_> = table.columns.iter().map(|column| column.alignment).collect();
        let cell = |writer: &mut Self, cell: &'a ComparedCell| {
            writer.bracketed(|writer| writer.compared_inlines(&cell.content, footnotes));
        };
        let caption = &table.caption;
        let notes = self.compared_table_notes(table, footnotes);
        self.table_block(
            block,
            shell,
            &alignments,
            (&notes, footnotes),
            |writer| writer.array(&table.header, cell),
            |writer| writer.array(&table.rows, |writer, row| writer.array(&row.cells, cell)),
            (!caption.is_empty()).then_some(|writer: &mut Self| writer.compared_inlines(caption, footnotes)),
        );
    }

    /// Compared running text. Neighbours under one mark stand under it together.
    pub(super) fn compared_inlines(&mut self, content: &'a [ComparedInline], footnotes: &[Footnote]) {
        let state = |inline: &ComparedInline| match inline {
            ComparedInline::Kept(_) => 0,
            ComparedInline::Added(_) => 1,
            ComparedInline::Removed(_) => 2,
            ComparedInline::Within { .. } => 3,
        };
        for run in content.chunk_by(|a, b| state(a) == state(b)) {
            let inlines = || -> Vec<Inline> {
                let inline = |compared: &ComparedInline| match compared {
                    ComparedInline::Kept(inline) | ComparedInline::Added(inline) | ComparedInline::Removed(inline) => {
                        Some(inline.clone())
                    }
                    ComparedInline::Within { .. } => None,
                };
                run.iter().filter_map(inline).collect()
            };
            match run.first() {
                Some(ComparedInline::Kept(_)) => self.inlines(&inlines(), footnotes),
                Some(ComparedInline::Added(_)) => {
                    self.showing(Showing::Added, |writer| writer.inlines(&inlines(), footnotes));
                }
                Some(ComparedInline::Removed(_)) => {
                    let earlier = self.earlier_footnotes();
                    self.showing(Showing::Removed, |writer| writer.inlines(&inlines(), &earlier));
                }
                Some(ComparedInline::Within { .. }) => {
                    for compared in run {
                        if let ComparedInline::Within { later, content, .. } = compared {
                            self.within(later.span, |writer| {
                                writer.wrapped(&later.kind, |writer| writer.compared_inlines(content, footnotes));
                            });
                        }
                    }
                }
                None => {}
            }
        }
    }

    fn earlier_footnotes(&self) -> Vec<Footnote> {
        let text = self.review.as_ref().and_then(|review| review.text);
        text.map_or_else(Vec::new, |text| {
            text.earlier_footnotes.iter().map(|earlier| earlier.footnote.clone()).collect()
        })
    }
}

/// The block that is held, of either state.
fn held(compared: &ComparedBlock) -> &Block {
    match compared {
        ComparedBlock::Kept(block)
        | ComparedBlock::Added(block)
        | ComparedBlock::Removed(block)
        | ComparedBlock::MovedAway { block, .. } => block,
        ComparedBlock::MovedHere { block, .. } => held(block),
        ComparedBlock::Revised(revised) => &revised.later,
    }
}

/// The block as it is now, if it is there.
fn later(compared: &ComparedBlock) -> Option<&Block> {
    match compared {
        ComparedBlock::Removed(_) | ComparedBlock::MovedAway { .. } => None,
        other => Some(held(other)),
    }
}

fn title(kind: &BlockKind) -> Option<&str> {
    match kind {
        BlockKind::KeyMessages { title, .. } | BlockKind::GoodPractice { title, .. } => title.as_deref(),
        _ => None,
    }
}
