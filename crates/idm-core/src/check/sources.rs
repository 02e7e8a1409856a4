//! Summaries that cite nothing.

use super::Subject;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::markdown::tree::{BlockKind, InlineKind};
use crate::markdown::walk;
use crate::model::AnchorKind;
use crate::rules;
use crate::source::Span;

pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    let publication = subject.publication;
    let summaries = publication
        .workshops
        .iter()
        .flat_map(|workshop| &workshop.panels)
        .filter_map(|panel| Some((panel.id.as_str(), panel.summary.as_ref()?)));
    for (panel, summary) in summaries {
        let mut cites = false;
        walk::inlines(&summary.prose, walk::Notes::Skip, &mut |inline| {
            if let InlineKind::Reference { targets, .. } = &inline.kind {
                // What is unknown has been reported and may have been meant as a citation.
                cites |= targets.iter().any(|target| {
                    publication.anchors.get(&target.id).is_none_or(|anchor| anchor.kind == AnchorKind::Reference)
                });
            }
        });
        walk::blocks(&summary.prose, walk::Notes::Skip, &mut |block| {
            cites |= matches!(&block.kind, BlockKind::Quotation { source: Some(_), .. });
        });
        if !cites {
            let text = subject.project.sources.get(summary.span.source);
            let first_line = summary.prose.blocks.first().map_or(summary.span, |block| {
                let line = text.position(block.span.start as usize).line;
                Span::new(block.span.source, text.line_range(line))
            });
            diagnostics.push(
                Diagnostic::new(
                    &rules::UNSOURCED,
                    first_line,
                    format!("the summary of the panel `{panel}` cites no source"),
                )
                .hint("cite with `[@key]`, a key of `references.yaml`"),
            );
        }
    }
}
