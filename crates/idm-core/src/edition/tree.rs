//! The printed tree: blocks and inlines in which everything that a reader sees has been decided.
//!
//! It has the shape of the authors' [Markdown tree](crate::markdown::tree), from which it is made, with the decisions taken:
//! references have their words and know where they lead, notes have their marks, and each node says what became of it
//! since an earlier state. A printer needs nothing else.

use crate::markdown::tree::{Alignment, Numbering, Wide};
use crate::model::AnchorKind;
use crate::source::Span;

/// What a node of one document is known by. Counted from 0 in the order in which the document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// What became of something since the earlier state that a document is compared with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Change {
    /// It stands in both states, or the document is compared with none.
    #[default]
    Kept,
    /// It is new.
    Inserted,
    /// It is gone.
    Deleted,
    /// It stood elsewhere.
    Moved,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq)]
pub struct Inline {
    /// What it is known by.
    pub id: NodeId,
    /// Where it came from. What is gone has no place in the present inputs.
    pub span: Option<Span>,
    /// What became of it.
    pub change: Change,
    /// What it is.
    pub kind: InlineKind,
}

/// The kinds of inline.
#[derive(Debug, Clone, PartialEq)]
pub enum InlineKind {
    /// Words.
    Words(String),
    /// An acronym where the document spells it out: both are printed.
    Abbreviation {
        /// The acronym as it is written there, in the plural perhaps.
        short: String,
        /// What it stands for.
        long: String,
        /// The letters of the language of those words, if it is not that of what is around them.
        language: Option<String>,
    },
    /// A space where the author's line ends.
    Space,
    /// The end of a line.
    Break,
    /// Code.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// What is raised: an ordinal's letters, a power.
    Superscript(Vec<Inline>),
    /// What is lowered: an index.
    Subscript(Vec<Inline>),
    /// A link to an address outside.
    Link {
        /// The address.
        url: String,
        /// What is printed.
        content: Vec<Inline>,
    },
    /// Words in another language.
    Foreign {
        /// Its two or three letters.
        language: String,
        /// A country's two letters.
        region: Option<String>,
        /// The words.
        content: Vec<Inline>,
    },
    /// Words that the index names.
    Indexed {
        /// The entry.
        subject: String,
        /// The words.
        content: Vec<Inline>,
    },
    /// A picture in the line.
    Picture(Picture),
    /// A cross-reference.
    Reference(Reference),
    /// Words of a citation that lead to an entry of the references.
    Citation {
        /// The label of the entry.
        label: String,
        /// What is printed.
        content: Vec<Inline>,
    },
    /// The mark of a note.
    NoteMark(NoteMark),
    /// The mark of an editor's note, which stands in the margin under that number.
    EditorsMark(usize),
}

/// A cross-reference: what is printed, and where it leads.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The label of what is named.
    pub label: String,
    /// What kind of thing it is.
    pub kind: AnchorKind,
    /// What is printed.
    pub words: ReferenceWords,
}

/// What a cross-reference prints.
#[derive(Debug, Clone, PartialEq)]
pub enum ReferenceWords {
    /// The author's own words.
    Own(Vec<Inline>),
    /// The kind, and the number with whatever tells it from others of that number: "Recommendation 3.2"; or the kind
    /// alone.
    Kind(String),
    /// The title, in quotation marks where it would run into the sentence around it.
    Title(Vec<Inline>),
}

/// The mark of a note, and the note itself where it is printed from there.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteMark {
    /// The number as readers see it: `1`, or `a`.
    pub number: String,
    /// Which mark of which note it is.
    pub note: Note,
}

/// What a note's mark stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// The first mark of a note at the foot of the page.
    Page {
        /// The note's label.
        label: String,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A further mark of a note at the foot of the page.
    Again {
        /// The note's label.
        label: String,
    },
    /// The mark of a note that stands below the table. In the head of a table, which is repeated on each page, nothing can
    /// be linked to or from.
    Table {
        /// The note's label.
        target: Option<String>,
        /// The mark's own label, to which the note leads back: that of the first mark.
        label: Option<String>,
    },
    /// The mark of a note that is gone from there.
    Gone {
        /// What the note said, if it stood at the foot of the page.
        blocks: Option<Vec<Block>>,
        /// Whether it is told elsewhere now.
        stays: bool,
    },
}

/// A paragraph, a heading, a list and so on.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is known by.
    pub id: NodeId,
    /// Where it came from.
    pub span: Option<Span>,
    /// What became of it as a whole.
    pub change: Change,
    /// What it is.
    pub kind: BlockKind,
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading.
    Heading(Heading),
    /// A list.
    List(List),
    /// Code, by its lines.
    Code(String),
    /// A table.
    Table(Table),
    /// A line across.
    ThematicBreak,
    /// A picture that stands by itself.
    Figure(Figure),
    /// A quotation of a text.
    BlockQuote(Vec<Block>),
    /// What to take away.
    KeyMessages {
        /// What stands above it.
        title: Option<Vec<Inline>>,
        /// What stands in it.
        blocks: Vec<Block>,
    },
    /// A box with good practice.
    GoodPractice {
        /// Its label.
        label: Option<String>,
        /// Its number.
        number: Option<String>,
        /// What stands above it.
        title: Option<Vec<Inline>>,
        /// What stands in it.
        blocks: Vec<Block>,
    },
    /// What somebody said.
    Quotation {
        /// Who said it.
        by: Option<Vec<Inline>>,
        /// Where it is recorded.
        source: Option<Vec<Inline>>,
        /// What was said.
        blocks: Vec<Block>,
    },
    /// The mark of an editor's note that stands by itself in the text.
    EditorsMark(usize),
    /// An editor's note in the margin, beside what follows.
    MarginNote(MarginNote),
    /// A passage of a draft.
    Passage(Passage),
    /// A place that can be linked to where nothing of its own is printed.
    Anchor(String),
}

/// A heading within a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// How deep it stands below the title of the text, from 1.
    pub depth: u8,
    /// Its label.
    pub label: Option<String>,
    /// The words.
    pub content: Vec<Inline>,
    /// The words as they stand in contents, bookmarks and wherever else they are printed again, if that is another form:
    /// without notes, and with nothing that leads anywhere.
    pub again: Option<String>,
    /// The entries of the index that name it.
    pub subjects: Vec<String>,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// The first number of a numbered list.
    pub start: Option<u64>,
    /// How the items of a numbered list are numbered.
    pub numbering: Numbering,
    /// Whether no item is set off from the others.
    pub tight: bool,
    /// The items.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Where it came from.
    pub span: Option<Span>,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its label.
    pub label: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// What stands above it.
    pub caption: Option<Vec<Inline>>,
    /// The caption as it stands in lists, if that is another form.
    pub again: Option<String>,
    /// The entries of the index that name it.
    pub subjects: Vec<String>,
    /// Where it was taken from.
    pub source: Option<Vec<Inline>>,
    /// What is done about a table that is wider than the text.
    pub wide: Option<Wide>,
    /// How wide the columns are in proportion to each other: none, or one for each.
    pub widths: Vec<u8>,
    /// Whether the first column names the rows.
    pub row_headers: bool,
    /// How each column is set.
    pub alignments: Vec<Alignment>,
    /// The header row.
    pub header: Vec<Cell>,
    /// The other rows.
    pub rows: Vec<Vec<Cell>>,
    /// The notes below it.
    pub notes: Vec<TableNote>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Where it came from.
    pub span: Option<Span>,
    /// What stands in it.
    pub content: Vec<Inline>,
}

/// A note below a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableNote {
    /// The number as readers see it.
    pub number: String,
    /// The note's label. What is gone has none.
    pub label: Option<String>,
    /// The label of its first mark.
    pub mark_label: Option<String>,
    /// Where it came from.
    pub span: Option<Span>,
    /// What became of it.
    pub change: Change,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A picture that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its label.
    pub label: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// The picture.
    pub picture: Picture,
    /// What stands below it.
    pub caption: Option<Vec<Inline>>,
    /// The caption as it stands in lists, if that is another form.
    pub again: Option<String>,
    /// The entries of the index that name it.
    pub subjects: Vec<String>,
    /// Where it was taken from.
    pub source: Option<Vec<Inline>>,
    /// How many per cent of the text's width the picture takes, if somebody has said so.
    pub width: Option<u8>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its path in the project, and where it is named. The pictures of an earlier state are not there to be shown.
    pub file: Option<(String, Span)>,
    /// How wide it may be set at most, in points; nothing if as wide as there is room.
    pub widest: Option<f64>,
    /// What it shows, in words.
    pub alt: String,
}

/// An editor's note.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginNote {
    /// The number of its mark.
    pub number: usize,
    /// Who wrote it.
    pub by: Option<String>,
    /// What it says.
    pub content: NoteContent,
}

/// What an editor's note says.
#[derive(Debug, Clone, PartialEq)]
pub enum NoteContent {
    /// One that stands in the line.
    Line(Vec<Inline>),
    /// One that stands by itself.
    Blocks(Vec<Block>),
}

/// A passage of a draft: a block that reviewers can name.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// What it is called; what is gone has no name.
    pub mark: Option<String>,
    /// What became of it, where something did.
    pub change: Option<PassageChange>,
    /// The block; two where a box had another title.
    pub blocks: Vec<Block>,
}

/// What became of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageChange {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It was reworded.
    Revised,
    /// It stood elsewhere: tied by its number to the place where it stood.
    MovedHere(usize),
    /// It stands elsewhere now.
    MovedAway(usize),
}

impl PassageChange {
    /// Its name for templates and lists of changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Revised => "revised",
            Self::MovedHere(_) => "moved-here",
            Self::MovedAway(_) => "moved-away",
        }
    }
}

/// The words of running text as they are printed a second time, in contents, lists and bookmarks: without notes, and without
/// mark-up.
pub fn plain_text(content: &[Inline]) -> String {
    joined(content, &|change| change != Change::Deleted)
}

/// Words without mark-up that stand together in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainRun {
    /// The words.
    pub words: String,
    /// The tag of their language, such as `fr-CA`, if it is not that of what is around them.
    pub language: Option<String>,
}

/// What [`plain_text`] says, with the words of each language apart.
pub fn plain_runs(content: &[Inline]) -> Vec<PlainRun> {
    let mut runs: Vec<PlainRun> = vec![];
    push_plain(content, None, &|change| change != Change::Deleted, &mut |words, language| match runs
        .last_mut()
        .filter(|last| last.language.as_deref() == language)
    {
        Some(last) => last.words.push_str(words),
        None => runs.push(PlainRun { words: words.to_owned(), language: language.map(str::to_owned) }),
    });
    runs
}

/// The same with the words that are gone.
pub(super) fn plain_text_of_all(content: &[Inline]) -> String {
    joined(content, &|_| true)
}

fn joined(content: &[Inline], shows: &dyn Fn(Change) -> bool) -> String {
    let mut text = String::new();
    push_plain(content, None, shows, &mut |words, _| text.push_str(words));
    text
}

/// Tells words one by one, each with the tag of the language that it is in, where that is not the language around.
fn push_plain(
    content: &[Inline],
    language: Option<&str>,
    shows: &dyn Fn(Change) -> bool,
    push: &mut dyn FnMut(&str, Option<&str>),
) {
    for inline in content.iter().filter(|inline| shows(inline.change)) {
        match &inline.kind {
            InlineKind::Words(words) | InlineKind::Code(words) => push(words, language),
            InlineKind::Abbreviation { short, .. } => push(short, language),
            InlineKind::Space | InlineKind::Break => push(" ", language),
            InlineKind::Foreign { language, region, content } => {
                push_plain(content, Some(&tag(language, region.as_deref())), shows, push);
            }
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Link { content, .. }
            | InlineKind::Indexed { content, .. }
            | InlineKind::Citation { content, .. } => push_plain(content, language, shows, push),
            InlineKind::Reference(reference) => match &reference.words {
                ReferenceWords::Own(content) | ReferenceWords::Title(content) => {
                    push_plain(content, language, shows, push);
                }
                ReferenceWords::Kind(words) => push(words, language),
            },
            InlineKind::Picture(picture) => push(&picture.alt, language),
            InlineKind::NoteMark(_) | InlineKind::EditorsMark(_) => {}
        }
    }
}

/// The tag of a language (BCP 47), with its region if it has one.
pub fn tag(language: &str, region: Option<&str>) -> String {
    region.map_or_else(|| language.to_owned(), |region| format!("{language}-{region}"))
}

/// The words of a heading as they are printed a second time, if that takes another form: where a note would be printed
/// twice, or words be looked up that a bookmark cannot hold.
pub(super) fn heading_again(content: &[Inline]) -> Option<String> {
    again(content, &|kind| is_mark(kind) || matches!(kind, InlineKind::Reference(_) | InlineKind::Citation { .. }))
}

/// The words of a caption as they are printed a second time, if that takes another form: where a note would be printed
/// twice.
pub(super) fn caption_again(content: &[Inline]) -> Option<String> {
    again(content, &is_mark)
}

fn is_mark(kind: &InlineKind) -> bool {
    matches!(kind, InlineKind::NoteMark(_) | InlineKind::EditorsMark(_))
}

fn again(content: &[Inline], differs: &dyn Fn(&InlineKind) -> bool) -> Option<String> {
    fn any(content: &[Inline], differs: &dyn Fn(&InlineKind) -> bool) -> bool {
        content.iter().any(|inline| {
            differs(&inline.kind)
                || match &inline.kind {
                    InlineKind::Emphasis(content)
                    | InlineKind::Strong(content)
                    | InlineKind::Superscript(content)
                    | InlineKind::Subscript(content)
                    | InlineKind::Link { content, .. }
                    | InlineKind::Foreign { content, .. }
                    | InlineKind::Indexed { content, .. } => any(content, differs),
                    _ => false,
                }
        })
    }
    let text = any(content, differs).then(|| plain_text(content))?;
    // The room that a mark leaves.
    let text = text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}
