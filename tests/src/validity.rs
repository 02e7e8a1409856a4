//! What an independent validator says of a PDF.

#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

use lopdf::Document;
use lopdf::xref::XrefEntry;
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::structure::resolve;

/// Everything that breaks PDF/UA-1 or PDF/A-3a.
///
/// # Panics
/// If the file cannot be validated at all.
pub fn failures(bytes: &[u8], document: &Document) -> Vec<String> {
    let mut failures = vec![];
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA3a] {
        let report = validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)).unwrap();
        for failure in report.failures {
            // The validator takes a last byte that is a carriage return for a part of the line's end.
            if !failure.rule_id.ends_with(":6.1.7.1:1") || !has_exact_lengths(bytes, document) {
                failures.push(format!("{failure:?}"));
            }
        }
    }
    failures
}

/// Whether every stream is exactly as long as it says.
fn has_exact_lengths(bytes: &[u8], document: &Document) -> bool {
    const OPENING: &[u8] = b"\nstream\n";
    let mut streams =
        document.objects.iter().filter_map(|(&(number, _), object)| Some((number, object.as_stream().ok()?)));
    streams.all(|(number, stream)| {
        let Some(XrefEntry::Normal { offset, .. }) = document.reference_table.get(number) else { return false };
        let object = &bytes[usize::try_from(*offset).unwrap()..];
        let Some(opening) = object.windows(OPENING.len()).position(|window| window == OPENING) else { return false };
        let length = resolve(document, stream.dict.get(b"Length").unwrap()).as_i64().unwrap();
        object[opening + OPENING.len()..][usize::try_from(length).unwrap()..].starts_with(b"\nendstream")
    })
}
