//! The passages of a text: the least parts that a reviewer's remark can stand at, each with a name that a PDF can lead to.
//! Records are taken apart without `..`, so that a new text of theirs is not forgotten.

use crate::markdown::tree::{Block, BlockKind, Inline, plain_text};
use crate::model::{AnchorKind, Chapter, KeyMessage, Line, Outcome, Panel, Publication, Recommendation, Ref, Text};
use crate::passage;
use crate::source::Span;

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
}

/// The passages of a panel's draft: those of the panel, then those of its recommendations.
pub fn of_panel(publication: &Publication, at: Ref<Panel>) -> Vec<Passage> {
    let Panel {
        id,
        folder: _,
        workshop: _,
        number: _,
        title,
        moderator: _,
        speakers: _,
        rapporteur: _,
        guiding_questions,
        key_messages,
        summary,
        provenance: _,
        status: _,
    } = &publication[at];
    let mut found = Found::new(AnchorKind::Panel, id);
    found.line("title", title.as_ref());
    for (index, question) in guiding_questions.iter().enumerate() {
        found.line(&format!("guiding_questions[{index}]"), Some(question));
    }
    for (index, KeyMessage { text, provenance: _ }) in key_messages.iter().enumerate() {
        found.line(&format!("key_messages[{index}].text"), Some(text));
    }
    found.marked("summary", summary.as_ref());
    let own = publication.recommendations_of(at);
    found.list.into_iter().chain(own.into_iter().flat_map(|own| of_recommendation(&publication[own]))).collect()
}

fn of_recommendation(recommendation: &Recommendation) -> Vec<Passage> {
    let Recommendation {
        id,
        number: _,
        title,
        text,
        note,
        addressees: _,
        mappings: _,
        questions: _,
        theme: _,
        attribution: _,
        provenance: _,
        status: _,
    } = recommendation;
    let mut found = Found::new(AnchorKind::Recommendation, id);
    found.line("title", Some(title));
    found.text("text", text.as_ref());
    found.line("note", note.as_ref());
    found.list
}

fn of_outcome(outcome: &Outcome) -> Vec<Passage> {
    let Outcome { id, number: _, title, text, theme: _, recommendations: _, provenance: _, status: _ } = outcome;
    let mut found = Found::new(AnchorKind::Outcome, id);
    found.line("title", Some(title));
    found.text("text", text.as_ref());
    found.list
}

fn of_chapter(chapter: &Chapter) -> Vec<Passage> {
    let Chapter { id, title, text, status: _ } = chapter;
    let mut found = Found::new(AnchorKind::Chapter, id);
    found.line("title", Some(title));
    found.marked("text", Some(text));
    found.list
}

/// Every passage of a publication that a draft may show: panels, recommendations, outcomes, chapters.
pub fn of_publication(publication: &Publication) -> Vec<Passage> {
    let panels = publication.panels.refs().flat_map(|at| of_panel(publication, at));
    // Those that belong to no panel have not been seen yet.
    let others = publication.recommendations.iter().filter(|recommendation| recommendation.attribution.panel.is_none());
    panels
        .chain(others.flat_map(of_recommendation))
        .chain(publication.outcomes.iter().flat_map(of_outcome))
        .chain(publication.chapters.iter().flat_map(of_chapter))
        .collect()
}

struct Found {
    record: String,
    list: Vec<Passage>,
}

impl Found {
    fn new(kind: AnchorKind, id: &str) -> Self {
        Self { record: format!("{}:{id}", kind.prefix()), list: vec![] }
    }

    fn add(&mut self, name: String, key: &str, span: Span, text: String) {
        if !text.trim().is_empty() {
            self.list.push(Passage { name, record: self.record.clone(), key: key.to_owned(), span, text });
        }
    }

    fn line(&mut self, key: &str, line: Option<&Line>) {
        if let Some(line) = line {
            // A folded value of YAML goes on beyond its first line.
            let span = line.content.iter().fold(line.span, |span, inline| span.to(inline.span));
            self.add(format!("{}/{key}", self.record), key, span, line.plain());
        }
    }

    /// A text whose blocks have no marks.
    fn text(&mut self, key: &str, text: Option<&Text>) {
        let Some(text) = text else { return };
        let name = format!("{}/{key}", self.record);
        self.blocks(&name, key, text.prose.blocks.iter());
        self.footnotes(&name, key, text);
    }

    /// A text whose blocks have marks in the margin.
    fn marked(&mut self, key: &str, text: Option<&Text>) {
        let Some(text) = text else { return };
        let blocks = &text.prose.blocks;
        for (block, mark) in blocks.iter().zip(passage::identifiers(blocks)) {
            self.blocks(&format!("passage:{mark}"), key, std::iter::once(block));
        }
        self.footnotes(&format!("{}/{key}", self.record), key, text);
    }

    fn footnotes(&mut self, name: &str, key: &str, text: &Text) {
        for footnote in &text.prose.footnotes {
            self.blocks(&format!("{name}/{}", footnote.name), key, footnote.blocks.iter());
        }
    }

    fn blocks<'a>(&mut self, name: &str, key: &str, blocks: impl Iterator<Item = &'a Block>) {
        let mut parts = vec![];
        blocks.for_each(|block| leaves(block, &mut parts));
        for (at, (span, text)) in parts.into_iter().filter(|(_, text)| !text.trim().is_empty()).enumerate() {
            let name = if at == 0 { name.to_owned() } else { format!("{name}.{}", at + 1) };
            self.add(name, key, span, text);
        }
    }
}

/// The parts of a block that hold words of their own.
fn leaves(block: &Block, parts: &mut Vec<(Span, String)>) {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => {
            parts.push((block.span, plain_text(content)));
        }
        BlockKind::List { items, .. } => {
            items.iter().flat_map(|item| &item.blocks).for_each(|block| leaves(block, parts));
        }
        BlockKind::BlockQuote(blocks)
        | BlockKind::KeyMessages { blocks, .. }
        | BlockKind::GoodPractice { blocks, .. }
        | BlockKind::Quotation { blocks, .. }
        | BlockKind::EditorsNote { blocks, .. } => blocks.iter().for_each(|block| leaves(block, parts)),
        BlockKind::Code { text, .. } => parts.push((block.span, text.clone())),
        BlockKind::Table(table) => {
            parts.extend(table.caption.as_deref().and_then(line));
            let cells = table.header.iter().chain(table.rows.iter().flatten());
            parts.extend(cells.map(|cell| (cell.span, plain_text(&cell.content))));
        }
        BlockKind::Figure(figure) => {
            let caption = figure.caption.as_deref().map(plain_text);
            parts.push((block.span, caption.unwrap_or_else(|| figure.image.alt.clone())));
        }
        BlockKind::ThematicBreak => {}
    }
}

/// Inlines that stand in a line of their own.
fn line(content: &[Inline]) -> Option<(Span, String)> {
    let (first, last) = (content.first()?, content.last()?);
    Some((first.span.to(last.span), plain_text(content)))
}
