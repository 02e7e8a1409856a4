//! Mark-up in values that are plain words, where it is printed as it is typed.

use std::ops::Range;

use super::Subject;
use super::characters::{narrow, plains};
use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath};
use crate::markdown::tree::{BlockKind, plain_text};
use crate::markdown::walk;
use crate::model::BookText;
use crate::rules;
use crate::source::Span;

pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    let mut examine = |text: &str, span: Span| {
        if let Some(part) = mark(text) {
            let part = &text[part];
            let place = narrow(subject, span, part);
            diagnostics.push(
                Diagnostic::new(
                    &rules::LITERAL_MARKUP,
                    place,
                    format!("this value is plain words, and `{part}` is printed as typed"),
                )
                .hint(
                    "take the signs out, or say it in a value that takes mark-up: `docs/format.md` marks them **md**",
                ),
            );
        }
    };
    plains(subject).into_iter().for_each(|plain| examine(&plain.text, plain.span));
    for entry in &subject.publication.bibliography.entries {
        let path = KeyPath::root().key(entry.key.as_str());
        let whole = subject.project.indexes.get(&entry.span.source).map(|index| index.full_span(&path));
        examine(&plain_text(&entry.text), whole.unwrap_or(entry.span));
    }
    subject.publication.texts(&mut |found, _| match found {
        BookText::Text(text) => walk::blocks(&text.prose, walk::Notes::Visit, &mut |block| match &block.kind {
            BlockKind::KeyMessages { title: Some(title), .. } | BlockKind::GoodPractice { title: Some(title), .. } => {
                examine(title, block.span);
            }
            BlockKind::Figure(figure) => examine(&figure.image.alt, block.span),
            BlockKind::Quotation { by: Some(by), .. } => examine(&by.name, by.span),
            _ => {}
        }),
        BookText::Source(target) => {
            // A locator stands behind its source, on the same line or the next.
            let text = subject.project.sources.get(target.span.source).text();
            let start = target.span.start as usize;
            let end = text[start..].match_indices('\n').nth(1).map_or(text.len(), |(at, _)| start + at);
            let near = Span::new(target.span.source, start..end);
            target.locator.iter().for_each(|locator| examine(locator, near));
        }
        BookText::Line(_) | BookText::Exhibit(_) => {}
    });
}

/// The first piece of mark-up in a text.
fn mark(text: &str) -> Option<Range<usize>> {
    if !text.contains(['*', '[', '{', '`', '_', '<']) {
        return None;
    }
    (0..text.len()).filter(|&at| text.is_char_boundary(at)).find_map(|at| {
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        let length = enclosed(rest, before, "**", "**")
            .or_else(|| enclosed(rest, before, "*", "*"))
            .or_else(|| enclosed(rest, before, "`", "`"))
            .or_else(|| enclosed(rest, before, "__", "__"))
            .or_else(|| reference(rest))
            .or_else(|| rest.starts_with("{{").then(|| rest.find("}}").map(|end| end + 2)).flatten())
            .or_else(|| tag(rest))?;
        Some(at..at + length)
    })
}

/// `*words*`: the signs stand right at the words, and outside at none.
fn enclosed(rest: &str, before: Option<char>, open: &str, close: &str) -> Option<usize> {
    let inner = rest.strip_prefix(open)?;
    let end = inner.find(close)?;
    let words = &inner[..end];
    let tight = words.starts_with(char::is_alphabetic)
        && !words.ends_with(char::is_whitespace)
        && !before.is_some_and(char::is_alphanumeric);
    let after = inner[end + close.len()..].chars().next();
    (tight && !after.is_some_and(char::is_alphanumeric)).then_some(open.len() + end + close.len())
}

/// `[@key]`, `[^note]`, `[words](https://…)`.
fn reference(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let end = inner.find(']')?;
    if inner.starts_with(['@', '^']) && end > 1 {
        return Some(end + 2);
    }
    let address = inner[end + 1..].strip_prefix('(')?;
    let close = address.find(')')?;
    let is_address = ["http", "www.", "@", "mailto:", "lang:", "index:", "#"];
    is_address.iter().any(|start| address.starts_with(start)).then_some(end + close + 4)
}

/// `<b>`, `<br>` and the like.
fn tag(rest: &str) -> Option<usize> {
    const NAMES: [&str; 10] = ["b", "i", "em", "strong", "br", "sup", "sub", "span", "p", "u"];
    let inner = rest.strip_prefix('<')?;
    let end = inner.find('>')?;
    NAMES.contains(&inner[..end].trim_end_matches(['/', ' '])).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn mark_up_is_found() {
        for (text, part) in [
            ("The *great* hall", "*great*"),
            ("The **great** hall", "**great**"),
            ("Director[^1]", "[^1]"),
            ("Hall [@notes, p. 2]", "[@notes, p. 2]"),
            ("See [the page](https://a.example/b).", "[the page](https://a.example/b)"),
            ("{{ values.places }} seats", "{{ values.places }}"),
            ("Two<br>lines", "<br>"),
            ("In `code`", "`code`"),
        ] {
            assert_eq!(mark(text).map(|range| &text[range]), Some(part));
        }
    }

    #[test]
    fn signs_that_are_meant_pass() {
        for text in [
            "2 * 3 * 4, a*b*c and 5* hotel*",
            "[sic] and (a) [b]",
            "snake_case_name, __init",
            "a < b > c, <x@y.example>",
            "{set} [1]",
            "Hawai`i and O`ahu",
        ] {
            assert_eq!(mark(text), None, "{text}");
        }
    }
}
