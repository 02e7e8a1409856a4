//! Between bytes and the protocol's positions: lines and columns from 0, columns in UTF-16 units.

use std::ops::Range;

use gen_lsp_types::{Position, Range as LspRange};

/// Where the lines of a text begin. To the protocol a carriage return ends a line, too.
#[derive(Debug, Clone)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let ends = |at: usize| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(|&at| ends(at)).map(|at| at + 1)).collect();
        Self { text, starts }
    }

    /// The byte at a position. A position past the end of its line means that end; one past all lines, the text's end;
    /// one within a character, its start.
    pub(crate) fn offset(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(&start) = self.starts.get(line) else { return self.text.len() };
        let next = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let content = self.text[start..next].trim_end_matches(['\n', '\r']);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let mut units = 0;
        for (at, char) in content.char_indices() {
            if units + char.len_utf16() > wanted {
                return start + at;
            }
            units += char.len_utf16();
        }
        start + content.len()
    }

    /// The position of a byte; of a byte within a character, that of its start.
    pub(crate) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let units: usize = self.text[self.starts[line]..offset].chars().map(char::len_utf16).sum();
        Position { line: clamp(line), character: clamp(units) }
    }

    pub(crate) fn range(&self, bytes: Range<usize>) -> LspRange {
        LspRange { start: self.position(bytes.start), end: self.position(bytes.end) }
    }

    /// The bytes of the line that holds a byte, without its end.
    pub(crate) fn line_of(&self, offset: usize) -> Range<usize> {
        let line = self.starts.partition_point(|&start| start <= offset) - 1;
        let start = self.starts[line];
        let next = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        start..start + self.text[start..next].trim_end_matches(['\n', '\r']).len()
    }
}

fn clamp(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_are_utf_16_units() {
        let lines = Lines::new("né\r\n𝄞b\rc");
        for (offset, position) in [(0, at(0, 0)), (3, at(0, 2)), (5, at(1, 0)), (9, at(1, 2)), (11, at(2, 0))] {
            assert_eq!(lines.position(offset), position, "{offset}");
            assert_eq!(lines.offset(position), offset, "{position:?}");
        }
        // The middle of a pair, and of a character's bytes.
        assert_eq!(lines.offset(at(1, 1)), 5);
        assert_eq!(lines.position(7), at(1, 0));
    }

    #[test]
    fn positions_outside_mean_the_nearest_end() {
        let lines = Lines::new("ab\ncd");
        assert_eq!(lines.offset(at(0, 99)), 2);
        assert_eq!(lines.offset(at(9, 0)), 5);
        assert_eq!(lines.position(99), at(1, 2));
        assert_eq!(Lines::new("").position(0), at(0, 0));
    }

    #[test]
    fn a_line_is_given_without_its_end() {
        let lines = Lines::new("ab\r\ncd\n");
        assert_eq!(lines.line_of(1), 0..2);
        assert_eq!(lines.line_of(2), 0..2);
        assert_eq!(lines.line_of(4), 4..6);
        assert_eq!(lines.line_of(7), 7..7);
    }
}
