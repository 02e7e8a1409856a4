//! The printed tree in plain words, as data and messages need it.

use super::builder::Builder;
use super::labels::Labels;
use super::tree::{Block, BlockKind, Inline, InlineKind, Note, NoteMark, ReferenceWords};
use crate::markdown::tree::{self as written, Prose};
use crate::model::{Publication, Ref, Workshop};

/// Tells texts of a publication one by one, outside any document, in plain words.
#[derive(Clone, Copy)]
pub(crate) struct PlainWords<'a> {
    /// What is told about.
    pub(crate) publication: &'a Publication,
    /// The words that the program itself prints.
    pub(crate) labels: &'a Labels,
    /// The workshop that the texts belong to.
    pub(crate) workshop: Option<Ref<Workshop>>,
}

impl PlainWords<'_> {
    /// A line.
    pub(crate) fn line(self, line: &[written::Inline]) -> String {
        plain(&self.builder().told(line, &[]))
    }

    /// A text as plain paragraphs, one for each block of words. Its footnotes come last, each behind its mark.
    pub(crate) fn text(self, prose: &Prose) -> Vec<String> {
        let mut builder = self.builder();
        builder.begin_text();
        let blocks = builder.blocks(&prose.blocks, &prose.footnotes);
        let mut paragraphs = Paragraphs::default();
        paragraphs.blocks(&blocks);
        let mut list = paragraphs.list;
        for (number, blocks) in paragraphs.notes {
            let mut note = Paragraphs::default();
            note.blocks(&blocks);
            if let Some(first) = note.list.first_mut() {
                first.insert_str(0, &format!("[{number}] "));
            }
            list.extend(note.list);
        }
        list
    }

    fn builder(&self) -> Builder<'_> {
        let mut builder = Builder::new(self.publication, self.labels);
        builder.workshop = self.workshop;
        builder
    }
}

/// Running text in plain words, with the marks of notes in brackets.
pub(super) fn plain(content: &[Inline]) -> String {
    let mut text = String::new();
    push(content, &mut text);
    text
}

fn push(content: &[Inline], text: &mut String) {
    for inline in content {
        match &inline.kind {
            InlineKind::Words(words) => push_words(words, text),
            InlineKind::Code(code) => text.push_str(code),
            InlineKind::Abbreviation { short, long, .. } => text.push_str(&format!("{short} ({long})")),
            InlineKind::Space | InlineKind::Break => push_words(" ", text),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::Link { content, .. }
            | InlineKind::Foreign { content, .. }
            | InlineKind::Indexed { content, .. }
            | InlineKind::Citation { content, .. } => push(content, text),
            InlineKind::Reference(reference) => match &reference.words {
                ReferenceWords::Own(content) | ReferenceWords::Title(content) => push(content, text),
                // There are no lines to be kept from ending between kind and number.
                ReferenceWords::Kind(words) => text.push_str(&words.replace('\u{a0}', " ")),
            },
            InlineKind::Picture(picture) => text.push_str(&picture.alt),
            InlineKind::NoteMark(mark) => text.push_str(&format!("[{}]", mark.number)),
            InlineKind::EditorsMark(_) => {}
        }
    }
}

/// Adds words. Of several spaces one is printed.
fn push_words(words: &str, text: &mut String) {
    for character in words.chars() {
        match character {
            ' ' | '\t' if text.ends_with(' ') => {}
            ' ' | '\t' => text.push(' '),
            _ => text.push(character),
        }
    }
}

#[derive(Default)]
struct Paragraphs {
    list: Vec<String>,
    /// The notes, each with its number, in the order of their marks.
    notes: Vec<(String, Vec<Block>)>,
}

impl Paragraphs {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) => self.words(content),
            BlockKind::Heading(heading) => self.words(&heading.content),
            BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
            BlockKind::BlockQuote(blocks) => self.blocks(blocks),
            BlockKind::KeyMessages { title, blocks } | BlockKind::GoodPractice { title, blocks, .. } => {
                self.line(title.as_deref());
                self.blocks(blocks);
            }
            BlockKind::Quotation { by, source, blocks } => {
                self.blocks(blocks);
                let said: Vec<String> = by.iter().chain(source).map(|said| plain(said)).collect();
                self.list.extend((!said.is_empty()).then(|| said.join(" ")));
            }
            BlockKind::Code(text) => self.list.push(text.clone()),
            BlockKind::Table(table) => {
                self.line(table.caption.as_deref());
                for row in std::iter::once(&table.header).chain(&table.rows) {
                    row.iter().for_each(|cell| self.marks(&cell.content));
                    let cells: Vec<String> = row.iter().map(|cell| plain(&cell.content).trim().to_owned()).collect();
                    self.list.push(cells.join(" | "));
                }
                self.line(table.source.as_deref());
                self.notes.extend(table.notes.iter().map(|note| (note.number.clone(), note.blocks.clone())));
            }
            BlockKind::Figure(figure) => {
                self.line(figure.caption.as_deref());
                self.list.push(figure.picture.alt.clone());
                self.line(figure.source.as_deref());
            }
            BlockKind::Passage(passage) => self.blocks(&passage.blocks),
            BlockKind::ThematicBreak | BlockKind::EditorsMark(_) | BlockKind::MarginNote(_) | BlockKind::Anchor(_) => {}
        }
    }

    fn line(&mut self, line: Option<&[Inline]>) {
        if let Some(line) = line {
            self.words(line);
        }
    }

    /// A paragraph. One that held nothing but an editor's note is none.
    fn words(&mut self, content: &[Inline]) {
        self.marks(content);
        let words = plain(content).trim().to_owned();
        if !words.is_empty() {
            self.list.push(words);
        }
    }

    fn marks(&mut self, content: &[Inline]) {
        for inline in content {
            match &inline.kind {
                InlineKind::NoteMark(NoteMark { number, note: Note::Page { blocks, .. } }) => {
                    self.notes.push((number.clone(), blocks.clone()));
                }
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Superscript(content)
                | InlineKind::Subscript(content)
                | InlineKind::Link { content, .. }
                | InlineKind::Foreign { content, .. }
                | InlineKind::Indexed { content, .. } => self.marks(content),
                _ => {}
            }
        }
    }
}
