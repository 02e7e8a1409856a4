//! Which passage a place in the inputs belongs to.

use std::collections::BTreeMap;

use idm_core::remarks::passages::Passage;
use idm_core::source::Span;

/// The passages by their places.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// Sorted by file and beginning.
    list: Vec<(Span, String)>,
    /// The first passage of each mark.
    marks: BTreeMap<String, String>,
    silent: bool,
}

impl Places {
    /// The places of some passages.
    pub(super) fn new(passages: &[Passage]) -> Self {
        let mut list: Vec<_> = passages.iter().map(|passage| (passage.span, passage.name.clone())).collect();
        list.sort();
        let mut marks = BTreeMap::new();
        for passage in passages {
            if let Some(mark) = &passage.mark {
                marks.entry(mark.clone()).or_insert_with(|| passage.name.clone());
            }
        }
        Self { list, marks, silent: false }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The name of the passage that a mark stands beside.
    pub(super) fn marked(&self, mark: &str) -> Option<&str> {
        self.marks.get(mark).map(String::as_str)
    }

    /// The name of the least passage that a place lies in.
    pub(super) fn at(&self, span: Span) -> Option<String> {
        let after = self.list.partition_point(|(known, _)| (known.source, known.start) <= (span.source, span.start));
        // Passages hardly lie within each other: the nearest beginning is the least.
        let near = self.list[..after].iter().rev().take(8);
        let mut within =
            near.filter(|(known, _)| known.source == span.source && span.start < known.end.max(known.start + 1));
        within.next().map(|(_, name)| name.clone())
    }

    /// Whether nothing is to be named now.
    pub(super) fn is_silent(&self) -> bool {
        self.silent
    }

    /// Names nothing from now on, or does so again; returns what held before.
    pub(super) fn silence(&mut self, silent: bool) -> bool {
        std::mem::replace(&mut self.silent, silent)
    }
}
