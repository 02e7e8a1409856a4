//! What a link says of the place that it leads to, for a reader who listens: "Recommendation 3.2", not "page 91".

use std::collections::BTreeMap;

use super::builder::Builder;
use super::labels::Labels;
use super::plain::plain;
use super::references::label;
use crate::model::{Anchor, AnchorKind, Publication};

/// The words for every place that a record or text names, by the label that the place has on the page.
pub(super) fn places(publication: &Publication, labels: &Labels) -> BTreeMap<String, String> {
    let mut builder = Builder::new(publication, labels);
    let places = publication.anchors.iter();
    places.map(|(id, anchor)| (label(anchor.kind, id), builder.place_in_words(id, anchor))).collect()
}

impl Builder<'_> {
    fn place_in_words(&mut self, id: &str, anchor: &Anchor) -> String {
        let panel = self.publication.panels.entries().find(|(_, panel)| panel.id == *id);
        if let Some((at, _)) = panel.filter(|_| anchor.kind == AnchorKind::Panel) {
            return self.panel_name(at).replace('\u{a0}', " ");
        }
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
