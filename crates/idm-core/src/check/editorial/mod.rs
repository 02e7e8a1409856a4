//! Editorial checks: what an editor looks for in the last reading, one file for each concern.
//!
//! All of them warn only, and would rather pass over a mistake than call a sound sentence wrong: whoever is told ten
//! untrue things stops reading. Rules that know words know those of English; rules of type know the three languages.

mod acronyms;
mod counts;
mod dates;
mod lists;
mod mentions;
mod names;
mod numbers;
mod order;
mod people;
mod phrases;
mod quotation;
mod running;
mod sources;
mod tense;
mod terms;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use self::running::{Kind, Running};
use super::Subject;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::tree::{Block, BlockKind, Inline};
use crate::model::{BookText, Language, Panel, Publication, Ref};
use crate::rules::Rule;
use crate::source::{SourceId, Sources};

/// What the checks read: lines of the publication as running text.
struct Desk<'a> {
    subject: Subject<'a>,
    publication: &'a Publication,
    lines: Vec<Running<'a>>,
    /// The files that are texts of their own.
    files: BTreeMap<SourceId, Owner>,
    /// Whether everything could be read, so that what is not there is not there.
    complete: bool,
}

/// What a file's text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    /// A chapter.
    Chapter,
    /// The summary of a panel.
    Summary(Ref<Panel>),
}

/// What needs more than the lines of one file.
const CHECKS: &[fn(&Desk, &mut Diagnostics)] =
    &[lists::check, mentions::check, order::check, names::check, people::check];

/// What is looked for in the lines of a file.
const LINE_CHECKS: &[fn(&Desk, &mut Diagnostics)] = &[
    dates::check,
    numbers::check,
    quotation::check,
    terms::check,
    names::check_lines,
    acronyms::check,
    tense::check,
    people::check_lines,
    sources::check,
    counts::check,
];

/// Checks the records, and what of the texts follows from other texts, too.
pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    let mut texts = vec![];
    subject.publication.texts(&mut |text, _| {
        if mentions::may_be_in(text) {
            texts.push(text);
        }
    });
    let desk = Desk::new(subject, &texts);
    for check in CHECKS {
        check(&desk, diagnostics);
    }
}

/// Checks the texts of a file.
pub(super) fn check_texts(subject: Subject, texts: &[BookText], diagnostics: &mut Diagnostics) {
    let desk = Desk::new(subject, texts);
    for check in LINE_CHECKS {
        check(&desk, diagnostics);
    }
}

impl<'a> Desk<'a> {
    fn new(subject: Subject<'a>, texts: &[BookText<'a>]) -> Self {
        let publication = subject.publication;
        let mut lines = Vec::new();
        for text in texts {
            match text {
                BookText::Line(line) => lines.push(Running::new(&line.content, Kind::Field, false)),
                BookText::Text(text) => {
                    let notes = text.prose.footnotes.iter().flat_map(|footnote| &footnote.blocks);
                    for block in text.prose.blocks.iter().chain(notes) {
                        push_block(block, Kind::Paragraph, false, &mut lines);
                    }
                }
                BookText::Source(_) | BookText::Exhibit(_) => {}
            }
        }
        let mut files: BTreeMap<_, _> =
            publication.chapters.iter().map(|chapter| (chapter.text.span.source, Owner::Chapter)).collect();
        for (place, panel) in publication.panels.entries() {
            files.extend(panel.summary.iter().map(|text| (text.span.source, Owner::Summary(place))));
        }
        Self { subject, publication, lines, files, complete: publication.holes.is_empty() }
    }

    /// The files.
    fn sources(&self) -> &'a Sources {
        &self.subject.project.sources
    }

    /// Whether the book is in English.
    fn is_english(&self) -> bool {
        self.publication.language == Language::English
    }

    /// What the file with a text belongs to; none for values of records.
    fn owner(&self, line: &Running) -> Option<Owner> {
        self.files.get(&line.source()).copied()
    }

    /// A problem with bytes of a line; none if an expression wrote them, since then the record is right or wrong.
    fn problem(&self, rule: &'static Rule, line: &Running, bytes: Range<usize>, message: String) -> Option<Diagnostic> {
        let place = line.place(bytes);
        (!place.generated).then(|| Diagnostic::new(rule, place.span, message))
    }

    /// A problem of spelling or style; none either in words that the text only quotes, which others chose.
    fn style(&self, rule: &'static Rule, line: &Running, bytes: Range<usize>, message: String) -> Option<Diagnostic> {
        if line.is_quoted(&bytes) { None } else { self.problem(rule, line, bytes, message) }
    }
}

/// The lines of a block and of the blocks in it, in the order of the page.
fn push_block<'a>(block: &'a Block, kind: Kind, quoted: bool, lines: &mut Vec<Running<'a>>) {
    let mut line = |content: &'a [Inline], kind| lines.push(Running::new(content, kind, quoted));
    match &block.kind {
        BlockKind::Paragraph(content) => line(content, kind),
        BlockKind::Heading { content, .. } => line(content, Kind::Heading),
        BlockKind::Table(table) => {
            table.caption.iter().for_each(|caption| line(caption, Kind::Caption));
            let cells = table.header.iter().chain(table.rows.iter().flatten());
            cells.for_each(|cell| line(&cell.content, Kind::Cell));
        }
        BlockKind::Figure(figure) => figure.caption.iter().for_each(|caption| line(caption, Kind::Caption)),
        BlockKind::List { items, .. } => {
            let inner = items.iter().flat_map(|item| &item.blocks);
            inner.for_each(|inner| push_block(inner, Kind::Item, quoted, lines));
        }
        BlockKind::KeyMessages { blocks, .. } | BlockKind::GoodPractice { blocks, .. } => {
            blocks.iter().for_each(|inner| push_block(inner, kind, quoted, lines));
        }
        BlockKind::BlockQuote(blocks) | BlockKind::Quotation { blocks, .. } => {
            blocks.iter().for_each(|inner| push_block(inner, kind, true, lines));
        }
        BlockKind::Code { .. } | BlockKind::ThematicBreak | BlockKind::EditorsNote { .. } => {}
    }
}
