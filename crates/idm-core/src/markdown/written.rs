//! Words of a text, each character with its place in the author's file.
//!
//! Words are not their source: escapes and entities are resolved, expressions evaluated, the folded lines of YAML joined.
//! Where they are written is known when they are read, and kept.

use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};

use crate::letters::composed;
use crate::source::{Locator, Span};

/// Words, and where they are written. Two are equal if they say the same.
#[derive(Debug, Clone, Default)]
pub struct Words {
    text: String,
    places: Places,
}

/// Where words are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The place in the file.
    pub span: Span,
    /// Whether any of it is the value of an expression, which the author did not type.
    pub generated: bool,
}

#[derive(Debug, Clone, Default)]
enum Places {
    /// Nobody has said: they are somewhere in the inline's span.
    #[default]
    Unknown,
    /// They are what the inline's span holds, byte for byte.
    Span,
    /// In these pieces, ascending in the words.
    Runs(Box<[Run]>),
}

/// A piece of words that was written in one way. It ends where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    /// Where it begins in the words.
    at: u32,
    /// Its bytes in the file.
    start: u32,
    end: u32,
    manner: Manner,
}

/// How a piece of words was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Byte for byte.
    Plain,
    /// As a whole: an escape, an entity, a letter and its mark.
    Sign,
    /// As an expression.
    Value,
}

impl Words {
    /// What the words say.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where some bytes of the words are written, in an inline whose place is `span`; all of that if nothing more is known.
    pub fn written(&self, span: Span, bytes: Range<usize>) -> Written {
        let known = |start: u32, end: u32, generated| Written {
            span: Span { source: span.source, start, end: end.max(start) },
            generated,
        };
        match &self.places {
            Places::Unknown => Written { span, generated: false },
            Places::Span => {
                let at = |byte: usize| span.start.saturating_add(offset(byte)).min(span.end);
                known(at(bytes.start), at(bytes.end), false)
            }
            Places::Runs(runs) => {
                let last = bytes.end.saturating_sub(1).max(bytes.start);
                let run_of = |byte: usize| runs.partition_point(|run| run.at <= offset(byte)).saturating_sub(1);
                let (first, last) = (run_of(bytes.start), run_of(last));
                let Some(runs @ [start, .., end] | runs @ [start @ end]) = runs.get(first..=last) else {
                    return Written { span, generated: false };
                };
                let start = start.byte(bytes.start).unwrap_or(start.start);
                let end = end.byte(bytes.end).unwrap_or(end.end);
                known(start, end, runs.iter().any(|run| run.manner == Manner::Value))
            }
        }
    }

    /// Adds to the words. Where they are written is forgotten.
    pub(crate) fn push_str(&mut self, words: &str) {
        self.text.push_str(words);
        self.places = Places::Unknown;
    }

    /// Takes the last character off. Where the words are written is forgotten.
    pub(crate) fn pop(&mut self) -> Option<char> {
        self.places = Places::Unknown;
        self.text.pop()
    }
}

impl Run {
    /// Where a byte of the words stands in the file, if this piece is written byte for byte.
    fn byte(&self, byte: usize) -> Option<u32> {
        let within = offset(byte).saturating_sub(self.at);
        (self.manner == Manner::Plain).then(|| self.start.saturating_add(within).min(self.end))
    }
}

impl<T: Into<String>> From<T> for Words {
    fn from(text: T) -> Self {
        Self { text: text.into(), places: Places::Unknown }
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Words {}

impl Hash for Words {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

/// Words that are being gathered, with their places in the text that is read.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    text: String,
    pieces: Vec<(usize, Range<usize>, Manner)>,
}

impl Gathered {
    /// The words so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds words that are written in a range of the text.
    pub(super) fn push(&mut self, words: &str, range: Range<usize>, manner: Manner) {
        // What has no place of its own for each byte is one sign.
        let manner = if manner == Manner::Plain && words.len() != range.len() { Manner::Sign } else { manner };
        match self.pieces.last_mut() {
            Some((_, last, Manner::Plain)) if manner == Manner::Plain && last.end == range.start => {
                last.end = range.end;
            }
            _ => self.pieces.push((self.text.len(), range, manner)),
        }
        self.text.push_str(words);
    }

    /// The bytes of the text that the words come from; none without any.
    pub(super) fn range(&self) -> Option<Range<usize>> {
        let ranges = self.pieces.iter().map(|(_, range, _)| range.clone());
        ranges.reduce(|whole, range| whole.start.min(range.start)..whole.end.max(range.end))
    }

    /// The words with their places in the file, which are a part of `whole`.
    pub(super) fn words(self, locator: &Locator, whole: Span) -> Words {
        let mut runs: Vec<Run> = vec![];
        for (at, range, manner) in self.pieces {
            if manner == Manner::Plain {
                for (within, span) in locator.copies(range.clone()) {
                    let at = offset(at + (within - range.start));
                    runs.push(Run { at, start: span.start, end: span.end, manner });
                }
            } else {
                let span = locator.span(range);
                runs.push(Run { at: offset(at), start: span.start, end: span.end, manner });
            }
        }
        Words::made(self.text, runs, whole).composed(whole)
    }
}

impl Words {
    fn made(text: String, runs: Vec<Run>, whole: Span) -> Self {
        let places = match runs.as_slice() {
            [] => Places::Unknown,
            [Run { at: 0, start, end, manner: Manner::Plain }]
                if (*start, *end) == (whole.start, whole.end) && text.len() == whole.range().len() =>
            {
                Places::Span
            }
            _ => Places::Runs(runs.into()),
        };
        Self { text, places }
    }

    /// The words with each letter and its marks as one character, where there is one.
    fn composed(self, whole: Span) -> Self {
        if self.text.is_ascii() {
            return self;
        }
        let text = composed(self.text.clone());
        if text == self.text {
            return self;
        }
        // Nothing composes with an ASCII character before itself, so that each piece from one to the next is by itself.
        let mut starts: Vec<usize> =
            self.text.char_indices().filter(|(_, char)| char.is_ascii()).map(|(at, _)| at).collect();
        if starts.first() != Some(&0) {
            starts.insert(0, 0);
        }
        let ends = starts.iter().skip(1).copied().chain([self.text.len()]);
        let mut text = String::with_capacity(self.text.len());
        let mut runs: Vec<Run> = vec![];
        for (start, end) in starts.iter().copied().zip(ends) {
            let Written { span, generated } = self.written(whole, start..end);
            let was = &self.text[start..end];
            let is = composed(was.to_owned());
            let manner = match (generated, is == was && span.range().len() == was.len()) {
                (true, _) => Manner::Value,
                (false, true) => Manner::Plain,
                (false, false) => Manner::Sign,
            };
            match runs.last_mut() {
                Some(last) if (last.manner, manner) == (Manner::Plain, Manner::Plain) && last.end == span.start => {
                    last.end = span.end;
                }
                _ => runs.push(Run { at: offset(text.len()), start: span.start, end: span.end, manner }),
            }
            text.push_str(&is);
        }
        Self::made(text, runs, whole)
    }
}

/// A place in a text. Texts are at most 8 MiB long.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{read, read_pieces};
    use super::super::tree::InlineKind;

    /// Where each part is written in the first paragraph of a text; those of values are in brackets.
    #[track_caller]
    fn places(read: &super::super::testing::Read, parts: &[&str]) -> Vec<String> {
        let find = |part: &&str| {
            let found = read.inlines().iter().find_map(|inline| match &inline.kind {
                InlineKind::Text(words) | InlineKind::Code(words) => {
                    let at = words.rfind(part)?;
                    let written = words.written(inline.span, at..at + part.len());
                    let text = read.text(written.span);
                    Some(if written.generated { format!("[{text}]") } else { text.to_owned() })
                }
                _ => None,
            });
            found.unwrap_or_else(|| panic!("{part} in {:?}", read.inlines()))
        };
        parts.iter().map(find).collect()
    }

    #[test]
    fn escapes_entities_and_expressions_are_seen_through() {
        assert_eq!(places(&read("a \\* b, c"), &["b", "* b", "*"]), ["b", "\\* b", "\\*"]);
        assert_eq!(places(&read("R&amp;D costs"), &["costs", "R&D", "&"]), ["costs", "R&amp;D", "&amp;"]);
        assert_eq!(places(&read("in {{ id }}, 5-6"), &["5-6", "york, 5"]), ["5-6", "[{{ id }}, 5]"]);
        assert_eq!(places(&read("{{ id }} of {{ id }} - 5"), &["of", "new", "5"]), ["of", "[{{ id }}]", "5"]);
        assert_eq!(places(&read("a `b c` d"), &["c", "d"]), ["c", "d"]);
    }

    #[test]
    fn letters_that_were_typed_as_two_are_seen_through() {
        let read = read("Ra\u{301}pido, cafe\u{301} “x” e\u{301}{{ id }}");
        assert_eq!(
            places(&read, &["á", "pido", "é “", "x", "new-york"]),
            ["a\u{301}", "pido", "e\u{301} “", "x", "[{{ id }}]"]
        );
    }

    #[test]
    fn folded_lines_are_seen_through() {
        let read = read_pieces("k: one two\n  three four", "one two three four", vec![(0, 3), (7, 10), (8, 13)]);
        assert_eq!(places(&read, &["two", "three", "two three", "four"]), ["two", "three", "two\n  three", "four"]);
    }
}
