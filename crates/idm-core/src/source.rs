//! The text of every input file, and places in it.

use std::ops::Range;
use std::sync::Arc;

/// Names a file held by [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in one file. Both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub source: SourceId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A place that stands for none, for texts that are compared without regard to where they stand.
    pub(crate) const NOWHERE: Self = Self { source: SourceId(0), start: 0, end: 0 };

    /// The span over `range` of the file `source`.
    ///
    /// Files are at most [`MAX_TEXT_BYTES`](crate::files::MAX_TEXT_BYTES) long, so that offsets fit into 32 bits.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { source, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The bytes covered.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that covers both, or `self` if they lie in different files.
    pub fn to(self, other: Self) -> Self {
        if self.source != other.source {
            return self;
        }
        Self { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A line and a column as people count them, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// One input file's text.
#[derive(Debug, Clone)]
pub struct Source {
    path: Arc<str>,
    text: Arc<str>,
    line_starts: Arc<[u32]>,
}

impl Source {
    /// Takes a file's text. `path` is relative to the project, with `/` between its parts.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let newlines = text.match_indices('\n').map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
        let line_starts = std::iter::once(0).chain(newlines).collect();
        Self { path: path.into(), text, line_starts }
    }

    /// The path in the project, with `/` between its parts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, to be kept.
    pub(crate) fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The bytes of a line, counted from 1, without its line ending. Lines past the end are empty.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let length = self.text.len();
        let start = self.line_starts.get(line - 1).map_or(length, |&at| at as usize);
        let end = self.line_starts.get(line).map_or(length, |&at| at as usize);
        let trimmed = self.text[start..end].trim_end_matches(['\n', '\r']).len();
        start..start + trimmed
    }

    /// Where a byte stands. Offsets past the end stand at the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line = self.line_starts.partition_point(|&start| start as usize <= offset);
        let start = self.line_starts[line - 1] as usize;
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }
}

/// All files that a run has read, in the order of reading.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file's text and names it.
    pub fn add(&mut self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> SourceId {
        self.push(Source::new(path, text))
    }

    /// Adds a file and names it.
    pub(crate) fn push(&mut self, file: Source) -> SourceId {
        let id = SourceId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(file);
        id
    }

    /// The file of that name.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.files[id.0 as usize]
    }

    /// Every file with its name.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.files.iter().enumerate().map(|(at, file)| (SourceId(at as u32), file))
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.source).text().get(span.range()).unwrap_or_default()
    }
}

/// Where the characters of a text stand in a file.
///
/// A Markdown file is its own text. Markdown inside YAML is not: indentation, quotation marks and folding stand
/// between, so that the text is a list of pieces, each copied from one place of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locator {
    source: SourceId,
    /// Offset in the text, offset in the file; ascending in both. Never empty.
    pieces: Vec<(u32, u32)>,
    /// One past the last byte in the file.
    end: u32,
}

impl Locator {
    /// For a text that is the whole file.
    pub fn whole(source: SourceId, length: usize) -> Self {
        Self::pieces(source, vec![(0, 0)], length)
    }

    /// For a text made of pieces: `(offset in the text, offset in the file)`, ascending; `end` is one past the last
    /// byte in the file. Without a piece, everything stands at `end`.
    pub fn pieces(source: SourceId, pieces: Vec<(u32, u32)>, end: usize) -> Self {
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        let pieces = if pieces.is_empty() { vec![(0, end)] } else { pieces };
        Self { source, pieces, end }
    }

    /// The file.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// Where a range of the text stands in the file.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.offset(range.start);
        // The last byte is looked up, not the end: the end may be the start of the next piece, lines further down.
        let end = if range.end > range.start { self.offset(range.end - 1) + 1 } else { start };
        Span { source: self.source, start, end: end.clamp(start, self.end.max(start)) }
    }

    /// The parts of a range of the text that are copies of what stands in the file, byte for byte: where each begins in
    /// the text, and where it stands.
    pub(crate) fn copies(&self, range: Range<usize>) -> impl Iterator<Item = (usize, Span)> {
        let first = self.pieces.partition_point(|&(text, _)| text as usize <= range.start).saturating_sub(1);
        let pieces = self.pieces.get(first..).unwrap_or_default();
        let ends = pieces.iter().skip(1).map(|&(text, _)| text as usize).chain([usize::MAX]);
        let parts = pieces.iter().zip(ends).take_while({
            let end = range.end;
            move |((text, _), _)| (*text as usize) < end
        });
        parts.map(move |(&(text, _), end)| {
            let part = range.start.max(text as usize)..range.end.min(end);
            (part.start, self.span(part))
        })
    }

    fn offset(&self, at: usize) -> u32 {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let piece = self.pieces.partition_point(|&(text, _)| text <= at).saturating_sub(1);
        let (text, file) = self.pieces[piece];
        let limit = self.pieces.get(piece + 1).map_or(self.end, |&(_, next)| next);
        file.saturating_add(at.saturating_sub(text)).min(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_survive_line_endings() {
        let source = Source::new("a.md", "né\r\nb\n");
        assert_eq!(source.position(3), Position { line: 1, column: 3 });
        assert_eq!(source.position(5), Position { line: 2, column: 1 });
        assert_eq!(source.position(99), Position { line: 3, column: 1 });
        assert_eq!(&source.text()[source.line_range(1)], "né");
        assert_eq!(&source.text()[source.line_range(2)], "b");
    }

    #[test]
    fn pieces_are_looked_up_one_by_one() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", "k: |\n  one\n  two\n");
        let locator = Locator::pieces(id, vec![(0, 7), (4, 13)], 17);
        assert_eq!(sources.text(locator.span(4..7)), "two");
        assert_eq!(sources.text(locator.span(0..3)), "one");
        assert_eq!(sources.text(locator.span(0..7)), "one\n  two");
    }
}
