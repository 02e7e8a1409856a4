//! On which pages a laid-out book shows things, for printers that lay nothing out themselves.

use std::collections::BTreeMap;

use typst::foundations::{Label, Selector, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

/// The label of the marks that the index looks for.
const INDEX_MARK: &str = "index-mark";

/// Page numbers as the book prints them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrintedPages {
    /// By the labels of what stands there; the first page of several.
    pub labels: BTreeMap<String, u32>,
    /// By the keys of the index's marks, each page once, in order.
    pub index: BTreeMap<String, Vec<u32>>,
}

impl PrintedPages {
    /// The pages of a document.
    pub(crate) fn of(document: &PagedDocument) -> Self {
        let introspector = document.introspector();
        let page = |element: &typst::foundations::Content| {
            let page = introspector.page(element.location()?)?;
            u32::try_from(page.get()).ok()
        };
        let mut pages = Self::default();
        for element in Introspector::query_labelled(introspector.as_ref()) {
            let (Some(label), Some(page)) = (element.label(), page(&element)) else { continue };
            pages.labels.entry(label.resolve().to_string()).or_insert(page);
        }
        let mut counts = true;
        let Some(label) = Label::new(PicoStr::intern(INDEX_MARK)) else { return pages };
        for mark in Introspector::query(introspector.as_ref(), &Selector::Label(label)) {
            let Some(Value::Str(key)) = mark.to_packed::<MetadataElem>().map(|mark| mark.value.clone()) else {
                continue;
            };
            match key.as_str() {
                "on" => counts = true,
                "off" => counts = false,
                key => {
                    let Some(page) = page(&mark).filter(|_| counts) else { continue };
                    let found = pages.index.entry(key.to_owned()).or_default();
                    if found.last() != Some(&page) {
                        found.push(page);
                    }
                }
            }
        }
        pages
    }
}
