//! From words as they are read back to the bytes where they are written.
//!
//! A text node is not its source: escapes and entities are resolved, expressions evaluated, the folded lines of YAML
//! joined. The place of a character is asked for only when something is wrong with it, so it is not kept in the tree
//! but found by following the words through the source once more.

use std::ops::Range;

use crate::markdown::positions::entity;

/// How many steps may be tried. Only several expressions in one text make the way ambiguous.
const MAX_STEPS: usize = 200_000;

/// How many expressions a text may have: each of them is followed by another call of the same function.
const MAX_EXPRESSIONS: usize = 256;

/// Where a part of a text is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// The bytes in the source.
    pub(super) range: Range<usize>,
    /// Whether any of it is the value of an expression, which the author did not type.
    pub(super) generated: bool,
}

/// Where every character of a text is written, in their order.
#[derive(Debug)]
pub(super) struct Trace(Vec<Glyph>);

impl Trace {
    /// Follows `words` through `source`. None if they cannot be followed.
    pub(super) fn new(words: &str, source: &str) -> Option<Self> {
        if source.matches("{{").count() > MAX_EXPRESSIONS {
            return None;
        }
        let mut way = Way { words, source, steps: 0, found: Vec::new() };
        way.follow(0, 0).then_some(Self(way.found))
    }

    /// The bytes of the source that say the bytes `part` of the words. None if there are no such words.
    pub(super) fn written(&self, part: &Range<usize>) -> Option<Written> {
        let from = self.0.partition_point(|glyph| glyph.at < part.start);
        let to = self.0.partition_point(|glyph| glyph.at < part.end);
        let glyphs = self.0.get(from..to)?;
        let (first, last) = (glyphs.first()?, glyphs.last()?);
        Some(Written { range: first.start..last.end, generated: glyphs.iter().any(|glyph| glyph.generated) })
    }
}

/// A character of the words and where it is written.
#[derive(Debug)]
struct Glyph {
    at: usize,
    start: usize,
    end: usize,
    generated: bool,
}

struct Way<'a> {
    words: &'a str,
    source: &'a str,
    steps: usize,
    found: Vec<Glyph>,
}

impl Way<'_> {
    /// Follows the words from `at` through the source from `from`, to the end of both.
    fn follow(&mut self, mut at: usize, mut from: usize) -> bool {
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return false;
            }
            let tail = &self.source[from..];
            if let Some(length) = expression(tail) {
                return self.expression(at, from, length);
            }
            let Some(char) = self.words[at..].chars().next() else { return tail.trim().is_empty() };
            let Some(length) = step(char, tail, &self.words[at..]) else { return false };
            self.found.push(Glyph { at, start: from, end: from + length, generated: false });
            at += char.len_utf8();
            from += length;
        }
    }

    /// An expression stands for as few characters as let the rest be followed.
    fn expression(&mut self, at: usize, from: usize, length: usize) -> bool {
        let known = self.found.len();
        let ends = self.words[at..].char_indices().map(|(offset, _)| offset).chain([self.words.len() - at]);
        for offset in ends {
            if self.follow(at + offset, from + length) {
                let glyph = |(place, _)| Glyph { at: at + place, start: from, end: from + length, generated: true };
                self.found.extend(self.words[at..at + offset].char_indices().map(glyph));
                self.found.sort_by_key(|glyph| glyph.at);
                return true;
            }
            self.found.truncate(known);
            if self.steps > MAX_STEPS {
                return false;
            }
        }
        false
    }
}

/// The length of an expression at the start of `tail`.
fn expression(tail: &str) -> Option<usize> {
    tail.strip_prefix("{{")?.find("}}").map(|end| end + 4)
}

/// How many bytes at the start of `tail` stand for `char`, the first of `words`.
fn step(char: char, tail: &str, words: &str) -> Option<usize> {
    if let Some(length) = entity(tail)
        && !words.starts_with(&tail[..length])
    {
        return Some(length);
    }
    // YAML in single quotation marks writes an apostrophe twice.
    let apostrophes = |text: &str| text.len() - text.trim_start_matches('\'').len();
    if char == '\'' && apostrophes(tail) == 2 * apostrophes(words) {
        return Some(2);
    }
    if let Some(rest) = tail.strip_prefix('\\')
        && char != '\\'
    {
        return escape(char, rest).map(|length| length + 1);
    }
    // A folded line's end, with the indentation of the next, reads as one space; so do spaces around it.
    let blank = tail.len() - tail.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let folded = char == ' ' && tail[..blank].contains('\n');
    if tail.starts_with(char) && (!folded || words.starts_with("  ")) {
        return Some(char.len_utf8());
    }
    folded.then_some(blank)
}

/// How many bytes after a backslash stand for `char`: Markdown's escapes, YAML's, and one within the other.
fn escape(char: char, rest: &str) -> Option<usize> {
    if rest.starts_with(char) {
        return Some(char.len_utf8());
    }
    if let Some(rest) = rest.strip_prefix('\\')
        && rest.starts_with(char)
    {
        return Some(1 + char.len_utf8());
    }
    let digits = match rest.as_bytes().first()? {
        b'x' => 2,
        b'u' => 4,
        b'U' => 8,
        b'_' if char == '\u{a0}' => return Some(1),
        _ => return None,
    };
    let code = u32::from_str_radix(rest.get(1..=digits)?, 16).ok()?;
    (char::from_u32(code) == Some(char)).then_some(1 + digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &str, source: &str, part: Range<usize>) -> Option<Written> {
        Trace::new(words, source)?.written(&part)
    }

    #[track_caller]
    fn place<'s>(words: &str, source: &'s str, part: &str) -> &'s str {
        let at = words.rfind(part).unwrap();
        &source[written(words, source, at..at + part.len()).expect("the words can be followed").range]
    }

    #[test]
    fn escapes_entities_and_expressions_are_seen_through() {
        assert_eq!(place("a * b, c", "a \\* b, c", "b"), "b");
        assert_eq!(place("R&D costs", "R&amp;D costs", "costs"), "costs");
        assert_eq!(place("R&D costs", "R&amp;D costs", "R&D"), "R&amp;D");
        assert_eq!(place("&amp; x", "&amp; x", "x"), "x");
        assert_eq!(place("in New York, 5-6", "in {{ city }}, 5-6", "5-6"), "5-6");
        assert_eq!(place("5 of 5 - 5", "{{ a }} of {{ b }} - 5", "5"), "5");
        assert!(written("7 panels", "{{ n }} panels", 0..1).unwrap().generated);
        assert!(!written("7 panels", "{{ n }} panels", 2..8).unwrap().generated);
    }

    #[test]
    fn yaml_in_every_style_is_seen_through() {
        assert_eq!(place("one two three", "one two\n    three", "three"), "three");
        assert_eq!(place("one two three", "one two\r\n    three", "two three"), "two\r\n    three");
        assert_eq!(place("it's here", "it''s here", "here"), "here");
        assert_eq!(place("''a'' b's ''c", "''''a'''' b''s ''''c", "''"), "''''");
        assert_eq!(place("''a'' b", "''a'' b", "''"), "''");
        assert_eq!(place("a \"b\" c", "a \\\"b\\\" c", "c"), "c");
        assert_eq!(place("é a* c", "\\u00e9 a\\\\* c", "c"), "c");
    }

    #[test]
    fn what_cannot_be_followed_has_no_place() {
        assert_eq!(written("abc", "xyz", 0..3), None);
        assert_eq!(written("abc", "abcd", 0..3), None);
        // However many expressions there are, the stack is deep enough.
        assert_eq!(written("abc", &"{{ a }}".repeat(50_000), 0..3), None);
    }
}
