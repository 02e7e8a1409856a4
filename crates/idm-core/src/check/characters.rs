//! Characters that cannot be printed.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_script::Script;
use unicode_segmentation::UnicodeSegmentation;

use super::{Subject, garbled, scripts};
use crate::diagnostic::{Diagnostic, Diagnostics, KeyPath};
use crate::markdown::tree::{Block, BlockKind, Inline, InlineKind};
use crate::markdown::walk;
use crate::model::{BookText, IndexLead, Plain};
use crate::rules;
use crate::source::Span;
use crate::words::counted;

/// How many of the signs that no font can show a message names.
const MOST_NAMED: usize = 4;

/// The characters of what is printed and is no text.
pub(super) fn check(subject: Subject, diagnostics: &mut Diagnostics) {
    for entry in &subject.publication.bibliography.entries {
        let path = KeyPath::root().key(entry.key.as_str());
        let whole = subject.project.indexes.get(&entry.span.source).map(|index| index.full_span(&path));
        let span = whole.unwrap_or(entry.span);
        let mut examined = Examined::new(subject, diagnostics);
        walk::line(&entry.text, walk::Notes::Visit, &mut |part| {
            if let InlineKind::Text(text) | InlineKind::Code(text) = &part.kind {
                examined.value(text, span);
            }
        });
        examined.finish();
    }
    for plain in plains(subject) {
        let mut examined = Examined::new(subject, diagnostics);
        examined.value(&plain.text, plain.span);
        examined.finish();
    }
    pictures(subject, diagnostics);
}

/// The characters of texts.
pub(super) fn check_texts(subject: Subject, texts: &[BookText], diagnostics: &mut Diagnostics) {
    for text in texts {
        let mut examined = Examined::new(subject, diagnostics);
        match text {
            BookText::Text(text) => {
                let values = &mut |block: &Block| match &block.kind {
                    BlockKind::Code { text, .. } => examined.value(text, block.span),
                    BlockKind::Figure(figure) => examined.value(&figure.image.alt, block.span),
                    BlockKind::KeyMessages { title: Some(title), .. }
                    | BlockKind::GoodPractice { title: Some(title), .. } => examined.value(title, block.span),
                    BlockKind::Quotation { by: Some(by), .. } => examined.value(&by.name, by.span),
                    _ => {}
                };
                walk::blocks(&text.prose, walk::Notes::Visit, values);
                walk::inlines(&text.prose, walk::Notes::Visit, &mut |inline| examined.inline(inline));
            }
            BookText::Source(target) => {
                if let Some(locator) = &target.locator {
                    examined.value(locator, target.span);
                }
            }
            BookText::Line(line) => {
                walk::line(&line.content, walk::Notes::Visit, &mut |inline| examined.inline(inline));
            }
            BookText::Exhibit(_) => {}
        }
        examined.finish();
    }
}

/// Reports the first letter in each picture that no font can show.
fn pictures(subject: Subject, diagnostics: &mut Diagnostics) {
    for (path, span) in subject.publication.pictures.named.values() {
        let Some(letters) = subject.publication.pictures.letters.get(path) else { continue };
        let found = letters.graphemes(true).find_map(|cluster| {
            let (part, problem) = problems(cluster, subject.shows).into_iter().next()?;
            Some(match problem {
                Problem::Forbidden(message) => (&rules::CHARACTER_FORBIDDEN, message),
                Problem::Unshown => (&rules::CHARACTER_MISSING, unshown(&[cluster[part].to_owned()])),
            })
        });
        if let Some((rule, message)) = found {
            diagnostics.push(
                Diagnostic::new(rule, *span, format!("in `{path}`: {message}"))
                    .hint("save the picture with its words as outlines, or write them in other letters"),
            );
        }
    }
}

/// What is found in the parts of one text.
struct Examined<'a> {
    subject: Subject<'a>,
    diagnostics: &'a mut Diagnostics,
    /// What has been told of.
    seen: BTreeSet<String>,
    /// What no font can show, by script.
    unshown: Vec<Unshown>,
}

/// Signs of one script that no font can show, in the order of the text.
struct Unshown {
    script: Script,
    first: Span,
    signs: Vec<String>,
}

impl<'a> Examined<'a> {
    fn new(subject: Subject<'a>, diagnostics: &'a mut Diagnostics) -> Self {
        Self { subject, diagnostics, seen: BTreeSet::new(), unshown: vec![] }
    }

    /// A value that was put together is looked for in all of what it was made of.
    fn value(&mut self, text: &str, span: Span) {
        let subject = self.subject;
        self.part(text, &|part| narrow(subject, span, &text[part]));
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(words) | InlineKind::Code(words) => {
                self.part(words, &|part| words.written(inline.span, part).span);
            }
            InlineKind::Image(image) => self.value(&image.alt, inline.span),
            _ => {}
        }
    }

    /// Reports each character of a part of the text that must not be printed, once. `place` says where some bytes of it are
    /// written.
    fn part(&mut self, text: &str, place: &dyn Fn(Range<usize>) -> Span) {
        for found in garbled::find(text) {
            let read = &text[found.part.clone()];
            let written = self.subject.project.sources.text(place(found.part.clone()));
            // A value is told of where it stands, not where it is used, and what is no letter by its own rule.
            if written.starts_with("{{") || read == "\u{fffd}" && !written.contains(read) {
                continue;
            }
            self.diagnostics.push(Diagnostic::new(&rules::GARBLED, place(found.part), found.message).hint(found.hint));
        }
        // Texts of plain ASCII words are by far the most, and are all fine.
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t' | b'\r')) {
            return;
        }
        for (at, cluster) in text.grapheme_indices(true) {
            for (part, problem) in problems(cluster, self.subject.shows) {
                let sign = &cluster[part.clone()];
                if !self.seen.insert(sign.to_owned()) {
                    continue;
                }
                let span = place(at + part.start..at + part.end);
                match problem {
                    Problem::Forbidden(message) => {
                        self.diagnostics.push(Diagnostic::new(&rules::CHARACTER_FORBIDDEN, span, message));
                    }
                    Problem::Unshown => self.unshown(sign, span),
                }
            }
        }
    }

    fn unshown(&mut self, sign: &str, span: Span) {
        let script = scripts::of(sign);
        match self.unshown.iter_mut().find(|known| known.script == script) {
            Some(known) => known.signs.push(sign.to_owned()),
            None => self.unshown.push(Unshown { script, first: span, signs: vec![sign.to_owned()] }),
        }
    }

    /// Reports what no font can show: one problem for each script, at its first sign.
    fn finish(self) {
        for Unshown { first, signs, .. } in self.unshown {
            self.diagnostics.push(
                Diagnostic::new(&rules::CHARACTER_MISSING, first, unshown(&signs)).hint(scripts::font_wanted(&signs)),
            );
        }
    }
}

/// Which signs no font can show, in words.
fn unshown(signs: &[String]) -> String {
    let named: Vec<String> = signs.iter().take(MOST_NAMED).map(|sign| named(sign)).collect();
    let more = match signs.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {} of this text", counted(more, "more sign")),
    };
    format!("no font can show {}{more}", named.join(", "))
}

/// A sign with its code points.
fn named(sign: &str) -> String {
    let codes: Vec<String> = sign.chars().map(name).collect();
    let together = if codes.len() > 1 { " as one sign" } else { "" };
    format!("`{sign}`{together} ({})", codes.join(" "))
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

/// What keeps a sign from being printed.
#[derive(Debug, PartialEq, Eq)]
enum Problem {
    /// No text may hold it; with the message.
    Forbidden(String),
    /// No font has a shape for it.
    Unshown,
}

/// What is wrong with the characters of a cluster (a letter with its marks), or else with the cluster as a whole, each
/// with its bytes in the cluster.
fn problems(cluster: &str, shows: &dyn Fn(&str) -> bool) -> Vec<(Range<usize>, Problem)> {
    let mut problems = Vec::new();
    for (at, character) in cluster.char_indices() {
        let part = at..at + character.len_utf8();
        problems.extend(problem(character, shows).map(|problem| (part, problem)));
    }
    if problems.is_empty() && cluster.chars().nth(1).is_some() && !shows(cluster) {
        problems.push((0..cluster.len(), Problem::Unshown));
    }
    problems
}

fn name(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// What is wrong with a character, if anything is.
fn problem(character: char, shows: &dyn Fn(&str) -> bool) -> Option<Problem> {
    let name = name(character);
    let forbidden = |what: &str| Some(Problem::Forbidden(format!("the {what} {name} cannot be printed")));
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
        _ => Some(Problem::Unshown),
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
    use super::{Problem, problem, problems, unshown};

    #[test]
    fn each_kind_of_unprintable_character_is_named() {
        let shows = |text: &str| text.is_ascii() || text == "é";
        let found = |c| problem(c, &shows);
        assert_eq!(found('é'), None);
        assert_eq!(found('\u{A0}'), None);
        assert_eq!(found('\u{2028}'), None);
        assert_eq!(found('語'), Some(Problem::Unshown));
        for forbidden in ['\u{7}', '\u{E123}', '\u{202E}', '\u{FEFF}', '\u{FFFE}', '\u{1FFFF}', '\u{FDD0}'] {
            assert!(matches!(found(forbidden), Some(Problem::Forbidden(_))), "{forbidden:?}");
        }
    }

    #[test]
    fn a_letter_and_its_mark_are_shown_together_or_not_at_all() {
        let shows = |text: &str| text.chars().count() == 1 || text == "e\u{301}";
        assert!(problems("e\u{301}", &shows).is_empty());
        assert_eq!(problems("1\u{20e3}", &shows), [(0..4, Problem::Unshown)]);
        assert_eq!(unshown(&["1\u{20e3}".to_owned()]), "no font can show `1\u{20e3}` as one sign (U+0031 U+20E3)");
        assert_eq!(problems("1\u{e000}", &shows)[0].0, 1..4);
    }

    #[test]
    fn a_message_names_a_few_signs_and_counts_the_rest() {
        let signs = |text: &str| text.chars().map(String::from).collect::<Vec<_>>();
        assert_eq!(unshown(&signs("東京")), "no font can show `東` (U+6771), `京` (U+4EAC)");
        assert!(unshown(&signs("東京都庁舎")).ends_with("`庁` (U+5E81) and 1 more sign of this text"));
        assert!(unshown(&signs("東京都庁舎前")).ends_with(" and 2 more signs of this text"));
    }
}
