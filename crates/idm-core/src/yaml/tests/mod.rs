//! What the modules of this folder promise, file in, places and values out.

mod index;
mod locator;
mod properties;
mod read;
mod slips;

use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath, Place};
use crate::source::{SourceId, Sources, Span};

use super::Index;

/// A file, its index and what was found wrong.
struct Case {
    sources: Sources,
    id: SourceId,
    index: Option<Index>,
    diagnostics: Diagnostics,
}

impl Case {
    fn new(text: &str) -> Self {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text);
        let mut diagnostics = Diagnostics::default();
        let index = Index::new(sources.get(id), id, &mut diagnostics);
        Self { sources, id, index, diagnostics }
    }

    fn index(&self) -> &Index {
        self.index.as_ref().unwrap_or_else(|| panic!("no index: {:?}", self.diagnostics.list()))
    }

    fn value(&self, at: &str) -> &str {
        self.sources.text(self.index().span_of_value(&path(at)))
    }

    fn line(&self, at: &str) -> usize {
        self.position(self.index().span_of_value(&path(at))).0
    }

    fn position(&self, span: Span) -> (usize, usize) {
        let position = self.sources.get(self.id).position(span.start as usize);
        (position.line, position.column)
    }

    /// Every diagnostic: code, line and column, the text pointed at, message, hints.
    fn report(&self) -> Vec<String> {
        self.diagnostics.list().iter().map(|diagnostic| self.one(diagnostic)).collect()
    }

    fn one(&self, diagnostic: &Diagnostic) -> String {
        let span = span(&diagnostic.place);
        let (line, column) = self.position(span);
        let mut text =
            format!("{}:{line}:{column} <{}> {}", diagnostic.rule.code, self.sources.text(span), diagnostic.message);
        for label in &diagnostic.labels {
            let (line, column) = self.position(self::span(&label.place));
            text += &format!(" [{line}:{column} {}]", label.message);
        }
        for hint in &diagnostic.hints {
            text += &format!(" ({hint})");
        }
        text
    }
}

fn span(place: &Place) -> Span {
    match place {
        Place::Span(span, _) => *span,
        other => panic!("no span: {other:?}"),
    }
}

/// `a.b[2].c`
fn path(text: &str) -> KeyPath {
    let mut path = KeyPath::root();
    for part in text.split(['.', '[']).filter(|part| !part.is_empty()) {
        path = match part.strip_suffix(']') {
            Some(number) => path.index(number.parse().unwrap()),
            None => path.key(part),
        };
    }
    path
}
