//! Identifiers behind an at sign without brackets: `@report` for `[@report]`.
//!
//! Whoever writes Pandoc's Markdown cites so. Here it would be printed as typed, and so it should be where it is a name
//! on some network: only what this publication knows is meant as a citation.

use super::Desk;
use crate::diagnostic::Diagnostics;
use crate::markdown::tree::{Inline, InlineKind};
use crate::markdown::walk;
use crate::model::BookText;
use crate::rules;

/// Whether an identifier may stand so in a text.
pub(super) fn may_be_in(text: BookText) -> bool {
    let mut found = false;
    let mut visit = |inline: &Inline| {
        if let InlineKind::Text(words) = &inline.kind {
            found |= words.contains('@');
        }
    };
    match text {
        BookText::Line(line) => walk::line(&line.content, walk::Notes::Skip, &mut visit),
        BookText::Text(text) => walk::inlines(&text.prose, walk::Notes::Skip, &mut visit),
        BookText::Source(_) | BookText::Exhibit(_) => {}
    }
    found
}

pub(super) fn check(desk: &Desk, diagnostics: &mut Diagnostics) {
    for line in desk.lines.iter().filter(|line| line.text.contains('@')) {
        for (at, _) in line.text.match_indices('@') {
            if line.text[..at].ends_with(|char: char| char.is_alphanumeric() || matches!(char, '.' | '_' | '-' | '/')) {
                continue;
            }
            let rest = &line.text[at + 1..];
            let is_part = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | ':');
            let written =
                rest[..rest.find(|char| !is_part(char)).unwrap_or(rest.len())].trim_end_matches([':', '-', '_']);
            let id = written.split_once(':').map_or(written, |(_, id)| id);
            if id.is_empty() || desk.publication.anchors.get(id).is_none() {
                continue;
            }
            let bytes = at..at + 1 + written.len();
            let message = format!("`@{written}` refers to nothing without brackets and is printed as typed");
            let Some(problem) = desk.problem(&rules::LITERAL_MARKUP, line, bytes.clone(), message) else { continue };
            // A sign behind a backslash is meant.
            if desk.sources().text(line.place(bytes).span).starts_with('\\') {
                continue;
            }
            diagnostics.push(problem.hint(format!("write `[@{written}]`; for a plain sign write `\\@`")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{mended, said};

    #[test]
    fn known_identifiers_need_brackets() {
        assert_eq!(said("As @s1 says (@s1)."), ["literal-markup: @s1", "literal-markup: @s1"]);
        assert_eq!(mended("So @s1."), ["write `[@s1]`; for a plain sign write `\\@`"]);
        for fine in ["Ask @nobody or a@s1.example, \\@s1, `@s1` and x@s1.", "So it was [@s1]."] {
            assert!(said(fine).is_empty(), "{fine}: {:?}", said(fine));
        }
    }
}
