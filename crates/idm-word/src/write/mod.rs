//! A draft as a Word file, printed from the same tree as the PDF.
//!
//! Nothing is decided here but what Word is told: styles, fields, tracked changes, comments. The document is written twice:
//! the first time to learn what it has bookmarks for, since a reference may come before what it leads to.

mod blocks;
mod body;
mod book;
mod draft;
mod inlines;
mod lists;
mod package;
mod places;
mod records;
mod runs;
mod styles;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use idm_core::edition::tree::{Block, BlockKind, MarginNote};
use idm_core::edition::{Document, Labels, PrintedWords, text_of};
use idm_core::model::Date;
use idm_core::remarks::map::DraftMap;
use idm_core::remarks::passages::Passage;

use body::{Known, Typefaces, Writer};
pub use book::Pages;
use places::Places;

/// A picture as Word shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// PNG, JPEG or GIF.
    pub bytes: Vec<u8>,
    /// The ending of its file's name, which says what it is: `png`, `jpeg`, `gif`.
    pub ending: &'static str,
    /// Its pixels across.
    pub width: u32,
    /// Its pixels down.
    pub height: u32,
}

impl Picture {
    /// Takes the bytes of a picture of pixels. PNG, JPEG and GIF stay as they are, others become PNG. None if they are no
    /// such picture.
    pub fn of_pixels(bytes: &[u8]) -> Option<Self> {
        use image::ImageFormat;
        let format = image::guess_format(bytes).ok()?;
        let (width, height) =
            image::ImageReader::with_format(std::io::Cursor::new(bytes), format).into_dimensions().ok()?;
        let ending = match format {
            ImageFormat::Png => "png",
            ImageFormat::Jpeg => "jpeg",
            ImageFormat::Gif => "gif",
            _ => {
                let picture = image::load_from_memory_with_format(bytes, format).ok()?;
                let mut png = std::io::Cursor::new(vec![]);
                picture.write_to(&mut png, ImageFormat::Png).ok()?;
                return Some(Self { bytes: png.into_inner(), ending: "png", width, height });
            }
        };
        Some(Self { bytes: bytes.to_vec(), ending, width, height })
    }

    /// Its part's path below `word/`.
    fn target(&self, path: &str) -> String {
        let name: String =
            path.chars().map(|character| if character.is_ascii_alphanumeric() { character } else { '-' }).collect();
        format!("media/{name}.{}", self.ending)
    }
}

/// How a Word file looks: colours as six hexadecimal digits, and names of fonts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the design's tokens")]
pub struct Design {
    pub ink: String,
    pub deep: String,
    pub accent: String,
    pub link: String,
    pub muted: String,
    pub rule: String,
    pub tint: String,
    pub serif: String,
    pub sans: String,
    /// For Chinese, Japanese and Korean letters.
    pub east_asian: String,
    /// For Arabic, Hebrew, Thai, Khmer and other letters that Word counts as complex.
    pub complex: String,
}

/// What a Word file is made of.
#[derive(Debug, Clone, Copy)]
pub struct Manuscript<'a> {
    /// What is printed.
    pub document: &'a Document,
    /// The words that the program itself prints.
    pub labels: &'a Labels,
    /// The letters of the document's language, and its tag with the region.
    pub language: (&'a str, &'a str),
    /// The pictures by their paths in the project. One that is not among them is told by its words.
    pub pictures: &'a BTreeMap<String, Picture>,
    /// How it looks.
    pub design: &'a Design,
    /// `a4` or another paper of the publication's.
    pub paper: &'a str,
    /// The title among the file's properties.
    pub title: &'a str,
    /// Who is named as its author.
    pub author: &'a str,
    /// The day of the state that it shows: that of its tracked changes.
    pub date: Option<Date>,
    /// The draft's name, at the foot of each page.
    pub name: &'a str,
}

/// What a draft carries besides.
#[derive(Debug, Clone, Copy)]
pub struct Review<'a> {
    /// The passages, which become bookmarks.
    pub passages: &'a [Passage],
    /// The map of them.
    pub map: &'a DraftMap,
}

/// The Word file of a draft.
pub fn draft(manuscript: &Manuscript, review: &Review) -> Vec<u8> {
    let places = Places::new(review.passages);
    let (writer, head, foot) = written(manuscript, &places, &|writer| writer.draft(manuscript.document));
    let last = writer.section(true);
    package::pack(manuscript, writer, &last, &[head, foot], Some(review.map))
}

/// The title of a draft among the properties of its file, in the words of its language: that of its PDF.
pub fn draft_title(document: &Document, labels: &Labels, language: &str) -> String {
    let words = PrintedWords::new(labels, language);
    let record =
        document.modules.get("panel").and_then(|module| records::record_of(records::of(Some(module), "record")));
    let text = |name: &str| text_of(record.and_then(|record| record.get(name)));
    let title = match (text("subject"), text("title-text")) {
        ("panel", title) => {
            let title = if title.is_empty() { words.get("title-to-be-supplied") } else { title };
            format!("{} {}. {title}", words.get("kind.panel"), text("number"))
        }
        (_, title) => title.to_owned(),
    };
    words.fill("draft.title", &[("title", &title), ("kind", words.get("draft.kind"))])
}

/// The Word file of the book, and the names of values that it does not print though it knows of no reason. `pages` are those of
/// the PDF of the same book, and `fonts` its typefaces.
pub fn book<'a>(manuscript: &Manuscript<'a>, pages: Pages<'a>, fonts: &'a [String]) -> (Vec<u8>, BTreeSet<String>) {
    let (mut writer, head, foot) = written(manuscript, &Places::new(&[]), &|writer| {
        writer.pages = Some(pages);
        writer.typefaces = Typefaces { own: [&manuscript.design.serif, &manuscript.design.sans], printed: fonts };
        writer.book(manuscript.document);
    });
    let last = writer.section_properties();
    let untold = std::mem::take(&mut writer.untold);
    (package::pack(manuscript, writer, &last, &[head, foot], None), untold)
}

/// Writes a document twice, and what runs at the head and foot of its pages.
fn written<'a>(
    manuscript: &Manuscript<'a>,
    places: &Places,
    write: &dyn Fn(&mut Writer<'a>),
) -> (Writer<'a>, String, String) {
    let margin = margin_notes(manuscript.document);
    let date = manuscript.date.map(|date| format!(" w:date=\"{date}T00:00:00Z\"")).unwrap_or_default();
    let who = format!(" w:author=\"idm\"{date}");
    let words = PrintedWords::new(manuscript.labels, manuscript.language.0);
    let writing = |known: Known| {
        let mut writer = Writer::new(words, manuscript.pictures, places.clone(), who.clone(), known);
        writer.margin = margin.clone();
        writer.paper = package::paper(manuscript.paper);
        writer.width = package::text_width(manuscript.paper);
        write(&mut writer);
        writer
    };
    let known = writing(Known::default()).found;
    let writer = writing(known);
    let head = writer.running_head(manuscript);
    let foot = writer.running_foot(manuscript);
    (writer, head, foot)
}

/// The editors' notes of a document by their numbers.
fn margin_notes(document: &Document) -> BTreeMap<usize, MarginNote> {
    fn within(blocks: &[Block], notes: &mut BTreeMap<usize, MarginNote>) {
        for block in blocks {
            match &block.kind {
                BlockKind::MarginNote(note) => {
                    notes.insert(note.number, note.clone());
                }
                BlockKind::Passage(passage) => within(&passage.blocks, notes),
                BlockKind::List(list) => list.items.iter().for_each(|item| within(&item.blocks, notes)),
                BlockKind::BlockQuote(blocks)
                | BlockKind::KeyMessages { blocks, .. }
                | BlockKind::GoodPractice { blocks, .. }
                | BlockKind::Quotation { blocks, .. } => within(blocks, notes),
                _ => {}
            }
        }
    }
    let mut notes = BTreeMap::new();
    for module in document.modules.values() {
        for (_, value) in &module.values {
            draft::visit(value, &mut |blocks| within(blocks, &mut notes));
        }
    }
    notes
}
