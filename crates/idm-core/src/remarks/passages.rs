//! The passages of a text: the least parts that a reviewer's remark can stand at, each with a name that a PDF can lead to.

use crate::markdown::tree::{Block, BlockKind, Inline, InlineKind, plain_text};
use crate::model::own_texts::{self, OwnTexts};
use crate::model::{
    AnchorKind, BookText, Chapter, Line, Outcome, Panel, Publication, Recommendation, Ref, Subject, Text,
};
use crate::source::Span;

use super::marks::{self, Marks};

/// A paragraph, a heading, an item's paragraph, a cell, a caption, or a line of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Its name, unique in a draft: `passage:` and the mark in the margin, or the record's label and the key. Parts of a
    /// marked block that follow its first are counted: `passage:7kfd.2`.
    pub name: String,
    /// The label of the record that it belongs to, such as `panel:ny-3`.
    pub record: String,
    /// The key path in the record, such as `key_messages[1].text`.
    pub key: String,
    /// Where it is written.
    pub span: Span,
    /// Its words without mark-up.
    pub text: String,
    /// The mark that a draft prints beside it, if it prints one.
    pub mark: Option<String>,
    /// What stands where within it.
    pub within: Within,
}

/// What stands where within a passage, as it was read: where its words can be changed, and where something can be noted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Within {
    /// Where its printed words stand, without what opens or closes a block around them; none if nothing can be noted there.
    pub content: Option<Span>,
    /// Its comments to editors, each with its words: whatever stands in them is no word of the passage.
    pub comments: Vec<(Span, String)>,
    /// Pieces that are whole, such as code and addresses: none of their letters is a word of the passage, and no note can
    /// stand within.
    pub whole: Vec<Span>,
}

impl Within {
    fn of(content: &[Inline]) -> Self {
        let mut within = Self::default();
        if let (Some(first), Some(last)) = (content.first(), content.last()) {
            within.content = Some(first.span.to(last.span));
        }
        within.add(content);
        within
    }

    fn add(&mut self, content: &[Inline]) {
        for inline in content {
            match &inline.kind {
                InlineKind::EditorsNote(words) => self.comments.push((inline.span, plain_text(words))),
                InlineKind::Emphasis(content) | InlineKind::Strong(content) => self.add(content),
                InlineKind::Link { content, .. }
                | InlineKind::Foreign { content, .. }
                | InlineKind::IndexTerm { content, .. }
                | InlineKind::Reference { content: Some(content), .. } => {
                    self.add(content);
                    // Behind the words stands where they lead.
                    if let Some(last) = content.last().filter(|last| last.span.end < inline.span.end) {
                        self.whole.push(Span { start: last.span.end, ..inline.span });
                    }
                }
                InlineKind::Superscript(_)
                | InlineKind::Subscript(_)
                | InlineKind::Code(_)
                | InlineKind::Image(_)
                | InlineKind::FootnoteReference(_)
                | InlineKind::Reference { content: None, .. } => self.whole.push(inline.span),
                InlineKind::Text(_) | InlineKind::SoftBreak | InlineKind::HardBreak => {}
            }
        }
    }
}

/// The passages of a draft.
pub fn of(publication: &Publication, subject: Subject) -> Vec<Passage> {
    match subject {
        Subject::Panel(at) => of_panel(publication, at),
        Subject::Chapter(at) => of_chapter(&publication[at]),
        Subject::Outcomes => {
            let marks = Marks::of(publication, subject);
            publication.outcomes.iter().flat_map(|outcome| of_outcome(outcome, &marks)).collect()
        }
    }
}

/// The passages of a panel's draft: those of the panel, then those of its recommendations.
fn of_panel(publication: &Publication, at: Ref<Panel>) -> Vec<Passage> {
    let panel = &publication[at];
    let marks = Marks::of_panel(publication, at);
    let own = publication.recommendations_of(at);
    let own = own.into_iter().flat_map(|own| of_recommendation(&publication[own], &marks));
    Found::new(AnchorKind::Panel, &panel.id, &marks).all(own_texts::panel(panel)).into_iter().chain(own).collect()
}

fn of_recommendation(recommendation: &Recommendation, marks: &Marks) -> Vec<Passage> {
    Found::new(AnchorKind::Recommendation, &recommendation.id, marks).all(own_texts::recommendation(recommendation))
}

fn of_outcome(outcome: &Outcome, marks: &Marks) -> Vec<Passage> {
    Found::new(AnchorKind::Outcome, &outcome.id, marks).all(own_texts::outcome(outcome))
}

fn of_chapter(chapter: &Chapter) -> Vec<Passage> {
    let marks = Marks::of_chapter(chapter);
    Found::new(AnchorKind::Chapter, &chapter.id, &marks).all(own_texts::chapter(chapter))
}

/// Every passage of a publication that a draft may show: panels, recommendations, outcomes, chapters.
pub fn of_publication(publication: &Publication) -> Vec<Passage> {
    let panels = publication.panels.refs().flat_map(|at| of_panel(publication, at));
    // Those that belong to no panel have not been seen yet.
    let others = publication.recommendations.iter().filter(|recommendation| recommendation.attribution.panel.is_none());
    let none = Marks::default();
    panels
        .chain(others.flat_map(|entry| of_recommendation(entry, &none)))
        .chain(of(publication, Subject::Outcomes))
        .chain(publication.chapters.iter().flat_map(of_chapter))
        .collect()
}

/// The passages of records that no draft is of: of themes and workshops.
pub(crate) fn beside_drafts(publication: &Publication) -> Vec<Passage> {
    let none = Marks::default();
    let themes = publication.themes.iter();
    let themes = themes.flat_map(|theme| Found::new(AnchorKind::Theme, &theme.id, &none).all(own_texts::theme(theme)));
    let workshops = publication
        .workshops
        .iter()
        .flat_map(|workshop| Found::new(AnchorKind::Workshop, &workshop.id, &none).all(own_texts::workshop(workshop)));
    themes.chain(workshops).collect()
}

struct Found<'a> {
    kind: AnchorKind,
    record: String,
    marks: &'a Marks,
    list: Vec<Passage>,
}

impl<'a> Found<'a> {
    fn new(kind: AnchorKind, id: &str, marks: &'a Marks) -> Self {
        Self { kind, record: marks::record(kind, id), marks, list: vec![] }
    }

    /// The passages of a record's own texts.
    fn all(mut self, texts: OwnTexts) -> Vec<Passage> {
        for (key, text) in texts {
            match text {
                BookText::Line(line) => {
                    let mark = self.mark(key.field, key.at.unwrap_or(0));
                    self.line(&key.to_string(), line, mark);
                }
                // The text that the whole draft is there for.
                BookText::Text(text) if matches!(self.kind, AnchorKind::Panel | AnchorKind::Chapter) => {
                    self.marked(key.field, text);
                }
                BookText::Text(text) => self.text(key.field, text),
                BookText::Source(_) | BookText::Exhibit(_) => {}
            }
        }
        self.list
    }

    fn mark(&self, key: &str, at: usize) -> Option<&'a str> {
        self.marks.get(&self.record, key).get(at).map(String::as_str)
    }

    fn add(&mut self, name: String, key: &str, leaf: Leaf, mark: Option<&str>) {
        let Leaf { span, text, within } = leaf;
        if !text.trim().is_empty() {
            let (record, key, mark) = (self.record.clone(), key.to_owned(), mark.map(str::to_owned));
            self.list.push(Passage { name, record, key, span, text, mark, within });
        }
    }

    fn line(&mut self, key: &str, line: &Line, mark: Option<&str>) {
        // A folded value of YAML goes on beyond its first line.
        let span = line.content.iter().fold(line.span, |span, inline| span.to(inline.span));
        let leaf = Leaf { span, text: line.plain(), within: Within::of(&line.content) };
        self.add(format!("{}/{key}", self.record), key, leaf, mark);
    }

    /// A text whose passages are named by the record.
    fn text(&mut self, key: &str, text: &Text) {
        let name = format!("{}/{key}", self.record);
        let mut parts = vec![];
        for (at, block) in text.prose.blocks.iter().enumerate() {
            let mark = self.mark(key, at);
            leaves(block, &mut |leaf| parts.push((leaf, mark)));
        }
        self.parts(&name, key, parts);
        self.footnotes(&name, key, text);
    }

    /// A text whose passages are named by their marks.
    fn marked(&mut self, key: &str, text: &Text) {
        for (at, block) in text.prose.blocks.iter().enumerate() {
            let Some(mark) = self.mark(key, at) else { continue };
            let mut parts = vec![];
            // A note stands in the margin, under its number.
            let shown = (!block.says_nothing()).then_some(mark);
            leaves(block, &mut |leaf| parts.push((leaf, shown)));
            self.parts(&format!("passage:{mark}"), key, parts);
        }
        self.footnotes(&format!("{}/{key}", self.record), key, text);
    }

    fn footnotes(&mut self, name: &str, key: &str, text: &Text) {
        for footnote in &text.prose.footnotes {
            let mut parts = vec![];
            for block in &footnote.blocks {
                leaves(block, &mut |leaf| parts.push((leaf, None)));
            }
            self.parts(&format!("{name}/{}", footnote.name), key, parts);
        }
    }

    fn parts(&mut self, name: &str, key: &str, parts: Vec<(Leaf, Option<&str>)>) {
        let parts = parts.into_iter().filter(|(leaf, _)| !leaf.text.trim().is_empty());
        for (at, (leaf, mark)) in parts.enumerate() {
            let name = if at == 0 { name.to_owned() } else { format!("{name}.{}", at + 1) };
            self.add(name, key, leaf, mark);
        }
    }
}

/// A part of a block that holds words of its own.
struct Leaf {
    span: Span,
    text: String,
    within: Within,
}

impl Leaf {
    fn of(span: Span, content: &[Inline]) -> Self {
        Self { span, text: plain_text(content), within: Within::of(content) }
    }

    /// One in which nothing can be noted.
    fn closed(span: Span, text: String) -> Self {
        Self { span, text, within: Within::default() }
    }
}

/// Visits the parts of a block that hold words of their own.
fn leaves(block: &Block, visit: &mut dyn FnMut(Leaf)) {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => visit(Leaf::of(block.span, content)),
        BlockKind::List { items, .. } => {
            items.iter().flat_map(|item| &item.blocks).for_each(|block| leaves(block, visit));
        }
        BlockKind::BlockQuote(blocks)
        | BlockKind::KeyMessages { blocks, .. }
        | BlockKind::GoodPractice { blocks, .. }
        | BlockKind::Quotation { blocks, .. }
        | BlockKind::EditorsNote { blocks, .. } => blocks.iter().for_each(|block| leaves(block, visit)),
        BlockKind::Code { text, .. } => visit(Leaf::closed(block.span, text.clone())),
        BlockKind::Table(table) => {
            if let Some((span, content)) = table.caption.as_deref().and_then(line) {
                visit(Leaf::of(span, content));
            }
            let cells = table.header.iter().chain(table.rows.iter().flatten());
            cells.for_each(|cell| visit(Leaf::of(cell.span, &cell.content)));
        }
        BlockKind::Figure(figure) => match figure.caption.as_deref() {
            Some(caption) => visit(figure_leaf(block.span, caption)),
            None => visit(Leaf::closed(block.span, figure.image.alt.clone())),
        },
        BlockKind::ThematicBreak => {}
    }
}

/// A figure, whose words are those of its caption.
fn figure_leaf(span: Span, caption: &[Inline]) -> Leaf {
    let mut leaf = Leaf::of(span, caption);
    if let Some(content) = leaf.within.content {
        leaf.within.whole.push(Span { end: content.start, ..span });
        leaf.within.whole.push(Span { start: content.end, ..span });
    }
    leaf
}

/// Inlines that stand in a line of their own.
fn line(content: &[Inline]) -> Option<(Span, &[Inline])> {
    let (first, last) = (content.first()?, content.last()?);
    Some((first.span.to(last.span), content))
}
