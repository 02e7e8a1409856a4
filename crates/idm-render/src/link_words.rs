//! What a link says to a reader who listens. Typst says to which page it leads; here it says to what, where the place has
//! a label, a heading or a caption: "Recommendation 3.2". The words are put into the finished pages, so that the layout is the same with and
//! without them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use typst::ecow::EcoString;
use typst::foundations::{Content, Packed, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, Document, FigureElem, HeadingElem, LinkMarker};
use typst_layout::PagedDocument;

/// The document in which links say where they lead, as `places` has it by the labels of the places; the same one if no link
/// leads to any of them.
///
/// It is taken, and not borrowed: what nobody else holds is changed where it lies, and a long book is not there twice.
pub(crate) fn told(document: PagedDocument, places: &BTreeMap<String, String>) -> PagedDocument {
    let mut found = Found::default();
    for page in document.pages() {
        found.look(&page.frame, places);
    }
    let words: HashMap<Location, EcoString> = found
        .links
        .iter()
        .filter_map(|(link, place)| Some((*link, EcoString::from(found.places.get(place)?.as_ref()))))
        .collect();
    drop(found);
    if words.is_empty() {
        return document;
    }
    let (pages, info) = (document.pages().to_vec(), document.info().clone());
    drop(document);
    let pages = pages.into_iter().map(|mut page| {
        tell(&mut page.frame, &words);
        page
    });
    PagedDocument::new(pages.collect(), info)
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

/// Puts words at the links in a frame.
fn tell(frame: &mut Frame, words: &HashMap<Location, EcoString>) {
    // A frame may be shared with what Typst remembers: one that is left alone is not copied.
    if !has_link(frame, words) {
        return;
    }
    // This is the one way to the items of a frame.
    frame.retain(|item| {
        match item {
            FrameItem::Group(group) => tell(&mut group.frame, words),
            FrameItem::Tag(Tag::Start(element, _)) => {
                if let Some((link, location, told)) = link_in(element, words) {
                    let mut marker = Packed::new(LinkMarker::new(link.body.clone(), Some(told.clone())));
                    marker.set_location(location);
                    *element = marker.pack();
                }
            }
            _ => {}
        }
        true
    });
}

/// Whether a frame holds a link that gets words.
fn has_link(frame: &Frame, words: &HashMap<Location, EcoString>) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has_link(&group.frame, words),
        FrameItem::Tag(Tag::Start(element, _)) => link_in(element, words).is_some(),
        _ => false,
    })
}

/// The link that an element is, with its place and the words that it gets.
fn link_in<'e, 'w>(
    element: &'e Content,
    words: &'w HashMap<Location, EcoString>,
) -> Option<(&'e Packed<LinkMarker>, Location, &'w EcoString)> {
    let link = element.to_packed::<LinkMarker>()?;
    let location = link.location()?;
    Some((link, location, words.get(&location)?))
}
