//! Where a finished book shows its records: the pages of its named destinations, read back from the PDF.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

/// How deeply name trees may branch. Ours have one level; a tree that bites its tail has no end.
const MAX_DEPTH: usize = 16;

/// A file that is no PDF, or one that says nothing about its pages.
#[derive(Debug, thiserror::Error)]
pub enum DestinationsError {
    /// It cannot be read.
    #[error("it cannot be read as PDF: {0}")]
    Unreadable(#[from] lopdf::Error),
    /// It names no places.
    #[error("it names no places, as a book of this program does")]
    None,
}

/// The page of each named destination, counted from 1 as the book prints it. The names are the labels of records, such
/// as `rec:data-for-planning`.
///
/// # Errors
/// If the bytes are no PDF, or one without named destinations.
pub fn pages(pdf: &[u8]) -> Result<BTreeMap<String, u32>, DestinationsError> {
    let document = Document::load_mem(pdf)?;
    let numbers: BTreeMap<_, _> = document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
    let mut pages = BTreeMap::new();
    let tree = dictionary(&document, document.catalog()?.get(b"Names").ok())
        .and_then(|names| dictionary(&document, names.get(b"Dests").ok()));
    each_name(&document, tree, 0, &mut |name, destination| {
        let page = page_of(&document, destination).and_then(|page| numbers.get(&page));
        if let Some(&page) = page {
            pages.insert(name, page);
        }
    });
    if pages.is_empty() { Err(DestinationsError::None) } else { Ok(pages) }
}

fn each_name(document: &Document, node: Option<&Dictionary>, depth: usize, visit: &mut dyn FnMut(String, &Object)) {
    let Some(node) = node.filter(|_| depth < MAX_DEPTH) else { return };
    for kid in array(document, node.get(b"Kids").ok()).unwrap_or_default() {
        each_name(document, dictionary(document, Some(kid)), depth + 1, visit);
    }
    for pair in array(document, node.get(b"Names").ok()).unwrap_or_default().chunks_exact(2) {
        if let Ok(name) = lopdf::decode_text_string(&pair[0]) {
            visit(name, &pair[1]);
        }
    }
}

/// The page that a destination leads to: `[page /XYZ …]`, by itself or as the `D` of a dictionary (ISO 32000-1, 12.3.2).
fn page_of(document: &Document, destination: &Object) -> Option<lopdf::ObjectId> {
    let (_, destination) = document.dereference(destination).ok()?;
    let explicit = match destination {
        Object::Dictionary(dictionary) => dictionary.get(b"D").ok()?,
        other => other,
    };
    array(document, Some(explicit))?.first()?.as_reference().ok()
}

fn dictionary<'a>(document: &'a Document, object: Option<&'a Object>) -> Option<&'a Dictionary> {
    document.dereference(object?).ok()?.1.as_dict().ok()
}

fn array<'a>(document: &'a Document, object: Option<&'a Object>) -> Option<&'a [Object]> {
    document.dereference(object?).ok()?.1.as_array().ok().map(Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_book_is_refused() {
        assert!(matches!(pages(b"nothing of the kind"), Err(DestinationsError::Unreadable(_))));
        let mut bytes = Vec::new();
        let mut empty = Document::with_version("1.7");
        let catalog = empty.add_object(lopdf::dictionary! { "Type" => "Catalog" });
        empty.trailer.set("Root", catalog);
        empty.save_to(&mut bytes).unwrap();
        assert!(matches!(pages(&bytes), Err(DestinationsError::None)));
    }
}
