//! What a Word file says: paragraphs, lists, tables, notes, pictures, comments and tracked changes, as values.
//!
//! Nothing is believed of a file: packages are unpacked up to a limit, elements are counted, nesting is bounded.

mod body;
mod numbering;
mod parts;
mod styles;
mod tree;

pub use parts::read;

/// What a Word file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WordDocument {
    /// The text.
    pub blocks: Vec<Block>,
    /// The notes, at the foot of pages or at the end, by the name that their marks bear.
    pub notes: Vec<(String, Vec<Block>)>,
    /// The comments, in the order of the file.
    pub comments: Vec<Comment>,
    /// The pictures that are shown, each by its path in the package.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// The tag of the language that its words are in where they say nothing else.
    pub language: Option<String>,
    /// The map that a draft of ours carries.
    pub map: Option<String>,
    /// The words of a draft of ours as they were sent.
    pub sent: Option<String>,
    /// What has no place here: what it is, and the heading that it stands under.
    pub lost: Vec<(String, String)>,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph, a heading, or the item of a list.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paragraph {
    /// What it is.
    pub role: Role,
    /// Its style's name, in small letters.
    pub style: String,
    /// The words.
    pub content: Vec<Inline>,
    /// Whether its end is new or gone.
    pub end: Option<Tracked>,
    /// Whether it is part of a table of contents.
    pub in_contents: bool,
}

/// What a paragraph is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// A heading of that level, from 1.
    Heading(u8),
    /// An item of a list.
    Item(Item),
}

/// The place of an item in its list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// How deep it stands, from 0.
    pub level: usize,
    /// The list, by a name of the file's own.
    pub list: String,
    /// How it is numbered, and the first number; nothing for bullets.
    pub number: Option<(Format, u64)>,
}

/// How items are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// 1, 2, 3.
    Figures,
    /// a, b, c, small or large.
    Letters,
    /// i, ii, iii, small or large.
    Roman,
}

/// A table: rows of cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Whether it is repeated at the head of each page.
    pub is_header: bool,
    /// Whether it is new or gone.
    pub tracked: Option<Tracked>,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// How many columns it spans.
    pub columns: usize,
    /// Whether it goes on with the cell above.
    pub goes_on: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Words of one look and one state.
    Words {
        /// The words.
        text: String,
        /// How they look.
        look: Look,
        /// Whether they are new or gone.
        tracked: Option<Tracked>,
    },
    /// The end of a line.
    Break,
    /// A link.
    Link {
        /// The address, or `#` and a bookmark.
        target: String,
        /// The words.
        content: Vec<Inline>,
    },
    /// The mark of a note.
    Note {
        /// Its name among the notes.
        name: String,
        /// Whether it is new or gone.
        tracked: Option<Tracked>,
    },
    /// A picture.
    Picture {
        /// Its path among the pictures.
        path: String,
        /// What it shows.
        alt: String,
    },
    /// A bookmark begins.
    Bookmark(String),
    /// A comment's words begin.
    CommentStart(String),
    /// A comment's words end.
    CommentEnd(String),
    /// The sign that a comment stands here.
    CommentSign(String),
    /// The number of a caption, which the program that wrote the file has counted.
    Number(Vec<Inline>),
}

/// How words look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Strong.
    pub bold: bool,
    /// Emphasis.
    pub italic: bool,
    /// Struck through.
    pub struck: bool,
    /// Raised.
    pub raised: bool,
    /// Lowered.
    pub lowered: bool,
    /// Code.
    pub code: bool,
    /// The tag of the language that the file says they are in.
    pub language: Option<String>,
}

/// Something that is new or gone since the file was last settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// What became of it.
    pub kind: TrackedKind,
    /// Who did it.
    pub author: String,
    /// When, as the file says it.
    pub date: String,
}

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackedKind {
    /// It is new.
    Inserted,
    /// It is gone.
    Deleted,
    /// It stood elsewhere.
    MovedHere,
    /// It stands elsewhere now.
    MovedAway,
}

impl TrackedKind {
    /// Whether it is there once the change is accepted.
    pub fn stays(self) -> bool {
        matches!(self, Self::Inserted | Self::MovedHere)
    }
}

/// A comment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comment {
    /// Its name, which its marks bear.
    pub name: String,
    /// Who wrote it.
    pub author: String,
    /// When, as the file says it.
    pub date: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// The name of the comment that it answers.
    pub answers: Option<String>,
    /// Whether somebody has called it done.
    pub is_done: bool,
}

/// Who said or did something, and on which day.
pub(crate) fn signed(author: &str, date: &str) -> String {
    let author = if author.trim().is_empty() { "unknown" } else { author.trim() };
    match date.get(..10) {
        Some(day) => format!("{author}, {day}"),
        None => author.to_owned(),
    }
}

impl Comment {
    /// Who said it, on which day, and what, in one line.
    pub fn told(&self) -> String {
        format!("{}: {}", signed(&self.author, &self.date), self.text())
    }

    /// Its words in one line, paragraphs parted by a stroke.
    pub fn text(&self) -> String {
        let paragraphs = self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(words(&paragraph.content, Changes::Accept).trim().to_owned()),
            Block::Table(_) => None,
        });
        paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" / ")
    }
}

/// How tracked changes are taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Changes {
    /// As if all were accepted.
    #[default]
    Accept,
    /// As if all were rejected.
    Reject,
}

impl Changes {
    /// Whether what was tracked so is there.
    pub fn keeps(self, tracked: Option<&Tracked>) -> bool {
        tracked.is_none_or(|tracked| tracked.kind.stays() == (self == Self::Accept))
    }
}

/// Every change that is tracked, in the order of the text, with its words. The end of a paragraph has none.
pub fn changes(document: &WordDocument) -> Vec<(Tracked, String)> {
    fn inlines(content: &[Inline], found: &mut Vec<(Tracked, String)>) {
        for inline in content {
            match inline {
                Inline::Words { text, tracked: Some(tracked), .. } => match found.last_mut() {
                    Some((last, words)) if last == tracked => words.push_str(text),
                    _ => found.push((tracked.clone(), text.clone())),
                },
                Inline::Note { tracked: Some(tracked), .. } => found.push((tracked.clone(), String::new())),
                Inline::Link { content, .. } | Inline::Number(content) => inlines(content, found),
                _ => {}
            }
        }
    }
    fn blocks(list: &[Block], found: &mut Vec<(Tracked, String)>) {
        for block in list {
            match block {
                Block::Paragraph(paragraph) => {
                    inlines(&paragraph.content, found);
                    found.extend(paragraph.end.clone().map(|end| (end, String::new())));
                }
                Block::Table(table) => {
                    for row in &table.rows {
                        found.extend(row.tracked.clone().map(|tracked| (tracked, String::new())));
                        row.cells.iter().for_each(|cell| blocks(&cell.blocks, found));
                    }
                }
            }
        }
    }
    let mut found = vec![];
    blocks(&document.blocks, &mut found);
    document.notes.iter().for_each(|(_, note)| blocks(note, &mut found));
    found
}

/// The words of running text once changes are taken so; a break is a space.
pub fn words(content: &[Inline], changes: Changes) -> String {
    let mut text = String::new();
    for inline in content {
        match inline {
            Inline::Words { text: words, tracked, .. } if changes.keeps(tracked.as_ref()) => text.push_str(words),
            Inline::Break => text.push(' '),
            Inline::Link { content, .. } | Inline::Number(content) => text.push_str(&words(content, changes)),
            _ => {}
        }
    }
    text
}

/// Why a Word file cannot be read: a sentence without a full stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is no zip package.
    #[error("it is no .docx file")]
    NoPackage,
    /// It is encrypted, or a file of an older Word.
    #[error("it is encrypted, or a .doc file of an older Word: save it as .docx without a password")]
    Encrypted,
    /// Something in it is too large.
    #[error("{what} is larger than {} MiB", .limit / 1024 / 1024)]
    TooLarge {
        /// What.
        what: String,
        /// How many bytes there may be.
        limit: u64,
    },
    /// There is too much of something in it.
    #[error("it has more than {limit} {what}")]
    TooMany {
        /// What.
        what: &'static str,
        /// How many there may be.
        limit: usize,
    },
    /// A part cannot be unpacked or is no XML.
    #[error("its part `{part}` is broken")]
    BrokenPart {
        /// The part.
        part: String,
    },
    /// Elements lie too deep within each other.
    #[error("in its part `{part}` elements lie more than {limit} deep within each other")]
    TooDeep {
        /// The part.
        part: String,
        /// How deep they may lie.
        limit: usize,
    },
    /// A part declares entities of its own.
    #[error("its part `{part}` declares entities, which no Word file does")]
    Entities {
        /// The part.
        part: String,
    },
    /// It holds no document.
    #[error("it holds no text of Word")]
    NoDocument,
}
