//! What Hayagriva has formatted, as text with links.

use hayagriva::citationberg::{FontStyle, FontWeight, VerticalAlign};
use hayagriva::{ElemChild, ElemChildren, ElemMeta, Entry, Formatted};

use super::SILENT;
use crate::address;
use crate::letters::composed;
use crate::markdown::tree::{Inline, InlineKind, Target, plain_text};
use crate::source::Span;

pub(super) fn push_linked(children: &ElemChildren, known: &[(&String, Span)], anywhere: Span, to: &mut Vec<Inline>) {
    for child in &children.0 {
        match child {
            ElemChild::Elem(elem) => match elem.meta {
                Some(ElemMeta::Entry(at)) if at < known.len() => {
                    let (key, span) = known[at];
                    let mut content = Vec::new();
                    push_children(&elem.children, span, &mut content);
                    let target = Target { prefix: None, id: key.clone(), locator: None, lead: None, span };
                    to.push(Inline {
                        kind: InlineKind::Reference { targets: vec![target], content: Some(content) },
                        span,
                    });
                }
                _ => push_linked(&elem.children, known, anywhere, to),
            },
            other => push_child(other, anywhere, to),
        }
    }
}

pub(super) fn push_children(children: &ElemChildren, span: Span, to: &mut Vec<Inline>) {
    for child in &children.0 {
        push_child(child, span, to);
    }
}

pub(super) fn push_child(child: &ElemChild, span: Span, to: &mut Vec<Inline>) {
    match child {
        ElemChild::Text(text) => to.push(formatted(text, span)),
        ElemChild::Elem(elem) => {
            // What a style sets as a block or column of its own is parted from what stands before it.
            let ends_in_blank = |inline: &Inline| plain_text(std::slice::from_ref(inline)).ends_with(' ');
            if elem.display.is_some() && to.last().is_some_and(|last| !ends_in_blank(last)) {
                to.push(Inline::text(" ", span));
            }
            push_children(&elem.children, span, to);
        }
        ElemChild::Markup(text) => to.push(Inline::text(spoken(text), span)),
        ElemChild::Link { text, url } => {
            let content = vec![formatted(text, span)];
            to.push(Inline { kind: InlineKind::Link { url: address::destination(url).into_owned(), content }, span });
        }
        ElemChild::Transparent { .. } => {}
    }
}

fn formatted(text: &Formatted, span: Span) -> Inline {
    let mut inline = Inline::text(spoken(&text.text), span);
    if text.formatting.font_weight == FontWeight::Bold {
        inline = Inline { kind: InlineKind::Strong(vec![inline]), span };
    }
    if text.formatting.font_style == FontStyle::Italic {
        inline = Inline { kind: InlineKind::Emphasis(vec![inline]), span };
    }
    match text.formatting.vertical_align {
        VerticalAlign::Sup => Inline { kind: InlineKind::Superscript(vec![inline]), span },
        VerticalAlign::Sub => Inline { kind: InlineKind::Subscript(vec![inline]), span },
        _ => inline,
    }
}

/// A text without the signs that were there for Hayagriva only, its letters composed as everywhere.
fn spoken(text: &str) -> String {
    composed(text.replace(&format!(" {SILENT}"), "").replace(SILENT, ""))
}

/// Prints each web address as it was typed: Hayagriva writes hosts in small letters and codes, and a slash at the end.
pub(super) fn restore_addresses(inlines: &mut [Inline], addresses: &[(String, String)]) {
    for inline in inlines {
        match &mut inline.kind {
            InlineKind::Text(text) => {
                for (written, typed) in addresses.iter().filter(|(written, _)| !written.is_empty()) {
                    if text.contains(written.as_str()) && !text.contains(typed.as_str()) {
                        *text = text.replace(written.as_str(), typed).into();
                    }
                }
            }
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Superscript(content)
            | InlineKind::Link { content, .. } => {
                restore_addresses(content, addresses);
            }
            _ => {}
        }
    }
}

/// An entry's title and its language, if that is not the book's.
pub(super) fn foreign_title(entry: &Entry, language: &str) -> Option<(String, String)> {
    let own = entry.language().filter(|own| own.language.as_str() != language)?;
    Some((entry.title()?.to_string(), own.to_string()))
}

/// Says that the title is in another language, so that it is pronounced as such. A style may have changed it: then
/// nothing is said.
pub(super) fn mark_foreign(inlines: &mut Vec<Inline>, title: &str, language: &str) -> bool {
    for at in 0..inlines.len() {
        let span = inlines[at].span;
        let words = |words: &str| Inline::text(words.to_owned(), span);
        match &mut inlines[at].kind {
            InlineKind::Text(text) => {
                let Some((before, after)) = text.split_once(title) else { continue };
                let foreign = InlineKind::Foreign { language: language.to_owned(), content: vec![words(title)] };
                let parts = [words(before), Inline { kind: foreign, span }, words(after)];
                let is_empty = |part: &Inline| matches!(&part.kind, InlineKind::Text(text) if text.is_empty());
                inlines.splice(at..=at, parts.into_iter().filter(|part| !is_empty(part)));
                return true;
            }
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Link { content, .. } => {
                let found = mark_foreign(content, title, language);
                if found {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}
