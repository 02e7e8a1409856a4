//! Names for places of a document, so that others can lead to them: found in the laid-out pages by the authors' words that
//! stand there, and not written into the text, so that the layout is the same with and without them.

use std::collections::BTreeMap;

use idm_core::source::Span;
use typst::ecow::EcoString;
use typst::foundations::{NativeElement, Value};
use typst::introspection::{Location, MetadataElem, Tag, TagFlags};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point};
use typst::model::Document;
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::places::Places;

/// How far a place lies above the line that its words stand on, in sizes of their type: no reader's program marks them higher.
const ASCENT: f64 = 1.05;
/// How far above a place Typst leads whoever goes there, in points.
const LED_ABOVE: f64 = 10.0;

/// What a program that links to a document needs to know of a place in it.
pub(crate) type Anchor = (Location, EcoString);

/// The document with a place for each of the names whose words show in it, at the first of its words; and these places.
pub(crate) fn named(places: Places, names: &[(String, Span)]) -> (PagedDocument, Vec<Anchor>) {
    if names.is_empty() {
        return (places.into_document(), vec![]);
    }
    let document = places.document();
    let mut wanted: Vec<(&str, Span)> = names.iter().map(|(name, span)| (name.as_str(), *span)).collect();
    wanted.sort_by_key(|(_, span)| (span.source, span.start));
    let mut search = Search { places: &places, wanted, last: None, runs: 0, largest: BTreeMap::new(), anchors: vec![] };
    // A title is printed in lists, too. It stands where it is largest.
    for page in document.pages() {
        search.look(&page.frame);
    }
    let runs: BTreeMap<usize, &str> = search.largest.iter().map(|(name, (_, run))| (*run, *name)).collect();
    search.runs = 0;
    let pages = document.pages().iter().map(|page| {
        let mut page = page.clone();
        if let Some(frame) = search.frame(&page.frame, &runs) {
            page.frame = frame;
        }
        page
    });
    let pages = pages.collect();
    let anchors = search.anchors;
    let marked = if anchors.is_empty() { document.clone() } else { PagedDocument::new(pages, document.info().clone()) };
    (marked, anchors)
}

struct Search<'a> {
    places: &'a Places,
    /// The names with their places in the inputs, in the order of these.
    wanted: Vec<(&'a str, Span)>,
    /// The text that was met last: one piece of it is set in many runs.
    last: Option<typst_syntax::Span>,
    /// How many runs have been met.
    runs: usize,
    /// For each name that shows, the run that is set largest of those that begin with its words, the first of several.
    largest: BTreeMap<&'a str, (Abs, usize)>,
    anchors: Vec<Anchor>,
}

impl<'a> Search<'a> {
    /// Looks for the runs of a frame that begin with the words of names.
    fn look(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.look(&group.frame),
                FrameItem::Text(text) => {
                    self.runs += 1;
                    let Some(name) = self.begins(text) else { continue };
                    let run = self.runs;
                    let largest = self.largest.entry(name).or_insert((text.size, run));
                    if text.size > largest.0 {
                        *largest = (text.size, run);
                    }
                }
                _ => {}
            }
        }
    }

    /// The frame with marks at the runs where names are to stand; nothing if there is none.
    fn frame(&mut self, frame: &Frame, names: &BTreeMap<usize, &str>) -> Option<Frame> {
        let mut added: Vec<(usize, Vec<(Point, FrameItem)>)> = vec![];
        for (at, (point, item)) in frame.items().enumerate() {
            match item {
                FrameItem::Group(group) => {
                    if let Some(frame) = self.frame(&group.frame, names) {
                        added.push((at, vec![(*point, FrameItem::Group(GroupItem { frame, ..group.clone() }))]));
                    }
                }
                FrameItem::Text(text) => {
                    self.runs += 1;
                    if let Some(name) = names.get(&self.runs) {
                        let above = Point::new(point.x, point.y - text.size * ASCENT + Abs::pt(LED_ABOVE));
                        let [start, end] = self.mark(name);
                        added.push((at, vec![(above, start), (above, end), (*point, item.clone())]));
                    }
                }
                _ => {}
            }
        }
        if added.is_empty() {
            return None;
        }
        let mut marked = frame.clone();
        marked.clear();
        let mut added = added.into_iter().peekable();
        for (at, item) in frame.items().enumerate() {
            match added.next_if(|(place, _)| *place == at) {
                Some((_, items)) => marked.push_multiple(items),
                None => marked.push_multiple([item.clone()]),
            }
        }
        Some(marked)
    }

    /// The name whose words a run of text begins with, unless it goes on with those of the run before.
    fn begins(&mut self, text: &TextItem) -> Option<&'a str> {
        let first = text.glyphs.first()?;
        if self.last.replace(first.span.0) == Some(first.span.0) {
            return None;
        }
        text.glyphs.iter().find_map(|glyph| self.holding(self.places.author(glyph)?))
    }

    /// The innermost named place that holds a span.
    fn holding(&self, span: Span) -> Option<&'a str> {
        let end = self.wanted.partition_point(|(_, other)| (other.source, other.start) <= (span.source, span.start));
        let mut before = self.wanted[..end].iter().rev().take(8);
        before.find(|(_, other)| other.source == span.source && other.end >= span.end).map(|(name, _)| *name)
    }

    /// What Typst has for a place that can be looked up, and shows nothing.
    fn mark(&mut self, name: &str) -> [FrameItem; 2] {
        let hash = typst::utils::hash128(&("named place", name));
        let location = Location::new(hash);
        self.anchors.push((location, name.into()));
        let mut element = MetadataElem::new(Value::None).pack();
        element.set_location(location);
        let flags = TagFlags { introspectable: true, tagged: false };
        [FrameItem::Tag(Tag::Start(element, flags)), FrameItem::Tag(Tag::End(location, hash, flags))]
    }
}
