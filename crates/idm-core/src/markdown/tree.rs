//! What prose is: blocks of inlines, named as Pandoc names them, each with its place in the author's file.

use super::written::Words;
use crate::source::{SourceId, Span};

/// A whole text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Prose {
    /// The text's blocks in order.
    pub blocks: Vec<Block>,
    /// The footnotes in the order of their first mention: number 1 is at index 0.
    pub footnotes: Vec<Footnote>,
}

/// A footnote's text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Footnote {
    /// The name it is called by, `a` in `[^a]`.
    pub name: String,
    /// Where it is printed, and under which number.
    pub place: NotePlace,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Its definition.
    pub span: Span,
}

/// Where a footnote is printed. Numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotePlace {
    /// At the foot of the page, numbered through the text.
    Page(usize),
    /// Below the table that alone calls it, numbered by letters through the table.
    Table(usize),
}

impl NotePlace {
    /// The number as readers see it: `1`, or `a`; the letter after `z` is `aa`.
    pub fn mark(self) -> String {
        match self {
            Self::Page(number) => number.to_string(),
            Self::Table(number) => letters(number as u64),
        }
    }
}

/// A number in letters, from `a` for 1; the letter after `z` is `aa`.
fn letters(number: u64) -> String {
    let mut rest = number;
    let mut letters = vec![];
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'a' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// A number in Roman figures; in Arabic ones where there are none, which is 0 and far beyond any list.
pub(super) fn roman(number: u64) -> String {
    const FIGURES: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut roman = String::new();
    for (value, figure) in FIGURES {
        while rest >= value {
            roman.push_str(figure);
            rest -= value;
        }
    }
    roman
}

/// Names a text among all of a project: the file that it stands in, and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId {
    /// The file.
    pub source: SourceId,
    /// Counts the texts of the file, from 0.
    pub number: u32,
}

/// Names a picture, a table or a box among all of a project, so that what is found out about it can be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handle {
    /// The text that it stands in.
    pub text: TextId,
    /// Counts what has a handle in the text, from 0.
    pub number: u32,
}

impl Handle {
    /// Stands for none, for texts that are compared without regard to where they stand.
    pub(crate) const NONE: Self = Self { text: TextId { source: Span::NOWHERE.source, number: u32::MAX }, number: 0 };
}

impl Default for Handle {
    fn default() -> Self {
        Self::NONE
    }
}

/// A paragraph, a heading, a list and so on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

impl Block {
    /// By which the number of a figure, a table or a box is found; none for anything else.
    pub(crate) fn handle(&self) -> Option<Handle> {
        match &self.kind {
            BlockKind::Figure(figure) => Some(figure.image.handle),
            BlockKind::Table(table) => Some(table.handle),
            BlockKind::GoodPractice { handle, .. } => Some(*handle),
            _ => None,
        }
    }

    /// Whether it holds nothing but editors' notes: these stand in the margin of drafts, and nothing is printed for what
    /// holds them.
    pub(crate) fn says_nothing(&self) -> bool {
        match &self.kind {
            BlockKind::EditorsNote { .. } => true,
            BlockKind::Paragraph(content) => {
                let is_note = |inline: &Inline| matches!(inline.kind, InlineKind::EditorsNote(_));
                let is_gap = |inline: &Inline| match &inline.kind {
                    InlineKind::SoftBreak | InlineKind::HardBreak => true,
                    InlineKind::Text(words) => words.trim().is_empty(),
                    _ => false,
                };
                content.iter().any(is_note) && content.iter().all(|inline| is_note(inline) || is_gap(inline))
            }
            BlockKind::List { items, .. } => !items.is_empty() && items.iter().all(Item::says_nothing),
            BlockKind::BlockQuote(blocks) => !blocks.is_empty() && blocks.iter().all(Self::says_nothing),
            // They print something of their own: a title, a speaker, a frame.
            BlockKind::KeyMessages { .. }
            | BlockKind::GoodPractice { .. }
            | BlockKind::Quotation { .. }
            | BlockKind::Heading { .. }
            | BlockKind::Code { .. }
            | BlockKind::Table(_)
            | BlockKind::ThematicBreak
            | BlockKind::Figure(_) => false,
        }
    }
}

impl Item {
    /// Whether it holds nothing but editors' notes.
    pub(crate) fn says_nothing(&self) -> bool {
        !self.blocks.is_empty() && self.blocks.iter().all(Block::says_nothing)
    }
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading; `level` is the author's, from 1 to 6.
    Heading {
        /// From 1 to 6.
        level: u8,
        /// The identifier in braces.
        id: Option<Identifier>,
        /// The words.
        content: Vec<Inline>,
    },
    /// A list with bullets or numbers.
    List {
        /// The first number of a numbered list; letters count from `a`, which is 1.
        start: Option<u64>,
        /// How its items are numbered; without a meaning in a list with bullets.
        numbering: Numbering,
        /// Whether no item is set off by blank lines.
        tight: bool,
        /// The items.
        items: Vec<Item>,
    },
    /// A Markdown quotation (`>`).
    BlockQuote(Vec<Block>),
    /// Code, fenced or indented.
    Code {
        /// The language named after the fence.
        language: Option<String>,
        /// The code as it stands.
        text: String,
    },
    /// A table, with its caption if it stands in a `:::table` block.
    Table(Table),
    /// A line across.
    ThematicBreak,
    /// A picture that stands by itself.
    Figure(Figure),
    /// `:::key-messages`.
    KeyMessages {
        /// The `title` key.
        title: Option<String>,
        /// What stands in it.
        blocks: Vec<Block>,
    },
    /// `:::good-practice`.
    GoodPractice {
        /// By which its number is found.
        handle: Handle,
        /// The identifier in braces.
        id: Option<Identifier>,
        /// The `title` key.
        title: Option<String>,
        /// What stands in it.
        blocks: Vec<Block>,
    },
    /// `:::quote`.
    Quotation {
        /// Who said it: a person's identifier, or plain text.
        by: Option<Identifier>,
        /// Where it is recorded: the `source` and `locator` keys.
        source: Option<Target>,
        /// What was said.
        blocks: Vec<Block>,
    },
    /// `:::note`, never in the publication.
    EditorsNote {
        /// Who wrote it.
        by: Option<String>,
        /// What it says.
        blocks: Vec<Block>,
    },
}

/// How the items of a list are numbered: `1.`, `(a)`, `iv)`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Numbering {
    /// What counts.
    pub count: Count,
    /// What stands around it.
    pub sign: Sign,
}

/// What counts in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Count {
    /// 1, 2, 3.
    #[default]
    Figures,
    /// a, b, c.
    Letters,
    /// i, ii, iii.
    Roman,
}

/// What stands around the number of a list's item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sign {
    /// `1.`
    #[default]
    Point,
    /// `1)`
    Bracket,
    /// `(1)`
    Brackets,
}

impl Numbering {
    /// An item's number as readers see it: `3.`, `(c)`, `iii)`.
    pub fn mark(self, number: u64) -> String {
        let number = match self.count {
            Count::Figures => number.to_string(),
            Count::Letters => letters(number),
            Count::Roman => roman(number),
        };
        match self.sign {
            Sign::Point => format!("{number}."),
            Sign::Bracket => format!("{number})"),
            Sign::Brackets => format!("({number})"),
        }
    }
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item {
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// Where it stands, its marker included.
    pub span: Span,
}

/// An identifier as the author wrote it, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identifier {
    /// The identifier, without `#` or prefix.
    pub name: String,
    /// Where it is written.
    pub span: Span,
}

/// A table. Each row has as many cells as the header.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Table {
    /// By which its number is found.
    pub handle: Handle,
    /// The identifier in braces.
    pub id: Option<Identifier>,
    /// The blocks before the table in a `:::table`.
    pub caption: Option<Vec<Inline>>,
    /// The `source` key.
    pub source: Option<Target>,
    /// The `wide` key: what is done about a table that is wider than the text.
    pub wide: Option<Wide>,
    /// The `columns` key: how wide the columns are in proportion to each other. Empty, or one for each column.
    pub widths: Vec<u8>,
    /// The `row-headers` key: whether the first column names the rows.
    pub row_headers: bool,
    /// How each column is set.
    pub alignments: Vec<Alignment>,
    /// The header row.
    pub header: Vec<Cell>,
    /// The other rows.
    pub rows: Vec<Vec<Cell>>,
}

/// What is done about a table that is wider than the text. Any table is set smaller as far as its words need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wide {
    /// It stands on pages of its own, which are turned.
    Turn,
    /// It is set smaller until its lines need not be broken.
    Shrink,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cell {
    /// What stands in it.
    pub content: Vec<Inline>,
    /// Where it stands.
    pub span: Span,
}

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// As the template likes.
    Auto,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// A picture with its caption.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Figure {
    /// The identifier in braces.
    pub id: Option<Identifier>,
    /// The picture.
    pub image: Image,
    /// What stands below it.
    pub caption: Option<Vec<Inline>>,
    /// The `source` key.
    pub source: Option<Target>,
    /// The `width` key: how many per cent of the text's width the picture takes. Left out, it follows from the picture.
    pub width: Option<u8>,
    /// Whether it is numbered: one made by `:::figure` is, a bare image is not.
    pub numbered: bool,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Image {
    /// By which its file is found, and the number of a figure that shows it.
    pub handle: Handle,
    /// Its path as the author wrote it, relative to the file that names it.
    pub path: String,
    /// Where the path is written.
    pub path_span: Span,
    /// What it shows, for those who cannot see it. Never blank in a text that passed the checks.
    pub alt: String,
    /// The SHA-256 of what the file holds, in hexadecimal digits, by which two states of it are told apart; none if it
    /// cannot be read.
    pub content: Option<String>,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it stands.
    pub span: Span,
}

impl Inline {
    /// Words that stand somewhere in `span`.
    pub fn text(words: impl Into<Words>, span: Span) -> Self {
        Self { kind: InlineKind::Text(words.into()), span }
    }
}

/// The kinds of inline.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum InlineKind {
    /// Words, entities and escapes resolved, expressions evaluated.
    Text(Words),
    /// A line's end in the file: a space on the page.
    SoftBreak,
    /// A line's end on the page.
    HardBreak,
    /// `*…*`.
    Emphasis(Vec<Inline>),
    /// `**…**`.
    Strong(Vec<Inline>),
    /// `^…^`.
    Superscript(Vec<Inline>),
    /// `~…~`.
    Subscript(Vec<Inline>),
    /// Code in the line.
    Code(Words),
    /// A link to an address outside.
    Link {
        /// The address.
        url: String,
        /// What is printed.
        content: Vec<Inline>,
    },
    /// A picture in the line.
    Image(Image),
    /// A footnote's mark: an index into [`Prose::footnotes`].
    FootnoteReference(usize),
    /// `[@a; @b, p. 4]` or `[text](@a)`: citations and cross-references alike, told apart once all records are known.
    Reference {
        /// What is referred to; at least one.
        targets: Vec<Target>,
        /// The author's own words in place of the generated ones.
        content: Option<Vec<Inline>>,
    },
    /// `[mot](lang:fr)`.
    Foreign {
        /// The language, `fr`.
        language: String,
        /// The words.
        content: Vec<Inline>,
    },
    /// `[term](index:Subject)`.
    IndexTerm {
        /// The entry of the index, with its sub-entry behind [`SUB_ENTRY`].
        subject: String,
        /// The words.
        content: Vec<Inline>,
    },
    /// `%%…%%`, never in the publication.
    EditorsNote(Vec<Inline>),
}

/// What parts a sub-entry of the index from the entry that it stands in: `Capacity; of States`.
pub const SUB_ENTRY: char = ';';

/// What a reference points at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// The prefix before the colon, `rec`.
    pub prefix: Option<String>,
    /// The identifier or reference key.
    pub id: String,
    /// Where in the cited work: what follows the comma.
    pub locator: Option<String>,
    /// The words before it: `see` in `[see @a]`.
    pub lead: Option<String>,
    /// Where it is written.
    pub span: Span,
}

impl Target {
    /// The prefix and identifier as they are written.
    pub fn written(&self) -> String {
        self.written_as(&self.id)
    }

    /// The prefix with another identifier.
    pub(crate) fn written_as(&self, id: &str) -> String {
        self.prefix.as_ref().map_or_else(|| id.to_owned(), |prefix| format!("{prefix}:{id}"))
    }
}

/// The text of inlines without any mark-up, as for metadata and bookmarks. Footnote marks and notes are left out.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain_text(inlines, &mut text);
    text
}

fn push_plain_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(words) | InlineKind::Code(words) => text.push_str(words),
            InlineKind::SoftBreak | InlineKind::HardBreak => text.push(' '),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Link { content, .. }
            | InlineKind::Foreign { content, .. }
            | InlineKind::IndexTerm { content, .. }
            | InlineKind::Reference { content: Some(content), .. } => push_plain_text(content, text),
            InlineKind::Image(image) => text.push_str(&image.alt),
            InlineKind::Reference { content: None, .. }
            | InlineKind::FootnoteReference(_)
            | InlineKind::EditorsNote(_) => {}
        }
    }
}
