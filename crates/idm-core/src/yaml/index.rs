//! The tree of a YAML file's keys and values, each with its bytes in the file.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostics, KeyPath, KeySegment, Place};
use crate::source::{Locator, Source, SourceId, Span};

use super::scalar::{self, Style};

/// Every key and value of one YAML file, with its place.
///
/// ```
/// use idm_core::diagnostic::{Diagnostics, KeyPath};
/// use idm_core::{source::Sources, yaml::Index};
///
/// let mut sources = Sources::default();
/// let id = sources.add("a.yaml", "title: One\nspeakers: [anna, bo]\n");
/// let mut diagnostics = Diagnostics::default();
/// let index = Index::new(sources.get(id), id, &mut diagnostics).unwrap();
/// let second = KeyPath::root().key("speakers").index(1);
/// assert_eq!(sources.text(index.span_of_value(&second)), "bo");
/// ```
#[derive(Debug, Clone)]
pub struct Index {
    pub(super) source: SourceId,
    pub(super) nodes: Vec<Node>,
    pub(super) root: Option<NodeId>,
    /// The lines within texts that look like keys, by the texts' nodes, with the words before their colons.
    pub(super) like_keys: BTreeMap<NodeId, Vec<KeyLike>>,
    /// Keys that stand twice in one record; the first is kept.
    pub(super) repeated: Vec<Box<str>>,
}

/// A node's place in [`Index::nodes`]. An arena, since trees of boxes are freed by recursion.
pub(super) type NodeId = usize;

/// A value.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// All its bytes.
    pub(super) span: Range<usize>,
    /// The bytes to point at when the value is spoken of: never more than one line.
    pub(super) caret: Range<usize>,
    /// What it is.
    pub(super) content: Content,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Scalar(Scalar),
    List(Vec<NodeId>),
    Mapping(Mapping),
}

/// A text, number, truth value or null, as yet undecided.
#[derive(Debug, Clone)]
pub(super) struct Scalar {
    pub(super) text: Box<str>,
    pub(super) style: Style,
}

/// The entries of a mapping in the order of the file, the first of those with the same key.
#[derive(Debug, Clone, Default)]
pub(super) struct Mapping {
    pub(super) entries: Vec<Entry>,
    /// The entries' numbers, sorted by key: large mappings are asked for many keys.
    sorted: Vec<u32>,
}

/// A line within a text that looks like a key.
#[derive(Debug, Clone)]
pub(super) struct KeyLike {
    /// The word before its colon, and where that stands.
    pub(super) word: Box<str>,
    pub(super) span: Range<usize>,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: Box<str>,
    pub(super) span: Range<usize>,
    pub(super) value: NodeId,
}

impl Scalar {
    /// Whether the scalar stands for a value that is not there.
    pub(super) fn is_null(&self) -> bool {
        self.style == Style::Plain && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }
}

impl Mapping {
    /// Takes all entries; of those with the same key the first is kept, the others are returned with the first's span.
    pub(super) fn new(entries: Vec<Entry>) -> (Self, Vec<(Entry, Range<usize>)>) {
        let mut order: Vec<usize> = (0..entries.len()).collect();
        // Stable, so that of equal keys the first in the file comes first.
        order.sort_by(|&a, &b| entries[a].key.cmp(&entries[b].key));
        let mut first_of = vec![None; entries.len()];
        let mut first = 0;
        for at in 1..order.len() {
            if entries[order[at]].key == entries[order[first]].key {
                first_of[order[at]] = Some(entries[order[first]].span.clone());
            } else {
                first = at;
            }
        }
        let (mut kept, mut repeated) = (vec![], vec![]);
        for (entry, first) in entries.into_iter().zip(first_of) {
            match first {
                None => kept.push(entry),
                Some(first) => repeated.push((entry, first)),
            }
        }
        let mut sorted: Vec<u32> = (0..kept.len()).map(|at| u32::try_from(at).unwrap_or(u32::MAX)).collect();
        sorted.sort_by(|&a, &b| kept[a as usize].key.cmp(&kept[b as usize].key));
        (Self { entries: kept, sorted }, repeated)
    }

    /// The entry with that key.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        let at = self.sorted.binary_search_by(|&at| (*self.entries[at as usize].key).cmp(key)).ok()?;
        Some(&self.entries[self.sorted[at] as usize])
    }
}

impl Index {
    /// Parses a file.
    ///
    /// Reports what cannot be accepted: bad syntax, anchors, aliases, tags, further documents, nesting beyond
    /// [`MAX_NESTING`](super::MAX_NESTING), control characters and duplicate keys. The file is indexed all the same
    /// after a duplicate key, of which the first is kept; after anything else there is no index.
    pub fn new(source: &Source, id: SourceId, diagnostics: &mut Diagnostics) -> Option<Self> {
        super::build::build(source.text(), id, diagnostics)
    }

    /// The keys that stand twice in one record, of which only the first was kept.
    pub fn repeated(&self) -> impl Iterator<Item = &str> {
        self.repeated.iter().map(|key| &**key)
    }

    /// The file.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// Whether the file holds nothing but comments, or a null.
    pub fn is_empty(&self) -> bool {
        self.root.is_none_or(|root| self.is_null(root))
    }

    /// Whether a value is there and is not null.
    pub fn has(&self, path: &KeyPath) -> bool {
        self.find(path).is_some_and(|node| !self.is_null(node))
    }

    /// The text of a scalar, whatever type it may be read as; nothing for a null, a list or a mapping.
    pub fn text(&self, path: &KeyPath) -> Option<&str> {
        match &self.nodes[self.find(path)?].content {
            Content::Scalar(scalar) if !scalar.is_null() => Some(&scalar.text),
            _ => None,
        }
    }

    /// How many items a list has, or entries a mapping; 0 for anything else.
    pub fn len(&self, path: &KeyPath) -> usize {
        match self.find(path).map(|node| &self.nodes[node].content) {
            Some(Content::List(items)) => items.len(),
            Some(Content::Mapping(mapping)) => mapping.entries.len(),
            _ => 0,
        }
    }

    /// The keys of a mapping with their places, in the order of the file; none for anything else.
    pub fn keys(&self, path: &KeyPath) -> impl Iterator<Item = (&str, Span)> {
        let entries = match self.find(path).map(|node| &self.nodes[node].content) {
            Some(Content::Mapping(mapping)) => mapping.entries.as_slice(),
            _ => &[],
        };
        entries.iter().map(|entry| (&*entry.key, Span::new(self.source, entry.span.clone())))
    }

    /// Where to point for a value: never more than one line of it. For a value that is not there, the nearest thing
    /// above it that is; for a block mapping its first key.
    pub fn span_of_value(&self, path: &KeyPath) -> Span {
        let (node, _) = self.descend(path);
        Span::new(self.source, node.map_or(0..0, |node| self.nodes[node].caret.clone()))
    }

    /// All bytes of a value, which may be many lines; of the nearest thing above it if it is not there.
    pub fn full_span(&self, path: &KeyPath) -> Span {
        let (node, _) = self.descend(path);
        Span::new(self.source, node.map_or(0..0, |node| self.nodes[node].span.clone()))
    }

    /// Where a key stands. For a path that ends in an item of a list, or at a key that is not there, as
    /// `span_of_value`.
    pub fn span_of_key(&self, path: &KeyPath) -> Span {
        let entry = path.segments().split_last().and_then(|(last, above)| {
            let mut node = self.root?;
            for segment in above {
                node = self.step(node, segment)?;
            }
            self.entry(node, last)
        });
        entry.map_or_else(|| self.span_of_value(path), |entry| Span::new(self.source, entry.span.clone()))
    }

    /// How a scalar's text lies in the file, for Markdown inside YAML. `source` is the file that was indexed.
    ///
    /// Exact for every style: quotation marks and escapes, indentation and folds are accounted for. Nothing if there
    /// is no scalar, or a null.
    pub fn locator(&self, source: &Source, path: &KeyPath) -> Option<Locator> {
        let node = &self.nodes[self.find(path)?];
        match &node.content {
            Content::Scalar(scalar) if !scalar.is_null() => {
                Some(scalar::locator(source.text(), self.source, node, scalar))
            }
            _ => None,
        }
    }

    pub(super) fn place(&self, path: &KeyPath) -> Place {
        Place::Span(self.span_of_value(path), Some(path.clone()))
    }

    pub(super) fn is_null(&self, node: NodeId) -> bool {
        matches!(&self.nodes[node].content, Content::Scalar(scalar) if scalar.is_null())
    }

    /// The value at a path.
    pub(super) fn find(&self, path: &KeyPath) -> Option<NodeId> {
        match self.descend(path) {
            (node, true) => node,
            _ => None,
        }
    }

    /// The last value on the way that is there, and whether it is the one at the end.
    fn descend(&self, path: &KeyPath) -> (Option<NodeId>, bool) {
        let Some(mut node) = self.root else { return (None, false) };
        for segment in path.segments() {
            match self.step(node, segment) {
                Some(next) => node = next,
                None => return (Some(node), false),
            }
        }
        (Some(node), true)
    }

    fn step(&self, node: NodeId, segment: &KeySegment) -> Option<NodeId> {
        match (&self.nodes[node].content, segment) {
            (Content::List(items), KeySegment::Index(at)) => items.get(*at).copied(),
            _ => self.entry(node, segment).map(|entry| entry.value),
        }
    }

    fn entry(&self, node: NodeId, segment: &KeySegment) -> Option<&Entry> {
        match (&self.nodes[node].content, segment) {
            (Content::Mapping(mapping), KeySegment::Key(key)) => mapping.get(key),
            _ => None,
        }
    }
}
