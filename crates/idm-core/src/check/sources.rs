//! Summaries that cite nothing.

use super::Subject;
use crate::completeness;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules;
use crate::source::Span;

pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    let publication = subject.publication;
    let summaries = publication.panels.iter().filter_map(|panel| Some((panel.id.as_str(), panel.summary.as_ref()?)));
    for (panel, summary) in summaries {
        // What it cites may stand in a block that was not understood.
        let is_whole = !publication.holes.in_text(summary.span.source);
        if is_whole && !completeness::cites(publication, summary) {
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
