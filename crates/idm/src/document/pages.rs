//! Pages that are shown and led back to their places.

use idm_core::source::{Position, Sources, Span};
use idm_render::page_text::{OutlineEntry, PageText};
use idm_render::places::{Area, Places, Word};

/// The pages of a document that has been laid out, with the inputs as they were then.
#[derive(Debug, Clone)]
pub struct Pages {
    places: Places,
    sources: Sources,
}

/// A place in the inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourcePlace {
    /// The file, seen from the project's folder, with `/` between its parts.
    pub file: String,
    /// Where it begins.
    pub start: Position,
    /// Where it ends.
    pub end: Position,
}

impl Pages {
    pub(crate) fn new(places: Places, sources: Sources) -> Self {
        Self { places, sources }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.document().pages().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A page's width and height, in points; none if there is no such page. Pages count from 0.
    pub fn size(&self, page: usize) -> Option<(f64, f64)> {
        self.places.size(page)
    }

    /// A number for what a page holds: the same number, the same page. Another number may come of an edit elsewhere, since
    /// places in the inputs count, too.
    pub fn key(&self, page: usize) -> Option<u128> {
        self.places.key(page)
    }

    /// A page as an SVG drawing.
    pub fn drawing(&self, page: usize) -> Option<String> {
        self.places.drawing(page)
    }

    /// A page's text, in the order of reading.
    pub fn text(&self, page: usize) -> Option<PageText> {
        self.places.text(page)
    }

    /// The headings, as a reader's program shows them.
    pub fn outline(&self) -> Vec<OutlineEntry> {
        self.places.outline()
    }

    /// Where the words at a point of a page came from, or else the words nearest to it. The point is given in points from
    /// the page's upper left corner.
    pub fn source_at(&self, page: usize, x: f64, y: f64) -> Option<SourcePlace> {
        let found = self.places.word_at(page, x, y)?;
        Some(self.place(self.word_within(&found)))
    }

    /// The word in the author's text: where it stands more than once, the one that is as far on as on the page.
    fn word_within(&self, found: &Word) -> Span {
        let (text, start) = (self.sources.text(found.place), found.place.range().start);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a guess"
        )]
        let guess = (text.len() as f64 * found.share) as usize;
        let places = text.match_indices(&found.word).map(|(at, word)| at..at + word.len());
        match places.filter(|_| !found.word.is_empty()).min_by_key(|place| place.start.abs_diff(guess)) {
            Some(place) => Span::new(found.place.source, start + place.start..start + place.end),
            None => found.place,
        }
    }

    /// Where the words of a line of an input file stand, counted from 1; or else those of the nearest line of the file that
    /// has any. Nothing if the document shows nothing of the file.
    pub fn areas_of_line(&self, file: &str, line: usize) -> Vec<Area> {
        let Some((id, source)) = self.sources.iter().find(|(_, source)| source.path() == file) else { return vec![] };
        self.places.areas_near(Span::new(id, source.line_range(line.max(1))))
    }

    fn place(&self, span: Span) -> SourcePlace {
        let source = self.sources.get(span.source);
        let (start, end) = (source.position(span.range().start), source.position(span.range().end));
        SourcePlace { file: source.path().to_owned(), start, end }
    }
}
