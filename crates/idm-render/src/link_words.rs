//! What a link says to a reader who listens. Typst says to which page it leads; here it says to what, where the place has
//! a label, a heading or a caption: "Recommendation 3.2". The words are put into the finished pages, so that the layout is the same with and
//! without them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use typst::ecow::EcoString;
use typst::foundations::{Content, Packed, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, GroupItem};
use typst::model::{Destination, Document, FigureElem, HeadingElem, LinkMarker};
use typst_layout::PagedDocument;

/// The document in which links say where they lead, as `places` has it by the labels of the places; nothing if no link
/// leads to any of them.
pub(crate) fn told(document: &PagedDocument, places: &BTreeMap<String, String>) -> Option<PagedDocument> {
    let mut found = Found::default();
    for page in document.pages() {
        found.look(&page.frame, places);
    }
    let words: HashMap<Location, &str> =
        found.links.iter().filter_map(|(link, place)| Some((*link, found.places.get(place)?.as_ref()))).collect();
    if words.is_empty() {
        return None;
    }
    let pages = document.pages().iter().map(|page| {
        let mut page = page.clone();
        if let Some(frame) = with_words(&page.frame, &words) {
            page.frame = frame;
        }
        page
    });
    Some(PagedDocument::new(pages.collect(), document.info().clone()))
}

/// The words of a heading or a caption, if they are no more than that.
fn own_words(element: &Content) -> Option<String> {
    let words = if let Some(heading) = element.to_packed::<HeadingElem>() {
        heading.body.plain_text()
    } else {
        let figure = element.to_packed::<FigureElem>()?;
        figure.caption.get_ref(StyleChain::default()).as_ref()?.body.plain_text()
    };
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

#[derive(Default)]
struct Found<'a> {
    /// The words of each place that has some.
    places: HashMap<Location, Cow<'a, str>>,
    /// Each link with the place that it leads to.
    links: Vec<(Location, Location)>,
    /// The links that are open at this point of the document.
    open: Vec<Location>,
}

impl<'a> Found<'a> {
    fn look(&mut self, frame: &Frame, places: &'a BTreeMap<String, String>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.look(&group.frame, places),
                FrameItem::Tag(Tag::Start(element, _)) => {
                    let Some(location) = element.location() else { continue };
                    let known = element.label().and_then(|label| places.get(label.resolve().as_str()));
                    let words = known.map(|words| Cow::Borrowed(words.as_str()));
                    if let Some(words) = words.or_else(|| own_words(element).map(Cow::Owned)) {
                        self.places.insert(location, words);
                    }
                    if element.is::<LinkMarker>() {
                        self.open.push(location);
                    }
                }
                FrameItem::Tag(Tag::End(location, ..)) => self.open.retain(|open| open != location),
                FrameItem::Link(Destination::Location(place), _) => {
                    let known = self.links.last() == self.open.last().map(|link| (*link, *place)).as_ref();
                    self.links.extend(self.open.last().filter(|_| !known).map(|link| (*link, *place)));
                }
                _ => {}
            }
        }
    }
}

/// The frame with words at its links; nothing if it has none that get any.
fn with_words(frame: &Frame, words: &HashMap<Location, &str>) -> Option<Frame> {
    let mut changed = false;
    let items = frame.items().map(|(point, item)| {
        let new = match item {
            FrameItem::Group(group) => {
                with_words(&group.frame, words).map(|frame| FrameItem::Group(GroupItem { frame, ..group.clone() }))
            }
            FrameItem::Tag(Tag::Start(element, flags)) => element.to_packed::<LinkMarker>().and_then(|link| {
                let location = link.location()?;
                let mut told =
                    Packed::new(LinkMarker::new(link.body.clone(), Some(EcoString::from(*words.get(&location)?))));
                told.set_location(location);
                Some(FrameItem::Tag(Tag::Start(told.pack(), *flags)))
            }),
            _ => None,
        };
        changed |= new.is_some();
        (*point, new.unwrap_or_else(|| item.clone()))
    });
    let items: Vec<_> = items.collect();
    if !changed {
        return None;
    }
    let mut told = frame.clone();
    told.clear();
    told.push_multiple(items);
    Some(told)
}
