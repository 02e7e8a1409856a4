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

/// Says the same of what an author tells of a work, in the language in which the publication is written.
pub(super) fn mark_said(inlines: &mut Vec<Inline>, entry: &Entry, (book, source): (&str, &str)) {
    for said in [entry.genre(), entry.note()].into_iter().flatten().filter(|_| book != source) {
        mark_foreign(inlines, &said.to_string(), source, false);
    }
}

/// The language of a work if it is another than the book's: its own, or else that of works which name none.
pub(super) fn foreign_language(entry: &Entry, (book, works): (&str, &str)) -> Option<String> {
    let own = entry.language().map_or_else(|| works.to_owned(), ToString::to_string);
    (own.split('-').next() != Some(book)).then_some(own)
}

/// Says of the titles of an entry, and of the works that it stands in, that they are in another language, so that they are
/// pronounced as such. A style may have changed one: then nothing is said of it. `alone`: only where it stands by itself, since
/// what is printed may be an author's name that holds the same words.
pub(super) fn mark_titles(inlines: &mut Vec<Inline>, entry: &Entry, (book, works): (&str, &str), alone: bool) {
    if let (Some(title), Some(language)) = (entry.title(), foreign_language(entry, (book, works))) {
        // Citations may have the short one.
        let short = title.short.as_ref().map(ToString::to_string);
        let mut forms = [Some(title.value.to_string()), short].into_iter().flatten();
        forms.any(|form| mark_foreign(inlines, &form, &language, alone));
    }
    // What a work stands in is in its language, if nothing else is said.
    let works = entry.language().map_or_else(|| works.to_owned(), ToString::to_string);
    for parent in entry.parents() {
        mark_titles(inlines, parent, (book, &works), alone);
    }
}

/// Marks words where they stand by themselves, or else where they stand first and are whole.
fn mark_foreign(inlines: &mut Vec<Inline>, title: &str, language: &str, alone: bool) -> bool {
    let signs = |sign: char| !sign.is_alphanumeric();
    let is_alone = |words: &str| words.trim_matches(signs) == title.trim_matches(signs);
    let is_whole = |words: &str| {
        let at = words.find(title)?;
        let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        let is_part = is_letter(words[..at].chars().next_back()) || is_letter(words[at + title.len()..].chars().next());
        (!is_part).then_some(at)
    };
    !title.is_empty()
        && (mark(inlines, title, language, &|words| is_whole(words).filter(|_| is_alone(words)))
            || !alone && mark(inlines, title, language, &is_whole))
}

fn mark(inlines: &mut Vec<Inline>, title: &str, language: &str, place: &dyn Fn(&str) -> Option<usize>) -> bool {
    for at in 0..inlines.len() {
        let span = inlines[at].span;
        let words = |words: &str| Inline::text(words.to_owned(), span);
        match &mut inlines[at].kind {
            InlineKind::Text(text) => {
                let Some(start) = place(text) else { continue };
                let (before, after) = (&text[..start], &text[start + title.len()..]);
                let foreign = InlineKind::Foreign { language: language.to_owned(), content: vec![words(title)] };
                let parts = [words(before), Inline { kind: foreign, span }, words(after)];
                let is_empty = |part: &Inline| matches!(&part.kind, InlineKind::Text(text) if text.is_empty());
                inlines.splice(at..=at, parts.into_iter().filter(|part| !is_empty(part)));
                return true;
            }
            InlineKind::Emphasis(content) | InlineKind::Strong(content) | InlineKind::Link { content, .. } => {
                let is_found = mark(content, title, language, place);
                if is_found {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}
