//! A compared text as a flat list of passages: one for each paragraph, item, row, and so on.

use super::super::tree::{
    ComparedBlock, ComparedCell, ComparedItem, ComparedTable, ComparedText, Mark, RevisedBlock, RevisedContent,
};
use super::runs::{Notes, Run, Runs, target};
use crate::markdown::tree::{Alignment, Block, BlockKind, Figure, Image, Table};
use crate::source::Span;

/// What became of a passage as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The same in both states.
    Kept,
    /// New.
    Added,
    /// Gone.
    Removed,
    /// With changes within.
    Revised,
    /// Stands here now, with or without changes; the number ties it to where it stood.
    MovedHere(usize),
    /// Stood here.
    MovedAway(usize),
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Passage {
    /// What it is: `paragraph`, `heading`, `item`, `row`, `caption`, `code`, `figure`, `attribute`, `break`, `footnote`.
    pub kind: &'static str,
    pub fate: Fate,
    pub runs: Vec<Run>,
    /// Where the later state has it; nothing if it is gone.
    pub place: Option<Span>,
}

impl Passage {
    /// Whether anything in it was added or removed.
    pub(crate) fn has_changes(&self) -> bool {
        self.runs.iter().any(|(mark, _)| *mark != Mark::Kept)
    }
}

/// The passages of a text; its footnotes come last.
pub(super) fn of_text(text: &ComparedText) -> Vec<Passage> {
    let notes = Notes::of(text);
    let mut passages = Passages { notes: &notes, list: vec![], moved: None, kind: None, place: None };
    passages.compared(&text.blocks);
    for note in &text.footnotes {
        passages.footnote(&note.footnote.name, |passages| passages.compared(&note.blocks));
    }
    for note in text.earlier_footnotes.iter().filter(|note| note.kept_as.is_none()) {
        passages.footnote(&note.footnote.name, |passages| passages.blocks(Mark::Removed, &note.footnote.blocks));
    }
    passages.list
}

/// The passages of a list of lines.
pub(super) fn of_items(items: &[ComparedItem]) -> Vec<Passage> {
    let notes = Notes::default();
    let mut passages = Passages { notes: &notes, list: vec![], moved: None, kind: None, place: None };
    passages.items(items);
    passages.list
}

struct Passages<'a> {
    notes: &'a Notes<'a>,
    list: Vec<Passage>,
    /// The move that everything now taken in belongs to.
    moved: Option<Fate>,
    /// What paragraphs are: an item's or a footnote's are named for it.
    kind: Option<&'static str>,
    /// Where the later state has what is now taken in.
    place: Option<Span>,
}

impl Passages<'_> {
    fn push(&mut self, kind: &'static str, fill: impl FnOnce(&mut Runs)) {
        let mut runs = Runs::new(self.notes);
        fill(&mut runs);
        let runs = runs.finish();
        let all = |mark| runs.iter().all(|(other, _)| *other == mark);
        let fate = match self.moved {
            Some(moved) => moved,
            None if all(Mark::Kept) => Fate::Kept,
            None if all(Mark::Added) => Fate::Added,
            None if all(Mark::Removed) => Fate::Removed,
            None => Fate::Revised,
        };
        if !runs.is_empty() {
            let place = self.place.filter(|_| !matches!(fate, Fate::Removed | Fate::MovedAway(_)));
            self.list.push(Passage { kind, fate, runs, place });
        }
    }

    /// Takes in what stands at a place of the later state.
    fn at(&mut self, place: Option<Span>, fill: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.place, place);
        fill(self);
        self.place = outer;
    }

    fn within(&mut self, kind: &'static str, fill: impl FnOnce(&mut Self)) {
        let outer = self.kind.replace(kind);
        fill(self);
        self.kind = outer;
    }

    fn footnote(&mut self, name: &str, fill: impl FnOnce(&mut Self)) {
        let first = self.list.len();
        self.within("footnote", fill);
        if let Some(passage) = self.list.get_mut(first) {
            let name = format!("[^{name}]: ");
            match (passage.fate, passage.runs.first_mut()) {
                (Fate::Added | Fate::Removed, Some((_, text))) | (_, Some((Mark::Kept, text))) => {
                    text.insert_str(0, &name);
                }
                _ => passage.runs.insert(0, (Mark::Kept, name)),
            }
        }
    }

    fn compared(&mut self, blocks: &[ComparedBlock]) {
        for block in blocks {
            match block {
                ComparedBlock::Kept(block) => self.block(Mark::Kept, block),
                ComparedBlock::Added(block) => self.block(Mark::Added, block),
                ComparedBlock::Removed(block) => self.block(Mark::Removed, block),
                ComparedBlock::MovedHere { number, block } => {
                    let outer = self.moved.replace(Fate::MovedHere(*number));
                    self.compared(std::slice::from_ref(block));
                    self.moved = outer;
                }
                ComparedBlock::MovedAway { number, block } => {
                    let outer = self.moved.replace(Fate::MovedAway(*number));
                    self.block(Mark::Removed, block);
                    self.moved = outer;
                }
                ComparedBlock::Revised(revised) => self.revised(revised),
            }
        }
    }

    fn revised(&mut self, revised: &RevisedBlock) {
        self.at(Some(revised.later.span), |passages| passages.revised_here(revised));
    }

    fn revised_here(&mut self, revised: &RevisedBlock) {
        let RevisedBlock { earlier, later, content } = revised;
        match content {
            RevisedContent::Line(line) => {
                let kind = match &later.kind {
                    BlockKind::Heading { .. } => "heading",
                    BlockKind::Figure(_) => "caption",
                    _ => self.kind.unwrap_or("paragraph"),
                };
                self.push(kind, |runs| runs.compared(line));
            }
            RevisedContent::Items(items) => self.items(items),
            RevisedContent::Blocks(blocks) => self.compared(blocks),
            RevisedContent::Table(table) => self.compared_table(table),
        }
        self.attributes(&attributes(&earlier.kind), &attributes(&later.kind));
        if let (BlockKind::Figure(old), BlockKind::Figure(new)) = (&earlier.kind, &later.kind)
            && is_replaced(&old.image, &new.image)
        {
            self.push("attribute", |runs| {
                runs.push(Mark::Kept, &format!("picture: {}", new.image.path));
                runs.push(Mark::Added, " (replaced)");
            });
        }
    }

    /// What two states of a block say beside their content, where it differs.
    fn attributes(&mut self, earlier: &[(&'static str, String)], later: &[(&'static str, String)]) {
        for ((name, earlier), (_, later)) in earlier.iter().zip(later) {
            if earlier != later {
                self.push("attribute", |runs| {
                    runs.push(Mark::Kept, &format!("{name}: "));
                    runs.replaced(earlier, later);
                });
            }
        }
    }

    fn items(&mut self, items: &[ComparedItem]) {
        self.within("item", |passages| {
            for item in items {
                passages.compared(&item.blocks);
            }
        });
    }

    fn compared_table(&mut self, table: &ComparedTable) {
        self.push("caption", |runs| runs.compared(&table.caption));
        let row = |cells: &[ComparedCell], runs: &mut Runs| {
            for (at, cell) in cells.iter().enumerate() {
                let mark = table.columns.get(at).map_or(Mark::Kept, |column| column.mark);
                runs.push(mark, if at == 0 { "" } else { " | " });
                runs.compared(&cell.content);
            }
        };
        // A cell of a column or row that is gone stands in the earlier state.
        let place = |mark: Mark, cells: &[ComparedCell]| {
            let here = table.columns.iter().zip(cells).filter(|(column, _)| column.mark != Mark::Removed);
            let spans = here.map(|(_, cell)| cell.cell.span).filter(|_| mark != Mark::Removed);
            spans.reduce(Span::to)
        };
        self.at(place(Mark::Kept, &table.header), |passages| passages.push("row", |runs| row(&table.header, runs)));
        for cells in &table.rows {
            let place = place(cells.mark, &cells.cells);
            self.at(place, |passages| passages.push("row", |runs| row(&cells.cells, runs)));
        }
        for column in &table.columns {
            let now = alignment(column.alignment);
            let before = column.earlier_alignment.map_or(now, alignment);
            self.attributes(&[("alignment", before.to_owned())], &[("alignment", now.to_owned())]);
        }
    }

    fn blocks(&mut self, mark: Mark, blocks: &[Block]) {
        for block in blocks {
            self.block(mark, block);
        }
    }

    fn block(&mut self, mark: Mark, block: &Block) {
        self.at(Some(block.span).filter(|_| mark != Mark::Removed), |passages| passages.block_here(mark, block));
    }

    fn block_here(&mut self, mark: Mark, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => {
                self.push(self.kind.unwrap_or("paragraph"), |runs| runs.line(mark, content));
            }
            BlockKind::Heading { content, .. } => self.push("heading", |runs| runs.line(mark, content)),
            BlockKind::List { items, .. } => self.within("item", |passages| {
                for item in items {
                    passages.blocks(mark, &item.blocks);
                }
            }),
            BlockKind::BlockQuote(blocks) => self.blocks(mark, blocks),
            BlockKind::Code { text, .. } => self.push("code", |runs| runs.push(mark, text)),
            BlockKind::Table(table) => self.table(mark, table),
            BlockKind::ThematicBreak => self.push("break", |runs| runs.push(mark, "* * *")),
            BlockKind::Figure(figure) => self.figure(mark, figure),
            BlockKind::KeyMessages { title, blocks } | BlockKind::GoodPractice { title, blocks, .. } => {
                self.push("heading", |runs| runs.push(mark, title.as_deref().unwrap_or_default()));
                self.blocks(mark, blocks);
            }
            BlockKind::Quotation { by, source, blocks } => {
                self.blocks(mark, blocks);
                let by = by.iter().map(|by| by.name.clone());
                let from: Vec<String> = by.chain(source.iter().map(target)).collect();
                self.push("attribute", |runs| runs.push(mark, &from.join(", ")));
            }
            BlockKind::EditorsNote { blocks, .. } => {
                self.within("editors-note", |passages| passages.blocks(mark, blocks));
            }
        }
    }

    fn figure(&mut self, mark: Mark, figure: &Figure) {
        self.push("figure", |runs| runs.push(mark, &format!("![{}]({})", figure.image.alt, figure.image.path)));
        self.push("caption", |runs| runs.line(mark, figure.caption.as_deref().unwrap_or_default()));
    }

    fn table(&mut self, mark: Mark, table: &Table) {
        self.push("caption", |runs| runs.line(mark, table.caption.as_deref().unwrap_or_default()));
        for cells in std::iter::once(&table.header).chain(&table.rows) {
            self.push("row", |runs| {
                for (at, cell) in cells.iter().enumerate() {
                    runs.push(mark, if at == 0 { "" } else { " | " });
                    runs.line(mark, &cell.content);
                }
            });
        }
    }
}

/// What a block says beside its content, by name. Blocks of one kind have the same names.
fn attributes(kind: &BlockKind) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    match kind {
        BlockKind::Heading { level, .. } => vec![("level", level.to_string())],
        BlockKind::List { start, numbering, tight, .. } => vec![
            ("numbered from", start.map(|start| numbering.mark(start)).unwrap_or_default()),
            ("items", if *tight { "close" } else { "set off" }.to_owned()),
        ],
        BlockKind::Table(Table { source, row_headers, .. }) => {
            vec![("source", source.as_ref().map(target).unwrap_or_default()), ("row headers", yes(*row_headers))]
        }
        BlockKind::Figure(figure) => vec![
            ("picture", figure.image.path.clone()),
            ("alternative text", figure.image.alt.clone()),
            ("numbered", yes(figure.numbered)),
            ("source", figure.source.as_ref().map(target).unwrap_or_default()),
        ],
        BlockKind::KeyMessages { title, .. } | BlockKind::GoodPractice { title, .. } => vec![("title", text(title))],
        BlockKind::Quotation { by, source, .. } => vec![
            ("by", by.as_ref().map(|by| by.name.clone()).unwrap_or_default()),
            ("source", source.as_ref().map(target).unwrap_or_default()),
        ],
        BlockKind::EditorsNote { by, .. } => vec![("by", text(by))],
        BlockKind::Paragraph(_) | BlockKind::BlockQuote(_) | BlockKind::Code { .. } | BlockKind::ThematicBreak => {
            vec![]
        }
    }
}

fn yes(so: bool) -> String {
    if so { "yes" } else { "no" }.to_owned()
}

/// Whether a file of the same name holds another picture.
fn is_replaced(earlier: &Image, later: &Image) -> bool {
    earlier.path == later.path && earlier.content != later.content
}

fn alignment(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Auto => "as the template likes",
        Alignment::Left => "left",
        Alignment::Center => "middle",
        Alignment::Right => "right",
    }
}
