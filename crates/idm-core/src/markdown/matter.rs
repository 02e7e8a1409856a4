//! Front matter: keys and values before a text, as generators of web sites want them. Here it would be printed.

use std::ops::Range;

use super::filler::Filled;
use super::parse::{Context, Shape};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules;

/// After so many lines it is a text between two lines across.
const MAX_LINES: usize = 200;

/// Reports front matter and takes it out of the text.
pub(super) fn settle(filled: &mut Filled, context: &Context, diagnostics: &mut Diagnostics) {
    if !matches!(context.shape, Shape::Summary | Shape::Chapter) {
        return;
    }
    let Some(range) = find(filled.text()) else { return };
    let head = range.start..range.start + 3;
    let title = if context.shape == Shape::Chapter { "the title is the heading `# Title`; other" } else { "such" };
    diagnostics.push(
        Diagnostic::new(
            &rules::FOREIGN_MARKUP,
            context.locator.span(head),
            "a text has no front matter, and this would be printed",
        )
        .hint(format!("take it out: {title} keys stand in the YAML files beside the text")),
    );
    filled.blank(range);
}

/// The bytes of front matter, its first and last line included.
fn find(text: &str) -> Option<Range<usize>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let mut lines = text[start..].split_inclusive(end);
    let fence = lines.next()?;
    let mut at = start + fence.len();
    let (fence, sign) = match fence.trim_end() {
        "---" => ("---", ':'),
        "+++" => ("+++", '='),
        _ => return None,
    };
    let mut keys = 0;
    for line in lines.take(MAX_LINES) {
        at += line.len();
        let ending = line.len() - line.trim_end_matches(['\n', '\r']).len();
        let line = line.trim_end();
        if line == fence || fence == "---" && line == "..." {
            // Its last line keeps its end: what follows stands on a line of its own.
            return (keys > 0).then_some(start..at - ending);
        }
        let named = line.split_once(sign).is_some_and(|(key, value)| {
            let part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | ' ' | '"');
            !key.is_empty() && key.len() <= 40 && key.chars().all(part) && (value.is_empty() || value.starts_with(' '))
        });
        keys += usize::from(named);
        let goes_on = line.is_empty() || line.starts_with([' ', '\t', '-', '#', ']', '}', '[']);
        // The first line behind the fence is a key; a line across is followed by anything.
        if !(named || goes_on && keys > 0) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read, read_as};
    use super::super::{Shape, tree::BlockKind};

    #[test]
    fn front_matter_is_reported_once_and_taken_out() {
        for text in [
            "---\ntitle: A text\nauthors:\n  - One\n---\n\n# A\n\nB.",
            "---\r\ntitle: A text\r\n...\r\n# A\r\n",
            "+++\ntitle = \"A\"\n+++\n# A",
        ] {
            let read = read_as(Shape::Chapter, text);
            assert_eq!(read.reports(), [format!("foreign-markup {}", &text[..3])], "{text}");
            assert!(matches!(read.blocks()[0].kind, BlockKind::Heading { .. }));
        }
    }

    #[test]
    fn lines_across_are_none() {
        for text in
            ["---\n\nA text: so\n\n---", "---\nWords and more words.\n---", "---", "# A\n\n---\n\nb: c\n\n---\n"]
        {
            assert!(!read(text).codes().contains(&"foreign-markup"), "{text}");
        }
    }
}
