//! Where a finished book shows its records: the pages of its named destinations, read back from the PDF.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
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
        let pages: BTreeMap<String, u32> =
            all(pdf)?.into_iter().filter_map(|place| Some((place.name, u32::try_from(place.page + 1).ok()?))).collect();
        if pages.is_empty() { Err(DestinationsError::None) } else { Ok(pages) }
    })
}

/// A named place in a PDF.
#[derive(Debug, Clone, PartialEq)]
pub struct Destination {
    /// The name.
    pub name: String,
    /// The page, from 0.
    pub page: usize,
    /// From the left edge of the page, in points.
    pub left: f64,
    /// From the lower edge of the page, in points.
    pub top: f64,
}

/// The named places that lead to a page.
pub(crate) fn all(pdf: &Pdf) -> Result<Vec<Destination>, PdfError> {
    let pages: BTreeMap<ObjectIdentifier, usize> =
        pdf.pages().iter().enumerate().filter_map(|(number, page)| Some((page.raw().obj_id()?, number))).collect();
    let place = |(name, destination): (String, Object)| {
        // `[page /XYZ left top zoom]`, by itself or as the `D` of a dictionary (ISO 32000-1, 12.3.2).
        let explicit = match destination {
            Object::Dict(dictionary) => dictionary.get::<Array>("D")?,
            other => other.into_array()?,
        };
        let page = *pages.get(&explicit.raw_iter().next()?.as_obj_ref()?.into())?;
        let number = |at: usize| match explicit.raw_iter().nth(at).and_then(|object| pdf::resolve(pdf, object)) {
            Some(Object::Number(number)) => number.as_f64(),
            _ => 0.0,
        };
        Some(Destination { name, page, left: number(2), top: number(3) })
    };
    Ok(pdf::names(pdf, "Dests")?.into_iter().filter_map(place).collect())
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
