//! Diagnostics for people: the author's line with a caret under what is meant.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::Severity;
use super::located::{Located, Location};
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

/// Renders a report with the author's lines, a blank line between problems.
pub fn render(diagnostics: &[Located], sources: &Sources, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Always => Renderer::styled(),
        Colour::Never => Renderer::plain(),
    }
    .term_width(TERMINAL_WIDTH);
    let mut text = String::new();
    for found in diagnostics {
        text.push_str(&renderer.render(&groups(found, sources)));
        text.push_str("\n\n");
    }
    text
}

fn groups<'a>(found: &'a Located, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match found.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(found.message.as_str()).id(found.code);
    let mut group = Group::with_title(title);
    let here = &found.location;
    group = match snippet(here, sources, AnnotationKind::Primary, None) {
        Some(snippet) => {
            // Labels in the same file go into the same snippet, so that the lines stand in their order.
            let mut snippet = snippet;
            for (location, message) in found.labels.iter().filter(|(location, _)| location.file == here.file) {
                if let Some(range) = location.range {
                    snippet =
                        snippet.annotation(AnnotationKind::Context.span(range.span.range()).label(message.as_str()));
                }
            }
            group.element(snippet)
        }
        None => group.element(annotate_snippets::Origin::path(here.file.as_str())),
    };
    for (location, message) in found.labels.iter().filter(|(location, _)| location.file != here.file) {
        group = match snippet(location, sources, AnnotationKind::Context, Some(message)) {
            Some(snippet) => group.element(snippet),
            None => group.element(Level::NOTE.message(format!("{message} ({})", location.file))),
        };
    }
    if let Some(key) = &here.key {
        group = group.element(Level::NOTE.message(format!("at `{key}`")));
    }
    for hint in &found.hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    vec![group]
}

fn snippet<'a>(
    location: &'a Location,
    sources: &'a Sources,
    kind: AnnotationKind,
    message: Option<&'a str>,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let range = location.range?;
    let text = sources.get(range.span.source).text();
    let annotation = kind.span(range.span.range());
    let annotation = match message {
        Some(message) => annotation.label(message),
        None => annotation,
    };
    Some(Snippet::source(text).path(location.file.as_str()).annotation(annotation))
}
