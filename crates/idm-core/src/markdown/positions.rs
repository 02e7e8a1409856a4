//! Where comrak's nodes stand in the text.
//!
//! comrak counts lines and columns from 1, columns in bytes, and includes the end. Its positions are exact in plain
//! paragraphs, but coarse or wrong after link definitions, escaped pipes in table cells and partly used tabs. So they
//! are taken as hints: what a node says is looked for there, and where it is not found, further on in its block.

use std::ops::Range;

use comrak::nodes::{LineColumn, Sourcepos};

use super::fences::Seal;

/// How far a search goes when a hint was wrong; bounds the time that hostile texts can cost.
const SEARCH_BYTES: usize = 4096;
/// How many places a search tries.
const SEARCH_TRIES: usize = 64;

/// A text with the starts of its lines, as comrak counts them: a lone carriage return ends a line, too.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

/// A character of a text node and where it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    pub(super) char: char,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Written as an escape or an entity, so that it is never part of our own syntax.
    pub(super) escaped: bool,
}

impl<'a> Lines<'a> {
    /// The lines of a text as comrak counts them when it has been given further ones, before the lines that begin at
    /// `seals`. Those are empty lines here.
    pub(super) fn new(text: &'a str, seals: &[Seal]) -> Self {
        let bytes = text.as_bytes();
        let ends = bytes
            .iter()
            .enumerate()
            .filter(|&(at, &byte)| byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')));
        let mut starts = vec![];
        let mut seals = seals.iter().map(|seal| seal.at).peekable();
        for start in std::iter::once(0).chain(ends.map(|(at, _)| at + 1)) {
            starts.extend(seals.next_if_eq(&start));
            starts.push(start);
        }
        Self { text, starts }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The text of a range; nothing if the range is none.
    pub(super) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// Where a position stands: within the text, on a character boundary.
    pub(super) fn offset(&self, at: LineColumn) -> usize {
        self.text.floor_char_boundary(self.place(at.line, at.column.saturating_sub(1)))
    }

    /// A node's bytes. The start is never behind the end, and trailing white space is left out.
    pub(super) fn range(&self, position: Sourcepos) -> Range<usize> {
        let start = self.offset(position.start);
        // The end is included, and may be the first byte of a longer character.
        let end = self.ceil(self.place(position.end.line, position.end.column)).max(start);
        start..start + self.slice(start..end).trim_end_matches([' ', '\t', '\r', '\n']).len()
    }

    /// The line of that number, without its line ending.
    pub(super) fn line(&self, number: usize) -> Range<usize> {
        let start = self.place(number, 0);
        start..self.line_end(start).min(self.place(number, usize::MAX))
    }

    /// The end of the line that holds `at`, without its line ending.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.slice(at..self.text.len());
        at + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    fn place(&self, line: usize, column: usize) -> usize {
        let length = self.text.len();
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(length);
        let limit = self.starts.get(line).copied().unwrap_or(length);
        start.saturating_add(column).min(limit)
    }

    fn ceil(&self, at: usize) -> usize {
        self.text.ceil_char_boundary(at.min(self.text.len()))
    }

    /// Where each character of a text node is written. `hint` is where comrak has it, `within` where it can be.
    pub(super) fn glyphs(&self, words: &str, hint: usize, within: Range<usize>) -> Vec<Glyph> {
        let mut glyphs = Vec::with_capacity(words.len());
        if hint >= within.start && self.walk(words, hint, within.end, &mut glyphs) {
            return glyphs;
        }
        let window = within.start..self.ceil(within.end.min(within.start + SEARCH_BYTES));
        let first = words.chars().next();
        let candidates = self
            .slice(window.clone())
            .char_indices()
            .filter(|&(_, char)| Some(char) == first || char == '&' || char == '\\')
            .map(|(at, _)| window.start + at)
            .take(SEARCH_TRIES);
        for candidate in candidates {
            if self.walk(words, candidate, within.end, &mut glyphs) {
                return glyphs;
            }
        }
        glyphs.clear();
        let start = hint.clamp(within.start, within.end.max(within.start));
        let end = self.ceil((start + words.len()).min(within.end.max(start)));
        // Without a place for each character none of them can be syntax either: they all count as escaped.
        glyphs.extend(words.chars().map(|char| Glyph { char, start, end, escaped: true }));
        glyphs
    }

    /// Follows `words` through the source from `at`; false if they are not written there.
    fn walk(&self, words: &str, mut at: usize, limit: usize, glyphs: &mut Vec<Glyph>) -> bool {
        glyphs.clear();
        let source = self.slice(0..limit);
        let mut rest = words.chars();
        while let Some(char) = rest.next() {
            let tail = source.get(at..).unwrap_or_default();
            if tail.is_empty() {
                return false;
            }
            if let Some(entity) = entity(tail)
                && !(char == '&' && tail[1..entity].chars().eq(rest.clone().take(entity - 1)))
            {
                glyphs.push(Glyph { char, start: at, end: at + entity, escaped: true });
                let after = tail[entity..].chars().next();
                // A few entities stand for two characters.
                let mut ahead = rest.clone();
                if let (Some(second), Some(third)) = (ahead.next(), after)
                    && second != third
                    && !matches!(third, '&' | '\\')
                    && ahead.next().is_none_or(|next| next == third)
                {
                    glyphs.push(Glyph { char: second, start: at, end: at + entity, escaped: true });
                    rest.next();
                }
                at += entity;
            } else if tail.starts_with(char) {
                glyphs.push(Glyph { char, start: at, end: at + char.len_utf8(), escaped: false });
                at += char.len_utf8();
            } else if tail.strip_prefix('\\').is_some_and(|tail| tail.starts_with(char)) {
                // A pipe in a table's cell loses its backslash without a trace; it is an ordinary character.
                glyphs.push(Glyph { char, start: at, end: at + 1 + char.len_utf8(), escaped: true });
                at += 1 + char.len_utf8();
            } else {
                return false;
            }
        }
        true
    }

    /// Finds `needle` at the hint or, if it is not there, after `within.start`.
    pub(super) fn find(&self, needle: &str, hint: usize, within: Range<usize>) -> Option<usize> {
        if hint >= within.start && self.slice(hint..within.end).starts_with(needle) {
            return Some(hint);
        }
        let end = self.ceil(within.end.min(within.start + SEARCH_BYTES));
        self.slice(within.start..end).find(needle).map(|at| within.start + at)
    }
}

/// The length of what looks like an entity at the start of `tail`.
fn entity(tail: &str) -> Option<usize> {
    let body = tail.strip_prefix('&')?;
    let end = body.bytes().take(33).position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'))?;
    (end > 0 && body.as_bytes()[end] == b';').then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(source: &str, words: &str, hint: usize) -> Vec<(char, usize, usize)> {
        let lines = Lines::new(source, &[]);
        lines.glyphs(words, hint, 0..source.len()).iter().map(|glyph| (glyph.char, glyph.start, glyph.end)).collect()
    }

    #[test]
    fn offsets_are_clamped_to_lines_and_characters() {
        let lines = Lines::new("né\r\nb\rc", &[]);
        assert_eq!(lines.offset(LineColumn { line: 1, column: 3 }), 1);
        assert_eq!(lines.offset(LineColumn { line: 2, column: 1 }), 5);
        assert_eq!(lines.offset(LineColumn { line: 3, column: 1 }), 7);
        assert_eq!(lines.offset(LineColumn { line: 9, column: 9 }), 8);
        assert_eq!(lines.range(Sourcepos::from((1, 2, 1, 2))), 1..3);
        assert_eq!(lines.range(Sourcepos::from((2, 1, 1, 1))), 5..5);
        assert_eq!(lines.range(Sourcepos::from((2, 1, 2, 0))), 5..5);
    }

    #[test]
    fn characters_are_found_behind_entities_and_wrong_hints() {
        assert_eq!(places("a&amp;b", "a&b", 0), [('a', 0, 1), ('&', 1, 6), ('b', 6, 7)]);
        assert_eq!(places("&nope;", "&nope;", 0).len(), 6);
        assert_eq!(places("xx é", "é", 0), [('é', 3, 5)]);
        assert_eq!(places("a\\|b", "a|b", 0), [('a', 0, 1), ('|', 1, 3), ('b', 3, 4)]);
        assert_eq!(places("a", "never there", 7).len(), 11);
    }
}
