//! Texts in plain words, as they are printed.

use crate::bibliography::CitationKey;
use crate::markdown::tree::{Block, BlockKind, Footnote, Inline, InlineKind, Prose, Target, plain_text};
use crate::model::{Anchor, AnchorKind, Publication, Workshop};
use crate::resolve::citation_key;
use crate::words::Words;

/// How texts of a publication are printed.
pub(super) struct Printed<'a> {
    publication: &'a Publication,
    words: &'a Words,
    /// The workshop that the text belongs to.
    home: Option<&'a Workshop>,
}

impl<'a> Printed<'a> {
    pub(super) fn new(publication: &'a Publication, words: &'a Words, home: Option<&'a Workshop>) -> Self {
        Self { publication, words, home }
    }

    /// A line without mark-up.
    pub(super) fn line(&self, line: &[Inline]) -> String {
        let mut text = String::new();
        self.push(line, &[], &mut text);
        text
    }

    /// A text as plain paragraphs, one for each block of words. Its footnotes come last, each behind its mark.
    pub(super) fn text(&self, prose: &Prose) -> Vec<String> {
        let mut paragraphs = Paragraphs { printed: self, footnotes: &prose.footnotes, list: vec![] };
        paragraphs.blocks(&prose.blocks);
        for footnote in &prose.footnotes {
            let first = paragraphs.list.len();
            paragraphs.blocks(&footnote.blocks);
            if let Some(text) = paragraphs.list.get_mut(first) {
                text.insert_str(0, &format!("[{}] ", footnote.place.mark()));
            }
        }
        paragraphs.list
    }

    fn push(&self, line: &[Inline], footnotes: &[Footnote], text: &mut String) {
        for inline in line {
            match &inline.kind {
                InlineKind::Text(words) | InlineKind::Code(words) => text.push_str(words),
                InlineKind::SoftBreak | InlineKind::HardBreak => text.push(' '),
                InlineKind::Emphasis(content)
                | InlineKind::Strong(content)
                | InlineKind::Link { content, .. }
                | InlineKind::Foreign { content, .. }
                | InlineKind::IndexTerm { content, .. }
                | InlineKind::Reference { content: Some(content), .. } => self.push(content, footnotes, text),
                InlineKind::Image(image) => text.push_str(&image.alt),
                InlineKind::Reference { targets, content: None } => text.push_str(&self.references(targets)),
                InlineKind::FootnoteReference(at) => {
                    if let Some(footnote) = footnotes.get(*at) {
                        text.push_str(&format!("[{}]", footnote.place.mark()));
                    }
                }
                InlineKind::EditorsNote(_) => {}
            }
        }
    }

    /// A mark: citations as the style writes them, cross-references by kind and number.
    fn references(&self, targets: &[Target]) -> String {
        let key: CitationKey = citation_key(self.publication, targets).unwrap_or_default();
        let citation = self.publication.bibliography.citation(&key).map(|citation| plain_text(citation));
        let others = targets.iter().filter(|target| !key.iter().any(|(id, _)| *id == target.id));
        let others = others.filter_map(|target| self.cross_reference(&target.id));
        citation.into_iter().chain(others).collect::<Vec<_>>().join("; ")
    }

    fn cross_reference(&self, id: &str) -> Option<String> {
        let anchor = self.publication.anchors.get(id)?;
        let kind = || self.word("kind", anchor.kind.name());
        Some(match &anchor.number {
            Some(number) => format!("{} {number}{}", kind(), self.city(id, anchor)),
            None if anchor.title.is_empty() => kind(),
            // A bare title would run into the sentence around it.
            None if matches!(anchor.kind, AnchorKind::Section | AnchorKind::Chapter) => {
                format!("{}{}{}", self.word("mark", "open"), plain_text(&anchor.title), self.word("mark", "close"))
            }
            None => plain_text(&anchor.title),
        })
    }

    /// The city of a panel whose number alone would not say which panel is meant: in a text that belongs to another
    /// workshop, or to none, if more than one workshop has panels.
    fn city(&self, id: &str, anchor: &Anchor) -> String {
        let Some(city) = &anchor.city else { return String::new() };
        let mut with_panels = self.publication.workshops.iter().filter(|workshop| !workshop.panels.is_empty());
        let several = with_panels.nth(1).is_some();
        let is_home = self.home.is_some_and(|home| home.panels.iter().any(|panel| panel.id == id));
        if several && !is_home { format!(" ({city})") } else { String::new() }
    }

    fn word(&self, section: &str, key: &str) -> String {
        self.words.get(&format!("{section}.{key}")).unwrap_or(key).to_owned()
    }

    /// Who said something: a person with the post, or a name as it stands.
    fn speaker(&self, by: &str) -> String {
        match self.publication.people.iter().find(|person| person.id == by) {
            None => by.to_owned(),
            Some(person) => match &person.post {
                Some(post) => format!("{}, {}", person.name.text, post.text),
                None => person.name.text.clone(),
            },
        }
    }
}

struct Paragraphs<'a> {
    printed: &'a Printed<'a>,
    footnotes: &'a [Footnote],
    list: Vec<String>,
}

impl Paragraphs<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => self.words(content),
            BlockKind::List { items, .. } => {
                for item in items {
                    self.blocks(&item.blocks);
                }
            }
            BlockKind::BlockQuote(blocks) => self.blocks(blocks),
            BlockKind::KeyMessages { title, blocks } | BlockKind::GoodPractice { title, blocks, .. } => {
                self.list.extend(title.clone());
                self.blocks(blocks);
            }
            BlockKind::Quotation { by, source, blocks } => {
                self.blocks(blocks);
                let by = by.as_ref().map(|by| self.printed.speaker(&by.name));
                let source = source.as_ref().map(|source| self.source(source));
                let said: Vec<String> = by.into_iter().chain(source).collect();
                self.list.extend((!said.is_empty()).then(|| said.join(" ")));
            }
            BlockKind::Code { text, .. } => self.list.push(text.clone()),
            BlockKind::Table(table) => {
                self.line(table.caption.as_deref());
                for row in std::iter::once(&table.header).chain(&table.rows) {
                    let cells: Vec<String> = row.iter().map(|cell| self.plain(&cell.content)).collect();
                    self.list.push(cells.join(" | "));
                }
                let source = table.source.as_ref().map(|source| self.source(source));
                self.list.extend(source);
            }
            BlockKind::Figure(figure) => {
                self.line(figure.caption.as_deref());
                self.list.push(figure.image.alt.clone());
                let source = figure.source.as_ref().map(|source| self.source(source));
                self.list.extend(source);
            }
            BlockKind::ThematicBreak | BlockKind::EditorsNote { .. } => {}
        }
    }

    fn line(&mut self, line: Option<&[Inline]>) {
        if let Some(line) = line {
            self.words(line);
        }
    }

    /// A paragraph. One that held nothing but an editor's note is none.
    fn words(&mut self, content: &[Inline]) {
        let words = self.plain(content);
        if !words.is_empty() {
            self.list.push(words);
        }
    }

    fn plain(&self, content: &[Inline]) -> String {
        let mut text = String::new();
        self.printed.push(content, self.footnotes, &mut text);
        text.trim().to_owned()
    }

    fn source(&self, source: &Target) -> String {
        self.printed.references(std::slice::from_ref(source))
    }
}
