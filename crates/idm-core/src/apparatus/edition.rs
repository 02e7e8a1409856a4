//! How an edition was made: what it holds, how far its texts have come, what its statements rest on.

use std::collections::BTreeMap;

use crate::completeness;
use crate::markdown::tree::{BlockKind, Inline, plain_text};
use crate::markdown::walk;
use crate::model::{AnchorKind, BookText, Exhibit, Publication};
use crate::schema::{Basis, Status};

/// What is counted in an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edition {
    /// Panels, recommendations, outcomes and chapters by how far their texts have come.
    pub statuses: BTreeMap<Status, usize>,
    /// Recommendations by what kind of statement their source makes. Those that do not say are left out.
    pub bases: BTreeMap<Basis, usize>,
    /// The captions of what is numbered, in the order of the book.
    pub captions: BTreeMap<AnchorKind, Vec<Caption>>,
    /// How many values are missing from the panels' pages, but for those that only keep the place of others.
    pub gaps: usize,
}

/// The caption of something that is numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caption {
    /// What the author wrote, without markup; nothing for a box without a title.
    Text(String),
    /// That of a table or chart made from the records, whose words are the template's.
    Exhibit(Exhibit),
}

impl Edition {
    /// The captions of one kind: as many as are numbered.
    pub fn captions(&self, kind: AnchorKind) -> &[Caption] {
        self.captions.get(&kind).map_or(&[], Vec::as_slice)
    }
}

/// Counts what an edition holds.
pub fn edition(publication: &Publication) -> Edition {
    let mut edition = Edition::default();
    let panels = publication.printed_panels().map(|at| &publication[at]);
    // What keeps a place is no text.
    let panels = panels.filter(|panel| !panel.is_placeholder()).map(|panel| panel.status);
    let chapters = publication.chapters.iter().map(|chapter| chapter.status);
    let recommendations = publication.recommendations.iter().map(|entry| entry.status);
    let outcomes = publication.outcomes.iter().map(|outcome| outcome.status);
    for status in panels.chain(chapters).chain(recommendations).chain(outcomes) {
        *edition.statuses.entry(status).or_default() += 1;
    }
    for basis in publication.recommendations.iter().filter_map(|entry| entry.provenance.basis) {
        *edition.bases.entry(basis).or_default() += 1;
    }
    let mut numbered = |kind, caption| edition.captions.entry(kind).or_default().push(caption);
    let plain = |caption: Option<&[Inline]>| Caption::Text(caption.map_or_else(String::new, plain_text));
    publication.texts(&mut |found, printed| match found {
        BookText::Text(text) if printed => {
            walk::blocks(&text.prose, walk::Notes::Skip, &mut |block| match &block.kind {
                _ if block.handle().is_none_or(|handle| !publication.numbers.contains_key(&handle)) => {}
                BlockKind::Figure(figure) => numbered(AnchorKind::Figure, plain(figure.caption.as_deref())),
                BlockKind::GoodPractice { title, .. } => {
                    numbered(AnchorKind::Box, Caption::Text(title.clone().unwrap_or_default()));
                }
                BlockKind::Table(table) => numbered(AnchorKind::Table, plain(table.caption.as_deref())),
                _ => {}
            });
        }
        BookText::Exhibit(exhibit) if printed => numbered(exhibit.kind(), Caption::Exhibit(exhibit)),
        _ => {}
    });
    let panels = publication.printed_panels().filter(|&at| !publication[at].is_placeholder());
    edition.gaps = panels.map(|at| completeness::gaps(publication, at).len()).sum();
    edition
}
