//! Where a finished book shows its records: the pages of its named destinations, read back from the PDF.

use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Object, ObjectIdentifier};

use super::PdfError;
use crate::pdf;

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
    pdf::read(pdf, |pdf| {
        let numbers: BTreeMap<ObjectIdentifier, u32> =
            pdf.pages().iter().zip(1..).filter_map(|(page, number)| Some((page.raw().obj_id()?, number))).collect();
        let destinations = pdf::names(pdf, "Dests")?.into_iter().filter_map(|(name, destination)| {
            let page = numbers.get(&page_of(destination)?)?;
            Some((name, *page))
        });
        let pages: BTreeMap<String, u32> = destinations.collect();
        if pages.is_empty() { Err(DestinationsError::None) } else { Ok(pages) }
    })
}

/// The page that a destination leads to: `[page /XYZ …]`, by itself or as the `D` of a dictionary (ISO 32000-1, 12.3.2).
fn page_of(destination: Object) -> Option<ObjectIdentifier> {
    let explicit = match destination {
        Object::Dict(dictionary) => dictionary.get::<Array>("D")?,
        other => other.into_array()?,
    };
    Some(explicit.raw_iter().next()?.as_obj_ref()?.into())
}

#[cfg(test)]
mod tests {
    use lopdf::{Document, dictionary};

    use super::*;

    #[test]
    fn what_is_no_book_is_refused() {
        assert_eq!(pages(b"nothing of the kind"), Err(PdfError::NotPdf.into()));
        let mut bytes = Vec::new();
        let mut empty = Document::with_version("1.7");
        let root = empty.add_object(dictionary! { "Type" => "Pages", "Kids" => vec![], "Count" => 0 });
        let catalog = empty.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
        empty.trailer.set("Root", catalog);
        empty.save_to(&mut bytes).unwrap();
        assert_eq!(pages(&bytes), Err(DestinationsError::None));
    }
}
