//! Stand-ins for `{{ … }}`, so that Markdown is read as if each expression were a word.
//!
//! Every expression is replaced by as many bytes: one private-use character that carries its number, then `x`. Such a
//! filler is a word to Markdown wherever it stands (a value's `|` cannot end a cell, its `*` cannot begin emphasis), and
//! every position in the text holds. Fillers are turned into values when a text is put into the tree; code gets its
//! source back. Since an author's own private-use characters would be taken for fillers, they are reported and replaced.
//!
//! The line that opens a `:::` block gets a stand-in, too: comrak does not accept a colon in it, but a title may hold
//! one.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules;
use crate::source::{Locator, Span};

const FIRST: u32 = 0xE000;
const LAST: u32 = 0xF8FF;
/// The length of a private-use character in UTF-8.
const HEAD: usize = 3;
/// What fills a filler up. A letter, so that the whole is one word.
const PAD: u8 = b'x';
/// Stands for a colon behind a block's fence.
const COLON: char = '\u{1a}';
/// After so many reports of a kind, more would help nobody.
const MAX_REPORTS: usize = 50;

/// A text with its expressions filled.
#[derive(Debug)]
pub(super) struct Filled<'a> {
    source: &'a str,
    text: String,
    entries: Vec<Range<usize>>,
}

/// A part of a filled text.
#[derive(Debug, PartialEq)]
pub(super) enum Part<'t> {
    /// Text as the author wrote it.
    Text(&'t str),
    /// The filler of that number.
    Filler(usize),
}

impl<'a> Filled<'a> {
    /// Fills the expressions of `source`.
    pub(super) fn new(source: &'a str, locator: &Locator, diagnostics: &mut Diagnostics) -> Self {
        let mut filled = Self { source, text: String::with_capacity(source.len()), entries: vec![] };
        let mut reports = 0;
        let mut at = 0;
        for line in source.split_inclusive(['\n', '\r']) {
            filled.line(line, at, |character, range| {
                if reports < MAX_REPORTS {
                    reports += 1;
                    diagnostics.push(
                        Diagnostic::new(
                            &rules::CHARACTER_FORBIDDEN,
                            locator.span(range),
                            format!("the character U+{:04X} cannot be printed", u32::from(character)),
                        )
                        .hint("remove it, or type the sign that was meant"),
                    );
                }
            });
            at += line.len();
        }
        debug_assert_eq!(filled.text.len(), source.len());
        filled
    }

    fn line(&mut self, line: &str, base: usize, mut forbidden: impl FnMut(char, Range<usize>)) {
        let fence = directive_fence(line);
        let mut at = 0;
        let mut closers = true;
        let mut backslashes = 0;
        while let Some(char) = line[at..].chars().next() {
            let next = at + char.len_utf8();
            let escaped = backslashes % 2 == 1;
            backslashes = if char == '\\' { backslashes + 1 } else { 0 };
            if char == '{' && !escaped && closers && line[next..].starts_with('{') {
                match line[next + 1..].find("}}") {
                    // An empty expression is too short for a filler; it is reported where it shows as text.
                    Some(length) if length > 0 && self.entries.len() <= (LAST - FIRST) as usize => {
                        let end = next + 1 + length + 2;
                        self.push_filler(base + at..base + end);
                        at = end;
                        continue;
                    }
                    Some(_) => {}
                    None => closers = false,
                }
            }
            match char {
                '\u{e000}'..='\u{f8ff}' => {
                    forbidden(char, base + at..base + next);
                    self.text.push('\u{fffd}');
                }
                // comrak would put U+FFFD in place of a NUL without a word.
                COLON | '\0' => {
                    forbidden(char, base + at..base + next);
                    self.text.push(' ');
                }
                ':' if fence.is_some_and(|fence| at >= fence) => self.text.push(COLON),
                _ => self.text.push(char),
            }
            at = next;
        }
    }

    fn push_filler(&mut self, range: Range<usize>) {
        let head = char::from_u32(FIRST + self.entries.len() as u32).unwrap_or('\u{fffd}');
        self.text.push(head);
        self.text.extend(std::iter::repeat_n(char::from(PAD), range.len() - HEAD));
        self.entries.push(range);
    }

    /// The text that Markdown is read from.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// How many expressions there are.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Where an expression stands, its braces included.
    pub(super) fn range(&self, filler: usize) -> Range<usize> {
        self.entries[filler].clone()
    }

    /// What stands between an expression's braces.
    pub(super) fn expression(&self, filler: usize) -> &'a str {
        let range = self.range(filler);
        self.source.get(range.start + 2..range.end - 2).unwrap_or_default()
    }

    /// The filler that begins `words`, and its length.
    pub(super) fn at(&self, words: &str) -> Option<(usize, usize)> {
        let head = u32::from(words.chars().next()?);
        let filler = head.checked_sub(FIRST)? as usize;
        let length = self.entries.get(filler)?.len();
        let pad = words.as_bytes().get(HEAD..length)?;
        pad.iter().all(|&byte| byte == PAD).then_some((filler, length))
    }

    /// Takes a text from the reader apart into what the author wrote and fillers.
    pub(super) fn parts<'t>(&self, words: &'t str) -> Vec<Part<'t>> {
        let mut parts = vec![];
        let mut start = 0;
        let mut at = 0;
        while let Some(found) = words[at..].find(|char| matches!(char, '\u{e000}'..='\u{f8ff}')) {
            at += found;
            if let Some((filler, length)) = self.at(&words[at..]) {
                if start < at {
                    parts.push(Part::Text(&words[start..at]));
                }
                parts.push(Part::Filler(filler));
                at += length;
                start = at;
            } else {
                at += HEAD;
            }
        }
        if start < words.len() {
            parts.push(Part::Text(&words[start..]));
        }
        parts
    }

    /// A text from the reader as the author wrote it, for code.
    pub(super) fn original(&self, words: &str) -> String {
        let mut text = String::with_capacity(words.len());
        for part in self.parts(words) {
            match part {
                Part::Text(words) => text.extend(words.chars().map(plain)),
                Part::Filler(filler) => text.push_str(&self.source[self.range(filler)]),
            }
        }
        text
    }

    /// Puts a stand-in of the same length into the text.
    pub(super) fn replace(&mut self, range: Range<usize>, stand_in: &str) {
        debug_assert_eq!(range.len(), stand_in.len());
        self.text.replace_range(range, stand_in);
    }

    /// Puts back what the author wrote; there is no expression in it.
    pub(super) fn restore(&mut self, range: Range<usize>) {
        self.text.replace_range(range.clone(), &self.source[range]);
    }

    /// What the author wrote in a range.
    pub(super) fn written_in(&self, range: Range<usize>) -> &'a str {
        self.source.get(range).unwrap_or_default()
    }

    /// The character that the author wrote at a place.
    pub(super) fn written(&self, at: usize) -> Option<char> {
        self.source.get(at..)?.chars().next()
    }

    /// Blanks out a stray fence, so that it opens nothing when the text is read again.
    pub(super) fn blank(&mut self, range: Range<usize>) {
        self.text.replace_range(range.clone(), &" ".repeat(range.len()));
    }
}

/// What stands between the braces of each expression in a text.
pub(super) fn expressions(text: &str) -> impl Iterator<Item = &str> {
    // Nothing is reported here, so that it does not matter which file it is.
    let locator = Locator::whole(Span::NOWHERE.source, text.len());
    let filled = Filled::new(text, &locator, &mut Diagnostics::default());
    (0..filled.entries.len()).map(move |filler| filled.expression(filler))
}

/// A character of the filled text as it goes into the tree.
pub(super) fn plain(char: char) -> char {
    match char {
        COLON => ':',
        '\0' => char::REPLACEMENT_CHARACTER,
        _ => char,
    }
}

/// Where the fence ends on a line that may open a block: behind the colons that only containers' markers precede.
fn directive_fence(line: &str) -> Option<usize> {
    let colons = line.find(":::")?;
    let markers = |byte: u8| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'.' | b')' | b'0'..=b'9');
    line.as_bytes()[..colons].iter().all(|&byte| markers(byte)).then(|| {
        let rest = &line[colons..];
        colons + rest.len() - rest.trim_start_matches(':').len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn fill<'a>(text: &'a str, diagnostics: &mut Diagnostics) -> Filled<'a> {
        let id = Sources::default().add("a.md", text);
        Filled::new(text, &Locator::whole(id, text.len()), diagnostics)
    }

    #[test]
    fn fillers_keep_every_position() {
        let mut diagnostics = Diagnostics::default();
        for text in ["a {{ b }} c", "{{b}}|{{ c.d }}", "\\{{ b }}", "{{ b", "{{}}", "{{a\n}}", "\\\\{{ b }}"] {
            assert_eq!(fill(text, &mut diagnostics).text().len(), text.len(), "{text}");
        }
        assert_eq!(fill("\\{{ b }} {{ b", &mut diagnostics).len(), 0);
        assert_eq!(fill("{{b}}|{{ c }}", &mut diagnostics).len(), 2);
        assert_eq!(fill("\\\\{{ b }}", &mut diagnostics).len(), 1);
        assert!(diagnostics.list().is_empty());
    }

    #[test]
    fn code_gets_its_source_back() {
        let filled = fill("a {{ b }} :", &mut Diagnostics::default());
        assert_eq!(filled.original(filled.text()), "a {{ b }} :");
        assert_eq!(filled.expression(0), " b ");
    }

    #[test]
    fn private_use_characters_are_reported_and_never_taken_for_fillers() {
        let mut diagnostics = Diagnostics::default();
        let filled = fill("\u{e000}xx {{b}}", &mut diagnostics);
        assert_eq!(diagnostics.list().len(), 1);
        assert_eq!(filled.parts(filled.text()), [Part::Text("\u{fffd}xx "), Part::Filler(0)]);
    }

    #[test]
    fn colons_behind_a_fence_are_hidden_from_the_reader() {
        let filled = fill("> :::quote {by=\"a: b\"}\na: b ::: c: d", &mut Diagnostics::default());
        assert_eq!(filled.text(), "> :::quote {by=\"a\u{1a} b\"}\na: b ::: c: d");
        assert_eq!(filled.original("a\u{1a} b"), "a: b");
    }
}
