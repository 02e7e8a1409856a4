//! What identifiers will print, beside them.

use gen_lsp_types::{InlayHint, InlayHintKind, Label, Range};
use idm::mentions::{Role, Space};
use idm_core::source::SourceId;

use crate::positions::Lines;
use crate::workspace::Opened;

/// The number that each identifier in a range of a file will print, where it has one.
pub(crate) fn in_range(opened: &Opened, source: SourceId, range: Range) -> Vec<InlayHint> {
    let lines = Lines::new(opened.project.sources().get(source).text());
    let (start, end) = (lines.offset(range.start), lines.offset(range.end));
    let mentions = opened.mentions();
    let inside = mentions.iter().filter(|mention| {
        let span = mention.span.range();
        mention.span.source == source
            && mention.space == Space::Publication
            && mention.is_literal
            && start <= span.start
            && span.end <= end
    });
    inside
        .filter_map(|mention| {
            let named = opened.project.named(&mention.name)?;
            let number = named.number?;
            let shown = if mention.role == Role::Definition { named.printed } else { number };
            Some(InlayHint {
                position: lines.position(mention.span.range().end),
                label: Label::String(shown),
                kind: Some(InlayHintKind::Type),
                text_edits: None,
                tooltip: None,
                padding_left: Some(true),
                padding_right: None,
                data: None,
            })
        })
        .collect()
}
