//! What may be written at a place.

mod prose;
mod records;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, Documentation, MarkupContent, MarkupKind, Position, Range, TextEdit,
};
use idm::FileKind;
use idm::model::AnchorKind;

use crate::hover::escaped;
use crate::positions::Lines;
use crate::workspace::Opened;

/// What may be written at a position of a text, which may be ahead of what the project has been read with.
pub(crate) fn at(opened: &Opened, path: &str, text: &str, position: Position) -> Vec<CompletionItem> {
    let lines = Lines::new(text);
    let offset = lines.offset(position);
    let place = Place { opened, path, text, offset, line: lines.line_of(offset), lines: &lines };
    match FileKind::of(path) {
        Some(FileKind::Chapter | FileKind::Summary) => prose::complete(&place),
        Some(kind) => records::complete(&place, kind),
        None => vec![],
    }
}

/// A place where somebody writes.
pub(crate) struct Place<'a> {
    opened: &'a Opened,
    /// The file's path in the project.
    path: &'a str,
    text: &'a str,
    /// The byte at which the next letter will stand.
    offset: usize,
    /// The bytes of the line.
    line: std::ops::Range<usize>,
    lines: &'a Lines<'a>,
}

impl<'a> Place<'a> {
    /// What stands on the line before the place.
    fn before(&self) -> &'a str {
        self.text.get(self.line.start..self.offset).unwrap_or_default()
    }

    /// The bytes of the word that is being written: the letters before the place that fit.
    fn word(&self, fits: impl Fn(char) -> bool) -> std::ops::Range<usize> {
        let word = self.before().rsplit(|char| !fits(char)).next().unwrap_or_default();
        self.offset - word.len()..self.offset
    }

    fn range(&self, bytes: std::ops::Range<usize>) -> Range {
        self.lines.range(bytes)
    }
}

/// Something that may be written in place of some bytes.
struct Proposal {
    label: String,
    kind: CompletionItemKind,
    detail: Option<String>,
    documentation: Option<String>,
    /// What is written, if it is not the label.
    insert: Option<String>,
}

impl Proposal {
    fn new(label: impl Into<String>, kind: CompletionItemKind) -> Self {
        Self { label: label.into(), kind, detail: None, documentation: None, insert: None }
    }

    fn item(self, range: Range, order: usize) -> CompletionItem {
        let new_text = self.insert.clone().unwrap_or_else(|| self.label.clone());
        let documentation = |value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
        CompletionItem {
            // What editors compare with the letters that are there: what will stand in their place.
            filter_text: (new_text != self.label).then(|| new_text.clone()),
            sort_text: Some(format!("{order:05}")),
            label: self.label,
            kind: Some(self.kind),
            detail: self.detail,
            documentation: self.documentation.map(documentation),
            text_edit: Some(TextEdit { range, new_text }.into()),
            ..CompletionItem::default()
        }
    }
}

fn items(proposals: impl IntoIterator<Item = Proposal>, range: Range) -> Vec<CompletionItem> {
    proposals.into_iter().enumerate().map(|(order, proposal)| proposal.item(range, order)).collect()
}

/// Everything of the publication that has an identifier and fits.
fn identifiers(opened: &Opened, fits: impl Fn(AnchorKind) -> bool) -> Vec<Proposal> {
    let named = opened.project.all_named();
    named
        .into_iter()
        .filter(|(_, named)| fits(named.kind))
        .map(|(id, named)| Proposal {
            detail: Some(named.printed.clone()),
            documentation: (!named.title.is_empty()).then(|| escaped(&named.title)),
            ..Proposal::new(id, CompletionItemKind::Reference)
        })
        .collect()
}
