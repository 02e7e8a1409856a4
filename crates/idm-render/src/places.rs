//! Where the words of a document stand on its pages, and where in the inputs they came from.

use idm_core::diagnostic::{Diagnostic, Place};
use idm_core::rules;
use idm_core::source::Span;
use typst::foundations::NativeElement;
use typst::introspection::Introspector;
use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::model::{FootnoteBody, FootnoteEntry};
use typst::text::{Glyph, TextItem};
use typst::utils::hash128;
use typst_layout::PagedDocument;
use typst_svg::SvgOptions;

use crate::origins::Origins;
use crate::page_text::{OutlineEntry, PageText, outline, page_text};
use crate::printed_pages::PrintedPages;
use crate::world::IdmWorld;

/// Nothing that is read stands nearer to the edge of a sheet, in points: some 3 mm. No sheet is printed and cut exactly.
const EDGE: f64 = 8.5;

/// A rectangle on a page, in points from the page's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The page, from 0.
    pub page: usize,
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

impl Area {
    /// How far a point is from the rectangle, in points; nothing within it.
    fn distance(&self, x: f64, y: f64) -> f64 {
        let beside = |at: f64, from: f64, to: f64| (from - at).max(at - to).max(0.0);
        beside(x, self.left, self.right).hypot(beside(y, self.top, self.bottom))
    }

    /// Whether another rectangle goes on in the same line.
    fn is_followed_by(&self, other: &Self) -> bool {
        self.page == other.page && (self.bottom - other.bottom).abs() < 1.0 && other.left <= self.right + 12.0
    }

    fn around(self, other: Self) -> Self {
        Self {
            page: self.page,
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// A word on a page, and where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// The author's text that it is a part of.
    pub place: Span,
    /// How far into that text it is, from 0 to 1, as near as can be said.
    pub share: f64,
    /// The word as it is printed.
    pub word: String,
}

/// A document that has been laid out, and what it was laid out from.
#[derive(Debug, Clone)]
pub struct Places {
    document: PagedDocument,
    origins: Origins,
    whole: Place,
}

impl Places {
    /// The places of a document that was made in that world, in its present state.
    pub fn new(document: PagedDocument, world: &IdmWorld) -> Self {
        Self { document, origins: Origins::of(world), whole: world.whole().clone() }
    }

    /// A number for what a page holds, places in the inputs included: the same number, the same page.
    pub fn key(&self, page: usize) -> Option<u128> {
        self.document.pages().get(page).map(hash128)
    }

    /// A page as an SVG drawing.
    pub fn drawing(&self, page: usize) -> Option<String> {
        self.document.pages().get(page).map(|page| typst_svg::svg(page, &SvgOptions::default()))
    }

    /// A page's width and height, in points.
    pub fn size(&self, page: usize) -> Option<(f64, f64)> {
        self.document.pages().get(page).map(|page| (page.frame.width().to_pt(), page.frame.height().to_pt()))
    }

    /// A page's text.
    pub fn text(&self, page: usize) -> Option<PageText> {
        self.document.pages().get(page).map(|sheet| page_text(sheet, page))
    }

    /// The headings that bookmarks show.
    pub fn outline(&self) -> Vec<OutlineEntry> {
        outline(&self.document)
    }

    /// The document.
    pub fn document(&self) -> &PagedDocument {
        &self.document
    }

    /// The document alone.
    pub(crate) fn into_document(self) -> PagedDocument {
        self.document
    }

    /// On which pages things stand.
    pub fn printed_pages(&self) -> PrintedPages {
        PrintedPages::of(&self.document)
    }

    /// What stands at a point of a page, or else what is nearest to it: the author's text that it came from, and the word.
    /// Nothing where the page shows no author's words.
    pub fn word_at(&self, page: usize, x: f64, y: f64) -> Option<Word> {
        let mut nearest: Option<(f64, Word)> = None;
        self.on_page(page, &mut |area, text, glyph| {
            let distance = area.distance(x, y);
            if nearest.as_ref().is_none_or(|(least, _)| distance < *least)
                && let Some((place, share)) = self.origins.lookup_within(glyph.span.0, usize::from(glyph.span.1))
            {
                let word = word_around(&text.text, usize::from(glyph.range.start)).to_owned();
                nearest = Some((distance, Word { place, share, word }));
            }
        });
        nearest.map(|(_, word)| word)
    }

    /// Where the words stand that came from a range of an author's file, or else those that came from the nearest place of
    /// the file: a rectangle for each line or part of a line, in the order of the pages.
    pub fn areas_near(&self, range: Span) -> Vec<Area> {
        let modules = self.origins.modules_of(range.source);
        let mut best: Vec<Area> = vec![];
        let mut least = u32::MAX;
        for page in 0..self.document.pages().len() {
            self.on_page(page, &mut |area, _, glyph| {
                let Some(place) = glyph.span.0.id().filter(|id| modules.contains(id)).and_then(|_| self.author(glyph))
                else {
                    return;
                };
                if place.source != range.source {
                    return;
                }
                let distance = place.start.saturating_sub(range.end).max(range.start.saturating_sub(place.end));
                if distance < least {
                    (least, best) = (distance, vec![]);
                }
                if distance == least {
                    match best.last_mut().filter(|last| last.is_followed_by(&area)) {
                        Some(last) => *last = last.around(area),
                        None => best.push(area),
                    }
                }
            });
        }
        best
    }

    /// A problem for each text that runs out of its page, at the author's words.
    pub(crate) fn off_the_page(&self) -> Vec<Diagnostic> {
        let mut found: Vec<Diagnostic> = vec![];
        let mut seen = vec![];
        for (number, page) in self.document.pages().iter().enumerate() {
            let Size { x, y } = page.frame.size();
            let (right, bottom) = (x.to_pt() - EDGE, y.to_pt() - EDGE);
            self.on_page(number, &mut |area, _, glyph| {
                let inside = area.left >= EDGE && area.right <= right && area.top >= EDGE && area.bottom <= bottom;
                if inside {
                    return;
                }
                let place = self.author(glyph);
                if seen.contains(&place) {
                    return;
                }
                seen.push(place);
                let message = format!("this text runs out of page {} of the document", number + 1);
                let place = place.map_or_else(|| self.whole.clone(), Into::into);
                found.push(
                    Diagnostic::new(&rules::OFF_PAGE, place, message)
                        .hint("shorten it, or put a blank where a line can end"),
                );
            });
        }
        found
    }

    /// A problem for each footnote that begins on another page than its mark, which Typst does now and then (its issue
    /// 5314): at the author's mark.
    pub(crate) fn strayed_notes(&self) -> Vec<Diagnostic> {
        let introspector = self.document.introspector();
        let entries = introspector.query(&FootnoteEntry::ELEM.select());
        let strayed = entries.iter().filter_map(|entry| {
            let note = &entry.to_packed::<FootnoteEntry>()?.note;
            let (there, here) = (introspector.page(entry.location()?)?, introspector.page(note.location()?)?);
            if there == here {
                return None;
            }
            let message = format!("this mark stands on page {here} of the document, and its footnote on page {there}");
            // The call stands in a template; what it was given, in the author's text.
            let FootnoteBody::Content(body) = &note.body else { return None };
            let place = self.origins.lookup(body.span(), 0).map_or_else(|| self.whole.clone(), Into::into);
            let hint = "a word more or less in the paragraph brings them together";
            Some(Diagnostic::new(&rules::STRAYED_NOTE, place, message).hint(hint))
        });
        strayed.collect()
    }

    /// The author's text that a glyph came from.
    pub(crate) fn author(&self, glyph: &Glyph) -> Option<Span> {
        // One piece of Typst's text may come from several places: the offset says which.
        let (span, offset) = glyph.span;
        self.origins.lookup(span, usize::from(offset))
    }

    /// Every glyph of a page that lies straight, with the room it takes. What is turned is no running text.
    fn on_page(&self, page: usize, visit: Visit) {
        if let Some(sheet) = self.document.pages().get(page) {
            glyphs(&sheet.frame, Transform::identity(), page, visit);
        }
    }
}

/// What is told of each glyph: the room that it takes, the text that it is in, and itself.
type Visit<'a> = &'a mut dyn FnMut(Area, &TextItem, &Glyph);

/// The word of a text around one of its bytes.
fn word_around(text: &str, at: usize) -> &str {
    let (before, after) = text.split_at(text.floor_char_boundary(at));
    let is_end = |c: char| !c.is_alphanumeric() && c != '’' && c != '-';
    let start = before.rfind(is_end).map_or(0, |end| end + before[end..].chars().next().map_or(0, char::len_utf8));
    let end = after.find(is_end).map_or(text.len(), |end| before.len() + end);
    text.get(start..end).unwrap_or_default()
}

fn glyphs(frame: &Frame, transform: Transform, page: usize, visit: Visit) {
    for (point, item) in frame.items() {
        let here = transform.pre_concat(Transform::translate(point.x, point.y));
        match item {
            FrameItem::Group(group) => {
                let inner = here.pre_concat(group.transform);
                if inner.is_only_translate() {
                    glyphs(&group.frame, inner, page, visit);
                }
            }
            FrameItem::Text(text) => glyphs_of(text, Point::new(here.tx, here.ty), page, visit),
            _ => {}
        }
    }
}

fn glyphs_of(text: &TextItem, origin: Point, page: usize, visit: Visit) {
    let mut left = origin.x;
    let (top, bottom) = (origin.y - text.size * 0.8, origin.y + text.size * 0.2);
    for glyph in &text.glyphs {
        let right = left + glyph.x_advance.at(text.size);
        let points = |length: Abs| length.to_pt();
        // Blanks at the end of a line may stand out of it.
        let is_blank = text
            .text
            .get(usize::from(glyph.range.start)..usize::from(glyph.range.end))
            .is_some_and(|word| word.trim().is_empty());
        if !is_blank {
            visit(
                Area { page, left: points(left), top: points(top), right: points(right), bottom: points(bottom) },
                text,
                glyph,
            );
        }
        left = right;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::compile;
    use crate::testing::Fixture;

    fn fixture(setting: &str) -> Fixture {
        let main = format!(
            "#set page(width: 200pt, height: 200pt, margin: 20pt)\n#set text(size: 10pt)\n{setting}#include \"content/a.typ\""
        );
        Fixture::new("Two words and others.", &main).content(|out, span| {
            out.emit(span("Two words"), "Two words");
            out.push(" and ");
            out.emit(span("others"), "others");
            out.push(".");
        })
    }

    #[test]
    fn a_point_leads_to_the_words_and_the_words_to_their_place() {
        let fixture = fixture("");
        let world = fixture.world();
        let document = compile(&world).document.unwrap();
        let places = Places::new(document, &world);
        let source_at = |page, x, y| places.word_at(page, x, y).map(|word| word.place);
        let words = |span: Option<Span>| span.map(|span| fixture.sources.text(span).to_owned());
        // The first line begins at the margins; what is nearest to a blank place is taken.
        assert_eq!(words(source_at(0, 22.0, 25.0)).as_deref(), Some("Two words"));
        assert_eq!(words(source_at(0, 190.0, 190.0)).as_deref(), Some("others"));
        assert_eq!(words(source_at(1, 22.0, 25.0)), None);
        let others = source_at(0, 190.0, 190.0).unwrap();
        let [area] = places.areas_near(others)[..] else { panic!("{:?}", places.areas_near(others)) };
        assert!(area.left > 60.0 && area.right < 180.0 && area.top < area.bottom, "{area:?}");
        assert_eq!(source_at(0, (area.left + area.right) / 2.0, area.bottom - 2.0), Some(others));
        assert_eq!(places.areas_near(Span::new(fixture.file, 0..21)).len(), 2);
    }

    #[test]
    fn words_that_run_out_of_the_page_are_reported_at_their_place() {
        let shown = |setting: &str| {
            let fixture = fixture(setting);
            let world = fixture.world();
            let document = compile(&world).document.unwrap();
            let found = Places::new(document, &world).off_the_page();
            found.iter().map(|found| fixture.words(&found.place)).collect::<Vec<_>>()
        };
        assert_eq!(shown(""), Vec::<String>::new());
        assert_eq!(
            shown("#show: it => box(width: 500pt, align(right, it))\n"),
            ["Two words", "<publication.yaml>", "others"]
        );
    }
}
