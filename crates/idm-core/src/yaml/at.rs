//! From a byte of a file to the key or value that stands there.

use std::ops::Range;

use super::index::{Content, Index, NodeId, Scalar};
use super::scalar::Style;
use crate::diagnostic::{KeyPath, KeySegment};
use crate::source::{Source, Span};

/// What stands at a place of a YAML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At {
    /// The way to it. For a key, the way to its value.
    pub path: KeyPath,
    /// What it is.
    pub part: Part,
    /// Its bytes: of a key or of a text on one line only the letters, without quotation marks.
    pub span: Span,
}

/// A part of a YAML file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A key.
    Key,
    /// A text, number or truth value.
    Scalar,
    /// A list or mapping, beside what stands in it.
    Container,
}

impl Index {
    /// What stands at a byte, or ends there. `source` is the file that was indexed. Nothing outside of everything.
    pub fn at(&self, source: &Source, offset: usize) -> Option<At> {
        let (mut node, mut path) = (self.root?, KeyPath::root());
        'down: loop {
            match &self.nodes[node].content {
                Content::Scalar(_) => {
                    let part = Part::Scalar;
                    let covers = covers(&self.nodes[node].span, offset);
                    return covers.then(|| At { path, part, span: self.letters(source.text(), node) });
                }
                Content::Mapping(mapping) => {
                    for entry in &mapping.entries {
                        if covers(&entry.span, offset) {
                            let span = Span::new(self.source, unquoted(source.text(), &entry.span));
                            return Some(At { path: path.key(&*entry.key), part: Part::Key, span });
                        }
                        if covers(&self.nodes[entry.value].span, offset) {
                            (node, path) = (entry.value, path.key(&*entry.key));
                            continue 'down;
                        }
                    }
                }
                Content::List(items) => {
                    let found = items.iter().position(|&item| covers(&self.nodes[item].span, offset));
                    if let Some(at) = found {
                        (node, path) = (items[at], path.index(at));
                        continue 'down;
                    }
                }
            }
            let span = self.nodes[node].span.clone();
            let covers = covers(&span, offset);
            return covers.then(|| At { path, part: Part::Container, span: Span::new(self.source, span) });
        }
    }

    /// The letters of a value, without quotation marks; nothing if it is not there, or is a list or mapping.
    pub(crate) fn letters_of_value(&self, source: &Source, path: &KeyPath) -> Option<Span> {
        let node = self.find(path)?;
        matches!(self.nodes[node].content, Content::Scalar(_)).then(|| self.letters(source.text(), node))
    }

    /// The letters of a key, without quotation marks; nothing if it is not there.
    pub(crate) fn letters_of_key(&self, source: &Source, path: &KeyPath) -> Option<Span> {
        self.find(path)?;
        matches!(path.segments().last(), Some(KeySegment::Key(_)))
            .then(|| Span::new(self.source, unquoted(source.text(), &self.span_of_key(path).range())))
    }

    /// The bytes of a text on one line, without its quotation marks; of anything else what is pointed at.
    pub(super) fn letters(&self, text: &str, node: NodeId) -> Span {
        let span = match &self.nodes[node].content {
            Content::Scalar(Scalar { style: Style::Single | Style::Double, .. }) => {
                unquoted(text, &self.nodes[node].span)
            }
            Content::Scalar(Scalar { style: Style::Plain, .. }) => self.nodes[node].span.clone(),
            _ => self.nodes[node].caret.clone(),
        };
        Span::new(self.source, span)
    }
}

fn covers(range: &Range<usize>, offset: usize) -> bool {
    range.start <= offset && offset <= range.end
}

/// A range without the quotation marks that it begins and ends with.
pub(super) fn unquoted(text: &str, range: &Range<usize>) -> Range<usize> {
    let written = text.get(range.clone()).unwrap_or_default();
    let quoted = |quote: char| written.len() >= 2 && written.starts_with(quote) && written.ends_with(quote);
    if quoted('"') || quoted('\'') { range.start + 1..range.end - 1 } else { range.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use crate::source::Sources;

    /// What stands at the sign `¦`, which is taken out.
    fn at(marked: &str) -> Option<(String, Part, String)> {
        let offset = marked.find('¦').expect("a place is marked");
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", marked.replace('¦', ""));
        let index = Index::new(sources.get(id), id, &mut Diagnostics::default())?;
        let At { path, part, span } = index.at(sources.get(id), offset)?;
        Some((path.to_string(), part, sources.text(span).to_owned()))
    }

    #[test]
    fn keys_and_values_are_found_by_their_bytes() {
        let found = |path: &str, part, text: &str| Some((path.to_owned(), part, text.to_owned()));
        assert_eq!(at("ti¦tle: One\n"), found("title", Part::Key, "title"));
        assert_eq!(at("title: On¦e\n"), found("title", Part::Scalar, "One"));
        assert_eq!(at("é: 'On¦e'\n"), found("é", Part::Scalar, "One"));
        assert_eq!(at("a:\n  - b: [c, \"d¦\"]\n"), found("a[0].b[1]", Part::Scalar, "d"));
        assert_eq!(at("a:\n  - b: {c: d, e¦: f}\n"), found("a[0].b.e", Part::Key, "e"));
        assert_eq!(at("a: 1\n\"b¦\": 2\n"), found("b", Part::Key, "b"));
        assert_eq!(at("text: |\n  one\n  t¦wo\n").map(|found| found.0), Some("text".to_owned()));
    }

    #[test]
    fn nothing_stands_beside_everything() {
        assert_eq!(at("a: b\n\n\n¦"), None);
        assert_eq!(at("¦"), None);
        assert_eq!(at("a: [b,¦ c]\n").map(|found| found.1), Some(Part::Container));
    }
}
