//! The passages of a text: the least parts that a reviewer's remark can stand at, each with a name that a PDF can lead to.
//! Records are taken apart without `..`, so that a new text of theirs is not forgotten.

use crate::markdown::tree::{Block, BlockKind, Inline, plain_text};
use crate::model::{
    AnchorKind, Chapter, KeyMessage, Line, Outcome, Panel, Publication, Recommendation, Ref, Subject, Text,
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
pub fn of_panel(publication: &Publication, at: Ref<Panel>) -> Vec<Passage> {
    let Panel {
        id,
        folder: _,
        workshop: _,
        number: _,
        title,
        moderators: _,
        speakers: _,
        rapporteurs: _,
        guiding_questions,
        key_messages,
        summary,
        provenance: _,
        status: _,
    } = &publication[at];
    let marks = Marks::of_panel(publication, at);
    let mut found = Found::new(AnchorKind::Panel, id, &marks);
    found.line("title", title.as_ref(), None);
    for (index, question) in guiding_questions.iter().enumerate() {
        let mark = found.mark("guiding_questions", index);
        found.line(&format!("guiding_questions[{index}]"), Some(question), mark);
    }
    for (index, KeyMessage { text, provenance: _ }) in key_messages.iter().enumerate() {
        let mark = found.mark("key_messages", index);
        found.line(&format!("key_messages[{index}].text"), Some(text), mark);
    }
    found.marked("summary", summary.as_ref());
    let own = publication.recommendations_of(at);
    let own = own.into_iter().flat_map(|own| of_recommendation(&publication[own], &marks));
    found.list.into_iter().chain(own).collect()
}

fn of_recommendation(recommendation: &Recommendation, marks: &Marks) -> Vec<Passage> {
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
    let mut found = Found::new(AnchorKind::Recommendation, id, marks);
    found.line("title", Some(title), None);
    found.text("text", text.as_ref());
    let mark = found.mark("note", 0);
    found.line("note", note.as_ref(), mark);
    found.list
}

fn of_outcome(outcome: &Outcome, marks: &Marks) -> Vec<Passage> {
    let Outcome { id, number: _, title, text, theme: _, recommendations: _, provenance: _, status: _ } = outcome;
    let mut found = Found::new(AnchorKind::Outcome, id, marks);
    found.line("title", Some(title), None);
    found.text("text", text.as_ref());
    found.list
}

fn of_chapter(chapter: &Chapter) -> Vec<Passage> {
    let Chapter { id, title, text, status: _ } = chapter;
    let marks = Marks::of_chapter(chapter);
    let mut found = Found::new(AnchorKind::Chapter, id, &marks);
    found.line("title", Some(title), None);
    found.marked("text", Some(text));
    found.list
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

struct Found<'a> {
    record: String,
    marks: &'a Marks,
    list: Vec<Passage>,
}

impl<'a> Found<'a> {
    fn new(kind: AnchorKind, id: &str, marks: &'a Marks) -> Self {
        Self { record: marks::record(kind, id), marks, list: vec![] }
    }

    fn mark(&self, key: &str, at: usize) -> Option<&'a str> {
        self.marks.get(&self.record, key).get(at).map(String::as_str)
    }

    fn add(&mut self, name: String, key: &str, span: Span, text: String, mark: Option<&str>) {
        if !text.trim().is_empty() {
            let (record, key, mark) = (self.record.clone(), key.to_owned(), mark.map(str::to_owned));
            self.list.push(Passage { name, record, key, span, text, mark });
        }
    }

    fn line(&mut self, key: &str, line: Option<&Line>, mark: Option<&str>) {
        if let Some(line) = line {
            // A folded value of YAML goes on beyond its first line.
            let span = line.content.iter().fold(line.span, |span, inline| span.to(inline.span));
            self.add(format!("{}/{key}", self.record), key, span, line.plain(), mark);
        }
    }

    /// A text whose passages are named by the record.
    fn text(&mut self, key: &str, text: Option<&Text>) {
        let Some(text) = text else { return };
        let name = format!("{}/{key}", self.record);
        let mut parts = vec![];
        for (at, block) in text.prose.blocks.iter().enumerate() {
            let mark = self.mark(key, at);
            leaves(block, &mut |span, text| parts.push((span, text, mark)));
        }
        self.parts(&name, key, parts);
        self.footnotes(&name, key, text);
    }

    /// A text whose passages are named by their marks.
    fn marked(&mut self, key: &str, text: Option<&Text>) {
        let Some(text) = text else { return };
        for (at, block) in text.prose.blocks.iter().enumerate() {
            let Some(mark) = self.mark(key, at) else { continue };
            let mut parts = vec![];
            // A note stands in the margin, under its number.
            let shown = (!matches!(block.kind, BlockKind::EditorsNote { .. })).then_some(mark);
            leaves(block, &mut |span, text| parts.push((span, text, shown)));
            self.parts(&format!("passage:{mark}"), key, parts);
        }
        self.footnotes(&format!("{}/{key}", self.record), key, text);
    }

    fn footnotes(&mut self, name: &str, key: &str, text: &Text) {
        for footnote in &text.prose.footnotes {
            let mut parts = vec![];
            for block in &footnote.blocks {
                leaves(block, &mut |span, text| parts.push((span, text, None)));
            }
            self.parts(&format!("{name}/{}", footnote.name), key, parts);
        }
    }

    fn parts(&mut self, name: &str, key: &str, parts: Vec<(Span, String, Option<&str>)>) {
        let parts = parts.into_iter().filter(|(_, text, _)| !text.trim().is_empty());
        for (at, (span, text, mark)) in parts.enumerate() {
            let name = if at == 0 { name.to_owned() } else { format!("{name}.{}", at + 1) };
            self.add(name, key, span, text, mark);
        }
    }
}

/// Visits the parts of a block that hold words of their own.
fn leaves(block: &Block, visit: &mut dyn FnMut(Span, String)) {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => visit(block.span, plain_text(content)),
        BlockKind::List { items, .. } => {
            items.iter().flat_map(|item| &item.blocks).for_each(|block| leaves(block, visit));
        }
        BlockKind::BlockQuote(blocks)
        | BlockKind::KeyMessages { blocks, .. }
        | BlockKind::GoodPractice { blocks, .. }
        | BlockKind::Quotation { blocks, .. }
        | BlockKind::EditorsNote { blocks, .. } => blocks.iter().for_each(|block| leaves(block, visit)),
        BlockKind::Code { text, .. } => visit(block.span, text.clone()),
        BlockKind::Table(table) => {
            if let Some((span, text)) = table.caption.as_deref().and_then(line) {
                visit(span, text);
            }
            let cells = table.header.iter().chain(table.rows.iter().flatten());
            cells.for_each(|cell| visit(cell.span, plain_text(&cell.content)));
        }
        BlockKind::Figure(figure) => {
            let caption = figure.caption.as_deref().map(plain_text);
            visit(block.span, caption.unwrap_or_else(|| figure.image.alt.clone()));
        }
        BlockKind::ThematicBreak => {}
    }
}

/// Inlines that stand in a line of their own.
fn line(content: &[Inline]) -> Option<(Span, String)> {
    let (first, last) = (content.first()?, content.last()?);
    Some((first.span.to(last.span), plain_text(content)))
}
