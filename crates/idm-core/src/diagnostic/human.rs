//! Diagnostics for people: the author's line with a caret under what is meant.

use std::collections::BTreeMap;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::located::{Located, Location};
use super::{Severity, harmless};
use crate::source::Sources;

/// Whether the text may hold colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Terminal colours.
    Always,
    /// Plain text.
    Never,
}

/// Lines longer than this are cut for display, so that a caret stays on the screen.
const TERMINAL_WIDTH: usize = 120;

/// How many problems are shown with their lines: far more than anybody reads on a screen.
pub(crate) const MAX_SHOWN: usize = 1_000;
/// How far apart two lines may be and still be shown in one piece.
const MAX_LINES_APART: usize = 200;
/// The longest line that is shown. A caret in the middle of a longer one says nothing.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// Renders a report with the author's lines, a blank line between problems. Of very many problems the first are shown,
/// and how many more there are.
pub fn render(diagnostics: &[Located], sources: &Sources, colour: Colour) -> String {
    render_with(diagnostics, sources, colour, &BTreeMap::new())
}

/// Renders a report as [`render`] does, with a note of the caller's own beside some problems, by their places in the list.
pub fn render_with(
    diagnostics: &[Located],
    sources: &Sources,
    colour: Colour,
    notes: &BTreeMap<usize, &'static str>,
) -> String {
    let renderer = match colour {
        Colour::Always => Renderer::styled(),
        Colour::Never => Renderer::plain(),
    }
    .term_width(TERMINAL_WIDTH);
    let mut text = String::new();
    let (shown, more) = diagnostics.split_at(diagnostics.len().min(MAX_SHOWN));
    for (place, found) in harmless::problems(shown).iter().enumerate() {
        text.push_str(&renderer.render(&groups(found, sources, notes.get(&place).copied())));
        text.push_str("\n\n");
    }
    // The author's lines come as they are; what the renderer leaves in them is made harmless here.
    let mut text = match colour {
        Colour::Always => harmless::drawn(&text),
        Colour::Never => harmless::lines(&text),
    }
    .into_owned();
    if !more.is_empty() {
        let (more, are) = (more.len(), if more.len() == 1 { "is" } else { "are" });
        text.push_str(&format!("{more} more {are} not shown here; `--message-format short` has a line for each\n\n"));
    }
    text
}

fn groups<'a>(found: &'a Located, sources: &'a Sources, note: Option<&'static str>) -> Vec<Group<'a>> {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(found.message.as_str()).id(found.code);
    let mut group = Group::with_title(title);
    let here = &found.location;
    // Labels near by in the same file go into the same snippet, so that the lines stand in their order.
    let near = |location: &Location| match (location.range, here.range) {
        (Some(one), Some(other)) => {
            location.file == here.file && one.start.line.abs_diff(other.start.line) <= MAX_LINES_APART
        }
        _ => false,
    };
    let (beside, apart): (Vec<_>, Vec<_>) = found.labels.iter().partition(|(location, _)| near(location));
    let mut annotations = vec![(AnnotationKind::Primary, here, None)];
    annotations
        .extend(beside.iter().map(|(location, message)| (AnnotationKind::Context, location, Some(message.as_str()))));
    group = match snippet(&annotations, sources) {
        Some(snippet) => group.element(snippet),
        None => group.element(origin(here)),
    };
    for (location, message) in apart {
        group = match snippet(&[(AnnotationKind::Context, location, Some(message))], sources) {
            Some(snippet) => group.element(snippet),
            None => group.element(Level::NOTE.message(format!("{message} ({})", location.file))),
        };
    }
    if let Some(key) = &here.key {
        group = group.element(Level::NOTE.message(format!("at `{key}`")));
    }
    if let Some(note) = note {
        group = group.element(Level::NOTE.message(note));
    }
    for hint in &found.hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    vec![group]
}

/// The lines that annotations stand on and those between, all in one file. Only these are handed on, since the renderer
/// looks through all that it is given. Nothing if there are none, or if a line is too long to be shown.
fn snippet<'a>(
    annotations: &[(AnnotationKind, &'a Location, Option<&'a str>)],
    sources: &'a Sources,
) -> Option<Snippet<'a, Annotation<'a>>> {
    let (_, first, _) = annotations.first()?;
    let ranges: Vec<_> = annotations.iter().filter_map(|(.., location, _)| location.range).collect();
    let source = sources.get(first.range?.span.source);
    let top = ranges.iter().map(|range| range.start.line).min()?;
    let bottom = ranges.iter().map(|range| range.end.line).max()?;
    if (top..=bottom).any(|line| source.line_range(line).len() > MAX_LINE_BYTES) {
        return None;
    }
    let (start, end) = (source.line_range(top).start, source.line_range(bottom).end);
    // A span may take in the end of its last line, or that of the file.
    let end = ranges.iter().map(|range| range.span.end as usize).fold(end, usize::max).min(source.text().len());
    let mut snippet = Snippet::source(source.text().get(start..end)?).path(first.file.as_str()).line_start(top);
    for (kind, location, label) in annotations {
        let Some(range) = location.range else { continue };
        let span = range.span.range();
        let annotation = kind.span(span.start - start..span.end - start);
        snippet = snippet.annotation(match label {
            Some(label) => annotation.label(*label),
            None => annotation,
        });
    }
    Some(snippet)
}

/// The place alone.
fn origin(location: &Location) -> Origin<'_> {
    let origin = Origin::path(location.file.as_str());
    match location.range {
        Some(range) => origin.line(range.start.line).char_column(range.start.column),
        None => origin,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{locate, rule, sources};
    use super::super::{Diagnostic, Place};
    use super::*;
    use crate::source::Span;

    /// The problem at the first of two words, with the second as a label.
    fn shown(text: &str, first: &str, second: &str) -> String {
        let sources = sources("a.md", text);
        let (id, _) = sources.iter().next().expect("there is a file");
        let span = |word: &str| {
            let start = text.find(word).expect("the word is there");
            Span::new(id, start..start + word.len())
        };
        let diagnostic = Diagnostic::new(rule("file-missing"), span(first), "wrong").label(span(second), "see here");
        render(&locate(&sources, &[diagnostic]), &sources, Colour::Never)
    }

    #[test]
    fn lines_keep_their_numbers_wherever_they_stand() {
        let text = "é\n".repeat(500) + "one two\n" + &"é\n".repeat(10) + "three";
        let near = shown(&text, "three", "two");
        assert!(near.contains("--> a.md:512:1\n"), "{near}");
        assert!(near.contains("501 | one two\n    |     --- see here\n"), "{near}");
        assert!(near.contains("512 | three\n    | ^^^^^"), "{near}");
        // Far from each other they are shown one by one.
        let text = format!("two\n{}one", "é\n".repeat(500));
        let far = shown(&text, "one", "two");
        assert!(far.contains("--> a.md:502:1\n"), "{far}");
        assert!(far.contains("502 | one\n    | ^^^\n"), "{far}");
        assert!(far.contains("::: a.md:1:1\n"), "{far}");
        assert!(far.contains("1 | two\n    | --- see here"), "{far}");
    }

    #[test]
    fn a_note_stands_before_what_helps() {
        let sources = sources("a.md", "one");
        let (id, _) = sources.iter().next().expect("there is a file");
        let problem = Diagnostic::new(rule("file-missing"), Span::new(id, 0..3), "wrong").hint("mend it");
        let found = locate(&sources, &[problem]);
        let text = render_with(&found, &sources, Colour::Never, &BTreeMap::from([(0, "Tout est là.")]));
        assert!(text.contains("  = note: Tout est là.\n  = help: mend it\n"), "{text}");
        let without = render(&found, &sources, Colour::Never);
        assert_eq!(text.replace("  = note: Tout est là.\n", ""), without);
    }

    #[test]
    fn ends_of_lines_and_of_the_file_have_a_caret() {
        let sources = sources("a.md", "one\ntwo");
        let (id, _) = sources.iter().next().expect("there is a file");
        for (range, line) in [(3..3, "1 | one"), (3..4, "1 |   one"), (7..7, "2 | two"), (0..7, "2 | | two")] {
            let found = locate(&sources, &[Diagnostic::new(rule("file-missing"), Span::new(id, range), "wrong")]);
            let text = render(&found, &sources, Colour::Never);
            assert!(text.contains(line) && text.contains('^'), "{text}");
        }
    }

    #[test]
    fn a_line_without_end_is_named_and_not_shown() {
        let text = "a ".repeat(MAX_LINE_BYTES) + "one two";
        let text = shown(&text, "one", "two");
        let column = 2 * MAX_LINE_BYTES + 1;
        assert!(text.contains(&format!("--> a.md:1:{column}\n")) && text.len() < 1_000, "{text}");
    }

    #[test]
    fn of_very_many_problems_the_first_are_shown() {
        let problem =
            |number| Diagnostic::new(rule("file-missing"), Place::File(format!("{number:05}.md")), "it is not there");
        let problems: Vec<_> = (0..MAX_SHOWN + 7).map(problem).collect();
        let sources = Sources::default();
        let text = render(&locate(&sources, &problems), &sources, Colour::Never);
        assert_eq!(text.matches("it is not there").count(), MAX_SHOWN);
        assert!(
            text.ends_with("\n7 more are not shown here; `--message-format short` has a line for each\n\n"),
            "{text}"
        );
    }
}
