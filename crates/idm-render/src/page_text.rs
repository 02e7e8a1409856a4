//! What stands on a page as text, in the order of reading: for those who listen, search and select.

use typst::foundations::{Content, NativeElement};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::model::HeadingElem;
use typst::text::TextItem;
use typst_layout::Page;

use crate::places::Area;

/// The text of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageText {
    /// Its parts, in the order of reading.
    pub blocks: Vec<TextBlock>,
}

/// A part of a page's text that is read in one go.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBlock {
    /// What it is.
    pub kind: BlockKind,
    /// Its lines, or parts of lines.
    pub lines: Vec<TextLine>,
}

/// What a part of a page's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of that level, from 1.
    Heading(u8),
    /// What belongs to the page and not to the text: running heads, page numbers.
    Artifact,
    /// Anything else.
    Text,
}

/// A part of a line that has no great gap.
#[derive(Debug, Clone, PartialEq)]
pub struct TextLine {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub area: Area,
    /// Where each character of the text begins, in points from the left edge of the page.
    pub edges: Vec<f32>,
}

impl TextLine {
    /// Where a part of the text stands, given as a range of its characters.
    pub fn part(&self, from: usize, to: usize) -> Area {
        let edge = |at: usize| self.edges.get(at).copied().map(f64::from);
        Area { left: edge(from).unwrap_or(self.area.left), right: edge(to).unwrap_or(self.area.right), ..self.area }
    }
}

/// Reads the text of a page.
pub fn page_text(page: &Page, number: usize) -> PageText {
    let mut reader = Reader { page: number, open: vec![], blocks: vec![], starts_new: true };
    reader.frame(&page.frame, Transform::identity());
    let mut blocks = reader.blocks;
    blocks.retain(|block| block.lines.iter().any(|line| !line.text.trim().is_empty()));
    PageText { blocks }
}

struct Reader {
    page: usize,
    /// The elements that are being read and begin blocks of their own, from the outside in.
    open: Vec<(Location, BlockKind)>,
    blocks: Vec<TextBlock>,
    /// Whether what comes next begins a block.
    starts_new: bool,
}

impl Reader {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (point, item) in frame.items() {
            let here = transform.pre_concat(Transform::translate(point.x, point.y));
            match item {
                FrameItem::Group(group) => {
                    let inner = here.pre_concat(group.transform);
                    // What is turned is no running text.
                    if inner.is_only_translate() {
                        self.frame(&group.frame, inner);
                    }
                }
                FrameItem::Text(text) => self.text(text, Point::new(here.tx, here.ty)),
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(location, ..)) => self.end(*location),
                _ => {}
            }
        }
    }

    fn start(&mut self, element: &Content) {
        let inherited = self.open.last().map_or(BlockKind::Text, |&(_, kind)| kind);
        let kind = match element.elem().name() {
            "heading" => BlockKind::Heading(element.to_packed::<HeadingElem>().map_or(1, level)),
            "artifact" => BlockKind::Artifact,
            "par" | "item" | "entry" | "caption" | "cell" | "figure" | "quote" | "title" => inherited,
            _ => return,
        };
        if let Some(location) = element.location() {
            self.open.push((location, kind));
            self.starts_new = true;
        }
    }

    fn end(&mut self, location: Location) {
        if let Some(at) = self.open.iter().rposition(|&(open, _)| open == location) {
            self.open.truncate(at);
            self.starts_new = true;
        }
    }

    fn text(&mut self, item: &TextItem, origin: Point) {
        let (line, size) = (line_of(item, origin, self.page), item.size.to_pt());
        let kind = self.open.last().map_or(BlockKind::Text, |&(_, kind)| kind);
        let begins = std::mem::take(&mut self.starts_new);
        match self.blocks.last_mut().filter(|block| !begins && block.kind == kind) {
            Some(block) => match block.lines.last_mut().filter(|last| continues(last, &line, size)) {
                Some(last) => join(last, line, size),
                None => block.lines.push(line),
            },
            None => self.blocks.push(TextBlock { kind, lines: vec![line] }),
        }
    }
}

fn level(heading: &typst::foundations::Packed<HeadingElem>) -> u8 {
    let level = heading.resolve_level(typst::foundations::StyleChain::default());
    u8::try_from(level.get()).unwrap_or(u8::MAX)
}

/// Whether a piece goes on where a line ends.
fn continues(last: &TextLine, next: &TextLine, size: f64) -> bool {
    (last.area.bottom - next.area.bottom).abs() < size * 0.15
        && (-size * 0.5..size * 1.5).contains(&(next.area.left - last.area.right))
}

fn join(last: &mut TextLine, next: TextLine, size: f64) {
    let has_gap = next.area.left - last.area.right > size * 0.15;
    if has_gap && !last.text.ends_with(char::is_whitespace) && !next.text.starts_with(char::is_whitespace) {
        last.edges.push(points(last.area.right));
        last.text.push(' ');
    }
    last.text.push_str(&next.text);
    last.edges.extend(next.edges);
    last.area.right = next.area.right;
    last.area.top = last.area.top.min(next.area.top);
}

fn line_of(item: &TextItem, origin: Point, page: usize) -> TextLine {
    let size = item.size.to_pt();
    let mut edges = vec![f32::NAN; item.text.chars().count()];
    let mut at = origin.x.to_pt();
    for glyph in &item.glyphs {
        let advance = glyph.x_advance.at(item.size).to_pt();
        let range = usize::from(glyph.range.start)..usize::from(glyph.range.end);
        let first = item.text.get(..range.start).map_or(0, |before| before.chars().count());
        let number = item.text.get(range).map_or(0, |part| part.chars().count());
        // A ligature is parted evenly.
        for (part, edge) in edges.iter_mut().skip(first).take(number).enumerate() {
            if edge.is_nan() {
                #[expect(clippy::cast_precision_loss, reason = "a cluster has a handful of characters")]
                let share = part as f64 / number as f64;
                *edge = points(at + advance * share);
            }
        }
        at += advance;
    }
    // Characters without a glyph of their own stand where the next one does.
    let mut next = points(at);
    for edge in edges.iter_mut().rev() {
        if edge.is_nan() {
            *edge = next;
        }
        next = *edge;
    }
    let y = origin.y.to_pt();
    let area = Area { page, left: origin.x.to_pt(), top: y - size * 0.8, right: at, bottom: y + size * 0.2 };
    TextLine { text: item.text.to_string(), area, edges }
}

#[expect(clippy::cast_possible_truncation, reason = "a page is no thousand kilometres wide")]
fn points(length: f64) -> f32 {
    length as f32
}

/// A heading of a document, as its contents show it.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineEntry {
    /// The words.
    pub title: String,
    /// The level, from 1.
    pub level: u8,
    /// The page, from 0.
    pub page: usize,
    /// How far down the page it stands, in points.
    pub top: f64,
}

/// The headings of a document that its bookmarks show.
pub fn outline(document: &typst_layout::PagedDocument) -> Vec<OutlineEntry> {
    let introspector = document.introspector();
    let headings = typst::introspection::Introspector::query(introspector.as_ref(), &HeadingElem::ELEM.select());
    let entry = |heading: &Content| {
        let packed = heading.to_packed::<HeadingElem>()?;
        let styles = typst::foundations::StyleChain::default();
        let shown = packed.bookmarked.get(styles).unwrap_or_else(|| packed.outlined.get(styles));
        let position = introspector.position(packed.location()?).filter(|_| shown)?;
        let title = packed.body.plain_text().trim().to_owned();
        let page = position.page.get() - 1;
        Some(OutlineEntry { title, level: level(packed), page, top: position.point.y.to_pt() })
    };
    headings.iter().filter_map(entry).filter(|entry| !entry.title.is_empty()).collect()
}
