//! A text together with its earlier self: what was kept, added, removed, moved or reworded, as one tree.
//!
//! Accepting every change gives back the later text, rejecting every change the earlier one.

use crate::markdown::tree::{Alignment, Block, Cell, Footnote, Inline, Item};

/// Which of the two states something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// To both.
    Kept,
    /// To the later one only.
    Added,
    /// To the earlier one only.
    Removed,
}

/// A whole text compared.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ComparedText {
    /// The blocks of both states.
    pub blocks: Vec<ComparedBlock>,
    /// The later footnotes, compared with their earlier selves. A mark that was kept or added has its index here.
    pub footnotes: Vec<ComparedFootnote>,
    /// The earlier footnotes. A mark that was removed has its index here.
    pub earlier_footnotes: Vec<EarlierFootnote>,
}

/// A later footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedFootnote {
    /// The footnote as it is now.
    pub footnote: Footnote,
    /// Its blocks compared.
    pub blocks: Vec<ComparedBlock>,
}

/// An earlier footnote.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlierFootnote {
    /// The footnote as it was.
    pub footnote: Footnote,
    /// The later footnote that it became: an index into [`ComparedText::footnotes`].
    pub kept_as: Option<usize>,
}

/// A block of either state or of both.
#[derive(Debug, Clone, PartialEq)]
pub enum ComparedBlock {
    /// The same in both. The later one is held, whose place in the file is the present one.
    Kept(Block),
    /// In the later state only.
    Added(Block),
    /// In the earlier state only.
    Removed(Block),
    /// Stands here now, and stood elsewhere. `number` ties it to its [`MovedAway`](Self::MovedAway).
    MovedHere {
        /// From 1, in the order of the later text.
        number: usize,
        /// The block: [`Kept`](Self::Kept), or [`Revised`](Self::Revised) if it was reworded as well.
        block: Box<ComparedBlock>,
    },
    /// Stood here, and stands elsewhere now.
    MovedAway {
        /// The number of its [`MovedHere`](Self::MovedHere).
        number: usize,
        /// The block as it was.
        block: Block,
    },
    /// In both states, with changes within.
    Revised(Box<RevisedBlock>),
}

/// A block with changes within.
#[derive(Debug, Clone, PartialEq)]
pub struct RevisedBlock {
    /// The block as it was.
    pub earlier: Block,
    /// The block as it is. Of the same kind as the earlier one.
    pub later: Block,
    /// What became of its content.
    pub content: RevisedContent,
}

/// What became of a block's content. What the two blocks of a [`RevisedBlock`] say beside their content (a heading's
/// level, a box's title, a list's first number) is compared by whoever needs it.
#[derive(Debug, Clone, PartialEq)]
pub enum RevisedContent {
    /// Of a paragraph or heading; of a figure, its caption.
    Line(Vec<ComparedInline>),
    /// Of a list.
    Items(Vec<ComparedItem>),
    /// Of a quotation or box.
    Blocks(Vec<ComparedBlock>),
    /// Of a table.
    Table(ComparedTable),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedItem {
    /// Whether the item as a whole is new or gone.
    pub mark: Mark,
    /// The item as it is, or as it was if it is gone.
    pub item: Item,
    /// Its blocks compared: all [`Added`](ComparedBlock::Added) in a new item, all
    /// [`Removed`](ComparedBlock::Removed) in one that is gone.
    pub blocks: Vec<ComparedBlock>,
}

/// A table compared by cell.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedTable {
    /// The caption.
    pub caption: Vec<ComparedInline>,
    /// The columns of both states.
    pub columns: Vec<ComparedColumn>,
    /// The header row, a cell for each column.
    pub header: Vec<ComparedCell>,
    /// The other rows of both states.
    pub rows: Vec<ComparedRow>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComparedColumn {
    /// Whether the column as a whole is new or gone.
    pub mark: Mark,
    /// How it is set, or was set if it is gone.
    pub alignment: Alignment,
    /// How it was set, if it is in both states.
    pub earlier_alignment: Option<Alignment>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedRow {
    /// Whether the row as a whole is new or gone.
    pub mark: Mark,
    /// A cell for each column of both states. Where row and column were never there together, the cell is empty.
    pub cells: Vec<ComparedCell>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedCell {
    /// The cell as it is, or as it was if its row or column is gone.
    pub cell: Cell,
    /// Its content compared.
    pub content: Vec<ComparedInline>,
}

/// A piece of running text of either state or of both.
#[derive(Debug, Clone, PartialEq)]
pub enum ComparedInline {
    /// The same in both; the later one is held.
    Kept(Inline),
    /// In the later state only.
    Added(Inline),
    /// In the earlier state only.
    Removed(Inline),
    /// In both, with changes within: emphasis, a link, a word in another language, an editor's note.
    Within {
        /// As it was.
        earlier: Inline,
        /// As it is: alike but for its content.
        later: Inline,
        /// What became of its content.
        content: Vec<ComparedInline>,
    },
}
