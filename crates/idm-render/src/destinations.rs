//! Where a finished book shows its records: the pages of its named destinations, read back from the PDF.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId};

use crate::pdf_file::{self, PdfError, follow};

/// A file that tells no pages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DestinationsError {
    /// It cannot be read.
    #[error(transparent)]
    Pdf(#[from] PdfError),
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
    pdf_file::read(pdf, |document| {
        let numbers: BTreeMap<ObjectId, u32> =
            document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
        let destinations = pdf_file::names(document, b"Dests")?;
        let pages: BTreeMap<String, u32> = destinations
            .into_iter()
            .filter_map(|(name, destination)| {
                let page = numbers.get(&page_of(document, destination)?)?;
                Some((pdf_file::text(document, name)?, *page))
            })
            .collect();
        if pages.is_empty() { Err(DestinationsError::None) } else { Ok(pages) }
    })
}

/// The page that a destination leads to: `[page /XYZ …]`, by itself or as the `D` of a dictionary (ISO 32000-1, 12.3.2).
fn page_of(document: &Document, destination: &Object) -> Option<ObjectId> {
    let explicit = match follow(document, destination)? {
        Object::Dictionary(dictionary) => pdf_file::get(document, dictionary, b"D")?,
        other => other,
    };
    explicit.as_array().ok()?.first()?.as_reference().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_book_is_refused() {
        assert_eq!(pages(b"nothing of the kind"), Err(PdfError::NotPdf.into()));
        let mut bytes = Vec::new();
        let mut empty = Document::with_version("1.7");
        let catalog = empty.add_object(lopdf::dictionary! { "Type" => "Catalog" });
        empty.trailer.set("Root", catalog);
        empty.save_to(&mut bytes).unwrap();
        assert_eq!(pages(&bytes), Err(DestinationsError::None));
    }
}
