//! Characters that cannot be printed.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Subject, garbled};
use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath};
use crate::markdown::tree::{BlockKind, Inline, InlineKind};
use crate::markdown::walk;
use crate::model::{BookText, IndexLead, Plain};
use crate::rules::{self, Rule};
use crate::source::Span;

/// The characters of what is printed and is no text.
pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    // A value that was put together is looked for in all of what it was made of.
    let mut examine = |text: &str, span: Span| {
        examine(subject, text, &|part| narrow(subject, span, &text[part]), diagnostics);
    };
    for entry in &subject.publication.bibliography.entries {
        let path = KeyPath::root().key(entry.key.as_str());
        let whole = subject.project.indexes.get(&entry.span.source).map(|index| index.full_span(&path));
        let span = whole.unwrap_or(entry.span);
        walk::line(&entry.text, walk::Notes::Visit, &mut |part| {
            if let InlineKind::Text(text) | InlineKind::Code(text) = &part.kind {
                examine(text, span);
            }
        });
    }
    for plain in plains(subject) {
        examine(&plain.text, plain.span);
    }
    pictures(subject, diagnostics);
}

/// The characters of texts.
pub(super) fn check_texts(subject: Subject, texts: &[BookText], diagnostics: &mut Diagnostics) {
    let mut values: Vec<(&str, Span)> = vec![];
    for text in texts {
        match text {
            BookText::Text(text) => walk::blocks(&text.prose, walk::Notes::Visit, &mut |block| match &block.kind {
                BlockKind::Code { text, .. } => values.push((text, block.span)),
                BlockKind::Figure(figure) => values.push((&figure.image.alt, block.span)),
                BlockKind::KeyMessages { title: Some(title), .. }
                | BlockKind::GoodPractice { title: Some(title), .. } => values.push((title, block.span)),
                BlockKind::Quotation { by: Some(by), .. } => values.push((&by.name, by.span)),
                _ => {}
            }),
            BookText::Source(target) => values.extend(target.locator.as_deref().map(|locator| (locator, target.span))),
            BookText::Line(_) | BookText::Exhibit(_) => {}
        }
    }
    for (text, span) in values {
        examine(subject, text, &|part| narrow(subject, span, &text[part]), diagnostics);
    }
    let mut inline = |inline: &Inline| match &inline.kind {
        InlineKind::Text(words) | InlineKind::Code(words) => {
            examine(subject, words, &|part| words.written(inline.span, part).span, diagnostics);
        }
        InlineKind::Image(image) => {
            examine(subject, &image.alt, &|part| narrow(subject, inline.span, &image.alt[part]), diagnostics);
        }
        _ => {}
    };
    for text in texts {
        match text {
            BookText::Line(line) => walk::line(&line.content, walk::Notes::Visit, &mut inline),
            BookText::Text(text) => walk::inlines(&text.prose, walk::Notes::Visit, &mut inline),
            BookText::Source(_) | BookText::Exhibit(_) => {}
        }
    }
}

/// Reports the first letter in each picture that no font can show.
fn pictures(subject: Subject, diagnostics: &mut Diagnostics) {
    for (path, span) in subject.publication.pictures.named.values() {
        let Some(letters) = subject.publication.pictures.letters.get(path) else { continue };
        let problem = letters.graphemes(true).find_map(|cluster| problems(cluster, subject.shows).into_iter().next());
        if let Some((_, rule, message)) = problem {
            diagnostics.push(
                Diagnostic::new(rule, *span, format!("in `{path}`: {message}"))
                    .hint("save the picture with its words as outlines, or write them in other letters"),
            );
        }
    }
}

/// Reports each character of a text that cannot be printed, once. `place` says where some bytes of the text are written.
fn examine(subject: Subject, text: &str, place: &dyn Fn(Range<usize>) -> Span, diagnostics: &mut Diagnostics) {
    for found in garbled::find(text) {
        let read = &text[found.part.clone()];
        let written = subject.project.sources.text(place(found.part.clone()));
        // A value is told of where it stands, not where it is used, and what is no letter by its own rule.
        if written.starts_with("{{") || read == "\u{fffd}" && !written.contains(read) {
            continue;
        }
        diagnostics.push(Diagnostic::new(&rules::GARBLED, place(found.part), found.message).hint(found.hint));
    }
    // Texts of plain ASCII words are by far the most, and are all fine.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t' | b'\r')) {
        return;
    }
    let mut seen = BTreeSet::new();
    for (at, cluster) in text.grapheme_indices(true) {
        for (part, rule, message) in problems(cluster, subject.shows) {
            if seen.insert(&cluster[part.clone()]) {
                diagnostics.push(Diagnostic::new(rule, place(at + part.start..at + part.end), message));
            }
        }
    }
}

/// Where a part of a value stands within the value's place.
pub(super) fn narrow(subject: Subject, span: Span, part: &str) -> Span {
    match subject.project.sources.text(span).find(part) {
        Some(at) => {
            let start = span.start as usize + at;
            Span::new(span.source, start..start + part.len())
        }
        None => span,
    }
}

/// What is wrong with the characters of a cluster (a letter with its marks), or else with the cluster as a whole, each
/// with its bytes in the cluster.
fn problems(cluster: &str, shows: &dyn Fn(&str) -> bool) -> Vec<(Range<usize>, &'static Rule, String)> {
    let mut problems = Vec::new();
    for (at, character) in cluster.char_indices() {
        let part = at..at + character.len_utf8();
        problems.extend(problem(character, shows).map(|(rule, message)| (part, rule, message)));
    }
    if problems.is_empty() && cluster.chars().nth(1).is_some() && !shows(cluster) {
        let names: Vec<String> = cluster.chars().map(name).collect();
        let message = format!("no bundled font can show `{cluster}` as one sign ({})", names.join(" "));
        problems.push((0..cluster.len(), &rules::CHARACTER_MISSING, message));
    }
    problems
}

fn name(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// What is wrong with a character, if anything is.
fn problem(character: char, shows: &dyn Fn(&str) -> bool) -> Option<(&'static Rule, String)> {
    let name = name(character);
    let forbidden = |what: &str| Some((&rules::CHARACTER_FORBIDDEN, format!("the {what} {name} cannot be printed")));
    match character {
        '\t' | '\n' | '\r' => None,
        _ if character.is_control() => forbidden("control character"),
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => forbidden("private-use character"),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => forbidden("text direction control"),
        '\u{FEFF}' => forbidden("byte order mark"),
        '\u{FFF9}'..='\u{FFFB}' => forbidden("interlinear control"),
        '\u{FDD0}'..='\u{FDEF}' => forbidden("noncharacter"),
        _ if u32::from(character) & 0xFFFE == 0xFFFE => forbidden("noncharacter"),
        _ if character.is_whitespace() || is_invisible(character) => None,
        _ if shows(character.encode_utf8(&mut [0; 4])) => None,
        _ => Some((&rules::CHARACTER_MISSING, format!("no bundled font can show `{character}` ({name})"))),
    }
}

/// Characters that guide the setting of others and need no shape of their own: soft hyphen, joiners, variation
/// selectors (Unicode's Default_Ignorable_Code_Point, as far as it is of use in text).
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FE00}'..='\u{FE0F}'
    )
}

/// Every value of plain words that is printed.
pub(super) fn plains<'a>(subject: Subject<'a>) -> Vec<&'a Plain> {
    let publication = subject.publication;
    let mut plains: Vec<&'a Plain> = Vec::new();
    plains.extend(&publication.short_title);
    plains.extend(&publication.description);
    plains.extend(publication.authors.iter().chain(&publication.keywords));
    for IndexLead { subject, see, see_also } in &publication.index_leads {
        plains.extend(std::iter::once(subject).chain(see).chain(see_also));
    }
    plains.extend(publication.series.iter().flat_map(|series| std::iter::once(&series.name).chain(&series.number)));
    plains.extend(publication.imprint.isbn.given().into_iter().chain(publication.imprint.issn.given()));
    for person in &publication.people {
        plains.push(&person.name);
        plains.extend(person.honorific.iter().chain(&person.post));
        plains.extend(person.organization.iter().chain(&person.country));
    }
    for workshop in &publication.workshops {
        plains.push(&workshop.city);
        plains.extend(workshop.kind.iter().chain(&workshop.venue));
    }
    plains.extend(publication.acronyms.iter().flat_map(|acronym| [&acronym.short, &acronym.long]));
    for framework in &publication.frameworks {
        plains.extend([&framework.title, &framework.short]);
        for element in &framework.elements {
            plains.push(&element.label);
            plains.extend(&element.title);
        }
    }
    plains
}

#[cfg(test)]
mod tests {
    use super::{problem, problems};

    #[test]
    fn each_kind_of_unprintable_character_is_named() {
        let shows = |text: &str| text.is_ascii() || text == "é";
        let code = |c| problem(c, &shows).map(|(rule, _)| rule.code);
        assert_eq!(code('é'), None);
        assert_eq!(code('\u{A0}'), None);
        assert_eq!(code('\u{2028}'), None);
        assert_eq!(code('語'), Some("missing-glyph"));
        for forbidden in ['\u{7}', '\u{E123}', '\u{202E}', '\u{FEFF}', '\u{FFFE}', '\u{1FFFF}', '\u{FDD0}'] {
            assert_eq!(code(forbidden), Some("forbidden-character"), "{forbidden:?}");
        }
    }

    #[test]
    fn a_letter_and_its_mark_are_shown_together_or_not_at_all() {
        let shows = |text: &str| text.chars().count() == 1 || text == "e\u{301}";
        assert!(problems("e\u{301}", &shows).is_empty());
        let found = problems("1\u{20e3}", &shows);
        assert_eq!(found[0].2, "no bundled font can show `1\u{20e3}` as one sign (U+0031 U+20E3)");
        assert_eq!(problems("1\u{e000}", &shows)[0].0, 1..4);
    }
}
