//! What a link says of the place that it leads to, for a reader who listens: "Recommendation 3.2", not "page 91".

use std::collections::BTreeMap;

use super::builder::Builder;
use super::labels::Labels;
use super::plain::plain;
use super::references::label;
use crate::model::{Anchor, AnchorKind, Panel, Publication, Ref};

/// The words for every place that a record or text names, by the label that the place has on the page.
pub(super) fn places(publication: &Publication, labels: &Labels) -> BTreeMap<String, String> {
    let mut builder = Builder::new(publication, labels);
    let panels = publication.panels.entries().map(|(at, panel)| (panel.id.as_str(), at));
    let panels: BTreeMap<&str, Ref<Panel>> = panels.collect();
    let mut in_words = |id: &str, anchor: &Anchor| match panels.get(id) {
        Some(&at) if anchor.kind == AnchorKind::Panel => builder.panel_name(at).replace('\u{a0}', " "),
        _ => builder.place_in_words(id, anchor),
    };
    publication.anchors.iter().map(|(id, anchor)| (label(anchor.kind, id), in_words(id, anchor))).collect()
}

impl Builder<'_> {
    fn place_in_words(&mut self, id: &str, anchor: &Anchor) -> String {
        let kind = self.kind(anchor.kind).to_owned();
        let title = match &anchor.number {
            Some(number) => return format!("{kind} {number}"),
            None if anchor.kind == AnchorKind::Reference => self.reference_in_words(id, anchor),
            None => plain(&self.told(&anchor.title, &[])),
        };
        let colon = self.labels.get(&self.language, "mark.colon");
        if title.is_empty() { kind } else { format!("{kind}{colon}{title}") }
    }

    /// A reference as it is cited where it stands by itself; by its title where nothing cites the whole of it.
    fn reference_in_words(&mut self, id: &str, anchor: &Anchor) -> String {
        let bibliography = &self.publication.bibliography;
        let cited = bibliography.citation(&vec![(id.to_owned(), None)]);
        let cited = plain(&self.told(cited.unwrap_or(&anchor.title), &[]));
        let inner = cited.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        inner.filter(|inner| !inner.contains(['(', ')'])).unwrap_or(&cited).to_owned()
    }
}
