//! The independent validator, for both standards that the files claim to meet.

use lopdf::Document;
use lopdf::xref::XrefEntry;
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use super::UNREADABLE;
use super::destinations::entries;

/// What is validated against, how the validator calls the standard in its rules, and how it is called here.
const STANDARDS: [(ValidationProfile, &str, &str); 2] =
    [(ValidationProfile::PdfUa1, "ISO 14289-1:2014:", "UA"), (ValidationProfile::PdfA3a, "ISO 19005-3:2012:", "A")];

/// What a draft has attached, and no book.
const MAP: &[u8] = b"draft.json";

/// Everything that breaks PDF/UA-1 or PDF/A-3a. A draft is no PDF/A: some programs let nobody write on one.
pub fn ask(bytes: &[u8], document: Option<&Document>, report: &mut dyn FnMut(&str, String)) {
    let is_draft = document.is_some_and(|document| entries(document, b"EmbeddedFiles").contains_key(MAP));
    for (profile, standard, name) in STANDARDS.into_iter().filter(|(.., name)| !is_draft || *name != "A") {
        let failures = match validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)) {
            Ok(validated) => validated.failures,
            Err(error) => return report(UNREADABLE, error.to_string()),
        };
        for failure in failures {
            // The validator takes a last byte that is a carriage return for a part of the line's end.
            let is_mistaken = failure.rule_id.ends_with(":6.1.7.1:1")
                && document.is_some_and(|document| has_exact_lengths(bytes, document));
            if !is_mistaken {
                let rule = failure.rule_id.strip_prefix(standard).map(|number| format!("{name} {number}"));
                report(rule.as_deref().unwrap_or(&failure.rule_id), failure.message);
            }
        }
    }
}

/// Whether every stream is exactly as long as the file says. Lopdf is no witness of that: it puts lengths right.
fn has_exact_lengths(bytes: &[u8], document: &Document) -> bool {
    const LENGTH: &[u8] = b"/Length ";
    const OPENING: &[u8] = b"stream\n";
    let find = |within: &[u8], what: &[u8]| within.windows(what.len()).position(|window| window == what);
    let mut streams = document.objects.iter().filter(|(_, object)| object.as_stream().is_ok());
    streams.all(|(&(number, _), _)| {
        let Some(XrefEntry::Normal { offset, .. }) = document.reference_table.get(number) else { return false };
        let object = usize::try_from(*offset).ok().and_then(|offset| bytes.get(offset..)).unwrap_or_default();
        let Some(opening) = find(object, OPENING) else { return false };
        let Some(stated) = find(&object[..opening], LENGTH) else { return false };
        let digits = object[stated + LENGTH.len()..opening].iter().take_while(|byte| byte.is_ascii_digit());
        let length = digits.fold(0, |length: usize, digit| length.saturating_mul(10) + usize::from(digit - b'0'));
        let content = &object[opening + OPENING.len()..];
        content.get(length..).is_some_and(|rest| rest.starts_with(b"\nendstream"))
    })
}
