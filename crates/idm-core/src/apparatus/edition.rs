//! How an edition was made: what it holds, how far its texts have come, what its statements rest on.

use std::collections::BTreeMap;

use crate::completeness;
use crate::markdown::tree::{BlockKind, Inline, plain_text};
use crate::markdown::walk;
use crate::model::{AnchorKind, Passage, Publication};
use crate::schema::{Basis, Status};

/// What is counted in an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edition {
    /// Panels, recommendations, outcomes and chapters by how far their texts have come.
    pub statuses: BTreeMap<Status, usize>,
    /// Recommendations by what kind of statement their source makes. Those that do not say are left out.
    pub bases: BTreeMap<Basis, usize>,
    /// How many figures are numbered.
    pub figures: usize,
    /// How many tables are numbered.
    pub tables: usize,
    /// How many boxes with good practice are numbered.
    pub boxes: usize,
    /// How many characters their captions have.
    pub caption_length: usize,
    /// How many values are missing from the panels' pages.
    pub gaps: usize,
}

fn length(caption: &[Inline]) -> usize {
    plain_text(caption).chars().count()
}

/// Counts what an edition holds.
pub fn edition(publication: &Publication) -> Edition {
    let mut edition = Edition::default();
    let panels = publication.panels().map(|at| publication.panel(at).status);
    let chapters = publication.chapters.iter().map(|chapter| chapter.status);
    let recommendations = publication.recommendations.iter().map(|entry| entry.status);
    let outcomes = publication.outcomes.iter().map(|outcome| outcome.status);
    for status in panels.chain(chapters).chain(recommendations).chain(outcomes) {
        *edition.statuses.entry(status).or_default() += 1;
    }
    for basis in publication.recommendations.iter().filter_map(|entry| entry.provenance.basis) {
        *edition.bases.entry(basis).or_default() += 1;
    }
    publication.passages(&mut |passage, printed| match passage {
        Passage::Text(text) if printed => {
            walk::blocks(&text.prose, walk::Notes::Skip, &mut |block| match &block.kind {
                _ if !publication.numbers.contains_key(&block.span) => {}
                BlockKind::Figure(figure) => {
                    edition.figures += 1;
                    edition.caption_length += figure.caption.as_deref().map_or(0, length);
                }
                BlockKind::GoodPractice { title, .. } => {
                    edition.boxes += 1;
                    edition.caption_length += title.as_ref().map_or(0, String::len);
                }
                BlockKind::Table(table) => {
                    edition.tables += 1;
                    edition.caption_length += table.caption.as_deref().map_or(0, length);
                }
                _ => {}
            });
        }
        Passage::Exhibit(exhibit) if exhibit.kind() == AnchorKind::Table => edition.tables += 1,
        Passage::Exhibit(_) => edition.figures += 1,
        _ => {}
    });
    edition.gaps = publication.panels().map(|at| completeness::gaps(publication, at).len()).sum();
    edition
}
